"""Sentences of the levelling-up test: years, both moves, the answer, and what is compared."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from blank_evidence import make_evidence

from generator.findings.change_guards import ANSWERS
from generator.findings.evidence import GapToNation, LevellingUpTest
from generator.findings.finding import Finding
from generator.paths import find_root
from generator.text.rules import load_rules
from generator.text.sentences import render

RULES = load_rules(find_root(Path(__file__)) / "templates" / "text" / "findings.yml")
CONTEXT: Any = SimpleNamespace(
    rules=RULES,
    indicators={
        "share": SimpleNamespace(unit="%", decimals=1),
        "pay": SimpleNamespace(unit="\u00a3 a week", decimals=0),
    },
    node_names={"secondary-school": "secondary school"},
    grammar={"K02000001": SimpleNamespace(name="the UK"), "E92000001": SimpleNamespace(name="England")},
)
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")


TOLD = {
    "category": "levelled_up",
    "start_year": 2015,
    "end_year": 2022,
    "mean_start": 48.04,
    "mean_end": 51.14,
    "mean_side": "up",
    "gap_start": 41.0,
    "gap_end": 37.04,
    "gap_side": "down",
    "councils": 350,
    "places": 350,
    "nations": NATIONS,
    "whole": NATIONS,
    "slope_side": "unclear",
    "lead": None,
}
LEAD = {
    "lead": "share",
    "lead_subject": "median pay",
    "low_start": 40.0,
    "high_start": 60.0,
    "low_end": 50.0,
    "high_end": 65.0,
}


def make(
    subject: str = "K02000001", node: str = "secondary-school", **evidence: Any
) -> Finding[LevellingUpTest]:
    return Finding(
        id="x",
        subject=subject,
        kind="levelling",
        node=node,
        evidence=make_evidence(LevellingUpTest, **TOLD | evidence),
    )


def test_a_clear_answer() -> None:
    assert render(make(), CONTEXT) == (
        "Between 2015 and 2022 the score for secondary school rose from 48.0 to 51.1 out of 100 across the"
        " UK. Errors taken out, the gap between councils near the top and near the bottom narrowed from"
        " 41.0 to 37.0 points: they levelled up. The same 350 councils are compared in both years."
    )


def test_money_tells_the_gap_alone_and_a_ratio() -> None:
    text = render(make(category="narrowed", mean_side="untold", **LEAD | {"lead": "pay"}), CONTEXT)
    assert text.startswith(
        "Between 2015 and 2022, only the gap in secondary school can be told across the UK."
    )
    assert "it narrowed from 41.0 to 37.0 points: they came closer." in text
    assert "By median pay, the higher end was 1.50 times the lower at first and 1.30 times at last." in text
    assert "\u00a3" not in text


def test_both_ends_are_told_in_their_own_unit() -> None:
    text = render(make(**LEAD), CONTEXT)
    assert (
        "By median pay, both ends lay 20.0 percentage points apart at first and 15.0 percentage points at"
        " last. The higher was 1.50 times the lower, then 1.30 times." in text
    )
    text = render(make(**LEAD | {"low_start": -1.0}), CONTEXT)
    assert "both ends lay 61.0 percentage points apart at first and 15.0 percentage points at last. " in text
    assert "times" not in text


def test_what_goes_with_the_gap_is_told_first() -> None:
    """From 40 and 60 to 20 and 36: the difference shrank, and the ratio grew."""
    lead = LEAD | {"low_end": 20.0, "high_end": 36.0}
    text = render(make(**lead), CONTEXT)
    assert (
        "By median pay, both ends lay 20.0 percentage points apart at first and 16.0 percentage points at"
        " last. Yet the higher was 1.50 times the lower, then 1.80 times." in text
    )
    text = render(make(**lead, gap_side="up"), CONTEXT)
    assert (
        "By median pay, the higher end was 1.50 times the lower at first and 1.80 times at last. Yet both"
        " lay 20.0 percentage points apart, then 16.0 percentage points." in text
    )
    text = render(make(**lead, gap_side="unclear"), CONTEXT)
    assert "16.0 percentage points at last. The higher was 1.50 times the lower, then 1.80 times." in text


def test_no_ratio_to_next_to_nothing() -> None:
    assert "20.00 times" in render(make(**LEAD | {"low_start": 3.0}), CONTEXT)
    text = render(make(**LEAD | {"low_start": 2.99}), CONTEXT)
    assert "both ends lay 57.0 percentage points apart at first and 15.0 percentage points at last. " in text
    assert "times" not in text


def test_who_gained_is_told_where_it_is_clear() -> None:
    text = render(make(slope=-0.21, slope_side="caught_up"), CONTEXT)
    assert "Places that began behind gained on the others, by 2.1 points for every 10 points." in text
    text = render(make(slope=0.21, slope_side="drew_away"), CONTEXT)
    assert "Places that began ahead drew away, by 2.1 points for every 10 points." in text


def say_gap(**evidence: Any) -> str:
    told = {"nation": "England", "start_year": 2015, "end_year": 2022, "gap_side": "unclear"} | evidence
    finding = Finding(
        id="x", subject="E92000001", kind="gap", node="overall", evidence=make_evidence(GapToNation, **told)
    )
    return render(finding, CONTEXT)


def test_an_interval_that_prints_as_one_number_is_left_out() -> None:
    told = {"gap_start": -8.0, "gap_end": -1.8, "category": "narrowed", "gap_side": "up"}
    text = say_gap(**told, gap_low=6.15, gap_high=6.24)
    assert text.endswith("1.8 points less in 2022: the gap narrowed.")
    assert say_gap(**told, gap_low=6.15, gap_high=6.26).endswith("+6.2 to +6.3 points (90% interval).")


def test_a_small_change_beside_an_interval_without_nought_is_explained() -> None:
    told = {
        "gap_start": -8.0,
        "gap_end": -7.3,
        "category": "no_clear_change",
        "gap_low": 0.2,
        "gap_high": 1.2,
    }
    assert say_gap(**told).endswith(
        "no clear change. The errors of the figures leave a change of +0.2 to +1.2 points (90% interval), and"
        " less than a point counts as none."
    )


@pytest.mark.parametrize(
    ("start", "end", "category", "told"),
    [
        (
            -4.71,
            -6.93,
            "widened",
            "4.7 points less than England in 2015 and 6.9 points less in 2022: the gap widened.",
        ),
        (
            3.3,
            4.4,
            "lead_grew",
            "3.3 points more than England in 2015 and 4.4 points more in 2022: the lead grew.",
        ),
        (
            0.04,
            -3.0,
            "fell_below",
            "the same as England in 2015 and 3.0 points less in 2022: from ahead to behind.",
        ),
    ],
)
def test_the_gap_to_the_nation(start: float, end: float, category: str, told: str) -> None:
    assert say_gap(gap_start=start, gap_end=end, category=category, gap_low=-1.25, gap_high=0.36) == (
        f"Overall, England scored {told} The errors of the figures leave a change of"
        " \u22121.3 to +0.4 points (90% interval)."
    )


def test_no_clear_answer_still_tells_the_numbers() -> None:
    text = render(make(category="no_clear_change", mean_side="unclear", gap_side="unclear"), CONTEXT)
    assert "did not clearly change (48.0, then 51.1 out of 100) across the UK" in text
    assert "did not clearly change (41.0, then 37.0 points): no clear answer." in text


def test_only_the_nations_with_figures_are_named() -> None:
    assert " across England and Wales. " in render(make(nations=("England", "Wales")), CONTEXT)
    assert " across Great Britain. " in render(make(nations=("England", "Wales", "Scotland")), CONTEXT)
    assert " across its members. " in render(make("cluster:coastal"), CONTEXT)
    few = render(make("cluster:coastal", nations=("England", "Wales")), CONTEXT)
    assert " across its members in England and Wales. " in few


def test_shared_figures_are_told() -> None:
    text = render(
        make("E92000001", nations=("England",), whole=("England",), places=151, councils=293), CONTEXT
    )
    assert text.endswith(
        "The same 293 councils are compared in both years. For the gap, districts that share a"
        " county\u2019s figures count as one, which leaves 151 places."
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_overall_has_words_for_every_answer(answer: str) -> None:
    text = render(make(node="overall", category=answer), CONTEXT)
    assert "2015 and 2022 the overall score rose" in text
    assert RULES.sentences[f"levelling.{answer}"] in text
