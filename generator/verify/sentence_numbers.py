"""Reads the numbers out of a sentence: numerals, ordinals, and small counts in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_VALUE = {word: float(n) for n, word in enumerate(_WORDS)} | {
    word: float(n) for n, word in enumerate(_ORDINALS, 1)
}
_NUMBER = re.compile(
    rf"(?P<sign>\u2212)?\u00a3?(?P<figure>\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?|\b(?P<word>{'|'.join(_VALUE)})\b",
    re.I,
)


@dataclass(frozen=True)
class Printed:
    """A number as it stands in a sentence: its value, its digits after the point, and whether in words."""

    value: float
    decimals: int = 0
    spelt: bool = False


@dataclass(frozen=True)
class Expected:
    """A number that a sentence has to hold: its exact value, and how many decimals it is printed with."""

    value: float
    decimals: int = 0

    def fits(self, printed: float) -> bool:
        """Say whether the printed number is this one, rounded."""
        return abs(printed - self.value) <= 0.5 * 10.0**-self.decimals + 1e-9

    def says(self, printed: Printed) -> bool:
        """Say whether the printed number is this one, rounded to this very number of digits."""
        return printed.decimals == self.decimals and self.fits(printed.value)


def expect(*values: float, decimals: int = 0) -> list[Expected]:
    """Return several numbers of the same kind."""
    return [Expected(float(value), decimals) for value in values]


def match_names(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of these names, the longest first; without names it finds nothing."""
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b" if longest else r"(?!)", re.IGNORECASE)


def read_numbers(text: str, *, without: re.Pattern[str] | None = None, spelt: bool = True) -> list[float]:
    """Return the numbers of a sentence in their order.

    Args:
        text: the sentence.
        without: names and bands that may hold numbers, such as "after 16"; see ``match_names``.
        spelt: read counts in words too.
    """
    return [one.value for one in read_printed(text, without=without) if spelt or not one.spelt]


def read_printed(text: str, *, without: re.Pattern[str] | None = None) -> list[Printed]:
    """Return the numbers of a sentence as they are printed, in their order; see ``read_numbers``."""
    text = without.sub("", text) if without else text
    found = []
    for match in _NUMBER.finditer(text):
        if match["word"]:
            found.append(Printed(_VALUE[match["word"].lower()], spelt=True))
        else:
            figure = match["figure"].rstrip(",").replace(",", "")
            size = -float(figure) if match["sign"] else float(figure)
            found.append(Printed(size, len(figure.partition(".")[2])))
    return found


def find_unexplained(
    printed: Iterable[Printed], needed: Iterable[Expected], allowed: Iterable[Expected]
) -> str:
    """Return what is wrong with the numbers of a sentence, in whatever order they stand; empty if nothing.

    Args:
        printed: the numbers of the sentence.
        needed: those that it has to hold, each at least as often as it is given here.
        allowed: those that it may hold too, each as often as it is given here. A number in words that is none
            of them is no fault: words such as "one" are no figures.
    """
    left, needed = list(printed), list(needed)
    for one in needed:
        found = next((each for each in left if one.says(each)), None)
        if found is None:
            return f"does not say {one.value:.{one.decimals}f}"
        left.remove(found)
    known = list(allowed)
    for each in left:
        explained = next((one for one in known if one.says(each)), None)
        if explained is not None:
            known.remove(explained)
        elif not each.spelt and not any(one.says(each) for one in needed):
            return f"says {each.value:.{each.decimals}f}, which is none of its evidence"
    return ""


def agree(printed: Sequence[float], expected: Sequence[Expected]) -> bool:
    """Say whether the numbers are the expected ones, all of them, in order."""
    return len(printed) == len(expected) and all(
        one.fits(number) for one, number in zip(expected, printed, strict=True)
    )


def hold(printed: Sequence[float], expected: Sequence[Expected]) -> bool:
    """Say whether the expected numbers are among the printed ones, in order."""
    left = iter(printed)
    return all(any(one.fits(number) for number in left) for one in expected)
