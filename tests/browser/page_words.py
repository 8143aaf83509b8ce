"""The words of built pages, block by block: what the checks of spelling and of reading age read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from generator.publish.scan import INLINE, VOID

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
SPOKEN_IN_DRAWING = re.compile(r"<(title|desc)\b[^>]*>.*?</\1>", re.DOTALL)
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


class WordReader(HTMLParser):
    """Walks one page; ``blocks`` has the result after ``close()``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._words: list[str] = []
        self._quoted = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
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
        foreign = given.get("lang", "en-GB") != "en-GB" and tag != "html"
        quoted = tag in QUOTED or foreign or (tag == "a" and bool(TITLE.search(given.get("href", ""))))
        silent = tag in SILENT or given.get("aria-hidden") == "true"
        self._open.append((tag, quoted, silent))
        self._silent += silent
        if quoted:
            self._words.append("" if self._quoted else "`quoted`")
            self._quoted += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or all(opened != tag for opened, *_ in self._open):
            return
        if tag not in INLINE and tag not in QUOTED:
            self._end_block()
        while self._open:
            opened, quoted, silent = self._open.pop()
            self._silent -= silent
            if quoted:
                self._quoted -= 1
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._quoted:
            self._words.append(data.replace("`", "'"))

    def close(self) -> None:
        super().close()
        self._end_block()

    def _end_block(self) -> None:
        text = "".join(self._words)
        self._words = []
        tag = next((opened for opened, *_ in reversed(self._open) if opened not in INLINE), "")
        self._add(tag, text)

    def _add(self, tag: str, text: str) -> None:
        text = SPACES.sub(" ", ADDRESS.sub("`address`", text)).strip()
        text = FILE.sub("`file`", text)
        if re.search(r"[A-Za-z]{2}", QUOTE.sub("", text)):
            self.blocks.append(Block(tag, text))


def read_words(page: Path) -> list[Block]:
    """Return the blocks of one page in their order."""
    raw = page.read_text(encoding="utf-8")
    # Drawings are most of a page, and have no words but their names: thousands of points need no reading.
    raw = DRAWING.sub(lambda found: " ".join(each[0] for each in SPOKEN_IN_DRAWING.finditer(found[0])), raw)
    raw = SHORT_CELL.sub("", raw)
    reader = WordReader()
    reader.feed(raw)
    reader.close()
    return reader.blocks
