from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.paths import find_root
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
