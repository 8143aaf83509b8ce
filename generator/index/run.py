"""One run of the engine over the councils: panel, level, trend, robustness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd

from generator.catalogue.bent_years import find_bent
from generator.catalogue.records import Area, Edition, Framework
from generator.catalogue.stated_errors import find_events, find_stated
from generator.index.averages import find_together
from generator.index.draw_model import build_model
from generator.index.errors import Places, estimate_errors
from generator.index.level import compute_level, pick_scored
from generator.index.memory import Drawn, DrawsMemory, name_draws
from generator.index.panel import build_panel, number_nations
from generator.index.ranking import rank
from generator.index.results import Errors, Estimate, Goalposts, Index, Level, Panel, Snapshot, Structure
from generator.index.robustness import start_robustness
from generator.index.scale import choose_goalposts, in_current_money
from generator.index.sobol import start_sobol
from generator.index.structure import build_structure
from generator.index.trend import compute_trend

EARLIER_YEARS = 2
"""Years before the first trend year that the panel holds, for means over several years."""


def score_level(
    framework: Framework, observations: pd.DataFrame, areas: Sequence[Area], *, edition: Edition
) -> Snapshot:
    """Return the scores of the councils without trend and draws; arguments as for ``compute_index``."""
    structure = build_structure(framework)
    nation = number_nations([area for area in areas if area.kind == "council"])
    latest, panel = pick_scored(
        lay_out(framework, observations, areas, edition=edition),
        framework,
        nation=nation,
        edition_year=edition.year,
    )
    goalposts = choose_goalposts(panel, framework, latest=latest.value, first_year=edition.first_year)
    level = compute_level(panel, latest, structure=structure, goalposts=goalposts, edition_year=edition.year)
    return Snapshot(structure, panel, goalposts, level)


def lay_out(
    framework: Framework, observations: pd.DataFrame, areas: Sequence[Area], *, edition: Edition
) -> Panel:
    """Return the panel of the councils; arguments as for ``compute_index``."""
    return build_panel(
        observations,
        areas=[area for area in areas if area.kind == "council"],
        structure=build_structure(framework),
        years=tuple(range(edition.first_year - EARLIER_YEARS, edition.year + 1)),
        framework=framework,
    )


def compute_index(
    framework: Framework,
    observations: pd.DataFrame,
    areas: Sequence[Area],
    *,
    edition: Edition,
    executor: Executor | None = None,
    shares: int = 1,
) -> Index:
    """Return all results for the councils among ``areas``, in their order.

    Args:
        framework: the tree with weights.
        observations: from ``catalogue.store.load_observations``.
        areas: areas of any kind; only councils are scored.
        edition: year, first year of the trend, number of draws, seed.
        executor, shares: where the draws are made, in how many parts; the result is the same.

    Raises:
        ProsperityError: an indicator that does not vary, a framework that is not a tree.
    """
    return begin_index(framework, observations, areas, edition=edition, executor=executor, shares=shares)[1]()


def begin_index(
    framework: Framework,
    observations: pd.DataFrame,
    areas: Sequence[Area],
    *,
    edition: Edition,
    executor: Executor | None = None,
    shares: int = 1,
    memory: DrawsMemory | None = None,
) -> tuple[Estimate, Callable[[], Index]]:
    """Return the point estimate, and what waits for the draws and returns all results.

    With an executor the draws go on while the caller works with the estimate. Arguments and errors as for
    ``compute_index``; ``memory`` spares draws that were made before.
    """
    now = score_level(framework, observations, areas, edition=edition)
    about = tell_places(framework, areas)
    errors = estimate_errors(
        now.panel, structure=now.structure, goalposts=now.goalposts, level=now.level, about=about
    )
    finish = start_draws(now, errors, edition=edition, executor=executor, shares=shares, memory=memory)
    estimate = add_trend(now, errors, framework, edition=edition)
    known = (*_parts(now), estimate.trend, estimate.recent, errors)
    return estimate, lambda: Index(*known, *finish())


def tell_places(framework: Framework, areas: Sequence[Area]) -> Places:
    """Return what errors are told from, of the councils among ``areas``."""
    councils = [area for area in areas if area.kind == "council"]
    people = np.array([council.population for council in councils], dtype=np.float64)
    return Places(
        number_nations(councils),
        people,
        find_stated(framework),
        find_together(framework),
        find_events(framework),
    )


def add_trend(now: Snapshot, errors: Errors, framework: Framework, *, edition: Edition) -> Estimate:
    """Return scores with the trend that goes with them."""
    trends = compute_trend(
        now.panel,
        structure=build_structure(framework, trend=True),
        goalposts=now.goalposts,
        reference=now.level.reference,
        first_year=edition.first_year,
        allowed=~in_current_money(framework),
        bent=find_bent(framework, now.panel.years),
    )
    return Estimate(*_parts(now), *trends, errors)


def _parts(now: Snapshot) -> tuple[Structure, Panel, Goalposts, Level]:
    return now.structure, now.panel, now.goalposts, now.level


def start_draws(
    now: Snapshot,
    errors: Errors,
    *,
    edition: Edition,
    executor: Executor | None,
    shares: int,
    memory: DrawsMemory | None,
) -> Callable[[], Drawn]:
    """Start the draws, unless they are remembered; return what waits for their results.

    Args:
        now: the point estimate.
        errors: of its values.
        edition: number of draws, seed.
        executor, shares, memory: see ``begin_index``.
    """
    structure, scores = now.structure, now.level.scores
    model = build_model(
        now.panel,
        structure=structure,
        goalposts=now.goalposts,
        level=now.level,
        errors=errors,
    )
    draws, base, seed = edition.draws, edition.sobol, edition.seed
    key = name_draws(model, structure, scores, draws=draws, sobol=base, seed=seed) if memory else ""
    kept = memory.read(key) if memory else None
    if kept is not None:
        return lambda: kept
    ranges = start_robustness(
        model,
        structure,
        scores,
        draws=draws,
        seed=seed,
        executor=executor,
        shares=shares,
    )
    sobol = None
    if base:
        sobol = start_sobol(
            model, structure, rank(scores.score), base=base, seed=seed, executor=executor, shares=shares
        )

    def finish() -> Drawn:
        drawn = ranges(), sobol() if sobol else None
        if memory:
            memory.write(key, drawn)
        return drawn

    return finish
