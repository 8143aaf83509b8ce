"""A zero that only a merger explains is no figure, and does not become one."""

import math
from collections.abc import Sequence

import pandas as pd
import pytest
from tiny_gates import CODES, make_series, make_setting, spread_out

from generator.catalogue.store import read_observations
from generator.geography.recast import COLUMNS
from generator.geography.register import Register
from generator.paths import PROJECT
from generator.sources.gates.repeats import check_zeros
from generator.sources.zeros import KEPT, TAKEN, blank_lone_zeros

NORTH_YORKSHIRE, SOMERSET, DORSET, BUCKINGHAMSHIRE = "E06000065", "E06000066", "E06000059", "E06000060"
BATH, NORTH_SOMERSET = "E06000022", "E06000024"
EARLY, LATE = "2018-01-01/P3Y", "2020-01-01/P3Y"
FALLS = (
    (NORTH_YORKSHIRE, EARLY, 17.4),
    (SOMERSET, EARLY, 8.7),
    (SOMERSET, LATE, 0.0),
    (BATH, LATE, 7.2),
    (NORTH_SOMERSET, LATE, 9.8),
    (DORSET, LATE, 12.1),
    (BUCKINGHAMSHIRE, LATE, 6.6),
)
"""Made-up rates: the councils of 2023 but one have nothing in the late period."""
REGISTER = Register(
    current=frozenset(code for code, _, _ in FALLS),
    successor={},
    predecessors={},
    counties={},
    whole_counties=frozenset(),
    began={
        NORTH_YORKSHIRE: "2023-04-01",
        SOMERSET: "2023-04-01",
        DORSET: "2019-04-01",
        BUCKINGHAMSHIRE: "2020-04-01",
    },
)


def look(*more: tuple[str, str, float], kept: Sequence[tuple[str, str]] = ()) -> tuple[pd.Series, int]:
    """Return Somerset's late row and how many zeros were made missing."""
    cells = [
        (code, period, value, math.nan, math.nan, "observed", "", "") for code, period, value in FALLS + more
    ]
    rows, holes = blank_lone_zeros(pd.DataFrame(cells, columns=list(COLUMNS)), register=REGISTER, kept=kept)
    assert rows["value"].notna().sum() == len(cells) - holes
    return rows.set_index(["area_code", "period"]).loc[(SOMERSET, LATE)], holes


def test_a_lone_zero_beside_councils_created_alike_without_a_figure_is_missing() -> None:
    row, holes = look()
    assert (holes, row["status"], row["reason"], row["note"]) == (1, "missing", "left_out", TAKEN)
    assert math.isnan(row["value"])


@pytest.mark.parametrize(
    "more",
    [
        (
            NORTH_YORKSHIRE,
            LATE,
            11.0,
        ),  # others created that day have figures: nothing went wrong with mergers
        ("E06000001", LATE, 0.0),  # not the only zero
        ("E06000001", EARLY, 0.0),
    ],
)
def test_any_other_zero_stays(more: tuple[str, str, float]) -> None:
    row, holes = look(more)
    assert (holes, row["value"], row["status"], row["note"]) == (0, 0.0, "observed", "")


def test_a_zero_of_a_council_that_did_not_begin_in_a_merger_stays() -> None:
    cells = [
        (
            code,
            period,
            0.0 if (code, period) == (BATH, LATE) else value + 1,
            math.nan,
            math.nan,
            "observed",
            "",
            "",
        )
        for code, period, value in FALLS
    ]
    rows, holes = blank_lone_zeros(pd.DataFrame(cells, columns=list(COLUMNS)), register=REGISTER, kept=())
    assert (holes, int(rows["value"].notna().sum())) == (0, len(FALLS))


@pytest.mark.parametrize("kept", [("", ""), (SOMERSET, LATE), (SOMERSET, "")])
def test_a_zero_that_the_recipe_gives_a_reason_for_stays_and_is_told(kept: tuple[str, str]) -> None:
    row, holes = look(kept=[kept])
    assert (holes, row["value"], row["note"]) == (0, 0.0, KEPT)
    assert look(kept=[(SOMERSET, EARLY)])[1] == 1


def test_the_gate_tells_what_was_taken_as_missing_and_what_was_kept() -> None:
    measured = make_series(spread_out(2))
    assert check_zeros(measured, make_setting()) == []
    measured.rows.loc[3, "note"] = TAKEN
    measured.rows.loc[5, "note"] = f"{KEPT} Count divided by the people of 2020."
    first, second = check_zeros(measured, make_setting())
    assert (first.area_code, first.period, first.found) == (CODES[1], "2021-01-01/P1Y", "0, taken as missing")
    assert (second.area_code, second.found, second.severity) == (CODES[2], "0", "warning")


def test_somerset_has_no_children_hurt_in_2020_to_2022_but_no_figure() -> None:
    rows = read_observations(PROJECT.datasets / "children-hurt-on-roads").set_index(["area_code", "period"])
    row = rows.loc[(SOMERSET, LATE)]
    assert (row["status"], row["note"]) == ("missing", TAKEN)
    assert rows.loc[(SOMERSET, EARLY), "value"] == 4.72
