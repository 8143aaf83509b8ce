"""Every finding on a page opens its evidence: by keyboard, without scripts, on a phone, not on paper."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser

PAGES = (
    *("councils/blackpool/", "councils/isles-of-scilly/", "councils/angus/", "councils/cotswold/"),
    *("clusters/red-wall/", "regions/north-east/", "regions/wales/"),
)
ANCHOR = "method/(?:findings|trend)/index.html#[a-z-]+"
TOLD = (
    *(".findings > li", ".rows > li:has(p)", "article.pillar:has(> p:not(.soft))"),
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
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((public / path / "index.html").as_uri())
    for place in TOLD:
        found = page.locator(f"main {place}")
        assert found.filter(has_not=page.locator("details.why")).count() == 0, place
    page.context.close()


def test_it_opens_by_keyboard_and_without_scripts(browser: Browser, served: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{served}clusters/red-wall/index.html")
    first = page.locator("#apart details.why").first
    text = first.get_by_text("Mean score of members")
    assert not text.is_visible()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert text.is_visible()
    page.emulate_media(media="print")
    assert page.locator("details.why").filter(visible=True).count() == 0
    page.context.close()


def test_open_it_fits_a_small_screen(browser: Browser, served: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    wide = {}
    for path in PAGES:
        page.goto(f"{served}{path}index.html")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if width > 320:
            wide[path] = width
    page.context.close()
    assert wide == {}
