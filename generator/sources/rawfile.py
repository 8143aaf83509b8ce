"""A publisher's CSV file as rows of text with their line numbers; refuses what is not a clean table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.files import tables
from generator.files.faults import Faults
from generator.files.texts import read_bytes
from generator.sources.form import Form

FETCH_AGAIN = "download the file again from the publisher, or see what the publisher changed"
_NO_FILE = "check the folder and the recipe's `file`"


@dataclass(frozen=True)
class RawTable:
    """All rows of one file, as text.

    Attributes:
        file: where it was read from, for messages.
        sha256: of the bytes of the file.
        columns: position of each column by name.
        rows: cells.
        lines: line number of each row, same length as ``rows``.
        form: how the cells are to be understood, where the file is in a form of the publisher's.
        named: the publisher's names of columns, where they are others.
    """

    file: Path
    sha256: str
    columns: dict[str, int]
    rows: list[list[str]]
    lines: list[int]
    form: Form | None = None
    named: Mapping[str, str] = field(default_factory=dict)


def read_table(
    file: Path,
    *,
    columns: Sequence[str],
    optional: frozenset[str] = frozenset(),
    repeatable: frozenset[str] = frozenset(),
) -> RawTable:
    """Read a UTF-8 CSV file (a byte order mark may stand first) whose head names ``columns``, in any order.

    It may name ``optional`` ones too, and a column in ``repeatable`` may stand twice: the first counts and
    the others must be empty.

    Raises:
        ProsperityError: file missing, empty, too large, in another format or encoding, a column missing,
            unknown or repeated, a row with more or fewer cells than the head, an open quotation mark.
    """
    table = tables.read_table(
        file,
        columns=columns,
        others="refuse",
        optional=optional,
        repeatable=repeatable,
        filled=True,
        mend=FETCH_AGAIN,
        missing=_NO_FILE,
    )
    positions = {name: table.head.index(name) for name in dict.fromkeys(table.head)}
    spare = [place for place, name in enumerate(table.head) if positions[name] != place]
    if spare:
        faults = Faults(file, FETCH_AGAIN)
        for line, row in zip(table.lines, table.rows, strict=True):
            for place in spare:
                if row[place]:
                    faults.add(
                        "a repeated column holds text",
                        line=line,
                        name=table.head[place],
                        expected="it to be empty",
                    )
        faults.check()
    return RawTable(file, table.sha256, positions, list(table.rows), list(table.lines))


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a raw file."""
    return sha256(read_bytes(file, mend=_NO_FILE)).hexdigest()
