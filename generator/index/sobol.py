"""Which choice moves the ranks most? First-order and total Sobol indices of the robustness draws.

What is measured is the mean shift of the areas' ranks from the published ones (Saisana, Saltelli and
Tarantola 2005, *J. R. Statist. Soc. A* 168). The design is two independent sets of draws, A and B, and for
each factor the draws of A with that factor taken from B. Estimators: Saltelli and others (2010, *Comput.
Phys. Commun.* 181) for the first-order index, with shifts counted from their mean, which takes most of its
noise away; Jansen (1999, *Comput. Phys. Commun.* 117) for the total one. Intervals are from bootstrap samples
of the draws, the variance held.

SALib has these estimators too. It brings scipy and matplotlib, and its sums have no fixed order: here every
processor finds the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Floats, Ints
from generator.index.draw_model import Model
from generator.index.draws import Choices, Thousandths, choose, open_stream, score_draw, shape_scores
from generator.index.results import SobolIndices, Structure
from generator.index.tally import sort_areas
from generator.index.workspace import Workspace

FACTORS = (
    *("scale of scores", "kind of mean", "weights"),
    *("indicators left out", "sampling errors", "missing figures"),
)
INTERVAL = (5.0, 95.0)
_RESAMPLES = 500
_LEAST = np.int32(1)
_STREAMS = 1 << 30
"""Numbers of the streams begin here, far from those of the draws."""


def estimate_sobol(
    model: Model,
    *,
    structure: Structure,
    published: Ints,
    base: int,
    seed: int,
    executor: Executor | None = None,
    shares: int = 1,
) -> SobolIndices:
    """Return the indices of every factor; see ``start_sobol``."""
    return start_sobol(
        *(model, structure, published), base=base, seed=seed, executor=executor, shares=shares
    )()


def start_sobol(
    model: Model,
    structure: Structure,
    published: Ints,
    *,
    base: int,
    seed: int,
    executor: Executor | None = None,
    shares: int = 1,
) -> Callable[[], SobolIndices]:
    """Start to draw; return what waits for the indices on the overall score, the domains and the pillars.

    Args:
        model: what is drawn from.
        structure: the tree.
        published: ranks of the point estimate, shape (A, N); areas with rank 0 are not counted.
        base: number of draws in each of the two sets; the index is computed (factors + 2) times as often.
        seed: seed of the random numbers.
        executor, shares: where the draws are made, in how many parts; the result is the same.
    """
    nodes = np.array([node.level != "element" for node in structure.nodes])
    shift = partial(shift_ranks, model, published[:, nodes], seed=seed)
    ends = np.linspace(0, base, max(shares, 1) + 1).astype(int).tolist()
    parts = [range(start, end) for start, end in pairwise(ends)]
    found = map(shift, parts) if executor is None else executor.map(shift, parts)
    keys = tuple(node.key for node, wanted in zip(structure.nodes, nodes.tolist(), strict=True) if wanted)
    ranked = (published[:, nodes] > 0).sum(axis=0)
    return lambda: summarise(np.concatenate(list(found)), nodes=keys, ranked=ranked, base=base, seed=seed)


def summarise(
    shifts: Floats, *, nodes: tuple[str, ...], ranked: npt.NDArray[np.integer], base: int, seed: int
) -> SobolIndices:
    """Return the indices with their intervals.

    Args:
        shifts: as ``shift_ranks`` gives, shape (base, 2 + factors, N).
        nodes: keys of axis N.
        ranked: areas with a rank, shape (N,).
        base, seed: as given to ``start_sobol``.
    """
    first, total = estimate_indices(shifts)
    spread = _resample(shifts, seed=seed)
    return SobolIndices(
        nodes=nodes,
        factors=FACTORS,
        first=first,
        first_low=spread[0][0],
        first_high=spread[0][1],
        total=total,
        total_low=spread[1][0],
        total_high=spread[1][1],
        mean_shift=shifts[:, :2].mean(axis=(0, 1)) / np.maximum(ranked, 1),
        base=base,
        seed=seed,
    )


def shift_ranks(model: Model, published: Ints, numbers: Sequence[int], *, seed: int) -> Floats:
    """Return the rank shifts of the designs with these numbers, shape (designs, 2 + factors, N).

    A shift is the sum over the areas of the distances from their published ranks, a whole number. Along the
    second axis: the draw of A, that of B, then A with one factor after another taken from B.
    """
    shifts = np.empty((len(numbers), 2 + len(FACTORS), published.shape[1]))
    room = Workspace()
    scores = np.empty(shape_scores(model), np.int32)
    by_node = np.ascontiguousarray(published.T)
    for place, number in enumerate(numbers):
        ours, theirs = (choose(model, open_stream(seed, _STREAMS + 2 * number + side)) for side in (0, 1))
        designs = (ours, theirs, *(swap(model, ours, theirs, factor) for factor in FACTORS))
        for column, choices in enumerate(designs):
            shifts[place, column] = _sum_shifts(model, choices, by_node, out=scores, workspace=room)
    return shifts


def _sum_shifts(
    model: Model, choices: Choices, published: Ints, *, out: Thousandths, workspace: Workspace
) -> Floats:
    """Return the sum of the distances of the counted areas' ranks from the published ones, shape (N,)."""
    score_draw(model, choices, workspace=workspace, out=out)
    nodes, areas = published.shape
    # Areas that are not counted go to the end; no score is as low as theirs.
    scores = np.where(published > 0, np.maximum(out[:nodes], _LEAST), np.int32(0))
    # Equal scores get neighbouring ranks: above the elements hardly any two are equal.
    order, _ = sort_areas(scores, workspace)
    ranked = np.take_along_axis(published, order.astype(np.intp), axis=1)
    moved = np.abs(ranked - np.arange(areas, 0, -1)) * (ranked > 0)
    return np.asarray(moved.sum(axis=1), dtype=np.float64)


def swap(model: Model, ours: Choices, theirs: Choices, factor: str) -> Choices:
    """Return our choices with one factor taken from theirs."""
    if factor == "scale of scores":
        return replace(ours, scale=theirs.scale)
    if factor == "kind of mean":
        return replace(ours, geometric=theirs.geometric)
    if factor == "weights":
        return replace(ours, weights=theirs.weights)
    if factor == "indicators left out":
        return replace(ours, keep=theirs.keep)
    if factor == "sampling errors":
        return replace(ours, own=np.where(model.known, theirs.own, ours.own))
    return replace(ours, own=np.where(model.known, ours.own, theirs.own), common=theirs.common)


def estimate_indices(shifts: Floats) -> tuple[Floats, Floats]:
    """Return first-order and total indices, each of shape (factors, N).

    Args:
        shifts: whole numbers, shape (designs, 2 + factors, N), as ``shift_ranks`` gives; NaN where nothing
            varies.
    """
    first, total = _estimate(shifts, np.ones((1, len(shifts))))
    return first[0], total[0]


def _estimate(shifts: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Return both indices for designs that count so often, shape (resamples, factors, N) each.

    The variance is that of all designs, each counted once. Shifts are whole numbers, and a whole number near
    their mean is taken away first: all sums below are exact, in whatever order ``@`` takes them.

    Args:
        shifts: shape (designs, 2 + factors, N).
        counts: whole numbers, shape (resamples, designs).
    """
    shifts = shifts - np.rint(shifts[:, :2].mean(axis=(0, 1)))
    ours, theirs, mixed = shifts[:, :1], shifts[:, 1:2], shifts[:, 2:]
    both = np.concatenate([ours, theirs])[:, 0]
    size = len(both)
    variance = ((both * both).sum(axis=0) - both.sum(axis=0) ** 2 / size) / (size - 1)
    moved = mixed - ours
    found = []
    for products, divisor in ((theirs * moved, 1), (moved * moved, 2)):
        sums = counts @ products.reshape(len(products), -1)
        means = sums.reshape(-1, *products.shape[1:]) / (divisor * counts.sum(axis=1)[:, None, None])
        with np.errstate(invalid="ignore", divide="ignore"):
            found.append(means / variance)
    return found[0], found[1]


def _resample(shifts: Floats, *, seed: int) -> tuple[Floats, Floats]:
    """Return the ends of both indices' intervals, each of shape (2, factors, N)."""
    random, count = open_stream(seed, _STREAMS - 1), len(shifts)
    picked = random.integers(0, count, size=(_RESAMPLES, count)) + count * np.arange(_RESAMPLES)[:, None]
    counts = np.bincount(picked.ravel(), minlength=_RESAMPLES * count).reshape(_RESAMPLES, count)
    ends = [np.percentile(each, INTERVAL, axis=0) for each in _estimate(shifts, counts.astype(np.float64))]
    return ends[0], ends[1]
