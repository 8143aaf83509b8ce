"""Maps for charts: a light outline of the UK, and the shape of every council."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, Field

from generator.catalogue.store import read_codes
from generator.errors import ProsperityError
from generator.files.documents import read_json_record
from generator.files.faults import Faults
from generator.paths import Paths

_REIMPORT = "run: prosperity import SOURCES_DIR"
_PAIR = r"-?\d{1,6}(?: |(?=-))-?\d{1,6}"
_RINGS = re.compile(rf"(?:M{_PAIR}(?:h1v1h-1z|l{_PAIR}(?:(?: |(?=-)){_PAIR})*z))+")


def _check_rings(path: str) -> str:
    if not _RINGS.fullmatch(path):
        raise ValueError("this is no path of M, l and z with pairs of whole numbers")
    return path


_Path = Annotated[str, AfterValidator(_check_rings)]
_WIDEST = 100_000
_Unit = Annotated[float, Field(ge=-_WIDEST, le=_WIDEST)]
_Cell = Annotated[int, Field(ge=-1000, le=1000)]
Map = TypeVar("Map", bound=BaseModel)


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


class _Councils(BaseModel):
    """What ``maps/councils.json`` holds."""

    width: int | float = Field(gt=0, le=_WIDEST)
    height: int | float = Field(gt=0, le=_WIDEST)
    outline: dict[str, _Path] = Field(min_length=1)
    councils: dict[str, _Path]
    centres: dict[str, tuple[_Unit, _Unit]]


class _Hexes(BaseModel):
    """What ``maps/hex.json`` holds."""

    hexes: dict[str, tuple[_Cell, _Cell]]


def load_outline(paths: Paths) -> Outline:
    """Read the outline from ``maps/councils.json``.

    Raises:
        ProsperityError: the map is missing, is none, or is not of the councils of ``areas.csv``.
    """
    content = _load(paths, "councils.json", _Councils)
    return Outline(
        paths=tuple(path for _, path in sorted(content.outline.items())),
        view_box=f"0 0 {content.width} {content.height}",
        centroids=dict(content.centres),
    )


def load_council_paths(paths: Paths) -> dict[str, str]:
    """Return SVG path data of every council, in the units of ``load_outline``; errors as there."""
    return dict(_load(paths, "councils.json", _Councils).councils)


def load_hexes(paths: Paths) -> dict[str, tuple[int, int]]:
    """Return column and row of every council on the map of equal hexagons, rows counted from the south.

    Raises:
        ProsperityError: as for ``load_outline``.
    """
    return dict(_load(paths, "hex.json", _Hexes).hexes)


def _load(paths: Paths, name: str, model: type[Map]) -> Map:
    file = paths.maps / name
    if not file.is_file():
        raise ProsperityError("the map is missing", file=file, expected="a map", mend=_REIMPORT)
    found: Map = _read(file, model, sha256(file.read_bytes()).digest())
    councils = {code for code, kind in read_codes(paths).items() if kind == "council"}
    faults = Faults(file, _REIMPORT)
    for field in ("councils", "centres", "hexes"):
        codes = set(getattr(found, field, councils))
        for code in sorted(codes ^ councils):
            problem = "there is no such council" if code in codes else "a council is not on the map"
            faults.add(problem, name=field, code=code, expected="the councils of areas.csv")
    faults.check()
    return found


@lru_cache(maxsize=4)
def _read(file: Path, model: type[Map], _: bytes) -> Map:
    """Read a map; of the same bytes only once."""
    return read_json_record(file, model, mend=_REIMPORT)
