"""Maps for charts: a light outline of the UK, and the shape of every council."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.errors import ProsperityError
from generator.paths import Paths


@dataclass(frozen=True)
class Outline:
    """The UK in map units (half a kilometre), x to the east, y to the south.

    Attributes:
        paths: SVG path data, one per nation.
        view_box: SVG view box that holds all of it.
        centroids: a point inside each council.
    """

    paths: tuple[str, ...]
    view_box: str
    centroids: dict[str, tuple[float, float]]


def load_outline(paths: Paths) -> Outline:
    """Read the outline from ``maps/councils.json``."""
    content = _load(paths.maps / "councils.json")
    return Outline(
        paths=tuple(path for _, path in sorted(content["outline"].items())),
        view_box=f"0 0 {content['width']} {content['height']}",
        centroids={code: (float(x), float(y)) for code, (x, y) in content["centres"].items()},
    )


def load_council_paths(paths: Paths) -> dict[str, str]:
    """Return SVG path data of every council, in the units of ``load_outline``."""
    return dict(_load(paths.maps / "councils.json")["councils"])


def load_hexes(paths: Paths) -> dict[str, tuple[int, int]]:
    """Return column and row of every council on the map of equal hexagons, rows counted from the south."""
    return {code: (column, row) for code, (column, row) in _load(paths.maps / "hex.json")["hexes"].items()}


@lru_cache(maxsize=4)
def _load(file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProsperityError(
            "the map is missing", file=file, mend="run: prosperity import SOURCES_DIR"
        ) from None
    return content
