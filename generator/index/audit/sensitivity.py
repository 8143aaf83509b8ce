"""What each single choice does to the ranks, to each nation and to the councils that it moves most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS, Area, Framework
from generator.index.audit.scenarios import list_scenarios
from generator.index.audit.shifts import Shift, compare_orders
from generator.index.panel import number_nations
from generator.index.results import Index
from generator.index.structure import OVERALL

MOVERS = 5

Mover = tuple[str, int, str, str, int, int, int]


@dataclass(frozen=True)
class Sensitivity:
    """What every scenario does: to all councils, to those of each nation, to the five it moves most."""

    scenarios: pd.DataFrame
    nations: pd.DataFrame
    movers: pd.DataFrame


def measure_sensitivity(index: Index, framework: Framework, councils: Sequence[Area]) -> Sensitivity:
    """Compare the ranks under every single change with the published ones.

    Args:
        index: one run.
        framework: its tree.
        councils: in the order of axis A.
    """
    base = index.level.scores.score[:, OVERALL]
    nation = np.array([council.nation for council in councils], dtype=object)
    scenarios: list[dict[str, object]] = []
    nations: list[dict[str, object]] = []
    movers: list[Mover] = []
    for scenario in list_scenarios(index, framework, number_nations(councils)):
        shift = compare_orders(base, scenario.score)
        about = {"scenario": scenario.key, "choice": scenario.choice, "change": scenario.change}
        lost_in = sorted(set(nation[shift.lost].tolist()))
        scenarios.append(about | describe_shift(shift) | {"lost_in": "|".join(lost_in)})
        nations += _describe_nations(scenario.key, shift, nation)
        movers += _list_movers(scenario.key, shift, councils)
    columns = ["scenario", "place", "area_code", "area_name", "rank", "rank_then", "moved"]
    return Sensitivity(
        scenarios=pd.DataFrame(scenarios),
        nations=pd.DataFrame(nations),
        movers=pd.DataFrame(movers, columns=columns),
    )


def _describe_nations(key: str, shift: Shift, nation: npt.NDArray[np.object_]) -> Iterator[dict[str, object]]:
    for name in NATIONS:
        inside = nation == name
        here = inside & shift.both
        if inside.any():
            yield {
                "scenario": key,
                "nation": name,
                "ranked": int(here.sum()),
                "lost": int((inside & shift.lost).sum()),
                "gained": int((inside & shift.gained).sum()),
                "mean_moved": float(shift.moved[here].mean()) if here.any() else float("nan"),
            }


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
