"""The words of built pages, block by block: what the checks of spelling and of reading age read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from generator.verify.scan import INLINE, VOID

PROSE = frozenset(("p", "li", "dd", "figcaption", "blockquote", "td"))
SPOKEN = ("alt", "aria-label", "placeholder", "title")
# What other people wrote or no one reads as English: code, Welsh, and the titles that publishers chose.
QUOTED = frozenset(("code", "pre", "kbd", "samp"))
SILENT = frozenset(("script", "style", "template"))
TITLE = re.compile(r"data/sources/(?:index\.html)?#")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[\w/]")
DRAWING = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
# A cell as short as this holds a figure or a name, which neither check reads; most cells are.
SHORT_CELL = re.compile(r"<td\b[^>]*>(?:<(?:a|b|span)\b[^>]*>)?[^<]{0,20}(?:</(?:a|b|span)>)?</td>")
NAMES = re.compile(r"<(title|desc)\b[^>]*>(.*?)</\1>", re.DOTALL)
DRAWN = "drawn-"
SPACES = re.compile(r"\s+")
QUOTE = re.compile(r"`[^`]*`")
FILE = re.compile(r"\b[\w-]+\.(?:csv|json|xml|txt|yml)(?:-metadata\.json)?\b")


@dataclass(frozen=True)
class Block:
    """One run of text as it stands on a page; what is not to be read as English is between backticks.

    Attributes:
        tag: the element it stands in, or the attribute.
        text: its words, with white space folded.
    """

    tag: str
    text: str

    @property
    def is_prose(self) -> bool:
        """Whether it is running text, not a heading or a label."""
        return self.tag in PROSE


class WordReader:
    """Walks one page; ``blocks`` has the result."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._quoted = 0
        self._silent = 0

    def read(self, tree: etree._Element) -> None:
        """Read an element with all that stands in it."""
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                self._enter(element)
                self._hear(element.text)
            else:
                self._leave(element)
                self._hear(element.tail)
        self._end_block()

    def _enter(self, element: etree._Element) -> None:
        tag, given = name_of(element), element.attrib
        if tag not in INLINE and tag not in QUOTED and tag != "br":
            self._end_block()
        for name in SPOKEN:
            if given.get(name):
                self._add(name, given[name])
        if tag == "meta" and given.get("name") == "description":
            self._add("description", given["content"])
        if tag == "br":
            self._words.append(" ")
        if tag in VOID:
            return
        self._open.append(tag)
        self._silent += is_silent(element)
        if is_quoted(element):
            self._words.append("" if self._quoted else "`quoted`")
            self._quoted += 1

    def _leave(self, element: etree._Element) -> None:
        tag = name_of(element)
        if tag in VOID:
            return
        if tag not in INLINE and tag not in QUOTED:
            self._end_block()
        self._open.pop()
        self._silent -= is_silent(element)
        self._quoted -= is_quoted(element)

    def _hear(self, text: str | None) -> None:
        if text and not self._silent and not self._quoted:
            self._words.append(text.replace("`", "'"))

    def _end_block(self) -> None:
        text = "".join(self._words)
        self._words = []
        if text and not text.isspace():
            self._add(next((tag for tag in reversed(self._open) if tag not in INLINE), ""), text)

    def _add(self, tag: str, text: str) -> None:
        text = tidy(text)
        if text:
            self.blocks.append(Block(tag, text))


def name_of(element: etree._Element) -> str:
    """Return its tag; see ``NAMES``."""
    return str(element.tag).removeprefix(DRAWN)


def is_silent(element: etree._Element) -> bool:
    """Say whether its words are for nobody."""
    return element.tag in SILENT or element.get("aria-hidden") == "true"


def is_quoted(element: etree._Element) -> bool:
    """Say whether its words are code, Welsh or a title that others chose."""
    if element.tag in QUOTED or (element.get("lang", "en-GB") != "en-GB" and element.tag != "html"):
        return True
    return element.tag == "a" and bool(TITLE.search(element.get("href", "")))


@lru_cache(maxsize=100_000)
def tidy(text: str) -> str:
    """Return a text as it is to be read: nothing where it has no word."""
    text = SPACES.sub(" ", ADDRESS.sub("`address`", text)).strip()
    text = FILE.sub("`file`", text)
    return text if re.search(r"[A-Za-z]{2}", QUOTE.sub("", text)) else ""


def read_words(page: Path) -> list[Block]:
    """Return the blocks of one page in their order."""
    raw = page.read_text(encoding="utf-8")
    # Drawings are most of a page, and have no words but their names: thousands of points need no reading.
    raw = DRAWING.sub(lambda found: " ".join(map(write_name, NAMES.finditer(found[0]))), raw)
    raw = SHORT_CELL.sub("", raw)
    reader = WordReader()
    reader.read(etree.HTML(raw, etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")))
    return reader.blocks


def write_name(found: re.Match[str]) -> str:
    """Return the name of a drawing as an element of its own: inside a page a title would end a paragraph."""
    return f"<{DRAWN}{found[1]}>{found[2]}</{DRAWN}{found[1]}>"
