"""The committed data keeps its own promises."""

from functools import lru_cache

import pandas as pd

from generator.catalogue.period import parse_period
from generator.catalogue.records import Dataset
from generator.catalogue.store import (
    STATUSES,
    load_areas,
    load_datasets,
    load_framework,
    load_left_out,
    read_observations,
)
from generator.paths import PROJECT
from generator.sources.recipe_files import load_recipes

COUNCILS = 361
TOGETHER = {"K03000001", "K04000001"}
LIMIT = 60_000_000


@lru_cache
def datasets() -> dict[str, Dataset]:
    return load_datasets(PROJECT)


@lru_cache
def observations(slug: str) -> pd.DataFrame:
    return read_observations(PROJECT.datasets / slug)


def test_every_row_has_a_known_area_a_known_status_and_its_own_place() -> None:
    known = {area.code for area in load_areas(PROJECT)} | TOGETHER
    for slug, dataset in datasets().items():
        table = observations(slug)
        assert set(table["area_code"].unique()) <= known, slug
        assert set(table["status"].unique()) <= set(STATUSES), slug
        assert set(table["series"].unique()) == {series.slug for series in dataset.series}, slug
        key = list(zip(*(table[name].tolist() for name in ("series", "area_code", "period")), strict=True))
        assert key == sorted(set(key)), slug
        assert len(table) == dataset.rows_kept, slug


def test_a_value_is_missing_exactly_where_the_status_says_so_and_then_has_a_reason() -> None:
    for slug in datasets():
        table = observations(slug)
        missing = table["status"] == "missing"
        assert (table["value"].isna() == missing).all(), slug
        assert (table.loc[missing, "note"] != "").all(), slug
        assert (table["lower"].isna() == table["upper"].isna()).all(), slug
        assert not (table["lower"] > table["upper"]).any(), slug


def test_no_note_holds_an_area_code() -> None:
    for slug in datasets():
        notes = observations(slug)["note"]
        assert not notes.str.contains(r"[EWSNK]\d{8}|TL[A-Z]\d", regex=True).any(), slug


def test_first_and_last_period_are_those_of_the_councils() -> None:
    first_years = {recipe.dataset: recipe.first_year for recipe in load_recipes()}
    for slug, dataset in datasets().items():
        for series in dataset.series:
            first, last = parse_period(series.first_period), parse_period(series.last_period)
            assert first <= last, (slug, series.slug)
            assert first.year >= first_years[slug], (slug, series.slug)


def test_every_indicator_has_figures_in_every_nation_it_names(all_observations: pd.DataFrame) -> None:
    framework, areas = load_framework(PROJECT), load_areas(PROJECT)
    nation = {area.code: area.nation for area in areas if area.kind == "council"}
    assert len(nation) == COUNCILS
    table = all_observations[all_observations["value"].notna() & all_observations["area_code"].isin(nation)]
    assert not table.duplicated(["indicator", "area_code", "period"]).any()
    found = set(zip(table["indicator"].tolist(), table["area_code"].map(nation).tolist(), strict=True))
    assert found == {(one.slug, name) for one in framework.indicators for name in one.nations}


def test_every_raw_table_is_used_or_has_a_reason() -> None:
    assert load_left_out(PROJECT).unexplained == ()
    assert "Not yet looked at" not in (PROJECT.data / "import_report.md").read_text("utf-8")


def test_the_data_stays_small() -> None:
    assert sum(file.stat().st_size for file in PROJECT.data.rglob("*") if file.is_file()) < LIMIT


def value(slug: str, series: str, area: str, period: str) -> tuple[float, str]:
    table = observations(slug)
    row = table[(table["series"] == series) & (table["area_code"] == area) & (table["period"] == period)]
    return float(row["value"].iloc[0]), str(row["status"].iloc[0])


def test_figures_read_by_hand_from_the_raw_files() -> None:
    assert value("gigabit-broadband", "gigabit", "E06000001", "2022-09-01") == (89.8, "observed")
    assert value("long-term-vacant-homes", "long-term-vacant", "E06000065", "2010-10-01") == (
        1.3539693942,
        "derived",
    )
    assert value("cardiovascular-mortality-england", "under-75", "E09000001", "2013-01-01/P3Y") == (
        44.54463,
        "upper_tier",
    )
