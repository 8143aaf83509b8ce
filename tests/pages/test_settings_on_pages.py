"""Other settings are on every page and in every file, and those of the project nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast

import openpyxl
import pikepdf
import pytest
from little_site import draw, make_site, make_tables

from generator.catalogue.citation_file import Author, CitationFile, load_citation
from generator.catalogue.settings import Settings, load_settings
from generator.export.columns import TABLES, load_tables
from generator.export.release import Release
from generator.files.kept_files import KeptFiles
from generator.pages.brief import make_brief
from generator.pages.share import word_general_card
from generator.pages.site import Site
from generator.paper.papers import open_press
from generator.paths import PROJECT
from generator.prose.prose import build_prose
from generator.prose.settings_words import CONTACT_MARK, REPOSITORY_MARK, TITLE_MARK, gather_settings
from generator.render.environment import Renderer
from generator.site.brief_files import make_brief_file, render_alone
from generator.site.build import choose_pages, open_drawer
from generator.site.cite_files import make_edition_files
from generator.site.listings import make_feed
from generator.site.manifest import make_manifest
from generator.site.report_files import ReportFiles, plan_report_files
from generator.site.stand_ins import TEMPLATE as STAND_IN

OLD = load_settings(PROJECT)
OTHER = Settings(
    title='Our "Towns"',
    contributors="The town clerks",
    address="https://towns.test/index/",
    repository="https://code.test/towns",
    contact="clerks@towns.test",
    language="cy",
)
OLD_WORDS = (
    *(OLD.title, OLD.contributors, OLD.address, OLD.address.split("/")[2]),
    *(OLD.language, OLD.language.replace("-", "_"), "british"),
)
REPORT = "councils/blackpool/"
PATHS = (
    *("", "404.html", REPORT, f"{REPORT}brief/", f"embed/{REPORT}", "clusters/red-wall/"),
    *("pillars/health/", "indicators/smoking/", "rankings/", "weights/"),
)
DESCRIBED = load_tables(PROJECT.templates / TABLES)


@pytest.fixture(scope="module")
def other(site: Site) -> Site:
    return replace(site, settings=OTHER, words=replace(site.words, title=OTHER.title))


@pytest.fixture(scope="module")
def citation(site: Site) -> CitationFile:
    committed = load_citation(PROJECT, site.edition, OLD)
    return committed.model_copy(update={"title": OTHER.title, "authors": (Author(name=OTHER.contributors),)})


@pytest.fixture(scope="module")
def renderer(other: Site, citation: CitationFile) -> Renderer:
    release = Release(OTHER, other.edition, OTHER.address)
    return open_drawer(
        other, (), PROJECT, release, described=DESCRIBED, citation=citation, cards=False
    ).renderer


@pytest.fixture(scope="module")
def texts(other: Site, citation: CitationFile, renderer: Renderer) -> Mapping[str, str]:
    """What is made of each kind, as text by name."""
    release = renderer.release
    drawer = open_drawer(other, (), PROJECT, release, described=DESCRIBED, citation=citation, cards=False)
    made: dict[str, str | bytes] = {
        page.path or "index.html": renderer.render(page) for page in choose_pages(drawer.pages, PATHS)
    }
    made["stand_in.html"] = renderer.render_template(STAND_IN, "editions/x/", {"target": ""})
    blackpool = next(one for one in other.councils if one.slug == "blackpool")
    brief = make_brief(other, blackpool)
    made["brief.html"] = render_alone(other, brief, citation, OTHER.address, paths=PROJECT)
    made |= dict(make_brief_file(other, blackpool, citation, OTHER.address, paths=PROJECT))
    made |= dict(make_edition_files(citation, OTHER, other.edition, OTHER.address))
    made["feed.xml"] = make_feed(OTHER, other.edition, site_url=OTHER.address, summary="All.")
    made["manifest.json"] = make_manifest(
        OTHER, other.edition, address=OTHER.address, data_cut="", code_hash="", hashes={}
    )
    made["card"] = repr(word_general_card(other))
    made |= {name: content for name, content in drawer.assets.content.items() if name.endswith(".css")}
    return {name: text if isinstance(text, str) else text.decode("utf-8") for name, text in made.items()}


def test_nothing_names_the_settings_of_the_project(texts: Mapping[str, str]) -> None:
    assert {name: word for name, text in texts.items() for word in OLD_WORDS if word in text} == {}


def test_pages_files_and_feed_name_the_new_ones(texts: Mapping[str, str]) -> None:
    escaped = "Our &#34;Towns&#34;"
    for path in (*PATHS, "stand_in.html", "brief.html"):
        page = texts[path or "index.html"]
        assert escaped in page and '<html lang="cy"' in page, path
        assert path in ("404.html", "brief.html") or f'href="{OTHER.address}' in page, path
    assert f'"publisher":{{"@type":"Organization","name":"{OTHER.contributors}"' in texts[REPORT]
    assert '"inLanguage":"cy"' in texts[REPORT] and 'og:locale" content="cy"' in texts[REPORT]
    assert f'DC.publisher" content="{OTHER.contributors}"' in texts[REPORT]
    assert '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="cy">' in texts["feed.xml"]
    assert f"<author><name>{OTHER.contributors}</name></author>" in texts["feed.xml"]
    assert 'language = "welsh"' in texts["cite/cite.bib"]
    assert f"PB  - {OTHER.contributors}" in texts["cite/cite.ris"]
    assert '"language": "cy"' in texts["cite/cite.json"]
    assert f"The {OTHER.title} measures" in texts[f"{REPORT}brief/brief.md"]
    assert 'content:"Our \\"Towns\\". It describes places' in texts["css/print.css"]


def test_a_report_on_paper_names_them(other: Site, texts: Mapping[str, str]) -> None:
    press = open_press(PROJECT, OTHER, other.edition, base=f"{OTHER.address}editions/x/")
    with pikepdf.open(BytesIO(press.make(REPORT, texts[REPORT]))) as paper:
        assert str(paper.Root.Lang) == "cy"
        assert str(paper.docinfo["/Author"]) == OTHER.contributors
        assert OTHER.title in str(paper.docinfo["/Title"])


def test_the_files_beside_a_report_name_them(tmp_path: Path) -> None:
    little = make_site()
    little.settings = OTHER
    shared = ReportFiles(OTHER.address, DESCRIBED.report, KeptFiles(tmp_path, ".xlsx"))
    (make,) = plan_report_files(cast(Site, little), make_tables()["scores"], shared).values()
    files = {Path(path).name: content for path, content in make()}
    assert '"Our \\"Towns\\""' in str(files["data.json"])
    book = openpyxl.load_workbook(BytesIO(cast(bytes, files["data.xlsx"])))
    assert (book.properties.creator, book.custom_doc_props["Language"].value) == (OTHER.contributors, "cy")
    cover = " ".join(str(cell.value) for row in book["Cover"] for cell in row)
    assert OTHER.title in cover and f"{OTHER.address}corrections/" in cover


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            OTHER,
            (
                '<p>Our "Towns"</p>',
                '<a href="https://code.test/towns">public repository</a>',
                '<a href="mailto:clerks@towns.test">clerks@towns.test</a>',
            ),
        ),
        (
            OTHER.model_copy(update={"contact": "", "repository": ""}),
            ("This copy of the site names no repository.", "This copy of the site names no contact:"),
        ),
    ],
)
def test_written_pages_tell_repository_and_contact_or_that_there_is_none(
    tmp_path: Path, renderer: Renderer, other: Site, settings: Settings, told: tuple[str, ...]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(
        f"# A\n\n{TITLE_MARK}\n\n{REPOSITORY_MARK}\n\n{CONTACT_MARK}\n", "utf-8"
    )
    (tmp_path / "theme").symlink_to(PROJECT.site / "theme")
    (tmp_path / "mkdocs.yml").write_bytes((PROJECT.site / "mkdocs.yml").read_bytes())
    inserts = {mark: draw(sheet) for mark, sheet in gather_settings(settings).items()}
    ((_, page),) = build_prose(tmp_path, other.words.bands, renderer=renderer, generated={}, inserts=inserts)
    assert [words for words in told if words not in page] == []
    assert [word for word in OLD_WORDS if word in page] == []


def test_the_pages_that_ask_for_reports_name_the_contact() -> None:
    docs = PROJECT.site / "docs"
    for name in ("corrections.md", "accessibility.md"):
        assert CONTACT_MARK in (docs / name).read_text("utf-8"), name
