"""The command import: what it tells of a change, and what it refuses."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator import cli
from generator.catalogue.left_out import LeftOut
from generator.commands.import_sources import tell_changes
from generator.files.swap import Workplace
from generator.geography.importer import GeographyReport
from generator.paths import PROJECT, Paths
from generator.sources.comparison import compare_datasets
from generator.sources.gates.inspection import Inspection
from generator.sources.importer import Prepared
from generator.sources.report import ImportReport

BLACKPOOL = "claimant-count,E06000009,2025-01-01/P1Y,"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """The committed data, and a copy in which the last claimant count of Blackpool is doubled."""
    with Workplace(tmp_path_factory.mktemp("import") / "data") as work:
        new = Paths(work.folder)
        shutil.copytree(PROJECT.data, new.data, ignore=shutil.ignore_patterns("postcodes", "maps"))
        file = new.datasets / "claimant-count" / "observations.csv"
        text = file.read_text("utf-8")
        doubled = re.sub(f"(?m)^({BLACKPOOL})([0-9.]+)", lambda row: f"{row[1]}{2 * float(row[2]):g}", text)
        assert doubled != text
        file.write_text(doubled, "utf-8")
        changes = compare_datasets(PROJECT.datasets, new.datasets)
        report = ImportReport(
            (), GeographyReport(361, 0, 0, 0), Inspection((), ()), LeftOut(), changes, (), written=False
        )
        yield Prepared(new, PROJECT, report, work)


def test_a_changed_figure_moves_the_score_of_its_council_first(prepared: Prepared) -> None:
    account = tell_changes(prepared)
    assert "- Revised: one figure, one of them by more than 1%. The largest:" in account
    assert re.search(r"- Blackpool, 2025: [\d.]+% → [\d.]+%", account)
    scores = account[account.index("## Scores") : account.index("## Datasets")]
    first = next(line for line in scores.splitlines() if re.match(r"\| [A-Z]\w+ \|.*\|.*\d", line))
    assert re.fullmatch(
        r"\| Blackpool \| [\d.]+ \| [\d.]+ \| −[\d.]+ \| Claimant count −[\d.]+ \(own figure.*\) \|", first
    )


def test_data_that_cannot_be_scored_are_not_compared(prepared: Prepared, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "framework.yml").write_text("domains: []\n", "utf-8")
    account = tell_changes(replace(prepared, before=Paths(tmp_path)))
    assert "Not compared: the data that was there cannot be scored" in account


def test_folders_that_are_not_there_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "--feed", str(tmp_path / "absent"), "--data", str(tmp_path / "data")]) == 1
    assert "ONS's repository" in capsys.readouterr().err
    assert cli.main(["import", "--data", str(tmp_path / "data")]) == 1
    assert "no raw files are named" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
