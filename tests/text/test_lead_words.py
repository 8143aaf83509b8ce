"""The sentences of a lead, on findings made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from blank_evidence import E, make_evidence
from test_sentences import CONTEXT

from generator.catalogue.pairs import Pair, PairEnd
from generator.findings.evidence import LeadGap, LeadMarks, LeadPair, LeadPeople, LeadUnlike
from generator.findings.finding import Finding
from generator.text.rules import SLOTS
from generator.text.sentences import render

PAIR = Pair(
    slug="x",
    first=PairEnd(element="care", end="high", words="many work"),
    second=PairEnd(element="longevity", end="low", words="pay is low"),
)
WORDS = replace(CONTEXT, pairs={"x": PAIR})


def tell(kind: type[E], subject: str = "B", **told: Any) -> str:
    evidence = make_evidence(kind, **told)
    return render(Finding(f"{subject}/lead/overall/x", subject, "lead", "overall", evidence), WORDS)


def test_what_stands_out_is_told_with_its_figures() -> None:
    told = {
        "named": ("longevity", "care"),
        "carried_by": {"longevity": "le", "care": "gigabit"},
        "told_claim": {"longevity": "Men live shorter lives", "care": "5G reaches less of the area"},
        "figure": {"longevity": 73.44, "care": 100.0},
    }
    claims = "men live shorter lives (73.4 years); 5G reaches less of the area (100%)."
    assert tell(LeadMarks, side="low", first=1, **told) == (
        f"What stands out most on the weak side, by the newest figures: {claims}"
    )
    assert tell(LeadMarks, side="high", first=0, **told) == f"On the strong side: {claims}"


@pytest.mark.parametrize(("word", "text"), [("and", "Many work, and"), ("but", "Many work, but")])
def test_a_pair_is_joined_by_its_word(word: str, text: str) -> None:
    assert tell(LeadPair, pair="x", joined_by=word) == f"{text} pay is low."


@pytest.mark.parametrize(
    ("among", "text"),
    [
        (
            "tenth",
            "About 57,000 of the 140,000 people here live in neighbourhoods among the most deprived tenth",
        ),
        (
            "fifth",
            "About 57,000 of the 140,000 people here live in neighbourhoods among the most deprived fifth",
        ),
        (
            "none",
            "About 140,000 people live here, none of them in a neighbourhood among the most deprived fifth",
        ),
    ],
)
def test_people_are_told_to_two_digits_with_their_year(among: str, text: str) -> None:
    told = {"nation": "England", "index_year": 2025, "people": 138_123, "people_among": 56_501}
    assert tell(LeadPeople, among=among, counted="residents at the census of 2021", **told) == (
        f"{text} in England, by the index of 2025 (residents at the census of 2021)."
    )


@pytest.mark.parametrize(
    ("clear", "text"), [(17, "clearly above 17 of the 19 places"), (19, "clearly above all 19 places")]
)
def test_what_sets_a_place_apart_is_told_with_its_counts(clear: int, text: str) -> None:
    told = {"side": "high", "element": "care", "nation": "England", "clear": clear, "alike": 19}
    assert tell(LeadUnlike, **told) == (
        f"What sets Blackpool apart most is care: it ranks {text} in England that are most like Blackpool."
    )


def test_every_course_of_a_gap_has_words_of_its_own() -> None:
    courses = [rule.rpartition(".")[2] for rule in SLOTS if rule.startswith("lead.gap.")]
    told = {"nation": "England", "start_year": 2013, "end_year": 2023, "gap_start": -1.24, "gap_end": 3.5}
    texts = {tell(LeadGap, "S", category=course, **told) for course in courses}
    assert len(texts) == len(courses) == 6
    assert all(
        "between 2013 and 2023 the" in text and "1.2 points" in text and "3.5" in text for text in texts
    )
