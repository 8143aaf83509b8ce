"""Reads a report's page as what stands on paper: a tree of headings, paragraphs, lists, tables and charts.

The paper report is set from the page itself and not from a second template, so that it has the same words,
the same charts and the same order. What a printed page leaves out is left out here: see ``LEFT_OUT``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import html
from lxml.etree import tostring

from generator.errors import ProsperityError
from generator.paper.paper_charts import ChartStyle

LEFT_OUT = frozenset(
    {"acts", "figures", "head-map", "narrow", "narrow-only", "no-print", "search", "skip", "vh", "why"}
)
"""Classes of what does not stand on paper; the map of the head is taken by itself. See also print.css."""
BLOCKS = frozenset([
    "article", "aside", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "header", "li", "ol", "p", "section", "summary", "table", "tbody", "td", "th",
    "thead", "tr", "ul"
])  # fmt: skip
CLOSED = re.compile(r'<details class="(?:why|figures)">.*?</details>', re.DOTALL)
SPACE = re.compile(r"\s+")
Node = dict[str, Any]
"""Tag ``t``, classes ``c``, children ``k`` (nodes and strings); of a link its address ``to``; of a cell its
``span``; of a table the ``note`` that stands under it on paper alone; of a chart ``svg``, ``alt``, ``w`` and
``h`` (size in its own units)."""


@dataclass(frozen=True)
class PaperReader:
    """Reads pages.

    Attributes:
        style: colours of charts on paper.
        base: absolute address of the frozen copy of the site, to which links lead.
    """

    style: ChartStyle
    base: str

    def read(self, page: str, path: str) -> dict[str, Any]:
        """Return the paper report of a page: language, title, name, map and the tree of its main part.

        Args:
            page: HTML.
            path: address of the page under the site root.

        Raises:
            ProsperityError: the page has no main part.
        """
        # More than half of a page is what opens on a click, and never nested: cut before it is read.
        root = html.document_fromstring(CLOSED.sub("", page))
        main = next(iter(root.xpath('//main[@id="main"]')), None)
        if main is None:
            raise ProsperityError(
                "a report has no main part to print", file=path, expected='<main id="main">'
            )
        maps = main.xpath('.//*[contains(@class, "head-map")]//*[local-name()="svg"]')
        reader = _Reader(self.style, self.base, path)
        return {
            "lang": root.get("lang"),
            "title": root.findtext(".//title") or "",
            "name": " ".join(main.findtext(".//h1").split()),
            "map": reader.read_chart(maps[0], "") if maps else None,
            "main": reader.read_blocks(main, heading=""),
        }


@dataclass
class _Reader:
    style: ChartStyle
    base: str
    path: str

    def read_blocks(self, element: Any, heading: str) -> list[Node | str]:
        """Return the children of an element; ``heading`` names charts that have no words of their own."""
        nodes: list[Node | str] = []
        for part in self._walk(element):
            if isinstance(part, str):
                nodes.append(part)
                continue
            tag = part.tag if isinstance(part.tag, str) else ""
            if not tag or LEFT_OUT.intersection(part.get("class", "").split()):
                continue
            if tag == "svg":
                nodes.append(self.read_chart(part, heading))
                continue
            heading = " ".join(part.text_content().split()) if tag in ("h2", "h3", "h4", "th") else heading
            node: Node = {"t": tag, "c": part.get("class", "").split(), "k": self.read_blocks(part, heading)}
            # The head of a table is drawn again on its next page, as decoration, which may hold no link.
            if tag == "a" and part.get("href") and next(part.iterancestors("thead"), None) is None:
                node["to"] = self._resolve(part.get("href"))
            if part.get("colspan"):
                node["span"] = int(part.get("colspan"))
            if part.get("data-note"):
                node["note"] = part.get("data-note")
            if part.get("lang"):
                node["lang"] = part.get("lang")
            nodes.append(node)
        return tidy(nodes, block=element.tag in BLOCKS | {"main"})

    def _resolve(self, link: str) -> str:
        """Return the absolute address of a link; nearly all lead by the way back to the root."""
        root = "../" * self.path.count("/")
        inside = link.removeprefix(root)
        whole = self.base + inside if root and inside != link else urljoin(self.base + self.path, link)
        return whole.replace("/index.html", "/")

    @staticmethod
    def _walk(element: Any) -> Iterator[Any]:
        """Yield text and elements in order."""
        if element.text:
            yield element.text
        for child in element:
            yield child
            if child.tail:
                yield child.tail

    def read_chart(self, svg: Any, heading: str) -> Node:
        """Return a chart that stands alone, with what it shows in words."""
        named = {child.tag.rpartition("}")[2]: child for child in svg if isinstance(child.tag, str)}
        words = [" ".join(named[tag].text_content().split()) for tag in ("title", "desc") if tag in named]
        hidden = not words
        for tag in ("title", "desc"):
            if tag in named:
                svg.remove(named[tag])
        left, top, width, height = map(float, svg.get("viewbox", svg.get("viewBox", "0 0 1 1")).split())
        classes = svg.get("class", "").split()
        inner = "".join(tostring(child, encoding="unicode", with_tail=False) for child in svg)
        return {
            "t": "svg",
            "c": classes,
            "svg": self.style.make_standalone(inner, classes, (left, top, width, height)),
            "alt": ". ".join(word.rstrip(".") for word in words) + "." if words else "",
            "about": heading if hidden else "",
            "w": width,
            "h": height,
        }


def tidy(nodes: list[Node | str], *, block: bool) -> list[Node | str]:
    """Return nodes with runs of white space as one space, and none at the ends or beside blocks."""
    found: list[Node | str] = []
    for place, node in enumerate(nodes):
        if not isinstance(node, str):
            found.append(node)
            continue
        text = SPACE.sub(" ", node)
        before = nodes[place - 1] if place else None
        after = nodes[place + 1] if place + 1 < len(nodes) else None
        if (block and before is None) or is_block(before):
            text = text.lstrip(" ")
        if (block and after is None) or is_block(after):
            text = text.rstrip(" ")
        if text:
            found.append(text)
    return found


def is_block(node: Node | str | None) -> bool:
    """Say whether a node stands on lines of its own."""
    return isinstance(node, dict) and (node["t"] in BLOCKS or node["t"] == "svg")


def list_nodes(nodes: list[Node | str]) -> Iterator[Node]:
    """Yield every node of a tree, in the order of reading."""
    for node in nodes:
        if isinstance(node, dict):
            yield node
            yield from list_nodes(node.get("k", []))


def list_texts(nodes: list[Node | str]) -> Iterator[str]:
    """Yield the text of every block of a tree, in the order of reading; charts have none."""
    run: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            run.append(node)
        elif node["t"] == "svg":
            continue
        elif is_block(node):
            if run:
                yield "".join(run)
                run = []
            yield from list_texts(node["k"])
        else:
            run.extend(list_texts(node["k"]))
    if run:
        yield "".join(run)
