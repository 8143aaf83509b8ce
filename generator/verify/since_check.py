"""Holds the comparison with the last edition against the scores of this one, and causes against changes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.verify.public_tables import PublicTables, read_rows

FILE = "data/since_last_edition.csv"
CAUSES = ("method", "revised", "new", "others")
NEAR = 1e-6
"""Points: far below what is printed, far above what adding in another order does."""


def check_since(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield council with part of the framework, and what is wrong with its change since the last edition."""
    file = tables.folder / FILE
    if not file.is_file():
        return
    for row in read_rows(file):
        place = f"{row['area_code']} {row['node']}"
        now = tables.scores.get((row["area_code"], row["node"]), {}).get("score", "")
        # A council that is no more, or a part that is no longer measured, has no score on this side.
        if row["score_new"] and (not now or abs(float(now) - float(row["score_new"])) > NEAR):
            yield place, f"the score is {row['score_new']} here and {now or 'nothing'} in scores.csv"
        if not row["change"]:
            continue
        change = float(row["score_new"]) - float(row["score_old"])
        causes = sum(float(row[cause]) for cause in CAUSES)
        if abs(change - float(row["change"])) > NEAR or abs(change - causes) > NEAR:
            yield place, f"the causes add up to {causes:.6f}, the change is {change:.6f}"
