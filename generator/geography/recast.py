"""Carries observations made on former councils and counties to the councils of today."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.geography.register import Register

COLUMNS = ("area_code", "period", "value", "lower", "upper", "status", "note", "reason")
ADDED = "sum of former councils"
AVERAGED = "mean of former councils, weighted by population"
FROM_WHOLE_COUNTY = "Published for the county council that became this council."
INCOMPLETE = "not every council that was merged into this one has a value"
UNPUBLISHED = "no value published"


@dataclass(frozen=True)
class Row:
    """One observation; ``value`` is NaN where the source gives none, for the ``reason`` (a word)."""

    value: float
    lower: float
    upper: float
    note: str
    status: str = "observed"
    reason: str = ""

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return math.isnan(self.value)


Rows = dict[tuple[str, str], Row]
"""Rows by area code and period."""


@dataclass(frozen=True)
class RecastResult:
    """Observations on current codes.

    Attributes:
        observations: area_code, period, value, lower, upper, status, note, reason; one row per area and
            period, sorted.
        left_out: what could not be carried over, one sentence each.
    """

    observations: pd.DataFrame
    left_out: tuple[str, ...]


@dataclass
class _Sorted:
    """Raw rows by what their codes stand for."""

    own: Rows = field(default_factory=dict)
    recoded: Rows = field(default_factory=dict)
    whole: Rows = field(default_factory=dict)
    county: Rows = field(default_factory=dict)
    former: dict[str, dict[str, Row]] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)


def recast(
    observations: pd.DataFrame, *, register: Register, kind: str, weights: Mapping[str, float]
) -> RecastResult:
    """Return the observations of one series on the current areas.

    A council's own value wins, and so does its own statement that a value is withheld. Then come, in this
    order: the same council under a former code; a former county that covered exactly this council; all
    former councils that were merged into it (``recast``: counts add, rates and means are weighted by
    population, index values are never merged); the county it lies in (``upper_tier``, never for counts).
    Where only some of the merged councils have a value, the cell is missing and says so.

    Args:
        observations: area_code, period, value, lower, upper, note and, where rows are missing, reason; one
            series; a value that is NaN with a note is withheld, unless its reason is that the cell was blank.
        register: the areas and their changes.
        kind: count, rate, mean or index.
        weights: population of former councils by code (see ``weights.load_weights``).

    Raises:
        ProsperityError: for an unknown code, or an area with two rows for one period.
    """
    found = _sort(observations, register=register, kind=kind)
    merged = _merge_all(found.former, register=register, kind=kind, weights=weights)
    complete = {key: row for key, row in merged.items() if not row.missing}
    result: Rows = {}
    for rows in (found.own, found.recoded, found.whole, complete, found.county, merged):
        for key, row in rows.items():
            if key not in result or _gives_way(result[key]):
                result[key] = row
    incomplete = sum(row.missing and row.note == INCOMPLETE for row in result.values())
    cells = [(code, period, *_cells(row)) for (code, period), row in sorted(result.items())]
    table = pd.DataFrame(cells, columns=list(COLUMNS))
    return RecastResult(table, _tell(found.unused, incomplete))


def _gives_way(row: Row) -> bool:
    """Say whether a row is a blank without a reason, which any other value may fill."""
    return row.missing and (not row.note or row.reason == Reason.BLANK.word)


def _sort(observations: pd.DataFrame, *, register: Register, kind: str) -> _Sorted:
    """File every raw row under what its code stands for."""
    found = _Sorted()
    meanings = {code: register.resolve(code) for code in sorted(set(observations["area_code"]))}
    for code, period, row in _read(observations):
        meaning = meanings[code]
        if meaning.kind == "left_out":
            found.unused[meaning.reason] += 1
            continue
        key = (meaning.targets[0], period) if meaning.targets else (code, period)
        if meaning.kind in ("current", "context"):
            found.own[key] = row
        elif meaning.kind == "recoded":
            found.recoded[key] = row
        elif meaning.kind == "whole_county":
            found.whole[key] = replace(row, note=row.note or FROM_WHOLE_COUNTY)
        elif meaning.kind == "county" and kind == "count":
            found.unused["counties, whose counts say nothing of their districts"] += 1
        elif meaning.kind == "county":
            note = row.note if row.missing else f"{register.describe_county(code)} {row.note}".strip()
            shared = replace(row, note=note, status="upper_tier")
            found.county.update({(target, period): shared for target in meaning.targets})
        if meaning.kind in ("merged", "recoded"):
            found.former.setdefault(period, {})[code] = row
    return found


def _read(observations: pd.DataFrame) -> Iterator[tuple[str, str, Row]]:
    """Yield code, period and row, each once."""
    repeated = observations.duplicated(["area_code", "period"])
    if repeated.any():
        first = observations[repeated].iloc[0]
        raise ProsperityError(
            f"two rows for one area and period ({first['period']})", code=str(first["area_code"])
        )
    columns = ["area_code", "period", "value", "lower", "upper", "note", "reason"]
    table = observations if "reason" in observations else observations.assign(reason="")
    for code, period, *numbers, note, reason in table[columns].itertuples(index=False, name=None):
        value, lower, upper = map(float, numbers)
        yield code, period, Row(value, lower, upper, note if note == note else "", reason=reason)


def _merge_all(
    former: Mapping[str, Mapping[str, Row]],
    *,
    register: Register,
    kind: str,
    weights: Mapping[str, float],
) -> Rows:
    """Return one row per merged council and period in which any of its former councils has a row."""
    merged: Rows = {}
    for period, rows in former.items():
        for target in sorted({register.successor[code] for code in rows}):
            groups = [sorted(group) for group in register.predecessors.get(target, ()) if len(group) > 1]
            if any(code in rows for group in groups for code in group):
                merged[target, period] = _merge(rows, groups, kind=kind, weights=weights)
    return merged


def _merge(
    rows: Mapping[str, Row], groups: Sequence[Sequence[str]], *, kind: str, weights: Mapping[str, float]
) -> Row:
    """Return the value of a merged council from its newest complete set of former councils."""
    reason = INCOMPLETE
    for members in groups:
        present = [rows[code] for code in members if code in rows and not rows[code].missing]
        if len(present) < len(members):
            continue
        if kind == "count":
            return _combine(present, [1.0] * len(present), note=ADDED)
        if kind == "index":
            reason = "index values of former councils cannot be merged"
        elif all(code in weights for code in members):
            total = sum(weights[code] for code in members)
            return _combine(present, [weights[code] / total for code in members], note=AVERAGED)
        else:
            reason = "the populations of the former councils are not known"
    return Row(math.nan, math.nan, math.nan, reason, "missing")


def _combine(rows: Sequence[Row], factors: Sequence[float], *, note: str) -> Row:
    """Return the weighted sum; 95 % intervals combine as independent errors where every row has one.

    Half-widths add in quadrature on each side, the usual propagation of independent errors.
    """
    pairs = list(zip(rows, factors, strict=True))
    value = math.fsum(factor * row.value for row, factor in pairs)
    if any(math.isnan(row.lower) or math.isnan(row.upper) for row in rows):
        return Row(value, math.nan, math.nan, note, "recast")
    down = math.hypot(*(factor * (row.value - row.lower) for row, factor in pairs))
    up = math.hypot(*(factor * (row.upper - row.value) for row, factor in pairs))
    return Row(value, value - down, value + up, note, "recast")


def _tell(unused: Mapping[str, int], incomplete: int) -> tuple[str, ...]:
    """Return what was left out, one phrase each."""
    notes = [f"{count} rows of {reason}" for reason, count in sorted(unused.items())]
    if incomplete:
        notes.append(f"{incomplete} values of merged councils, because a former council has none")
    return tuple(notes)


def _cells(row: Row) -> tuple[float, float, float, str, str, str]:
    if row.missing:
        made_here = row.status == "missing"  # by a merger; raw rows have another status
        reason = row.reason or (Reason.NOT_RECAST if made_here else Reason.BLANK).word
        return math.nan, math.nan, math.nan, "missing", row.note or UNPUBLISHED, reason
    return row.value, row.lower, row.upper, row.status, row.note, ""
