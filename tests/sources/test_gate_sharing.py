"""The gate against figures of larger areas that were copied to their councils."""

import numpy as np
import pandas as pd
import pytest
from tiny_gates import CODES, WELSH, make_series, make_setting

from generator.catalogue.records import Series
from generator.catalogue.store import load_areas, load_beside, load_datasets, read_observations
from generator.paths import PROJECT
from generator.sources.gates.measured import Setting, measure_series
from generator.sources.gates.repeats import check_twins
from generator.sources.gates.sharing import check_sharing

SETTING = make_setting()
# Five areas of two or three councils that lie beside each other, and one council alone.
AREAS = (0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 5)


def test_figures_of_larger_areas_shut_the_gate_and_are_named() -> None:
    figures = {code: [10.3 + 7.1 * area] for code, area in zip(CODES, AREAS, strict=True)}
    (found,) = check_sharing(make_series(figures), SETTING) or []
    assert (found.gate, found.severity) == ("sharing", "blocker")
    assert found.found.startswith(
        "in England 10 of 12 councils have in every period the figure of one beside"
    )
    assert f"{CODES[0]}, {CODES[1]}, {CODES[2]}; {CODES[3]}, {CODES[4]}; " in found.found


def test_it_is_the_same_with_many_periods_and_with_gaps() -> None:
    rng = np.random.default_rng(3)
    of_area = rng.uniform(0, 50, (6, 4)).round(1)
    of_area[2, 1] = np.nan
    figures = {code: list(of_area[area]) for code, area in zip(CODES, AREAS, strict=True)}
    (found,) = check_sharing(make_series(figures), SETTING) or []
    assert found.found.startswith("in England 10 of 12")


def test_a_mark_opens_it() -> None:
    figures = {code: [10.3 + 7.1 * area] for code, area in zip(CODES, AREAS, strict=True)}
    assert check_sharing(make_series(figures, shared=CODES), SETTING) is None


def test_figures_of_their_own_pass() -> None:
    rng = np.random.default_rng(4)
    figures = {code: list(rng.uniform(20, 40, 3).round(1)) for code in CODES}
    assert check_sharing(make_series(figures), SETTING) == []


def test_rounding_passes_where_figures_change_little_from_place_to_place() -> None:
    whole = (50, 51, 51, 50, 52, 51, 52, 52, 53, 51, 52, 53)
    figures = {code: [float(figure)] for code, figure in zip(CODES, whole, strict=True)}
    assert check_sharing(make_series(figures), SETTING) == []


def test_shares_of_small_numbers_pass_for_they_are_equal_anywhere() -> None:
    tenths = (1, 2, 2, 5, 3, 3, 1, 5, 2, 1, 1, 3)
    figures = {code: [100 * tenth / 7] for code, tenth in zip(CODES, tenths, strict=True)}
    assert check_sharing(make_series(figures), SETTING) == []


def test_one_pair_is_told_by_the_gate_for_twins_alone() -> None:
    rng = np.random.default_rng(5)
    figures = {code: [np.nan, *rng.uniform(0, 100, 6).round(2)] for code in CODES}
    figures[CODES[4]] = figures[CODES[3]]
    assert check_sharing(make_series(figures), SETTING) == []
    assert len(check_twins(make_series(figures), SETTING) or []) == 1


def test_nought_and_a_hundred_are_no_sign() -> None:
    figures = {code: [0.0, 0.0] if place % 12 else [3.7, 4.1] for place, code in enumerate(CODES)}
    assert check_sharing(make_series(figures), SETTING) is None


def test_few_councils_prove_nothing() -> None:
    assert check_sharing(make_series({WELSH: [5.0]}, nations=("Wales",)), SETTING) is None


@pytest.fixture(scope="module")
def register() -> Setting:
    return Setting.of(load_areas(PROJECT), edition_year=None, beside=load_beside(PROJECT))


# people/suicide_rate.csv, 2019 to 2021: figures of five trusts, as a package copied them to eleven councils
TRUSTS = (10.033333, 12.733333, 18.233333, 10.033333, 13.766667, 13.766667, 13.233333, 10.033333, 10.033333,
          12.733333, 13.233333)  # fmt: skip


def test_it_finds_the_trusts_of_northern_ireland(register: Setting) -> None:
    table = pd.DataFrame(
        {
            "area_code": [f"N090000{number:02}" for number in range(1, 12)],
            "period": "2019-01-01/P3Y",
            "value": TRUSTS,
            "status": "observed",
        }
    )
    series = Series(
        slug="suicide", title="Suicide", unit="per 100,000 people", decimals=1, denominator="population",
        nations=("Northern Ireland",), description="Suicides.", minimum=0, maximum=45,
    )  # fmt: skip
    measured = measure_series(table, dataset="suicide", series=series, minimum=0, maximum=45)
    (found,) = check_sharing(measured, register) or []
    assert "in Northern Ireland 10 of 11 councils" in found.found


def test_suicide_has_no_figure_for_northern_ireland() -> None:
    assert "Northern Ireland" not in load_datasets(PROJECT)["suicide"].nations
    codes = read_observations(PROJECT.datasets / "suicide")["area_code"]
    assert not codes.str.startswith("N").any()
