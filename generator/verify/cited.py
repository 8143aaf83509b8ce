"""Holds what reports say of their citation against the manifest and the address of the page.

The path is independent of the one that made them: it reads the built page and the files beside it.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from generator.verify.evidence import Row
from generator.verify.public_tables import PublicTables
from generator.verify.report_sentences import list_reports

FILES = ("cite.bib", "cite.ris", "cite.json")
_META = re.compile(r'<meta name="((?:citation_|DC\.)[^"]+)" content="([^"]*)">')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
_PLAIN = re.compile(r'<p data-copy="Copy citation"[^>]*>([^<]+)</p>')
_BIBTEX = re.compile(r'^  (\w+) = "?(.*?)"?,?$', re.MULTILINE)
_LATEX = re.compile(r"[{}\\`'^~\"-]")


def check_citations(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield report and problem where a citation is not of this page in this edition.

    A site without the table of findings has no reports to check.
    """
    if not tables.findings:
        return
    manifest = json.loads((tables.folder / "manifest.json").read_text("utf-8"))
    titles = {code: area["name"] for code, area in tables.areas.items()}
    titles |= {slug: title for title, slug in tables.clusters.items()}
    for subject, page in list_reports(tables):
        if page.is_file():
            place = page.relative_to(tables.folder).as_posix()
            for problem in check_report(page, manifest, name=titles.get(subject, ""), folder=tables.folder):
                yield place, problem


def check_report(page: Path, manifest: Row, *, name: str, folder: Path) -> Iterator[str]:
    """Yield what is wrong with the tags, the words and the files of one report.

    Args:
        page: its file.
        manifest: of the site: title, name and date of the edition.
        name: of the place, which the citation must hold.
        folder: of the site.
    """
    text = page.read_text("utf-8")
    canonical = _CANONICAL.search(text)
    path = page.parent.relative_to(folder).as_posix() + "/"
    if canonical is None or not canonical[1].endswith(f"/{path}"):
        yield "the page does not name its address"
        return
    # The pages of a frozen copy stand at their permanent address already.
    address = (
        canonical[1]
        if manifest.get("frozen")
        else f"{canonical[1].removesuffix(path)}editions/{manifest['edition']}/{path}"
    )
    tags = {key: html.unescape(value) for key, value in _META.findall(text)}
    title, date = f"{name}: {manifest['title']}", manifest["date"]
    wanted = {
        "citation_title": title,
        "citation_publication_date": date.replace("-", "/"),
        "citation_public_url": address,
        "citation_technical_report_number": manifest["edition"],
        "DC.title": title,
        "DC.date": date,
        "DC.identifier": address,
    }
    for key, value in wanted.items():
        if tags.get(key) != value:
            yield f"the tag {key} is {tags.get(key)!r}, not {value!r}"
    plain = _PLAIN.search(text)
    words = html.unescape(plain[1]) if plain else ""
    start = f"{manifest['title']} ({date[:4]}). {name}. Edition {manifest['edition']}, "
    if not (words.startswith(start) and words.endswith(f" Address: {address}")):
        yield f"the citation in words is {words!r}"
    for file in FILES:
        yield from check_file(page.parent / file, title, address, edition=manifest["edition"], date=date)


def check_file(file: Path, title: str, address: str, *, edition: str, date: str) -> Iterator[str]:
    """Yield what is wrong with one file for reference managers: title, address, edition or date."""
    if not file.is_file():
        yield f"there is no {file.name}"
        return
    text = file.read_bytes().decode("utf-8")
    try:
        found = READERS[file.suffix](text)
    except (ValueError, LookupError, TypeError):
        yield f"{file.name} cannot be read"
        return
    wanted = (simplify(title), address, edition, date if file.suffix != ".bib" else date[:4])
    for what, given, right in zip(("title", "address", "edition", "date"), found, wanted, strict=True):
        if given != right:
            yield f"the {what} in {file.name} is {given!r}, not {right!r}"


def read_bibtex(text: str) -> tuple[str, str, str, str]:
    """Return title, address, edition and year of the one entry."""
    found = dict(_BIBTEX.findall(text))
    return simplify(found["title"]), found["url"], found["number"].strip("{}").split()[-1], found["year"]


def read_ris(text: str) -> tuple[str, str, str, str]:
    """Return title, address, edition and ISO date of the one record."""
    if not (text.startswith("TY  - ") and text.endswith("\r\nER  - \r\n")):
        raise ValueError("no whole record")
    found = {line[:2]: line[6:] for line in text.split("\r\n")}
    return simplify(found["TI"]), found["UR"], found["ET"], found["DA"].replace("/", "-")


def read_csl(text: str) -> tuple[str, str, str, str]:
    """Return title, address, edition and ISO date of the one item."""
    (item,) = json.loads(text)
    (parts,) = item["issued"]["date-parts"]
    day = "-".join(f"{part:02}" for part in parts)
    return simplify(item["title"]), item["URL"], item["edition"], day


def simplify(title: str) -> str:
    """Return a title without what BibTeX writes otherwise: braces, commands and accents."""
    letters = unicodedata.normalize("NFKD", _LATEX.sub("", title.replace("’", "")))
    return letters.encode("ascii", "ignore").decode()


READERS = {".bib": read_bibtex, ".ris": read_ris, ".json": read_csl}
