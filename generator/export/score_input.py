"""The two files of ``prosperity score``: anybody's values, and the framework they are made an index by."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generator.composite.frames import GROUP, OPTIONAL, REQUIRED, UNIT
from generator.composite.framework import Entry
from generator.composite.table import Table
from generator.composite.tree import Tree
from generator.errors import ProsperityError
from generator.export.score_sheet import Sheet, read_sheet
from generator.files.faults import Faults

_NAME = "name"


def read_framework(file: Path, *, ignore_extra: bool = False) -> tuple[tuple[Entry, ...], Sheet]:
    """Return the rows of a framework file, and the sheet they stand in.

    Raises:
        ProsperityError: not a clean CSV file, a column missing or unknown, a cell that is not a number.
    """
    sheet = read_sheet(file)
    for name in REQUIRED:
        if name not in sheet.head:
            raise ProsperityError(
                f"the column '{name}' is missing",
                file=file,
                line=1,
                field=name,
                expected=f"{','.join(REQUIRED)}, and if needed {','.join(OPTIONAL)}",
                mend="add the column",
            )
    extra = [name for name in sheet.head if name not in (*REQUIRED, *OPTIONAL, _NAME)]
    if extra and not ignore_extra:
        raise ProsperityError(
            f"a framework has no column '{extra[0]}'",
            file=file,
            line=1,
            field=extra[0],
            expected=f"{','.join(REQUIRED)}, and if needed {','.join((*OPTIONAL, _NAME))}",
            mend="correct the name, remove the column, or leave it out with --ignore-extra",
        )
    faults = Faults(file)
    entries = []
    for row in range(len(sheet.rows)):
        with faults.catch():
            entries.append(_read_entry(sheet, row))
    faults.check()
    return tuple(entries), sheet


def _read_entry(sheet: Sheet, row: int) -> Entry:
    cells = dict(zip(sheet.head, sheet.rows[row], strict=True))
    parent = cells["parent"] or None

    def number(name: str) -> float | None:
        cell = cells.get(name, "")
        return sheet.number(cell, row=row, name=name, kind=float) if cell else None

    weight = number("weight")
    # The top has no siblings, and in an aggregate higher is always better.
    if weight is None:
        if parent is not None:
            raise _empty(sheet, row, "weight", "a number, 0 or more")
        weight = 1.0
    level = sheet.number(cells["level"], row=row, name="level", kind=int)
    direction = cells["direction"] or ("1" if level > 1 else "")
    return Entry(
        code=cells["code"],
        parent=parent,
        level=level,
        direction=_read_direction(sheet, row, direction),
        weight=weight,
        target=number("target"),
        lower=number("lower"),
        upper=number("upper"),
        denominator=cells.get("denominator") or None,
        line=sheet.lines[row],
    )


def _read_direction(sheet: Sheet, row: int, cell: str) -> int:
    if not cell:
        raise _empty(sheet, row, "direction", "1 (higher is better) or -1 (lower is better)")
    return sheet.number(cell, row=row, name="direction", kind=int)


def _empty(sheet: Sheet, row: int, name: str, expected: str) -> ProsperityError:
    return ProsperityError(
        f"the {name} is missing",
        file=sheet.file,
        line=sheet.lines[row],
        field=name,
        code=sheet.rows[row][0],
        expected=expected,
        mend="fill the cell",
    )


def read_values(file: Path, tree: Tree, *, panel: str | None = None) -> tuple[Table, Sheet]:
    """Return the table of a values file, and the sheet it stands in.

    Args:
        file: first column ``unit``, then ``group`` (optional), the column of periods (in a panel),
            denominators and indicators, in any order.
        tree: tells indicators and denominators.
        panel: name of the column of periods.

    Raises:
        ProsperityError: not a clean CSV file, no column of units or periods, a cell that is not a number.
    """
    sheet = read_sheet(file)
    _check_columns(sheet, tree, panel=panel)
    kept = [name for name in sheet.head if name not in (UNIT, GROUP, panel)]
    below = {name for name in tree.denominators if name is not None}
    used = [name for name in kept if name in tree.indicators or name not in below]
    # Columns that are not in the framework may hold anything: whether they are refused is decided later.
    faults, numbers = Faults(file), {}
    for name in kept:
        if name in below or name in tree.indicators:
            with faults.catch():
                numbers[name] = sheet.numbers(name)
    faults.check()
    absent = np.full(len(sheet.rows), np.nan)
    table = Table(
        units=sheet.column(UNIT),
        indicators=tuple(used),
        values=np.array([numbers.get(name, absent) for name in used]).reshape(len(used), len(absent)).T,
        groups=tuple(cell or None for cell in sheet.column(GROUP)) if GROUP in sheet.head else None,
        panel=panel,
        periods=sheet.column(panel) if panel else (),
        denominators={name: numbers[name] for name in kept if name in below},
        file=str(file),
        lines=sheet.lines,
    )
    return table, sheet


def _check_columns(sheet: Sheet, tree: Tree, *, panel: str | None) -> None:
    if sheet.head[0] != UNIT:
        raise ProsperityError(
            f"the first column is '{sheet.head[0]}'",
            file=sheet.file,
            line=1,
            field=sheet.head[0],
            expected=f"'{UNIT}', the code or name of each unit",
            mend=f"put the units first and name the column '{UNIT}'",
        )
    if panel is not None and panel not in sheet.head[1:]:
        raise ProsperityError(
            f"there is no column '{panel}' of periods",
            file=sheet.file,
            line=1,
            field=panel,
            expected="the column that --panel names",
            mend="add the column or correct --panel",
        )
    for code in (UNIT, GROUP, panel):
        if code in tree.codes:
            raise ProsperityError(
                f"'{code}' is the name of a column with another meaning",
                file=tree.file,
                line=tree.lines[code],
                field="code",
                code=code,
                expected="another code",
                mend="rename it in the framework and in the values",
            )
