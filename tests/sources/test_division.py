"""Counts divided by people: who is divided by whom, in which year, and what the reader is told."""

import csv
import math
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from tiny_sources import TIDY_HEAD, import_no_geography, make_recipes, make_sources

from generator.catalogue.records import Dataset
from generator.errors import ProsperityError
from generator.files.documents import load_record
from generator.geography.recast import COLUMNS
from generator.geography.register import Register, read_register
from generator.sources import importer
from generator.sources.division import divide_counts, gather_people
from generator.sources.importer import import_sources
from generator.sources.partnerships import Sharers, load_partnerships, spread_partnerships
from generator.sources.readers import TIDY_COLUMNS
from generator.sources.recipe import Division, SeriesRecipe
from generator.sources.recipe_files import load_recipes

FILE = Path("thefts.csv")
LOOK_UP = "table,csp_code,csp_name,lad_code,lad_name\n"

THEFTS_RECIPE = """\
dataset: thefts
layout: tidy
file: green/thefts.csv
title: Thefts
publisher: Office for Thefts
publication: Theft count
link: https://example.org/
licence: Open Government Licence v3.0
nations: [England]
divided_by:
  file: green/people.csv
  select: {indicator: People, source_unit: people}
  name: mid-year population
  years_ahead: 1
series:
  - slug: thefts
    title: Thefts
    select: {indicator: Thefts, source_unit: offences}
    unit: per 1,000 people
    decimals: 1
    denominator: population
    per: 1000
    shared_within: green/look-up.csv
    nations: [England]
    description: Thefts recorded.
    minimum: 0
    maximum: 400
"""
THEFTS = TIDY_HEAD + "".join(
    f"{code},x,Thefts,{period},{count},offences,,\n"
    for code, period, count in (
        ("E06000001", "2018-04-01/P1Y", 30),
        ("E06000001", "2020-04-01/P1Y", ""),
        ("E06000001", "2022-04-01/P1Y", 8),
        ("E07000050", "2018-04-01/P1Y", 10),
        ("E07000051", "2018-04-01/P1Y", 20),
        ("E22000009", "2018-04-01/P1Y", 12),
        ("E12000001", "2018-04-01/P1Y", 4000),
    )
)
PEOPLE = TIDY_HEAD + "".join(
    f"{code},x,People,{year}-06-30,{count},people,,\n"
    for code, year, count in (
        ("E06000001", 2018, 200),
        ("E06000001", 2021, 250),
        ("E06000059", 2018, 100),
        ("E07000001", 2018, 40),
        ("E07000002", 2018, 60),
        ("E12000001", 2018, 20000),
    )
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    green = make_sources(tmp_path) / "green"
    make_recipes(tmp_path)
    (green / "thefts.csv").write_text(THEFTS, "utf-8")
    (green / "people.csv").write_text(PEOPLE, "utf-8")
    (green / "look-up.csv").write_text(
        LOOK_UP
        + "yeMar2019,E22000009,Two Districts,E07000001,n\nyeMar2019,E22000009,Two Districts,E07000002,s\n",
        "utf-8",
    )
    (tmp_path / "recipes" / "thefts.yml").write_text(THEFTS_RECIPE, "utf-8")
    return tmp_path


def run(place: Path) -> dict[tuple[str, str], dict[str, str]]:
    import_sources(place / "sources", place / "data", recipes=place / "recipes")
    with (place / "data" / "datasets" / "thefts" / "observations.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return {(row["area_code"], row["period"][:4]): row for row in csv.DictReader(stream)}


def told(row: dict[str, str]) -> tuple[str, str, str]:
    return row["value"], row["status"], row["note"]


def test_a_count_is_divided_by_the_people_of_the_same_year(place: Path) -> None:
    rows = run(place)
    # 30 thefts over 200 people; 4,000 over 20,000
    assert told(rows["E06000001", "2018"]) == (
        "150",
        "derived",
        "Count divided by the mid-year population of 2018.",
    )
    assert rows["E12000001", "2018"]["value"] == "200"


def test_a_count_newer_than_the_people_takes_the_last_of_them_and_says_so(place: Path) -> None:
    # 8 over the 250 of 2021
    assert told(run(place)["E06000001", "2022"]) == (
        "32",
        "derived",
        "Count divided by the mid-year population of 2021, the latest there is.",
    )


def test_counts_of_former_councils_add_before_they_are_divided(place: Path) -> None:
    # (10 + 20) over 100
    assert told(run(place)["E06000059", "2018"]) == (
        "300",
        "recast",
        "Sum of former councils. Count divided by the mid-year population of 2018.",
    )


def test_what_a_partnership_counts_is_divided_by_the_people_of_all_its_councils(place: Path) -> None:
    rows = run(place)
    # 12 over 40 + 60
    for code in ("E07000001", "E07000002"):
        assert told(rows[code, "2018"]) == (
            "120",
            "upper_tier",
            "One figure for the Two Districts Community Safety Partnership. "
            "Count divided by the mid-year population of 2018 of all its councils.",
        )


def test_a_count_that_is_missing_stays_missing(place: Path) -> None:
    assert told(run(place)["E06000001", "2020"]) == ("", "missing", "No figure was published.")


def test_the_metadata_name_both_files_and_say_how_the_rate_was_made(place: Path) -> None:
    run(place)
    dataset = load_record(place / "data" / "datasets" / "thefts" / "dataset.yml", Dataset)
    assert dataset.raw_sha256 == sha256(THEFTS.encode()).hexdigest()
    others = {one.file: one for one in dataset.other_files}
    assert others["green/people.csv"].sha256 == sha256(PEOPLE.encode()).hexdigest()
    assert others["green/people.csv"].use == "the mid-year population, which counts are divided by"
    assert set(others) == {"green/people.csv", "green/look-up.csv"}
    assert "divided by the mid-year population" in dataset.series[0].derivation
    report = (place / "data" / "import_report.md").read_text("utf-8")
    assert "people.csv" not in report.split("## Raw tables that no recipe reads")[1]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("thefts.csv", ",30,", ",30.5,", "not a whole number"),
        ("thefts.csv", ",30,", ",-3,", "not plausible"),
        ("thefts.csv", ",30,", ",90,", "the rate 450 of 2018-04-01/P1Y is not plausible"),
        ("people.csv", "2021-06-30", "2018-12-31", "two figures of 2018"),
    ],
)
def test_a_count_that_cannot_be_right_stops_the_import(
    place: Path, file: str, old: str, new: str, problem: str
) -> None:
    raw = place / "sources" / "green" / file
    raw.write_text(raw.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert problem in caught.value.problem
    assert caught.value.code == "E06000001"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("    per: 1000\n    shared_within: green/look-up.csv\n", "", "divided_by"),
        ("    per: 1000\n", "", "shared_within"),
        ("per: 1000\n", "per: 10000\n", "unit"),
        ("    denominator: population\n    per: 1000\n", "    per: 1000\n    kind: count\n", "kind"),
        (THEFTS_RECIPE[THEFTS_RECIPE.index("divided_by") : THEFTS_RECIPE.index("series:")], "", "per"),
    ],
)
def test_a_recipe_that_divides_wrongly_is_refused(tmp_path: Path, old: str, new: str, field: str) -> None:
    text = THEFTS_RECIPE.replace(old, new, 1)
    assert text != THEFTS_RECIPE
    (tmp_path / "thefts.yml").write_text(text, "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_recipes(tmp_path)
    assert caught.value.field == field


SHARES = TIDY_HEAD + "".join(
    f"E06000001,x,Thefts,{period},{share},%,,\n"
    for period, share in (("2018-04-01/P1Y", 12.5), ("2022-04-01/P1Y", 100 / 3))
)
HOMES = TIDY_HEAD + "".join(
    f"E06000001,x,Homes,{period},{count},homes,,\n"
    for period, count in (("2018-04-01/P1Y", 240), ("2022-04-01/P1Y", 24))
)
OF_HOMES = """\
share_of:
  file: green/homes.csv
  select: {indicator: Homes, source_unit: homes}
  name: homes
"""


def share(place: Path, *, shares: str = SHARES, homes: str = HOMES) -> None:
    """Let thefts be published as per cent of homes."""
    green = place / "sources" / "green"
    (green / "thefts.csv").write_text(shares, "utf-8")
    (green / "homes.csv").write_text(homes, "utf-8")
    text = THEFTS_RECIPE.replace("series:\n", f"{OF_HOMES}series:\n", 1)
    text = text.replace("source_unit: offences", "source_unit: '%'")
    text = text.replace("    shared_within: green/look-up.csv\n", "")
    (place / "recipes" / "thefts.yml").write_text(text, "utf-8")


def test_a_share_of_a_published_count_becomes_a_count_and_is_divided(place: Path) -> None:
    """An eighth of 240 homes is 30, and a third of 24 is 8, as the counts are above."""
    share(place)
    found = run(place)
    assert found["E06000001", "2018"]["value"] == "150"
    assert found["E06000001", "2022"]["value"] == "32"
    assert found["E06000001", "2018"]["status"] == "derived"
    dataset = (place / "data" / "datasets" / "thefts" / "dataset.yml").read_text("utf-8")
    assert "green/homes.csv" in dataset
    assert "counts, from published shares of homes, divided by the mid-year population" in dataset


@pytest.mark.parametrize(
    ("shares", "homes"),
    [
        (SHARES.replace(",12.5,", ",12.6,"), HOMES),
        (SHARES, HOMES.replace("2018", "2017")),
        (SHARES, HOMES.replace("E06000001", "E07000001")),
    ],
)
def test_a_share_that_makes_no_count_is_refused(place: Path, shares: str, homes: str) -> None:
    share(place, shares=shares, homes=homes)
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert "of the homes of 2018-04-01/P1Y is no whole number" in caught.value.problem
    assert (caught.value.code, caught.value.line) == ("E06000001", 2)


def test_shares_without_what_they_are_divided_by_are_refused(tmp_path: Path) -> None:
    text = THEFTS_RECIPE.replace("series:\n", f"{OF_HOMES}series:\n", 1)
    start, end = text.index("divided_by"), text.index("share_of")
    text = text[:start] + text[end:].replace("    per: 1000\n    shared_within: green/look-up.csv\n", "")
    (tmp_path / "thefts.yml").write_text(text, "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_recipes(tmp_path)
    assert caught.value.field == "share_of"


DIVISION = Division.model_validate(
    {"file": "p.csv", "select": {"indicator": "People", "source_unit": "people"}, "name": "population"}
)
SERIES = SeriesRecipe.model_validate(
    {
        "slug": "thefts",
        "title": "Thefts",
        "select": {"indicator": "Thefts", "source_unit": "offences"},
        "unit": "per 1,000 people",
        "decimals": 1,
        "per": 1000,
        "nations": ["England"],
        "description": "Thefts.",
        "minimum": 0,
        "maximum": 1000,
    }
)


def cells(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    empty = (math.nan, math.nan)
    table = [(code, period, value, *empty, status, "", "") for code, period, value, status in rows]
    return pd.DataFrame(table, columns=list(COLUMNS))


def divide(counts: pd.DataFrame, people: pd.DataFrame, sharers: Sharers | None = None) -> pd.DataFrame:
    known = gather_people(people, DIVISION, file=FILE)
    return divide_counts(counts, known, series=SERIES, sharers=sharers or {}, file=FILE)


def test_without_people_of_the_year_a_rate_is_missing_with_the_reason() -> None:
    result = divide(
        cells(("A", "2020-01-01/P1Y", 5, "observed"), ("B", "2020-01-01/P1Y", 5, "observed")),
        cells(("A", "2019-06-30", 10, "observed"), ("B", "2020-06-30", 0, "observed")),
    )
    assert result["value"].isna().all()
    assert set(result["status"]) == {"missing"}
    assert set(result["note"]) == {"There is no population of 2020 to divide the count by."}


def test_a_rate_is_recast_where_its_people_are() -> None:
    result = divide(cells(("A", "2020-01-01/P1Y", 5, "observed")), cells(("A", "2020-06-30", 10, "recast")))
    assert result[["value", "status"]].values.tolist() == [[500, "recast"]]


def test_a_count_that_is_shared_nobody_knows_by_whom_is_refused() -> None:
    with pytest.raises(ProsperityError, match="not known by whom"):
        divide(cells(("A", "2020-01-01/P1Y", 5, "upper_tier")), cells(("A", "2020-06-30", 10, "observed")))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read_register(make_sources(tmp_path))


def raw(*rows: tuple[str, str, float]) -> pd.DataFrame:
    table = [
        (line, code, period, value, math.nan, math.nan, "", False, "", "observed")
        for line, (code, period, value) in enumerate(rows, start=2)
    ]
    return pd.DataFrame(table, columns=list(TIDY_COLUMNS))


def test_a_partnership_within_one_council_of_today_is_a_part_of_its_sum(
    tmp_path: Path, register: Register
) -> None:
    file = tmp_path / "look-up.csv"
    file.write_text(
        LOOK_UP + "yeMar2019,E22000001,Dale,E07000050,e\nyeMar2019,E22000001,Dale,E07000051,w\n"
        "yeMar2020,E06000059,Merged,E07000050,e\n",
        "utf-8",
    )
    known = load_partnerships(file, register)
    rows, sharers = spread_partnerships(
        raw(
            ("E22000001", "2018-04-01/P1Y", 7),
            ("E06000059", "2019-04-01/P1Y", 9),
            ("E22000001", "2017-04-01/P1Y", 5),
        ),
        known,
    )
    assert sharers == {}
    assert rows[["area_code", "value"]].values.tolist() == [
        ["E06000059", 9],
        ["E22000001", 5],  # no table of that year says whose it is
        ["E07000050", 7],
        ["E07000051", 0],
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2025,E22000001,Dale,E07000001,n", "table '2025' is not known"),
        ("yeMar2019,E22000001,Dale,E07000999,n", "unknown area code"),
        (
            "yeMar2019,E22000001,Dale,E07000001,n\nyeMar2019,E22000001,Dale,E07000050,e",
            "holds only a part of a council",
        ),
    ],
)
def test_a_look_up_that_is_wrong_is_refused(
    tmp_path: Path, register: Register, line: str, problem: str
) -> None:
    file = tmp_path / "look-up.csv"
    file.write_text(LOOK_UP + line + "\n", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_partnerships(file, register)
    assert problem in caught.value.problem
