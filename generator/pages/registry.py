"""Every kind of page: add one by naming its module in ``MODULES`` and what goes with it in ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from generator.errors import ProsperityError
from generator.pages.page import Page
from generator.pages.site import Site

Maker = Callable[[Site], Iterable[Page]]


@dataclass(frozen=True)
class Kind:
    """What goes with a page.

    Attributes:
        paper: a report on paper stands beside it.
        frozen: it is part of the frozen copy of an edition, too.
    """

    paper: bool = False
    frozen: bool = True


MODULES: tuple[str, ...] = (
    "brief",
    "cluster",
    "compare",
    "council",
    "embed",
    "indicator",
    "levelling",
    "lists",
    "policy",
    "questions",
    "rankings",
    "weights",
)
"""The modules of this room whose function ``pages`` yields pages."""
MAKERS: tuple[Maker, ...] = tuple(import_module(f"generator.pages.{name}").pages for name in MODULES)
KINDS: Mapping[str, Kind] = {
    "home": Kind(),
    "council": Kind(paper=True),
    "cluster": Kind(paper=True),
    "region": Kind(paper=True),
    "policy": Kind(),
    "indicator": Kind(),
    "list": Kind(),
    "rankings": Kind(),
    "brief": Kind(),
    # What is shown on other sites is always of the latest edition.
    "embed": Kind(frozen=False),
    "redirect": Kind(),
    "error": Kind(),
}


def list_pages(site: Site, makers: Iterable[Maker] = MAKERS) -> Iterator[Page]:
    """Yield the pages of every maker.

    Raises:
        ProsperityError: a page is of a kind that is not in the list.
    """
    for make in makers:
        for page in make(site):
            if page.kind not in KINDS:
                raise ProsperityError(
                    f"the kind {page.kind!r} of the page at {page.path!r} is not known",
                    file="generator/pages/registry.py",
                    field="KINDS",
                    expected=", ".join(KINDS),
                    mend="add it there",
                )
            yield page
