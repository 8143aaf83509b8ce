"""Can every figure exist in its unit, and does it lie in the range written down for its series?"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from generator.catalogue.quality import GateName, Outcome
from generator.sources.gates.measured import Floats, MeasuredSeries, Setting
from generator.sources.gates.thresholds import SLACK

_PER = re.compile(r"per (?P<base>[\d,]+) ")
_OUT_OF = re.compile(r"out of (?P<top>\d+)|score from 0 to (?P<score>\d+)")
_NEVER_NEGATIVE = (
    "£",
    "kWh",
    "days",
    "micrograms",
    "minutes",
    "patients",
    "people",
    "times",
    "tonnes",
    "weeks",
)
_OLDEST = 130


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest figure that a unit allows, and whether it counts whole things."""

    low: float
    high: float
    whole: bool = False


def find_bounds(unit: str, *, counted: bool) -> Bounds | None:
    """Return what a unit allows, or None for a scale without natural ends.

    >>> find_bounds("per 1,000 people", counted=False)
    Bounds(low=0, high=1000, whole=False)
    """
    if counted:
        return Bounds(0, math.inf, whole=True)
    if unit == "%" or unit.startswith("% of "):
        return Bounds(0, 100)
    if unit == "percentage points":
        return Bounds(-100, 100)
    if match := _PER.match(unit):
        return Bounds(0, int(match["base"].replace(",", "")))
    if match := _OUT_OF.fullmatch(unit):
        return Bounds(0, int(match["top"] or match["score"]))
    if unit == "years":
        return Bounds(0, _OLDEST)
    return Bounds(0, math.inf) if unit.startswith(_NEVER_NEGATIVE) else None


def check_units(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return figures that cannot exist in their unit; None for a unit without ends."""
    bounds = find_bounds(measured.series.unit, counted=measured.series.kind == "count")
    if bounds is None:
        return None
    outcomes = _check_ends(measured, gate="units", low=bounds.low, high=bounds.high, all_areas=True)
    value = measured.rows["value"].to_numpy()
    broken = np.abs(value - np.round(value)) > SLACK * np.maximum(1, np.abs(value))
    if bounds.whole and broken.any():
        row = measured.rows[broken].iloc[0]
        outcomes.append(
            measured.tell(
                "units",
                "blocker",
                area_code=str(row["area_code"]),
                period=str(row["period"]),
                found=f"{int(broken.sum())} counts with a fraction, the first {row['value']:g}",
                expected="whole numbers",
            )
        )
    return outcomes


def check_range(measured: MeasuredSeries, setting: Setting) -> list[Outcome]:
    """Return figures outside the range of the recipe; counts are judged for councils only."""
    return _check_ends(
        measured,
        gate="range",
        low=measured.minimum,
        high=measured.maximum,
        all_areas=measured.series.kind != "count",
    )


def _check_ends(
    measured: MeasuredSeries, *, gate: GateName, low: float, high: float, all_areas: bool
) -> list[Outcome]:
    """Return one blocker for the figures past each end, on the furthest of them."""
    grids = (measured.councils, measured.totals) if all_areas else (measured.councils,)
    outcomes = []
    for sign, end, words in ((-1, low, "below"), (1, high, "above")):
        beyond = [_beyond(grid.values, end=end, sign=sign) for grid in grids]
        times = sum(int((part > 0).sum()) for part in beyond)
        if not times:
            continue
        worst = max(range(len(grids)), key=lambda place: float(beyond[place].max(initial=0)))
        row, column = np.unravel_index(int(np.argmax(beyond[worst])), beyond[worst].shape)
        grid = grids[worst]
        outcomes.append(
            measured.tell(
                gate,
                "blocker",
                area_code=grid.codes[row],
                period=grid.periods[column],
                found=f"{times:,} {'figure' if times == 1 else 'figures'} {words} {end:,g}, the furthest "
                f"{measured.write(float(grid.values[row, column]))}",
                expected=_expect(low, high),
            )
        )
    return outcomes


def _beyond(values: Floats, *, end: float, sign: int) -> Floats:
    """Return how far each figure lies past an end, and 0 where it does not."""
    if math.isinf(end):
        return np.zeros_like(values)
    past = np.nan_to_num(sign * (values - end), nan=0.0)
    return np.where(past > SLACK * max(1.0, abs(end)), past, 0.0)


def _expect(low: float, high: float) -> str:
    return f"{low:,g} or more" if math.isinf(high) else f"{low:,g} to {high:,g}"
