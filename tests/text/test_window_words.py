"""Sentences on change over about ten and five years: the place, the country, the region, the margin."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from blank_evidence import make_evidence

from generator.findings.evidence import ChangeOverYears
from generator.findings.finding import Finding
from generator.paths import find_root
from generator.text.names import Grammar
from generator.text.rules import load_rules
from generator.text.sentences import render

RULES = load_rules(find_root(Path(__file__)) / "templates" / "text" / "findings.yml")
CONTEXT: Any = SimpleNamespace(
    rules=RULES,
    node_names={"work": "work"},
    grammar={
        "X1": Grammar("Blackpool", "Blackpool", plural=False),
        "X2": Grammar("the Isles of Scilly", "the Isles of Scilly", plural=True),
    },
)
UK = ("England", "Wales", "Scotland", "Northern Ireland")


def tell(subject: str = "X1", node: str = "work", **more: Any) -> str:
    told = {"start_year": 2013, "end_year": 2023, "change": 4.04, "whole_change": 1.0, "nations": UK}
    evidence = make_evidence(ChangeOverYears, **told | more)
    kind = "improved" if evidence.change > 0 else "declined"
    return render(Finding("x", subject, kind, node, evidence), CONTEXT)


def test_a_rise_against_the_country() -> None:
    assert tell() == (
        "Between 2013 and 2023 its score for work rose by 4.0 points on the trend index."
        " In the UK it rose by 1.0 point."
    )


def test_a_fall_against_country_and_region() -> None:
    assert tell(
        change=-3.0, whole_change=0.2, nations=("England",), region="North West", region_change=-1.5
    ) == (
        "Between 2013 and 2023 its score for work fell by 3.0 points on the trend index."
        " In England it hardly changed, and"
        " in the North West it fell by 1.5 points."
    )


def test_the_overall_score_of_a_plural_name() -> None:
    assert tell("X2", "overall").startswith("Between 2013 and 2023 their overall score rose by 4.0 points")


def test_the_margin_is_told_from_its_smaller_end() -> None:
    assert tell(change=-9.0, lower=-12.3, upper=-5.7).endswith(
        "The published margins of error put the fall between 5.7 and 12.3 points."
    )
    assert tell(change=9.0, lower=5.7, upper=12.3).endswith(
        "The published margins of error put the rise between 5.7 and 12.3 points."
    )
