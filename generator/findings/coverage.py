"""Coverage findings: what is measured in a council, what is shared, old or missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.catalogue.records import Area, Edition, Framework
from generator.findings import tree
from generator.findings.records import Finding
from generator.findings.rules import MAX_AGE
from generator.index.records import Index, Ints, Status

MEASURED_HERE = (Status.OBSERVED, Status.RECAST)


def find_coverage(
    index: Index, framework: Framework, areas: Mapping[str, Area], edition: Edition
) -> dict[str, dict[str, Finding]]:
    """Return area code -> node key -> coverage finding, for ``overall`` and every pillar.

    Evidence: ``indicators`` in the framework under the node; how many are ``measured`` here (observed or
        recast), ``shared`` (upper tier), ``old`` (over six years, among the former two), ``missing``; and
        the slugs of ``elements_missing`` and ``pillars_missing`` (no score), joined by "|".
    """
    numbers = tree.node_numbers(index.structure)
    keys = ["overall", *(pillar.slug for pillar in framework.pillars)]
    columns = {
        key: np.array(tree.columns_under(index.structure, numbers[key]), dtype=np.int32) for key in keys
    }
    return {
        code: {
            key: _state(index, framework, edition, a, key=key, columns=chosen, numbers=numbers)
            for key, chosen in columns.items()
        }
        for a, code in enumerate(index.panel.areas)
        if code in areas
    }


def _state(
    index: Index,
    framework: Framework,
    edition: Edition,
    a: int,
    *,
    key: str,
    columns: Ints,
    numbers: Mapping[str, int],
) -> Finding:
    code, level = index.panel.areas[a], index.level
    status = level.status[a, columns]
    present = ~np.isnan(level.value[a, columns])
    old = present & (edition.year - level.year[a, columns] > MAX_AGE)
    pillars = [p for p in framework.pillars if key in ("overall", p.slug)]
    unscored = {slug for slug, n in numbers.items() if np.isnan(level.scores.score[a, n])}
    missing_elements = [e.slug for p in pillars for e in p.elements if e.slug in unscored]
    return Finding(
        id=f"{code}/coverage/{key}",
        subject=code,
        kind="coverage",
        node=key,
        rule="coverage-count",
        evidence={
            "indicators": len(columns),
            "measured": int((present & np.isin(status, MEASURED_HERE)).sum()),
            "shared": int((present & (status == Status.UPPER_TIER)).sum()),
            "missing": int((~present).sum()),
            "old": int(old.sum()),
            "elements": sum(len(p.elements) for p in pillars),
            "elements_missing": "|".join(missing_elements),
            "pillars_missing": "|".join(p.slug for p in pillars if p.slug in unscored),
            "coverage": float(np.nan_to_num(level.scores.coverage[a, numbers[key]])),
        },
    )
