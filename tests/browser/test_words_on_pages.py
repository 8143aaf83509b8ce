"""British spelling and grammar of every sentence on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from page_names import list_known_words
from page_sentences import Sentence, list_sentences
from page_words import Block, read_words
from word_checker import Exceptions, Lint, check_texts, load_exceptions

RIGHT = "The colour of the town hall is grey, and its councillors organise the licence."
WRONG = {
    "The color of the town hall is grey.": "SpellCheck",
    "The councils organize a programme.": "SpelledWithS",
    "The council published an high figure.": "AnA",
    "They could of done it.": "ModalOf",
    "It is the the highest rate.": "RepeatedWords",
    "The rate fell in Blackpoool.": "SpellCheck",
}


@pytest.fixture(scope="module")
def exceptions() -> Exceptions:
    return load_exceptions()


@pytest.fixture(scope="module")
def sentences(page_blocks: Mapping[str, Sequence[Block]]) -> dict[str, Sentence]:
    return {each.text: each for each in list_sentences(page_blocks)}


@pytest.fixture(scope="module")
def remarks(sentences: Mapping[str, Sentence]) -> list[Lint]:
    """What the checker says of all pages and of the planted texts, read in one go: it is slow to begin."""
    return check_texts(list(dict.fromkeys([*sentences, RIGHT, *WRONG])), list_known_words())


@pytest.fixture(scope="module")
def lints(sentences: Mapping[str, Sentence], remarks: Sequence[Lint]) -> list[Lint]:
    return [lint for lint in remarks if lint.text in sentences]


@pytest.fixture(scope="module")
def planted(remarks: Sequence[Lint]) -> dict[str, set[str]]:
    return {text: {lint.rule for lint in remarks if lint.text == text} for text in (RIGHT, *WRONG)}


@pytest.mark.parametrize("text", WRONG)
def test_a_planted_fault_is_found(planted: Mapping[str, set[str]], text: str, exceptions: Exceptions) -> None:
    assert WRONG[text] in planted[text]
    assert WRONG[text] not in exceptions.rules


def test_british_words_are_right(planted: Mapping[str, set[str]]) -> None:
    assert planted[RIGHT] <= {"OxfordComma"}


def test_every_sentence_is_right(
    sentences: Mapping[str, Sentence], lints: Sequence[Lint], exceptions: Exceptions
) -> None:
    left = [
        f"{sentences[lint.text].page}: {lint}"
        for lint in lints
        if not list(exceptions.names_of(lint, is_sentence=sentences[lint.text].is_sentence))
    ]
    told = f"{len(left)} remarks; mend the words, or add an exception with its reason to words/exceptions.yml"
    assert not left, "\n".join([told, *left])


def test_every_exception_is_needed(
    sentences: Mapping[str, Sentence], lints: Sequence[Lint], exceptions: Exceptions
) -> None:
    used = {
        name
        for lint in lints
        for name in exceptions.names_of(lint, is_sentence=sentences[lint.text].is_sentence)
    }
    assert exceptions.names() - used == set()


def test_enough_is_read(
    page_blocks: Mapping[str, Sequence[Block]], sentences: Mapping[str, Sentence]
) -> None:
    assert len(page_blocks) > 700
    assert all(blocks for blocks in page_blocks.values())
    assert len(sentences) > 3000
    kinds = {each.page.split("/")[0] for each in sentences.values()}
    assert {"councils", "clusters", "regions", "pillars", "elements", "indicators", "method", "data"} <= kinds


def list_texts(*texts: str) -> list[str]:
    return [each.text for each in list_sentences({"page": [Block("p", text) for text in texts]})]


def test_the_same_words_with_other_places_and_figures_are_read_once() -> None:
    first = "Hull scores 41 and ranks 351st."
    assert list_texts(first, "Leeds scores 1,204 and ranks 12th.") == [first]


@pytest.mark.parametrize(
    "other",
    ["Leeds score 41 and ranks 351st.", "Leeds scores 41 and ranks 12nd.", "Leds scores 41 and ranks 3rd."],
)
def test_other_words_are_read_for_themselves(other: str) -> None:
    assert len(list_texts("Hull scores 41 and ranks 351st.", other)) == 2


def test_every_run_of_words_is_read_and_no_sentence_for_nothing() -> None:
    first = "Hull scores 41 points more than it did in the year before that."
    second = "Leeds scores 12 points less than it did in the year before that."
    # All of it stands in the two before it.
    third = "Bury scores 30 points more than it did in the year before that."
    assert list_texts(first, second, third) == [first, second]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It rose by 2 points in all.", "It rose by 1 points in all."),
        ("It has a 7 in ten chance.", "It has a 8 in ten chance."),
        ("It has a 12 in ten chance.", "It has a 11 in ten chance."),
    ],
)
def test_figures_that_grammar_depends_on_are_read(one: str, other: str) -> None:
    assert list_texts(one, other) == [one, other]


def test_what_is_not_ours_to_spell_is_set_between_backticks(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<main><h1 title='A color'>One</h1><table><tr><td>Color</td></tr></table>"
        "<p>It is <code>color</code> in <b>color.csv</b> on https://a.example/color"
        " by <a href='../data/sources/#x'>Labor</a> in <i lang='cy'>Caerdydd</i>.</p>"
        "<p aria-hidden='true'>Color</p>"
        "<svg><title>A map</title><path d='M0 0'/><text>color</text></svg><script>color</script></main>",
        encoding="utf-8",
    )
    assert read_words(page) == [
        Block("title", "A color"),
        Block("h1", "One"),
        Block("p", "It is `quoted` in `file` on `address` by `quoted` in `quoted`."),
        Block("title", "A map"),
    ]
