"""One draw of the index: other weights, another scale, another mean, errors, and indicators left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from generator.index.draw_model import SCALES, Model, Singles, score_moving
from generator.index.records import Bools
from generator.index.workspace import Workspace

WEIGHT_VARIATION = 0.25
LEFT_OUT = 0.1


@dataclass(frozen=True)
class Choices:
    """Everything that differs from draw to draw.

    Attributes:
        scale: position in ``SCALES``.
        geometric: whether means above the elements are geometric.
        weights: factors of 0.75 to 1.25 on the weights of indicators, elements, pillars in their domain and
            pillars in the overall score.
        keep: False for indicators left out, shape (I,).
        own: standard normal errors of the moving cells, shape (C,).
        common: standard normal errors shared by a nation, shape (K,).
    """

    scale: int
    geometric: bool
    weights: tuple[Singles, Singles, Singles, Singles]
    keep: Bools
    own: Singles
    common: Singles


def open_stream(seed: int, number: int) -> np.random.Generator:
    """Return the stream of random numbers of one draw."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(number,))))


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


def _draw_factors(random: np.random.Generator, size: int) -> Singles:
    return np.asarray(random.uniform(1 - WEIGHT_VARIATION, 1 + WEIGHT_VARIATION, size), dtype=np.float32)


def draw_normal(random: np.random.Generator, size: int) -> Singles:
    """Return standard normal numbers, each one of 65,536 equally likely quantiles.

    Looking them up takes a fifth of the time of drawing exact ones; mean, variance and tails up to four
    standard deviations are the same to three digits.
    """
    words = random.bit_generator.random_raw((size + 3) // 4)
    numbers = words.astype("<u8", copy=False).view("<u2")[:size]
    # No number is outside the table; told to wrap, numpy need not look.
    return np.asarray(np.take(_quantiles(), numbers, mode="wrap"))


@cache
def _quantiles() -> Singles:
    normal, count = NormalDist(), 1 << 16
    return np.array([normal.inv_cdf((k + 0.5) / count) for k in range(count)], dtype=np.float32)


def draw_block(
    model: Model, numbers: Sequence[int], *, seed: int, workspace: Workspace | None = None
) -> Singles:
    """Return the scores of the draws with these numbers, shape (N, draws, A).

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
    """Return the scores of one draw, shape (N, A): overall, domains, pillars, elements.

    Args:
        model: what is drawn from.
        choices: of this draw.
        workspace: memory to use.
        out: where the scores go.
    """
    room = workspace or Workspace()
    cells = model.cells.shape
    places = np.multiply(choices.own, model.error, out=room.take("places", cells, np.float32))
    shared = np.take(choices.common, model.common, out=room.take("shared", cells, np.float32), mode="wrap")
    shared *= model.shift
    places += shared
    places += model.place
    scores = room.take("indicators", model.fixed.shape[1:], np.float32)
    np.copyto(scores, model.fixed[choices.scale])
    scores.reshape(-1)[model.cells] = score_moving(model, places, choices.scale)
    if out is None:
        nodes = 1 + len(model.pillar) + len(model.element) + len(model.leaf)
        out = np.empty((nodes, scores.shape[1]), dtype=np.float32)
    return _climb(model, scores, choices, out=out)


def _climb(model: Model, scores: Singles, choices: Choices, *, out: Singles) -> Singles:
    """Take the means up the tree, shape (I, A) to (N, A). Indicators of an element are always added."""
    leaf, by_element, by_pillar, by_top = choices.weights
    first, last = 1 + len(model.pillar), 1 + len(model.pillar) + len(model.element)
    kept = model.leaf @ choices.keep.astype(np.float32) > 0
    # An element that lost every indicator keeps a score of its own, which counts for nothing above it.
    counts = np.where(kept[:, None], choices.keep, True)
    elements = np.matmul(_normed(model.leaf * (leaf * counts)), scores, out=out[last:])
    to_pillars = _drop(model.element, kept) * by_element
    pillars = _mean(to_pillars, elements, geometric=choices.geometric, out=out[first:last])
    # The overall score is a mean of the pillars too, not of the domains.
    to_top = np.concatenate([model.top * by_top, model.pillar * by_pillar])
    _mean(to_top, pillars, geometric=choices.geometric, out=out[:first])
    return out


def _normed(weights: Singles) -> Singles:
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


def _drop(element: Singles, kept: Bools) -> Singles:
    """Take elements without an indicator out of their pillar, unless the pillar has no other."""
    reduced = element * kept
    emptied = reduced.sum(axis=1, keepdims=True) <= 0
    return np.where(emptied, element, reduced)


def _mean(weights: Singles, children: Singles, *, geometric: bool, out: Singles) -> Singles:
    """Weighted mean; the geometric one on a scale from 1 to 100, so that one zero does not decide all."""
    shares = _normed(weights)
    if not geometric:
        return np.matmul(shares, children, out=out)
    # log(1 + x) and not log1p: x is never small against 1 here, and log is many times faster.
    np.matmul(shares, np.log(np.float32(1) + np.float32(0.99) * children), out=out)
    np.exp(out, out=out)
    out -= np.float32(1)
    out *= np.float32(1 / 0.99)
    return out
