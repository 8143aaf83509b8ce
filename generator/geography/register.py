"""The register of areas: which codes are in use, which are not, and what became of former ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Register:
    """Areas by code, and the changes between codes."""


def load_register(data: Path) -> Register:
    """Read ``areas.csv``, ``area_changes.csv`` and ``counties.csv`` under ``data``."""
    raise NotImplementedError
