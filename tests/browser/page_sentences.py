"""The sentences of all pages, as many as hold every run of words: pages repeat them with other places.

A rule of grammar looks at a few words beside each other. So a sentence is read if it has a run of ``RUN``
words, its beginning or its end, that no sentence before it has: with stand-ins for names and figures, but not
for the figures that grammar depends on, 1 and those that take "an".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from page_names import list_parts, list_places, list_titles, match_any, replace_names
from page_words import Block

END = re.compile(r"(?<=[.!?]) (?=[A-Z`“‘\"'(])")
# A cell of a table is read where it talks, not where it holds a figure.
CELL_WORDS = 5
RUNNING = frozenset(("p", "dd", "figcaption", "description", "desc"))
# So many semicolons make a list that is written as a line.
LIST_MARKS = 3
# Below this a name is what the block is about, and is read as it stands.
NAME_ONLY = 40
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
RUN = 5
LONG = 40
"""Words above which a sentence may be too long: the rule for it looks at the whole of it."""
ONE = re.compile(r"\b1(?= [a-z])")
AN = re.compile(r"(\b[Aa]n? )(?:8[\d,.]*|1[18](?:[,.]\d+)*)(?!\d)")
"""Figures that are said with a vowel first, as 8, 80, 811, 11, 18, 11,200 and 18.5, after an article."""
ORDINAL = re.compile(r"\b(\d*?(\d{1,2}))(st|nd|rd|th)\b")
SMALL = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine)\b")
MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)(?= \d)"
)
PLACES = re.compile(r"\bPlace(?:(?:, |; | and |, and )(?:the )?Place)+\b")


@dataclass(frozen=True)
class Sentence:
    """One sentence to check, and where it stands.

    Attributes:
        text: as it stands on the page.
        page: the first page that has a sentence of its kind.
        is_sentence: whether it is running text, not a label.
    """

    text: str
    page: str
    is_sentence: bool


@cache
def _titles() -> re.Pattern[str]:
    return match_any(list_titles())


@lru_cache(maxsize=100_000)
def quote_titles(text: str) -> str:
    """Put what others wrote, such as titles of publications, between backticks: it is not ours to mend."""
    return _titles().sub("`title`", text)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a block."""
    return END.split(text)


def list_sentences(pages: Mapping[str, Sequence[Block]]) -> list[Sentence]:
    """Return sentences that together hold every run of words, first those of running text, then labels."""
    found: dict[str, Sentence] = {}
    for page, blocks in pages.items():
        for text, is_sentence in _read_blocks(blocks):
            # A sentence counts as running text as soon as one page has it so.
            if text not in found or (is_sentence and not found[text].is_sentence):
                found[text] = Sentence(text, page, is_sentence)
    make_pattern = _SamePattern()
    seen: set[tuple[str, ...]] = set()
    chosen = []
    for each in sorted(found.values(), key=lambda each: not each.is_sentence):
        runs = _list_runs(make_pattern(each.text))
        if not seen.issuperset(runs):
            chosen.append(each)
            seen |= runs
    return chosen


def _list_runs(pattern: str) -> set[tuple[str, ...]]:
    words = pattern.split()
    told = ["", *words, ""]
    runs = {tuple(told[start : start + RUN]) for start in range(max(1, len(told) - RUN + 1))}
    return runs | {("long",)} if len(words) > LONG else runs


def _read_blocks(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    for block in blocks:
        if block.tag != "td" or len(block.text.split()) >= CELL_WORDS:
            for text in split_sentences(quote_titles(block.text)):
                yield text, block.tag in RUNNING and text[-1] in ".!?" and text.count(";") < LIST_MARKS


class _SamePattern:
    """Makes the pattern of a sentence: what is left of it without names and figures."""

    def __init__(self) -> None:
        self.places = {match_any(list_places()): "Place"}
        self.parts = {match_any(list_parts()): "part"}

    def __call__(self, text: str) -> str:
        text = replace_names(text, self.places)
        if len(text) > NAME_ONLY:
            text = replace_names(text, self.parts)
        # A wrong ending, as in "22th", stays, so that it is read.
        text = ORDINAL.sub(lambda found: "0th" if found[3] == _find_ending(found[2]) else found[0], text)
        text = ONE.sub("one", AN.sub(r"\1Eight", text))
        text = SMALL.sub("several", MONTH.sub("March", NUMBER.sub("0", text)))
        return PLACES.sub("Places", text)


def _find_ending(digits: str) -> str:
    if digits[-2:] in ("11", "12", "13"):
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
