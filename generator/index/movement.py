"""Why a score moved between two states of the data: the move taken apart, exactly, into its causes.

A score is a weighted mean of indicator scores, S = sum of w x s over the indicators that an area has. With
the shares w adding up to 1 before and after, the move S' - S is the sum over the indicators of

    w' x (s(v', g) - s)     the area's own figure changed, on the scale as it was
    w' x (s' - s(v', g))    the scale changed: the goalposts moved, by figures of any area
    (w' - w) x (s - S)      its share changed, because other figures came or went
    w' x (s' - S)           it came (it had no score before)
    - w x (s - S)           it went

where v' is the new figure and g the old goalposts. Taking S away from every score changes nothing, for the
changes of the shares add up to 0; it makes an indicator that comes count by how far it lies from the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.errors import ProsperityError
from generator.index.aggregation import effective_weights
from generator.index.normalisation import normalise
from generator.index.records import Floats, Standing
from generator.index.structure import OVERALL, places

MOST = 10
LEAST = 0.05
"""Moves of fewer points are nothing on a page that prints one decimal."""


@dataclass(frozen=True)
class Cause:
    """What one indicator did to one score, in points.

    Attributes:
        indicator: position on axis I.
        figure: by the area's own figure, on the scale as it was.
        scale: by goalposts that moved.
        presence: by having come or gone.
    """

    indicator: int
    figure: float
    scale: float
    presence: float

    @property
    def points(self) -> float:
        """All of it."""
        return self.figure + self.scale + self.presence


@dataclass(frozen=True)
class Move:
    """One score that moved; ``after - before`` is the sum of the causes and of ``shares``.

    Attributes:
        area, node: positions on axes A and N.
        before, after: the score, 0 to 100.
        causes: indicators that did something, by size, largest first.
        shares: points by shares that changed because other figures came or went.
    """

    area: int
    node: int
    before: float
    after: float
    causes: tuple[Cause, ...]
    shares: float

    @property
    def points(self) -> float:
        """How far the score moved."""
        return self.after - self.before


@dataclass(frozen=True)
class Movement:
    """How the scores of two states differ.

    Attributes:
        overall, pillars: the largest moves of overall scores and of pillar scores, largest first.
        moved: areas whose overall score moved by ``LEAST`` points or more.
        median: the median size of the moves of the overall score, over areas that have one in both states.
        gained, lost: positions on axis A of areas whose overall score came or went.
    """

    overall: tuple[Move, ...]
    pillars: tuple[Move, ...]
    moved: int
    median: float
    gained: tuple[int, ...]
    lost: tuple[int, ...]


def measure_movement(before: Standing, after: Standing, *, most: int = MOST) -> Movement:
    """Compare two states of the data.

    Args:
        before, after: scores of the same areas by the same framework.
        most: how many moves of the overall scores, and how many of the pillar scores, to take apart.

    Raises:
        ProsperityError: the two are not of the same areas and framework.
    """
    _refuse_others(before, after)
    old, new = (state.level.scores.score[:, OVERALL] for state in (before, after))
    size = np.abs(new - old)
    known = size[~np.isnan(size)]
    had, has = ~np.isnan(old), ~np.isnan(new)
    return Movement(
        overall=find_moves(before, after, nodes=[OVERALL], most=most),
        pillars=find_moves(before, after, nodes=places(after.structure, "pillar").tolist(), most=most),
        moved=int((known >= LEAST).sum()),
        median=float(np.median(known)) if len(known) else 0.0,
        gained=tuple(np.flatnonzero(has & ~had).tolist()),
        lost=tuple(np.flatnonzero(had & ~has).tolist()),
    )


def find_moves(before: Standing, after: Standing, *, nodes: Sequence[int], most: int) -> tuple[Move, ...]:
    """Return the largest moves of the scores of some nodes, of at least ``LEAST`` points, largest first.

    Args:
        before, after: as for ``measure_movement``.
        nodes: positions on axis N.
        most: how many moves to return.
    """
    step = after.level.scores.score - before.level.scores.score
    size = np.abs(np.nan_to_num(step[:, list(nodes)]))
    order = np.argsort(-size, axis=None, kind="stable")[:most].tolist()
    on_old_scale = _score_on_old_scale(before, after)
    return tuple(
        _explain(before, after, on_old_scale, area=cell // len(nodes), node=nodes[cell % len(nodes)])
        for cell in order
        if size.flat[cell] >= LEAST
    )


def _refuse_others(before: Standing, after: Standing) -> None:
    same = before.structure.nodes == after.structure.nodes and before.panel.areas == after.panel.areas
    if not same or before.panel.indicators != after.panel.indicators:
        raise ProsperityError(
            "scores of two frameworks or two sets of areas cannot be set against each other",
            expected="the same areas, nodes and indicators",
        )


def _score_on_old_scale(before: Standing, after: Standing) -> Floats:
    """Return the scores of the new figures between the old goalposts, shape (A, I).

    Where the old data had no goalposts for a group, or a figure cannot stand on them, the new scores.
    """
    placed = normalise(
        after.level.value, panel=after.panel, goalposts=before.goalposts, sign=after.structure.sign
    )
    return np.where(np.isnan(placed), after.level.indicator_score, placed)


def _explain(before: Standing, after: Standing, on_old_scale: Floats, *, area: int, node: int) -> Move:
    """Take one move apart."""
    (old, new) = (state.level.indicator_score[area] for state in (before, after))
    (w, w_new) = (_weigh(state, area)[node] for state in (before, after))
    start = float(before.level.scores.score[area, node])
    had, has = ~np.isnan(old), ~np.isnan(new)
    s, s_new, placed = (np.nan_to_num(scores) for scores in (old, new, on_old_scale[area]))
    both = had & has
    figure = np.where(both, w_new * (placed - s), 0.0)
    scale = np.where(both, w_new * (s_new - placed), 0.0)
    came = np.where(has & ~had, w_new * (s_new - start), 0.0)
    went = np.where(had & ~has, -w * (s - start), 0.0)
    shares = np.where(both, (w_new - w) * (s - start), 0.0)
    causes = [
        Cause(place, float(figure[place]), float(scale[place]), float(came[place] + went[place]))
        for place in range(len(s))
        if figure[place] or scale[place] or came[place] or went[place]
    ]
    causes.sort(key=lambda cause: -abs(cause.points))
    end = float(after.level.scores.score[area, node])
    return Move(area, node, start, end, tuple(causes), float(shares.sum()))


def _weigh(state: Standing, area: int) -> Floats:
    present = ~np.isnan(state.level.indicator_score[area])
    return effective_weights(state.structure, present, offered=state.panel.group[area] >= 0)
