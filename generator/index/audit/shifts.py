"""How far ranks move between two versions of the overall score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.composite.arrays import Bools, Floats, Ints
from generator.index.audit.pairs import correlate_ranks
from generator.index.ranking import rank


@dataclass(frozen=True)
class Shift:
    """What another version does to the ranks, among the areas that have a score in both.

    Attributes:
        both: areas with a score in both versions, shape (A,).
        lost, gained: areas with a score in the first version only, and in the second only, shape (A,).
        before, after: ranks among ``both``, 0 elsewhere, shape (A,).
        spearman: rank correlation of the two versions.
    """

    both: Bools
    lost: Bools
    gained: Bools
    before: Ints
    after: Ints
    spearman: float

    @property
    def moved(self) -> Ints:
        """Places gained, negative where lost, 0 for areas without both scores, shape (A,)."""
        return np.asarray(self.before - self.after, dtype=np.int32)

    @property
    def mean(self) -> float:
        """Mean absolute rank shift of the areas with both scores."""
        return float(np.abs(self.moved[self.both]).mean()) if self.both.any() else float("nan")

    @property
    def largest(self) -> int:
        """Largest absolute rank shift."""
        return int(np.abs(self.moved).max(initial=0))

    @property
    def same_areas(self) -> bool:
        """Whether the same areas have a score in both versions."""
        return not (self.lost.any() or self.gained.any())


def compare_orders(base: Floats, other: Floats) -> Shift:
    """Return how ranks move from one version to another; both are ranked anew among the common areas.

    Otherwise one area that loses its score would seem to move all those below it.

    Args:
        base, other: scores, shape (A,), NaN where there is none.
    """
    known, still = ~np.isnan(base), ~np.isnan(other)
    both = known & still
    pair = np.where(both[:, None], np.column_stack([base, other]), np.nan)
    ranks = rank(pair)
    return Shift(
        both=both,
        lost=known & ~still,
        gained=still & ~known,
        before=ranks[:, 0],
        after=ranks[:, 1],
        spearman=correlate_ranks(pair[:, 0], pair[:, 1]),
    )
