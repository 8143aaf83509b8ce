"""The page of the audit says what its tables say; the tables here are made by hand."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from little_site import draw
from markdown import markdown

from generator.catalogue.coherence import CoherenceBefore
from generator.catalogue.records import Claims, Domain, Element, Framework, Indicator, Pillar, SeriesRef
from generator.index.audit.columns import TABLES
from generator.prose.audit import gather_audit, gather_audit_tables

UK = ("England", "Wales", "Scotland", "Northern Ireland")


def make_indicator(slug: str, name: str) -> Indicator:
    return Indicator(
        slug=slug, name=name, direction="higher", weight=1, reason="r", comparable="uk", clause="{value}",
        subject="s", claims=Claims(high="Much", low="Little"),
        unit="%", decimals=0, series=(SeriesRef(dataset="d", series="s", nations=UK),),
    )  # fmt: skip


@pytest.fixture
def framework() -> Framework:
    def make_element(slug: str, name: str, *indicators: Indicator) -> Element:
        return Element(slug=slug, name=name, about="", indicators=indicators)

    money = Pillar(
        slug="money",
        name="Money",
        about="",
        elements=(
            make_element(
                "pay", "Pay", make_indicator("wage", "Wage | hour"), make_indicator("salary", "Salary")
            ),
            make_element("debt", "Debt", make_indicator("loans", "Loans")),
        ),
    )
    air = Pillar(
        slug="air",
        name="Air",
        about="",
        formative="Dust is dust.",
        elements=(make_element("dust", "Dust", make_indicator("pm", "Dust")),),
    )
    return Framework(domains=(Domain(slug="life", name="Life", about="", pillars=(money, air)),))


def read(name: str, text: str) -> pd.DataFrame:
    """Return a table from its rows as CSV; "gap" is a missing number."""
    columns = next([column.name for column in table.columns] for table in TABLES if table.name == name)
    lines = io.StringIO("\n".join(line.strip() for line in text.strip().splitlines()))
    table = pd.read_csv(lines, header=None, names=columns, keep_default_na=False, na_values=["gap"])
    assert len(table.columns) == len(columns)
    return table


TEXTS = {
    "coverage": """
        UK,overall,overall,5,4,0.75,0.2
        UK,pillar,air,5,4,0.5,0.0
        England,overall,overall,4,4,0.844,0.7
        England,pillar,air,4,4,0.625,0.5
        Wales,overall,overall,1,0,0.2,0.2
        Wales,pillar,air,1,0,0.0,0.0
    """,
    "councils": """
        E1,Hull,England,4,4,2,True,0.9,0.0,0.1,2.0,0.2,0.0
        E2,York,England,4,4,2,True,0.8,0.0,0.3,3.0,0.4,0.1
        W1,A_b,Wales,4,1,1,False,0.2,0.0,0.0,9.0,1.0,1.0
    """,
    "indicators": """
        wage,200,England,nation,2020,2024,2.0,0.25,0.0,0.0,0.0,False,0.01,0.06,86.0,9.0,0.5,
        salary,200,England,series,2019,2019,7.0,1.0,1.0,0.0,0.0,False,0.01,0.01,50.0,20.0,0.4,
        loans,200,England,uk,2024,2024,2.0,0.0,0.0,0.0,0.0,False,0.01,0.01,40.0,20.0,gap,
    """,
    "reliability": """
        wage,England,200,published,,0,2.0,4.0,0.75,0.4,True,True,False,False,0.004,0
        wage,Wales,22,assumed,salary,0,9.0,10.0,0.19,0.19,True,False,False,True,0.015,0
        salary,England,200,series,,600,1.0,10.0,0.99,0.99,False,False,True,False,0.0123,0
        loans,Wales,22,complete,,0,0.0,0.0,gap,gap,False,False,False,False,0.2,0
    """,
    "calibration": """
        pay,England,2,2,300,0.91,
    """,
    "persistence": """
        UK,strength,100,80,0.9,0.95,0.8,0.9
    """,
    "variation": """
        wage,England,200,180,0.02,1.0,9.0,21.0,
        wage,Wales,22,1,1.0,4.0,4.0,0.0,constant
        loans,Wales,22,3,0.64,4.0,5.0,8.0,one value for most
    """,
    "testable": """
        pay,England,2,2011,2023,,True
        pay,Wales,1,2010,2024,,False
        debt,England,1,gap,gap,one year,False
        debt,Wales,0,gap,gap,no figure,False
        dust,England,1,2015,2020,,True
        dust,Wales,0,gap,gap,no figure,False
    """,
    "correlations": """
        pillar,overall,money,air,300,-0.461,-0.45,against
        element,money,pay,debt,300,0.2,0.25,
        indicator,money,wage,salary,300,0.956,0.94,nearly the same
        indicator,money,wage,loans,300,-0.05,-0.01,negative
        indicator,money,salary,loans,300,-0.3,-0.2,against
    """,
    "consistency": """
        overall,overall,pillars,2,0,-0.5,-0.4,300,0.7,0.3,1,air
        pillar,money,elements,2,0,0.71,0.5,300,0.75,0.25,1,
        pillar,money,indicators,3,0,0.62,0.4,300,0.6,0.3,1,loans
        pillar,air,elements,2,1,-0.25,-0.1,300,0.55,0.45,1,dust
    """,
    "coherence": """
        UK,money,pay,322,0.3,0.46
        UK,money,debt,322,0.3,0.46
        England,money,pay,300,0.254,0.4
        England,money,debt,300,0.1,0.4
        England,air,dust,290,-0.3,gap
        Wales,money,pay,22,-0.5,gap
    """,
    "findings": """
        UK,strength,361,1500,4.16,0.05,0.11
        UK,weakness,361,1400,3.88,0.06,0.12
        UK,either,361,2900,8.03,0.01,0.02
        UK,context,361,400,1.11,0.5,0.8
        Wales,strength,22,11,0.5,0.5,0.909
        Wales,weakness,22,44,2.0,0.0,0.2
        Wales,either,22,55,2.5,0.0,0.1
        Wales,context,22,0,0.0,1.0,1.0
    """,
    "rework": """
        E1,Ash,Wales,overall,overall,40.0,42.5,2.5,0.5,-2.0,0.0,4.0,0.0,0.0,0.0,0.0,2,2,True,2,1
        E2,Bay,Wales,overall,overall,41.0,41.5,0.5,1.0,-1.5,0.0,1.0,0.0,0.0,0.0,0.0,1,3,False,1,2
        E3,Cod,England,overall,overall,gap,50.0,gap,gap,gap,gap,gap,gap,gap,gap,gap,gap,1,False,gap,1
        E1,Ash,Wales,pillar,money,30.0,36.0,6.0,0.0,6.0,0.0,0.0,0.0,0.0,0.0,0.0,1,gap,False,1,2
        E2,Bay,Wales,pillar,money,20.0,38.0,18.0,0.0,18.0,0.0,0.0,0.0,0.0,0.0,0.0,2,gap,False,2,1
        E1,Ash,Wales,pillar,air,30.0,31.0,1.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,1,1,True,1,1
        E2,Bay,Wales,element,soot,30.0,gap,gap,gap,gap,gap,gap,gap,gap,gap,gap,1,gap,False,1,gap
        E2,Bay,Wales,element,pay,30.0,31.0,1.0,gap,gap,gap,gap,gap,gap,gap,gap,1,gap,False,1,1
    """,
    "strengths": """
        pay,1.0,400,1
        debt,-0.15,30,6
        dust,-0.34,9,3
    """,
    "weights": """
        pillar,money,life,0.5,0.9,0.81,0.5,0.5,0.8,0.64
        pillar,air,life,0.5,0.1,0.01,0.5,0.5,-0.2,0.04
        element,pay,money,0.5,0.9,0.81,0.25,0.25,0.5,0.25
        element,debt,money,0.5,0.2,0.04,0.25,0.25,0.1,0.01
        indicator,wage,pay,0.5,0.9,0.81,0.125,0.125,0.5,0.25
        indicator,salary,pay,0.5,0.9,0.81,0.125,0.125,0.5,0.25
        indicator,loans,debt,1.0,1.0,1.0,0.25,0.25,0.5,0.25
    """,
    "contributions": """
        overall,300,2,0,2e-14,E1,overall,True
        pillar,900,6,3,4.26e-14,E2,air,True
    """,
    "sensitivity": """
        z,scale,z-scores,300,0,0,8.72,19.0,62,0.99215,
        g,mean,geometric,300,3,0,31.2,66.1,215,0.905,Scotland|Wales
        q,goalposts,other ends,0,300,0,gap,gap,0,gap,England
        without-air,pillars,without Air,300,0,0,5.0,9.0,20,0.99,
    """,
    "nations": """
        z,England,200,0,0,-3.04
        z,Wales,20,0,0,34.66
        g,England,200,0,0,0.02
        g,Wales,0,20,0,gap
        q,England,0,200,0,gap
        q,Wales,0,20,0,gap
        without-air,England,200,0,0,-1.0
        without-air,Wales,20,0,0,-2.0
    """,
    "movers": """
        z,1,E1,Hull,9,71,-62
        z,2,E2,York,9,8,1
        g,1,E2,York,220,5,215
    """,
    "masks": """
        Wales,England,290,-1.76,34.4,24.0,37.9,58,0.93
    """,
    "ranges": """
        England,overall,overall,200,4,200,0.52,0.1,-1.2,0.3,0.1
        England,element,dust,100,2,50,0.6,gap,gap,gap,gap
        England,pillar,money,100,0,0,gap,-0.2,2.3,0.7,0.64
        UK,overall,overall,220,11,220,0.55,-0.3,1.5,gap,gap
    """,
    "dropping": """
        wage,0,0,0.21,2,0.9999,True,1,0.21,2
        salary,0,0,0.4,2,0.9999,True,gap,gap,gap
        loans,7,0,10.8,55,0.98,False,gap,gap,gap
    """,
    "sobol": """
        overall,weights,0.05,0.02,0.08,0.1,0.08,0.12,26.2,512
        overall,kind of mean,0.7,0.6,0.8,0.85,0.8,0.9,26.2,512
        air,weights,0.3,0.2,0.4,0.5,0.4,0.6,30.0,512
    """,
}


BEFORE = CoherenceBefore(
    date="2026-11-30", commit="8aa2e6f6", nation="England", pillar="money", element="cash", councils=300,
    item_rest=-0.1, pillar_alpha=0.2,
)  # fmt: skip


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    return {name: read(name, text) for name, text in TEXTS.items()}


@pytest.fixture
def page(tables: dict[str, pd.DataFrame], framework: Framework) -> str:
    return draw(gather_audit(tables, framework, before=[BEFORE]))


@pytest.mark.parametrize(
    "told",
    [
        # coverage, and what nobody there has
        "For the average council 75% of the weight rests on a figure: 84% in England and 20% in Wales. "
        "One council of 3 has no overall score: A\\_b.",
        "| **Overall** | 75% | 84% | – |",
        "| Air | 50% | 63% | – |",
        "Least is known of A\\_b, York and Hull: 20% to 90% of the weight.",
        # ages of the ranked councils
        "figures are 2.5 years old on average, by weight. Of the weight, 30% rests on figures older than "
        "three years and 5.0% on figures older than six. One indicator is older than six years for most "
        "councils: Salary.",
        "carry 20% of the weight",
        "| Salary | 2019 | 7 | 100% | 100% |\n| Loans | 2024 | 2 | 0% | 0% |\n"
        "| Wage \\| hour | 2020 to 2024 | 2 | 25% | 0% |",
        # ends of scales
        "has 1.0% of its councils at 0 and 1.0% at 100. One indicator of 3 has more than 5% at one end.",
        "One indicator has a mean score above 85 and none below 15.",
        "| Wage \\| hour | 200 | 1.0% | 6.0% | 86 | 9 |",
        # variation
        "The errors of 3 figures are known or told, one for each indicator and nation: 1 are published, 1 "
        "are series, 1 are assumed.",
        "Of these, 2 have a reliability of 0.7 or more and 1 one below a half",
        "| Wage \\| hour | Wales | assumed | 9.0 | 10.0 | 0.19 |\n| Wage \\| hour | England | published |",
        "One indicator is the same for all councils of a nation: Wage \\| hour. In one case of 3,",
        "| Loans | Wales | 22 | 3 | 64% | 8.0 | one value for most |",
        # over time
        "Of 3 elements that holds for 2 in England and 1 in Wales, and for 1 in all of them.",
        "| England | 0 | 1 | 0 | 0 | 0 |\n| Wales | 2 | 0 | 0 | 0 | 0 |",
        "One span is not in [the trend](trend.md)",
        "| Pay | 2011 to 2023 | 2010 to 2024 (not in the trend) |\n| Debt | one year | no figure |\n"
        "| Dust | 2015 to 2020 | no figure |",
        # twins
        "Of the 3 pairs of indicators, one has a correlation above 0.92 or below −0.92.",
        "| Money | Wage \\| hour | Salary | 300 | 0.96 | 0.94 |",
        # parts against each other
        "Of the pairs of elements in one pillar, 0 of 1 have a negative correlation",
        "it is 1 of 3, of the pairs of pillars 1 of 1. One more pair is below 0 but may be so by chance.",
        "| Overall | Money | Air | 300 | −0.46 | −0.45 |",
        "| Money | Salary | Loans | 300 | −0.30 | −0.20 |",
        # alpha
        "is 0.7 or more, the usual bar for a scale, in one of 2 pillars. It is below 0 in Air, where",
        "For the pillars of the overall score it is −0.50.",
        "| Money | 2 | 0.71 | 0.62 | 75% | – |\n| Air | 2 | −0.25 | – | 55% | Dust |",
        # elements against the rest of their pillar
        "In England 1 of 3 elements do, and one moves against it. Before the framework was reworked it was "
        "0 of 1, and one against (computed on 2026-11-30). Debt does not, though its pillar should move "
        "together.",
        "Of 2 pillars, one is formative",
        "| Money | 0.20 | 0.40 | −0.10 | 0.10 | Debt |  |\n| Air | – | – | – | −0.30 | Dust | yes |",
        # findings by nation
        "The average council has 8.0 of both together. The fewest are in Wales: 2.5. 11% of all councils "
        "have fewer than two strengths, 12% fewer than two weaknesses, and 2% fewer than two of both "
        "together.",
        "| UK | 361 | 4.2 | 3.9 | 11% | 12% | 1% |\n| Wales | 22 | 0.5 | 2.0 | 91% | 20% | 0% |",
        # strengths of the poorest
        "The most deprived fifth of the councils have 10 strengths. Of these, 30% lie in elements whose "
        "scores have a correlation of −0.3 or less with material resources. The aim is less than 15%, and is "
        "missed. At −0.2 or less the share is 30%, at −0.1 or less it is 90%.",
        "| Dust | −0.34 | 9 | 3 |\n| Debt | −0.15 | 30 | 6 |\n",
        # weights
        "All pillars weigh 50.0%, but Money alone goes with 64% of the differences in the overall score and "
        "Air with 4%. Air goes against the overall score",
        "one element of 2 explains less than 5% of its differences: Debt.",
        "The heaviest single indicator carries 25.0% of the overall score: Loans.",
        # contributions
        "Yes. For each of the 1,200 scores of councils",
        "Left out of the comparison are three scores that an end of the scale holds",
        "The largest difference is 4.3 × 10<sup>−14</sup> points",
        # choices
        "The middle one of 2 such changes moves the average council 20 places among 300. Least comes of "
        '"z-scores" (8.7 places), most of "geometric" (31.2 places, and 215 for the council that moves '
        "most).",
        "| z-scores | 8.7 | 19 | 62 | 0.992 | Hull (62 down) | 0 |",
        "| geometric | 31.2 | 66 | 215 | 0.905 | York (215 up) | 3 (Scotland, Wales) |",
        "| without Air | 5.0 | 9 | 20 | 0.990 | – | 0 |",
        "Could not be computed: other ends.",
        # choices together
        "lies 26.2 places from the published one on average. The choice that matters most for that distance "
        "is: kind of mean. It has a part in 85% of the variance and explains 70% alone. Next: weights, "
        "with a part in 10%.",
        "two independent sets of 512 draws",
        "| kind of mean | 70% (60% to 80%) | 85% (80% to 90%) |",
        "| weights | 5% (2% to 8%) | 10% (8% to 12%) |",
        # nations
        'Most of all, "z-scores": it moves the councils of Wales 35 places up on average. Indicators that '
        "are measured alike in all nations carry 25% of the weight.",
        "| z-scores | −3.0 | +34.7 |\n| without Air | −1.0 | −2.0 |\n| geometric | 0.0 | – |\n\n",
        # ranges
        "| England | 400 | 6 | 1.5% | 4 | 0.52 | 0.54 |\n| the UK | 220 | 11 | 5.0% | 11 | 0.55 | 0.55 |",
        "| England | 0.1 | −1.2 | 2.3 | Money | 0.70 | 64% |\n"
        "| the UK | −0.3 | 1.5 | 1.5 | Overall | – | – |",
        # dropping
        "| Wales | −1.8 | 34.4 | 24.0 |",
        "Each of the 3 indicators was left out in turn. Two indicators could go without any council "
        "moving more than two places (Wage \\| hour and Salary). Of these, no two can go together.",
        "two indicators could go one at a time with a mean shift of less than half a place",
        "| Loans | 25.0% | 10.8 | 55 | 7 |",
    ],
)  # fmt: skip
def test_the_page_says_what_the_tables_say(page: str, told: str) -> None:
    assert told in page


def test_every_table_is_linked(page: str) -> None:
    assert [table.name for table in TABLES if f"(/data/audit/{table.name}.csv)" not in page] == []


def test_the_page_can_be_read_as_markdown(page: str) -> None:
    text = markdown(page.split("---\n", 2)[2], extensions=["tables"])
    assert "<td>Wage | hour</td>" in text
    assert "A_b" in text
    assert "|--" not in text
    assert "nan" not in text.lower().split()


def test_an_audit_without_anything_notable_says_so(
    tables: dict[str, pd.DataFrame], framework: Framework
) -> None:
    for name in ("variation", "correlations"):
        tables[name] = tables[name].assign(flag="")
    tables["councils"] = tables["councils"].assign(ranked=True)
    tables["indicators"] = tables["indicators"].assign(older_than_6=0.0)
    tables["contributions"] = tables["contributions"].assign(within_limit=False)
    page = draw(gather_audit(tables, framework))
    assert "All 3 councils have an overall score." in page
    assert "No indicator is older than six years for most councils." in page
    assert "No indicator is the same for all councils of a nation." in page
    assert "Of the 3 pairs of indicators, none has a correlation above" in page
    assert "No. For each of the 1,200 scores" in page


def test_every_column_has_its_meaning() -> None:
    page = draw(gather_audit_tables())
    for table in TABLES:
        assert f"[{table.name}.csv](/data/audit/{table.name}.csv): one row for each {table.row}." in page
        assert len({column.name for column in table.columns}) == len(table.columns)
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} | " in page
            assert len(column.meaning) > 3
