"""Pairs of findings: those that are there fit the framework; wrong ones are refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue.pairs import PAIRS, load_pairs
from generator.catalogue.store import load_framework
from generator.errors import ProsperityError
from generator.paths import PROJECT

FRAMEWORK = load_framework(PROJECT)
POOR = "{element: material-resources, end: low, words: many are poor}"
WORK = "{element: work, end: high, indicators: [employment-rate], words: many work}"


def write(tmp_path: Path, *pairs: tuple[str, str, str]) -> Path:
    file = tmp_path / "pairs.yml"
    rows = [f"  - {{slug: {slug}, first: {one}, second: {other}}}\n" for slug, one, other in pairs]
    file.write_text("pairs:\n" + "".join(rows), "utf-8")
    return file


def test_the_committed_pairs_fit() -> None:
    pairs = load_pairs(PROJECT.templates / PAIRS, FRAMEWORK)
    assert {True, False} == {pair.alike for pair in pairs}
    named = {one.slug: one for one in FRAMEWORK.indicators}
    for pair in pairs:
        for end in (pair.first, pair.second):
            assert end.words[0].islower() or end.words[0].isdigit(), pair.slug
            assert not end.words.endswith("."), pair.slug
            assert all(named[slug].counts_for == "score" for slug in end.indicators), pair.slug


def test_a_finding_fits_an_end_by_element_side_and_indicator(tmp_path: Path) -> None:
    (pair,) = load_pairs(write(tmp_path, ("x", WORK, POOR)), FRAMEWORK)
    assert not pair.alike
    assert pair.first.fits("work", "high", "employment-rate")
    assert not pair.first.fits("work", "low", "employment-rate")
    assert not pair.first.fits("work", "high", "claimant-count")
    assert pair.second.fits("material-resources", "low", "child-poverty")
    assert pair.second.fits("material-resources", "low", "deprived-households")


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ((("x", WORK.replace("work,", "wrok,"), POOR),), "there is no element 'wrok'"),
        ((("x", WORK.replace("employment-rate", "smoking"), POOR),), "work has no indicator 'smoking'"),
        ((("x", POOR, POOR),), "both ends are about the same element"),
        ((("x", WORK, POOR), ("x", POOR, WORK)), "stand in a pair before"),
        ((("x", WORK, POOR), ("y", POOR, WORK)), "stand in a pair before"),
        ((("x", WORK.replace("high", "top"), POOR),), "end"),
    ],
)
def test_a_wrong_pair_is_refused(
    tmp_path: Path, pairs: tuple[tuple[str, str, str], ...], problem: str
) -> None:
    with pytest.raises(ProsperityError, match=problem) as found:
        load_pairs(write(tmp_path, *pairs), FRAMEWORK)
    assert "pairs.yml" in str(found.value)
