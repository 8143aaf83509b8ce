"""One short text for all outputs of a build: it changes where a byte of any file changes, and nowhere else.

The version of the program is no part of it. So a change of code that should change nothing can be held to
that, and two computers can compare what they built.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from generator.errors import ProsperityError
from generator.files.ours import MANIFEST, read_json

KINDS = {
    "tables": frozenset({".csv", ".json", ".geojson"}),
    "pages": frozenset({".html", ".md", ".xml", ".txt", ".css", ".js"}),
    "paper": frozenset({".pdf"}),
    "packed": frozenset({".parquet", ".xlsx", ".zip"}),
    "pictures": frozenset({".png", ".svg"}),
}
OTHER = "other"


def name_kind(path: str) -> str:
    """Return the kind of a file of the site, by its ending."""
    ending = PurePosixPath(path).suffix
    return next((kind for kind, endings in KINDS.items() if ending in endings), OTHER)


def read_hashes(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file of a built site but its manifest, by path.

    Raises:
        ProsperityError: there is no built site in the folder.
    """
    file = folder / MANIFEST
    try:
        files = read_json(file)["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ProsperityError(
            "there is no built site here", file=folder, expected=MANIFEST, mend="run: prosperity build"
        ) from None


def take_kind(hashes: Mapping[str, str], kind: str | None) -> Mapping[str, str]:
    """Return the files of one kind, or all.

    Raises:
        ProsperityError: there is no such kind.
    """
    if kind is None:
        return hashes
    if kind not in (*KINDS, OTHER):
        raise ProsperityError(
            f"'{kind}' is no kind of files", field="--kind", expected=", ".join((*KINDS, OTHER))
        )
    return {path: digest for path, digest in hashes.items() if name_kind(path) == kind}


def sum_up(hashes: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return fingerprint and number of files, of all and of each kind that has any."""
    found = {"all": _digest(hashes)}
    for kind in (*KINDS, OTHER):
        some = take_kind(hashes, kind)
        if some:
            found[kind] = _digest(some)
    return found


def _digest(hashes: Mapping[str, str]) -> tuple[str, int]:
    lines = (f"{digest}  {path}\n" for path, digest in sorted(hashes.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest(), len(hashes)


def list_differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """Return a line for each file that is not the same in both, or in one alone, sorted by path."""
    lines = []
    for path in sorted({*ours, *theirs}):
        if path not in theirs:
            lines.append(f"only here    {path}")
        elif path not in ours:
            lines.append(f"only there   {path}")
        elif ours[path] != theirs[path]:
            lines.append(f"not the same {path}")
    return lines
