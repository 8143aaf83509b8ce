"""A citation of another place, edition or address is found, on the page and in each file."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from generator.catalogue import store
from generator.catalogue.citation_file import load_citation
from generator.catalogue.settings import load_settings
from generator.errors import ProsperityError
from generator.export.release import Release
from generator.paths import PROJECT
from generator.render.assets import Assets
from generator.render.environment import Address, Renderer, cite_page, make_environment
from generator.site.cite_files import make_edition_files, make_report_files
from generator.verify.cited import check_citations, read_bibtex, read_ris
from generator.verify.public_tables import PublicTables

EDITION = store.load_edition(PROJECT)
SETTINGS = load_settings(PROJECT)
FILE = load_citation(PROJECT, EDITION, SETTINGS)
URL = "https://example.org/sub/"
PATH, NAME = "councils/ynys-mon/", "Ynys Môn & Co"
ASSETS = Assets({}, {})
PAGE = (
    '<link rel="canonical" href="{{ canonical }}">{% include "parts/_cite_meta.html" %}'
    '{% include "parts/_cite.html" %}'
)


def draw(tmp_path: Path, *, frozen: bool = False, **more: object) -> str:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    environment = make_environment([tmp_path, PROJECT.templates])
    renderer = Renderer(
        environment, ASSETS, Release(SETTINGS, EDITION, URL, frozen=frozen), citation_file=FILE
    )
    return renderer.render_template("page.html", PATH, {"cited": NAME, "share": True, **more})


@pytest.fixture
def tables(tmp_path: Path) -> PublicTables:
    root = tmp_path / "public"
    (root / "data").mkdir(parents=True)
    (root / "data/findings.csv").write_text("area_code,text\nX1,Words.\n", "utf-8")
    (root / "data/areas.csv").write_text(f"code,kind,slug,name\nX1,council,ynys-mon,{NAME}\n", "utf-8")
    (root / "data/clusters.csv").write_text("cluster,area_code\n", "utf-8")
    (root / "data/scores.csv").write_text("kind,area_code,area_name,node\n", "utf-8")
    manifest = {"title": SETTINGS.title, "edition": EDITION.name, "date": EDITION.date}
    (root / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (root / PATH).mkdir(parents=True)
    (root / PATH / "index.html").write_text(draw(tmp_path), "utf-8")
    for path, content in make_report_files(FILE, SETTINGS, EDITION, URL, path=PATH, name=NAME):
        (root / path).write_bytes(content)
    return PublicTables(root)


def test_what_the_build_makes_agrees(tables: PublicTables) -> None:
    assert list(check_citations(tables)) == []


def test_a_frozen_copy_is_cited_by_the_same_address(tables: PublicTables, tmp_path: Path) -> None:
    manifest = {"title": SETTINGS.title, "edition": EDITION.name, "date": EDITION.date, "frozen": True}
    (tables.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    # The page still says that it stands at the address of the latest edition.
    assert len(list(check_citations(tables))) > 0
    text = draw(tmp_path, frozen=True)
    (tables.folder / PATH / "index.html").write_text(text, "utf-8")
    assert list(check_citations(tables)) == []


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_citations(PublicTables(tmp_path))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "index.html",
            'citation_title" content="Ynys',
            'citation_title" content="Hull',
            "tag citation_title",
        ),
        ("index.html", 'content="2026/11/23"', 'content="2025/11/23"', "citation_publication_date"),
        ("index.html", 'DC.date" content="2026', 'DC.date" content="2025', "DC.date"),
        ("index.html", "Address: https://example.org/sub/editions/2026.1/", "Address: h/", "in words"),
        ("index.html", "Edition 2026.1, November", "Edition 2026.2, November", "in words"),
        ("index.html", 'DC.identifier" content="https', 'DC.identifier" content="http', "DC.identifier"),
        ("index.html", f"{URL}{PATH}", f"{URL}councils/hull/", "does not name its address"),
        ("cite.bib", r"M{\^o}n", "Mawr", "title in cite.bib"),
        ("cite.bib", "editions/2026.1/", "", "address in cite.bib"),
        ("cite.bib", "Edition 2026.1", "Edition 2026.2", "edition in cite.bib"),
        ("cite.ris", "2026/11/23", "2026/11/22", "date in cite.ris"),
        ("cite.ris", "ER  - ", "", "cite.ris cannot be read"),
        ("cite.json", '"edition": "2026.1"', '"edition": "2026"', "edition in cite.json"),
        ("cite.json", "[", "", "cite.json cannot be read"),
    ],
)
def test_what_is_of_another_page_or_edition_is_found(
    tables: PublicTables, file: str, old: str, new: str, told: str
) -> None:
    path = tables.folder / PATH / file
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8"))
    found = list(check_citations(tables))
    assert found and all(place == f"{PATH}index.html" for place, _ in found)
    assert any(told in problem for _, problem in found), found


def test_a_missing_file_is_found(tables: PublicTables) -> None:
    (tables.folder / PATH / "cite.ris").unlink()
    assert list(check_citations(tables)) == [(f"{PATH}index.html", "there is no cite.ris")]


def test_only_a_report_with_a_pdf_names_it(tmp_path: Path) -> None:
    assert "citation_pdf_url" not in draw(tmp_path)
    tag = f'<meta name="citation_pdf_url" content="{URL}{PATH}report.pdf">'
    assert tag in draw(tmp_path, has_pdf=True)


def test_what_stands_beside_no_page_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    environment = make_environment([tmp_path, PROJECT.templates])
    renderer = Renderer(environment, ASSETS, Release(SETTINGS, EDITION, URL), citation_file=FILE)
    text = renderer.render_template("page.html", "indicators/x/", {"cited": "X"})
    assert "cite.ris" not in text and "ER  - " in text


def test_the_page_shows_what_the_files_hold(tmp_path: Path, tables: PublicTables) -> None:
    shown = [html.unescape(text) for text in re.findall(r"<code>(.*?)</code>", draw(tmp_path), re.DOTALL)]
    folder = tables.folder / PATH
    files = [(folder / name).read_text("utf-8") for name in ("cite.bib", "cite.ris", "cite.json")]
    assert [text.replace("\r\n", "\n") for text in shown] == files
    assert b"\r\n" in (folder / "cite.ris").read_bytes()


def test_the_data_of_the_edition_has_files_of_its_own() -> None:
    files = dict(make_edition_files(FILE, SETTINGS, EDITION, URL))
    assert set(files) == {"cite/cite.bib", "cite/cite.ris", "cite/cite.json"}
    assert b"TY  - DATA\r\n" in files["cite/cite.ris"]
    assert f"{URL}editions/{EDITION.name}/data/".encode() in files["cite/cite.bib"]


def test_readers_refuse_what_is_no_record() -> None:
    with pytest.raises(ValueError, match="no whole record"):
        read_ris("TY  - RPRT\r\n")
    with pytest.raises(LookupError):
        read_bibtex("@misc{a,\n}\n")


def test_without_a_citation_file_nothing_can_be_cited() -> None:
    with pytest.raises(ProsperityError, match="nothing to take a citation from"):
        cite_page(None, SETTINGS, EDITION, Address("", URL, ASSETS), name="")
