"""How far a score rests on figures of the place itself, and not on those of a larger area."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import NATIONS, Framework
from generator.composite.arrays import Bools, Floats
from generator.composite.sums import multiply
from generator.findings.thresholds import HALF_MEASURED
from generator.index.aggregation import aggregate
from generator.index.results import Index, Status
from generator.index.structure import build_structure, nominal_weights

WHOLE = 100.0


def share_measured_here(index: Index) -> Floats:
    """Return the share of each score that rests on figures of the place's own, shape (A, N), 0 to 1.

    The rest is upper tier: a figure of a county or another larger area that several councils share. The share
    is that of the effective weight, found by scoring 100 for a figure of the place's own and 0 for a shared
    one. NaN where there is no score.
    """
    level = index.level
    own = np.where(level.status <= Status.RECAST, WHOLE, 0.0)
    own = np.where(np.isnan(level.indicator_score), np.nan, own)
    share = aggregate(index.structure, own, offered=index.panel.group >= 0) / WHOLE
    return np.asarray(np.clip(share, 0.0, 1.0))


def share_of_trend(index: Index, framework: Framework) -> Floats:
    """Return the share of each node's trend weight that rests on the place's own figures, shape (A, N).

    An indicator counts as shared where any of its measured years is upper tier: a change between a figure of
    the county and one of the council says nothing of the council.
    """
    shared = (index.panel.status == Status.UPPER_TIER).any(axis=2)
    return share_of_indicators(index, framework, ~shared)


def share_of_indicators(index: Index, framework: Framework, some: Bools) -> Floats:
    """Return the share of each node's trend weight that some of its indicators hold, shape (A, N).

    Args:
        index: the run.
        framework: gives the weights; some indicators count for the trend alone.
        some: which indicators, shape (I,) or (A, I).
    """
    used = index.trend.in_trend
    weights = nominal_weights(build_structure(framework, trend=True))
    whole, held = (multiply(weights, here.T).T for here in (used, used & some))
    share: Floats = np.divide(held, whole, out=np.full_like(held, np.nan), where=whole > 0)
    return share


def cover_nations(nation: npt.NDArray[np.str_], people: Floats, *, members: Bools, both: Bools) -> list[str]:
    """Return the nations in which half of the members' people live in councils that have both ends.

    Args:
        nation, people: of each council, shape (A,).
        members: the councils that are spoken of, shape (A,).
        both: those that have a score in both years, shape (A,).
    """
    return [
        each
        for each in NATIONS
        if (inside := members & (nation == each)).any()
        and people[inside & both].sum() >= HALF_MEASURED * people[inside].sum()
    ]
