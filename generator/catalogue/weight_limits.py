"""The weight of figures that say too little: at most a hundredth of the overall score.

Which indicators are held to it is kept in ``data/errors.yml``, with the reason. Weights are the same in all
nations, so the nation in which the figure says least decides for all. What is cut goes to the other
indicators of the element; where a nation has none there, the element weighs less and the rest of its pillar
more.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from generator.catalogue.records import Element, Framework, Pillar

MOST = 0.01
"""Share of the overall score, nothing missing."""
_DIGITS = 10_000


def limit_weights(framework: Framework) -> Framework:
    """Return the framework with the weights that its limits leave.

    Args:
        framework: the tree, with its limits.
    """
    if not framework.limits:
        return framework
    slugs = {one.indicator for one in framework.limits}
    whole = 1.0 / len(framework.pillars)
    domains = tuple(
        domain.model_copy(
            update={"pillars": tuple(_limit_pillar(pillar, slugs, whole) for pillar in domain.pillars)}
        )
        for domain in framework.domains
    )
    return framework.model_copy(update={"domains": domains})


def _limit_pillar(pillar: Pillar, slugs: Collection[str], whole: float) -> Pillar:
    """Return a pillar, which is so large a share of the whole, with its weights limited."""
    caps = [_cap_element(element, slugs) for element in pillar.elements]
    cut = [False] * len(caps)
    # An element that is cut makes the others larger, which may take one of them past its own cap.
    for _ in caps:
        weights = _share_out([element.weight for element in pillar.elements], caps, cut, whole)
        total = sum(weights)
        again = [
            one or whole * weight / total > cap + 1e-9
            for one, weight, cap in zip(cut, weights, caps, strict=True)
        ]
        if again == cut or all(again):
            break
        cut = again
    total = sum(weights)
    elements = tuple(
        _limit_element(element, slugs, whole * weight / total).model_copy(update={"weight": weight})
        for element, weight in zip(pillar.elements, weights, strict=True)
    )
    return pillar.model_copy(update={"elements": elements})


def _share_out(full: list[float], caps: list[float], cut: list[bool], whole: float) -> list[float]:
    """Return weights of the elements of a pillar, those that are cut at their caps."""
    free = sum(weight for weight, one in zip(full, cut, strict=True) if not one)
    left = whole - sum(cap for cap, one in zip(caps, cut, strict=True) if one)
    return [
        _cut_off(cap * free / left) if one else weight
        for weight, cap, one in zip(full, caps, cut, strict=True)
    ]


def _cap_element(element: Element, slugs: Collection[str]) -> float:
    """Return the largest share of an element whose limited indicators stand alone in a nation."""
    cap = math.inf
    for limited, free in _list_nations(element, slugs):
        if limited and not free:
            cap = min(cap, MOST * sum(limited) / max(limited))
    return cap


def _limit_element(element: Element, slugs: Collection[str], share: float) -> Element:
    """Return an element of this share with the weights of its limited indicators cut."""
    most = MOST / share
    ceiling = math.inf
    for limited, free in _list_nations(element, slugs):
        if limited and free and most * len(limited) < 1:
            ceiling = min(ceiling, most * sum(free) / (1 - most * len(limited)))
    return element.model_copy(
        update={
            "indicators": tuple(
                one.model_copy(update={"weight": _cut_off(ceiling)})
                if one.slug in slugs and one.weight > ceiling
                else one
                for one in element.indicators
            )
        }
    )


def _list_nations(element: Element, slugs: Collection[str]) -> list[tuple[list[float], list[float]]]:
    """Return for each nation the weights of the limited indicators of an element, and of the others."""
    nations = sorted({nation for one in element.indicators for nation in one.nations})
    scored = [one for one in element.indicators if one.counts_for == "score"]
    return [
        (
            [one.weight for one in scored if nation in one.nations and one.slug in slugs],
            [one.weight for one in scored if nation in one.nations and one.slug not in slugs],
        )
        for nation in nations
    ]


def _cut_off(weight: float) -> float:
    """Return a weight with four digits, never a larger one."""
    return math.floor(weight * _DIGITS) / _DIGITS
