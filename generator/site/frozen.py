"""Frozen copies of editions: what keeps a closed one as it was, and what puts copies into the site.

A copy is built under ``frozen/<name>/`` by ``prosperity freeze`` and linked into the site under
``editions/<name>/`` by every build. That of a closed edition has to be the one of its record, byte for byte.
That of the edition that is still open has to be of the same data and program as the site beside it, else
stand-ins take its place.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue.editions import ClosedEdition
from generator.errors import ProsperityError
from generator.files.ours import EDITIONS, MANIFEST, read_json, read_manifest
from generator.files.outputs import choose_site
from generator.files.swap import Workplace, restore
from generator.paths import Paths

SAME = ("edition", "address", "data_cut", "code_sha256")
"""What the manifest of a copy has in common with that of the site beside it."""


@dataclass(frozen=True)
class FrozenCopy:
    """A frozen copy at hand: name of the edition, folder, fingerprint and content of its manifest."""

    name: str
    folder: Path
    sha256: str
    manifest: Mapping[str, object]

    @property
    def hashes(self) -> Mapping[str, str]:
        """Sha256 of its files by path; the manifest is not among them."""
        told = self.manifest["files"]
        return told if isinstance(told, dict) else {}

    @property
    def files(self) -> frozenset[str]:
        """Paths of its files, but for the manifest itself."""
        return frozenset(self.hashes)


def read_copy(folder: Path) -> FrozenCopy | None:
    """Return the copy in a folder, None where there is none.

    Raises:
        ProsperityError: what is there is no frozen copy of the edition the folder is named after.
    """
    file = folder / MANIFEST
    restore(folder)
    if not folder.is_dir():
        return None
    try:
        manifest, content = read_json(file), file.read_bytes()
        right = manifest["edition"] == folder.name and manifest["frozen"] is True and manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        right = False
    if not right:
        raise ProsperityError(
            f"this is no frozen copy of the edition {folder.name}",
            file=file,
            expected="a folder that prosperity freeze made",
            mend="remove the folder, and freeze the edition again or restore its copy",
        )
    return FrozenCopy(folder.name, folder, hashlib.sha256(content).hexdigest(), manifest)


def find_copies(paths: Paths, closed: Iterable[ClosedEdition]) -> dict[str, FrozenCopy]:
    """Return the copies at hand of closed editions, by name.

    Raises:
        ProsperityError: a copy is not the one that was recorded when its edition was closed.
    """
    found = {}
    for record in closed:
        copy = read_copy(paths.frozen / record.name)
        if copy is None:
            continue
        if copy.sha256 != record.manifest_sha256:
            raise ProsperityError(
                f"the frozen copy of the closed edition {record.name} is not the one that was published",
                file=copy.folder / MANIFEST,
                expected=f"a manifest with the sha256 {record.manifest_sha256}",
                mend="restore the published copy: a closed edition is never changed",
            )
        found[record.name] = copy
    return found


def find_open_copy(
    paths: Paths, name: str, *, address: str, data_cut: str, code_sha256: str
) -> FrozenCopy | None:
    """Return the copy of the open edition, None where there is none or it is of other data or code.

    One that was made to stand at another ``address`` counts as none too: its pages would name that.
    """
    copy = read_copy(paths.frozen / name)
    if copy is None:
        return None
    told = (copy.manifest.get("address"), copy.manifest["data_cut"], copy.manifest["code_sha256"])
    return copy if told == (address, data_cut, code_sha256) else None


def put_into(site: Path, copy: FrozenCopy, *, force: bool = False) -> bool:
    """Put a copy into a site that is built already, in place of what is there; say whether it belongs there.

    It does where the site is whole and of the same edition, data, program and address.

    Raises:
        ProsperityError: a file of the copy is not as it was; the older one may not be replaced, see
            ``outputs.choose_site``; another run is at work on the site.
    """
    with Workplace(site.resolve()) as work:
        built = dict(read_manifest(site) or {})
        built["address"] = f"{built.get('address')}{EDITIONS}{copy.name}/"
        if "only" in built or any(built.get(key) != copy.manifest.get(key) for key in SAME):
            return False
        add_copies(work.folder, [copy])
        target = choose_site(site / EDITIONS / copy.name, force=force, frozen=True)
        target.parent.mkdir(exist_ok=True)
        work.swap(work.folder / EDITIONS / copy.name, target)
    return True


def refuse_other(file: Path, sha256: str) -> None:
    """Stop if a file of a frozen copy is not as it was."""
    try:
        same = hashlib.sha256(file.read_bytes()).hexdigest() == sha256
    except OSError:
        same = False
    if not same:
        raise ProsperityError(
            "a file of a frozen copy is not as it was",
            file=file,
            expected=f"the sha256 {sha256}",
            mend="remove the folder of the edition, and restore its copy or freeze it again",
        )


def add_copies(site: Path, copies: Iterable[FrozenCopy]) -> None:
    """Put copies into a new site under ``editions/``.

    Files are linked where the disk allows it, for a copy is large and never changes.

    Raises:
        ProsperityError: a file is gone, or is not the one that the manifest of the copy names.
    """
    for copy in copies:
        target = site / EDITIONS / copy.name
        for path, told in sorted({**copy.hashes, MANIFEST: copy.sha256}.items()):
            file = target / path
            refuse_other(copy.folder / path, told)
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(copy.folder / path, file)
            except OSError:
                shutil.copyfile(copy.folder / path, file)
