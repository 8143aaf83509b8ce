"""One step between two scorings of the same indicators, taken apart into what each indicator did.

A score is a weighted mean of indicator scores, S = sum of w x s over the indicators that an area has. With
the shares w adding up to 1 before and after, the move S' - S is the sum over the indicators of

    w' x (s' - s)           its score changed
    w' x (s' - S)           it came (it had no score before)
    - w x (s - S)           it went
    (w' - w) x (s - S)      its share changed, because other figures came or went

Taking S away from every score changes nothing, for the changes of the shares add up to 0; it makes an
indicator that comes count by how far it lies from the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.index.aggregation import aggregate, effective_weights
from generator.index.normalisation import normalise
from generator.index.results import Goalposts, Panel, Snapshot, Structure


@dataclass(frozen=True)
class Reading:
    """One scoring of all areas.

    Attributes:
        structure: the tree.
        offered: which indicators the area's nation publishes, shape (A, I).
        leaf: scores of the indicators, shape (A, I).
        score: scores of the nodes, shape (A, N).
    """

    structure: Structure
    offered: Bools
    leaf: Floats
    score: Floats


@dataclass(frozen=True)
class Step:
    """What the indicators did to one score of one area, in points; all of shape (I,).

    Attributes:
        changed: by another score.
        presence: by having come or gone.
        shares: by a share that changed because other figures came or went.
    """

    changed: Floats
    presence: Floats
    shares: Floats


def read_standing(standing: Snapshot) -> Reading:
    """Return the scoring of a computed state."""
    level = standing.level
    return Reading(standing.structure, standing.panel.group >= 0, level.indicator_score, level.scores.score)


def read_on_scale(
    values: Floats, *, panel: Panel, structure: Structure, goalposts: Goalposts, otherwise: Goalposts
) -> Reading:
    """Score values between goalposts that are not their own.

    Args:
        values: shape (A, I), in the indicators' units.
        panel: gives each cell's group.
        structure: the tree.
        goalposts: the scale.
        otherwise: the scale of cells that cannot stand on the first: it had no goalposts for the group, or
            takes logarithms and the value is not positive.
    """
    leaf, spare = (
        normalise(values, panel=panel, goalposts=scale, sign=structure.sign)
        for scale in (goalposts, otherwise)
    )
    leaf = np.where(np.isnan(leaf), spare, leaf)
    offered = panel.group >= 0
    return Reading(structure, offered, leaf, aggregate(structure, leaf, offered=offered))


def take_apart(before: Reading, after: Reading, *, area: int, node: int) -> Step:
    """Take the move of one score apart; the parts add up to it where the area has a score in both.

    Args:
        before, after: scorings of the same areas and tree.
        area, node: positions on axes A and N.
    """
    w, w_new = (_weigh(reading, area)[node] for reading in (before, after))
    had, has = (~np.isnan(reading.leaf[area]) for reading in (before, after))
    s, s_new = (np.nan_to_num(reading.leaf[area]) for reading in (before, after))
    start = float(before.score[area, node])
    came = np.where(has & ~had, w_new * (s_new - start), 0.0)
    went = np.where(had & ~has, -w * (s - start), 0.0)
    return Step(
        changed=np.where(had & has, w_new * (s_new - s), 0.0),
        presence=came + went,
        shares=np.where(had & has, (w_new - w) * (s - start), 0.0),
    )


def _weigh(reading: Reading, area: int) -> Floats:
    present = ~np.isnan(reading.leaf[area])
    return effective_weights(reading.structure, present, offered=reading.offered[area])
