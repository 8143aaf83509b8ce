"""``prosperity score`` from the command line: options, messages, files."""

from __future__ import annotations

import argparse
import json
import re
import textwrap
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from generator.bench.score import make_synthetic_table
from generator.catalogue import records
from generator.cli import main
from generator.commands import MOST_DRAWS, score
from generator.composite import (
    Mean,
    Normalisation,
    Treatment,
    imputation,
    normalisation,
    run,
    treatment,
)
from generator.paths import PROJECT

VALUES = "unit,group,year,x,y,z\nA,g,1,0,2,1\nB,g,1,5,4,1\nC,h,1,10,6,4\nD,h,1,,10,5\n"
FRAMEWORK = (
    "code,parent,level,direction,weight,target,lower,upper\n"
    "x,P,1,1,1,8,0,10\ny,P,1,-1,3,3,2,10\nz,Q,1,1,1,4,1,5\nP,T,2,,1,,,\nQ,T,2,,1,,,\nT,,3,,,,,\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    return write(tmp_path, panel=False)


def write(folder: Path, *, panel: bool) -> tuple[str, str, str]:
    rows = [line.split(",") for line in VALUES.splitlines()]
    kept = rows if panel else [row[:2] + row[3:] for row in rows]
    (folder / "v.csv").write_text("".join(",".join(row) + "\n" for row in kept), encoding="utf-8")
    (folder / "f.csv").write_text(FRAMEWORK, encoding="utf-8")
    return str(folder / "v.csv"), str(folder / "f.csv"), str(folder / "out")


def score_top(files: tuple[str, str, str], *options: str) -> list[float]:
    values, framework, output = files
    assert main(["score", values, framework, "--output", output, *options]) == 0
    return pd.read_csv(Path(output) / "scores.csv")["T"].tolist()


def test_the_plainest_index_and_what_is_told(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert score_top(files) == pytest.approx([37.5, 34.375, 68.75, 50])
    told = capsys.readouterr()
    assert "scores.csv: 4 rows" in told.out
    assert told.err == ""


NONE = float("nan")
# Ranks, 1 the worst: x 1 2 3, y 4 3 2 1, z 1 1 3 4; in P, y weighs three of four.
BY_RANK = [((1 + 3 * 4) / 4 + 1) / 2, ((2 + 3 * 3) / 4 + 1) / 2, ((3 + 3 * 2) / 4 + 3) / 2, (1 + 4) / 2]
# Targets are 8, 3 and 4. x: 0, 5/8, 10/8; y: (10 - y) / 7: 8/7, 6/7, 4/7, 0; z: 0, 0, 1, 4/3; held at 1.
TO_TARGET = [0.75 / 2, (5 / 8 + 3 * 6 / 7) / 8, ((1 + 3 * 4 / 7) / 4 + 1) / 2, (0 + 1) / 2]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--missing-threshold 0.6", [37.5, 34.375, 68.75, NONE]),
        ("--impute mean", [37.5, 34.375, 68.75, 56.25]),
        ("--impute group-mean", [37.5, 34.375, 68.75, 62.5]),
        ("--normalise goalposts --scale 0 1", [0.375, 0.34375, 0.6875, 0.5]),
        ("--normalise distance-to-target", TO_TARGET),
        ("--normalise rank", BY_RANK),
        # Without D, y runs from 2 to 6: B has 50 in x and y.
        ("--screen 0.9", [37.5, 25, 62.5]),
    ],
)
def test_options_change_the_scores(files: tuple[str, str, str], options: str, expected: list[float]) -> None:
    assert score_top(files, *options.split()) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "written",
    [
        ["--aggregate", "arithmetic", "geometric"],
        ["--aggregate", "arithmetic,geometric"],
        ["--aggregate", "arithmetic", "--aggregate", "geometric"],
    ],
    ids=str,
)
def test_means_may_be_listed_in_three_ways(files: tuple[str, str, str], written: list[str]) -> None:
    assert score_top(files, "--scale", "1", "100", *written)[0] == pytest.approx((75.25 * 1) ** 0.5)


def test_a_panel_has_its_periods_beside_the_units(tmp_path: Path) -> None:
    files = write(tmp_path, panel=True)
    score_top(files, "--panel", "year", "--draws", "3")
    for name in ("scores", "ranks", "normalised", "rank_ranges"):
        head = pd.read_csv(Path(files[2]) / f"{name}.csv").columns
        assert head[:2].tolist() == ["unit", "year"]


def test_draws_are_the_same_for_the_same_seed(files: tuple[str, str, str]) -> None:
    output = Path(files[2])
    score_top(files, "--draws", "50", "--seed", "3")
    first = (output / "rank_ranges.csv").read_bytes()
    score_top(files, "--draws", "50", "--seed", "3")
    assert (output / "rank_ranges.csv").read_bytes() == first
    assert json.loads((output / "log.json").read_text("utf-8"))["seed"] == 3


def test_ranges_of_somebody_are_not_removed_as_those_of_an_earlier_run(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    values, framework, output = files
    score_top(files, "--draws", "3")
    score_top(files)
    ranges = Path(output) / "rank_ranges.csv"
    assert not ranges.exists()
    assert sorted(file.name for file in Path(output).iterdir()) == sorted(set(score.FILES) - {ranges.name})
    ranges.write_text("mine", "utf-8")
    assert main(["score", values, framework, "--output", output]) == 1
    assert "did not write as they are: rank_ranges.csv" in capsys.readouterr().err
    assert ranges.read_text("utf-8") == "mine"
    score_top(files, "--force")
    assert not ranges.exists()


def test_notes_are_told_and_logged(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    score_top(files, "--missing-threshold", "0.6")
    assert "note: units without a score at the top: 1 (D)" in capsys.readouterr().err
    assert json.loads((Path(files[2]) / "log.json").read_text("utf-8"))["warnings"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--skew", "3"], "--skew has no effect without a treatment"),
        (["--combine"], "--combine has no effect without a treatment"),
        (["--aggregate", "mean"], "the mean 'mean' is not known"),
        (["--aggregate", "geometric"], "the geometric mean of 'P' cannot be taken: A has the score 0 in 'x'"),
        (["--scale", "9", "1"], "the scale 9 1 cannot be used"),
        (["--panel", "year"], "there is no column 'year' of periods"),
        (["--missing-threshold", "60"], "the share 60.0 cannot be used"),
        (["--normalise", "distance-to-reference"], "needs a reference"),
    ],
    ids=str,
)
def test_a_refusal_leaves_no_output(
    files: tuple[str, str, str], options: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    values, framework, output = files
    assert main(["score", values, framework, "--output", output, *options]) == 1
    assert problem in capsys.readouterr().err
    assert not Path(output).exists()


@pytest.mark.parametrize("draws", ["-1", "1000000000000"])
@pytest.mark.parametrize("command", ["score", "index"])
def test_the_number_of_draws_has_bounds(
    files: tuple[str, str, str], command: str, draws: str, capsys: pytest.CaptureFixture[str]
) -> None:
    values, framework, output = files
    tables = [values, framework] if command == "score" else []
    with pytest.raises(SystemExit, match="2"):
        main([command, *tables, "--output", output, "--draws", draws])
    assert f"argument --draws: {draws} cannot be used; expected: " in capsys.readouterr().err
    assert MOST_DRAWS == records.MOST_DRAWS and not Path(output).exists()


@pytest.mark.parametrize("number", ["1e308", "-1e200", "1e-320"])
def test_a_number_that_cannot_be_computed_with_is_refused(
    files: tuple[str, str, str], number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    values, framework, output = files
    head, first, *others = Path(values).read_text("utf-8").splitlines()
    first = ",".join([*first.split(",")[:-1], number])
    Path(values).write_text("\n".join([head, first, *others, ""]), "utf-8")
    assert main(["score", values, framework, "--output", output]) == 1
    assert f"'{number}' is too large or too small to compute with" in capsys.readouterr().err


def test_the_lists_of_choices_are_those_of_the_engine() -> None:
    assert score.IMPUTE == imputation.METHODS
    assert sorted(score.NORMALISE) == sorted(normalisation.METHODS)
    assert set(normalisation.METHODS) == set(get_args(normalisation.Method))
    assert score.TRANSFORM == treatment.TRANSFORMS
    assert score.TIES == normalisation.TIES


def parse(*options: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    score.add_arguments(parser)
    return parser.parse_args(["v", "f", "--output", "o", *options])


def test_every_option_reaches_the_engine() -> None:
    made = score.make_options(
        parse(
            *("--impute", "median", "--screen", "0.5", "--treat", "winsorise-log", "--winsorise-max", "3"),
            *("--skew", "1", "--kurtosis", "2", "--transform", "box-cox", "--box-cox-lambda", "0.5"),
            *("--combine", "--normalise", "distance-to-reference", "--reference", "A", "--no-cap"),
            *("--scale", "-1", "1", "--aggregate", "power:2", "--missing-threshold", "0.4"),
            *("--ties", "average", "--allow-constant", "--ignore-extra"),
        )
    )
    assert (made.impute, made.screen, made.missing_threshold) == ("median", 0.5, 0.4)
    assert made.treat == Treatment(3, 1.0, 2.0, "box-cox", 0.5, True)
    assert made.normalise == Normalisation("distance-to-reference", (-1.0, 1.0), False, "average", "A")
    assert made.aggregate == (Mean("power", 2.0),)
    assert made.allow_constant
    assert made.ignore_extra


def test_the_table_of_the_benchmark_is_that_of_the_comparison() -> None:
    table, tree = make_synthetic_table()
    assert table.values.shape == (361, 60)
    assert [len(codes) for codes in tree.levels] == [60, 12, 3, 1]
    assert run(table, tree).ranks[-1].max() == 361


PAGE = (PROJECT.site / "docs" / "score.md").read_text(encoding="utf-8")
BLOCKS = [textwrap.dedent(block) for block in re.findall(r"(?:^    .+\n)+", PAGE, re.MULTILINE)]


def test_the_example_on_the_page_gives_what_the_page_says(tmp_path: Path) -> None:
    values, framework, command, expected = BLOCKS[:4]
    (tmp_path / "values.csv").write_text(values, encoding="utf-8")
    (tmp_path / "framework.csv").write_text(framework, encoding="utf-8")
    program, *words = command.split()
    assert program == "prosperity"
    assert main([str(tmp_path / word) if "." in word or word == "results" else word for word in words]) == 0
    assert (tmp_path / "results" / "scores.csv").read_text(encoding="utf-8") == expected


def test_the_page_tells_of_every_choice_and_limit() -> None:
    parser = argparse.ArgumentParser()
    score.add_arguments(parser)
    options = [flag for action in parser._actions for flag in action.option_strings if flag.startswith("--")]
    names = (*score.IMPUTE, *score.TREAT, *score.TRANSFORM, *score.NORMALISE)
    silent = {"--help", "--seed"}
    assert [word for word in (*options, *names) if word not in PAGE and word not in silent] == []
    limits = Treatment()
    assert f"skewness is below {limits.skew:g} " in " ".join(PAGE.split())
    assert f"kurtosis below {limits.kurtosis:g} " in " ".join(PAGE.split())
    assert f"{limits.winsorise_max} cells are moved" in " ".join(PAGE.split())


@pytest.mark.parametrize("method", score.NORMALISE)
def test_the_page_gives_the_scale_of_every_method(method: str) -> None:
    reference = "A" if method == "distance-to-reference" else None
    ends = Normalisation(method, reference=reference).ends
    row = [line for line in PAGE.splitlines() if line.startswith(f"| {method} |")][-1]
    words = "none" if ends is None else f"{ends[0]:g} to {ends[1]:g}"
    assert row.replace("`", "").rstrip(" |").endswith("mean 0, sd 1" if method == "z-score" else words)
