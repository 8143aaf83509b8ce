"""What a reader sees of a page: its runs of text, where they stand, and which of them have to be opened."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

from generator.verify.scan import INLINE, RAW, TAG, VOID, read_attributes

UNSEEN_TAGS = frozenset(("head", "script", "style", "template", "noscript", "desc"))
UNSEEN_CLASSES = frozenset(("vh", "only-print", "skip"))
"""Classes of the style sheet that only a screen reader or paper is given."""


@dataclass(frozen=True)
class Run:
    """A run of text between two tags that begin a new line.

    Attributes:
        text: with white space folded.
        opened: whether it stands in something closed, so that a reader has to open it first.
        in_main: whether it belongs to the page itself, and not to the head or foot of the site.
        in_table: whether it stands in a table or a picture, whose cells are no sentences.
        classes: of all elements around it.
    """

    text: str
    opened: bool
    in_main: bool
    in_table: bool
    classes: frozenset[str]


@dataclass(frozen=True)
class _Around:
    """What is known of an open element, with all that it stands in."""

    tag: str
    unseen: bool = False
    closed: bool = False
    opens: bool = False
    main: bool = False
    table: bool = False
    classes: frozenset[str] = frozenset()


def read_runs(page: str) -> list[Run]:
    """Return the text of a page that a reader can see, in its order."""
    around = [_Around("")]
    runs: list[Run] = []
    words: list[str] = []
    told_in = around[0]

    def end() -> None:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            runs.append(Run(text, told_in.closed, told_in.main, told_in.table, told_in.classes))

    place = 0
    while (found := page.find("<", place)) >= 0:
        match = TAG.match(page, found)
        if match is None:
            place = found + 1
            continue
        if found > place and not around[-1].unseen:
            told_in = told_in if words else around[-1]
            words.append(unescape(page[place:found]))
        place = match.end()
        tag = (match["start"] or match["end"] or "").lower()
        if tag and tag not in INLINE:
            end()
        if match["end"] and any(each.tag == tag for each in around):
            while around.pop().tag != tag:
                pass
        elif match["start"] and tag not in VOID and not match["whole"]:
            around.append(_enter(around[-1], tag, match["given"]))
            if tag in RAW:
                place = max(page.find(f"</{tag}", place), place)
    end()
    return runs


def _enter(outer: _Around, tag: str, given: str) -> _Around:
    """Return what is known of an element that begins inside another."""
    attributes = read_attributes(given) if given else {}
    classes = frozenset(attributes.get("class", "").split())
    unseen = (
        outer.unseen
        or tag in UNSEEN_TAGS
        or (tag == "title" and outer.table)
        or "hidden" in attributes
        or bool(classes & UNSEEN_CLASSES)
    )
    # The line that opens something can be seen where that thing itself can be.
    closed = (outer.closed and not (tag == "summary" and outer.opens)) or (
        tag == "details" and "open" not in attributes
    )
    return _Around(
        tag=tag,
        unseen=unseen,
        closed=closed,
        opens=tag == "details" and "open" not in attributes and not outer.closed,
        main=outer.main or tag == "main",
        table=outer.table or tag in ("table", "svg"),
        classes=outer.classes | classes,
    )
