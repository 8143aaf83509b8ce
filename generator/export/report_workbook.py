"""What the workbook beside a report holds: cover, notes, scores, figures, trend, findings, members.

Pure: the content of a report in, sheets out. The rows are those of its other files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.catalogue.reasons import Reason
from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.export.downloads import NATION_COLUMNS, Content
from generator.export.workbook import Book, Cell, Head, Sheet

NOT_AVAILABLE, NOT_APPLICABLE = "[x]", "[z]"
HELD_BACK, UNRELIABLE = "[c]", "[u]"
MARKS = {
    Reason.SUPPRESSED.word: HELD_BACK,
    Reason.UNRELIABLE.word: UNRELIABLE,
    Reason.NOT_APPLICABLE.word: NOT_APPLICABLE,
}
"""Shorthand of a gap by its reason; any other is not available."""
NOTES = (
    ("[c]", "The publisher holds the figure back so that no person or firm can be recognised in it."),
    ("[u]", "The publisher holds the figure back as too unreliable."),
    ("[x]", "Not available."),
    ("[z]", "Not applicable: there is nothing that could stand here."),
    (
        "[note 1]",
        "A score runs from 0 to 100, and 100 is the better end. The score of a group of councils is the mean "
        "of its councils, weighted by population. Groups have no rank.",
    ),
    (
        "[note 2]",
        "A rank counts from the highest score. Its range runs from the 5th to the 95th percentile of the "
        "ranks in all recalculations. Quote a rank with its range.",
    ),
    ("[note 3]", "Coverage is the share of the weight under a part that rests on published figures."),
    (
        "[note 4]",
        "A period is a day, or a start and a length: 2024-04-01/P1Y is the year from 1 April 2024 "
        "(ISO 8601).",
    ),
    (
        "[note 5]",
        "Observed: published for this council. Derived: worked out from published figures. Estimated: from a "
        "model, or filled in. Recast: made from the councils that were merged into it. "
        "Upper_tier: published for a larger area, shown for each council in it. Missing: no figure.",
    ),
    ("[note 6]", "The lower and upper end are those of the 95% interval that the publisher gives."),
    ("[note 7]", "Scores of all years are made with one method and the same measures."),
    ("[note 8]", "Numbers have full precision; the format of a cell shows as many digits as the pages do."),
)
SCORES, FIGURES, TREND = "Scores", "Indicators", "Trend"
FINDINGS, MEMBERS, NOTES_SHEET = "Findings", "Members", "Notes"


def describe_book(
    content: Content,
    settings: Settings,
    edition: Edition,
    *,
    permalink: str,
    contact: str,
    decimals: Mapping[str, int],
) -> Book:
    """Return the workbook of a report.

    Args:
        content: of the report.
        settings: title, publisher and language.
        edition: named on the cover; its date is that of the document.
        permalink: address at which the report of this edition stays.
        contact: address of the page on corrections.
        decimals: digits after the point of each indicator, by slug.
    """
    name = str(content.report.about["name"])
    named = f"{settings.title}, edition {edition.name}"
    sheets = (
        list_notes(),
        list_scores(content, name),
        *([list_figures(content, name, decimals)] if content.figures else []),
        list_trend(content, name),
        list_findings(content, name),
        *([list_members(content, name)] if content.report.members else []),
    )
    about = (
        ("What this is", f"All figures of the report on {name}. It describes a place, not how it is run."),
        ("Edition", f"{named}, published on {edition.date}."),
        (
            "Publisher",
            f"{settings.contributors}. Figures are those of their publishers: see the column on sources.",
        ),
        (
            "Licence",
            "Scores and words may be used by anybody who names the source (MIT licence). Figures keep the "
            "licence of their publisher, mostly the Open Government Licence v3.0.",
        ),
        ("Address of the report, which stays", permalink),
        ("Corrections and contact", contact),
    )
    return Book(
        title=f"{name}: {named}",
        about=about,
        sheets=sheets,
        author=settings.contributors,
        created=edition.date,
        language=settings.language,
    )


def say_table(notes: str) -> str:
    """Return the line that guidance asks for above every table."""
    return f"This worksheet contains one table. {notes}"


def fill(cell: Any, mark: str) -> Cell:
    """Return a cell, or the shorthand where it is empty."""
    filled: Cell = mark if cell is None or cell == "" else cell
    return filled


def list_notes() -> Sheet:
    """Return the notes and what the shorthands mean."""
    return Sheet(
        NOTES_SHEET,
        "Notes and shorthand",
        ("This worksheet contains one table. The notes are named in the heads of other tables.",),
        (Head("Note", 12), Head("Meaning", 100)),
        NOTES,
    )


def list_scores(content: Content, name: str) -> Sheet:
    """Return the scores; columns on ranks stand for councils only."""
    heads = [Head("Level", 12), Head("Part of the framework", 34), Head("Short name", 34)]
    heads.append(Head("Score [note 1]", 12, "points"))
    columns = ["level", "name", "node", "score"]
    if content.report.council:
        heads += [
            *(Head("Rank in the nation [note 2]", 10, "whole"), Head("Councils of the nation", 12, "whole")),
            *(Head("Better end [note 2]", 10, "whole"), Head("Worse end [note 2]", 10, "whole")),
            Head("Band in the nation", 24),
            *(Head("Rank in the UK [note 2]", 10, "whole"), Head("Councils of the UK", 12, "whole")),
            *(Head("Better end in the UK", 10, "whole"), Head("Worse end in the UK", 10, "whole")),
        ]
        columns += [*NATION_COLUMNS, "rank", "n", "rank_low", "rank_high"]
    heads.append(Head("Coverage [note 3]", 12, "share"))
    rows = [[fill(row[key], NOT_AVAILABLE) for key in (*columns, "coverage")] for row in content.scores]
    title = f"Scores of {name}"
    about = say_table("Notes 1 to 3 and 8 and shorthand such as [x] are on the sheet Notes.")
    return Sheet(SCORES, title, (about,), tuple(heads), rows)


def list_figures(content: Content, name: str, decimals: Mapping[str, int]) -> Sheet:
    """Return the latest figure of every indicator, with where it comes from or why there is none."""
    heads = (
        *(Head("Indicator", 44), Head("Short name", 30), Head("Figure", 14, "figure"), Head("Unit", 22)),
        *(Head("Lower end [note 6]", 14, "figure"), Head("Upper end [note 6]", 14, "figure")),
        *(Head("Period [note 4]", 18), Head("Status [note 5]", 12), Head("Source", 30)),
        *(Head("Reason for a gap", 16), Head("Remark", 50), Head("Score [note 1]", 12, "points")),
    )
    about = say_table("Notes 1, 4 to 6 and 8 and shorthand such as [x] are on the sheet Notes.")
    return Sheet(
        FIGURES,
        f"Latest figure of every indicator for {name}",
        (about, "The source is the short name of a dataset, as on the page of sources of the index."),
        heads,
        [fill_figure(row) for row in content.figures],
        [decimals[row["node"]] for row in content.figures],
    )


def fill_figure(row: Mapping[str, Any]) -> list[Cell]:
    """Return the cells of one indicator; the shorthand of a gap follows its reason."""
    missing = row["value"] is None
    mark = MARKS.get(row["reason"], NOT_AVAILABLE) if missing else NOT_AVAILABLE
    return [
        *(row["name"], row["node"], fill(row["value"], mark), row["unit"]),
        *(fill(row["lower"], mark), fill(row["upper"], mark), fill(row["period"], NOT_APPLICABLE)),
        *(row["status"], fill(row["source"], NOT_AVAILABLE), fill(row["reason"], NOT_APPLICABLE)),
        *(fill(row["note"], NOT_APPLICABLE), fill(row["score"], mark)),
    ]


def list_trend(content: Content, name: str) -> Sheet:
    """Return the scores by year, one column a year."""
    years: Sequence[int] = content.trend["years"]
    names = {row["node"]: row["name"] for row in content.scores}
    return Sheet(
        TREND,
        f"Scores of {name} by year",
        (say_table("Notes 1, 7 and 8 and shorthand such as [x] are on the sheet Notes."),),
        (
            *(Head("Part of the framework", 34), Head("Short name", 34)),
            *(Head(f"Score {year}", 12, "points") for year in years),
        ),
        [
            [names[node], node, *(fill(score, NOT_AVAILABLE) for score in line)]
            for node, line in content.trend["scores"].items()
        ],
    )


def list_findings(content: Content, name: str) -> Sheet:
    """Return what the report says, sentence by sentence."""
    columns = ("finding", "node", "text", "value", "period", "comparison", "rule")
    return Sheet(
        FINDINGS,
        f"Findings on {name}",
        (say_table("Note 4 and shorthand such as [z] are on the sheet Notes."),),
        (
            *(Head("Kind", 22), Head("Part of the framework", 30), Head("Finding", 90)),
            *(Head("Figure", 14, "free"), Head("Period [note 4]", 18)),
            *(Head("Compared with", 22), Head("Rule", 24)),
        ),
        fill_rows(content.findings, columns),
    )


def fill_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[list[Cell]]:
    """Return the cells of rows; where there is nothing, nothing applies."""
    return [[fill(row[name], NOT_APPLICABLE) for name in columns] for row in rows]


def list_members(content: Content, name: str) -> Sheet:
    """Return the councils of a group."""
    return Sheet(
        MEMBERS,
        f"Councils of {name}",
        (say_table("Shorthand such as [z] is on the sheet Notes."),),
        (
            *(Head("Code", 14), Head("Council", 34), Head("Region", 28), Head("Nation", 20)),
            *(Head("Population", 14, "whole"), Head("Year of the population", 14, "year")),
        ),
        [
            [
                *(council.code, council.name, fill(council.region_name, NOT_APPLICABLE), council.nation),
                *(council.population, council.population_year),
            ]
            for council in content.report.members
        ],
    )
