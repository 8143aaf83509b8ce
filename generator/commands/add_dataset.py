"""``prosperity add-dataset``: look at a publisher's file and draft the recipe that reads it."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ProsperityError

if TYPE_CHECKING:
    from generator.geography.area_names import AreaNames
    from generator.sources.guess_columns import Guess

NAME = "add-dataset"
HELP = "look at a publisher's file and draft its recipe: what it is not sure of, and the first rows as read"
FIRST = 5
"""Rows of each series that are shown."""
SHOWN = ("line", "area_code", "period", "value", "lower", "upper", "status", "reason", "note")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, where it lies, and what the file does not say of itself."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV file or workbook, as it was published")
    parser.add_argument(
        "--sources",
        type=Path,
        metavar="DIR",
        help="folder of raw files that it lies in (default: the folder of the file)",
    )
    parser.add_argument("--sheet", default="", metavar="NAME", help="sheet of the workbook")
    parser.add_argument("--dataset", metavar="SLUG", help="short name (default: made from that of the file)")
    for name, words in (
        ("title", "of the dataset, in our words"),
        ("publisher", "who publishes it"),
        ("publication", "title and date of the publication"),
        ("link", "address of its page"),
        ("licence", "one of data/licences.yml"),
    ):
        parser.add_argument(f"--{name}", default="", metavar=name.upper(), help=words)
    parser.add_argument("--check", action="store_true", help="write no recipe; only say what it would be")
    parser.add_argument("--force", action="store_true", help="overwrite a recipe that is there")


def run(args: argparse.Namespace) -> int:
    """Draft, write the recipe, and tell about it."""
    from generator.files.writer import replace_files
    from generator.geography.names import slugify
    from generator.paths import PROJECT
    from generator.sources.draft import SOURCE_KEYS, guess_file, write_draft

    folder = args.sources or args.file.parent
    name = _name_file(args.file, folder)
    dataset = args.dataset or slugify(args.file.stem)
    if dataset != slugify(dataset) or not dataset:
        raise ProsperityError(
            f"{dataset!r} is no short name",
            field="--dataset",
            expected="small letters, digits and hyphens",
            mend=f"such as {slugify(dataset) or 'library-visits'}",
        )
    place = PROJECT.recipes / f"{dataset}.yml"
    if place.exists() and not (args.force or args.check):
        raise ProsperityError(
            "there is a recipe of this name already",
            file=place,
            mend="name another with --dataset, or give --force to overwrite it",
        )
    names = load_names()
    guess = guess_file(args.file, sheet=args.sheet, names=names)
    draft = write_draft(
        guess, dataset=dataset, file=name, told={key: getattr(args, key) for key in SOURCE_KEYS}
    )
    shown = "".join(f"{line}\n" for line in tell(args.file, guess, names=names))
    if args.check:
        sys.stdout.write(f"{draft}\n{shown}")
        return 0
    replace_files(PROJECT.recipes, {place.name: draft.encode()})
    sys.stdout.write(
        f"{shown}\nWritten: {place}. Fill in what is open there ('?'), then run:\n"
        f"    prosperity import {folder} --only {dataset}\n"
    )
    return 0


def load_names() -> AreaNames:
    """Return what areas are called, as an import knows it."""
    from generator.catalogue.store import load_areas, load_changes
    from generator.geography.area_names import gather_names
    from generator.geography.lookup import LOOKUP, load_lookup
    from generator.paths import PROJECT

    register, _ = load_lookup(PROJECT.data / LOOKUP)
    return gather_names(load_areas(PROJECT), load_changes(PROJECT), register.county_names)


def tell(file: Path, guess: Guess, *, names: AreaNames) -> Iterator[str]:
    """Yield what the guess is not sure of, and the first rows of every series."""
    from generator.sources.draft import read_first

    yield "Not sure:" if guess.unsure else "Nothing was unclear; look at the rows all the same."
    yield from (f"- {one}" for one in guess.unsure)
    for slug, rows in read_first(file, guess, names=names).items():
        yield ""
        gaps = rows["value"].isna().sum()
        yield f"{slug}: {len(rows):,} rows, {gaps:,} of them without a figure; the first:"
        yield "    " + "  ".join(SHOWN)
        for cells in rows.head(FIRST)[list(SHOWN)].itertuples(index=False, name=None):
            yield "    " + "  ".join(_tell_cell(cell) for cell in cells).rstrip()


def _tell_cell(cell: object) -> str:
    if isinstance(cell, float):
        return "-" if math.isnan(cell) else f"{cell:g}"
    return str(cell)


def _name_file(file: Path, folder: Path) -> str:
    """Return the name of the file relative to the folder of raw files."""
    if not file.is_file():
        raise ProsperityError("there is no such file", file=file, expected="the publisher's file")
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        raise ProsperityError(
            "the file lies outside the folder of raw files",
            file=file,
            field="--sources",
            expected=f"a file in {folder}",
        ) from None
