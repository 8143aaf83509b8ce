"""Where things stand on the index's axes: small look-ups shared by the rules."""

from __future__ import annotations

from generator.catalogue.records import Element, Framework, Indicator, Pillar
from generator.index.results import Structure


def node_numbers(structure: Structure, *, level: str | None = None) -> dict[str, int]:
    """Return node key -> position on axis N, in reading order, of one level or of all."""
    return {node.key: n for n, node in enumerate(structure.nodes) if level in (None, node.level)}


def children_of(structure: Structure, parent: int) -> tuple[int, ...]:
    """Return the positions of the nodes right below ``parent``, in reading order."""
    return tuple(n for n, node in enumerate(structure.nodes) if node.parent == parent)


def ancestor_at(structure: Structure, node: int, level: str) -> int:
    """Return the position of the node of ``level`` that ``node`` belongs to (itself included)."""
    while structure.nodes[node].level != level:
        node = structure.nodes[node].parent
    return node


def elements_by_slug(framework: Framework) -> dict[str, tuple[Pillar, Element]]:
    """Return element slug -> (its pillar, the element)."""
    return {element.slug: (pillar, element) for pillar in framework.pillars for element in pillar.elements}


def indicators_by_slug(framework: Framework) -> dict[str, Indicator]:
    """Return indicator slug -> indicator."""
    return {indicator.slug: indicator for indicator in framework.indicators}


def columns_under(structure: Structure, node: int) -> tuple[int, ...]:
    """Return the positions on axis I of all indicators below a node."""
    level = structure.nodes[node].level
    if level == "overall":
        return tuple(range(len(structure.indicators)))
    elements = structure.element_of.tolist()
    return tuple(i for i, element in enumerate(elements) if ancestor_at(structure, element, level) == node)


def source_of(indicator: Indicator, nation: str) -> str:
    """Return the slug of the dataset that measures the indicator in a nation, "" where none does."""
    return next((ref.dataset for ref in indicator.series if nation in ref.nations), "")
