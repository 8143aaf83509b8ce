"""How much a reader has to load: styles and scripts of a page, fonts, the whole site."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

DATA_SCRIPTS = (
    "assets/js/search-index.js",
    "assets/js/postcodes/",
    "assets/js/names/",
    "assets/js/weights-data",
    "assets/js/compare-data",
)
"""Scripts that are data: loaded when asked for, one at a time."""
HEAVY = tuple(path for path in DATA_SCRIPTS if "-data" in path or "postcodes" in path)
"""Those that are not weighed here."""
STYLE_FETCH = re.compile(r"(?:url\(|@import\s)\s*[\"']?(?:https?:)?//", re.IGNORECASE)
CODE_LIMIT = 20_000
"""Bytes of styles and scripts, compressed, that one page may load."""
INDEX = "assets/js/search-index.js"
FIRST_LIMIT = 60_000
"""Bytes, compressed, of a page's scripts with the index, which come before a letter is typed."""
NAMES = "assets/js/names/"
NAMES_LIMIT = 20_000
"""Bytes, compressed, of one script of names, which comes with the first letters."""
FONT_LIMIT = 60_000
SITE_LIMIT = 500_000_000
"""The latest edition. It was once planned to be 250 MB, but each report has a page, PDF, workbook, CSV, JSON
and Parquet, the evidence of all findings takes 35 MB and all observations 40 MB; what counts is that all fits
where it is published: see ``PUBLISHED_LIMIT``."""
PUBLISHED_LIMIT = 1_000_000_000
"""The latest edition with all frozen copies: the most that GitHub Pages takes. Two copies fit beside it."""


def check_sizes(
    folder: Path, files: Iterable[str], targets: Mapping[str, Iterable[str]]
) -> Iterator[tuple[str, str, str]]:
    """Yield rule, path and detail of what is too heavy, and of styles that fetch from elsewhere.

    Args:
        folder: of the site.
        files: paths of all files.
        targets: what each page leads to or loads, by its path.
    """
    total = fonts = index = 0
    names: dict[str, int] = {}
    code: dict[str, int] = {}
    for path in files:
        size = (folder / path).stat().st_size
        total += size
        if path.endswith((".woff2", ".woff", ".ttf", ".otf")):
            fonts += size
        elif path.startswith("assets/") and path.endswith((".css", ".js")):
            content = (folder / path).read_bytes()
            packed = len(gzip.compress(content, mtime=0)) if not path.startswith(HEAVY) else 0
            if not path.startswith(DATA_SCRIPTS):
                code[path] = packed
            elif path.startswith(NAMES):
                names[path] = packed
            elif path == INDEX:
                index = packed
            if path.endswith(".css") and STYLE_FETCH.search(content.decode("utf-8")):
                yield "third-party", path, "the style loads something from elsewhere"
    page, heaviest = find_heaviest(code, targets)
    name, longest = max(names.items(), key=lambda item: (item[1], item[0]), default=("names", 0))
    limits = (
        (f"styles and scripts of {page}", heaviest, CODE_LIMIT),
        (f"scripts of {page} and the index of the search box", heaviest + index, FIRST_LIMIT),
        (name, longest, NAMES_LIMIT),
        ("fonts", fonts, FONT_LIMIT),
        ("site", total, SITE_LIMIT),
    )
    for name, size, limit in limits:
        if size > limit:
            yield "size", name, f"{size:,} bytes; the limit is {limit:,}"


def check_published(folder: Path, files: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield rule, path and detail where the site with its frozen copies is more than can be published.

    Args:
        folder: of the site.
        files: paths of all files, those of the copies too.
    """
    total = sum((folder / path).stat().st_size for path in files)
    if total > PUBLISHED_LIMIT:
        yield "size", "site and editions", f"{total:,} bytes; the limit is {PUBLISHED_LIMIT:,}"


def find_heaviest(code: Mapping[str, int], targets: Mapping[str, Iterable[str]]) -> tuple[str, int]:
    """Return the page that loads most, and how much: its own, and what scripts load that no page names.

    Args:
        code: size of each style and script, by path.
        targets: see ``check_sizes``.
    """
    loaded = {
        path: {name for target in found if (name := resolve(path, target)) in code}
        for path, found in targets.items()
    }
    unnamed = set(code).difference(*loaded.values())
    sizes = {path: sum(code[name] for name in names | unnamed) for path, names in loaded.items()}
    return max(sizes.items(), key=lambda item: (item[1], item[0]), default=("no page", 0))


def resolve(page: str, target: str) -> str:
    """Return the path of the file that a page means."""
    return normpath(join(dirname(page), target.partition("#")[0].partition("?")[0]))
