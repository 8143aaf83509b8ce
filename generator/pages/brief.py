"""The evidence brief of a council: a few elements with figures, comparison and sources, to paste into a bid.

Computes nothing and words no figure: the sentences are the findings, the tables are the rows of the report.
All other words are in ``templates/parts/_brief_words.html``.
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
from generator.index.results import Status
from generator.pages import figures
from generator.pages.council import describe_crumbs
from generator.pages.page import Page
from generator.pages.site import Site
from generator.text import numbers
from generator.text.about_figures import state_claim
from generator.text.citation import RIGHTS
from generator.text.periods import describe_period

FOLDER = "brief/"
"""Under the folder of the report."""


class Line(NamedTuple):
    """One indicator as a row of the table; empty strings where there is nothing to say.

    Attributes:
        direction: which of its ends is better, "higher" or "lower".
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


class Score(NamedTuple):
    """The score of an element as it is printed, with its rank and range, and its band."""

    score: str
    ranks: str
    band: str


class Doubt(NamedTuple):
    """How the figures of some indicators came about, or why there are none.

    Attributes:
        names: of the indicators, on one line.
    """

    names: str
    status: str


@dataclass(frozen=True)
class ElementBrief:
    """One element of a council.

    Attributes:
        claim: of the strength or weakness on it, with its figure; empty where there is none.
        score: None where too little is measured.
        sentences: the findings on it, then the answer of the levelling-up test where it is clear.
    """

    key: str
    name: str
    about: str
    claim: str
    score: Score | None
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
        nation: that the council lies in.
        in_sentence: name of the council as it stands in a sentence.
        index, edition, day: what the index is called, its edition and the month of that.
        by_choice: somebody chose the elements; else they are the weaknesses that the report lists.
        coverage: the finding on how much is measured.
        doubts: on figures that are not simply as published.
    """

    path: str
    report: str
    name: str
    slug: str
    nation: str
    in_sentence: str
    place: str
    index: str
    edition: str
    day: str
    by_choice: bool
    elements: tuple[ElementBrief, ...]
    coverage: str
    doubts: tuple[Doubt, ...]
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
    found = choose_for_page(site.findings.council[council.code], "weakness")
    asked = [finding.node for finding in found] if elements is None else elements
    named = tuple(site.elements.values())
    chosen = {element.slug: element for element in (find_element(named, text) for text in asked)}
    views = tuple(view_element(site, council, element) for element in chosen.values())
    return Brief(
        path=find_path(council),
        report=f"councils/{council.slug}/",
        name=council.name,
        slug=council.slug,
        nation=council.nation,
        in_sentence=council.in_sentence,
        place=", ".join(describe_crumbs(site, council)),
        index=site.settings.title,
        edition=site.edition.name,
        day=describe_period(site.edition.date),
        by_choice=elements is not None,
        elements=views,
        coverage=site.tell(site.findings.coverage[council.code]["overall"]),
        doubts=list_doubts(row for view in views for row in view.rows),
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
        field="--elements",
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
        claim=find_claim(site, council, element),
        score=find_score(site, council, element),
        sentences=tuple(tell_all(site, council, element.slug)),
        rows=tuple(describe_line(site, council, indicator) for indicator in counted),
        sources=list_sources(site, council, counted),
    )


def find_claim(site: Site, council: Area, element: Element) -> str:
    """Return what the strength or weakness of a council in an element claims, or nothing."""
    found = site.findings.council[council.code]
    claims = (
        state_claim(each)
        for each in found
        if each.node == element.slug and each.kind in ("strength", "weakness")
    )
    return next(claims, "")


def find_score(site: Site, council: Area, element: Element) -> Score | None:
    """Return score, rank with its range and band of an element; None where it has none."""
    row = figures.describe_node(site, council, element.slug)
    return Score(row.score, row.ranks, row.band) if row.ranks else None


def tell_all(site: Site, council: Area, key: str) -> Iterator[str]:
    """Yield the sentences of the findings on an element, then a clear answer of the levelling-up test.

    Strength or weakness, how it differs from the council's usual place, change, places to learn from. The
    answer is that of the nearest place that has one: the region, the nation, the UK. Where that one is not
    clear, none is told: one further away would be picked for being clear.
    """
    findings = site.findings
    told = (
        *findings.council[council.code],
        *findings.moves.get(council.code, ()),
        *findings.learning.get(council.code, ()),
    )
    yield from (site.tell(finding) for finding in told if finding.node == key)
    places = (site.group_key(council), site.nation_of(council).code, UK_CODE)
    answers = [findings.levelling[place][key] for place in places if key in findings.levelling.get(place, {})]
    if answers and answers[0].evidence.category != "no_clear_change":
        yield site.tell(answers[0])


def describe_line(site: Site, council: Area, indicator: Indicator) -> Line:
    """Return one row of the table of an element."""
    cell, row = figures.describe_cell_of(site, council, indicator)
    if cell.value is None:
        return Line(row.slug, row.name, indicator.direction, "–", "–", "–", "–", "–", row.status, plain=False)
    place, column = site.position[council.code], site.indicator_position[indicator.slug]
    return Line(
        slug=row.slug,
        name=row.name,
        direction=indicator.direction,
        figure=row.figure,
        period=row.period,
        middle=f"{numbers.add_unit(row.middle, row.unit)} ({figures.peers_of(site, place, column).label})",
        position=row.position,
        published=tell_published(site, council, indicator) or "–",
        status=row.status,
        plain=is_plain(cell),
    )


def list_doubts(rows: Iterable[Line]) -> tuple[Doubt, ...]:
    """Return how figures came about that are not simply as published, or why there are none.

    Indicators of which the same is to be said stand together.
    """
    told: dict[str, list[str]] = {}
    for row in rows:
        if not row.plain:
            told.setdefault(row.status, []).append(row.name)
    return tuple(Doubt("; ".join(dict.fromkeys(named)), status) for status, named in told.items())


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
