"""What is kept of a series, what is left out and counted, and what is not plausible."""

import math
from pathlib import Path

import pandas as pd
import pytest
from tiny_sources import TREES_RECIPE, make_recipe

from generator.catalogue.denominators import load_denominators
from generator.errors import ProsperityError
from generator.sources.readers import TIDY_COLUMNS
from generator.sources.recipe_files import load_recipes
from generator.sources.selection import Settled, settle_series

FILE = Path("trees.csv")


def table(*rows: tuple[str, str, float]) -> pd.DataFrame:
    cells = [
        (line, code, period, value, math.nan, math.nan, "", False, "", "observed")
        for line, (code, period, value) in enumerate(rows, start=2)
    ]
    return pd.DataFrame(cells, columns=list(TIDY_COLUMNS))


def settle(rows: pd.DataFrame, **changes: object) -> Settled:
    recipe = make_recipe(**changes)
    return settle_series(rows, recipe=recipe, series=recipe.series[0], file=FILE)


def test_other_kinds_nations_and_years_are_left_out_and_counted() -> None:
    settled = settle(
        table(
            ("E06000001", "2008-12-31", 1),
            ("E06000001", "2009-01-01", 2),
            ("E47000001", "2020-01-01", 3),
            ("TLC3", "2020-01-01", 3),
            ("W06000001", "2020-01-01", 4),
            ("K02000001", "2020-01-01", 5),
            ("E12000001", "2020-01-01", 6),
        )
    )
    assert settled.observations["value"].to_list() == [2, 6]
    assert dict(settled.left_out) == {
        "before 2009": 1,
        "areas the index does not report on: combined authorities": 1,
        "areas the index does not report on: statistical regions (ITL)": 1,
        "areas outside the nations of the series": 1,
        "totals over nations that the series does not all cover": 1,
    }


def test_totals_stay_where_every_nation_is_covered() -> None:
    rows = table(
        ("E06000001", "2020-01-01", 1), ("K04000001", "2020-01-01", 2), ("K03000001", "2020-01-01", 3)
    )
    assert settle(rows, nations=["England", "Wales"]).observations["value"].to_list() == [1, 2]


def test_a_kind_of_area_nobody_knows_is_refused() -> None:
    with pytest.raises(ProsperityError) as caught:
        settle(table(("E06000001", "2020-01-01", 1), ("E99000001", "2020-01-01", 1)))
    assert (caught.value.line, caught.value.code) == (3, "E99000001")


def test_a_dropped_area_stays_as_missing_with_its_reason() -> None:
    rows = table(("E09000001", "2020-01-01", 9999), ("E06000001", "2020-01-01", 1))
    settled = settle(rows, drop_areas={"E09000001": "Hardly any residents."})
    first = settled.observations.iloc[0]
    assert math.isnan(first["value"])
    assert (first["note"], first["reason"]) == ("Hardly any residents.", "left_out")
    with pytest.raises(ProsperityError, match="has no rows"):
        settle(rows, drop_areas={"E09000002": "No reason."})


def test_figures_that_a_recipe_calls_shared_are_marked_with_its_note() -> None:
    rows = table(
        ("E09000001", "2020-01-01", 4), ("E09000001", "2021-01-01", math.nan), ("E09000002", "2020-01-01", 4)
    )
    settled = settle(rows, shared_areas={"E09000001": {"note": "One figure for both."}})
    assert settled.observations["shared"].to_list() == [True, False, False]
    assert settled.observations["note"].to_list() == ["One figure for both.", "", ""]
    with pytest.raises(ProsperityError) as error:
        settle(rows, shared_areas={"E09000009": {"note": "Nobody."}})
    assert (error.value.field, error.value.code) == ("shared_areas", "E09000009")


def test_a_figure_may_be_shared_in_some_periods_only() -> None:
    rows = table(
        ("E09000001", "2020-01-01", 4), ("E09000001", "2021-01-01", 5), ("E09000001", "2022-01-01", 6)
    )
    settled = settle(rows, shared_areas={"E09000001": {"note": "Shared.", "periods": ["2021-01-01"]}})
    assert settled.observations["shared"].to_list() == [False, True, False]
    assert settled.observations["note"].to_list() == ["", "Shared.", ""]
    with pytest.raises(ProsperityError, match="2023-01-01") as error:
        settle(rows, shared_areas={"E09000001": {"note": "Shared.", "periods": ["2023-01-01"]}})
    assert (error.value.field, error.value.code) == ("shared_areas", "E09000001")


@pytest.mark.parametrize("value", [-0.1, 50.1])
def test_an_implausible_value_is_refused(value: float) -> None:
    with pytest.raises(ProsperityError) as caught:
        settle(table(("E06000001", "2020-01-01", 1), ("E06000002", "2020-01-01", value)))
    assert (caught.value.line, caught.value.expected) == (3, "0 to 50")


def test_counts_of_regions_may_be_larger_than_those_of_councils() -> None:
    rows = table(("E06000001", "2020-01-01", 50), ("E12000001", "2020-01-01", 5000))
    assert len(settle(rows, kind="count").observations) == 2
    with pytest.raises(ProsperityError, match="not plausible"):
        settle(rows, kind="rate")


def test_a_value_must_lie_in_its_interval_but_for_rounding() -> None:
    rows = table(("E06000001", "2020-01-01", 10)).assign(lower=10.05, upper=12.0)
    assert len(settle(rows).observations) == 1
    with pytest.raises(ProsperityError, match="outside its interval"):
        settle(rows.assign(lower=10.06))


def test_one_figure_for_two_councils_goes_to_both() -> None:
    rows = table(
        ("E67000001", "2020-01-01", 7), ("E09000012", "2020-01-01", 8), ("E67000001", "2021-01-01", 9)
    )
    kept = settle(rows).observations.sort_values(["area_code", "period"])
    assert kept[["area_code", "value", "shared"]].values.tolist() == [
        ["E09000001", 7, True],
        ["E09000001", 9, True],
        ["E09000012", 8, False],
        ["E09000012", 9, True],
    ]


def test_every_recipe_of_the_project_loads() -> None:
    recipes = load_recipes()
    assert len({recipe.dataset for recipe in recipes}) == len(recipes) > 55


BREAKS = "    breaks:\n      - {period: 2015, words: x}\n"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("    minimum: 0", f"{BREAKS}    minimum: 0".replace("2015", '"2015"'), "breaks"),
        (
            "    minimum: 0",
            f"{BREAKS}    minimum: 0".replace("2015, words: x", "'2015-01-01', words: x, older: oaks/oaks"),
            "breaks",
        ),
        ("dataset: trees", "dataset: shrubs", "dataset"),
        ("minimum: 0", "minimum: 60", "minimum"),
        ("    nations: [England]", "    nations: [Wales]", "nations"),
        ("minimum: 0", "minimum: none", "series.0.minimum"),
        ("denominator: land-area", "denominator: acres", "denominator"),
        ("    denominator: land-area\n", "", "denominator"),
        ("    denominator: land-area\n", "    denominator: land-area\n    kind: count\n", "denominator"),
    ],
)
def test_a_recipe_that_is_wrong_is_refused(tmp_path: Path, old: str, new: str, field: str) -> None:
    (tmp_path / "trees.yml").write_text(TREES_RECIPE.replace(old, new, 1), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_recipes(tmp_path)
    assert caught.value.field == field


FORM_RECIPE = TREES_RECIPE.replace(
    "layout: tidy\n",
    "layout: form\nform:\n  columns: {area: Code, period: Year, value: Rate}\n  periods: [calendar-year]\n",
).replace('select: {indicator: Trees, source_unit: "%"}', "select: {where: {Kind: Oak}}")


def test_a_recipe_with_a_form_loads(tmp_path: Path) -> None:
    (tmp_path / "trees.yml").write_text(FORM_RECIPE, "utf-8")
    (recipe,) = load_recipes(tmp_path)
    assert recipe.form is not None and recipe.form.head == (1,)


@pytest.mark.parametrize(
    ("recipe", "old", "new", "field", "problem"),
    [
        (TREES_RECIPE, "layout: tidy", "layout: form", "form", "the layout is form"),
        (FORM_RECIPE, "layout: form", "layout: tidy", "form", "the layout is tidy"),
        (FORM_RECIPE, "area: Code, ", "", "form", "not tell one area"),
        (FORM_RECIPE, "period: Year, ", "", "form", "not tell one period"),
        (FORM_RECIPE, ", value: Rate", "", "form", "not tell one value"),
        (FORM_RECIPE, "{where", "{indicator: Trees, where", "select", "chosen by indicator"),
        (FORM_RECIPE, "value: Rate", "value: Rate, unit: Unit", "select", "not said which unit"),
        (
            TREES_RECIPE,
            "{indicator: Trees,",
            "{indicator: Trees, where: {A: b},",
            "select",
            "columns of a form",
        ),
        (TREES_RECIPE, "{indicator: Trees, ", "{", "select", "not said which indicator"),
        (FORM_RECIPE, "calendar-year", "calendar", "form.periods.0", "calendar-year"),
        (FORM_RECIPE, "value: Rate", "figure: Rate", "form.columns.figure", ""),
        (FORM_RECIPE, "periods:", "head: 0\n  periods:", "form.head.0", ""),
        (
            FORM_RECIPE,
            "periods:",
            "across: {value: '('}\n  periods:",
            "form.across.value",
            "regular expression",
        ),
        (FORM_RECIPE, "title: Trees", 'title: "?"', "title", "still open"),
    ],
)
def test_a_form_that_does_not_tell_how_its_file_is_read_is_refused(
    tmp_path: Path, recipe: str, old: str, new: str, field: str, problem: str
) -> None:
    assert old in recipe
    (tmp_path / "trees.yml").write_text(recipe.replace(old, new, 1), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_recipes(tmp_path)
    error = caught.value
    assert (error.field or "").startswith(field.split(".figure")[0]), error.render()
    assert problem in error.render()
    assert error.line is not None


def test_all_that_is_open_in_a_recipe_is_told_at_once(tmp_path: Path) -> None:
    text = TREES_RECIPE.replace("title: Trees", "title: '?'").replace("minimum: 0", "minimum: '?'")
    (tmp_path / "trees.yml").write_text(text, "utf-8")
    with pytest.raises(ProsperityError, match="still open") as caught:
        load_recipes(tmp_path)
    assert [error.field for error in (caught.value, *caught.value.others)] == ["title", "title", "minimum"]


def test_a_denominator_nobody_knows_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "trees.yml"
    file.write_text(TREES_RECIPE.replace("denominator: land-area", "denominator: acres"), "utf-8")
    line = file.read_text("utf-8").splitlines().index("    denominator: acres") + 1
    with pytest.raises(ProsperityError, match="'acres' is not known") as caught:
        load_recipes(tmp_path)
    assert (caught.value.file, caught.value.line) == (str(file), line)
    assert "land-area" in (caught.value.expected or "")


def test_every_denominator_is_needed_by_a_series() -> None:
    used = {series.denominator for recipe in load_recipes() for series in recipe.series} - {""}
    assert used == set(load_denominators())
