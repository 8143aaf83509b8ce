"""CSV as rows of text with their lines, or as typed records; an error names line, column and all faults."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, Literal, TypeVar, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.errors import ProsperityError
from generator.files.documents import list_errors, tell_expected, tell_problem
from generator.files.faults import CORRECT, Faults
from generator.files.texts import Text, read_text

Row = TypeVar("Row")
_NUMBERS = {int, float, int | None, float | None}
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Table:
    """All rows of one file, as text.

    Attributes:
        file: where it was read from.
        sha256: of the bytes of the file.
        head: names of the columns.
        rows: cells, each row as long as the head.
        lines: line on which each row starts.
    """

    file: Path
    sha256: str
    head: tuple[str, ...]
    rows: tuple[list[str], ...]
    lines: tuple[int, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of one column."""
        place = self.head.index(name)
        return tuple(row[place] for row in self.rows)

    def by_name(self) -> Iterator[dict[str, str]]:
        """Yield every row as cells by column."""
        for row in self.rows:
            yield dict(zip(self.head, row, strict=True))


@dataclass(frozen=True)
class Records(Generic[Row]):
    """All rows of one file, as records.

    Attributes:
        file: where they were read from.
        rows: the records.
        lines: line on which each starts.
        mend: what can be done where something is wrong.
    """

    file: Path
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    mend: str

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        """Yield line and record."""
        return zip(self.lines, self.rows, strict=True)

    @property
    def faults(self) -> Faults:
        """Where checks across rows and files are noted."""
        return Faults(self.file, self.mend)


def read_table(
    file: Path,
    *,
    columns: Sequence[str] = (),
    others: Literal["keep", "refuse"] = "keep",
    optional: Collection[str] = (),
    repeatable: Collection[str] = (),
    blank: Literal["skip", "refuse"] = "refuse",
    filled: bool = False,
    whole: bool = False,
    leftovers: bool = False,
    mend: str = CORRECT,
    missing: str | None = None,
) -> Table:
    """Read a UTF-8 CSV file (a byte order mark may stand first) with a head.

    Args:
        file: to read.
        columns: names that the head must have, in any order.
        others: whether other columns are refused.
        optional: names that the head may have beside them.
        repeatable: columns that may stand twice.
        blank: what becomes of lines with nothing on them.
        filled: a table without rows is refused.
        whole: the last line must have an end, as in every file that a program wrote.
        leftovers: columns and rows in which nothing stands, and a first column that only numbers the rows,
            are left out: spreadsheets and R leave them.
        mend: what can be done where it is wrong.
        missing: what can be done where there is no such file.

    Raises:
        ProsperityError: no such file, in another format or encoding, columns that are missing, unknown,
            unnamed or repeated, rows with more or fewer cells than the head, a quotation mark that is not
            closed.
    """
    text = read_text(file, what="CSV", mend=mend, missing=missing)
    _refuse_other_kinds(text, mend=mend)
    faults = Faults(file, mend)
    reader = csv.reader(io.StringIO(text.content, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    head: list[str] = []
    start = 1
    try:
        head = next(reader, [])
        if not leftovers:
            check_head(
                head, columns=columns, others=others, optional=optional, repeatable=repeatable, faults=faults
            )
            faults.check()
        width = len(head)
        start = reader.line_num + 1
        for row in reader:
            if leftovers and not any(row):
                pass
            elif len(row) != width:
                if row or blank == "refuse":
                    _note_width(row, width=width, line=start, faults=faults)
            else:
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as reason:
        faults.add(
            f"the row cannot be read ({reason})",
            line=reader.line_num,
            expected="comma-separated cells, quotation marks closed",
            mend=None if mend != CORRECT else "correct the quotation marks",
        )
    if leftovers and not faults.found:
        head, rows = _drop_leftovers(head, rows)
        check_head(
            head, columns=columns, others=others, optional=optional, repeatable=repeatable, faults=faults
        )
    if filled and not rows and not faults.found:
        faults.add("there are no rows under the head", line=1, expected="a head and rows")
    if whole and not text.ended:
        faults.add(
            "the file is cut: its last line has no end",
            line=text.content.count("\n") + 1,
            expected="whole lines to the end",
        )
    faults.check()
    return Table(file, text.sha256, tuple(head), tuple(rows), tuple(lines))


def read_records(
    file: Path,
    model: type[Row],
    *,
    prepare: Callable[[dict[str, object]], Mapping[str, object]] | None = None,
    mend: str = CORRECT,
    missing: str | None = None,
    filled: bool = True,
) -> Records[Row]:
    """Read a CSV file of which every row is one record, with one column for each of its fields, in their
    order.

    Args:
        file: to read.
        model: of a row; an empty cell of a number that may be absent is no value.
        prepare: what is done to the cells of a row before, such as splitting a list.
        mend: what can be done where it is wrong.
        missing: what can be done where there is no such file.
        filled: a table without rows is refused.

    Raises:
        ProsperityError: as for ``read_table``, another order of columns, or cells that do not fit; all
            together.
    """
    columns, make = _describe(model)  # type: ignore[arg-type]
    table = read_table(
        file,
        columns=tuple(columns),
        others="refuse",
        filled=filled,
        whole=True,
        mend=mend,
        missing=missing or mend,
    )
    if table.head != tuple(columns):
        raise ProsperityError(
            "columns differ: they stand in another order",
            file=file,
            line=1,
            expected=",".join(columns),
            mend=mend,
        )
    numbers = [name for name, kind in columns.items() if kind in _NUMBERS]
    optional = {name for name in numbers if columns[name] not in (int, float)}
    faults = Faults(file, mend)
    found: list[Row] = []
    for line, cells in zip(table.lines, table.by_name(), strict=True):
        row: dict[str, object] = {**cells}
        good = True
        for name, cell in cells.items():
            if cell != cell.strip():
                good = False
                faults.add(
                    f"{cell!r} has spaces around it",
                    line=line,
                    name=name,
                    code=_code_of(cells),
                    expected=repr(cell.strip()),
                )
        for name in numbers:
            cell = cells[name]
            if not cell and name in optional:
                row[name] = None
            elif good and not _PLAIN.fullmatch(cell):
                good = False
                faults.add(
                    f"{cell!r} is not a number" if cell else "a number is missing",
                    line=line,
                    name=name,
                    code=_code_of(cells),
                    expected="a number, in digits and a point only",
                )
        if not good:
            continue
        try:
            found.append(make.validate_python(prepare(row) if prepare else row))
        except ValidationError as error:
            for one in list_errors(error):
                faults.add(
                    tell_problem(one["type"], one["msg"]),
                    line=line,
                    name=".".join(str(step) for step in one["loc"]) or None,
                    code=_code_of(cells),
                    expected=tell_expected(one["type"], one["input"], one.get("ctx", {})),
                )
    faults.check()
    return Records(file, tuple(found), table.lines, mend)


@lru_cache(maxsize=64)
def _describe(model: type[Row]) -> tuple[dict[str, object], TypeAdapter[Row]]:
    """Return the type of every column by its name, and what makes a record of a row."""
    if issubclass(model, BaseModel):
        columns: dict[str, object] = {name: field.annotation for name, field in model.model_fields.items()}
    else:
        columns = dict(get_type_hints(model))
    return columns, TypeAdapter(model)


def refuse_twins(
    records: Records[Row], key: Callable[[Row], object], *, name: str, what: str, faults: Faults
) -> None:
    """Note every row whose key an earlier row has.

    Args:
        records: the rows.
        key: of a row.
        name: column to name.
        what: the key in words, e.g. "code".
        faults: where to note it.
    """
    first: dict[object, int] = {}
    for line, row in records:
        found = key(row)
        if found in first:
            told = " ".join(found) if isinstance(found, tuple) else str(found)
            faults.add(
                f"the {what} {told!r} stands twice (first in line {first[found]})",
                line=line,
                name=name,
                code=told,
                expected="every one once",
            )
        else:
            first[found] = line


def check_head(
    head: Sequence[str],
    *,
    columns: Sequence[str],
    others: Literal["keep", "refuse"],
    optional: Collection[str] = (),
    repeatable: Collection[str] = (),
    faults: Faults,
) -> None:
    """Note what is wrong with the names of the columns."""
    if len(head) == 1 and any(mark in head[0] for mark in ";\t|"):
        faults.add(
            "the columns are not separated by commas",
            line=1,
            expected="comma-separated cells",
            mend="save the file with commas between the cells",
        )
        return
    times = Counter(head)
    expected = ",".join(columns) if columns else "every column with a name of its own"

    def note(problem: str, name: str) -> None:
        faults.add(problem, line=1, name=name, expected=expected)

    for name in columns:
        if name not in times:
            note(f"the column '{name}' is missing", name)
    for place, name in enumerate(head):
        if not name.strip():
            faults.add(f"column {place + 1} has no name", line=1, expected=expected)
        elif others == "refuse" and name not in columns and name not in optional:
            note(f"the column '{name}' is unknown", name)
    for name in times:
        if name.strip() and times[name] > 1 and name not in repeatable:
            note(f"the column '{name}' stands twice", name)


def _drop_leftovers(head: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return a table without unnamed columns that are empty, or, as the first, number the rows."""
    numbers = [str(number) for number in range(1, len(rows) + 1)]
    kept = [
        place
        for place, name in enumerate(head)
        if name.strip()
        or (any(row[place] for row in rows) and not (place == 0 and [row[0] for row in rows] == numbers))
    ]
    return [head[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _refuse_other_kinds(text: Text, *, mend: str) -> None:
    start = text.content.lstrip()[:1]
    if start in ("<", "{"):
        what = "a web page" if start == "<" else "JSON"
        raise ProsperityError(f"the file is {what}", file=text.file, line=1, expected="CSV", mend=mend)


def _note_width(row: Sequence[str], *, width: int, line: int, faults: Faults) -> None:
    faults.add(
        f"the row has {len(row)} cells, the head has {width}",
        line=line,
        code=row[0] if row else None,
        expected="one cell for each column",
        mend=None
        if faults.mend != CORRECT
        else "put quotation marks round cells with commas, and write empty cells as ,,",
    )


def _code_of(cells: Mapping[str, str]) -> str | None:
    """Return the first cell of a row that says something: what the row is about."""
    return next((cell for cell in cells.values() if cell), None)
