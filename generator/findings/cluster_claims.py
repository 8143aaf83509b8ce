"""Whether figures support what is said of a cluster: members against the other councils, by rule."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.catalogue.cluster_claims import ClusterClaim
from generator.catalogue.records import Area, Cluster, Edition, Framework
from generator.composite.arrays import Bools, Floats
from generator.findings import tree
from generator.findings.clusters import measure_effects
from generator.findings.coverage import OWN_FIGURES
from generator.findings.evidence import ClaimOfCluster, ClusterException, ClusterShare
from generator.findings.finding import AnyFinding, Finding, pick
from generator.findings.measured import share_measured_here
from generator.findings.thresholds import MEASURED_HERE, MEDIUM_EFFECT
from generator.index.results import Index

CLAIM = "claim"
SUPPORTED, NOT_SUPPORTED, MIXED, UNTOLD = "supported", "not_supported", "mixed", "untold"
_BLANK = ClaimOfCluster(
    **dict.fromkeys(("claim", "says", "expects"), ""),
    verdict=UNTOLD,
    measure=None,
    scale=None,
    effect=None,
    effect_low=None,
    effect_high=None,
    mean=None,
    other_mean=None,
    members_counted=0,
    others_counted=None,
    found=None,
    found_surely=None,
    found_perhaps=None,
)


def find_claims(
    index: Index,
    framework: Framework,
    areas: Mapping[str, Area],
    edition: Edition,
    *,
    clusters: Sequence[Cluster],
    claims: Mapping[str, Sequence[ClusterClaim]],
    found: Mapping[str, Sequence[AnyFinding]],
) -> dict[str, tuple[Finding[ClaimOfCluster], ...]]:
    """Return cluster slug -> a finding for each claim, in the order in which they are kept.

    Scores are those that rest mainly on figures of the council's own, as for differences. An indicator is
    looked at by the place of each figure among those of its nation, 0 to 100: so neither unit nor skew
    matters, nor how another nation measures it.

    Args:
        index, framework, areas, edition: of the run.
        clusters: all clusters.
        claims: by cluster.
        found: the other findings on clusters.
    """
    owned = share_measured_here(index)
    inputs = _ClaimInputs(
        index=index,
        scores=np.where(owned > MEASURED_HERE, index.level.scores.score, np.nan),
        nation=np.array([areas[code].nation for code in index.panel.areas]),
        nodes=tree.node_numbers(index.structure),
        element_of={one.slug: element.slug for element in framework.elements for one in element.indicators},
    )
    return {
        cluster.slug: tuple(
            _answer(inputs, cluster, claim, found[cluster.slug], seed=edition.seed)
            for claim in claims.get(cluster.slug, ())
        )
        for cluster in clusters
    }


@dataclass(frozen=True)
class _ClaimInputs:
    """What every claim looks up: scores of shape (A, N), nations along axis A."""

    index: Index
    scores: Floats
    nation: npt.NDArray[np.str_]
    nodes: Mapping[str, int]
    element_of: Mapping[str, str]


def _answer(
    inputs: _ClaimInputs, cluster: Cluster, claim: ClusterClaim, found: Sequence[AnyFinding], *, seed: int
) -> Finding[ClaimOfCluster]:
    evidence = replace(
        _BLANK,
        claim=claim.slug,
        says=claim.says,
        expects=claim.expects,
        measure=claim.measure,
        members_counted=len(cluster.members),
    )
    node = "overall"
    if claim.measure is not None:
        node = claim.measure if claim.measure in inputs.nodes else inputs.element_of[claim.measure]
        evidence = replace(evidence, scale="score" if node == claim.measure else "percentile")
        if claim.expects == "bottom_half":
            evidence = judge_half(evidence, next(pick(found, ClusterShare)).evidence)
        elif claim.expects == "exceptions":
            named = {each.evidence.area for each in pick(found, ClusterException)}
            verdict = SUPPORTED if named else NOT_SUPPORTED
            evidence = replace(evidence, verdict=verdict, found=len(named))
        else:
            evidence = _compare(inputs, cluster, claim.measure, evidence, seed=seed)
    return Finding(
        id=f"cluster:{cluster.slug}/{CLAIM}/{node}/{claim.slug}",
        subject=f"cluster:{cluster.slug}",
        kind=CLAIM,
        node=node,
        evidence=evidence,
    )


def judge(expects: str, effect: float, low: float, high: float) -> str:
    """Return the verdict from the size of a difference and its 90 % interval.

    A difference counts from half a standard deviation on, where its interval lies on one side of 0; it is
    ruled out where its interval ends before half a standard deviation. Between the two nothing is settled.
    """
    if expects == "high":
        return judge("low", -effect, -high, -low)
    clearly_low, not_low = effect <= -MEDIUM_EFFECT and high < 0, low > -MEDIUM_EFFECT
    if expects == "low":
        return SUPPORTED if clearly_low else NOT_SUPPORTED if not_low else MIXED
    if expects == "not_low":
        return SUPPORTED if not_low else NOT_SUPPORTED if clearly_low else MIXED
    clearly_high, not_high = effect >= MEDIUM_EFFECT and low > 0, high < MEDIUM_EFFECT
    return SUPPORTED if not_low and not_high else NOT_SUPPORTED if clearly_low or clearly_high else MIXED


def judge_half(evidence: ClaimOfCluster, share: ClusterShare) -> ClaimOfCluster:
    """Return whether most members stand in the bottom half, and how many do, surely and perhaps."""
    half = share.members_ranked / 2
    yes, no = share.surely_in_bottom_half > half, share.perhaps_in_bottom_half <= half
    return replace(
        evidence,
        verdict=UNTOLD if not half else SUPPORTED if yes else NOT_SUPPORTED if no else MIXED,
        members_counted=share.members_ranked,
        found=share.in_bottom_half,
        found_surely=share.surely_in_bottom_half,
        found_perhaps=share.perhaps_in_bottom_half,
    )


def place_in_nations(index: Index, indicator: str, nation: npt.NDArray[np.str_], member: Bools) -> Floats:
    """Return the share of the nation's own figures below each, and half of those alike, 0 to 100, (A,).

    Each figure stands among those of its nation, for nations may measure the same thing in their own ways.

    Args:
        index: the run.
        indicator: its slug.
        nation: of each council, shape (A,).
        member: members, shape (A,); a nation without one is left out.
    """
    column = index.structure.indicators.index(indicator)
    value = index.level.value[:, column]
    known = ~np.isnan(value) & np.isin(index.level.status[:, column], OWN_FIGURES)
    place = np.full(len(value), np.nan)
    for name in np.unique(nation[member]):
        own = known & (nation == name)
        ordered = np.sort(value[own])
        below, upto = (np.searchsorted(ordered, value[own], side=side) for side in ("left", "right"))
        place[own] = 50.0 * (below + upto) / max(len(ordered), 1)
    return place


def _compare(
    inputs: _ClaimInputs, cluster: Cluster, measure: str, evidence: ClaimOfCluster, *, seed: int
) -> ClaimOfCluster:
    member = np.isin(inputs.index.panel.areas, cluster.members)
    if evidence.scale == "score":
        column = inputs.scores[:, inputs.nodes[measure]]
    else:
        column = place_in_nations(inputs.index, measure, inputs.nation, member)
    effects = measure_effects(column[:, None], member, seed=seed + zlib.crc32(cluster.slug.encode()))
    evidence = replace(
        evidence, members_counted=int(effects.members[0]), others_counted=int(effects.others[0])
    )
    if np.isnan(effects.effect[0]):
        return evidence
    effect, low, high = (float(each[0]) for each in (effects.effect, effects.low, effects.high))
    return replace(
        evidence,
        verdict=judge(evidence.expects, effect, low, high),
        effect=effect,
        effect_low=low,
        effect_high=high,
        mean=float(effects.mean[0]),
        other_mean=float(effects.other_mean[0]),
    )
