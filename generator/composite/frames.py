"""Data frames in: the entry for notebooks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from generator.composite.arrays import LARGEST
from generator.composite.framework import Entry
from generator.composite.options import Options
from generator.composite.run import Result, run
from generator.composite.table import Table
from generator.composite.tree import build_tree
from generator.errors import ProsperityError

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = ("code", "parent", "level", "direction", "weight")
NUMBERS = ("target", "lower", "upper")
OPTIONAL = (*NUMBERS, "denominator")
UNIT, GROUP = "unit", "group"


def compose(
    values: pd.DataFrame,
    framework: pd.DataFrame | Sequence[Entry],
    options: Options | None = None,
    *,
    panel: str | None = None,
) -> Result:
    """Compute a composite index from data frames.

    Args:
        values: column (or index) ``unit``, optional ``group``, optional denominators, one column per
            indicator.
        framework: columns ``code, parent, level, direction, weight``, optional ``target, lower, upper,
            denominator``; or the entries.
        options: the choices; the plainest index if not given.
        panel: name of the column of periods, where each unit has several rows.

    Raises:
        ProsperityError: what ``prosperity score`` refuses, without file and line.
    """
    entries = framework if isinstance(framework, Sequence) else make_entries(framework)
    tree = build_tree(entries)
    denominators = {name for name in tree.denominators if name is not None}
    table = make_table(values, indicators=tree.indicators, denominators=denominators, panel=panel)
    return run(table, tree, options)


def make_entries(framework: pd.DataFrame) -> tuple[Entry, ...]:
    """Return the rows of a framework; empty cells (NaN, None, "") are none.

    Raises:
        ProsperityError: a column is missing, or a cell is not a number where it should be.
    """
    for name in REQUIRED:
        if name not in framework.columns:
            raise ProsperityError(f"the framework has no column '{name}'", expected=", ".join(REQUIRED))
    entries = []
    for row in framework.to_dict("records"):
        cells = {str(name): _cell(cell) for name, cell in row.items()}
        parent, denominator = cells["parent"], cells.get("denominator")
        entries.append(
            Entry(
                code=str(cells["code"] or ""),
                parent=None if parent is None else str(parent),
                level=int(_number(cells, "level") or 0),
                direction=int(_number(cells, "direction") or 1),
                weight=1.0 if cells["weight"] is None and parent is None else _number(cells, "weight") or 0.0,
                denominator=None if denominator is None else str(denominator),
                target=_number(cells, "target"),
                lower=_number(cells, "lower"),
                upper=_number(cells, "upper"),
            )
        )
    return tuple(entries)


def _cell(cell: object) -> object:
    return None if cell is None or cell == "" or (isinstance(cell, float) and np.isnan(cell)) else cell


def _number(cells: dict[str, object], name: str) -> float | None:
    cell = cells.get(name)
    if cell is None:
        return None
    try:
        return float(str(cell))
    except ValueError:
        raise ProsperityError(
            f"'{cell}' is not a number", field=name, code=str(cells["code"]), expected="a number"
        ) from None


def make_table(
    values: pd.DataFrame,
    *,
    indicators: Collection[str],
    denominators: Collection[str],
    panel: str | None = None,
) -> Table:
    """Return the table of a data frame.

    Args:
        values: as in :func:`compose`.
        indicators, denominators: names of the columns that are so used; others count as indicators that the
            framework does not know.
        panel: name of the column of periods.

    Raises:
        ProsperityError: no column of units or periods, a column that stands twice or is not of numbers.
    """
    frame = values if UNIT in values.columns else values.reset_index()
    names = [str(name) for name in frame.columns]
    for name in (UNIT, panel):
        if name is not None and name not in names:
            raise ProsperityError(f"the values have no column '{name}'", field=name, expected="a column")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ProsperityError(f"the column '{twice[0]}' stands twice", field=twice[0])
    columns = [name for name in names if name not in (UNIT, GROUP, panel)]
    numbers = {name: _numbers(frame, name) for name in columns}
    used = [name for name in columns if name in indicators or name not in denominators]
    size = len(frame)
    return Table(
        units=tuple(_texts(frame, UNIT)),
        indicators=tuple(used),
        values=np.array([numbers[name] for name in used], dtype=np.float64).reshape(len(used), size).T,
        groups=tuple(text or None for text in _texts(frame, GROUP)) if GROUP in names else None,
        panel=panel,
        periods=tuple(_texts(frame, panel)) if panel else (),
        denominators={name: numbers[name] for name in columns if name in denominators},
    )


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    return ["" if (cell := _cell(value)) is None else str(cell) for value in frame[name].tolist()]


def _numbers(frame: pd.DataFrame, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    try:
        column = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise ProsperityError(
            f"the column '{name}' holds what is not a number", field=name, expected="numbers"
        ) from None
    if np.isinf(column).any():
        raise ProsperityError(f"the column '{name}' holds infinite values", field=name, expected="numbers")
    size = np.abs(column[column != 0])
    if (size >= LARGEST).any() or (size <= 1 / LARGEST).any():
        raise ProsperityError(
            f"the column '{name}' holds values too large or too small to compute with",
            field=name,
            expected=f"0, or sizes between {1 / LARGEST:g} and {LARGEST:g}",
            mend="give the column in another unit",
        )
    return column
