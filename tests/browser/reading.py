"""What a reader reads on a page, as plain lines: no markup, no pictures, nothing that is still closed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SILENT = frozenset(("script", "style", "svg", "template", "nav"))
BLOCKS = frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "p", "li", "dt", "dd", "tr", "summary", "figcaption", "caption"),
        *("div", "section", "ul", "ol", "dl", "table", "header", "article", "aside", "figure", "details"),
    )
)
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "li": "- ", "summary": "> "}
VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"))


class Reading(HTMLParser):
    """Collects the lines of the main part of a page; of a closed detail only its summary."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words: list[str] = []
        self._mark = ""
        self._open: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._words.append(" ")
            return
        self._open.append(tag)
        self._inside = self._inside or tag == "main"
        if tag in BLOCKS:
            self._end_line()
            self._mark = MARKS.get(tag, self._mark if tag == "p" else "")
        elif tag in ("td", "th") and "".join(self._words).strip():
            self._words.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if tag in BLOCKS:
            self._end_line()
            self._mark = ""
        self._inside = self._inside and tag != "main"

    def handle_data(self, data: str) -> None:
        if not self._inside or SILENT.intersection(self._open):
            return
        # What stands in a detail beside its summary is closed until somebody opens it.
        if "details" in self._open and "summary" not in self._open:
            return
        self._words.append(data)

    def _end_line(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._words)).strip()
        if text:
            self.lines.append(self._mark + text)
            self._mark = ""
        self._words = []


def read_page(html: str) -> list[str]:
    """Return the lines of a page in their order."""
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading.lines
