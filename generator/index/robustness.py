"""How sure is a rank? The index drawn thousands of times, with other choices and other luck (Monte Carlo).

After Saisana, Saltelli and Tarantola (2005, *J. R. Statist. Soc. A* 168) and the OECD/JRC Handbook (2008),
step 7. Every draw has its own stream of random numbers, named by the seed and the number of the draw. So a
result depends on neither blocks nor processes, and the first draws of a long run are those of a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import pairwise

import numpy as np

from generator.composite.arrays import Bools
from generator.index.draw_model import Model
from generator.index.draws import draw_apart, draw_block
from generator.index.results import Robustness, Scores, Structure
from generator.index.tally import Tally
from generator.index.workspace import Workspace

BLOCK_CELLS = 16_000_000
"""Scores held at once: 64 megabytes, however many areas there are."""
LARGEST_BLOCK = 512


def measure_robustness(
    model: Model,
    *,
    structure: Structure,
    scores: Scores,
    draws: int,
    seed: int,
    block: int | None = None,
    executor: Executor | None = None,
    shares: int = 1,
) -> Robustness:
    """Draw the level index many times over and return the ranges; see ``start_robustness``."""
    return start_robustness(
        *(model, structure, scores), draws=draws, seed=seed, block=block, executor=executor, shares=shares
    )()


def start_robustness(
    model: Model,
    structure: Structure,
    scores: Scores,
    *,
    draws: int,
    seed: int,
    block: int | None = None,
    executor: Executor | None = None,
    shares: int = 1,
) -> Callable[[], Robustness]:
    """Start to draw the level index many times over; return what waits for the ranges of ranks and scores.

    In each draw: values with a published interval get a normal error; missing cells are guessed from the
    area's other indicators, with the error such guesses have; every weight is multiplied by 0.75 to 1.25;
    values become scores by goalposts, z-score or percentile rank; elements and pillars are averaged
    arithmetically or geometrically; one indicator in ten is left out. An area without a score gets no rank.
    Before all areas are ranked together, each nation moves up or down as far as indicators that are not
    measured alike leave open, see ``apart``.

    In each draw a node's scores are shifted so that their mean over the areas is the published one: a score
    says where a place stands among places. Ranges are widened to hold the published rank and score. Scores of
    elements have no range: nobody asks for it, and it would cost as much as all the others.

    Args:
        model: what is drawn from, see ``draw_model.build_model``.
        structure: the tree.
        scores: the point estimate.
        draws: number of draws.
        seed: seed of the random numbers.
        block: draws counted at once, by default as many as fit well in memory; never changes the result.
        executor, shares: where the draws are made, in how many parts; changes time, never the result.
    """
    ranged = np.array([node.level != "element" for node in structure.nodes])
    count = partial(count_draws, model, scores, ranged, seed=seed, block=block)
    ends = np.linspace(0, draws, shares + 1).astype(int).tolist()
    parts = [range(start, end) for start, end in pairwise(ends)]
    tallies = map(count, parts) if executor is None else executor.map(count, parts)

    def finish() -> Robustness:
        # The rest is added to the first: an empty one beside it would take as much memory again.
        found = iter(tallies)
        total = next(found)
        for tally in found:
            total.add(tally)
        return total.summarise(draws=draws, seed=seed)

    return finish


def count_draws(
    model: Model,
    scores: Scores,
    ranged: Bools,
    numbers: Sequence[int],
    *,
    seed: int,
    block: int | None = None,
) -> Tally:
    """Return the tally of the draws with these numbers."""
    tally = Tally(scores, nation=model.nation, ranged=ranged)
    block = block or choose_block(scores.score.size)
    room = Workspace()
    for start in range(0, len(numbers), block):
        some = numbers[start : start + block]
        apart = draw_apart(model, some, seed=seed)
        tally.count(draw_block(model, some, seed=seed, workspace=room), apart)
    return tally


def choose_block(scores: int) -> int:
    """Return how many draws are counted at once, for so many scores in each draw."""
    return max(1, min(LARGEST_BLOCK, BLOCK_CELLS // max(scores, 1)))
