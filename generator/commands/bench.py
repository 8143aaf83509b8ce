"""``prosperity bench``: how long each part of the index takes."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

NAME = "bench"
HELP = "time the parts of the index"

_KIB_PER_MB = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the number of draws."""
    parser.add_argument("--draws", type=int, default=1000, metavar="N", help="robustness draws to time")


def run(args: argparse.Namespace) -> int:
    """Load, compute and print the CPU seconds of each part and the peak memory."""
    from generator.catalogue import store
    from generator.index.audit.run import audit
    from generator.index.run import compute_index
    from generator.paths import PROJECT

    with _timed("framework and areas"):
        framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
    with _timed("observations"):
        observations = store.load_observations(PROJECT, framework, areas)
    edition = store.load_edition(PROJECT)
    with _timed("index, one draw"):
        index = compute_index(framework, observations, areas, edition=edition.model_copy(update={"draws": 1}))
    with _timed("audit"):
        audit(index, framework, areas)
    with _timed(f"index, {args.draws:,} draws"):
        compute_index(
            framework, observations, areas, edition=edition.model_copy(update={"draws": args.draws})
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_PER_MB
    sys.stdout.write(f"{'peak memory':<28}{peak:8.0f} MB\n")
    return 0


@contextmanager
def _timed(name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    sys.stdout.write(f"{name:<28}{time.process_time() - start:8.2f} CPU s\n")
