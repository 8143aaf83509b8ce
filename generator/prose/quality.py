"""The page on data quality: what the gates of the import ask, how many series pass, and every warning.

Pure: records in, Markdown out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.catalogue.quality import Outcome, Tally
from generator.catalogue.records import Dataset, Series
from generator.export.markup import count, escape
from generator.prose.reference import AREA_CODE
from generator.sources.gates.descriptions import GATES, Gate
from generator.text.periods import describe_period

QUALITY_PAGE = "data/quality.md"
QUALITY_TABLE = "data/quality.csv"
_PERIOD = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:/P(?:\d+[YMD])+)?")
_GATES: Mapping[str, Gate] = {gate.name: gate for gate in GATES}


def write_quality(
    outcomes: Sequence[Outcome],
    tallies: Sequence[Tally],
    *,
    datasets: Mapping[str, Dataset],
    names: Mapping[str, str],
) -> str:
    """Return the page.

    Args:
        outcomes: every warning.
        tallies: one for each gate.
        datasets: by slug.
        names: names of areas by code, put in the place of codes.
    """
    lines = [
        *("# Data quality", ""),
        *_introduce(outcomes, datasets=datasets),
        *("## The gates", ""),
        *(
            "| Gate | What it asks | If not | Series tested | Passed | Warnings |",
            "|---|---|---|--:|--:|--:|",
        ),
        *(_write_tally(tally) for tally in tallies),
        *("", "## The warnings", "", *_introduce_warnings(outcomes, tallies=tallies)),
    ]
    by_dataset: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_dataset.setdefault(outcome.dataset, []).append(outcome)
    for slug in sorted(by_dataset, key=lambda slug: (datasets[slug].title.casefold(), slug)):
        lines += _write_dataset(datasets[slug], by_dataset[slug], names=names)
    return "\n".join(lines)


def _introduce(outcomes: Sequence[Outcome], *, datasets: Mapping[str, Dataset]) -> list[str]:
    total = sum(len(dataset.series) for dataset in datasets.values())
    told = len({(outcome.dataset, outcome.series) for outcome in outcomes})
    return [
        f"Of {total} series, {total - told} passed every gate and {told} have a warning. Every figure goes "
        "through these gates before it takes its place on this site. A figure that cannot be right stops the "
        "import. One that may be right but deserves a look is listed below.",
        "",
        "A gate changes no figure.",
        "",
    ]


def _introduce_warnings(outcomes: Sequence[Outcome], *, tallies: Sequence[Tally]) -> list[str]:
    explained = sum(1 for outcome in outcomes if outcome.reason)
    total = sum(tally.warnings for tally in tallies)
    return [
        "A warning is not an error. A jump may be true: a works closes, a council counts in another way. "
        "Figures with a warning count like all others. Look at it before you rest a case on one of them.",
        "",
        f"For {explained} of the {count(total, 'warning')} we know the reason and give it. The others are "
        f"open. The list is also a table: [quality.csv](/{QUALITY_TABLE}).",
        "",
    ]


def _write_tally(tally: Tally) -> str:
    gate = _GATES[tally.gate]
    words = " | ".join(map(escape, (gate.title, gate.question, gate.otherwise)))
    return f"| {words} | {tally.tested} | {tally.passed} | {tally.warnings} |"


def _write_dataset(dataset: Dataset, outcomes: Sequence[Outcome], *, names: Mapping[str, str]) -> list[str]:
    """Return the lines of one dataset: its warnings as a table."""
    series = {one.slug: one for one in dataset.series}
    return [
        f"### {escape(dataset.title)} {{: #{dataset.slug} }}",
        "",
        f"[About this dataset](sources.md#{dataset.slug})",
        "",
        "| Series | Gate | Place and period | Found | Expected | Reason |",
        "|---|---|---|---|---|---|",
        *(_write_outcome(outcome, series[outcome.series], names=names) for outcome in outcomes),
        "",
    ]


def _write_outcome(outcome: Outcome, series: Series, *, names: Mapping[str, str]) -> str:
    place = ", ".join(part for part in (outcome.area_code, outcome.period) if part)
    cells = (
        f"{series.title} ({series.unit})",
        _GATES[outcome.gate].title,
        place or "–",
        outcome.found,
        outcome.expected,
        outcome.reason or "Open",
    )
    return f"| {' | '.join(escape(_reword(cell, names)) for cell in cells)} |"


def _reword(text: str, names: Mapping[str, str]) -> str:
    """Return a text with names for codes and words for ISO periods."""
    named = AREA_CODE.sub(lambda match: names.get(match[0], match[0]), text)
    return _PERIOD.sub(lambda match: describe_period(match[0]), named)
