"""Pages made from data name everything that the data holds, and can be read as Markdown."""

from __future__ import annotations

from html import unescape

import pytest
from little_site import draw
from markdown import markdown

from generator.catalogue.left_out import LeftOut, LeftOutGroup
from generator.catalogue.licences import Licences
from generator.catalogue.records import (
    Break,
    Claims,
    Dataset,
    Domain,
    Element,
    Framework,
    Indicator,
    Pillar,
    RawFile,
    Series,
    SeriesRef,
)
from generator.export.attribution import gather_uses
from generator.prose.reference import (
    gather_changes,
    gather_framework,
    gather_left_out,
    gather_licences,
    gather_sources,
)

LICENCES = Licences.model_validate(
    {
        "licences": [
            {
                "slug": "ogl",
                "title": "Open Licence",
                "link": "https://example.org/ogl",
                "statement": "Contains open information.",
                "names": ["Open Government Licence v3.0"],
            },
            {"slug": "idle", "title": "Idle", "link": "https://example.org/i", "statement": "Nothing."},
        ]
    }
)
UK = ("England", "Wales", "Scotland", "Northern Ireland")


@pytest.fixture
def datasets() -> dict[str, Dataset]:
    series = Series(
        slug="gap", title="Pay gap", unit="£ a week", decimals=1, nations=UK,
        description="Half earn | more.", caveat="A survey.", first_period="2011", last_period="2024",
    )  # fmt: skip
    return {
        "pay": Dataset(
            slug="pay", title="Pay", publisher="Office", publication="Earnings", link="https://example.org/pay",
            licence="Open Government Licence v3.0", nations=UK, raw_file="pay.csv", raw_sha256="0",
            known_problems=("Figures of E06000053 swing.",), rows_read=1200, rows_kept=1000,
            left_out=("200 rows: counties",), series=(series,),
        )
    }  # fmt: skip


@pytest.fixture
def framework() -> Framework:
    indicator = Indicator(
        slug="median-pay", name="Median pay", direction="higher", weight=1.5, reason="What people live on.",
        comparable="uk", clause="people earned {value}", subject="pay",
        claims=Claims(high="Much", low="Little"), unit="£ a week", decimals=0,
        series=(SeriesRef(dataset="pay", series="gap", nations=UK),),
    )  # fmt: skip
    element = Element(slug="pay-level", name="Pay", about="What work pays.", indicators=(indicator,))
    pillar = Pillar(slug="living", name="Living", about="Life.", not_measured="Wealth.", elements=(element,))
    return Framework(domains=(Domain(slug="people", name="People", about="All.", pillars=(pillar,)),))


def change_indicators(framework: Framework, *changes: dict[str, object]) -> Framework:
    """The same with an indicator for each change in the place of the one that is there."""
    domain = framework.domains[0]
    pillar = domain.pillars[0]
    element = pillar.elements[0]
    indicators = tuple(element.indicators[0].model_copy(update=change) for change in changes)
    element = element.model_copy(update={"indicators": indicators})
    pillar = pillar.model_copy(update={"elements": (element,)})
    return Framework(domains=(domain.model_copy(update={"pillars": (pillar,)}),))


def test_the_framework_page_has_every_node_and_weight(
    framework: Framework, datasets: dict[str, Dataset]
) -> None:
    page = draw(gather_framework(framework, datasets))
    assert "1 domain, 1 pillar, 1 element and 1 indicator" in page
    assert "#### Pay {: #pay-level }" in page
    assert "Not measured: Wealth." in page
    row = (
        "| [Median pay](/indicators/median-pay/) | £ a week | higher | 1.5 | What people live on. "
        "| UK | all nations together "
        "| [Pay](../data/sources.md#pay) |"
    )
    assert row in page


def test_the_framework_page_says_which_nation_is_left_out_and_why(
    framework: Framework, datasets: dict[str, Dataset]
) -> None:
    change = {
        "series": (SeriesRef(dataset="pay", series="gap", nations=("England", "Wales")),),
        "left_out": {"Scotland": "Another licence."},
    }
    page = draw(gather_framework(change_indicators(framework, change), datasets))
    assert "| England, Wales. Scotland is left out: Another licence |" in page


def test_the_licences_page_names_what_is_used_under_each(datasets: dict[str, Dataset]) -> None:
    page = draw(gather_licences(gather_uses(LICENCES, datasets)))
    assert "> Contains open information." in page
    assert "- Office: [Pay](sources.md#pay)" in page
    assert "Idle" not in page


def test_the_sources_page_attributes_and_admits(framework: Framework, datasets: dict[str, Dataset]) -> None:
    page = draw(gather_sources(framework, datasets, names={"E06000053": "Isles of Scilly"}))
    assert "### Pay {: #pay }" in page
    assert "[Earnings](https://example.org/pay)" in page
    assert "Kept 1,000 of 1,200 rows read." in page
    assert "- Figures of Isles of Scilly swing." in page
    assert "- 200 rows: counties" in page
    assert "Read from the file `pay.csv`, SHA-256 `0`." in page
    assert "| 2011 to 2024 | Half earn \\| more. A survey. | Median pay |" in page


def test_the_sources_page_names_every_raw_file_and_how_a_rate_was_made(
    framework: Framework, datasets: dict[str, Dataset]
) -> None:
    pay = datasets["pay"]
    series = pay.series[0].model_copy(update={"derivation": "Made here: count over people."})
    other = RawFile(file="people.csv", sha256="ab" * 32, use="the people, which counts are divided by")
    changed = pay.model_copy(update={"other_files": (other,), "series": (series,)})
    page = draw(gather_sources(framework, {"pay": changed}, names={}))
    assert (
        "Read from `pay.csv` (SHA-256 `0`); `people.csv` (SHA-256 `abababababab`): "
        "the people, which counts are divided by." in page
    )
    assert "A survey. Made here: count over people. |" in page


def test_a_break_is_told_on_both_sides(framework: Framework, datasets: dict[str, Dataset]) -> None:
    pay = datasets["pay"]
    one = Break(period="2020", words="Since 2020 the self-employed count too.", older="old-pay/gap")
    series = pay.series[0].model_copy(update={"breaks": (one,)})
    old = pay.model_copy(update={"slug": "old-pay", "title": "Older pay"})
    new = pay.model_copy(update={"series": (series,)})
    page = draw(gather_sources(framework, {"pay": new, "old-pay": old}, names={}))
    assert "A survey. Since 2020 the self-employed count too. | Median pay |" in page
    assert "A survey. | not scored: the older basis of Pay gap |" in page


def test_the_framework_page_says_what_joins_series_and_what_counts_for_the_trend_alone(
    framework: Framework, datasets: dict[str, Dataset]
) -> None:
    change = {"comparable": "series", "joining": "Each nation asks in its own way.", "counts_for": "trend"}
    page = draw(gather_framework(change_indicators(framework, {}, change), datasets))
    assert "1 of them tells the change on an older basis" in page
    assert "| 1.5 (trend only) |" in page
    assert "| each series on its own. Each nation asks in its own way. |" in page


def test_what_was_left_out_is_told_with_its_reason(
    framework: Framework, datasets: dict[str, Dataset]
) -> None:
    group = LeftOutGroup(title="Too old to use", tables={"a/old.csv": "Ends in 1990 | or so."})
    left_out = LeftOut(groups=(group,), unexplained=("a/new.csv",))
    page = draw(gather_left_out(left_out, datasets))
    assert "The figures here come from 1 table of those we collected. 1 other table was looked at" in page
    assert "## Too old to use" in page
    assert "| `a/old.csv` | Ends in 1990 \\| or so. |" in page
    assert "## Not yet looked at\n\n- `a/new.csv`" in page


def test_the_list_of_changes_is_the_changelog() -> None:
    log = "# Changelog\n\n## 2026.1\n\nFirst *words*.\n"
    assert draw(gather_changes(log)) == "# What changed\n\n## 2026.1\n\nFirst *words*.\n"


def test_no_value_can_be_more_than_words(framework: Framework, datasets: dict[str, Dataset]) -> None:
    odd = "<b>x</b> *y* [z](/w/) | {: .v } E06000053 E09999999"
    pay = datasets["pay"]
    series = pay.series[0].model_copy(update={"title": odd, "description": odd})
    change = {"title": odd, "publisher": odd, "known_problems": (odd,), "series": (series,)}
    page = draw(
        gather_sources(
            framework, {"pay": pay.model_copy(update=change)}, names={"E06000053": "*Scilly* | <Isles>"}
        )
    )
    html = markdown(page, extensions=["tables", "attr_list"])
    assert "<b>" not in html and "<em>" not in html and 'href="/w/"' not in html and 'class="v"' not in html
    told = "<b>x</b> *y* [z](/w/) | {: .v }"
    assert unescape(html).count(told) == 5
    assert f"<li>{told} *Scilly* | <Isles> <code>E09999999</code></li>" in unescape(html)
