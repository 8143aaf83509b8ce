"""An address of the site that leads nowhere is found wherever it is named, and no other is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from xlsxwriter import Workbook

from generator.site.manifest import list_files
from generator.verify.checks import check_site

HOME = "https://own.invalid/sub/"
STAYS = f"{HOME}editions/2026.1/"
PAGE = (
    '<!doctype html><html lang="en-GB"><head><title>{title}</title><meta name="description" content="About.">'
    '{head}</head><body><h1 id="top">{title}</h1>{body}</body></html>'
)
UNLISTED = '<meta name="robots" content="noindex">'
STAND_IN = PAGE.format(title="Hull", head=UNLISTED, body='<a href="../../../hull/index.html">Now</a>')


def write(folder: Path, path: str, content: str | bytes) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)


def stamp(folder: Path, address: str, *, frozen: bool = False) -> None:
    """Write the manifest of a site, or of what stands under ``editions/``."""
    (folder / "manifest.json").unlink(missing_ok=True)
    paths = {file.relative_to(folder).as_posix(): file for file in list_files(folder)}
    files = {
        path: hashlib.sha256(file.read_bytes()).hexdigest()
        for path, file in paths.items()
        if not path.startswith("editions/")
    }
    told = {"edition": "2026.1", "address": address, "frozen": frozen, "files": files}
    write(folder, "manifest.json", json.dumps(told))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, "index.html", PAGE.format(title="Home", head="", body=""))
    write(tmp_path, "hull/index.html", PAGE.format(title="Hull", head="", body='<p id="health">Well.</p>'))
    write(tmp_path, "hull/data.csv", "a\n1\n")
    write(tmp_path, "editions/2026.1/hull/index.html", STAND_IN)
    home = STAND_IN.replace("../../../hull/", "../../")
    write(tmp_path, "editions/2026.1/index.html", home)
    return tmp_path


def check(site: Path) -> list[tuple[str, str, str]]:
    if (site / "editions/2026.1").is_dir():
        stamp(site / "editions/2026.1", STAYS)
    stamp(site, HOME)
    return [(fault.rule, fault.path, fault.detail) for fault in check_site(site)]


def make_workbook(address: str) -> bytes:
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_url(0, 0, address, string="Report")
    return stream.getvalue()


def make_paper(address: str) -> bytes:
    """Return a PDF of one empty sheet with one link."""
    stream = BytesIO()
    with pikepdf.new() as document:
        sheet = document.add_blank_page()
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
        )
        sheet.obj.Annots = pikepdf.Array([document.make_indirect(mark)])
        document.save(stream)
    return stream.getvalue()


def put_head(head: str) -> str:
    return PAGE.format(title="A", head=head, body="")


def put_body(body: str) -> str:
    return PAGE.format(title="A", head="", body=body)


# How each kind of file names an address.
NAMED: dict[str, Callable[[str], str | bytes]] = {
    "link.html": lambda to: put_body(f'<a href="{to}">x</a>'),
    "words.html": lambda to: put_body(f"<p>Index (2026). Hull. Address: {to}</p>"),
    "sentence.html": lambda to: put_body(f"<p>See {to}.</p>"),
    "canonical.html": lambda to: put_head(f'<link rel="canonical" href="{to}">'),
    "tag.html": lambda to: put_head(f'<meta name="citation_public_url" content="{to}">'),
    "embed.html": lambda to: put_body(f"<p><code>&lt;iframe src=&#34;{to}&#34;&gt;</code></p>"),
    "linked.html": lambda to: put_head(f'<script type="application/ld+json">{{"url":"{to}"}}</script>'),
    "cite.bib": lambda to: f'@misc{{a,\n  url = "{to}",\n}}\n',
    "cite.ris": lambda to: f"TY  - RPRT\r\nUR  - {to}\r\nER  - \r\n",
    "cite.json": lambda to: json.dumps([{"URL": to}]),
    "CITATION.cff": lambda to: f"url: {to}\n",
    "brief.md": lambda to: f"- Full report: <{to}>\n",
    "feed.xml": lambda to: f'<feed><link href="{to}"/></feed>',
    "sitemap.xml": lambda to: f"<urlset><url><loc>{to}</loc></url></urlset>",
    "robots.txt": lambda to: f"Sitemap: {to}\n",
    "api/v1/list.json": lambda to: json.dumps({"links": {"page": to}}),
    "data.csv": lambda to: f"a,b\n1,{to}\n",
    "assets/js/x.js": lambda to: f'window.x="{to}";\n',
    "data.xlsx": make_workbook,
    "leaflet.pdf": make_paper,
}
LIVE = ("", "hull/", "hull/data.csv", "editions/2026.1/hull/")
DEAD = ("gone/", "hull/gone.csv", "editions/2026.1/gone/", "editions/2026.1/hull/data.csv", "hull")


@pytest.mark.parametrize("name", NAMED)
def test_an_address_that_leads_nowhere_is_found_in_each_kind_of_file(site: Path, name: str) -> None:
    for path in LIVE:
        write(site, name, NAMED[name](HOME + path))
        assert check(site) == [], path
    for path in DEAD:
        write(site, name, NAMED[name](HOME + path))
        assert check(site) == [("link", name, f"{HOME}{path}: leads to no file")], path


@pytest.mark.parametrize("name", ["link.html", "leaflet.pdf"])
def test_a_link_to_a_part_that_a_page_lacks_is_found(site: Path, name: str) -> None:
    # The stand-in has none of its own: it leads on to those of the page.
    for path in ("hull/#health", "editions/2026.1/hull/#health", "hull/?a=b#health", "hull/#q=1"):
        write(site, name, NAMED[name](HOME + path))
        assert check(site) == [], path
    for path in ("hull/#wealth", "editions/2026.1/hull/#wealth"):
        write(site, name, NAMED[name](HOME + path))
        assert check(site) == [("link", name, f"{HOME}{path}: there is no such place on the page")]


def test_what_only_looks_like_an_own_address_is_left_alone(site: Path) -> None:
    others = (
        "https://own.invalid/other/gone/",
        "http://own.invalid/sub/gone/",
        "https://publisher.invalid/x",
    )
    for address in others:
        for name in ("link.html", "leaflet.pdf", "cite.bib"):
            write(site, name, NAMED[name](address))
    # An identifier of a thing, and an address for any code.
    write(site, "thing.html", NAMED["linked.html"](f"{HOME}hull/#place"))
    write(site, "api/v1/list.json", NAMED["api/v1/list.json"](f"{HOME}api/v1/areas/<code>.json"))
    assert [fault for fault in check(site) if fault[0] == "link"] == []


def test_stand_ins_are_read_as_pages(site: Path) -> None:
    page = "editions/2026.1/hull/index.html"
    write(site, page, STAND_IN.replace("hull/index.html", "gone/index.html"))
    assert check(site) == [("link", page, "../../../gone/index.html: leads to no file")]
    write(site, page, STAND_IN.replace("Now", "nan"))
    assert [fault[:2] for fault in check(site)] == [("words", page)]


def test_a_stand_in_that_was_changed_lost_or_added_is_found(site: Path) -> None:
    assert check(site) == []
    write(site, "editions/2026.1/hull/index.html", STAND_IN + "\n")
    write(site, "editions/2026.1/new.txt", "x")
    assert [(fault.rule, fault.path) for fault in check_site(site)] == [
        ("manifest", "editions/2026.1/hull/index.html"),
        ("manifest", "editions/2026.1/new.txt"),
    ]


def test_what_the_frozen_copy_of_the_same_edition_names_is_looked_up_in_the_whole_site(site: Path) -> None:
    copy = site / "editions/2026.1"
    # Its pages are read by themselves, so the link to a file that it lacks is not seen here.
    body = f'<a href="gone.html">x</a> {HOME}hull/data.csv {HOME}feed.xml'
    write(copy, "hull/index.html", PAGE.format(title="Hull", head="", body=body))
    write(copy, "hull/report.pdf", make_paper(f"{STAYS}work/"))
    stamp(copy, STAYS, frozen=True)
    stamp(site, HOME)
    assert [(fault.path, fault.detail) for fault in check_site(site)] == [
        ("editions/2026.1/hull/index.html", f"{HOME}feed.xml: leads to no file"),
        ("editions/2026.1/hull/report.pdf", f"{STAYS}work/: leads to no file"),
    ]


def test_a_closed_edition_is_not_held_to_what_the_site_has_today(site: Path) -> None:
    copy = site / "editions/2025.1"
    write(copy, "index.html", PAGE.format(title="Then", head="", body=f"{HOME}gone/"))
    stamp(copy, f"{HOME}editions/2025.1/", frozen=True)
    assert check(site) == []


def test_a_frozen_copy_by_itself_has_its_own_address(site: Path) -> None:
    copy = site / "editions/2026.1"
    write(copy, "index.html", PAGE.format(title="Home", head="", body=f"{HOME}gone/ {STAYS}hull/"))
    write(copy, "hull/index.html", PAGE.format(title="Hull", head="", body=f"{STAYS}gone/"))
    stamp(copy, STAYS, frozen=True)
    assert [(fault.path, fault.detail) for fault in check_site(copy)] == [
        ("hull/index.html", f"{STAYS}gone/: leads to no file")
    ]


def test_a_site_that_does_not_tell_its_address_cannot_be_checked_for_it(site: Path) -> None:
    stamp(site / "editions/2026.1", STAYS)
    stamp(site, "")
    assert [(fault.rule, fault.detail) for fault in check_site(site)] == [
        ("manifest", "does not tell the address of the site")
    ]
