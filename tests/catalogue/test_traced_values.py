"""Figures read by hand in the publishers' files, three or more of each series that was added or made anew."""

from functools import lru_cache

import pandas as pd
import pytest

from generator.catalogue.store import read_observations
from generator.paths import PROJECT


@lru_cache
def rows(dataset: str) -> pd.DataFrame:
    return read_observations(PROJECT.datasets / dataset).set_index(["series", "area_code", "period"])


def cell(dataset: str, series: str, area: str, period: str) -> tuple[float, str]:
    row = rows(dataset).loc[(series, area, period)]
    return float(row["value"]), str(row["status"])


@pytest.mark.parametrize(
    ("place", "value", "status"),
    [
        ("smoking-five-years smokers E06000001 2020-01-01/P5Y", 14.7, "observed"),
        ("smoking-five-years smokers W06000002 2019-01-01/P5Y", 14.8, "observed"),
        ("smoking-five-years smokers N09000003 2020-01-01/P5Y", 16.0, "observed"),
        ("child-obesity-reception reception E06000009 2024-08-01/P1Y", 13.71841, "observed"),
        ("child-obesity-reception reception E07000008 2008-08-01/P1Y", 6.74157, "observed"),
        ("child-obesity-reception reception E09000033 2019-08-01/P1Y", 9.84456, "observed"),
        ("mental-wellbeing-scotland wemwbs S12000049 2018-01-01/P5Y", 46.8, "observed"),
        ("mental-wellbeing-scotland wemwbs S12000006 2018-01-01/P5Y", 48.3, "observed"),
        ("mental-wellbeing-scotland wemwbs S12000027 2018-01-01/P5Y", 50.1, "observed"),
        ("neighbourhood-rating-scotland very-good S12000049 2022-01-01/P1Y", 38.0, "observed"),
        ("neighbourhood-rating-scotland very-good S12000006 2022-01-01/P1Y", 57.2, "observed"),
        ("neighbourhood-rating-scotland very-good S12000027 2022-01-01/P1Y", 79.9, "observed"),
        ("carers-quality-of-life-england quality-of-life E06000001 2021-04-01/P1Y", 7.8, "observed"),
        ("carers-quality-of-life-england quality-of-life E08000026 2016-04-01/P1Y", 7.2, "observed"),
        # Cambridgeshire's figure, for Cambridge
        ("carers-quality-of-life-england quality-of-life E07000008 2021-04-01/P1Y", 7.2, "upper_tier"),
        ("carers-supported-scotland supported S12000019 2019-04-01/P1Y", 31.545, "observed"),
        ("carers-supported-scotland supported S12000030 2013-04-01/P1Y", 44.31, "observed"),
        ("carers-supported-scotland supported S12000049 2019-04-01/P1Y", 35.841, "observed"),
        ("under-18-conceptions conceptions E06000002 2017-01-01/P1Y", 43.8, "observed"),
        ("under-18-conceptions conceptions E09000033 2022-01-01/P1Y", 6.3, "observed"),
        ("under-18-conceptions conceptions E07000008 2022-01-01/P1Y", 9.5, "upper_tier"),
        ("fuel-poverty-to-2018 low-income-high-costs E06000001 2011-01-01/P1Y", 12.8, "estimated"),
        ("fuel-poverty-to-2018 low-income-high-costs E06000001 2018-01-01/P1Y", 10.1, "estimated"),
        ("fuel-poverty-to-2018 low-income-high-costs E09000033 2018-01-01/P1Y", 11.7, "estimated"),
        ("level-3-qualifications-to-2021 level-3-or-above E06000001 2009-01-01/P1Y", 38.7, "observed"),
        ("level-3-qualifications-to-2021 level-3-or-above W06000002 2021-01-01/P1Y", 60.7, "observed"),
        ("level-3-qualifications-to-2021 level-3-or-above S12000049 2021-01-01/P1Y", 66.6, "observed"),
        ("pm25-man-made man-made W06000002 2019-01-01/P1Y", 5.6749, "estimated"),
        ("pm25-man-made man-made N09000003 2024-01-01/P1Y", 4.9133, "estimated"),
        ("pm25-man-made man-made S12000049 2023-01-01/P1Y", 4.3586, "estimated"),
        ("child-poverty before-housing-costs W06000002 2024-04-01/P1Y", 22.8914394, "estimated"),
        ("child-poverty before-housing-costs S12000049 2021-04-01/P1Y", 25.35807801, "estimated"),
        ("child-poverty before-housing-costs N09000003 2024-04-01/P1Y", 20.65904669, "estimated"),
    ],
)
def test_a_figure_is_the_publishers(place: str, value: float, status: str) -> None:
    assert cell(*place.split()) == (pytest.approx(value), status)


@pytest.mark.parametrize(
    ("place", "count", "people", "per", "status"),
    [
        # Cumberland adds up Allerdale, Carlisle and Copeland
        ("road-collisions collisions-with-injury E09000033 2021-01-01/P1Y", 1144, 205759, 10_000, "derived"),
        ("road-collisions collisions-with-injury E07000008 2020-01-01/P1Y", 202, 143741, 10_000, "derived"),
        (
            "road-collisions collisions-with-injury E06000063 2021-01-01/P1Y",
            115 + 159 + 98,
            273788,
            10_000,
            "recast",
        ),
        ("fly-tipping-england fly-tipping E09000033 2021-04-01/P1Y", 18749, 205759, 1000, "derived"),
        ("fly-tipping-england fly-tipping E07000008 2012-04-01/P1Y", 1087, 124679, 1000, "derived"),
        ("fly-tipping-england fly-tipping E08000026 2020-04-01/P1Y", 10727, 344702, 1000, "derived"),
        ("recorded-crime-england-wales burglary E08000026 2018-10-01/P1Y", 3015, 343715, 1000, "derived"),
        (
            "recorded-crime-england-wales sexual-offences E07000008 2024-07-01/P1Y",
            420,
            149352,
            1000,
            "derived",
        ),
        # one partnership: Dartford and Gravesham
        (
            "recorded-crime-england-wales robbery E07000107 2019-10-01/P1Y",
            282,
            115572 + 107146,
            1000,
            "upper_tier",
        ),
        (
            "recorded-crime-england-wales robbery E07000109 2019-10-01/P1Y",
            282,
            115572 + 107146,
            1000,
            "upper_tier",
        ),
        # the partnership of Daventry and South Northamptonshire, and Northampton
        (
            "recorded-crime-england-wales vehicle-offences E06000062 2018-10-01/P1Y",
            1432 + 2997,
            422168,
            1000,
            "recast",
        ),
        ("recorded-crime-scotland vehicle-theft S12000049 2021-04-01/P1Y", 756, 610860, 1000, "derived"),
        ("recorded-crime-scotland vehicle-theft S12000036 2010-04-01/P1Y", 1285, 469930, 1000, "derived"),
        ("recorded-crime-scotland vehicle-theft S12000023 2021-04-01/P1Y", 2, 22030, 1000, "derived"),
        ("recorded-crime-scotland robbery S12000036 2021-04-01/P1Y", 227, 505750, 1000, "derived"),
        ("recorded-crime-scotland housebreaking S12000023 2021-04-01/P1Y", 4, 22030, 1000, "derived"),
        # 2025/26 over the people of 2024, the latest there are: 19.3 as published
        (
            "recorded-crime-scotland non-sexual-violence S12000049 2025-04-01/P1Y",
            12567,
            650300,
            1000,
            "derived",
        ),
        ("recorded-crime-northern-ireland theft N09000003 2023-04-01/P1Y", 7904, 350533, 1000, "derived"),
        ("recorded-crime-northern-ireland theft N09000001 2023-04-01/P1Y", 1596, 147298, 1000, "derived"),
        (
            "recorded-crime-northern-ireland criminal-damage N09000003 2023-04-01/P1Y",
            4497,
            350533,
            1000,
            "derived",
        ),
    ],
)
def test_a_rate_made_here_is_count_over_people(
    place: str, count: int, people: int, per: int, status: str
) -> None:
    assert cell(*place.split()) == (pytest.approx(count / people * per, rel=1e-9), status)


@pytest.mark.parametrize(
    ("dataset", "series", "belfast", "antrim", "antrim_before"),
    [
        ("recorded-violence-northern-ireland", "violence-against-the-person", 12209, 2686, 2835),
        ("recorded-sexual-offences-northern-ireland", "sexual-offences", 1312, 295, 245),
        ("recorded-robbery-northern-ireland", "robbery", 338, 11, 17),
        ("recorded-burglary-northern-ireland", "burglary", 825, 153, 201),
    ],
)
def test_crime_in_northern_ireland_is_count_over_people(
    dataset: str, series: str, belfast: int, antrim: int, antrim_before: int
) -> None:
    for area, period, count, people in (
        ("N09000003", "2025-04-01/P1Y", belfast, 352390),
        ("N09000001", "2025-04-01/P1Y", antrim, 148100),
        ("N09000001", "2023-04-01/P1Y", antrim_before, 147298),
    ):
        assert cell(dataset, series, area, period)[0] == pytest.approx(count / people * 1000, rel=1e-9)


def test_a_rate_agrees_with_the_published_one_where_the_people_are_the_same() -> None:
    # Scotland publishes 2025/26 per 10,000: 193 in Glasgow, 63 in Orkney, 164 in Falkirk
    for area, published in (("S12000049", 19.3), ("S12000023", 6.3), ("S12000014", 16.4)):
        value, _ = cell("recorded-crime-scotland", "non-sexual-violence", area, "2025-04-01/P1Y")
        assert round(value, 1) == published


def test_the_city_of_london_has_no_rate_where_hardly_anybody_lives() -> None:
    for dataset, series, period in (
        ("recorded-crime-england-wales", "burglary", "2024-07-01/P1Y"),
        ("fly-tipping-england", "fly-tipping", "2021-04-01/P1Y"),
        ("child-low-income-to-2023", "before-housing-costs", "2023-04-01/P1Y"),
    ):
        row = rows(dataset).loc[(series, "E09000001", period)]
        assert row["status"] == "missing"
        assert row["note"] != ""
