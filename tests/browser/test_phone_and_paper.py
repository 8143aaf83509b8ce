"""What fits a phone, what scrolls on it in sight, and what paper leaves out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opening import open_page, settle, visit
from playwright.sync_api import Browser, Page

PHONE = {"width": 375, "height": 812}
SCREENS = 15
"""The page on data quality with its lists closed may be this many screens of a phone tall."""
LEAST_LETTER = 11
"""Pixels that letters of a picture have at least."""
ALONE = """() => [...document.querySelectorAll("main p a, main figcaption a")]
  .filter((link) => link.offsetParent !== null && !link.closest("details"))
  .filter((link) => !(link.nextSibling?.textContent ?? "").trim())
  .filter((link) => /(^|[.?!])\\s*$/.test(link.previousSibling?.textContent ?? ""))
  .map((link) => link.textContent)"""
"""Links in sight that no sentence holds: on paper they are dead words."""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    with open_page(browser, viewport=PHONE) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        ("weights/index.html", ".tw:has(#weighed)"),
        ("compare/index.html#p=leeds,blackpool", "#side"),
        ("compare/index.html#p=leeds,causeway-coast-and-glens,manchester,glasgow", "#side"),
    ],
)
def test_a_table_of_few_columns_fits_a_phone(phone: Page, served: str, path: str, frame: str) -> None:
    phone.goto("about:blank")
    visit(phone, f"{served}{path}")
    wide = phone.locator(frame).evaluate("frame => [frame.scrollWidth, frame.clientWidth]")
    assert wide[0] <= wide[1] > 300
    # Nor does a cell cut what it says.
    cut = phone.locator(f"{frame} td").evaluate_all(
        "cells => cells.filter(cell => cell.offsetWidth && cell.scrollWidth > cell.offsetWidth + 1).length"
    )
    assert cut == 0


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        ("rankings/index.html", ".tw:has(#ranking)"),
        ("clusters/red-wall/index.html", ".tw:has(>.heat)"),
        ("regions/index.html", ".tw:has(>.heat)"),
        ("data/quality/index.html", ".tw.wide"),
    ],
)
def test_a_wide_table_keeps_its_first_column_and_fades_at_its_edge(
    phone: Page, served: str, path: str, frame: str
) -> None:
    visit(phone, f"{served}{path}")
    found = phone.locator(frame).first.evaluate(
        """frame => {
          const cell = frame.querySelector("tbody tr > :first-child");
          const edge = (one) => one.getBoundingClientRect().left;
          const left = () => Math.round(edge(cell) - edge(frame));
          const before = left();
          frame.scrollLeft = 200;
          const { position, content } = getComputedStyle(frame, "::after");
          return [frame.scrollWidth > frame.clientWidth, frame.scrollLeft, before, left(), position, content];
        }"""
    )
    assert found == [True, 200, 0, 0, "sticky", '""']


def test_the_long_lists_on_data_quality_are_closed_and_open(phone: Page, served: str) -> None:
    visit(phone, f"{served}data/quality/index.html")
    assert phone.evaluate("document.scrollingElement.scrollHeight") < SCREENS * PHONE["height"]
    last = phone.locator("details").last
    assert not last.locator("table").is_visible()
    last.locator("summary").press("Enter")
    settle(phone)
    assert last.locator("table").is_visible()


def test_letters_of_the_picture_of_reliabilities_can_be_read_on_a_phone(phone: Page, served: str) -> None:
    visit(phone, f"{served}method/reliability/index.html")
    sizes = phone.locator("svg.reliability text").evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    assert len(sizes) > 5 and min(sizes) >= LEAST_LETTER


@pytest.mark.parametrize(
    "path",
    ["councils/somerset/", "clusters/red-wall/", "regions/london/", "elements/work/", "indicators/smoking/"],
)
def test_paper_has_no_words_that_only_lead_elsewhere(browser: Browser, served: str, path: str) -> None:
    with open_page(browser) as page:
        visit(page, f"{served}{path}index.html")
        on_screen = page.evaluate(ALONE)
        page.emulate_media(media="print")
        assert on_screen and page.evaluate(ALONE) == []
