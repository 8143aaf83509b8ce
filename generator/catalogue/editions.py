"""Editions that are closed, and corrections: ``data/editions/`` and ``data/corrections.yml``.

An edition is open until it is closed with ``prosperity freeze --close``. A closed one is never changed: its
record says what it was made from, and its inputs are kept, so that a later one can say what changed since.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from generator.catalogue.records import Edition, Record
from generator.errors import ProsperityError
from generator.files.documents import find_key, load_record, read_document
from generator.files.faults import Faults
from generator.paths import DataPaths, Paths

NAME = re.compile(r"[0-9]{4}\.[0-9]+")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHA256 = r"^[0-9a-f]{64}$"
INPUTS = (
    *("framework.yml", "goalposts.csv", "errors.yml", "edition.yml", "areas.csv", "doubtful.csv"),
    *("reviews.yml", "datasets"),
)
"""What scores are computed from, of everything under ``data/``."""
# The oldest date that a zip can hold: what a file inside is dated must not depend on the day.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def _check_day(value: str) -> str:
    if not ISO_DAY.fullmatch(value):
        raise ValueError("this is no day such as 2026-11-23")
    date.fromisoformat(value)
    return value


Day = Annotated[str, AfterValidator(_check_day)]


class ClosedEdition(Record):
    """What a closed edition was made from, and how its frozen copy can be known.

    Attributes:
        name: e.g. "2026.1".
        date: day of publication, ISO.
        data_cut: fingerprint of ``data/``.
        code_version, code_sha256: version and fingerprint of the program.
        scores_sha256: of ``data/scores.csv`` of the site.
        manifest_sha256: of ``manifest.json`` of the frozen copy, which has the fingerprint of every file.
    """

    name: str
    date: Day
    data_cut: str = Field(pattern=SHA256)
    code_version: str
    code_sha256: str = Field(pattern=SHA256)
    scores_sha256: str = Field(pattern=SHA256)
    manifest_sha256: str = Field(pattern=SHA256)


class CorrectedPlace(Record):
    """One figure that was wrong: area code, and what stood and stands there, as a reader sees it."""

    code: str
    old: str
    new: str


class Correction(Record):
    """One mistake that was mended.

    Attributes:
        date: when, ISO.
        edition: the first one without it.
        figure: slug of the indicator or of the part of the framework.
        what: what was wrong and why, in plain words.
        places: the places whose figure changed.
        others: in words, places beyond those listed, e.g. "every council of Wales by less than 0.1 points".
    """

    date: Day
    edition: str
    figure: str
    what: str = Field(min_length=1)
    places: tuple[CorrectedPlace, ...]
    others: str = ""


class Corrections(Record):
    """The file."""

    corrections: tuple[Correction, ...]


def name_edition(edition: Edition, name: str | None) -> Edition:
    """Return an edition under the name given for one run, or as it is.

    Raises:
        ProsperityError: the name is not one of an edition.
    """
    if name is None:
        return edition
    refuse_name(name, field="--edition")
    return edition.model_copy(update={"name": name})


def refuse_name(name: str, *, field: str, file: Path | None = None) -> None:
    """Stop if a name is not one of an edition: its frozen copy stands in a folder of that name.

    Raises:
        ProsperityError: it is not.
    """
    if not NAME.fullmatch(name):
        raise ProsperityError(
            "an edition cannot have this name",
            file=file,
            field=field,
            code=name,
            expected="a year, a dot and a number, such as 2026.1",
            mend="give another name",
        )


def load_closed(paths: Paths) -> tuple[ClosedEdition, ...]:
    """Read the record of every closed edition, the latest first.

    Raises:
        ProsperityError: a record that cannot be read, or is not of the edition its file is named after.
    """
    found = []
    for file in sorted(paths.editions.glob("*.yml")):
        record = load_record(file, ClosedEdition)
        if record.name != file.stem or not NAME.fullmatch(record.name):
            raise ProsperityError(
                f"the record is of the edition {record.name!r}",
                file=file,
                line=find_key(file, "name"),
                field="name",
                expected=file.stem,
                mend="restore the file from the repository's history",
            )
        found.append(record)
    return tuple(sorted(found, key=lambda each: order_of(each.name), reverse=True))


def order_of(name: str) -> tuple[int, ...]:
    """Return what editions are sorted by: 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in name.split("."))


def find_last(closed: Collection[ClosedEdition], name: str) -> ClosedEdition | None:
    """Return the closed edition before the one called ``name``."""
    earlier = [each for each in closed if order_of(each.name) < order_of(name)]
    return max(earlier, key=lambda each: order_of(each.name), default=None)


def pack_inputs(paths: Paths) -> bytes:
    """Return what the scores of ``data/`` are computed from as one zip; the same data give the same bytes."""
    files = []
    for name in INPUTS:
        place = paths.data / name
        files += sorted(place.rglob("*")) if place.is_dir() else [place]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in files:
            if file.is_file() and not file.name.startswith("."):
                entry = zipfile.ZipInfo(file.relative_to(paths.data).as_posix(), ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, file.read_bytes(), compresslevel=9)
    return content.getvalue()


def unpack_inputs(paths: Paths, name: str, folder: Path) -> Paths:
    """Return the data of a closed edition, unpacked into a folder.

    Raises:
        ProsperityError: its inputs are not kept, or hold a path that leads elsewhere.
    """
    file = paths.editions / f"{name}.zip"
    try:
        with zipfile.ZipFile(file) as packed:
            # extractall leaves out what would lead outside the folder.
            packed.extractall(folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise ProsperityError(
            f"the inputs of the closed edition {name} cannot be read ({error})",
            file=file,
            expected="the inputs as they were packed",
            mend="restore the file from the repository's history",
        ) from error
    return DataPaths(folder)


def load_corrections(
    paths: Paths, *, codes: Collection[str], figures: Collection[str]
) -> tuple[Correction, ...]:
    """Read the corrections, the latest first.

    Args:
        paths: where they are.
        codes: of all areas.
        figures: slugs of all indicators and parts of the framework.

    Raises:
        ProsperityError: the file cannot be read; a place or a figure that does not exist.
    """
    document = read_document(paths.corrections, Corrections)
    found = document.record.corrections
    faults = Faults(paths.corrections)
    for number, each in enumerate(found):

        def note(problem: str, field: str, expected: str, code: str, of: int = number) -> None:
            faults.add(
                problem,
                line=document.line("corrections", of, field),
                name=f"corrections.{of}.{field}",
                code=code,
                expected=expected,
            )

        if not NAME.fullmatch(each.edition):
            note("an edition cannot have this name", "edition", "such as 2026.1", each.edition)
        if each.figure not in figures:
            expected = "the slug of an indicator, element, pillar or domain, or overall"
            note(f"there is no figure {each.figure!r}", "figure", expected, each.figure)
        if each in found[:number]:
            note("the correction stands twice", "figure", "each correction once", each.figure)
        for code, times in Counter(place.code for place in each.places).items():
            if code not in codes:
                note("there is no such area", "places", "an area code of data/areas.csv", code)
            if times > 1:
                note(f"the place stands there {times} times", "places", "each place once", code)
        for place in each.places:
            if place.old.strip() == place.new.strip():
                note("nothing changed there", "places", "what stood and what stands there", place.code)
        if not (each.places or each.others):
            expected = "the places whose figure changed, or others in words"
            note("a correction names no place", "places", expected, each.figure)
    faults.check()
    return tuple(sorted(found, key=lambda each: each.date, reverse=True))
