"""The report of a cluster, a region or a nation: what sets its councils apart, and who bucks the pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from markupsafe import Markup

from generator.catalogue.contents import place_of
from generator.catalogue.records import Area, Cluster
from generator.charts.intervals import Interval, draw_intervals
from generator.charts.map import draw_members
from generator.findings.evidence import ClaimOfCluster, ClusterDifference, ClusterException
from generator.findings.finding import Finding, pick
from generator.pages import figures
from generator.pages.basis import Basis, view_basis
from generator.pages.council import PeerRow, peer_row
from generator.pages.levelling import list_clear
from generator.pages.page import Page
from generator.pages.share import share_cluster
from generator.pages.since import view_since
from generator.pages.site import Site
from generator.text import names, numbers
from generator.text.about_clusters import name_measure
from generator.text.sentences import render_effect
from generator.text.summary import summarise_cluster
from generator.text.told_edition import Group, known

MOST_DIFFERENCES = 3
"""Differences told in words on either side; the chart and the table have all."""
MOST_GAPS = 6
"""Gaps to the nation that are told: the overall score, and those that moved most."""
MOST_SIMILAR = 6


@dataclass(frozen=True)
class DifferenceView:
    """One way in which the cluster differs from other councils."""

    name: str
    path: str
    sentence: str
    effect: str
    basis: Basis


@dataclass(frozen=True)
class DifferenceRow:
    """The same in figures: mean scores of members and others, effect size and its interval."""

    name: str
    path: str
    mean: str
    other: str
    effect: str
    interval: str


@dataclass(frozen=True)
class ToldView:
    """A sentence with what opens under it, and the name or the address of what it is about."""

    about: str
    sentence: str
    basis: Basis


@dataclass(frozen=True)
class ExceptionView(ToldView):
    """A member that bucks the pattern; ``also``: name and address of the other matters in which it does."""

    also: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ClaimView:
    """Something that is said of a cluster: a line of the table, and the sentence that opens."""

    says: str
    measure: str
    percentile: bool
    members: str
    others: str
    effect: str
    verdict: str
    sentence: str
    basis: Basis


@dataclass(frozen=True)
class PillarRow:
    """One pillar of the cluster on the profile."""

    name: str
    path: str
    score: str
    uk: str
    chart: Markup


@dataclass(frozen=True)
class DomainRows:
    """Pillars of one domain."""

    name: str
    pillars: tuple[PillarRow, ...]


def find_path(cluster: Cluster) -> str:
    """Return the address of a cluster: regions and nations have their own folder."""
    if cluster.kind in ("region", "nation"):
        return f"regions/{cluster.slug.removeprefix('region-').removeprefix('nation-')}/"
    return f"clusters/{cluster.slug}/"


def pages(site: Site) -> Iterator[Page]:
    """Yield the report of every cluster, region and nation."""
    for cluster in site.clusters:
        kind = "region" if cluster.kind in ("region", "nation") else "cluster"
        yield Page(find_path(cluster), "cluster.html", partial(build_context, site, cluster), kind=kind)


def build_context(site: Site, cluster: Cluster) -> dict[str, object]:
    """Return the context of one report."""
    share = site.share_of(cluster)
    group = site.groups[f"cluster:{cluster.slug}"]
    members = [site.places[code] for code in cluster.members]
    score = known(group.score[0])
    sentence = site.tell(share)
    return {
        "section": "regions" if cluster.kind in ("region", "nation") else "clusters",
        "cluster": cluster,
        "name_in_sentence": name_in_sentence(cluster),
        "crumbs": [
            "Region" if cluster.kind == "region" else "Nation" if cluster.kind == "nation" else "Cluster",
            numbers.pluralise(len(members), "council area"),
            f"{numbers.format_number(round(sum(m.population for m in members), -3), 0)} people"
            f" ({members[0].population_year})",
        ],
        "answer": sentence,
        "answer_basis": [view_basis(site, share, cluster.members)],
        "score": numbers.format_number(score, 0) if score is not None else "",
        "uk_score": numbers.format_number(float(site.uk.score[0]), 0),
        "cited": cluster.title,
        "description": summarise_cluster(cluster, share, site.words),
        "map": draw_members(
            site.stencils.outline,
            site.stencils.council_paths,
            cluster.members,
            prefix="map",
            title=f"Where the members of {name_in_sentence(cluster)} lie",
            desc=f"Map of the United Kingdom with {numbers.pluralise(len(members), 'council area')} marked.",
        ),
        "claims": list_claims(site, cluster),
        "swarm": draw_swarm(site, group, cluster, sentence),
        "apart_low": list_differences(site, cluster, "cluster_weakness", MOST_DIFFERENCES),
        "apart_high": list_differences(site, cluster, "cluster_strength", MOST_DIFFERENCES),
        "differences": draw_differences(site, cluster),
        "all_differences": [row_of(site, finding) for finding in sort_differences(site, cluster)],
        "similar": list_differences(site, cluster, "cluster_similar", MOST_SIMILAR),
        "exceptions": list_exceptions(site, cluster),
        "levelling": list_levelling(site, cluster),
        "gaps": list_gaps(site, cluster),
        "gaps_of": tell_gaps_of(site, cluster),
        "domains": list_domains(site, group),
        "profile_key": site.stencils.profile.key(place_label=f"{cluster.title}, mean weighted by population"),
        "trend_chart": draw_trend(site, group, cluster),
        "since": view_since(site, cluster.members),
        "corrected": (),
        "pillar_heads": figures.list_heads(site),
        "bands": site.words.bands,
        "members": sort_members(site, cluster, members),
        "share": share_cluster(site, cluster, path=find_path(cluster)),
    }


def list_claims(site: Site, cluster: Cluster) -> list[ClaimView]:
    """Return what is said of a cluster, and whether figures support it."""
    views = []
    for finding in pick(site.findings.cluster[cluster.slug], ClaimOfCluster):
        evidence = finding.evidence
        ends = (evidence.effect, evidence.effect_low, evidence.effect_high)
        shown = [numbers.format_number(end, 1) for end in ends if end is not None]
        effect = f"{shown[0]} ({shown[1]} to {shown[2]})" if shown else ""
        if evidence.found is not None:
            effect = f"{evidence.found} of {evidence.members_counted}"
        mean, other = (
            "–" if each is None else numbers.format_number(each, 0)
            for each in (evidence.mean, evidence.other_mean)
        )
        views.append(
            ClaimView(
                says=names.capitalise(evidence.says),
                measure=names.capitalise(name_measure(evidence, site.words)),
                percentile=evidence.scale == "percentile",
                members=mean,
                others=other,
                effect=effect,
                verdict=evidence.verdict,
                sentence=site.tell(finding),
                basis=view_basis(site, finding, list(site.position)),
            )
        )
    return views


def name_in_sentence(cluster: Cluster) -> str:
    """Return how a sentence names the cluster."""
    if cluster.kind == "region":
        return names.name_region(cluster.title)
    if cluster.slug.startswith("red-wall"):
        return f"the {cluster.title}"
    return cluster.title


def draw_swarm(site: Site, group: Group, cluster: Cluster, desc: str) -> Markup:
    """Return the swarm of all councils with the members darker."""
    return site.stencils.swarm.draw(
        prefix="swarm",
        title=f"Where the members of {name_in_sentence(cluster)} stand among the councils of the UK",
        desc=desc,
        region_mask=group.members,
        label=cluster.title,
        score=known(group.score[0]),
    )


def draw_trend(site: Site, group: Group, cluster: Cluster) -> Markup:
    """Return the trend of the cluster against the UK, or nothing where there is none."""
    if not np.isfinite(group.trend[0]).any():
        return Markup("")
    return site.stencils.trend.draw(
        prefix="trend",
        title=f"Overall trend index of {name_in_sentence(cluster)} and the UK",
        desc="Means of the councils' scores, weighted by population, for each year.",
        label=cluster.title,
        place=group.trend[0],
        uk=site.uk.trend[0],
    )


def list_differences(site: Site, cluster: Cluster, kind: str, most: int) -> tuple[DifferenceView, ...]:
    """Return the findings of one kind with their words, largest effect first."""
    found = pick(site.findings.cluster[cluster.slug], ClusterDifference)
    chosen = [finding for finding in found if finding.kind == kind and finding.node != "overall"]
    return tuple(
        DifferenceView(
            name=site.node_names[finding.node],
            path=figures.node_path(site, finding.node),
            sentence=site.tell(finding),
            effect=render_effect(finding, site.words),
            # Members are set against all others, so the figures of all are looked at.
            basis=view_basis(site, finding, list(site.position)),
        )
        for finding in chosen[:most]
    )


def sort_differences(site: Site, cluster: Cluster) -> list[Finding[ClusterDifference]]:
    """Return all clear differences below the overall score, from the lowest members to the highest."""
    found = pick(site.findings.cluster[cluster.slug], ClusterDifference)
    clear = [one for one in found if one.kind != "cluster_similar" and one.node != "overall"]
    return sorted(clear, key=lambda one: (one.evidence.effect, one.node))


def draw_differences(site: Site, cluster: Cluster) -> Markup:
    """Return all clear differences as one chart, ordered by size; nothing where there is none."""
    found = sort_differences(site, cluster)
    if not found:
        return Markup("")
    low = sum(one.evidence.side == "low" for one in found)
    rows = [
        Interval(
            site.node_names[one.node],
            one.evidence.effect,
            one.evidence.effect_low,
            one.evidence.effect_high,
            "up" if one.evidence.side == "high" else "down",
        )
        for one in found
    ]
    return draw_intervals(
        rows,
        sides=("members lower", "members higher"),
        prefix="differences",
        title=f"How far the members of {name_in_sentence(cluster)} lie from other councils",
        desc=f"Members stand clearly lower on {numbers.pluralise(low, 'part')} of the index and clearly"
        f" higher on {numbers.spell_count(len(found) - low)}. Lines show 90% intervals.",
        better="up",
    )


def row_of(site: Site, finding: Finding[ClusterDifference]) -> DifferenceRow:
    """Return one line of the table of all differences."""
    evidence = finding.evidence
    ends = (evidence.effect_low, evidence.effect_high)
    return DifferenceRow(
        name=site.node_names[finding.node],
        path=figures.node_path(site, finding.node),
        mean=numbers.format_number(evidence.mean, 0),
        other=numbers.format_number(evidence.other_mean, 0),
        effect=numbers.format_number(evidence.effect, 1),
        interval=" to ".join(numbers.format_number(end, 1) for end in ends),
    )


def list_exceptions(site: Site, cluster: Cluster) -> tuple[ExceptionView, ...]:
    """Return members that buck the pattern: the first matter in a sentence, the others by name."""
    found: dict[str, list[Finding[ClusterException]]] = {}
    for finding in pick(site.findings.cluster[cluster.slug], ClusterException):
        found.setdefault(finding.evidence.area, []).append(finding)
    return tuple(
        ExceptionView(
            about=f"councils/{site.places[code].slug}/",
            sentence=site.tell(first),
            basis=view_basis(site, first, [code]),
            also=tuple(
                (site.node_names[each.node], figures.node_path(site, each.node))
                for each in others
                if each.node != "overall"
            ),
        )
        for code, (first, *others) in found.items()
    )


def tell_gaps_of(site: Site, cluster: Cluster) -> str:
    """Return which members the gaps are of, where some lie in other nations: "42 members in England"."""
    found = site.findings.gaps.get(find_key(site, cluster), {})
    nations = {gap.evidence.nation for gap in found.values()}
    inside = [code for code in cluster.members if site.places[code].nation in nations]
    if not found or len(inside) == len(cluster.members):
        return ""
    return f"{numbers.pluralise(len(inside), 'member')} in {numbers.join_words(sorted(nations))}"


def list_gaps(site: Site, cluster: Cluster) -> list[ToldView]:
    """Return how far the members lie from their nation overall, and where that moved most."""
    found = site.findings.gaps.get(find_key(site, cluster), {})
    told = sorted(found.values(), key=lambda gap: (gap.node != "overall", -gap.weight))[:MOST_GAPS]
    return [
        ToldView(
            about=site.node_names[gap.node],
            sentence=site.tell(gap),
            basis=view_basis(site, gap, cluster.members),
        )
        for gap in told
    ]


def find_key(site: Site, cluster: Cluster) -> str:
    """Return the key of a cluster among groups: its code where it is a place."""
    place = place_of(cluster, site.places)
    return place.code if place else f"cluster:{cluster.slug}"


def list_levelling(site: Site, cluster: Cluster) -> list[ToldView]:
    """Return the policy areas in which the levelling-up test has a clear answer for the members."""
    return [
        ToldView(
            about=site.node_names[finding.node],
            sentence=site.tell(finding),
            basis=view_basis(site, finding, cluster.members),
        )
        for finding in list_clear(site, find_key(site, cluster))
    ]


def list_domains(site: Site, group: Group) -> list[DomainRows]:
    """Return the pillars of the cluster with the UK beside them."""
    uk = site.uk
    return [
        DomainRows(
            name=domain.name,
            pillars=tuple(pillar_row(site, group, uk, pillar.slug) for pillar in domain.pillars),
        )
        for domain in site.framework.domains
    ]


def pillar_row(site: Site, group: Group, uk: Group, key: str) -> PillarRow:
    """Return one pillar of the cluster."""
    node = site.node_position[key]
    score, country = known(group.score[node]), known(uk.score[node])
    return PillarRow(
        name=site.node_names[key],
        path=figures.node_path(site, key),
        score="–" if score is None else numbers.format_number(score, 0),
        uk="–" if country is None else numbers.format_number(country, 0),
        chart=site.stencils.profile.row(node, score=score),
    )


def sort_members(site: Site, cluster: Cluster, members: Sequence[Area]) -> list[PeerRow]:
    """Return members by overall score, best first, those without one last."""
    position = site.position
    scores = site.index.level.scores.score[:, 0]
    ordered = sorted(members, key=lambda m: (-np.nan_to_num(scores[position[m.code]], nan=-1.0), m.name))
    return [replace(peer_row(site, member), part=tell_part(cluster, member)) for member in ordered]


def tell_part(cluster: Cluster, member: Area) -> str:
    """Return the share of a member's people that the cluster means: "64%", or nothing where all are meant."""
    share = cluster.shares.get(member.code)
    return "" if share is None else f"{numbers.format_number(100 * share, 0)}%"
