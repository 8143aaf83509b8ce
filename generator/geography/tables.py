"""CSV and JSON in and out, always the same bytes for the same content."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.files import documents
from generator.files.tables import read_table

_MEND = "correct the raw file, or download it again from the publisher"
_MISSING = "check the folder of raw files"


def read_rows(file: Path, *, columns: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file as text.

    Raises:
        ProsperityError: the file is missing, empty, too large, not UTF-8 or not a table, or lacks one of
            ``columns``.
    """
    return list(read_table(file, columns=columns, filled=True, mend=_MEND, missing=_MISSING).by_name())


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
    return documents.read_json(file, mend=_MEND, missing=_MISSING)


def write_json(file: Path, content: object) -> None:
    """Write compact JSON with a final line end; keys are sorted."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
