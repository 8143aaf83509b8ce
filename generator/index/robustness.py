"""How sure is a rank? The index drawn thousands of times, with other choices and other luck (Monte Carlo).

After Saisana, Saltelli and Tarantola (2005, *J. R. Statist. Soc. A* 168) and the OECD/JRC Handbook (2008),
step 7. Every draw has its own stream of random numbers, named by the seed and the number of the draw. So a
result depends on neither blocks nor processes, and the first draws of a long run are those of a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generator.index.imputation import Guess, describe, guess_missing
from generator.index.normalisation import place_values, spread_goalposts
from generator.index.records import (
    Bools,
    Floats,
    Goalposts,
    Ints,
    Level,
    Panel,
    Robustness,
    Scores,
    Structure,
)
from generator.index.structure import build_steps
from generator.index.tally import Tally
from generator.index.treatment import treat

Singles = npt.NDArray[np.float32]
Cells = npt.NDArray[np.int64]

WEIGHT_VARIATION = 0.25
LEFT_OUT = 0.1
BLOCK = 256
# A 95 % interval is 2 x 1.96 standard errors wide.
_INTERVAL_IN_ERRORS = 3.92
_FURTHEST = (-50.0, 150.0)
_LARGEST_Z = 3.0
_STEPS_PER_POINT = 4
_SD_OF_UNIFORM = 100 / np.sqrt(12)
_GOALPOSTS, _Z_SCORE, _PERCENTILE = range(3)


@dataclass(frozen=True)
class Model:
    """What is drawn from. Cells lie as (I, A), flat where listed; places run from 0, the worse end, to 100.

    Attributes:
        place: places of all cells, missing ones at their guess, shape (I, A).
        cells, error: flat cells with an error of their own (sampling error, or that of a guess), and its
            standard deviation.
        common, shift: number of the error that a cell shares with others of its nation, and that error's
            standard deviation, 0 where there is none; along ``cells``.
        centre, spread: mean and standard deviation of each indicator's places, shape (I, 1).
        scale: the typical spread, which z-scores and percentiles are brought to.
        percentiles: percentile rank at quarter points from -50 to 150, shape (I, 801), flat.
        weights: nominal weights of the four steps up the tree.
    """

    place: Singles
    cells: Cells
    error: Singles
    common: Cells
    shift: Singles
    centre: Singles
    spread: Singles
    scale: np.float32
    percentiles: Singles
    weights: tuple[Singles, ...]


def measure_robustness(
    panel: Panel,
    *,
    structure: Structure,
    goalposts: Goalposts,
    level: Level,
    nation: Ints,
    draws: int,
    seed: int,
    block: int = BLOCK,
    executor: Executor | None = None,
    shares: int = 1,
) -> Robustness:
    """Draw the level index many times over and return the ranges of ranks and scores.

    In each draw: values with a published interval get a normal error; missing cells are guessed from the
    area's other indicators, with the error such guesses have; every weight is multiplied by 0.75 to 1.25;
    values become scores by goalposts, z-score or percentile rank; elements and pillars are averaged
    arithmetically or geometrically; one indicator in ten is left out. An area without a score gets no rank.

    In each draw a node's scores are shifted so that their mean over the areas is the published one: a score
    says where a place stands among places. Ranges are widened to hold the published rank and score.

    Args:
        panel, goalposts, level: the point estimate.
        structure: the tree.
        nation: number of each area's nation, shape (A,).
        draws: number of draws.
        seed: seed of the random numbers.
        block: draws counted at once; changes memory, never the result.
        executor, shares: where the draws are made, in how many parts; changes time, never the result.
    """
    model = build_model(panel, structure=structure, goalposts=goalposts, level=level, nation=nation)
    count = partial(count_draws, model, level.scores, seed=seed, block=block)
    ends = np.linspace(0, draws, shares + 1).astype(int).tolist()
    parts = [range(start, end) for start, end in pairwise(ends)]
    tallies = map(count, parts) if executor is None else executor.map(count, parts)
    tally, *others = tallies
    for other in others:
        tally.add(other)
    return tally.summarise(draws=draws, seed=seed)


def count_draws(model: Model, scores: Scores, numbers: Sequence[int], *, seed: int, block: int) -> Tally:
    """Return the tally of the draws with these numbers."""
    tally = Tally(scores.score, scores.rank)
    for start in range(0, len(numbers), block):
        tally.count(draw_block(model, numbers[start : start + block], seed=seed))
    return tally


def build_model(
    panel: Panel, *, structure: Structure, goalposts: Goalposts, level: Level, nation: Ints
) -> Model:
    """Gather what the draws need from the point estimate."""
    place = place_values(level.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    place = np.clip(place, *_FURTHEST)
    clipped = np.clip(place, 0.0, 100.0)
    guess = guess_missing(clipped, nation=nation, pooled=panel.pooled)
    absent = np.isnan(place).T
    error = np.nan_to_num(sampling_error(panel, level=level, goalposts=goalposts)).T
    error = np.where(absent, guess.spread[:, None], error)
    cells = np.flatnonzero(error > 0)
    common, shift = _share_errors(guess, nation, cells=cells)
    centre, spread = describe(clipped)
    return Model(
        place=np.where(absent, np.clip(guess.mean, 0, 100).T, place.T).astype(np.float32),
        cells=cells,
        error=error.ravel()[cells].astype(np.float32),
        common=common,
        shift=shift,
        centre=centre[:, None].astype(np.float32),
        spread=spread[:, None].astype(np.float32),
        scale=np.float32(spread.mean()),
        percentiles=_percentile_table(place).ravel(),
        weights=tuple(step.matrix.astype(np.float32) for step in build_steps(structure)),
    )


def sampling_error(panel: Panel, *, level: Level, goalposts: Goalposts) -> Floats:
    """Return the standard error of each place, in points, from the published 95 % interval, shape (A, I)."""
    low, high = spread_goalposts(panel, goalposts)
    lower, upper = (treat(end, logged=goalposts.logged) for end in (level.lower, level.upper))
    return np.asarray(100.0 * np.abs(upper - lower) / _INTERVAL_IN_ERRORS / np.abs(high - low))


def _share_errors(guess: Guess, nation: Ints, *, cells: Cells) -> tuple[Cells, Singles]:
    """Number and size of the error that each cell shares with its nation where that has no value at all."""
    indicators, nations = guess.shared.shape[1], int(nation.max()) + 1
    number = np.arange(indicators)[:, None] * nations + nation[None, :]
    size = np.where(guess.shared.T, guess.shift[:, None], 0.0)
    return number.ravel()[cells].astype(np.int64), size.ravel()[cells].astype(np.float32)


def _percentile_table(place: Floats) -> Singles:
    """Mid-rank percentile at every quarter point of the scale, per indicator, shape (I, 801)."""
    grid = np.linspace(*_FURTHEST, int((_FURTHEST[1] - _FURTHEST[0]) * _STEPS_PER_POINT) + 1)
    half = 0.5 / _STEPS_PER_POINT
    table = np.zeros((place.shape[1], len(grid)), dtype=np.float32)
    for column in range(place.shape[1]):
        known = np.sort(place[~np.isnan(place[:, column]), column])
        below = np.searchsorted(known, grid - half, side="left")
        upto = np.searchsorted(known, grid + half, side="right")
        table[column] = 100.0 * (below + upto) / (2 * max(len(known), 1))
    return table


def draw_block(model: Model, numbers: Sequence[int], *, seed: int) -> Singles:
    """Return the scores of the draws with these numbers, shape (N, draws, A)."""
    drawn = [draw_scores(model, _open_stream(seed, number)) for number in numbers]
    return np.stack(drawn, axis=1)


def _open_stream(seed: int, number: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(number,))))


def draw_scores(model: Model, random: np.random.Generator) -> Singles:
    """Return the scores of one draw, shape (N, A): overall, domains, pillars, elements."""
    normalisation, geometric = int(random.integers(3)), bool(random.integers(2))
    weights = [_vary(matrix, random) for matrix in model.weights]
    keep = np.ones(model.place.shape[0], dtype=bool)
    keep[random.permutation(len(keep))[: int(len(keep) * LEFT_OUT)]] = False
    place = _disturb(model, random)
    return _climb(_rescale(model, place, normalisation), weights, keep, geometric=geometric)


def _vary(matrix: Singles, random: np.random.Generator) -> Singles:
    factor = random.uniform(1 - WEIGHT_VARIATION, 1 + WEIGHT_VARIATION, matrix.shape[1])
    return np.asarray(matrix * np.asarray(factor, dtype=np.float32))


def _disturb(model: Model, random: np.random.Generator) -> Singles:
    """Add sampling errors, errors of guesses, and the errors that whole nations share."""
    place = model.place.copy()
    own = random.standard_normal(len(model.cells), dtype=np.float32)
    common = random.standard_normal(int(model.common.max(initial=0)) + 1, dtype=np.float32)
    place.reshape(-1)[model.cells] += own * model.error + common[model.common] * model.shift
    return place


def _rescale(model: Model, place: Singles, normalisation: int) -> Singles:
    """Turn places into scores from 0 to 100 in one of three ways, each indicator keeping its centre."""
    if normalisation == _Z_SCORE:
        z = np.clip((place - model.centre) / model.spread, -_LARGEST_Z, _LARGEST_Z)
        place = model.centre + z * model.scale
    elif normalisation == _PERCENTILE:
        width = len(model.percentiles) // place.shape[0]
        step = (np.clip(place, *_FURTHEST) - np.float32(_FURTHEST[0])) * np.float32(_STEPS_PER_POINT)
        row = np.arange(place.shape[0], dtype=np.int32)[:, None] * width
        percentile = model.percentiles[(step + np.float32(0.5)).astype(np.int32) + row]
        place = model.centre + (percentile - np.float32(50)) * (model.scale / np.float32(_SD_OF_UNIFORM))
    return np.clip(place, np.float32(0), np.float32(100))


def _climb(scores: Singles, weights: list[Singles], keep: Bools, *, geometric: bool) -> Singles:
    """Take the means up the tree, shape (I, A) to (N, A). Indicators of an element are always added."""
    leaf, element, pillar, top = weights
    element, kept = _leave_out(leaf, element, keep)
    elements = _normed(leaf * np.where(kept, keep, True)) @ scores
    pillars = _mean(_normed(element), elements, geometric=geometric)
    domains = _mean(_normed(pillar), pillars, geometric=geometric)
    overall = _mean(_normed(top), pillars, geometric=geometric)
    return np.concatenate([overall, domains, pillars, elements])


def _leave_out(leaf: Singles, element: Singles, keep: Bools) -> tuple[Singles, Bools]:
    """Drop elements that lost every indicator from their pillar, unless the pillar has no other.

    Returns the weights of the elements, and which elements still have an indicator, shape (E, 1). An element
    without one keeps a score of its own, from all its indicators, that counts for nothing above it.
    """
    left = leaf @ keep.astype(np.float32) > 0
    reduced = element * left
    emptied = reduced.sum(axis=1, keepdims=True) <= 0
    return np.where(emptied, element, reduced), left[:, None]


def _normed(matrix: Singles) -> Singles:
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True), dtype=np.float32)


def _mean(weights: Singles, children: Singles, *, geometric: bool) -> Singles:
    """Weighted mean; the geometric one on a scale from 1 to 100, so that one zero does not decide all."""
    if not geometric:
        return weights @ children
    means = np.exp(weights @ np.log1p(np.float32(0.99) * children))
    return np.asarray((means - 1) / np.float32(0.99))
