"""Sets the edition that is built beside the one before it, whose inputs are kept under ``data/editions/``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from generator.catalogue import store
from generator.catalogue.editions import find_last, load_closed, unpack_inputs
from generator.findings.since import Since, make_table
from generator.index.difference import Difference, State, measure_difference
from generator.paths import Paths


def load_state(paths: Paths) -> State:
    """Read everything that an edition is computed from."""
    framework, areas = store.load_framework(paths), store.load_areas(paths)
    observations = store.load_observations(paths, framework, areas)
    return State(framework, store.load_edition(paths), areas, observations)


def compare_states(before: State, after: State, *, old: Paths) -> Difference:
    """Return the difference of two states; ``old`` is where the first came from."""
    figures = before.observations
    if before.framework != after.framework:
        figures = store.load_observations(old, after.framework, before.areas, partial=True)
    return measure_difference(before, after, old_figures=figures)


def measure_since(paths: Paths, name: str) -> Since | None:
    """Return what changed since the edition before the one called ``name``; None where there is none.

    Raises:
        ProsperityError: the inputs of that edition are not kept, or cannot be scored.
    """
    last = find_last(load_closed(paths), name)
    if last is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        old = unpack_inputs(paths, last.name, Path(folder))
        difference = compare_states(load_state(old), load_state(paths), old=old)
    return Since(last.name, make_table(difference))
