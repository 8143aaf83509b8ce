"""Tables as publishers hand them out, as rows of text with their lines: CSV of any shape, or a workbook."""

from __future__ import annotations

import csv
import io
import math
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import openpyxl

from generator.errors import ProsperityError
from generator.files.intake import LARGEST_UNPACKED
from generator.files.texts import decode_text, read_bytes

WORKBOOK = ".xlsx"
MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class Lines:
    """All rows of one file or sheet, as text; rows may be of any length.

    Attributes:
        file: where they were read from.
        sha256: of the bytes of the file.
        rows: cells, with no empty ones at the end of a row.
        lines: line of the file, or row of the sheet, of each row.
        sheet: name of the sheet; empty for CSV.
    """

    file: Path
    sha256: str
    rows: list[list[str]]
    lines: list[int]
    sheet: str = ""


def read_lines(
    file: Path, *, sheet: str = "", encoding: str = "utf-8", separator: str = ",", mend: str
) -> Lines:
    """Read a CSV file, or one sheet of a workbook, by the ending of its name.

    Args:
        file: to read.
        sheet: of a workbook; its only one where nothing is named.
        encoding, separator: of a CSV file.
        mend: what can be done where it is wrong.

    Raises:
        ProsperityError: the file is missing, too large, of another kind or damaged; there is no such sheet,
            or several and none is named; a cell holds a formula without a result.
    """
    if file.suffix.lower() == WORKBOOK:
        return _read_workbook(file, sheet=sheet, mend=mend)
    if sheet:
        raise ProsperityError(
            "a CSV file has no sheets", file=file, field="sheet", code=sheet, expected="a workbook, .xlsx"
        )
    raw = read_bytes(file, mend=mend)
    text = decode_text(raw, file=file, what="CSV", mend=mend, encoding=encoding)
    rows, lines, start = [], [], 1
    reader = csv.reader(io.StringIO(text.content, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append(_trim([cell.strip() for cell in row]))
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as reason:
        raise ProsperityError(
            f"the row cannot be read ({reason})",
            file=file,
            line=reader.line_num,
            expected="cells with quotation marks closed",
            mend=mend,
        ) from None
    return Lines(file, text.sha256, rows, lines)


def list_sheets(file: Path, *, mend: str) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook; none for CSV.

    Raises:
        ProsperityError: as for ``read_lines``.
    """
    if file.suffix.lower() != WORKBOOK:
        return ()
    raw = _read_archive(file, mend=mend)
    with _refusing(file, mend):
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
        return tuple(one.title for one in book.worksheets)


def _read_workbook(file: Path, *, sheet: str, mend: str) -> Lines:
    raw = _read_archive(file, mend=mend)
    with _refusing(file, mend):
        values = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        names = [one.title for one in values.worksheets]
        if (sheet or (names[0] if len(names) == 1 else "")) not in names:
            raise ProsperityError(
                f"there is no sheet {sheet!r}" if sheet else f"the workbook has {len(names)} sheets",
                file=file,
                field="sheet",
                expected=f"one of {', '.join(names)}",
                mend="name the sheet in the recipe",
            )
        _refuse_unworked(raw, sheet or names[0], file=file, mend=mend)
        rows, lines = [], []
        cells = 0
        for number, row in enumerate(values[sheet or names[0]].iter_rows(values_only=True), start=1):
            cells += len(row)
            if cells > MOST_CELLS:
                raise ProsperityError(
                    "the sheet has too many cells", file=file, expected=f"at most {MOST_CELLS:,}", mend=mend
                )
            rows.append(_trim([_tell_cell(value) for value in row]))
            lines.append(number)
    return Lines(file, sha256(raw).hexdigest(), rows, lines, sheet or names[0])


def _read_archive(file: Path, *, mend: str) -> bytes:
    """Return the bytes of a workbook, if what is packed in it has a sane size."""
    raw = read_bytes(file, mend=mend)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ProsperityError(
            "the file is no workbook, or is damaged", file=file, expected="a workbook, .xlsx", mend=mend
        ) from None
    if unpacked > LARGEST_UNPACKED:
        raise ProsperityError(
            "the file unpacks to too much",
            file=file,
            expected=f"at most {LARGEST_UNPACKED / 1e6:.0f} MB",
            mend=mend,
        )
    return raw


@contextmanager
def _refusing(file: Path, mend: str) -> Iterator[None]:
    """Turn whatever a damaged workbook makes its reader raise into one plain refusal."""
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know of, such as the style of a heading, says nothing of the figures.
            warnings.simplefilter("ignore")
            yield
    except ProsperityError:
        raise
    except Exception as reason:
        raise ProsperityError(
            f"the workbook cannot be read ({type(reason).__name__})",
            file=file,
            expected="a workbook, .xlsx, as a spreadsheet program saves it",
            mend=mend,
        ) from None


def _refuse_unworked(raw: bytes, name: str, *, file: Path, mend: str) -> None:
    """Refuse a formula without a result, which would pass for an empty cell."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = [one for one in archive.namelist() if one.startswith("xl/worksheets/")]
        if not any(b"<f>" in archive.read(one) or b"<f " in archive.read(one) for one in parts):
            return
    results, formulas = (
        openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=only)[name].iter_rows(
            values_only=True
        )
        for only in (True, False)
    )
    for number, (found, given) in enumerate(zip(results, formulas, strict=True), start=1):
        for result, formula in zip(found, given, strict=True):
            if result is None and formula is not None:
                raise ProsperityError(
                    f"a formula has no result ({formula})",
                    file=file,
                    line=number,
                    expected="figures, or formulas with their results",
                    mend="open the workbook, let it work them out, and save it",
                )


def _tell_cell(value: object) -> str:
    """Return what a cell holds, as a CSV file would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _trim(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]
