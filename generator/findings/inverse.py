"""Is poverty sold as strength? How many strengths of the poorest councils lie in what runs against means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from generator.catalogue.records import Cluster, Framework
from generator.findings.finding import AnyFinding
from generator.findings.strengths import KIND
from generator.findings.tree import node_numbers
from generator.index.audit.pairs import correlate
from generator.index.results import Snapshot

POOREST = "uk-imd-quintile-1"
"""Cluster of the most deprived fifth of the councils."""
MEANS = "material-resources"
"""Element that tells whether families have enough to live on."""
COLUMNS = ("element", "correlation", "strengths", "among_poorest")


def count_strengths(
    index: Snapshot,
    framework: Framework,
    found: Mapping[str, Sequence[AnyFinding]],
    clusters: Iterable[Cluster],
    *,
    means: str = MEANS,
) -> pd.DataFrame:
    """Return one row per element: its correlation with material resources, and the strengths that lie in it.

    Args:
        index: scores of the councils.
        framework: gives the elements.
        found: findings of each council, by code; only strengths are counted.
        clusters: among them the poorest.
        means: slug of the element for material resources.

    Returns:
        No rows where the framework has no element for material resources, or no cluster is the poorest.
    """
    place = node_numbers(index.structure, level="element")
    poorest = {code for cluster in clusters if cluster.slug == POOREST for code in cluster.members}
    if means not in place or not poorest:
        return pd.DataFrame(columns=list(COLUMNS))
    score = index.level.scores.score
    strengths = [
        (each.node, code in poorest)
        for code, findings in found.items()
        for each in findings
        if each.kind == KIND["high"]
    ]
    everywhere = Counter(node for node, _ in strengths)
    among_poorest = Counter(node for node, poor in strengths if poor)
    rows = [
        (
            element.slug,
            correlate(score[:, place[element.slug]], score[:, place[means]]),
            everywhere[element.slug],
            among_poorest[element.slug],
        )
        for element in framework.elements
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
