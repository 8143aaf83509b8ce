"""A file that people edit or download, as text: of a sane size, in UTF-8, and what it claims to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.errors import ProsperityError
from generator.files.faults import CORRECT
from generator.files.intake import refuse_large

MARK = b"\xef\xbb\xbf"
"""The byte order mark that some programs put before UTF-8."""
_STARTS = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"version https://git-lfs", "a pointer to a large file, not the file itself"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Text:
    """What a file says.

    Attributes:
        file: where it was read from, for messages.
        content: without a byte order mark.
        sha256: of the bytes of the file.
        ended: the last line has an end; a file that was cut has none.
    """

    file: Path
    content: str
    sha256: str
    ended: bool


def read_bytes(file: Path, *, what: str = "text or a table", mend: str | None = None) -> bytes:
    """Return the bytes of a file.

    Raises:
        ProsperityError: the file is missing, cannot be read, is no ordinary file or too large.
    """
    refuse_large(file, what=what)
    try:
        return file.read_bytes()
    except OSError as reason:
        raise ProsperityError(
            f"the file cannot be read ({reason.strerror})",
            file=file,
            expected="a file that can be read",
            mend=mend or "check the path",
        ) from None


def read_text(file: Path, *, what: str, mend: str = CORRECT, missing: str | None = None) -> Text:
    """Read a file of text.

    Args:
        file: to read.
        what: it should be, for messages: "CSV", "YAML" or "JSON".
        mend: what can be done where it is not.
        missing: what can be done where there is none.

    Raises:
        ProsperityError: the file is missing, too large, empty, of another kind or encoding, or holds
            characters that no text has.
    """
    return decode_text(read_bytes(file, what=what, mend=missing), file=file, what=what, mend=mend)


def decode_text(raw: bytes, *, file: Path, what: str, mend: str = CORRECT, encoding: str = "utf-8") -> Text:
    """Return the text that the bytes of a file are.

    Args:
        raw: the bytes.
        file, what, mend: as for ``read_text``.
        encoding: of the text.

    Raises:
        ProsperityError: as for ``read_text``.
    """
    if not raw.removeprefix(MARK).strip():
        raise ProsperityError("the file is empty", file=file, expected=f"{what} with content", mend=mend)
    for start, kind in _STARTS:
        if raw.startswith(start):
            raise ProsperityError(f"the file is {kind}", file=file, line=1, expected=what, mend=mend)
    control = _CONTROL.search(raw)
    if control is not None:
        byte = control.group()[0]
        raise ProsperityError(
            "a NUL byte" if byte == 0 else f"the control character 0x{byte:02x}",
            file=file,
            line=find_line(raw, control.start()),
            expected="text",
            mend=mend,
        )
    try:
        content = raw.removeprefix(MARK).decode(encoding)
    except UnicodeDecodeError as reason:
        place = reason.start + (len(MARK) if raw.startswith(MARK) else 0)
        raise ProsperityError(
            f"byte 0x{raw[place]:02x} is not {encoding.upper()}",
            file=file,
            line=find_line(raw, place),
            expected=encoding.upper(),
            mend=f"save the file as {what} in UTF-8",
        ) from None
    return Text(file, content, sha256(raw).hexdigest(), raw.endswith(b"\n"))


def find_line(raw: bytes, place: int) -> int:
    """Return the line, counted from 1, in which a byte stands."""
    return raw.count(b"\n", 0, place) + 1
