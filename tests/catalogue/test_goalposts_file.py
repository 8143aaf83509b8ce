"""The file of fixed goalposts: what is refused, and that the committed one fits the committed framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue import store
from generator.catalogue.goalposts import COLUMNS, check_goalposts, format_goalposts
from generator.catalogue.records import (
    Claims,
    Domain,
    Element,
    FixedGoalposts,
    Framework,
    Indicator,
    Pillar,
    SeriesRef,
)
from generator.errors import ProsperityError
from generator.paths import PROJECT, DataPaths

HEAD = ",".join(COLUMNS)
GOOD = "a,England|Wales,1,2,false,fitted,2026.1"


def make_tree() -> Framework:
    leaves = tuple(
        Indicator(
            slug=slug,
            name=slug,
            direction="higher",
            weight=1,
            reason="test",
            comparable="uk",
            clause="{value}",
            subject=slug,
            claims=Claims(high="Much", low="Little"),
            unit="%",
            decimals=1,
            series=(SeriesRef(dataset="d", series="s", nations=("England", "Wales")),),
            goalposts=goalposts,
        )
        for slug, goalposts in (("a", None), ("given", (0, 10)))
    )
    element = Element(slug="e", name="E", about="", indicators=leaves)
    pillar = Pillar(slug="p", name="P", about="", elements=(element,))
    return Framework(domains=(Domain(slug="d", name="D", about="", pillars=(pillar,)),))


def load(folder: Path, *rows: str) -> tuple[FixedGoalposts, ...]:
    (folder / "goalposts.csv").write_text("\n".join([HEAD, *rows, ""]), "utf-8")
    return store.load_goalposts(DataPaths(folder), make_tree())


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rows = load(tmp_path, GOOD, "given,England|Wales,0,10,false,given,2026.1")
    assert rows[0].nations == ("England", "Wales")
    assert (rows[0].low, rows[0].high, rows[0].logged) == (1, 2, False)
    (tmp_path / "goalposts.csv").write_text(format_goalposts(rows), "utf-8")
    assert store.load_goalposts(DataPaths(tmp_path), make_tree()) == rows
    assert store.read_goalposts(DataPaths(tmp_path)) == rows


def test_no_file_is_no_goalposts(tmp_path: Path) -> None:
    assert store.load_goalposts(DataPaths(tmp_path), make_tree()) == ()
    assert store.read_goalposts(DataPaths(tmp_path)) == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("b,England,1,2,false,fitted,x", "the framework has no such indicator"),
        ("a,Scotland,1,2,false,fitted,x", "Scotland has no series in this indicator"),
        ("a,Wales,1,2,false,fitted,x", "Wales has its goalposts already"),
        ("given,England,3,2,false,given,x", "goalposts 3 and 2 are not usable"),
        ("given,England,0,10,true,given,x", "goalposts 0 and 10 are not usable"),
        ("given,England,0,9,false,given,x", "the framework gives other goalposts"),
        ("given,England,0,10,false,fitted,x", "disagree on who gives the goalposts"),
        ("given,England,nan,10,false,given,x", "is not a number"),
        ("given,Ireland,0,10,false,given,x", "nations"),
        ("given,England,0,10,perhaps,given,x", "logged"),
        ("given,England,0,10", "cells, the head has"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(ProsperityError) as refused:
        load(tmp_path, GOOD, row)
    message = refused.value.render()
    assert problem in message
    assert "goalposts.csv" in message
    assert "3" in message


def test_a_refusal_says_how_to_mend_it() -> None:
    row = FixedGoalposts(
        indicator="b", nations=("England",), low=0, high=1, logged=False, basis="fitted", edition="x"
    )
    with pytest.raises(ProsperityError) as refused:
        check_goalposts(row, make_tree(), earlier=(), file=Path("goalposts.csv"), line=7)
    assert refused.value.line == 7
    assert refused.value.mend == "run: prosperity goalposts --write"


def test_fixed_goalposts_in_the_framework_file_are_refused(tmp_path: Path) -> None:
    text = PROJECT.framework.read_text("utf-8")
    row = "{indicator: a, nations: [England], low: 0, high: 1, logged: false, basis: fitted, edition: x}"
    (tmp_path / "framework.yml").write_text(f"{text}\ngoalposts:\n  - {row}\n", "utf-8")
    with pytest.raises(ProsperityError, match="do not belong into this file"):
        store.load_tree(DataPaths(tmp_path))


def test_the_committed_goalposts_reach_every_indicator() -> None:
    framework = store.load_framework(PROJECT)
    held = {row.indicator for row in framework.goalposts}
    assert held == {indicator.slug for indicator in framework.indicators}
    assert PROJECT.goalposts.read_text("utf-8") == format_goalposts(framework.goalposts)
