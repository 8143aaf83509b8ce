"""Arrays used again: in the inner loops of the draws, fresh memory costs more than the sums."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Scalar = TypeVar("Scalar", bound=np.generic)


class Workspace:
    """Keeps one piece of memory per name and hands it out as an array of the shape wanted.

    Example::

        room = Workspace()
        np.multiply(a, b, out=room.take("product", a.shape, np.float32))
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._kept: dict[str, npt.NDArray[np.uint8]] = {}

    def __reduce__(self) -> tuple[type[Workspace], tuple[()]]:
        """Leave the memory behind when sent to another process: nothing in it is worth the way."""
        return Workspace, ()

    def take(self, name: str, shape: tuple[int, ...], dtype: type[Scalar]) -> npt.NDArray[Scalar]:
        """Return an array whose content is whatever was left there; valid until the name is taken again."""
        size = math.prod(shape) * np.dtype(dtype).itemsize
        kept = self._kept.get(name)
        if kept is None or len(kept) < size:
            kept = self._kept[name] = np.empty(size, dtype=np.uint8)
        return kept[:size].view(dtype).reshape(shape)
