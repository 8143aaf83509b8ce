"""Carries observations made on former councils and counties to the councils of today."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from generator.errors import ProsperityError
from generator.geography.register import Register

COLUMNS = ("area_code", "period", "value", "lower", "upper", "status", "note")


@dataclass(frozen=True)
class Row:
    """One observation; ``value`` is NaN where the source gives none."""

    value: float
    lower: float
    upper: float
    note: str


@dataclass(frozen=True)
class RecastResult:
    """Observations on current codes.

    Attributes:
        observations: area_code, period, value, lower, upper, status, note; one row per area and period, sorted.
        left_out: what could not be carried over, one sentence each.
    """

    observations: pd.DataFrame
    left_out: tuple[str, ...]


def recast(
    observations: pd.DataFrame, *, register: Register, kind: str, weights: Mapping[str, float]
) -> RecastResult:
    """Return the observations of one series on the current areas.

    A council's own value wins. Then a one-to-one recode counts as the council's own. Then a merged council is
    made from all of its predecessors: counts add, rates and means are weighted by population. Last, a county's
    value is shown for its districts (``upper_tier``). A merger with a predecessor missing stays missing.

    Args:
        observations: area_code, period, value, lower, upper, note; one series; value NaN with a note is suppressed.
        register: the areas and their changes.
        kind: count, rate, mean or index.
        weights: population of former councils by code (see ``weights.load_weights``).

    Raises:
        ProsperityError: for an unknown code, or an area with two rows for one period.
    """
    own: dict[tuple[str, str], tuple[Row, str]] = {}
    former: dict[str, dict[str, Row]] = {}
    county: dict[tuple[str, str], tuple[Row, str]] = {}
    left: dict[str, int] = {}
    for code, period, row in _read(observations):
        meaning = register.resolve(code)
        if meaning.kind in ("current", "context"):
            own[(code, period)] = (row, "observed")
        elif meaning.kind == "recoded":
            own.setdefault((meaning.targets[0], period), (row, "observed"))
            former.setdefault(period, {})[code] = row
        elif meaning.kind == "merged":
            former.setdefault(period, {})[code] = row
        elif meaning.kind in ("county", "whole_county"):
            status = "observed" if meaning.kind == "whole_county" else "upper_tier"
            for target in meaning.targets:
                county[(target, period)] = (row, status)
        else:
            left[meaning.reason] = left.get(meaning.reason, 0) + 1
    # A recode that was filed first must not hide the council's own value of the same period.
    result = dict(own)
    incomplete = _merge(result, former, register=register, kind=kind, weights=weights)
    for key, found in county.items():
        if key not in result or math.isnan(result[key][0].value):
            result[key] = found
    rows = [(code, period, *_cells(row, status)) for (code, period), (row, status) in sorted(result.items())]
    notes = [f"{count} rows of {reason}" for reason, count in sorted(left.items())]
    if incomplete:
        notes.append(f"{incomplete} values of merged councils, because a former council has none")
    return RecastResult(pd.DataFrame(rows, columns=list(COLUMNS)), tuple(notes))


def _read(observations: pd.DataFrame) -> list[tuple[str, str, Row]]:
    """Return the rows, current codes last so that a council's own value replaces its recoded one."""
    repeated = observations.duplicated(["area_code", "period"])
    if repeated.any():
        first = observations[repeated].iloc[0]
        raise ProsperityError(
            f"two rows for one area and period ({first['period']})", code=str(first["area_code"])
        )
    columns = ["area_code", "period", "value", "lower", "upper", "note"]
    return [
        (code, period, Row(float(value), float(lower), float(upper), note))
        for code, period, value, lower, upper, note in observations[columns].itertuples(
            index=False, name=None
        )
    ]


def _merge(
    result: dict[tuple[str, str], tuple[Row, str]],
    former: Mapping[str, Mapping[str, Row]],
    *,
    register: Register,
    kind: str,
    weights: Mapping[str, float],
) -> int:
    """Add merged councils to ``result``; return how many could not be made for want of a predecessor."""
    incomplete = 0
    for period in sorted(former):
        rows = former[period]
        for target in sorted({register.successor[code] for code in rows}):
            if (target, period) in result and not math.isnan(result[(target, period)][0].value):
                continue
            merged = _merge_one(rows, register.predecessors.get(target, ()), kind=kind, weights=weights)
            if merged is not None:
                result[(target, period)] = (merged, "recast")
            else:
                incomplete += 1
    return incomplete


def _merge_one(
    rows: Mapping[str, Row], groups: tuple[frozenset[str], ...], *, kind: str, weights: Mapping[str, float]
) -> Row | None:
    """Return the value of a merged council from the first complete set of predecessors, or None."""
    for group in groups:
        members = sorted(group)
        if len(members) < 2 or any(code not in rows or math.isnan(rows[code].value) for code in members):
            continue
        if kind == "count":
            return Row(
                sum(rows[code].value for code in members), math.nan, math.nan, "sum of former councils"
            )
        if kind in ("rate", "mean") and all(code in weights for code in members):
            return _average([rows[code] for code in members], [weights[code] for code in members])
    return None


def _average(rows: list[Row], people: list[float]) -> Row:
    """Return the weighted mean; intervals combine as independent errors where every member has one."""
    total = sum(people)
    shares = [share / total for share in people]
    value = sum(share * row.value for share, row in zip(shares, rows, strict=True))
    lower = upper = math.nan
    if not any(math.isnan(row.lower) or math.isnan(row.upper) for row in rows):
        down = math.sqrt(
            sum((share * (row.value - row.lower)) ** 2 for share, row in zip(shares, rows, strict=True))
        )
        up = math.sqrt(
            sum((share * (row.upper - row.value)) ** 2 for share, row in zip(shares, rows, strict=True))
        )
        lower, upper = value - down, value + up
    return Row(value, lower, upper, "mean of former councils, weighted by population")


def _cells(row: Row, status: str) -> tuple[float, float, float, str, str]:
    if math.isnan(row.value):
        return math.nan, math.nan, math.nan, "missing", row.note or "no value published"
    note = row.note if status == "recast" else ""
    if status == "upper_tier":
        note = row.note or "value of the county, shared by its districts"
    return row.value, row.lower, row.upper, status, note
