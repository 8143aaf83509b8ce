"""Treating outliers: winsorise until the shape passes, else transform. Every column on its own, undirected.

The rule is COINr's ``qTreat`` (OECD/JRC Handbook 2008, step 5): a column passes if its skewness is small or
its kurtosis is; else its furthest cells are pulled in, at most a few; if that does not do, the original
column is transformed. Skewness and kurtosis are the sample statistics G1 and G2 of Joanes and Gill (1998),
as ``scipy.stats`` and ``DataFrame.skew`` have them; here are sums of which the order is fixed, and no scipy.

The index treats by another rule, which ``is_skewed`` and ``log_columns`` know too: it never winsorises, and
takes plain logarithms where the upper tail is long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import log, raise_to
from generator.errors import ProsperityError

Transform = Literal["log-ct", "log-ct-plus", "box-cox"]
Tail = Literal["either", "upper"]
TRANSFORMS: tuple[Transform, ...] = ("log-ct", "log-ct-plus", "box-cox")
_PASS, _FAIL, _UNKNOWN = 1, 0, -1
_SHIFT = 0.01
_LEAST_FOR_SKEW, _LEAST_FOR_KURTOSIS = 3, 4

Counts = npt.NDArray[np.int64]
Shape = tuple[Floats, Floats]


@dataclass(frozen=True)
class Treatment:
    """How outliers are treated.

    Attributes:
        winsorise_max: cells of a column that may be pulled in; no further round once so many are.
        skew, kurtosis: a column passes with |skewness| below the one or kurtosis below the other.
        transform: what follows where winsorising does not do.
        box_cox_lambda: exponent of ``box-cox``; 0 is the logarithm.
        combine: transform the winsorised column, not the original.
    """

    winsorise_max: int = 5
    skew: float = 2.0
    kurtosis: float = 3.5
    transform: Transform = "log-ct"
    box_cox_lambda: float = 0.0
    combine: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.winsorise_max < 0 or not self.skew > 0 or np.isnan(self.kurtosis):
            raise ProsperityError(
                "the limits of the treatment cannot be used",
                expected="--winsorise-max 0 or more, --skew above 0",
                mend="correct the options",
            )
        if self.transform not in TRANSFORMS:
            raise ProsperityError(
                f"the transform '{self.transform}' is not known", expected=", ".join(TRANSFORMS)
            )


@dataclass(frozen=True)
class Treated:
    """Treated columns, and how each came to be so. All but ``values`` have shape (C,).

    Attributes:
        values: shape (R, C).
        skew, kurtosis: before, after winsorising, at the end; shape (3, C), the same number again where a
            step did not happen.
        winsorised: cells pulled in (kept or not).
        outcome: ``passed``, ``winsorised``, ``transformed`` or ``untestable`` (left as it was: too few
            different values to measure a shape).
        passes: whether the column passes at the end.
    """

    values: Floats
    skew: Floats
    kurtosis: Floats
    winsorised: Counts
    outcome: tuple[str, ...]
    passes: Bools


def treat(values: Floats, treatment: Treatment) -> Treated:
    """Return the treated columns.

    Args:
        values: shape (R, C), NaN where missing; one period alone, in a panel.
        treatment: limits and transform.
    """
    skew, kurtosis = (np.empty((3, values.shape[1])) for _ in range(2))
    skew[0], kurtosis[0] = measure_shape(values)
    verdict = _judge(skew[0], kurtosis[0], treatment)
    pulled, count, (skew[1], kurtosis[1]) = winsorise(values, treatment, shape=(skew[0], kurtosis[0]))
    after = _judge(skew[1], kurtosis[1], treatment)
    result = pulled.copy()
    failing = np.flatnonzero(after == _FAIL)
    base = pulled if treatment.combine else values
    result[:, failing] = transform(base[:, failing], treatment)
    skew[2], kurtosis[2] = skew[1], kurtosis[1]
    skew[2, failing], kurtosis[2, failing] = measure_shape(result[:, failing])
    final = _judge(skew[2], kurtosis[2], treatment)
    # COINr leaves a column alone whose shape cannot be measured at any of the three times.
    lost = (verdict == _UNKNOWN) | (after == _UNKNOWN) | (final == _UNKNOWN)
    result = np.where(lost, values, result)
    outcome = np.where(after == _FAIL, "transformed", np.where(verdict == _FAIL, "winsorised", "passed"))
    return Treated(
        values=result,
        skew=skew,
        kurtosis=kurtosis,
        winsorised=np.where(lost, 0, count),
        outcome=tuple(str(word) for word in np.where(lost, "untestable", outcome)),
        passes=np.asarray(final == _PASS),
    )


def measure_shape(values: Floats) -> Shape:
    """Return skewness G1 and excess kurtosis G2 of each column, NaN where it cannot be measured.

    Args:
        values: shape (R, C), NaN where missing.
    """
    known = ~np.isnan(values)
    n = known.sum(axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / n
        centred = np.where(known, values - mean, 0.0)
        square = centred * centred
        second = square.sum(axis=0)
        third, fourth = ((square * other).sum(axis=0) for other in (centred, square))
        skew = np.sqrt(n) * third / (second * np.sqrt(second)) * np.sqrt(n * (n - 1)) / (n - 2)
        excess = n * fourth / (second * second) - 3
        kurtosis = ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))
    # A column of one value has a spread of 0, or of rounding errors, and no shape.
    flat = np.fmin.reduce(values, axis=0) == np.fmax.reduce(values, axis=0)
    return (
        np.where((n < _LEAST_FOR_SKEW) | flat, np.nan, skew),
        np.where((n < _LEAST_FOR_KURTOSIS) | flat, np.nan, kurtosis),
    )


def is_skewed(
    skew: Floats, kurtosis: Floats, most_skew: float, most_kurtosis: float, *, tail: Tail = "either"
) -> Bools:
    """Return which columns have too much of both skewness and kurtosis; what is NaN does not pass.

    Args:
        skew, kurtosis: from ``measure_shape``.
        most_skew, most_kurtosis: the limits; 2 and 3.5 in the COIN tool (OECD/JRC Handbook 2008, step 5).
        tail: ``either``, with limits that are too much themselves, is COINr's ``check_SkewKurt``; ``upper``,
            with limits that are not, the rule of the index: a logarithm would lengthen a lower tail.
    """
    if tail == "upper":
        return np.asarray((skew > most_skew) & (kurtosis > most_kurtosis))
    return ~((np.abs(skew) < most_skew) | (kurtosis < most_kurtosis))


def log_columns(values: Floats, logged: Bools) -> Floats:
    """Return the values with some columns as natural logarithms; NaN for what is not above 0.

    Args:
        values: shape (R, C, ...).
        logged: shape (C,).
    """
    result = values.copy()
    result[:, logged] = log(values[:, logged])
    return result


def _judge(skew: Floats, kurtosis: Floats, treatment: Treatment) -> npt.NDArray[np.int8]:
    """Say for each column whether it passes, fails, or cannot be tested, as R's three-valued ``or`` does."""
    passes = ~is_skewed(skew, kurtosis, treatment.skew, treatment.kurtosis)
    unknown = ~passes & (np.isnan(skew) | np.isnan(kurtosis))
    return np.where(unknown, _UNKNOWN, np.where(passes, _PASS, _FAIL)).astype(np.int8)


def winsorise(values: Floats, treatment: Treatment, *, shape: Shape) -> tuple[Floats, Counts, Shape]:
    """Return the columns with their outliers pulled in, how many cells that were, and the new shape.

    In each round the highest cells of a column (the lowest, where its skewness is negative) are set to the
    next value, until it passes or ``winsorise_max`` cells are pulled in. Cells that are tied move together.

    Args:
        values: shape (R, C), NaN where missing.
        treatment: limits.
        shape: skewness and kurtosis of the columns.
    """
    result, skew, kurtosis = values.copy(), shape[0].copy(), shape[1].copy()
    verdict = _judge(skew, kurtosis, treatment)
    high, low = (np.zeros(values.shape[1], dtype=np.int64) for _ in range(2))
    while True:
        active = np.flatnonzero((verdict == _FAIL) & (high + low < treatment.winsorise_max))
        if len(active) == 0:
            return result, high + low, (skew, kurtosis)
        upward = skew[active] >= 0
        sign = np.where(upward, 1.0, -1.0)
        pulled, moved = _pull_in(result[:, active] * sign)
        pulled *= sign
        result[:, active] = pulled
        high[active] = np.where(upward, moved, high[active])
        low[active] = np.where(upward, low[active], moved)
        skew[active], kurtosis[active] = measure_shape(pulled)
        verdict[active] = _judge(skew[active], kurtosis[active], treatment)


def _pull_in(values: Floats) -> tuple[Floats, Counts]:
    """Set the highest cells of each column to the next value; return how many they were."""
    highest = values == np.fmax.reduce(values, axis=0)
    following = np.fmax.reduce(np.where(highest, np.nan, values), axis=0)
    return np.where(highest, following, values), highest.sum(axis=0)


def transform(values: Floats, treatment: Treatment) -> Floats:
    """Return the transformed columns.

    ``log-ct`` is ln(x - min + 0.01 (max - min)); ``log-ct-plus`` is its mirror image where the skewness is
    not positive; ``box-cox`` is ((x - min + 1)^lambda - 1) / lambda.

    Args:
        values: shape (R, C), no column constant.
        treatment: names the transform.
    """
    low, high = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
    shift = _SHIFT * (high - low)
    if treatment.transform == "box-cox":
        raised, power = values - low + 1, treatment.box_cox_lambda
        return log(raised) if power == 0 else (raise_to(raised, power) - 1) / power
    if treatment.transform == "log-ct":
        return log(values - low + shift)
    skew, _ = measure_shape(values)
    turned = np.where(skew > 0, log(values - low + shift), -log(high + shift - values))
    return np.asarray(turned)
