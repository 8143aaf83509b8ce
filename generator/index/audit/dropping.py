"""Could the index do with fewer indicators? Each is left out in turn, then as many together as can be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.composite.arrays import Bools, Floats
from generator.index.audit.scenarios import score_overall
from generator.index.audit.shifts import Shift, compare_orders
from generator.index.results import Index
from generator.index.structure import OVERALL, restrict

BAR = 2
"""Places that no council may move for an indicator to count as one the index could do without."""


def make_dropping(index: Index) -> pd.DataFrame:
    """Return one row per indicator of the score: what leaving it out does to the overall ranks.

    ``droppable``: no council moves more than two places, and the same councils are ranked.

    ``dropped_as`` numbers those that can go together under the same bar, found greedily: tried from the
    smallest effect to the largest, each is dropped for good if the bar still holds for all dropped so far.
    There may be larger sets. ``together_mean`` and ``together_largest`` are the shifts once it and those
    before it are gone.
    """
    base = index.level.scores.score[:, OVERALL]
    count = len(index.structure.indicators)
    alone = [compare_orders(base, drop(index, _only(count, place))) for place in range(count)]
    together = drop_together(index, base, alone)
    rows = []
    for place, (slug, shift) in enumerate(zip(index.structure.indicators, alone, strict=True)):
        if index.structure.weight[place] == 0:  # it counts for the trend alone
            continue
        number, joint = together.get(place, (None, None))
        rows.append(
            {
                "indicator": slug,
                "lost": int(shift.lost.sum()),
                "gained": int(shift.gained.sum()),
                "mean_shift": shift.mean,
                "largest_shift": shift.largest,
                "spearman": shift.spearman,
                "droppable": _holds(shift),
                "dropped_as": number,
                "together_mean": joint.mean if joint else float("nan"),
                "together_largest": joint.largest if joint else None,
            }
        )
    return pd.DataFrame(rows).astype({"dropped_as": "Int64", "together_largest": "Int64"})


def drop(index: Index, dropped: Bools) -> Floats:
    """Return the overall scores without some indicators, as if the framework had never held them.

    Args:
        index: one run.
        dropped: shape (I,).
    """
    scores = np.where(dropped, np.nan, index.level.indicator_score)
    return score_overall(index, scores, structure=restrict(index.structure, ~dropped))


def drop_together(index: Index, base: Floats, alone: list[Shift]) -> dict[int, tuple[int, Shift]]:
    """Return the indicators that can go together, with their number in the order and the joint shift."""
    weight = index.structure.weight
    candidates = [place for place, shift in enumerate(alone) if weight[place] > 0 and _holds(shift)]
    dropped = np.zeros(len(alone), dtype=bool)
    found: dict[int, tuple[int, Shift]] = {}
    for place in sorted(candidates, key=lambda place: (alone[place].largest, alone[place].mean, place)):
        trial = dropped.copy()
        trial[place] = True
        shift = compare_orders(base, drop(index, trial))
        if _holds(shift):
            dropped = trial
            found[place] = (len(found) + 1, shift)
    return found


def _holds(shift: Shift) -> bool:
    return shift.same_areas and shift.largest <= BAR


def _only(count: int, place: int) -> Bools:
    return np.asarray(np.arange(count) == place)
