"""Holds the values that are scored against the published observations: one, or the mean of several."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from math import isclose

from generator.verify.public_tables import PublicTables, read_rows

Key = tuple[str, str, str, str]
"""Dataset, series, code of the council and period."""
JOINT = "|"


def check_means(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield council and problem of every value that is no observation, nor the mean of its periods.

    A site without the table of observations has nothing to check.
    """
    files = sorted((tables.folder / "data").glob("observations*.csv"))
    if not files:
        return
    series = _find_series(tables)
    told: dict[tuple[str, str], list[Key]] = {}
    for (code, slug), row in tables.values.items():
        if row["value"]:
            source = row["source"], series[slug, tables.councils[code]["nation"]]
            told[code, slug] = [(*source, code, period) for period in row["period"].split(JOINT)]
    wanted = {key for keys in told.values() for key in keys}
    found: dict[Key, float] = {}
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream)
            place = {name: number for number, name in enumerate(next(rows))}
            names = [place[name] for name in ("dataset", "series", "area_code", "period", "value")]
            for cells in rows:
                *key, value = (cells[number] for number in names)
                if value and tuple(key) in wanted:
                    found[key[0], key[1], key[2], key[3]] = float(value)
    for (code, slug), keys in told.items():
        if missing := [key for key in keys if key not in found]:
            yield code, f"{slug}: there is no observation of {missing[0][3]}"
            continue
        mean = sum(found[key] for key in keys) / len(keys)
        shown = tables.values[code, slug]["value"]
        if not isclose(mean, float(shown), rel_tol=1e-9, abs_tol=1e-12):
            yield code, f"{slug} is {shown}, and {mean} by the observations"


def _find_series(tables: PublicTables) -> dict[tuple[str, str], str]:
    """Return the series of each indicator in each nation."""
    return {
        (row["indicator"], nation): row["series"]
        for row in read_rows(tables.folder / "data" / "indicators.csv")
        for nation in row["nations"].split(JOINT)
    }
