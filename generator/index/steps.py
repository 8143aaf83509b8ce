"""One step between two scorings of the same indicators, taken apart into what each indicator did.

A score is level-neutral (see ``aggregation``): S = sum of n x m + sum of w x (s - m), with s the scores of
the indicators that an area has, w their shares, m the reference of each indicator and n its share when
nothing is missing. So the move S' - S is the sum over the indicators of

    w' x (s' - s)           its score changed
    (n - w') x (m' - m)     its reference changed: 0 where nothing is missing
    w' x (s' - m')          it came (it had no score before); its reference changed by n x (m' - m)
    - w x (s - m)           it went
    (w' - w) x (s - m)      its share changed, because other figures came or went

An indicator that comes counts by how far it lies from its reference. Where a score was held at 0 or 100 the
rest is told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.index.aggregation import aggregate, effective_weights, find_reference
from generator.index.normalisation import normalise
from generator.index.results import Goalposts, Panel, Snapshot, Structure
from generator.index.structure import nominal_weights

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Reading:
    """One scoring of all areas.

    Attributes:
        structure: the tree.
        offered: which indicators the area's nation publishes, shape (A, I).
        leaf: scores of the indicators, shape (A, I).
        reference: of the indicators, shape (I,).
        score: scores of the nodes, shape (A, N).
    """

    structure: Structure
    offered: Bools
    leaf: Floats
    reference: Floats
    score: Floats


@dataclass(frozen=True)
class Step:
    """What the indicators did to one score of one area, in points; all but ``held`` of shape (I,).

    Attributes:
        changed: by another score, or another reference.
        presence: by having come or gone.
        shares: by a share that changed because other figures came or went.
        held: by an end of the scale that held the score, or one it is made of.
    """

    changed: Floats
    presence: Floats
    shares: Floats
    held: float


def read_standing(standing: Snapshot) -> Reading:
    """Return the scoring of a computed state."""
    level = standing.level
    return Reading(
        standing.structure,
        standing.panel.group >= 0,
        level.indicator_score,
        level.reference,
        level.scores.score,
    )


def read_on_scale(
    values: Floats, *, panel: Panel, structure: Structure, old: Snapshot, otherwise: Goalposts
) -> Reading:
    """Score values on the scale of another state: between its goalposts, by its references.

    Args:
        values: shape (A, I), in the indicators' units.
        panel: gives each cell's group.
        structure: the tree.
        old: the state, of the same indicators.
        otherwise: the goalposts of cells that cannot stand between the first: there were none for the group,
            or they take logarithms and the value is not positive. An indicator that had no reference has that
            of these values.
    """
    leaf, spare = (
        normalise(values, panel=panel, goalposts=scale, sign=structure.sign)
        for scale in (old.goalposts, otherwise)
    )
    leaf = np.where(np.isnan(leaf), spare, leaf)
    offered, known = panel.group >= 0, old.level.reference
    reference = np.where(np.isnan(known), find_reference(leaf), known)
    score = aggregate(structure, leaf, reference=reference, offered=offered)
    return Reading(structure, offered, leaf, reference, score)


def take_apart(before: Reading, after: Reading, *, area: int, node: int) -> Step:
    """Take the move of one score apart; the parts add up to it where the area has a score in both.

    Args:
        before, after: scorings of the same areas and tree.
        area, node: positions on axes A and N.
    """
    w, w_new = (_weigh(reading, area)[node] for reading in (before, after))
    had, has = (~np.isnan(reading.leaf[area]) for reading in (before, after))
    s, s_new = (np.nan_to_num(reading.leaf[area]) for reading in (before, after))
    m, m_new = (np.nan_to_num(reading.reference) for reading in (before, after))
    came = np.where(has & ~had, w_new * (s_new - m_new), 0.0)
    went = np.where(had & ~has, -w * (s - m), 0.0)
    level = (nominal_weights(after.structure)[node] - np.where(had & has, w_new, 0.0)) * (m_new - m)
    changed = np.where(had & has, w_new * (s_new - s), 0.0) + level
    shares = np.where(had & has, (w_new - w) * (s - m), 0.0)
    move = float(after.score[area, node] - before.score[area, node])
    rest = move - float((changed + came + went + shares).sum())
    return Step(changed, came + went, shares, rest if abs(rest) > _ROUNDING else 0.0)


def _weigh(reading: Reading, area: int) -> Floats:
    present = ~np.isnan(reading.leaf[area])
    return effective_weights(reading.structure, present, offered=reading.offered[area])
