"""Mergers against reality: figures that publishers give for former councils and for the one they became.

Every number is a published one. Each test gives the rule only the former councils and compares what it makes
with what the publisher prints for the council of today; the difference is stated. The weights are those that
the import takes (see ``denominators.yml``).
"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from generator.geography.recast import recast
from generator.geography.register import Register
from generator.geography.weights import Weighting

BCP, DORSET, BUCKS = "E06000058", "E06000059", "E06000060"
NORTH_NORTHANTS, WEST_NORTHANTS = "E06000061", "E06000062"
CUMBERLAND, LAKES, NORTH_YORKSHIRE, SOMERSET = "E06000063", "E06000064", "E06000065", "E06000066"
EAST_SUFFOLK, WEST_SUFFOLK = "E07000244", "E07000245"
FORMER = {
    BCP: ("E06000028", "E06000029", "E07000048"),
    DORSET: ("E07000049", "E07000050", "E07000051", "E07000052", "E07000053"),
    BUCKS: ("E07000004", "E07000005", "E07000006", "E07000007"),
    NORTH_NORTHANTS: ("E07000150", "E07000152", "E07000153", "E07000156"),
    WEST_NORTHANTS: ("E07000151", "E07000154", "E07000155"),
    CUMBERLAND: ("E07000026", "E07000028", "E07000029"),
    LAKES: ("E07000027", "E07000030", "E07000031"),
    NORTH_YORKSHIRE: tuple(f"E0700016{digit}" for digit in range(3, 10)),
    SOMERSET: ("E07000187", "E07000188", "E07000189", "E07000246"),
    EAST_SUFFOLK: ("E07000205", "E07000206"),
    WEST_SUFFOLK: ("E07000201", "E07000204"),
}
# Somerset West and Taunton was itself made of two councils, in 2019.
OLDEST_SOMERSET = ("E07000187", "E07000188", "E07000189", "E07000190", "E07000191")
REGISTER = Register(
    current=frozenset(FORMER),
    successor={code: target for target, codes in FORMER.items() for code in codes}
    | dict.fromkeys(("E07000190", "E07000191"), SOMERSET),
    predecessors={
        target: (frozenset(codes), frozenset(OLDEST_SOMERSET)) if target == SOMERSET else (frozenset(codes),)
        for target, codes in FORMER.items()
    },
    counties={
        "E10000006": (CUMBERLAND, LAKES),
        "E10000023": (NORTH_YORKSHIRE,),
        "E10000027": (SOMERSET,),
    },
    whole_counties=frozenset({"E10000023", "E10000027"}),
)
PEOPLE_2019 = {
    code: float(people)
    for council, former in (
        (CUMBERLAND, (97761, 108678, 68183)),
        (LAKES, (67049, 53253, 105088)),
        (NORTH_YORKSHIRE, (57142, 91594, 160831, 53730, 55380, 108757, 90620)),
        (NORTH_NORTHANTS, (72218, 94527, 101776, 79707)),
        (WEST_SUFFOLK, (65807, 113238)),
    )
    for code, people in zip(FORMER[council], former, strict=True)
}
PEOPLE = Weighting("population", (("population", {2019: PEOPLE_2019}),))
Given = dict[str, float] | dict[str, tuple[float, float, float]]


def make(
    given: Given, *, period: str, kind: str = "rate", weighting: Weighting | None = None
) -> tuple[str, float, float, float]:
    """Return code, value, lower and upper of the one council that the figures make."""
    cells = [
        (code, period, *(cell if isinstance(cell, tuple) else (cell, math.nan, math.nan)), "")
        for code, cell in given.items()
    ]
    table = pd.DataFrame(cells, columns=["area_code", "period", "value", "lower", "upper", "note"])
    result = recast(table, register=REGISTER, kind=kind, weighting=weighting).observations
    (row,) = result.itertuples(index=False, name=None)
    return str(row[0]), float(row[2]), float(row[3]), float(row[4])


# Mid-2011 estimates, the last before and after the revision of 2023 that did not touch them.
PEOPLE_2011 = [
    (CUMBERLAND, (96444, 107475, 70627), 274546),
    (LAKES, (69056, 52502, 103713), 225271),
    (NORTH_YORKSHIRE, (55459, 89602, 158683, 53287, 51893, 108735, 83547), 601206),
    (SOMERSET, (109406, 114919, 162113, 145143), 531581),
]
# Active businesses of 2018, in the order of FORMER.
BUSINESSES = {
    BCP: ((7460, 6925, 2110), 16495),
    DORSET: ((4515, 3045, 2160, 4915, 1840), 16475),
    BUCKS: ((9955, 6780, 5675, 10350), 32760),
    NORTH_NORTHANTS: ((3005, 3895, 3920, 6135), 16955),
    WEST_NORTHANTS: ((4545, 10280, 5340), 20165),
    CUMBERLAND: ((3605, 3865, 2145), 9615),
    LAKES: ((2065, 2445, 5685), 10195),
    EAST_SUFFOLK: ((5485, 3850), 9335),
    WEST_SUFFOLK: ((2600, 4540), 7140),
}


@pytest.mark.parametrize(("council", "former", "published"), PEOPLE_2011)
def test_people_add_up_exactly(council: str, former: tuple[int, ...], published: int) -> None:
    given = dict(zip(FORMER[council], map(float, former), strict=True))
    assert make(given, period="2011-06-30", kind="count")[:2] == (council, published)


@pytest.mark.parametrize(("council", "former", "published"), [(c, *cells) for c, cells in BUSINESSES.items()])
def test_businesses_add_up_exactly(council: str, former: tuple[int, ...], published: int) -> None:
    given = dict(zip(FORMER[council], map(float, former), strict=True))
    assert make(given, period="2018-01-01/P1Y", kind="count")[:2] == (council, published)


def test_businesses_of_somerset_add_up_over_two_changes() -> None:
    given = dict(zip(OLDEST_SOMERSET, (5380.0, 4525.0, 6340.0, 4630.0, 1310.0), strict=True))
    assert make(given, period="2018-01-01/P1Y", kind="count")[:2] == (SOMERSET, 22185)


@pytest.mark.parametrize(
    ("council", "births", "published"),
    [
        (NORTH_NORTHANTS, (22.628951747, 10.012836970, 10.969387755, 18.826405868), 15.659097611),
        (WEST_NORTHANTS, (10.341034103, 16.293774319, 9.737827715), 13.215968262),
        (BUCKS, (10.246107484, 10.176991150, 10.925110132, 9.758454106), 10.195360195),
        (EAST_SUFFOLK, (9.298085688, 10.0), 9.587573648),
        (BCP, (13.739946381, 11.191335740, 9.004739336), 12.064261898),
    ],
)
def test_business_births_weighted_by_businesses_are_exact(
    council: str, births: tuple[float, ...], published: float
) -> None:
    active = dict(zip(FORMER[council], map(float, BUSINESSES[council][0]), strict=True))
    weighting = Weighting("active businesses", (("active businesses", {2018: active}),))
    found = make(
        dict(zip(FORMER[council], births, strict=True)), period="2018-01-01/P1Y", weighting=weighting
    )
    assert found[0] == council and found[1] == pytest.approx(published, abs=1e-8)


def test_business_births_weighted_by_people_would_be_most_of_a_point_off() -> None:
    births = (22.628951747, 10.012836970, 10.969387755, 18.826405868)
    given = dict(zip(FORMER[NORTH_NORTHANTS], births, strict=True))
    value = make(given, period="2018-01-01/P1Y", weighting=PEOPLE)[1]
    assert value - 15.659097611 == pytest.approx(-0.733, abs=0.001)


@pytest.mark.parametrize(
    ("council", "coverage", "square_km", "published", "difference"),
    [
        # 4G outdoors in January 2024
        (CUMBERLAND, (89.19, 89.51, 82.04), (1242, 1038, 732), 87.56, 0.003),
        (LAKES, (99.96, 92.71, 94.13), (78, 2142, 1535), 93.44, 0.001),
        (SOMERSET, (99.93, 99.25, 99.75, 92.64), (739, 565, 959, 1188), 97.26, -0.001),
        # 5G outdoors in January 2024
        (LAKES, (86.77, 41.65, 52.9), (78, 2142, 1535), 47.19, -0.004),
        (SOMERSET, (82.07, 78.04, 90.53, 57.39), (739, 565, 959, 1188), 75.26, 0.005),
    ],
)
def test_coverage_weighted_by_land_is_right_to_a_hundredth(
    council: str,
    coverage: tuple[float, ...],
    square_km: tuple[int, ...],
    published: float,
    difference: float,
) -> None:
    land = dict(zip(FORMER[council], map(float, square_km), strict=True))
    weighting = Weighting("land area", (("land area", {2019: land}),))
    value = make(dict(zip(FORMER[council], coverage, strict=True)), period="2024-01-01", weighting=weighting)[
        1
    ]
    assert abs(value - published) < 0.01
    assert value - published == pytest.approx(difference, abs=0.0005)


def test_coverage_weighted_by_people_would_be_13_points_off() -> None:
    given = dict(zip(FORMER[LAKES], (86.77, 41.65, 52.9), strict=True))
    assert make(given, period="2024-01-01", weighting=PEOPLE)[1] - 47.19 == pytest.approx(13.13, abs=0.01)


@pytest.mark.parametrize(
    ("council", "former", "published", "difference"),
    [
        (CUMBERLAND, (37.0, 64.7, 5.0), 40.2, -0.18),
        (LAKES, (65.7, 45.2, 48.6), 52.6, 0.29),
        (NORTH_YORKSHIRE, (58.0, 63.4, 71.3, 49.8, 52.6, 53.2, 72.5), 62.0, 0.35),
    ],
)
def test_people_stand_in_for_premises_within_half_a_point(
    council: str, former: tuple[float, ...], published: float, difference: float
) -> None:
    """Premises with gigabit broadband, January 2024."""
    value = make(dict(zip(FORMER[council], former, strict=True)), period="2024-01-01", weighting=PEOPLE)[1]
    assert value - published == pytest.approx(difference, abs=0.01)


def test_people_stand_in_for_young_people_badly_where_many_are_in_the_forces() -> None:
    """GCSEs by 19 in West Suffolk, whose former Forest Heath holds two air bases: the worst of 76 cases."""
    given = {"E07000201": 57.751, "E07000204": 71.973}
    value = make(given, period="2018-09-01/P1Y", weighting=PEOPLE)[1]
    assert value - 68.874 == pytest.approx(-2.128, abs=0.001)


@pytest.mark.parametrize(
    ("council", "former", "published"),
    [
        (
            CUMBERLAND,
            ((22.59952, 18.60465, 26.51163), (26.69388, 22.71715, 30.73497), (29.08965, 25.0, 33.33333)),
            (25.4757, 23.18841, 27.84134),
        ),
        (
            NORTH_YORKSHIRE,
            (
                (22.31124, 18.34862, 26.14679),
                (22.15173, 18.26484, 26.0274),
                (21.89775, 18.05869, 25.73363),
                (23.78528, 19.71831, 27.93427),
                (24.1852, 20.09804, 28.43137),
                (29.29694, 24.94226, 33.4873),
                (29.99035, 25.68807, 34.40367),
            ),
            (24.7427, 23.21192, 26.29139),
        ),
    ],
)
def test_a_survey_figure_and_its_interval_are_those_published(
    council: str,
    former: tuple[tuple[float, float, float], ...],
    published: tuple[float, float, float],
) -> None:
    """Adults living with obesity, 2018/19, people for want of adults: value and both ends to half a point."""
    given = dict(zip(FORMER[council], former, strict=True))
    found = make(given, period="2018-11-16/P1Y", weighting=PEOPLE)
    assert found[0] == council
    assert found[1:] == pytest.approx(published, abs=0.5)
    assert published[1] < found[1] < published[2]


@pytest.mark.parametrize(
    ("county", "council", "value"),
    [
        # Adults living with obesity, 2017/18; children at the expected level in communication, 2021/22
        ("E10000027", SOMERSET, 26.42344),
        ("E10000027", SOMERSET, 81.1),
        ("E10000023", NORTH_YORKSHIRE, 22.15522),
        ("E10000023", NORTH_YORKSHIRE, 83.5),
    ],
)
def test_a_county_that_is_one_council_now_has_its_very_figure(
    county: str, council: str, value: float
) -> None:
    """The publisher prints the same number under both codes."""
    assert make({county: value}, period="2021-09-01/P1Y")[:2] == (council, value)


def test_a_divided_county_hides_up_to_three_points_between_its_councils() -> None:
    """Adults living with obesity, 2017/18: Cumbria 24.3 %, of which Cumberland 27.0 %, the rest 20.9 %."""
    cells = [("E10000006", "2017-11-16/P1Y", 24.26198, math.nan, math.nan, "")]
    table = pd.DataFrame(cells, columns=["area_code", "period", "value", "lower", "upper", "note"])
    shown = recast(table, register=REGISTER, kind="rate", weighting=None).observations.set_index("area_code")
    assert set(shown["status"]) == {"upper_tier"}
    assert shown.loc[CUMBERLAND, "value"] - 27.01506 == pytest.approx(-2.75, abs=0.01)
    assert shown.loc[LAKES, "value"] - 20.94264 == pytest.approx(3.32, abs=0.01)
