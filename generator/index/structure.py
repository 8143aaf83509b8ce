"""The framework as arrays: which indicator belongs to which element, with what weight and direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.catalogue.records import Framework, Indicator
from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.shares import divide, spread
from generator.composite.step import Places, Step, make_step
from generator.errors import ProsperityError
from generator.index.results import Node, Structure

LEVELS = ("overall", "domain", "pillar", "element")
OVERALL = 0


def build_structure(framework: Framework, *, trend: bool = False) -> Structure:
    """Return the tree as arrays: overall, then all domains, all pillars, all elements, in reading order.

    Pillars weigh the same. A domain weighs as much as it has pillars, so that the mean of the domains is
    the mean of the pillars. Indicators that count for the trend alone weigh nothing, unless ``trend``.

    Raises:
        ProsperityError: two nodes, or two indicators, have one name, or a node is called "overall".
    """
    nodes = [Node(key="overall", level="overall", parent=-1, weight=1.0)]
    for domain in framework.domains:
        nodes.append(Node(domain.slug, "domain", OVERALL, float(len(domain.pillars))))
    index = {node.key: place for place, node in enumerate(nodes)}
    for domain in framework.domains:
        for pillar in domain.pillars:
            nodes.append(Node(pillar.slug, "pillar", index[domain.slug], 1.0))
    index = {node.key: place for place, node in enumerate(nodes)}
    for pillar in framework.pillars:
        for element in pillar.elements:
            nodes.append(Node(element.slug, "element", index[pillar.slug], element.weight))
    _refuse_repeats([node.key for node in nodes], "node")
    index = {node.key: place for place, node in enumerate(nodes)}
    leaves = [(element.slug, leaf) for element in framework.elements for leaf in element.indicators]
    _refuse_repeats([leaf.slug for _, leaf in leaves], "indicator")
    structure = Structure(
        nodes=tuple(nodes),
        indicators=tuple(leaf.slug for _, leaf in leaves),
        element_of=np.array([index[slug] for slug, _ in leaves], dtype=np.int32),
        weight=np.array([_weigh(leaf, trend=trend) for _, leaf in leaves], dtype=np.float64),
        sign=np.array([1.0 if leaf.direction == "higher" else -1.0 for _, leaf in leaves]),
        uk_share=np.empty(0),
    )
    alike = np.array([leaf.alike_everywhere for _, leaf in leaves])
    return replace(structure, uk_share=share_alike(structure, alike))


def share_alike(structure: Structure, alike: Bools) -> Floats:
    """Return the share of each node's weight that rests on the indicators marked, shape (I,) to (N,).

    It is rounded to six digits: half is half on every processor.
    """
    return np.asarray(np.round((nominal_weights(structure) * alike).sum(axis=1), 6))


def _weigh(indicator: Indicator, *, trend: bool) -> float:
    return indicator.weight if trend or indicator.counts_for == "score" else 0.0


def _refuse_repeats(keys: Sequence[str], kind: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ProsperityError(
                f"Two entries of the framework share the {kind} name '{key}'.",
                file="data/framework.yml",
                code=key,
                expected="every domain, pillar, element and indicator has its own slug",
                mend="rename one of them",
            )
        seen.add(key)


def places(structure: Structure, level: str) -> Ints:
    """Return the positions of the nodes of one level ("domain", "pillar", "element") on axis N."""
    return structure.places.get(level, np.empty(0, dtype=np.int32))


HALF = 0.5
OVERALL_NEEDS = 10 / 12
STEPS_TO = ("element", "pillar", "domain", "overall")


def build_steps(structure: Structure) -> tuple[Step, Step, Step, Step]:
    """Return the four means: indicators to elements, elements to pillars, pillars to domains and to overall.

    The overall score is the mean of the pillars, not of the domains: the two differ when a pillar is missing.
    """
    elements, pillars, domains = (places(structure, level) for level in ("element", "pillar", "domain"))
    weights = np.array([node.weight for node in structure.nodes])
    parents = np.array([node.parent for node in structure.nodes], dtype=np.int32)
    return (
        make_step(_gather(structure.element_of, elements), structure.weight),
        make_step(_gather(parents[elements], pillars), weights[elements], below=1),
        make_step(_gather(parents[pillars], domains), weights[pillars], below=2),
        make_step([np.arange(len(pillars))], weights[pillars], below=2),
    )


def _gather(parent_of: Ints, parents: Ints) -> list[Places]:
    """Return the places of the children of each of these nodes."""
    return [np.flatnonzero(parent_of == parent) for parent in parents]


def nominal_weights(structure: Structure) -> Floats:
    """Return the share of each indicator in each node when nothing is missing, shape (N, I)."""
    steps = build_steps(structure)
    return place_shares(structure, steps, [divide(step, np.ones(len(step.weights), bool)) for step in steps])


def place_shares(structure: Structure, steps: Sequence[Step], parts: Sequence[Floats]) -> Floats:
    """Return what each indicator weighs in each node, from its share in each step.

    Args:
        structure: the tree.
        steps: from ``build_steps``.
        parts: share of each child in its parent, shape (C, ...) for each step.

    Returns:
        Shape (..., N, I).
    """
    count = len(structure.indicators)
    shares = np.zeros((*parts[0].shape[1:], len(structure.nodes), count))
    for level, (parent, share) in zip(STEPS_TO, spread(steps, parts), strict=True):
        shares[..., places(structure, level)[parent], np.arange(count)] = np.moveaxis(share, 0, -1)
    return shares


def restrict(structure: Structure, used: Bools) -> Structure:
    """Return the same tree with weight 0 for indicators not used and for nodes with none left under them.

    Args:
        structure: the tree.
        used: shape (I,).
    """
    shares = nominal_weights(structure) > 0
    alive = np.any(shares & used, axis=1)
    nodes = tuple(
        node if lives else replace(node, weight=0.0)
        for node, lives in zip(structure.nodes, alive.tolist(), strict=True)
    )
    return replace(structure, nodes=nodes, weight=structure.weight * used)
