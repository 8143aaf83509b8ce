"""Filling gaps before treatment: by column, by group, or along the row of a unit. Nothing known is altered.

Each period of a panel is filled on its own. All methods see the raw, undirected values, but for the row mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from generator.composite.arrays import Floats
from generator.composite.means import average
from generator.composite.scales import find_ends, place_between
from generator.composite.step import Step
from generator.composite.table import Rows, Table
from generator.composite.tree import Tree
from generator.errors import ProsperityError

Method = Literal["none", "mean", "median", "group-mean", "group-median", "row-mean"]
METHODS: tuple[Method, ...] = ("none", "mean", "median", "group-mean", "group-median", "row-mean")


def impute(table: Table, tree: Tree, method: Method) -> Floats:
    """Return the values with gaps filled, shape (R, I); NaN where the method has nothing to go by.

    ``mean`` and ``median`` take the known values of the column, ``group-mean`` and ``group-median`` those of
    the same group: a group without a value stays missing, and so does a unit without a group. ``row-mean``
    scales every column to 0 to 1 by its own lowest and highest (directed) value and fills a gap with the
    mean of the unit's known cells under the same parent (COINr: ``impute_by = "row", group_level = 2``).

    Raises:
        ProsperityError: a group method and no groups.
    """
    values = table.values.copy()
    if method == "none":
        return values
    for rows in table.blocks():
        if method == "row-mean":
            values[rows] = fill_rows(values[rows], tree.sign, tree.steps[0])
            continue
        for part in _split(table, rows) if method.startswith("group-") else (rows,):
            values[part] = fill_columns(values[part], median=method.endswith("median"))
    return values


def _split(table: Table, rows: Rows) -> Sequence[Rows]:
    groups = table.groups
    if groups is None or all(groups[row] is None for row in rows):
        raise ProsperityError(
            "there is no group to impute by",
            file=table.file,
            line=1 if groups is None and table.lines else None,
            field="group",
            expected="a column 'group' in the values",
            mend="add the column, or choose --impute mean or median",
        )
    names = sorted({group for row in rows if (group := groups[row]) is not None})
    return [np.array([row for row in rows if groups[row] == name], dtype=np.intp) for name in names]


def fill_columns(values: Floats, *, median: bool = False) -> Floats:
    """Return the values, gaps filled with the mean or median of the column's known cells.

    Args:
        values: shape (R, C); one group, one period.
        median: take the median.

    Returns:
        Shape (R, C), NaN where a column has no value.
    """
    known = ~np.isnan(values)
    centre = np.full(values.shape[1], np.nan)
    some = known.any(axis=0)
    centre[some] = (np.nanmedian if median else np.nanmean)(values[:, some], axis=0)
    return np.where(known, values, centre)


def fill_rows(values: Floats, sign: Floats, step: Step) -> Floats:
    """Return the values, gaps filled with the unit's mean place under the same parent, all weighing the same.

    Args:
        values: shape (R, C).
        sign: 1 or -1 for each column, shape (C,).
        step: which columns belong together.

    Returns:
        Shape (R, C), NaN where a unit has no value under a parent.
    """
    directed = values * sign
    low, high = find_ends(directed)
    with np.errstate(invalid="ignore", divide="ignore"):
        places = place_between(directed, low, high)
    alike = replace(step, weights=np.ones(len(sign)))
    mean = average(alike, places.T)[step.parent_of].T
    return np.where(np.isnan(values), (mean * (high - low) + low) * sign, values)
