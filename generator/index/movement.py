"""Why a score moved between two states of the data: the move taken apart, exactly, into its causes.

Two steps lead from the one to the other, each taken apart as ``index.steps`` says: first the new figures
between the old goalposts (the area's own figures changed, came or went), then the new goalposts (the scale
moved, by figures of any area).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.errors import ProsperityError
from generator.index.results import Snapshot
from generator.index.steps import Reading, read_on_scale, read_standing, take_apart
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
        shares: points by shares that changed because other figures came or went, and by an end of the scale.
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


def measure_movement(before: Snapshot, after: Snapshot, *, most: int = MOST) -> Movement:
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


def find_moves(before: Snapshot, after: Snapshot, *, nodes: Sequence[int], most: int) -> tuple[Move, ...]:
    """Return the largest moves of the scores of some nodes, of at least ``LEAST`` points, largest first.

    Args:
        before, after: as for ``measure_movement``.
        nodes: positions on axis N.
        most: how many moves to return.
    """
    step = after.level.scores.score - before.level.scores.score
    size = np.abs(np.nan_to_num(step[:, list(nodes)]))
    order = np.argsort(-size, axis=None, kind="stable")[:most].tolist()
    readings = (read_standing(before), _read_on_old_scale(before, after), read_standing(after))
    return tuple(
        _explain(*readings, area=cell // len(nodes), node=nodes[cell % len(nodes)])
        for cell in order
        if size.flat[cell] >= LEAST
    )


def _refuse_others(before: Snapshot, after: Snapshot) -> None:
    same = before.structure.nodes == after.structure.nodes and before.panel.areas == after.panel.areas
    if not same or before.panel.indicators != after.panel.indicators:
        raise ProsperityError(
            "scores of two frameworks or two sets of areas cannot be set against each other",
            expected="the same areas, nodes and indicators",
        )


def _read_on_old_scale(before: Snapshot, after: Snapshot) -> Reading:
    """Return the scores of the new figures between the old goalposts, where they can stand there."""
    return read_on_scale(
        after.level.value,
        panel=after.panel,
        structure=after.structure,
        old=before,
        otherwise=after.goalposts,
    )


def _explain(before: Reading, between: Reading, after: Reading, *, area: int, node: int) -> Move:
    """Take one move apart."""
    own = take_apart(before, between, area=area, node=node)
    scale = take_apart(between, after, area=area, node=node)
    causes = [
        Cause(place, *(float(part[place]) for part in (own.changed, scale.changed, own.presence)))
        for place in range(len(own.changed))
        if own.changed[place] or scale.changed[place] or own.presence[place]
    ]
    causes.sort(key=lambda cause: -abs(cause.points))
    start, end = (float(reading.score[area, node]) for reading in (before, after))
    return Move(area, node, start, end, tuple(causes), float(own.shares.sum()) + own.held + scale.held)
