"""What the quality gates of the import found: records, and the two tables of them in ``data/``.

The gates themselves are in ``generator.sources.gates``; the page on data quality is made from these records.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from generator.errors import ProsperityError
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
    "constant",
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
    return _format([asdict(outcome) for outcome in outcomes], columns=_names(Outcome))


def format_tallies(tallies: Iterable[Tally]) -> str:
    """Return the text of ``data/quality_summary.csv``."""
    return _format([asdict(tally) for tally in tallies], columns=_names(Tally))


def load_outcomes(paths: Paths) -> tuple[Outcome, ...]:
    """Read ``data/quality.csv``.

    Raises:
        ProsperityError: the file is missing, or is not what an import writes.
    """
    rows = _read(paths.quality, columns=_names(Outcome))
    return tuple(Outcome(**row) for row in rows)  # type: ignore[arg-type]


def load_tallies(paths: Paths) -> tuple[Tally, ...]:
    """Read ``data/quality_summary.csv``.

    Raises:
        ProsperityError: the file is missing, or is not what an import writes.
    """
    file = paths.quality_summary
    found = []
    for row in _read(file, columns=_names(Tally)):
        numbers = [row[name] for name in ("tested", "passed", "warnings")]
        if not all(number.isascii() and number.isdigit() for number in numbers):
            raise ProsperityError("a count is not a number", file=file, code=row["gate"], mend=_REIMPORT)
        found.append(Tally(row["gate"], *map(int, numbers)))  # type: ignore[arg-type]
    return tuple(found)


def _names(record: type[Outcome] | type[Tally]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


def _format(rows: Iterable[dict[str, object]], *, columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _read(file: Path, *, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            rows = list(reader)
    except FileNotFoundError:
        raise ProsperityError("file is missing", file=file, mend=_REIMPORT) from None
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise ProsperityError("columns differ", file=file, line=1, expected=",".join(columns), mend=_REIMPORT)
    for row in rows:
        if row["gate"] not in get_args(GateName):
            raise ProsperityError("there is no such gate", file=file, code=row["gate"], mend=_REIMPORT)
    return rows
