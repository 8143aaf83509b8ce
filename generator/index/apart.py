"""How far nations may lie apart where they are measured apart: an error that all areas of a nation share.

An indicator that each nation measures in its own way says how places stand within a nation, and nothing of
how nations stand to each other: on it each nation has the same middle. So before areas of all nations are
ranked together, every draw moves each such nation on each such indicator by a normal error. Its size is what
nations lie apart on the indicators that are measured alike in all of them, in the middle of these.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import NATIONS
from generator.composite.arrays import Floats, Ints
from generator.composite.ranking import count_thousandths
from generator.composite.scales import describe
from generator.index.results import Level, Panel, Structure
from generator.index.structure import nominal_weights


@dataclass(frozen=True)
class Apart:
    """What the errors of the nations are drawn from.

    Attributes:
        size: standard deviation by which an indicator that nations measure in their own ways moves a node, in
            whole thousandths of a point, shape (N, J).
        number: number of the error that a nation has on an indicator, shape (J, nations): nations with one
            series share it.
    """

    size: Floats
    number: Ints


def find_apart(panel: Panel, *, structure: Structure, level: Level) -> Apart:
    """Gather from the point estimate how far nations may lie apart."""
    columns = np.flatnonzero(~panel.pooled & (structure.weight > 0))
    group = np.full((len(columns), len(NATIONS)), -1, dtype=np.int32)
    for nation in np.unique(panel.nation).tolist():
        group[:, nation] = panel.group[panel.nation == nation][:, columns].max(axis=0, initial=-1)
    width = int(group.max(initial=0)) + 2
    share = nominal_weights(structure)[:, columns]
    return Apart(
        size=count_thousandths(share * find_distance(level.indicator_score, panel)),
        number=(group + 1 + width * np.arange(len(columns))[:, None]).astype(np.int32),
    )


def list_errors(apart: Apart, node: int) -> list[tuple[float, list[int]]]:
    """Return the errors of the nations on one node, those that the same nations share taken together.

    A draw of them moves a nation as ``draws.draw_apart`` does: their sum has the same distribution.

    Args:
        apart: see ``find_apart``.
        node: position of the node.

    Returns:
        Standard deviation in points, and for each nation the number of the error it has, from 0 up. What all
        nations share moves no rank and is left out.
    """
    square: dict[tuple[int, ...], float] = {}
    for size, numbers in zip(apart.size[node].tolist(), apart.number.tolist(), strict=True):
        seen = list(dict.fromkeys(numbers))
        if size and len(seen) > 1:
            who = tuple(seen.index(number) for number in numbers)
            # Whole thousandths: their squares add up exactly in any order.
            square[who] = square.get(who, 0.0) + size * size
    return [(math.sqrt(total) / 1000, list(who)) for who, total in sorted(square.items())]


def find_distance(score: Floats, panel: Panel) -> float:
    """Return the middle one of the standard deviations of the nations' means, by indicator, in points.

    Only indicators with scores in all the nations there are, measured alike, are looked at; 0 where there is
    none or only one nation.
    """
    nations = np.unique(panel.nation)
    if len(nations) < 2:
        return 0.0
    means = np.stack([describe(score[panel.nation == number])[0] for number in nations])
    spread = describe(means[:, panel.pooled], lost=1)[1]
    whole = spread[~np.isnan(means[:, panel.pooled]).any(axis=0)]
    return float(np.median(whole)) if len(whole) else 0.0
