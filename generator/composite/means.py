"""Weighted means of the children that are there, and whether enough of them are there.

Formulas and gaps are those of COINr's ``a_*`` functions (OECD/JRC Handbook 2008, step 6), and a geometric
mean of our own that stands a zero. Two rules say what is enough: COINr's counts children (``count_enough``),
ours weighs them (``weigh_enough``).

The draws of the index have means of their own, of whole numbers: ``index.draws`` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import exp, log, raise_to
from generator.composite.step import Step, weigh_up, widen

Kind = Literal["arithmetic", "geometric", "harmonic", "power", "copeland"]
TOLERANCE = 1e-9
"""Ten twelfths has no exact binary form: a share of exactly what is needed must pass."""


@dataclass(frozen=True)
class Mean:
    """How the children of a parent make its score.

    Attributes:
        kind: name of the mean.
        power: exponent of a power mean.
        stretch: of a geometric mean: it is taken of 1 + stretch x score and led back. With 0.99 scores from 0
            to 100 are on a scale from 1 to 100, where one child of 0 does not decide all: our own rule. None
            takes the scores as they are, which is COINr's ``a_gmean``.
    """

    kind: Kind = "arithmetic"
    power: float = 1.0
    stretch: float | None = None

    def __str__(self) -> str:
        """Return what a user writes for it."""
        return f"power:{self.power:g}" if self.kind == "power" else self.kind


ARITHMETIC, GEOMETRIC = Mean("arithmetic"), Mean("geometric")


def average(
    step: Step,
    children: Floats,
    mean: Mean = ARITHMETIC,
    *,
    weights: Floats | None = None,
    held: Floats | None = None,
) -> Floats:
    """Return the weighted means of the children that are there.

    Weights of missing children go to their siblings. In a power mean one child missing makes the parent
    missing, as in COINr's ``a_genmean``.

    Args:
        step: who is whose child.
        children: shape (C, ...), NaN where missing.
        mean: any but Copeland's, see ``copeland``. A score that it cannot take gives NaN or infinity.
        weights: shape (C, ...), broadcast against the children; the step's own if not given.
        held: the weight that is there, shape (P, ...), where the caller has it already.

    Returns:
        Shape (P, ...), NaN where no child is there, or none with a weight.
    """
    used = widen(step.weights, children) if weights is None else weights
    there = ~np.isnan(children)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
        if mean.kind == "power":
            total = weigh_up(step, used, np.ones((len(children), *(1,) * (children.ndim - 1))))
            inside = weigh_up(step, used, raise_to(children, mean.power)) / total
            return raise_to(inside, 1 / mean.power)
        total = weigh_up(step, used, there) if held is None else held
        if mean.kind == "harmonic":
            parts = np.where(there, used, 0.0) / np.where(there, children, 1.0)
            return np.asarray(total / weigh_up(step, np.ones_like(used), parts))
        if mean.kind == "arithmetic":
            return np.asarray(weigh_up(step, used, np.where(there, children, 0.0)) / total)
        raised = children if mean.stretch is None else 1.0 + mean.stretch * children
        result = exp(weigh_up(step, used, log(np.where(there, raised, 1.0))) / total)
        return result if mean.stretch is None else np.asarray((result - 1.0) / mean.stretch)


def count_enough(step: Step, there: Bools, share: float) -> Bools:
    """Return which parents have this share of their children; children are counted, not weighed.

    This is the ``dat_thresh`` of COINr's ``Aggregate``.

    Args:
        step: who is whose child.
        there: shape (C, ...).
        share: 0 to 1, met exactly.

    Returns:
        Shape (P, ...).
    """
    count = weigh_up(step, np.ones((len(there), *(1,) * (there.ndim - 1))), there)
    return np.asarray(count / widen(step.sizes.astype(np.float64), count) >= share)


def weigh_enough(
    held: Floats, full: Floats, needed: float, *, offered: Floats | None = None, least: float = 0.0
) -> Bools:
    """Return which parents hold this share of the weight that is offered, and the least share of all of it.

    This is the rule of the index of this project: half of what a nation publishes, but a quarter of all.

    Args:
        held: weight of the children that are there, shape (P, ...).
        full: weight of all children, broadcast against it.
        needed: share of what is offered, 0 to 1, met within 1e-9.
        offered: weight of the children that could be there, broadcast against it; ``full`` if not given.
        least: share of ``full``.
    """
    enough = held >= needed * (full if offered is None else offered) - TOLERANCE
    return np.asarray(enough & (held >= least * full - TOLERANCE) if least else enough)
