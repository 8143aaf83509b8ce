"""All observations as one long table: what `data/datasets/` holds, with the dataset in front of each row.

Where one file would be too large it is parted between datasets, never within one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from generator.catalogue.doubts import Judged
from generator.catalogue.observations import COLUMNS
from generator.export.columns import Table, Tables
from generator.export.parquet_files import TYPES, encode_columns
from generator.files.texts import read_bytes

NAME = "observations"
LARGEST_PART = 50_000_000
"""Bytes of one CSV file."""
HEAD = ",".join(("dataset", *COLUMNS)) + "\n"
_OWN_HEAD = ",".join(COLUMNS) + "\n"


def encode_dataset(folder: Path, judged: Iterable[Judged] = ()) -> bytes:
    """Return the rows of one dataset, each with the dataset in front, without a head.

    Args:
        folder: of the dataset.
        judged: doubtful figures of any dataset; one that does not count has its status and its note.
    """
    text = read_bytes(folder / "observations.csv").decode("utf-8").removeprefix(_OWN_HEAD)
    # A cell never holds the end of a line, so each line is a row.
    rows = text.splitlines()
    marked = {one.doubt.key[1:]: one for one in judged if one.reason and one.doubt.dataset == folder.name}
    if marked:
        rows = [
            _mark(row, marked[key]) if (key := tuple(row.split(",", 3)[:3])) in marked else row
            for row in rows
        ]
    return "".join(f"{folder.name},{row}\n" for row in rows).encode("utf-8")


def _mark(row: str, judged: Judged) -> str:
    """Return a row with the status and the note of a figure that does not count."""
    cells = dict(zip(COLUMNS, next(csv.reader([row])), strict=True))
    cells |= {"status": judged.reason.word, "note": f"{cells['note']} {judged.note}".strip()}
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells.values())
    return text.getvalue()


def plan_parts(folder: Path, slugs: Iterable[str], *, largest: int = LARGEST_PART) -> list[list[str]]:
    """Return which datasets stand in which file, in alphabetical order; one file where all have room.

    Args:
        folder: of all datasets.
        slugs: of the datasets.
        largest: bytes of one file, unless a single dataset takes more.
    """
    parts: list[list[str]] = [[]]
    size = len(HEAD)
    for slug in sorted(slugs):
        own = len(encode_dataset(folder / slug))
        if parts[-1] and size + own > largest:
            parts.append([])
            size = len(HEAD)
        parts[-1].append(slug)
        size += own
    return parts


def part_tables(tables: Tables, parts: Sequence[Sequence[str]]) -> Tables:
    """Return the description with one table for each part; the first keeps its name."""
    if len(parts) == 1:
        return tables
    made = []
    for table in tables.tables:
        if table.name != NAME:
            made.append(table)
            continue
        for number, slugs in enumerate(parts, start=1):
            title = f"{table.title}, part {number}: {slugs[0]} to {slugs[-1]}"
            name = NAME if number == 1 else f"{NAME}_{number}"
            made.append(table.model_copy(update={"name": name, "title": title}))
    return tables.model_copy(update={"tables": tuple(made)})


def encode_part(folder: Path, slugs: Iterable[str], judged: Sequence[Judged] = ()) -> bytes:
    """Return one file of the long table as CSV."""
    return b"".join([HEAD.encode("ascii"), *(encode_dataset(folder / slug, judged) for slug in slugs)])


def encode_parquet(content: bytes, table: Table) -> bytes:
    """Return the same as Parquet, with types and meanings.

    Args:
        content: from ``encode_part``.
        table: what it holds.
    """
    read = pa.csv.read_csv(
        io.BytesIO(content),
        parse_options=pa.csv.ParseOptions(newlines_in_values=False),
        convert_options=pa.csv.ConvertOptions(
            column_types={column.name: TYPES[column.type] for column in table.columns},
            strings_can_be_null=False,
            null_values=[""],
        ),
    )
    return encode_columns([read.column(name).to_pandas() for name in table.heads], table)
