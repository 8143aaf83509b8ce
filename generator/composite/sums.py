"""Matrix products whose every sum is taken in one order, so that they have the same bits on every processor.

The routines behind numpy's ``@`` choose the order by the processor they run on. Where all terms are whole
numbers and their sum stays below 2 to the 53rd, any order gives the same, and ``@`` may be used.
A matrix is a step up a tree in which a child may have many parents: the sums are those of ``step``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.step import Step, add_up, widen


def multiply(first: npt.NDArray[np.generic], second: Floats | Bools) -> Floats:
    """Return ``first @ second``, each sum taken from the first term to the last that is not times 0.

    Args:
        first: shape (P, C); what is mostly 0 costs little.
        second: shape (C, ...), without NaN.

    Returns:
        Shape (P, ...).
    """
    row, column = np.nonzero(first)
    values = np.ascontiguousarray(second, dtype=np.float64)
    step = Step(column, np.bincount(row, minlength=len(first)), np.empty(0))
    return add_up(step, widen(first[row, column].astype(np.float64), values), values)
