"""Sentences of the levelling-up test: years, both moves, the answer, and what is compared."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from blank_evidence import make_evidence

from generator.findings.change_guards import ANSWERS
from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import Finding
from generator.paths import find_root
from generator.text.rules import load_rules
from generator.text.sentences import render

RULES = load_rules(find_root(Path(__file__)) / "templates" / "text" / "findings.yml")
CONTEXT: Any = SimpleNamespace(
    rules=RULES,
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
        "On the trend index, between 2015 and 2022 the score for secondary school rose from 48.0 to 51.1 out"
        " of 100 across the UK. The gap between the councils near the top and near the bottom narrowed"
        " from 41.0 to 37.0 points: they levelled up. The same 350 councils are compared in both years."
    )


def test_no_clear_answer_still_tells_the_numbers() -> None:
    text = render(make(category="no_clear_change", mean_side="unclear", gap_side="unclear"), CONTEXT)
    assert "did not clearly change (48.0, then 51.1 out of 100) across the UK" in text
    assert "did not clearly change (41.0, then 37.0 points): the test gives no clear answer." in text


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
        "The same 293 councils are compared in both years; for the gap, districts that share a"
        " county\u2019s figures count as one, which leaves 151 places."
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_overall_has_words_for_every_answer(answer: str) -> None:
    text = render(make(node="overall", category=answer), CONTEXT)
    assert "2015 and 2022 the overall score rose" in text
    assert RULES.sentences[f"levelling.{answer}"] in text
