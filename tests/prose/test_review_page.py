"""The page that answers a review says what the tables of the audit say; those here are made by hand."""

from __future__ import annotations

import pytest
from little_site import draw
from test_audit import TEXTS, framework, read  # noqa: F401
from test_reliability_page import MORE

from generator.catalogue.records import Framework
from generator.prose.review import gather_review


@pytest.fixture
def page(framework: Framework) -> str:  # noqa: F811
    return draw(gather_review({name: read(name, text) for name, text in (TEXTS | MORE).items()}, framework))


@pytest.mark.parametrize("number", range(1, 11))
def test_every_step_says_what_is_done_and_what_is_not(page: str, number: int) -> None:
    step = page.split(f"### {number}. ")[1].split("\n##")[0]
    assert "**What we do.**" in step
    assert "**What we do not do.**" in step
    assert "](" in step


@pytest.mark.parametrize(
    "line",
    [
        "1 domains, 2 pillars and 3 policy areas",
        "4 indicators count for the score: 4 in England, 4 in Wales, 4 in Scotland and 4 in Northern "
        "Ireland.",
        "2 of 3 reach 0.7",
        "On average 75% of a council's weight rests on a figure.",
        "Money goes with 64% of the differences in the overall score, Air with 4%.",
        "1,200 scores were checked",
        "Words for a position need a chance of 0.8. The average council has 8.0 strengths and weaknesses, "
        "and 2% have fewer than two.",
        "a rank in the UK needs 50%",
        "In England, 84% of 400 do. In Wales, 100% of 22 do.",
        # 80 x 0.9 and 40 x 0.6 of 120; 80 x 0.95 and 40 x 1.
        "Of 120 that can be looked at again, 80.0% are in the same fifth and 96.7% in the outer two",
    ],
)
def test_the_page_says_what_the_tables_say(page: str, line: str) -> None:
    assert line in page


def test_gaps_are_told_by_the_nation_whose_gaps_move_most(framework: Framework) -> None:  # noqa: F811
    rows = "Wales,England,9,-2.5,9.0,12.0,13.0,3,1.0\nScotland,England,9,1.5,9.0,30.0,31.0,2,0.5"
    texts = TEXTS | MORE | {"masks": rows}
    page = draw(gather_review({name: read(name, text) for name, text in texts.items()}, framework))
    assert "Councils of England lose" in page
    assert "they move by 2.5 places at most; with plain means it would be 30.0." in page
    # Three of three, and one of two.
    assert "of 5 that were drawn with such gaps, 80% hold the rank" in page
