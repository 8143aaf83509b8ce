"""Means up the tree, level by level, each over the children that are there.

Formulas and treatment of gaps are those of COINr's ``a_*`` functions (OECD/JRC Handbook 2008, step 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.copeland import score_copeland
from generator.composite.elementary import exp, log, raise_to
from generator.composite.table import Table
from generator.composite.tree import Family, Tree
from generator.errors import ProsperityError

Kind = Literal["arithmetic", "geometric", "harmonic", "power", "copeland"]
KINDS = "arithmetic, geometric, harmonic, power:P or copeland"


@dataclass(frozen=True)
class Mean:
    """How the children of a parent make its score.

    Attributes:
        kind: name of the mean.
        power: exponent of a power mean.
    """

    kind: Kind = "arithmetic"
    power: float = 1.0

    def __str__(self) -> str:
        """Return what a user writes for it."""
        return f"power:{self.power:g}" if self.kind == "power" else self.kind


ARITHMETIC, GEOMETRIC = Mean("arithmetic"), Mean("geometric")


def parse_mean(text: str) -> Mean:
    """Return the mean that a user wrote.

    Raises:
        ProsperityError: there is no such mean.
    """
    for kind in ("arithmetic", "geometric", "harmonic", "copeland"):
        if text == kind:
            return Mean(kind)
    name, _, exponent = text.partition(":")
    try:
        power = float(exponent)
    except ValueError:
        power = float("nan")
    if name != "power" or not np.isfinite(power) or power == 0:
        raise ProsperityError(
            f"the mean '{text}' is not known",
            field="--aggregate",
            expected=KINDS,
            mend="for a power of 0 use geometric" if power == 0 else "correct --aggregate",
        )
    return Mean("power", power)


def aggregate(
    tree: Tree,
    leaves: Floats,
    means: Sequence[Mean],
    *,
    table: Table,
    weights: Sequence[Floats] | None = None,
    threshold: float | None = None,
) -> tuple[Floats, ...]:
    """Return the scores of every level, bottom up, the leaves first.

    Args:
        tree: who is whose child.
        leaves: normalised indicators, shape (..., R, I), NaN where missing. Leading axes are free (draws).
        means: one for all levels, or one for each, bottom up.
        table: names the rows in messages, and gives the periods.
        weights: of each level, shape (..., n of the level); the tree's own if not given.
        threshold: a parent is missing where a smaller share of its children is there; children are counted,
            not weighed.

    Returns:
        Arrays of shape (..., R, n of the level).

    Raises:
        ProsperityError: more or fewer means than levels, or a value that a mean cannot take.
    """
    levels = [leaves]
    used = tree.weights if weights is None else weights
    for level, mean in enumerate(spread(means, tree)):
        below = levels[-1]
        columns = []
        for family in tree.families[level]:
            members = _Members(
                below[..., family.children],
                np.asarray(used[level])[..., None, family.children],
                _Place(tree, level, family, table),
            )
            columns.append(_score(members, mean, threshold=threshold))
        levels.append(np.stack(np.broadcast_arrays(*columns), axis=-1))
    return tuple(levels)


def spread(means: Sequence[Mean], tree: Tree) -> tuple[Mean, ...]:
    """Return one mean for each step up, from one for all or one for each.

    Raises:
        ProsperityError: their number does not fit the tree.
    """
    steps = len(tree.families)
    if len(means) == 1:
        return (means[0],) * steps
    if len(means) != steps:
        raise ProsperityError(
            f"{len(means)} means for {steps} steps up the framework",
            field="--aggregate",
            expected=f"one mean for all, or {steps}, bottom up",
            mend="correct --aggregate",
        )
    return tuple(means)


@dataclass(frozen=True)
class _Place:
    """Where in the tree a mean is taken, for messages."""

    tree: Tree
    level: int
    family: Family
    table: Table

    def refuse(self, bad: Bools, children: Floats, mean: Mean, *, expected: str) -> ProsperityError:
        """Return the error about the first bad cell, shape (..., R, K)."""
        first = tuple(int(place) for place in np.argwhere(bad)[0])
        row, column = first[-2], first[-1]
        child = self.tree.levels[self.level][int(self.family.children[column])]
        parent = self.tree.levels[self.level + 1][self.family.parent]
        value = "no value" if np.isnan(children[first]) else f"the score {children[first]:g}"
        return ProsperityError(
            f"the {mean} mean of '{parent}' cannot be taken: {self.table.name(row)} has {value} in '{child}'",
            file=self.table.file,
            line=self.table.line(row),
            field=child,
            code=self.table.units[row],
            expected=expected,
            mend="fill the gap, for example with --impute group-mean, or choose another mean"
            if np.isnan(children[first])
            else "choose a scale above 0, for example --scale 1 100 with min-max, or another mean",
        )


@dataclass(frozen=True)
class _Members:
    """The children of one parent: scores of shape (..., R, K), weights of shape (..., 1, K), their place."""

    scores: Floats
    weights: Floats
    place: _Place


def _score(members: _Members, mean: Mean, *, threshold: float | None) -> Floats:
    """Return the parent's scores, shape (..., R)."""
    there = ~np.isnan(members.scores)
    enough = np.ones(there.shape[:-1], dtype=bool)
    if threshold is not None:
        enough = there.sum(axis=-1) / there.shape[-1] >= threshold
    if mean.kind == "copeland":
        return _copeland(members)
    _check(members, there & enough[..., None], mean)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
        score = _power(members, mean.power) if mean.kind == "power" else _mean(members, there, mean.kind)
    return np.where(enough, score, np.nan)


def _mean(members: _Members, there: Bools, kind: Kind) -> Floats:
    """Weighted mean of the children that are there; NaN where there are none, or none with a weight."""
    weights = np.where(there, members.weights, 0.0)
    total = weights.sum(axis=-1)
    if kind == "arithmetic":
        return np.asarray((weights * np.where(there, members.scores, 0.0)).sum(axis=-1) / total)
    known = np.where(there, members.scores, 1.0)
    if kind == "geometric":
        return np.asarray(exp((weights * log(known)).sum(axis=-1) / total))
    return np.asarray(total / (weights / known).sum(axis=-1))


def _power(members: _Members, power: float) -> Floats:
    """Power mean; one child missing makes the parent missing, as in COINr's ``a_genmean``."""
    weights = np.broadcast_to(members.weights, members.scores.shape)
    inside = (weights * raise_to(members.scores, power)).sum(axis=-1) / weights.sum(axis=-1)
    return np.asarray(raise_to(inside, 1 / power))


def _check(members: _Members, asked: Bools, mean: Mean) -> None:
    """Refuse children that the mean cannot take, among those that are asked for."""
    if mean.kind == "geometric" or (mean.kind == "power" and mean.power < 0):
        bad, expected = asked & ~(members.scores > 0), "scores above 0"
    elif mean.kind == "harmonic":
        bad, expected = asked & (members.scores == 0), "scores that are not 0"
    else:
        return
    if bad.any():
        raise members.place.refuse(bad, members.scores, mean, expected=expected)


def _copeland(members: _Members) -> Floats:
    """Copeland scores within each period. Gaps are refused: with them the order of rows would count."""
    gaps = np.isnan(members.scores)
    if gaps.any():
        raise members.place.refuse(gaps, members.scores, Mean("copeland"), expected="a score in every child")
    result = np.empty(members.scores.shape[:-1])
    for rows in members.place.table.blocks():
        result[rows] = score_copeland(members.scores[rows], members.weights[0])
    return result
