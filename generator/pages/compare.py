"""Two to four places side by side. The page is filled in the browser; here is its frame."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.pages.page import Page
from generator.pages.site import Site
from generator.text.numbers import join_words

EXAMPLES = (("blackpool", "wokingham"), ("leeds", "manchester", "birmingham", "glasgow"))
"""Places that the page offers to start with, by slug."""


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page("compare/", "compare.html", partial(build_context, site), kind="list")


def build_context(site: Site) -> dict[str, object]:
    """Return the examples."""
    names = {council.slug: council.short_name or council.name for council in site.councils}
    return {
        "section": "councils",
        "examples": [
            {"state": ",".join(slugs), "names": join_words([names[slug] for slug in slugs])}
            for slugs in EXAMPLES
            if all(slug in names for slug in slugs)
        ],
    }
