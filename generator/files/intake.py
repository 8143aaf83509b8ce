"""What may be read from outside: ordinary files of a sane size, inside the folder they are named in."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from generator.errors import ProsperityError

LARGEST_FILE = 32_000_000
"""Bytes. Several times the largest table there is; reading takes about ten times as much memory, so that an
import stays below 1 GB."""

LARGEST_UNPACKED = 100_000_000
"""Characters of a compressed file, unpacked. Twice what the postcodes of Great Britain take."""


def find_inside(folder: Path, name: str) -> Path:
    """Return the file ``name`` of a folder.

    Args:
        folder: e.g. the folder of raw files.
        name: path relative to it, with "/" between its parts.

    Raises:
        ProsperityError: the name is absolute or has ".." in it, or a link leads out of the folder.
    """
    refuse_outside(name)
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise ProsperityError(
            "a link leads out of the folder of raw files",
            file=file,
            expected="a file inside it",
            mend="put the file itself there",
        )
    return file


def refuse_outside(name: str, *, file: Path | None = None, line: int | None = None) -> None:
    """Refuse a name that could lead out of the folder it is looked for in.

    Args:
        name: path relative to the folder.
        file, line: where the name stands, for the message.

    Raises:
        ProsperityError: the name is empty or absolute, or has ".." or a backslash in it.
    """
    parts = PurePosixPath(name).parts
    absolute = PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive
    if not parts or absolute or ".." in parts or "\\" in name or "\0" in name:
        raise ProsperityError(
            f"the path {name!r} leads out of the folder of raw files",
            file=file,
            line=line,
            expected="a path inside it, such as economy/population.csv",
        )


def refuse_large(file: Path, *, what: str = "text or a table") -> None:
    """Refuse a file that is too large or no ordinary file, before it is opened; one that is missing passes.

    Raises:
        ProsperityError: the file is larger than ``LARGEST_FILE``, or a device, a pipe or the like.
    """
    try:
        found = file.stat()
    except OSError:
        return
    if stat.S_ISDIR(found.st_mode):
        raise ProsperityError(
            "a folder stands where a file should",
            file=file,
            expected=f"a file of {what}",
            mend="move the folder away and put the file there",
        )
    if not stat.S_ISREG(found.st_mode):
        raise ProsperityError(
            "this is no ordinary file",
            file=file,
            expected=f"a file of {what}",
            mend="put an ordinary file there",
        )
    if found.st_size > LARGEST_FILE:
        raise ProsperityError(
            f"the file is too large: {found.st_size / 1e6:,.1f} MB",
            file=file,
            expected=f"at most {LARGEST_FILE / 1e6:.0f} MB",
            mend="if it is the right file, raise LARGEST_FILE in generator/files/intake.py",
        )


def limit_lines(lines: Iterable[str], *, file: Path) -> Iterator[str]:
    """Yield lines of a compressed file as long as they are not too many.

    Raises:
        ProsperityError: the file unpacks to more than ``LARGEST_UNPACKED`` characters.
    """
    read = 0
    for line in lines:
        read += len(line)
        if read > LARGEST_UNPACKED:
            raise ProsperityError(
                "the file unpacks to too much",
                file=file,
                expected=f"at most {LARGEST_UNPACKED / 1e6:.0f} MB",
                mend="download the file again from the publisher",
            )
        yield line
