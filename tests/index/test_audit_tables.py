"""The tables of the audit on a small world in which what they should say is known."""

import numpy as np
import pandas as pd
import pytest
from little_world import make_areas, make_edition, make_framework, make_indicator, make_observations

from generator.catalogue.first_build import FirstScore
from generator.catalogue.records import Cluster
from generator.findings.inverse import POOREST, count_strengths
from generator.index.audit.columns import TABLES
from generator.index.audit.run import audit
from generator.index.run import compute_index

COUNT = 25


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """In a pillar "twin" repeats "a", "against" opposes it; Wales lacks "b" and is constant on "c"."""
    tree = {
        "p": {"e": [make_indicator("a"), make_indicator("twin")], "f": [make_indicator("against")]},
        "q": {"g": [make_indicator("b"), make_indicator("c"), make_indicator("k")]},
    }
    areas = make_areas(COUNT) + make_areas(COUNT, "Wales", "W")
    cells = []
    for place, area in enumerate(areas):
        values = {"a": place, "against": -place, "k": place, "c": place, "b": place}
        if area.nation == "Wales":
            values["c"] = 5
            del values["b"]
        cells += [(area.code, slug, 2020, float(value)) for slug, value in values.items()]
        cells.append((area.code, "twin", 2022, place + 0.001 * (place % 2)))
    framework = make_framework(tree)
    edition = make_edition(draws=2).model_copy(update={"sobol": 4})
    index = compute_index(framework, make_observations(cells), areas, edition=edition)
    poorest = Cluster(
        slug=POOREST, title="t", kind="deprivation", rule="r", source="s", members=(areas[0].code,)
    )
    strengths = count_strengths(index, framework, {}, [poorest], means="e")
    first = [
        FirstScore(commit="54f262ea", area_code=area.code, level="overall", node="overall", score=50.0)
        for area in areas
    ]
    return audit(index, framework, areas, first=first) | {"strengths": strengths}


OWN = [table for table in TABLES if table.name not in ("persistence", "findings")]
"""Those two are about findings."""


@pytest.mark.parametrize("table", OWN, ids=lambda table: table.name)
def test_columns_are_those_that_are_described(tables: dict[str, pd.DataFrame], table: object) -> None:
    described = next(one for one in TABLES if one is table)
    assert list(tables[described.name].columns) == [column.name for column in described.columns]


def test_every_table_is_described(tables: dict[str, pd.DataFrame]) -> None:
    assert list(tables) == [table.name for table in OWN]
    assert all(len(table) for table in tables.values())


@pytest.mark.parametrize("table", OWN, ids=lambda table: table.name)
def test_cells_are_of_the_kind_that_is_described(tables: dict[str, pd.DataFrame], table: object) -> None:
    described = next(one for one in TABLES if one is table)
    kinds = {"text": "O", "whole": "i", "number": "f", "yes or no": "b"}
    for column in described.columns:
        held = tables[described.name][column.name].dtype
        kind = "i" if str(held) == "Int64" else held.kind
        assert kind == kinds[column.kind], column.name


def test_coverage_by_nation(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["coverage"].set_index(["nation", "node"])
    assert table.loc[("Wales", "q"), "coverage"] == pytest.approx(2 / 3)
    assert table.loc[("England", "q"), "coverage"] == pytest.approx(1)
    assert table.loc[("UK", "q"), "coverage"] == pytest.approx(5 / 6)
    assert table.loc[("Wales", "q"), "scored"] == COUNT
    assert set(table.index.get_level_values("nation")) == {"UK", "England", "Wales"}


def test_what_a_council_rests_on(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["councils"].set_index("area_code")
    assert table.loc["W000", ["published", "indicators", "pillars"]].tolist() == [6, 5, 2]
    # By weight: twin, an eighth of 5 / 6, is of 2022; all the rest of 2020.
    assert table.loc["W000", "coverage"] == pytest.approx(5 / 6)
    assert table.loc["W000", "mean_age"] == pytest.approx(4 - 2 * (1 / 8) / (5 / 6))
    assert table.loc["W000", "older_than_3"] == pytest.approx(1 - (1 / 8) / (5 / 6))
    assert table.loc["W000", ["older_than_6", "upper_tier"]].tolist() == [0, 0]


def test_what_an_indicator_rests_on(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["indicators"].set_index("indicator")
    assert table.loc["c", "constant_in"] == "Wales"
    assert table.loc["a", "constant_in"] == ""
    assert table.loc["twin", ["latest_year", "median_age", "older_than_3"]].tolist() == [2022, 2, 0]
    assert table.loc["a", ["median_age", "older_than_3", "older_than_6"]].tolist() == [4, 1, 0]
    assert table.loc["b", "councils"] == COUNT
    # Of 50 evenly spread values, the goalposts cut off the lowest and the highest.
    assert table.loc["a", ["at_0", "at_100"]].tolist() == [0.02, 0.02]
    assert table.loc["a", "mean_score"] == pytest.approx(50)
    assert table.loc["a", "pillar_correlation"] == pytest.approx(-1)


def test_variation_inside_nations(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["variation"].set_index(["indicator", "nation"])
    assert table.loc[("c", "Wales"), ["different_values", "commonest_share", "flag"]].tolist() == [
        1,
        1,
        "constant",
    ]
    assert table.loc[("c", "England"), ["different_values", "lowest", "highest", "flag"]].tolist() == [
        COUNT,
        0,
        24,
        "",
    ]
    assert ("b", "Wales") not in table.index


def test_pairs_are_flagged(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["correlations"].set_index(["first", "second"])
    assert table.loc[("a", "twin"), ["under", "flag"]].tolist() == ["p", "nearly the same"]
    assert table.loc[("a", "against"), "flag"] == "opposite"
    assert table.loc[("a", "k"), ["under", "flag"]].tolist() == ["overall", "nearly the same"]
    assert table.loc[("e", "f"), ["level", "under", "flag"]].tolist() == ["element", "p", "opposite"]
    # c rises with k in England and does not vary in Wales.
    assert 0 < table.loc[("b", "k"), "pearson"] <= 1
    assert table.loc[("b", "k"), "councils"] == COUNT
    assert ("e", "g") not in table.index or table.loc[("e", "g"), "flag"] == "nearly the same"


def test_consistency_of_nodes(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["consistency"].set_index(["node", "parts"])
    assert table.loc[("e", "indicators"), "alpha"] == pytest.approx(1, abs=1e-4)
    assert table.loc[("e", "indicators"), "first_component"] == pytest.approx(1, abs=1e-4)
    # e and f go opposite ways with nearly the same variance: covariances cancel variances.
    assert table.loc[("p", "elements"), "alpha"] < -100
    assert table.loc[("p", "elements"), "mean_correlation"] == pytest.approx(-1, abs=1e-3)
    assert table.loc[("q", "indicators"), ["number", "left_out"]].tolist() == [3, 0]


def test_effective_weights_move_to_what_is_there(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["weights"].set_index("node")
    assert table.loc["a", ["nominal_weight", "median_weight"]].tolist() == pytest.approx([1 / 8, 1 / 8])
    assert table.loc["b", ["nominal_weight", "median_weight"]].tolist() == pytest.approx([1 / 6, 1 / 6])
    # c is a sixth where b is known and a quarter where it is not.
    assert table.loc["c", ["nominal_weight", "median_weight"]].tolist() == pytest.approx([1 / 6, 5 / 24])
    assert table.loc["e", ["parent", "weight_in_parent"]].tolist() == ["p", 0.5]
    assert table.loc["p", ["parent", "weight_in_parent"]].tolist() == ["domain", 0.5]


def test_importance_by_hand() -> None:
    u, v = np.tile([1.0, -1, 1, -1], 10), np.tile([1.0, 1, -1, -1], 10)
    areas = make_areas(40)
    tree = {
        "p": {"e": [make_indicator("a", goalposts=(0, 100))]},
        "q": {"f": [make_indicator("b", goalposts=(0, 100))]},
    }
    cells = [(area.code, "a", 2022, 50 + 20 * x) for area, x in zip(areas, u, strict=True)]
    cells += [(area.code, "b", 2022, 50 + 10 * x) for area, x in zip(areas, v, strict=True)]
    framework = make_framework(tree)
    edition = make_edition(draws=2).model_copy(update={"sobol": 4})
    index = compute_index(framework, make_observations(cells), areas, edition=edition)
    table = audit(index, framework, areas)["weights"].set_index("node")
    # Equal weights, but variances of 400 and 100: four fifths of the score's variance, and one fifth.
    assert table.loc["a", ["nominal_weight", "importance"]].tolist() == pytest.approx([0.5, 0.8])
    assert table.loc["q", ["nominal_weight", "importance"]].tolist() == pytest.approx([0.5, 0.2])
    assert table.loc["a", "correlation"] == pytest.approx(np.sqrt(0.8))
    assert table.loc["a", "importance_in_parent"] == pytest.approx(1)


def test_contributions_are_checked_for_every_score(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["contributions"].set_index("level")
    assert table["scores"].to_dict() == {"overall": 50, "domain": 50, "pillar": 100, "element": 150}
    assert table["largest_residual"].max() < 1e-9
    assert table["within_limit"].all()
