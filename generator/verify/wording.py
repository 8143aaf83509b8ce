"""Holds the words of findings against each other: the same words go with the same evidence everywhere.

Nothing here knows what a word means. A sentence without its names and numbers is a frame, such as "its score
rose by # points"; if one frame is said of rises, and in a few places of a fall, those few are wrong. So a
verdict or a direction in the wrong words is found, and a sentence may yet be worded in another way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import StatisticsError

from generator.verify.evidence import Told
from generator.verify.printed import (
    HARDLY,
    SAID,
    SCALE,
    Said,
    count_place,
    is_beyond_nine_in_ten,
    name_place,
    plain,
)
from generator.verify.public_tables import PublicTables

FEW = 0.01
"""Part of the sentences with one meaning that may be worded wrongly before a word no longer marks it."""
FEWEST = 20
"""Sentences with one meaning that it takes to say which words mark it."""
Cell = str | int
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_NUMERAL = re.compile(r"\u2212?\u00a3?\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?")


@dataclass(frozen=True)
class Worded:
    """A sentence without names and numbers, and what its words tell by the evidence."""

    told: Told
    frame: str
    meaning: tuple[Cell, ...]


def check_wording(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield place and problem of every sentence whose words go with other evidence elsewhere."""
    for told, problem in find_odd_words(tables):
        yield told.code, f"{problem}: {told.row['text']}"


def find_odd_words(tables: PublicTables) -> Iterator[tuple[Told, str]]:
    """Yield findings whose words go with other evidence elsewhere, each once."""
    groups: dict[str, list[Worded]] = defaultdict(list)
    for told in tables.told:
        if signature := SIGNED.get(told.kind):
            try:
                frame = strip(told, SAID[told.kind](told, tables), tables)
                groups[FRAMES.get(told.kind, told.kind)].append(Worded(told, frame, signature(told)))
            except (KeyError, ValueError, StatisticsError):
                # What its evidence lacks is a fault already.
                continue
    for found in groups.values():
        odd = {id(one): problem for one, problem in (*compare_frames(found), *find_without_markers(found))}
        yield from ((one.told, odd[id(one)]) for one in found if id(one) in odd)


def compare_frames(found: Sequence[Worded]) -> Iterator[tuple[Worded, str]]:
    """Yield sentences of a frame that goes with another meaning in most places."""
    frames: dict[str, list[Worded]] = defaultdict(list)
    for one in found:
        frames[one.frame].append(one)
    for alike in frames.values():
        usual, _ = Counter(one.meaning for one in alike).most_common(1)[0]
        for one in alike:
            if one.meaning != usual:
                yield one, f"says {one.meaning} in words that elsewhere say {usual}"


def find_without_markers(found: Sequence[Worded]) -> Iterator[tuple[Worded, str]]:
    """Yield sentences with a word of another meaning, or without one of their own.

    A word marks a part of the meaning, such as a verdict, where nearly all sentences that mean this hold the
    word, and nearly no other does.
    """
    holding: dict[str, set[int]] = defaultdict(set)
    meaning: dict[tuple[int, Cell], set[int]] = defaultdict(set)
    for number, one in enumerate(found):
        for word in _WORD.findall(one.frame):
            holding[word].add(number)
        for part in enumerate(one.meaning):
            meaning[part].add(number)
    told = {part: those for part, those in meaning.items() if FEWEST <= len(those) < len(found)}
    for word, there in holding.items() if told else ():
        # Of parts that nearly always go together, such as an answer and its side, a word tells the nearest.
        part = min(told, key=lambda each: len(there ^ told[each]))
        if len(odd := there ^ told[part]) <= max(1, FEW * len(told[part])):
            for number in odd:
                has = "has" if number in there else "lacks"
                yield found[number], f"{has} the word {word!r}, which elsewhere tells {part[1]!r}"


def strip(told: Told, said: Said, tables: PublicTables) -> str:
    """Return a sentence without its names and numbers."""
    text = plain(told.row["text"])
    parts = [*said.texts, tables.node_names.get(told.node, ""), *(way for ways in said.names for way in ways)]
    if told.code in tables.areas:
        parts += name_place(told.code, tables)
    for part in sorted(filter(None, map(plain, parts)), key=len, reverse=True):
        text = re.sub(re.escape(part), "_", text, flags=re.IGNORECASE)
    return _NUMERAL.sub("#", text)


def way(change: float) -> int:
    """Return 1 for a rise, -1 for a fall, 0 for a change that is told as none."""
    return 0 if abs(change) < HARDLY else (1 if change > 0 else -1)


NO_GAP = 0.05
"""Points below which a gap prints as none."""
Sign = Callable[[Told], tuple[Cell, ...]]


def sign_trend(told: Told) -> tuple[Cell, ...]:
    """Verdict and both directions."""
    ways = [way(change) for change in told.numbers("change", "uk_change")]
    return (told.word("category"), *ways, *count_ways(ways))


def sign_move(told: Told) -> tuple[Cell, ...]:
    """All directions."""
    names = ("change", "whole_change", *(["region_change"] if told.has("region") else []))
    ways = [way(change) for change in told.numbers(*names)]
    return (*ways, *count_ways(ways))


def count_ways(ways: Sequence[int]) -> tuple[Cell, ...]:
    """Return which ways are told at all: some rise, some fall, some stay."""
    return tuple(name if each in ways else f"no {name}" for each, name in NAMED_WAYS.items())


NAMED_WAYS = {1: "rise", -1: "fall", 0: "standstill"}


def sign_levelling(told: Told) -> tuple[Cell, ...]:
    """Answer, both sides and what places that began low did."""
    return tuple(told.word(name) for name in ("category", "mean_side", "gap_side", "slope_side"))


def sign_gap(told: Told) -> tuple[Cell, ...]:
    """The course, and on which side of the nation the place began and ended."""
    sides = (
        0 if abs(gap) < NO_GAP else (1 if gap > 0 else -1) for gap in told.numbers("gap_start", "gap_end")
    )
    return (told.word("category"), *sides)


def sign_figure(told: Told) -> tuple[Cell, ...]:
    """The end of the values at which the figure stands, and what is said of its place from there."""
    return (
        "high" if told.number("percentile") >= SCALE / 2 else "low",
        count_place(told),
        is_beyond_nine_in_ten(told),
    )


def sign_lead(told: Told) -> tuple[Cell, ...]:
    """The end that is told of, what the gap did, which part is counted, or how two are joined."""
    return (next(told.word(name) for name in ("side", "category", "among", "joined_by") if told.has(name)),)


def sign_kind(told: Told) -> tuple[Cell, ...]:
    """Nothing but the kind."""
    return (told.kind,)


def sign_claim(told: Told) -> tuple[Cell, ...]:
    """The verdict, and what was looked at."""
    seen = told.word("expects") if told.has("found") else told.word("scale") if told.has("scale") else ""
    return (told.word("verdict"), seen)


SIGNED: Mapping[str, Sign] = {
    "trend": sign_trend,
    "improved": sign_move,
    "declined": sign_move,
    "levelling": sign_levelling,
    "gap": sign_gap,
    "lead": sign_lead,
    "strength": sign_figure,
    "weakness": sign_figure,
    "context": sign_figure,
    "relative_strength": sign_kind,
    "relative_weakness": sign_kind,
    "cluster_strength": sign_kind,
    "cluster_weakness": sign_kind,
    "cluster_similar": sign_kind,
    "claim": sign_claim,
}
"""What the words of a finding tell beside its names and numbers."""
FRAMES = {
    "improved": "moved",
    "declined": "moved",
    "strength": "figure",
    "weakness": "figure",
    "context": "figure",
    **{kind: "relative" for kind in ("relative_strength", "relative_weakness")},
    **{kind: "difference" for kind in ("cluster_strength", "cluster_weakness", "cluster_similar")},
}
"""Kinds whose words are held against each other."""
