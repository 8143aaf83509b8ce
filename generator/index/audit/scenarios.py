"""The index with one choice made differently, everything else as published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import Framework
from generator.composite.arrays import Bools, Floats
from generator.composite.scales import describe
from generator.errors import ProsperityError
from generator.index.aggregation import aggregate, find_reference
from generator.index.audit.correlations import pillar_of
from generator.index.audit.evidence import TOO_OLD, measure_ages
from generator.index.level import pick_scored
from generator.index.normalisation import SHARES, fit_goalposts, normalise, place_values
from generator.index.results import Index, Status, Structure
from generator.index.scale import at_current_prices
from generator.index.structure import OVERALL, OVERALL_NEEDS, nominal_weights, places, restrict

STRICTER = 0.75
"""Share of the weight that a node needs under the stricter rule; the published index needs half."""


@dataclass(frozen=True)
class Scenario:
    """One choice made differently.

    Attributes:
        key: short name.
        choice: which choice it is about: scale, mean, weights, goalposts, gaps, data or pillars.
        change: what is done instead, in words.
        score: overall score of each council, NaN where it has none, shape (A,).
    """

    key: str
    choice: str
    change: str
    score: Floats


def list_scenarios(index: Index, framework: Framework, nation: npt.NDArray[np.integer]) -> Iterator[Scenario]:
    """Yield the index under every single change. None changes a published score.

    Args:
        index: one run.
        framework: its tree.
        nation: number of each area's nation, shape (A,).
    """
    yield from _change_scale(index)
    yield from _change_means(index)
    yield from _change_weights(index)
    yield from _change_goalposts(index, framework)
    yield from _change_rules(index)
    yield from _change_data(index, framework, nation)
    yield from _leave_out_pillars(index, framework)


def score_overall(
    index: Index,
    scores: Floats | None = None,
    *,
    structure: Structure | None = None,
    pillars_needed: float = OVERALL_NEEDS,
    needed: float = 0.5,
    geometric: Sequence[str] = (),
    offered: Bools | None = None,
    neutral: bool = True,
) -> Floats:
    """Return the overall score with the published choices, but for those that are given, shape (A,)."""
    used = index.level.indicator_score if scores is None else scores
    found = aggregate(
        structure or index.structure,
        used,
        reference=find_reference(used) if neutral else None,
        offered=index.panel.group >= 0 if offered is None else offered,
        pillars_needed=pillars_needed,
        needed=needed,
        geometric=geometric,
    )
    return np.asarray(found[:, OVERALL])


def _change_scale(index: Index) -> Iterator[Scenario]:
    level, sign = index.level, index.structure.sign
    place = place_values(level.value, panel=index.panel, goalposts=index.goalposts, sign=sign)
    centre, spread = describe(place, always=True)
    # A standard deviation of 20 points is that of typical scores; it moves no rank.
    z = 50 + 20 * (place - centre) / spread
    yield Scenario("z-scores", "scale", "z-scores, not goalposts", score_overall(index, z))
    percentile = np.where(sign > 0, level.percentile, 100 - level.percentile)
    yield Scenario(
        "percentile-ranks",
        "scale",
        "percentile ranks among comparable councils, not goalposts",
        score_overall(index, percentile),
    )


def _change_means(index: Index) -> Iterator[Scenario]:
    steps = {
        "element": "indicators to elements",
        "pillar": "elements to pillars",
        "overall": "pillars to the overall score",
    }
    for level, words in steps.items():
        score = score_overall(index, geometric=(level,))
        yield Scenario(f"geometric-{level}", "mean", f"geometric mean from {words}", score)
    score = score_overall(index, geometric=tuple(steps))
    yield Scenario("geometric-all", "mean", "geometric mean at every step", score)


def _change_weights(index: Index) -> Iterator[Scenario]:
    structure = index.structure
    ones = np.ones(len(structure.indicators))
    below = nominal_weights(structure) > 0
    flat = replace(
        structure,
        weight=ones,
        nodes=tuple(
            replace(node, weight=1.0) if node.level == "element" else node for node in structure.nodes
        ),
    )
    counted = {
        levels: replace(
            flat,
            nodes=tuple(
                replace(node, weight=float(below[place].sum())) if node.level in levels else node
                for place, node in enumerate(structure.nodes)
            ),
        )
        for levels in (("element",), ("element", "pillar"))
    }
    for key, change, tree in (
        ("equal-weights", "every indicator and every element weighs 1", flat),
        ("equal-in-pillar", "every indicator weighs the same in its pillar", counted[("element",)]),
        ("equal-overall", "every indicator weighs the same overall", counted[("element", "pillar")]),
    ):
        yield Scenario(key, "weights", change, score_overall(index, structure=tree))


def refit_goalposts(
    index: Index, framework: Framework, *, logged: Bools, shares: tuple[float, float]
) -> Floats:
    """Return the overall score with other logs, or with other quantiles as goalposts, shape (A,).

    All NaN where an indicator has no two ends apart: most councils share one value of it.
    """
    panel, latest = index.panel, index.level.value
    try:
        goalposts = fit_goalposts(
            panel,
            latest=latest,
            logged=logged,
            given=[indicator.goalposts for indicator in framework.indicators],
            first_year=index.trend.years[0],
            latest_only=np.array([at_current_prices(indicator.unit) for indicator in framework.indicators]),
            shares=shares,
        )
    except ProsperityError:
        return np.full(latest.shape[0], np.nan)
    scores = normalise(latest, panel=panel, goalposts=goalposts, sign=index.structure.sign)
    return score_overall(index, scores)


def _change_goalposts(index: Index, framework: Framework) -> Iterator[Scenario]:
    logged = index.goalposts.logged
    for key, change, logs, shares in (
        ("no-logs", "no indicator on a logarithmic scale", np.zeros_like(logged), SHARES),
        ("min-max", "goalposts at the lowest and the highest value", logged, (0.0, 1.0)),
        ("goalposts-5-95", "goalposts at the 5th and the 95th percentile", logged, (0.05, 0.95)),
    ):
        score = refit_goalposts(index, framework, logged=logs, shares=shares)
        yield Scenario(key, "goalposts", change, score)


def _change_rules(index: Index) -> Iterator[Scenario]:
    everything = np.ones(index.panel.group.shape, dtype=bool)
    yield Scenario(
        "plain-means",
        "gaps",
        "plain means of what is there, not level-neutral ones",
        score_overall(index, neutral=False),
    )
    yield Scenario(
        "three-quarters",
        "gaps",
        "a node needs three quarters of the published weight, not half",
        score_overall(index, needed=STRICTER),
    )
    yield Scenario(
        "half-of-all",
        "gaps",
        "a node needs half of its full weight, also where the nation publishes less",
        score_overall(index, offered=everything),
    )


def _change_data(index: Index, framework: Framework, nation: npt.NDArray[np.integer]) -> Iterator[Scenario]:
    level, panel, structure = index.level, index.panel, index.structure
    status = np.where(panel.status == Status.UPPER_TIER, Status.MISSING, panel.status).astype(np.int8)
    own, _ = pick_scored(
        replace(panel, status=status), framework, nation=nation, edition_year=panel.years[-1]
    )
    scores = normalise(own.value, panel=panel, goalposts=index.goalposts, sign=structure.sign)
    yield Scenario("own-values", "data", "no value shared by several councils", score_overall(index, scores))
    recent = np.where(measure_ages(index) <= TOO_OLD, level.indicator_score, np.nan)
    yield Scenario(
        "recent-values", "data", f"no value older than {TOO_OLD} years", score_overall(index, recent)
    )
    left = restrict(structure, panel.pooled)
    kept = sum(node.level == "pillar" and node.weight > 0 for node in left.nodes)
    alike = np.where(panel.pooled, level.indicator_score, np.nan)
    yield Scenario(
        "comparable-only",
        "data",
        f"only indicators measured alike in all nations, which leaves {kept} pillars",
        score_overall(index, alike, structure=left, offered=(panel.group >= 0) & panel.pooled),
    )


def _leave_out_pillars(index: Index, framework: Framework) -> Iterator[Scenario]:
    structure, pillar = index.structure, pillar_of(index.structure)
    pillars = places(structure, "pillar")
    names = {pillar.slug: pillar.name for pillar in framework.pillars}
    # As many pillars may be missing as before: two of twelve, so two of eleven.
    missing = (1 - OVERALL_NEEDS) * len(pillars)
    needed = 1 - missing / max(len(pillars) - 1, 1)
    for place in pillars.tolist():
        keep = pillar != place
        key = structure.nodes[place].key
        scores = np.where(keep, index.level.indicator_score, np.nan)
        score = score_overall(
            index, scores, structure=restrict(structure, keep), pillars_needed=max(needed, 0.0)
        )
        yield Scenario(f"without-{key}", "pillars", f"without the pillar {names[key]}", score)
