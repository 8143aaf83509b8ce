"""Anybody's table: units (in periods, if it is a panel) by indicators, and the steps that prepare it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.errors import ProsperityError

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Table:
    """Values of ``R`` rows and ``I`` indicators.

    Attributes:
        units: code of each row's unit.
        indicators: codes, the order of axis I.
        values: shape (R, I), NaN where missing.
        groups: group of each row for imputing by group, None where it has none; or None for no groups at all.
        panel: name of the column of periods, None where the table is no panel.
        periods: period of each row, empty where the table is no panel.
        denominators: columns to divide by, each of shape (R,).
        file, lines: where the rows were read, for messages.
    """

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    groups: tuple[str | None, ...] | None = None
    panel: str | None = None
    periods: tuple[str, ...] = ()
    denominators: Mapping[str, Floats] = field(default_factory=dict)
    file: str | None = None
    lines: tuple[int, ...] = ()

    def line(self, row: int) -> int | None:
        """Return the line of the file that a row was read from, where it is known."""
        return self.lines[row] if self.lines else None

    def name(self, row: int) -> str:
        """Return the unit of a row, with its period in a panel."""
        return f"{self.units[row]}, {self.periods[row]}" if self.panel else self.units[row]

    def blocks(self) -> tuple[Rows, ...]:
        """Return the rows of each period, in order of the periods; all rows together where it is no panel."""
        if not self.panel:
            return (np.arange(len(self.units)),)
        found: dict[str, list[int]] = {}
        for row, period in enumerate(self.periods):
            found.setdefault(period, []).append(row)
        return tuple(np.array(found[period], dtype=np.intp) for period in sorted(found, key=order_of))

    def take(self, rows: Sequence[int] | Rows) -> Table:
        """Return these rows alone, in this order."""
        places = [int(row) for row in rows]
        return replace(
            self,
            units=tuple(self.units[row] for row in places),
            values=self.values[places],
            groups=None if self.groups is None else tuple(self.groups[row] for row in places),
            periods=tuple(self.periods[row] for row in places) if self.panel else (),
            denominators={name: column[places] for name, column in self.denominators.items()},
            lines=tuple(self.lines[row] for row in places) if self.lines else (),
        )


def order_of(period: str) -> tuple[int, float, str]:
    """Return what periods are sorted by: numbers by size and before words."""
    try:
        return 0, float(period), period
    except ValueError:
        return 1, 0.0, period


def arrange(table: Table, indicators: Sequence[str]) -> Table:
    """Return the table sorted by period and unit, with the indicators in the order given.

    Raises:
        ProsperityError: no rows, a row without a unit or period, or a unit that stands twice (in a period).
    """
    check_units(table)
    column = {code: place for place, code in enumerate(table.indicators)}
    values = table.values[:, [column[code] for code in indicators]]
    if table.panel:
        keys = [(order_of(p), u) for p, u in zip(table.periods, table.units, strict=True)]
        rows = sorted(range(len(keys)), key=keys.__getitem__)
    else:
        rows = sorted(range(len(table.units)), key=table.units.__getitem__)
    return replace(table, indicators=tuple(indicators), values=values).take(rows)


def check_units(table: Table) -> None:
    """Refuse a table without rows, and rows that are not told apart by unit (and period)."""
    if not table.units:
        raise ProsperityError(
            "the table has no units", file=table.file, expected="a row for each unit", mend="add the rows"
        )
    seen: dict[tuple[str, str], int] = {}
    for row, unit in enumerate(table.units):
        period = table.periods[row] if table.panel else ""
        if not unit or (table.panel and not period):
            raise ProsperityError(
                "a row has no name",
                file=table.file,
                line=table.line(row),
                field=table.panel if unit else "unit",
                expected="a unit, and in a panel a period, in every row",
                mend="fill the cell or remove the row",
            )
        first = seen.setdefault((unit, period), row)
        if first != row:
            before = "" if table.line(first) is None else f" (first in line {table.line(first)})"
            raise ProsperityError(
                f"the unit '{table.name(row)}' stands twice{before}",
                file=table.file,
                line=table.line(row),
                field="unit",
                code=unit,
                expected="one row for each unit" + (f" and {table.panel}" if table.panel else ""),
                mend="remove or rename one; if units have several periods, name their column with --panel",
            )


def denominate(table: Table, denominators: Sequence[str | None]) -> Table:
    """Return the table with each indicator divided by its denominator, where it has one.

    Args:
        table: rows and denominators.
        denominators: name of the denominator of each indicator, or None.

    Raises:
        ProsperityError: a denominator is 0 where the indicator has a value.
    """
    values = table.values.copy()
    for place, name in enumerate(denominators):
        if name is None:
            continue
        bottom = table.denominators[name]
        nothing = np.flatnonzero((bottom == 0) & ~np.isnan(values[:, place]))
        if len(nothing):
            raise ProsperityError(
                f"the denominator of {table.name(int(nothing[0]))} for '{table.indicators[place]}' is 0",
                file=table.file,
                line=table.line(int(nothing[0])),
                field=name,
                expected="a number that is not 0, or an empty cell",
                mend="correct the denominator, or empty the cell: the indicator is then missing",
            )
        with np.errstate(invalid="ignore", divide="ignore"):
            values[:, place] = values[:, place] / bottom
    return replace(table, values=values)


def screen(values: Floats, least: float) -> Bools:
    """Return which rows keep at least this share of their indicators, shape (R,)."""
    missing = np.isnan(values).sum(axis=1)
    return np.asarray(1 - missing / values.shape[1] >= least)
