"""What the quality gates of the import found: records, and the two tables of them in ``data/``.

The gates themselves are in ``generator.sources.gates``; the page on data quality is made from these records.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

from generator.catalogue.period import parse_period
from generator.catalogue.records import Dataset
from generator.errors import ProsperityError
from generator.files.faults import Faults
from generator.files.tables import read_records, refuse_twins
from generator.paths import Paths

GateName = Literal[
    "types",
    "keys",
    "units",
    "range",
    "coverage",
    "totals",
    "repeats",
    "twins",
    "sharing",
    "constant",
    "doubtful",
    "jumps",
    "decimals",
    "stale",
    "acceptance",
]
"""Every gate, in the order in which a series goes through them."""

Severity = Literal["blocker", "warning"]
_REIMPORT = "run: prosperity import SOURCES_DIR"


@dataclass(frozen=True)
class Outcome:
    """One problem that a gate found.

    Attributes:
        gate: name of the gate.
        severity: "blocker" stops the import; "warning" is listed.
        dataset, series: slugs.
        area_code: the place, where the problem is that of one place.
        period: the period, where it is that of one period.
        found: what was found; codes and ISO periods may stand in it.
        expected: what would have passed.
        reason: why it was accepted, in our words; empty where nobody looked into it.
    """

    gate: GateName
    severity: Severity
    dataset: str
    series: str
    area_code: str
    period: str
    found: str
    expected: str
    reason: str = ""


@dataclass(frozen=True)
class Tally:
    """How many series went through one gate.

    Attributes:
        gate: name of the gate.
        tested: series that the gate applies to.
        passed: those without an outcome.
        warnings: outcomes of the others, those past the longest list included.
    """

    gate: GateName
    tested: int
    passed: int
    warnings: int


def format_outcomes(outcomes: Iterable[Outcome]) -> str:
    """Return the text of ``data/quality.csv``."""
    return format_rows((asdict(outcome) for outcome in outcomes), Outcome)


def format_tallies(tallies: Iterable[Tally]) -> str:
    """Return the text of ``data/quality_summary.csv``."""
    return format_rows((asdict(tally) for tally in tallies), Tally)


def load_outcomes(paths: Paths, datasets: Mapping[str, Dataset] | None = None) -> tuple[Outcome, ...]:
    """Read ``data/quality.csv``.

    Args:
        paths: of the project.
        datasets: by slug, to hold the rows against them.

    Raises:
        ProsperityError: the file is missing, or is not what an import writes; a period that is none, a
            dataset or series that is not there.
    """
    outcomes = read_records(paths.quality, Outcome, mend=_REIMPORT, filled=False)
    faults = outcomes.faults
    for line, row in outcomes:
        try:
            if row.period:
                parse_period(row.period)
        except ProsperityError as error:
            faults.add(
                error.problem, line=line, name="period", code=row.dataset, expected="an ISO 8601 period"
            )
        if datasets is not None:
            series = {one.slug for one in datasets[row.dataset].series} if row.dataset in datasets else None
            if series is None or row.series not in series:
                name = "series" if series is not None else "dataset"
                faults.add(
                    f"there is no {name} {getattr(row, name)!r}",
                    line=line,
                    name=name,
                    code=row.dataset,
                    expected=f"a {name} of data/datasets",
                )
    faults.check()
    return outcomes.rows


def load_tallies(paths: Paths) -> tuple[Tally, ...]:
    """Read ``data/quality_summary.csv``, and hold ``data/quality.csv`` against it.

    Raises:
        ProsperityError: a file is missing, or is not what an import writes; the list of what was found names
            other series than the summary counts.
    """
    tallies = read_records(paths.quality_summary, Tally, mend=_REIMPORT)
    faults = tallies.faults
    refuse_twins(tallies, lambda row: row.gate, name="gate", what="gate", faults=faults)
    for line, row in tallies:
        if min(row.tested, row.passed, row.warnings) < 0 or row.passed > row.tested:
            faults.add(
                "the counts do not go together",
                line=line,
                name="passed",
                code=row.gate,
                expected="counts from 0, and no more passed than tested",
            )
    for gate in get_args(GateName):
        if gate not in {row.gate for row in tallies.rows}:
            faults.add(
                f"the gate {gate!r} has no row",
                line=tallies.lines[-1],
                name="gate",
                expected="every gate once",
            )
    faults.check()
    _check_list(tallies.rows, load_outcomes(paths), paths)
    return tallies.rows


def _check_list(tallies: Iterable[Tally], outcomes: Iterable[Outcome], paths: Paths) -> None:
    """Refuse a list of outcomes that was cut, or that the summary does not belong to."""
    found: dict[str, set[tuple[str, str]]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.gate, set()).add((outcome.dataset, outcome.series))
    faults = Faults(paths.quality, _REIMPORT)
    for tally in tallies:
        listed, counted = len(found.get(tally.gate, ())), tally.tested - tally.passed
        if listed != counted:
            faults.add(
                f"the file names {listed} series that the gate {tally.gate!r} warns of",
                name="gate",
                code=tally.gate,
                expected=f"{counted}, as {paths.quality_summary.name} says",
            )
    faults.check()


def format_rows(rows: Iterable[Mapping[str, object]], record: type) -> str:
    """Return CSV with one column for each field of a record."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(record)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
