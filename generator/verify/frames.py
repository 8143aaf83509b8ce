"""Sentences and their frames: a frame is a sentence with its names, numbers and units taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

NAME, NUMBER = "@", "#"
_TOKEN = re.compile(
    r"[\u2212\u00a3]*\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?%?|[^\W\d_]+(?:-[^\W\d_]+)*|'s\b|[^\w\s]"
)
_END = re.compile(r"(?<=[.?!])[\u201d)]?\s+(?=[\u201c(]?[A-Z\u00a3\d])")
_WORD = re.compile(r"\w[\w,.'\u2019/-]*")
_COUNTS = frozenset((
    "none", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "first", "second",
    "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"
))  # fmt: skip
_MONTHS = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december"
))  # fmt: skip
_JOINS = frozenset((",", ";", "and", "or", "the", "by", "'s"))
_SPELLINGS = str.maketrans("\u2019\u2018", "''")

Phrases = Mapping[str, Sequence[tuple[str, ...]]]


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; text that ends without a stop, such as a label, is none."""
    parts = [part.strip() for part in _END.split(text)]
    return [part for part in parts if part.rstrip("\u201d)").endswith((".", "?", "!", ":"))]


def count_words(text: str) -> int:
    """Return the number of words of a text, a figure with its signs as one."""
    return len(_WORD.findall(text))


def read_tokens(text: str) -> list[str]:
    """Return words, figures and signs of a text in their order."""
    return _TOKEN.findall(text.translate(_SPELLINGS))


def list_phrases(texts: Iterable[str]) -> Phrases:
    """Return phrases in small letters by their first token, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for text in texts:
        if tokens := tuple(token.lower() for token in read_tokens(text)):
            found.setdefault(tokens[0], set()).add(tokens)
    return {first: sorted(some, key=lambda each: (-len(each), each)) for first, some in found.items()}


@dataclass(frozen=True)
class Framer:
    """Takes names, numbers and units out of sentences.

    Attributes:
        names: of places, of parts of the framework, of clusters.
        units: what may follow a figure, such as "per 1,000 people".
    """

    names: Phrases
    units: Phrases

    def frame(self, sentence: str) -> str:
        """Return the frame of a sentence, in small letters.

        Several names in a row, with what joins them, are one: lists of two and of three are the same frame.
        """
        tokens = read_tokens(sentence)
        small = [token.lower() for token in tokens]
        frame: list[str] = []
        for mark in self._mark(tokens, small):
            if mark == NAME:
                # "the North East, Yorkshire and Hull" is one name.
                back = len(frame)
                while back and frame[back - 1] in _JOINS:
                    back -= 1
                if back and frame[back - 1] == NAME:
                    del frame[back:]
                    continue
                if frame and frame[-1] == "the":
                    frame.pop()
            elif mark == NUMBER and frame[-1:] == [NUMBER]:
                continue
            frame.append(mark)
        return " ".join(frame)

    def _mark(self, tokens: Sequence[str], small: Sequence[str]) -> Iterator[str]:
        """Yield the tokens, with a mark for each name and each number with its unit."""
        place = 0
        while place < len(tokens):
            if length := _match(self.names, small, place):
                yield NAME
                place += length
            elif tokens[place].lstrip("\u2212\u00a3")[:1].isdigit() or small[place] in _COUNTS:
                yield NUMBER
                place += 1 + _match(self.units, small, place + 1)
            elif small[place] in _MONTHS and tokens[place][0].isupper():
                yield NUMBER
                place += 1
            elif place and tokens[place][0].isupper() and tokens[place - 1] not in (".", ":", "\u201c"):
                yield NAME
                place += 1
            else:
                yield small[place]
                place += 1


def _match(phrases: Phrases, small: Sequence[str], place: int) -> int:
    """Return how many tokens the longest phrase has that stands here; none: 0."""
    if place >= len(small):
        return 0
    for phrase in phrases.get(small[place], ()):
        if tuple(small[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
