"""Strengths and weaknesses counted for each nation, on findings made by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from tiny import make_areas

from generator.catalogue.records import NATIONS
from generator.findings.per_council import COLUMNS, count_findings


def test_councils_with_few_are_told_by_nation() -> None:
    areas = [area for area in make_areas().values() if area.kind == "council"]
    own = {name: [area.code for area in areas if area.nation == name] for name in NATIONS}
    nation = max(NATIONS, key=lambda name: len(own[name]))
    first, second = own[nation][:2]
    kinds = {first: ["strength", "strength", "weakness", "position"], second: ["weakness", "context"]}
    found: Any = {code: [SimpleNamespace(kind=kind) for kind in each] for code, each in kinds.items()}
    table = count_findings(cast(Any, found), areas)
    assert tuple(table.columns) == COLUMNS
    rows = table.set_index(["nation", "kind"])
    count = len(own[nation])
    told = {kind: rows.loc[(nation, kind)] for kind in ("strength", "weakness", "either", "context")}
    assert [told[kind]["findings"] for kind in told] == [2, 2, 4, 1]
    assert told["strength"]["none"] == pytest.approx((count - 1) / count)
    assert told["strength"]["few"] == pytest.approx((count - 1) / count)
    assert told["weakness"]["none"] == pytest.approx((count - 2) / count)
    assert told["weakness"]["few"] == pytest.approx(1.0)
    assert told["either"]["few"] == pytest.approx((count - 1) / count)
    assert told["either"]["per_council"] == pytest.approx(4 / count)
    # In the UK all councils count, and a nation without councils has no row.
    assert rows.loc[("UK", "either")]["councils"] == len(areas)
    assert {name for name, _ in rows.index} == {"UK", *(name for name in NATIONS if own[name])}
