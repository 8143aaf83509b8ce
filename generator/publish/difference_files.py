"""The files of a comparison of two editions: ``diff.csv``, a row per council and node, and ``diff.json``."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict

import numpy as np
import pandas as pd

from generator.catalogue.records import Edition
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
    table = make_table(difference).to_csv(index=False, lineterminator="\n")
    gained, lost = ([difference.councils[place].code for place in found] for found in find_gained(difference))
    totals = {
        "old": _describe_edition(editions[0]),
        "new": _describe_edition(editions[1]),
        "order_of_causes": list(CAUSES),
        "councils": len(difference.councils),
        "datasets_changed": sorted(datasets),
        "gained_overall": gained,
        "lost_overall": lost,
        "levels": {level: asdict(total) for level, total in sum_up(difference).items()},
    }
    text = json.dumps(totals, indent=2, ensure_ascii=False, allow_nan=False)
    return {TABLE: table.encode(), TOTALS: f"{text}\n".encode()}


def _describe_edition(edition: Edition) -> dict[str, str | int]:
    return {"name": edition.name, "date": edition.date, "year": edition.year}


def make_table(difference: Difference) -> pd.DataFrame:
    """Return one row per council and node, in full precision; empty where a side has no score or rank.

    Nodes that are in neither of the two for a council have a row too, with empty cells.
    """
    areas, nodes = len(difference.councils), len(difference.nodes)
    old, new = (side.ravel() for side in (difference.score_old, difference.score_new))
    rank_old, rank_new = difference.rank_old.ravel(), difference.rank_new.ravel()
    both = (rank_old > 0) & (rank_new > 0)
    columns: dict[str, object] = {
        "area_code": np.repeat([council.code for council in difference.councils], nodes),
        "area_name": np.repeat([council.name for council in difference.councils], nodes),
        "level": [level for level, _ in difference.nodes] * areas,
        "node": [key for _, key in difference.nodes] * areas,
        "score_old": old,
        "score_new": new,
        "change": new - old,
    }
    columns |= {cause: difference.causes[..., place].ravel() for place, cause in enumerate(CAUSES)}
    columns |= {
        "rank_old": _whole(rank_old, rank_old > 0),
        "rank_new": _whole(rank_new, rank_new > 0),
        "rank_own": _whole(difference.rank_own.ravel(), both),
        "rank_others": _whole(difference.rank_others.ravel(), both),
    }
    return pd.DataFrame(columns)


def _whole(numbers: np.ndarray, known: np.ndarray) -> pd.Series:
    """Return whole numbers, empty where they are not known."""
    return pd.Series(numbers, dtype="Int64").mask(~known)
