"""Written pages: links that work from a folder, framed tables, strictness about links."""

from __future__ import annotations

from pathlib import Path

import pytest
from little_site import BAND_WORDS, SETTINGS

from generator.catalogue.records import Edition
from generator.errors import ProsperityError
from generator.export.release import Release
from generator.prose.prose import build_prose, describe, dress_content, resolve_link
from generator.render.assets import Assets
from generator.render.environment import Renderer, make_environment

MKDOCS = """
docs_dir: docs
theme: {name: null, custom_dir: theme}
plugins: []
strict: true
markdown_extensions: [tables, attr_list]
validation: {links: {absolute_links: ignore, unrecognized_links: ignore, anchors: warn}}
"""
MAIN = "{{ path }}|{{ section }}|{{ title }}|{{ description }}|{{ content }}|{{ href('') }}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "theme").mkdir()
    (tmp_path / "docs/method").mkdir(parents=True)
    (tmp_path / "theme/main.html").write_text(MAIN, "utf-8")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (tmp_path / "docs/about.md").write_text(
        "# About & more\n\nFirst *words*.\n\n[Method](method/index.md#steps)\n", "utf-8"
    )
    (tmp_path / "docs/method/index.md").write_text(
        "# Method\n\n## Steps\n\n[Hull](/councils/hull/#health)\n", "utf-8"
    )
    return tmp_path


def build(site: Path, inserts: dict[str, str] | None = None, **generated: str) -> dict[str, str]:
    edition = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
    environment = make_environment([site / "theme"])
    renderer = Renderer(environment, Assets({}, {}), Release(SETTINGS, edition, "https://example.org/"))
    files = {f"{name}.md": text for name, text in generated.items()}
    return dict(build_prose(site, BAND_WORDS, renderer=renderer, generated=files, inserts=inserts))


def test_pages_are_drawn_with_our_templates_and_links(site: Path) -> None:
    pages = build(site, changes="# Changes\n\n[About](about.md)\n")
    assert list(pages) == ["about/", "changes/", "method/"]
    about = pages["about/"]
    assert about.startswith("about/|about|About &amp; more|First words.|")
    assert 'href="../method/index.html#steps"' in about
    assert about.endswith("|../index.html")
    assert 'href="../councils/hull/index.html#health"' in pages["method/"]
    assert 'href="../about/index.html"' in pages["changes/"]


def test_what_is_made_from_data_takes_the_place_of_its_mark(site: Path) -> None:
    (site / "docs/data.md").write_text("# Data\n\n<!-- files -->\n\nAfter.\n", "utf-8")
    pages = build(site, inserts={"<!-- files -->": "| File |\n|---|\n| [a](/data/a.csv) |"})
    assert '<td><a href="../data/a.csv">a</a></td>' in pages["data/"]
    assert "<p>After.</p>" in pages["data/"]


def test_a_mark_that_stands_in_no_page_is_refused(site: Path) -> None:
    with pytest.raises(ProsperityError, match="no written page has the mark <!-- files -->"):
        build(site, inserts={"<!-- files -->": "x"})


def test_the_same_text_gives_the_same_pages(site: Path) -> None:
    assert build(site) == build(site)


def test_a_link_to_a_page_that_is_not_there_is_refused(site: Path) -> None:
    (site / "docs/more.md").write_text("# More\n\n[x](nowhere.md)\n", "utf-8")
    with pytest.raises(ProsperityError, match=r"nowhere\.md"):
        build(site)


def test_a_link_to_a_heading_that_is_not_there_is_refused(site: Path) -> None:
    (site / "docs/more.md").write_text("# More\n\n[x](about.md#gone)\n", "utf-8")
    with pytest.raises(ProsperityError, match="gone"):
        build(site)


def test_a_page_cannot_be_written_and_generated(site: Path) -> None:
    with pytest.raises(ProsperityError, match="both written and generated"):
        build(site, about="# About")


@pytest.mark.parametrize(
    ("link", "resolved"),
    [
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("#here", "#here"),
        ("../method/", "../method/index.html"),
        ("../method/#steps", "../method/index.html#steps"),
        ("..", "../index.html"),
        ("../data/scores.csv", "../data/scores.csv"),
        ("/councils/", "R/councils/"),
    ],
)
def test_links_name_their_file(link: str, resolved: str) -> None:
    assert resolve_link(link, href=lambda target: "R" + target) == resolved


def test_tables_get_a_frame_a_name_and_scopes_but_no_style() -> None:
    table = (
        '<table><tr><th>A &amp; b</th><th style="text-align: right;">N</th></tr><tr><td>1</td></tr></table>'
    )
    dressed = dress_content(table, href=str)
    assert 'role="region" aria-label="Table 1: A &amp; b, N"' in dressed
    assert '<th scope="col" class="num">N</th>' in dressed
    assert "style=" not in dressed


def test_a_description_is_the_first_paragraph_cut_at_a_word() -> None:
    assert describe("<h1>T</h1><p>One <b>two</b> &amp; three.</p><p>Four.</p>") == "One two & three."
    long = describe(f"<p>{'word ' * 60}</p>")
    assert len(long) <= 160
    assert long.endswith("word…")
    assert describe("<h1>T</h1>") == ""
