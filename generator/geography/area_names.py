"""Areas by name, for files that have no codes: the names of `data/`, and no guess beyond them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.catalogue.records import Area, Change
from generator.errors import ProsperityError

_CITY_LAST = re.compile(r"(.+), (city|county) of")
_OF_A_COUNCIL = re.compile(r"(?:the )?(.+?)((?: (?:metropolitan|city|county|borough|district))*) council")
_KEPT = 3


@dataclass(frozen=True)
class AreaNames:
    """Codes of areas by name.

    Attributes:
        codes: of each name, in the form of ``plain_name``, the one code that it can stand for, or several.
    """

    codes: Mapping[str, frozenset[str]]

    def knows(self, name: str) -> bool:
        """Return whether one area has this name."""
        return len(self._look_up(name)) == 1

    def _look_up(self, name: str) -> frozenset[str]:
        inverted = _CITY_LAST.fullmatch(" ".join(name.split()).casefold())
        found = self.codes.get(plain_name(name)) or (self.codes.get(inverted[1]) if inverted else None)
        return found or frozenset()

    def find(self, name: str) -> str:
        """Return the code of the one area of this name.

        Raises:
            ProsperityError: no area has this name, or several have it.
        """
        found = self._look_up(name)
        if len(found) == 1:
            return next(iter(found))
        near = difflib.get_close_matches(plain_name(name), sorted(self.codes), n=_KEPT)
        told = f"; near to it: {', '.join(near)}" if near and not found else ""
        raise ProsperityError(
            f"{len(found)} areas are called {name!r}" if found else f"there is no area {name!r}",
            field="area",
            expected=f"one of {', '.join(sorted(found))}" if found else f"a name of data/areas.csv{told}",
            mend="write its code under codes of the recipe, or if it is no area, the name under not_areas",
        )


NO_NAMES = AreaNames({})


def gather_names(areas: Iterable[Area], changes: Iterable[Change], counties: Mapping[str, str]) -> AreaNames:
    """Return the codes of all areas by name; a name of today counts before a former one.

    Args:
        areas: of today, with their usual, short, official and Welsh names.
        changes: former councils.
        counties: name of each county by its code.
    """
    today: dict[str, set[str]] = {}
    for area in areas:
        for name in (area.name, area.short_name, area.official_name, area.welsh_name):
            for form in _vary(plain_name(name)):
                today.setdefault(form, set()).add(area.code)
    former: dict[str, set[str]] = {}
    for name, code in (
        *((change.predecessor_name, change.predecessor_code) for change in changes),
        *((name, code) for code, name in counties.items()),
    ):
        if plain_name(name) not in today:
            former.setdefault(plain_name(name), set()).add(code)
    return AreaNames({name: frozenset(codes) for name, codes in {**former, **today}.items()})


def _vary(name: str) -> set[str]:
    """Return a name, and that of a council without the words that it is one."""
    found = _OF_A_COUNCIL.fullmatch(name)
    return {name, found[1], f"{found[1]}{found[2]}"} - {""} if found else {name} - {""}


def plain_name(name: str) -> str:
    """Return a name without what publishers write in different ways.

    >>> plain_name("Bristol, City of"), plain_name("Brighton  & Hove"), plain_name("St. Helens")
    ('city of bristol', 'brighton and hove', 'st helens')
    """
    text = " ".join(name.replace("&", " and ").replace("-", " ").split()).casefold()
    text = "".join(letter for letter in text if letter not in ".'’")
    last = _CITY_LAST.fullmatch(text)
    return f"{last[2]} of {last[1]}" if last else text
