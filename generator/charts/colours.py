"""The colours of the site, from the one style sheet that sets them: `site/assets/css/theme.css`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from generator.errors import ProsperityError
from generator.files.texts import read_text
from generator.paths import PROJECT

Mode = Literal["light", "dark"]
THEME = "css/theme.css"
"""Under the assets of the site."""
_VARIABLE = re.compile(r"(--[\w-]+):([^;}]+)")
_COLOUR = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?")
_MARK = re.compile(r"\{(light|dark) ([a-z0-9 -]+)\}")


def read_variables(sheet: str, mode: Mode = "light") -> dict[str, str]:
    """Return what the first ``:root`` of a sheet sets, or for the dark the second, by name with dashes."""
    blocks = sheet.split(":root{")[1:]
    place = ("light", "dark").index(mode)
    return dict(_VARIABLE.findall(blocks[place].partition("}")[0])) if place < len(blocks) else {}


def fill_colours(sheet: str, theme: str) -> str:
    """Return a style sheet with colours of the theme in place of marks such as ``{light ink soft}``.

    Raises:
        ProsperityError: the theme does not set a colour.
    """

    def fill(match: re.Match[str]) -> str:
        mode: Mode = "light" if match[1] == "light" else "dark"
        known = read_variables(theme, mode)
        return ";".join(f"--{name}:{_find(name, known)}" for name in match[2].split())

    return _MARK.sub(fill, sheet)


def find_colour(name: str) -> str:
    """Return a colour on white paper, such as "#1a2127" for "ink".

    Raises:
        ProsperityError: the style sheet cannot be read, or does not set it.
    """
    return _find(name, _load_light())


@lru_cache(maxsize=1)
def _load_light() -> Mapping[str, str]:
    return read_variables(read_text(PROJECT.site / "assets" / THEME, what="CSS").content)


def _find(name: str, known: Mapping[str, str]) -> str:
    colour = known.get(f"--{name}", "")
    if not _COLOUR.fullmatch(colour):
        raise ProsperityError(
            "the style sheet of the site does not set a colour that is used",
            file=f"site/assets/{THEME}",
            code=name,
            expected=f"--{name} in :root, such as #1a2127",
            mend="set it there",
        )
    return colour
