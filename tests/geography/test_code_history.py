"""Codes of every year since 2009: a table on any of them joins to the councils of today."""

from __future__ import annotations

import csv
import io

import pytest

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.records import Area, Change
from generator.catalogue.store import load_areas, load_changes
from generator.geography.code_history import CodeRow, list_codes
from generator.geography.lookup import LOOKUP, load_lookup
from generator.geography.register import Register
from generator.paths import PROJECT

REGISTER = load_lookup(PROJECT.data / LOOKUP)[0]
ROWS = list_codes(load_areas(PROJECT), load_changes(PROJECT), REGISTER)
MINE = "code,mine\nE08000016,1\nE08000019,2\nE07000028,3\n"
"""Barnsley and Sheffield before 2025, Carlisle before 2023: one row for each."""


def find(code: str) -> list[CodeRow]:
    return [row for row in ROWS if row.code == code]


def test_a_table_on_old_codes_joins_whole() -> None:
    mine = list(csv.DictReader(io.StringIO(MINE)))
    joined = [(row["mine"], found.successor_name, found.share) for row in mine for found in find(row["code"])]
    assert joined == [("1", "Barnsley", 1.0), ("2", "Sheffield", 1.0), ("3", "Cumberland", 1.0)]


def test_every_code_of_any_year_is_there_and_leads_to_councils_of_today() -> None:
    today = {area.code for area in load_areas(PROJECT) if area.kind == "council"}
    codes = {row.code for row in ROWS}
    former = {change.predecessor_code for change in load_changes(PROJECT)}
    assert codes == today | former | set(REGISTER.counties_of_today)
    assert {row.successor_code for row in ROWS} == today
    assert len({(row.code, row.successor_code) for row in ROWS}) == len(ROWS)
    assert all(row.successor_code == row.code for row in ROWS if row.code in today)


def test_shares_of_a_code_add_up_to_one_where_they_are_known() -> None:
    for code in {row.code for row in ROWS}:
        shares = [row.share for row in find(code)]
        if None not in shares:
            assert sum(share or 0 for share in shares) == pytest.approx(1, abs=0.0001), code
    # Parts of three districts went to Belfast, and a small part of old Dorset to its neighbour; nobody says
    # how much of their people.
    unknown = {row.code for row in ROWS if row.share is None}
    assert unknown == {"95S", "95W", "95Y", "E10000009"}


@pytest.mark.parametrize(
    ("code", "begins", "ends"),
    [
        (
            "E06000048",
            "2009-04-01",
            "2013",
        ),  # Northumberland, before its boundary moved
        ("E07000246", "2019-04-01", "2023-04-01"),  # Somerset West and Taunton, which lived four years
        ("E07000187", "", "2023-04-01"),  # Mendip, which stood beside it all the time
        ("E06000066", "2023-04-01", ""),
        ("E06000055", "2009-04-01", ""),  # Bedford, the same place under another code
        ("N09000003", "2015-04-01", ""),
        ("E08000016", "", "2025-04-01"),
        ("S12000049", "2019", ""),
        ("E06000001", "", ""),
    ],
)
def test_first_and_last_days(code: str, begins: str, ends: str) -> None:
    assert {(row.begins, row.ends) for row in find(code)} == {(begins, ends)}


def test_a_county_leads_to_its_districts_by_their_people() -> None:
    people = {area.code: area.population for area in load_areas(PROJECT)}
    surrey = find("E10000030")
    assert [row.successor_code for row in surrey] == [f"E0700{number:04d}" for number in range(207, 218)]
    woking = next(row for row in surrey if row.successor_name == "Woking")
    assert woking.share == round(people["E07000217"] / sum(people[row.successor_code] for row in surrey), 5)


def area(code: str, people: int) -> Area:
    return Area(
        code=code, kind="council", name=code, short_name=code, official_name=code, slug=code.lower(),
        population=people, population_year=2024,
    )  # fmt: skip


def test_a_divided_council_has_the_shares_of_its_order() -> None:
    changes = [
        Change(
            predecessor_code="E07000001", predecessor_name="Old", predecessor_slug="old",
            successor_code=code, change_date="2027-04-01", kind="split", share=0.5,
        )
        for code in ("E06000001", "E06000002")
    ]  # fmt: skip
    orders = [
        CouncilChange(
            predecessor_code="E07000001", successor_code=code, share=share, status="order", source="Order"
        )
        for code, share in (("E06000001", 0.3), ("E06000002", 0.7))
    ]
    register = Register(frozenset(), {}, {}, {}, frozenset())
    rows = list_codes([area("E06000001", 10), area("E06000002", 20)], changes, register, orders)
    assert [(row.code, row.share, row.weight) for row in rows] == [
        ("E06000001", 1.0, 1.0),
        ("E06000002", 1.0, 1.0),
        ("E07000001", 0.3, 0.5),
        ("E07000001", 0.7, 0.5),
    ]
