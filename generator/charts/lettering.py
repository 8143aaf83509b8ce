"""Text on pictures: faces, widths, lines that fit a space.

Letters are set without the help of a shaping library, which not every machine has: so the same words give the
same picture everywhere. What this leaves out is the kerning of pairs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from PIL import ImageFont

from generator.errors import ProsperityError

SERIF, SERIF_BOLD, SANS, SANS_BOLD = "serif-400", "serif-600", "sans-400", "sans-600"


@lru_cache(maxsize=1)
def list_faces() -> dict[str, Path]:
    """Return the files of the faces: the whole fonts whose letters the site's pages use."""
    serif: dict[str, str] = font_source_serif_pro.font_files_ttf
    sans: dict[str, str] = font_source_sans_pro.font_files_ttf
    return {
        SERIF: Path(serif["SourceSerifPro"]),
        SERIF_BOLD: Path(serif["SourceSerifProSemibold"]),
        SANS: Path(sans["SourceSansPro"]),
        SANS_BOLD: Path(sans["SourceSansProSemibold"]),
    }


@lru_cache(maxsize=1)
def hash_faces() -> str:
    """Return one sha256 in hex over all faces."""
    total = hashlib.sha256()
    for file in list_faces().values():
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


@lru_cache(maxsize=64)
def open_face(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at a size in pixels."""
    return ImageFont.truetype(list_faces()[face], size, layout_engine=ImageFont.Layout.BASIC)


def measure(text: str, face: str, size: int) -> float:
    """Return the width of one line in pixels."""
    return open_face(face, size).getlength(text)


def wrap_words(text: str, face: str, size: int, *, width: float) -> list[str]:
    """Return the text in lines of at most ``width`` pixels; a single longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balance_lines(lines: list[str], text: str, face: str, size: int) -> list[str]:
    """Return as many lines of about the same width, so that no word is left alone on the last."""
    width = max(measure(line, face, size) for line in lines)
    while len(lines) > 1:
        # One step narrower than the widest line: it breaks earlier, until another line would be needed.
        narrower = wrap_words(text, face, size, width=width - 1)
        width = max(measure(line, face, size) for line in narrower)
        if len(narrower) > len(lines) or width > max(measure(line, face, size) for line in lines):
            break
        lines = narrower
    return lines


@dataclass(frozen=True)
class Setting:
    """How a text is set: its size in pixels and its lines."""

    size: int
    lines: tuple[str, ...]


def fit_text(text: str, face: str, *, width: float, tries: Sequence[tuple[int, int]]) -> Setting:
    """Return the first of ``tries`` (size, most lines) in which the text fits the width.

    Raises:
        ProsperityError: it fits in none of them.
    """
    for size, most in tries:
        lines = wrap_words(text, face, size, width=width)
        if len(lines) <= most and all(measure(line, face, size) <= width for line in lines):
            return Setting(size, tuple(balance_lines(lines, text, face, size)))
    raise ProsperityError(
        f"a text does not fit the picture: {text!r}",
        expected=f"at most {tries[-1][1]} lines of {width:.0f} pixels at size {tries[-1][0]}",
        mend="shorten it, or allow a smaller size in generator/charts/card.py",
    )
