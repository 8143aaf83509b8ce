"""``prosperity bench``: how long each part of the index takes, as ratios that travel between machines."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from generator.commands import read_count

if TYPE_CHECKING:
    from generator.index.results import Errors, Index, Level, Panel

NAME = "bench"
HELP = "time the parts of the index, score against COINr, and the draws for many more areas"

_KIB_PER_MB = 1000
_LARGE_DRAWS = 20
_REPEATS = 3
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the number of draws and the number of synthetic areas."""
    parser.add_argument(
        "--draws", type=read_count(1), default=1000, metavar="N", help="robustness draws to time"
    )
    parser.add_argument(
        "--areas",
        type=read_count(),
        default=0,
        metavar="N",
        help="also time the draws for so many synthetic areas, copies of the councils with noise",
    )


def run(args: argparse.Namespace) -> int:
    """Load, compute and print CPU seconds, ratios and the peak memory."""
    from generator.bench.score import list_score_works
    from generator.catalogue import store
    from generator.index.audit.run import audit
    from generator.index.draw_model import build_model
    from generator.index.ranking import rank
    from generator.index.robustness import measure_robustness
    from generator.index.run import add_trend, compute_index, score_level
    from generator.index.sobol import estimate_sobol
    from generator.paths import PROJECT

    for name, work, coinr in list_score_works():
        seconds = min(timed(name, work)[1] for _ in range(_REPEATS))
        say("as many times faster than COINr", f"{coinr / max(seconds, 1e-6):8,.0f}")
    framework, _ = timed("framework", lambda: store.load_framework(PROJECT))
    areas = store.load_areas(PROJECT)
    observations, _ = timed("observations", lambda: store.load_observations(PROJECT, framework, areas))
    edition = store.load_edition(PROJECT).model_copy(update={"draws": 1, "sobol": 0})
    level = partial(score_level, framework, observations, areas, edition=edition)
    index = compute_index(framework, observations, areas, edition=edition)
    timed("level and trend index", lambda: add_trend(level(), index.errors, framework, edition=edition))
    timed("audit", lambda: audit(index, framework, areas))
    councils = [area for area in areas if area.kind == "council"]
    model, _ = timed(
        "model of the draws",
        lambda: build_model(
            index.panel,
            structure=index.structure,
            goalposts=index.goalposts,
            level=index.level,
            errors=index.errors,
        ),
    )

    def draw(count: int) -> object:
        return measure_robustness(
            model, structure=index.structure, scores=index.level.scores, draws=count, seed=1
        )

    _, once = timed(f"{args.draws:,} draws", lambda: draw(args.draws))
    _, twice = timed(f"{2 * args.draws:,} draws", lambda: draw(2 * args.draws))
    marginal = max(twice - once, 1e-6) / args.draws
    say("twice the draws, ratio", f"{twice / once:8.2f}")
    timed(
        "Sobol indices, base 64",
        lambda: estimate_sobol(
            model, structure=index.structure, published=rank(index.level.scores.score), base=64, seed=1
        ),
    )
    if args.areas:
        time_many_areas(index, args.areas, once=marginal, councils=len(councils))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_PER_MB
    say("peak memory", f"{peak:8.0f} MB")
    return 0


def time_many_areas(index: Index, areas: int, *, once: float, councils: int) -> None:
    """Time the draws for synthetic areas, and print the cost of an area against that of a council."""
    import numpy as np

    from generator.index.draw_model import build_model
    from generator.index.ranking import rank_areas
    from generator.index.results import Scores
    from generator.index.robustness import measure_robustness

    panel, level, errors = multiply(index, areas)
    model, _ = timed(
        f"model, {areas:,} synthetic areas",
        lambda: build_model(
            panel,
            structure=index.structure,
            goalposts=index.goalposts,
            level=level,
            errors=errors,
        ),
    )
    score = np.random.default_rng(1).uniform(0, 100, (areas, len(index.structure.nodes)))
    ranks = rank_areas(score, structure=index.structure, nation=panel.nation)
    scores = Scores(score=score, coverage=np.ones_like(score), **ranks)

    def draw(count: int) -> float:
        return timed(
            f"{count} draws, {areas:,} areas",
            lambda: measure_robustness(model, structure=index.structure, scores=scores, draws=count, seed=1),
        )[1]

    # The difference of two runs: what a draw costs, without the summary that every run ends with.
    few, more = draw(_LARGE_DRAWS), draw(2 * _LARGE_DRAWS)
    cost = (more - few) / _LARGE_DRAWS / areas
    say("cost of an area and draw, ratio", f"{cost / (once / councils):8.2f}")


def multiply(index: Index, areas: int) -> tuple[Panel, Level, Errors]:
    """Return the latest state of so many synthetic areas: the councils again and again, with noise."""
    from dataclasses import replace

    import numpy as np

    random = np.random.default_rng(1)
    chosen = np.resize(np.arange(len(index.panel.areas)), areas)
    value = index.level.value[chosen]
    value = value * random.uniform(0.95, 1.05, value.shape)
    panel = replace(
        index.panel,
        areas=tuple(f"X{n:08}" for n in range(areas)),
        group=index.panel.group[chosen],
        nation=index.panel.nation[chosen],
    )
    level = replace(
        index.level, value=value, lower=np.full_like(value, np.nan), upper=np.full_like(value, np.nan)
    )
    errors = replace(index.errors, size=index.errors.size[chosen], kind=index.errors.kind[chosen])
    return panel, level, errors


def timed(name: str, work: Callable[[], T]) -> tuple[T, float]:
    """Do the work, print its CPU seconds, and return both."""
    start = time.process_time()
    result = work()
    seconds = time.process_time() - start
    say(name, f"{seconds:8.2f} CPU s")
    return result, seconds


def say(name: str, what: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{name:<36}{what}\n")
