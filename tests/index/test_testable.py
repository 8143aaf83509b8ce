"""What can be tested over time, in a small world in which every span is known."""

import pandas as pd
import pytest
from little_world import Cell, make_areas, make_edition, make_framework, make_indicator, make_observations

from generator.catalogue.records import NATIONS, BentSeries
from generator.index.audit.testable import make_testable
from generator.index.run import compute_index

COUNCILS = 12
YEARS = {
    # slug: years in which England has figures, and Wales
    "long": ((2011, 2016, 2023), (2023,)),
    "late": ((2016, 2022), (2016, 2020)),
    "early": ((2011, 2017), ()),
    "pay": ((2011, 2023), (2011, 2023)),
    "few": ((2012, 2022), (2012, 2022)),
    "now": ((2023,), (2023,)),
    "bent": ((2012, 2020), (2011, 2017, 2020)),
}


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    tree = {
        "p": {
            "alone": [make_indicator("long")],
            "apart": [make_indicator("early", weight=0.5), make_indicator("late")],
            "pandemic": [make_indicator("bent", series=[("bent", NATIONS)])],
            "money": [make_indicator("pay", unit="£ a week")],
            "thin": [make_indicator("few", counts_for="trend", weight=2), make_indicator("now")],
        }
    }
    england, wales = make_areas(COUNCILS), make_areas(COUNCILS, "Wales", "W")
    cells: list[Cell] = []
    for slug, (here, there) in YEARS.items():
        for areas, years in ((england, here), (wales, there)):
            # "few" is known of five councils of twelve in Wales: less than half
            known = areas[:5] if (slug, areas is wales) == ("few", True) else areas
            cells += [
                (area.code, slug, year, float(place + year % 7))
                for place, area in enumerate(known)
                for year in years
            ]
    bent = BentSeries(reason="Nobody counted.", series=("d/bent",))
    framework, areas = make_framework(tree).model_copy(update={"bent": (bent,)}), england + wales
    index = compute_index(framework, make_observations(cells), areas, edition=make_edition(draws=2))
    nation = pd.Series([area.nation for area in areas]).to_numpy(dtype=object)
    return make_testable(index, framework, nation).set_index(["element", "nation"])


@pytest.mark.parametrize(
    ("element", "nation", "first", "last"),
    [
        ("alone", "England", 2011, 2023),
        # of both, "late" alone weighs two thirds; "early" alone, from 2011 to 2017, a third
        ("apart", "England", 2016, 2022),
        # what counts for the trend alone tells a change; "now", with one year, takes nothing from it
        ("thin", "England", 2012, 2022),
        # money in proportion to the middle council
        ("money", "England", 2011, 2023),
        ("pandemic", "Wales", 2011, 2017),
    ],
)
def test_the_longest_span_with_half_of_the_weight(
    table: pd.DataFrame, element: str, nation: str, first: int, last: int
) -> None:
    row = table.loc[(element, nation)]
    assert (row["first_year"], row["last_year"], row["obstacle"]) == (first, last, "")


@pytest.mark.parametrize(
    ("element", "nation", "obstacle"),
    [
        ("alone", "Wales", "one year"),
        ("apart", "Wales", "years too close"),
        ("pandemic", "England", "years to avoid"),
        ("thin", "Wales", "one year"),
    ],
)
def test_why_there_is_no_span(table: pd.DataFrame, element: str, nation: str, obstacle: str) -> None:
    row = table.loc[(element, nation)]
    assert (row["obstacle"], bool(row["in_trend"])) == (obstacle, False)
    assert pd.isna(row["first_year"])
    assert pd.isna(row["last_year"])


def test_indicators_count_that_half_of_the_councils_have(table: pd.DataFrame) -> None:
    assert table.loc[("thin", "England"), "indicators"] == 2
    assert table.loc[("thin", "Wales"), "indicators"] == 1
    assert table.loc[("apart", "Wales"), "indicators"] == 1


def test_a_nation_without_any_figure_says_so_and_one_that_is_not_there_has_no_row() -> None:
    england, wales = make_areas(COUNCILS), make_areas(COUNCILS, "Wales", "W")
    framework = make_framework({"p": {"e": [make_indicator("a", series=[("s", ("England",))])]}})
    cells = [
        (area.code, "a", year, float(n + year)) for n, area in enumerate(england) for year in (2011, 2023)
    ]
    areas = england + wales
    index = compute_index(framework, make_observations(cells), areas, edition=make_edition(draws=2))
    nation = pd.Series([area.nation for area in areas]).to_numpy(dtype=object)
    table = make_testable(index, framework, nation)
    assert table[["nation", "obstacle", "in_trend"]].to_numpy().tolist() == [
        ["England", "", True],
        ["Wales", "no figure", False],
    ]
