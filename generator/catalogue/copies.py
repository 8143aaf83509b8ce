"""Figures that were read from somebody's copy and not from their publisher: ``data/copies.yml``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from pydantic import Field

from generator.catalogue.records import Link, Record, Slug, Words
from generator.files.documents import read_document
from generator.files.faults import Faults


class Copy(Record):
    """One copy, and what a second look at it found.

    Attributes:
        title: what it is, and whose.
        link: where it is.
        datasets: slugs of what was read from it.
        compared: what it was held against.
        found: what came of it.
        verdict: the figures are kept as they are, kept with a mark or a word of caution, or taken back.
    """

    title: Words
    link: Link
    datasets: tuple[Slug, ...] = Field(min_length=1)
    compared: Words
    found: Words
    verdict: Literal["kept", "marked", "taken back"]


class Copies(Record):
    """The file."""

    copies: tuple[Copy, ...]


def load_copies(file: Path, datasets: Collection[str]) -> tuple[Copy, ...]:
    """Read what is known of copies; nothing where there is no such file.

    Args:
        file: to read.
        datasets: slugs of all datasets.

    Raises:
        ProsperityError: a dataset that is not there, or one that a copy names twice; with line and field.
    """
    if not file.is_file():
        return ()
    document = read_document(file, Copies)
    faults = Faults(file)
    for number, copy in enumerate(document.record.copies):
        for place, slug in enumerate(copy.datasets):
            if slug in copy.datasets[:place] or slug not in datasets:
                there = slug in datasets
                faults.add(
                    f"the dataset {slug!r} is named twice" if there else f"there is no dataset {slug!r}",
                    line=document.line("copies", number, "datasets", place),
                    name="datasets",
                    code=slug,
                    expected="each dataset once" if there else "a dataset of data/datasets",
                )
    faults.check()
    return document.record.copies
