"""The site's own style, scripts and type: what is copied, and by which hash pages refer to it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.charts.colours import THEME, fill_colours
from generator.errors import ProsperityError
from generator.render.fonts import make_fonts

ASSETS = "assets"
HASH_LENGTH = 8
TITLE_MARK = b"{title}"
# A link to another asset inside a style sheet, e.g. url(../fonts/serif-400.woff2).
STYLE_LINK = re.compile(r"url\(([\"']?)([^)\"':?#]+)\1\)")

COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
"""A remark in a style sheet, for who works on it: a seventh of what readers would load."""


@dataclass(frozen=True)
class Assets:
    """Every asset in memory.

    Attributes:
        content: bytes by name under ``assets/``, e.g. "css/theme.css".
        versions: first characters of the sha256 of each, which pages add to the address, so that a browser
            never mixes an old style with a new page.
    """

    content: Mapping[str, bytes]
    versions: Mapping[str, str]

    @cached_property
    def scripts_version(self) -> str:
        """Version of all scripts together, which a script adds to what it loads by itself."""
        told = "".join(version for name, version in self.versions.items() if name.endswith(".js"))
        return hash_short(told.encode("ascii"))

    def address(self, name: str) -> str:
        """Return the address under the site root, e.g. "assets/css/theme.css?v=1f2e3d4c".

        Raises:
            ProsperityError: there is no such asset.
        """
        if name not in self.versions:
            raise ProsperityError(
                "a template asks for an asset that does not exist",
                file=f"site/assets/{name}",
                mend="create it, or correct the name in the template",
            )
        return f"{ASSETS}/{name}?v={self.versions[name]}"


def collect_assets(
    folder: Path, cache: Path, extra: Mapping[str, bytes] | None = None, *, title: str
) -> Assets:
    """Read every file under ``folder``, add the subset fonts and ``extra`` (made by the build, by name).

    Hidden files are left out. In style sheets the title of the index and the colours of the theme take the
    place of their marks, and remarks are left out.
    """
    content: dict[str, bytes] = {}
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in Path(name).parts):
                content[name] = path.read_bytes()
    content |= {f"fonts/{name}": font for name, font in make_fonts(cache)}
    content |= dict(extra or {})
    versions = {name: hash_short(data) for name, data in content.items()}
    theme = content.get(THEME, b"").decode("utf-8")
    for name in [name for name in content if name.endswith(".css")]:
        style = content[name].replace(TITLE_MARK, quote(title).encode("utf-8"))
        style = COMMENT.sub("", fill_colours(style.decode("utf-8"), theme)).encode("utf-8")
        content[name] = version_links(name, style, versions=versions)
        versions[name] = hash_short(content[name])
    return Assets(dict(sorted(content.items())), dict(sorted(versions.items())))


def version_links(name: str, style: bytes, *, versions: Mapping[str, str]) -> bytes:
    """Return a style sheet whose links to other assets carry the same versions as those in pages.

    Otherwise a font that the page preloads would be fetched twice, under two addresses.
    """
    folder = posixpath.dirname(name)

    def add_version(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[2].strip()))
        version = f"?v={versions[target]}" if target in versions else ""
        return f"url({match[1]}{match[2]}{version}{match[1]})"

    return STYLE_LINK.sub(add_version, style.decode("utf-8")).encode("utf-8")


def quote(text: str) -> str:
    """Return a text as it stands between the double quotes of a style sheet."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def hash_short(content: bytes) -> str:
    """Return the first characters of the sha256 of ``content``, in hex."""
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
