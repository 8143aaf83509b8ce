"""Turns a rendered design into a stencil: clean shapes without colour, and scales to place more marks by.

A name given to a layer in Altair becomes the name of its shapes; axes are ``axis-grid``, ``axis-label``,
``axis-tick`` and ``axis-domain``. Coordinates count from the top left corner of the plotting area.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup, escape

from generator.charts.cache import Renderer, Rendering, default_renderer
from generator.errors import ProsperityError

SVG = "{http://www.w3.org/2000/svg}"
PREFIX = re.compile(r"[a-z][a-z0-9-]*")
MOVE = re.compile(r"translate\(([-\d.e]+)[, ]+([-\d.e]+)\)")
COORDINATE = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class Scale:
    """A linear scale read back from a compiled design: data units to pixels."""

    domain: tuple[float, float]
    range: tuple[float, float]

    def __call__(self, value: float) -> float:
        """Return the pixel of ``value``; values beyond the domain are not clipped."""
        (low, high), (start, end) = self.domain, self.range
        return start + (value - low) / (high - low) * (end - start)

    def clip(self, value: float) -> float:
        """Return the pixel of ``value``, held inside the domain."""
        low, high = sorted(self.domain)
        return self(min(max(value, low), high))


@dataclass(frozen=True)
class Shape:
    """One clean mark of a design.

    Attributes:
        kind: rule, text, symbol, rect, line or area.
        x, y: its place, pixels from the top left corner of the plotting area.
        dx, dy: extent of a rule or a rect.
        text, anchor: words and their alignment.
    """

    kind: str
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    text: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Stencil:
    """A design, cleaned.

    Attributes:
        width, height: of the plotting area, pixels.
        shapes: by name of layer or axis part, in drawing order.
        scales: by name ("x", "y").
    """

    width: float
    height: float
    shapes: Mapping[str, tuple[Shape, ...]]
    scales: Mapping[str, Scale]
    memo: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def svg(self, name: str, css: str) -> str:
        """Return the shapes called ``name`` as one path of class ``css`` (or a group of texts), or "".

        Drawn once: it is the same on every page.
        """
        if (name, css) not in self.memo:
            self.memo[name, css] = self._draw(name, css)
        return self.memo[name, css]

    def _draw(self, name: str, css: str) -> str:
        shapes = self.shapes.get(name, ())
        words = [shape for shape in shapes if shape.kind == "text"]
        if words:
            groups = (
                f'<g class="{css}" text-anchor="{anchor}">'
                + "".join(text(word.text, word.x, word.y) for word in words if word.anchor == anchor)
                + "</g>"
                for anchor in sorted({word.anchor for word in words})
            )
            return "".join(groups)
        if shapes and shapes[0].kind == "symbol":
            drawn = scatter((shape.x, shape.y) for shape in shapes)
        else:
            drawn = "".join(draw(shape) for shape in shapes)
        return f'<path class="{css}" d="{drawn}"/>' if drawn else ""


def scatter(points: Iterable[tuple[float, float]]) -> str:
    """Return path commands for round dots: strokes without length, each a step from the one before it.

    Steps are taken between rounded places, so that rounding does not add up.
    """
    commands: list[str] = []
    x = y = 0.0
    for place in points:
        to_x, to_y = round(place[0], 1), round(place[1], 1)
        commands.append(f"m{pair(to_x - x, to_y - y)}h0")
        x, y = to_x, to_y
    return "".join(commands).replace("m", "M", 1)


def pair(x: float, y: float) -> str:
    """Return two numbers with no more between them than a reader of paths needs: "3 4", "3-4"."""
    second = short(y)
    return f"{short(x)}{'' if second.startswith('-') else ' '}{second}"


def draw(shape: Shape) -> str:
    """Return the path commands of a rule or a rect."""
    at = f"M{pair(shape.x, shape.y)}"
    if shape.kind == "rect":
        return f"{at}h{short(shape.dx)}v{short(shape.dy)}h{short(-shape.dx)}z"
    if shape.dy == 0:
        return f"{at}h{short(shape.dx)}"
    if shape.dx == 0:
        return f"{at}v{short(shape.dy)}"
    return f"{at}l{pair(shape.dx, shape.dy)}"


def text(words: str, x: float, y: float, *, css: str = "", anchor: str = "") -> str:
    """Return a ``<text>`` with its words escaped."""
    extra = (f' class="{css}"' if css else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text{extra} x="{short(x)}" y="{short(y)}">{escape(words)}</text>'


def short(number: float) -> str:
    """Return ``number`` with at most one decimal and no idle zero: 12.04 -> "12", 0.5 -> ".5"."""
    rounded = f"{number:.1f}"
    if rounded.endswith(".0"):
        rounded = rounded[:-2]
    if rounded == "-0":
        return "0"
    return rounded.replace("0.", ".", 1) if rounded.startswith(("0.", "-0.")) else rounded


def make_stencil(spec: dict[str, Any], renderer: Renderer | None = None) -> Stencil:
    """Render a specification made by ``theme.plain`` and return its stencil.

    Raises:
        ProsperityError: if the design uses a mark or a scale that cannot be read back.
    """
    rendering = (renderer or default_renderer()).render(spec)
    shapes: dict[str, list[Shape]] = {}
    for name, shape in read_shapes(rendering.svg):
        shapes.setdefault(name, []).append(shape)
    return Stencil(
        width=rendering.width,
        height=rendering.height,
        shapes={name: tuple(found) for name, found in shapes.items()},
        scales=read_scales(rendering),
    )


def read_scales(rendering: Rendering) -> dict[str, Scale]:
    """Return the linear scales of a rendering by name; scales whose domain comes from data are left out."""
    sizes = {"width": rendering.width, "height": rendering.height}

    def value(item: Any) -> float:
        return sizes[item["signal"]] if isinstance(item, dict) else float(item)

    scales: dict[str, Scale] = {}
    for scale in rendering.scales:
        if scale["type"] == "linear" and isinstance(scale["domain"], list):
            low, high = scale["domain"]
            start, end = scale["range"]
            scales[scale["name"]] = Scale((value(low), value(high)), (value(start), value(end)))
    return scales


def read_shapes(svg: str) -> Iterator[tuple[str, Shape]]:
    """Yield name and shape of every mark of a rendered design, in drawing order."""
    root = ElementTree.fromstring(svg)
    frame = next(
        (group for group in root.iter(f"{SVG}g") if "role-frame" in group.get("class", "").split()), None
    )
    if frame is None:
        raise ProsperityError("a rendered chart has no frame", mend="render it with theme.plain")
    yield from walk(frame, x=0.0, y=0.0, name="")


def walk(group: ElementTree.Element, *, x: float, y: float, name: str) -> Iterator[tuple[str, Shape]]:
    """Yield the shapes inside ``group``, whose corner is at ``x``, ``y``."""
    for child in group:
        tag = child.tag.removeprefix(SVG)
        dx, dy = moved(child)
        if tag == "g":
            yield from walk(child, x=x + dx, y=y + dy, name=name_of(child) or name)
        elif name and child.get("class") not in {"background", "foreground"}:
            yield name, read_shape(child, tag=tag, x=x + dx, y=y + dy, name=name)


def name_of(group: ElementTree.Element) -> str:
    """Return the name of a group of marks: the layer's, or the part of the axis; "" for a plain group."""
    words = group.get("class", "").split()
    if not words or words[0] == "mark-group":
        return ""
    role = next(word.removeprefix("role-") for word in words if word.startswith("role-"))
    return words[-1].removesuffix("_marks") if role == "mark" else role


def moved(element: ElementTree.Element) -> tuple[float, float]:
    """Return the translation of an element."""
    found = MOVE.match(element.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def read_shape(element: ElementTree.Element, *, tag: str, x: float, y: float, name: str) -> Shape:
    """Return the clean shape of one rendered element."""
    if tag == "line":
        return Shape("rule", x, y, dx=float(element.get("x2", 0)), dy=float(element.get("y2", 0)))
    if tag == "text":
        return Shape("text", x, y, text=element.text or "", anchor=element.get("text-anchor", "start"))
    if tag == "path":
        outline = element.get("d", "")
        rect = re.fullmatch(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h[-\d.]+Z", outline)
        if rect:
            left, top, wide, high = map(float, rect.groups())
            return Shape("rect", x + left, y + top, dx=wide, dy=high)
        if "A" in outline:
            return Shape("symbol", x, y)
    raise ProsperityError(
        "a mark of a chart design cannot be read back", code=name, expected="rule, text, circle or rect"
    )


def frame(
    body: str,
    *,
    box: tuple[float, float, float, float],
    css: str,
    prefix: str = "",
    title: str = "",
    desc: str = "",
    role: str = "img",
) -> Markup:
    """Return a whole ``<svg>``: with title and description if there is a title, else hidden from readers.

    Args:
        body: markup of the marks.
        box: left, top, width and height of the view box.
        css: classes of the svg element.
        prefix: starts every id of this chart; unique on its page; needed with a title.
        title: the message.
        desc: what is shown and the takeaway, in words.
        role: "img", or "group" for a picture that can be clicked.
    """
    view = " ".join(short(side) for side in box)
    size = f'class="{css}" viewBox="{view}"'
    if not title:
        return Markup(f'<svg {size} aria-hidden="true">{body}</svg>')
    if not PREFIX.fullmatch(prefix):
        raise ProsperityError(
            "a chart needs a prefix for its ids",
            code=prefix or "(empty)",
            expected="lower case letters, digits, hyphens",
        )
    named = f'<title id="{prefix}-t">{escape(title)}</title>'
    described = f'<desc id="{prefix}-d">{escape(desc)}</desc>' if desc else ""
    by = f' aria-labelledby="{prefix}-t"' + (f' aria-describedby="{prefix}-d"' if desc else "")
    return Markup(f'<svg {size} role="{role}"{by}>{named}{described}{body}</svg>')
