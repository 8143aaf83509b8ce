"""The shape of the table of observations, cell by cell."""

import pandas as pd
import pytest

from generator.sources.gates.schema import check_table

GOOD = {
    "dataset": "trees", "series": "trees", "area_code": "E06000001", "period": "2020-01-01/P1Y",
    "value": 10.0, "lower": 9.0, "upper": 11.0, "status": "observed", "note": "",
}  # fmt: skip
NAN = float("nan")
MISSING = {"value": NAN, "lower": NAN, "upper": NAN, "status": "missing", "note": "No figure was published."}


def table(*rows: dict[str, object]) -> pd.DataFrame:
    filled = [GOOD | {"area_code": f"E0600000{place}"} | row for place, row in enumerate(rows, start=1)]
    texts = {name: "str" for name, cell in GOOD.items() if isinstance(cell, str)}
    return pd.DataFrame(filled, columns=list(GOOD)).astype(texts)


def test_a_good_table_passes_with_missing_figures_and_without_intervals() -> None:
    assert check_table(table({}, MISSING, {"lower": NAN, "upper": NAN}, {"status": "recast"})) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"area_code": "E0600001"}, "a code such as E06000001"),
        ({"period": "2020"}, "a period such as 2024-01-01/P1Y"),
        ({"period": "2020-02-30"}, "a period such as 2024-01-01/P1Y"),
        ({"value": float("inf")}, "a number that is not infinite"),
        ({"status": "guessed"}, "one of observed, derived, estimated, recast, upper_tier, missing"),
        ({"status": "missing", "note": "No figure."}, "a figure, or the status missing"),
        (MISSING | {"status": "observed"}, "a figure, or the status missing"),
        (MISSING | {"note": ""}, "a reason where a figure is missing"),
        ({"upper": NAN}, "both ends of an interval, or none"),
        ({"lower": 11.0, "upper": 9.0}, "an interval from low to high"),
    ],
)
def test_a_cell_out_of_shape_is_shut_out_with_its_place(cells: dict[str, object], expected: str) -> None:
    (found,) = check_table(table({}, cells))
    assert (found.gate, found.severity, found.series) == ("types", "blocker", "trees")
    assert found.area_code == cells.get("area_code", "E06000002")
    assert found.expected == expected


def test_a_column_of_another_type_is_shut_out() -> None:
    (found,) = check_table(table({}).assign(value="ten").astype({"value": "str"}))
    assert (found.gate, found.severity) == ("types", "blocker")
    assert "float64" in found.expected


def test_a_column_that_lacks_is_shut_out() -> None:
    found = check_table(table({}).drop(columns="note"))
    assert "the table fails: column_in_dataframe: note" in [one.found for one in found]


def test_two_figures_for_one_place_and_period_are_shut_out() -> None:
    (found,) = check_table(table({}, {"area_code": "E06000001", "value": 12.0}))
    assert (found.gate, found.severity) == ("keys", "blocker")
    assert (found.area_code, found.period) == ("E06000001", "2020-01-01/P1Y")
    assert check_table(table({}, {"area_code": "E06000001", "series": "shrubs"})) == []
