"""What a table says of one figure, or of its lack."""

from pathlib import Path

import pytest

from generator.catalogue.reasons import Reason
from generator.index.cells import Cell
from generator.index.results import Status
from generator.paths import find_root
from generator.text.about_cells import describe_cell
from generator.text.rules import load_rules

RULES = load_rules(find_root(Path(__file__)) / "templates" / "text" / "findings.yml")


def tell(
    *,
    status: Status = Status.MISSING,
    reason: Reason = Reason.NONE,
    period: str = "",
    note: str = "",
    nation: str = "Wales",
) -> str:
    value = None if status is Status.MISSING else 1.0
    cell = Cell(value, None, None, status, reason, period, 0, note)
    return describe_cell(cell, nation=nation, rules=RULES)


@pytest.mark.parametrize(
    ("status", "note", "words"),
    [
        (Status.OBSERVED, "", "Published"),
        (
            Status.OBSERVED,
            "Unreliable: very few people were asked.",
            "Published. Unreliable: very few people were asked",
        ),
        (Status.DERIVED, "", "Worked out from published figures"),
        (
            Status.DERIVED,
            "Count divided by the mid-year population of 2018.",
            "Worked out from published figures. Count divided by the mid-year population of 2018",
        ),
        (Status.ESTIMATED, "Shared by population.", "Estimated. Shared by population"),
        (Status.RECAST, "", "Made from former councils"),
        (Status.RECAST, "sum of former councils", "Sum of former councils"),
        (Status.UPPER_TIER, "", "Shared with other councils"),
        (
            Status.UPPER_TIER,
            "One figure for the county of Kent, shared by its districts.",
            "One figure for the county of Kent, shared by its districts",
        ),
        (Status.INTERPOLATED, "", "On the line between two measured years"),
    ],
)
def test_a_figure_says_how_it_came_about_and_of_what_area_it_is(
    status: Status, note: str, words: str
) -> None:
    assert tell(status=status, note=note) == words


def test_a_held_figure_names_its_period() -> None:
    assert tell(status=Status.CARRIED, period="2019-04-01/P1Y") == "Held from April 2019 to March 2020"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.NO_SERIES, "Our sources hold no figure for Wales"),
        (Reason.NOT_LISTED, "Our source has no figure for this place"),
        (Reason.LEFT_OUT, "Left out of the index. Orkney’s oil fund is no reserve"),
        (Reason.NOT_RECAST, "Not made from the former councils. Orkney’s oil fund is no reserve"),
        (Reason.TOO_OLD, "The latest figure is for 2012, too old to use"),
    ],
)
def test_a_gap_says_why(reason: Reason, words: str) -> None:
    assert tell(reason=reason, note="Orkney's oil fund is no reserve.", period="2012-01-01/P1Y") == words


def test_every_reason_has_words_and_no_two_the_same() -> None:
    told = [tell(reason=reason, note="N.", period="2012-01-01/P1Y") for reason in Reason if reason.word]
    assert len(set(told)) == len(told)
    assert not any(words.endswith(".") for words in told)


def test_no_words_claim_that_something_is_not_collected() -> None:
    told = [tell(reason=reason, note="N.", period="2012-01-01/P1Y") for reason in Reason if reason.word]
    assert not any("collect" in words or "measured in" in words for words in told)
