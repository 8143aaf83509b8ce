"""One's own weights against the engine, number by number; places side by side against the published table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from opening import open_page, visit
from playwright.sync_api import Browser, Page, expect

from generator.catalogue.records import NATIONS
from generator.catalogue.store import load_areas, load_framework
from generator.index.aggregation import aggregate
from generator.index.ranking import UK_SHARE, rank
from generator.index.results import Index
from generator.pages.site import Site
from generator.paths import PROJECT

SHIFTED = (0, 0.5, 3, 1, 1, 2.5, 0, 1, 3, 1.5, 2, 1)
ALONE = (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0)
"""Health, of which less than half is measured alike."""
ALIKE = (0, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0.5)
"""Three pillars of which more than half is measured alike."""


class Shown(NamedTuple):
    """A row of the table of own weights, without the name: what it says in its cells."""

    rank: str
    span: str
    uk_rank: str
    uk_span: str
    score: str
    published: str
    uk_published: str
    published_score: str


@pytest.fixture(scope="module")
def index(site: Site) -> Index:
    return site.index


@pytest.fixture(scope="module")
def page(browser: Browser, served: str) -> Iterator[Page]:
    with open_page(browser) as opened:
        yield opened


def ends_with(state: str) -> re.Pattern[str]:
    """Return a pattern for an address with this state."""
    return re.compile(f"{re.escape(state)}$")


def set_weights(page: Page, served: str, weights: Sequence[float]) -> dict[str, Shown]:
    """What the page shows of every place with these weights."""
    page.goto("about:blank")
    visit(page, f"{served}weights/index.html#w={','.join(f'{weight:g}' for weight in weights)}")
    return read_table(page)


def read_table(page: Page) -> dict[str, Shown]:
    """Return the table once its ranges are drawn."""
    expect(page.locator("#weighed tbody")).to_have_attribute("data-ready", "true")
    rows = page.locator("#weighed tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => (cell.querySelector('a') ?? cell).textContent))"
    )
    return {name: Shown(*cells) for name, *cells in rows}


def weigh(index: Index, weights: Sequence[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Overall score, rank in the nation and in the UK by the engine with other weights of the pillars.

    In the UK there are no ranks where a pillar has no weight and less than half is measured alike.
    """
    given = iter(weights)
    nodes = tuple(
        replace(node, weight=float(next(given))) if node.level == "pillar" else node
        for node in index.structure.nodes
    )
    structure = replace(index.structure, nodes=nodes)
    scores = aggregate(
        structure,
        index.level.indicator_score,
        reference=index.level.reference,
        offered=index.panel.group >= 0,
    )
    inside = np.zeros(len(scores), dtype=np.int32)
    for number in np.unique(index.panel.nation):
        rows = index.panel.nation == number
        inside[rows] = rank(scores[rows, :1])[:, 0]
    shares = [
        share
        for node, share in zip(nodes, index.structure.uk_share.tolist(), strict=True)
        if node.level == "pillar"
    ]
    wide = np.dot(weights, shares) >= UK_SHARE * sum(weights) or 0 not in weights
    return scores[:, 0], inside, rank(scores[:, :1])[:, 0] * wide


@pytest.mark.parametrize(
    ("weights", "wide"), [((1,) * 12, True), (SHIFTED, False), (ALONE, False), (ALIKE, True)]
)
def test_the_page_computes_what_the_engine_does(
    page: Page, served: str, index: Index, weights: Sequence[float], wide: bool
) -> None:
    shown = set_weights(page, served, weights)
    scores, inside, ranks = weigh(index, weights)
    assert ranks.any() == wide
    names = {area.code: area.name for area in load_areas(PROJECT)}
    expected = {
        names[code]: (str(place or "–"), str(uk or "–"), f"{score:.1f}" if place else "–")
        for code, place, uk, score in zip(
            index.panel.areas, inside.tolist(), ranks.tolist(), scores.tolist(), strict=True
        )
    }
    assert {name: (row.rank, row.uk_rank, row.score) for name, row in shown.items()} == expected
    assert len(set(inside.tolist())) > 150
    assert {row.uk_span == "–" for row in shown.values() if row.rank != "–"} == {not wide}


def read_span(text: str) -> tuple[int, int]:
    """Return the ends of "8 to 20"; a range of one rank is that rank."""
    low, _, high = text.partition(" to ")
    return int(low), int(high or low)


def test_a_rank_lies_in_its_range_and_ranges_are_like_the_published_ones(
    page: Page, served: str, public: Path
) -> None:
    shown = set_weights(page, served, (1,) * 12)
    with (public / "data/scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row for row in csv.DictReader(stream) if row["kind"] == "council" and row["node"] == "overall"
        ]
    off: dict[str, list[int]] = {"": [], "nation_": []}
    for row in rows:
        if not row["rank"]:
            continue
        found = shown[row["area_name"]]
        for key, place, span, published in (
            ("nation_", found.rank, found.span, found.published),
            ("", found.uk_rank, found.uk_span, found.uk_published),
        ):
            low, high = read_span(span)
            ends = int(row[f"{key}rank_low"]), int(row[f"{key}rank_high"])
            assert low <= int(place) <= high
            assert read_span(published) == ends
            off[key] += [abs(low - ends[0]), abs(high - ends[1])]
    # The browser varies less than the engine: its ranges are told as "about".
    assert np.median(off[""]) < 15 and np.median(off["nation_"]) < 15


def test_nations_that_may_lie_apart_widen_the_ranges_in_the_uk_alone(page: Page, served: str) -> None:
    weights = (1,) * 12
    apart = set_weights(page, served, weights)
    page.add_init_script(
        "Object.defineProperty(window, 'prosperityWeights', { get: () => window.kept, set: (data) => {"
        " if (location.search) data.pillars.forEach(({ e }) => e.forEach((error) => { error[0] = 0; }));"
        " window.kept = data; } })"
    )
    page.goto("about:blank")
    visit(page, f"{served}weights/index.html?still#w={','.join(map(str, weights))}")
    still = read_table(page)
    assert {name: row.span for name, row in apart.items()} == {name: row.span for name, row in still.items()}
    assert {name: row.uk_rank for name, row in apart.items()} == {
        name: row.uk_rank for name, row in still.items()
    }
    # Most councils are in England: it takes nearly the whole ranking along, the others move against it.
    areas = {area.name: area.nation for area in load_areas(PROJECT)}
    widths = [
        [
            high - low
            for name, row in table.items()
            if row.uk_rank != "–" and areas[name] != "England"
            for low, high in [read_span(row.uk_span)]
        ]
        for table in (apart, still)
    ]
    assert np.mean(widths[0]) > 1.05 * np.mean(widths[1])


@pytest.mark.parametrize(
    ("weights", "note"),
    [
        ((1,) * 12, "Only {}% of this weight is measured by one definition in all four nations; the ranges"),
        (ALONE, "Only {}% of this weight is measured by one definition in all four nations, so that"),
        (ALIKE, "As {}% of this weight is measured by one definition in all four nations, councils are"),
        (
            (1, *(0,) * 11),
            "Nothing of this weight is measured by one definition in all four nations, so that",
        ),
    ],
)
def test_the_page_says_how_much_of_the_weight_is_measured_alike(
    page: Page, served: str, index: Index, weights: Sequence[float], note: str
) -> None:
    set_weights(page, served, weights)
    structure = index.structure
    shares = [structure.uk_share[n] for n, node in enumerate(structure.nodes) if node.level == "pillar"]
    share = np.dot(weights, shares) / sum(weights)
    expect(page.locator("#alike")).to_contain_text(note.format(f"{100 * share:.0f}"))


def test_nations_follow_one_another_where_they_cannot_be_ranked_together(page: Page, served: str) -> None:
    for weights, apart in ((ALONE, True), ((1,) * 12, False)):
        shown = [row for row in set_weights(page, served, weights).values() if row.rank != "–"]
        breaks = sum(int(one.rank) > int(other.rank) for one, other in pairwise(shown))
        assert (breaks < len(NATIONS)) == apart


def test_a_preset_sets_the_weights_and_the_address(page: Page, served: str) -> None:
    set_weights(page, served, (1,) * 12)
    page.get_by_role("button", name="Economy first").press("Enter")
    expect(page.get_by_role("button", name="Economy first")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(ends_with("#w=1,1,1,1,3,3,3,3,1,1,1,1"))
    expect(page.locator("[name=infrastructure]")).to_have_value("3")


def test_a_weight_moves_by_keyboard_and_a_place_is_followed(page: Page, served: str) -> None:
    set_weights(page, served, (1,) * 12)
    page.locator("[name=health]").press("ArrowRight")
    page.locator("#weigh [name=find]").fill("blackpool")
    expect(page.locator("#told")).to_contain_text("Blackpool scores")
    expect(page).to_have_url(ends_with("#w=1,1,1,1,1,1,1,1,1,1.5,1,1&p=blackpool"))
    expect(page.locator("#weighed tbody tr:visible")).to_have_count(1)


def test_without_any_weight_there_is_no_score(page: Page, served: str) -> None:
    shown = set_weights_without_ranges(page, served)
    assert set(shown) == {"–"}
    expect(page.locator("#about-preset")).to_have_text("Give at least one pillar a weight.")


def set_weights_without_ranges(page: Page, served: str) -> list[str]:
    page.goto("about:blank")
    visit(page, f"{served}weights/index.html#w={','.join('0' * 12)}")
    expect(page.locator("#weigh")).to_be_visible()
    scores: list[str] = page.locator("#weighed tbody tr").evaluate_all(
        "rows => rows.map(row => row.cells[5].textContent)"
    )
    return scores


def compare(page: Page, served: str, *slugs: str) -> None:
    page.goto("about:blank")
    visit(page, f"{served}compare/index.html#p={','.join(slugs)}")
    expect(page.locator("#compare")).to_be_visible()


HOMES = {"Blackpool": "England", "Kingston upon Hull": "England", "Gwynedd": "Wales"}


def test_places_side_by_side_are_those_of_the_table(page: Page, served: str, public: Path) -> None:
    compare(page, served, "blackpool", "kingston-upon-hull", "gwynedd")
    rows = page.locator("#side tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, ' ')))"
    )
    with (public / "data/scores.csv").open(encoding="utf-8", newline="") as stream:
        table = {(row["area_name"], row["node"]): row for row in csv.DictReader(stream)}
    framework = load_framework(PROJECT)
    tree = ["overall"]
    for pillar in framework.pillars:
        tree += [pillar.slug, *(element.slug for element in pillar.elements)]
    assert len(rows) == len(tree)
    for node, (_, *cells) in zip(tree, rows, strict=True):
        for (name, nation), cell in zip(HOMES.items(), cells, strict=True):
            row = table[name, node]
            if not row["score"]:
                assert cell == "–"
                continue
            ranks = ""
            # Where nations cannot be compared a place is ranked in its own alone.
            for start, where in (("nation_", nation), ("", "the UK")):
                ends = dict.fromkeys((row[f"{start}rank_low"], row[f"{start}rank_high"]))
                ranks += (
                    f" {' to '.join(ends)} of {row[f'{start}n']} in {where}" if row[f"{start}rank"] else ""
                )
            assert cell in {f"{round(float(row['score']) + off)}{ranks}" for off in (0, 1e-9, -1e-9)}


def test_places_are_added_by_name_and_postcode_and_removed(page: Page, served: str) -> None:
    compare(page, served, "blackpool")
    expect(page.locator("#compare-says")).to_have_text("Choose one more place.")
    for typed in ("wokingham", "HU1 2AA", "cumberland"):
        box = page.locator("#compare input")
        box.fill(typed)
        expect(page.locator("#compare [role=option]").first).to_be_visible()
        box.press("Enter")
        expect(box).to_have_value("")
    expect(page).to_have_url(ends_with("#p=blackpool,wokingham,kingston-upon-hull,cumberland"))
    box.fill("leeds")
    box.press("Enter")
    expect(page.locator("#compare-says")).to_contain_text("Four places at most")
    page.get_by_role("button", name="Remove Wokingham").press("Enter")
    expect(page).to_have_url(ends_with("#p=blackpool,kingston-upon-hull,cumberland"))


def test_two_places_are_told_in_words(page: Page, served: str) -> None:
    compare(page, served, "wokingham", "blackpool")
    expect(page.locator("#compare-says")).to_contain_text("Wokingham stands clearly higher on")


def test_a_report_leads_to_the_comparison_with_its_neighbours(page: Page, served: str) -> None:
    visit(page, f"{served}councils/blackpool/index.html")
    page.get_by_role("link", name="Compare Blackpool with its nearest neighbours").click()
    expect(page.locator("#picked li")).to_have_count(4)


@pytest.mark.parametrize(
    "path", ["weights/index.html#w=1,1,1,1,1,1,1,1,3,1,1,1", "compare/index.html#p=leeds,hartlepool"]
)
def test_a_button_copies_the_address_with_its_state(browser: Browser, served: str, path: str) -> None:
    with open_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        visit(page, f"{served}{path}")
        button = page.locator("[data-copy-address]")
        button.press("Enter")
        expect(page.get_by_text("The link is copied.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").startswith(f"{served}{path}")
