"""What two findings of one place cannot both say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.verify.evidence import Told

EITHER_OR = (
    ({"strength", "relative_strength"}, {"weakness", "relative_weakness"}),
    ({"strength"}, {"relative_strength"}),
    ({"weakness"}, {"relative_weakness"}),
    ({"cluster_strength"}, {"cluster_weakness"}),
    ({"cluster_strength", "cluster_weakness"}, {"cluster_similar"}),
    ({"strength", "relative_strength"}, {"learn_from"}),
)
"""Kinds that cannot both be said of one place and one node."""


def find_contradictions(told: Sequence[Told]) -> Iterator[str]:
    """Yield what two findings of one place cannot both say of one node."""
    nodes: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        nodes[each.node].append(each)
    for node, found in nodes.items():
        kinds = {each.kind for each in found}
        for one, other in EITHER_OR:
            if kinds & one and kinds & other:
                yield f"{node} is both {min(kinds & one)} and {min(kinds & other)}"
        spans = defaultdict(set)
        for each in found:
            if each.kind in ("improved", "declined") and each.has("start_year") and each.has("end_year"):
                spans[each.years].add(each.kind)
        if any(len(ways) > 1 for ways in spans.values()):
            yield f"{node} improved and declined between the same years"
