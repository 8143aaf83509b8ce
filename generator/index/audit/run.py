"""The audit of one run: what a careful reader should know of an edition, as tables.

Nothing here changes a score.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.catalogue.first_build import FirstScore
from generator.catalogue.records import Area, Framework
from generator.index.audit.calibration import make_calibration
from generator.index.audit.coherence import make_coherence
from generator.index.audit.consistency import make_consistency
from generator.index.audit.correlations import make_correlations
from generator.index.audit.dropping import make_dropping
from generator.index.audit.evidence import make_councils, make_coverage, make_indicators
from generator.index.audit.first_build import make_first_build
from generator.index.audit.interplay import make_sobol
from generator.index.audit.masks import make_masks
from generator.index.audit.ranges import make_ranges
from generator.index.audit.reliability import make_reliability
from generator.index.audit.sensitivity import measure_sensitivity
from generator.index.audit.shares import make_contributions, make_weights, measure_shares
from generator.index.audit.testable import make_testable
from generator.index.audit.variation import make_variation
from generator.index.hindsight import hide_last
from generator.index.results import Index
from generator.index.run import tell_places


def audit(
    index: Index, framework: Framework, areas: Sequence[Area], *, first: Sequence[FirstScore] = ()
) -> dict[str, pd.DataFrame]:
    """Return the tables of the audit by name, in the order and with the columns of ``columns.TABLES``.

    The tables "persistence", "findings" and "strengths" are about findings: see ``findings.audited``.

    Args:
        index: one run.
        framework: its tree.
        areas: areas of any kind; must hold all councils of the run.
        first: scores of the first build of the edition.
    """
    found = {area.code: area for area in areas}
    councils = [found[code] for code in index.panel.areas]
    nation = np.array([council.nation for council in councils], dtype=object)
    shares, about = measure_shares(index), tell_places(framework, areas)
    sensitivity = measure_sensitivity(index, framework, councils)
    return {
        "coverage": make_coverage(index, councils),
        "councils": make_councils(index, councils),
        "indicators": make_indicators(index, framework, councils),
        "reliability": make_reliability(index, framework, nation, shares),
        "calibration": make_calibration(index, hide_last(index.panel, about.nation), about),
        "variation": make_variation(index, nation),
        "testable": make_testable(index, framework, nation),
        "correlations": make_correlations(index),
        "consistency": make_consistency(index),
        "coherence": make_coherence(index, framework, nation),
        "weights": make_weights(index, shares),
        "contributions": make_contributions(index, shares),
        "sensitivity": sensitivity.scenarios,
        "nations": sensitivity.nations,
        "movers": sensitivity.movers,
        "masks": make_masks(index, nation),
        "ranges": make_ranges(index, nation),
        "dropping": make_dropping(index),
        "sobol": make_sobol(index),
        "rework": make_first_build(index, first, councils),
    }
