from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.paths import find_root
from generator.text.bands import name_band, place_in_band
from generator.text.rules import SLOTS, load_rules

RULES = find_root(Path(__file__)) / "templates" / "text" / "findings.yml"


def write(folder: Path, old: str, new: str) -> Path:
    text = RULES.read_text("utf-8")
    assert old in text
    path = folder / "findings.yml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_file_holds_every_rule() -> None:
    assert set(load_rules(RULES).sentences) == set(SLOTS)


def test_an_editor_can_change_the_words(tmp_path: Path) -> None:
    path = write(tmp_path, "The middle council stood at {middle}.", "In the middle: {middle}.")
    assert load_rules(path).fill("figure.middle", {"middle": "5%"}) == "In the middle: 5%."


@pytest.mark.parametrize(
    ("old", "new", "problem", "field"),
    [
        ("{lead}, {clause}: {place} {set}.", "{lead}, {clause}.", "{place} is not used", "sentences.figure"),
        ("stood at {middle}.", "stood at {median}.", "unknown slot {median}", "sentences.figure.middle"),
        ("stood at {middle}.", "stood at {middle:.1f}.", "carries a format", "sentences.figure.middle"),
        ("stood at {middle}.", "stood at {middle.", "braces do not match", "sentences.figure.middle"),
        ("place.highest: the highest of", "place.topmost: the highest of", "missing", "sentences"),
        ("place.highest: the highest of", 'place.highest: ""', "text is empty", "sentences.place.highest"),
        (
            "place.highest: the highest of",
            "place.highest: the highest of\n  place.none: x",
            "not known",
            "sentences.place.none",
        ),
    ],
)
def test_rule_that_could_not_be_filled_is_refused(
    tmp_path: Path, old: str, new: str, problem: str, field: str
) -> None:
    path = write(tmp_path, old, new)
    with pytest.raises(ProsperityError) as caught:
        load_rules(path)
    assert problem in str(caught.value)
    assert caught.value.field == field
    if field != "sentences":
        assert caught.value.line is not None
        assert field.removeprefix("sentences.") in path.read_text("utf-8").splitlines()[caught.value.line - 1]


@pytest.mark.parametrize(
    ("band", "table", "sentence"),
    [
        ((1, 1), "lowest fifth", "in the lowest fifth"),
        ((2, 2), "low", "in the second lowest fifth"),
        ((3, 3), "middle", "in the middle fifth"),
        ((4, 4), "high", "in the second highest fifth"),
        ((5, 5), "highest fifth", "in the highest fifth"),
        ((1, 2), "very low to low", "in the very low to low range"),
        ((1, 3), "very low to middle", "in the very low to middle range"),
        ((1, 4), "very low to high", ""),
        ((2, 3), "low to middle", "in the low to middle range"),
        ((2, 4), "low to high", "in the low to high range"),
        ((2, 5), "low to very high", ""),
        ((3, 4), "middle to high", "in the middle to high range"),
        ((3, 5), "middle to very high", "in the middle to very high range"),
        ((4, 5), "high to very high", "in the high to very high range"),
        ((1, 5), "too uncertain to place", ""),
    ],
)
def test_words_of_every_band(band: tuple[int, int], table: str, sentence: str) -> None:
    assert name_band(*band) == table
    assert place_in_band(*band) == sentence
    words = load_rules(RULES).bands
    assert name_band(*band, words=words) == table
    assert place_in_band(*band, words=words) == sentence


@pytest.mark.parametrize("band", [(0, 1), (3, 2), (5, 6)])
def test_no_words_for_what_is_no_band(band: tuple[int, int]) -> None:
    with pytest.raises(ProsperityError, match="not a band"):
        name_band(*band)
