"""Logarithm and exponential function with the same bits on every processor and operating system.

Those of numpy and of the libraries of C differ in the last bit from one processor to the next, and a last bit
is enough to part two places that are tied. Here are only operations that IEEE 754 fixes to the last bit (sum,
product, quotient, and taking a number apart into fraction and exponent), each over a whole array by itself,
so that no compiler makes one of two. The results lie within two units of the last place of the true ones.

Methods: the series of the area tangent for ln((1 + s) / (1 - s)), and that of the exponential function, each
about 0 and after taking out powers of two; see any book on computer arithmetic, such as Muller (2016),
*Elementary Functions*, chapters 3 and 11.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Floats

with localcontext() as _context:
    _context.prec = 50
    _LN2 = Decimal(2).ln()
    # The upper part has 32 bits: its product with an exponent is exact.
    LN2_HIGH = float(int(_LN2 * 2**32)) / 2**32
    LN2_LOW = float(_LN2 - Decimal(LN2_HIGH))
    PER_LN2 = float(1 / _LN2)
_HALF_ROOT = 0.70710678118654757
# The last terms are below a unit of the last place: s is at most 0.172, the rest of an exponent 0.347.
_LOG_TERMS = range(23, 1, -2)
_EXP_TERMS = range(15, 0, -1)
_LARGEST = 745.0
_MOST_PRODUCTS = 16


def log(values: npt.ArrayLike) -> Floats:
    """Return natural logarithms, shape as given; NaN where a value is not above 0."""
    x = np.asarray(values, dtype=np.float64)
    fraction, exponent = np.frexp(np.where((x > 0) & (x < np.inf), x, np.nan))
    small = fraction < _HALF_ROOT
    fraction = np.where(small, 2.0 * fraction, fraction)
    exponent = np.where(small, exponent - 1.0, exponent)
    s = (fraction - 1.0) / (fraction + 1.0)
    square = s * s
    series = np.zeros_like(s)
    for term in _LOG_TERMS:
        series = series + 1.0 / term
        series = series * square
    tail = exponent * LN2_LOW + 2.0 * s * series
    return np.asarray(np.where(x == np.inf, x, exponent * LN2_HIGH + (2.0 * s + tail)))


def exp(values: npt.ArrayLike) -> Floats:
    """Return the exponential function, shape as given; NaN stays NaN, infinite beyond 745, 0 below -745."""
    x = np.asarray(values, dtype=np.float64)
    within = np.clip(np.nan_to_num(x, nan=0.0), -_LARGEST, _LARGEST)
    power = np.rint(within * PER_LN2)
    rest = within - power * LN2_HIGH
    rest = rest - power * LN2_LOW
    series = np.ones_like(rest)
    for term in _EXP_TERMS:
        series = series * rest
        series = series / term
        series = series + 1.0
    with np.errstate(over="ignore", under="ignore"):
        result = np.ldexp(series, power.astype(np.int32))
    result = np.where(x > _LARGEST, np.inf, np.where(x < -_LARGEST, 0.0, result))
    return np.asarray(np.where(np.isnan(x), np.nan, result))


def raise_to(values: npt.ArrayLike, exponent: float) -> Floats:
    """Return numbers raised to a power, shape as given.

    Whole powers are products, of any number; others are of numbers from 0 up, NaN of those below.
    """
    x = np.asarray(values, dtype=np.float64)
    if exponent == int(exponent) and abs(exponent) <= _MOST_PRODUCTS:
        product = np.ones_like(x)
        for _ in range(int(abs(exponent))):
            product = product * x
        return np.where(np.isnan(x), np.nan, product if exponent >= 0 else 1.0 / product)
    limit = 0.0 if exponent > 0 else np.inf
    return np.where(x == 0, limit, exp(exponent * log(x)))
