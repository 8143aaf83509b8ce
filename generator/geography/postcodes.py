"""Postcodes of Great Britain to councils, as run-length strings that a browser can read.

Per outward code and sector digit there is either one council or a string of steps, each the last two letters
of a postcode and a base-36 number of a council: the council holds from those letters up to the next step. A
postcode that does not exist gets the council of the nearest lower one: say "nearest" unless it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.errors import ProsperityError

Shard = dict[str, dict[str, int | str]]
"""Outward code -> sector digit -> one council, or steps."""
_SHAPE = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?) ?([0-9])([A-Z]{2})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = re.compile(r"([A-Z]{2})([0-9a-z]+)")


def encode_postcodes(pairs: Iterable[tuple[str, str]]) -> tuple[list[str], dict[str, Shard]]:
    """Return the list of councils and one shard per postcode area.

    Args:
        pairs: postcode and council code.

    Raises:
        ProsperityError: a postcode is not one.
    """
    known = list(pairs)
    councils = sorted({code for _, code in known})
    number = {code: place for place, code in enumerate(councils)}
    sectors: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for postcode, code in known:
        area, district, sector, unit = split_postcode(postcode)
        sectors.setdefault((area, area + district, sector), []).append((unit, number[code]))
    shards: dict[str, Shard] = {}
    for (area, outward, sector), units in sorted(sectors.items()):
        shards.setdefault(area, {}).setdefault(outward, {})[sector] = encode_sector(sorted(units))
    return councils, shards


def split_postcode(postcode: str) -> tuple[str, str, str, str]:
    """Return area, district, sector digit and unit letters: "SW1A 1AA" gives "SW", "1A", "1", "AA".

    Raises:
        ProsperityError: it does not have the form of a postcode.
    """
    match = _SHAPE.fullmatch(postcode.strip().upper())
    if match is None:
        raise ProsperityError(f"{postcode!r} is not a postcode", expected="e.g. HU1 2AA")
    area, district, sector, unit = match.groups()
    return area, district, sector, unit


def encode_sector(units: list[tuple[str, int]]) -> int | str:
    """Return one council where the whole sector lies in it, else the steps."""
    steps: list[tuple[str, int]] = []
    for unit, council in units:
        if not steps or steps[-1][1] != council:
            steps.append((unit, council))
    return steps[0][1] if len(steps) == 1 else "".join(unit + base36(council) for unit, council in steps)


def base36(number: int) -> str:
    """Return a number in base 36, lower case."""
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if number == 0:
            return digits


def find_council(postcode: str, shards: Mapping[str, Shard], councils: list[str]) -> str | None:
    """Return the council of a postcode, or None where its sector is not known."""
    area, district, sector, unit = split_postcode(postcode)
    found = shards.get(area, {}).get(area + district, {}).get(sector)
    if found is None:
        return None
    if isinstance(found, int):
        return councils[found]
    steps = _STEP.findall(found)
    chosen = steps[0]
    for step in steps:
        if step[0] <= unit:
            chosen = step
    return councils[int(chosen[1], 36)]
