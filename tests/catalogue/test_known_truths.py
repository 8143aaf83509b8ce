"""Published totals and values, read by hand in the raw files: the committed data must give them back.

Each truth names the raw file it stands in, by folder of the sources, and how a total is made up.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest

from generator.catalogue.records import Area
from generator.catalogue.store import load_areas, read_observations
from generator.paths import PROJECT

UK, GB, ENGLAND_AND_WALES = "K02000001", "K03000001", "K04000001"
ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "E92000001", "W92000004", "S92000003", "N92000002"
NAMES = {
    ENGLAND: "England",
    WALES: "Wales",
    SCOTLAND: "Scotland",
    NORTHERN_IRELAND: "Northern Ireland",
}
ELS = "explore-local-statistics"
WELLBEING = "personal-wellbeing-estimates/personal-wellbeing-estimates.csv"


@lru_cache
def areas() -> tuple[Area, ...]:
    return load_areas(PROJECT)


def councils(area_code: str) -> list[str]:
    """Return the councils of a nation, a region or the UK."""
    found = [area for area in areas() if area.kind == "council"]
    if area_code == UK:
        return [area.code for area in found]
    if area_code in NAMES:
        return [area.code for area in found if area.nation == NAMES[area_code]]
    return [area.code for area in found if area.region_code == area_code]


@lru_cache
def figures(dataset: str, series: str, period: str) -> pd.Series:
    """Return the figures of one series and period by area code."""
    table = read_observations(PROJECT.datasets / dataset)
    return table[(table["series"] == series) & (table["period"] == period)].set_index("area_code")["value"]


def people(year: int) -> pd.Series:
    return figures("population", "population", f"{year}-06-30")


# economy/population.csv, lines 10086 to 12709
@pytest.mark.parametrize(
    ("area", "year", "total"),
    [
        (UK, 2024, 69_281_437),
        (ENGLAND, 2024, 58_620_101),
        (WALES, 2024, 3_186_581),
        (SCOTLAND, 2024, 5_546_900),
        (NORTHERN_IRELAND, 2024, 1_927_855),
        (UK, 2011, 63_285_145),
        (ENGLAND, 2011, 53_107_169),
        (WALES, 2011, 3_063_758),
        (SCOTLAND, 2011, 5_299_900),
        (NORTHERN_IRELAND, 2011, 1_814_318),
        ("E12000001", 2011, 2_596_441),
        ("E12000002", 2011, 7_055_961),
        ("E12000003", 2011, 5_288_212),
        ("E12000004", 2011, 4_537_448),
        ("E12000005", 2011, 5_608_667),
        ("E12000006", 2011, 5_862_418),
        ("E12000007", 2011, 8_204_407),
        ("E12000008", 2011, 8_652_784),
        ("E12000009", 2011, 5_300_831),
        ("E12000007", 2024, 9_089_736),
    ],
)
def test_the_people_of_councils_add_up_to_the_published_total(area: str, year: int, total: int) -> None:
    members = councils(area)
    assert people(year)[members].notna().all()
    assert people(year)[members].sum() == total
    assert people(year)[area] == total


def test_all_councils_are_there() -> None:
    assert [len(councils(code)) for code in (UK, ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND)] == [
        *(361, 296, 22, 32, 11)
    ]


# society/ni_recorded_crime.csv, rows of "(PSNI), offences" and N92000002
@pytest.mark.parametrize(
    ("series", "year", "offences"),
    [
        # published rates, per person of mid-2022, with three decimals
        ("violence-against-the-person", 2022, 44_143),
        ("burglary", 2022, 3_539),
        # made here, per person of the year
        ("theft", 2023, 21_975),
    ],
)
def test_rates_of_northern_ireland_give_back_the_offences_recorded(
    series: str, year: int, offences: int
) -> None:
    rates = figures("recorded-crime-northern-ireland", series, "2023-04-01/P1Y")[councils(NORTHERN_IRELAND)]
    assert (rates * people(year)[rates.index] / 1000).sum() == pytest.approx(offences, abs=0.5)


# society/scot_recorded_crime_counts.csv, sum of the 32 councils; rates have four decimals
@pytest.mark.parametrize(
    ("series", "period", "year", "offences"),
    [
        ("non-sexual-violence", "2011-04-01/P1Y", 2011, 79_232),
        ("sexual-crimes", "2011-04-01/P1Y", 2011, 7_361),
        ("housebreaking", "2011-04-01/P1Y", 2011, 24_222),
        ("robbery", "2011-04-01/P1Y", 2011, 2_244),
    ],
)
def test_rates_of_scotland_give_back_the_crimes_recorded(
    series: str, period: str, year: int, offences: int
) -> None:
    rates = figures("recorded-crime-scotland", series, period)[councils(SCOTLAND)]
    assert (rates * people(year)[rates.index] / 1000).sum() == pytest.approx(offences, abs=0.5)


# society/scot_recorded_crime_counts.csv; the published rates of 2025/26 are rounded
@pytest.mark.parametrize(("series", "offences"), [("non-sexual-violence", 75_601), ("dishonesty", 118_040)])
def test_the_latest_rates_of_scotland_do_too(series: str, offences: int) -> None:
    rates = figures("recorded-crime-scotland", series, "2025-04-01/P1Y")[councils(SCOTLAND)]
    assert (rates * people(2024)[rates.index] / 1000).sum() == pytest.approx(offences, rel=0.001)


# society/ew_recorded_crime_counts.csv, sum over councils and shared partnerships (E22, W14), without the City
# of London (1,407, 377 and 5,266 offences); a partnership's count goes over the people of all its councils
@pytest.mark.parametrize(
    ("series", "offences"),
    [
        ("violence-against-the-person", 1_902_022 - 1_407),
        ("burglary", 232_867 - 377),
        ("theft-offences", 1_655_719 - 5_266),
    ],
)
def test_rates_of_england_and_wales_give_back_the_offences_recorded(series: str, offences: int) -> None:
    both = [*councils(ENGLAND), *councils(WALES)]
    rates = figures("recorded-crime-england-wales", series, "2024-07-01/P1Y").reindex(both).dropna()
    assert len(rates) == 317  # all but the City of London
    assert (rates * people(2024)[rates.index] / 1000).sum() == pytest.approx(offences, abs=0.5)


# economy/mobile-4g-coverage.csv and economy/mobile-5g-coverage.csv, rows of January 2026
@pytest.mark.parametrize(
    ("slug", "published"),
    [
        ("4g", {ENGLAND: 99.03, WALES: 97.21, SCOTLAND: 90.82, NORTHERN_IRELAND: 98.81}),
        ("5g", {ENGLAND: 87.63, WALES: 61.85, SCOTLAND: 47.52, NORTHERN_IRELAND: 93.47}),
    ],
)
def test_shares_of_land_add_up_over_land(slug: str, published: dict[str, float]) -> None:
    shares = figures(f"{slug}-coverage", slug, "2026-01-01")
    land = pd.Series({area.code: area.area_km2 for area in areas() if area.kind == "council"})
    for nation, share in published.items():
        members = councils(nation)
        mean = (shares[members] * land[members]).sum() / land[members].sum()
        assert mean == pytest.approx(share, abs=0.1), nation


VALUES = (
    (f"{ELS}/employment-rate/employment-rate.csv:71", "employment-great-britain", "employment-rate",
     ENGLAND, "2023-01-01/P1Y", 76.0),
    (f"{ELS}/employment-rate/employment-rate.csv:80", "employment-great-britain", "employment-rate",
     ENGLAND, "2011-01-01/P1Y", 70.0),
    (f"{ELS}/claimant-count/claimant-count.csv:3", "claimant-count", "claimant-count",
     UK, "2025-01-01/P1Y", 3.9),
    (f"{ELS}/claimant-count/claimant-count.csv:8", "claimant-count", "claimant-count",
     UK, "2020-01-01/P1Y", 5.3),
    (f"{ELS}/housing-affordability-ratio/housing-affordability-ratio.csv:3", "housing-affordability",
     "price-to-earnings", ENGLAND_AND_WALES, "2025-04-01", 7.56),
    (f"{ELS}/housing-affordability-ratio/housing-affordability-ratio.csv:23", "housing-affordability",
     "price-to-earnings", ENGLAND_AND_WALES, "2011-04-01", 6.74),
    (f"{ELS}/greenhouse-gas-emissions/greenhouse-gas-emissions.csv:3", "greenhouse-gas-emissions",
     "per-head", UK, "2023-01-01/P1Y", 5.22),
    (f"{ELS}/gross-disposable-household-income-per-head/gross-disposable-household-income-per-head.csv:3",
     "household-income", "disposable-income", UK, "2023-01-01/P1Y", 24_836),
    (f"{ELS}/gross-median-weekly-pay/gross-median-weekly-pay.csv:2", "weekly-pay", "median-weekly-pay",
     UK, "2025-04-30", 642.5),
    (f"{ELS}/{WELLBEING}:15087", "life-satisfaction-and-worth", "satisfaction", UK, "2022-04-01/P1Y", 7.45),
    (f"{ELS}/children-in-relative-poverty/children-in-relative-poverty.csv:1651", "child-poverty",
     "after-housing-costs", UK, "2024-04-01/P1Y", 25.95511921),
    (f"{ELS}/healthy-life-expectancy/healthy-life-expectancy.csv:2402", "healthy-life-expectancy", "male",
     SCOTLAND, "2022-01-01/P3Y", 59.1),
    (f"{ELS}/gcses-in-english-and-maths/gcses-in-english-and-maths.csv:10", "gcse-english-and-maths",
     "by-19", ENGLAND, "2024-09-01/P1Y", 73.154),
    ("economy/gdp-per-head-real.csv:7983", "gdp-per-head", "gdp-per-head", UK, "2023-01-01/P1Y", 37_135),
    ("economy/business-births.csv:2608", "business-births", "births", UK, "2024-01-01/P1Y", 11.1011055993),
    ("economy/gigabit-broadband.csv:3102", "gigabit-broadband", "gigabit", UK, "2026-01-01", 87.8),
    ("economy/long-term-vacant-homes.csv:6800", "long-term-vacant-homes", "long-term-vacant",
     ENGLAND, "2024-10-01", 1.03399980318),
    ("economy/population-density.csv:10439", "population-density", "population-density",
     UK, "2024-06-30", 285),
    ("economy/cigarette-smokers-2012-2023.csv:4404", "smoking", "smokers", SCOTLAND, "2023-01-01/P1Y", 13.5),
    ("people/children_looked_after.csv:1611", "children-looked-after-england", "looked-after",
     ENGLAND, "2025-03-31", 67.0),
    ("people/fuel_poverty_lilee.csv:1256", "fuel-poverty", "fuel-poor", ENGLAND, "2022-01-01/P1Y", 13.051),
    # 1,138,347 incidents in society/fly_tipping.csv over 56,325,961 people in economy/population.csv
    ("society/fly_tipping.csv", "fly-tipping-england", "fly-tipping",
     ENGLAND, "2020-04-01/P1Y", 20.2099880728),
    ("more/bank_branches.csv:3841", "bank-branches", "branches", UK, "2021-01-01/P1Y", 16.0934),
    ("more/scot_road_maintenance_a.csv:364", "road-condition-scotland", "a-roads-for-maintenance",
     SCOTLAND, "2019-04-01/P2Y", 29.8),
    ("more/ni_employment_rate.csv:37", "employment-northern-ireland", "employment-rate",
     NORTHERN_IRELAND, "2024-01-01/P1Y", 74.3),
)  # fmt: skip
"""File and line, dataset, series, area, period, value."""


@pytest.mark.parametrize(("dataset", "series", "area", "period", "value"), [one[1:] for one in VALUES])
def test_published_values_of_nations_are_those_of_the_raw_files(
    dataset: str, series: str, area: str, period: str, value: float
) -> None:
    assert figures(dataset, series, period)[area] == value


def test_people_over_land_give_the_published_density_of_the_uk() -> None:
    # economy/population-density.csv:10439 says 285
    land = sum(area.area_km2 or 0.0 for area in areas() if area.kind == "council")
    assert round(people(2024)[councils(UK)].sum() / land) == 285


def weigh(dataset: str, series: str, period: str, nation: str, year: int) -> float:
    """Return the mean of councils weighted by all people, a stand-in for the true base."""
    found = figures(dataset, series, period).reindex(councils(nation)).dropna()
    weights = people(year)[found.index]
    return float((found * weights).sum() / weights.sum())


# Published for the UK or a nation, which none of these files gives; the weights are not the publisher's.
@pytest.mark.parametrize(
    ("dataset", "series", "period", "nation", "year", "published", "within"),
    [
        ("general-election-turnout", "turnout", "2010-05-06", UK, 2011, 65.1, 0.3),
        ("general-election-turnout", "turnout", "2019-12-12", UK, 2019, 67.3, 0.3),
        ("general-election-turnout", "turnout", "2024-07-04", UK, 2024, 59.7, 0.3),
        ("life-expectancy-male-to-2020", "at-birth", "2018-01-01/P3Y", ENGLAND, 2019, 79.40, 0.15),
        ("life-expectancy-male-to-2020", "at-birth", "2018-01-01/P3Y", WALES, 2019, 78.30, 0.15),
        ("life-expectancy-male-to-2020", "at-birth", "2018-01-01/P3Y", SCOTLAND, 2019, 76.81, 0.15),
        ("life-expectancy-male-to-2020", "at-birth", "2018-01-01/P3Y", NORTHERN_IRELAND, 2019, 78.67, 0.15),
        ("life-expectancy-female-to-2020", "at-birth", "2018-01-01/P3Y", ENGLAND, 2019, 83.14, 0.15),
        ("life-expectancy-female-to-2020", "at-birth", "2018-01-01/P3Y", SCOTLAND, 2019, 80.98, 0.15),
        ("community-outcomes-scotland", "deaths-under-75", "2021-01-01/P1Y", SCOTLAND, 2021, 465.9, 8),
        (
            "community-outcomes-scotland",
            "destinations-at-follow-up",
            "2021-08-01/P1Y",
            SCOTLAND,
            2021,
            93.5,
            0.2,
        ),
        (
            "community-outcomes-scotland",
            "taking-part-at-16-to-19",
            "2020-04-01/P1Y",
            SCOTLAND,
            2020,
            92.2,
            0.2,
        ),
        ("physical-activity", "active", "2015-11-15/P1Y", ENGLAND, 2016, 66.1, 0.3),
        ("physical-activity", "active", "2023-11-15/P1Y", ENGLAND, 2024, 67.4, 0.3),
        ("smoking-england", "smokers", "2024-01-01/P1Y", ENGLAND, 2024, 10.4, 0.2),
    ],
)
def test_councils_together_come_near_what_is_published(
    dataset: str, series: str, period: str, nation: str, year: int, published: float, within: float
) -> None:
    assert weigh(dataset, series, period, nation, year) == pytest.approx(published, abs=within)


@pytest.mark.parametrize(("autumn", "counted"), [(2024, 4_667), (2025, 4_793)])
def test_rates_of_rough_sleeping_give_back_the_people_counted(autumn: int, counted: int) -> None:
    rates = figures("rough-sleeping", "rough-sleepers", f"{autumn}-10-01/P2M")[councils(ENGLAND)]
    assert (rates * people(autumn - 1)[rates.index] / 100_000).sum() == pytest.approx(counted, abs=0.5)


@pytest.mark.parametrize(("autumn", "counted"), [(2017, 4_751), (2019, 4_266), (2020, 2_688), (2022, 3_069)])
def test_earlier_rates_of_rough_sleeping_do_so_but_for_revised_people(autumn: int, counted: int) -> None:
    # published over the people as they were known then
    rates = (
        figures("rough-sleeping", "rough-sleepers", f"{autumn}-10-01/P2M").reindex(councils(ENGLAND)).dropna()
    )
    assert (rates * people(autumn)[rates.index] / 100_000).sum() == pytest.approx(counted, rel=0.03)


@pytest.mark.parametrize(
    ("dataset", "series", "period", "lowest", "highest"),
    [
        # Glasgow City and Westminster, 73.1 and 84.7; Glasgow City and Kensington and Chelsea, 78.3 and 87.9
        ("life-expectancy-male-to-2020", "at-birth", "2018-01-01/P3Y", "S12000049", "E09000033"),
        ("life-expectancy-female-to-2020", "at-birth", "2018-01-01/P3Y", "S12000049", "E09000020"),
        ("life-expectancy-male-england", "at-birth", "2021-01-01/P3Y", "E06000009", "E07000089"),
        ("preventable-deaths-england", "under-75", "2024-01-01/P1Y", "E07000240", "E06000009"),
        ("private-rents", "average-rent", "2026-05-01/P1M", "E06000001", "E09000020"),
        ("council-tax-band-d-england", "band-d", "2026-04-01/P1Y", "E09000032", "E06000059"),
    ],
)
def test_the_lowest_and_the_highest_council_are_as_published(
    dataset: str, series: str, period: str, lowest: str, highest: str
) -> None:
    found = figures(dataset, series, period)
    assert (found.idxmin(), found.idxmax()) == (lowest, highest)


def test_the_best_connected_councils_and_the_most_crowded_one() -> None:
    connected = figures("deprivation-indicators-england", "connectivity", "2025-01-01/P1Y")
    # the City of London, Westminster, Islington
    assert connected.nlargest(3).index.to_list() == ["E09000001", "E09000033", "E09000019"]
    assert (
        figures("deprivation-indicators-england", "overcrowded-by-rooms", "2021-03-21").idxmax()
        == "E09000025"
    )


@pytest.mark.parametrize("sex", ["male", "female"])
def test_revised_life_expectancy_agrees_with_the_table_of_all_nations(sex: str) -> None:
    both = pd.DataFrame(
        {
            "england": figures(f"life-expectancy-{sex}-england", "at-birth", "2020-01-01/P3Y"),
            "uk": figures(f"life-expectancy-{sex}", "at-birth", "2020-01-01/P3Y"),
        }
    ).dropna()
    assert len(both) == 294
    assert (both["england"] - both["uk"]).abs().max() < 0.07


def test_unrevised_life_expectancy_is_far_too_high_in_inner_london_and_stands_apart() -> None:
    for code, apart in (("E09000033", 3.7), ("E09000007", 3.5)):
        older = figures("life-expectancy-male-to-2020", "at-birth", "2018-01-01/P3Y")[code]
        revised = figures("life-expectancy-male-england", "at-birth", "2018-01-01/P3Y")[code]
        assert older - revised == pytest.approx(apart, abs=0.1)
    assert figures("life-expectancy-male", "at-birth", "2016-01-01/P3Y").empty


# what the councils counted, as far as we know it, against collisions shared out from constituencies
@pytest.mark.parametrize("year", [2015, 2019, 2021])
def test_collisions_shared_out_from_constituencies_add_up_in_england(year: int) -> None:
    both = pd.DataFrame(
        {
            "shared": figures("road-collisions-great-britain", "collisions-with-injury", f"{year}-01-01/P1Y"),
            "counted": figures("road-collisions", "collisions-with-injury", f"{year}-01-01/P1Y"),
        }
    ).dropna()
    both = both.loc[both.index.isin(councils(ENGLAND))].mul(people(year), axis=0).dropna()
    assert len(both) == 293  # all but the City of London, the Isles of Scilly and Castle Point
    assert both["shared"].sum() / both["counted"].sum() == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize(
    ("code", "rate"),
    [("E06000001", 0.353016), ("E06000002", 1.490391), ("E06000009", 1.621209), ("E09000025", 53.060568)],
)
def test_temporary_accommodation_of_2023_is_that_of_the_table_used_before(code: str, rate: float) -> None:
    # people/temporary_accommodation.csv
    found = figures("temporary-accommodation-england", "households", "2023-12-31")[code]
    assert found == pytest.approx(rate, abs=0.00006)


@pytest.mark.parametrize(
    ("year", "councils_with_support"),
    # 8, 19, 30 and 37 on the pages, less the county councils, which are not shown for their districts
    [(2023, 8), (2024, 18), (2025, 29), (2026, 35)],
)
def test_councils_with_exceptional_support_are_as_many_as_on_the_pages(
    year: int, councils_with_support: int
) -> None:
    flags = figures("exceptional-financial-support-england", "received", f"{year}-04-01/P1Y")
    assert flags.sum() == councils_with_support


def test_the_air_of_wales_is_known_for_all_councils_in_every_year() -> None:
    for year in range(2007, 2018):
        assert figures("air-quality-wales-to-2017", "fine-particles", f"{year}-01-01/P1Y").size == 22
    mean = figures("air-quality-wales-to-2017", "fine-particles", "2017-01-01/P1Y").mean()
    assert mean == pytest.approx(6.8, abs=0.05)
