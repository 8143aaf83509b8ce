"""Reads the reports on paper as a stern reader would: what they say, and what they tell a screen reader.

A report says what its page says: the text drawn from the PDF is the text of the page, block by block. What is
left over is the furniture of the sheet (checked too), repeated heads of tables, and the letters in charts.
And it is a document that can be read aloud: tagged, with language, title, bookmarks, and words for every
chart (PDF/UA-1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.ours import MANIFEST
from generator.publish.paper_charts import ChartStyle
from generator.publish.paper_tree import Node, PaperReader, list_nodes, list_texts
from generator.publish.papers import PAPER

LEAD = "It describes places; it does not grade councils."
BETWEEN = "·"
"""What stands between the items of a list that runs on one line."""
LETTERS = re.compile(r"<text[^>]*>([^<]*)</text>")
SPACE = re.compile(r"\s+")
# A hyphen at the end of a line is told as this by the reader of PDFs.
LINE_HYPHEN = "\x02"
PART = "http://www.aiim.org/pdfua/ns/id/"


@dataclass(frozen=True)
class PaperFault:
    """What is wrong with a report on paper."""

    path: str
    detail: str


def check_papers(folder: Path, paths: Iterable[str]) -> Iterator[PaperFault]:
    """Yield what is wrong with the reports on paper at ``paths`` under a site's folder."""
    edition = read_edition(folder)
    for path in paths:
        page = (folder / path).with_name("index.html")
        if not page.is_file():
            yield PaperFault(path, "a report on paper without a page")
            continue
        address = path.removesuffix(PAPER)
        for detail in check_paper((folder / path).read_bytes(), page.read_text("utf-8"), address, edition):
            yield PaperFault(path, detail)


def read_edition(folder: Path) -> str:
    """Return the name of the edition of a site, empty where nothing says it."""
    try:
        return str(json.loads((folder / MANIFEST).read_text("utf-8"))["edition"])
    except (OSError, ValueError, KeyError):
        return ""


def check_paper(content: bytes, page: str, address: str, edition: str) -> Iterator[str]:
    """Yield what is wrong with one report.

    Args:
        content: of the PDF.
        page: HTML of its page.
        address: of the page under the site root.
        edition: its name.
    """
    # Colours do not matter here, and of links only their words.
    read = PaperReader(ChartStyle(()), "").read(page, address)
    yield from check_document(content, read)
    try:
        pages = list(strip_furniture(read_pages(content), read["name"], address, edition))
    except ValueError as problem:
        yield str(problem)
        return
    yield from compare_words("".join(pages), read["main"])


def check_document(content: bytes, read: dict[str, Any]) -> Iterator[str]:
    """Yield what the document lacks for a reader who does not see it."""
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(content)) as document:
        root: Any = document.Root
        if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
            yield "it is not tagged"
        if str(root.get("/Lang", "")) != read["lang"]:
            yield f"its language is {str(root.get('/Lang', ''))!r}, that of the page {read['lang']!r}"
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield "a viewer would show the name of the file in place of the title"
        with document.open_metadata() as told:
            if told.get("dc:title") != read["title"]:
                yield f"its title is {told.get('dc:title')!r}, that of the page {read['title']!r}"
            if told.get(f"{{{PART}}}part") != "1":
                yield "it does not say that it is PDF/UA-1"
        with document.open_outline() as outline:
            if not outline.root:
                yield "it has no bookmarks"
        figures = [item for item in document.objects if is_figure(item)]
        silent = sum(not str(figure.get("/Alt", "")).strip() for figure in figures)
        if silent:
            yield f"{silent} of its {len(figures)} charts have no words"
        charts = sum(not decorates(node) for node in list_nodes(read["main"]) if node["t"] == "svg")
        expected = charts + (read["map"] is not None)
        if len(figures) != expected:
            yield f"it has {len(figures)} charts, its page {expected}"


def is_figure(item: Any) -> bool:
    """Say whether an object of a PDF is the tag of a picture."""
    import pikepdf

    return isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"


def decorates(node: Node) -> bool:
    """Say whether a chart is the mark of a key, whose words stand beside it."""
    return any(name.endswith("-key") for name in node["c"])


def read_pages(content: bytes) -> list[str]:
    """Return the text of each sheet, in the order of its content."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return [sheet.get_textpage().get_text_bounded() for sheet in document]
    finally:
        document.close()


def squeeze(text: str) -> str:
    """Return a text without white space, in which lines break as they may."""
    return SPACE.sub("", text.replace(LINE_HYPHEN, "-"))


def strip_furniture(pages: list[str], name: str, address: str, edition: str) -> Iterator[str]:
    """Yield the squeezed text of each sheet without head and foot.

    Raises:
        ValueError: the head or the foot of a sheet is not what it should be.
    """
    for number, text in enumerate(pages, 1):
        squeezed = squeeze(text)
        head = re.match(rf".*?{re.escape(squeeze(f'{name} · Edition {edition}'))}", squeezed)
        link = rf"{re.escape(squeeze(LEAD))}(\S+)Page{number}of{len(pages)}$"
        foot = re.search(link, squeezed)
        if head is None or foot is None:
            raise ValueError(f"sheet {number} lacks its head or its foot")
        if not foot[1].endswith(f"/editions/{edition}/{address}"):
            raise ValueError(f"sheet {number} gives the address {foot[1]}")
        yield squeezed[head.end() : foot.start()]


def compare_words(told: str, main: list[Node | str]) -> Iterator[str]:
    """Yield where the squeezed text of a report is not the text of its page.

    Blocks follow each other as on the page, but where two columns run on to the next sheet: there the second
    column of the first sheet comes before the first of the next. So a block that is not ahead may lie behind,
    in text that no other block has taken.
    """
    taken = bytearray(len(told))
    place = 0
    for text in list_texts(main):
        wanted = squeeze(text)
        found = told.find(wanted, place)
        if found < 0:
            found = find_behind(told, wanted, taken)
        if found < 0:
            yield f"it does not say: {text[:90]!r}"
            continue
        place = found + len(wanted)
        taken[found:place] = b"\x01" * len(wanted)
    allowed = sorted(list_additions(main), key=len, reverse=True)
    for rest in list_left(told, taken):
        for words in allowed:
            rest = rest.replace(words, "")
        if rest:
            yield f"it says what its page does not: {rest[:90]!r}"


def find_behind(told: str, wanted: str, taken: bytearray) -> int:
    """Return where a text stands that nothing has taken yet, -1 for nowhere."""
    found = told.find(wanted)
    while found >= 0 and any(taken[found : found + len(wanted)]):
        found = told.find(wanted, found + 1)
    return found


def list_left(told: str, taken: bytearray) -> Iterator[str]:
    """Yield each run of text that nothing has taken."""
    for found in re.finditer(rb"\x00+", bytes(taken)):
        yield told[found.start() : found.end()]


def list_additions(main: list[Node | str]) -> set[str]:
    """Return what may stand on paper beyond the words of the page, squeezed."""
    nodes = list(list_nodes(main))
    letters = {
        squeeze(words) for node in nodes if node["t"] == "svg" for words in LETTERS.findall(node["svg"])
    }
    heads = {squeeze("".join(list_texts(node["k"]))) for node in nodes if node["t"] == "thead"}
    notes = {squeeze(node["note"]) for node in nodes if "note" in node}
    return {BETWEEN, *letters, *heads, *notes} - {""}
