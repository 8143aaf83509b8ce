"""Where a command may write: what is not ours is neither deleted nor overwritten.

Every command asks one of the functions ``choose_...`` before it computes anything, so they are quick. They
follow links and judge what is behind them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from generator import paths
from generator.errors import ProsperityError
from generator.files.ours import (
    GIT,
    WORK,
    find_foreign,
    find_unlogged,
    holds_git,
    is_data,
    is_empty,
    is_taken,
    list_files,
    read_manifest,
)

SHOWN = 5
"""Names of files that an error tells."""


def read_place(text: str) -> Path:
    """Return the path that was typed: the type of every argument that names a place to write.

    Raises:
        ProsperityError: nothing was typed, as where a variable of the shell is empty; ``Path`` would take it
            for the working folder. Or it begins with "~", which a shell leaves behind ``--output=``.
    """
    if not text.strip():
        raise ProsperityError("the name of the output is empty", expected="the path of a folder or a file")
    if re.match(r"\s*~([/\\]|$)", text):
        raise ProsperityError(
            "the shell did not put the path of your home folder in the place of ~",
            file=text,
            expected="the path of a folder or a file",
            mend="leave a space and not = before it, without quotation marks; ./~ is a folder of that name",
        )
    return Path(text)


def choose_site(given: Path, *, force: bool = False, frozen: bool = False) -> Path:
    """Return the folder that a site may replace: one that is missing, empty or a built site of ours.

    Args:
        given: what was typed.
        force: files in our site that it does not name may go.
        frozen: what is built is a frozen copy, which alone may replace one.

    Raises:
        ProsperityError: it is none of these.
    """
    folder = follow(given)
    _refuse_sources(folder)
    manifest = read_manifest(folder)
    if not _is_replaceable(folder, ours=manifest is not None):
        return folder
    if manifest is not None and manifest.get("frozen") is True and not frozen:
        raise _refused(
            folder, "this is the frozen copy of an edition, which only prosperity freeze may replace"
        )
    with _looking_into(folder):
        if holds_git(folder):
            raise _refused(folder, "there is a git repository in this folder")
        foreign = find_foreign(folder)
    if foreign and not force:
        raise ProsperityError(
            f"this site holds files that prosperity did not put there: {_name_some(foreign)}",
            file=folder,
            expected="only files that its manifest.json names",
            mend="move them elsewhere, or give --force to delete them with the old site",
        )
    return folder


def choose_data(given: Path, made: Mapping[str, re.Pattern[str]]) -> Path:
    """Return the data folder that an import may replace: one that is missing, empty or holds data of ours.

    Args:
        given: what was typed.
        made: the folders in it that an import makes anew, each with what matches the paths of its files.

    Raises:
        ProsperityError: it is none of these, or a file would be lost.
    """
    folder = follow(given)
    _refuse_sources(folder, data=True)
    if not _is_replaceable(folder, ours=is_data(folder)):
        return folder
    with _looking_into(folder):
        foreign = [
            f"{name}/{path}"
            for name, ours in made.items()
            for path in list_files(folder / name)
            if not ours.fullmatch(path)
        ]
    if foreign:
        raise _refused(
            folder,
            f"an import would delete files that prosperity did not write: {_name_some(foreign)}",
            expected="only files that an import writes in these folders",
            mend="move them elsewhere",
        )
    return folder


def choose_folder(
    given: Path,
    names: Collection[str],
    *,
    log: str,
    program: str,
    inputs: Iterable[Path] = (),
    force: bool = False,
) -> Path:
    """Return the folder that files may be put into, beside others that stay.

    A file that is there already may be replaced if it is as an earlier run left it.

    Args:
        given: what was typed.
        names: every file that the command may write or remove there.
        log, program: see ``ours.find_unlogged``.
        inputs: files that the command reads.
        force: files of these names may be replaced whoever made them.

    Raises:
        ProsperityError: a file is in the way, or the folder belongs to the project's sources.
    """
    folder = follow(given)
    for place in sorted({(folder / name).parent for name in names}):
        _refuse_sources(follow(place))
        _refuse_file(place)
        _refuse_unwritable(place)
    with _looking_into(folder):
        if is_taken(folder / WORK):
            raise _refused(
                folder / WORK, "this is not ours, but has the name of the folder that we need to work in"
            )
    for file in inputs:
        if any(_is_same(folder / name, file) for name in names):
            raise ProsperityError(
                "the output would overwrite the input",
                file=file,
                expected="an output folder without the inputs",
                mend="choose another folder with --output",
            )
    for name in names:
        if (folder / name).is_dir():
            raise _refused(folder / name, "the output cannot be written: a folder has the name of a file")
    foreign = [] if force else find_unlogged(folder, names, log=log, program=program)
    if foreign:
        raise ProsperityError(
            f"files are in the way that {program} did not write as they are: {_name_some(foreign)}",
            file=folder,
            expected=f"no files of these names but those that {log} there tells of",
            mend="choose another folder with --output, or give --force to overwrite them",
        )
    return folder


def choose_raw(given: Path) -> Path:
    """Return the folder of raw files that fetched ones may be put into, beside others that stay.

    Raises:
        ProsperityError: it belongs to the project's sources, or cannot be written.
    """
    folder = follow(given)
    _refuse_sources(folder)
    _refuse_file(folder)
    _refuse_unwritable(folder)
    return folder


def choose_file(given: Path, *, inputs: Iterable[Path] = (), force: bool = False) -> Path:
    """Return the file that may be written.

    Args:
        given: what was typed.
        inputs: folders that the command reads or replaces.
        force: a file that is there may be overwritten.

    Raises:
        ProsperityError: it is there and ``force`` is not given; it is a folder; it belongs to the project's
            sources or to the inputs.
    """
    file = follow(given)
    _refuse_sources(file)
    if file.is_dir():
        raise _refused(file, "this is a folder", expected="the name of a file")
    if any(_is_same(place, folder) for folder in inputs for place in (file, *file.parents)):
        raise _refused(
            file, "this lies in a folder that the command reads or writes itself", expected="a file elsewhere"
        )
    _refuse_unwritable(file.parent)
    if file.exists() and not force:
        raise ProsperityError(
            "there is a file of this name already",
            file=file,
            mend="name another file, or give --force to overwrite it",
        )
    return file


def follow(given: Path) -> Path:
    """Return the place behind a path: absolute, without links and "..".

    Raises:
        ProsperityError: links lead in a circle, a part of the path is a file, or what is there is neither a
            file nor a folder.
    """
    try:
        if given.exists() and not (given.is_file() or given.is_dir()):
            raise _refused(given, "this is neither a file nor a folder")
        place = given.resolve()
        if place.is_symlink():
            # From Python 3.13 on a circle is no error.
            raise _refused(given, "this path leads nowhere (its links lead in a circle)")
        standing = next(each for each in (place, *place.parents) if each.exists())
    except (OSError, RuntimeError) as reason:
        told = reason.strerror if isinstance(reason, OSError) else str(reason)
        raise _refused(given, f"this path leads nowhere ({told})") from None
    if standing != place and not standing.is_dir():
        raise _refused(given, f"a part of this path is a file: {standing.name}")
    return place


def _is_replaceable(folder: Path, *, ours: bool) -> bool:
    """Say whether a folder may be replaced and something is in it that goes; stop where it may not be.

    Args:
        folder: what a command would replace.
        ours: whether what it holds shows that we made it.
    """
    for kept, what in _list_kept():
        if any(_is_same(folder, each) for each in (kept, *kept.parents)):
            raise _refused(folder, f"this is {what}, or a folder above it")
    _refuse_file(folder)
    if os.path.ismount(folder):
        raise _refused(
            folder,
            "this is where a disk is mounted, which can be filled but not replaced",
            mend="name a folder inside it",
        )
    if os.path.lexists(folder / GIT):
        raise _refused(folder, "this is a git repository, or a work tree of one")
    with _looking_into(folder):
        empty = not folder.exists() or is_empty(folder)
    if not (empty or ours):
        raise _refused(folder, "this folder holds what prosperity did not make")
    return not empty


def _list_kept() -> Iterator[tuple[Path, str]]:
    yield Path.cwd(), "the working folder"
    yield paths.PROJECT.root.resolve(), "the folder of the project"
    try:
        yield Path.home().resolve(), "your home folder"
    except RuntimeError:
        return


def _refuse_sources(place: Path, *, data: bool = False) -> None:
    """Stop at what a project is made of; with ``data`` its data folder itself may pass."""
    line = (place, *place.parents)
    if any(each.name.casefold() == GIT for each in line):
        raise _refused(place, "this is inside a git repository's own folder")
    if any(is_data(each) for each in line[int(data) :]):
        raise _refused(place, "this is a data folder, or inside one")
    for child, root in pairwise(line):
        if is_data(root / "data"):
            names = [name for name in paths.SOURCES if not (data and name == "data")]
            if any(_is_same(child, root / name) for name in names):
                raise _refused(place, f"the project keeps its sources here: {child.name}")


def _refuse_file(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise _refused(place, "the output cannot be written: this is a file", expected="a folder")


def _refuse_unwritable(folder: Path) -> None:
    standing = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(standing, os.W_OK | os.X_OK):
        raise _refused(
            standing,
            "the output cannot be written: this folder is closed to you",
            expected="a folder that you may write into",
        )


@contextmanager
def _looking_into(folder: Path) -> Iterator[None]:
    """Stop where something in a folder cannot be looked at: whatever it is, it is not known to be ours."""
    try:
        yield
    except OSError as reason:
        place = Path(os.fsdecode(reason.filename)) if reason.filename else folder
        raise _refused(place, f"this cannot be looked into ({reason.strerror})") from None


def _is_same(one: Path, other: Path) -> bool:
    """Say whether two paths are one place; names may differ in case where the disk does not mind."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def _refused(
    place: Path,
    problem: str,
    *,
    expected: str = "a folder that is missing, empty or made by prosperity",
    mend: str = "name another place",
) -> ProsperityError:
    return ProsperityError(problem, file=place, expected=expected, mend=mend)


def _name_some(names: Collection[str]) -> str:
    told = ", ".join(sorted(names)[:SHOWN])
    return told if len(names) <= SHOWN else f"{told} and {len(names) - SHOWN} more"
