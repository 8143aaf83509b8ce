"""Every finding on a page opens its evidence: by keyboard, without scripts, on a phone, not on paper."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from opening import open_page, settle, visit
from playwright.sync_api import Browser, expect

PAGES = (
    *("councils/blackpool/", "councils/isles-of-scilly/", "councils/angus/", "councils/cotswold/"),
    *("clusters/red-wall/", "regions/north-east/", "regions/wales/"),
)
ANCHOR = "method/(?:findings|trend)/index.html#[a-z-]+"
TOLD = (
    *(".findings > li", ".rows > li:has(p)", ".pillar > .in:has(> p:not(.soft, .no-print))"),
    *("header.head", "#about-figures"),
)
"""Where findings are told: each of these holds what opens."""


@pytest.mark.parametrize("path", PAGES)
def test_every_finding_opens_numbers_rule_and_source(public: Path, path: str) -> None:
    text = (public / path / "index.html").read_text("utf-8")
    opened = re.findall(r'<details class="why">(.*?)</details>', text, re.DOTALL)
    assert len(opened) > 5
    for each in opened:
        assert "<summary>Figures, source and rule</summary>" in each
        assert re.search(rf"Rule: <a href=\"[./]*{ANCHOR}\">", each), each
        assert re.search(
            r'href="[./]*(?:data/sources/|(?:elements|pillars)/[a-z-]+/index.html#sources)', each
        )
    html5lib.HTMLParser(strict=True).parse(text)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_told_is_without_evidence(browser: Browser, public: Path, path: str) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        visit(page, (public / path / "index.html").as_uri())
        for place in TOLD:
            found = page.locator(f"main {place}")
            assert found.filter(has_not=page.locator("details.why")).count() == 0, place


def test_it_opens_by_keyboard_and_without_scripts(browser: Browser, served: str) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        visit(page, f"{served}clusters/red-wall/index.html")
        first = page.locator("#apart details.why").first
        text = first.get_by_text("Mean score of members")
        assert not text.is_visible()
        first.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(text).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator("details.why").filter(visible=True)).to_have_count(0)


def test_open_it_fits_a_small_screen(browser: Browser, served: str) -> None:
    wide = {}
    with open_page(browser, viewport={"width": 320, "height": 640}) as page:
        for path in PAGES:
            visit(page, f"{served}{path}index.html")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            settle(page)
            width = page.evaluate("document.scrollingElement.scrollWidth")
            if width > 320:
                wide[path] = width
    assert wide == {}
