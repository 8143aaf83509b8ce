"""How far ranks move when the choices of method move: an uncertainty analysis by Monte Carlo.

The factors are those of COINr's worked example (Becker and others 2022; after Saisana, Saltelli and Tarantola
2005, Journal of the Royal Statistical Society A 168(2)): the number of cells that may be winsorised (1 to
5), the normalisation (min-max 1 to 100, or z-scores with mean 10 and standard deviation 2), the mean
(arithmetic or geometric, at all levels) and the weights above the indicators (each times 0.75 to 1.25).

The index is drawn otherwise, in ``index.draws``: with errors of its cells, with indicators left out, on
scales that are worked out once, and in whole numbers, which needs scores from 0 to 100. Here a table may be
on any scale, and what COINr draws is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.composite.aggregation import aggregate
from generator.composite.arrays import Floats
from generator.composite.means import ARITHMETIC, GEOMETRIC
from generator.composite.normalisation import Normalisation, normalise
from generator.composite.ranking import rank_within
from generator.composite.run import Result, treat_periods
from generator.composite.tree import Tree
from generator.errors import ProsperityError

WINSORISE_MAX = (1, 2, 3, 4, 5)
NORMALISATIONS = (Normalisation("min-max", scale=(1.0, 100.0)), Normalisation("z-score", scale=(10.0, 2.0)))
MEANS = (ARITHMETIC, GEOMETRIC)
VARIATION = 0.25
TAILS = (0.05, 0.5, 0.95)
LEAST_SCORE = 1.0
"""Where a z-score is not above 0, the geometric mean of that indicator is taken from 1 upwards."""

_CELLS_AT_ONCE = 10_000_000

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Choices:
    """The choices of ``D`` draws.

    Attributes:
        winsorise_max: place in :data:`WINSORISE_MAX`, shape (D,).
        normalisation: place in :data:`NORMALISATIONS`, shape (D,).
        mean: place in :data:`MEANS`, shape (D,).
        factors: for each level, bottom up, what its weights are multiplied by, shape (D, n of the level), or
            (1, n of the level) where they do not vary.
    """

    winsorise_max: Places
    normalisation: Places
    mean: Places
    factors: tuple[Floats, ...]


@dataclass(frozen=True)
class Ranges:
    """Ranks of each level above the indicators over the draws, bottom up; arrays of shape (R, n of the
    level).

    Attributes:
        low, median, high: 5th, 50th and 95th percentile (type 7 of Hyndman and Fan 1996); NaN without a rank.
        draws, seed: of the run.
        raised: indicators with z-scores that were raised to 1 for the geometric mean.
    """

    low: tuple[Floats, ...]
    median: tuple[Floats, ...]
    high: tuple[Floats, ...]
    draws: int
    seed: int
    raised: tuple[str, ...]


def sample_choices(tree: Tree, *, draws: int, seed: int) -> Choices:
    """Return random choices; the first draws do not depend on how many follow.

    Weights vary from level 2 to the level below the top; in a framework of two levels those of the
    indicators.

    Raises:
        ProsperityError: fewer than one draw.
    """
    if draws < 1:
        raise ProsperityError("there are no draws", field="--draws", expected="1 or more", mend="correct it")
    top = len(tree.levels) - 1
    varied = range(1, top) if top > 1 else range(1)
    sizes = [len(codes) for codes in tree.levels]
    uniform = np.random.default_rng(seed).random((draws, 3 + sum(sizes[level] for level in varied)))
    first, factors = 3, []
    for level, size in enumerate(sizes):
        if level in varied:
            part = uniform[:, first : first + size]
            factors.append(1 + VARIATION * (2 * part - 1))
            first += size
        else:
            factors.append(np.ones((1, size)))
    counts = (len(WINSORISE_MAX), len(NORMALISATIONS), len(MEANS))
    places = [(uniform[:, number] * count).astype(np.intp) for number, count in enumerate(counts)]
    return Choices(places[0], places[1], places[2], tuple(factors))


def measure_ranges(result: Result, *, draws: int, seed: int) -> Ranges:
    """Draw the index many times over and return the ranges of the ranks.

    Every draw starts from the prepared (denominated, imputed, screened) values. Where the index is not
    treated, no draw is; the normalisation and the mean of a draw are one of those above, whatever the index
    itself uses. A unit without a rank takes no part.
    """
    drawn = rank_draws(result, sample_choices(result.tree, draws=draws, seed=seed))
    found: list[list[Floats]] = [[], [], []]
    for level in range(1, len(result.levels)):
        ranked = ~np.isnan(result.ranks[level])
        quantiles = np.full((len(TAILS), *ranked.shape), np.nan)
        for node in range(ranked.shape[1]):
            ranks = drawn.of(level, node)
            rows = np.flatnonzero(ranked[:, node] & (ranks > 0).all(axis=0))
            quantiles[:, rows, node] = np.quantile(ranks[:, rows], TAILS, axis=0)
        for kept, quantile in zip(found, quantiles, strict=True):
            kept.append(quantile)
    low, median, high = (tuple(kept) for kept in found)
    return Ranges(low, median, high, draws, seed, drawn.raised)


@dataclass(frozen=True)
class Drawn:
    """Ranks of all draws.

    Attributes:
        blocks: for draws that share their method: their numbers, and the ranks of each level above the
            indicators, bottom up, shape (draws, R, n of the level); or (1, R, n of the level) where all these
            draws have the same, which saves most of the memory.
        draws: how many they are in all.
        raised: indicators with z-scores that were raised to 1 for the geometric mean.
    """

    blocks: tuple[tuple[Places, tuple[npt.NDArray[np.int32], ...]], ...]
    draws: int
    raised: tuple[str, ...]

    def of(self, level: int, node: int) -> npt.NDArray[np.int32]:
        """Return the ranks of one node, shape (D, R), 0 without a rank; the indicators are level 0."""
        rows = self.blocks[0][1][0].shape[1]
        ranks = np.empty((self.draws, rows), dtype=np.int32)
        for numbers, levels in self.blocks:
            ranks[numbers] = levels[level - 1][:, :, node]
        return ranks


def rank_draws(result: Result, choices: Choices) -> Drawn:
    """Return the ranks of all draws."""
    rows, raised = result.table.blocks(), set[str]()
    blocks = []
    for numbers, levels in score_draws(result, choices, raised=raised):
        ranks = []
        for level, point in zip(levels[1:], result.ranks[1:], strict=True):
            scores = np.where(np.isnan(point), np.nan, level)
            ranks.append(np.nan_to_num(rank_within(scores, rows)).astype(np.int32))
        blocks.append((numbers, tuple(ranks)))
    names = tuple(code for code in result.tree.indicators if code in raised)
    return Drawn(tuple(blocks), len(choices.mean), names)


def score_draws(
    result: Result, choices: Choices, *, raised: set[str]
) -> Iterator[tuple[Places, tuple[Floats, ...]]]:
    """Yield draws that share their method, with the scores of each level.

    Treatment and normalisation are made once for each pair of choices; only weights differ within a block.

    Args:
        result: the index.
        choices: of all draws.
        raised: takes the codes of indicators whose z-scores were raised for a geometric mean.

    Yields:
        Numbers of the draws, and for each level, bottom up, an array of shape (draws or 1, R, n of the
        level).
    """
    tree, table = result.tree, result.table
    step = max(1, _CELLS_AT_ONCE // max(1, len(table.units) * len(tree.codes)))
    for winsorise_max in np.unique(choices.winsorise_max).tolist():
        treatment = result.options.treat and replace(
            result.options.treat, winsorise_max=WINSORISE_MAX[winsorise_max]
        )
        treated, _ = treat_periods(table, treatment)
        for place, normalisation in enumerate(NORMALISATIONS):
            leaves = normalise(treated, table=table, tree=tree, normalisation=normalisation)
            for mean, formula in enumerate(MEANS):
                same = (choices.winsorise_max == winsorise_max) & (choices.normalisation == place)
                drawn = np.flatnonzero(same & (choices.mean == mean))
                if len(drawn) == 0:
                    continue
                used = _raise_leaves(leaves, tree, raised) if formula == GEOMETRIC else leaves
                for start in range(0, len(drawn), step):
                    block = drawn[start : start + step]
                    weights = [
                        own * (factors if len(factors) == 1 else factors[block])
                        for own, factors in zip(tree.weights, choices.factors, strict=True)
                    ]
                    threshold = result.options.missing_threshold
                    yield (
                        block,
                        aggregate(
                            tree, used[None], [formula], table=table, weights=weights, threshold=threshold
                        ),
                    )


def _raise_leaves(leaves: Floats, tree: Tree, raised: set[str]) -> Floats:
    """Return the scores, columns that reach 0 held at 1 and above: a geometric mean needs more than 0."""
    low = (leaves <= 0).any(axis=0)
    raised.update(tree.indicators[place] for place in np.flatnonzero(low))
    return np.where(low & (leaves < LEAST_SCORE), LEAST_SCORE, leaves)
