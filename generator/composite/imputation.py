"""Filling gaps before treatment: by column, by group, or along the row of a unit. Nothing known is altered.

Each period of a panel is filled on its own. All methods see the raw, undirected values, but for the row mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from generator.composite.arrays import Floats
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
            values[rows] = _fill_rows(values[rows], tree)
            continue
        for part in _split(table, rows) if method.startswith("group-") else (rows,):
            values[part] = _fill_columns(values[part], median=method.endswith("median"))
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


def _fill_columns(values: Floats, *, median: bool) -> Floats:
    known = ~np.isnan(values)
    centre = np.full(values.shape[1], np.nan)
    some = known.any(axis=0)
    centre[some] = (np.nanmedian if median else np.nanmean)(values[:, some], axis=0)
    return np.where(known, values, centre)


def _fill_rows(values: Floats, tree: Tree) -> Floats:
    directed = values * tree.sign
    low, high = np.fmin.reduce(directed, axis=0), np.fmax.reduce(directed, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = (directed - low) / (high - low)
    filled = values.copy()
    for place in tree.steps[0].families:
        inside = scaled[:, place]
        count = (~np.isnan(inside)).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(np.isnan(inside), 0.0, inside).sum(axis=1) / count
        guess = (mean[:, None] * (high - low)[place] + low[place]) * tree.sign[place]
        filled[:, place] = np.where(np.isnan(values[:, place]), guess, values[:, place])
    return filled
