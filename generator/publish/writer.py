"""Writes a site all or nothing: into a folder beside the old one, which it replaces once all is there."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType

from generator.errors import ProsperityError


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
    """

    def __init__(self, output: Path) -> None:
        """Make the new folder beside ``output``."""
        self.output = output.absolute()
        self._hashes: dict[str, str] = {}
        self._committed = False
        self.output.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{self.output.name}-new-", dir=self.output.parent))
        # mkdtemp makes folders only their owner can read; a web server may run as somebody else.
        self.folder.chmod(0o755)

    def __enter__(self) -> SiteWriter:
        """Return the writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was not committed."""
        self.discard()

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
        """Put the new site in the place of the old one; on failure put the old one back.

        Raises:
            OSError: the folders could not be renamed.
        """
        old = self.output.with_name(f".{self.output.name}-old-{os.getpid()}")
        had_old = self.output.exists()
        if had_old:
            self.output.rename(old)
        try:
            self.folder.rename(self.output)
        except BaseException:
            if had_old:
                old.rename(self.output)
            raise
        self._committed = True
        if had_old:
            shutil.rmtree(old)

    def discard(self) -> None:
        """Remove the new folder unless it was committed."""
        if not self._committed:
            shutil.rmtree(self.folder, ignore_errors=True)


def encode_text(text: str) -> bytes:
    """Return UTF-8 with "\\n" line ends."""
    # Looking for one letter is much faster than looking for two, and there hardly ever is one.
    return (text.replace("\r\n", "\n") if "\r" in text else text).encode("utf-8")


def write_under(folder: Path, path: str, content: bytes) -> str:
    """Write one file under a folder; return the sha256 of its content in hex.

    Raises:
        ProsperityError: the path leads outside the folder.
    """
    pure = PurePosixPath(path)
    plain = bool(pure.parts) and "\\" not in path and str(pure) == path and not pure.is_absolute()
    if not plain or ".." in pure.parts:
        raise ProsperityError(
            "refused to write outside the site", file=path, expected="a plain path under the site root"
        )
    target = folder / pure
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def replace_files(folder: Path, files: Mapping[str, bytes], *, stale: Sequence[str] = ()) -> None:
    """Put all files into a folder, or none; other files there stay.

    Args:
        folder: made where it does not exist.
        files: content by name.
        stale: names of files of an earlier run, which are removed.

    Raises:
        ProsperityError: the folder cannot be written.
    """
    new = {folder / name: folder / f".{name}.new" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for (target, waiting), content in zip(new.items(), files.values(), strict=True):
            if target.is_dir():
                raise IsADirectoryError(0, "a folder has the name of a file", str(target))
            waiting.write_bytes(content)
        for target, waiting in new.items():
            waiting.replace(target)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
    except OSError as reason:
        for waiting in new.values():
            if waiting.is_file():
                waiting.unlink()
        raise ProsperityError(
            f"the output cannot be written ({reason.strerror})",
            file=reason.filename or folder,
            expected="a folder that can be written to",
            mend="correct --output",
        ) from None
