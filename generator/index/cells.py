"""One cell at a time: value, status, reason and period of any area, indicator and year."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.index.results import Index, Panel, Status

_STATUSES = {int(status): status for status in Status}
_REASONS = {int(reason): reason for reason in Reason}


class Cell(NamedTuple):
    """One figure, or why there is none. A named tuple: there are many, and it is made ten times as fast.

    Attributes:
        value, lower, upper: in the indicator's unit, None where there is none.
        status: how the value came about.
        reason: why there is no figure; of an interpolated or carried cell, why the year has none of its own.
        period: ISO 8601 period of the figure; of a gap, that of the latest row about it; empty where none.
        year: calendar year of the figure, or the year asked for; 0 where the latest state is a gap.
        note: what was done to the figure or why it is missing, in plain words; may be empty.
    """

    value: float | None
    lower: float | None
    upper: float | None
    status: Status
    reason: Reason
    period: str
    year: int
    note: str


def read_level(index: Index, area: int) -> list[Cell]:
    """Return the latest usable figure of every indicator of an area; the position is that on axis A."""
    return _read_latest(index, np.s_[area, :])


def read_indicator(index: Index, indicator: int) -> list[Cell]:
    """Return the latest usable figure of every area for one indicator; the position is that on axis I."""
    return _read_latest(index, np.s_[:, indicator])


def _read_latest(index: Index, where: tuple[int | slice, int | slice]) -> list[Cell]:
    """Return the cells of one line of the level index: of one area or of one indicator."""
    level, panel = index.level, index.panel
    known = level.period[where]
    rows = (
        *(level.value[where], level.lower[where], level.upper[where]),
        *(level.status[where], level.reason[where]),
        *(np.where(known >= 0, known, level.gap_period[where]), level.year[where], level.note[where]),
    )
    return [
        Cell(
            value=_plain(value),
            lower=_plain(lower),
            upper=_plain(upper),
            status=_STATUSES[status],
            reason=_REASONS[reason],
            period=_pick(panel.periods, period),
            year=year,
            note=_pick(panel.notes, note),
        )
        for value, lower, upper, status, reason, period, year, note in zip(
            *(row.tolist() for row in rows), strict=True
        )
    ]


def read_year(panel: Panel, area: int, indicator: int, *, year: int) -> Cell:
    """Return the cell of one year; positions are those of axes A and I.

    Raises:
        ProsperityError: the panel does not hold the year.
    """
    if year not in panel.years:
        raise ProsperityError(
            f"the panel has no year {year}", expected=f"{panel.years[0]} to {panel.years[-1]}"
        )
    here = (area, indicator, panel.years.index(year))
    return Cell(
        value=_plain(panel.value[here]),
        lower=_plain(panel.lower[here]),
        upper=_plain(panel.upper[here]),
        status=Status(int(panel.status[here])),
        reason=Reason(int(panel.reason[here])),
        period=_pick(panel.periods, int(panel.period[here])),
        year=year,
        note=_pick(panel.notes, int(panel.note[here])),
    )


def _plain(value: float) -> float | None:
    number = float(value)
    return None if number != number else number


def _pick(texts: tuple[str, ...], place: int) -> str:
    return texts[place] if place >= 0 else ""
