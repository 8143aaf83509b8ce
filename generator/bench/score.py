"""Timings of ``prosperity score``, on a synthetic table of the size that COINr was timed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.composite import Table, Tree

# Measured for COINr 1.1.14 on 361 units x 60 indicators: one build, and a thousand replicates of it.
COINR_BUILD, COINR_DRAWS = 0.4, 400.0
UNITS, PILLARS, INDICATORS, DRAWS = 361, 12, 60, 1000


def list_score_works() -> Iterator[tuple[str, Callable[[], object], float]]:
    """Yield the name of each work, the work, and the seconds that COINr takes for it."""
    from generator.composite import Options, Treatment, measure_ranges
    from generator.composite import run as score

    table, tree = make_synthetic_table()
    options = Options(treat=Treatment())
    result = score(table, tree, options)
    yield f"score, {UNITS} x {INDICATORS} (synthetic)", lambda: score(table, tree, options), COINR_BUILD
    yield f"score, {DRAWS:,} draws", lambda: measure_ranges(result, draws=DRAWS, seed=1), COINR_DRAWS


def make_synthetic_table() -> tuple[Table, Tree]:
    """Return a synthetic table of 361 units, 60 indicators, 12 pillars and 3 domains; 6 % is missing."""
    import numpy as np

    from generator.composite import Entry, Table, build_tree

    random = np.random.default_rng(1)
    values = random.lognormal(sigma=random.uniform(0.1, 1.5, INDICATORS), size=(UNITS, INDICATORS))
    values[random.random(values.shape) < 0.06] = np.nan
    per_pillar = INDICATORS // PILLARS
    entries = [Entry(f"i{n:02d}", f"p{n // per_pillar:02d}", 1, 1 - 2 * (n % 2)) for n in range(INDICATORS)]
    entries += [Entry(f"p{n:02d}", f"d{n // 4}", 2) for n in range(PILLARS)]
    entries += [Entry(f"d{n}", "index", 3) for n in range(PILLARS // 4)] + [Entry("index", None, 4)]
    tree = build_tree(entries)
    return Table(tuple(f"u{n:03d}" for n in range(UNITS)), tree.indicators, values), tree
