"""How sure is a rank? Thousands of recalculations, each with other choices and other luck (Monte Carlo).

After Saisana, Saltelli and Tarantola (2005, *J. R. Statist. Soc. A* 168) and the OECD/JRC Handbook (2008), step 7. In
each draw all of this varies together: sampling error where the publisher gives an interval; cells that are missing,
guessed from the area's other indicators with the guess's own error; every weight by a quarter either way; the
normalisation (goalposts, z-scores, percentile ranks); the aggregation (arithmetic, geometric); and one indicator in ten
is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.index.imputation import Guess, guess_missing
from generator.index.normalisation import place_values
from generator.index.records import Bools, Floats, Goalposts, Ints, Level, Panel, Robustness, Structure
from generator.index.structure import build_steps

WEIGHT_SPREAD = 0.25
LEFT_OUT = 0.1
FIFTHS = 5
LOW, HIGH = 0.05, 0.95
_Z95 = 1.959963984540054
_SCORE_BINS = 400
_LEAST_GEOMETRIC = 1.0
_UNIFORM_SD = 100 / np.sqrt(12)


@dataclass(frozen=True)
class Scene:
    """What every draw starts from; all arrays over areas that the engine holds.

    Attributes:
        share: where values stand, 0 to 100 between the goalposts and beyond them, gaps guessed, shape (A, I).
        noise: standard deviation of the sampling error on that scale, 0 where none is published, shape (A, I).
        gaps: True where the value is a guess, shape (A, I).
        centre, spread: mean and standard deviation of the clipped shares, shape (I,).
        unranked: True where a node has no score in the point estimate, shape (A, N).
    """

    structure: Structure
    share: Floats
    noise: Floats
    gaps: Bools
    guess: Guess
    nation: Ints
    centre: Floats
    spread: Floats
    unranked: Bools


@dataclass
class Tally:
    """Counts over draws: ranks, shape (A, N, A), and scores in bins, shape (A, N, bins)."""

    ranks: npt.NDArray[np.int64]
    scores: npt.NDArray[np.int64]


def measure_robustness(
    panel: Panel,
    *,
    structure: Structure,
    goalposts: Goalposts,
    level: Level,
    nation: Ints,
    draws: int,
    seed: int,
) -> Robustness:
    """Recalculate the level index ``draws`` times and summarise ranks and scores.

    A range always holds the point estimate: where the draws lie to one side of it, the range is widened to it.
    Every draw has a random stream of its own, so results do not depend on how draws are split over processes.

    Args:
        panel: gives groups and axes.
        structure: the tree.
        goalposts: of the level index.
        level: the point estimate.
        nation: number of each area's nation, shape (A,).
        draws: number of recalculations.
        seed: seed of all streams.
    """
    scene = set_scene(panel, structure=structure, goalposts=goalposts, level=level, nation=nation)
    areas, nodes = scene.unranked.shape
    tally = Tally(
        ranks=np.zeros((areas * nodes * areas,), dtype=np.int64),
        scores=np.zeros((areas * nodes * _SCORE_BINS,), dtype=np.int64),
    )
    for stream in np.random.SeedSequence(seed).spawn(draws):
        count_draw(scene, np.random.default_rng(stream), tally)
    return summarise(tally, level=level, draws=draws, seed=seed)


def set_scene(
    panel: Panel, *, structure: Structure, goalposts: Goalposts, level: Level, nation: Ints
) -> Scene:
    """Put values, their errors and the guesses for gaps on one scale."""
    sign = structure.sign
    share = place_values(level.value, panel=panel, goalposts=goalposts, sign=sign)
    ends = [
        place_values(end, panel=panel, goalposts=goalposts, sign=sign) for end in (level.lower, level.upper)
    ]
    noise = np.nan_to_num(np.abs(ends[1] - ends[0]) / (2 * _Z95))
    gaps = np.isnan(share)
    clipped = np.clip(share, 0, 100)
    guess = guess_missing(clipped, nation=nation, pooled=panel.pooled)
    return Scene(
        structure=structure,
        share=np.where(gaps, guess.mean, share),
        noise=np.where(gaps, 0.0, noise),
        gaps=gaps,
        guess=guess,
        nation=nation,
        centre=np.nanmean(clipped, axis=0),
        spread=np.nanstd(clipped, axis=0),
        unranked=np.isnan(level.scores.score),
    )


def count_draw(scene: Scene, rng: np.random.Generator, tally: Tally) -> None:
    """Make one draw and add its ranks and scores to the tally."""
    geometric = rng.random() < 0.5
    method = int(rng.integers(3))
    scores = score_draw(
        scene, normalise_draw(scene, perturb(scene, rng), method), geometric=geometric, rng=rng
    )
    areas, nodes = scores.shape
    # A hair of noise breaks ties by chance instead of by the order of the codes.
    shown = scores + rng.normal(scale=1e-7, size=scores.shape)
    order = np.argsort(np.where(scene.unranked, np.inf, -shown), axis=0, kind="quicksort")
    position = np.empty_like(order)
    np.put_along_axis(position, order, np.arange(areas)[:, None], axis=0)
    cell = np.arange(areas * nodes).reshape(areas, nodes)
    tally.ranks += np.bincount((cell * areas + position).ravel(), minlength=tally.ranks.size)
    if not geometric:
        bins = np.clip(scores * (_SCORE_BINS / 100), 0, _SCORE_BINS - 1).astype(np.int64)
        tally.scores += np.bincount((cell * _SCORE_BINS + bins).ravel(), minlength=tally.scores.size)


def perturb(scene: Scene, rng: np.random.Generator) -> Floats:
    """Return the shares with sampling error, and other guesses in the gaps, shape (A, I)."""
    size = scene.share.shape
    guess = scene.guess
    error = np.where(scene.gaps, guess.spread, scene.noise) * rng.standard_normal(size)
    common = rng.standard_normal((int(scene.nation.max()) + 1, size[1])) * guess.shift
    return scene.share + error + np.where(guess.shared, common[scene.nation], 0.0)


def normalise_draw(scene: Scene, share: Floats, method: int) -> Floats:
    """Return scores by goalposts (0), z-scores (1) or percentile ranks (2), on the same centre and spread."""
    if method == 0:
        return np.clip(share, 0, 100)
    if method == 1:
        z = (share - share.mean(axis=0)) / np.maximum(share.std(axis=0), 1e-9)
        return np.clip(scene.centre + scene.spread * z, 0, 100)
    order = np.argsort(share, axis=0)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(share.shape[0])[:, None], axis=0)
    percentile = 100 * (rank + 0.5) / share.shape[0]
    return np.clip(scene.centre + scene.spread * (percentile - 50) / _UNIFORM_SD, 0, 100)


def score_draw(scene: Scene, scores: Floats, *, geometric: bool, rng: np.random.Generator) -> Floats:
    """Return node scores of one draw with its own weights and left-out indicators, shape (A, N)."""
    to_element, to_pillar, to_domain, to_overall = build_steps(scene.structure)
    result = np.empty((scores.shape[0], len(scene.structure.nodes)))
    kept = rng.random(scores.shape[1]) >= LEFT_OUT
    leaf = to_element.matrix * vary(rng, scores.shape[1])
    here = leaf * kept
    # An element that lost every indicator keeps its score but does not count in its pillar.
    lost = here.sum(axis=1) == 0
    leaf = np.where(lost[:, None], leaf, here)
    values = np.log(np.maximum(scores, _LEAST_GEOMETRIC)) if geometric else scores
    elements = mean(values, leaf)
    branch = to_pillar.matrix * vary(rng, len(to_element.parents))
    held = branch * ~lost
    branch = np.where((held.sum(axis=1) == 0)[:, None], branch, held)
    pillars = mean(elements, branch)
    trunk = vary(rng, len(to_pillar.parents))
    parts = {
        tuple(to_element.parents): elements,
        tuple(to_pillar.parents): pillars,
        tuple(to_domain.parents): mean(pillars, to_domain.matrix * trunk),
        tuple(to_overall.parents): mean(pillars, to_overall.matrix * trunk),
    }
    for nodes, part in parts.items():
        result[:, list(nodes)] = np.exp(part) if geometric else part
    return result


def vary(rng: np.random.Generator, count: int) -> Floats:
    """Return factors within a quarter of 1, shape (count,)."""
    return rng.uniform(1 - WEIGHT_SPREAD, 1 + WEIGHT_SPREAD, count)


def mean(values: Floats, weights: Floats) -> Floats:
    """Return weighted means, shape (A, C) and (P, C) to (A, P)."""
    return np.asarray(values @ (weights / weights.sum(axis=1, keepdims=True)).T)


def summarise(tally: Tally, *, level: Level, draws: int, seed: int) -> Robustness:
    """Return ranges and probabilities; ranges are widened to hold the point estimate."""
    areas, nodes = level.scores.rank.shape
    ranks = tally.ranks.reshape(areas, nodes, areas)
    rank, ranked = level.scores.rank, level.scores.ranked
    present = rank > 0
    low = np.where(present, np.minimum(find_quantile(ranks, LOW) + 1, rank), 0)
    high = np.where(present, np.maximum(find_quantile(ranks, HIGH) + 1, rank), 0)
    bins = tally.scores.reshape(areas, nodes, _SCORE_BINS)
    width = 100 / _SCORE_BINS
    point = level.scores.score
    score_low = np.minimum((find_quantile(bins, LOW) + 0.5) * width, point)
    score_high = np.maximum((find_quantile(bins, HIGH) + 0.5) * width, point)
    fifth = np.minimum(np.arange(areas)[None, :] * FIFTHS // np.maximum(ranked, 1)[:, None], FIFTHS - 1)
    shares = np.stack(
        [np.einsum("anr,nr->an", ranks, fifth == number) / draws for number in range(FIFTHS)], axis=-1
    )
    return Robustness(
        rank_low=low.astype(np.int32),
        rank_high=high.astype(np.int32),
        score_low=np.where(present, score_low, np.nan),
        score_high=np.where(present, score_high, np.nan),
        p_fifth=np.where(present[..., None], shares, np.nan),
        draws=draws,
        seed=seed,
    )


def find_quantile(counts: npt.NDArray[np.int64], share: float) -> npt.NDArray[np.int64]:
    """Return the first position at which the running share of counts reaches ``share``, last axis dropped."""
    running = np.cumsum(counts, axis=-1)
    total = np.maximum(running[..., -1:], 1)
    return np.asarray(np.argmax(running >= share * total, axis=-1))
