"""Words for the fifth, or run of fifths, in which a place surely lies."""

from __future__ import annotations

from generator.catalogue.records import Record
from generator.errors import ProsperityError

WIDEST_NAMED = 3
"""Steps from the low to the high end of a range that a sentence no longer names."""


class BandWords(Record):
    """Words for the five fifths, lowest first, as ``templates/text/findings.yml`` gives them.

    Attributes:
        alone: in a table, when the place surely lies in this one fifth, e.g. "lowest fifth", "middle".
        fifths: the same inside a sentence, after "in the", e.g. "second lowest fifth".
        ends: when the fifth is one end of a range, e.g. "low" in "low to middle".
        anywhere: when nothing narrower than all five fifths is sure.
    """

    alone: tuple[str, str, str, str, str]
    fifths: tuple[str, str, str, str, str]
    ends: tuple[str, str, str, str, str]
    anywhere: str


DEFAULT = BandWords(
    alone=("lowest fifth", "low", "middle", "high", "highest fifth"),
    fifths=("lowest fifth", "second lowest fifth", "middle fifth", "second highest fifth", "highest fifth"),
    ends=("very low", "low", "middle", "high", "very high"),
    anywhere="too uncertain to place",
)


def name_band(low: int, high: int, *, words: BandWords = DEFAULT) -> str:
    """Return the words of a band as ``position.count_bands`` gives it: (1, 1) is "lowest fifth", (2, 3)
    "low to middle", (1, 5) "too uncertain to place".

    Raises:
        ProsperityError: the band is not a run within 1 to 5.
    """
    if not 1 <= low <= high <= 5:
        raise ProsperityError(
            f"{low} to {high} is not a band", expected="fifths from 1 (lowest) to 5 (highest)"
        )
    if (low, high) == (1, 5):
        return words.anywhere
    if low == high:
        return words.alone[low - 1]
    return f"{words.ends[low - 1]} to {words.ends[high - 1]}"


def place_in_band(low: int, high: int, *, words: BandWords = DEFAULT) -> str:
    """Return the band inside a sentence: "in the lowest fifth", "in the low to middle range".

    Empty for four or five fifths, which say next to nothing.
    """
    if high - low >= WIDEST_NAMED:
        return ""
    if low == high:
        return f"in the {words.fifths[low - 1]}"
    return f"in the {name_band(low, high, words=words)} range"
