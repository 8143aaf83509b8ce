"""The small areas inside councils: raw tables in, ``data/inside/`` out, refused where anything is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from generator.catalogue.inside import (
    DESCRIPTION,
    HEAD,
    NEIGHBOURHOOD_HEAD,
    NEIGHBOURHOODS,
    Inside,
    find_false_ranks,
    is_number,
    load_inside,
    read_numbers,
)
from generator.catalogue.inside_records import IndexEdition, InsideDescription, SetHead, SmallAreaSet
from generator.catalogue.records import Area, Dataset
from generator.files.documents import dump_record
from generator.files.faults import Faults
from generator.files.intake import find_inside
from generator.files.texts import read_text
from generator.paths import Paths
from generator.sources.dataset_files import format_number
from generator.sources.inside_recipe import InsideRecipe, RawSource
from generator.sources.rawfile import read_table

ONLY = "inside"
"""What ``--only`` calls the small areas."""
_MEND = "see what the publisher changed, then correct the recipe or the file"
Rows = Sequence[int]
"""Places of rows in a raw table."""


@dataclass
class _Raw:
    """A raw table, column by column; a quarter of a million rows are too many for a record each.

    Attributes:
        columns: cells by our names of the columns.
        kept: how many of its rows went into ``data/inside/``.
    """

    source: RawSource
    file: Path
    sha256: str
    columns: dict[str, tuple[str, ...]]
    lines: Sequence[int]
    kept: int = 0

    @property
    def faults(self) -> Faults:
        return Faults(self.file, _MEND)

    @cached_property
    def place(self) -> dict[str, int]:
        """The row of each code, in a table that has each code once."""
        return {code: place for place, code in enumerate(self.columns["code"])}

    def get(self, code: str, name: str) -> str:
        """Return a cell of a table that has each code once, or nothing."""
        place = self.place.get(code)
        return "" if place is None else self.columns[name][place]

    def note(self, faults: Faults, place: int | None, name: str, problem: str, expected: str) -> None:
        """Note a fault of one row, or of the whole column."""
        faults.add(
            problem,
            line=1 if place is None else self.lines[place],
            name=self.source.columns[name],
            code=None if place is None else self.columns["code"][place],
            expected=expected,
        )

    def describe(self) -> Dataset:
        """Return what is said of the table in the data."""
        told = self.source
        return Dataset(
            slug=told.slug,
            title=told.title,
            publisher=told.publisher,
            publication=told.publication,
            link=told.link,
            licence=told.licence,
            nations=told.nations,
            known_problems=told.known_problems,
            raw_file=told.file,
            raw_sha256=self.sha256,
            rows_read=len(self.lines),
            rows_kept=self.kept,
            left_out=tuple(dict.fromkeys(told.unread.values())),
            series=(),
        )


@dataclass(frozen=True)
class _Found:
    """What the tables say of the small areas of one nation.

    Attributes:
        councils: every council that a table names, by code of the area.
        names: that of the latest edition.
        cells: by column of figures, then by code.
    """

    councils: dict[str, set[str]]
    names: dict[str, str]
    cells: dict[str, dict[str, str]]


def import_inside(recipe: InsideRecipe, sources: Path, paths: Paths, areas: Sequence[Area]) -> Inside:
    """Read the raw tables, write the folder ``inside`` of a data folder, and return what stands there.

    Args:
        recipe: how to read them.
        sources: folder of raw files.
        paths: the new data folder.
        areas: the register of councils.

    Raises:
        ProsperityError: a raw table that is missing or has other columns, a cell that cannot be read, a row
            twice, a year that the recipe does not know, areas, ranks or sums that are not as the recipe says,
            an unknown council, two councils for one area without a correction; with file and line, all that
            is wrong with one table together.
    """
    nations = {area.code: area.nation for area in areas if area.kind == "council"}
    raw = {source.slug: _read(source, sources, nations) for source in recipe.sources}
    register, names = raw[recipe.places], raw[recipe.neighbourhoods]
    used: set[str] = set()
    sets = []
    for head in recipe.sets:
        rows = _lay_out(head, _gather(head, raw, nations), register, names)
        used.update(row[HEAD.index("neighbourhood")] for row in rows)
        register.kept += sum(1 for row in rows if row[0] in register.place)
        _write(paths.inside / f"{head.slug}.csv", (*HEAD, *head.columns), rows)
        sets.append(SmallAreaSet(**dict(head), rows=len(rows)))
    known = sorted(code for code in names.place if code in used)
    names.kept = len(known)
    kept = [[names.get(code, name) for name in NEIGHBOURHOOD_HEAD] for code in known]
    _write(paths.inside / NEIGHBOURHOODS, NEIGHBOURHOOD_HEAD, kept)
    described = InsideDescription(
        sources=tuple(raw[source.slug].describe() for source in recipe.sources),
        neighbourhoods=len(known),
        sets=tuple(sets),
    )
    (paths.inside / DESCRIPTION).write_bytes(dump_record(described).encode("utf-8"))
    return load_inside(paths, areas)


def list_files(recipe: InsideRecipe) -> set[str]:
    """Return the raw files that the small areas are read from."""
    return {source.file for source in recipe.sources}


def _write(file: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.getvalue().encode("utf-8"))


def _read(source: RawSource, sources: Path, nations: Mapping[str, str]) -> _Raw:
    """Read a raw table; refuse a row that stands twice and a council that there is not."""
    raw = _read_fast(source, sources) or _read_slowly(source, sources)
    columns = raw.columns
    faults = raw.faults
    keys = list(zip(*(columns[name] for name in ("code", "year") if name in columns), strict=True))
    seen: set[tuple[str, ...]] = set()
    for place, key in enumerate(keys if len(set(keys)) < len(keys) else ()):
        if key in seen:
            raw.note(faults, place, "code", f"the row of {' '.join(key)} stands twice", "every one once")
        seen.add(key)
    strangers = set(columns["council"]) - set(nations)
    for place, council in enumerate(columns["council"] if strangers else ()):
        if council in strangers:
            problem = f"there is no council {council!r}"
            raw.note(faults, place, "council", problem, "the code of a council of today")
    faults.check()
    return raw


def _read_fast(source: RawSource, sources: Path) -> _Raw | None:
    """Read a raw table in a fifth of the time; None where anything is odd, to be read slowly."""
    file = find_inside(sources, source.file)
    text = read_text(file, what="CSV", mend=_MEND, missing="check the folder of raw files, and the recipe")
    content = text.content.encode("utf-8")
    options = pa.csv.ReadOptions(use_threads=False, block_size=len(content) + 1)
    names = (*source.columns.values(), *source.unread)
    types = dict.fromkeys(names, pa.string())
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(content),
            read_options=options,
            parse_options=pa.csv.ParseOptions(ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    # As many lines as rows and a head: then each row has a line of its own.
    if sorted(table.column_names) != sorted(names) or table.num_rows + 1 != content.count(b"\n"):
        return None
    columns = {ours: tuple(table.column(theirs).to_pylist()) for ours, theirs in source.columns.items()}
    return _Raw(source, file, text.sha256, columns, range(2, table.num_rows + 2))


def _read_slowly(source: RawSource, sources: Path) -> _Raw:
    """Read a raw table row by row."""
    names = (*source.columns.values(), *source.unread)
    table = read_table(find_inside(sources, source.file), columns=names)
    cells = list(zip(*table.rows, strict=True))
    columns = {ours: cells[table.columns[theirs]] for ours, theirs in source.columns.items()}
    return _Raw(source, table.file, table.sha256, columns, table.lines)


def _gather(head: SetHead, raw: Mapping[str, _Raw], nations: Mapping[str, str]) -> _Found:
    """Return all that the tables say of the small areas of one nation."""
    found = _Found({}, {}, {})
    wanted: dict[str, dict[str, tuple[str, ...]]] = {}
    for edition in head.editions:
        wanted.setdefault(edition.source, {})[str(edition.year)] = ("rank", *edition.measures)
    for census in head.censuses:
        wanted.setdefault(census.source, {})[str(census.year)] = census.measures
    for slug, years in wanted.items():
        table = raw[slug]
        by_year = _sort_by_year(table, {code for code, nation in nations.items() if nation == head.nation})
        _refuse_years(table, by_year, years)
        codes, councils = table.columns["code"], table.columns["council"]
        for year, places in sorted(by_year.items(), reverse=True):
            table.kept += len(places)
            for place in places:
                found.councils.setdefault(codes[place], set()).add(councils[place])
                if "name" in table.columns:
                    found.names.setdefault(codes[place], table.columns["name"][place])
            for measure in years[year]:
                found.cells[f"{measure}_{year}"] = _read_cells(table, measure, places)
        for edition in head.editions:
            if edition.source == slug:
                _check_edition(edition, table, by_year.get(str(edition.year), []))
    return found


def _sort_by_year(table: _Raw, councils: set[str]) -> dict[str, list[int]]:
    """Return the places of the rows of some councils, by year."""
    found: dict[str, list[int]] = {}
    for place, (year, council) in enumerate(
        zip(table.columns["year"], table.columns["council"], strict=True)
    ):
        if council in councils:
            found.setdefault(year, []).append(place)
    return found


def _refuse_years(table: _Raw, by_year: Mapping[str, Rows], years: Mapping[str, object]) -> None:
    faults = table.faults
    for year in sorted(set(by_year) - set(years)):
        for place in by_year[year]:
            problem = f"the recipe knows nothing of the year {year!r}"
            table.note(faults, place, "year", problem, ", ".join(sorted(years)))
    faults.check()


def _read_cells(table: _Raw, measure: str, places: Rows) -> dict[str, str]:
    """Return the numbers of some rows by code, as they are written in the data; an empty cell is none.

    Raises:
        ProsperityError: what is no number that the measure can have; a rank has to be there.
    """
    cells, codes, faults = table.columns[measure], table.columns["code"], table.faults
    # Few of a quarter of a million cells differ.
    short = {cell: _shorten(cell) for cell in {cells[place] for place in places}}
    try:
        read_numbers([*short.values()], measure)
        wrong = set()
    except ValueError:
        wrong = {cell for cell, told in short.items() if told and not is_number(told, measure)}
    if measure == "rank" and "" in short:
        wrong.add("")
    for place in places if wrong else ():
        if cells[place] in wrong:
            expected = "a rank, a number of people or homes, or a share in per cent"
            table.note(faults, place, measure, f"{cells[place]!r} is no number of this column", expected)
    faults.check()
    return {codes[place]: short[cells[place]] for place in places if cells[place]}


def _shorten(cell: str) -> str:
    """Return a number as it is written in the data: 8.0 is 8. What is no number stays."""
    return format_number(float(cell)) if cell.replace(".", "", 1).isdigit() else cell


def _check_edition(edition: IndexEdition, table: _Raw, places: Rows) -> None:
    """Refuse an edition with other areas, ranks, people or another first area than was published."""
    faults, codes, told = table.faults, table.columns["code"], "as the recipe says"
    if len(places) != edition.areas:
        problem = f"{len(places):,} areas have a rank of {edition.year}"
        table.note(faults, None, "rank", problem, f"{edition.areas:,}, {told}")
    ranks = np.array([float(table.columns["rank"][place]) for place in places])
    for number in find_false_ranks(ranks):
        problem = f"rank {ranks[number]:g} of {edition.year} is not the place of an area"
        expected = f"1 to {edition.areas} without gaps, equal only where tied"
        table.note(faults, places[number], "rank", problem, expected)
    for number in np.flatnonzero(ranks == 1).tolist():
        if codes[places[number]] != edition.most_deprived:
            problem = f"this area has rank 1 of {edition.year}"
            table.note(faults, places[number], "rank", problem, f"{edition.most_deprived}, {told}")
    if edition.people is not None:
        people = sum(int(float(table.columns["people"][place] or 0)) for place in places)
        if people != edition.people:
            problem = f"the people of {edition.year} are {people:,} in all"
            table.note(faults, None, "people", problem, f"{edition.people:,}, {told}")
    faults.check()


def _lay_out(head: SetHead, found: _Found, register: _Raw, names: _Raw) -> list[tuple[str, ...]]:
    """Return the rows of one nation, by council and code."""
    councils = _decide_councils(head, found, register)
    cells = [found.cells[name] for name in head.columns]
    codes = sorted(councils, key=lambda code: (councils[code], code))
    near = (register.get(code, "neighbourhood") for code in codes)
    columns = (
        codes,
        [found.names.get(code) or register.get(code, "name") for code in codes],
        [councils[code] for code in codes],
        [code if code in names.place else "" for code in near],
        *([register.get(code, name) for code in codes] for name in ("lat", "lon")),
        *([known.get(code, "") for code in codes] for known in cells),
    )
    return list(zip(*columns, strict=True))


def _decide_councils(head: SetHead, found: _Found, register: _Raw) -> dict[str, str]:
    """Return the council of each area.

    Raises:
        ProsperityError: tables that differ without a correction, and a correction where they do not.
    """
    corrected = {one.code: one for one in head.corrections}
    faults = Faults(register.file, "find out which council is right, and say so, or not, in the recipe")
    decided: dict[str, str] = {}

    def note(code: str, problem: str, expected: str) -> None:
        register.note(faults, register.place.get(code), "council", problem, expected)

    for code in (*found.councils, *(code for code in corrected if code not in found.councils)):
        told = found.councils.get(code, set()) | ({register.get(code, "council")} - {""})
        listed = ", ".join(sorted(told)) or "none"
        if code not in corrected:
            decided[code] = min(told)
            if len(told) > 1:
                note(code, f"the tables put {code} into several councils: {listed}", "one council")
            continue
        decided[code] = corrected[code].council
        if len(told) < 2 or decided[code] not in told:
            note(code, f"the council of {code} is corrected, of {listed}", "two councils, one of them right")
    faults.check()
    return decided


def describe_inside(inside: Inside) -> str:
    """Return one sentence on the small areas."""
    parts = [f"{one.about.rows:,} in {one.about.nation}" for one in inside.sets]
    return f"Small areas: {', '.join(parts)}; {len(inside.neighbourhoods):,} named neighbourhoods."


def list_sections(inside: Inside) -> Iterator[str]:
    """Yield the lines of the report of an import, in Markdown."""
    yield describe_inside(inside)
    yield ""
    for source in inside.sources.values():
        counts = f"{source.rows_read:,} rows read, {source.rows_kept:,} kept"
        yield f"- `{source.raw_file}` ({source.publisher}): {counts}."
        yield from (f"  - Left out: {text}" for text in source.left_out)
    for one in inside.sets:
        for correction in one.about.corrections:
            yield f"- Corrected: `{correction.code}` lies in `{correction.council}`. {correction.reason}"
    yield ""
