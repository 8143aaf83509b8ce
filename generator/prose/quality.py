"""What the page on data quality prints: how many series pass each gate of the import, and every warning.

Pure: records in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.catalogue.copies import Copy
from generator.catalogue.doubts import Judged, Review
from generator.catalogue.quality import Outcome, Tally
from generator.catalogue.records import Dataset
from generator.prose.reference import AREA_CODE, sort_by_title
from generator.render.markdown import Sheet
from generator.sources.gates.descriptions import GATES, Gate
from generator.text.periods import describe_date, reword_periods

QUALITY_PAGE = "data/quality.md"
QUALITY_TABLE = "data/quality.csv"
DOUBTFUL_TABLE = "data/doubtful.csv"
_GATES: Mapping[str, Gate] = {gate.name: gate for gate in GATES}


def gather_quality(
    outcomes: Sequence[Outcome],
    tallies: Sequence[Tally],
    *,
    judged: Sequence[Judged] = (),
    copies: Sequence[Copy],
    datasets: Mapping[str, Dataset],
    names: Mapping[str, str],
) -> Sheet:
    """Return the page.

    Args:
        outcomes: every warning.
        tallies: one for each gate.
        judged: every doubtful figure, with what was decided on it.
        copies: where figures were not read from their publisher, and what a second look found.
        datasets: by slug.
        names: names of areas by code, put in the place of codes.
    """
    by_dataset: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.gate == "doubtful":  # each figure is told apart
            continue
        by_dataset.setdefault(outcome.dataset, []).append(outcome)
    values = {
        "series": sum(len(dataset.series) for dataset in datasets.values()),
        "told": len({(outcome.dataset, outcome.series) for outcome in outcomes}),
        "gates": [(_GATES[tally.gate], tally) for tally in tallies],
        "explained": sum(bool(outcome.reason) for outcome in outcomes),
        "warnings": sum(tally.warnings for tally in tallies if tally.gate != "doubtful"),
        "table": QUALITY_TABLE,
        **_gather_judged(judged, datasets, names),
        "copies": [(copy, sort_by_title(datasets[slug] for slug in copy.datasets)) for copy in copies],
        "read": len({slug for copy in copies for slug in copy.datasets}),
        "datasets": [
            (dataset, [_gather_outcome(outcome, dataset, names) for outcome in by_dataset[dataset.slug]])
            for dataset in sort_by_title(datasets[slug] for slug in by_dataset)
        ],
    }
    return Sheet("quality.md", values)


def _gather_judged(
    judged: Sequence[Judged], datasets: Mapping[str, Dataset], names: Mapping[str, str]
) -> dict[str, object]:
    """Return how many figures are doubtful, stand or are wrong, and each of them by dataset."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in judged:
        doubt, review = one.doubt, one.review
        series = next(each for each in datasets[doubt.dataset].series if each.slug == doubt.series)
        cells = {
            "series": series.title,
            "unit": series.unit,
            "place": f"{doubt.area_code}, {doubt.period}",
            "found": doubt.found,
            "expected": doubt.expected,
            "decision": _tell_decision(review) if review else "",
            "reason": review.reason if review else "",
        }
        found.setdefault(doubt.dataset, []).append(
            {name: _reword(text, names) for name, text in cells.items()}
        )
    decided = [one.review.decision if one.review else "open" for one in judged]
    return {
        "doubtful": len(judged),
        "open": decided.count("open"),
        "stand": decided.count("stands"),
        "wrong": decided.count("wrong"),
        "doubts": [(one, found[one.slug]) for one in sort_by_title(datasets[slug] for slug in found)],
        "doubtful_table": DOUBTFUL_TABLE,
    }


def _tell_decision(review: Review) -> str:
    done = "looked at" if review.decision == "open" else "decided"
    return f"{review.decision.capitalize()}, {done} {describe_date(review.date)}"


def _gather_outcome(outcome: Outcome, dataset: Dataset, names: Mapping[str, str]) -> dict[str, str]:
    series = next(one for one in dataset.series if one.slug == outcome.series)
    place = ", ".join(part for part in (outcome.area_code, outcome.period) if part)
    cells = {
        "series": series.title,
        "unit": series.unit,
        "gate": _GATES[outcome.gate].title,
        "place": place,
        "found": outcome.found,
        "expected": outcome.expected,
        "reason": outcome.reason,
    }
    return {name: _reword(text, names) for name, text in cells.items()}


def _reword(text: str, names: Mapping[str, str]) -> str:
    """Return a text with names for codes and words for ISO periods."""
    return reword_periods(AREA_CODE.sub(lambda match: names.get(match[0], match[0]), text))
