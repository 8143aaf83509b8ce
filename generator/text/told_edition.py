"""An edition as it is told: the contents with results, findings, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from generator.catalogue.contents import Contents
from generator.catalogue.records import NATIONS, Area, Caution, Cluster
from generator.composite.arrays import Bools, Floats
from generator.findings.comparison import Comparisons, Standings, rank_where_comparable
from generator.findings.evidence import (
    ChangeAgainstUk,
    ChangeOverYears,
    ClusterShare,
    CoverageCount,
    GapToNation,
    LearnFromNeighbours,
    LevellingUpTest,
    PillarDrivers,
)
from generator.findings.figure_change import FigureChanges, measure_changes
from generator.findings.finding import AnyFinding, E, Finding, pick
from generator.findings.position import Position, count_bands
from generator.findings.since import Since
from generator.findings.windows import Window
from generator.geography.areas import UK_CODE
from generator.index.ends import AllEnds
from generator.index.ranking import find_fifth
from generator.index.results import Index
from generator.text.context import TextContext
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
        recent: the same for the trend index of elements, shape (N, Y) over its years.
    """

    key: str
    members: Bools
    score: Floats
    trend: Floats
    recent: Floats


@dataclass(frozen=True)
class EditionFindings:
    """All findings of the edition.

    Attributes:
        council: strengths, weaknesses and relative ones by area code, strongest first.
        positions, changes, drivers, coverage: by area code and node.
        cluster: findings by cluster slug.
        windows: changes over about ten and about five years, of all councils.
        moves: nodes that improved or declined by more than the country, by area code.
        learning: places to learn from by area code, the greatest weakness first.
        levelling: answers of the levelling-up test, by key of the group (see ``Group``) and node.
        gaps: how far councils, regions and clusters lie from their nation, by key and node.
        ends: both ends of every node, by scope.
        cautions: what speaks against telling some figures of a council, by area code.
        leads: what a report opens with, by area code, in the order in which it is told.
    """

    council: Mapping[str, tuple[AnyFinding, ...]]
    positions: ByNode[Position]
    changes: ByNode[ChangeAgainstUk]
    drivers: ByNode[PillarDrivers]
    coverage: ByNode[CoverageCount]
    cluster: Mapping[str, tuple[AnyFinding, ...]]
    learning: Mapping[str, tuple[Finding[LearnFromNeighbours], ...]]
    windows: tuple[Window, ...] = ()
    moves: Mapping[str, tuple[Finding[ChangeOverYears], ...]] = field(default_factory=dict)
    levelling: ByNode[LevellingUpTest] = field(default_factory=dict)
    gaps: ByNode[GapToNation] = field(default_factory=dict)
    ends: AllEnds = field(default_factory=dict)
    cautions: Mapping[str, tuple[Caution, ...]] = field(default_factory=dict)
    leads: Mapping[str, tuple[AnyFinding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ToldEdition(Contents):
    """What tables, pages and reports on paper are made from.

    Attributes:
        comparisons: what each figure is set against on the report of its council.
        widest: what it can be compared with, across nations as far as that goes.
        groups: by key, see ``Group``.
        words: for every sentence.
        published: figures that publishers give for regions, nations and the UK: by indicator, area code and
            year, in the indicator's unit.
        since: the comparison with the last edition; None where this is the first.
        sentences: findings already told, by id.
        figures: figures of one council, already worded, see ``pages.figures``.
    """

    index: Index
    comparisons: Comparisons
    widest: Comparisons
    findings: EditionFindings
    groups: Mapping[str, Group]
    words: TextContext
    published: Mapping[str, Mapping[str, Mapping[int, float]]] = field(default_factory=dict, repr=False)
    since: Since | None = None
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
        """Fifths of its nation in which each council most likely is, by council, node and end."""
        bands: list[list[list[int]]] = count_bands(self.index.nation.p_fifth).tolist()
        return bands

    @cached_property
    def comparable(self) -> Standings:
        """Where councils stand in the UK where nations can be compared, else in their nation."""
        return rank_where_comparable(self.index, self.places)

    def fifth_of(self, place: int, node: int) -> int:
        """Return the fifth a council's rank is in, 5 for the first ranks down to 1; 0 for no rank.

        That is the rank in the UK where nations can be compared, else in the nation.
        """
        standing = self.comparable.standing
        return find_fifth(int(standing.rank[place, node]), int(standing.ranked[place, node]))

    @cached_property
    def node_position(self) -> Mapping[str, int]:
        """Position of each node key on axis N."""
        return {node.key: place for place, node in enumerate(self.index.structure.nodes)}

    @cached_property
    def indicator_position(self) -> Mapping[str, int]:
        """Position of each indicator slug on axis I."""
        return {slug: place for place, slug in enumerate(self.index.structure.indicators)}

    @property
    def uk(self) -> Group:
        """All councils."""
        return self.groups[UK_CODE]

    @cached_property
    def ranked(self) -> int:
        """Councils with an overall rank."""
        return int(self.index.level.scores.ranked[0])

    def ranked_in_nations(self, node: int) -> dict[str, int]:
        """Return how many councils of each nation are ranked on a node."""
        scored = self.index.nation.rank[:, node] > 0
        return {
            nation: count
            for number, nation in enumerate(NATIONS)
            if (count := int((scored & (self.index.panel.nation == number)).sum()))
        }

    def score(self, code: str, node: str) -> float | None:
        """Return a council's score of a node, or None where there is none."""
        return known(self.index.level.scores.score[self.position[code], self.node_position[node]])

    def group_key(self, council: Area) -> str:
        """Return the key of the group a council is set beside: its region, or its nation outside England."""
        if council.region_code in self.groups:
            return council.region_code
        return self.nation_of(council).code


def known(value: float | np.floating) -> float | None:
    """Return a plain float, or None for a gap."""
    return None if np.isnan(value) else float(value)
