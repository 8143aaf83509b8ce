"""Coverage findings: what is measured in a council, what is shared, old or missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.catalogue.records import Area, Edition, Framework, Pillar
from generator.composite.arrays import Bools
from generator.findings import tree
from generator.findings.records import Finding
from generator.findings.thresholds import MAX_AGE
from generator.index.records import Index, Status

MEASURED_HERE = (Status.OBSERVED, Status.RECAST)


def find_coverage(
    index: Index, framework: Framework, areas: Mapping[str, Area], edition: Edition
) -> dict[str, dict[str, Finding]]:
    """Return area code -> node key -> coverage finding, for ``overall`` and every pillar.

    Evidence: ``indicators`` under the node that count for the score; how many are ``measured`` here (observed
    or recast), ``shared`` (upper tier), ``missing``, and ``old`` (over six years, among those with figures);
    the slugs of ``elements_missing`` and ``pillars_missing`` (no score), joined by "|".
    """
    numbers = tree.node_numbers(index.structure)
    masks = _masks(index, edition)
    result: dict[str, dict[str, Finding]] = {code: {} for code in index.panel.areas}
    for key in ("overall", *(pillar.slug for pillar in framework.pillars)):
        under = tree.columns_under(index.structure, numbers[key])
        columns = [i for i in under if index.structure.weight[i] > 0]
        pillars = [pillar for pillar in framework.pillars if key in ("overall", pillar.slug)]
        counts = {name: mask[:, columns].sum(axis=1).tolist() for name, mask in masks.items()}
        for a, code in enumerate(index.panel.areas):
            evidence: dict[str, float | int | str] = {"indicators": len(columns)}
            evidence |= {name: count[a] for name, count in counts.items()}
            scored = ~np.isnan(index.level.scores.score[a])
            evidence |= _name_gaps(pillars, scored, numbers)
            evidence["coverage"] = float(np.nan_to_num(index.level.scores.coverage[a, numbers[key]]))
            result[code][key] = Finding(
                id=f"{code}/coverage/{key}",
                subject=code,
                kind="coverage",
                node=key,
                rule="coverage-count",
                evidence=evidence,
            )
    return {code: found for code, found in result.items() if code in areas}


def _masks(index: Index, edition: Edition) -> dict[str, Bools]:
    """What kind of figure each cell of the level index is, shape (A, I)."""
    level = index.level
    present = ~np.isnan(level.value)
    return {
        "measured": present & np.isin(level.status, MEASURED_HERE),
        "shared": present & (level.status == Status.UPPER_TIER),
        "missing": ~present,
        "old": present & (edition.year - level.year > MAX_AGE),
    }


def _name_gaps(pillars: Sequence[Pillar], scored: Bools, numbers: Mapping[str, int]) -> dict[str, int | str]:
    elements = [element.slug for pillar in pillars for element in pillar.elements]
    return {
        "elements": len(elements),
        "elements_missing": "|".join(slug for slug in elements if not scored[numbers[slug]]),
        "pillars_missing": "|".join(p.slug for p in pillars if not scored[numbers[p.slug]]),
    }
