"""A user's CSV file as rows of text with their line numbers; refuses what is not a clean table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np

from generator.errors import ProsperityError

Number = TypeVar("Number", int, float)
_SAID_MISSING = frozenset(("na", "n/a", "nan", "null", "none", "missing", "-", ".", "..", "...", ":", "x"))
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Sheet:
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

    def numbers(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return one column as numbers, an empty cell as NaN.

        Raises:
            ProsperityError: a cell is not a number.
        """
        cells = self.column(name)
        return np.array(
            [
                np.nan if not cell else self.number(cell, row=row, name=name, kind=float)
                for row, cell in enumerate(cells)
            ],
            dtype=np.float64,
        )

    def number(self, cell: str, *, row: int, name: str, kind: Callable[[float], Number]) -> Number:
        """Return a cell as a number of this kind.

        Raises:
            ProsperityError: it is not one. Digits of other scripts, spaces and underscores are not accepted.
        """
        try:
            found = float(cell)
        except ValueError:
            found = np.nan
        plain = np.isfinite(found) and cell.isascii() and "_" not in cell and cell.strip() == cell
        if plain and kind(found) == found:
            return kind(found)
        whole = "a whole number" if kind is int else "a number"
        raise ProsperityError(
            f"'{cell}' is not {whole}",
            file=self.file,
            line=self.lines[row],
            field=name,
            code=self.rows[row][0],
            expected=f"{whole} such as {'1' if kind is int else '1234.5'}; empty where it is missing",
            mend="empty the cell: only an empty cell is missing"
            if cell.strip().casefold() in _SAID_MISSING
            else "write digits and a point only, without signs for thousands, units or per cent",
        )


def read_sheet(file: Path) -> Sheet:
    """Read a UTF-8 CSV file (a byte order mark may stand first) with a head.

    Raises:
        ProsperityError: file missing, empty, in another format or encoding, a column without a name or with
            the name of another, a row with more or fewer cells than the head, a quotation mark that is not
            closed.
    """
    raw = _read_bytes(file)
    reader = csv.reader(io.StringIO(_decode(raw, file=file), newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        head = next(reader, [])
        _check_head(head, file=file)
        start = reader.line_num + 1
        for row in reader:
            if row:
                _check_width(row, head=head, file=file, line=start)
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as reason:
        raise ProsperityError(
            f"the row cannot be read ({reason})",
            file=file,
            line=reader.line_num,
            expected="comma-separated cells, quotation marks closed",
            mend="correct the quotation marks",
        ) from None
    return Sheet(file, sha256(raw).hexdigest(), tuple(head), tuple(rows), tuple(lines))


def _read_bytes(file: Path) -> bytes:
    try:
        raw = file.read_bytes()
    except OSError as reason:
        raise ProsperityError(
            f"the file cannot be read ({reason.strerror})", file=file, mend="check the path"
        ) from None
    if raw.startswith(_SPREADSHEETS):
        raise ProsperityError(
            "the file is a spreadsheet", file=file, expected="CSV", mend="save it as CSV in UTF-8"
        )
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        raise ProsperityError("the file is empty", file=file, expected="a head and rows")
    return raw


def _decode(raw: bytes, *, file: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise ProsperityError(
            f"byte 0x{raw[reason.start]:02x} is not UTF-8",
            file=file,
            line=raw.count(b"\n", 0, reason.start) + 1,
            expected="UTF-8",
            mend="save the file as CSV in UTF-8",
        ) from None


def _check_head(head: list[str], *, file: Path) -> None:
    if len(head) == 1 and any(mark in head[0] for mark in ";\t|"):
        raise ProsperityError(
            "the columns are not separated by commas",
            file=file,
            line=1,
            expected="comma-separated cells",
            mend="save the file with commas between the cells",
        )
    for place, name in enumerate(head):
        if not name.strip():
            raise ProsperityError(
                f"column {place + 1} has no name", file=file, line=1, mend="name the column or remove it"
            )
        if name in head[:place]:
            raise ProsperityError(
                f"the column '{name}' stands twice",
                file=file,
                line=1,
                field=name,
                expected="every name once",
                mend="remove or rename one of them",
            )


def _check_width(row: list[str], *, head: list[str], file: Path, line: int) -> None:
    if len(row) != len(head):
        raise ProsperityError(
            f"the row has {len(row)} cells, the head has {len(head)}",
            file=file,
            line=line,
            code=row[0],
            expected="one cell for each column",
            mend="put quotation marks round cells with commas, and write empty cells as ,,",
        )
