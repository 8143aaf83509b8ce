"""Reads the reports on paper as a stern reader would: what they say, and what they tell a screen reader.

A report says what its page says: the text drawn from the PDF is the text of the page, block by block. What is
left over is the furniture of the sheet (checked too, with the code that leads to the same address), repeated
heads of tables, and the letters in charts.
And it is a document that can be read aloud: tagged, with language, title, bookmarks, and words for every
chart (PDF/UA-1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.export.release import PAPER
from generator.files.ours import EDITIONS, MANIFEST
from generator.paper.paper_charts import ChartStyle
from generator.paper.paper_tree import Node, PaperReader, list_nodes, list_texts
from generator.paper.papers import make_code

LEAD = "It describes places; it does not grade councils."
BETWEEN = "·"
"""What stands between the items of a list that runs on one line."""
LETTERS = re.compile(r"<text[^>]*>([^<]*)</text>")
SPACE = re.compile(r"\s+")
# A hyphen at the end of a line is told as this by the reader of PDFs.
LINE_HYPHEN = "\x02"
PART = "http://www.aiim.org/pdfua/ns/id/"
MILLIMETRE = 72 / 25.4
CODE_ROOM = (31.5, 17.0, 23.0)
"""Where a sheet has its code and nothing else: millimetres from the right, to where, and from the bottom."""
CODE_SCALE = 4
"""Dots drawn for each point, which makes about four of one square of the code."""
HALF_GREY = 128

Dots = npt.NDArray[np.bool_]
"""A picture in black and white: True where it is dark, rows from the top."""


@dataclass(frozen=True)
class PaperFault:
    """What is wrong with a report on paper."""

    path: str
    detail: str


@dataclass(frozen=True)
class Imprint:
    """What every sheet says of the edition: its name, and the address under which all its pages stay."""

    edition: str
    base: str


def check_papers(folder: Path, paths: Iterable[str]) -> Iterator[PaperFault]:
    """Yield what is wrong with the reports on paper at ``paths`` under a site's folder."""
    imprint = read_imprint(folder)
    for path in paths:
        page = (folder / path).with_name("index.html")
        if not page.is_file():
            yield PaperFault(path, "a report on paper without a page")
            continue
        address = path.removesuffix(PAPER)
        for detail in check_paper((folder / path).read_bytes(), page.read_text("utf-8"), address, imprint):
            yield PaperFault(path, detail)


def read_imprint(folder: Path) -> Imprint:
    """Return what the sheets of a site have to say, empty where no manifest says it."""
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        edition, address = str(told["edition"]), str(told["address"])
    except (OSError, ValueError, KeyError):
        return Imprint("", "")
    return Imprint(edition, address if told.get("frozen") else f"{address}{EDITIONS}{edition}/")


def check_paper(content: bytes, page: str, address: str, imprint: Imprint) -> Iterator[str]:
    """Yield what is wrong with one report.

    Args:
        content: of the PDF.
        page: HTML of its page.
        address: of the page under the site root.
        imprint: of the edition.
    """
    # Colours do not matter here, and of links only their words.
    read = PaperReader(ChartStyle(()), "").read(page, address)
    yield from check_document(content, read)
    stays = imprint.base + address
    pages, code = read_sheets(content)
    try:
        words = "".join(strip_furniture(pages, read["name"], imprint.edition, stays))
    except ValueError as problem:
        yield str(problem)
        return
    if not says(code, stays):
        yield f"the code on sheet 1 is not that of {stays}"
    yield from compare_words(words, read["main"])


def check_document(content: bytes, read: dict[str, Any]) -> Iterator[str]:
    """Yield what the document lacks for a reader who does not see it."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as document:
        root: Any = document.Root
        if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
            yield "it is not tagged"
        if str(root.get("/Lang", "")) != read["lang"]:
            yield f"its language is {str(root.get('/Lang', ''))!r}, that of the page {read['lang']!r}"
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield "a viewer would show the name of the file in place of the title"
        # Only read: to leave them as contexts would write them anew.
        told = document.open_metadata()
        if told.get("dc:title") != read["title"]:
            yield f"its title is {told.get('dc:title')!r}, that of the page {read['title']!r}"
        if told.get(f"{{{PART}}}part") != "1":
            yield "it does not say that it is PDF/UA-1"
        if not document.open_outline().root:
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


def read_sheets(content: bytes) -> tuple[list[str], Dots]:
    """Return the text of each sheet, in the order of its content, and the code on the first as it looks."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        first = document[0]
        width, height = first.get_size()
        left, right, top = (length * MILLIMETRE for length in CODE_ROOM)
        room = (width - left, 0, right, height - top)
        drawn = first.render(scale=CODE_SCALE, crop=room, grayscale=True).to_numpy()
        texts = [sheet.get_textpage().get_text_bounded() for sheet in document]
        return texts, drawn.reshape(drawn.shape[:2]) < HALF_GREY
    finally:
        document.close()


def says(dots: Dots, address: str) -> bool:
    """Say whether a picture of a code is that of an address.

    Args:
        dots: True where it is dark, rows from the top, with or without a margin.
        address: what the code has to say.
    """
    if not dots.any():
        return False
    rows = find_block(np.asarray(dots.any(axis=1)))
    columns = find_block(np.asarray(dots[rows].any(axis=0)))
    count = len(make_code(address, mask=0).matrix)
    middles = (np.arange(count) + 0.5) / count
    down, across = ((found[0] + middles * np.ptp(found)).round().astype(int) for found in (rows, columns))
    drawn = dots[np.ix_(down, across)]
    # Of its eight masks a code tells which it has, in three squares (ISO/IEC 18004, 7.9): to try all is slow.
    mask = int(drawn[8, 2:5] @ (4, 2, 1)) ^ 0b101
    squares = [[bool(square) for square in row] for row in make_code(address, mask).matrix]
    return bool((drawn == np.array(squares)).all())


def find_block(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Return the places of the longest run of dark lines: the tail of a letter may reach in from above."""
    places = np.flatnonzero(dark)
    return max(np.split(places, np.flatnonzero(np.diff(places) > 1) + 1), key=len)


def squeeze(text: str) -> str:
    """Return a text without white space, in which lines break as they may."""
    return SPACE.sub("", text.replace(LINE_HYPHEN, "-"))


def strip_furniture(pages: list[str], name: str, edition: str, stays: str) -> Iterator[str]:
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
        if foot[1] != stays:
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
