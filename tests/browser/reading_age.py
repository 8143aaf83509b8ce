"""How old a reader must be to read a page with ease, by five well-known formulas.

Each formula gives a school grade of the United States; a pupil of grade 7 is 12 years old, so the age is the
grade and five more. The formulas disagree, because they look at other things: long sentences, long words,
many syllables. The age of a page is the middle one of the five. Counts of words, syllables and letters are
textstat's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

import textstat
from page_names import list_places, match_any
from page_sentences import LIST_MARKS, quote_titles, split_sentences
from page_words import QUOTE, Block

SCHOOL_STARTS = 5
FEWEST_WORDS = 4
# A page of fewer sentences has no reading age: redirects, say.
FEWEST_SENTENCES = 5
# A reader knows the name of a place, whatever its length: each counts as this one.
PLACE = "Leeds"
# The point of "4.5" ends no sentence, and the comma of "1,200" no word.
INSIDE_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
DIGIT = re.compile(r"\d")
ENDED = re.compile(r"[.!?][\"”’')]*$")


@dataclass(frozen=True)
class Counts:
    """What the formulas are made of, for one sentence or many."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    long_words: int = 0
    letters: int = 0
    characters: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return the sum."""
        return Counts(
            self.sentences + other.sentences,
            self.words + other.words,
            self.syllables + other.syllables,
            self.long_words + other.long_words,
            self.letters + other.letters,
            self.characters + other.characters,
        )

    def grades(self) -> dict[str, float]:
        """Return the grade by each formula."""
        length = self.words / self.sentences
        long_words = 100 * self.long_words / self.words
        return {
            "Flesch-Kincaid": 0.39 * length + 11.8 * self.syllables / self.words - 15.59,
            "SMOG": 1.043 * math.sqrt(30 * self.long_words / self.sentences) + 3.1291,
            "Gunning fog": 0.4 * (length + long_words),
            "Automated readability": 4.71 * self.characters / self.words + 0.5 * length - 21.43,
            "Coleman-Liau": 5.88 * self.letters / self.words - 29.6 * self.sentences / self.words - 15.8,
        }

    def age(self) -> float:
        """Return the middle age of the five."""
        return SCHOOL_STARTS + median(self.grades().values())


@cache
def _place_names() -> re.Pattern[str]:
    return match_any(list_places())


def prepare(sentence: str) -> str:
    """Return a sentence as it is counted: with stand-ins for names of places, titles and code."""
    sentence = _place_names().sub(PLACE, QUOTE.sub("it", sentence))
    return INSIDE_NUMBER.sub("", sentence)


@cache
def count(sentence: str) -> Counts:
    """Return the counts of one sentence."""
    # All figures of one length count alike, and the same sentence stands on many pages with others.
    return _count(DIGIT.sub("0", prepare(sentence)))


@cache
def _count(text: str) -> Counts:
    return Counts(
        sentences=1,
        words=textstat.lexicon_count(text),
        syllables=textstat.syllable_count(text),
        long_words=textstat.polysyllabcount(text),
        letters=textstat.letter_count(text),
        characters=textstat.char_count(text),
    )


def list_running_text(blocks: Iterable[Block]) -> list[str]:
    """Return the sentences of the running text: no headings, tables, fragments or lists written as a line."""
    return [
        sentence
        for block in blocks
        if block.is_prose and block.tag != "td"
        for sentence in split_sentences(quote_titles(block.text))
        if ENDED.search(sentence)
        and len(sentence.split()) >= FEWEST_WORDS
        and sentence.count(";") < LIST_MARKS
    ]


def measure(blocks: Sequence[Block]) -> Counts | None:
    """Return the counts of a page, or None where it has too little text."""
    sentences = list_running_text(blocks)
    if len(sentences) < FEWEST_SENTENCES:
        return None
    return sum((count(sentence) for sentence in sentences), Counts())


def list_hardest(blocks: Sequence[Block], number: int = 3) -> list[str]:
    """Return the sentences of a page that take most of a reader."""

    def burden(sentence: str) -> float:
        counts = count(sentence)
        return 0.39 * counts.words + 11.8 * counts.syllables / max(counts.words, 1)

    return sorted(dict.fromkeys(list_running_text(blocks)), key=burden, reverse=True)[:number]
