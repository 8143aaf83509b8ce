"""One's own weights against the engine, number by number; places side by side against the published table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from opening import open_page, visit
from playwright.sync_api import Browser, Page, expect

from generator.catalogue.store import load_areas, load_framework
from generator.index.aggregation import aggregate
from generator.index.ranking import rank
from generator.index.results import Index
from generator.pages.site import Site
from generator.paths import PROJECT

SHIFTED = (0, 0.5, 3, 1, 1, 2.5, 0, 1, 3, 1.5, 2, 1)
ALONE = (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0)


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


def set_weights(page: Page, served: str, weights: Sequence[float]) -> dict[str, tuple[str, str, str]]:
    """Rank, range and score of every place, as the page shows them."""
    page.goto("about:blank")
    visit(page, f"{served}weights/index.html#w={','.join(f'{weight:g}' for weight in weights)}")
    expect(page.locator("#weighed tbody")).to_have_attribute("data-ready", "true")
    rows = page.locator("#weighed tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return {name: (place, about, score) for name, place, about, score, *_ in rows}


def weigh(index: Index, weights: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Overall score and rank by the engine with other weights of the pillars."""
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
    return scores[:, 0], rank(scores[:, :1])[:, 0]


@pytest.mark.parametrize("weights", [(1,) * 12, SHIFTED, ALONE])
def test_the_page_computes_what_the_engine_does(
    page: Page, served: str, index: Index, weights: Sequence[float]
) -> None:
    shown = set_weights(page, served, weights)
    scores, ranks = weigh(index, weights)
    names = {area.code: area.name for area in load_areas(PROJECT)}
    expected = {
        names[code]: (str(place or "–"), f"{score:.1f}" if place else "–")
        for code, place, score in zip(index.panel.areas, ranks.tolist(), scores.tolist(), strict=True)
    }
    assert {name: (place, score) for name, (place, _, score) in shown.items()} == expected
    assert len(set(ranks.tolist())) > 200


def test_a_rank_lies_in_its_range_and_ranges_are_like_the_published_ones(
    page: Page, served: str, public: Path
) -> None:
    shown = set_weights(page, served, (1,) * 12)
    with (public / "data/scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row for row in csv.DictReader(stream) if row["kind"] == "council" and row["node"] == "overall"
        ]
    off = []
    for row in rows:
        if not row["rank"]:
            continue
        place, about, _ = shown[row["area_name"]]
        low, high = (int(end) for end in about.split(" to "))
        assert low <= int(place) <= high
        off += [abs(low - int(row["rank_low"])), abs(high - int(row["rank_high"]))]
    # The browser varies less than the engine: its ranges are told as "about".
    assert np.median(off) < 25


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
        "rows => rows.map(row => row.cells[3].textContent)"
    )
    return scores


def compare(page: Page, served: str, *slugs: str) -> None:
    page.goto("about:blank")
    visit(page, f"{served}compare/index.html#p={','.join(slugs)}")
    expect(page.locator("#compare")).to_be_visible()


NATIONS = {"Blackpool": "England", "Kingston upon Hull": "England", "Gwynedd": "Wales"}


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
        for (name, nation), cell in zip(NATIONS.items(), cells, strict=True):
            row = table[name, node]
            if not row["score"]:
                assert cell == "–"
                continue
            # Where nations cannot be compared a place is ranked in its own.
            start, where = ("", "") if row["rank"] else ("nation_", f" in {nation}")
            ends = dict.fromkeys((row[f"{start}rank_low"], row[f"{start}rank_high"]))
            ranks = f" {' to '.join(ends)} of {row[f'{start}n']}{where}"
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
