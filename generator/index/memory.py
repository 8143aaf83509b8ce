"""What a run of draws depends on, as a key, so that the same run need not be made twice."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Protocol

import numpy as np

from generator.index.draw_model import Model
from generator.index.results import Robustness, Scores, SobolIndices, Structure

Drawn = tuple[Robustness, SobolIndices | None]


class DrawsMemory(Protocol):
    """Where the results of draws are kept; what holds files implements it."""

    def read(self, key: str) -> Drawn | None:
        """Return what was written under a key, or None."""

    def write(self, key: str, drawn: Drawn) -> None:
        """Keep the results under a key."""


def name_draws(
    model: Model, structure: Structure, scores: Scores, *, draws: int, sobol: int, seed: int
) -> str:
    """Return a key that changes with anything the draws depend on, but for the code.

    Args:
        model: what is drawn from.
        structure: the tree.
        scores: the point estimate.
        draws, sobol, seed: of the edition.
    """
    total = hashlib.sha256(repr((draws, sobol, seed, structure.nodes, np.__version__)).encode())
    arrays = [getattr(model, field.name) for field in fields(model)]
    for array in (*arrays, scores.score, scores.rank):
        total.update(f"{array.dtype} {array.shape}".encode())
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()
