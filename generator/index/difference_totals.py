"""How much two editions differ in all, level by level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.index.difference import CAUSES, Difference
from generator.index.movement import LEAST
from generator.index.structure import LEVELS, OVERALL

WHOLE = 1.0
"""A move that shows on a page without decimals."""


@dataclass(frozen=True)
class Causes:
    """What one cause did to the scores of one level.

    Attributes:
        moved: scores that it moved by ``LEAST`` points or more.
        mean, largest: of the sizes, in points.
    """

    moved: int
    mean: float
    largest: float


@dataclass(frozen=True)
class Totals:
    """The moves of the scores of one level, over areas and nodes with a score on both sides.

    Attributes:
        scores: how many there are.
        moved, moved_whole: how many moved by ``LEAST`` points or more, and by one point or more.
        median, largest: of the sizes, in points.
        gained, lost: scores on one side only.
        causes: by each of ``CAUSES``.
    """

    scores: int
    moved: int
    moved_whole: int
    median: float
    largest: float
    gained: int
    lost: int
    causes: dict[str, Causes]


def sum_up(difference: Difference) -> dict[str, Totals]:
    """Return the totals of every level of the tree that has nodes."""
    levels = np.array([level for level, _ in difference.nodes])
    return {level: _sum_level(difference, level, levels) for level in LEVELS if (levels == level).any()}


def find_gained(difference: Difference) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the areas whose overall score came, and those whose went, as positions on axis A."""
    had, has = (~np.isnan(side[:, OVERALL]) for side in (difference.score_old, difference.score_new))
    return tuple(np.flatnonzero(has & ~had).tolist()), tuple(np.flatnonzero(had & ~has).tolist())


def _sum_level(difference: Difference, level: str, levels: np.ndarray) -> Totals:
    old, new = (side[:, levels == level] for side in (difference.score_old, difference.score_new))
    had, has = ~np.isnan(old), ~np.isnan(new)
    size = np.abs(new - old)[had & has]
    parts = np.abs(difference.causes[:, levels == level][had & has])
    return Totals(
        scores=len(size),
        moved=int((size >= LEAST).sum()),
        moved_whole=int((size >= WHOLE).sum()),
        median=float(np.median(size)) if len(size) else 0.0,
        largest=float(size.max(initial=0.0)),
        gained=int((has & ~had).sum()),
        lost=int((had & ~has).sum()),
        causes={
            cause: Causes(
                moved=int((parts[:, place] >= LEAST).sum()),
                mean=float(parts[:, place].mean()) if len(size) else 0.0,
                largest=float(parts[:, place].max(initial=0.0)),
            )
            for place, cause in enumerate(CAUSES)
        },
    )
