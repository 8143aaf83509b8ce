"""One draw of the index: other weights, another scale, another mean, errors, and indicators left out.

All scores are whole thousandths of a point, rounded again after every division, and all weights are whole
numbers (see ``draw_model``): a draw has the same bits on every processor. Geometric means look logarithms up
in a table and turn them back in another.

So the means here are not those of ``composite.means``, though they are the same: with whole numbers a matrix
product may add in any order, the tables spare the logarithms, and nothing is ever missing. Ten thousand draws
are most of the time that the index takes; the engine's sums over the indicators would take a tenth longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import exp, log
from generator.index.draw_model import SCALES, Model, score_moving
from generator.index.workspace import Workspace

Singles = npt.NDArray[np.float32]
FACTORS = (768, 1280)
"""Ends of what a weight is multiplied by, in 1,024ths: 0.75 to 1.25."""
LEFT_OUT = 0.1
NORMAL_STEPS = 4096
"""Normal numbers are whole numbers of this fraction of a standard deviation."""
LOG_STEPS = 1 << 18
"""Logarithms are whole numbers of this fraction: 0.0004 points at most, where the scale ends."""
HIGHEST = 100_000
_NATIONS = 1
"""Name of the part of a draw's stream that moves nations."""
_STRETCH = 0.00099
"""A geometric mean is taken on a scale from 1 to 100: one zero must not decide all."""


@dataclass(frozen=True)
class Choices:
    """Everything that differs from draw to draw.

    Attributes:
        scale: position in ``SCALES``.
        geometric: whether means above the elements are geometric.
        weights: factors of 768 to 1,280 on the weights of indicators, elements, pillars in their domain and
            pillars in the overall score.
        keep: False for indicators left out, shape (I,).
        own: normal errors of the moving cells, in 4,096ths of a standard deviation, shape (C,).
        common: the same, shared by a nation, shape (K,).
    """

    scale: int
    geometric: bool
    weights: tuple[Floats, Floats, Floats, Floats]
    keep: Bools
    own: Floats
    common: Floats


def open_stream(seed: int, *name: int) -> np.random.Generator:
    """Return the stream of random numbers of one draw, by its number, or of a part of it."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=name)))


def choose(model: Model, random: np.random.Generator) -> Choices:
    """Draw all choices from one stream."""
    scale, geometric = int(random.integers(len(SCALES))), bool(random.integers(2))
    steps = (model.leaf, model.element, model.pillar, model.top)
    leaf, element, pillar, top = (_draw_factors(random, matrix.shape[1]) for matrix in steps)
    keep = np.ones(model.leaf.shape[1], dtype=bool)
    keep[random.permutation(len(keep))[: int(len(keep) * LEFT_OUT)]] = False
    return Choices(
        scale=scale,
        geometric=geometric,
        weights=(leaf, element, pillar, top),
        keep=keep,
        own=draw_normal(random, len(model.cells)),
        common=draw_normal(random, int(model.common.max(initial=0)) + 1),
    )


def _draw_factors(random: np.random.Generator, size: int) -> Floats:
    return random.integers(*FACTORS, size, endpoint=True).astype(np.float64)


def draw_normal(random: np.random.Generator, size: int) -> Floats:
    """Return normal numbers in 4,096ths of a standard deviation, each one of 65,536 equally likely quantiles.

    Looking them up takes a fifth of the time of drawing exact ones; mean, variance and tails up to four
    standard deviations are the same to three digits.
    """
    words = random.bit_generator.random_raw((size + 3) // 4)
    numbers = words.astype("<u8", copy=False).view("<u2")[:size]
    # No number is outside the table; told to wrap, numpy need not look.
    return np.asarray(np.take(tabulate_normal(), numbers, mode="wrap"))


@cache
def tabulate_normal() -> Floats:
    """Return the middles of 65,536 equally likely parts of the normal distribution, shape (65536,)."""
    return np.rint(NORMAL_STEPS * find_normal_quantiles())


def find_normal_quantiles() -> Floats:
    """Return the same as plain numbers, whose last bit depends on the system."""
    normal, count = NormalDist(), 1 << 16
    return np.array([normal.inv_cdf((k + 0.5) / count) for k in range(count)])


@cache
def tabulate_logs() -> Floats:
    """Return the logarithm of each score in thousandths, stretched from 1 to 100, shape (100001,)."""
    return np.rint(LOG_STEPS * log(1.0 + _STRETCH * np.arange(HIGHEST + 1)))


@cache
def tabulate_powers() -> Floats:
    """Return the score in thousandths of each logarithm up to the largest, the way back."""
    logs = np.arange(int(tabulate_logs()[-1]) + 1) / LOG_STEPS
    return np.rint((exp(logs) - 1.0) / _STRETCH)


def draw_block(
    model: Model, numbers: Sequence[int], *, seed: int, workspace: Workspace | None = None
) -> Singles:
    """Return the scores of the draws with these numbers in thousandths of a point, shape (N, draws, A).

    Args:
        model: what is drawn from.
        numbers: of the draws.
        seed: seed of the random numbers.
        workspace: memory to use; the result lies there too, and is valid until the next block.
    """
    room = workspace or Workspace()
    nodes = 1 + len(model.pillar) + len(model.element) + len(model.leaf)
    scores = room.take("block", (len(numbers), nodes, model.fixed.shape[2]), np.float32)
    for place, number in enumerate(numbers):
        score_draw(model, choose(model, open_stream(seed, number)), workspace=room, out=scores[place])
    return scores.transpose(1, 0, 2)


def score_draw(
    model: Model, choices: Choices, *, workspace: Workspace | None = None, out: Singles | None = None
) -> Singles:
    """Return the scores of one draw in thousandths of a point, shape (N, A).

    The order is that of the nodes: overall, domains, pillars, elements.

    Args:
        model: what is drawn from.
        choices: of this draw.
        workspace: memory to use.
        out: where the scores go.
    """
    room = workspace or Workspace()
    cells = model.cells.shape
    places = np.multiply(choices.own, model.error, out=room.take("places", cells, np.float64))
    shared = np.take(choices.common, model.common, out=room.take("shared", cells, np.float64), mode="wrap")
    shared *= model.shift
    places += shared
    places /= NORMAL_STEPS
    np.rint(places, out=places)
    places += model.place
    scores = room.take("indicators", model.fixed.shape[1:], np.float64)
    np.copyto(scores, model.fixed[choices.scale])
    scores.reshape(-1)[model.cells] = score_moving(model, places, choices.scale)
    if out is None:
        nodes = 1 + len(model.pillar) + len(model.element) + len(model.leaf)
        out = np.empty((nodes, scores.shape[1]), dtype=np.float32)
    return _climb(model, scores, choices, out=out)


def _climb(model: Model, scores: Floats, choices: Choices, *, out: Singles) -> Singles:
    """Take the means up the tree, shape (I, A) to (N, A). Indicators of an element are always added."""
    leaf, by_element, by_pillar, by_top = choices.weights
    first, last = 1 + len(model.pillar), 1 + len(model.pillar) + len(model.element)
    kept = model.leaf @ choices.keep.astype(np.float64) > 0
    # An element that lost every indicator keeps a score of its own, which counts for nothing above it.
    counts = np.where(kept[:, None], choices.keep, True)
    elements = _mean_of_indicators(model, (model.leaf * (leaf * counts)).sum(axis=0), scores)
    pillars = _mean(_drop(model.element, kept) * by_element, elements, geometric=choices.geometric)
    # The overall score is a mean of the pillars too, not of the domains.
    to_top = np.concatenate([model.top * by_top, model.pillar * by_pillar])
    # Whole numbers up to 100,000 are exact in single precision.
    out[last:] = elements
    out[first:last] = pillars
    out[:first] = _mean(to_top, pillars, geometric=choices.geometric)
    return out


def _mean_of_indicators(model: Model, weights: Floats, scores: Floats) -> Floats:
    """Weighted means of the indicators of each element, shape (E, A), rounded as in ``_mean``.

    An indicator has one element alone, so that most of a matrix of weights is empty: to go without it takes a
    tenth of the time.

    Args:
        model: tells which belong together.
        weights: of the indicators, shape (I,).
        scores: of the indicators, shape (I, A).
    """
    means, total = np.zeros((len(model.leaf), scores.shape[1])), np.zeros(len(model.leaf))
    for elements, indicators in model.rounds:
        weight = weights[indicators]
        total[elements] += weight
        means[elements] += scores[indicators] * weight[:, None]
    means /= np.maximum(total, 1.0)[:, None]
    return np.rint(means, out=means)


def _drop(element: Floats, kept: Bools) -> Floats:
    """Take elements without an indicator out of their pillar, unless the pillar has no other."""
    reduced = element * kept
    emptied = reduced.sum(axis=1, keepdims=True) <= 0
    return np.where(emptied, element, reduced)


def _mean(weights: Floats, children: Floats, *, geometric: bool) -> Floats:
    """Weighted mean, rounded to whole thousandths; a parent whose children weigh nothing gets 0.

    Every sum is one of whole numbers below 2 to the 53rd, so that ``@`` may take it in any order.
    """
    terms = np.take(tabulate_logs(), children.astype(np.intp)) if geometric else children
    means = weights @ terms
    means /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
    np.rint(means, out=means)
    return np.take(tabulate_powers(), means.astype(np.intp)) if geometric else means


def draw_apart(model: Model, numbers: Sequence[int], *, seed: int) -> Singles:
    """Return how far each nation is moved on each node, in thousandths of a point, shape (N, draws, nations).

    Args:
        model: what is drawn from; see ``apart``.
        numbers: of the draws.
        seed: seed of the random numbers.
    """
    moved = np.zeros((len(model.apart), len(numbers), model.apart_of.shape[1]), dtype=np.float32)
    if model.apart.any():
        for place, number in enumerate(numbers):
            errors = draw_normal(open_stream(seed, number, _NATIONS), int(model.apart_of.max()) + 1)
            # A sum of whole numbers, which is exact; rounded after the division.
            moved[:, place] = np.rint(model.apart @ errors[model.apart_of] / NORMAL_STEPS)
    return moved
