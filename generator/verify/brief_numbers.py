"""Compares the numbers in the tables of the evidence briefs with the published tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.verify.public_tables import PublicTables, read_rows
from generator.verify.sentence_numbers import agree, expect, read_numbers

_ELEMENT = re.compile(r'<h2 id="([^"]+)">(.*?)(?=<h2 |$)', re.DOTALL)
_SCORE = re.compile(r'<p class="score">([^<]+)')
_ROW = re.compile(r'<tr><th scope="row"><a href="[^"]*indicators/([^/"]+)/[^"]*">.*?</th>(.*?)</tr>')
_CELL = re.compile(r"<td>(.*?)</td>")
NONE = "–"


def check_briefs(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield page and text of every score, figure, middle and number of councils that the tables do not give.

    A site without the table of findings has nothing to check.
    """
    compared: dict[str, dict[str, str]] = {}
    for code, area in tables.councils.items() if tables.findings else ():
        page = tables.folder / "councils" / area["slug"] / "brief" / "index.html"
        if not page.is_file():
            continue
        for element, text in _ELEMENT.findall(page.read_text("utf-8")):
            told = [*check_score(tables, code, element, text), *check_rows(tables, code, text, compared)]
            for wrong in told:
                yield page.relative_to(tables.folder).as_posix(), wrong


def check_score(tables: PublicTables, code: str, element: str, text: str) -> Iterator[str]:
    """Yield the line of the score where it is not that of the table."""
    line = _SCORE.search(text)
    row = tables.scores[code, element]
    words = html.unescape(line[1]) if line else ""
    band, known = row["nation_band"], bool(row["nation_rank"])
    if not known:
        expected = []
    else:
        ranks = dict.fromkeys((row["nation_rank_low"], row["nation_rank_high"]))
        edition = expect(float(tables.edition[0]), decimals=1)
        expected = [
            *expect(float(row["score"]), 100),
            *edition,
            *expect(*map(float, (*ranks, row["nation_n"]))),
        ]
    numbers = read_numbers(words.replace(band, ""), spelt=False)
    nation = tables.councils[code]["nation"]
    # Between marks: the words of one band may stand within those of another.
    named = not band or re.search(rf"[^\w\s]\s*{re.escape(band)}\s*(?:[^\w\s]|$)", words)
    if line is None or not agree(numbers, expected) or (known and not (named and nation in words)):
        yield words or f"no score of {element}"


def check_rows(
    tables: PublicTables, code: str, text: str, compared: dict[str, dict[str, str]]
) -> Iterator[str]:
    """Yield the cells that differ.

    Args:
        tables: of the site.
        code: of the council.
        text: markup of one element.
        compared: with what the figure of each council is compared, by indicator, as far as read.
    """
    for slug, cells in _ROW.findall(text):
        figure, _, middle, position, *_ = (html.unescape(cell) for cell in _CELL.findall(cells))
        value = tables.values[code, slug]["value"]
        if not value:
            if (figure, middle, position) != (NONE, NONE, NONE):
                yield f"{slug}: {figure}"
            continue
        if slug not in compared:
            rows = read_rows(tables.folder / "indicators" / slug / "data.csv")
            compared[slug] = {row["area_code"]: row["compared_with"] for row in rows}
        count, middling = tables.compare(slug, tables.nations_of(compared[slug][code]))
        decimals = tables.decimals[slug]
        if not agree(read_numbers(figure)[:1], expect(float(value), decimals=decimals)):
            yield f"{slug}: {figure}"
        if not agree(read_numbers(middle)[:1], expect(middling, decimals=decimals)):
            yield f"{slug}: {middle}"
        if not agree(read_numbers(position)[-1:], expect(count)):
            yield f"{slug}: {position}"
