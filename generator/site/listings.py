"""Lists for machines: sitemap, robots, feed and the index of the search box."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.editions import Correction
from generator.catalogue.records import Area, Cluster, Edition, Framework
from generator.catalogue.search_words import SearchWords
from generator.catalogue.settings import Settings
from generator.catalogue.store import Change
from generator.site.former import FormerCouncil
from generator.site.name_scripts import SHOWN
from generator.text.periods import describe_date

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Succession:
    """What came before councils of today and what comes after them, by their code.

    Attributes:
        codes: former codes that lead to them.
        coming: names of councils to come, each with the words of its day.
    """

    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    coming: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


NO_SUCCESSION, NO_WORDS = Succession(), SearchWords()


def make_sitemap(addresses: Iterable[str], *, site_url: str) -> str:
    """Return ``sitemap.xml`` with the absolute address of each of these pages, sorted."""
    lines = [f"<url><loc>{escape(site_url + address)}</loc></url>" for address in sorted(set(addresses))]
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return XML + "\n".join([f'<urlset xmlns="{namespace}">', *lines, "</urlset>", ""])


def make_robots(*, site_url: str) -> str:
    """Return ``robots.txt``: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n"


def make_feed(
    settings: Settings,
    edition: Edition,
    *,
    site_url: str,
    summary: str,
    corrections: Iterable[Correction] = (),
) -> str:
    """Return ``feed.xml``, an Atom feed: the edition, and each correction.

    Its times are the days of the edition and of the corrections, never the moment of the build.
    """
    moment = f"{edition.date}T00:00:00Z"
    told = tuple(corrections)
    latest = max((edition.date, *(each.date for each in told)))
    mended = "".join(
        f"<entry>\n<title>Correction: {escape(each.what)}</title>\n"
        f"<id>{escape(site_url)}corrections/#{each.date}-{escape(each.figure)}</id>\n"
        f'<link href="{escape(site_url)}corrections/"/>\n<updated>{each.date}T00:00:00Z</updated>\n'
        f"<summary>{escape(each.what)}</summary>\n</entry>\n"
        for each in told
    )
    title = escape(f"{settings.title} {edition.name}")
    return (
        XML + f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{settings.language}">\n'
        f"<title>{escape(settings.title)}</title>\n"
        f"<id>{escape(site_url)}</id>\n"
        f'<link href="{escape(site_url)}"/>\n'
        f'<link rel="self" href="{escape(site_url)}feed.xml"/>\n'
        f"<author><name>{escape(settings.contributors)}</name></author>\n"
        f"<updated>{latest}T00:00:00Z</updated>\n"
        f"{mended}<entry>\n<title>{title}</title>\n<id>{escape(site_url)}changes/#{escape(edition.name)}</id>\n"
        f'<link href="{escape(site_url)}changes/"/>\n<updated>{moment}</updated>\n'
        f"<summary>{escape(summary)}</summary>\n</entry>\n</feed>\n"
    )


def list_succession(changes: Iterable[Change], coming: Iterable[CouncilChange]) -> Succession:
    """Return former codes, and councils to come, of each council of today."""
    codes: dict[str, list[str]] = {}
    for change in changes:
        if change.predecessor_code != change.successor_code:
            codes.setdefault(change.successor_code, []).append(change.predecessor_code)
    later: dict[str, list[tuple[str, str]]] = {}
    for order in coming:
        told = (order.successor_name, describe_date(order.change_date))
        later.setdefault(order.predecessor_code, []).append(told)
    return Succession({code: sorted(found) for code, found in codes.items()}, later)


def make_search_index(
    places: Iterable[Area],
    *,
    clusters: Iterable[Cluster],
    former: Iterable[FormerCouncil],
    framework: Framework | None = None,
    succession: Succession = NO_SUCCESSION,
    words: SearchWords = NO_WORDS,
    scripts: Iterable[str] = (),
) -> str:
    """Return ``search-index.js``: what the search box knows, as a script so that it works from a folder.

    Each entry has ``n`` name, ``s`` address, ``k`` kind, for a council ``i`` its nation, and where there are
    any ``a`` other names, ``f`` names of former councils, ``c`` codes, old ones too, and ``u`` councils to
    come with their day. Councils stand first, in the order that the scripts of further names count in.

    Args:
        places: with a code.
        clusters: of councils.
        former: councils that are no more.
        framework: pillars, policy areas and indicators.
        succession: former codes, and councils to come.
        words: that are passed over.
        scripts: names of the scripts of further names, see ``name_scripts``.
    """
    old_names: dict[str, list[str]] = {}
    for council in former:
        for slug in council.successors:
            old_names.setdefault(slug, []).append(council.name)
    entries = [
        describe_place(place, old_names.get(place.slug, []) if place.kind == "council" else [], succession)
        for place in places
        if place.kind != "uk"
    ]
    # Regions and nations are clusters too; they stand in the list as places already.
    entries += [
        {"n": cluster.title, "s": f"clusters/{cluster.slug}/", "k": "cluster"}
        for cluster in clusters
        if cluster.kind not in ("region", "nation")
    ]
    entries += list_policy(framework) if framework else []
    rows = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    told = {"idle": words.idle, "same": words.same, "kinds": SHOWN, "names": list(scripts)}
    more = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # "</" would end the script if it were ever put inside a page.
    return f"window.prosperitySearch=[\n{rows}\n];\nwindow.prosperityWords={more};\n".replace("</", "<\\/")


def list_policy(framework: Framework) -> list[Mapping[str, object]]:
    """Return the search entries of pillars, policy areas and indicators."""
    kinds = (
        ("pillar", "pillars", framework.pillars),
        ("policy area", "elements", framework.elements),
        ("indicator", "indicators", framework.indicators),
    )
    return [
        {"n": node.name, "s": f"{folder}/{node.slug}/", "k": kind}
        for kind, folder, nodes in kinds
        for node in nodes
    ]


def describe_place(
    place: Area, old_names: Sequence[str], succession: Succession = NO_SUCCESSION
) -> Mapping[str, object]:
    """Return the search entry of a council, region or nation."""
    folder = "councils" if place.kind == "council" else "regions"
    known = {place.name, *old_names}
    wanted = (place.short_name, place.official_name, place.welsh_name, *place.search_names.split("|"))
    others = [name for name in dict.fromkeys(wanted) if name and name not in known]
    entry: dict[str, object] = {"n": place.name, "s": f"{folder}/{place.slug}/", "k": place.kind}
    if place.kind == "council":
        entry["i"] = place.nation
    if others:
        entry["a"] = others
    new = sorted(set(old_names) - {place.name})
    if new:
        entry["f"] = new
    entry["c"] = [place.code, *succession.codes.get(place.code, ())]
    if place.code in succession.coming:
        entry["u"] = [list(told) for told in succession.coming[place.code]]
    return entry
