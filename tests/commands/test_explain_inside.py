"""``prosperity explain COUNCIL inside``: from a figure to its row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from little_inside import ALDER, COED, make_inside

from generator import cli
from generator.catalogue.inside import NO_SMALL_AREAS
from generator.errors import ProsperityError
from generator.paths import PROJECT
from generator.text.about_inside import explain_inside, explain_small_area


def test_a_council_is_told_with_its_sums_and_the_row_of_each_area(tmp_path: Path) -> None:
    lines = list(explain_inside(ALDER, make_inside(tmp_path)))
    assert lines[0] == "Alder (E06000001), from the inside"
    assert "Index of 2020: 12 of 20 small areas lie in it" in lines
    assert "  most deprived tenth (ranks 1 to 2): 100 x 1 / 12 = 8.3333 %" in lines
    told = "  deprived of income, the fifth with most less that with fewest: 45.0000 - 5.0000 = 40.0000"
    assert f"{told} percentage points" in lines
    listed = lines.index("its small areas in Index of 2020, the most deprived first:")
    assert lines[listed + 1 : listed + 3] == [
        "  1 E01000001 Alder 1 (Old Town), data/inside/england.csv:2",
        "  3 E01000002 Alder 2 (Old Town), data/inside/england.csv:3",
    ]
    assert len(lines) == listed + 13


def test_a_small_area_is_told_with_each_figure_and_its_raw_row(tmp_path: Path) -> None:
    lines = list(explain_small_area(ALDER, "E01000002", make_inside(tmp_path)))
    assert lines[:2] == [
        "E01000002 Alder 2 (Old Town), in Alder (E06000001)",
        "row: data/inside/england.csv:3",
    ]
    now = lines.index("Index of 2020, the areas of 2020")
    assert lines[now + 1 : now + 5] == [
        "  raw row: inside/ranks.csv, code E01000002, year 2020",
        "  rank: 3 of 20",
        "  people: 100 residents",
        "  income: 40 % poor people",
    ]
    census = lines.index("Census 2021, the areas of 2020")
    assert lines[census + 2 : census + 4] == ["  households: 40", "  overcrowded: 2.5 %"]
    assert any(line.startswith("raw file: inside/ranks.csv, sha256 ") for line in lines)
    assert "known problem: A copy." in lines


def test_what_is_not_there_is_one_plain_error(tmp_path: Path) -> None:
    inside = make_inside(tmp_path)
    with pytest.raises(ProsperityError, match="Coed has no small area 'E01000002'"):
        list(explain_small_area(COED, "E01000002", inside))
    with pytest.raises(ProsperityError, match="nothing is known of small areas in Coed"):
        list(explain_inside(COED, NO_SMALL_AREAS))


def test_the_command_leads_to_the_row_of_jaywick(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "tendring", "E01021988"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "E01021988 Tendring 018A (Jaywick & St Osyth), in Tendring (E07000076)"
    name, _, number = lines[1].removeprefix("row: ").partition(":")
    with (PROJECT.root / name).open(encoding="utf-8", newline="") as stream:
        rows = [["head"], *csv.reader(stream)]
    assert rows[int(number)][0] == "E01021988"
    assert lines.count("  rank: 1 of 32844") == 2 and "  rank: 1 of 33755" in lines


def test_the_command_tells_a_council_without_computing_the_index(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "middlesbrough", "inside"]) == 0
    out = capsys.readouterr().out
    assert "100 x 45 / 90 = 50.0000 %" in out and "100 x 42 / 86 = 48.8372 %" in out
    assert cli.main(["explain", "middlesbrough", "E01021988"]) == 1
    assert "Middlesbrough has no small area 'E01021988'" in capsys.readouterr().err
