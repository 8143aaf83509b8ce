"""Pages find each other by relative links, escape everything, and stop with file and line at a gap."""

from __future__ import annotations

from pathlib import Path

import pytest
from little_site import SETTINGS

from generator.catalogue.records import Edition
from generator.errors import ProsperityError
from generator.export.release import Release, file_of
from generator.pages.page import Page
from generator.render.assets import Assets
from generator.render.environment import Address, Renderer, make_environment

ASSETS = Assets({"css/theme.css": b"a"}, {"css/theme.css": "12345678"})
EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
SITE = "https://example.org/sub/"


@pytest.fixture
def renderer(tmp_path: Path) -> Renderer:
    return Renderer(make_environment([tmp_path]), ASSETS, Release(SETTINGS, EDITION, SITE))


def draw(renderer: Renderer, folder: Path, source: str, **context: object) -> str:
    (folder / "page.html").write_text(source, "utf-8")
    return renderer.render(Page(path="councils/hull/", template="page.html", context=context, kind="council"))


@pytest.mark.parametrize(
    ("path", "target", "link"),
    [
        ("", "councils/hull/", "councils/hull/index.html"),
        ("councils/hull/", "", "../../index.html"),
        ("councils/hull/", "/councils/hull/#health", "../../councils/hull/index.html#health"),
        ("councils/", "data/scores.csv", "../data/scores.csv"),
        ("404.html", "councils/", "/sub/councils/index.html"),
    ],
)
def test_links_are_relative_and_name_their_file(path: str, target: str, link: str) -> None:
    assert Address(path, SITE, ASSETS).href(target) == link


def test_canonical_and_assets() -> None:
    address = Address("councils/hull/", SITE, ASSETS)
    assert address.canonical == "https://example.org/sub/councils/hull/"
    assert address.asset("css/theme.css") == "../../assets/css/theme.css?v=12345678"
    assert file_of("") == "index.html"
    assert file_of("404.html") == "404.html"


def test_everything_is_escaped(renderer: Renderer, tmp_path: Path) -> None:
    assert draw(renderer, tmp_path, "{{ name }}", name="<b>&") == "&lt;b&gt;&amp;"


def test_a_gap_stops_the_build_with_file_and_line(renderer: Renderer, tmp_path: Path) -> None:
    with pytest.raises(ProsperityError) as caught:
        draw(renderer, tmp_path, "one\ntwo\n{{ absent }}\n")
    assert (caught.value.file, caught.value.line) == ("page.html", 3)
    assert "absent" in caught.value.problem
    assert caught.value.field == "page councils/hull/"


def test_a_syntax_error_names_file_and_line(renderer: Renderer, tmp_path: Path) -> None:
    with pytest.raises(ProsperityError) as caught:
        draw(renderer, tmp_path, "one\n{% if %}\n")
    assert (caught.value.file, caught.value.line) == ("page.html", 2)


def test_an_error_in_an_included_part_names_the_part(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "_part.html").write_text("\n{{ 1 / zero }}", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        draw(renderer, tmp_path, '{% include "_part.html" %}', zero=0)
    assert (caught.value.file, caught.value.line) == ("_part.html", 2)


def test_a_missing_template_is_named(renderer: Renderer) -> None:
    with pytest.raises(ProsperityError, match=r"nowhere\.html"):
        renderer.render(Page(path="", template="nowhere.html", context={}, kind="home"))
