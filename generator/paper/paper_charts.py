"""Charts of a page as pictures that stand alone: their colours come from the page's own style sheets.

On a page the style sheet colours a chart by class; a picture in a document must carry its style along. It is
the same style: the rules of ``theme.css`` that colour charts, with the colours of ``print.css`` for paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from generator.charts.colours import read_variables
from generator.errors import ProsperityError

RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
USE = re.compile(r"var\((--[\w-]+)\)")
CLASS = re.compile(r"\.([\w-]+)")
CLASSES = re.compile(r'class="([^"]*)"')
PAINT = ("fill", "stroke", "font", "text")
"""How the names of properties start that draw; the others are for a browser."""
FAMILY = "Source Sans Pro"
MARKS = frozenset([
    "chart", "swarm", "trend", "spark", "strip", "prow", "prow-key", "line-key", "map", "locator",
    "fifths", "dots", "dots-rg", "axis", "medl", "lead", "grid", "md", "ci", "tk", "me", "b90",
    "b50", "rg", "ln", "ln-rg", "ln-uk", "ln-b", "ln-sp", "dash", "lab", "labme", "tick", "t-rg",
    "t-uk", "land", "in", "intervals", "iv-0", "iv-up", "iv-dn"
])  # fmt: skip
"""Classes of charts on reports; a rule with any other class is not for them."""
FIFTHS = ("f1", "f2", "f4", "f5")
"""Classes of the fifths that are shaded; the middle one is left white on paper."""
# The page gives lines of a map one width whatever its size, which pictures in a document cannot.
THIN = "path.land{stroke-width:1.2}path.in{stroke-width:.6}"


@dataclass(frozen=True)
class ChartStyle:
    """The rules for charts on paper.

    Attributes:
        rules: selector and declarations, in the order of the style sheet.
        shades: class and colour of the fifths of a heatmap.
    """

    rules: tuple[tuple[str, str], ...]
    shades: tuple[tuple[str, str], ...] = ()
    memo: dict[frozenset[str], str] = field(default_factory=dict, compare=False, repr=False)

    def make_standalone(self, inner: str, classes: list[str], box: tuple[float, float, float, float]) -> str:
        """Return an SVG document.

        Args:
            inner: markup inside the svg element.
            classes: of the svg element.
            box: left, top, width and height.
        """
        used = frozenset(classes).union(*(found.split() for found in CLASSES.findall(inner)))
        view = " ".join(f"{side:g}" for side in box)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{" ".join(classes)}" viewBox="{view}"'
            f' width="{box[2]:g}" height="{box[3]:g}"><style>{self.style_of(used)}</style>{inner}</svg>'
        )

    def style_of(self, used: frozenset[str]) -> str:
        """Return the rules for these classes."""
        if used not in self.memo:
            self.memo[used] = "".join(
                f"{selector}{{{declared}}}"
                for selector, declared in self.rules
                if used.issuperset(CLASS.findall(selector))
            ) + (THIN if "map" in used else "")
        return self.memo[used]


def load_chart_style(styles: Path) -> ChartStyle:
    """Return the rules for charts, from ``theme.css`` and the colours of ``print.css`` in a folder.

    Raises:
        ProsperityError: a rule uses a colour that neither of them sets.
    """
    theme = (styles / "theme.css").read_text(encoding="utf-8")
    paper = (styles / "print.css").read_text(encoding="utf-8")
    colours: dict[str, str] = {}
    for sheet in (theme, paper):
        colours |= read_variables(sheet)
    colours["--sans"] = f"'{FAMILY}'"

    def colour(match: re.Match[str]) -> str:
        if match[1] not in colours:
            raise ProsperityError("a chart has a colour that no style sheet sets", code=match[1])
        return colours[match[1]]

    charts = theme[theme.index(".chart{") :].partition("@media")[0]
    rules = []
    for selectors, declared in RULE.findall(re.sub(r"/\*.*?\*/", "", charts, flags=re.DOTALL)):
        kept = ";".join(each for each in declared.split(";") if each.strip().startswith(PAINT))
        for selector in selectors.split(","):
            named = set(CLASS.findall(selector))
            if kept and named and named <= MARKS and ":" not in selector:
                rules.append((selector.strip(), USE.sub(colour, kept)))
    shades = {name: colours[f"--{name}"] for name in FIFTHS}
    return ChartStyle(tuple(rules), tuple((name, colour) for name, colour in shades.items()))
