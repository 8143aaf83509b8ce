"""Everything the page modules share: read-only, gathered once per build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from generator.catalogue.editions import Correction
from generator.catalogue.presets import Preset
from generator.catalogue.records import Area, Cluster, Dataset, Edition, Element, Framework, Indicator, Pillar
from generator.catalogue.settings import Settings
from generator.catalogue.store import Change
from generator.charts.profile import ProfileStencil
from generator.charts.strip import StripStencil
from generator.charts.swarm import SwarmStencil
from generator.charts.trend import TrendStencil
from generator.composite.arrays import Bools, Floats
from generator.findings.comparison import Comparisons
from generator.findings.evidence import (
    ChangeAgainstUk,
    ChangeOverYears,
    ClusterShare,
    CoverageCount,
    LearnFromNeighbours,
    LevellingUpTest,
    PillarDrivers,
)
from generator.findings.figure_change import FigureChanges, measure_changes
from generator.findings.position import Position, count_bands
from generator.findings.records import AnyFinding, E, Finding, pick
from generator.findings.since import Since
from generator.findings.stretches import Stretch
from generator.geography.areas import UK_CODE
from generator.geography.light_map import LightMap
from generator.geography.outline import Outline
from generator.index.records import Index
from generator.text.context import TextContext
from generator.text.evidence_rules import EvidenceWords
from generator.text.sentences import render

ByNode = Mapping[str, Mapping[str, Finding[E]]]
"""Findings by area code, then by node key."""


@dataclass(frozen=True)
class Group:
    """A region, nation, cluster or the UK: its member councils and its scores.

    Attributes:
        key: area code of a region, nation or the UK, or "cluster:<slug>".
        members: True for member councils, shape (A,).
        score: population-weighted mean of the members' scores, shape (N,).
        trend: the same for the trend index, shape (N, Y).
    """

    key: str
    members: Bools
    score: Floats
    trend: Floats


@dataclass(frozen=True)
class EditionFindings:
    """All findings of the edition.

    Attributes:
        council: strengths, weaknesses and relative ones by area code, strongest first.
        positions, changes, drivers, coverage: by area code and node.
        cluster: findings by cluster slug.
        stretches: changes over about ten and about five years, of all councils.
        moves: nodes that improved or declined by more than the country, by area code.
        learning: places to learn from by area code, the greatest weakness first.
        levelling: answers of the levelling-up test, by key of the group (see ``Group``) and node.
    """

    council: Mapping[str, tuple[AnyFinding, ...]]
    positions: ByNode[Position]
    changes: ByNode[ChangeAgainstUk]
    drivers: ByNode[PillarDrivers]
    coverage: ByNode[CoverageCount]
    cluster: Mapping[str, tuple[AnyFinding, ...]]
    learning: Mapping[str, tuple[Finding[LearnFromNeighbours], ...]]
    stretches: tuple[Stretch, ...] = ()
    moves: Mapping[str, tuple[Finding[ChangeOverYears], ...]] = field(default_factory=dict)
    levelling: ByNode[LevellingUpTest] = field(default_factory=dict)


@dataclass(frozen=True)
class Stencils:
    """Charts drawn once, to be marked for every place. ``strips`` by indicator and comparison set.

    ``light`` is for maps of all councils, ``council_paths`` for those of a few.
    """

    swarm: SwarmStencil
    pillar_swarms: Mapping[str, SwarmStencil]
    profile: ProfileStencil
    trend: TrendStencil
    strips: Mapping[tuple[int, int], StripStencil | None]
    outline: Outline
    council_paths: Mapping[str, str]
    light: LightMap
    hexes: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeRow:
    """Score of one node of one council, as a table row or a heading.

    Attributes:
        score: rounded, or "–" where there is none.
        ranks: "346 to 361 of 361", or empty.
        band: see ``text.bands``, or why there is none.
        fifth: 1 (lowest) to 5, by the score's rank, 0 where there is none; for shading.
    """

    key: str
    name: str
    score: str
    ranks: str
    band: str
    fifth: int
    change: str
    change_side: str


@dataclass(frozen=True)
class Site:
    """The shared bundle.

    Attributes:
        councils: in the order of axis A of the index.
        places: every area by code: councils, regions, nations, the UK.
        neighbours: nearest statistical neighbours of a council, best first.
        changes: former councils and what became of them.
        groups: by key, see ``Group``.
        published: figures that publishers give for regions, nations and the UK: by indicator, area code and
            year, in the indicator's unit.
        presets: weights of pillars that readers may start from.
        since: the comparison with the last edition; None where this is the first.
        corrections: mistakes that were mended, the latest first.
        evidence: what opens under findings.
        memo: rows already worded, by council and node.
        sentences: findings already told, by id.
        figures: figures of one council, see ``figures.describe_cell_of``.
    """

    settings: Settings
    edition: Edition
    framework: Framework
    datasets: Mapping[str, Dataset]
    councils: tuple[Area, ...]
    places: Mapping[str, Area]
    clusters: tuple[Cluster, ...]
    neighbours: Mapping[str, tuple[str, ...]]
    changes: tuple[Change, ...]
    index: Index
    comparisons: Comparisons
    findings: EditionFindings
    groups: Mapping[str, Group]
    words: TextContext
    evidence: EvidenceWords
    stencils: Stencils
    published: Mapping[str, Mapping[str, Mapping[int, float]]] = field(default_factory=dict, repr=False)
    presets: tuple[Preset, ...] = ()
    since: Since | None = None
    corrections: tuple[Correction, ...] = ()
    memo: dict[tuple[str, str], NodeRow] = field(init=False, default_factory=dict, compare=False, repr=False)
    sentences: dict[str, str] = field(init=False, default_factory=dict, compare=False, repr=False)
    figures: dict[str, dict[str, Any]] = field(init=False, default_factory=dict, compare=False, repr=False)

    def tell(self, finding: AnyFinding) -> str:
        """Return the sentence of a finding; page and files of a place tell the same."""
        if finding.id not in self.sentences:
            self.sentences[finding.id] = render(finding, self.words)
        return self.sentences[finding.id]

    def share_of(self, cluster: Cluster) -> Finding[ClusterShare]:
        """Return the finding on how many members of a cluster stand in the lower half."""
        return next(pick(self.findings.cluster[cluster.slug], ClusterShare))

    @cached_property
    def figure_changes(self) -> FigureChanges:
        """Change of every single figure, axes A and I."""
        return measure_changes(self.index.panel)

    @cached_property
    def bands(self) -> list[list[list[int]]]:
        """Fifths in which each council most likely is, by council, node and end, see ``count_bands``."""
        bands: list[list[list[int]]] = count_bands(self.index.robustness.p_fifth).tolist()
        return bands

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Position of each council code on axis A."""
        return {council.code: place for place, council in enumerate(self.councils)}

    @cached_property
    def node_position(self) -> Mapping[str, int]:
        """Position of each node key on axis N."""
        return {node.key: place for place, node in enumerate(self.index.structure.nodes)}

    @cached_property
    def indicator_position(self) -> Mapping[str, int]:
        """Position of each indicator slug on axis I."""
        return {slug: place for place, slug in enumerate(self.index.structure.indicators)}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicator records by slug."""
        return {indicator.slug: indicator for indicator in self.framework.indicators}

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Element records by slug."""
        return {element.slug: element for element in self.framework.elements}

    @cached_property
    def pillars(self) -> Mapping[str, Pillar]:
        """Pillar records by slug."""
        return {pillar.slug: pillar for pillar in self.framework.pillars}

    @cached_property
    def node_names(self) -> Mapping[str, str]:
        """Display name of every node."""
        names = {"overall": "Overall"}
        for branch in (self.framework.domains, self.framework.pillars, self.framework.elements):
            names |= {node.slug: node.name for node in branch}
        return names

    @cached_property
    def figure_names(self) -> Mapping[str, str]:
        """Display name of every node and indicator."""
        return {**self.node_names, **{slug: each.name for slug, each in self.indicators.items()}}

    @cached_property
    def clusters_of(self) -> Mapping[str, tuple[Cluster, ...]]:
        """Clusters each council belongs to, in the order of the list of clusters."""
        found: dict[str, list[Cluster]] = {council.code: [] for council in self.councils}
        for cluster in self.clusters:
            for code in cluster.members:
                found[code].append(cluster)
        return {code: tuple(items) for code, items in found.items()}

    @property
    def uk(self) -> Group:
        """All councils."""
        return self.groups[UK_CODE]

    @cached_property
    def ranked(self) -> int:
        """Councils with an overall rank."""
        return int(self.index.level.scores.ranked[0])

    def score(self, code: str, node: str) -> float | None:
        """Return a council's score of a node, or None where there is none."""
        return known(self.index.level.scores.score[self.position[code], self.node_position[node]])

    def group_key(self, council: Area) -> str:
        """Return the key of the group a council is set beside: its region, or its nation outside England."""
        if council.region_code in self.groups:
            return council.region_code
        return self.nation_of(council).code

    def nation_of(self, council: Area) -> Area:
        """Return the nation a council lies in."""
        return self.nations[council.nation]

    @cached_property
    def nations(self) -> Mapping[str, Area]:
        """The four nations by name."""
        return {place.name: place for place in self.places.values() if place.kind == "nation"}


def place_of(cluster: Cluster, places: Mapping[str, Area]) -> Area | None:
    """Return the region or nation whose councils a cluster gathers; None for any other cluster."""
    if cluster.kind not in ("region", "nation"):
        return None
    slug = cluster.slug.removeprefix(f"{cluster.kind}-")
    return next(place for place in places.values() if (place.kind, place.slug) == (cluster.kind, slug))


def known(value: float | np.floating) -> float | None:
    """Return a plain float, or None for a gap."""
    return None if np.isnan(value) else float(value)
