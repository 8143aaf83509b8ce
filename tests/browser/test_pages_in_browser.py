"""What a reader does, in a real browser: search by keyboard, sort, print, read without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from opening import open_page, visit
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

PAGES = (
    *(
        "",
        "councils/",
        "councils/blackpool/",
        "councils/isles-of-scilly/",
        "councils/allerdale/",
        "clusters/",
    ),
    *("clusters/red-wall/", "regions/", "regions/north-west/", "rankings/", "method/", "method/framework/"),
    *("embed/councils/blackpool/", "embed/clusters/red-wall/"),
    *("data/", "data/sources/", "about/", "weights/", "compare/", "levelling-up/", "questions/"),
    *("pillars/", "pillars/health/", "elements/work/", "indicators/smoking/", "indicators/violence/"),
)
COUNCILS = 361


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser) as opened:
        yield opened


def at(address: str, path: str) -> str:
    return f"{address}{path}index.html"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("hull", "kingston-upon-hull"), ("allerdale", "cumberland"), ("ynys mon", "isle-of-anglesey")],
)
def test_a_place_is_found_by_keyboard(page: Page, address: str, typed: str, found: str) -> None:
    visit(page, at(address, ""))
    page.locator("main [data-search] input").focus()
    page.keyboard.type(typed)
    page.locator("main [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/councils/{found}/index.html")
    expect(page.locator("h1")).to_have_count(1)


def test_no_page_complains_asks_others_or_scrolls_sideways(browser: Browser, address: str) -> None:
    """On a small screen where the site is served, on a wide one as plain files: each opens once for all."""
    width = 320 if address.startswith("http:") else 1280
    complaints: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{page.url}: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            complaints.append(f"{page.url} asks for {request.url}")

    def note_failure(request: Request) -> None:
        # A picture still on its way when the next page is asked for is no fault.
        if "ERR_ABORTED" not in str(request.failure):
            complaints.append(f"{page.url}: {request.url} failed, {request.failure}")

    with open_page(browser, viewport={"width": width, "height": 640}) as page:
        page.on("console", note_console)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("request", note_request)
        page.on("requestfailed", note_failure)
        for path in PAGES:
            visit(page, at(address, path))
            needed = page.evaluate("document.scrollingElement.scrollWidth")
            if needed > width:
                complaints.append(f"{path} is {needed} pixels wide on a screen of {width}")
    assert complaints == []


def test_rankings_sort_and_filter(page: Page, served: str) -> None:
    visit(page, at(served, "rankings/"))
    rows = page.locator("#ranking tbody tr")
    assert rows.count() == COUNCILS
    scores = "rows => rows.map(row => parseFloat(row.cells[4].dataset.value)).filter(score => !isNaN(score))"
    head = page.locator("#ranking thead th").nth(4)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    falling = rows.evaluate_all(scores)
    assert falling == sorted(falling, reverse=True)
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    rising = rows.evaluate_all(scores)
    assert rising == sorted(rising)
    assert len(rising) > 300
    page.locator("[data-filters] select[name=nation]").select_option("Wales")
    shown = page.locator("#ranking tbody tr:visible")
    expect(shown).to_have_count(22)
    page.locator("[data-filters] select[name=nation]").select_option("")
    page.locator("[data-filters] select[name=cluster]").select_option(label="Red Wall")
    expect(shown).to_have_count(42)
    page.locator("[data-filters] select[name=kind]").select_option("metropolitan borough")
    expect(shown).not_to_have_count(42)
    assert 0 < shown.count() < 42


def test_everything_is_there_without_scripts(browser: Browser, served: str) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        visit(page, at(served, "rankings/"))
        assert page.locator("#ranking tbody tr").count() == COUNCILS
        visit(page, at(served, ""))
        page.locator("main [data-search] input").fill("hull")
        page.keyboard.press("Enter")
        page.wait_for_url("**/councils/index.html?q=hull")
        page.get_by_role("link", name="Kingston upon Hull", exact=True).first.click()
        page.wait_for_url("**/councils/kingston-upon-hull/index.html")


def test_a_former_council_leads_to_its_successor(page: Page, address: str) -> None:
    page.goto(at(address, "councils/allerdale/"))
    page.wait_for_url("**/councils/cumberland/index.html")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_permanent_address_leads_to_the_page_as_it_is_now(
    browser: Browser, address: str, public: Path, scripts: bool
) -> None:
    if not (public / "editions/2026.1").is_dir():
        return  # A frozen copy stands there, which the tests look at as a site of its own.
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(at(address, "editions/2026.1/councils/blackpool/") + "#profile")
    # Without scripts the browser is led to the top of the page.
    page.wait_for_url(at(address, "councils/blackpool/") + ("#profile" if scripts else ""))
    assert page.locator("h1").inner_text() == "Blackpool"
    context.close()


def test_the_first_key_skips_to_the_content(page: Page, served: str) -> None:
    visit(page, at(served, "councils/blackpool/"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_report_prints_on_paper(page: Page, served: str, tmp_path: Path) -> None:
    visit(page, at(served, "councils/blackpool/"))
    page.emulate_media(media="print")
    for text in ("nav.menu", "main [data-search]"):
        assert page.locator(text).filter(visible=True).count() == 0
    printed = page.pdf(format="A4", prefer_css_page_size=True, path=tmp_path / "report.pdf")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 30


def test_paper_is_light_where_the_screen_is_dark(browser: Browser, served: str) -> None:
    shade = "getComputedStyle(document.documentElement).getPropertyValue('--f5')"
    seen = set()
    for scheme in ("light", "dark"):
        with open_page(browser, color_scheme=scheme) as page:
            visit(page, at(served, ""))
            page.emulate_media(media="print", color_scheme=scheme)
            seen.add(page.evaluate(shade))
    assert len(seen) == 1


def test_the_page_follows_the_wish_for_dark(browser: Browser, served: str) -> None:
    background = "getComputedStyle(document.documentElement).backgroundColor"
    seen = []
    for scheme in ("light", "dark"):
        with open_page(browser, color_scheme=scheme) as page:
            visit(page, at(served, ""))
            seen.append(sum(map(int, re.findall(r"\d+", page.evaluate(background))[:3])))
    light, dark = seen
    assert light > 600 > 150 > dark


def test_a_mistyped_address_is_answered_with_a_way_on(page: Page, public: Path) -> None:
    text = (public / "404.html").read_text(encoding="utf-8")
    assert 'href="/councils/index.html"' in text
    assert "There is no such page" in text
