"""The command diff on the committed data and a changed copy of them, and what it refuses."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator import cli
from generator.commands import diff
from generator.commands.diff import find_data
from generator.errors import ProsperityError
from generator.paths import PROJECT

BLACKPOOL = "E06000009"
FIGURE = f"claimant-count,{BLACKPOOL},2025-01-01/P1Y,"


@dataclass(frozen=True)
class Told:
    """What the command printed and wrote."""

    account: str
    table: pd.DataFrame
    totals: dict[str, object]
    files: list[str]
    output: Path


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The committed data against a copy in which one figure is doubled."""
    work = tmp_path_factory.mktemp("diff")
    copy, output = work / "next", work / "out"
    shutil.copytree(PROJECT.data, copy, ignore=shutil.ignore_patterns("postcodes", "maps"))
    file = copy / "datasets" / "claimant-count" / "observations.csv"
    text = file.read_text("utf-8")
    doubled = re.sub(f"(?m)^({FIGURE})([0-9.]+)", lambda row: f"{row[1]}{2 * float(row[2]):g}", text)
    assert doubled != text
    file.write_text(doubled, "utf-8")
    edition = (copy / "edition.yml").read_text("utf-8")
    (copy / "edition.yml").write_text(edition.replace('name: "2026.1"', 'name: "2026.2"'), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("sys.stdout.write", printed.append)
        status = cli.main(["diff", str(PROJECT.root), str(copy), "--output", str(output), "--most", "3"])
    assert status == 0
    return Told(
        "".join(printed),
        pd.read_csv(output / "diff.csv"),
        json.loads((output / "diff.json").read_text("utf-8")),
        sorted(file.name for file in output.iterdir()),
        output,
    )


def test_the_files_are_there_and_nothing_else(told: Told) -> None:
    assert tuple(told.files) == diff.FILES
    assert list(told.table.columns) == [
        *("area_code", "area_name", "level", "node", "score_old", "score_new", "change"),
        *("method", "revised", "new", "others"),
        *("rank_old", "rank_new", "rank_own", "rank_others"),
    ]
    assert len(told.table) == told.table["area_code"].nunique() * told.table["node"].nunique()
    assert set(told.table["level"]) == {"overall", "domain", "pillar", "element"}


def test_the_next_run_knows_its_files(told: Told) -> None:
    given = argparse.Namespace(output=told.output, force=False)
    assert diff.choose(given) == told.output


def test_every_row_adds_up(told: Told) -> None:
    rows = told.table.dropna(subset=["score_old", "score_new"])
    causes = rows[["method", "revised", "new", "others"]].sum(axis=1)
    assert np.abs(causes - (rows["score_new"] - rows["score_old"])).max() < 1e-9
    ranks = rows["rank_old"] + rows["rank_own"] + rows["rank_others"]
    assert (ranks == rows["rank_new"]).all()


def test_a_revised_figure_moves_its_council_and_no_other_on_a_fixed_scale(told: Told) -> None:
    overall = told.table[told.table["level"] == "overall"].set_index("area_code")
    assert overall.loc[BLACKPOOL, "revised"] < -0.05
    assert not overall.drop(BLACKPOOL)["revised"].any()
    assert not overall[["method", "new"]].any(axis=None)
    # Councils without that figure stand by its mean, which is a little lower.
    assert overall["others"].abs().max() < 1e-3
    assert told.totals["datasets_changed"] == ["claimant-count"]
    assert told.totals["levels"]["overall"]["causes"]["revised"]["moved"] == 1  # type: ignore[index]


def test_the_account_names_the_council_the_cause_and_the_dataset(told: Told) -> None:
    assert told.account.startswith("# From 2026.1 (2026-11-23) to 2026.2 (2026-11-23)\n")
    assert "Figures changed in one dataset: Claimant count." in told.account
    row = next(line for line in told.account.splitlines() if line.startswith("| Blackpool |"))
    number = r"[+−]?\d+\.\d\d"
    assert re.fullmatch(
        rf"\| Blackpool (\| {number} ){{2}}\| −[\d.]+ \| 0.00 \| −[\d.]+ \| 0.00 \| {number} "
        r"\| Claimant count −[\d.]+ \(revised data.*\) \|",
        row,
    )


def refusal(capsys: pytest.CaptureFixture[str], *given: str) -> str:
    assert cli.main(["diff", *given]) == 1
    return capsys.readouterr().err


def test_a_built_edition_is_refused_with_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "scores.csv").write_text("area_code\n", "utf-8")
    for given in (tmp_path, tmp_path / "data"):
        message = refusal(capsys, str(given), str(PROJECT.data))
        assert "tables of a built edition, which do not hold the figures" in message
        assert "a data folder (framework.yml, edition.yml, areas.csv, datasets)" in message


def test_other_folders_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no data in this folder" in refusal(capsys, str(tmp_path), str(PROJECT.data))
    assert "there is no such folder" in refusal(capsys, str(tmp_path / "none"), str(PROJECT.data))
    (tmp_path / "framework.yml").write_text("domains: []\n", "utf-8")
    message = refusal(capsys, str(tmp_path), str(PROJECT.data))
    assert "has no edition.yml and no areas.csv and no datasets" in message


def test_a_negative_number_of_rows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--most is negative" in refusal(capsys, "a", "b", "--most", "-1")


def test_a_project_folder_and_its_data_folder_are_one_state() -> None:
    root, data = find_data(PROJECT.root), find_data(PROJECT.data)
    assert (root.datasets, root.edition) == (data.datasets, data.edition)


def test_output_that_cannot_be_written_leaves_nothing_half_done(tmp_path: Path) -> None:
    from generator.files.writer import replace_files

    (tmp_path / "out" / "diff.json").mkdir(parents=True)
    (tmp_path / "out" / "diff.csv").write_text("old\n", "utf-8")
    with pytest.raises(ProsperityError, match="cannot be written"):
        replace_files(tmp_path / "out", {"diff.csv": b"new\n", "diff.json": b"{}\n"})
    assert (tmp_path / "out" / "diff.csv").read_text("utf-8") == "old\n"
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["diff.csv", "diff.json"]
