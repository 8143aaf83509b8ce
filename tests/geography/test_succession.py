"""Councils that replace others, whole and in parts: codes, counties, places and figures, worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.records import Area, Change
from generator.errors import ProsperityError
from generator.geography.mergers import ADDED, DIVIDED
from generator.geography.recast import recast
from generator.geography.register import UNTRACED, Register
from generator.geography.succession import (
    gather_parts,
    list_ended_counties,
    make_new_area,
    succeed_changes,
    succeed_register,
)
from generator.geography.weights import Weighting, add_weights

A, B, C, OLD, COUNTY = "E07000001", "E07000002", "E07000003", "E07000091", "E10000001"
NORTH, SOUTH = "E06000901", "E06000902"
REGISTER = Register(
    current=frozenset({A, B, C}),
    successor={OLD: A, "E07000092": B},
    predecessors={A: (frozenset({OLD, "E07000093"}),), B: (frozenset({"E07000092"}),)},
    counties={COUNTY: (A, B), "E10000002": (B, C)},
    whole_counties=frozenset(),
    county_names={COUNTY: "Shire", "E10000002": "Vale"},
    counties_of_today=frozenset({COUNTY, "E10000002"}),
)
PARTS = {NORTH: {A: 0.4, B: 1.0}, SOUTH: {A: 0.6}}
"""A is divided, B goes whole to the north."""


def order(code: str, name: str, old: str, share: float) -> CouncilChange:
    return CouncilChange(
        predecessor_code=old, successor_code=code, successor_name=name, council_type="unitary authority",
        change_date="2030-04-01", share=share, status="order", source="Order", link="https://example.org/o",
    )  # fmt: skip


ORDERS = [order(NORTH, "North", A, 0.4), order(SOUTH, "South", A, 0.6), order(NORTH, "North", B, 1)]


def area(
    code: str, people: int, *, region: str = "E12000001", size: float | None = 10, lat: float = 50
) -> Area:
    return Area(
        code=code, kind="council", name=code, short_name=code, official_name=f"{code} Council",
        slug=code.lower(), council_type="district", nation="England", region_code=region, region_name="R",
        county_name="Shire", population=people, population_year=2024, area_km2=size, rural_urban="Rural",
        lat=lat, lon=-1, search_names=f"{code} old",
    )  # fmt: skip


def test_the_register_follows_whole_councils_and_parts() -> None:
    assert gather_parts(ORDERS) == PARTS
    after = succeed_register(REGISTER, PARTS)
    assert after.current == {C, NORTH, SOUTH}
    assert (after.resolve(B).kind, after.resolve(B).targets) == ("merged", (NORTH,))
    assert (after.resolve(A).kind, after.resolve(A).targets) == ("merged", (NORTH, SOUTH))
    assert [after.part_of(code, NORTH) for code in (A, B)] == [0.4, 1.0]
    # What was merged into B still leads on; which part of A the old ones lay in, nobody says.
    assert after.resolve("E07000092").targets == (NORTH,)
    assert (after.resolve(OLD).kind, after.resolve(OLD).reason) == ("left_out", UNTRACED)
    assert after.predecessors[NORTH] == (frozenset({A, B}), frozenset({A, "E07000092"}))
    assert after.predecessors[SOUTH] == (frozenset({A}),)
    # All of the one county has a council in its place; of the other the north is only a part.
    assert after.counties == {COUNTY: (NORTH, SOUTH), "E10000002": (C,)}
    assert after.counties_of_today == {"E10000002"}
    assert after.whole_counties == frozenset()


def test_a_county_that_one_council_takes_the_place_of_is_that_council() -> None:
    after = succeed_register(REGISTER, {NORTH: {A: 1.0, B: 1.0}})
    assert (after.resolve(COUNTY).kind, after.resolve(COUNTY).targets) == ("whole_county", (NORTH,))
    assert after.resolve(OLD).targets == (NORTH,)
    assert after.predecessors[NORTH] == (frozenset({A, B}), frozenset({OLD, "E07000093", "E07000092"}))


def test_a_second_change_leads_on_from_the_first() -> None:
    first = succeed_register(REGISTER, PARTS)
    second = succeed_register(first, {"E06000903": {SOUTH: 1.0, C: 1.0}})
    assert second.resolve(A).targets == (NORTH, "E06000903")
    assert second.part_of(A, "E06000903") == 0.6
    third = succeed_register(first, {"E06000903": {SOUTH: 0.5}, "E06000904": {SOUTH: 0.5}})
    assert third.resolve(A).kind == "left_out"


def frame(*rows: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(code, "2024-01-01/P1Y", value, math.nan, math.nan, "") for code, value in rows],
        columns=["area_code", "period", "value", "lower", "upper", "note"],
    )


def carry(kind: str, *rows: tuple[str, float]) -> dict[str, tuple[float, str]]:
    people = add_weights({"population": Weighting("people", (("people", {}),))}, {2024: {A: 100, B: 300}})
    result = recast(
        frame(*rows),
        register=succeed_register(REGISTER, PARTS),
        kind=kind,
        weighting=None if kind == "count" else people["population"],
    )
    found = result.observations
    return dict(zip(found["area_code"], zip(found["value"], found["note"], strict=True), strict=True))


def test_counts_of_a_divided_council_are_shared_out_by_its_people() -> None:
    # 0.4 x 50 + 30 = 50 in the north, 0.6 x 50 = 30 in the south: nobody is lost.
    found = carry("count", (A, 50), (B, 30))
    assert found[NORTH] == (pytest.approx(50), ADDED + DIVIDED)
    assert found[SOUTH] == (pytest.approx(30), ADDED + DIVIDED)


def test_rates_of_a_divided_council_weigh_by_the_people_of_the_part() -> None:
    # (40 x 10 + 300 x 20) / 340 = 18.8235...; the south has the rate of the council it was a part of.
    found = carry("rate", (A, 10), (B, 20))
    assert found[NORTH][0] == pytest.approx(6400 / 340)
    assert found[NORTH][1] == f"mean of former councils, weighted by people of 2024{DIVIDED}"
    assert found[SOUTH][0] == pytest.approx(10)


def test_without_one_of_them_there_is_no_figure() -> None:
    found = carry("count", (B, 30))
    assert math.isnan(found[NORTH][0])
    assert SOUTH not in found


def test_a_new_council_is_what_its_predecessors_tell() -> None:
    made = make_new_area(NORTH, ORDERS[0], [(area(A, 100, lat=51), 0.4), (area(B, 360), 1.0)])
    # 0.4 x 100 + 360 people; the middle is (40 x 51 + 360 x 50) / 400; how large a part of A is, nobody says.
    assert (made.population, made.lat, made.area_km2) == (400, 50.1, None)
    assert (made.name, made.slug, made.council_type, made.county_name) == (
        *("North", "north", "unitary authority", ""),
    )
    assert (made.region_code, made.rural_urban) == ("E12000001", "Rural")
    assert made.search_names == f"{A}|{A} old|{B}|{B} old"
    assert make_new_area(NORTH, ORDERS[0], [(area(A, 1), 1.0), (area(B, 1), 1.0)]).area_km2 == 20
    with pytest.raises(ProsperityError, match="of which each has another region_code"):
        make_new_area(NORTH, ORDERS[0], [(area(A, 1), 1.0), (area(B, 1, region="E12000002"), 1.0)])


def test_the_table_of_changes_leads_everything_to_the_new_day() -> None:
    def change(old: str, name: str, new: str, kind: str, share: float | None = None) -> Change:
        return Change.model_validate(
            {
                "predecessor_code": old, "predecessor_name": name, "predecessor_slug": name.lower(),
                "successor_code": new, "change_date": "2009-04-01", "kind": kind, "share": share,
            }
        )  # fmt: skip

    areas = {code: area(code, people) for code, people in ((A, 100), (B, 360), (NORTH, 400), (SOUTH, 60))}
    before = [
        change(OLD, "Old", A, "merge", 0.5),
        change("E07000092", "Bold", B, "recode", 1.0),
        change(B, "Renamed", B, "rename"),
        change("E07000099", "Far", C, "merge"),
    ]
    counties = list_ended_counties(REGISTER, PARTS, day="2030-04-01")
    assert [(one.predecessor_code, one.successor_code) for one in counties] == [
        (COUNTY, NORTH),
        (COUNTY, SOUTH),
    ]
    found = succeed_changes([*before, *counties], ORDERS, areas, PARTS)
    told = {(one.predecessor_code, one.successor_code): (one.kind, one.share) for one in found}
    assert told == {
        ("E07000099", C): ("merge", None),
        (OLD, NORTH): ("split", None),
        (OLD, SOUTH): ("split", None),
        ("E07000092", NORTH): ("merge", None),
        # Of the 400 people of the north 40 come from A and 360 from B; the south is all of A.
        (A, NORTH): ("split", 0.1),
        (A, SOUTH): ("split", 1.0),
        (B, NORTH): ("merge", 0.9),
        (COUNTY, NORTH): ("county", None),
        (COUNTY, SOUTH): ("county", None),
    }
