"""Words for the fifth, or run of fifths, in which a place surely lies: the only ones in the program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations_with_replacement
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import BeforeValidator

from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import find_key, load_record

BANDS = Path("text") / "bands.yml"
"""The file, under the templates."""
FIFTHS = range(1, 6)
"""Fifths of a ranking, counted from the lowest."""
Words = Annotated[str, BeforeValidator(lambda given: "" if given is None else given)]
_MARK = re.compile(r"\{band ([^{}]*)\}")
_SLOTS: Mapping[str, tuple[str, ...]] = {"single": ("fifth",), "range": ("low", "high")}


class FifthWords(Record):
    """What each fifth is called, lowest first."""

    lowest: Words
    second_lowest: Words
    middle: Words
    second_highest: Words
    highest: Words


class BandWords(Record):
    """The file ``templates/text/bands.yml``.

    Attributes:
        fifths: what each fifth is called.
        single: a band of one fifth, with the slot ``{fifth}``.
        range: a band of two to four, with the slots ``{low}`` and ``{high}``.
        anywhere: the band of all five.
    """

    fifths: FifthWords
    single: Words
    range: Words
    anywhere: Words

    @cached_property
    def bands(self) -> Mapping[tuple[int, int], str]:
        """The words of every band by the fifths at its low and its high end."""
        words = dict(zip(FIFTHS, dict(self.fifths).values(), strict=True))
        found = {
            (low, high): self.single.format(fifth=words[low])
            if low == high
            else self.range.format(low=words[low], high=words[high])
            for low, high in combinations_with_replacement(FIFTHS, 2)
        }
        return {**found, (FIFTHS[0], FIFTHS[-1]): self.anywhere}

    @cached_property
    def singles(self) -> tuple[str, ...]:
        """The words of the five fifths, lowest first."""
        return tuple(self.bands[fifth, fifth] for fifth in FIFTHS)

    def name(self, low: int, high: int) -> str:
        """Return the words of a band as ``position.count_bands`` gives it, e.g. (1, 1) or (2, 3).

        Raises:
            ProsperityError: the band is not a run within 1 to 5.
        """
        try:
            return self.bands[low, high]
        except KeyError:
            raise ProsperityError(
                f"{low} to {high} is not a band", expected="fifths from 1 (lowest) to 5 (highest)"
            ) from None

    def fill(self, text: str) -> str:
        """Return a text with the words of bands in the place of marks: ``{band 1}``, ``{band 2 to 3}``.

        Raises:
            ProsperityError: a mark names no band.
        """
        return _MARK.sub(self._fill_one, text)

    def _fill_one(self, mark: re.Match[str]) -> str:
        low, _, high = mark[1].partition(" to ")
        if not (low + high).isdecimal():
            raise ProsperityError(
                f"{mark[0]} names no band", expected="a mark such as {band 1} or {band 2 to 3}"
            )
        return self.name(int(low), int(high or low))


def load_bands(path: Path) -> BandWords:
    """Read and check the words of bands.

    Raises:
        ProsperityError: a key that is missing, unknown or empty, a slot that is not used or not known, or two
            bands with the same words; with file, line and key.
    """
    words = load_record(path, BandWords)
    for keys, text in _list_texts(words):
        problem = _examine(text, _SLOTS.get(keys[-1], ()))
        if problem:
            raise ProsperityError(problem, file=path, line=find_key(path, *keys), field=".".join(keys))
    names = list(words.bands.values())
    same = next((name for name in names if names.count(name) > 1), None)
    if same is not None:
        raise ProsperityError(
            f"two bands have the same words: {same!r}", file=path, expected="words that tell all bands apart"
        )
    return words


def _list_texts(words: BandWords) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every text of the file with the keys that lead to it."""
    for key, text in words.fifths:
        yield ("fifths", key), text
    for key in ("single", "range", "anywhere"):
        yield (key,), getattr(words, key)


def _examine(text: str, slots: tuple[str, ...]) -> str:
    """Return what is wrong with a text that has to use these slots, empty where it is right."""
    if not text.strip():
        return "the text is empty"
    try:
        parsed = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as reason:
        return f"the braces do not match ({reason})"
    if sorted(map(str, parsed)) == sorted(str((slot, "", None)) for slot in slots):
        return ""
    return f"the slots have to be {' and '.join(f'{{{slot}}}' for slot in slots) or 'none'}"
