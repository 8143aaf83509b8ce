"""Counting the draws: ranks and scores become histograms, histograms become ranges.

Drawn scores are whole thousandths of a point: what is counted does not depend on the processor.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.ranking import THOUSANDTHS, count_thousandths
from generator.index.results import Robustness, Scores
from generator.index.workspace import Workspace

Thousandths = npt.NDArray[np.int32]
Positions = npt.NDArray[np.unsignedinteger]

TAILS = (0.05, 0.95)
MOST_CELLS = 100_000_000
"""Counts held at once, 400 MB. With so many areas that ranks one by one would take more, they share bins."""
_FEWEST_BINS = 20
_BINS = 400
"""Bins of the score: a quarter of a point each, wider with very many areas."""
_HIGHEST = 100_000
_WORD, _SCORE_BITS = 32, 17
"""A score of up to 100,000 thousandths needs 17 bits."""


class Order:
    """Histogram of the ranks of some areas on one node.

    Attributes:
        node: position on axis N.
        areas: positions on axis A, ascending, shape (R,).
        rank: the point estimate, shape (R,).
        counts: shape (bins, R), see ``count_ranks``.
    """

    def __init__(self, node: int, areas: Ints, rank: Ints, *, nodes: int) -> None:
        """Start empty."""
        self.node, self.areas, self.rank = node, areas, rank
        self.counts = np.zeros((choose_bins(len(areas), nodes), len(areas)), dtype=np.int32)


class Tally:
    """Histograms of the score and the ranks of every area and node.

    Ranks are counted one by one for up to about a thousand areas, else in equal bins, see ``choose_bins``.
    """

    def __init__(self, scores: Scores, *, nation: Ints, ranged: Bools | None = None) -> None:
        """Start empty.

        Args:
            scores: the point estimate; ranks of 0 are not counted.
            nation: number of each area's nation, shape (A,).
            ranged: nodes whose scores are counted too, shape (N,); all if not given.
        """
        score = scores.score
        self._scores, self._nation = scores, nation
        self._room = Workspace()
        nodes = score.shape[1]
        self._ranged = np.ones(nodes, dtype=bool) if ranged is None else ranged
        counts = [int((~np.isnan(score[:, node])).sum()) for node in range(nodes)]
        self._uk = [
            Order(node, rows, scores.rank[rows, node], nodes=nodes)
            for node in range(nodes)
            if len(rows := np.flatnonzero(scores.rank[:, node] > 0).astype(np.int32))
        ]
        self._nations = [
            Order(node, rows, scores.nation_rank[rows, node], nodes=nodes)
            for node in range(nodes)
            for number in np.unique(nation)
            if len(
                rows := np.flatnonzero((scores.nation_rank[:, node] > 0) & (nation == number)).astype(
                    np.int32
                )
            )
        ]
        self._sums = np.zeros(score.shape, dtype=np.int64)
        room = MOST_CELLS // max(max(counts, default=0) * int(self._ranged.sum()), 1)
        self._width = 100.0 / max(min(_BINS, room // 2), _FEWEST_BINS)
        self._bins = [
            np.zeros((count if wanted else 0, round(100.0 / self._width)), dtype=np.int32)
            for count, wanted in zip(counts, self._ranged.tolist(), strict=True)
        ]

    def count(self, scores: Thousandths, apart: Thousandths | None = None) -> None:
        """Add a block of draws in thousandths of a point.

        Args:
            scores: shape (N, draws, A).
            apart: what is added to the scores of each nation before all areas are ranked together, shape
                (N, draws, nations).
        """
        for order in self._uk:
            drawn = self._take(scores[order.node], order.areas)
            if apart is not None:
                moved = self._room.take("moved", drawn.shape, np.int32)
                np.take(apart[order.node], self._nation[order.areas], axis=1, out=moved, mode="clip")
                moved += drawn
                drawn = np.clip(moved, 0, _HIGHEST, out=moved)
            count_ranks(drawn, into=order.counts, workspace=self._room)
        for order in self._nations:
            drawn = self._take(scores[order.node], order.areas)
            count_ranks(drawn, into=order.counts, workspace=self._room)
        for node in np.flatnonzero(self._ranged).tolist():
            here = np.flatnonzero(~np.isnan(self._scores.score[:, node]))
            if len(here):
                drawn = self._take(scores[node], here)
                published = count_thousandths(self._scores.score[here, node]).sum()
                # Sums of whole numbers, which are exact; rounded after the division.
                apart = np.rint((published - drawn.sum(axis=1, keepdims=True)) / drawn.shape[1])
                self._sums[here, node] += drawn.sum(axis=0, dtype=np.int64) + int(apart.sum())
                self._count_scores(drawn, apart.astype(np.float32), self._bins[node])

    def _take(self, drawn: Thousandths, areas: npt.NDArray[np.integer]) -> Thousandths:
        """Return the draws of some areas, as they lie, or in memory that the next call uses again."""
        if areas[-1] - areas[0] == len(areas) - 1:
            return drawn[:, areas[0] : areas[-1] + 1]
        some = self._room.take("some", (len(drawn), len(areas)), np.int32)
        return np.take(drawn, areas, axis=1, out=some, mode="clip")

    def _count_scores(self, drawn: Thousandths, shift: npt.NDArray[np.float32], into: Ints) -> None:
        """Count in which bin each area's shifted scores fall."""
        areas, size = into.shape
        scaled = np.add(drawn, shift, out=self._room.take("scaled", drawn.shape, np.float32))
        # A product with the inverse could put a score on a border into the bin below.
        scaled /= np.float32(self._width * THOUSANDTHS)
        np.clip(scaled, 0, size - 1, out=scaled)
        cell = self._room.take("cell", drawn.shape, np.int64)
        np.copyto(cell, scaled, casting="unsafe")
        cell += np.arange(areas) * size
        _add_counts(cell, into=into)

    def add(self, other: Tally) -> None:
        """Add the counts of other draws of the same areas and nodes."""
        for mine, theirs in ((self._uk, other._uk), (self._nations, other._nations)):
            for one, more in zip(mine, theirs, strict=True):
                one.counts += more.counts
        for bins, others in zip(self._bins, other._bins, strict=True):
            bins += others
        self._sums += other._sums

    def summarise(self, *, draws: int, seed: int) -> Robustness:
        """Return the ranges, widened to hold the point estimate, and the chances of each fifth."""
        score = self._scores.score
        score_low, score_high, mean = (np.full(score.shape, np.nan) for _ in range(3))
        for node in np.flatnonzero(self._ranged).tolist():
            here = ~np.isnan(score[:, node])
            if here.any():
                points = [self._width * _quantile(self._bins[node], tail * draws) for tail in TAILS]
                score_low[here, node] = np.minimum(points[0], score[here, node])
                score_high[here, node] = np.maximum(points[1], score[here, node])
                mean[here, node] = self._sums[here, node] / (draws * THOUSANDTHS)
        low, high, fifths, outside = _summarise_ranks(self._uk, score.shape, draws)
        own_low, own_high, own_fifths, own_outside = _summarise_ranks(self._nations, score.shape, draws)
        return Robustness(
            rank_low=low,
            rank_high=high,
            score_low=score_low,
            score_high=score_high,
            score_mean=mean,
            p_fifth=fifths,
            outside=outside,
            nation_low=own_low,
            nation_high=own_high,
            nation_p_fifth=own_fifths,
            nation_outside=own_outside,
            draws=draws,
            seed=seed,
        )


def _summarise_ranks(
    orders: Sequence[Order], shape: tuple[int, ...], draws: int
) -> tuple[Ints, Ints, Floats, Bools]:
    """Return both ends of the ranges, the chances of each fifth, and which ranges were widened.

    They are widened to hold the point estimate.
    """
    low, high = (np.zeros(shape, dtype=np.int32) for _ in range(2))
    fifths, outside = np.full((*shape, 5), np.nan), np.zeros(shape, dtype=bool)
    for order in orders:
        ends = _find_ends(order.counts.T, draws)
        low[order.areas, order.node] = np.minimum(ends[0], order.rank)
        high[order.areas, order.node] = np.maximum(ends[1], order.rank)
        fifths[order.areas, order.node] = _share_of_fifths(order.counts.T) / draws
        outside[order.areas, order.node] = (order.rank < ends[0]) | (order.rank > ends[1])
    return low, high, fifths, outside


def choose_bins(areas: int, nodes: int) -> int:
    """Return how many bins the ranks of so many areas are counted in: one a rank, or a multiple of five.

    Memory then stays bounded instead of growing with the square of the number of areas.
    """
    room = MOST_CELLS // max(areas * nodes, 1)
    return areas if areas <= room else max(room // 5 * 5, _FEWEST_BINS)


def _find_ends(ranks: Ints, draws: int) -> tuple[Ints, Ints]:
    """Return the ranks at both tails; where ranks are binned, the outer edges of the bins."""
    areas, bins = ranks.shape
    total = ranks.cumsum(axis=1)
    first, last = ((total >= tail * draws).argmax(axis=1) for tail in TAILS)
    # Bin b holds the ranks from ceil(b x areas / bins) + 1 to ceil((b + 1) x areas / bins).
    return -(-first * areas // bins) + 1, -(-(last + 1) * areas // bins)


def sort_areas(scores: Thousandths, workspace: Workspace) -> tuple[Positions, Bools]:
    """Return the areas from the lowest to the highest score, and which of them are tied with the next.

    Score and position are packed into one whole number and sorted together, which is much faster than sorting
    positions. Scores that are equal count as tied, the later position first from the top.

    Args:
        scores: whole thousandths from 0 to 100,000, shape (draws, A).
        workspace: memory to use; the results lie there.

    Returns:
        Positions on axis A, and whether each equals the next, both of shape (draws, A).
    """
    count = scores.shape[1]
    shift = max(count - 1, 1).bit_length()
    word: type[np.uint32 | np.uint64] = np.uint32 if shift + _SCORE_BITS <= _WORD else np.uint64
    packed = workspace.take("packed", scores.shape, word)
    np.copyto(packed, scores, casting="unsafe")
    np.left_shift(packed, word(shift), out=packed)
    np.bitwise_or(packed, np.arange(count, dtype=word), out=packed)
    packed.sort(axis=1)
    flat = packed.reshape(-1)
    apart = np.bitwise_xor(flat[1:], flat[:-1], out=workspace.take("apart", (flat.size - 1,), word))
    tied = workspace.take("tied", scores.shape, np.bool_)
    np.less(apart, word(1 << shift), out=tied.reshape(-1)[:-1])
    tied[:, -1] = False
    np.bitwise_and(packed, word((1 << shift) - 1), out=packed)
    return packed, tied


def count_ranks(scores: Thousandths, *, into: Ints, workspace: Workspace | None = None) -> None:
    """Count how often each column holds each competition rank, ties sharing the best place.

    Args:
        scores: whole thousandths from 0 to 100,000, shape (draws, A).
        into: counts to add to, shape (bins, A): rank r, counted from 0 for the highest score, falls into bin
            r x bins // A. Ranks that follow each other lie near each other: as they are counted.
        workspace: memory to use.
    """
    room = workspace or Workspace()
    bins, count = into.shape
    order, tied = sort_areas(scores, room)
    row_of = (count - 1 - np.arange(count)) * bins // count * count
    # Fewer than ``MOST_CELLS``, which the words of the positions have room for.
    order += row_of.astype(order.dtype)
    cell = room.take("cell", scores.shape, np.int64)
    np.copyto(cell, order, casting="unsafe")
    # Few are tied, so that it takes less time to mend them than to look at all.
    some = np.flatnonzero(tied)
    cell.reshape(-1)[some] += row_of[_last_of_equals(some) % count] - row_of[some % count]
    _add_counts(cell, into=into)


def _add_counts(cells: npt.NDArray[np.int64], *, into: Ints) -> None:
    """Add one to the cell at each of these positions in a flat ``into``."""
    flat = into.reshape(-1)
    np.add(flat, np.bincount(cells.reshape(-1), minlength=flat.size), out=flat, casting="unsafe")


def _last_of_equals(tied: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the position whose rank each tied position shares: the last of its equals, in ascending order.

    Args:
        tied: positions, ascending, each of which equals the next position.
    """
    ends = np.flatnonzero(np.diff(tied, append=-1) != 1)
    return np.repeat(tied[ends] + 1, np.diff(ends, prepend=-1))


def _quantile(bins: Ints, target: float) -> Floats:
    """Bin, with its fraction, in which the count reaches the target, straight within a bin, shape (A,)."""
    total = bins.cumsum(axis=1)
    place = (total >= target).argmax(axis=1)
    rows = np.arange(len(bins))
    inside = bins[rows, place]
    before = total[rows, place] - inside
    return np.asarray(place + (target - before) / np.maximum(inside, 1))


def _share_of_fifths(ranks: Ints) -> Floats:
    """Draws in each fifth of the ranking, best first, shape (A, 5)."""
    count = ranks.shape[1]
    fifth = np.arange(count) * 5 // max(count, 1)
    return np.stack([ranks[:, fifth == number].sum(axis=1) for number in range(5)], axis=1)
