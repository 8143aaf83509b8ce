"""The page on what changed since the first build of the edition: what its template ``first-build.md`` prints.

Pure: tables of the audit in, values out. No number is written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from generator.catalogue.records import NATIONS, Framework
from generator.index.audit.first_build import CAUSES
from generator.index.movement import LEAST
from generator.index.ranking import UK_SHARE, rank
from generator.index.structure import LEVELS
from generator.prose.audit import Audit, Values
from generator.prose.cells import GAP, Rows, list_names, percent, show, take
from generator.render.markdown import Sheet
from generator.text.numbers import MINUS, format_number

FIRST_BUILD_PAGE = "method/since-first-build.md"
MOST = 10
"""Councils of each nation that are named."""
FAR = (10, 25, 50)
"""Places by which the distribution of moves is told."""
_NINE_IN_TEN = 0.9


def gather_first_build(tables: Mapping[str, pd.DataFrame], framework: Framework, *, commit: str) -> Sheet:
    """Return the page.

    Args:
        tables: of ``findings.audited.audit_all``, by name.
        framework: names of pillars.
        commit: of the first build, empty where nothing is known of one.
    """
    table = tables["rework"]
    if table.empty:
        return Sheet("first-build.md", {"commit": ""})
    audit = Audit.of(tables, framework)
    overall = take(table, level="overall")
    both = overall.dropna(subset=["change", "rank_old", "rank_new"])
    moved = (both["rank_new"] - both["rank_old"]).abs().astype(float)
    nations = [name for name in NATIONS if name in set(both["nation"])]
    return Sheet(
        "first-build.md",
        {
            "commit": commit,
            "councils": len(both),
            "points": show(both["change"].abs().median(), 1),
            "places": show(moved.median()),
            "furthest": show(moved.max()),
            "far": [(places, percent((moved >= places).mean())) for places in FAR],
            "inside": percent(both["inside"].astype(bool).mean()),
            "gained": list_names(overall[overall["score_old"].isna()]["area_name"]),
            "lost": list_names(overall[overall["score_new"].isna()]["area_name"]),
            "by_nation": [_tell_nation(take(both, nation=name), name) for name in nations],
            "causes": _tell_causes(both, nations),
            "least": show(LEAST, 2),
            "together": show((both["framework"] + both["series"]).abs().mean(), 2),
            "heads": [f"{name}>" for name in nations],
            "largest": [{"nation": name, "rows": _list_largest(take(both, nation=name))} for name in nations],
            "pillars": _tell_pillars(audit, take(table, level="pillar")),
            "emptied": _tell_emptied(audit, table),
        },
    )


def _tell_nation(table: pd.DataFrame, nation: str) -> list[str]:
    """Return a row: how far the councils of a nation moved in the UK and in the nation."""
    cells = [nation, str(len(table))]
    for side in ("", "nation_"):
        moved = (table[f"{side}rank_new"] - table[f"{side}rank_old"]).abs().astype(float)
        cells += [show(moved.median()), show(float(np.quantile(moved, _NINE_IN_TEN))), show(moved.max())]
    return [*cells, _sign(float((table["rank_old"] - table["rank_new"]).astype(float).mean()))]


def _sign(value: float, decimals: int = 1) -> str:
    """Return a number with its sign."""
    text = show(value, decimals)
    return text if text.startswith(MINUS) or round(value, decimals) == 0 else f"+{text}"


def _tell_causes(table: pd.DataFrame, nations: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return for each cause what it did to scores, and to ranks when its turn came."""
    way = (
        table["score_old"].to_numpy()[:, None]
        + np.c_[np.zeros(len(table)), table[list(CAUSES)].to_numpy(dtype=np.float64).cumsum(axis=1)]
    )
    places = np.abs(np.diff(rank(way), axis=1))
    rows: list[tuple[str, list[str]]] = []
    for place, cause in enumerate(CAUSES):
        size = table[cause].abs()
        means = [_sign(float(take(table, nation=name)[cause].mean()), 2) for name in nations]
        cells = [str(int((size >= LEAST).sum())), show(size.mean(), 2), show(size.max(), 2)]
        rows.append((cause, [*cells, show(float(places[:, place].mean()), 1), *means]))
    return rows


def _list_largest(table: pd.DataFrame) -> list[Values]:
    """Return the councils whose rank in the nation moved furthest, then whose rank in the UK did."""
    places = (table["nation_rank_old"] - table["nation_rank_new"]).astype(float)
    uk = (table["rank_old"] - table["rank_new"]).astype(float)
    order = table.assign(places=places, size=places.abs(), uk_size=uk.abs()).sort_values(
        ["size", "uk_size", "area_code"], ascending=[False, False, True]
    )
    found: list[Values] = []
    for _, row in order.head(MOST).iterrows():
        # What did most in the direction in which the score moved.
        towards = {cause: float(row[cause]) * float(np.sign(row["change"])) for cause in CAUSES}
        cause = max(towards, key=lambda name: towards[name])
        cells = [str(row["area_name"]), show(row["nation_rank_old"]), show(row["nation_rank_new"])]
        cells += [_sign(row["places"], 0), show(row["rank_old"]), show(row["rank_new"]), _sign(row["change"])]
        found.append({"cells": cells, "cause": cause, "points": _sign(float(row[cause]))})
    return found


def _tell_pillars(audit: Audit, table: pd.DataFrame) -> Rows:
    """Return a row for each pillar: how far scores and ranks in the nation moved."""
    rows = []
    for key, part in table.groupby("node", sort=False):
        both = part.dropna(subset=["change"])
        moved = (both["nation_rank_new"] - both["nation_rank_old"]).abs().astype(float)
        came, went = part["score_old"].isna().sum(), part["score_new"].isna().sum()
        name = audit.nodes.get(str(key), str(key))
        cells = [show(both["change"].abs().median(), 1), show(moved.median()), show(moved.max())]
        rows.append([name, str(len(both)), *cells, str(came), str(went)])
    return rows


def _tell_emptied(audit: Audit, table: pd.DataFrame) -> Values:
    """Return where ranks in the UK stand no more, although there is a score: nodes and cells by level."""
    ranked = table[table["rank_old"].notna() & table["score_new"].notna()]
    rows, names = [], {}
    for level in LEVELS:
        part = take(ranked, level=level)
        left = part.groupby("node", sort=False)["rank_new"].count() > 0
        gone = int(part["rank_new"].isna().sum())
        rows.append([level, str(len(left)), str(int(left.sum())), f"{len(part):,}", f"{gone:,}"])
        names[level] = list_names([audit.nodes[str(key)] for key in left.index[~left]])
    old_only = table[table["score_new"].isna() & table["score_old"].notna()]
    lost = old_only[~old_only["node"].isin(audit.nodes)]["node"].nunique()
    return {
        "share": percent(UK_SHARE),
        "rows": rows,
        "domains": names["domain"] or GAP,
        "pillars": names["pillar"] or GAP,
        "cells": format_number(int(ranked["rank_new"].isna().sum()), 0),
        "of": format_number(len(ranked), 0),
        "dropped": int(lost),
    }
