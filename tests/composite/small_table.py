"""A table small enough to work an index by hand: four units, three indicators, two pillars, one top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.composite import Entry, Normalisation, Table, Tree, build_tree
from generator.composite.normalisation import normalise

NAN = float("nan")

VALUES = pd.DataFrame(
    {
        "unit": ["A", "B", "C", "D"],
        "x": [0.0, 5.0, 10.0, NAN],
        "y": [2.0, 4.0, 6.0, 10.0],
        "z": [1.0, 1.0, 4.0, 5.0],
    }
)

FRAMEWORK = pd.DataFrame(
    [
        ("x", "P", 1, 1, 1.0),
        ("y", "P", 1, -1, 3.0),
        ("z", "Q", 1, 1, 1.0),
        ("P", "T", 2, 1, 1.0),
        ("Q", "T", 2, 1, 1.0),
        ("T", None, 3, 1, 1.0),
    ],
    columns=["code", "parent", "level", "direction", "weight"],
)


def make_column_tree(direction: int = 1, **parameters: float) -> Tree:
    """Return a framework of one indicator "i" under one top."""
    return build_tree([Entry("i", "t", 1, direction, **parameters), Entry("t", None, 2)])


def make_column_table(values: Sequence[float], **parts: object) -> Table:
    """Return a table of one indicator "i", its units named a, b, c, ..."""
    units = tuple("abcdefghijklmnopqrstuvwxyz"[: len(values)])
    return Table(units, ("i",), np.array(values, dtype=float)[:, None], **parts)


def normalise_column(
    values: Sequence[float], normalisation: Normalisation, *, direction: int = 1, **parameters: float
) -> list[float]:
    """Return one column on the common scale."""
    table = make_column_table(values)
    tree = make_column_tree(direction, **parameters)
    return normalise(table.values, table=table, tree=tree, normalisation=normalisation)[:, 0].tolist()
