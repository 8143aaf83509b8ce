"""Cluster findings: what the members share, what sets them apart from others, who bucks the pattern."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import Area, Cluster, Edition
from generator.composite.arrays import Bools, Floats
from generator.composite.ranking import THOUSANDTHS, count_thousandths
from generator.findings import tree
from generator.findings.comparison import Standings, count_councils, name_set, rank_where_comparable
from generator.findings.evidence import (
    ClusterDifference,
    ClusterEffect,
    ClusterException,
    ClusterShare,
    ClusterSimilar,
    End,
)
from generator.findings.finding import AnyFinding, Finding
from generator.findings.measured import share_measured_here
from generator.findings.rules import passes
from generator.findings.thresholds import MEASURED_HERE, MEDIUM_EFFECT
from generator.index.results import Index
from generator.index.structure import share_alike

RESAMPLES = 500
"""Bootstrap samples behind the 90 % interval of an effect."""
SMALLEST_CLUSTER = 5
"""Members with a score that an effect size needs."""
POOLED_SHARE = 0.5
"""Share of a node's weight that must be pooled across nations before a nation is compared on it."""
LEVELS = ("overall", "pillar", "element")
Difference = Finding[ClusterDifference]


@dataclass(frozen=True)
class Effects:
    """Members against all other councils, per node, shape (N,): NaN where too few have a score.

    Attributes:
        effect: difference of means over the pooled standard deviation (Cohen 1988, *Statistical Power
            Analysis*).
        low, high: 5th and 95th percentile of the effect over bootstrap samples of members and of others.
        mean, other_mean: mean scores.
        members, others: councils with a score.
    """

    effect: Floats
    low: Floats
    high: Floats
    mean: Floats
    other_mean: Floats
    members: Floats
    others: Floats


@dataclass(frozen=True)
class _ClusterInputs:
    """What every cluster looks at: nations along axis A, labels of ranked councils along axis N.

    ``scores`` are those that rest mainly on figures of the council's own, NaN elsewhere; ``measured_here`` is
    the share that does; both of shape (A, N).
    """

    index: Index
    edition: Edition
    nation: npt.NDArray[np.str_]
    totals: Mapping[str, int]
    places: Standings
    pooled: Floats
    scores: Floats
    measured_here: Floats


def find_cluster_findings(
    index: Index, areas: Mapping[str, Area], clusters: Sequence[Cluster], edition: Edition
) -> dict[str, tuple[AnyFinding, ...]]:
    """Return cluster slug -> its findings: share, similarities, strengths, weaknesses, exceptions.

    Each kind has its largest effect first. Deterministic: the bootstrap is seeded with the edition's seed
    and the cluster's slug. A nation's cluster is compared only on nodes that rest mainly on figures pooled
    across nations, because others are centred on each nation by construction. Scores that rest half or more
    on figures of a larger area are left out: the districts of one county would count as so many councils
    that agree.
    """
    own = share_measured_here(index)
    inputs = _ClusterInputs(
        index=index,
        edition=edition,
        nation=np.array([areas[code].nation for code in index.panel.areas]),
        totals=count_councils(areas),
        places=rank_where_comparable(index, areas),
        pooled=share_alike(index.structure, index.panel.pooled),
        scores=np.where(own > MEASURED_HERE, index.level.scores.score, np.nan),
        measured_here=np.nan_to_num(own),
    )
    return {cluster.slug: _of_cluster(inputs, cluster) for cluster in clusters}


def measure_effects(scores: Floats, member: Bools, *, seed: int) -> Effects:
    """Compare members with all others on every node.

    Args:
        scores: shape (A, N), NaN where missing.
        member: shape (A,).
        seed: of the bootstrap.
    """
    rng = np.random.default_rng(seed)
    inside, outside = scores[member], scores[~member]
    effect, mean, other_mean = _cohen(_once(inside), _once(outside))
    draws, _, _ = _cohen(_resample(inside, rng), _resample(outside, rng))
    members, others = (~np.isnan(inside)).sum(axis=0), (~np.isnan(outside)).sum(axis=0)
    enough = (members >= SMALLEST_CLUSTER) & (others >= SMALLEST_CLUSTER)
    low, high = np.full(scores.shape[1], np.nan), np.full(scores.shape[1], np.nan)
    if enough.any():
        # A draw without an effect (all its scores equal) is told as none.
        low[enough], high[enough] = np.percentile(np.nan_to_num(draws[:, enough]), [5, 95], axis=0)
    return Effects(
        effect=np.where(enough, effect[0], np.nan),
        low=low,
        high=high,
        mean=mean[0],
        other_mean=other_mean[0],
        members=members.astype(np.float64),
        others=others.astype(np.float64),
    )


Moments = tuple[Floats, Floats, Floats]


def _once(scores: Floats) -> Moments:
    """Number, mean and sum of squares about the mean of the scores as they are, each (1, N)."""
    present = ~np.isnan(scores)
    number = present.sum(axis=0)
    mean = np.where(present, scores, 0.0).sum(axis=0) / np.maximum(number, 1)
    apart = np.where(present, scores - mean, 0.0)
    return number[None].astype(np.float64), mean[None], (apart * apart).sum(axis=0)[None]


def _resample(scores: Floats, rng: np.random.Generator) -> Moments:
    n = len(scores)
    picked = rng.integers(0, max(n, 1), size=(RESAMPLES, n)) + n * np.arange(RESAMPLES)[:, None]
    counts = np.bincount(picked.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n)
    return _moments(counts.astype(np.float64), scores)


def _moments(counts: Floats, scores: Floats) -> Moments:
    """Number, mean and sum of squares about the mean, each (draws, N), from how often each row was drawn.

    Scores count in whole thousandths, about a whole number near their mean: so the sums are exact, in
    whatever order ``@`` takes them.
    """
    present = ~np.isnan(scores)
    steps = np.where(present, count_thousandths(scores), 0.0)
    centre = np.rint(steps.sum(axis=0) / np.maximum(present.sum(axis=0), 1))
    steps = np.where(present, steps - centre, 0.0)
    number = counts @ present.astype(np.float64)
    safe = np.maximum(number, 1.0)
    total = counts @ steps
    squares = (counts @ (steps * steps) - total * total / safe) / THOUSANDTHS / THOUSANDTHS
    return number, (total / safe + centre) / THOUSANDTHS, np.maximum(squares, 0.0)


def _cohen(first: Moments, second: Moments) -> tuple[Floats, Floats, Floats]:
    freedom = first[0] + second[0] - 2
    variance = np.divide(first[2] + second[2], freedom, out=np.full_like(freedom, np.nan), where=freedom > 0)
    pooled_sd = np.sqrt(variance)
    difference = first[1] - second[1]
    effect = np.divide(difference, pooled_sd, out=np.full_like(difference, np.nan), where=pooled_sd > 0)
    return effect, first[1], second[1]


def _of_cluster(inputs: _ClusterInputs, cluster: Cluster) -> tuple[AnyFinding, ...]:
    index = inputs.index
    members = set(cluster.members)
    member = np.array([code in members for code in index.panel.areas])
    seed = inputs.edition.seed + zlib.crc32(cluster.slug.encode())
    effects = measure_effects(inputs.scores, member, seed=seed)
    differences: list[Difference] = []
    for n, node in enumerate(index.structure.nodes):
        comparable = cluster.kind != "nation" or inputs.pooled[n] >= POOLED_SHARE
        if node.level in LEVELS and comparable and not np.isnan(effects.low[n]):
            differences += _difference(inputs, cluster, effects, n, member)
    differences.sort(key=lambda each: (each.kind, -each.weight, each.id))
    share = _share(inputs, cluster, member)
    return (share, *differences, *_exceptions(inputs, cluster, differences, member))


def _share(inputs: _ClusterInputs, cluster: Cluster, member: Bools) -> Finding[ClusterShare]:
    places, nation = inputs.places, inputs.index.nation
    member = member & (places.standing.rank[:, 0] > 0)
    known = places.standing.rank[member, 0]
    ranked = int(places.standing.ranked[:, 0].max(initial=0))
    return Finding(
        id=f"cluster:{cluster.slug}/cluster_share/overall",
        subject=f"cluster:{cluster.slug}",
        kind="cluster_share",
        node="overall",
        evidence=ClusterShare(
            members=len(cluster.members),
            members_ranked=len(known),
            members_unranked=len(cluster.members) - len(known),
            in_bottom_half=int((known > ranked / 2).sum()),
            surely_in_bottom_half=int((places.standing.low[member, 0] > ranked / 2).sum()),
            perhaps_in_bottom_half=int((places.standing.high[member, 0] > ranked / 2).sum()),
            in_bottom_half_of_nation=int((nation.rank[member, 0] > nation.ranked[member, 0] / 2).sum()),
            in_bottom_fifth=int((known > ranked * 4 / 5).sum()),
            in_top_fifth=int((known <= ranked / 5).sum()),
            ranked=ranked,
            set_label=places.labels["", 0][1],
            mainly=len(cluster.mainly) if cluster.shares else None,
        ),
    )


def _difference(
    inputs: _ClusterInputs, cluster: Cluster, effects: Effects, n: int, member: Bools
) -> list[Difference]:
    """The one finding of a node: strength, weakness or similarity; none where the data cannot tell."""
    node, standing = inputs.index.structure.nodes[n], inputs.places.standing
    rank = np.where(np.isnan(inputs.scores[member, n]), 0, standing.rank[member, n])
    side: End = "high" if effects.effect[n] > 0 else "low"
    in_bottom_half = int((rank[rank > 0] > standing.ranked[member, n][rank > 0] / 2).sum())
    difference = ClusterDifference(
        side=side,
        level=node.level,
        edition=inputs.edition.name,
        effect=float(effects.effect[n]),
        effect_low=float(effects.low[n]),
        effect_high=float(effects.high[n]),
        mean=float(effects.mean[n]),
        other_mean=float(effects.other_mean[n]),
        members_ranked=int((rank > 0).sum()),
        others_ranked=int(effects.others[n]),
        compared="uk" if inputs.places.everywhere[:, n].all() else "nation",
        in_bottom_half=in_bottom_half,
        in_top_half=int((rank > 0).sum()) - in_bottom_half,
        others_label=_label_others(inputs, n, member),
    )
    candidates: Mapping[str, ClusterDifference] = {
        "cluster_strength" if side == "high" else "cluster_weakness": ClusterEffect(**vars(difference)),
        "cluster_similar": ClusterSimilar(**vars(difference)),
    }
    findings = [
        Finding(
            id=f"cluster:{cluster.slug}/{kind}/{node.key}",
            subject=f"cluster:{cluster.slug}",
            kind=kind,
            node=node.key,
            evidence=evidence,
            weight=_weigh(kind, effects, n),
        )
        for kind, evidence in candidates.items()
    ]
    return [finding for finding in findings if passes(finding)]


def _weigh(kind: str, effects: Effects, n: int) -> float:
    """Largest effect first; for similarities, the one whose interval stays furthest from a medium effect."""
    if kind == "cluster_similar":
        return MEDIUM_EFFECT - max(abs(float(effects.low[n])), abs(float(effects.high[n])))
    return abs(float(effects.effect[n]))


def _label_others(inputs: _ClusterInputs, n: int, member: Bools) -> str:
    others = ~member & ~np.isnan(inputs.scores[:, n])
    nations = sorted(set(inputs.nation[others].tolist()))
    _, label = name_set(nations, int(others.sum()), totals=inputs.totals)
    return label.replace("the ", "the other ", 1).removesuffix(" with figures")


def _exceptions(
    inputs: _ClusterInputs, cluster: Cluster, differences: Sequence[Difference], member: Bools
) -> list[Finding[ClusterException]]:
    """Members surely in the two fifths at the top on a pillar (or overall) on which the cluster is weak."""
    numbers = tree.node_numbers(inputs.index.structure)
    weak = [each for each in differences if each.kind == "cluster_weakness"]
    found = [
        _exception(inputs, cluster, numbers[each.node], a)
        for each in weak
        if each.evidence.level != "element"
        for a in np.flatnonzero(member).tolist()
        if inputs.places.standing.rank[a, numbers[each.node]] > 0
    ]
    return [finding for finding in found if passes(finding)]


def _exception(inputs: _ClusterInputs, cluster: Cluster, n: int, a: int) -> Finding[ClusterException]:
    index = inputs.index
    standing, code = inputs.places.standing, index.panel.areas[a]
    key = index.structure.nodes[n].key
    probability = float(np.nan_to_num(standing.p_fifth[a, n, :2].sum()))
    return Finding(
        id=f"cluster:{cluster.slug}/exception/{key}/{code}",
        subject=f"cluster:{cluster.slug}",
        kind="exception",
        node=key,
        probability=probability,
        evidence=ClusterException(
            area=code,
            probability=probability,
            measured_here=float(inputs.measured_here[a, n]),
            score=float(index.level.scores.score[a, n]),
            rank=int(standing.rank[a, n]),
            rank_low=int(standing.low[a, n]),
            rank_high=int(standing.high[a, n]),
            ranked=int(standing.ranked[a, n]),
            set_label=inputs.places.name(a, n)[1],
            people_share=cluster.shares.get(code),
        ),
        weight=probability,
    )
