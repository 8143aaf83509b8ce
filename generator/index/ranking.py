"""Ranks and bands of scores."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.ranking import rank_descending
from generator.index.results import Structure

BAND_CERTAINTY = 0.8
FIFTHS = 5
UK_SHARE = 0.5
"""Share of a node's weight that one definition must measure in all nations, for ranks among all areas."""


def rank(scores: Floats) -> Ints:
    """Return competition ranks per column: 1 is the highest score, ties share the best place, NaN gets 0.

    Scores are tied where they are the same in whole thousandths of a point: no difference that small means
    anything, and rounding errors must not part places at a ceiling. The draws have the same rule.

    Args:
        scores: shape (A, N).

    Returns:
        Ranks, shape (A, N).
    """
    ranks = rank_descending(scores.T, same="thousandths").T
    return np.asarray(np.nan_to_num(ranks), dtype=np.int32)


def allow_uk_ranks(structure: Structure) -> Bools:
    """Return the nodes on which areas of all nations are ranked together, shape (N,).

    That is decided by the framework, for all areas alike. The overall score always is: how the whole UK
    stands is what an index of it is asked first, and its draws know how far nations may lie apart.
    """
    overall = np.array([node.level == "overall" for node in structure.nodes])
    return np.asarray(overall | (structure.uk_share >= UK_SHARE))


class Ranks(TypedDict):
    """The ranks that ``Scores`` holds."""

    rank: Ints
    ranked: Ints
    nation_rank: Ints
    nation_ranked: Ints


def rank_areas(scores: Floats, *, structure: Structure, nation: Ints) -> Ranks:
    """Return the ranks of the areas among all of them and in their nations, as in ``Scores``.

    Args:
        scores: shape (A, N).
        structure: the tree, which says where all areas are ranked together.
        nation: number of each area's nation, shape (A,).
    """
    ranks = np.where(allow_uk_ranks(structure), rank(scores), 0).astype(np.int32)
    inside, counts = np.zeros_like(ranks), np.zeros_like(ranks)
    for number in np.unique(nation):
        rows = nation == number
        inside[rows] = rank(scores[rows])
        counts[rows] = (inside[rows] > 0).sum(axis=0)
    return Ranks(
        rank=ranks,
        ranked=(ranks > 0).sum(axis=0).astype(np.int32),
        nation_rank=inside,
        nation_ranked=counts,
    )


def find_fifth(rank: int, ranked: int) -> int:
    """Return the fifth of a rank, 5 for the first ranks down to 1; 0 for no rank."""
    return 0 if rank == 0 else FIFTHS - min(FIFTHS - 1, (rank - 1) * FIFTHS // ranked)


def find_bands(p_fifth: Floats) -> Ints:
    """Return the shortest run of neighbouring fifths that holds each area with probability 0.8 or more.

    Args:
        p_fifth: probability of each fifth, best first, shape (..., 5).

    Returns:
        First and last fifth (0 is the best), the likelier of equally short runs, the better of equally likely
        ones; -1 where there is no rank. Shape (..., 2).
    """
    total = p_fifth.sum(axis=-1)
    open_still = np.isfinite(total) & (total > 0)
    bands = np.full((*p_fifth.shape[:-1], 2), -1, dtype=np.int32)
    bands[open_still] = (0, FIFTHS - 1)
    for length in range(1, FIFTHS):
        runs = [p_fifth[..., first : first + length].sum(axis=-1) for first in range(FIFTHS + 1 - length)]
        chances = np.stack(runs, axis=-1)
        sure = open_still & (chances.max(axis=-1) >= BAND_CERTAINTY - 1e-12)
        first = chances.argmax(axis=-1)[sure]
        bands[sure] = np.stack([first, first + length - 1], axis=-1)
        open_still &= ~sure
    return bands
