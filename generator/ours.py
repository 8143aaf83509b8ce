"""What prosperity made, known by what it says and not by its name alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
"""Names every file of a built site."""
EDITIONS = "editions/"
"""Folder of a site with the frozen copies, each under the name of its edition."""
WORK = ".prosperity-work"
"""Folder in which files are made that go into a folder beside others, see ``swap``."""
_MARKS_OF_DATA = {
    "framework.yml": re.compile("^domains:", re.MULTILINE),
    "import.yml": re.compile("^councils:", re.MULTILINE),
}
# Files that systems leave in any folder that somebody looked at.
_DROPPINGS = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.directory", re.IGNORECASE)


def is_empty(folder: Path) -> bool:
    """Say whether nothing is in a folder but what the system leaves in any."""
    return all(_DROPPINGS.fullmatch(entry.name) for entry in folder.iterdir())


def is_data(folder: Path) -> bool:
    """Say whether a folder holds the project's data, whatever it is called."""
    for name, mark in _MARKS_OF_DATA.items():
        try:
            if mark.search((folder / name).read_text("utf-8", errors="replace")):
                return True
        except OSError:
            continue
    return False


def read_manifest(folder: Path) -> Mapping[str, object] | None:
    """Return the manifest of a built site or a frozen copy; None where there is none of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    ours = isinstance(manifest, dict) and {"edition", "data_cut", "code_sha256"} <= set(manifest)
    return manifest if ours and isinstance(manifest.get("files"), dict) else None


def find_foreign(site: Path) -> list[str]:
    """Return the files of a built site that neither its manifest nor that of an edition in it names."""
    present = list(list_files(site))
    known: set[str] = set()
    for path in present:
        place = PurePosixPath(path)
        manifest = read_manifest(site / place.parent) if place.name == MANIFEST else None
        if manifest is None:
            continue
        is_copy = path == f"{EDITIONS}{manifest['edition']}/{MANIFEST}"
        files = manifest["files"]
        if isinstance(files, dict) and (is_copy or path == MANIFEST):
            known |= {(place.parent / name).as_posix() for name in (*files, MANIFEST)}
    return sorted(set(present) - known)


def list_files(folder: Path) -> Iterator[str]:
    """Yield the path of every file and link under a folder, but for droppings; no link is followed."""
    for place, folders, files in os.walk(folder):
        here = Path(place)
        for name in (*files, *(name for name in folders if (here / name).is_symlink())):
            if not _DROPPINGS.fullmatch(name):
                yield (here / name).relative_to(folder).as_posix()


def find_unlogged(folder: Path, names: Collection[str], *, log: str, program: str) -> list[str]:
    """Return which of these files are in a folder and are not as a command left them.

    Args:
        folder: where to look.
        names: of files; none of them is a folder.
        log: the one of them in which the command tells the sha256 of the others by name, under ``output``.
        program: what the log says made it.
    """
    told = _read_logs(folder, log=log, program=program)
    return [name for name in names if os.path.lexists(folder / name) and not _is_told(folder, name, told)]


def _read_logs(folder: Path, *, log: str, program: str) -> dict[str, set[str]]:
    """Return the sha256 of files of earlier runs by name, also of a run that was killed on the way."""
    found: dict[str, set[str]] = {}
    for file in (folder / log, *folder.glob(f"{WORK}/*/{log}")):
        try:
            content = file.read_bytes()
            said = json.loads(content)
            if said["program"] == program:
                for name, sha256 in (*said["output"].items(), (log, hashlib.sha256(content).hexdigest())):
                    found.setdefault(name, set()).add(sha256)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue
    return found


def _is_told(folder: Path, name: str, told: Mapping[str, Collection[str]]) -> bool:
    file = folder / name
    if name not in told or file.is_symlink():
        return False
    return hashlib.sha256(file.read_bytes()).hexdigest() in told[name]
