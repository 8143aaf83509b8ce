"""Stand-ins: what stands at the permanent addresses of an edition until its frozen copy does.

Citations, reports on paper and the codes on them name ``editions/<name>/`` from the first minute, and what is
printed stays. So each page of the edition has a small page there that leads to it as it is now. These have a
manifest of their own, which says that they are no frozen copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.files.ours import EDITIONS, MANIFEST
from generator.files.writer import encode_text, write_under
from generator.render.environment import Renderer

TEMPLATE = "stand_in.html"
PAGE = "index.html"
NOT_FROZEN = "embed/"
"""Pages that a frozen copy lacks."""


def write_stand_ins(site: Path, renderer: Renderer, files: Iterable[str], stamp: Callable[..., str]) -> None:
    """Write a stand-in for every page that the frozen copy of the edition will have.

    Args:
        site: folder of the new site.
        renderer: of its pages.
        files: paths of all files of the site.
        stamp: ``make_manifest`` of the edition, which asks for an address and for hashes.
    """
    folder = f"{EDITIONS}{renderer.release.edition.name}/"
    hashes = {}
    for file in files:
        if file.endswith(".html") and not file.startswith(NOT_FROZEN):
            target = file.removesuffix(PAGE)
            drawn = renderer.render_template(TEMPLATE, folder + target, {"target": target})
            hashes[file] = write_under(site, folder + file, encode_text(drawn))
    manifest = stamp(address=renderer.release.base, hashes=hashes)
    write_under(site, folder + MANIFEST, encode_text(manifest))
