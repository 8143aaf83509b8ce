"""Reads one built page and notes what the checks ask about: text, links, ids, headings, names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

VOID = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
        ),
        *("circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "stop", "use"),
    )
)
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "samp", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
# Text in these is not read by people, or is code on purpose.
SILENT = frozenset(("script", "style", "template"))
RAW = frozenset(("script", "style"))
CODE = frozenset(("code", "pre", "kbd", "samp", "data"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NEEDS_TEXT = frozenset(
    (*HEADINGS, "p", "li", "a", "button", "summary", "figcaption", "caption", "dt", "title")
)
FETCHING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
FETCHING_RELATIONS = frozenset(
    ("stylesheet", "preload", "prefetch", "preconnect", "icon", "modulepreload", "manifest")
)
SPOKEN_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")
VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+)"""
TAG = re.compile(
    r"<(?:!--.*?--|!doctype[^<>]*|/(?P<end>[a-z][a-z0-9:-]*)\s*"
    rf"|(?P<start>[a-z][a-z0-9:-]*)(?P<given>(?:\s+[a-z_:@][\w:.-]*(?:={VALUE})?)*)\s*(?P<whole>/?))>",
    re.DOTALL | re.IGNORECASE,
)
"""Everything that may stand between a "<" and its ">" on a page of ours."""
ATTRIBUTE = re.compile(r"""([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S+)))?""")


@dataclass
class Scanned:
    """What one page holds.

    Attributes:
        texts: every run of text as a reader sees it, in order, with white space folded; the second part is
            True inside code.
        faults: faults found while reading: rule and detail.
        links: addresses the page leads to or loads.
        loads: addresses the browser fetches by itself.
        refers: ids that other elements of the page refer to (labels, descriptions).
    """

    texts: list[tuple[str, bool]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    refers: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    fields: list[tuple[str, bool]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    title: str = ""
    description: str = ""
    language: str = ""
    robots: str = ""


@dataclass
class Open:
    """An element that is not closed yet."""

    tag: str
    line: int
    has_content: bool = False
    picture: bool = False
    named: bool = False


class PageScanner:
    """Walks one page tag by tag; ``scanned`` has the result."""

    def __init__(self) -> None:
        """Start with an empty page."""
        self.scanned = Scanned()
        self._line = 1
        self._open: list[Open] = []
        self._words: list[str] = []
        self._in_code = 0
        self._silent = 0

    def read(self, page: str) -> None:
        """Read a whole page."""
        place = counted = 0
        while (found := page.find("<", place)) >= 0:
            if found > place:
                self._hear(page[place:found])
            self._line += page.count("\n", counted, found)
            counted = found
            match = TAG.match(page, found)
            if match is None:
                self._fault("markup", f"line {self._line}: no tag begins with {page[found : found + 4]!r}")
                self._hear("<")
                place = found + 1
                continue
            place = self._take(match, page)
        self._hear(page[place:])
        self._end_text()
        for element in self._open:
            self._fault("markup", f"line {element.line}: <{element.tag}> is never closed")

    def _take(self, match: re.Match[str], page: str) -> int:
        """Take one tag in, and return where the page goes on."""
        if match["end"]:
            self._close(match["end"].lower())
        elif match["start"]:
            tag = match["start"].lower()
            given = match["given"]
            self._begin(tag, read_attributes(given) if given else {})
            if match["whole"] and tag not in VOID:
                self._close(tag)
            elif tag in RAW:
                # No tag counts in here but its own end.
                end = page.find(f"</{tag}", match.end())
                return end if end >= 0 else len(page)
        return match.end()

    def _begin(self, tag: str, given: Mapping[str, str]) -> None:
        """Note the element's attributes and keep it open until its end."""
        if tag not in INLINE:
            self._end_text()
        self._note_attributes(tag, given)
        element = Open(tag, self._line)
        if tag == "svg":
            element.picture = given.get("aria-hidden") != "true"
            element.named = "aria-label" in given
        if tag in ("svg", "img", "input", "canvas", "video") or "aria-label" in given:
            self._mark_content()
        if "aria-label" in given:
            element.has_content = True
        if tag in VOID:
            return
        self._open.append(element)
        self._in_code += tag in CODE
        self._silent += tag in SILENT

    def _close(self, tag: str) -> None:
        """Close an element; a wrong order is a fault."""
        if tag in VOID:
            return
        if tag not in INLINE:
            self._end_text()
        if not self._open or self._open[-1].tag != tag:
            opened = self._open[-1].tag if self._open else "nothing"
            self._fault("markup", f"line {self._line}: </{tag}> closes <{opened}>")
            if not any(element.tag == tag for element in self._open):
                return
            while self._open[-1].tag != tag:
                self._leave(self._open.pop())
        self._leave(self._open.pop())

    def _hear(self, raw: str) -> None:
        """Collect text that a reader sees or hears."""
        if self._silent or not raw:
            return
        data = unescape(raw)
        says = not data.isspace()
        if says:
            self._mark_content()
        if says and self._open and self._open[-1].tag == "title":
            self._name_picture_or_page(data)
        if says and self._in_code:
            # Code is looked at on its own; in its sentence any word may stand for it.
            self.scanned.texts.append((" ".join(data.split()), True))
            self._words.append("x")
        else:
            self._words.append(data)

    def _fault(self, rule: str, detail: str) -> None:
        self.scanned.faults.append((rule, detail))

    def _leave(self, element: Open) -> None:
        self._in_code -= element.tag in CODE
        self._silent -= element.tag in SILENT
        if element.tag in NEEDS_TEXT and not element.has_content:
            self._fault("empty", f"line {element.line}: <{element.tag}> says nothing")
        if element.picture and not element.named:
            self._fault("picture", f"line {element.line}: an SVG that is not hidden has no title")

    def _mark_content(self) -> None:
        for element in reversed(self._open):
            if element.has_content:
                # Then all around it have been marked, too.
                return
            element.has_content = True

    def _name_picture_or_page(self, data: str) -> None:
        pictures = [element for element in self._open if element.tag == "svg"]
        for picture in pictures:
            picture.named = True
        if not pictures:
            self.scanned.title += " ".join(data.split())

    def _end_text(self) -> None:
        if not self._words:
            return
        raw = "".join(self._words)
        self._words.clear()
        text = " ".join(raw.split())
        if text:
            if "  " in raw and re.search(r"\S {2,}\S", raw):
                self._fault("spaces", f"two spaces in a row: {shorten(text)}")
            self.scanned.texts.append((text, False))

    def _note_attributes(self, tag: str, given: Mapping[str, str]) -> None:
        scanned, line = self.scanned, self._line
        if given:
            self._note_names(given)
            self._note_links(tag, given)
        if given or tag in RAW:
            self._note_policy(tag, given, line)
        if tag in HEADINGS:
            scanned.headings.append(int(tag[1]))
        elif tag == "html":
            scanned.language = given.get("lang", "")
        elif tag == "meta":
            self._note_meta(given)
        elif tag == "img" and "alt" not in given:
            self._fault("picture", f"line {line}: an image has no alt text")
        elif tag == "iframe" and not given.get("title"):
            self._fault("picture", f"line {line}: a frame has no title")
        elif tag == "label":
            scanned.labelled.add(given.get("for", ""))
        elif tag in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit"):
            named = "aria-label" in given or any(element.tag == "label" for element in self._open)
            scanned.fields.append((given.get("id", ""), named))

    def _note_names(self, given: Mapping[str, str]) -> None:
        scanned = self.scanned
        if "id" in given:
            if given["id"] in scanned.ids:
                self._fault("id", f"line {self._line}: id {given['id']!r} is used twice")
            scanned.ids.add(given["id"])
        for name in ("aria-labelledby", "aria-describedby"):
            if name in given:
                scanned.refers += given[name].split()
        for name in SPOKEN_ATTRIBUTES:
            if name in given and given[name].strip():
                scanned.texts.append((given[name], False))

    def _note_meta(self, given: Mapping[str, str]) -> None:
        if given.get("name") == "description":
            self.scanned.description = given.get("content", "")
            self.scanned.texts.append((self.scanned.description, False))
        elif given.get("name") == "robots":
            self.scanned.robots = given.get("content", "")
        elif given.get("http-equiv", "").lower() == "refresh" and "url=" in given.get("content", ""):
            self.scanned.links.append(given["content"].split("url=", 1)[1])

    def _note_policy(self, tag: str, given: Mapping[str, str], line: int) -> None:
        if "style" in given or tag == "style":
            self._fault("policy", f"line {line}: <{tag}> has an inline style")
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self._fault("policy", f"line {line}: a script stands inside the page")
        for name in given:
            if name.startswith("on"):
                self._fault("policy", f"line {line}: <{tag}> has {name}")

    def _note_links(self, tag: str, given: Mapping[str, str]) -> None:
        scanned = self.scanned
        for name in FETCHING.get(tag, ()):
            if given.get(name):
                scanned.loads += [part.split()[0] for part in given[name].split(",") if part.strip()]
        if tag == "link" and given.get("href"):
            fetched = set(given.get("rel", "").split()) & FETCHING_RELATIONS
            (scanned.loads if fetched else scanned.links).append(given["href"])
        elif tag in ("a", "area") and "href" in given:
            scanned.links.append(given["href"])
        elif tag == "form" and given.get("action"):
            scanned.links.append(given["action"])


def scan_page(text: str) -> Scanned:
    """Return what the page ``text`` holds."""
    scanner = PageScanner()
    scanner.read(text)
    return scanner.scanned


@lru_cache(maxsize=1 << 16)
def read_attributes(given: str) -> Mapping[str, str]:
    """Return the attributes in the middle of a tag; many tags of a site are the same."""
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in ATTRIBUTE.findall(given)
    }


def shorten(text: str, length: int = 80) -> str:
    """Return the start of a text, for a message."""
    return text if len(text) <= length else text[: length - 1] + "…"
