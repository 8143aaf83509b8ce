"""Which choice moves the ranks most? First-order and total Sobol indices of the robustness draws.

What is measured is the mean shift of the areas' ranks from the published ones (Saisana, Saltelli and
Tarantola 2005, *J. R. Statist. Soc. A* 168). The design is two independent sets of draws, A and B, and for
each factor the draws of A with that factor taken from B. Estimators: Saltelli and others (2010, *Comput.
Phys. Commun.* 181) for the first-order index, with shifts counted from their mean, which takes most of its
noise away; Jansen (1999, *Comput. Phys. Commun.* 117) for the total one. Intervals are from bootstrap samples
of the draws, the variance held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from generator.index.draw_model import Model
from generator.index.draws import Choices, choose, open_stream, score_draw
from generator.index.records import Floats, Ints, SobolIndices, Structure
from generator.index.tally import Singles, sort_areas
from generator.index.workspace import Workspace

FACTORS = (
    *("scale of scores", "kind of mean", "weights"),
    *("indicators left out", "sampling errors", "missing figures"),
)
INTERVAL = (5.0, 95.0)
_RESAMPLES = 500
_LEAST = np.float32(1e-4)
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
    return lambda: summarise(np.concatenate(list(found)), nodes=keys, base=base, seed=seed)


def summarise(shifts: Floats, *, nodes: tuple[str, ...], base: int, seed: int) -> SobolIndices:
    """Return the indices with their intervals.

    Args:
        shifts: as ``shift_ranks`` gives, shape (base, 2 + factors, N).
        nodes: keys of axis N.
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
        mean_shift=shifts[:, :2].mean(axis=(0, 1)),
        base=base,
        seed=seed,
    )


def shift_ranks(model: Model, published: Ints, numbers: Sequence[int], *, seed: int) -> Floats:
    """Return the mean rank shifts of the designs with these numbers, shape (designs, 2 + factors, N).

    Along the second axis: the draw of A, that of B, then A with one factor after another taken from B.
    """
    shifts = np.empty((len(numbers), 2 + len(FACTORS), published.shape[1]))
    room = Workspace()
    scores = np.empty(
        (1 + len(model.pillar) + len(model.element) + len(model.leaf), len(published)), np.float32
    )
    by_node = np.ascontiguousarray(published.T)
    for place, number in enumerate(numbers):
        ours, theirs = (choose(model, open_stream(seed, _STREAMS + 2 * number + side)) for side in (0, 1))
        designs = (ours, theirs, *(swap(model, ours, theirs, factor) for factor in FACTORS))
        for column, choices in enumerate(designs):
            shifts[place, column] = _mean_shift(model, choices, by_node, out=scores, workspace=room)
    return shifts


def _mean_shift(
    model: Model, choices: Choices, published: Ints, *, out: Singles, workspace: Workspace
) -> Floats:
    """Return the mean distance of the counted areas' ranks from the published ones, shape (N,)."""
    score_draw(model, choices, workspace=workspace, out=out)
    nodes, areas = published.shape
    # Areas that are not counted go to the end; no score is as low as theirs.
    scores = np.where(published > 0, np.maximum(out[:nodes], _LEAST), np.float32(0))
    # Equal scores get neighbouring ranks: above the elements hardly any two are equal.
    order, _ = sort_areas(scores, workspace)
    ranked = np.take_along_axis(published, order.astype(np.intp), axis=1)
    moved = np.abs(ranked - np.arange(areas, 0, -1)) * (ranked > 0)
    return np.asarray(moved.sum(axis=1) / np.maximum((ranked > 0).sum(axis=1), 1))


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
        shifts: shape (designs, 2 + factors, N), as ``shift_ranks`` gives; NaN where nothing varies.
    """
    first, total, variance = _products(shifts)
    with np.errstate(invalid="ignore", divide="ignore"):
        return first.mean(axis=0) / variance, total.mean(axis=0) / variance


def _products(shifts: Floats) -> tuple[Floats, Floats, Floats]:
    """Terms of both estimators, shape (designs, factors, N), and the variance, shape (N,)."""
    shifts = shifts - shifts[:, :2].mean(axis=(0, 1))
    ours, theirs, mixed = shifts[:, :1], shifts[:, 1:2], shifts[:, 2:]
    variance = np.concatenate([ours, theirs]).var(axis=0, ddof=1)[0]
    return theirs * (mixed - ours), (mixed - ours) ** 2 / 2, variance


def _resample(shifts: Floats, *, seed: int) -> tuple[Floats, Floats]:
    """Return the ends of both indices' intervals, each of shape (2, factors, N)."""
    first, total, variance = _products(shifts)
    random = open_stream(seed, _STREAMS - 1)
    count = len(shifts)
    weights = random.multinomial(count, np.full(count, 1 / count), size=_RESAMPLES) / count
    ends = []
    for products in (first, total):
        means = np.einsum("rd,dfn->rfn", weights, products)
        with np.errstate(invalid="ignore", divide="ignore"):
            ends.append(np.percentile(means / variance, INTERVAL, axis=0))
    return ends[0], ends[1]
