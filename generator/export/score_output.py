"""The files that ``prosperity score`` writes: tables in full precision and a log, all or none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from generator import __version__
from generator.composite.arrays import Floats
from generator.composite.log import list_steps, list_warnings
from generator.composite.robustness import Ranges
from generator.composite.run import Result
from generator.export.score_sheet import Sheet
from generator.files.writer import replace_files

NORMALISED, SCORES, RANKS, RANGES, LOG = (
    "normalised.csv",
    "scores.csv",
    "ranks.csv",
    "rank_ranges.csv",
    "log.json",
)
RANGE_COLUMNS = ("level", "node", "rank", "rank_low", "rank_median", "rank_high")


def make_files(
    result: Result, *, values: Sheet, framework: Sheet, ranges: Ranges | None = None
) -> dict[str, bytes]:
    """Return the content of every file, by name.

    Args:
        result: the index.
        values, framework: what was read, for the log.
        ranges: of the ranks, where they were drawn.
    """
    codes = result.tree.codes
    files = {
        NORMALISED: _wide(result, result.tree.indicators, result.normalised),
        SCORES: _wide(result, codes, np.concatenate(result.levels, axis=1)),
        RANKS: _wide(result, codes, np.concatenate(result.ranks, axis=1)),
    }
    if ranges is not None:
        files[RANGES] = _encode([*_names(result), *RANGE_COLUMNS], _list_ranges(result, ranges))
    files[LOG] = _make_log(result, files, values=values, framework=framework, ranges=ranges)
    return files


def _names(result: Result) -> list[str]:
    return ["unit", result.table.panel] if result.table.panel else ["unit"]


def _keys(result: Result) -> list[list[str]]:
    table = result.table
    columns = (table.units, table.periods) if table.panel else (table.units,)
    return [list(row) for row in zip(*columns, strict=True)]


def _wide(result: Result, codes: Sequence[str], values: Floats) -> bytes:
    rows = zip(_keys(result), values.tolist(), strict=True)
    return _encode([*_names(result), *codes], ([*key, *map(write_number, row)] for key, row in rows))


def _list_ranges(result: Result, ranges: Ranges) -> Iterator[list[str]]:
    """Yield a row for each node and unit: the top first, then downwards."""
    keys = _keys(result)
    for level in reversed(range(1, len(result.levels))):
        for place, code in enumerate(result.tree.levels[level]):
            columns = (
                result.ranks[level],
                ranges.low[level - 1],
                ranges.median[level - 1],
                ranges.high[level - 1],
            )
            for row, key in enumerate(keys):
                cells = [write_number(float(column[row, place])) for column in columns]
                yield [*key, str(level + 1), code, *cells]


def write_number(number: float) -> str:
    """Return the shortest text that reads back as the same number, a whole one without point; "" for NaN."""
    if number != number:
        return ""
    if number in (np.inf, -np.inf):
        return "Inf" if number > 0 else "-Inf"
    return repr(number + 0.0).removesuffix(".0")


def _encode(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _make_log(
    result: Result,
    files: Mapping[str, bytes],
    *,
    values: Sheet,
    framework: Sheet,
    ranges: Ranges | None,
) -> bytes:
    table, tree = result.table, result.tree
    log = {
        "program": "prosperity score",
        "version": __version__,
        "input": {
            "values": {
                "file": values.file.name,
                "sha256": values.sha256,
                "rows": len(values.rows),
                "panel": table.panel,
                "periods": list(dict.fromkeys(table.periods)),
            },
            "framework": {
                "file": framework.file.name,
                "sha256": framework.sha256,
                "levels": [len(codes) for codes in tree.levels],
            },
        },
        "seed": None if ranges is None else ranges.seed,
        "steps": list_steps(result, ranges),
        "warnings": list(list_warnings(result)),
        "output": {name: sha256(content).hexdigest() for name, content in files.items()},
    }
    return (json.dumps(log, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put all files into the folder, or none; other files there stay, but for ranges of an earlier run.

    Raises:
        ProsperityError: the folder cannot be written.
    """
    replace_files(folder, files, stale=() if RANGES in files else (RANGES,))
