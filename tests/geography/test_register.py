"""What every code since 2009 stands for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.geography.register import NOT_USED, Register, read_register
from generator.paths import PROJECT

AREAS = """code,code_2023,county_code,county_name
E06000057,E06000057,,
E06000058,E06000058,,
E06000059,E06000059,,
E06000063,E06000063,,
E06000064,E06000064,,
E06000065,E06000065,,
E06000066,E06000066,,
E07000008,E07000008,E10000003,Cambridgeshire
E08000038,E08000016,E11000003,
"""
TO_CURRENT = """code,name,current_code,exact,pop_2019,pop_2020
E06000028,,E06000058,True,193468.0,
E06000029,,E06000058,True,,151500.0
E06000048,,E06000057,True,,
E07000026,,E06000063,True,97761.0,
E07000028,,E06000063,True,108678.0,
E07000187,,E06000066,True,115587.0,
E07000190,,E06000066,True,120040.0,
E07000246,,E06000066,True,155115.0,
E08000016,,E08000038,True,246866.0,
E10000006,Cumbria,E06000063,False,,499781.0
E10000006,Cumbria,E06000064,False,,499781.0
E10000009,,E06000058,False,,
E10000009,,E06000059,False,,
E10000027,,E06000066,True,,
"""
CHANGES = """predecessor_code,successor_code,change_date,kind
E06000028,E06000058,2019-04-01,merge
E06000029,E06000058,2019-04-01,merge
E06000048,E06000057,2013-04-01,recode
E07000026,E06000063,2023-04-01,merge
E07000028,E06000063,2023-04-01,merge
E07000187,E06000066,2023-04-01,merge
E07000190,E07000246,2019-04-01,merge
E07000246,E06000066,2023-04-01,merge
E08000016,E08000038,2025-04-01,recode
E07000112,E07000112,,boundary change
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "geography"
    folder.mkdir()
    for name, text in (("areas", AREAS), ("lad_to_current", TO_CURRENT), ("lad_changes", CHANGES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def register(sources: Path) -> Register:
    return read_register(sources)


@pytest.mark.parametrize(
    ("code", "kind", "targets"),
    [
        ("E06000063", "current", ("E06000063",)),
        ("E06000028", "merged", ("E06000058",)),
        ("E07000190", "merged", ("E06000066",)),
        ("E07000246", "merged", ("E06000066",)),
        ("E06000048", "recoded", ("E06000057",)),
        ("E08000016", "recoded", ("E08000038",)),
        ("E10000003", "county", ("E07000008",)),
        ("E10000006", "county", ("E06000063", "E06000064")),
        ("E10000027", "whole_county", ("E06000066",)),
        ("E066000065", "current", ("E06000065",)),
        ("E12000003", "context", ("E12000003",)),
        ("K04000001", "context", ("K04000001",)),
        ("E47000001", "left_out", ()),
        ("TLC31", "left_out", ()),
    ],
)
def test_every_kind_of_code(register: Register, code: str, kind: str, targets: tuple[str, ...]) -> None:
    meaning = register.resolve(code)
    assert (meaning.kind, meaning.targets) == (kind, targets)
    assert bool(meaning.reason) == (kind == "left_out")


def test_a_county_is_named_as_it_is_or_as_it_was(sources: Path) -> None:
    register = read_register(sources)
    assert register.describe_county("E10000003") == (
        "One figure for the county of Cambridgeshire, shared by its districts."
    )
    assert register.describe_county("E10000006") == (
        "One figure for the former county of Cumbria, which this council was part of."
    )


def test_old_dorset_says_nothing_of_bournemouth_christchurch_and_poole(register: Register) -> None:
    assert register.resolve("E10000009").targets == ("E06000059",)


def test_somerset_is_known_by_both_its_sets_of_former_councils(register: Register) -> None:
    newest, oldest = register.predecessors["E06000066"]
    assert newest == {"E07000187", "E07000246"}
    assert oldest == {"E07000187", "E07000190"}


@pytest.mark.parametrize("code", ["E06000099", "E05000001", "X", "", "e06000063", "E10000099"])
def test_unknown_code_is_an_error(register: Register, code: str) -> None:
    with pytest.raises(ProsperityError, match="unknown area code") as caught:
        register.resolve(code)
    assert caught.value.code == code and caught.value.mend


def test_a_left_out_kind_never_hides_a_council() -> None:
    with PROJECT.areas.open(encoding="utf-8", newline="") as stream:
        codes = [row["code"] for row in csv.DictReader(stream)]
    assert not [code for code in codes if code.startswith(tuple(NOT_USED))]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match=r"areas\.csv"):
        read_register(tmp_path)


def test_the_register_knows_when_councils_began_in_a_merger(register: Register) -> None:
    assert register.began == {
        "E06000058": "2019-04-01",
        "E06000063": "2023-04-01",
        "E06000066": "2023-04-01",
    }
