"""Does any nation get too little to say? Strengths and weaknesses of its councils, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from generator.catalogue.records import NATIONS, Area
from generator.findings.finding import AnyFinding
from generator.findings.strengths import CONTEXT, KIND

UK = "UK"
FEW = 2
"""Findings of a kind below which a report has little to say."""
COLUMNS = ("nation", "kind", "councils", "findings", "per_council", "none", "few")


def count_findings(found: Mapping[str, Sequence[AnyFinding]], areas: Sequence[Area]) -> pd.DataFrame:
    """Return one row per nation (and the UK) and kind: strengths, weaknesses, both, and context.

    Args:
        found: findings of each council, by code; other kinds are not counted.
        areas: areas of any kind; only councils are counted.
    """
    kinds = {**{kind: (kind,) for kind in KIND.values()}, "either": tuple(KIND.values()), CONTEXT: (CONTEXT,)}
    councils = [area for area in areas if area.kind == "council"]
    rows = []
    for nation in (UK, *NATIONS):
        own = [area.code for area in councils if nation in (UK, area.nation)]
        if not own:
            continue
        for kind, among in kinds.items():
            counts = [sum(one.kind in among for one in found.get(code, ())) for code in own]
            fewer = (sum(count < least for count in counts) / len(own) for least in (1, FEW))
            rows.append((nation, kind, len(own), sum(counts), sum(counts) / len(own), *fewer))
    return pd.DataFrame(rows, columns=list(COLUMNS))
