"""The list of kinds of pages: whole, and no kind is needed by another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.pages import registry
from generator.pages.registry import KINDS, MAKERS, Maker, list_pages
from generator.pages.site import Site


def test_every_module_that_makes_pages_is_in_the_list() -> None:
    folder = Path(registry.__file__).parent
    modules = [file.stem for file in sorted(folder.glob("*.py")) if "\ndef pages(" in file.read_text("utf-8")]
    assert [maker.__module__.rpartition(".")[2] for maker in MAKERS] == modules


def test_every_kind_is_made_by_somebody(site: Site) -> None:
    made = {page.kind for page in list_pages(site)}
    # The last two are not made from a site.
    assert made | {"redirect", "error"} == set(KINDS)


def test_a_page_of_an_unknown_kind_is_refused(site: Site) -> None:
    def make(of: Site) -> list[registry.Page]:
        return [replace(page, kind="leaflet") for page in MAKERS[-1](of)]

    with pytest.raises(ProsperityError, match="the kind 'leaflet'"):
        list(list_pages(site, [make]))


@pytest.mark.parametrize("left_out", MAKERS, ids=lambda maker: maker.__module__.rpartition(".")[2])
def test_without_any_maker_the_other_pages_are_there(site: Site, left_out: Maker) -> None:
    others = [maker for maker in MAKERS if maker is not left_out]
    assert {page.path for page in list_pages(site, others)} == {
        page.path for maker in others for page in maker(site)
    }
