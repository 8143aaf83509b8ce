"""What the levelling-up page says beside its numbers: which measures, and why a change counts as none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from blank_evidence import make_evidence

from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import Finding
from generator.pages.levelling import say_why_unclear, tell_measures, tell_move

SITE: Any = SimpleNamespace(
    elements={"schools": None},
    indicators={"a": SimpleNamespace(name="Marks"), "b": SimpleNamespace(name="Absence")},
)


def measures(*slugs: str, node: str = "schools", among: tuple[str, ...] = ("a", "b")) -> str:
    evidence = make_evidence(LevellingUpTest, measures=slugs)
    return tell_measures(
        SITE, Finding(id="x", subject="x", kind="levelling", node=node, evidence=evidence), among
    )


def test_the_measures_of_an_answer_are_named_where_they_are_not_all() -> None:
    assert measures("a", "b") == "all two below"
    assert measures("b") == "Absence"
    assert measures("a", among=("a",)) == "the one below"
    assert measures("a", "b", node="education") == "2"


@pytest.mark.parametrize(
    ("change", "low", "high", "side", "told"),
    [
        (0.9, 0.2, 1.6, "unclear", ", too small to count"),
        (-0.9, -1.6, -0.2, "unclear", ", too small to count"),
        (1.0, 0.2, 1.8, "unclear", ", mostly error"),
        (0.9, -0.1, 1.9, "unclear", ""),
        (4.0, 2.0, 6.0, "up", ""),
    ],
)
def test_why_a_change_counts_as_none(change: float, low: float, high: float, side: Any, told: str) -> None:
    assert say_why_unclear(change, low, high, side=side, smallest=1.0) == told
    assert tell_move((50.0, 50.0 + change), (change, low, high), side).endswith(f"){told}")
