"""The register of names: raw tables in miniature, and the committed one against what everybody knows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.places import (
    Constituency,
    LargerPlace,
    Overlap,
    PlaceName,
    Places,
    load_about,
    load_places,
)
from generator.catalogue.records import Change
from generator.catalogue.store import load_areas
from generator.errors import ProsperityError
from generator.geography.place_names import import_places
from generator.geography.place_register import KINDS, PlaceRow, list_place_rows
from generator.geography.tables import read_rows
from generator.paths import PROJECT, DataPaths

REAL = load_places(PROJECT)
NAMES = {area.code: area.name for area in load_areas(PROJECT)}
RAW = {
    "geography/areas.csv": (
        "code,county_code,county_name,combined_authority_code,combined_authority_name,ceremonial_county\n"
        "E07000001,E10000001,Shire,,,Old Shire\nE06000001,,,E47000001,Greater Sole,\n"
    ),
    "places/towns_geonames.csv": (
        "name,council_code,population,lat,lon,geonameid,other_names,match\n"
        "Ford,E07000001,1200,51.12345,-1.5,1,Rhyd|ford |Furt,inside\n"
        "Mill,E06000001,0,52,-1,2,,inside\n"
    ),
    "places/place_names.csv": (
        "name,kind,code,council_code\n"
        "FORD,built-up area,E34000001,E07000001\n"
        "Abbey,ward,E05000001,E06000001\n"
        "Brook,neighbourhood (MSOA name),E02000001,E06000001\n"
        "IZ01,intermediate zone,S02000001,E06000001\n"
        "The,NI super output area / data zone,N21000001,E06000001\n"
    ),
    "places/constituencies_2024.csv": (
        "constituency_code,name,name_welsh\nE14000001,Ford and Mill,\nW07000001,Coed,Coed Mawr\n"
    ),
    "places/constituency_council_2024.csv": (
        "constituency_code,council_code,share_of_constituency,share_of_council,population\n"
        "E14000001,E07000001,0.75,1.0,300\nE14000001,E06000001,0.25,0.5,100\nW07000001,E06000001,1,0.5,100\n"
    ),
    "inside/msoa_names.csv": "area_code,lat,lon\nE02000001,53.00049,-2\nE02000009,53,-2\n",
    "inside/lookup_small_areas.csv": (
        "ward_code,lat,lon\nE05000001,50,-1\nE05000001,51,-2\nE05000009,51,-2\n,51,-2\n"
    ),
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name, text in RAW.items():
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(text, "utf-8")
    return tmp_path / "raw"


def read(sources: Path) -> Places:
    """Import, then read what was written as the build does."""
    data = DataPaths(sources.parent / "data")
    import_places(sources, data.data, book=PROJECT.place_sources)
    (data.data / "areas.csv").write_text("code,kind\nE07000001,council\nE06000001,council\n", "utf-8")
    return load_places(data)


def test_names_have_kind_size_and_position_where_a_source_gives_them(sources: Path) -> None:
    found = {row.name: row for row in read(sources).names}
    assert set(found) == {"FORD", "Mill", "Abbey", "Brook"}
    # A settlement gives the name of the other table its size; what is unknown stays unknown.
    town = found["FORD"]
    assert (town.kind, town.code, town.people, town.lat) == ("settlement", "E34000001", 1200, 51.123)
    assert town.other_names == "Rhyd|Furt"
    assert (found["Mill"].people, found["Mill"].code) == (None, "")
    # A ward lies in the middle of its small areas: 50 and 51, -1 and -2.
    assert (found["Abbey"].kind, found["Abbey"].lat, found["Abbey"].lon) == ("ward", 50.5, -1.5)
    assert (found["Brook"].kind, found["Brook"].lat) == ("neighbourhood", 53.0)


def test_what_was_read_is_written_down(sources: Path) -> None:
    places = read(sources)
    about = load_about(DataPaths(sources.parent / "data"))
    assert (about.names, about.constituencies, about.overlaps, about.larger) == (4, 2, 3, 3)
    told = {one.raw_file: (one.rows_read, one.used, one.left_out) for one in about.sources}
    assert told["places/place_names.csv"] == (
        *(5, 3),
        (
            "1 row: names that are cut after the first word",
            "1 row: numbers of statistical areas and no names",
        ),
    )
    assert told["inside/msoa_names.csv"] == (2, 1, ("1 row: of no name in the register",))
    assert told["inside/lookup_small_areas.csv"] == (4, 2, ("2 rows: of no name in the register",))
    assert [(row.kind, row.name) for row in places.larger] == [
        ("ceremonial county", "Old Shire"),
        ("combined authority", "Greater Sole"),
        ("county", "Shire"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("places/towns_geonames.csv", "E07000001,1200", "E07000009,1200", "a council that there is not"),
        ("places/towns_geonames.csv", "51.12345", "north", "is not a number"),
        ("places/place_names.csv", "built-up area", "castle", "the kind 'castle' is not known"),
        ("places/constituency_council_2024.csv", "0.75", "0.5", "add up to 0.75"),
        ("places/constituencies_2024.csv", "W07000001", "W07000002", "no constituency 'W07000001'"),
        ("inside/msoa_names.csv", "area_code", "code", "area_code"),
    ],
)
def test_a_raw_table_that_cannot_be_is_refused(
    sources: Path, name: str, old: str, new: str, problem: str
) -> None:
    text = (sources / name).read_text("utf-8")
    assert old in text
    (sources / name).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ProsperityError, match=problem):
        read(sources)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("names.csv", "E07000001", "E07000009", "there is no council"),
        ("names.csv", "Mill,settlement,,E06000001", "FORD,settlement,,E07000001", "stands twice"),
        ("names.csv", "50.5", "", "one of two coordinates lacks"),
        ("names.csv", "settlement", "castle", "kind"),
        ("constituency_councils.csv", "0.75", "0.8", "add up to 1.05"),
        ("places.yml", "names: 4", "names: 5", "the file has 4 rows"),
        ("places.yml", "used: 3", "used: 6", "more rows"),
    ],
)
def test_a_damaged_register_is_refused(sources: Path, file: str, old: str, new: str, problem: str) -> None:
    read(sources)
    data = DataPaths(sources.parent / "data")
    place = data.places / file
    assert old in place.read_text("utf-8")
    place.write_text(place.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ProsperityError, match=problem) as caught:
        load_places(data)
    assert "prosperity import SOURCES_DIR --only places" in (caught.value.mend or "")


def test_no_folder_is_no_names(tmp_path: Path) -> None:
    assert load_places(DataPaths(tmp_path)) == Places()


def test_towns_that_people_type_lie_where_they_lie() -> None:
    found: dict[str, set[str]] = {}
    for row in REAL.names:
        if row.kind == "settlement":
            found.setdefault(row.name, set()).add(NAMES[row.council_code])
    assert found["Margate"] == {"Thanet"}
    assert found["Grimsby"] == {"North East Lincolnshire"}
    assert found["Bangor"] == {"Gwynedd", "Ards and North Down"}
    assert found["Paisley"] == {"Renfrewshire"}
    assert found["Pitlochry"] == {"Perth and Kinross"}


def test_constituencies_are_650_and_their_people_add_up() -> None:
    assert len(REAL.constituencies) == 650
    seats = {seat.name: seat.code for seat in REAL.constituencies}
    rows = [row for row in REAL.overlaps if row.code == seats["Aldershot"]]
    assert {NAMES[row.council_code]: row.people for row in rows} == {"Hart": 16_456, "Rushmoor": 94_599}
    for council in {row.council_code for row in REAL.overlaps}:
        share = sum(row.share_of_council for row in REAL.overlaps if row.council_code == council)
        assert share == pytest.approx(1, abs=0.002), council


def test_the_register_is_small_enough_to_be_committed() -> None:
    assert sum(file.stat().st_size for file in PROJECT.places.iterdir()) < 3_000_000
    assert (
        Counter(row["kind"] for row in read_rows(PROJECT.places / "larger.csv"))["combined authority"] == 106
    )


def test_names_lead_to_the_councils_of_today_also_after_a_change() -> None:
    places = Places(
        names=(PlaceName(name="Ford", kind="parish", council_code="E07000001"),),
        constituencies=(Constituency(code="E14000001", name="Ford and Mill"),),
        overlaps=(
            Overlap(
                code="E14000001", council_code="E07000001", share_of_constituency=0.75, share_of_council=1,
                people=300,
            ),
            Overlap(
                code="E14000001", council_code="E07000002", share_of_constituency=0.25, share_of_council=1,
                people=100,
            ),
        ),
        larger=(LargerPlace(name="Shire", kind="county", code="E10000001", council_code="E07000002"),),
    )  # fmt: skip

    def end(code: str, name: str, *after: str) -> list[Change]:
        return [
            Change(
                predecessor_code=code, predecessor_name=name, predecessor_slug=name.lower(),
                successor_code=one, change_date="2030-04-01", kind="split" if len(after) > 1 else "merge",
            )
            for one in after
        ]  # fmt: skip

    whole = [*end("E07000001", "West", "E06000001"), *end("E07000002", "East", "E06000001")]
    order = CouncilChange(
        predecessor_code="E06000001",
        successor_name="New",
        change_date="2040-04-01",
        status="order",
        source="O",
    )
    rows = list_place_rows(places, councils=["E06000001"], changes=whole, coming=[order])
    assert [(row.kind, row.name, row.council_code, row.share, row.people) for row in rows] == [
        ("parish", "Ford", "E06000001", None, None),
        ("constituency", "Ford and Mill", "E06000001", 1.0, 400),
        ("county", "Shire", "E06000001", None, None),
        ("former council", "East", "E06000001", None, None),
        ("former council", "West", "E06000001", None, None),
        ("coming council", "New", "E06000001", None, None),
    ]
    # Which part of a divided council a name lies in, nobody says: it leads to all, and shares are not told.
    divided = [
        *end("E07000001", "West", "E06000001", "E06000002"),
        *end("E07000002", "East", "E06000002"),
    ]
    rows = list_place_rows(places, councils=["E06000001", "E06000002"], changes=divided, coming=[])
    assert [
        (row.name, row.council_code, row.share) for row in rows if row.kind in ("parish", "constituency")
    ] == [
        ("Ford", "E06000001", None),
        ("Ford", "E06000002", None),
        ("Ford and Mill", "E06000001", None),
        ("Ford and Mill", "E06000002", None),
    ]


def test_every_kind_of_place_is_in_the_order_of_kinds() -> None:
    kinds = {row.kind for row in REAL.names} | {row.kind for row in REAL.larger}
    assert kinds <= set(KINDS)
    assert PlaceRow("ward", "A", "", "E06000001").share is None
