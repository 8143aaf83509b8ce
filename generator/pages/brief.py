"""The evidence brief of a council: a few elements with figures, comparison and sources, to paste into a bid.

Computes nothing and words no figure: the sentences are the findings, the tables are the rows of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple

from generator.catalogue.records import Area, Element, Indicator
from generator.errors import ProsperityError
from generator.findings.strengths import choose_for_page
from generator.geography.areas import UK_CODE
from generator.index.cells import Cell
from generator.index.records import Status
from generator.pages import figures
from generator.pages.council import describe_crumbs
from generator.pages.records import Page
from generator.pages.site import Site
from generator.text import numbers
from generator.text.citation import RIGHTS
from generator.text.periods import describe_period

FOLDER = "brief/"
"""Under the folder of the report."""
ABOUT = (
    "The Open UK Prosperity Index measures prosperity in every council area of the United Kingdom with open"
    " data. It describes places. It does not grade councils: many of these matters are not in a council’s"
    " power.",
    "The figures are those of the publishers named under each table. The sentences and positions say where"
    " they stand among the councils they can be compared with.",
)
BY_RULE = "This brief holds the elements of the index that pass the rule for a weakness in {place}."
BY_CHOICE = "This brief holds elements of the index that were chosen by whoever made it, and no others."
NOTHING = (
    "No element of the index passes the rule for a weakness in {place}, so this brief holds none. The lowest"
    " scores are not shown in their stead: nothing says that they stand out surely. How to make"
    " a brief on elements of your choice stands on the page on how to cite."
)
DOUBTS = (
    "Each figure is of the period beside it, not of today.",
    "A position goes by value among the councils compared, from lowest to highest; higher is not always"
    " better. Small differences between councils mean little.",
    "A rank has a range. Please quote both, or neither.",
    "Nothing here tells causes, or how well the council is run.",
)
HEADS = (
    *("Indicator", "Value", "Period", "Middle of those compared", "Position", "Published for nation and UK"),
    "Status",
)
UNSCORED = "No score: too little of this is measured here."


class Line(NamedTuple):
    """One indicator as a row of the table; empty strings where there is nothing to say.

    Attributes:
        figure: with its unit.
        middle: of those compared, with its unit, and who they are.
        published: what the publisher gives for the nation and the UK in the same year.
        status: how the figure came about, or why there is none.
        plain: the figure is simply as published for the place and the period.
    """

    slug: str
    name: str
    direction: str
    figure: str
    period: str
    middle: str
    position: str
    published: str
    status: str
    plain: bool


class Source(NamedTuple):
    """Where figures come from: the publication with its date, as its publisher calls it."""

    publisher: str
    publication: str
    link: str
    licence: str


@dataclass(frozen=True)
class ElementBrief:
    """One element of a council.

    Attributes:
        score: with rank, range and band; or that there is none.
        sentences: the findings on it, then the answer of the levelling-up test where it is clear.
    """

    key: str
    name: str
    about: str
    score: str
    sentences: tuple[str, ...]
    rows: tuple[Line, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Brief:
    """The document.

    Attributes:
        path: address of the static version.
        report: address of the report.
        place: what kind of place it is, where it lies, how many people live there.
        chosen: why these elements, or why none.
        coverage: the finding on how much is measured.
        doubts: what the figures do not say.
        heads: of the table of each element.
    """

    path: str
    report: str
    name: str
    slug: str
    title: str
    place: str
    edition: str
    about: tuple[str, ...]
    chosen: str
    elements: tuple[ElementBrief, ...]
    coverage: str
    doubts: tuple[str, ...]
    heads: tuple[str, ...] = HEADS
    rights: str = RIGHTS


def pages(site: Site) -> Iterator[Page]:
    """Yield the brief of every council."""
    for council in site.councils:
        yield Page(
            find_path(council),
            "brief.html",
            partial(build_context, site, council),
            kind="brief",
            in_sitemap=False,
        )


def find_path(council: Area) -> str:
    """Return the address of the brief of a council."""
    return f"councils/{council.slug}/{FOLDER}"


def build_context(site: Site, council: Area) -> dict[str, object]:
    """Return the context of one page."""
    return {"section": "councils", "brief": make_brief(site, council)}


def make_brief(site: Site, council: Area, elements: Sequence[str] | None = None) -> Brief:
    """Return the brief of a council.

    Args:
        site: the shared bundle.
        council: of any nation.
        elements: slugs of elements, in the order in which they shall stand; the weaknesses that the report
            lists when None.

    Raises:
        ProsperityError: there is no such element.
    """
    found = choose_for_page(site.stories.council[council.code], "weakness")
    asked = [finding.node for finding in found] if elements is None else elements
    named = tuple(site.elements.values())
    chosen = {element.slug: element for element in (find_element(named, text) for text in asked)}
    views = tuple(view_element(site, council, element) for element in chosen.values())
    why = BY_CHOICE if elements is not None else BY_RULE if views else NOTHING
    return Brief(
        path=find_path(council),
        report=f"councils/{council.slug}/",
        name=council.name,
        slug=council.slug,
        title=f"{council.name}: evidence brief",
        place=", ".join(describe_crumbs(site, council)),
        edition=f"{site.edition.title}, edition {site.edition.name}, {describe_period(site.edition.date)}",
        about=ABOUT,
        chosen=why.format(place=council.in_sentence),
        elements=views,
        coverage=site.tell(site.stories.coverage[council.code]["overall"]),
        doubts=(*DOUBTS, *tell_doubts(row for view in views for row in view.rows)),
    )


def find_element(elements: Iterable[Element], text: str) -> Element:
    """Return the one of the elements with this slug or name.

    Raises:
        ProsperityError: there is none; the nearest are named.
    """
    wanted = text.casefold().strip()
    called = {text: each for each in elements for text in (each.slug, each.name.casefold())}
    if wanted in called:
        return called[wanted]
    slugs = dict.fromkeys(called[near].slug for near in get_close_matches(wanted, called, n=4, cutoff=0.4))
    raise ProsperityError(
        f"The index has no element '{text}'.",
        expected="a slug of data/framework.yml, at the level of elements",
        mend=f"did you mean: {', '.join(slugs)}"
        if slugs
        else "the page of each element has it in its address",
    )


def view_element(site: Site, council: Area, element: Element) -> ElementBrief:
    """Return what a brief says of one element."""
    counted = [one for one in element.indicators if one.counts_for == "score"]
    return ElementBrief(
        key=element.slug,
        name=element.name,
        about=element.about,
        score=tell_score(site, council, element),
        sentences=tuple(tell_all(site, council, element.slug)),
        rows=tuple(describe_line(site, council, indicator) for indicator in counted),
        sources=list_sources(site, council, counted),
    )


def tell_score(site: Site, council: Area, element: Element) -> str:
    """Return score, rank with its range and band of an element; or that it has none."""
    row = figures.describe_node(site, council, element.slug)
    if not row.ranks:
        return UNSCORED
    return f"Score {row.score} out of 100 in the {site.edition.name} index, rank {row.ranks}, {row.band}."


def tell_all(site: Site, council: Area, key: str) -> Iterator[str]:
    """Yield the sentences of the findings on an element, then a clear answer of the levelling-up test.

    Strength or weakness, how it differs from the council's usual place, change, places to learn from. The
    answer is that of the nearest place that has one: the region, the nation, the UK. Where that one is not
    clear, none is told: one further away would be picked for being clear.
    """
    stories = site.stories
    told = (
        *stories.council[council.code],
        *stories.moves.get(council.code, ()),
        *stories.learning.get(council.code, ()),
    )
    yield from (site.tell(finding) for finding in told if finding.node == key)
    places = (site.group_key(council), site.nation_of(council).code, UK_CODE)
    answers = [stories.levelling[place][key] for place in places if key in stories.levelling.get(place, {})]
    if answers and answers[0].evidence.category != "no_clear_change":
        yield site.tell(answers[0])


def describe_line(site: Site, council: Area, indicator: Indicator) -> Line:
    """Return one row of the table of an element."""
    cell, row = figures.describe_cell_of(site, council, indicator)
    direction = f"{indicator.direction} is better"
    if cell.value is None:
        return Line(row.slug, row.name, direction, "–", "–", "–", "–", "–", row.status, plain=False)
    place, column = site.position[council.code], site.indicator_position[indicator.slug]
    return Line(
        slug=row.slug,
        name=row.name,
        direction=direction,
        figure=row.figure,
        period=row.period,
        middle=f"{numbers.add_unit(row.middle, row.unit)} ({figures.peers_of(site, place, column).label})",
        position=row.position,
        published=tell_published(site, council, indicator) or "–",
        status=row.status,
        plain=is_plain(cell),
    )


def tell_doubts(rows: Iterable[Line]) -> list[str]:
    """Return how figures came about that are not simply as published, or why there are none.

    Indicators of which the same is to be said stand together.
    """
    told: dict[str, list[str]] = {}
    for row in rows:
        if not row.plain:
            told.setdefault(row.status, []).append(row.name)
    return [f"{'; '.join(dict.fromkeys(named))}: {status}." for status, named in told.items()]


def is_plain(cell: Cell) -> bool:
    """Say whether a figure is simply as published for the place and the period."""
    return cell.status == Status.OBSERVED and not cell.note


def tell_published(site: Site, council: Area, indicator: Indicator) -> str:
    """Return the publisher's figures for the nation and the UK in the year of the council's; often none."""
    place, column = site.position[council.code], site.indicator_position[indicator.slug]
    year = int(site.index.level.year[place, column])
    given = site.published.get(indicator.slug, {})
    nation = site.nation_of(council).code
    return "; ".join(
        f"{name} {numbers.format_figure(given[code][year], indicator.unit, indicator.decimals)}"
        for code, name in ((nation, council.nation), (UK_CODE, "UK"))
        if year in given.get(code, {})
    )


def list_sources(site: Site, council: Area, indicators: Iterable[Indicator]) -> tuple[Source, ...]:
    """Return every publication that measures these indicators in the council's nation, each once."""
    slugs = dict.fromkeys(
        ref.dataset for one in indicators for ref in one.series if council.nation in ref.nations
    )
    found = (site.datasets[slug] for slug in slugs)
    sources = (Source(each.publisher, each.publication, each.link, each.licence) for each in found)
    return tuple(dict.fromkeys(sources))
