"""Compares the figures in the tables of pages with the files to download: rounded, they are the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from generator.verify.public_tables import PublicTables
from generator.verify.sentence_numbers import Expected, expect, read_numbers
from generator.verify.sentence_numbers import agree as agree_numbers

_FIGURE = re.compile(
    r'<th scope="row"><a href="[^"]*indicators/(?P<slug>[a-z0-9-]+)/index\.html">[^<]*</a>'
    r"(?: <small>[^<]*</small>)?</th><td>(?P<shown>[^<]*)</td>"
)
_SCORE = re.compile(
    r'<th scope="row"><a href="[^"]*elements/(?P<slug>[a-z0-9-]+)/index\.html">[^<]*</a></th>'
    r"<td>(?P<score>[^<]*)</td><td>(?P<ranks>[^<]*)</td><td>(?P<band>[^<]*)</td></tr>"
)
_COUNCIL = re.compile(
    r'<th scope="row"><a href="[^"]*councils/(?P<slug>[a-z0-9-]+)/index\.html">[^<]*</a></th>'
    r'<td class="num">(?P<shown>[^<]*)</td>'
)
_FACT = re.compile(r'<li><b>(?P<shown>[^<]*)</b>[^<]*<a href="#(?P<element>[a-z0-9-]+)">(?P<claim>[^<]*)</a>')
NOTHING = "–"
"""What a table shows where there is no figure."""


def check_shown(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield page and cell of every figure that is not that of the file.

    Figures and scores of policy areas on the reports of councils, and each council's figure on the page of an
    indicator. A site without the tables has nothing to check.
    """
    if not (tables.folder / "data" / "values.csv").is_file():
        return
    for code, council in tables.councils.items():
        page = tables.folder / "councils" / council["slug"] / "index.html"
        if page.is_file():
            yield from check_report(tables, code, page)
    codes = {council["slug"]: code for code, council in tables.councils.items()}
    for indicator in tables.decimals:
        page = tables.folder / "indicators" / indicator / "index.html"
        if page.is_file():
            yield from check_indicator(tables, indicator, page, codes)


def check_report(tables: PublicTables, code: str, page: Path) -> Iterator[tuple[str, str]]:
    """Compare the report of a council; every indicator has to be there."""
    path, markup = page.relative_to(tables.folder).as_posix(), page.read_text("utf-8")
    seen = set()
    for match in _FIGURE.finditer(markup):
        slug = match["slug"]
        seen.add(slug)
        if not fits(match["shown"], tables.values[code, slug]["value"], tables.decimals[slug]):
            yield (
                path,
                f"{slug}: {match['shown']!r}, and {tables.values[code, slug]['value']!r} in values.csv",
            )
    for slug in sorted(set(tables.decimals) - seen):
        yield path, f"{slug}: the figure is not on the page"
    carried = {
        each.node: (each.word("claim"), each.row["value"], tables.decimals[each.word("indicator")])
        for each in tables.told_of.get(code, ())
        if each.kind in ("strength", "weakness")
    }
    for match in _FACT.finditer(markup):
        claim, value, decimals = carried.get(match["element"], ("", "", 0))
        if html.unescape(match["claim"]) != claim or not fits(match["shown"], value, decimals):
            yield path, f"{match['claim']}: {match['shown']!r} is no strength or weakness of the place"
    for match in _SCORE.finditer(markup):
        row = tables.scores[code, match["slug"]]
        known = bool(row["nation_rank"])
        ranks = sorted({int(row["nation_rank_low"]), int(row["nation_rank_high"])}) if known else []
        expected = expect(*ranks, int(row["nation_n"])) if known else []
        shown = match["ranks"] if known else match["ranks"].replace(NOTHING, "")
        same = agree_numbers(read_numbers(shown, spelt=False), expected)
        if not same or not fits(match["score"], row["score"] if known else "", 0):
            yield path, f"{match['slug']}: {match['score']}, {match['ranks']}: not those of scores.csv"
        if known and html.unescape(match["band"]) != (row["nation_band"] or NOTHING):
            yield path, f"{match['slug']}: {match['band']!r}, and {row['nation_band']!r} in scores.csv"


def check_indicator(
    tables: PublicTables, indicator: str, page: Path, codes: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Compare the table of councils on the page of an indicator.

    Args:
        tables: of the site.
        indicator: slug.
        page: file of its page.
        codes: of the councils by their name in the address.
    """
    path, markup = page.relative_to(tables.folder).as_posix(), page.read_text("utf-8")
    missing = {slug for slug, code in codes.items() if tables.values[code, indicator]["value"]}
    for match in _COUNCIL.finditer(markup):
        missing.discard(match["slug"])
        value = tables.values[codes[match["slug"]], indicator]["value"]
        if not fits(match["shown"], value, tables.decimals[indicator]):
            yield path, f"{match['slug']}: {match['shown']!r}, and {value!r} in values.csv"
    for slug in sorted(missing):
        yield path, f"{slug}: the figure is not on the page"


def fits(shown: str, value: str, decimals: int) -> bool:
    """Say whether a cell shows a value of a file, rounded, or nothing where the value is empty."""
    if value == "":
        return shown in (NOTHING, "")
    return agree_numbers(read_numbers(shown, spelt=False), [Expected(float(value), decimals)])
