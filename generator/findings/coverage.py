"""Coverage findings: what is measured in a council, what is shared, old or missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.catalogue.reasons import Reason
from generator.catalogue.records import Area, Edition, Framework
from generator.composite.arrays import Bools
from generator.findings import tree
from generator.findings.evidence import CoverageCount
from generator.findings.finding import Finding
from generator.findings.thresholds import MAX_AGE
from generator.index.results import Index, Status

OWN_FIGURES = (Status.OBSERVED, Status.DERIVED, Status.ESTIMATED, Status.RECAST)


def find_coverage(
    index: Index, framework: Framework, areas: Mapping[str, Area], edition: Edition
) -> dict[str, dict[str, Finding[CoverageCount]]]:
    """Return area code -> node key -> coverage finding, for ``overall`` and every pillar.

    Evidence: ``indicators`` under the node that count for the score; how many are ``measured`` here
    (``OWN_FIGURES``), ``shared`` (upper tier), ``missing``, of these ``elsewhere`` (no figures for this
    nation), and ``old`` (over six years, among those with figures); the slugs of ``elements_missing`` and
    ``pillars_missing`` (no score).
    """
    numbers = tree.node_numbers(index.structure)
    masks = _masks(index, edition)
    result: dict[str, dict[str, Finding[CoverageCount]]] = {code: {} for code in index.panel.areas}
    for key in ("overall", *(pillar.slug for pillar in framework.pillars)):
        under = tree.columns_under(index.structure, numbers[key])
        columns = [i for i in under if index.structure.weight[i] > 0]
        pillars = [pillar for pillar in framework.pillars if key in ("overall", pillar.slug)]
        measured, shared, missing, elsewhere, old = (mask[:, columns].sum(axis=1).tolist() for mask in masks)
        for a, code in enumerate(index.panel.areas):
            scored = ~np.isnan(index.level.scores.score[a])
            elements = [element.slug for pillar in pillars for element in pillar.elements]
            result[code][key] = Finding(
                id=f"{code}/coverage/{key}",
                subject=code,
                kind="coverage",
                node=key,
                evidence=CoverageCount(
                    indicators=len(columns),
                    measured=measured[a],
                    shared=shared[a],
                    missing=missing[a],
                    elsewhere=elsewhere[a],
                    old=old[a],
                    elements=len(elements),
                    elements_missing=tuple(slug for slug in elements if not scored[numbers[slug]]),
                    pillars_missing=tuple(p.slug for p in pillars if not scored[numbers[p.slug]]),
                    coverage=float(np.nan_to_num(index.level.scores.coverage[a, numbers[key]])),
                ),
            )
    return {code: found for code, found in result.items() if code in areas}


def _masks(index: Index, edition: Edition) -> tuple[Bools, Bools, Bools, Bools, Bools]:
    """Which figures are measured here, shared, missing, missing in the nation, old; each of shape (A, I)."""
    level = index.level
    present = ~np.isnan(level.value)
    return (
        present & np.isin(level.status, OWN_FIGURES),
        present & (level.status == Status.UPPER_TIER),
        ~present,
        ~present & (level.reason == Reason.NO_SERIES),
        present & (edition.year - level.year > MAX_AGE),
    )
