"""Matrix products whose every sum is taken in one order, so that they have the same bits on every processor.

The routines behind numpy's ``@`` choose the order by the processor they run on. Where all terms are whole
numbers and their sum stays below 2 to the 53rd, any order gives the same, and ``@`` may be used.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Floats


def multiply(first: npt.NDArray[np.generic], second: npt.NDArray[np.generic]) -> Floats:
    """Return ``first @ second``, each sum taken from the first term to the last that is not times 0.

    Args:
        first: shape (P, C); what is mostly 0 costs little.
        second: shape (C, ...), without NaN.

    Returns:
        Shape (P, ...).
    """
    columns = np.ascontiguousarray(second, dtype=np.float64).reshape(len(second), math.prod(second.shape[1:]))
    result = np.zeros((len(first), columns.shape[1]))
    row, column = np.nonzero(first)
    weight = first[row, column].astype(np.float64)[:, None]
    terms = np.bincount(row, minlength=len(first))
    starts = np.cumsum(terms) - terms
    if len(first) <= terms.max(initial=0):
        for total, start, count in zip(result, starts.tolist(), terms.tolist(), strict=True):
            used = slice(start, start + count)
            np.add.reduce(weight[used] * columns[column[used]], axis=0, out=total)
    else:
        # Few terms in many sums, as in a tree: the first term of each sum, then the second of each.
        for number in range(int(terms.max(initial=0))):
            parents = np.flatnonzero(terms > number)
            at = starts[parents] + number
            result[parents] += weight[at] * columns[column[at]]
    return result.reshape(len(first), *second.shape[1:])
