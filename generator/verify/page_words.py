"""Measures the words of one page: how many come before anything is opened, and how they are put."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from generator.verify.frames import Framer, count_words, split_sentences
from generator.verify.visible import read_runs

LONG = 25
"""Words that a sentence may have without being long."""
LINKS = frozenset((
    "although", "as", "because", "but", "despite", "even", "however", "instead", "since", "so", "still",
    "though", "unlike", "whereas", "while", "yet"
))  # fmt: skip
"""Words that join one fact to another."""
LISTED = frozenset(("tags", "acts", "ways", "crumb", "share"))
"""Classes of lists of links and of texts to copy, such as a citation: no sentences."""
_WHOM = "adults|babies|children|families|homes|households|men|people|pupils|residents|women|workers"
_COUNTED = re.compile(
    rf"(?P<before>\S+ |^)\d{{1,3}}(?:,\d{{3}})*(?: [a-z]+)?? (?:{_WHOM})\b"
    r"(?! (?:per|in every|for every|of every|an?)\b)"
)
_NO_COUNT = ("per ", "every ", "each ", "than ", "to ", "of ")
"""What stands before the base of a rate, a limit or a range."""


@dataclass(frozen=True)
class PageWords:
    """What is measured of a page.

    Attributes:
        words: shown before anything is opened, those of the head and foot of the site too.
        sentences: of the page itself, shown before anything is opened.
        frames: how many frames these have.
        top: how often the most used frame stands there.
        top_frame: that frame; empty for a page without sentences.
        long: sentences of more than 25 words.
        opened: sentences when all is open, and how many of these are long.
        links: words that join facts.
        counts_people: whether a sentence says of how many people it speaks.
    """

    words: int
    sentences: int
    frames: int
    top: int
    top_frame: str
    long: int
    opened: tuple[int, int]
    links: int
    counts_people: bool


def measure_page(page: str, framer: Framer) -> PageWords:
    """Return what is measured of the text of a page."""
    runs = read_runs(page)
    told = [run for run in runs if run.in_main and not run.in_table and not run.classes & LISTED]
    everything = [sentence for run in told for sentence in split_sentences(run.text)]
    shown = [sentence for run in told if not run.opened for sentence in split_sentences(run.text)]
    frames = Counter(framer.frame(sentence) for sentence in shown)
    # Of several that are used as often, the first by the alphabet.
    top_frame, top = min(frames.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return PageWords(
        words=sum(count_words(run.text) for run in runs if not run.opened),
        sentences=len(shown),
        frames=len(frames),
        top=top,
        top_frame=top_frame,
        long=_count_long(shown),
        opened=(len(everything), _count_long(everything)),
        links=sum(word in LINKS for sentence in shown for word in re.findall(r"[a-z]+", sentence.lower())),
        counts_people=any(counts_people(sentence) for sentence in shown),
    )


def _count_long(sentences: list[str]) -> int:
    return sum(count_words(sentence) > LONG for sentence in sentences)


def counts_people(sentence: str) -> bool:
    """Say whether a sentence tells a number of people, homes or households, and not only a rate of them."""
    return any(not match["before"].endswith(_NO_COUNT) for match in _COUNTED.finditer(sentence))
