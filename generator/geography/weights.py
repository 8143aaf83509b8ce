"""Population weights of former councils, for means over merged ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def load_weights(sources: Path) -> Mapping[str, float]:
    """Return mid-2019 population (else mid-2020) by code, from ``geography/lad_to_current.csv``."""
    raise NotImplementedError
