"""Tables of numbers as a page prints them: rows chosen, cells with their digits, names in a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from generator.text.numbers import format_number, join_words

GAP = "–"
Rows = list[list[str]]
Cell = Callable[[Any], str]
"""Prints a cell of a row."""


def tabulate(table: pd.DataFrame, *cells: Cell) -> Rows:
    """Return the rows of a table as a page prints them.

    Args:
        table: what the rows are taken from.
        cells: for each column what prints a row's cell.
    """
    return [[cell(row) for cell in cells] for _, row in table.iterrows()]


def text(column: str) -> Cell:
    """Return what prints the cells of a column as they are."""
    return lambda row: str(row[column])


def number(column: str, decimals: int = 0) -> Cell:
    """Return what prints the numbers of a column, see ``show``."""
    return lambda row: show(row[column], decimals)


def share(column: str, decimals: int = 0) -> Cell:
    """Return what prints the shares of a column as percentages, see ``percent``."""
    return lambda row: percent(row[column], decimals)


def list_names(names: Iterable[str]) -> str:
    """Return names in a sentence; with semicolons where a name itself has "and" or a comma."""
    told = list(names)
    if len(told) > 1 and any(" and " in name or "," in name for name in told):
        return "; ".join(told)
    return join_words(told)


def show(value: float, decimals: int = 0) -> str:
    """Return a number as printed in a table, a dash where there is none."""
    number = float(value)
    return GAP if math.isnan(number) else format_number(number, decimals)


def percent(share: float, decimals: int = 0) -> str:
    """Return a share from 0 to 1 as a percentage, a dash where there is none."""
    number = float(share)
    return GAP if math.isnan(number) else f"{format_number(100 * number, decimals)}%"


def take(table: pd.DataFrame, **cells: object) -> pd.DataFrame:
    """Return the rows whose columns hold the given cells."""
    kept = table
    for column, cell in cells.items():
        kept = kept[kept[column] == cell]
    return kept
