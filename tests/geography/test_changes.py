"""What became of former councils: every one of them is led to the councils of today."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator.catalogue.names import GivenNames
from generator.catalogue.store import load_areas, load_changes
from generator.errors import ProsperityError
from generator.geography.changes import check_changes, follow, make_area_changes, read_changes, read_ends
from generator.geography.former_districts import list_districts
from generator.paths import PROJECT

CURRENT = {"E06000063", "E06000064", "E06000066"}
CHANGES = [
    {
        "predecessor_code": before,
        "predecessor_name": before,
        "successor_code": after,
        "successor_name": after,
        "change_date": "",
        "kind": kind,
    }
    for before, after, kind in (
        ("E07000026", "E06000063", "merge"),
        ("E07000191", "E07000246", "merge"),
        ("E07000246", "E06000066", "merge"),
        ("E10000006", "E06000063", "split"),
        ("E10000006", "E06000064", "split"),
    )
]
ENDS = {
    "E07000026": {"E06000063"},
    "E07000191": {"E06000066"},
    "E07000246": {"E06000066"},
    "E10000006": {"E06000063", "E06000064"},
    "E06000066": {"E06000066"},
}


def check(changes: list[dict[str, str]], ends: dict[str, set[str]]) -> None:
    check_changes(make_area_changes(changes, shares={}, given=GivenNames()), ends=ends, current=CURRENT)


def test_changes_that_agree_with_the_look_up_pass() -> None:
    check(CHANGES, ENDS)


@pytest.mark.parametrize("place", range(len(CHANGES)))
def test_a_change_that_is_wanting_is_refused(place: int) -> None:
    with pytest.raises(ProsperityError) as caught:
        check([row for row in CHANGES if row is not CHANGES[place]], ENDS)
    assert caught.value.code is not None


def test_a_code_that_ends_elsewhere_is_refused() -> None:
    with pytest.raises(ProsperityError, match="other councils") as caught:
        check(CHANGES, ENDS | {"E07000026": {"E06000064"}})
    assert (caught.value.code, caught.value.expected) == ("E07000026", "E06000064")


def test_a_change_to_a_council_that_is_gone_is_refused() -> None:
    with pytest.raises(ProsperityError, match="no council of today") as caught:
        check([*CHANGES, CHANGES[0] | {"successor_code": "E07000099"}], ENDS)
    assert caught.value.code == "E07000026"


def test_codes_in_a_circle_are_refused() -> None:
    with pytest.raises(ProsperityError, match="circle"):
        follow("A", {"A": "B", "B": "C", "C": "A"})


def test_old_dorset_is_not_led_to_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "geography").mkdir()
    for name, head, rows in (
        (
            "lad_changes",
            "predecessor_code,predecessor_name,successor_code,change_date,kind",
            ("E10000009,Dorset,E06000059,2019-04-01,split", "E10000009,Dorset,E06000058,2019-04-01,split"),
        ),
        ("lad_to_current", "code,current_code", ("E10000009,E06000058", "E10000009,E06000059")),
    ):
        (tmp_path / "geography" / f"{name}.csv").write_text("\n".join((head, *rows)) + "\n", "utf-8")
    found = [row["successor_code"] for row in read_changes(tmp_path) if row["predecessor_code"][0] == "E"]
    assert found == ["E06000059"]
    assert read_ends(tmp_path) == {"E10000009": {"E06000059"}}


def test_26_districts_of_northern_ireland_became_11_councils() -> None:
    rows = list_districts()
    whole = [row for row in rows if row["kind"] == "merge"]
    assert len({row["predecessor_code"] for row in whole}) == len(whole) == 26
    assert {row["predecessor_code"] for row in rows} == {f"95{chr(65 + place)}" for place in range(26)}
    assert {row["successor_code"] for row in whole} == {f"N09{number:06d}" for number in range(1, 12)}
    parts = {row["predecessor_name"] for row in rows if row["kind"] == "split"}
    assert parts == {"Castlereagh", "Lisburn", "North Down"}


def test_the_names_of_northern_ireland_are_those_of_the_register() -> None:
    names = {area.code: area.name for area in load_areas(PROJECT)}
    assert all(names[row["successor_code"]] == row["successor_name"] for row in list_districts())


def test_every_former_council_since_2009_is_led_on() -> None:
    """Counted from the orders: councils that ended, by the year in which they did."""
    changes = load_changes(PROJECT)
    current = {area.code for area in load_areas(PROJECT) if area.kind == "council"}
    assert {change.successor_code for change in changes} <= current
    ended = {
        change.predecessor_code: change.change_date for change in changes if change.kind in ("merge", "split")
    }
    assert Counter(date[:4] for date in ended.values()) == {
        "2009": 36,  # Bedford, the 37th district, went on under a new code
        "2015": 26,
        "2019": 14,
        "2020": 4,
        "2021": 7,
        "2023": 17,
    }
    counties = {change.predecessor_code: change.change_date for change in changes if change.kind == "county"}
    assert Counter(date[:4] for date in counties.values()) == {
        "2009": 7,
        "2019": 1,
        "2020": 1,
        "2021": 1,
        "2023": 3,
    }


def test_a_date_that_no_source_gives_stays_empty() -> None:
    """Codes that changed before 2012, and two districts of Northern Ireland that took another name."""
    undated = {change.predecessor_code for change in load_changes(PROJECT) if not change.change_date}
    assert undated == {
        *("E07000025", "N09000005", "N09000011", "S12000009", "S12000043", "W06000007", "W06000017"),
    }
