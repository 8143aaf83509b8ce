"""Subsets the site's typefaces to the letters of its four languages and packs them as WOFF2.

The files come from the packages ``font-source-serif-pro`` and ``font-source-sans-pro`` (SIL Open Font
License), so that the repository holds no binary. The same fonts and letters give the same bytes, whenever and
wherever they are made, and the result is kept in the cache.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro

ASCII = "".join(map(chr, range(0x20, 0x7F)))
# Welsh circumflexes, Gaelic and Irish accents, and the few more that names in the data carry.
LETTERS = "ÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜÝàáâäèéêëìíîïòóôöùúûüýÿŴŵŶŷŸẀẁẂẃẄẅỲỳÇçÑñ"
PUNCTUATION = "\u00a0–—‘’“”…·•‹›«»†‡°¹²³⁴½¼¾№§¶©®™"
SIGNS = "£€¢%‰×÷±−≤≥≈≠←→↑↓▲▼✓"
CHARACTERS = "".join(sorted(set(ASCII + LETTERS + PUNCTUATION + SIGNS)))
FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "tnum")
# Part of the cache key: raise it when the way of subsetting changes.
RECIPE = "2"


@dataclass(frozen=True)
class Face:
    """One file of the site's type: its published name and where the whole font is."""

    name: str
    source: Path


def list_faces() -> tuple[Face, ...]:
    """Return the four faces the theme uses: serif and sans, weights 400 and 600."""
    serif: dict[str, str] = font_source_serif_pro.font_files_ttf
    sans: dict[str, str] = font_source_sans_pro.font_files_ttf
    return (
        Face("sans-400.woff2", Path(sans["SourceSansPro"])),
        Face("sans-600.woff2", Path(sans["SourceSansProSemibold"])),
        Face("serif-400.woff2", Path(serif["SourceSerifPro"])),
        Face("serif-600.woff2", Path(serif["SourceSerifProSemibold"])),
    )


def subset_face(source: Path, characters: str = CHARACTERS) -> bytes:
    """Return ``source`` reduced to ``characters``, as WOFF2 with fixed dates."""
    # Imported here because a build that finds the fonts in the cache need not wait for it.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    # The head table's date of change must not be the moment of the build.
    font["head"].modified = font["head"].created
    font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed, reorderTables=True)
    return packed.getvalue()


def make_fonts(cache: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each face, from ``cache`` where it was made before."""
    folder = cache / "fonts"
    for face in list_faces():
        content = face.source.read_bytes()
        key = hashlib.sha256(content + CHARACTERS.encode() + "".join(FEATURES).encode() + RECIPE.encode())
        kept = folder / f"{key.hexdigest()[:24]}.woff2"
        if not kept.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            # Written aside and renamed, so that a build beside this one never reads half a file.
            aside = kept.with_suffix(f".{os.getpid()}.part")
            aside.write_bytes(subset_face(face.source))
            aside.replace(kept)
        yield face.name, kept.read_bytes()
