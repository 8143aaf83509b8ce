"""Scores of a table up its tree, level by level; what a mean cannot take is refused with its row.

The means are those of ``means``; how many children are enough is counted, as in COINr.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.copeland import score_copeland
from generator.composite.means import Mean, average, count_enough
from generator.composite.table import Table
from generator.composite.tree import Tree
from generator.errors import ProsperityError

KINDS = "arithmetic, geometric, harmonic, power:P or copeland"


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
    used = tree.weights if weights is None else weights
    axes = max(leaves.ndim, *(np.ndim(own) + 1 for own in used))
    # The children come first: each is then one block of memory, over all rows and draws.
    levels = [np.ascontiguousarray(np.moveaxis(_fill_axes(leaves, axes), -1, 0))]
    for level, mean in enumerate(spread(means, tree)):
        below = levels[-1]
        step = tree.steps[level]
        shares = np.moveaxis(_fill_axes(np.asarray(used[level])[..., None, :], axes), -1, 0)
        if mean.kind == "copeland":
            _check(below, np.ones(below.shape, dtype=bool), mean, level=level, tree=tree, table=table)
            levels.append(_copeland(tree, level, below, table))
            continue
        there = ~np.isnan(below)
        enough = None if threshold is None else count_enough(step, there, threshold)
        asked = there if enough is None else there & enough[step.parent_of]
        _check(below, asked, mean, level=level, tree=tree, table=table)
        score = average(step, below, mean, weights=shares)
        levels.append(score if enough is None else np.where(enough, score, np.nan))
    return tuple(np.moveaxis(level, 0, -1) for level in levels)


def _fill_axes(values: Floats, axes: int) -> Floats:
    """Return the values with so many axes, new ones in front."""
    return values.reshape(*(1,) * (axes - values.ndim), *values.shape)


def spread(means: Sequence[Mean], tree: Tree) -> tuple[Mean, ...]:
    """Return one mean for each step up, from one for all or one for each.

    Raises:
        ProsperityError: their number does not fit the tree.
    """
    steps = len(tree.steps)
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


def _check(children: Floats, asked: Bools, mean: Mean, *, level: int, tree: Tree, table: Table) -> None:
    """Refuse children that the mean cannot take, among those that are asked for; shape (C, ..., R) both."""
    if mean.kind == "geometric" or (mean.kind == "power" and mean.power < 0):
        bad, expected = asked & ~(children > 0), "scores above 0"
    elif mean.kind == "harmonic":
        bad, expected = asked & (children == 0), "scores that are not 0"
    elif mean.kind == "copeland":
        # With gaps the order of rows would count.
        bad, expected = np.isnan(children), "a score in every child"
    else:
        return
    if not bad.any():
        return
    parent, family = next(
        (parent, family) for parent, family in enumerate(tree.steps[level].families) if bad[family].any()
    )
    *draw, row, place = (int(at) for at in np.argwhere(np.moveaxis(bad[family], 0, -1))[0])
    value = children[(family[place], *draw, row)]
    child, above = tree.levels[level][int(family[place])], tree.levels[level + 1][parent]
    has = "no value" if np.isnan(value) else f"the score {value:g}"
    raise ProsperityError(
        f"the {mean} mean of '{above}' cannot be taken: {table.name(row)} has {has} in '{child}'",
        file=table.file,
        line=table.line(row),
        field=child,
        code=table.units[row],
        expected=expected,
        mend="fill the gap, for example with --impute group-mean, or choose another mean"
        if np.isnan(value)
        else "choose a scale above 0, for example --scale 1 100 with min-max, or another mean",
    )


def _copeland(tree: Tree, level: int, children: Floats, table: Table) -> Floats:
    """Return Copeland scores within each period, shape (C, R) to (P, R)."""
    step = tree.steps[level]
    result = np.empty((len(step.sizes), children.shape[1]))
    for parent, family in enumerate(step.families):
        for rows in table.blocks():
            result[parent, rows] = score_copeland(children[family][:, rows].T, step.weights[family])
    return result
