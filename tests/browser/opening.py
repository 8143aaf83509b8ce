"""Pages in the browser, looked at when they are ready: on a busy machine the tests are only slower."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Frame, Page

PATIENCE = 300_000
"""Milliseconds after which what should happen counts as not happening."""
LOOKS = 20_000
"""After so many looks a page that still changes counts as one that never rests; a look takes milliseconds."""
STATE = """() => {
  const { scrollWidth, scrollHeight } = document.scrollingElement;
  const pictures = [...document.images].filter((image) => image.loading !== "lazy");
  const ready = document.readyState === "complete" && document.fonts.status === "loaded"
    && pictures.every((image) => image.complete) && !document.querySelector("[data-ready=false]");
  return [ready, scrollWidth, scrollHeight, document.querySelectorAll("*").length];
}"""
"""Whether page, fonts, pictures and scripts are there, and how it is laid out.

The size comes first: asked for it, the browser lays the page out and sees which fonts it needs.
"""


@contextmanager
def open_context(browser: Browser, **options: object) -> Iterator[BrowserContext]:
    """Open a context with the project's patience, and close it at the end."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@contextmanager
def open_page(browser: Browser, **options: object) -> Iterator[Page]:
    """Open an empty page in a context of its own."""
    with open_context(browser, **options) as context:
        yield context.new_page()


def visit(page: Page, address: str) -> None:
    """Go to an address and wait until the page is ready to be looked at."""
    page.goto(address)
    settle(page)


def settle(page: Page | Frame) -> None:
    """Wait until everything of a page has come and two looks in a row see the same."""
    page.wait_for_load_state()
    last = None
    looks = 0
    while (state := page.evaluate(STATE)) != last or not state[0]:
        looks += 1
        assert looks < LOOKS, f"{page.url} does not come to rest: {state}"
        # Works without scripts of the page, too, where no frame of an animation is ever called.
        page.evaluate("document.fonts.ready.then(() => undefined)")
        last = state
