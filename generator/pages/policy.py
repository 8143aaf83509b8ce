"""Pages of pillars and elements: where each stands high and low, how sure that is, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from markupsafe import Markup

from generator.catalogue.records import NATIONS, Domain, Element, Indicator, Pillar
from generator.charts.map import draw_fifths
from generator.charts.strip import StripStencil
from generator.findings.thresholds import SURE
from generator.pages import levelling, standings
from generator.pages.basis import list_datasets
from generator.pages.page import Page
from generator.pages.site import Site
from generator.pages.slopes import draw_moves
from generator.text import about_policy, names, numbers

LIST_PATH = "pillars/"


@dataclass(frozen=True)
class Topic:
    """A pillar or an element with its place in the tree.

    Attributes:
        path: address of its page.
        indicators: those that count for the score.
        trend_only: those that count for the trend alone.
    """

    node: Pillar | Element
    domain: Domain
    pillar: Pillar
    path: str
    indicators: tuple[Indicator, ...]
    trend_only: tuple[Indicator, ...]

    @property
    def key(self) -> str:
        """Slug of the pillar or element."""
        return self.node.slug

    @property
    def pooled(self) -> bool:
        """True where every figure can be compared across nations."""
        return all(indicator.comparable == "uk" for indicator in self.indicators)


@dataclass(frozen=True)
class PartRow:
    """An element of a pillar, or an indicator of an element."""

    name: str
    path: str
    about: str
    weight: str
    nations: str
    compared: str


@dataclass(frozen=True)
class CoverageRow:
    """What one nation has figures for."""

    nation: str
    scored: str
    indicators: str
    missing: tuple[str, ...]


def pages(site: Site) -> Iterator[Page]:
    """Yield the list of policy areas, and the page of every pillar and element."""
    yield Page(LIST_PATH, "pillars.html", partial(build_list, site), kind="list")
    for topic in list_topics(site):
        yield Page(topic.path, "policy.html", partial(build_context, site, topic), kind="policy")


def list_topics(site: Site) -> Iterator[Topic]:
    """Yield every pillar, each followed by its elements."""
    for domain in site.framework.domains:
        for pillar in domain.pillars:
            below = tuple(one for element in pillar.elements for one in element.indicators)
            yield make_topic(pillar, domain, pillar, below)
            for element in pillar.elements:
                yield make_topic(element, domain, pillar, element.indicators)


def make_topic(
    node: Pillar | Element, domain: Domain, pillar: Pillar, indicators: Sequence[Indicator]
) -> Topic:
    """Return a topic with its indicators told apart."""
    folder = "pillars" if isinstance(node, Pillar) else "elements"
    return Topic(
        node=node,
        domain=domain,
        pillar=pillar,
        path=f"{folder}/{node.slug}/",
        indicators=tuple(one for one in indicators if one.counts_for == "score"),
        trend_only=tuple(one for one in indicators if one.counts_for == "trend"),
    )


def build_list(site: Site) -> dict[str, object]:
    """Return the context of the list of all pillars and elements."""
    return {
        "section": "pillars",
        "counts": {
            "domains": numbers.spell_count(len(site.framework.domains)).capitalize(),
            "pillars": numbers.pluralise(len(site.framework.pillars), "pillar"),
            "elements": numbers.pluralise(len(site.framework.elements), "policy area"),
        },
        "domains": site.framework.domains,
    }


def build_context(site: Site, topic: Topic) -> dict[str, object]:
    """Return the context of one page."""
    node = site.node_position[topic.key]
    is_pillar = isinstance(topic.node, Pillar)
    return {
        "section": "pillars",
        "kind": "Pillar" if is_pillar else "Element",
        "topic": topic,
        "pooled": topic.pooled,
        "separate": tell_separate(site, topic),
        "answer": tell_answer(site, topic),
        "cited": topic.node.name,
        "map": draw_map(site, topic),
        "bands": site.words.bands,
        "distribution": draw_distribution(site, topic),
        "ends": [
            standings.print_score(end(site.index.level.scores.score[:, node]))
            for end in (np.nanmin, np.nanmax)
        ],
        "regions": standings.list_regions(site, topic.key, pooled=topic.pooled),
        "uk_score": standings.print_score(site.uk.score[node]) if topic.pooled else "",
        "surely": [standings.list_sure(site, topic.key, highest=side) for side in (True, False)],
        "within": not site.index.level.scores.ranked[node],
        "shared": numbers.format_number(100 * float(site.index.structure.uk_share[node]), 0),
        "levelling": levelling.view_node(site, topic.key, levelling.list_places(site)),
        "slopes": draw_moves(site, topic.key, site.words.node_names[topic.key]),
        "moved": standings.list_moved(site, topic.key) if is_pillar else None,
        "parts": list_parts(topic),
        "datasets": list_datasets(site, topic.indicators),
        "trend_only": [(one.name, f"indicators/{one.slug}/") for one in topic.trend_only],
        "coverage": list_coverage(site, topic),
        "formative": topic.pillar.formative if is_pillar else "",
        "not_measured": topic.pillar.not_measured,
    }


def tell_separate(site: Site, topic: Topic) -> str:
    """Return the warning that nations stand on scales of their own, or nothing where none does."""
    if topic.pooled:
        return ""
    apart = all(indicator.comparable != "uk" for indicator in topic.indicators)
    within = not site.index.level.scores.ranked[site.node_position[topic.key]]
    return about_policy.say_separate(all_of_it=apart, within=within, context=site.words)


def tell_answer(site: Site, topic: Topic) -> list[str]:
    """Return the answer at the head: who stands high and low, and for how many councils the place is sure.

    Nations are set beside regions only where every figure can be compared across them.
    """
    node = site.node_position[topic.key]
    regions = [
        about_policy.RegionScore(
            names.name_region(area.name) if area.kind == "region" else area.name,
            float(site.groups[area.code].score[node]),
        )
        for area in standings.regions_and_nations(site)
        if (topic.pooled or area.kind == "region") and not np.isnan(site.groups[area.code].score[node])
    ]
    whole = any(region.name in NATIONS for region in regions)
    if len(regions) > 1:
        told = [about_policy.say_regions(topic.key, regions, whole=whole, context=site.words)]
    else:
        scored = standings.scored_by_nation(site, topic.key)
        nations = [nation for nation in NATIONS if scored[nation]]
        told = [about_policy.say_nations(topic.key, nations, site.words)]
    standing = site.comparable.standing
    ranked = standing.rank[:, node] > 0
    sure = (standing.p_fifth[ranked, node].max(axis=1) >= SURE).sum()
    whole = bool(site.index.level.scores.ranked[node])
    return [*told, about_policy.say_sure(int(sure), int(ranked.sum()), whole=whole, context=site.words)]


def draw_map(site: Site, topic: Topic) -> Markup:
    """Return the map of the UK, every council shaded by the fifth of its rank and leading to its report."""
    node = site.node_position[topic.key]
    fifths = {
        council.code: fifth
        for place, council in enumerate(site.councils)
        if (fifth := site.fifth_of(place, node))
    }
    links = {
        council.code: (f"../../councils/{council.slug}/index.html", council.name) for council in site.councils
    }
    return draw_fifths(
        site.stencils.light.outline,
        site.stencils.light.paths,
        fifths,
        prefix="map",
        title=f"Score for {site.words.node_names[topic.key]} of every council area, by fifth",
        desc="Map of the UK; each council area is shaded by the fifth its rank"
        f"{'' if site.index.level.scores.ranked[node] else ' in its nation'} is in, blank without a score.",
        links=links,
    )


def draw_distribution(site: Site, topic: Topic) -> Markup:
    """Return all councils' scores on one line: large for a pillar, as a strip for an element.

    A swarm takes a fifth of a second to design, a strip next to nothing, and there are five times as many
    elements as pillars.
    """
    node = site.node_position[topic.key]
    scores = site.index.level.scores.score[:, node]
    title = f"Scores of all councils for {site.words.node_names[topic.key]}"
    if isinstance(topic.node, Pillar):
        desc = "Each dot is a council; the dashed line marks the middle one."
        return site.stencils.pillar_swarms[topic.key].draw(prefix="swarm", title=title, desc=desc)
    strip = StripStencil.build(scores)
    desc = "The higher a bar, the more councils have this score; the upright line marks the middle one."
    return strip.draw(None, prefix="strip", title=title, desc=desc) if strip else Markup("")


def list_parts(topic: Topic) -> list[PartRow]:
    """Return the elements of a pillar or the indicators of an element, with weights and nations."""
    if isinstance(topic.node, Pillar):
        return [
            PartRow(
                name=element.name,
                path=f"elements/{element.slug}/",
                about=element.about,
                weight=f"{round(element.weight, 2):g}",
                nations=name_nations(element.indicators),
                compared=tell_compared(element.indicators),
            )
            for element in topic.node.elements
        ]
    return [
        PartRow(
            name=indicator.name,
            path=f"indicators/{indicator.slug}/",
            about=indicator.reason,
            weight=f"{round(indicator.weight, 2):g}",
            nations=name_nations((indicator,)),
            compared=tell_compared((indicator,)),
        )
        for indicator in topic.indicators
    ]


def name_nations(indicators: Sequence[Indicator]) -> str:
    """Return the nations that any of the indicators covers: "All four", or their names."""
    present = [nation for nation in NATIONS if any(nation in one.nations for one in indicators)]
    return "All four" if len(present) == len(NATIONS) else numbers.join_words(present)


def tell_compared(indicators: Sequence[Indicator]) -> str:
    """Return whether nations share a scale: "across nations", "within each nation", "some within ..."."""
    counted = [one for one in indicators if one.counts_for == "score"] or list(indicators)
    pooled = sum(one.comparable == "uk" for one in counted)
    if pooled == len(counted):
        return "one scale"
    return "separate scales" if pooled == 0 else "partly separate scales"


def list_coverage(site: Site, topic: Topic) -> list[CoverageRow]:
    """Return for each nation how many councils have a score and how many indicators have a figure."""
    scored = standings.scored_by_nation(site, topic.key)
    return [
        CoverageRow(
            nation=nation,
            scored=f"{scored[nation]} of {sum(council.nation == nation for council in site.councils)}",
            indicators=f"{sum(nation in one.nations for one in topic.indicators)} of {len(topic.indicators)}",
            missing=tuple(one.name for one in topic.indicators if nation not in one.nations),
        )
        for nation in NATIONS
    ]
