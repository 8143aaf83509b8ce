"""An import through the gates: what stops it, what a reason opens, what is written down."""

import csv
from pathlib import Path

import pytest
from tiny_sources import FERNS_RECIPE, TREES_RECIPE, import_no_geography, make_recipes, make_sources

from generator.catalogue.quality import Outcome, load_outcomes, load_tallies
from generator.errors import ProsperityError
from generator.paths import Paths
from generator.sources import importer
from generator.sources.gates.acceptance import apply_acceptances
from generator.sources.gates.inspection import ORDER, cut_lists
from generator.sources.importer import import_sources
from generator.sources.recipe import Acceptance
from generator.sources.recipe_files import load_recipes

TOTAL = "W92000004,Wales,Nation,Ferns,2020-01-01,7,Count"
REASON = "The nation counts ferns on its islands, which have no council."
ACCEPTED = f"accepted:\n  - gate: totals\n    series: ferns\n    reason: {REASON}\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    make_sources(tmp_path)
    make_recipes(tmp_path)
    return tmp_path


def run(place: Path) -> None:
    import_sources(place / "sources", place / "data", recipes=place / "recipes")


def spoil_total(place: Path) -> None:
    """Publish a total of Wales to which its one council does not add up."""
    file = place / "sources" / "green" / "ferns.csv"
    file.write_bytes(file.read_bytes().replace(TOTAL.encode(), TOTAL.replace(",7,", ",9,").encode()))


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def outcome(series: str = "trees", *, area_code: str = "", severity: str = "blocker") -> Outcome:
    return Outcome("units", severity, "green", series, area_code, "2020", "much", "little")  # type: ignore[arg-type]


def test_a_gate_that_is_shut_stops_the_import_and_leaves_the_data(place: Path) -> None:
    run(place)
    before = snapshot(place / "data")
    spoil_total(place)
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert caught.value.file == str(place / "sources" / "green" / "ferns.csv")
    assert (caught.value.field, caught.value.code) == ("series ferns", "W92000004 2020-01-01")
    assert "'totals' is shut: 7 is the sum of the councils, 9 is published" in caught.value.problem
    assert "correct the recipe ferns.yml" in (caught.value.mend or "")
    assert snapshot(place / "data") == before
    assert not [entry.name for entry in place.iterdir() if entry.name.startswith(".import")]


def test_one_error_counts_all_that_is_wrong(place: Path) -> None:
    spoil_total(place)
    trees = TREES_RECIPE.replace('unit: "%"\n', "unit: out of 10\n").replace("maximum: 50", "maximum: 40")
    (place / "recipes" / "trees.yml").write_text(trees, "utf-8")
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert caught.value.field == "series ferns"
    assert "1 more problem stops the import: trees/trees (units)" in (caught.value.mend or "")


def test_a_reason_opens_a_gate_and_is_written_down(place: Path) -> None:
    spoil_total(place)
    (place / "recipes" / "ferns.yml").write_text(FERNS_RECIPE + ACCEPTED, "utf-8")
    run(place)
    with (place / "data" / "quality.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["gate"] == "totals"]
    assert rows == [
        {
            "gate": "totals", "severity": "warning", "dataset": "ferns", "series": "ferns",
            "area_code": "W92000004", "period": "2020-01-01",
            "found": "7 is the sum of the councils, 9 is published; 1 of 1 comparisons are out",
            "expected": "within 0.1%", "reason": REASON,
        }
    ]  # fmt: skip
    report = (place / "data" / "import_report.md").read_text("utf-8")
    assert "Warning (totals; ferns, W92000004, 2020-01-01): 7 is the sum of the councils" in report
    assert f"Accepted: {REASON}" in report
    assert "| totals | 1 | 0 | 1 |" in report


def test_a_reason_for_nothing_is_a_warning(place: Path) -> None:
    (place / "recipes" / "ferns.yml").write_text(FERNS_RECIPE + ACCEPTED, "utf-8")
    run(place)
    found = [one for one in load_outcomes(Paths(place)) if one.gate == "acceptance"]
    assert [(one.severity, one.series) for one in found] == [("warning", "ferns")]
    assert "the gate totals finds nothing" in found[0].found


def test_every_gate_is_counted(place: Path) -> None:
    run(place)
    tallies = load_tallies(Paths(place))
    assert tuple(tally.gate for tally in tallies) == ORDER
    assert [(one.tested, one.passed) for one in tallies if one.gate == "types"] == [(2, 2)]
    # one council each: neither a jump nor a repeat can be told
    assert [one.tested for one in tallies if one.gate in ("jumps", "repeats")] == [0, 0]


def test_the_age_of_figures_is_that_of_the_edition(place: Path) -> None:
    run(place)
    assert [one.tested for one in load_tallies(Paths(place)) if one.gate == "stale"] == [0]
    (place / "data" / "edition.yml").write_text(
        'name: "2026.1"\nyear: 2026\ndate: "2026-11-23"\nseed: 1\ndraws: 1\n', "utf-8"
    )
    run(place)
    stale = [one.series for one in load_outcomes(Paths(place)) if one.gate == "stale"]
    assert stale == ["trees"]  # 2019; the ferns are of 2020


def test_a_reason_may_be_for_one_place_only() -> None:
    here, there = outcome(area_code="E06000001"), outcome(area_code="E06000002")
    reason = Acceptance(gate="units", series="trees", reason="Well known there.", area_code="E06000002")
    first, second = apply_acceptances([here, there], {"green": [reason]})
    assert (first.severity, first.reason) == ("blocker", "")
    assert (second.severity, second.reason) == ("warning", "Well known there.")


def test_a_reason_of_one_series_does_not_open_another() -> None:
    reason = Acceptance(gate="units", series="shrubs", reason="Well known there.")
    found = apply_acceptances([outcome("trees"), outcome("shrubs")], {"green": [reason]})
    assert [one.severity for one in found] == ["blocker", "warning"]


def test_long_lists_are_cut_and_counted_but_never_blockers() -> None:
    many = [outcome(area_code=f"E060000{number:02}", severity="warning") for number in range(13)]
    kept = cut_lists(many)
    assert [one.area_code for one in kept[:10]] == [one.area_code for one in many[:10]]
    assert (len(kept), kept[-1].found) == (11, "3 more like these, less striking")
    assert len(cut_lists([outcome(area_code=f"E060000{number:02}") for number in range(13)])) == 13


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("series: ferns", "series: moss", "which the recipe does not have"),
        ("gate: totals", "gate: keys", "takes no reason"),
        ("gate: totals", "gate: beauty", "'types'"),
        (REASON, "Fine.", "at least 10 characters"),
    ],
)
def test_a_reason_that_fits_nothing_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    (tmp_path / "ferns.yml").write_text(FERNS_RECIPE + ACCEPTED.replace(old, new), "utf-8")
    with pytest.raises(ProsperityError, match=words):
        load_recipes(tmp_path)
