"""What the page modules share: the edition as it is told, and what pages alone have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.charts.profile import ProfileStencil
from generator.charts.strip import StripStencil
from generator.charts.swarm import SwarmStencil
from generator.charts.trend import TrendStencil
from generator.findings.comparison import Standings
from generator.geography.light_map import LightMap
from generator.geography.outline import Outline
from generator.text.evidence_rules import EvidenceWords
from generator.text.told_edition import ToldEdition


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
        ranks: in the nation, "46 to 61 of 296", or empty.
        uk_ranks: the same in the UK; empty too where nations cannot be compared.
        band: see ``text.bands``, a dash in a nation of few councils, or why there is none.
        fifth: 1 (lowest) to 5, see ``ToldEdition.fifth_of``, 0 where there is none; for shading.
    """

    key: str
    name: str
    score: str
    ranks: str
    uk_ranks: str
    band: str
    fifth: int
    change: str
    change_side: str


@dataclass(frozen=True, kw_only=True)
class Site(ToldEdition):
    """Everything that a page is drawn from: read-only, gathered once for each build.

    Attributes:
        evidence: what opens under findings.
        beside: codes of the councils that share a border with each.
        comparable: where councils stand in the UK where nations can be compared, else in their nation.
        memo: rows already worded, by council and node.
    """

    evidence: EvidenceWords
    beside: Mapping[str, tuple[str, ...]]
    comparable: Standings
    stencils: Stencils
    memo: dict[tuple[str, str], NodeRow] = field(init=False, default_factory=dict, compare=False, repr=False)
