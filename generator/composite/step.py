"""One step up a tree: children to parents, and the sums along it that every mean is made of.

Arrays have the children, or the parents, on their first axis; all other axes (units, draws, years) are free.
Each sum is taken over the children in their order, so that it has the same bits on every processor; the
routines behind numpy's ``@`` choose the order by the processor they run on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats

Places = npt.NDArray[np.intp]
Cell = TypeVar("Cell", bound=np.generic)
Round = tuple[Places | slice, Places]
_LARGE = 4096


@dataclass(frozen=True, eq=False)
class Step:
    """``C`` children and their ``P`` parents.

    Attributes:
        children: places of the children, one family after the other, each in the order of its sum.
        sizes: children of each parent, shape (P,).
        weights: weight of each child among its siblings, shape (C,).
        below: number of the level that the children are on; the leaves are level 0.
    """

    children: Places
    sizes: Places
    weights: Floats
    below: int = 0

    @cached_property
    def families(self) -> tuple[Places, ...]:
        """Places of the children of each parent."""
        return tuple(np.split(self.children, np.cumsum(self.sizes)[:-1]))

    @cached_property
    def parent_of(self) -> Places:
        """Place of the (last) parent of each child, -1 where it has none, shape (C,)."""
        found = np.full(len(self.weights), -1, dtype=np.intp)
        found[self.children] = np.repeat(np.arange(len(self.sizes)), self.sizes)
        return found

    @cached_property
    def matrix(self) -> Floats:
        """Weight of each child under each parent, 0 where it is not its child, shape (P, C)."""
        table = np.zeros((len(self.sizes), len(self.weights)))
        parents = np.repeat(np.arange(len(self.sizes)), self.sizes)
        table[parents, self.children] = self.weights[self.children]
        return table

    @cached_property
    def full(self) -> Floats:
        """Weight of all children of each parent, shape (P,)."""
        return weigh_up(self, self.weights, np.ones(len(self.weights)))

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """First children, second children, and so on: their parents, and their places in ``children``."""
        starts, every = np.cumsum(self.sizes) - self.sizes, len(self.sizes)
        found: list[Round] = []
        for number in range(int(self.sizes.max(initial=0))):
            parents = np.flatnonzero(self.sizes > number)
            found.append((slice(None) if len(parents) == every else parents, starts[parents] + number))
        return tuple(found)


def make_step(families: Sequence[Sequence[int] | Places], weights: Floats, *, below: int = 0) -> Step:
    """Return the step from families, which may overlap.

    Args:
        families: places of the children of each parent, in the order of their sums.
        weights: of all children, shape (C,).
        below: as in ``Step``.
    """
    sizes = np.array([len(family) for family in families], dtype=np.intp)
    kids = [np.asarray(family, dtype=np.intp) for family in families]
    return Step(np.concatenate([*kids, np.empty(0, dtype=np.intp)]), sizes, weights, below)


def weigh_up(step: Step, weights: Floats, values: Floats | Bools) -> Floats:
    """Return the sum over each parent's children of weight times value.

    Args:
        step: who is whose child.
        weights: shape (C, ...), broadcast against the values.
        values: shape (C, ...), without NaN.

    Returns:
        Shape (P, ...), 0 for a parent without children.
    """
    return add_up(step, weights[step.children], values)


def add_up(step: Step, weights: Floats, values: Floats | Bools) -> Floats:
    """Return the same for weights that a child may have one of under each parent.

    Args:
        step: who is whose child.
        weights: in the order of ``step.children``, shape (members of all families, ...).
        values: shape (C, ...), without NaN.

    Returns:
        Shape (P, ...).
    """
    values = values.astype(np.float64, copy=False)
    alike = math.prod(weights.shape[1:]) == 1
    free = values.shape[1:] if alike else np.broadcast_shapes(weights.shape[1:], values.shape[1:])
    sums = np.zeros((len(step.sizes), *free))
    if math.prod(free) >= _LARGE:
        # One child at a time: to gather them would copy each.
        of = np.repeat(np.arange(len(step.sizes)), step.sizes).tolist()
        for parent, kid, weight in zip(of, step.children.tolist(), weights, strict=True):
            sums[parent] += weight * values[kid]
    elif len(step.sizes) <= step.sizes.max(initial=0):
        start = 0
        for parent, size in enumerate(step.sizes.tolist()):
            some = slice(start, start := start + size)
            sums[parent] = np.add.reduce(weights[some] * values[step.children[some]], axis=0)
    else:
        # Few children of many parents, as in a tree: the first child of each, then the second of each.
        for parents, at in step.rounds:
            sums[parents] += weights[at] * values[step.children[at]]
    return sums


def widen(column: npt.NDArray[Cell], like: Floats | Bools) -> npt.NDArray[Cell]:
    """Return one cell for each child (or parent) as an array that is broadcast against ``like``."""
    return column.reshape(len(column), *(1,) * (like.ndim - 1))
