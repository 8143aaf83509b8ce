"""The framework as arrays: who is whose child, level by level, with weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from generator.composite.arrays import Floats
from generator.composite.framework import Entry, check_entries
from generator.composite.step import Step, make_step
from generator.composite.table import Table
from generator.errors import ProsperityError


@dataclass(frozen=True)
class Tree:
    """A framework of ``I`` indicators.

    Attributes:
        levels: codes per level, bottom up: indicators in the order of the framework, then the aggregates of
            each level in alphabetical order (as COINr writes them).
        steps: between each level and the next, bottom up; children are added in the order of the framework.
        weights: weight of every member of each level among its siblings, bottom up.
        sign: 1 or -1 for each indicator, shape (I,).
        target, lower, upper: shape (I,), NaN where not given.
        denominators: name of each indicator's denominator, or None.
        file, lines: where the rows were read, for messages.
    """

    levels: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]
    weights: tuple[Floats, ...]
    sign: Floats
    target: Floats
    lower: Floats
    upper: Floats
    denominators: tuple[str | None, ...]
    file: str | None
    lines: Mapping[str, int | None]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of level 1."""
        return self.levels[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes: indicators, then aggregates bottom up."""
        return tuple(code for level in self.levels for code in level)


def build_tree(entries: Sequence[Entry], *, file: str | None = None) -> Tree:
    """Return the tree of a framework.

    Args:
        entries: the rows, in any order.
        file: where they were read, for messages.

    Raises:
        ProsperityError: the rows do not make one tree (see :func:`check_entries`).
    """
    check_entries(entries, file=file)
    height = max(entry.level for entry in entries)
    by_level = [[entry for entry in entries if entry.level == level] for level in range(1, height + 1)]
    for members in by_level[1:]:
        members.sort(key=lambda entry: entry.code)
    leaves = by_level[0]
    weights = tuple(_column(entry.weight for entry in members) for members in by_level)
    steps = tuple(
        make_step(
            _find_families(below, [entry.code for entry in above], entries), weights[level], below=level
        )
        for level, (below, above) in enumerate(pairwise(by_level))
    )
    return Tree(
        levels=tuple(tuple(entry.code for entry in members) for members in by_level),
        steps=steps,
        weights=weights,
        sign=np.array([float(entry.direction) for entry in leaves]),
        target=_column(entry.target for entry in leaves),
        lower=_column(entry.lower for entry in leaves),
        upper=_column(entry.upper for entry in leaves),
        denominators=tuple(entry.denominator for entry in leaves),
        file=file,
        lines={entry.code: entry.line for entry in entries},
    )


def _find_families(
    below: Sequence[Entry], parents: Sequence[str], entries: Sequence[Entry]
) -> list[list[int]]:
    place = {entry.code: number for number, entry in enumerate(below)}
    children: dict[str, list[int]] = {parent: [] for parent in parents}
    for entry in entries:
        if entry.code in place and entry.parent is not None:
            children[entry.parent].append(place[entry.code])
    return [children[parent] for parent in parents]


def _column(cells: Iterable[float | None]) -> Floats:
    return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)


def check_fit(tree: Tree, table: Table, *, ignore_extra: bool) -> list[str]:
    """Refuse a framework and a table that do not belong together; return the columns that are not used.

    Raises:
        ProsperityError: an indicator or denominator without a column, or (unless ``ignore_extra``) a column
            that is not in the framework.
    """
    for code in tree.indicators:
        if code not in table.indicators:
            raise ProsperityError(
                f"the indicator '{code}' has no column in the values",
                file=tree.file,
                line=tree.lines[code],
                field="code",
                code=code,
                expected=f"one of the columns: {_shorten(table.indicators)}",
                mend="add the column to the values, or remove the row",
            )
    for code, name in zip(tree.indicators, tree.denominators, strict=True):
        if name is not None and name not in table.denominators:
            raise ProsperityError(
                f"the denominator '{name}' of '{code}' has no column in the values",
                file=tree.file,
                line=tree.lines[code],
                field="denominator",
                code=code,
                expected="a column of the values",
                mend="add the column to the values, or empty the cell",
            )
    used = {*tree.indicators, *(name for name in tree.denominators if name is not None)}
    extra = [code for code in table.indicators if code not in used]
    if extra and not ignore_extra:
        raise ProsperityError(
            f"{len(extra)} columns of the values are not in the framework: {_shorten(extra)}",
            file=table.file,
            line=1 if table.lines else None,
            field=extra[0],
            expected="a row at level 1 of the framework for every column",
            mend="add the rows, remove the columns, or leave them out with --ignore-extra",
        )
    return extra


def _shorten(names: Sequence[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
