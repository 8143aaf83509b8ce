"""``prosperity bench``: how long each part of the index takes."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.index.composite import Table, Tree

NAME = "bench"
HELP = "time the parts of the index, and score against COINr"

_KIB_PER_MB = 1000
_REPEATS = 5
# Measured for COINr 1.1.14 on 361 units x 60 indicators: one build, and a thousand replicates of it.
COINR_BUILD, COINR_DRAWS = 0.4, 400.0
UNITS, PILLARS, INDICATORS, DRAWS = 361, 12, 60, 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the number of draws."""
    parser.add_argument("--draws", type=int, default=1000, metavar="N", help="robustness draws to time")


def run(args: argparse.Namespace) -> int:
    """Load, compute and print the CPU seconds of each part and the peak memory."""
    from generator.catalogue import store
    from generator.index.run import compute_index
    from generator.paths import PROJECT

    _time_score()
    with _timed("framework and areas"):
        framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
    with _timed("observations"):
        observations = store.load_observations(PROJECT, framework, areas)
    edition = store.load_edition(PROJECT)
    with _timed("index, one draw"):
        compute_index(framework, observations, areas, edition=edition.model_copy(update={"draws": 1}))
    with _timed(f"index, {args.draws:,} draws"):
        compute_index(
            framework, observations, areas, edition=edition.model_copy(update={"draws": args.draws})
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_PER_MB
    sys.stdout.write(f"{'peak memory':<28}{peak:8.0f} MB\n")
    return 0


def _time_score() -> None:
    """Time the engine of ``prosperity score`` on the table that COINr was timed on, but for its numbers."""
    from generator.index.composite import Options, Treatment, measure_ranges
    from generator.index.composite import run as score

    table, tree = make_synthetic_table()
    options = Options(treat=Treatment())
    result = score(table, tree, options)
    size = f"{UNITS} x {INDICATORS}"
    build = _best(lambda: score(table, tree, options))
    _tell(f"score, {size} (synthetic)", build, against=COINR_BUILD)
    draws = _best(lambda: measure_ranges(result, draws=DRAWS, seed=1), repeats=1)
    _tell(f"score, {DRAWS:,} draws", draws, against=COINR_DRAWS)


def make_synthetic_table() -> tuple[Table, Tree]:
    """Return a synthetic table of 361 units, 60 indicators, 12 pillars and 3 domains; 6 % is missing."""
    import numpy as np

    from generator.index.composite import Entry, Table, build_tree

    random = np.random.default_rng(1)
    values = random.lognormal(sigma=random.uniform(0.1, 1.5, INDICATORS), size=(UNITS, INDICATORS))
    values[random.random(values.shape) < 0.06] = np.nan
    per_pillar = INDICATORS // PILLARS
    entries = [Entry(f"i{n:02d}", f"p{n // per_pillar:02d}", 1, 1 - 2 * (n % 2)) for n in range(INDICATORS)]
    entries += [Entry(f"p{n:02d}", f"d{n // 4}", 2) for n in range(PILLARS)]
    entries += [Entry(f"d{n}", "index", 3) for n in range(PILLARS // 4)] + [Entry("index", None, 4)]
    tree = build_tree(entries)
    return Table(tuple(f"u{n:03d}" for n in range(UNITS)), tree.indicators, values), tree


def _best(work: Callable[[], object], *, repeats: int = _REPEATS) -> float:
    """Return the least CPU seconds of several runs: the others are noise of the machine."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def _tell(name: str, seconds: float, *, against: float) -> None:
    sys.stdout.write(f"{name:<28}{seconds:8.3f} CPU s   COINr {against:g} s: {against / seconds:,.0f} x\n")


@contextmanager
def _timed(name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    sys.stdout.write(f"{name:<28}{time.process_time() - start:8.2f} CPU s\n")
