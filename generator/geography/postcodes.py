"""Postcodes of Great Britain to councils, as short strings that a browser can read.

Per outward code and sector digit there are two things. First, either one council or a string of steps, each
the last two letters of a postcode and a base-36 number of a council: the council holds from those letters up
to the next step. A postcode that is not in the list gets the council of the nearest lower one. Second, which
postcodes are in the list: one bit for each pair of the 20 letters that end postcodes, in base64.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from generator.errors import ProsperityError
from generator.files.documents import read_json_record
from generator.files.faults import Faults

Sector = tuple[int | str, str]
"""One council, or steps; and the bits of the known postcodes."""
Shard = dict[str, dict[str, Sector]]
"""Outward code -> sector digit -> sector."""
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that end postcodes: no C, I, K, M, O or V, which are easily misread."""
_SHAPE = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?) ?([0-9])([A-Z]{2})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = re.compile(r"([A-Z]{2})([0-9a-z]+)")


_AREA = r"^[A-Z]{1,2}$"
_REIMPORT = "run: prosperity import"
_STRICT = ConfigDict(strict=True, extra="forbid")
_Pairs = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{1,67}$")]
"""One bit for each of the 400 pairs of letters at most."""
_Steps = Annotated[str, Field(pattern=r"^(?:[A-Z]{2}[0-9a-z]{1,4}){2,}$")]
_Outward = Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9][0-9A-Z]?$")]
_Digit = Annotated[str, Field(pattern=r"^[0-9]$")]


class _Index(BaseModel):
    model_config = _STRICT

    councils: list[str]
    areas: list[Annotated[str, Field(pattern=_AREA)]]


class _Shard(
    RootModel[dict[_Outward, dict[_Digit, tuple[Annotated[int, Field(ge=0, strict=True)] | _Steps, _Pairs]]]]
):
    # A list of JSON is a tuple here; numbers and texts stay what they are.
    model_config = ConfigDict(strict=False)


@dataclass(frozen=True)
class Postcodes:
    """The look-up of all postcodes: its councils by number, and a shard for each postcode area."""

    councils: tuple[str, ...]
    shards: Mapping[str, Shard]


def load_postcodes(folder: Path, known: Iterable[str], *, count: int | None = None) -> Postcodes:
    """Read the look-up that an import wrote.

    Args:
        folder: its folder.
        known: codes of the councils in the register.
        count: of all postcodes, where it is known.

    Raises:
        ProsperityError: a file that is missing or damaged, a council that is not in the register, an area or
            council that stands there twice, the number of a council that is not in the list, steps out of
            order, an area that the index leaves out, or another number of postcodes.
    """
    index = read_json_record(folder / "index.json", _Index, mend=_REIMPORT, missing=_REIMPORT)
    faults = Faults(folder / "index.json", _REIMPORT)
    for code in sorted({*index.councils} - {*known}):
        faults.add(
            "postcodes lie in a council that is not in the register",
            expected="a code of data/areas.csv",
            name="councils",
            code=code,
        )
    for name, entries in (("councils", index.councils), ("areas", index.areas)):
        for entry, times in Counter(entries).items():
            if times > 1:
                faults.add(f"{entry} stands there {times} times", expected="once", name=name, code=entry)
    for area in sorted({file.stem for file in folder.glob("*.json")} - {"index", *index.areas}):
        faults.add(f"{area}.json is not in the index", expected="all areas", name="areas", code=area)
    faults.check()
    shards = {area: _load_shard(folder / f"{area}.json", len(index.councils)) for area in index.areas}
    found = sum(
        bin(int.from_bytes(_read_bits(known), "big")).count("1")
        for shard in shards.values()
        for sectors in shard.values()
        for _, known in sectors.values()
    )
    if count is not None and found != count:
        faults.add(f"the files hold {found:,} postcodes", expected=f"{count:,}, as the last import counted")
        faults.check()
    return Postcodes(tuple(index.councils), shards)


def _load_shard(file: Path, councils: int) -> Shard:
    """Read the look-up of one postcode area."""
    shard: Shard = read_json_record(file, _Shard, mend=_REIMPORT, missing=_REIMPORT).root
    faults = Faults(file, _REIMPORT)
    for outward, sectors in shard.items():
        if not re.fullmatch(rf"{file.stem}[0-9].*", outward):
            faults.add(
                f"{outward} is not of this postcode area", expected=f"{file.stem} and a digit", name=outward
            )
        for digit, (place, known) in sectors.items():
            steps = [("", str(place))] if isinstance(place, int) else _STEP.findall(place)
            largest = max(int(step, 36) if letters else int(step) for letters, step in steps)
            if largest >= councils:
                faults.add(
                    f"there is no council number {largest}",
                    expected=f"less than {councils}, the councils of index.json",
                    name=f"{outward}.{digit}",
                )
            starts = [letters for letters, _ in steps]
            if starts != sorted(set(starts)):
                faults.add(
                    "steps stand out of order", expected="letters that rise", name=f"{outward}.{digit}"
                )
            if len(known) % 4 == 1 or not any(_read_bits(known)):
                faults.add(
                    f"{known!r} holds no postcodes", expected="bits in base64", name=f"{outward}.{digit}"
                )
    faults.check()
    return shard


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
        shards.setdefault(area, {}).setdefault(outward, {})[sector] = (
            encode_sector(sorted(units)),
            encode_known([unit for unit, _ in units]),
        )
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


def encode_known(units: Iterable[str]) -> str:
    """Return which pairs of letters are in use, as base64 of one bit each, the first pair in the highest bit.

    Raises:
        ProsperityError: a letter that ends no postcode.
    """
    bits = bytearray(len(LETTERS) ** 2 // 8)
    for unit in units:
        place = _place(unit)
        bits[place // 8] |= 128 >> place % 8
    return base64.b64encode(bytes(bits).rstrip(b"\0")).decode("ascii").rstrip("=")


def _place(unit: str) -> int:
    first, second = (LETTERS.find(letter) for letter in unit)
    if first < 0 or second < 0:
        raise ProsperityError(f"no postcode ends in {unit!r}", expected=f"two letters of {LETTERS}")
    return first * len(LETTERS) + second


def is_known(unit: str, known: str) -> bool:
    """Say whether a pair of letters is among those that ``encode_known`` wrote down."""
    if not set(unit) <= set(LETTERS):
        return False
    place = _place(unit)
    bits = _read_bits(known)
    return place // 8 < len(bits) and bool(bits[place // 8] & (128 >> place % 8))


def _read_bits(known: str) -> bytes:
    return base64.b64decode(known + "=" * (-len(known) % 4))


def base36(number: int) -> str:
    """Return a number in base 36, lower case."""
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if number == 0:
            return digits


def find_council(postcode: str, shards: Mapping[str, Shard], councils: list[str]) -> tuple[str, bool] | None:
    """Return the council of a postcode and whether it is in the list, or None where its sector is not known.

    Where it is not in the list, the council is that of the nearest lower postcode of its sector.
    """
    area, district, sector, unit = split_postcode(postcode)
    found = shards.get(area, {}).get(area + district, {}).get(sector)
    if found is None:
        return None
    place, known = found
    if isinstance(place, int):
        return councils[place], is_known(unit, known)
    steps = _STEP.findall(place)
    chosen = steps[0]
    for step in steps:
        if step[0] <= unit:
            chosen = step
    return councils[int(chosen[1], 36)], is_known(unit, known)
