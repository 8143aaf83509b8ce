"""The kinds of arrays that the engine takes and returns. Missing is NaN in arrays of floats."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
LARGEST = 1e100
"""Size below which numbers can be multiplied and added and stay finite; one over it is too small."""
