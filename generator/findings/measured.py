"""How far a score rests on figures of the place itself, and not on those of a larger area."""

from __future__ import annotations

import numpy as np

from generator.catalogue.records import Framework
from generator.index.aggregation import aggregate
from generator.index.records import Floats, Index, Status
from generator.index.structure import build_structure, nominal_weights

WHOLE = 100.0


def share_measured_here(index: Index) -> Floats:
    """Return the share of each score that rests on observed or recast figures, shape (A, N), 0 to 1.

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
    used = index.trend.in_trend
    shared = (index.panel.status == Status.UPPER_TIER).any(axis=2)
    # Some indicators count for the trend alone.
    weights = nominal_weights(build_structure(framework, trend=True))
    whole = used.astype(np.float64) @ weights.T
    own = (used & ~shared).astype(np.float64) @ weights.T
    share: Floats = np.divide(own, whole, out=np.full_like(own, np.nan), where=whole > 0)
    return share
