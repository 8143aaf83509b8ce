"""What an edition is made of: the data cut, the code version, and the hash of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator import __version__
from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.paths import Paths

CODE_FOLDERS = ("generator", "templates", "site")
CODE_ENDINGS = frozenset({".py", ".typ", ".yml", ".html", ".md", ".css", ".js", ".svg", ".xml", ".json"})


def hash_folder(folder: Path, *, endings: frozenset[str] | None = None) -> str:
    """Return one sha256 in hex over the names and bytes of all files under ``folder``.

    Hidden files and folders and compiled Python are left out, so that the hash depends on what is committed.

    Args:
        folder: where to look.
        endings: suffixes to take into account; all when None.
    """
    total = hashlib.sha256()
    for file in sorted(list_files(folder), key=lambda file: file.relative_to(folder).as_posix()):
        if endings is None or file.suffix in endings:
            name = file.relative_to(folder).as_posix()
            total.update(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n".encode())
    return total.hexdigest()


def hash_data(paths: Paths) -> str:
    """Return the data cut: one sha256 in hex over everything that a site is made from under ``data/``.

    Settings, records of closed editions and the list of corrections are about editions, not part of one; by
    recipes and reasons the data was made, and no page reads them.
    """
    by_hand = (paths.recipes, paths.inside_recipe, paths.left_out_reasons)
    about = {path.name for path in (paths.settings, paths.editions, paths.corrections, *by_hand)}
    total = hashlib.sha256()
    for place in sorted(paths.data.iterdir()):
        if place.name not in about and not place.name.startswith("."):
            told = hash_folder(place) if place.is_dir() else hashlib.sha256(place.read_bytes()).hexdigest()
            total.update(f"{told}  {place.name}\n".encode())
    return total.hexdigest()


def list_files(folder: Path) -> Iterable[Path]:
    """Yield every file under ``folder`` that is neither hidden nor compiled."""
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        if file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield file


def hash_code(paths: Paths) -> str:
    """Return one sha256 in hex over code, templates and written pages."""
    told = [f"{name} {hash_folder(paths.root / name, endings=CODE_ENDINGS)}\n" for name in CODE_FOLDERS]
    # Written by people, as the pages are.
    for file in (paths.settings, paths.corrections, paths.citation):
        if file.is_file():
            told.append(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n")
    return hashlib.sha256("".join(told).encode()).hexdigest()


def make_manifest(
    settings: Settings,
    edition: Edition,
    *,
    address: str,
    data_cut: str,
    code_hash: str,
    hashes: Mapping[str, str],
    frozen: bool = False,
    only: Sequence[str] = (),
) -> str:
    """Return ``manifest.json``: the same site gives the same text.

    Args:
        settings: they have its title.
        edition: the edition built.
        address: absolute address of the site, with a slash at the end.
        data_cut: ``hash_data`` of the project.
        code_hash: ``hash_code`` of the project.
        hashes: sha256 of every other file of the site, by path.
        frozen: whether the site is the frozen copy of the edition.
        only: addresses of its pages, if these are not all.
    """
    content = {
        "title": settings.title,
        "edition": edition.name,
        "date": edition.date,
        "address": address,
        "frozen": frozen,
        **({"only": list(only)} if only else {}),
        "data_cut": data_cut,
        "code_version": __version__,
        "code_sha256": code_hash,
        "files": dict(sorted(hashes.items())),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
