"""The council report: gathers what ``templates/council.html`` prints. Computes nothing, words nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from markupsafe import Markup

from generator.catalogue.reasons import Reason
from generator.catalogue.records import Area, Domain, Pillar
from generator.charts import locator
from generator.charts.trend import sparkline
from generator.findings.evidence import ChangeAgainstUk, LeadGap
from generator.findings.finding import AnyFinding, Finding
from generator.findings.lead import order_ends
from generator.findings.strengths import KIND, choose_for_page
from generator.findings.thresholds import SMALL_POPULATION
from generator.geography.outline import Outline
from generator.pages import basis, borders, evidence, figures, learning, moves
from generator.pages.basis import Basis
from generator.pages.ending import view_end
from generator.pages.evidence import FindingView
from generator.pages.figures import IndicatorRow
from generator.pages.page import Page
from generator.pages.share import share_council
from generator.pages.since import list_corrections, view_since
from generator.pages.site import NodeRow, Site
from generator.text import names, numbers
from generator.text.sentences import render_answer, render_trend_scope
from generator.text.summary import summarise_council
from generator.text.told_edition import known

NEIGHBOURS_SHOWN = 8
"""Statistical neighbours on a council page."""
FIRST = 3
"""Findings of a list on a council page before it is opened."""
COMPARED = 3
"""Neighbours beside a council when the page of comparisons opens."""


@dataclass(frozen=True)
class ExtremesView:
    """The strengths or the weaknesses: those that are shown at once, and those that open."""

    kind: str
    first: tuple[FindingView, ...]
    more: tuple[FindingView, ...]


@dataclass(frozen=True)
class ElementView:
    """One element: its row and its indicators."""

    row: NodeRow
    about: str
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class PillarView:
    """One pillar in its chapter."""

    row: NodeRow
    about: str
    sentences: tuple[str, ...]
    basis: tuple[Basis, ...]
    spark: Markup
    elements: tuple[ElementView, ...]
    chart: Markup
    not_measured: str


@dataclass(frozen=True)
class DomainView:
    """One chapter."""

    key: str
    name: str
    row: NodeRow
    pillars: tuple[PillarView, ...]


@dataclass(frozen=True)
class PeerRow:
    """One line of a heatmap: a place and its score and fifth on each pillar."""

    name: str
    path: str
    is_self: bool
    overall: NodeRow
    cells: tuple[NodeRow, ...]
    part: str = ""


def pages(site: Site) -> Iterator[Page]:
    """Yield the report of every council."""
    for council in site.councils:
        yield Page(
            f"councils/{council.slug}/", "council.html", partial(build_context, site, council), kind="council"
        )


def build_context(site: Site, council: Area) -> dict[str, object]:
    """Return the context of one report."""
    findings = site.findings
    position = findings.positions[council.code]["overall"]
    trend = findings.changes[council.code].get("overall")
    group = site.places[site.group_key(council)]
    found = findings.council[council.code]
    gaps, moved, still = list(findings.gaps.get(council.code, {}).values()), *choose_changes(site, council)
    lead = findings.leads.get(council.code, ())
    # Where the lead tells how the gap to the nation moved, the head need not tell the change twice.
    since = None if any(isinstance(each.evidence, LeadGap) for each in lead) else trend
    return {
        "section": "councils",
        "council": council,
        "crumbs": describe_crumbs(site, council),
        "group_name": group.name,
        "group_in_sentence": names.name_region(group.name) if group.kind == "region" else group.name,
        "group_path": f"regions/{group.slug}/",
        "answer": render_answer(position, since, site.words),
        "lead": " ".join(site.tell(each) for each in lead),
        "facts": evidence.list_facts(site, found),
        "head_basis": view_all(site, council, [position, *([since] if since else []), *lead]),
        "cited": council.name,
        "description": summarise_council(position, trend, site.words),
        "overall": figures.describe_node(site, council, "overall"),
        "swarm": draw_swarm(site, council, group),
        "locator": draw_locator(site.stencils.outline, council),
        "first": FIRST,
        "extremes": list_extremes(site, council, found),
        # An element may stand among the strengths too, carried by another indicator: here that names itself.
        "context": [
            (site.indicators[item.indicator or ""].name, site.tell(item), view_all(site, council, [item]))
            for item in choose_for_page(found, "context")
        ],
        "relative": [
            (site.node_names[item.node], site.tell(item), view_all(site, council, [item]))
            for kind in ("relative_strength", "relative_weakness")
            for item in choose_for_page(found, kind)
        ],
        "cautions": view_cautions(site, council),
        "profile_key": site.stencils.profile.key(
            place_label=f"{council.short_name} and its range", region_label=group.name
        ),
        "domains": [view_domain(site, council, group, domain) for domain in site.framework.domains],
        "change": [(site.tell(each), view_all(site, council, [each])) for each in (*gaps, *moved)],
        "pillars_still": still,
        "pillars_with_trend": still + sum(each.node != "overall" for each in moved),
        "improved": moves.list_moves(site, council, "improved"),
        "declined": moves.list_moves(site, council, "declined"),
        "changes": moves.list_changes(site, council),
        "has_overall_change": "overall" in findings.changes[council.code],
        "trend_chart": draw_trend(site, council, group),
        "trend_scope": render_trend_scope(trend, site.words) if trend else "",
        "pillar_heads": figures.list_heads(site),
        "bands": site.words.bands,
        "peers": list_peers(site, council),
        "borders": borders.list_borders(site, council),
        "learning": learning.list_learning(site, council),
        "clusters": [
            (cluster.title, f"clusters/{cluster.slug}/")
            for cluster in site.clusters_of[council.code]
            if cluster.kind not in ("region", "nation")
        ],
        "since": view_since(site, [council.code]),
        "corrected": list_corrections(site, [council]),
        "coverage": site.tell(findings.coverage[council.code]["overall"]),
        "coverage_basis": view_all(site, council, [findings.coverage[council.code]["overall"]]),
        "missing": missing_names(site, council),
        "former": former_names(site, council),
        "end": view_end(site, council),
        "whose": "their" if names.is_plural(council.name) else "its",
        "few_people": numbers.format_number(SMALL_POPULATION, 0)
        if council.population < SMALL_POPULATION
        else "",
        "share": share_council(site, council),
        "compare": ",".join(site.places[code].slug for code in nearest(site, council)),
        "neighbour_note": describe_neighbours(council),
    }


def list_extremes(site: Site, council: Area, found: Sequence[AnyFinding]) -> list[ExtremesView]:
    """Return strengths and weaknesses in the order of the lead."""
    views = []
    for kind in (KIND[side] for side in order_ends(found)):
        told = tuple(evidence.list_views(site, council, choose_for_page(found, kind)))
        views.append(ExtremesView(kind, told[:FIRST], told[FIRST:]))
    return views


def view_cautions(site: Site, council: Area) -> list[tuple[str, str]]:
    """Return the names of the indicators that say too much here, and why."""
    names_of = {one.slug: one.name for one in site.framework.indicators}
    return [
        ("; ".join(names_of[slug] for slug in one.indicators), one.reason)
        for one in site.findings.cautions.get(council.code, ())
    ]


def nearest(site: Site, council: Area) -> tuple[str, ...]:
    """Return the codes of the council and its three nearest statistical neighbours."""
    return (council.code, *site.neighbours.get(council.code, ())[:COMPARED])


def view_all(site: Site, council: Area, findings: Iterable[AnyFinding]) -> tuple[Basis, ...]:
    """Return what opens under sentences about one council."""
    return tuple(basis.view_basis(site, finding, [council.code]) for finding in findings)


def describe_neighbours(council: Area) -> str:
    """Return what the heatmap of similar places holds."""
    whose = "their" if names.is_plural(council.name) else "its"
    return f"{names.capitalise(council.in_sentence)} and {whose} nearest statistical neighbours"


def describe_crumbs(site: Site, council: Area) -> list[str]:
    """Return kind, county or combined authority, region, nation and population, as far as there are any."""
    crumbs = [names.capitalise(council.council_type)]
    crumbs += [council.county_name] if council.county_name else []
    crumbs += [f"{council.combined_authority} combined authority"] if council.combined_authority else []
    crumbs += [council.region_name] if council.region_name and council.region_name != council.nation else []
    people = numbers.format_number(round(council.population, -2), 0)
    return [*crumbs, council.nation, f"{people} people ({council.population_year})"]


def draw_swarm(site: Site, council: Area, group: Area) -> Markup:
    """Return the swarm of all councils with this one marked."""
    place = site.position[council.code]
    robust = site.index.robustness
    score = site.score(council.code, "overall")
    title = f"Where {council.in_sentence} stands among the councils of the UK"
    if names.is_plural(council.name):
        title = title.replace(" stands ", " stand ")
    return site.stencils.swarm.draw(
        prefix="swarm",
        title=title,
        desc=site.tell(site.findings.positions[council.code]["overall"]),
        region_mask=site.groups[group.code].members,
        index=place if score is not None else None,
        label=council.short_name
        if score is None
        else f"{council.short_name} {numbers.format_number(score, 0)}",
        score=score,
        low=known(robust.score_low[place, 0]) if score is not None else None,
        high=known(robust.score_high[place, 0]) if score is not None else None,
    )


def draw_locator(outline: Outline, council: Area) -> Markup:
    """Return the little map of the UK with the council marked."""
    verb = "lie" if names.is_plural(council.name) else "lies"
    title = f"Where {council.in_sentence} {verb} in the United Kingdom"
    return locator.draw(outline, council.code, prefix="map", title=title)


def view_domain(site: Site, council: Area, group: Area, domain: Domain) -> DomainView:
    """Return one chapter."""
    return DomainView(
        key=domain.slug,
        name=domain.name,
        row=figures.describe_node(site, council, domain.slug),
        pillars=tuple(view_pillar(site, council, group, pillar) for pillar in domain.pillars),
    )


def view_pillar(site: Site, council: Area, group: Area, pillar: Pillar) -> PillarView:
    """Return one pillar: its row on the profile and its part of the chapter."""
    place, node = site.position[council.code], site.node_position[pillar.slug]
    row = figures.describe_node(site, council, pillar.slug)
    robust = site.index.robustness
    score = site.score(council.code, pillar.slug)
    findings = site.findings
    looked_up = (
        findings.positions[council.code].get(pillar.slug),
        findings.drivers[council.code].get(pillar.slug),
        findings.changes[council.code].get(pillar.slug),
    )
    told = [each for each in looked_up if each is not None and is_told(each)]
    return PillarView(
        row=row,
        about=pillar.about,
        sentences=tuple(site.tell(finding) for finding in told),
        basis=view_all(site, council, told),
        spark=draw_spark(site, place, node),
        elements=tuple(
            ElementView(
                row=figures.describe_node(site, council, element.slug),
                about=element.about,
                indicators=figures.list_indicator_rows(site, council, element.indicators),
            )
            for element in pillar.elements
        ),
        chart=site.stencils.profile.row(
            node,
            score=score,
            low=known(robust.score_low[place, node]) if score is not None else None,
            high=known(robust.score_high[place, node]) if score is not None else None,
            region=known(site.groups[group.code].score[node]),
        ),
        not_measured=pillar.not_measured,
    )


def draw_spark(site: Site, place: int, node: int) -> Markup:
    """Return the trend of a node as a sparkline, or nothing where there is none."""
    trend = site.index.trend
    line = trend.score[place, node]
    if np.isfinite(line).sum() < 2:
        return Markup("")
    return sparkline(trend.years, line, measured=trend.measured[place, node])


def draw_trend(site: Site, council: Area, group: Area) -> Markup:
    """Return the trend chart of the overall score, or nothing where there is no trend."""
    place, trend = site.position[council.code], site.index.trend
    if not np.isfinite(trend.score[place, 0]).any():
        return Markup("")
    finding = site.findings.changes[council.code].get("overall")
    desc = site.tell(finding) if finding else "The change cannot be stated for lack of data."
    return site.stencils.trend.draw(
        prefix="trend",
        title=f"Overall trend index of {council.in_sentence}, {group.name} and the UK",
        desc=desc,
        label=council.short_name,
        place=trend.score[place, 0],
        measured=trend.measured[place, 0],
        region_label=group.name,
        region=site.groups[group.code].trend[0],
        uk=site.uk.trend[0],
    )


def choose_changes(site: Site, council: Area) -> tuple[list[Finding[ChangeAgainstUk]], int]:
    """Return what clearly moved against elsewhere, the furthest first, and how many pillars did not.

    The overall score is told by its gap to the nation where there is one, and then not a second time.
    """
    changes = site.findings.changes[council.code]
    pillars = [changes[pillar.slug] for pillar in site.framework.pillars if pillar.slug in changes]
    overall = [changes["overall"]] if "overall" in changes else []
    told = [] if "overall" in site.findings.gaps.get(council.code, {}) else overall
    moved = sorted(filter(is_told, pillars), key=lambda finding: -abs(finding.evidence.relative))
    return [*filter(is_told, told), *moved], len(pillars) - len(moved)


def is_told(finding: AnyFinding) -> bool:
    """Say whether a finding is news of the place: what moved as elsewhere is none, however far it moved."""
    evidence = finding.evidence
    return not (isinstance(evidence, ChangeAgainstUk) and evidence.category == "keeping_pace")


def list_peers(site: Site, council: Area) -> list[PeerRow]:
    """Return the council and its nearest statistical neighbours with their pillar scores."""
    codes = (council.code, *site.neighbours.get(council.code, ())[:NEIGHBOURS_SHOWN])
    return [peer_row(site, site.places[code], is_self=code == council.code) for code in codes]


def peer_row(site: Site, council: Area, *, is_self: bool = False) -> PeerRow:
    """Return one line of a heatmap."""
    return PeerRow(
        name=council.name,
        path=f"councils/{council.slug}/",
        is_self=is_self,
        overall=figures.describe_node(site, council, "overall"),
        cells=tuple(figures.describe_node(site, council, pillar.slug) for pillar in site.framework.pillars),
    )


def missing_names(site: Site, council: Area) -> list[tuple[str, list[str]]]:
    """Return why indicators have no figure here, each reason with their names in framework order.

    Reasons stand in the order of the closed set, so that those of one kind stand together. Indicators that
    count for the trend alone are not missed by the score.
    """
    reasons = site.index.level.reason[site.position[council.code]].tolist()
    by_reason: dict[tuple[int, str], list[str]] = {}
    for reason, indicator in zip(reasons, site.framework.indicators, strict=True):
        if reason != Reason.NONE and indicator.counts_for == "score":
            row = figures.describe_indicator(site, council, indicator)
            by_reason.setdefault((reason, row.status), []).append(row.name)
    ordered = sorted(by_reason, key=lambda key: key[0])
    return [(status, by_reason[reason, status]) for reason, status in ordered]


def former_names(site: Site, council: Area) -> list[str]:
    """Return names of former councils that became part of this one."""
    return sorted(
        {
            change.predecessor_name
            for change in site.changes
            if change.successor_code == council.code
            and change.predecessor_code not in site.places
            and change.predecessor_name != council.name
            and change.kind in ("merge", "rename")
        }
    )
