"""Population weights of former councils, for means over merged ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.geography.tables import read_rows


def load_weights(sources: Path) -> Mapping[str, float]:
    """Return mid-2019 population (else mid-2020) by code, from ``geography/lad_to_current.csv``."""
    found: dict[str, float] = {}
    for row in read_rows(sources / "geography" / "lad_to_current.csv"):
        people = row["pop_2019"] or row["pop_2020"]
        if people:
            found[row["code"]] = float(people)
    return found
