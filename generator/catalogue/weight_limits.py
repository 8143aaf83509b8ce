"""The weight of figures that say too little: at most a hundredth of the overall score in every nation.

Which indicators are held to it is kept in ``data/errors.yml``, with the reason. Weights are the same in all
nations, and so the nation in which an indicator would weigh most decides, all that is published there being
known. What is cut goes to the other indicators of the element; where a nation has none there, the element
weighs less and the rest of its pillar more. A nation with such figures alone in a pillar decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator.catalogue.records import LEAST_WEIGHT, NATIONS, Element, Framework

MOST = 0.01
"""Share of the overall score."""
_DIGITS = 10_000
_TURNS = 100
_CLOSE = 1e-6


def limit_weights(framework: Framework) -> Framework:
    """Return the framework with the weights that its limits leave.

    Args:
        framework: the tree, with its limits.
    """
    slugs = {one.indicator for one in framework.limits}
    leaves = {one.slug: one.weight for one in framework.indicators}
    elements = {one.slug: one.weight for one in framework.elements}
    # Each cut makes others larger, so it takes some turns until all are within the limit.
    for _ in range(_TURNS if slugs else 0):
        cuts: dict[tuple[str, str], float] = {}
        for key, share in _measure(framework, slugs, leaves, elements):
            if share > MOST * (1 + _CLOSE):
                cuts[key] = min(cuts.get(key, 1.0), MOST / share)
        for (level, slug), factor in cuts.items():
            weights = leaves if level == "indicator" else elements
            weights[slug] = max(weights[slug] * factor, LEAST_WEIGHT)
        if not cuts:
            break

    def cut(element: Element) -> Element:
        indicators = tuple(
            one.model_copy(update={"weight": _cut_off(one.weight, leaves[one.slug])})
            for one in element.indicators
        )
        weight = _cut_off(element.weight, elements[element.slug])
        return element.model_copy(update={"indicators": indicators, "weight": weight})

    domains = tuple(
        domain.model_copy(
            update={
                "pillars": tuple(
                    pillar.model_copy(update={"elements": tuple(cut(one) for one in pillar.elements)})
                    for pillar in domain.pillars
                )
            }
        )
        for domain in framework.domains
    )
    return framework.model_copy(update={"domains": domains})


def _measure(
    framework: Framework, slugs: set[str], leaves: dict[str, float], elements: dict[str, float]
) -> Iterator[tuple[tuple[str, str], float]]:
    """Yield the share of each limited indicator in each nation, with what is to be cut: it or its element."""
    for nation in NATIONS:
        offered = [
            [
                (element.slug, found)
                for element in pillar.elements
                if (found := _list_offered(element, nation))
            ]
            for pillar in framework.pillars
        ]
        whole = 1.0 / max(sum(bool(parts) for parts in offered), 1)
        for parts in offered:
            if all(slugs.issuperset(found) for _, found in parts):
                continue  # nothing there could take the weight
            total = sum(elements[slug] for slug, _ in parts)
            for slug, found in parts:
                inside = sum(leaves[one] for one in found)
                for one in found:
                    if one in slugs:
                        alone = slugs.issuperset(found)
                        share = whole * elements[slug] / total * leaves[one] / inside
                        yield (("element", slug) if alone else ("indicator", one)), share


def _list_offered(element: Element, nation: str) -> list[str]:
    """Return the indicators of an element that count for the score in a nation."""
    return [one.slug for one in element.indicators if one.counts_for == "score" and nation in one.nations]


def _cut_off(full: float, weight: float) -> float:
    """Return a weight with four digits, never a larger one; one that is not cut as it is."""
    return full if weight == full else math.floor(weight * _DIGITS) / _DIGITS
