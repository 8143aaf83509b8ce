"""What was published for Wales, Scotland and Northern Ireland, found again in the committed figures.

Totals and means are those that the sources name. A mean over councils is weighted by people here, and the
published one by those whom the figure is about, so it may be off by a little.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest

from generator.catalogue.store import load_areas, read_observations
from generator.paths import PROJECT

NAMES = {area.code: area.name for area in load_areas(PROJECT) if area.kind == "council"}


@lru_cache
def figures(dataset: str, series: str) -> pd.Series:
    """Return the latest figures of councils by name."""
    table = read_observations(PROJECT.datasets / dataset)
    table = table[(table["series"] == series) & table["area_code"].isin(NAMES) & table["value"].notna()]
    table = table[table["period"] == table["period"].max()]
    return table.set_index(table["area_code"].map(NAMES))["value"]


@lru_cache
def people(year: int) -> pd.Series:
    table = read_observations(PROJECT.datasets / "population")
    table = table[(table["series"] == "population") & (table["period"] == f"{year}-06-30")]
    table = table[table["area_code"].isin(NAMES)]
    return table.set_index(table["area_code"].map(NAMES))["value"]


# checked in nations/SOURCES.csv, with the slack that weights by people need
@pytest.mark.parametrize(
    ("dataset", "series", "year", "mean", "slack"),
    [
        ("active-adults-scotland", "active", 2022, 67, 0.5),
        ("active-adults-wales", "active", 2022, 55.713468, 0.2),
        ("adult-obesity-wales", "obesity", 2022, 25.3, 0.2),
        ("alcohol-admissions-scotland", "admissions", 2022, 540, 1),
        ("bowel-screening-scotland", "bowel", 2021, 66.0, 0.1),
        ("cancer-screening-wales", "bowel", 2021, 67.1, 0.1),
        ("cancer-screening-wales", "breast", 2021, 72.2, 0.1),
        ("cancer-screening-wales", "cervical", 2021, 69.7, 0.1),
        ("child-dental-health-scotland", "without-decay", 2022, 73.6, 0.1),
        ("child-injuries-scotland", "under-5", 2021, 100.5, 0.3),
        ("child-overweight-scotland", "clinical-thresholds", 2022, 15.4, 0.1),
        ("child-overweight-wales", "91st-centile", 2022, 16.8, 0.1),
        ("child-vaccination-wales", "mmr-by-2", 2021, 94.9, 0.1),
        ("child-vaccination-wales", "routine-by-4", 2023, 84.9, 0.1),
        ("children-looked-after-scotland", "looked-after", 2021, 131, 1),
        ("gcse-points-wales", "literacy", 2022, 39.8, 0.1),
        ("gcse-points-wales", "numeracy", 2022, 37.2, 0.1),
        ("homelessness-scotland", "assessed-homeless", 2021, 7.5, 0.05),
        ("low-birth-weight-northern-ireland", "all-births", 2022, 6.2, 0.1),
        ("low-birth-weight-wales", "all-births", 2023, 100 * 2019 / 27386, 0.1),
        ("mmr-scotland", "mmr-by-2", 2021, 94.4, 0.1),
        ("school-absence-wales", "primary", 2022, 8.5, 0.1),
        ("school-absence-wales", "secondary", 2022, 12.5, 0.1),
        ("self-harm-northern-ireland", "admissions", 2021, 91, 0.5),
        ("teenage-births-northern-ireland", "under-20", 2021, 5.9, 0.1),
        ("teenage-pregnancies-scotland", "under-20", 2021, 24.9, 0.1),
        ("under-18-conceptions-wales", "conceptions", 2021, 15.1, 0.1),
    ],
)
def test_means_over_councils_are_those_of_their_nation(
    dataset: str, series: str, year: int, mean: float, slack: float
) -> None:
    values = figures(dataset, series)
    weights = people(year)[values.index]
    assert (values * weights).sum() / weights.sum() == pytest.approx(mean, abs=slack)


@pytest.mark.parametrize(
    ("dataset", "series", "year", "per", "total", "slack"),
    [
        # all eleven districts; the year's total was not found elsewhere
        ("road-casualties-northern-ireland", "casualties", 2023, 10_000, 7_985, 0.5),
        # 4,447 in the year before
        ("road-casualties-wales", "casualties", 2023, 10_000, 4_349, 0.5),
        # 2,931 applications published; rates over the people of mid-2023 as then estimated
        ("slept-rough-scotland", "slept-rough", 2023, 100_000, 2_931, 10),
        # the mean of the published numbers for Wales from April 2023 to March 2024
        (
            *("rough-sleeping-wales", "mean-of-month-ends", 2023, 100_000),
            (126 + 154 + 173 + 174 + 167 + 144 + 169 + 174 + 136 + 125 + 116 + 133) / 12,
            0.5,
        ),
    ],
)
def test_rates_give_back_what_was_counted(
    dataset: str, series: str, year: int, per: int, total: float, slack: float
) -> None:
    values = figures(dataset, series)
    assert (values * people(year)[values.index]).sum() / per == pytest.approx(total, abs=slack)


@pytest.mark.parametrize(
    ("dataset", "series", "lowest", "highest"),
    [
        ("child-overweight-scotland", "clinical-thresholds", ("East Renfrewshire", 10.8), None),
        ("child-overweight-wales", "91st-centile", ("Monmouthshire", 12.4), ("Merthyr Tydfil", 20.9)),
        ("cancer-screening-wales", "breast", ("Cardiff", 66.7), ("Monmouthshire", 77.7)),
        ("cancer-screening-wales", "cervical", ("Cardiff", 66.3), ("Monmouthshire", 75.4)),
        ("gcse-points-wales", "literacy", ("Isle of Anglesey", 36.3), ("Vale of Glamorgan", 42.9)),
        ("gcse-points-wales", "numeracy", ("Isle of Anglesey", 33.6), ("Monmouthshire", 41.2)),
        ("alcohol-admissions-wales", "admissions", ("Powys", 191), ("Merthyr Tydfil", 397)),
        ("low-birth-weight-northern-ireland", "all-births", None, ("Belfast", 7.8)),
        ("self-harm-northern-ireland", "admissions", None, ("Mid and East Antrim", 168)),
        ("teenage-births-northern-ireland", "under-20", ("Fermanagh and Omagh", 2.8), ("Belfast", 9.8)),
    ],
)
def test_the_ends_are_where_the_sources_have_them(
    dataset: str, series: str, lowest: tuple[str, float] | None, highest: tuple[str, float] | None
) -> None:
    values = figures(dataset, series)
    for told, place in ((lowest, values.idxmin()), (highest, values.idxmax())):
        if told is not None:
            assert (place, pytest.approx(values[place], abs=0.5 if values[place] > 100 else 0.051)) == told


@pytest.mark.parametrize(
    ("dataset", "series", "first", "last"),
    [
        ("cancer-screening", "attendance", "2014-04-01/P1Y", "2020-04-01/P1Y"),
        ("child-vaccination", "coverage", "2014-04-01/P1Y", "2020-04-01/P1Y"),
        ("alcohol-admissions", "admissions", "2015-04-01/P1Y", "2020-04-01/P1Y"),
        ("self-harm-admissions", "admissions", "2015-04-01/P1Y", "2020-04-01/P1Y"),
        ("workplace-injuries-england", "workplace-injuries", "2015-04-01/P1Y", "2019-04-01/P1Y"),
        ("participation-at-16-to-19-scotland", "taking-part", "2022-04-01/P1Y", "2022-04-01/P1Y"),
        ("level-6-awards-scotland", "five-or-more", "2011-08-01/P1Y", "2020-08-01/P1Y"),
        ("literacy-gap-scotland", "primary", "2018-08-01/P1Y", "2020-08-01/P1Y"),
        ("patients-per-gp", "northern-ireland", "2017-03-31", "2024-03-31"),
    ],
)
def test_periods_are_those_of_the_source(dataset: str, series: str, first: str, last: str) -> None:
    table = read_observations(PROJECT.datasets / dataset)
    periods = sorted(set(table.loc[table["series"] == series, "period"]))
    assert (periods[0], periods[-1]) == (first, last)


def test_admissions_rise_and_fall_in_the_years_in_which_england_s_did() -> None:
    # published rates for England are highest in 2018/19 and 2019/20, and fall in 2020/21
    table = read_observations(PROJECT.datasets / "alcohol-admissions")
    table = table[table["area_code"].isin(NAMES) & table["value"].notna()]
    means = table.groupby("period")["value"].mean()
    assert means.idxmax() == "2019-04-01/P1Y"
    assert means["2020-04-01/P1Y"] < 0.95 * means["2019-04-01/P1Y"]
