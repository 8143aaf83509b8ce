"""Renders Vega-Lite specifications with vl-convert and keeps what it has rendered.

The cache is disposable: with it or without it the result has the same bytes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import ProsperityError
from generator.paths import PROJECT

# Part of the key: raise it when what is kept of a rendering changes.
RECIPE = "1"


@dataclass(frozen=True)
class Rendering:
    """What vl-convert made of a specification.

    Attributes:
        svg: the drawing.
        scales: the compiled Vega scales.
        width, height: of the plotting area, pixels.
    """

    svg: str
    scales: list[dict[str, Any]]
    width: float
    height: float


@dataclass(frozen=True)
class Renderer:
    """Renders specifications; ``folder`` is where renderings are kept (None: nowhere)."""

    folder: Path | None

    def render(self, spec: dict[str, Any]) -> Rendering:
        """Return the rendering of ``spec``, from the folder where it was made before."""
        if self.folder is None:
            return convert(spec)
        kept = self.folder / f"{key_of(spec)}.json"
        if kept.is_file():
            return Rendering(**json.loads(kept.read_text(encoding="utf-8")))
        made = convert(spec)
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed, so that a build beside this one never reads half a file.
        aside = kept.with_suffix(f".{os.getpid()}.part")
        aside.write_text(json.dumps(vars(made), sort_keys=True), encoding="utf-8")
        aside.replace(kept)
        return made


def default_renderer() -> Renderer:
    """Return the renderer that keeps its work in the project's cache."""
    return Renderer(PROJECT.cache / "charts")


def key_of(spec: dict[str, Any]) -> str:
    """Return the name a rendering is kept under: it changes with the design and with the renderer."""
    version = importlib.metadata.version("vl-convert-python")
    text = json.dumps([RECIPE, version, spec], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


# The process that first rendered: its threads do not live on in a process that is forked from it.
_STARTED_IN: list[int] = []


def convert(spec: dict[str, Any]) -> Rendering:
    """Render ``spec`` now.

    Raises:
        ProsperityError: this process was forked from one that has rendered; it would wait for ever.
    """
    # Imported here, because starting the renderer costs more than a whole build from the cache.
    import vl_convert

    _STARTED_IN[:] = _STARTED_IN or [os.getpid()]
    if _STARTED_IN[0] != os.getpid():
        raise ProsperityError(
            "a chart is rendered in a process that was forked after the first chart",
            expected="charts that are not in the cache rendered before pages are drawn",
            mend="build its stencil in generator.pages.gather.draw_stencils",
        )
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    return Rendering(
        svg=vl_convert.vegalite_to_svg(spec),
        scales=vega["scales"],
        width=float(spec["width"]),
        height=float(spec["height"]),
    )
