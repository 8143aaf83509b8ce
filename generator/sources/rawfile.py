"""A publisher's CSV file as rows of text with their line numbers; refuses what is not a clean table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.errors import ProsperityError
from generator.files.intake import refuse_large

_NOT_CSV = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"version https://git-lfs", "a pointer to a large file, not the file itself"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_FETCH_AGAIN = "download the file again from the publisher"


@dataclass(frozen=True)
class RawTable:
    """All rows of one file, as text.

    Attributes:
        file: where it was read from, for messages.
        sha256: of the bytes of the file.
        columns: position of each column by name.
        rows: cells.
        lines: line number of the last line of each row, same length as ``rows``.
    """

    file: Path
    sha256: str
    columns: dict[str, int]
    rows: list[list[str]]
    lines: list[int]


def read_table(file: Path, *, columns: Sequence[str], repeatable: frozenset[str] = frozenset()) -> RawTable:
    """Read a UTF-8 CSV file (a byte order mark may stand first) whose head names ``columns``, in any order.

    A column in ``repeatable`` may stand twice; the first counts and the others must be empty.

    Raises:
        ProsperityError: file missing, empty, too large, in another format or encoding, a column missing,
            unknown or repeated, a row with more or fewer cells than the head, an open quotation mark.
    """
    raw = _read_bytes(file)
    reader = csv.reader(io.StringIO(_decode(raw, file=file), newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        head = next(reader, [])
        positions = _read_head(head, columns=columns, repeatable=repeatable, file=file)
        spare = [place for place, name in enumerate(head) if positions[name] != place]
        for row in reader:
            if len(row) != len(head):
                raise _uneven(row, head=head, file=file, line=reader.line_num)
            if any(row[place] for place in spare):
                raise ProsperityError(
                    "a repeated column holds text", file=file, line=reader.line_num, expected="it to be empty"
                )
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as reason:
        problem = f"row cannot be read ({reason})"
        raise ProsperityError(problem, file=file, line=reader.line_num, mend=_FETCH_AGAIN) from None
    if not rows:
        raise ProsperityError("there are no rows under the head", file=file, line=1, mend=_FETCH_AGAIN)
    return RawTable(file, sha256(raw).hexdigest(), positions, rows, lines)


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a raw file."""
    return sha256(_read_bytes(file)).hexdigest()


def _read_bytes(file: Path) -> bytes:
    refuse_large(file)
    try:
        raw = file.read_bytes()
    except OSError as reason:
        problem = f"raw file cannot be read ({reason.strerror})"
        raise ProsperityError(problem, file=file, mend="check the folder and the recipe's `file`") from None
    content = raw.removeprefix(b"\xef\xbb\xbf").strip()
    if not content:
        raise ProsperityError("file is empty", file=file, mend=_FETCH_AGAIN)
    for start, what in _NOT_CSV:
        if raw.startswith(start):
            raise ProsperityError(f"file is {what}", file=file, line=1, expected="CSV", mend=_FETCH_AGAIN)
    if content.startswith((b"<", b"{")):
        what = "a web page" if content.startswith(b"<") else "JSON"
        raise ProsperityError(f"file is {what}", file=file, line=1, expected="CSV", mend=_FETCH_AGAIN)
    return raw


def _decode(raw: bytes, *, file: Path) -> str:
    """Return the text; a byte that is not UTF-8, or a NUL, is refused with its line."""
    nul = raw.find(b"\0")
    if nul >= 0:
        raise ProsperityError("a NUL byte", file=file, line=_line_at(raw, nul), expected="text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise ProsperityError(
            f"byte 0x{raw[reason.start]:02x} is not UTF-8",
            file=file,
            line=_line_at(raw, reason.start),
            expected="UTF-8",
            mend="save the file as UTF-8 and tell the publisher",
        ) from None


def _line_at(raw: bytes, place: int) -> int:
    return raw.count(b"\n", 0, place) + 1


def _read_head(
    head: list[str], *, columns: Sequence[str], repeatable: frozenset[str], file: Path
) -> dict[str, int]:
    """Return the first place of every column."""
    times = Counter(head)
    missing = [name for name in columns if name not in times]
    unknown = [name for name in times if name not in columns]
    repeated = [name for name in times if times[name] > 1 and name not in repeatable]
    for names, what in ((missing, "missing"), (unknown, "unknown"), (repeated, "repeated")):
        if names:
            raise ProsperityError(
                f"column {names[0]!r} is {what}",
                file=file,
                line=1,
                field=names[0],
                expected=",".join(columns),
                mend="see what the publisher changed before teaching the reader",
            )
    return {name: head.index(name) for name in columns}


def _uneven(row: list[str], *, head: list[str], file: Path, line: int) -> ProsperityError:
    return ProsperityError(
        f"a row has {len(row)} cells",
        file=file,
        line=line,
        code=row[0] if row else None,
        expected=f"{len(head)} cells, as in the head",
        mend=_FETCH_AGAIN,
    )
