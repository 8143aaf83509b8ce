"""What the tables to download hold, column by column: ``templates/tables.yml``, loaded and checked.

The one description that the machine-readable descriptors, the page of downloads and the data dictionary are
made from. A table whose columns differ from it stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import find_text, load_record
from generator.text.bands import BandWords

TABLES = "tables.yml"
Type = Literal["string", "integer", "number", "date", "boolean"]


class Column(Record):
    """One column.

    Attributes:
        unit: of its numbers, or empty.
        required: whether no cell is empty.
        values: all that can stand in a cell, or in each part of it; any where empty.
        pattern: regular expression that a whole cell fits.
        minimum, maximum: of its numbers.
        separator: parts several values in one cell.
        like: table that has a column of this name whose description holds here too.
    """

    name: str
    type: Type = "string"
    unit: str = ""
    meaning: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    separator: str = ""
    like: str = ""


class ForeignKey(Record):
    """Columns whose values all stand in the columns ``references`` of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


class Table(Record):
    """One table.

    Attributes:
        name: among all tables.
        file: path below ``data/``; where empty, the name with ".csv".
        row: completes "one row for each ...".
        about: what else a reader should know, or empty.
        parquet: whether the same stands beside it as Parquet.
        key: columns that tell its rows apart; none where rows have no key.
    """

    name: str
    file: str = ""
    title: str
    row: str
    about: str = ""
    parquet: bool = False
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)

    @property
    def path(self) -> str:
        """Path of the table below ``data/``."""
        return self.file or f"{self.name}.csv"

    @property
    def parquet_path(self) -> str:
        """Path of the same as Parquet below ``data/``."""
        return self.path.removesuffix(".csv") + ".parquet"

    @property
    def heads(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


class Licence(Record):
    """A licence: a name of SPDX, what it covers, where it stands."""

    name: str
    title: str
    path: str


class Tables(Record):
    """All tables.

    Attributes:
        name: of the package.
        description: of the package.
        licences: of the package.
        tables: those under ``data/``, by name.
        alone: those too large for CSV, which are there as Parquet alone, and not in a frozen copy.
        report: the table beside each report.
    """

    name: str
    description: str
    licences: tuple[Licence, ...]
    tables: tuple[Table, ...]
    alone: tuple[Table, ...] = ()
    report: Table

    def add(self, tables: Iterable[Table]) -> Tables:
        """Return the same with more tables."""
        return self.model_copy(update={"tables": (*self.tables, *tables)})

    def leave_out(self, name: str) -> Tables:
        """Return the same without a table."""
        return self.model_copy(update={"tables": tuple(one for one in self.tables if one.name != name)})

    def name_bands(self, bands: BandWords) -> Tables:
        """Return the same with the words of bands in what columns mean."""
        tables = tuple(_name_bands(table, bands) for table in self.tables)
        return self.model_copy(update={"tables": tables, "report": _name_bands(self.report, bands)})

    def get(self, name: str) -> Table:
        """Return a table by name."""
        return next(table for table in (*self.tables, *self.alone) if table.name == name)


def _name_bands(table: Table, bands: BandWords) -> Table:
    columns = (one.model_copy(update={"meaning": bands.fill(one.meaning)}) for one in table.columns)
    return table.model_copy(update={"columns": tuple(columns)})


def load_tables(file: Path) -> Tables:
    """Read the description.

    Raises:
        ProsperityError: a column without a meaning or given twice, a key or reference to a column or table
            that is not there, a pattern that cannot be read, values or a range that do not fit the type.
    """
    read = load_record(file, Tables)
    by_name = {table.name: table for table in read.tables}
    tables = Tables(
        **{
            **dict(read),
            "tables": tuple(_resolve(table, by_name, file=file) for table in read.tables),
            "alone": tuple(_resolve(table, by_name, file=file) for table in read.alone),
            "report": _resolve(read.report, by_name, file=file),
        }
    )
    known = {table.name: table for table in (*tables.tables, *tables.alone)}
    if len(known) < len(tables.tables) + len(tables.alone):
        raise ProsperityError("a table is described twice", file=file, field="tables")
    for table in (*tables.tables, *tables.alone, tables.report):
        _check_table(table, known, file=file)
    return tables


def _resolve(table: Table, tables: Mapping[str, Table], *, file: Path) -> Table:
    """Return a table whose columns all have their own description."""
    columns = []
    for column in table.columns:
        if column.like:
            other = tables.get(column.like)
            found = next((one for one in other.columns if one.name == column.name), None) if other else None
            if found is None or found.like:
                raise _refuse("is like no described column", table=table, name=column.name, file=file)
            column = found
        columns.append(column)
    return table.model_copy(update={"columns": tuple(columns)})


def _check_table(table: Table, tables: Mapping[str, Table], *, file: Path) -> None:
    heads = set(table.heads)
    for column in table.columns:
        _check_column(column, table=table, file=file)
    for name in sorted({*table.key} - heads):
        raise _refuse("is a key but no column", table=table, name=name, file=file)
    for key in table.foreign_keys:
        other = tables.get(key.table)
        there = set(other.heads) if other else set()
        if not set(key.columns) <= heads or not set(key.references) <= there:
            raise _refuse("refers to a column that is not there", table=table, name=key.table, file=file)


def _check_column(column: Column, *, table: Table, file: Path) -> None:
    number = column.type in ("integer", "number")
    bounded = column.minimum is not None or column.maximum is not None
    try:
        re.compile(column.pattern)
    except re.error as reason:
        problem = f"has a pattern that cannot be read ({reason})"
        raise _refuse(problem, table=table, name=column.name, file=file) from None
    for wrong, problem in (
        (table.heads.count(column.name) > 1, "is given twice"),
        (not column.meaning, "has no meaning"),
        (bounded and not number, "has a range but is no number"),
        (number and bool(column.values or column.pattern or column.separator), "is a number with words"),
    ):
        if wrong:
            raise _refuse(problem, table=table, name=column.name, file=file)


def _refuse(problem: str, *, table: Table, name: str, file: Path) -> ProsperityError:
    return ProsperityError(
        f"column {name!r} of table {table.name!r} {problem}",
        file=file,
        line=find_text(file, f"name: {table.name}"),
        field=f"{table.name}.{name}",
    )


def check_heads(tables: Tables, heads: Mapping[str, Sequence[str]], *, file: Path) -> None:
    """Refuse tables that are not those described, column for column.

    Args:
        tables: the description.
        heads: names of the columns of every table that is published, by the name of the table.
        file: where the description stands, for messages.

    Raises:
        ProsperityError: names the table, its columns, and what is described.
    """
    described = {table.name: table.heads for table in (*tables.tables, *tables.alone)}
    for name in sorted({*described, *heads}):
        if name not in described or name not in heads:
            problem = "is published but not described" if name in heads else "is described but not published"
            raise ProsperityError(f"table {name!r} {problem}", file=file, field=name)
        if described[name] != tuple(heads[name]):
            odd = _first_odd(described[name], heads[name])
            raise ProsperityError(
                f"the columns of table {name!r} are not those described, first: {odd!r}",
                file=file,
                line=find_text(file, f"name: {name}"),
                field=name,
                expected=",".join(heads[name]),
                mend="describe every column of the table there, in its order",
            )


def _first_odd(described: Sequence[str], there: Iterable[str]) -> str:
    missing = [name for name in there if name not in described]
    gone = [name for name in described if name not in set(there)]
    return next(iter((*missing, *gone)), "the order")
