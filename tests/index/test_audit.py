import numpy as np
import pytest
from little_world import make_areas, make_edition, make_framework, make_indicator, make_observations

from generator.index.audit import audit, correlate, make_correlations, measure_weights
from generator.index.records import Index
from generator.index.run import compute_index

COUNT = 25


@pytest.fixture(scope="module")
def index() -> Index:
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
    return compute_index(make_framework(tree), make_observations(cells), areas, edition=make_edition(draws=2))


NATION = np.array(["England"] * COUNT + ["Wales"] * COUNT, dtype=object)


def test_coverage_by_nation(index: Index) -> None:
    table = audit(index, NATION)["audit-coverage"].set_index(["nation", "node"])
    assert table.loc[("Wales", "q"), "coverage"] == pytest.approx(2 / 3)
    assert table.loc[("England", "q"), "coverage"] == pytest.approx(1)
    assert table.loc[("Wales", "q"), "scored"] == COUNT


def test_indicators_without_variation_in_a_nation_are_named(index: Index) -> None:
    table = audit(index, NATION)["audit-indicators"].set_index("indicator")
    assert table.loc["c", "constant_in"] == "Wales"
    assert table.loc["a", "constant_in"] == ""
    assert table.loc["twin", "latest_year"] == 2022


def test_effective_weights_move_to_what_is_there(index: Index) -> None:
    weights = measure_weights(index)
    assert weights.sum(axis=1) == pytest.approx(np.ones(2 * COUNT))
    assert weights[0] == pytest.approx([1 / 8, 1 / 8, 1 / 4, 1 / 6, 1 / 6, 1 / 6])
    assert weights[-1] == pytest.approx([1 / 8, 1 / 8, 1 / 4, 0, 1 / 4, 1 / 4])


def test_pairs_are_flagged(index: Index) -> None:
    table = make_correlations(index)
    flags = {(row["first"], row["second"]): row["flag"] for _, row in table.iterrows()}
    assert flags[("a", "twin")] == "nearly the same"
    assert flags[("a", "against")] == "negative"
    assert ("b", "k") in flags


def test_correlation_needs_twenty_pairs_and_variation() -> None:
    assert np.isnan(correlate(np.arange(19.0), np.arange(19.0)))
    assert np.isnan(correlate(np.arange(30.0), np.ones(30)))
    assert correlate(np.arange(30.0), 2 * np.arange(30.0)) == pytest.approx(1)
