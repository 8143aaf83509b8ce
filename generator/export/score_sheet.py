"""A user's CSV file as rows of text with their line numbers; refuses what is not a clean table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from generator.composite.arrays import LARGEST
from generator.errors import ProsperityError
from generator.files.faults import Faults
from generator.files.tables import Table, read_table

Number = TypeVar("Number", int, float)
_SAID_MISSING = frozenset(
    ("na", "n/a", "#n/a", "nan", "null", "none", "missing", "-", ".", "..", "...", ":", "x", "")
)
_MARK = re.compile(r"\[\w+\]")
"""How publishers write into a cell why it has no figure, as [c] or [z]."""


@dataclass(frozen=True)
class Sheet(Table):
    """All rows of one file, as text, some columns of it as numbers."""

    def numbers(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return one column as numbers, an empty cell as NaN.

        Raises:
            ProsperityError: a cell is not a number.
        """
        faults = Faults(self.file)
        found = np.full(len(self.rows), np.nan)
        for row, cell in enumerate(self.column(name)):
            if cell:
                with faults.catch():
                    found[row] = self.number(cell, row=row, name=name, kind=float)
        faults.check()
        return found

    def number(self, cell: str, *, row: int, name: str, kind: Callable[[float], Number]) -> Number:
        """Return a cell as a number of this kind.

        Raises:
            ProsperityError: it is not one. Digits of other scripts, spaces and underscores are not accepted.
        """
        try:
            found = float(cell)
        except ValueError:
            found = np.nan
        usable = found == 0 or 1 / LARGEST < abs(found) < LARGEST
        plain = usable and cell.isascii() and "_" not in cell and cell.strip() == cell
        if plain and kind(found) == found:
            return kind(found)
        if np.isfinite(found) and not usable:
            raise ProsperityError(
                f"'{cell}' is too large or too small to compute with",
                file=self.file,
                line=self.lines[row],
                field=name,
                code=self.rows[row][0],
                expected=f"0, or a size between {1 / LARGEST:g} and {LARGEST:g}",
                mend="give the column in another unit",
            )
        whole = "a whole number" if kind is int else "a number"
        raise ProsperityError(
            f"'{cell}' is not {whole}",
            file=self.file,
            line=self.lines[row],
            field=name,
            code=self.rows[row][0],
            expected=f"{whole} such as {'1' if kind is int else '1234.5'}; empty where it is missing",
            mend="empty the cell: only an empty cell is missing"
            if cell.strip().casefold() in _SAID_MISSING or _MARK.fullmatch(cell.strip())
            else "write digits and a point only, without signs for thousands, units or per cent",
        )


def read_sheet(file: Path) -> Sheet:
    """Read a UTF-8 CSV file (a byte order mark may stand first) with a head; see ``files.tables.read_table``.

    Raises:
        ProsperityError: it is no clean table.
    """
    table = read_table(
        file, blank="skip", leftovers=True, mend="save it as CSV in UTF-8", missing="check the path"
    )
    return Sheet(table.file, table.sha256, table.head, table.rows, table.lines)
