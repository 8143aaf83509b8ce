"""What places are called where people know better than the raw register: ``data/names.csv``, kept by hand.

An import never writes this file. It counts both when an import makes the register and whenever that is read,
so that a name put right here is right at the next build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.catalogue.records import Area, Code, Record, Words
from generator.files.faults import Faults
from generator.files.tables import read_records, refuse_twins

MEND = "correct the line; an import leaves this file as it is"
SINGLE = ("name", "short_name", "official_name", "welsh_name", "article")
"""Fields of which a place has one; of further names, ``also``, it may have many."""


class NameLine(Record):
    """One line of the file.

    Attributes:
        field: name (the usual one), short_name (after the first mention, without an article), official_name,
            welsh_name, article ("the") or also (a further name that a reader may type).
    """

    code: Code
    field: Literal["name", "short_name", "official_name", "welsh_name", "article", "also"]
    value: Words


@dataclass(frozen=True)
class GivenNames:
    """Names by code and field."""

    single: Mapping[tuple[str, str], str] = field(default_factory=dict)
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def pick(self, code: str, name: str, otherwise: str) -> str:
        """Return what a place has in a field, or else what the register gives."""
        return self.single.get((code, name), otherwise)

    def also(self, code: str) -> tuple[str, ...]:
        """Return further names of a place."""
        return self.further.get(code, ())

    def put_on(self, areas: Iterable[Area]) -> tuple[Area, ...]:
        """Return the areas with these names; their addresses stay."""
        areas = tuple(areas)
        called = {area.code: self.pick(area.code, "name", area.name) for area in areas}
        return tuple(self._put_on_one(area, called) for area in areas)

    def _put_on_one(self, area: Area, called: Mapping[str, str]) -> Area:
        given = {name: self.single[area.code, name] for name in SINGLE if (area.code, name) in self.single}
        if "name" in given and area.short_name == area.name:
            given.setdefault("short_name", given["name"])
        if area.region_code in called:
            given["region_name"] = called[area.region_code]
        known = given.get("name", area.name)
        typed = [*area.search_names.split("|"), *self.also(area.code)]
        if (joined := join_names(typed, known=known)) != area.search_names and self.also(area.code):
            given["search_names"] = joined
        changed = {name: value for name, value in given.items() if getattr(area, name) != value}
        return area.model_copy(update=changed) if changed else area


def join_names(names: Iterable[str], *, known: str) -> str:
    """Return other names joined by "|", without repeats of each other or of ``known``."""
    seen = {known.casefold()}
    kept = []
    for name in (raw.strip() for raw in names):
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            kept.append(name)
    return "|".join(kept)


def load_names(file: Path, *, codes: Iterable[str]) -> GivenNames:
    """Read ``names.csv``; no names where there is no such file.

    Args:
        file: to read.
        codes: of all places there are.

    Raises:
        ProsperityError: a line that does not fit, a place that there is not, a field of a place twice, an
            article other than "the", a further name with the mark that parts names.
    """
    if not file.exists():
        return GivenNames()
    rows = read_records(file, NameLine, mend=MEND, filled=False)
    faults = rows.faults
    _check(rows.rows, rows.lines, known=frozenset(codes), faults=faults)
    refuse_twins(
        rows,
        lambda row: (row.code, row.field) if row.field in SINGLE else (row.code, row.field, row.value),
        name="field",
        what="name of",
        faults=faults,
    )
    faults.check()
    further: dict[str, list[str]] = {}
    for row in rows.rows:
        if row.field == "also":
            further.setdefault(row.code, []).append(row.value)
    return GivenNames(
        {(row.code, row.field): row.value for row in rows.rows if row.field in SINGLE},
        {code: tuple(values) for code, values in further.items()},
    )


def _check(rows: Iterable[NameLine], lines: Iterable[int], *, known: frozenset[str], faults: Faults) -> None:
    for line, row in zip(lines, rows, strict=True):
        if row.code not in known:
            faults.add(
                f"there is no place {row.code!r}",
                line=line,
                name="code",
                code=row.code,
                expected="the code of a place of areas.csv",
            )
        if row.field == "article" and row.value != "the":
            faults.add(f"{row.value!r} is no article", line=line, name="value", code=row.code, expected="the")
        if "|" in row.value:
            faults.add(
                "a name holds the mark that parts names",
                line=line,
                name="value",
                code=row.code,
                expected="one name on each line",
            )
