"""The evidence brief as Markdown, for editors and word processors that take it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from generator.pages.brief import HEADS, Brief, ElementBrief, Line, Source

IN_LINK = "%:/?#[]@!$&'()*+,;=~"
"""Signs of an address that stay; a bracket or a space would end the link."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def write_markdown(brief: Brief, *, link: Callable[[str], str], citation: str) -> str:
    """Return the document.

    Args:
        brief: what it says.
        link: makes an absolute address of one under the site root.
        citation: how the report is cited, on one line.
    """
    blocks = [
        f"# {escape(brief.title)}",
        "\n".join(
            (
                f"- Place: {escape(brief.name)}. {escape(brief.place)}",
                f"- Edition: {escape(brief.edition)}",
                f"- Full report: <{link(brief.report)}>",
            )
        ),
        *(escape(text) for text in (*brief.about, brief.chosen)),
        *(block for element in brief.elements for block in write_element(element)),
        "## What these figures do not say",
        escape(brief.coverage),
        "\n".join(f"- {escape(doubt)}" for doubt in brief.doubts),
        "## How to cite",
        escape(citation),
        f"{escape(brief.rights)} What each licence asks to be said: <{link('data/licences/')}>",
    ]
    return "\n\n".join(blocks) + "\n"


def write_element(element: ElementBrief) -> Iterator[str]:
    """Yield the blocks of one element: heading, sentences, table, sources."""
    yield f"## {escape(element.name)}"
    yield escape(element.about)
    yield from (escape(text) for text in (*element.sentences, element.score))
    yield write_table(element.rows)
    if element.sources:
        yield "Sources:"
        yield "\n".join(f"- {write_source(source)}" for source in element.sources)


def write_table(rows: Iterable[Line]) -> str:
    """Return the indicators as a table."""
    lines = [HEADS, tuple("---" for _ in HEADS)]
    for row in rows:
        name = f"{row.name} ({row.direction})"
        cells = (name, row.figure, row.period, row.middle, row.position, row.published, row.status)
        lines.append(tuple(escape(cell) for cell in cells))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_source(source: Source) -> str:
    """Return a source as an item: publisher, publication with its link, licence."""
    title = escape(source.publication)
    linked = f"[{title}](<{quote(source.link, safe=IN_LINK)}>)" if source.link else title
    return f"{escape(source.publisher)}: {linked}. {escape(source.licence)}"


def escape(text: str) -> str:
    """Return text in which no sign is taken for Markdown or HTML, on one line."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return plain.replace("&", "&amp;")
