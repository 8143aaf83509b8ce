"""The account of an import says what changed, in words and numbers of the records it is given."""

from __future__ import annotations

from datetime import date

import pytest

from generator.catalogue.left_out import LeftOut
from generator.catalogue.records import (
    Area,
    Claims,
    Dataset,
    Domain,
    Element,
    Framework,
    Indicator,
    Pillar,
    Series,
    SeriesRef,
)
from generator.geography.importer import GeographyReport
from generator.index.movement import Cause, Move, Movement
from generator.index.structure import build_structure
from generator.sources.comparison import DatasetChange, Revision, SeriesChange
from generator.sources.feed_dates import StaleDate
from generator.sources.gates.inspection import Inspection
from generator.sources.report import ImportReport
from generator.text.about_changes import describe_dataset, describe_series, format_pair, tabulate_changes
from generator.text.about_moves import MoveNames, describe_movement, list_causes, sign
from generator.text.about_refresh import describe_refresh

PAY = Series(slug="pay", title="Pay", unit="£ a week", decimals=0, nations=("England",), description="Pay.")
NAMES = {"E06000010": "Kingston upon Hull", "E06000009": "Blackpool"}


def tell(**changes: object) -> list[str]:
    return list(describe_series(SeriesChange(PAY, **changes), names=NAMES))


def test_revisions_are_told_with_names_before_and_after() -> None:
    largest = (Revision("E06000010", "2024-01-01/P1Y", 600.0, 700.0), Revision("X1", "2023-01-01", 5.0, 4.0))
    assert tell(revised=1200, notable=2, largest=largest) == [
        "Revised: 1,200 figures, two of them by more than 1%. The largest:",
        "  - Kingston upon Hull, 2024: £600 → £700",
        "  - X1, January 2023: £5 → £4",
    ]


@pytest.mark.parametrize(("notable", "words"), [(0, "none"), (1, "one"), (3, "all")])
def test_how_many_revisions_are_notable(notable: int, words: str) -> None:
    (line,) = tell(revised=3, notable=notable)
    assert line.startswith(f"Revised: three figures, {words} of them by more than 1%.")


def test_a_revision_too_small_for_the_decimals_gets_more_of_them() -> None:
    assert format_pair(Revision("X1", "2024", 600.0, 600.04), PAY) == ("£600.00", "£600.04")
    assert format_pair(Revision("X1", "2024", 1.0, 1.0 + 1e-9), PAY) == ("1.0", "1.000000001")


def test_what_came_and_what_went_has_a_line_each() -> None:
    assert tell(
        new_periods=("2024-04-01/P1Y",),
        new_areas=("E06000009",),
        added=1,
        statuses=(("observed", "upper_tier", 2),),
        reasons=(("not_listed", "suppressed", 1),),
        intervals=4,
        notes=1,
        vanished_periods=tuple(f"{year}-01-01/P1Y" for year in range(2001, 2009)),
        vanished_areas=("E06000010",),
        gone=12,
    ) == [
        "New: April 2024 to March 2025.",
        "New areas: Blackpool.",
        "One more figure in periods and areas known before.",
        "Status: two observations from observed to upper tier.",
        "Reason: one missing figure from not listed to suppressed.",
        "Four intervals changed beside the same figure.",
        "One remark changed beside the same figure.",
        "Gone: 2001, 2002, 2003, 2004, 2005 and 3 more.",
        "Gone areas: Kingston upon Hull.",
        "12 figures gone in periods and areas that are still there.",
    ]


def test_whole_series_and_datasets_that_come_or_go() -> None:
    assert tell(kind="vanished", rows=7, vanished_periods=("2024-01-01/P1Y",)) == [
        "The series is gone: seven observations, 2024."
    ]
    assert tell(kind="new", rows=1, new_periods=("2024-01-01/P1Y",)) == [
        "A new series: one observation, 2024."
    ]
    gone = DatasetChange("pay", "Pay", "Office", "vanished", ())
    assert "- The whole dataset is gone." in describe_dataset(gone, names={})
    other = DatasetChange("pay", "Pay", "Office", "not compared", ())
    assert "- Not compared: the data that was there has another layout." in describe_dataset(other, names={})
    assert tabulate_changes([other])[-1] == "| Pay | not compared |  |  |  |"
    same = DatasetChange("pay", "Pay", "Office", "changed", ())
    assert any("No figure changes" in line for line in describe_dataset(same, names={}))


def test_the_table_sums_over_series() -> None:
    parts = (
        SeriesChange(PAY, revised=2, notable=1, new_periods=("2024-01-01/P1Y",), gone=1),
        SeriesChange(PAY, revised=3, notable=1, new_periods=("2024-01-01/P1Y",)),
        SeriesChange(PAY, kind="vanished", rows=4),
    )
    row = tabulate_changes([DatasetChange("pay", "Pay | hours", "Office", "changed", parts)])[-1]
    assert row == "| Pay / hours | 2024 | 5 | 2 | one series; one figure |"


def make_report(**changes: object) -> ImportReport:
    change = DatasetChange("pay", "Pay", "Office", "changed", (SeriesChange(PAY, gone=1),))
    known = {"changes": (change,), "datasets": (), "left_out": LeftOut(), "accuracy": (), "written": False}
    known["inspection"] = Inspection((), ())
    return ImportReport(geography=GeographyReport(1, 0, 0, 0), **{**known, **changes})


def test_the_account_warns_of_absent_files_and_old_citations() -> None:
    stale = StaleDate("pay", "Earnings, 1 May 2025", (date(2026, 5, 1), date(2026, 1, 2)))
    text = describe_refresh(make_report(stale=(stale,), absent=("els/a.csv",)), names={})
    assert "- Not in the feed, so kept as before: `els/a.csv`. Did ONS rename it?" in text
    assert 'as 1 May 2026 and 2 January 2026, the recipe cites "Earnings, 1 May 2025".' in text


def test_the_account_tells_what_changes_beside_the_datasets() -> None:
    told = "areas.csv changes: 1 of its lines go, 2 are new."
    text = describe_refresh(make_report(changes=(), differing=(told,)), names={})
    assert f"No dataset changes.\n\n- {told}" in text
    assert "Nothing changes." in describe_refresh(make_report(changes=()), names={})


def test_a_day_that_cannot_be_read_is_asked_for_too() -> None:
    text = describe_refresh(make_report(stale=(StaleDate("pay", "Earnings, 1 May 2025", ()),)), names={})
    assert "Pay: the feed gives no readable day of its publication, the recipe cites" in text


def test_an_old_citation_of_a_dataset_that_did_not_change_is_not_told() -> None:
    stale = StaleDate("other", "Earnings, 1 May 2025", (date(2026, 5, 1),))
    assert "recipe cites" not in describe_refresh(make_report(stale=(stale,)), names={})


def test_an_account_that_is_too_long_says_how_much_it_leaves_out() -> None:
    changes = tuple(
        DatasetChange(f"d{n}", f"D{n}", "Office", "changed", (SeriesChange(PAY, gone=1),)) for n in range(50)
    )
    text = describe_refresh(make_report(changes=changes), names={}, longest=3000)
    told = text.count("\n### ")
    assert len(text) <= 3100
    assert 0 < told < 50
    assert f"{50 - told} more datasets change." in text


def make_names() -> MoveNames:
    def indicator(slug: str, *refs: tuple[str, tuple[str, ...]]) -> Indicator:
        series = tuple(SeriesRef(dataset=name, series="s", nations=nations) for name, nations in refs)
        return Indicator(
            slug=slug, name=slug.title(), direction="higher", weight=1, reason="", comparable="uk",
            clause="{value}", subject=slug, claims=Claims(high="Much", low="Little"),
        unit="%", decimals=0, series=series,
        )  # fmt: skip

    leaves = (
        indicator("jobs", ("jobs-uk", ("England", "Wales"))),
        indicator("degrees", ("degrees-england", ("England",)), ("degrees-wales", ("Wales",))),
        indicator("trees", ("trees", ("England",))),
        indicator("parks", ("parks", ("England",))),
    )
    element = Element(slug="e", name="E", about="", indicators=leaves)
    pillar = Pillar(slug="p", name="Prosperity", about="", elements=(element,))
    framework = Framework(domains=(Domain(slug="d", name="D", about="", pillars=(pillar,)),))
    slugs = ("jobs-uk", "degrees-england", "degrees-wales", "trees", "parks")
    datasets = {
        slug: Dataset(
            slug=slug, title=slug.replace("-", " ").title(), publisher="", publication="", link="",
            licence="", nations=("England",), raw_file="", raw_sha256="", rows_read=0, rows_kept=0, series=(),
        )
        for slug in slugs
    }  # fmt: skip
    council = Area(
        code="E1", kind="council", name="Hull", short_name="Hull", official_name="", slug="hull",
        nation="England", population=1, population_year=2024,
    )  # fmt: skip
    changed = {"jobs-uk", "degrees-wales", "trees", "parks"}
    return MoveNames(build_structure(framework), framework, [council], datasets, changed)


CAUSES = (
    Cause(0, figure=0.6, scale=-0.1, presence=0.0),
    Cause(1, figure=0.0, scale=0.3, presence=0.0),
    Cause(2, figure=0.0, scale=0.0, presence=-0.2),
    Cause(3, figure=0.1, scale=0.0, presence=0.0),
)


def test_the_causes_of_a_move_are_named_by_dataset_and_add_up() -> None:
    move = Move(area=0, node=0, before=40.0, after=40.75, causes=CAUSES, shares=0.05)
    # The degrees of England did not change: those of Wales moved the scale they share.
    assert list(list_causes(move, make_names())) == [
        "Jobs Uk +0.50 (own figure +0.60, scale −0.10)",
        "Degrees Wales +0.30 (scale)",
        "Trees −0.20 (came or went)",
        "one other dataset +0.10",
        "other shares, because figures came or went +0.05",
    ]
    assert sum(cause.points for cause in CAUSES) + 0.05 == pytest.approx(0.75)


def test_the_movement_is_told_in_two_tables() -> None:
    names = make_names()
    pillar = [node.key for node in names.structure.nodes].index("p")
    moves = [Move(0, node, 40.0, 40.5, (Cause(0, 0.5, 0.0, 0.0),), 0.0) for node in (0, pillar)]
    movement = Movement((moves[0],), (moves[1],), moved=1, median=0.5, gained=(), lost=(0,))
    lines = describe_movement(movement, names)
    assert lines[0] == (
        "The overall score moves by 0.05 points or more in one council of 1; the median move is 0.50 points."
    )
    assert "Councils that lose an overall score: Hull." in lines
    assert "| Hull | 40.00 | 40.50 | +0.50 | Jobs Uk +0.50 (own figure) |" in lines
    assert "| Hull | Prosperity | 40.00 | 40.50 | +0.50 | Jobs Uk +0.50 (own figure) |" in lines


def test_points_have_their_sign() -> None:
    assert [sign(points) for points in (0.304, -0.304, 0.001, -0.001)] == ["+0.30", "−0.30", "0.00", "0.00"]
