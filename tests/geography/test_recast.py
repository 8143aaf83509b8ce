"""Hand-worked examples of carrying figures of former councils to councils of today."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ProsperityError
from generator.geography.mergers import INCOMPLETE
from generator.geography.recast import RecastResult, recast
from generator.geography.register import Register, gather_predecessors
from generator.geography.weights import Weighting

BUCKS, CUMBERLAND, WESTMORLAND, SOMERSET = "E06000060", "E06000063", "E06000064", "E06000066"
GLASGOW, BARNSLEY = "S12000049", "E08000038"
CHANGES = [
    {"predecessor_code": before, "successor_code": after}
    for before, after in [
        ("E07000026", CUMBERLAND),
        ("E07000028", CUMBERLAND),
        ("E07000029", CUMBERLAND),
        ("E07000187", SOMERSET),
        ("E07000246", SOMERSET),
        ("E07000190", "E07000246"),
        ("E07000191", "E07000246"),
        ("E08000016", "E08000038"),
        ("S12000043", "S12000046"),
        ("S12000046", GLASGOW),
    ]
]
CURRENT = frozenset({BUCKS, CUMBERLAND, WESTMORLAND, SOMERSET, BARNSLEY, GLASGOW, "E07000008"})
REGISTER = Register(
    current=CURRENT,
    successor={
        **{row["predecessor_code"]: row["successor_code"] for row in CHANGES},
        "E07000190": SOMERSET,
        "E07000191": SOMERSET,
        "S12000043": GLASGOW,
    },
    predecessors=gather_predecessors(CHANGES, CURRENT),
    counties={
        "E10000002": (BUCKS,),
        "E10000003": ("E07000008",),
        "E10000006": (CUMBERLAND, WESTMORLAND),
        "E10000027": (SOMERSET,),
    },
    whole_counties=frozenset({"E10000002", "E10000027"}),
)
PEOPLE = {"E07000026": 100.0, "E07000028": 200.0, "E07000029": 100.0, "E07000187": 300.0, "E07000246": 100.0}
NAN = math.nan
WEIGHTING = Weighting("households", (("population", {2019: PEOPLE}),))
Cells = tuple[float, float, float, str, str]


def carry(
    rows: dict[str, float | tuple[float, ...]],
    *,
    kind: str = "rate",
    note: str = "",
    weighting: Weighting | None = WEIGHTING,
) -> RecastResult:
    """Recast one period; a row is a value or (value, lower, upper); a missing value gets the note."""
    table = pd.DataFrame(
        [
            (code, "2020-01-01/P1Y", *(cell if isinstance(cell, tuple) else (cell, NAN, NAN)))
            for code, cell in rows.items()
        ],
        columns=["area_code", "period", "value", "lower", "upper"],
    )
    table["note"] = [note if math.isnan(value) else "" for value in table["value"]]
    return recast(table, register=REGISTER, kind=kind, weighting=weighting)


def run(
    rows: dict[str, float | tuple[float, ...]], *, kind: str = "rate", note: str = ""
) -> dict[str, Cells]:
    """Return the cells of each area."""
    result = carry(rows, kind=kind, note=note).observations
    return {row[0]: row[2:7] for row in result.itertuples(index=False, name=None)}


def test_rate_is_weighted_and_says_by_what() -> None:
    found = run({"E07000026": 10.0, "E07000028": 20.0, "E07000029": 30.0})[CUMBERLAND]
    assert found[0] == pytest.approx((100 * 10 + 200 * 20 + 100 * 30) / 400)
    told = "mean of former councils, weighted by population of 2019, for want of households"
    assert found[3:] == ("recast", told)


def test_count_is_added() -> None:
    found = run({"E07000026": 1.0, "E07000028": 2.0, "E07000029": 4.0}, kind="count")[CUMBERLAND]
    assert found[0] == 7 and found[3] == "recast"


def test_index_is_never_merged() -> None:
    value, *_, status, note = run({"E07000026": 1.0, "E07000028": 2.0, "E07000029": 4.0}, kind="index")[
        CUMBERLAND
    ]
    assert math.isnan(value) and status == "missing" and "cannot be merged" in note


def test_one_absent_council_leaves_the_merger_missing() -> None:
    value, *_, status, note = run({"E07000026": 10.0, "E07000029": 30.0})[CUMBERLAND]
    assert math.isnan(value) and (status, note) == ("missing", INCOMPLETE)


def test_one_withheld_council_leaves_the_merger_missing() -> None:
    found = run({"E07000026": 10.0, "E07000028": NAN, "E07000029": 30.0}, note="too few cases")[CUMBERLAND]
    assert found[3:] == ("missing", INCOMPLETE)


def test_intervals_combine_in_quadrature() -> None:
    rows = {"E07000026": (10.0, 7.0, 14.0), "E07000028": (20.0, 18.0, 24.0), "E07000029": (30.0, 27.0, 38.0)}
    value, lower, upper, *_ = run(rows)[CUMBERLAND]
    assert value == 20
    assert lower == pytest.approx(20 - math.sqrt((3 * 0.25) ** 2 + (2 * 0.5) ** 2 + (3 * 0.25) ** 2))
    assert upper == pytest.approx(20 + math.sqrt((4 * 0.25) ** 2 + (4 * 0.5) ** 2 + (8 * 0.25) ** 2))


def test_no_interval_where_one_council_has_none() -> None:
    rows = {"E07000026": (10.0, 7.0, 14.0), "E07000028": 20.0, "E07000029": (30.0, 27.0, 38.0)}
    assert math.isnan(run(rows)[CUMBERLAND][1])


def test_two_steps_back_without_known_weights_is_missing() -> None:
    found = run({"E07000187": 10.0, "E07000190": 20.0, "E07000191": 40.0})[SOMERSET]
    assert found[3:] == ("missing", "how much each former council weighs is not known")


def test_two_steps_back_is_weighted_by_the_oldest_councils() -> None:
    """West Somerset and Taunton Deane became Somerset West and Taunton, and that became Somerset."""
    known = {"E07000187": 300.0, "E07000190": 75.0, "E07000191": 25.0}
    weighting = Weighting("population", (("population", {2019: known}),))
    rows: dict[str, float | tuple[float, ...]] = {"E07000187": 10.0, "E07000190": 20.0, "E07000191": 40.0}
    (row,) = carry(rows, weighting=weighting).observations.itertuples(index=False, name=None)
    assert row[:3] == (SOMERSET, "2020-01-01/P1Y", (300 * 10 + 75 * 20 + 25 * 40) / 400)
    assert row[6] == "mean of former councils, weighted by population of 2019"


def test_two_steps_back_adds_counts() -> None:
    assert run({"E07000187": 1.0, "E07000190": 2.0, "E07000191": 4.0}, kind="count")[SOMERSET][0] == 7


def test_newest_complete_set_is_used() -> None:
    rows: dict[str, float | tuple[float, ...]] = {"E07000187": 10.0, "E07000246": 30.0, "E07000190": 99.0}
    assert run(rows)[SOMERSET][0] == pytest.approx(15)


def test_own_value_wins_over_everything() -> None:
    rows: dict[str, float | tuple[float, ...]] = {
        SOMERSET: 5.0,
        "E10000027": 6.0,
        "E07000187": 10.0,
        "E07000246": 30.0,
    }
    assert run(rows)[SOMERSET][0] == 5 and run(rows)[SOMERSET][3] == "observed"


def test_withheld_value_stays_withheld() -> None:
    found = run({SOMERSET: NAN, "E10000027": 6.0}, note="too few cases")[SOMERSET]
    assert math.isnan(found[0]) and found[3:] == ("missing", "too few cases")


@pytest.mark.parametrize(
    ("rows", "reason", "word"),
    [
        ({SOMERSET: NAN}, "suppressed", "suppressed"),
        ({SOMERSET: NAN}, "", "blank"),
        ({"E10000006": NAN}, "unreliable", "unreliable"),
        ({"E07000026": 10.0, "E07000029": 30.0}, "", "not_recast"),
        ({"E07000026": 10.0, "E07000028": NAN, "E07000029": 30.0}, "suppressed", "not_recast"),
        ({SOMERSET: 5.0}, "", ""),
    ],
)
def test_a_missing_figure_has_one_reason(rows: dict[str, float], reason: str, word: str) -> None:
    table = pd.DataFrame(
        [(code, "2020-01-01/P1Y", value, NAN, NAN, "", reason) for code, value in rows.items()],
        columns=["area_code", "period", "value", "lower", "upper", "note", "reason"],
    )
    result = recast(table, register=REGISTER, kind="rate", weighting=WEIGHTING).observations
    assert set(result["reason"]) == {word}


@pytest.mark.parametrize(("reason", "status"), [("blank", "upper_tier"), ("suppressed", "missing")])
def test_only_a_cell_left_blank_gives_way_to_the_county(reason: str, status: str) -> None:
    rows = [
        (CUMBERLAND, "2020-01-01/P1Y", NAN, NAN, NAN, "No figure was published.", reason),
        ("E10000006", "2020-01-01/P1Y", 6.0, NAN, NAN, "", ""),
    ]
    columns = ["area_code", "period", "value", "lower", "upper", "note", "reason"]
    table = pd.DataFrame(rows, columns=columns)
    found = recast(table, register=REGISTER, kind="rate", weighting=WEIGHTING).observations.set_index(
        "area_code"
    )
    assert found.loc[CUMBERLAND, "status"] == status
    assert found.loc[WESTMORLAND, "value"] == 6.0


def test_a_figure_of_the_county_names_it() -> None:
    named = dataclasses.replace(
        REGISTER,
        county_names={"E10000003": "Cambridgeshire", "E10000006": "Cumbria"},
        counties_of_today=frozenset({"E10000003"}),
    )
    table = pd.DataFrame(
        [
            ("E10000003", "2020-01-01/P1Y", 5.0, NAN, NAN, "Few asked."),
            ("E10000006", "2020-01-01/P1Y", 5.0, NAN, NAN, ""),
        ],
        columns=["area_code", "period", "value", "lower", "upper", "note"],
    )
    notes = recast(table, register=named, kind="rate", weighting=None).observations.set_index("area_code")[
        "note"
    ]
    assert (
        notes["E07000008"]
        == "One figure for the county of Cambridgeshire, shared by its districts. Few asked."
    )
    assert notes[CUMBERLAND] == "One figure for the former county of Cumbria, which this council was part of."


def test_blank_without_a_reason_gives_way() -> None:
    assert run({SOMERSET: NAN, "E10000027": 6.0})[SOMERSET][0] == 6
    assert run({SOMERSET: NAN})[SOMERSET][3:] == ("missing", "no value published")


def test_county_that_became_one_council_is_its_own_value() -> None:
    found = run({"E10000027": 6.0, "E07000187": 10.0, "E07000246": 30.0})[SOMERSET]
    assert found[0] == 6 and found[3] == "observed" and "county council" in found[4]


def test_cumbria_stands_for_both_its_councils() -> None:
    found = run({"E10000006": 7.5})
    assert {code: (cell[0], cell[3]) for code, cell in found.items()} == {
        CUMBERLAND: (7.5, "upper_tier"),
        WESTMORLAND: (7.5, "upper_tier"),
    }
    told = "One figure for the county, shared by its districts."
    assert {cell[4] for cell in found.values()} == {told}


def test_a_county_of_today_stands_for_its_districts() -> None:
    assert run({"E10000003": 7.5})["E07000008"][3:] == (
        "upper_tier",
        "One figure for the county, shared by its districts.",
    )


def test_a_count_of_a_county_that_is_one_council_now_is_its_count() -> None:
    assert run({"E10000027": 600.0}, kind="count")[SOMERSET][0] == 600


def test_complete_merger_is_preferred_to_the_county() -> None:
    rows: dict[str, float | tuple[float, ...]] = {
        "E10000006": 7.5,
        "E07000026": 10.0,
        "E07000028": 20.0,
        "E07000029": 30.0,
    }
    assert run(rows)[CUMBERLAND][3] == "recast" and run(rows)[WESTMORLAND][3] == "upper_tier"


def test_county_is_preferred_to_an_incomplete_merger() -> None:
    assert run({"E10000006": 7.5, "E07000026": 10.0})[CUMBERLAND][3] == "upper_tier"


def test_county_count_is_not_shown_for_districts() -> None:
    table = pd.DataFrame(
        [("E10000003", "2020-01-01/P1Y", 50.0, NAN, NAN, "")],
        columns=["area_code", "period", "value", "lower", "upper", "note"],
    )
    result = recast(table, register=REGISTER, kind="count", weighting=None)
    assert result.observations.empty
    assert result.left_out == ("1 rows of counties, whose counts say nothing of their districts",)


def test_new_code_for_the_same_council_is_observed() -> None:
    assert run({"E08000016": 3.0}, kind="index")["E08000038"][0] == 3
    assert run({"E08000016": 3.0})["E08000038"][3] == "observed"
    assert run({"E08000016": 3.0, "E08000038": 4.0})["E08000038"][0] == 4


@pytest.mark.parametrize("order", [("S12000043", "S12000046"), ("S12000046", "S12000043")])
def test_of_two_former_codes_the_newer_one_counts(order: tuple[str, str]) -> None:
    values = {"S12000043": 1.0, "S12000046": 2.0}
    assert run({code: values[code] for code in order})[GLASGOW][0] == 2
    assert run({"S12000043": 1.0, "S12000046": NAN})[GLASGOW][0] == 1
    assert run({"S12000043": 1.0})[GLASGOW][0] == 1


def test_what_could_be_made_is_compared_with_what_is_published() -> None:
    rows: dict[str, float | tuple[float, ...]] = {
        CUMBERLAND: 21.0,
        "E07000026": 10.0,
        "E07000028": 20.0,
        "E07000029": 30.0,
    }
    (one,) = carry(rows).compared
    assert (one.area_code, one.recast, one.published) == (CUMBERLAND, 20.0, 21.0)
    assert carry({code: value for code, value in rows.items() if code != CUMBERLAND}).compared == ()


def test_regions_pass_through_and_other_kinds_are_told() -> None:
    table = pd.DataFrame(
        [
            ("E12000001", "2020", 1.0, NAN, NAN, ""),
            ("K04000001", "2020", 1.0, NAN, NAN, ""),
            ("E47000001", "2020", 1.0, NAN, NAN, ""),
        ],
        columns=["area_code", "period", "value", "lower", "upper", "note"],
    )
    result = recast(table, register=REGISTER, kind="rate", weighting=WEIGHTING)
    assert list(result.observations["area_code"]) == ["E12000001", "K04000001"]
    assert result.left_out == ("1 rows of combined authorities",)


def test_repeated_row_is_refused() -> None:
    row = ("E12000001", "2020", 1.0, NAN, NAN, "")
    table = pd.DataFrame([row, row], columns=["area_code", "period", "value", "lower", "upper", "note"])
    with pytest.raises(ProsperityError, match="two rows"):
        recast(table, register=REGISTER, kind="rate", weighting=WEIGHTING)


def test_a_misprinted_code_beside_the_right_one_is_refused() -> None:
    register = dataclasses.replace(REGISTER, current=CURRENT | {"E06000065"})
    rows = [(code, "2020-01-01/P1Y", 1.0, NAN, NAN, "") for code in ("E06000065", "E066000065")]
    table = pd.DataFrame(rows, columns=["area_code", "period", "value", "lower", "upper", "note"])
    with pytest.raises(ProsperityError, match="two rows"):
        recast(table, register=register, kind="rate", weighting=None)


def test_unknown_code_is_refused() -> None:
    with pytest.raises(ProsperityError, match="E06000099"):
        run({"E06000099": 1.0})


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
def test_a_mean_lies_within_its_members(values: list[float]) -> None:
    codes = ("E07000026", "E07000028", "E07000029")
    found = run(dict(zip(codes, values, strict=True)))[CUMBERLAND][0]
    assert min(values) - 1e-6 <= found <= max(values) + 1e-6
