"""What prosperity made, known by what it says and not by its name alone."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = "manifest.json"
"""Names every file of a built site."""
EDITIONS = "editions/"
"""Folder of a site with the frozen copies, each under the name of its edition."""
GIT = ".git"
LOCK = "lock"
"""In a work folder the first file to come and the last to go."""
WORK = ".prosperity-work"
"""Folder in which files are made that go into a folder beside others, see ``swap``."""
_MARKS_OF_DATA = {
    "framework.yml": re.compile("^domains:", re.MULTILINE),
    "import.yml": re.compile("^councils:", re.MULTILINE),
}
# Files that systems leave in any folder that somebody looked at. Folders and links are never such.
_DROPPINGS = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.directory", re.IGNORECASE)


def is_empty(folder: Path) -> bool:
    """Say whether nothing is in a folder but what the system leaves in any."""
    return all(_is_dropping(entry) for entry in folder.iterdir())


def _is_dropping(entry: Path) -> bool:
    named = _DROPPINGS.fullmatch(entry.name) is not None
    return named and entry.is_file() and not entry.is_symlink()


def is_data(folder: Path) -> bool:
    """Say whether a folder holds the project's data, whatever it is called."""
    for name, mark in _MARKS_OF_DATA.items():
        file = folder / name
        try:
            if file.is_file() and mark.search(file.read_text("utf-8", errors="replace")):
                return True
        except OSError:
            continue
    return False


def read_manifest(folder: Path) -> Mapping[str, object] | None:
    """Return the manifest of a built site or a frozen copy; None where there is none of ours.

    A link is none: it may lead to the manifest of another site.
    """
    try:
        manifest = None if (folder / MANIFEST).is_symlink() else read_json(folder / MANIFEST)
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or not {"edition", "data_cut", "code_sha256"} <= set(manifest):
        return None
    return manifest if isinstance(manifest.get("files"), dict) else None


def read_json(file: Path) -> Any:
    """Return what a file that anybody may have made says.

    Raises:
        OSError: it cannot be read, or is no file: a pipe would be waited for.
        ValueError: it is not JSON, or is nested too deep to be read.
    """
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    try:
        return json.loads(file.read_bytes())
    except RecursionError:
        raise ValueError("nested too deep") from None


def holds_git(folder: Path) -> bool:
    """Say whether there is a git repository in a folder, however deep, or what is left of one."""
    return any(name.casefold() == GIT for _, folders, files in _walk(folder) for name in (*folders, *files))


def is_taken(place: Path) -> bool:
    """Say whether something that is not ours has the place of a work folder."""
    if place.is_symlink() or not place.is_dir():
        return os.path.lexists(place)
    try:
        # One look, for another run may come or go between two.
        names = [entry.name for entry in place.iterdir()]
    except FileNotFoundError:
        return False
    return bool(names) and LOCK not in names


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
    """Yield the path of every file and link under a folder, but for droppings; no link is followed.

    Raises:
        OSError: a folder cannot be read.
    """
    for place, folders, files in _walk(folder):
        here = Path(place)
        for name in (*files, *(name for name in folders if (here / name).is_symlink())):
            if not _is_dropping(here / name):
                yield (here / name).relative_to(folder).as_posix()


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk through a folder, which need not exist; a folder in it that cannot be read is no empty one."""

    def stop(reason: OSError) -> None:
        if not isinstance(reason, FileNotFoundError):
            raise reason

    return os.walk(folder, onerror=stop)


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
            said, content = read_json(file), file.read_bytes()
            if said["program"] == program:
                for name, sha256 in (*said["output"].items(), (log, hashlib.sha256(content).hexdigest())):
                    found.setdefault(name, set()).add(sha256)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue
    return found


def _is_told(folder: Path, name: str, told: Mapping[str, Collection[str]]) -> bool:
    file = folder / name
    if name not in told or file.is_symlink() or not file.is_file():
        return False
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() in told[name]
    except OSError:
        return False
