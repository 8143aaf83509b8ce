"""Every kind of page by axe-core in Chromium: light, dark and on a narrow screen, details closed and open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_look import find_violations
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
HEAVY = ("rankings/",)
"""Pages whose thousands of equal cells take axe half a minute: looked at once, on a wide screen."""
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Colours alone differ in the dark.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
SETTINGS = {
    "light": ({"viewport": {"width": 1280, "height": 900}}, RULES),
    "dark": ({"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}, COLOURS),
    "narrow": ({"viewport": {"width": 320, "height": 640}}, RULES),
}


@pytest.fixture(params=list(SETTINGS))
def setting(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, dict[str, object]]]:
    options, rules = SETTINGS[request.param]
    with open_page(browser, reduced_motion="reduce", **options) as page:
        yield page, {"runOnly": rules, "resultTypes": ["violations"]}


def test_no_page_has_a_violation(setting: tuple[Page, dict[str, object]], served: str) -> None:
    page, options = setting
    narrow = page.viewport_size is not None and page.viewport_size["width"] < 400
    found = []
    for path in PAGES:
        if path in HEAVY and (narrow or options["runOnly"] is COLOURS):
            continue
        visit(page, f"{served}{path}index.html{STATE.get(path, '')}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        settle(page)
        for violation in find_violations(page, options):
            node = violation["nodes"][0]
            found.append(f"{path}: {violation['id']} x {len(violation['nodes'])}: {node['html'][:160]}")
    assert found == []


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
        (violation,) = find_violations(page, {"runOnly": COLOURS})
    assert (violation["id"], len(violation["nodes"])) == ("color-contrast", 1)


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
