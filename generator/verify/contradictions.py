"""What two findings of one place cannot both say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.verify.public_tables import Row

_YEARS = re.compile(r"\b(20\d\d)\b")
EITHER_OR = (
    ({"strength", "relative_strength"}, {"weakness", "relative_weakness"}),
    ({"strength"}, {"relative_strength"}),
    ({"weakness"}, {"relative_weakness"}),
    ({"cluster_strength"}, {"cluster_weakness"}),
    ({"cluster_strength", "cluster_weakness"}, {"cluster_similar"}),
    ({"strength", "relative_strength"}, {"learn_from"}),
)
"""Kinds that cannot both be said of one place and one node."""


def find_contradictions(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what two findings of one place cannot both say of one node."""
    nodes: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        nodes[row["node"]].append(row)
    for node, told in nodes.items():
        kinds = {row["finding"] for row in told}
        for one, other in EITHER_OR:
            if kinds & one and kinds & other:
                yield f"{node} is both {min(kinds & one)} and {min(kinds & other)}"
        spans = defaultdict(set)
        for row in told:
            if row["finding"] in ("improved", "declined"):
                spans[read_years(row)].add(row["finding"])
        if any(len(ways) > 1 for ways in spans.values()):
            yield f"{node} improved and declined between the same years"


def read_years(row: Row) -> tuple[int, int]:
    """Return the first and the last year that a sentence on change names; ValueError without two."""
    start, end = _YEARS.findall(row["text"])[:2]
    return int(start), int(end)
