"""How far scores moved since the first build, on a made-up country whose first scores are made up as well."""

from __future__ import annotations

import pandas as pd
import pytest
from little_world import make_areas, make_edition, make_framework, make_indicator, make_observations

from generator.catalogue import store
from generator.catalogue.first_build import STEPS, FirstScore, load_first_build
from generator.index.audit.first_build import CAUSES, COLUMNS, make_first_build
from generator.index.results import Index
from generator.index.run import compute_index
from generator.paths import PROJECT

AREAS = [*make_areas(2), *make_areas(1, "Wales", "W")]


@pytest.fixture(scope="module")
def index() -> Index:
    tree = make_framework(
        {
            slug: {
                f"{slug}-a": [make_indicator(f"{slug}1", goalposts=(0, 100))],
                f"{slug}-b": [make_indicator(f"{slug}2", goalposts=(0, 100))],
            }
            for slug in ("p", "q")
        }
    )
    cells = [
        (area.code, f"{slug}{k}", 2023, value)
        for area, value in zip(AREAS, (30.0, 50.0, 40.0), strict=True)
        for slug in "pq"
        for k in (1, 2)
    ]
    return compute_index(tree, make_observations(cells), AREAS, edition=make_edition(draws=20))


def make(level: str, node: str, code: str, score: float, **steps: float) -> FirstScore:
    return FirstScore.model_validate(
        {"commit": "54f262ea", "area_code": code, "level": level, "node": node, "score": score} | steps
    )


def look_up(table: pd.DataFrame, code: str, node: str) -> pd.Series:
    return table[(table["area_code"] == code) & (table["node"] == node)].iloc[0]


def test_causes_add_up_and_a_step_without_a_score_counts_to_the_next(index: Index) -> None:
    whole = dict(zip(STEPS, (31.0, 33.0, 32.0, 32.0, 32.0, 29.0, 29.5), strict=True))
    gap = {step: score for step, score in whole.items() if step not in ("framework", "errors")}
    first = [
        make("overall", "overall", "E000", 40.0, **whole),
        make("overall", "overall", "E001", 20.0, **gap),
        make("overall", "overall", "W000", 30.0, **whole),
        make("element", "gone", "E000", 10.0),
        make("element", "p-a", "E000", 10.0),
        # A council that was replaced.
        make("overall", "overall", "E999", 90.0),
    ]
    table = make_first_build(index, first, AREAS)
    assert tuple(table.columns) == COLUMNS
    assert "E999" not in set(table["area_code"])
    ash = look_up(table, "E000", "overall")
    assert ash[list(CAUSES)].tolist() == pytest.approx([-9.0, 2.0, -1.0, 0.0, 0.0, -3.0, 0.5, 0.5])
    assert ash["change"] == pytest.approx(-10.0)
    bay = look_up(table, "E001", "overall")
    # From 31 after the rules to 32 with the figures added, for nothing is known between.
    assert bay[list(CAUSES)].tolist() == pytest.approx([11.0, 0.0, 0.0, 1.0, 0.0, -3.0, 0.5, 20.5])
    # Ranks of then are those of the scores of then: 40, 30, 20, and in England 40, 20.
    assert [look_up(table, code, "overall")["rank_old"] for code in ("E000", "W000", "E001")] == [1, 2, 3]
    assert [look_up(table, code, "overall")["nation_rank_old"] for code in ("E000", "E001")] == [1, 2]
    assert [look_up(table, code, "overall")["rank_new"] for code in ("E000", "W000", "E001")] == [3, 2, 1]
    # Where the figures are exact the draws agree on the ranks.
    assert [bool(look_up(table, code, "overall")["inside"]) for code in ("E000", "W000", "E001")] == [
        False,
        True,
        False,
    ]
    gone = look_up(table, "E000", "gone")
    assert pd.isna(gone["score_new"])
    assert pd.isna(gone["rank_new"])
    kept = look_up(table, "E000", "p-a")
    assert kept["change"] == pytest.approx(20.0)
    assert kept[list(CAUSES)].isna().all()


def test_without_a_first_build_there_are_no_rows(index: Index) -> None:
    assert list(make_first_build(index, (), AREAS).columns) == list(COLUMNS)
    assert make_first_build(index, (), AREAS).empty


def test_the_committed_first_build_is_whole() -> None:
    councils = {area.code for area in store.load_areas(PROJECT) if area.kind == "council"}
    former = {change.predecessor_code for change in store.load_changes(PROJECT)}
    first = load_first_build(PROJECT, codes=councils | former)
    overall = [row for row in first if row.level == "overall"]
    assert len(overall) == 354
    assert all(getattr(row, step) is not None for row in overall for step in STEPS)
    assert len({row.node for row in first if row.level == "pillar"}) == 12
    assert len({row.node for row in first if row.level == "element"}) == 59
