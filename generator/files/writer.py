"""Writes a site all or nothing: into a folder beside the old one, which it replaces once all is there."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType

from generator.errors import ProsperityError
from generator.files.outputs import choose_file, choose_site
from generator.files.swap import Workplace, refuse_unwritable


class SiteWriter:
    """Collects the files of a site and swaps them in at the end.

    Used as a context manager: leaving the block without ``commit()``, by an exception or otherwise, removes
    the half-written folder and leaves the old output as it was.

    Example::

        with SiteWriter(Path("public")) as writer:
            writer.write_text("robots.txt", "User-agent: *\\n")
            writer.commit()

    Args:
        output: folder to replace.
        force: files in the old site that it does not name may go with it.
        frozen: what is built is a frozen copy, see ``outputs.choose_site``.

    Raises:
        ProsperityError: the folder is not one that a site may replace, or another run is at work on it.
    """

    def __init__(self, output: Path, *, force: bool = False, frozen: bool = False) -> None:
        """Make the new folder beside ``output``."""
        self._choose = partial(choose_site, force=force, frozen=frozen)
        self.output = self._choose(output)
        self._hashes: dict[str, str] = {}
        self._work = Workplace(self.output)
        self.folder = self._work.folder

    def __enter__(self) -> SiteWriter:
        """Return the writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the old site, or what was not committed."""
        self._work.close()

    @property
    def hashes(self) -> Mapping[str, str]:
        """Sha256 in hex of every file written so far, by path under the site root, in sorted order."""
        return dict(sorted(self._hashes.items()))

    def write_text(self, path: str, text: str) -> None:
        """Write UTF-8 text with "\\n" line ends; see ``write_bytes``."""
        self.write_bytes(path, encode_text(text))

    def write_bytes(self, path: str, content: bytes) -> None:
        """Write one file under the site root.

        Raises:
            ProsperityError: the path is written already, or leads outside the site.
        """
        self.record(path, write_under(self.folder, path, content))

    def record(self, path: str, digest: str) -> None:
        """Take into account a file that was written with ``write_under``, here or by another process.

        Args:
            path: under the site root.
            digest: what ``write_under`` returned.

        Raises:
            ProsperityError: the path is written already.
        """
        if path in self._hashes:
            raise ProsperityError(
                "two pages or files claim the same address",
                file=path,
                expected="each path to be written once",
                mend="give one of them another slug",
            )
        self._hashes[path] = digest

    def commit(self) -> None:
        """Put the new site in the place of the old one.

        Raises:
            ProsperityError: it cannot be put there, or somebody put files there meanwhile; the old one stays.
        """
        self._choose(self.output)
        self._work.swap(self.folder, self.output)


def encode_text(text: str) -> bytes:
    """Return UTF-8 with "\\n" line ends."""
    # Looking for one letter is much faster than looking for two, and there hardly ever is one.
    return (text.replace("\r\n", "\n") if "\r" in text else text).encode("utf-8")


def write_under(folder: Path, path: str, content: bytes) -> str:
    """Write one file under a folder; return the sha256 of its content in hex.

    Raises:
        ProsperityError: the path leads outside the folder, there is no such folder, or the disk is full.
    """
    pure = PurePosixPath(path)
    plain = bool(pure.parts) and "\\" not in path and str(pure) == path and not pure.is_absolute()
    if not plain or ".." in pure.parts:
        raise ProsperityError(
            "refused to write outside the site", file=path, expected="a plain path under the site root"
        )
    if not folder.is_dir():
        # A helper that outlives its killed run must not make again what the next run cleared away.
        raise ProsperityError("the folder to write into is gone", file=folder)
    target = folder / pure
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as reason:
        raise refuse_unwritable(target, reason) from None
    return hashlib.sha256(content).hexdigest()


def replace_files(folder: Path, files: Mapping[str, bytes], *, stale: Sequence[str] = ()) -> None:
    """Put all files into a folder, or none; other files there stay.

    Args:
        folder: made where it does not exist.
        files: content by name, a log of them last; a name may have folders in it.
        stale: names of files of an earlier run, which are removed.

    Raises:
        ProsperityError: the folder cannot be written.
    """
    try:
        with Workplace(folder, inside=True) as work:
            for name, content in files.items():
                write_under(work.folder, name, content)
                if (folder / name).is_dir():
                    raise IsADirectoryError(0, "a folder has the name of a file", str(folder / name))
            for name in files:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (work.folder / name).replace(folder / name)
            for name in stale:
                (folder / name).unlink(missing_ok=True)
    except OSError as reason:
        raise refuse_unwritable(folder, reason) from None


def replace_file(file: Path, text: str, *, force: bool) -> None:
    """Write one file whole, as UTF-8 with "\\n" line ends; its folder is made where there is none.

    Args:
        file: where; see ``outputs.choose_file``.
        text: its content.
        force: replace a file that is there.

    Raises:
        ProsperityError: it cannot be written, or is there.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".prosperity-", dir=file.parent) as folder:
            made = Path(folder) / file.name
            made.write_bytes(encode_text(text))
            choose_file(file, force=force)
            made.replace(file)
    except OSError as reason:
        raise refuse_unwritable(file, reason) from None
