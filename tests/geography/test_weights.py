"""Which table and year the weights of former councils come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue.denominators import Denominator, WeightTable, load_denominators
from generator.errors import ProsperityError
from generator.geography.weights import Weighting, load_weightings, read_years
from generator.paths import PROJECT

HEAD = "areacd,areanm,indicator,period,value,unit,lci_95,uci_95\n"
FORMER = ("A", "B")
PEOPLE = Denominator(
    slug="population", words="population", tables=(WeightTable(file="people.csv", indicator="People"),)
)
HOMES = Denominator(slug="homes", words="homes", tables=(WeightTable(file="homes.csv", indicator="Homes"),))


def rows(indicator: str, *cells: tuple[str, str, str]) -> str:
    return HEAD + "".join(f"{code},x,{indicator},{period},{value},y,,\n" for code, period, value in cells)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "geography").mkdir()
    (tmp_path / "geography" / "lad_to_current.csv").write_text(
        "code,current_code,pop_2019,pop_2020\nA,N,100.0,110.0\nB,N,300.0,\nN,N,,\n", "utf-8"
    )
    people = (("A", "2012-06-30", "200"), ("B", "2012-06-30", "200"), ("A", "2017-06-30", "150"))
    (tmp_path / "people.csv").write_text(rows("People", *people, ("N", "2017-06-30", "5")), "utf-8")
    homes = (("A", "2010-03-31", "1"), ("B", "2010-03-31", "3"), ("A", "2014-03-31", "2"))
    (tmp_path / "homes.csv").write_text(rows("Homes", *homes, ("B", "2014-03-31", "2")), "utf-8")
    return tmp_path


def load(sources: Path, *denominators: Denominator) -> dict[str, Weighting]:
    return load_weightings(sources, {one.slug: one for one in denominators}, former=FORMER)


@pytest.mark.parametrize(("year", "used"), [(2009, 2010), (2012, 2010), (2013, 2014), (2020, 2014)])
def test_the_nearest_year_counts_and_of_two_the_earlier(sources: Path, year: int, used: int) -> None:
    found = load(sources, PEOPLE, HOMES)["homes"].find(FORMER, year=year)
    assert found is not None
    assert found.words == f"homes of {used}"
    assert found.factors == {2010: (0.25, 0.75), 2014: (0.5, 0.5)}[used]


def test_a_year_without_one_of_the_councils_does_not_count(sources: Path) -> None:
    found = load(sources, PEOPLE)["population"].find(FORMER, year=2017)
    assert found is not None and found.words == "population of 2019"
    assert found.factors == (0.25, 0.75)


def test_people_stand_in_and_the_note_says_for_what(sources: Path) -> None:
    acres = Denominator(slug="acres", words="acres")
    found = load(sources, PEOPLE, acres)["acres"].find(FORMER, year=2012)
    assert found is not None and found.words == "population of 2012, for want of acres"


def test_people_stand_in_where_the_right_table_lacks_one_council(sources: Path) -> None:
    (sources / "homes.csv").write_text(
        rows("Homes", ("A", "2010-03-31", "1"), ("B", "2011-03-31", "3")), "utf-8"
    )
    found = load(sources, PEOPLE, HOMES)["homes"].find(FORMER, year=2010)
    assert found is not None and found.words == "population of 2012, for want of homes"


def test_no_table_with_all_councils_gives_no_weights(sources: Path) -> None:
    assert load(sources, PEOPLE)["population"].find(("A", "C"), year=2012) is None


def test_councils_of_no_size_give_no_weights() -> None:
    weighting = Weighting("homes", (("homes", {2010: {"A": 0.0, "B": 0.0}}),))
    assert weighting.find(FORMER, year=2010) is None


def test_a_share_is_taken_of_the_same_area_and_period(sources: Path) -> None:
    shares = (("A", "2010-03-31", "50"), ("B", "2010-03-31", "10"), ("A", "2014-03-31", ""))
    (sources / "shares.csv").write_text(rows("Empty", *shares), "utf-8")
    table = WeightTable.model_validate(
        {"file": "homes.csv", "indicator": "Homes", "share": {"file": "shares.csv", "indicator": "Empty"}}
    )
    assert read_years(sources, table, former=FORMER) == {2010: {"A": 0.5, "B": pytest.approx(0.3)}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (rows("Homes", ("A", "2010-03-31", "x")), "cannot be a weight"),
        (rows("Homes", ("A", "2010-03-31", "-1")), "cannot be a weight"),
        (rows("Homes", ("A", "2010-03-31", "nan")), "cannot be a weight"),
        (rows("Houses", ("A", "2010-03-31", "1")), "no row of this indicator"),
        (rows("Homes", ("A", "2010-03-31", "1"), ("A", "2010-06-30", "1")), "two figures of one year"),
        ("a,b\n1,2\n", "is missing"),
    ],
)
def test_a_table_that_is_wrong_is_refused(sources: Path, text: str, problem: str) -> None:
    (sources / "homes.csv").write_text(text, "utf-8")
    with pytest.raises(ProsperityError, match=problem) as caught:
        load(sources, PEOPLE, HOMES)
    assert caught.value.file == str(sources / "homes.csv")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("denominators:\n  - {slug: homes, words: homes}\n", "is missing"),
        ("denominators:\n  - slug: homes\n    words: a\n  - slug: homes\n    words: b\n", "given twice"),
        ("denominators:\n  - {slug: homes}\n", "required key"),
    ],
)
def test_a_list_of_denominators_that_is_wrong_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "denominators.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(ProsperityError, match=problem):
        load_denominators(file)


def test_the_methods_page_lists_every_denominator_and_its_table() -> None:
    page = (PROJECT.site / "docs" / "method" / "data.md").read_text("utf-8")
    for one in load_denominators().values():
        if one.tables:
            files = ", ".join(f"`{file}`" for table in one.tables for file in table.files)
            assert f"| {one.words} | {files}" in page, one.slug
        else:
            assert one.words in page.split("is not among our sources")[1].split("\n\n")[1].replace(
                "\n", " "
            ), one.slug
