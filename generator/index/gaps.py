"""Why a cell has no figure: for each year of the panel, and for the latest state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.reasons import STATED, Reason
from generator.catalogue.records import Area, Indicator
from generator.composite.arrays import Bools, Ints
from generator.index.results import Panel, Status

Int8s = npt.NDArray[np.int8]


def give_reasons(rows: pd.DataFrame, *, status: Int8s, group: Int8s) -> Int8s:
    """Return why each cell has no figure of its own year, 0 where it has, shape (A, I, Y).

    Args:
        rows: one row a cell, with its positions ``a``, ``i``, ``y``, the number ``reason`` and ``measured``.
        status: of the rows alone, before gaps are filled, shape (A, I, Y).
        group: standardisation group, -1 where the nation has no series, shape (A, I).
    """
    listed = np.zeros(group.shape, dtype=bool)
    listed[rows["a"].to_numpy(), rows["i"].to_numpy()] = True
    general = np.where(listed, np.int8(Reason.OTHER_YEARS), np.int8(Reason.NOT_LISTED))
    general[group < 0] = Reason.NO_SERIES
    reason = np.repeat(general[..., None], status.shape[2], axis=2)
    stated = rows[~rows["measured"]]
    cells = tuple(stated[axis].to_numpy() for axis in ("a", "i", "y"))
    reason[cells] = stated["reason"].to_numpy()
    reason[status <= Status.UPPER_TIER] = Reason.NONE
    return reason


def leave_nations_out(
    indicators: Sequence[Indicator],
    areas: Sequence[Area],
    *,
    reason: Int8s,
    note: Ints,
    notes: tuple[str, ...],
) -> tuple[str, ...]:
    """Mark the nations that the framework leaves out, in place; return ``notes`` with its reasons added."""
    nation = np.array([area.nation for area in areas], dtype=object)
    added = list(notes)
    for place, indicator in enumerate(indicators):
        for name, why in indicator.left_out.items():
            added += [] if why in added else [why]
            reason[nation == name, place] = Reason.LEFT_OUT
            note[nation == name, place] = added.index(why)
    return tuple(added)


@dataclass(frozen=True)
class Gaps:
    """Why cells of the level index have no value; all arrays of shape (A, I), as in ``Level``."""

    reason: Int8s
    note: Ints
    period: Ints


def explain_gaps(panel: Panel, found: Bools, *, edition_year: int) -> Gaps:
    """Return why there is no usable value; 0 and -1 where there is one.

    The latest row counts: a figure that was withheld last year is withheld, whatever was published before;
    a figure that stands alone and is not used is too old.

    Args:
        panel: all cells.
        found: True where the level index has a value, shape (A, I).
        edition_year: later rows do not count.
    """
    by_row = np.zeros(len(Reason), dtype=bool)
    by_row[list(STATED)] = True
    stated = (panel.status <= Status.UPPER_TIER) | by_row[panel.reason]
    stated &= np.array(panel.years) <= edition_year
    last = len(panel.years) - 1 - np.argmax(stated[..., ::-1], axis=2)
    some = stated.any(axis=2) & ~found

    def take(cells: npt.NDArray[np.signedinteger]) -> npt.NDArray[np.signedinteger]:
        return np.take_along_axis(cells, last[..., None], axis=2)[..., 0]

    measured = take(panel.status) <= int(Status.UPPER_TIER)
    reason = np.where(measured, np.int8(Reason.TOO_OLD), take(panel.reason))
    reason = np.where(some, reason, panel.reason[..., 0]).astype(np.int8)
    return Gaps(
        reason=np.where(found, np.int8(Reason.NONE), reason),
        note=np.where(some, take(panel.note), -1).astype(np.int32),
        period=np.where(some, take(panel.period), -1).astype(np.int32),
    )
