"""The command goalposts: what it compares, what it writes, and what it leaves as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import make_small_project

from generator import cli
from generator.catalogue import store
from generator.catalogue.records import FixedGoalposts
from generator.commands.goalposts import choose_rows, describe_drift
from generator.index.scale import Drift
from generator.paths import Paths


def row(slug: str, low: float, *, basis: str = "fitted", edition: str = "old") -> FixedGoalposts:
    return FixedGoalposts(
        indicator=slug, nations=("England",), low=low, high=99, logged=False, basis=basis, edition=edition
    )


def test_rows_stay_but_for_what_is_asked_for_given_or_current_money() -> None:
    kept = [row("stays", 1), row("named", 1), row("pay", 1, basis="latest"), row("set", 1, basis="given")]
    kept += [row("same", 1, basis="given"), row("gone", 1)]
    fitted = [
        row(one.indicator, 2 if one.indicator != "same" else 1, basis=one.basis, edition="new")
        for one in kept[:-1]
    ]
    fitted.append(row("fresh", 2, edition="new"))
    rows = {one.indicator: (one.low, one.edition) for one in choose_rows(kept, fitted, anew=["named"])}
    assert rows == {
        "stays": (1, "old"),
        "named": (2, "new"),
        "pay": (2, "new"),
        "set": (2, "new"),
        "same": (1, "old"),
        "fresh": (2, "new"),
    }


def test_groups_that_share_a_scale_are_fixed_together() -> None:
    kept = [row("a", 1)]
    scots = row("a", 3, edition="new").model_copy(update={"nations": ("Scotland",)})
    fitted = [row("a", 2, edition="new"), scots]
    assert choose_rows(kept, fitted, anew=()) == fitted


def test_the_account_names_what_lacks_and_what_lies_beyond() -> None:
    drift = [
        Drift(row("a", 1), row("a", 2), 0.25),
        Drift(row("b", 1), row("b", 1), 0.5),
        Drift(None, row("c", 1), float("nan")),
        Drift(row("d", 1), None, float("nan")),
    ]
    lines = describe_drift(drift, most=2).splitlines()
    assert lines[0] == "3 scales are fixed; the figures of today would move 2 of them."
    assert lines[1] == "not fixed: c (England)"
    assert [line.split()[-2] for line in lines[-2:]] == ["b", "a"]
    assert len(describe_drift(drift, most=0).splitlines()) == 2


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Twelve elements of the committed data."""
    paths = Paths(make_small_project(tmp_path / "project"))
    monkeypatch.setattr("generator.paths.PROJECT", paths)
    return paths


def test_a_scale_that_lacks_is_told_and_then_fixed(
    project: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    # The committed rows may be older than the committed figures.
    assert cli.main(["goalposts", "--write", "--all"]) == 0
    capsys.readouterr()
    whole = project.goalposts.read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    held = next(number for number, line in enumerate(lines) if line.startswith("recycling,Scotland"))
    stale = lines[1].replace(lines[1].split(",")[2], "1.5", 1)
    project.goalposts.write_text("".join([lines[0], stale, *lines[2:held], *lines[held + 1 :]]), "utf-8")
    assert cli.main(["goalposts"]) == 1
    out = capsys.readouterr().out
    assert "not fixed: recycling (Scotland)" in out
    assert cli.main(["goalposts", "--write"]) == 0
    assert "1 of them new or changed" in capsys.readouterr().out
    kept = store.read_goalposts(project)[0]
    assert kept.low == 1.5
    assert cli.main(["goalposts", "--write", kept.indicator]) == 0
    assert project.goalposts.read_text("utf-8") == whole


def test_an_unknown_indicator_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["goalposts", "--write", "nonsense"]) == 1
    assert "there is no indicator 'nonsense'" in capsys.readouterr().err
