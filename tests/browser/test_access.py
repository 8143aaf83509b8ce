"""Every kind of page by axe-core in Chromium: light, dark and on a narrow screen, details closed and open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from axe_look import find_violations, thin_out
from opening import open_page, settle, visit
from playwright.sync_api import Browser, Page

PAGES = (
    *("", "councils/", "councils/blackpool/", "councils/isles-of-scilly/", "councils/gwynedd/"),
    *("councils/blackpool/brief/", "councils/isles-of-scilly/brief/"),
    *("clusters/", "clusters/red-wall/", "regions/", "regions/wales/", "pillars/", "pillars/health/"),
    *("elements/work/", "indicators/smoking/", "levelling-up/", "questions/", "compare/", "weights/"),
    *("method/", "method/framework/", "data/", "data/sources/", "accessibility/", "rankings/"),
    *("embed/councils/blackpool/", "embed/councils/isles-of-scilly/", "embed/clusters/red-wall/"),
)
STATE = {"compare/": "#p=leeds,blackpool"}
ONCE = ("rankings/", "data/sources/", "councils/gwynedd/")
"""Looked at in the light on a wide screen alone: thousands of equal cells, or a kind others stand for."""
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Colours alone differ in the dark.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
# A narrow screen lays out what is there, and shows other drawings and labels.
LAYOUT = {
    "type": "rule",
    "values": [
        *("color-contrast", "target-size", "scrollable-region-focusable"),
        *("svg-img-alt", "link-name", "button-name", "aria-hidden-focus"),
    ],
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser, reduced_motion="reduce") as opened:
        yield opened


def list_violations(page: Page, rules: Mapping[str, object]) -> list[str]:
    """Return what axe finds, a line for each rule."""
    found = find_violations(page, {"runOnly": rules, "resultTypes": ["violations"]})
    return [f"{each['id']} x {len(each['nodes'])}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_violation(page: Page, served: str, path: str) -> None:
    """By all rules in the light on a wide screen; in the other settings by those whose answer may differ."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    visit(page, f"{served}{path}index.html{STATE.get(path, '')}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    thin_out(page)
    settle(page)
    found = {"light": list_violations(page, RULES)}
    if path not in ONCE:
        page.emulate_media(color_scheme="dark")
        settle(page)
        found["dark"] = list_violations(page, COLOURS)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
        settle(page)
        found["narrow"] = list_violations(page, LAYOUT)
    assert found == {setting: [] for setting in found}


def test_a_fault_is_seen(browser: Browser) -> None:
    with open_page(browser) as page:
        page.set_content(
            "<html lang=en><title>T</title><main><h1>A</h1><img src=x><p style='color:#bbb'>pale</p></main>"
        )
        ids = {violation["id"] for violation in find_violations(page, {"runOnly": RULES})}
    assert {"image-alt", "color-contrast"} <= ids


@pytest.mark.parametrize(
    "pale",
    [
        "<td style='color:#bbb'>seven",
        "<td style='background:#555'>seven",
        "<td><b style='opacity:.3'>seven",
        "<td style='position:relative'>seven<i style='position:absolute;inset:0;background:#444'></i>"
        "<b style='position:absolute;left:0;top:0'>eight",
    ],
)
def test_one_pale_text_among_many_is_seen(browser: Browser, pale: str) -> None:
    rows = ["<tr><td>seven</tr>"] * 40
    rows[25] = f"<tr>{pale}</tr>"
    with open_page(browser) as page:
        page.set_content(
            f"<html lang=en><title>T</title><main><h1>A</h1><table>{''.join(rows)}</table></main>"
        )
        thin_out(page)
        assert page.locator("tr").count() < len(rows)
        (violation,) = find_violations(page, {"runOnly": COLOURS})
    assert (violation["id"], len(violation["nodes"])) == ("color-contrast", 1)


@pytest.mark.parametrize(
    ("style", "setting"),
    [
        ("@media (prefers-color-scheme:dark) {td {color:#bbb}}", "dark"),
        ("@media (max-width:40rem) {td {color:#bbb}}", "narrow"),
        ("td i {display:none} @media (max-width:40rem) {td i {display:inline; color:#bbb}}", "narrow"),
    ],
)
def test_what_is_pale_in_one_setting_alone_is_seen_there(page: Page, style: str, setting: str) -> None:
    page.goto("about:blank")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    page.set_content(
        f"<html lang=en><title>T</title><style>{style}</style><main><h1>A</h1>"
        "<table><tr><td>seven <i>up</i></table></main>"
    )
    assert list_violations(page, COLOURS) == []
    page.emulate_media(color_scheme="dark" if setting == "dark" else "light")
    page.set_viewport_size(NARROW if setting == "narrow" else WIDE)
    assert len(list_violations(page, COLOURS)) == 1


def test_the_wish_for_less_motion_is_followed(browser: Browser, served: str) -> None:
    found = {}
    for wish in ("reduce", "no-preference"):
        with open_page(browser, reduced_motion=wish) as page:
            visit(page, f"{served}councils/blackpool/index.html")
            found[wish] = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
            moving = (
                "[...document.getAnimations()].length"
                " + document.querySelectorAll('[autoplay], marquee').length"
            )
            assert page.evaluate(moving) == 0
    assert found == {"reduce": "auto", "no-preference": "smooth"}


def test_forced_colours_keep_the_place_apart_and_the_fifths_in_words(browser: Browser, served: str) -> None:
    with open_page(browser, forced_colors="active") as page:
        visit(page, f"{served}councils/blackpool/index.html")
        colour = "selector => getComputedStyle(document.querySelector(selector)).fill"
        assert page.evaluate(colour, ".swarm.roomy .me") != page.evaluate(colour, ".swarm.roomy .dots")
        # Shading is gone, and every shaded cell has its number.
        cells = page.locator("table.heat td[class^=f]").all_text_contents()
    assert cells
    assert all(cell.strip() for cell in cells)
