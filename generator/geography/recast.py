"""Carries observations made on former councils and counties to the councils of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from generator.geography.register import Register


@dataclass(frozen=True)
class RecastResult:
    """Observations on current codes.

    Attributes:
        observations: area_code, period, value, lower, upper, status, note; one row per area and period, sorted.
        left_out: what could not be carried over, one sentence each.
    """

    observations: pd.DataFrame
    left_out: tuple[str, ...]


def recast(
    observations: pd.DataFrame, *, register: Register, kind: str, weights: Mapping[str, float]
) -> RecastResult:
    """Return the observations of one series on the current areas.

    Args:
        observations: area_code, period, value, lower, upper, note; one series; value NaN with a note is suppressed.
        register: the areas and their changes.
        kind: count, rate, mean or index.
        weights: population of former councils by code (see ``weights.load_weights``).

    Raises:
        ProsperityError: for an unknown code, or an area with two rows for one period.
    """
    raise NotImplementedError
