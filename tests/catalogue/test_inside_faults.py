"""Faults in ``data/inside/``, one at a time: each ends in one message with file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from little_inside import AREAS, change, make_inside

from generator.catalogue.inside import NO_SMALL_AREAS, load_inside, load_sources
from generator.errors import ProsperityError
from generator.paths import Paths

FIRST = "E01000001,Alder 1,E06000001,E02000001,52.5,-1.25,1,100,50,1,40,2.5\n"
SECOND = "E01000002,Alder 2,E06000001,E02000001,52.5,-1.25,3,100,40,2,40,2.5\n"
SEVENTH = "E01000007,Alder 7,E06000001,,52.5,-1.25,12,100,15,,40,2.5\n"


def test_a_folder_without_small_areas_has_none(tmp_path: Path) -> None:
    assert load_inside(Paths(tmp_path), AREAS) is NO_SMALL_AREAS
    assert load_sources(Paths(tmp_path)) == {}


@pytest.mark.parametrize(
    ("old", "new", "problem", "line", "field"),
    [
        (SECOND, SECOND + SECOND, "the code 'E01000002' stands twice", 4, "code"),
        (FIRST + SECOND, SECOND + FIRST, "the row stands out of order", 3, "code"),
        ("E01000002,", "E-1,", "'E-1' is no code of a small area", 3, "code"),
        (
            "Alder 2,E06000001",
            "Alder 2,E06000009",
            "there is no council 'E06000009' in England",
            3,
            "council",
        ),
        (
            "Alder 2,E06000001",
            "Alder 2,W06000001",
            "there is no council 'W06000001' in England",
            3,
            "council",
        ),
        (
            "Alder 2,E06000001,E02000001",
            "Alder 2,E06000001,E02000009",
            "there is no neighbourhood",
            3,
            "neighbourhood",
        ),
        (
            "Alder 2,E06000001,E02000001",
            "Alder 2,E06000001,E02000002",
            "there is no neighbourhood",
            3,
            "neighbourhood",
        ),
        ("E01000002,Alder 2", "E01000002,", "'' is no name", 3, "name"),
        ("E01000002,Alder 2", "E01000002, Alder 2", "' Alder 2' is no name", 3, "name"),
        ("E01000002,Alder 2", "E01000002,<b>Alder", "'<b>Alder' is no name", 3, "name"),
        (SECOND, SECOND.replace("52.5", ""), "one of two coordinates lacks", 3, "lat"),
        (SECOND, SECOND.replace("52.5", "152.5"), "'152.5' is no number", 3, "lat"),
        (SECOND, SECOND.replace(",3,100", ",3.0,100"), "'3.0' is no number", 3, "rank_2020"),
        (SECOND, SECOND.replace(",3,100", ",4,100"), "rank 4 is not the place of an area", 3, "rank_2020"),
        (SECOND, SECOND.replace(",3,100", ",,100"), "19 areas have a rank of 2020", 21, "rank_2020"),
        (SECOND, SECOND.replace(",3,100,40", ",3,100,1e1"), "'1e1' is no number", 3, "income_2020"),
        (SECOND, SECOND.replace(",3,100,40", ",3,100,101"), "'101' is no number", 3, "income_2020"),
        (
            SECOND,
            SECOND.replace(",3,100,40", ",3,101,40"),
            "the sum of the column is 2,001",
            21,
            "people_2020",
        ),
        (SECOND, SECOND.replace(",40,2.5", ",41,2.5"), "the sum of the column is 801", 21, "households_2021"),
        (
            SECOND,
            SECOND.replace(",40,2.5", ",,2.5"),
            "a figure of an area that was not there",
            3,
            "overcrowded_2021",
        ),
        (
            SEVENTH,
            SEVENTH.replace("12,100,15,,40,2.5", ",,,,,"),
            "nothing is known of the area",
            8,
            "rank_2020",
        ),
        ("people_2020", "person_2020", "the column 'person_2020' is unknown", 1, "person_2020"),
        ("rank_2020,people_2020", "people_2020,rank_2020", "columns differ", 1, None),
    ],
)
def test_a_fault_of_a_table(
    tmp_path: Path, old: str, new: str, problem: str, line: int, field: str | None
) -> None:
    make_inside(tmp_path)
    file = tmp_path / "data" / "inside" / "england.csv"
    change(file, old, new)
    with pytest.raises(ProsperityError) as caught:
        load_inside(Paths(tmp_path), AREAS)
    told = (caught.value, *caught.value.others)
    assert (line, field) in [(one.line, one.field) for one in told if one.problem.startswith(problem)]
    assert all(one.file == str(file) and one.expected for one in told)


def test_who_is_first_has_to_be_as_published(tmp_path: Path) -> None:
    make_inside(tmp_path)
    file = tmp_path / "data" / "inside" / "england.csv"
    change(file, ",1,100,50,1,", ",3,100,50,1,")
    change(file, ",3,100,40,2,", ",1,100,40,2,")
    with pytest.raises(ProsperityError) as caught:
        load_inside(Paths(tmp_path), AREAS)
    assert (caught.value.problem, caught.value.line) == ("this area has rank 1", 3)
    assert caught.value.expected == "E01000001, as published"


def test_faults_of_one_table_are_told_together(tmp_path: Path) -> None:
    make_inside(tmp_path)
    file = tmp_path / "data" / "inside" / "england.csv"
    change(file, "Alder 2,E06000001", "Alder 2,E06000009")
    change(file, ",4,100,38,", ",4,100,x,")
    with pytest.raises(ProsperityError) as caught:
        load_inside(Paths(tmp_path), AREAS)
    told = {(one.line, one.field) for one in (caught.value, *caught.value.others)}
    assert {(3, "council"), (4, "income_2020")} <= told


@pytest.mark.parametrize(
    ("file", "old", "new", "problem", "line"),
    [
        ("neighbourhoods.csv", "Riverside,E06000002", "Riverside,E06000009", "there is no council", 3),
        ("neighbourhoods.csv", "E02000002,Riverside", "E02000002,", "'' is no name", 3),
        ("neighbourhoods.csv", "E02000002,R", "E02000001,R", "'E02000001' is no code, or stands twice", 3),
        ("inside.yml", "neighbourhoods: 2", "neighbourhoods: 3", "the file has 2 rows", 3),
        ("inside.yml", "rows: 20", "rows: 21", "the file has 20 rows", 21),
        ("inside.yml", "tenth: 2", "tenth: 3", "the cuts are 3 and 4", None),
        ("inside.yml", "tenth: 2", "tenth: 5", "the tenth, the fifth and all areas stand out of order", None),
        ("inside.yml", "year: 2010", "year: 2020", "years stand out of order", None),
        ("inside.yml", "source: homes", "source: houses", "there is no source 'houses'", None),
        (
            "inside.yml",
            "people: 2000",
            "people: null",
            "the sum of people is known or they are measured",
            None,
        ),
        ("inside.yml", "people_are: residents", "people_are: ''", "what people are is told", None),
        ("inside.yml", "slug: wales", "slug: england", "england stands there 2 times", None),
    ],
)
def test_a_fault_of_the_names_or_of_the_description(
    tmp_path: Path, file: str, old: str, new: str, problem: str, line: int | None
) -> None:
    make_inside(tmp_path)
    change(tmp_path / "data" / "inside" / file, old, new)
    with pytest.raises(ProsperityError) as caught:
        load_inside(Paths(tmp_path), AREAS)
    told = [one for one in (caught.value, *caught.value.others) if one.problem.startswith(problem)]
    assert told and (line is None or told[0].line == line)
    assert caught.value.expected and caught.value.mend


def test_a_table_that_is_gone_is_named(tmp_path: Path) -> None:
    make_inside(tmp_path)
    (tmp_path / "data" / "inside" / "wales.csv").unlink()
    with pytest.raises(ProsperityError) as caught:
        load_inside(Paths(tmp_path), AREAS)
    assert str(caught.value.file).endswith("wales.csv")
