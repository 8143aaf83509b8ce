"""Small areas inside the councils: ``data/inside/``, its description and its tables, read and checked whole.

A small area is the smallest that an index of deprivation tells of: a lower layer super output area, a data
zone, a super output area. Its code stays as long as its borders do, so one row tells all that is known of it;
one whose borders were changed since has figures of the older years alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.catalogue.inside_records import (
    IndexEdition,
    InsideDescription,
    Neighbourhood,
    SmallAreaSet,
    Vintage,
)
from generator.catalogue.observations import REIMPORT
from generator.catalogue.records import Area, Dataset
from generator.catalogue.store import load_changes
from generator.files.documents import Document, read_document
from generator.files.faults import Faults
from generator.files.tables import Table, read_table
from generator.paths import Paths

DESCRIPTION = "inside.yml"
NEIGHBOURHOODS = "neighbourhoods.csv"
HEAD = ("code", "name", "council", "neighbourhood", "lat", "lon")
NEIGHBOURHOOD_HEAD = ("code", "name", "council")
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_MOST_RANKED = 1_000_000
_MOST_IN_AREA = 100_000
WHOLE = frozenset(("rank", "people", "households"))
"""Measures that are whole numbers; all others are shares in per cent."""
_NUMBERS = re.compile(r"(?:-?\d{1,12}(?:\.\d{1,12})?)?(?:,(?:-?\d{1,12}(?:\.\d{1,12})?)?)*", re.ASCII)
_WHOLES = re.compile(r"(?:\d{1,12})?(?:,(?:\d{1,12})?)*", re.ASCII)
_NAME = re.compile(r"(?:[^<>\x00-\x20\x7f](?:[^<>\x00-\x1f\x7f]{0,198}[^<>\x00-\x20\x7f])?)?")
_CODE = re.compile(r"[A-Za-z0-9]{8,9}", re.ASCII)


@dataclass(frozen=True)
class SmallAreas:
    """The small areas of one nation, by council and code; S of them.

    Attributes:
        about: what is known of all.
        file: where they were read from; the area at place i stands in line i + 2.
        codes, names, councils: a name may be empty.
        neighbourhoods: code of the neighbourhood of each, or empty.
        lat, lon: of the centre, degrees, shape (S,); not a number where it is not known.
        figures: by column, shape (S,); not a number where there is none. Ranks, people, or per cent.
    """

    about: SmallAreaSet
    file: Path
    codes: tuple[str, ...]
    names: tuple[str, ...]
    councils: tuple[str, ...]
    neighbourhoods: tuple[str, ...]
    lat: Floats
    lon: Floats
    figures: Mapping[str, Floats]

    @cached_property
    def by_council(self) -> dict[str, slice]:
        """Where the areas of each council stand: one after the other."""
        found: dict[str, slice] = {}
        start = 0
        for place, code in enumerate(self.councils):
            if place + 1 == len(self.councils) or self.councils[place + 1] != code:
                found[code] = slice(start, place + 1)
                start = place + 1
        return found


@dataclass(frozen=True)
class Inside:
    """Everything inside the councils.

    Attributes:
        sources: what it was read from, by slug.
        neighbourhoods: by code.
        sets: one for each nation.
    """

    sources: Mapping[str, Dataset]
    neighbourhoods: Mapping[str, Neighbourhood]
    sets: tuple[SmallAreas, ...]

    def find(self, council: str) -> SmallAreas | None:
        """Return the set that the small areas of a council are in."""
        return next((one for one in self.sets if council in one.by_council), None)


NO_SMALL_AREAS = Inside({}, {}, ())


def load_sources(paths: Paths) -> dict[str, Dataset]:
    """Return what the small areas were read from, by slug; nothing where the folder has none.

    Raises:
        ProsperityError: the description does not fit.
    """
    if not (paths.inside / DESCRIPTION).is_file():
        return {}
    description = read_description(paths).record
    return {source.slug: source for source in description.sources}


def read_description(paths: Paths) -> Document[InsideDescription]:
    """Read ``inside.yml``.

    Raises:
        ProsperityError: it does not fit, or contradicts itself; all faults together.
    """
    file = paths.inside / DESCRIPTION
    document = read_document(file, InsideDescription, mend=REIMPORT)
    faults = Faults(file, REIMPORT)
    known = {source.slug for source in document.record.sources}
    taken: Counter[str] = Counter()
    for place, one in enumerate(document.record.sets):
        taken.update((one.slug, one.nation))
        measured: dict[str, tuple[Vintage, ...]] = {"editions": one.editions, "censuses": one.censuses}
        for name, vintages in measured.items():
            years = [each.year for each in vintages]
            if years != sorted(set(years), reverse=True):
                line = document.line("sets", place, name)
                faults.add(
                    "years stand out of order", line=line, name=name, expected="each once, the latest first"
                )
        for number, edition in enumerate(one.editions):
            line = document.line("sets", place, "editions", number)
            for name, problem, expected in _find_odd(edition):
                faults.add(problem, line=line, name=name, code=str(edition.year), expected=expected)
        for source in sorted({each.source for each in one.vintages} - known):
            line = document.line("sets", place)
            problem = f"there is no source {source!r}"
            faults.add(problem, line=line, name="source", code=source, expected="a slug of sources")
    for name, times in taken.items():
        if times > 1:
            faults.add(f"{name} stands there {times} times", name="sets", code=name, expected="once")
    faults.check()
    return document


def _find_odd(edition: IndexEdition) -> Iterator[tuple[str, str, str]]:
    """Yield key, problem and what was expected for all that does not go together."""
    if not edition.tenth < edition.fifth < edition.areas:
        yield "fifth", "the tenth, the fifth and all areas stand out of order", "tenth < fifth < areas"
    cut = (edition.tenth, edition.fifth)
    usual = (edition.areas // 10, edition.areas // 5)
    if (cut == usual) != (not edition.cut):
        yield "cut", f"the cuts are {cut[0]} and {cut[1]}", f"{usual[0]} and {usual[1]}, or a reason in cut"
    for measure, told in (("people", edition.people_are), ("income", edition.income_is)):
        if (measure in edition.measures) != bool(told):
            yield measure, f"what {measure} are is told or they are measured, not both", "both or neither"
    if ("people" in edition.measures) != (edition.people is not None):
        yield "people", "the sum of people is known or they are measured, not both", "both or neither"


def load_inside(paths: Paths, areas: Sequence[Area]) -> Inside:
    """Read the whole folder ``inside``; nothing where the data folder has none.

    Args:
        paths: the data folder.
        areas: the register. Small areas of a council that has ended since they were imported lie in the one
            that took its place, or in none where it was divided.

    Raises:
        ProsperityError: a table is missing or is not what an import writes. All faults of a table together:
            other columns or another number of rows than described, a cell that cannot be read or lies out of
            bounds, an area twice or out of order, an unknown council or neighbourhood, ranks that are not 1
            to the number of areas, a sum of people or an area of rank 1 that is not as published.
    """
    if not (paths.inside / DESCRIPTION).is_file():
        return NO_SMALL_AREAS
    description = read_description(paths).record
    nations = {area.code: area.nation for area in areas if area.kind == "council"}
    heirs = _find_heirs(paths, nations)
    nations |= {code: nations[found[0]] for code, found in heirs.items()}
    neighbourhoods = _read_neighbourhoods(paths, description.neighbourhoods, nations)
    sets = tuple(_carry(_read_set(paths, one, nations, neighbourhoods), heirs) for one in description.sets)
    today = {code: _name_heir(one.council, heirs) for code, one in neighbourhoods.items()}
    carried = {code: one.model_copy(update={"council": today[code]}) for code, one in neighbourhoods.items()}
    return Inside({one.slug: one for one in description.sources}, carried, sets)


def _find_heirs(paths: Paths, nations: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the councils of today in which those lie that have ended since small areas were imported."""
    found: dict[str, list[str]] = {}
    for change in load_changes(paths) if paths.area_changes.is_file() else ():
        if change.predecessor_code not in nations and change.successor_code in nations:
            found.setdefault(change.predecessor_code, []).append(change.successor_code)
    return found


def _name_heir(council: str, heirs: Mapping[str, Sequence[str]]) -> str:
    """Return the council of today; nothing where a council was divided, for its parts are not known here."""
    found = heirs.get(council, [council])
    return found[0] if len(found) == 1 else ""


def _carry(read: SmallAreas, heirs: Mapping[str, Sequence[str]]) -> SmallAreas:
    """Return small areas by the councils of today."""
    if not heirs.keys() & set(read.councils):
        return read
    councils = [_name_heir(code, heirs) for code in read.councils]
    order = sorted(range(len(councils)), key=lambda place: (councils[place], read.codes[place]))

    def take(column: Sequence[str]) -> tuple[str, ...]:
        return tuple(column[place] for place in order)

    return replace(
        read,
        codes=take(read.codes),
        names=take(read.names),
        councils=take(councils),
        neighbourhoods=take(read.neighbourhoods),
        lat=read.lat[order],
        lon=read.lon[order],
        figures={name: column[order] for name, column in read.figures.items()},
    )


def _read_neighbourhoods(paths: Paths, rows: int, nations: Mapping[str, str]) -> dict[str, Neighbourhood]:
    file = paths.inside / NEIGHBOURHOODS
    table = _read(file, NEIGHBOURHOOD_HEAD, filled=bool(rows))
    faults = Faults(file, REIMPORT)
    _note_count(table, rows, faults)
    found: dict[str, Neighbourhood] = {}
    for line, (code, name, council) in zip(table.lines, table.rows, strict=True):
        if not _CODE.fullmatch(code) or code in found:
            faults.add(
                f"{code!r} is no code, or stands twice",
                line=line,
                name="code",
                expected="each code once",
            )
            continue
        if council not in nations:
            faults.add(
                f"there is no council {council!r}",
                line=line,
                name="council",
                code=code,
                expected="the code of a council of areas.csv",
            )
        if not name or not _NAME.fullmatch(name):
            problem = f"{name!r} is no name"
            expected = "words on one line, without markup"
            faults.add(problem, line=line, name="name", code=code, expected=expected)
        found[code] = Neighbourhood.model_construct(code=code, name=name, council=council)
    faults.check()
    return found


def _read(file: Path, head: tuple[str, ...], *, filled: bool = True) -> Table:
    table = read_table(
        file, columns=head, others="refuse", filled=filled, whole=True, mend=REIMPORT, missing=REIMPORT
    )
    if table.head != head:
        faults = Faults(file, REIMPORT)
        faults.add("columns differ: they stand in another order", line=1, expected=",".join(head))
        faults.check()
    return table


def _note_count(table: Table, rows: int, faults: Faults) -> None:
    if len(table.rows) != rows:
        faults.add(
            f"the file has {len(table.rows):,} rows",
            line=table.lines[-1] if table.lines else 1,
            expected=f"{rows:,}, as {DESCRIPTION} says",
        )


def _read_set(
    paths: Paths,
    about: SmallAreaSet,
    nations: Mapping[str, str],
    neighbourhoods: Mapping[str, Neighbourhood],
) -> SmallAreas:
    """Read the table of one nation."""
    table = _read(paths.inside / f"{about.slug}.csv", (*HEAD, *about.columns))
    faults = Faults(table.file, REIMPORT)
    _note_count(table, about.rows, faults)
    columns = dict(zip(table.head, zip(*table.rows, strict=True), strict=True))
    codes, names, councils, near, _, _ = (columns[name] for name in HEAD)
    _note_places(table, about, nations, neighbourhoods, faults)
    figures = {name: _read_numbers(table, name, columns[name], faults) for name in about.columns}
    lat, lon = (_read_numbers(table, name, columns[name], faults) for name in ("lat", "lon"))
    for place in np.flatnonzero(np.isnan(lat) != np.isnan(lon)).tolist():
        _note(table, place, "lat", "one of two coordinates lacks", "both or none", faults)
    if not faults.found:
        _note_figures(table, about, figures, faults)
    faults.check()
    return SmallAreas(about, table.file, codes, names, councils, near, lat, lon, figures)


def _note(table: Table, place: int, name: str, problem: str, expected: str, faults: Faults) -> None:
    faults.add(
        problem, line=table.lines[place], name=name, code=table.rows[place][0] or None, expected=expected
    )


def _note_places(
    table: Table,
    about: SmallAreaSet,
    nations: Mapping[str, str],
    neighbourhoods: Mapping[str, Neighbourhood],
    faults: Faults,
) -> None:
    """Note what is wrong with codes, names, councils and neighbourhoods."""
    before = ("", "")
    latest = table.head.index(f"rank_{about.editions[0].year}")
    seen: set[str] = set()
    for place, row in enumerate(table.rows):
        code, name, council, near = row[:4]
        if not _CODE.fullmatch(code):
            _note(table, place, "code", f"{code!r} is no code of a small area", "8 or 9 signs", faults)
        elif code in seen:
            _note(table, place, "code", f"the code {code!r} stands twice", "every one once", faults)
        elif (council, code) < before:
            _note(table, place, "code", "the row stands out of order", "sorted by council, code", faults)
        seen.add(code)
        before = (council, code)
        if nations.get(council) != about.nation:
            problem = f"there is no council {council!r} in {about.nation}"
            _note(table, place, "council", problem, "the code of a council of areas.csv", faults)
        if near and (near not in neighbourhoods or neighbourhoods[near].council != council):
            problem = f"there is no neighbourhood {near!r} in this council"
            _note(table, place, "neighbourhood", problem, f"a code of {NEIGHBOURHOODS}", faults)
        if not _NAME.fullmatch(name) or (row[latest] and not name):
            _note(table, place, "name", f"{name!r} is no name", "words on one line, without markup", faults)
        if not any(row[len(HEAD) :]):
            _note(table, place, table.head[len(HEAD)], "nothing is known of the area", "figures", faults)


def _read_numbers(table: Table, name: str, cells: Sequence[str], faults: Faults) -> Floats:
    """Return a column as numbers, and note what cannot be one."""
    measure = name.rpartition("_")[0] or name
    try:
        return read_numbers(cells, measure)
    except ValueError:
        low, high = _bounds(measure)
        what = "a whole number" if measure in WHOLE else "a number in digits and a point only"
        for place, cell in enumerate(cells):
            if cell and not is_number(cell, measure):
                problem = f"{cell!r} is no number of this column"
                _note(table, place, name, problem, f"{what}, {low:g} to {high:g}", faults)
    return np.full(len(cells), np.nan)


def read_numbers(cells: Sequence[str], measure: str) -> Floats:
    """Return cells as numbers, shape as they are many; an empty one is not a number.

    Args:
        cells: of one column.
        measure: what they are, without a year: "rank" or "income".

    Raises:
        ValueError: one of them is no number that the measure can have; ``is_number`` says which.
    """
    shape = _WHOLES if measure in WHOLE else _NUMBERS
    if not shape.fullmatch(",".join(cells)):
        raise ValueError(measure)
    given = pa.array([cell or None for cell in cells], type=pa.string())
    numbers: Floats = given.cast(pa.float64()).to_numpy(zero_copy_only=False)
    low, high = _bounds(measure)
    if (numbers < low).any() or (numbers > high).any():
        raise ValueError(measure)
    return numbers


def is_number(cell: str, measure: str) -> bool:
    """Say whether a cell is a number that the measure can have; see ``read_numbers``."""
    try:
        read_numbers([cell], measure)
    except ValueError:
        return False
    return cell != "" and "," not in cell


def _bounds(measure: str) -> tuple[float, float]:
    if measure == "lat":
        return -90, 90
    if measure == "lon":
        return -180, 180
    if measure in WHOLE:
        return (1, _MOST_RANKED) if measure == "rank" else (0, _MOST_IN_AREA)
    return 0, 100


def _note_figures(table: Table, about: SmallAreaSet, figures: Mapping[str, Floats], faults: Faults) -> None:
    """Note where figures are not those that were published: how many, the ranks, sums, who is first."""
    last = len(table.rows) - 1
    for edition in about.editions:
        name = f"rank_{edition.year}"
        ranks = figures[name]
        ranked = ~np.isnan(ranks)
        if ranked.sum() != edition.areas:
            told = f"{ranked.sum():,} areas have a rank of {edition.year}"
            _note(table, last, name, told, f"{edition.areas:,}", faults)
            continue
        for place in find_false_ranks(ranks):
            told = f"rank {ranks[place]:g} is not the place of an area"
            _note(
                table, place, name, told, f"1 to {edition.areas} without gaps, equal only where tied", faults
            )
        first = int(np.nanargmin(ranks))
        if table.rows[first][0] != edition.most_deprived:
            told = "this area has rank 1"
            _note(table, first, name, told, f"{edition.most_deprived}, as published", faults)
        for measure in edition.measures:
            _note_strays(table, f"{measure}_{edition.year}", figures, ranked, faults)
        if edition.people is not None:
            _note_sum(table, f"people_{edition.year}", figures, edition.people, faults)
    for census in about.censuses:
        counted = ~np.isnan(figures[f"households_{census.year}"])
        if counted.sum() != census.areas:
            told = f"{counted.sum():,} areas have households of {census.year}"
            _note(table, last, f"households_{census.year}", told, f"{census.areas:,}", faults)
        for name in (f"{measure}_{census.year}" for measure in census.measures):
            _note_strays(table, name, figures, counted, faults)
        _note_sum(table, f"households_{census.year}", figures, census.households, faults)


def _note_strays(
    table: Table, name: str, figures: Mapping[str, Floats], there: Bools, faults: Faults
) -> None:
    """Note figures of areas that were not there, and a column without any."""
    known = ~np.isnan(figures[name])
    for place in np.flatnonzero(known & ~there).tolist():
        _note(table, place, name, "a figure of an area that was not there", "an empty cell", faults)
    if not known.any():
        _note(table, 0, name, "the column is empty", "figures, or no such measure", faults)


def _note_sum(table: Table, name: str, figures: Mapping[str, Floats], expected: int, faults: Faults) -> None:
    # Whole numbers far below 2 ** 53: exact in any order.
    found = int(np.nansum(figures[name]))
    if found != expected:
        told = f"the sum of the column is {found:,}"
        _note(table, len(table.rows) - 1, name, told, f"{expected:,}, as {DESCRIPTION} says", faults)


def find_false_ranks(ranks: Floats) -> list[int]:
    """Return the places of ranks, shape (S,), that are not 1 more than the number of areas before them.

    Areas that are tied share the first of their ranks.
    """
    known = np.flatnonzero(~np.isnan(ranks))
    ordered = np.sort(ranks[known])
    right = np.searchsorted(ordered, ranks[known], side="left") + 1 == ranks[known]
    return [int(place) for place in known[~right]]
