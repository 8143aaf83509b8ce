"""The page on data quality counts, names and explains what the gates found."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from little_site import draw
from markdown import markdown

from generator.catalogue.copies import Copy, load_copies
from generator.catalogue.doubts import Doubt, Judged, Review
from generator.catalogue.quality import GateName, Outcome, Tally
from generator.catalogue.records import Dataset, Series
from generator.errors import ProsperityError
from generator.prose.quality import gather_quality
from generator.sources.gates import thresholds
from generator.sources.gates.descriptions import GATES

COPIES = (
    Copy(
        title="A copy of firms", link="https://example.org/copy", datasets=("firms",),
        compared="Each with each.", found="One | differs.", verdict="marked",
    ),
)  # fmt: skip
NAMES = {"E06000053": "Isles of Scilly", "E07000033": "Bolsover"}


@pytest.fixture
def datasets() -> dict[str, Dataset]:
    described = {"nations": ("England",), "decimals": 1, "description": "What it is."}
    series = (
        Series(slug="births", title="Births of firms", unit="%", **described),
        Series(slug="deaths", title="Deaths of firms", unit="%", **described),
    )
    return {
        "firms": Dataset(
            slug="firms", title="Firms", publisher="Office", publication="Firms", link="https://example.org/",
            licence="OGL", nations=("England",), raw_file="firms.csv", raw_sha256="0", rows_read=9,
            rows_kept=9, series=series,
        )
    }  # fmt: skip


@pytest.fixture
def page(datasets: dict[str, Dataset]) -> str:
    outcomes = (
        Outcome(
            "jumps", "warning", "firms", "deaths", "E07000033", "2018-01-01/P1Y",
            "9.0 after 77.2, 19 times the usual spread", "about 72.6, as the middle council moved",
        ),
        Outcome(
            "twins", "warning", "firms", "deaths", "E07000033", "",
            "the same figures in every period as E06000053, E06000099", "figures of its own", "They | share.",
        ),
    )  # fmt: skip
    tallies = (Tally("types", 2, 2, 0), Tally("jumps", 2, 1, 12), Tally("twins", 2, 1, 1))
    return draw(gather_quality(outcomes, tallies, copies=COPIES, datasets=datasets, names=NAMES))


def test_the_page_says_how_many_series_passed(page: str) -> None:
    assert "Of 2 series, 1 passed every gate and 1 have a warning." in page
    assert "For 1 of the 13 warnings we know the reason" in page
    jumps = next(line for line in page.splitlines() if line.startswith("| Jumps |"))
    assert jumps.endswith("| 2 | 1 | 12 |")


def test_a_warning_stands_with_its_dataset_in_words(page: str) -> None:
    assert (
        '<details class="figures wide" id="firms" markdown="1"><summary>Firms: 2 warnings</summary>' in page
    )
    assert "[About this dataset](sources.md#firms)" in page
    row = (
        "| Deaths of firms (%) | Jumps | Bolsover, 2018 | 9.0 after 77.2, 19 times the usual spread "
        "| about 72.6, as the middle council moved | Open |"
    )
    assert row in page


def test_copies_stand_with_what_was_found_and_what_came_of_it(page: str) -> None:
    assert "1 dataset was read from somebody's copy" in page
    row = (
        "| [A copy of firms](https://example.org/copy) | [Firms](sources.md#firms) | Each with each. "
        "| One \\| differs. | marked |"
    )
    assert row in page


@pytest.mark.parametrize(
    ("slugs", "problem"), [("firms, forms", "there is no"), ("firms, firms", "named twice")]
)
def test_a_copy_names_datasets_that_are_there_once(tmp_path: Path, slugs: str, problem: str) -> None:
    file = tmp_path / "copies.yml"
    file.write_text(
        "copies:\n  - title: A copy\n    link: https://example.org/\n    compared: Both.\n"
        f"    found: Nothing.\n    verdict: kept\n    datasets: [{slugs}]\n",
        "utf-8",
    )
    with pytest.raises(ProsperityError, match=problem) as caught:
        load_copies(file, {"firms"})
    assert (caught.value.line, caught.value.field) == (7, "datasets")


def test_codes_become_names_where_there_is_one_and_reasons_are_given(page: str) -> None:
    assert "as Isles of Scilly, E06000099 | figures of its own | They \\| share. |" in page
    assert "E07000033" not in page


def test_the_page_is_markdown_with_its_long_lists_closed(page: str) -> None:
    html = markdown(page, extensions=["tables", "attr_list", "md_in_html"])
    assert (html.count("<table>"), html.count("<h2"), html.count("<details")) == (3, 4, 2)
    _, _, closed = html.partition("<details")
    assert all("<table>" in part for part in closed.split("<details")) and "markdown" not in closed


def test_a_clean_import_has_a_page_too(datasets: dict[str, Dataset]) -> None:
    page = draw(gather_quality((), (Tally("types", 2, 2, 0),), copies=(), datasets=datasets, names={}))
    assert "Of 2 series, 2 passed every gate and 0 have a warning." in page
    assert "<details" not in page


def test_doubtful_figures_stand_with_what_was_decided(datasets: dict[str, Dataset]) -> None:
    doubts = [
        Doubt("firms", "deaths", code, "2018-01-01/P1Y", 77.2, "return", "77.2 between 9 | 9", "about 9")
        for code in NAMES
    ]
    decided = Review(
        dataset="firms", series="deaths", area_code="E07000033", period="2018-01-01/P1Y", value=77.2,
        decision="wrong", reason="Firms stayed.", date="2026-11-30",
    )  # fmt: skip
    judged = (Judged(doubts[0], None), Judged(doubts[1], decided))
    outcome = Outcome("doubtful", "warning", "firms", "deaths", "", "", "2 doubtful figures", "none")
    tallies = (Tally("doubtful", 2, 1, 1),)
    page = draw(gather_quality((outcome,), tallies, judged=judged, copies=(), datasets=datasets, names=NAMES))
    assert "2 figures are hard to believe." in page
    assert "0 stand, 1 are wrong, and 1 are open" in page
    assert "<summary>Firms: 2 figures</summary>" in page
    series = "| Deaths of firms (%) "
    row = f"{series}| Isles of Scilly, 2018 | 77.2 between 9 \\| 9 | about 9 "
    assert f"{row}| Open | – |" in page
    told = row.replace("Isles of Scilly", "Bolsover")
    assert f"{told}| Wrong, decided on 30 November 2026 | Firms stayed. |" in page
    assert "2 doubtful figures" not in page and "of the 0 warnings" in page
    looked = Judged(doubts[1], decided.model_copy(update={"decision": "open"}))
    judged = (judged[0], looked)
    page = draw(gather_quality((outcome,), tallies, judged=judged, copies=(), datasets=datasets, names=NAMES))
    assert "0 stand, 0 are wrong, and 2 are open" in page
    assert f"{told}| Open, looked at on 30 November 2026 | Firms stayed. |" in page


def test_every_gate_is_described_with_the_threshold_it_uses() -> None:
    assert tuple(gate.name for gate in GATES) == get_args(GateName)
    words = {gate.name: f"{gate.question} {gate.otherwise}" for gate in GATES}
    assert f"{thresholds.COVERED_SHARE:.0%}" in words["coverage"]
    assert f"{thresholds.REPEATED_SHARE:.0%}" in words["repeats"]
    assert f"Far is {thresholds.DOUBT_SPREADS:g} usual moves" in words["doubtful"]
    assert f"striking {thresholds.JUMP_SPREADS:g} usual spreads" in words["jumps"]
    assert f"the {thresholds.LONGEST_LIST} most striking" in words["jumps"]
    assert f"at most {thresholds.STALE_YEARS} years" in words["stale"]
