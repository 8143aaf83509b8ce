"""Closed editions and corrections are read whole or refused with the place of the mistake."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from generator.catalogue.editions import (
    ClosedEdition,
    find_last,
    load_closed,
    load_corrections,
    name_edition,
    pack_inputs,
    unpack_inputs,
)
from generator.catalogue.records import Edition
from generator.errors import ProsperityError
from generator.files.documents import dump_record
from generator.paths import PROJECT, Paths

EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
HASH = "0" * 64
RECORD = ClosedEdition(
    name="2025.9",
    date="2025-11-20",
    data_cut=HASH,
    code_version="1",
    code_sha256=HASH,
    scores_sha256=HASH,
    manifest_sha256=HASH,
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A project with two closed editions, the tenth of a year and the ninth."""
    found = Paths(tmp_path)
    found.editions.mkdir(parents=True)
    for name in ("2025.9", "2025.10"):
        record = RECORD.model_copy(update={"name": name})
        (found.editions / f"{name}.yml").write_text(dump_record(record), "utf-8")
    return found


def test_an_edition_takes_the_name_of_one_run() -> None:
    assert name_edition(EDITION, None) is EDITION
    assert name_edition(EDITION, "2026.2") == EDITION.model_copy(update={"name": "2026.2"})


@pytest.mark.parametrize("name", ["latest", "2026", "2026.1/..", "", "2026.1 "])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ProsperityError, match="cannot have this name") as caught:
        name_edition(EDITION, name)
    assert caught.value.field == "--edition"


def test_the_tenth_edition_comes_after_the_ninth(paths: Paths) -> None:
    closed = load_closed(paths)
    assert [each.name for each in closed] == ["2025.10", "2025.9"]
    assert [getattr(find_last(closed, name), "name", None) for name in ("2026.1", "2025.10", "2025.9")] == [
        "2025.10",
        "2025.9",
        None,
    ]


def test_a_project_without_closed_editions_has_none(tmp_path: Path) -> None:
    assert load_closed(Paths(tmp_path)) == ()


def test_a_record_under_another_name_is_refused(paths: Paths) -> None:
    (paths.editions / "2025.9.yml").rename(paths.editions / "2025.8.yml")
    with pytest.raises(ProsperityError, match=r"is of the edition '2025\.9'"):
        load_closed(paths)


def test_a_record_without_a_whole_fingerprint_is_refused(paths: Paths) -> None:
    file = paths.editions / "2025.9.yml"
    file.write_text(file.read_text("utf-8").replace(f"data_cut: '{HASH}'", "data_cut: '12'"), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_closed(paths)
    assert (caught.value.field, caught.value.line) == ("data_cut", 3)


def make_data(paths: Paths) -> None:
    (paths.datasets / "trees").mkdir(parents=True)
    for name in ("framework.yml", "goalposts.csv", "edition.yml", "areas.csv", "datasets/trees/a.csv"):
        (paths.data / name).write_text(name, "utf-8")
    (paths.data / "postcodes.csv").write_text("not an input of scores", "utf-8")


def test_inputs_come_back_as_they_were_and_the_same_data_give_the_same_bytes(
    paths: Paths, tmp_path: Path
) -> None:
    make_data(paths)
    first = pack_inputs(paths)
    (paths.data / "areas.csv").touch()
    assert pack_inputs(paths) == first
    (paths.editions / "2025.9.zip").write_bytes(first)
    back = unpack_inputs(paths, "2025.9", tmp_path / "back")
    assert (back.data / "datasets/trees/a.csv").read_text("utf-8") == "datasets/trees/a.csv"
    assert sorted(file.name for file in back.data.iterdir()) == [
        *("areas.csv", "datasets", "edition.yml", "framework.yml", "goalposts.csv"),
    ]


def test_inputs_that_are_not_kept_or_broken_are_named(paths: Paths, tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match=r"inputs of the closed edition 2025\.9"):
        unpack_inputs(paths, "2025.9", tmp_path / "back")
    (paths.editions / "2025.9.zip").write_bytes(b"PK no zip")
    with pytest.raises(ProsperityError, match=r"inputs of the closed edition 2025\.9"):
        unpack_inputs(paths, "2025.9", tmp_path / "back")


def test_nothing_is_unpacked_outside_the_folder(paths: Paths, tmp_path: Path) -> None:
    with zipfile.ZipFile(paths.editions / "2025.9.zip", "w") as packed:
        packed.writestr("../outside.txt", "no")
    unpack_inputs(paths, "2025.9", tmp_path / "deep" / "back")
    assert not list(tmp_path.rglob("deep/outside.txt"))


CORRECTION = """corrections:
  - date: "2026-12-01"
    edition: "2026.2"
    figure: work
    what: A typing slip.
    places: [{code: E01, old: "1.0", new: "2.0"}]
  - {date: "2027-01-05", edition: "2027.1", figure: work, what: Another., places: [], others: all of Wales}
"""


def read_corrections(paths: Paths, text: str) -> object:
    paths.corrections.write_text(text, "utf-8")
    return load_corrections(paths, codes={"E01"}, figures={"work"})


def test_corrections_are_read_the_latest_first(paths: Paths) -> None:
    paths.corrections.write_text(CORRECTION, "utf-8")
    found = load_corrections(paths, codes={"E01"}, figures={"work"})
    assert [each.date for each in found] == ["2027-01-05", "2026-12-01"]
    assert (found[1].places[0].old, found[1].places[0].new) == ("1.0", "2.0")


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ("code: E01", "code: E99", "corrections.0.places", "no such area"),
        ("figure: work", "figure: play", "corrections.0.figure", "no figure 'play'"),
        ("others: all of Wales", 'others: ""', "corrections.1.places", "names no place"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused(
    paths: Paths, old: str, new: str, field: str, problem: str
) -> None:
    assert old in CORRECTION
    with pytest.raises(ProsperityError, match=problem) as caught:
        read_corrections(paths, CORRECTION.replace(old, new, 1))
    assert caught.value.field == field


def test_a_correction_has_a_day(paths: Paths) -> None:
    with pytest.raises(ProsperityError) as caught:
        read_corrections(paths, CORRECTION.replace('"2026-12-01"', '"December"'))
    assert caught.value.field == "corrections.0.date"


def test_the_corrections_of_the_project_can_be_read() -> None:
    assert load_corrections(PROJECT, codes=set(), figures=set()) == ()
