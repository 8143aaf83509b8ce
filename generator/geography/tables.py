"""CSV and JSON in and out, always the same bytes for the same content."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.errors import ProsperityError
from generator.files.intake import refuse_large


def read_rows(file: Path, *, columns: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file as text.

    Raises:
        ProsperityError: the file is missing, empty, too large, not UTF-8 or not a table, or lacks one of
            ``columns``.
    """
    refuse_large(file)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            rows = list(reader)
    except FileNotFoundError:
        raise ProsperityError("file is missing", file=file) from None
    except UnicodeDecodeError as reason:
        raise ProsperityError("file is not UTF-8", file=file, expected=f"UTF-8 ({reason.reason})") from None
    except csv.Error as reason:
        raise ProsperityError(f"file is not a table: {reason}", file=file, line=reader.line_num) from None
    absent = [name for name in columns if name not in (reader.fieldnames or ())]
    if absent:
        raise ProsperityError("a column is missing", file=file, line=1, field=absent[0])
    if not rows:
        raise ProsperityError("file has no rows", file=file)
    for place, row in enumerate(rows):
        if None in row or None in row.values():
            raise ProsperityError(
                "a row has more or fewer cells than the head",
                file=file,
                code=str(next(iter(row.values()))),
                expected=f"{len(reader.fieldnames or ())} cells (row {place + 1} under the head)",
            )
    return rows


def write_rows(file: Path, rows: Iterable[Mapping[str, object]], *, columns: Sequence[str]) -> None:
    """Write a CSV file with a head, "\\n" line ends and nothing for None."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def read_json(file: Path) -> Any:
    """Return the content of a JSON file.

    Raises:
        ProsperityError: the file is missing, too large or not JSON.
    """
    refuse_large(file)
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ProsperityError("file is missing", file=file) from None
    except UnicodeDecodeError as reason:
        raise ProsperityError("file is not UTF-8", file=file, expected=f"UTF-8 ({reason.reason})") from None
    except json.JSONDecodeError as error:
        raise ProsperityError("not a JSON file", file=file, line=error.lineno) from None


def write_json(file: Path, content: object) -> None:
    """Write compact JSON with a final line end; keys are sorted."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
