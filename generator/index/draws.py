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
from itertools import accumulate, pairwise
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import exp, log
from generator.index.draw_model import NORMAL_STEPS, SCALES, Model, score_places
from generator.index.workspace import Workspace

Thousandths = npt.NDArray[np.int32]
Normals = npt.NDArray[np.int16]
FACTORS = (768, 1280)
"""Ends of what a weight is multiplied by, in 1,024ths: 0.75 to 1.25."""
LEFT_OUT = 0.1
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
        own: normal errors of the figures, in 4,096ths of a standard deviation, shape (R, A).
        common: the same, shared by a nation, shape (I, nations).
    """

    scale: int
    geometric: bool
    weights: tuple[Floats, Floats, Floats, Floats]
    keep: Bools
    own: Normals
    common: Normals


def open_stream(seed: int, *name: int) -> np.random.Generator:
    """Return the stream of random numbers of one draw, by its number, or of a part of it."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=name)))


def choose(model: Model, random: np.random.Generator) -> Choices:
    """Draw all choices from one stream."""
    scale, geometric = int(random.integers(len(SCALES))), bool(random.integers(2))
    count = len(model.indicators)
    sizes = [count, *(step.shape[1] for step in (model.element, model.pillar, model.top))]
    factors = random.integers(*FACTORS, sum(sizes), endpoint=True).astype(np.float64)
    ends = [0, *accumulate(sizes)]
    leaf, element, pillar, top = (factors[start:end] for start, end in pairwise(ends))
    keep = np.ones(count, dtype=bool)
    keep[random.permutation(count)[: int(count * LEFT_OUT)]] = False
    return Choices(
        scale=scale,
        geometric=geometric,
        weights=(leaf, element, pillar, top),
        keep=keep,
        own=draw_normal(random, model.place.size).reshape(model.place.shape),
        common=draw_normal(random, count * model.shift.shape[1]).reshape(count, -1),
    )


def draw_normal(random: np.random.Generator, size: int) -> Normals:
    """Return normal numbers in 4,096ths of a standard deviation, each one of 65,536 equally likely quantiles.

    Looking them up takes a fifth of the time of drawing exact ones; mean, variance and tails up to four
    standard deviations are the same to three digits.
    """
    words = random.bit_generator.random_raw((size + 3) // 4)
    numbers = words.astype("<u8", copy=False).view("<u2")[:size]
    # No number is outside the table; told to wrap, numpy need not look.
    return np.asarray(np.take(tabulate_normal(), numbers, mode="wrap"))


@cache
def tabulate_normal() -> Normals:
    """Return the middles of 65,536 equally likely parts of the normal distribution, shape (65536,)."""
    return np.rint(NORMAL_STEPS * find_normal_quantiles()).astype(np.int16)


def find_normal_quantiles() -> Floats:
    """Return the same as plain numbers, whose last bit depends on the system."""
    normal, count = NormalDist(), 1 << 16
    return np.array([normal.inv_cdf((k + 0.5) / count) for k in range(count)])


@cache
def tabulate_logs() -> npt.NDArray[np.int32]:
    """Return the logarithm of each score in thousandths, stretched from 1 to 100, shape (100001,)."""
    return np.rint(LOG_STEPS * log(1.0 + _STRETCH * np.arange(HIGHEST + 1))).astype(np.int32)


@cache
def tabulate_powers() -> Thousandths:
    """Return the score in thousandths of each logarithm up to the largest, the way back."""
    logs = np.arange(int(tabulate_logs()[-1]) + 1) / LOG_STEPS
    return np.rint((exp(logs) - 1.0) / _STRETCH).astype(np.int32)


def draw_block(
    model: Model, numbers: Sequence[int], *, seed: int, workspace: Workspace | None = None
) -> Thousandths:
    """Return the scores of the draws with these numbers in thousandths of a point, shape (N, draws, A).

    Args:
        model: what is drawn from.
        numbers: of the draws.
        seed: seed of the random numbers.
        workspace: memory to use; the result lies there too, and is valid until the next block.
    """
    room = workspace or Workspace()
    scores = room.take("block", (len(numbers), *shape_scores(model)), np.int32)
    for place, number in enumerate(numbers):
        score_draw(model, choose(model, open_stream(seed, number)), workspace=room, out=scores[place])
    return scores.transpose(1, 0, 2)


def score_draw(
    model: Model, choices: Choices, *, workspace: Workspace | None = None, out: Thousandths | None = None
) -> Thousandths:
    """Return the scores of one draw in thousandths of a point, shape (N, A).

    The order is that of the nodes: overall, domains, pillars, elements.

    Args:
        model: what is drawn from.
        choices: of this draw.
        workspace: memory to use.
        out: where the scores go.
    """
    room = workspace or Workspace()
    places = np.multiply(choices.own, model.error, out=room.take("places", model.place.shape, np.float64))
    nations, sizes = model.runs
    shared = choices.common[model.indicators[: len(places)]] * model.shift
    places += np.repeat(shared[:, nations], sizes, axis=1)
    np.rint(places, out=places)
    places += model.place
    scores = score_places(model, places, choices.scale, room)
    if out is None:
        out = np.empty(shape_scores(model), dtype=np.int32)
    return _climb(model, scores, choices, out=out)


def shape_scores(model: Model) -> tuple[int, int]:
    """Return the numbers of nodes and areas."""
    nodes = 1 + len(model.pillar) + len(model.element) + model.element.shape[1]
    return nodes, len(model.nation)


def _climb(model: Model, scores: Floats, choices: Choices, *, out: Thousandths) -> Thousandths:
    """Take the means up the tree, shape (R, A) to (N, A). Indicators of an element are always added.

    Args:
        model: tells what belongs together.
        scores: of the indicators, written over.
        choices: of this draw.
        out: where the scores go.
    """
    leaf, by_element, by_pillar, by_top = choices.weights
    first, last = 1 + len(model.pillar), 1 + len(model.pillar) + len(model.element)
    rows, element_of = model.indicators[: len(scores)], model.element_of
    keep = choices.keep[rows]
    kept = np.bincount(element_of, keep, minlength=model.element.shape[1]) > 0
    # An element that lost every indicator keeps a score of its own, which counts for nothing above it.
    weights = model.weight * leaf[rows] * (keep | ~kept[element_of])
    elements = _mean_of_indicators(model, weights, scores)
    pillars = _mean(_drop(model.element, kept) * by_element, elements, geometric=choices.geometric)
    # The overall score is a mean of the pillars too, not of the domains.
    to_top = np.concatenate([model.top * by_top, model.pillar * by_pillar])
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
        weights: of the rows, shape (R,).
        scores: of the rows, shape (R, A), written over.
    """
    scores *= weights[:, None]
    some = model.turns[0] if model.turns else 0
    sums, end = scores[:some], some
    for turn in model.turns[1:]:
        sums[:turn] += scores[end : end + turn]
        end += turn
    order = model.element_of[:some]
    sums /= np.maximum(np.bincount(model.element_of, weights)[order], 1.0)[:, None]
    means = np.zeros((model.element.shape[1], scores.shape[1]))
    means[order] = np.rint(sums, out=sums)
    return means


def _drop(element: Floats, kept: Bools) -> Floats:
    """Take elements without an indicator out of their pillar, unless the pillar has no other."""
    reduced = element * kept
    emptied = reduced.sum(axis=1, keepdims=True) <= 0
    return np.where(emptied, element, reduced)


def _mean(weights: Floats, children: Floats, *, geometric: bool) -> Floats:
    """Weighted mean, rounded to whole thousandths; a parent whose children weigh nothing gets 0.

    Every sum is one of whole numbers below 2 to the 53rd, so that ``@`` may take it in any order.
    """
    terms = _look_up(tabulate_logs(), children) if geometric else children
    means = weights @ terms
    means /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
    np.rint(means, out=means)
    return _look_up(tabulate_powers(), means) if geometric else means


def _look_up(table: npt.NDArray[np.int32], numbers: Floats) -> Floats:
    """Return what a table has for whole numbers that are in it; told to wrap, numpy need not look."""
    return np.take(table, numbers.astype(np.intp), mode="wrap").astype(np.float64)


def draw_apart(model: Model, numbers: Sequence[int], *, seed: int) -> Thousandths:
    """Return how far each nation is moved on each node, in thousandths of a point, shape (N, draws, nations).

    Args:
        model: what is drawn from; see ``apart``.
        numbers: of the draws.
        seed: seed of the random numbers.
    """
    shape = (len(model.apart), len(numbers), model.apart_of.shape[1])
    if not model.apart.any():
        return np.zeros(shape, dtype=np.int32)
    count = int(model.apart_of.max()) + 1
    errors = np.stack([draw_normal(open_stream(seed, number, _NATIONS), count) for number in numbers], axis=1)
    # Sums of whole numbers, which are exact; rounded after the division.
    moved = model.apart @ errors[model.apart_of].transpose(0, 2, 1).reshape(len(model.apart_of), -1)
    moved /= NORMAL_STEPS
    return np.rint(moved, out=moved).astype(np.int32).reshape(shape)
