"""Putting indicators on a common scale. Direction counts here and only here: x becomes x times direction
first.

The formulas are those of COINr's ``n_*`` functions (OECD/JRC Handbook 2008, step 5), made of those of
``scales``. A column whose formula divides 0 by 0 becomes missing. In a panel all periods are normalised
together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from generator.composite.arrays import Floats
from generator.composite.ranking import rank_ascending
from generator.composite.scales import describe, find_ends, place_between
from generator.composite.table import Table
from generator.composite.tree import Tree
from generator.errors import ProsperityError

Method = Literal[
    "min-max",
    "z-score",
    "rank",
    "percentile-rank",
    "borda",
    "distance-to-maximum",
    "distance-to-target",
    "distance-to-reference",
    "goalposts",
    "fraction-of-maximum",
]
Ties = Literal["min", "average"]
TIES: tuple[Ties, ...] = ("min", "average")


@dataclass(frozen=True)
class Normalisation:
    """How indicators are put on a common scale.

    Attributes:
        method: name of the formula.
        scale: the two ends that 0 and 1 of the formula are put at; for ``z-score`` mean and standard
            deviation. None is the method's own: 0 to 100 for min-max and goalposts, mean 0 and standard
            deviation 1 for z-score, 0 to 1 for the others. ``rank`` and ``borda`` have none.
        cap: hold distances to a target or reference at 1 where they are above.
        ties: rank that equal values get: the lowest, or the average.
        reference: unit that ``distance-to-reference`` measures from.
    """

    method: Method = "min-max"
    scale: tuple[float, float] | None = None
    cap: bool = True
    ties: Ties = "min"
    reference: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.method not in METHODS:
            raise ProsperityError(
                f"the normalisation '{self.method}' is not known", expected=", ".join(METHODS)
            )
        if self.ties not in TIES:
            raise ProsperityError(f"ties '{self.ties}' are not known", expected=", ".join(TIES))
        if (self.reference is not None) != (self.method == "distance-to-reference"):
            raise ProsperityError(
                "distance-to-reference, and no other normalisation, needs a reference",
                field="--reference",
                expected="a unit",
                mend="name the unit with --reference, or leave that option out",
            )
        self._check_scale()

    def _check_scale(self) -> None:
        if self.scale is None:
            return
        low, high = self.scale
        if self.method in _WITHOUT_SCALE:
            raise ProsperityError(
                f"{self.method} has no scale",
                field="--scale",
                expected="ranks, which are what they are",
                mend="leave --scale out, or choose percentile-rank",
            )
        usable = high > 0 if self.method == "z-score" else low < high
        if not (usable and np.isfinite(self.scale).all()):
            raise ProsperityError(
                f"the scale {low:g} {high:g} cannot be used",
                field="--scale",
                expected="mean and a standard deviation above 0"
                if self.method == "z-score"
                else "a lower and a higher end",
                mend="correct --scale",
            )

    @property
    def ends(self) -> tuple[float, float] | None:
        """The scale that is used, None for plain ranks."""
        if self.method in _WITHOUT_SCALE:
            return None
        if self.scale is not None:
            return self.scale
        return (0.0, 100.0) if self.method in ("min-max", "goalposts") else (0.0, 1.0)


def normalise(values: Floats, *, table: Table, tree: Tree, normalisation: Normalisation) -> Floats:
    """Return the normalised values, shape (R, I); NaN where missing, infinite where a formula divides by 0.

    Args:
        values: treated values, undirected, shape (R, I).
        table: names the rows.
        tree: gives direction, targets and goalposts.
        normalisation: method and scale.

    Raises:
        ProsperityError: a target, goalpost or reference is missing or cannot be used.
    """
    formula = _FORMULAS[normalisation.method]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        share = formula(_Input(values * tree.sign, values, table, tree, normalisation))
        if normalisation.ends is None:
            return share
        low, high = normalisation.ends
        if normalisation.method == "z-score":
            return np.asarray(share * high + low)
        return share if (low, high) == (0.0, 1.0) else np.asarray(share * (high - low) + low)


@dataclass(frozen=True)
class _Input:
    """What a formula is made of: directed and undirected values, and where the parameters stand."""

    directed: Floats
    values: Floats
    table: Table
    tree: Tree
    spec: Normalisation

    @cached_property
    def ends(self) -> tuple[Floats, Floats]:
        return find_ends(self.directed)

    def capped(self, share: Floats) -> Floats:
        return np.where(share > 1, 1.0, share) if self.spec.cap else share


def _min_max(given: _Input) -> Floats:
    return place_between(given.directed, *given.ends)


def _z_score(given: _Input) -> Floats:
    mean, spread = describe(given.directed, lost=1)
    low, high = given.ends
    # A column of one value has no z-scores, though rounding may leave a trace of a spread.
    return np.asarray((given.directed - mean) / np.where(low == high, np.nan, spread))


def _rank(given: _Input) -> Floats:
    return rank_ascending(given.directed.T, average=given.spec.ties == "average").T


def _borda(given: _Input) -> Floats:
    return _rank(given) - 1


def _percentile_rank(given: _Input) -> Floats:
    return np.asarray((_rank(given) - 1) / ((~np.isnan(given.directed)).sum(axis=0) - 1))


def _distance_to_maximum(given: _Input) -> Floats:
    low, high = given.ends
    return np.asarray(1 - (high - given.directed) / (high - low))


def _distance_to_reference(given: _Input) -> Floats:
    if given.table.panel:
        raise ProsperityError(
            "a reference cannot be used in a panel",
            field="--reference",
            expected="one row for the reference",
            mend="choose another normalisation",
        )
    if given.spec.reference not in given.table.units:
        raise ProsperityError(
            f"the reference '{given.spec.reference}' is not a unit of the values",
            file=given.table.file,
            field="--reference",
            expected="a code of the column 'unit'",
            mend="correct --reference",
        )
    reference = given.directed[given.table.units.index(given.spec.reference)]
    return given.capped(1 - (reference - given.directed) / (reference - given.ends[0]))


def _distance_to_target(given: _Input) -> Floats:
    tree = given.tree
    _refuse_gaps(tree, tree.target, field="target", method="distance-to-target")
    return given.capped(place_between(given.directed, given.ends[0], tree.target * tree.sign))


def _goalposts(given: _Input) -> Floats:
    tree = given.tree
    for field, column in (("lower", tree.lower), ("upper", tree.upper)):
        _refuse_gaps(tree, column, field=field, method="goalposts")
    for place in np.flatnonzero(~(tree.lower < tree.upper)):
        code = tree.indicators[place]
        raise ProsperityError(
            f"the goalposts of '{code}' are not in order: {tree.lower[place]:g} to {tree.upper[place]:g}",
            file=tree.file,
            line=tree.lines[code],
            field="lower",
            code=code,
            expected="lower below upper, in the indicator's unit, whatever its direction",
            mend="swap or correct them",
        )
    better = tree.sign > 0
    low, high = np.where(better, tree.lower, -tree.upper), np.where(better, tree.upper, -tree.lower)
    return np.clip(place_between(given.directed, low, high), 0.0, 1.0)


def _fraction_of_maximum(given: _Input) -> Floats:
    return np.asarray(given.directed / given.ends[1])


def _refuse_gaps(tree: Tree, column: Floats, *, field: str, method: str) -> None:
    absent: Sequence[str] = [tree.indicators[place] for place in np.flatnonzero(np.isnan(column))]
    if absent:
        raise ProsperityError(
            f"{len(absent)} indicators have no {field}, the first is '{absent[0]}'",
            file=tree.file,
            line=tree.lines[absent[0]],
            field=field,
            code=absent[0],
            expected=f"a number in the column '{field}' for every indicator: --normalise {method} needs it",
            mend="fill the column, or choose another normalisation",
        )


_FORMULAS: dict[Method, Callable[[_Input], Floats]] = {
    "min-max": _min_max,
    "z-score": _z_score,
    "rank": _rank,
    "percentile-rank": _percentile_rank,
    "borda": _borda,
    "distance-to-maximum": _distance_to_maximum,
    "distance-to-target": _distance_to_target,
    "distance-to-reference": _distance_to_reference,
    "goalposts": _goalposts,
    "fraction-of-maximum": _fraction_of_maximum,
}
METHODS: tuple[Method, ...] = tuple(_FORMULAS)
_WITHOUT_SCALE = ("rank", "borda")
NEEDS_RANGE = tuple(method for method in METHODS if method != "goalposts")
"""Methods that learn nothing from a column of one value."""
