"""The page on how sure a figure is says what the tables of the audit say; those here are made by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from little_site import draw
from test_audit import TEXTS, framework, read  # noqa: F401

from generator.catalogue.records import Averaged, Framework, Limited
from generator.charts.reliability import draw_reliability, list_bars
from generator.prose.reliability import gather_reliability_page

MORE = {
    "reliability": """
        wage,England,200,published,,0,2.0,4.0,0.75,0.4,True,True,False,False,0.004,0
        wage,Wales,22,assumed,salary,0,9.0,10.0,0.19,0.19,True,False,False,True,0.015,0
        salary,England,200,series,,600,1.0,10.0,0.99,0.99,False,True,True,False,0.0123,3
        loans,Wales,22,complete,,0,0.0,0.0,gap,gap,False,False,False,False,0.2,0
    """,
    "calibration": """
        pay,England,2,2,300,0.91,
        debt,England,1,1,100,0.61,errors too small
        dust,England,1,0,0,gap,too few
        pay,Wales,2,1,22,1.0,too few
    """,
    "persistence": """
        UK,strength,100,80,0.9,0.95,0.8,0.9
        UK,weakness,50,40,0.6,1.0,0.5,0.9
        UK,context,9,9,1.0,1.0,1.0,1.0
        Wales,strength,3,0,gap,gap,gap,gap
    """,
}


@pytest.fixture
def page(framework: Framework) -> str:  # noqa: F811
    tables: dict[str, pd.DataFrame] = {name: read(name, text) for name, text in (TEXTS | MORE).items()}
    given = framework.model_copy(
        update={
            "averages": (
                Averaged(
                    indicator="wage",
                    nation="England",
                    reliability=0.4,
                    edition="t",
                    together=0.0,
                    reason="New.",
                ),
            ),
            "limits": (Limited(indicator="salary", nation="England", reason="One year alone.", edition="t"),),
        }
    )
    return draw(gather_reliability_page(tables, given))


@pytest.mark.parametrize(
    "line",
    [
        "In England, 2 of 2 figures reach 0.7, and the middle one has 0.87. In Wales, 0 of 1 figures",
        "**Published** (1 cases",
        r"| Wage \| hour | England | 0.40 | 0.75 |",
        # The rule would average the salary, and does not yet.
        "By the figures of today the rule would choose otherwise for Salary.",
        "| Salary | England | One year alone. |",
        "It does so in 3 of 200 cases of a council and a limited figure, all in England. The largest weights "
        "are those of Salary (1.2% in England).",
        # 1.23 less 1 in a hundred, of a scale of a hundred points.
        "to the other, is 0.23 points.",
        # 300 x 0.91 and 100 x 0.61.
        "In England, 84% of 400 do. In Wales, 100% of 22 do.",
        "| Debt | England | 100 | 61% | errors too small |",
        # 80 x 0.9 and 40 x 0.6 of 120, and so on; context is apart.
        "Of 150, 120 have such a new figure. Of these, 80.0% are still in the same fifth, and 96.7% in the",
        "Errors alone would lead to 70.0% and 90.0%.",
        r"| Wage \| hour | Wales | assumed | 0.19 |",
    ],
)
def test_the_page_says_what_the_tables_say(page: str, line: str) -> None:
    assert line in page


def test_the_picture_has_words_and_stands_on_one_line(page: str) -> None:
    (line,) = [line for line in page.splitlines() if line.startswith("<figure>")]
    assert "<title" in line
    assert "The middle indicator has 0.87 in England, 0.19 in Wales." in line


def test_bars_are_as_tall_as_values_are_many() -> None:
    bars = list_bars({"England": [0.01, 0.01, 0.99], "Wales": [0.5]})
    assert bars["foot"].tolist() == [1, 1, 0]
    assert (bars["top"] - bars["foot"]).tolist() == pytest.approx([0.72, 0.36, 0.72])
    assert bars["left"].tolist() == [0.0, 0.95, 0.5]
    picture = draw_reliability({"England": [0.2]}, prefix="x")
    assert picture.count("England") == 2
    assert 'class="medl"' in picture
