"""What each single choice does to the ranks, and which councils it moves most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from generator.catalogue.records import Area, Framework
from generator.index.audit.scenarios import list_scenarios
from generator.index.audit.shifts import Shift, compare_orders
from generator.index.records import Index
from generator.index.structure import OVERALL

MOVERS = 5

Mover = tuple[str, int, str, str, int, int, int]


def make_sensitivity(
    index: Index, framework: Framework, councils: Sequence[Area]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row per scenario with what it does to the ranks, and the five councils it moves most.

    Args:
        index: one run.
        framework: its tree.
        councils: in the order of axis A.
    """
    base = index.level.scores.score[:, OVERALL]
    rows: list[dict[str, object]] = []
    movers: list[Mover] = []
    for scenario in list_scenarios(index, framework):
        shift = compare_orders(base, scenario.score)
        about = {"scenario": scenario.key, "choice": scenario.choice, "change": scenario.change}
        nations = sorted({council.nation for council, gone in zip(councils, shift.lost, strict=True) if gone})
        rows.append(about | describe_shift(shift) | {"lost_in": "|".join(nations)})
        movers += _list_movers(scenario.key, shift, councils)
    columns = ["scenario", "place", "area_code", "area_name", "rank", "rank_then", "moved"]
    return pd.DataFrame(rows), pd.DataFrame(movers, columns=columns)


def describe_shift(shift: Shift) -> dict[str, object]:
    """Return the columns that say how far ranks move."""
    moved = np.abs(shift.moved[shift.both])
    return {
        "ranked": int(shift.both.sum()),
        "lost": int(shift.lost.sum()),
        "gained": int(shift.gained.sum()),
        "mean_shift": shift.mean,
        "shift_of_nine_in_ten": float(np.quantile(moved, 0.9)) if len(moved) else float("nan"),
        "largest_shift": shift.largest,
        "spearman": shift.spearman,
    }


def _list_movers(key: str, shift: Shift, councils: Sequence[Area]) -> Iterator[Mover]:
    # Stable: of equally far movers the first in the order of the register comes first.
    order = np.argsort(-np.abs(shift.moved), kind="stable")[:MOVERS].tolist()
    for place, area in enumerate(order, start=1):
        if shift.moved[area] == 0:
            continue
        before, after = int(shift.before[area]), int(shift.after[area])
        yield (key, place, councils[area].code, councils[area].name, before, after, before - after)
