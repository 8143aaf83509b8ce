"""Carries observations made on former councils and counties to the councils of today."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.geography.mergers import INCOMPLETE, Key, Row, Rows, merge_all
from generator.geography.register import Register, Resolution
from generator.geography.weights import Weighting

COLUMNS = ("area_code", "period", "value", "lower", "upper", "status", "note", "reason")
FROM_WHOLE_COUNTY = "Published for the county council that became this council."
UNPUBLISHED = "no value published"


@dataclass(frozen=True)
class RecastCheck:
    """A value made from former councils beside the published one of the council they became."""

    area_code: str
    period: str
    recast: float
    published: float


@dataclass(frozen=True)
class RecastResult:
    """Observations on current codes.

    Attributes:
        observations: area_code, period, value, lower, upper, status, note, reason; one row per area and
            period, sorted.
        left_out: what could not be carried over, one sentence each.
        compared: every merger that could be made although its council has a value of its own.
    """

    observations: pd.DataFrame
    left_out: tuple[str, ...]
    compared: tuple[RecastCheck, ...] = ()


@dataclass(frozen=True)
class _Table:
    """Columns of the raw observations as plain lists, which are read one by one much faster than a frame."""

    codes: list[str]
    periods: list[str]
    values: list[float]
    lowers: list[float]
    uppers: list[float]
    notes: list[str]
    reasons: list[str]
    statuses: list[str]

    def read(self, place: int) -> Row:
        """Return one row."""
        return Row(
            self.values[place],
            self.lowers[place],
            self.uppers[place],
            self.notes[place],
            status=self.statuses[place],
            reason=self.reasons[place],
        )


@dataclass
class _Sorted:
    """Rows by what their codes stand for; those of areas of today only as places in the table."""

    own: dict[Key, int] = field(default_factory=dict)
    recoded: list[tuple[int, Key, Row]] = field(default_factory=list)
    whole: Rows = field(default_factory=dict)
    county: Rows = field(default_factory=dict)
    former: dict[str, dict[str, Row]] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)


def recast(
    observations: pd.DataFrame, *, register: Register, kind: str, weighting: Weighting | None
) -> RecastResult:
    """Return the observations of one series on the current areas.

    A council's own value wins, and so does its own statement that a value is withheld. Then come, in this
    order: the same council under a former code, the newest first; a former county that covered exactly this
    council; all former councils that were merged into it (``recast``: counts add, rates and means are
    weighted, index values are never merged); the county it lies in or was divided from (``upper_tier``,
    never for counts). Where only some of the merged councils have a value, the cell is missing and says so.

    Args:
        observations: area_code, period, value, lower, upper, note and, where rows are missing, reason; where
            not all are as published, status; one series; a value that is NaN with a note is withheld, unless
            its reason is that the cell was blank.
        register: the areas and their changes.
        kind: count, rate, mean or index.
        weighting: weights of former councils for what the series is per; None for counts and index values.

    Raises:
        ProsperityError: for an unknown code, or an area with two rows for one period.
    """
    table = _unpack(observations)
    found = _sort(table, register=register, kind=kind)
    merged = merge_all(found.former, register=register, kind=kind, weighting=weighting)
    made = _rank(found, merged)
    known = {key: table.read(found.own[key]) for key in made if key in found.own}
    result = {key: row for key, row in made.items() if key not in known or known[key].blank}
    incomplete = sum(row.missing and row.note == INCOMPLETE for row in result.values())
    return RecastResult(
        _join(table, found.own, result), _tell(found.unused, incomplete), tuple(_compare(merged, known))
    )


def _unpack(observations: pd.DataFrame) -> _Table:
    return _Table(
        codes=observations["area_code"].tolist(),
        periods=observations["period"].tolist(),
        values=observations["value"].astype(float).tolist(),
        lowers=observations["lower"].astype(float).tolist(),
        uppers=observations["upper"].astype(float).tolist(),
        notes=observations["note"].fillna("").tolist(),
        reasons=observations["reason"].tolist() if "reason" in observations else [""] * len(observations),
        statuses=observations["status"].tolist()
        if "status" in observations
        else ["observed"] * len(observations),
    )


def _sort(table: _Table, *, register: Register, kind: str) -> _Sorted:
    """File every row under what its code stands for."""
    found = _Sorted()
    meanings = {code: register.resolve(code) for code in sorted(set(table.codes))}
    today = {
        code: meaning.targets[0]
        for code, meaning in meanings.items()
        if meaning.kind in ("current", "context")
    }
    seen: set[Key] = set()
    for place, (code, period) in enumerate(zip(table.codes, table.periods, strict=True)):
        key = (today.get(code, code), period)
        if key in seen:
            raise ProsperityError(f"two rows for one area and period ({period})", code=code)
        seen.add(key)
        if code in today:
            found.own[key] = place
        else:
            _file(table.read(place), key, meanings[code], found=found, register=register, kind=kind)
    return found


def _file(row: Row, key: Key, meaning: Resolution, *, found: _Sorted, register: Register, kind: str) -> None:
    """File a row under a former code, or one of a county or of another kind of area."""
    code, period = key
    if meaning.kind == "left_out":
        found.unused[meaning.reason] += 1
    elif meaning.kind == "county":
        note = row.note if row.missing else f"{register.describe_county(code)} {row.note}".strip()
        _share(replace(row, note=note), period=period, targets=meaning.targets, kind=kind, found=found)
    elif meaning.kind == "whole_county":
        found.whole[meaning.targets[0], period] = replace(row, note=row.note or FROM_WHOLE_COUNTY)
    else:
        if meaning.kind == "recoded":
            target = meaning.targets[0]
            found.recoded.append((_age(code, register.predecessors[target]), (target, period), row))
        found.former.setdefault(period, {})[code] = row


def _share(row: Row, *, period: str, targets: Sequence[str], kind: str, found: _Sorted) -> None:
    """Give the value of a county to its districts, or to the councils that took its place."""
    if kind == "count":
        found.unused["counties, whose counts say nothing of their districts"] += 1
        return
    for target in targets:
        found.county[target, period] = replace(row, status="upper_tier")


def _age(code: str, groups: Sequence[frozenset[str]]) -> int:
    """Return how many changes ago a code was in use."""
    return next(place for place, group in enumerate(groups) if code in group)


def _rank(found: _Sorted, merged: Rows) -> Rows:
    """Return one row per area and period out of all that were made; the first that is not blank counts."""
    complete = {key: row for key, row in merged.items() if not row.missing}
    recoded = [(key, row) for _, key, row in sorted(found.recoded, key=lambda one: one[0])]
    ranked = (recoded, found.whole.items(), complete.items(), found.county.items(), merged.items())
    result: Rows = {}
    for rows in ranked:
        for key, row in rows:
            if key not in result or result[key].blank:
                result[key] = row
    return result


def _join(table: _Table, own: Mapping[Key, int], made: Rows) -> pd.DataFrame:
    """Return own and made rows in one table, sorted; where there are both, the made one counts."""
    rows = [
        (*key, *_cells(made[key])) if key in made else (*key, *_own_cells(table, own[key]))
        for key in sorted({**own, **made})
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _own_cells(table: _Table, place: int) -> tuple[float, float, float, str, str, str]:
    value, note = table.values[place], table.notes[place]
    if math.isnan(value):
        reason = table.reasons[place] or Reason.BLANK.word
        return math.nan, math.nan, math.nan, "missing", note or UNPUBLISHED, reason
    return value, table.lowers[place], table.uppers[place], table.statuses[place], note, ""


def _compare(merged: Rows, known: Rows) -> Iterator[RecastCheck]:
    for key, row in sorted(merged.items()):
        own = known.get(key)
        if own is not None and not own.missing and not row.missing:
            yield RecastCheck(*key, recast=row.value, published=own.value)


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
