"""The command add-dataset: what it writes, what it shows, and where it writes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import paths
from generator.cli import main
from generator.paths import PROJECT, Paths

FILE = """\
Area Code,Area Name,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit
E06000001,Hartlepool,2022/23,19.2,18.1,20.3
E06000002,Middlesbrough,2022/23,*,,
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with nothing but names of areas."""
    place = tmp_path / "project"
    (place / "data" / "recipes").mkdir(parents=True)
    for name in ("areas.csv", "area_changes.csv", "lookup.json"):
        shutil.copy(PROJECT.data / name, place / "data")
    monkeypatch.setattr(paths, "PROJECT", Paths(place))
    (tmp_path / "new" / "health").mkdir(parents=True)
    (tmp_path / "new" / "health" / "Snoring Adults.csv").write_text(FILE, "utf-8")
    return tmp_path


def test_a_recipe_is_drafted_and_the_rows_are_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "new" / "health" / "Snoring Adults.csv"
    arguments = ["add-dataset", str(file), "--sources", str(project / "new"), "--publisher", "Sleep Office"]
    assert main([*arguments, "--check"]) == 0
    recipe = project / "project" / "data" / "recipes" / "snoring-adults.yml"
    assert not recipe.exists()
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "E06000001  2022-04-01/P1Y  19.2  18.1  20.3  observed" in told
    assert "'*' suppressed" in told and "Fill in what is open" in told
    text = recipe.read_text("utf-8")
    assert "file: health/Snoring Adults.csv\n" in text
    assert "publisher: Sleep Office\n" in text and "title: '?'\n" in text
    assert main(arguments) == 1
    assert "there is a recipe of this name already" in capsys.readouterr().err
    recipe.write_text("mine", "utf-8")
    assert main([*arguments, "--force"]) == 0
    assert recipe.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "text", "more", "problem"),
    [
        ("absent.csv", None, [], "there is no such file"),
        ("words.csv", "a,b\nc,d\n", [], "no column holds councils"),
        ("headless.csv", "E06000001,2\n", [], "no line with names above the first area"),
        ("empty.csv", "", [], "the file is empty"),
        ("page.csv", "<html>", [], "no column holds councils"),
        ("figures.csv", "Code,Words\nE06000001,none\n", [], "no column of figures is found"),
        ("table.csv", FILE, ["--dataset", "Snoring Adults"], "is no short name"),
        ("table.csv", FILE, ["--sheet", "Data"], "a CSV file has no sheets"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str | None,
    more: list[str],
    problem: str,
) -> None:
    file = project / "new" / name
    if text is not None:
        file.write_text(text, "utf-8")
    assert main(["add-dataset", str(file), *more]) == 1
    told = capsys.readouterr().err
    assert problem in told
    assert "Traceback" not in told and "mistake of the program" not in told
    assert not list((project / "project" / "data" / "recipes").iterdir())


def test_a_file_outside_the_folder_of_raw_files_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "new" / "health" / "Snoring Adults.csv"
    other = project / "elsewhere"
    other.mkdir()
    assert main(["add-dataset", str(file), "--sources", str(other)]) == 1
    assert "outside the folder of raw files" in capsys.readouterr().err
