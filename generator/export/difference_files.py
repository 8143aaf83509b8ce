"""The files of a comparison of two editions: ``diff.csv``, a row per council and node, and ``diff.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict

from generator.catalogue.records import Edition
from generator.findings.since import make_table
from generator.index.difference import CAUSES, Difference
from generator.index.difference_totals import find_gained, sum_up

TABLE = "diff.csv"
TOTALS = "diff.json"


def make_files(
    difference: Difference, *, editions: tuple[Edition, Edition], datasets: Collection[str]
) -> dict[str, bytes]:
    """Return the content of both files by name.

    Args:
        difference: of two editions.
        editions: old and new.
        datasets: slugs of the datasets that changed.
    """
    table = make_table(difference).to_csv(index=False, lineterminator="\n").encode()
    gained, lost = ([difference.councils[place].code for place in found] for found in find_gained(difference))
    totals = {
        "program": "prosperity diff",
        "old": _describe_edition(editions[0]),
        "new": _describe_edition(editions[1]),
        "order_of_causes": list(CAUSES),
        "councils": len(difference.councils),
        "datasets_changed": sorted(datasets),
        "gained_overall": gained,
        "lost_overall": lost,
        "levels": {level: asdict(total) for level, total in sum_up(difference).items()},
        "output": {TABLE: hashlib.sha256(table).hexdigest()},
    }
    text = json.dumps(totals, indent=2, ensure_ascii=False, allow_nan=False)
    return {TABLE: table, TOTALS: f"{text}\n".encode()}


def _describe_edition(edition: Edition) -> dict[str, str | int]:
    return {"name": edition.name, "date": edition.date, "year": edition.year}
