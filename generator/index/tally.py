"""Counting the draws: ranks and scores become histograms, histograms become ranges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from generator.index.records import Floats, Ints, Robustness

TAILS = (0.05, 0.95)
_BINS = 400
_BIN = 100.0 / _BINS


class Tally:
    """Histograms of the rank and the score of every area and node."""

    def __init__(self, score: Floats, rank: Ints) -> None:
        """Start empty.

        Args:
            score, rank: the point estimate, shape (A, N); areas with rank 0 are not counted.
        """
        self._score, self._rank = score, rank
        nodes = score.shape[1]
        self._ranks = [np.zeros((0, 0), dtype=np.int32) for _ in range(nodes)]
        self._bins = [np.zeros((0, 0), dtype=np.int32) for _ in range(nodes)]
        for node in range(nodes):
            count = int((rank[:, node] > 0).sum())
            self._ranks[node] = np.zeros((count, count), dtype=np.int32)
            self._bins[node] = np.zeros((count, _BINS), dtype=np.int32)

    def count(self, scores: npt.NDArray[np.float32]) -> None:
        """Add a block of draws, shape (N, draws, A)."""
        for node, drawn in enumerate(scores):
            here = self._rank[:, node] > 0
            if not here.any():
                continue
            drawn = drawn if here.all() else drawn[:, here]
            self._ranks[node] += count_ranks(drawn)
            published = np.float32(self._score[here, node].mean())
            drawn = drawn + (published - drawn.mean(axis=1, keepdims=True))
            bins = np.clip((drawn / np.float32(_BIN)).astype(np.int32), 0, _BINS - 1)
            self._bins[node] += _histogram(bins, _BINS)

    def add(self, other: Tally) -> None:
        """Add the counts of other draws of the same areas and nodes."""
        for mine, theirs in ((self._ranks, other._ranks), (self._bins, other._bins)):
            for one, more in zip(mine, theirs, strict=True):
                one += more

    def summarise(self, *, draws: int, seed: int) -> Robustness:
        """Return the ranges, widened to hold the point estimate, and the chances of each fifth."""
        shape = self._score.shape
        low, high = (np.zeros(shape, dtype=np.int32) for _ in range(2))
        score_low, score_high = (np.full(shape, np.nan) for _ in range(2))
        fifths = np.full((*shape, 5), np.nan)
        for node in range(shape[1]):
            here = self._rank[:, node] > 0
            if not here.any():
                continue
            ranks = self._ranks[node]
            ends = [(ranks.cumsum(axis=1) >= tail * draws).argmax(axis=1) + 1 for tail in TAILS]
            low[here, node] = np.minimum(ends[0], self._rank[here, node])
            high[here, node] = np.maximum(ends[1], self._rank[here, node])
            points = [_quantile(self._bins[node], tail * draws) for tail in TAILS]
            score_low[here, node] = np.minimum(points[0], self._score[here, node])
            score_high[here, node] = np.maximum(points[1], self._score[here, node])
            fifths[here, node] = _share_of_fifths(ranks) / draws
        return Robustness(low, high, score_low, score_high, fifths, draws, seed)

    def count_outside(self) -> Floats:
        """Return the share of areas per node whose point rank lies outside the drawn range, shape (N,)."""
        result = np.full(self._rank.shape[1], np.nan)
        for node, ranks in enumerate(self._ranks):
            here = self._rank[:, node] > 0
            if here.any():
                draws = ranks.sum(axis=1, keepdims=True)
                ends = [(ranks.cumsum(axis=1) >= tail * draws).argmax(axis=1) + 1 for tail in TAILS]
                point = self._rank[here, node]
                result[node] = float(((point < ends[0]) | (point > ends[1])).mean())
        return result


def count_ranks(scores: npt.NDArray[np.float32]) -> Ints:
    """Count how often each column holds each competition rank, ties sharing the best place.

    Score and column are packed into one integer and sorted together, which is much faster than sorting
    positions: the bits of floats that are not negative order as integers do.

    Args:
        scores: shape (draws, A), not negative.

    Returns:
        Shape (A, A): how often the area (row) had the rank (column, counted from 0 for the highest score).
    """
    count = scores.shape[1]
    shift = max(count - 1, 1).bit_length()
    bits = np.ascontiguousarray(np.maximum(scores, np.float32(0))).view(np.int32)
    packed = (bits.astype(np.int64) << shift) | np.arange(count)
    packed.sort(axis=1)
    area, value = packed & ((1 << shift) - 1), packed >> shift
    place = np.arange(count)
    tied = value[:, 1:] == value[:, :-1]
    if tied.any():
        # Ascending order: the last of equals has the best place, and the others share it.
        last = np.where(np.pad(tied, ((0, 0), (0, 1))), count, place)
        place = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    flat = area * count + (count - 1 - place)
    return np.bincount(flat.ravel(), minlength=count * count).reshape(count, count).astype(np.int32)


def _histogram(numbers: Ints, size: int) -> Ints:
    """Count each column's numbers, shape (draws, A) to (A, size)."""
    areas = numbers.shape[1]
    flat = numbers + np.arange(areas, dtype=np.int32) * size
    return np.bincount(flat.ravel(), minlength=areas * size).reshape(areas, size).astype(np.int32)


def _quantile(bins: Ints, target: float) -> Floats:
    """Score at which the count reaches the target, straight within a bin, shape (A,)."""
    total = bins.cumsum(axis=1)
    place = (total >= target).argmax(axis=1)
    rows = np.arange(len(bins))
    inside = bins[rows, place]
    before = total[rows, place] - inside
    return np.asarray((place + (target - before) / np.maximum(inside, 1)) * _BIN)


def _share_of_fifths(ranks: Ints) -> Floats:
    """Draws in each fifth of the ranking, best first, shape (A, 5)."""
    count = ranks.shape[1]
    fifth = np.arange(count) * 5 // count
    return np.stack([ranks[:, fifth == number].sum(axis=1) for number in range(5)], axis=1)
