"""Names, former councils and clusters from raw rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue.names import GivenNames, join_names
from generator.errors import ProsperityError
from generator.geography import cluster_rules, names
from generator.geography.areas import make_areas, read_councils
from generator.geography.changes import make_area_changes
from generator.geography.tables import read_rows, write_json, write_rows

NONE = GivenNames()


def raw(**cells: str) -> dict[str, str]:
    row = {
        "code": "E06000063",
        "code_2023": "E06000063",
        "name": "Cumberland",
        "name_welsh": "",
        "nation": "England",
        "region_code": "E12000002",
        "region_name": "North West",
        "county_code": "",
        "county_name": "",
        "combined_authority_name": "",
        "council_type": "unitary",
        "slug": "x",
        "official_name": "Cumberland Council",
        "short_names": "Carlisle",
        "area_km2": "3012.0",
        "ruc_label": "Rural",
        "lat": "54.7",
        "lon": "-3.2",
        "council_homepage": "",
    }
    return row | cells


def change(before: str, name: str, after: str, kind: str, *, named: str = "") -> dict[str, str]:
    return {
        "predecessor_code": before,
        "predecessor_name": name,
        "successor_code": after,
        "successor_name": named,
        "change_date": "2023-04-01",
        "kind": kind,
    }


PEOPLE = {"E06000063": 280_000, "E12000002": 280_000, "K02000001": 280_000}
PEOPLE |= dict.fromkeys(("E92000001", "W92000004", "S92000003", "N92000002"), 1)


def test_a_council_is_found_by_former_names() -> None:
    changes = [change("E07000026", "Allerdale", "E06000063", "merge")]
    council, *_ = make_areas([raw()], changes=changes, population=PEOPLE, given=NONE)
    assert council.search_names == "Cumberland Council|Carlisle|Allerdale"
    assert (council.slug, council.population, council.council_type) == (
        *("cumberland", 280_000, "unitary authority"),
    )


def test_a_recoded_council_takes_the_population_of_its_old_code() -> None:
    row = raw(code="E08000038", code_2023="E08000016", name="Barnsley", council_type="metropolitan borough")
    council, *_ = make_areas([row], changes=[], population=PEOPLE | {"E08000016": 251_770}, given=NONE)
    assert council.population == 251_770


def test_a_council_without_people_is_an_error() -> None:
    with pytest.raises(ProsperityError, match="no population"):
        make_areas([raw(code="E06000064", code_2023="E06000064")], changes=[], population=PEOPLE, given=NONE)


def test_welsh_name_stands_only_where_it_differs() -> None:
    rows = [
        raw(code="W06000002", name="Gwynedd", name_welsh="Gwynedd", nation="Wales"),
        raw(code="W06000015", name="Cardiff", name_welsh="Caerdydd", nation="Wales"),
    ]
    people = PEOPLE | {"W06000002": 1, "W06000015": 2}
    gwynedd, cardiff = make_areas(rows, changes=[], population=people, given=NONE)[:2]
    assert (gwynedd.welsh_name, cardiff.welsh_name) == ("", "Caerdydd")
    assert cardiff.region_name == "" and "Caerdydd" in cardiff.search_names


def test_changes_are_followed_to_the_end() -> None:
    changes = [
        change("E07000190", "Taunton Deane", "E07000246", "merge"),
        change("E07000246", "Somerset West and Taunton", "E06000066", "merge"),
        change("E10000027", "Somerset", "E06000066", "recode"),
        change("E08000016", "Barnsley", "E08000038", "boundary change"),
        change("E07000112", "Shepway", "E07000112", "rename"),
    ]
    rows = make_area_changes(changes, shares={"E07000190": 0.2}, given=NONE)
    told = {row["predecessor_code"]: (row["successor_code"], row["kind"], row["share"]) for row in rows}
    assert told == {
        "E07000190": ("E06000066", "merge", 0.2),
        "E07000246": ("E06000066", "merge", None),
        "E10000027": ("E06000066", "county", None),
        "E08000016": ("E08000038", "recode", 1.0),
        "E07000112": ("E07000112", "rename", None),
    }


def test_short_register_is_refused(tmp_path: Path) -> None:
    row = raw()
    write_rows(tmp_path / "geography" / "areas.csv", [row], columns=list(row))
    with pytest.raises(ProsperityError, match="361"):
        read_councils(tmp_path)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("King's Lynn and West Norfolk", "kings-lynn-and-west-norfolk"),
        ("Armagh City, Banbridge and Craigavon", "armagh-city-banbridge-and-craigavon"),
        ("Na h-Eileanan Siar", "na-h-eileanan-siar"),
        ("Telford & Wrekin", "telford-and-wrekin"),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert names.slugify(name) == slug


def test_other_names_are_joined_once() -> None:
    assert join_names(["Hull", "", " hull ", "BCP"], known="Kingston upon Hull") == "Hull|BCP"
    assert join_names(["Leeds"], known="leeds") == ""


def test_a_cluster_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ProsperityError, match="no known kind"):
        cluster_rules.find_kind("moon-bases")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code\nx\n", encoding="utf-8")
    with pytest.raises(ProsperityError, match="slug"):
        read_rows(tmp_path / "a.csv", columns=("code", "slug"))


def test_files_are_the_same_bytes_for_the_same_content(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": 1, "a": "é"})
    assert (tmp_path / "a.json").read_bytes() == '{"a":"é","b":1}\n'.encode()
    write_rows(tmp_path / "a.csv", [{"x": "a,b", "y": None}], columns=("x", "y"))
    assert (tmp_path / "a.csv").read_bytes() == b'x,y\n"a,b",\n'
