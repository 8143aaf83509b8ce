"""Scripts of names: small, found by the first letters of a telling word, folded as the browser folds."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from generator.catalogue import store
from generator.catalogue.places import load_places
from generator.catalogue.search_words import SearchWords, load_search_words
from generator.errors import ProsperityError
from generator.geography.place_register import PlaceRow, list_place_rows
from generator.paths import PROJECT
from generator.site.name_scripts import FOLDER, SHOWN, Folding, find_shards, make_name_scripts
from generator.verify.sizes import NAMES_LIMIT

WORDS = SearchWords(idle=("of", "the", "council of the", "borough"), same={"saint": "st"})
FOLDING = Folding(WORDS)


@pytest.mark.parametrize(
    ("name", "plain", "bare"),
    [
        ("Saint Helen's", "st helens", "st helens"),
        ("Council of the Isles of Sôle", "council of the isles of sole", "isles sole"),
        ("The Borough", "the borough", "the borough"),
        ("Fish & Chips", "fish and chips", "fish and chips"),
        ("Farndon/Holt", "farndon holt", "farndon holt"),
        ("Offord", "offord", "offord"),
    ],
)
def test_names_are_folded(name: str, plain: str, bare: str) -> None:
    assert (FOLDING.plain(name), FOLDING.bare(name)) == (plain, bare)


def test_a_name_stands_under_each_telling_word() -> None:
    assert find_shards(["Isle of Sôle", "Y Mill"], FOLDING) == ("is", "mi", "so")


def test_entries_say_kind_councils_people_and_other_names() -> None:
    rows = [
        PlaceRow("settlement", "Ford", "", "E2", people=1200, other_names="Rhyd"),
        PlaceRow("settlement", "Ford", "", "E1"),
        PlaceRow("constituency", "Ford", "E14", "E1", share=0.2, people=9),
        PlaceRow("constituency", "Ford", "E14", "E2", share=0.8, people=9),
        PlaceRow("county", "Fordshire", "", "E1"),
        PlaceRow("county", "Fordshire", "", "E2"),
        PlaceRow("former council", "Ford", "E07", "E1"),
    ]
    scripts = make_name_scripts(rows, councils=["E1", "E2"], words=WORDS)
    assert sorted(scripts) == ["js/names/fo.js", "js/names/rh.js"]
    text = scripts["js/names/fo.js"].decode()
    head = '(window.prosperityNames=window.prosperityNames||{})["fo"]='
    assert text.startswith(head)
    assert json.loads(text.removeprefix(head).rstrip(";\n")) == [
        ["Ford", SHOWN.index("constituency"), [1, 0], 9],
        ["Ford", 0, [0]],
        ["Ford", 0, [1], 1200, "Rhyd"],
        ["Fordshire", SHOWN.index("county"), [0, 1]],
    ]


def test_each_script_of_the_real_register_is_small_and_nothing_is_lost() -> None:
    councils = [area.code for area in store.load_areas(PROJECT) if area.kind == "council"]
    rows = list_place_rows(
        load_places(PROJECT), councils=councils, changes=store.load_changes(PROJECT), coming=()
    )
    scripts = make_name_scripts(rows, councils=councils, words=load_search_words(PROJECT.search_words))
    packed = {name: len(gzip.compress(content, mtime=0)) for name, content in scripts.items()}
    assert max(packed.values()) < NAMES_LIMIT
    told = {
        entry[0]
        for name, content in scripts.items()
        for entry in json.loads(content.decode().partition("]=")[2].rstrip(";\n"))
        if name.startswith(FOLDER)
    }
    assert told == {row.name for row in rows if row.kind in SHOWN}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("idle: [of, of]", "stands twice"),
        ("same: {saint: saint}", "stands for itself"),
        ("idle: [Of]", "idle"),
        ("idler: [of]", "idler"),
    ],
)
def test_words_that_cannot_be_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "search_words.yml"
    file.write_text(f"{text}\n", "utf-8")
    with pytest.raises(ProsperityError, match=problem):
        load_search_words(file)
    assert load_search_words(file.with_name("none.yml")) == SearchWords()
