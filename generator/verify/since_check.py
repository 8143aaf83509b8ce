"""Holds comparisons with what was before against the scores of this edition, and causes against changes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.verify.public_tables import PublicTables, read_rows

FILE = "data/since_last_edition.csv"
FIRST_FILE = "data/audit/rework.csv"
CAUSES = {
    FILE: ("method", "revised", "new", "others"),
    FIRST_FILE: ("rules", "framework", "errors", "series", "revised", "new", "others", "later"),
}
"""Causes of a change, by the table that has them."""
NEAR = 1e-6
"""Points: far below what is printed, far above what adding in another order does."""


def check_since(tables: PublicTables, name: str = FILE) -> Iterator[tuple[str, str]]:
    """Yield council with part of the framework, and what is wrong with its change.

    Args:
        tables: what is published.
        name: the change since the last edition, or since the first build of this one.
    """
    file = tables.folder / name
    if not file.is_file():
        return
    for row in read_rows(file):
        place = f"{row['area_code']} {row['node']}"
        now = tables.scores.get((row["area_code"], row["node"]), {}).get("score", "")
        # A council that is no more, or a part that is no longer measured, has no score on this side.
        if row["score_new"] and (not now or abs(float(now) - float(row["score_new"])) > NEAR):
            yield place, f"the score is {row['score_new']} here and {now or 'nothing'} in scores.csv"
        # Nobody followed the causes of a policy area from the first build on.
        if not row["change"] or not any(row[cause] for cause in CAUSES[name]):
            continue
        change = float(row["score_new"]) - float(row["score_old"])
        causes = sum(float(row[cause]) for cause in CAUSES[name])
        if abs(change - float(row["change"])) > NEAR or abs(change - causes) > NEAR:
            yield place, f"the causes add up to {causes:.6f}, the change is {change:.6f}"
