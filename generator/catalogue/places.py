"""Names of places with their councils: ``data/places/``, made by an import and read here, checked.

What people type who do not think in councils: settlements, parishes, communities, wards, neighbourhoods,
constituencies, counties and combined authorities.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from generator.catalogue.records import CODE, MOST_PEOPLE, Code, Link, RawName, Record, Text, Words
from generator.catalogue.store import read_codes, read_former
from generator.errors import ProsperityError
from generator.files.documents import find_text, load_record
from generator.files.faults import Faults
from generator.files.tables import Records, read_records, refuse_twins
from generator.paths import Paths

NAMES, CONSTITUENCIES, OVERLAPS, LARGER, ABOUT = (
    *("names.csv", "constituencies.csv", "constituency_councils.csv", "larger.csv", "places.yml"),
)
REIMPORT = "run: prosperity import SOURCES_DIR --only places"
Kind = Literal[
    "settlement", "built-up area", "parish", "community", "ward", "electoral area", "neighbourhood"
]
LargerKind = Literal["county", "ceremonial county", "combined authority"]
Row = TypeVar("Row", bound=Record)
OptionalCode = Annotated[str, Field(pattern=f"{CODE[:-1]}$|^$")]
Share = Annotated[float, Field(gt=0, le=1)]
SLACK = 0.001
"""Shares are given with four digits: all those of a place may miss 1 by this much."""


class PlaceName(Record):
    """One name in one council.

    Attributes:
        kind: the most telling one where a name is several things.
        code: official code; none for a settlement that has none.
        people: of a settlement, where a size is known.
        lat, lon: a point in it, where one is known.
        other_names: joined by "|".
    """

    name: Words
    kind: Kind
    code: OptionalCode = ""
    council_code: Code
    people: int | None = Field(default=None, ge=1, le=MOST_PEOPLE)
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    other_names: Text = ""


class Constituency(Record):
    """A constituency of the House of Commons."""

    code: Code
    name: Words
    welsh_name: Text = ""


class Overlap(Record):
    """People who live both in a constituency and in a council.

    Attributes:
        share_of_constituency, share_of_council: parts of the people of either.
    """

    code: Code
    council_code: Code
    share_of_constituency: Share
    share_of_council: Share
    people: int = Field(ge=1, le=MOST_PEOPLE)


class LargerPlace(Record):
    """A place above councils, with one of the councils in it; ceremonial counties have no code."""

    name: Words
    kind: LargerKind
    code: OptionalCode = ""
    council_code: Code


class PlaceFile(Record):
    """A raw file that names are read from."""

    title: Words
    publisher: Words
    link: Link
    licence: Words
    raw_file: RawName


class PlaceFiles(Record):
    """The file ``place_sources.yml``, kept by hand."""

    sources: tuple[PlaceFile, ...] = Field(min_length=1)


class PlaceSource(PlaceFile):
    """What was read of it.

    Attributes:
        used: rows that went into the register.
        left_out: why others did not, each with the number of rows.
    """

    raw_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows_read: int = Field(ge=1)
    used: int = Field(ge=1)
    left_out: tuple[Words, ...] = ()


class PlacesAbout(Record):
    """What an import says of the register of names: its sources, and how many rows each of its files has."""

    names: int = Field(ge=1)
    constituencies: int = Field(ge=1)
    overlaps: int = Field(ge=1)
    larger: int = Field(ge=1)
    sources: tuple[PlaceSource, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Places:
    """The register of names; council codes may be those of councils that have ended since."""

    names: tuple[PlaceName, ...] = ()
    constituencies: tuple[Constituency, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    larger: tuple[LargerPlace, ...] = ()


def load_places(paths: Paths) -> Places:
    """Read ``data/places/``; nothing where there is no such folder.

    Raises:
        ProsperityError: a row that does not fit, a row twice, a council or constituency that there is not,
            shares that do not add up to 1, one of two coordinates, another number of rows than the metadata
            say.
    """
    if not paths.places.is_dir():
        return Places()
    about = load_about(paths)
    councils = {code for code, kind in read_codes(paths).items() if kind == "council"}
    known = councils | set(read_former(paths))
    names = _read(paths, NAMES, PlaceName, lambda row: (row.name, row.council_code), "name")
    constituencies = _read(paths, CONSTITUENCIES, Constituency, lambda row: row.code, "code")
    overlaps = _read(paths, OVERLAPS, Overlap, lambda row: (row.code, row.council_code), "code")
    larger = _read(paths, LARGER, LargerPlace, lambda row: (row.kind, row.name, row.council_code), "name")
    _refuse_count(names, about.names)
    _refuse_count(constituencies, about.constituencies)
    _refuse_count(overlaps, about.overlaps)
    _refuse_count(larger, about.larger)
    for found in (names, overlaps, larger):
        _refuse_strangers(found, known)
    _refuse_half_points(names)
    _refuse_shares(overlaps, {row.code for row in constituencies.rows})
    return Places(names.rows, constituencies.rows, overlaps.rows, larger.rows)


def load_about(paths: Paths) -> PlacesAbout:
    """Read ``places.yml``; errors as for any record."""
    file = paths.places / ABOUT
    if not file.is_file():
        raise ProsperityError(
            "the register of names has no metadata", file=file, expected="its sources", mend=REIMPORT
        )
    about = load_record(file, PlacesAbout, mend=REIMPORT)
    faults = Faults(file, REIMPORT)
    for source in about.sources:
        if source.used > source.rows_read:
            faults.add(
                f"more rows of {source.raw_file} are used than were read",
                line=find_text(file, f"raw_file: {source.raw_file}"),
                name="sources.used",
                code=source.raw_file,
                expected=f"{source.rows_read} or less",
            )
    faults.check()
    return about


def _read(
    paths: Paths, name: str, model: type[Row], key: Callable[[Row], object], column: str
) -> Records[Row]:
    rows = read_records(paths.places / name, model, mend=REIMPORT)
    faults = rows.faults
    refuse_twins(rows, key, name=column, what="place", faults=faults)
    faults.check()
    return rows


def _refuse_count(rows: Records[Row], count: int) -> None:
    faults = rows.faults
    if len(rows.rows) != count:
        faults.add(
            f"the file has {len(rows.rows)} rows",
            line=rows.lines[-1],
            expected=f"{count}, as {ABOUT} says",
        )
    faults.check()


def _refuse_strangers(
    rows: Records[PlaceName] | Records[Overlap] | Records[LargerPlace], known: Collection[str]
) -> None:
    faults = rows.faults
    for line, row in rows:
        if row.council_code not in known:
            faults.add(
                f"there is no council {row.council_code!r}",
                line=line,
                name="council_code",
                code=row.council_code,
                expected="the code of a council of areas.csv, or of a former one",
            )
    faults.check()


def _refuse_half_points(rows: Records[PlaceName]) -> None:
    faults = rows.faults
    for line, row in rows:
        if (row.lat is None) != (row.lon is None):
            faults.add(
                "one of two coordinates lacks", line=line, name="lat", code=row.name, expected="both or none"
            )
    faults.check()


def _refuse_shares(rows: Records[Overlap], constituencies: Iterable[str]) -> None:
    """Refuse overlaps of no constituency, and constituencies that lie nowhere or not whole."""
    faults = rows.faults
    total: dict[str, float] = dict.fromkeys(constituencies, 0.0)
    last: dict[str, int] = {}
    for line, row in rows:
        if row.code not in total:
            faults.add(
                f"there is no constituency {row.code!r}",
                line=line,
                name="code",
                code=row.code,
                expected=f"a code of {CONSTITUENCIES}",
            )
            continue
        total[row.code] += row.share_of_constituency
        last[row.code] = line
    for code, share in total.items():
        if abs(share - 1) > SLACK:
            faults.add(
                f"the shares of a constituency add up to {share:g}",
                line=last.get(code, 1),
                name="share_of_constituency",
                code=code,
                expected="1, over all councils",
            )
    faults.check()
