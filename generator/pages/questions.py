"""Explore by question: where each region is weak and strong, and which councils improved most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.catalogue.records import Area, Pillar
from generator.findings.evidence import ChangeAgainstUk, ClusterDifference
from generator.findings.finding import AnyFinding, Finding, pick
from generator.pages.lists import best_regions
from generator.pages.page import Page
from generator.pages.site import Site
from generator.text.about_places import CHANGE_DECIMALS, name_whole
from generator.text.numbers import format_number, format_range, format_signed, mark_ordinal

MOST_AREAS = 3
"""Policy areas named for a region on either side."""
MOST_COUNCILS = 3
"""Councils named for a pillar."""
BETTER = ("catching_up", "pulling_ahead")


@dataclass(frozen=True)
class Difference:
    """One policy area in which a region stands apart: name, and effect size in print."""

    name: str
    effect: str


@dataclass(frozen=True)
class RegionRow:
    """What a region struggles with, and its bright spots; strongest first, either may be empty."""

    name: str
    path: str
    weak: tuple[Difference, ...]
    strong: tuple[Difference, ...]


@dataclass(frozen=True)
class Mover:
    """A council that gained on the country: its change, where it started, and what it is doing."""

    name: str
    path: str
    change: str
    start: str


@dataclass(frozen=True)
class PillarRow:
    """The councils that gained most on one pillar.

    Attributes:
        years: between which the change is measured.
        whole: what the country is here, e.g. "England".
        country: its change over the same years.
        movers: the largest gains, empty where no change can be stated.
        stated: number of councils with a stated change.
    """

    name: str
    years: str
    whole: str
    country: str
    movers: tuple[Mover, ...]
    stated: str


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page("questions/", "questions.html", build_questions(site), kind="list")


def build_questions(site: Site) -> dict[str, object]:
    """Return the context of the page."""
    return {
        "section": "questions",
        "regions": [row_of_region(site, area) for area in best_regions(site)[::-1]],
        "pillars": [row_of_pillar(site, pillar) for pillar in site.framework.pillars],
    }


def row_of_region(site: Site, area: Area) -> RegionRow:
    """Return the policy areas in which a region's councils stand furthest from all others."""
    found = site.findings.cluster.get(f"{area.kind}-{area.slug}", ())
    return RegionRow(
        name=area.name,
        path=f"regions/{area.slug}/",
        weak=list_differences(site, found, "cluster_weakness"),
        strong=list_differences(site, found, "cluster_strength"),
    )


def list_differences(site: Site, found: Sequence[AnyFinding], kind: str) -> tuple[Difference, ...]:
    """Return the elements of one kind of finding, the largest effect first."""
    differences = pick(found, ClusterDifference)
    chosen = [each for each in differences if each.kind == kind and each.node in site.elements]
    chosen.sort(key=lambda each: (-abs(each.evidence.effect), each.node))
    return tuple(
        Difference(site.node_names[each.node], format_number(each.evidence.effect, 1))
        for each in chosen[:MOST_AREAS]
    )


def row_of_pillar(site: Site, pillar: Pillar) -> PillarRow:
    """Return the councils that gained most on the country, by the change that goes beyond the country's."""
    stated = [changes[pillar.slug] for changes in site.findings.changes.values() if pillar.slug in changes]
    if not stated:
        return PillarRow(pillar.name, "", "", "", (), "")
    gained = [each for each in stated if each.evidence.category in BETTER]
    gained.sort(key=lambda each: (-each.evidence.relative, each.subject))
    first = stated[0].evidence
    return PillarRow(
        name=pillar.name,
        years=format_range(str(first.start_year), str(first.end_year)),
        whole=name_whole(stated[0]),
        country=format_signed(first.uk_change, "points", CHANGE_DECIMALS),
        movers=tuple(describe_mover(site, each, stated) for each in gained[:MOST_COUNCILS]),
        stated=format_number(len(stated), 0),
    )


def describe_mover(
    site: Site, finding: Finding[ChangeAgainstUk], stated: Sequence[Finding[ChangeAgainstUk]]
) -> Mover:
    """Return a council's change and the place from which it started among those with a stated change."""
    council, start = site.places[finding.subject], finding.evidence.start
    place = 1 + sum(each.evidence.start > start for each in stated)
    return Mover(
        name=council.name,
        path=f"councils/{council.slug}/",
        change=format_signed(finding.evidence.change, "points", CHANGE_DECIMALS),
        start=mark_ordinal(place),
    )
