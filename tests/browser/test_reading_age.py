"""Reading age of every page: 12 to 14 is what the site is written for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

import pytest
import textstat
from page_words import Block
from reading_age import Counts, count, list_hardest, list_running_text, measure, prepare

# What a page of each kind may ask of a reader. A page that is easier than it might be has no fault.
OLDEST = 14.0
# Here most sentences are the name of a source and its publisher, as long as their publishers made them.
OLDEST_LIST = 16.0
LISTS = frozenset(("data/licences/index.html",))
KINDS = {"councils", "clusters", "regions", "pillars", "elements", "indicators", "method", "data"}


def find_kind(page: str) -> str:
    return page.split("/")[0] if "/" in page else "home"


@pytest.fixture(scope="module")
def ages(page_blocks: Mapping[str, Sequence[Block]]) -> dict[str, float]:
    measured = {page: measure(blocks) for page, blocks in page_blocks.items()}
    return {page: counts.age() for page, counts in measured.items() if counts}


def test_every_kind_of_page_is_for_readers_of_12_to_14(ages: Mapping[str, float]) -> None:
    kinds: dict[str, list[float]] = {}
    for page, age in ages.items():
        kinds.setdefault(find_kind(page), []).append(age)
    assert set(kinds) >= KINDS
    middle = {kind: round(median(found), 1) for kind, found in sorted(kinds.items())}
    print("Reading age by kind of page:", middle)  # noqa: T201
    assert {kind: age for kind, age in middle.items() if age > OLDEST} == {}


def test_no_page_is_too_hard(ages: Mapping[str, float], page_blocks: Mapping[str, Sequence[Block]]) -> None:
    hard = [(age, page) for page, age in ages.items() if age > (OLDEST_LIST if page in LISTS else OLDEST)]
    told = [
        "\n    ".join([f"{page}: {age:.1f}", *list_hardest(page_blocks[page])])
        for age, page in sorted(hard, reverse=True)[:20]
    ]
    assert not hard, "\n".join([f"{len(hard)} pages are too hard; the hardest:", *told])


def test_the_formulas_are_those_of_textstat() -> None:
    text = (
        "The council collected more rubbish than it had the year before. Nobody could explain it. "
        "Statisticians considered several possibilities and rejected nearly every one of them."
    )
    sentences = list_running_text([Block("p", text)])
    grades = sum((count(sentence) for sentence in sentences), Counts()).grades()
    assert len(sentences) == 3
    assert grades["Flesch-Kincaid"] == pytest.approx(textstat.flesch_kincaid_grade(text))
    assert grades["SMOG"] == pytest.approx(textstat.smog_index(text))
    assert grades["Automated readability"] == pytest.approx(
        textstat.automated_readability_index(text), abs=0.1
    )
    # Of the 0.0588 for each letter in a hundred words, textstat keeps 0.058.
    assert grades["Coleman-Liau"] == pytest.approx(textstat.coleman_liau_index(text), abs=0.5)


def test_harder_words_and_longer_sentences_raise_the_age() -> None:
    easy = "The town has a score. It is too low. It rose last year. It may rise soon. We do not know yet."
    hard = (
        "Notwithstanding considerable methodological limitations, municipal administrations demonstrated "
        "extraordinary improvements in comparative infrastructural productivity. "
    ) * 5
    counts = [measure([Block("p", text.strip())]) for text in (easy, hard)]
    assert counts[0] is not None and counts[0].age() < 10
    assert counts[1] is not None and counts[1].age() > 20


def test_names_and_figures_do_not_count_as_hard_words() -> None:
    assert prepare("Bournemouth, Christchurch and Poole scores 4.5 of 1,200.") == "Leeds scores 45 of 1200."
    assert count("Bournemouth, Christchurch and Poole scores 4.5.") == count("Leeds scores 4.5.")


def test_headings_tables_fragments_and_lists_are_left_out() -> None:
    blocks = [
        Block("h2", "This is a heading."),
        Block("td", "This is in a table."),
        Block("li", "Not a sentence"),
        Block("p", "Loneliness; internet at home; child poverty; clean streets."),
        Block("p", "This is a whole sentence."),
    ]
    assert list_running_text(blocks) == ["This is a whole sentence."]
