"""A file brought over the net: from the host it is expected at, of a sane size, and whole or not at all.

urllib3 does the talking. What is followed, how often it is tried again and how much is unpacked is decided
here: its own rules would follow a redirection to any host.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, TimeoutError

from generator import __version__
from generator.errors import ProsperityError
from generator.files.addresses import check_address
from generator.files.intake import LARGEST_FILE

_CHUNK = 65_536
_REDIRECTIONS = (301, 302, 303, 307, 308)
_MOST_REDIRECTIONS = 5
_AGAIN = (429, 500, 502, 503, 504)
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True)
class Clock:
    """Time, so that tests need none of it.

    Attributes:
        pause: waits so many seconds.
        elapsed: seconds since some moment.
        today: the date.
    """

    pause: Callable[[float], None] = time.sleep
    elapsed: Callable[[], float] = time.monotonic
    today: Callable[[], date] = lambda: datetime.now(tz=UTC).date()


@dataclass(frozen=True)
class Patience:
    """How long a download may take.

    Attributes:
        pauses: seconds before each further attempt.
        connect, read: seconds in which a connection, or the next part of an answer, has to be there.
        whole: seconds in which a file has to be there.
        largest: bytes that it may have, unpacked.
        local: a server on this machine may be asked without encryption; for tests.
    """

    pauses: tuple[float, ...] = (2.0, 8.0, 30.0)
    connect: float = 10.0
    read: float = 30.0
    whole: float = 300.0
    largest: int = LARGEST_FILE
    local: bool = False
    clock: Clock = field(default_factory=Clock)


@dataclass(frozen=True)
class Download:
    """What a server answered.

    Attributes:
        changed: False where it has nothing newer; then all else is empty.
        sha256, size: of the file that was written.
        etag, modified: what the server calls this state of the file.
    """

    changed: bool
    sha256: str = ""
    size: int = 0
    etag: str = ""
    modified: str = ""


class _TryAgain(Exception):
    """What may be otherwise in a moment; holds why, and the pause that the server asks for."""

    def __init__(self, why: str, pause: float = 0.0) -> None:
        super().__init__(why)
        self.pause = pause


def download(
    address: str, place: Path, *, etag: str = "", modified: str = "", patience: Patience | None = None
) -> Download:
    """Ask for a file, and write it to ``place`` if it is newer than the state that is known.

    Args:
        address: of the file.
        place: a file that is not there yet; its folder is.
        etag, modified: what the server called the known state; empty where there is none.
        patience: how long, how large, how often.

    Raises:
        ProsperityError: the address may not be asked, or leads elsewhere; the server is not there, refuses,
            is too slow, or sends too much or too little, also when it is asked again. Nothing is written.
    """
    patience = patience or Patience()
    check_address(address, local=patience.local)
    began = patience.clock.elapsed()
    with urllib3.PoolManager(retries=False, num_pools=1) as pool:
        for pause in (*patience.pauses, None):
            try:
                return _ask(
                    pool, address, place, etag=etag, modified=modified, patience=patience, began=began
                )
            except _TryAgain as reason:
                place.unlink(missing_ok=True)
                if pause is None:
                    raise _refused(
                        address,
                        f"{reason} (attempts: {len(patience.pauses) + 1})",
                        expected="the file",
                        mend="try again later; if it stays so, look for the file on the publisher's page",
                    ) from None
                # A server that fails may have closed the connection too: to use it again would fail anew.
                pool.clear()
                patience.clock.pause(min(max(pause, reason.pause), _LONGEST_PAUSE))
            except BaseException:
                place.unlink(missing_ok=True)
                raise
    raise AssertionError("the last attempt returns or raises")


def _ask(
    pool: urllib3.PoolManager,
    address: str,
    place: Path,
    *,
    etag: str,
    modified: str,
    patience: Patience,
    began: float,
) -> Download:
    """Ask once, along redirections."""
    headers = {"User-Agent": f"prosperity/{__version__}", "Accept-Encoding": "gzip"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    target, seen = address, {address}
    while True:
        try:
            answer = pool.request(
                "GET",
                target,
                headers=headers,
                redirect=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=patience.connect, read=patience.read),
            )
        except TimeoutError:
            raise _TryAgain("the server does not answer in time") from None
        except HTTPError as reason:
            raise _TryAgain(f"the server cannot be asked ({type(reason).__name__})") from None
        try:
            if answer.status in _REDIRECTIONS:
                target = _follow(answer, target, first=address, seen=seen, local=patience.local)
                continue
            return _read(answer, address, place, known=bool(etag or modified), patience=patience, began=began)
        finally:
            answer.close()


def _follow(answer: urllib3.BaseHTTPResponse, target: str, *, first: str, seen: set[str], local: bool) -> str:
    """Return where an answer leads, if that is on the same host and as safe."""
    given = answer.headers.get("Location", "")
    known = urlsplit(first)
    try:
        found = urljoin(target, given)
        check_address(found, local=local)
        there = urlsplit(found)
        same = (there.hostname, there.port, there.scheme) == (known.hostname, known.port, known.scheme)
    except (ProsperityError, ValueError):
        found, same = "", False
    if found in seen or len(seen) > _MOST_REDIRECTIONS:
        raise _refused(first, "the address leads in a circle", expected="a file after few redirections")
    if not same:
        raise _refused(
            first,
            f"the address leads to {given!r}",
            expected=f"a file of {known.scheme}://{known.netloc}",
            mend="if this is where the publisher keeps the file now, write that address into the recipe",
        )
    seen.add(found)
    return found


def _read(
    answer: urllib3.BaseHTTPResponse,
    address: str,
    place: Path,
    *,
    known: bool,
    patience: Patience,
    began: float,
) -> Download:
    if answer.status == 304 and known:
        return Download(changed=False)
    if answer.status in _AGAIN:
        asked = answer.headers.get("Retry-After", "")
        raise _TryAgain(f"the server answers {answer.status}", float(asked) if asked.isdecimal() else 0.0)
    if answer.status != 200:
        raise _refused(
            address,
            f"the server answers {answer.status}",
            expected="200, the file",
            mend="look for the file on the publisher's page, and correct the address in the recipe",
        )
    written, size = sha256(), 0
    with place.open("xb") as stream:
        for part in _unpack(_receive(answer, patience=patience, began=began), answer, address):
            size += len(part)
            if size > patience.largest:
                raise _refused(
                    address, "the file is too large", expected=f"at most {patience.largest:,} bytes"
                )
            written.update(part)
            stream.write(part)
    if not size:
        raise _refused(address, "the file is empty", expected="a file with a table")
    return Download(
        changed=True,
        sha256=written.hexdigest(),
        size=size,
        etag=_plain(answer.headers.get("ETag", "")),
        modified=_plain(answer.headers.get("Last-Modified", "")),
    )


def _receive(answer: urllib3.BaseHTTPResponse, *, patience: Patience, began: float) -> Iterator[bytes]:
    """Yield the parts of an answer as they come."""
    try:
        while part := answer.read1(_CHUNK):
            if patience.clock.elapsed() - began > patience.whole:
                raise _TryAgain("the file does not come in time")
            yield part
    except TimeoutError:
        raise _TryAgain("the file stops on its way") from None
    except HTTPError:
        raise _TryAgain("the file breaks off") from None


def _unpack(parts: Iterator[bytes], answer: urllib3.BaseHTTPResponse, address: str) -> Iterator[bytes]:
    """Yield the file, a bounded piece at a time; refuse one of which the end cannot be known."""
    packing = answer.headers.get("Content-Encoding", "").strip().casefold()
    if packing in ("", "identity"):
        chunked = "chunked" in answer.headers.get("Transfer-Encoding", "").casefold()
        if not chunked and "Content-Length" not in answer.headers:
            raise _refused(
                address,
                "the server does not say how long the file is, so that a part would pass for the whole",
                expected="its length, or its parts numbered",
                mend="bring the file by hand",
            )
        yield from parts
        return
    if packing not in ("gzip", "x-gzip"):
        raise _refused(address, f"the file is packed by {packing!r}", expected="gzip, or not packed")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for part in parts:
            left = part
            while left and not unpacker.eof:
                yield unpacker.decompress(left, _CHUNK)
                left = unpacker.unconsumed_tail
            if unpacker.eof and (left or unpacker.unused_data):
                raise zlib.error("more after the end")
        while not unpacker.eof and (rest := unpacker.decompress(unpacker.unconsumed_tail, _CHUNK)):
            yield rest
    except zlib.error:
        raise _refused(address, "the file is packed wrong", expected="gzip") from None
    if not unpacker.eof:
        raise _TryAgain("the file breaks off")


def _plain(text: str) -> str:
    """Return a header that may be sent back, or nothing."""
    return text if len(text) <= 200 and text.isascii() and text.isprintable() else ""


def _refused(
    address: str, problem: str, *, expected: str, mend: str = "look at the address in a browser"
) -> ProsperityError:
    return ProsperityError(problem, code=address, expected=expected, mend=mend)
