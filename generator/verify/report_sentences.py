"""Compares what reports say with the table of findings: no sentence with a number may be of a page's own."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.verify.public_tables import PublicTables

# Definitions, notes and how to cite say the same on many pages; they are no findings. The chapter of a
# pillar and the rest of a list open too, and have findings.
_APART = re.compile(
    r'<details(?! class="(?:pillar|more)").*?</details>|<aside.*?</aside>|<section class="cite".*?</section>'
    r"|<noscript.*?</noscript>",
    re.DOTALL,
)
_SENTENCE = re.compile(r'<p(?: class="(?P<kind>answer|lede)")?>(?P<text>[^<]+)')
_DIGIT = re.compile(r"\d")
FOLDERS = {"council": "councils", "region": "regions", "nation": "regions"}


def check_report_sentences(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield page and sentence of every paragraph with a number that is not a finding on the place.

    The answer at the head of a report may go on after the finding, with the short form of another. The lead
    is several findings, one after the other. A brief
    may also say what is found on the region, the nation and the UK. A site without the table of findings has
    nothing to check.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for row in tables.findings:
        told[row["area_code"]].add(row["text"])
    for subject, page in list_reports(tables) if told else ():
        if not page.is_file():
            continue
        for kind, text in read_sentences(page.read_text("utf-8")):
            if text in told[subject] or (
                kind == "answer" and any(text.startswith(each) for each in told[subject])
            ):
                continue
            if kind == "lede" and is_made_of(text, told[subject]):
                continue
            yield page.relative_to(tables.folder).as_posix(), text
    for subjects, page in list_briefs(tables) if told else ():
        if page.is_file():
            for _, text in read_sentences(page.read_text("utf-8")):
                if not any(text in told[subject] for subject in subjects):
                    yield page.relative_to(tables.folder).as_posix(), text


def is_made_of(text: str, sentences: Iterable[str]) -> bool:
    """Say whether a paragraph is some of these sentences and nothing else."""
    for each in sorted(sentences, key=len, reverse=True):
        text = text.replace(each, "", 1)
    return not text.strip()


def list_briefs(tables: PublicTables) -> Iterator[tuple[tuple[str, ...], Path]]:
    """Yield the page of every evidence brief with the subjects of which it may speak."""
    nations = {area["name"]: code for code, area in tables.areas.items() if area["kind"] == "nation"}
    whole = [code for code, area in tables.areas.items() if area["kind"] == "uk"]
    for code, area in tables.councils.items():
        page = tables.folder / FOLDERS["council"] / area["slug"] / "brief" / "index.html"
        around = (area.get("region_code", ""), nations.get(area.get("nation", ""), ""), *whole)
        yield (code, *around), page


def list_reports(tables: PublicTables) -> Iterator[tuple[str, Path]]:
    """Yield subject of the findings and page of every report."""
    for code, area in tables.areas.items():
        if area["kind"] in FOLDERS:
            yield code, tables.folder / FOLDERS[area["kind"]] / area["slug"] / "index.html"
    for cluster in tables.members:
        yield cluster, tables.folder / "clusters" / cluster / "index.html"


def read_sentences(markup: str) -> Iterator[tuple[str, str]]:
    """Yield the plain paragraphs of a page that hold a number, and which of its head each is, if any."""
    for match in _SENTENCE.finditer(_APART.sub("", markup)):
        text = html.unescape(match["text"]).strip()
        if _DIGIT.search(text):
            yield match["kind"] or "", text
