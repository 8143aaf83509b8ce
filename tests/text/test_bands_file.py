"""The words of bands: one file, what it refuses, and that nothing else spells a band."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.paths import PROJECT
from generator.text.bands import BANDS, load_bands

FILE = PROJECT.templates / BANDS
WORDS = load_bands(FILE)
TEXTS = {".py", ".html", ".yml", ".json", ".typ", ".js", ".css", ".md"}
ELSEWHERE = re.compile(
    rf"\b(?:(?:{'|'.join(text for _, text in WORDS.fifths)}|top|bottom|upper|lower|best|worst)"
    rf"(?:[- ](?:scoring|two|three|four))?[- ]fifths?|very (?:low|high) to|{re.escape(WORDS.anywhere)})\b",
    re.I,
)
ALLOWED = {
    # The file itself.
    "templates/text/bands.yml": None,
    # Fifths of deprivation are names of clusters, and no bands of a ranking.
    "generator/geography/cluster_rules.py": {"middle fifth"},
    # The rule of a strength looks at the better and the worse end of a figure, whichever is the higher.
    "site/docs/method/findings.md": {"worst fifth"},
}


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ((1, 1), "lowest fifth"),
        ((2, 2), "second lowest fifth"),
        ((3, 3), "middle fifth"),
        ((4, 4), "second highest fifth"),
        ((5, 5), "highest fifth"),
        ((1, 2), "lowest to second lowest fifth"),
        ((1, 3), "lowest to middle fifth"),
        ((1, 4), "lowest to second highest fifth"),
        ((2, 3), "second lowest to middle fifth"),
        ((2, 4), "second lowest to second highest fifth"),
        ((2, 5), "second lowest to highest fifth"),
        ((3, 4), "middle to second highest fifth"),
        ((3, 5), "middle to highest fifth"),
        ((4, 5), "second highest to highest fifth"),
        ((1, 5), "too uncertain to place"),
    ],
)
def test_words_of_every_band(band: tuple[int, int], words: str) -> None:
    assert WORDS.name(*band) == words
    assert len(WORDS.bands) == 15


@pytest.mark.parametrize("band", [(0, 1), (3, 2), (5, 6)])
def test_no_words_for_what_is_no_band(band: tuple[int, int]) -> None:
    with pytest.raises(ProsperityError, match="not a band"):
        WORDS.name(*band)


def test_marks_in_a_text_are_filled_and_other_braces_stay() -> None:
    text = "In the {band 5}, the {band 2 to 3} or {other}: {{}}"
    assert WORDS.fill(text) == "In the highest fifth, the second lowest to middle fifth or {other}: {{}}"


@pytest.mark.parametrize("mark", ["{band 6}", "{band 3 to 2}", "{band lowest}", "{band }", "{band 1 to x}"])
def test_a_mark_that_names_no_band_stops(mark: str) -> None:
    with pytest.raises(ProsperityError, match="band"):
        WORDS.fill(f"In the {mark}.")


@pytest.mark.parametrize(
    ("old", "new", "problem", "field", "line"),
    [
        ("  middle: middle\n", "", "a required key is missing", "fifths.middle", "fifths:"),
        ("  middle: middle", "  middle:", "the text is empty", "fifths.middle", "middle:"),
        ("  middle: middle", '  middle: " "', "the text is empty", "fifths.middle", "middle:"),
        ("  middle: middle", "  middle: middle\n  centre: x", "not known", "fifths.centre", "centre:"),
        ("  middle: middle", "  middle: {m}", "valid string", "fifths.middle", "middle:"),
        ("  middle: middle", '  middle: "{m}"', "slots have to be none", "fifths.middle", "middle:"),
        ('"{fifth} fifth"', "fifth", "slots have to be {fifth}", "single", "single:"),
        ('"{low} to {high} fifth"', '"{low} fifth"', "slots have to be {low} and {high}", "range", "range:"),
        ('"{low} to {high} fifth"', '"{low} to {high!r}"', "slots have to be", "range", "range:"),
        ('"{low} to {high} fifth"', '"{low} to {high"', "braces do not match", "range", "range:"),
        ("too uncertain to place", '""', "the text is empty", "anywhere", "anywhere:"),
    ],
)
def test_words_that_are_missing_or_wrong_are_refused_with_file_key_and_line(
    tmp_path: Path, old: str, new: str, problem: str, field: str, line: str
) -> None:
    text = FILE.read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / "bands.yml"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_bands(path)
    assert problem in str(caught.value)
    assert (caught.value.file, caught.value.field) == (str(path), field)
    assert caught.value.line is not None
    assert path.read_text("utf-8").splitlines()[caught.value.line - 1].lstrip().startswith(line)


def test_two_bands_cannot_have_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "bands.yml"
    path.write_text(FILE.read_text("utf-8").replace(": second lowest", ": lowest"), "utf-8")
    with pytest.raises(ProsperityError, match="two bands have the same words: 'lowest fifth'"):
        load_bands(path)


@pytest.mark.parametrize("folder", ["generator", "templates", "site"])
def test_nothing_else_spells_a_band(folder: str) -> None:
    read = 0
    for file in sorted((PROJECT.root / folder).rglob("*")):
        path = file.relative_to(PROJECT.root).as_posix()
        if file.suffix not in TEXTS or "__pycache__" in path or ALLOWED.get(path, set()) is None:
            continue
        read += 1
        # A phrase may run on in the next line, after the sign of a comment.
        text = re.sub(r"\s+(?:#|//|\*)?\s*", " ", file.read_text("utf-8"))
        found = {match[0].lower() for match in ELSEWHERE.finditer(text)}
        assert found <= (ALLOWED.get(path) or set()), path
    assert read > 10


def test_the_search_for_spelt_bands_finds_them() -> None:
    for text in (
        "In the Lowest fifth",
        "the top fifth",
        "upper two fifths",
        "very low to low",
        "x middle fifth",
    ):
        assert ELSEWHERE.search(text), text
    for name in WORDS.bands.values():
        assert ELSEWHERE.search(name), name
