"""Puts the new in the place of the old; at every moment, also that of a kill, one of them is there whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from generator.errors import ProsperityError
from generator.files.ours import LOCK, WORK, is_taken

OLD = "old"
MARK = b"This folder belongs to a run of prosperity. If none is running, the next one removes it.\n"
_TRIES = 100
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_AT_FDCWD = -100
_EXCHANGE = 2
# Where Windows locks a byte, which cannot be read meanwhile: behind all that is in the file.
_FAR = 1 << 20


class Workplace:
    """A hidden folder beside an output, or inside it, in which one run at a time makes something.

    Used as a context manager: afterwards the folder is gone with all that is in it. What a killed run left
    there is removed, and an old output that it had set aside is put back.

    Attributes:
        folder: for what is made, empty at first; on the same disk as the output.

    Args:
        output: what will be replaced, without links in its path.
        inside: make the folder in the output and not beside it.

    Raises:
        ProsperityError: another run is at work on the output; the folder cannot be made or is not ours.
    """

    def __init__(self, output: Path, *, inside: bool = False) -> None:
        """Take the lock, clear up and make the folder."""
        self.output = output
        self._place = output / WORK if inside else name_beside(output)
        try:
            self._lock = _take_lock(self._place, output)
            self._clear()
            self.folder = Path(tempfile.mkdtemp(prefix="new-", dir=self._place))
            # mkdtemp makes folders only their owner can read; a web server may run as somebody else.
            self.folder.chmod(0o755)
        except OSError as reason:
            raise refuse_unwritable(output, reason) from None

    def __enter__(self) -> Workplace:
        """Return the workplace itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the folder."""
        self.close()

    def swap(self, new: Path, target: Path) -> None:
        """Put ``new`` at ``target``; what was there goes with the folder.

        Args:
            new: in ``folder``.
            target: the output, or something in it.

        Raises:
            ProsperityError: it cannot be put there; what was there is there still.
        """
        try:
            if not target.exists():
                new.rename(target)
            elif not exchange(new, target):
                # Only the output itself is put back after a kill.
                old = self._place / OLD if target == self.output else self.folder / OLD
                target.rename(old)
                try:
                    new.rename(target)
                except BaseException:
                    old.rename(target)
                    raise
                # From here on it must not be taken for one that was set aside: it is about to be removed.
                old.rename(new)
        except OSError as reason:
            raise refuse_unwritable(target, reason) from None

    def close(self) -> None:
        """Put an old output back that has no successor, remove the folder and let others have the output."""
        try:
            self._clear()
        finally:
            _let_go(self._lock, self._place)

    def _clear(self) -> None:
        old = self._place / OLD
        if old.is_dir() and not self.output.exists():
            old.rename(self.output)
        for entry in self._place.iterdir():
            if entry.name != LOCK:
                shutil.rmtree(entry, ignore_errors=True)


def name_beside(output: Path) -> Path:
    """Return the path of the work folder of an output."""
    return output.with_name(f".{output.name}-work")


def restore(output: Path) -> None:
    """Put back an old output that a killed run had set aside, where nothing stands in its place."""
    if not output.exists() and (name_beside(output) / OLD).is_dir():
        # If another run is at work there, it puts one there itself.
        with suppress(ProsperityError):
            Workplace(output).close()


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; say whether system and disk could."""
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None)
    # Linux, macOS. The flag has the same number on both.
    for name, here in (("renameat2", (_AT_FDCWD,)), ("renamex_np", ())):
        call = getattr(system, name, None)
        if call is not None:
            places = (*here, os.fsencode(one), *here, os.fsencode(other))
            return bool(call(*places, ctypes.c_uint(_EXCHANGE)) == 0)
    return False


def refuse_unwritable(output: Path, reason: OSError) -> ProsperityError:
    """Return the error for an output that the system does not let us write."""
    return ProsperityError(
        f"the output cannot be written ({reason.strerror})",
        file=reason.filename or output,
        expected="a place that can be written to",
        mend="name another place",
    )


def _take_lock(place: Path, output: Path) -> int:
    """Return the lock of a work folder, an open file; the folder is made where there is none.

    The system lets go of the lock when the process ends, however that comes about.
    """
    for _ in range(_TRIES):
        try:
            if is_taken(place):
                raise _not_ours(place)
            place.mkdir(parents=True, exist_ok=True)
            lock = os.open(place / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        except FileNotFoundError:
            # A run that has just ended took its folder away.
            continue
        try:
            if _hold(lock, place / LOCK):
                _mark(lock, place)
                return lock
        except OSError as reason:
            os.close(lock)
            if reason.errno not in _TAKEN:
                raise
            raise ProsperityError(
                "another run of prosperity is at work on this output",
                file=output,
                mend="wait until it has ended, or name another place",
            ) from None
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)
    raise ProsperityError("other runs of prosperity take this output again and again", file=output)


def _hold(lock: int, file: Path) -> bool:
    """Lock an open file; say whether it is there still, for the run before may just have removed it.

    Raises:
        OSError: another process has locked it.
    """
    if sys.platform == "win32":
        import msvcrt

        os.lseek(lock, _FAR, os.SEEK_SET)
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        os.lseek(lock, 0, os.SEEK_SET)
    else:
        import fcntl

        # Of the two kinds of locks this is the one that helpers of a killed run, its forks, do not hold.
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        return os.path.samestat(os.fstat(lock), file.stat())
    except FileNotFoundError:
        return False


def _mark(lock: int, place: Path) -> None:
    """Write into the lock that the folder is ours; stop where it says something else."""
    said = os.read(lock, len(MARK) + 1)
    if said == MARK:
        return
    # A run may have been killed before it had said so. Then it had made nothing else yet.
    if not MARK.startswith(said) or any(entry.name != LOCK for entry in place.iterdir()):
        raise _not_ours(place)
    os.lseek(lock, 0, os.SEEK_SET)
    os.write(lock, MARK)


def _let_go(lock: int, place: Path) -> None:
    """Remove the lock and its folder; where more is left in it, the next run knows it by the lock."""
    if sys.platform == "win32":
        # There an open file cannot be removed.
        os.close(lock)
    with suppress(OSError):
        if [entry.name for entry in place.iterdir()] == [LOCK]:
            (place / LOCK).unlink()
            place.rmdir()
    if sys.platform != "win32":
        os.close(lock)


def _not_ours(place: Path) -> ProsperityError:
    return ProsperityError(
        "this folder is not ours, but has the name of the one that we need to work in",
        file=place,
        mend="rename it, or name another place for the output",
    )
