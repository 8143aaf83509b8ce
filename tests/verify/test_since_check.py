"""A change since the last edition, or the first build, that does not add up or is another is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.public_tables import PublicTables
from generator.verify.since_check import FIRST_FILE, check_since

HEAD = "area_code,node,score_old,score_new,change,method,revised,new,others\n"
SOUND = "X1,overall,40,42.5,2.5,0.5,1,1,0\n"


def write(folder: Path, rows: str) -> PublicTables:
    (folder / "data").mkdir()
    scores = "area_code,kind,level,node,score\nX1,council,overall,overall,42.5\n"
    (folder / "data/scores.csv").write_text(scores, "utf-8")
    (folder / "data/since_last_edition.csv").write_text(HEAD + rows, "utf-8")
    return PublicTables(folder)


def test_a_sound_comparison_has_no_fault(tmp_path: Path) -> None:
    # The second council is no more.
    assert list(check_since(write(tmp_path, SOUND + "X2,overall,30,,,,,,\n"))) == []


def test_the_first_edition_has_nothing_to_compare(tmp_path: Path) -> None:
    assert list(check_since(write(tmp_path, ""))) == []
    assert list(check_since(PublicTables(tmp_path / "elsewhere"))) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (SOUND.replace("0.5,1,1,0", "0.5,1,1,1"), "the causes add up to 3.500000, the change is 2.500000"),
        (SOUND.replace(",2.5,", ",2.4,"), "the causes add up to 2.500000"),
        (SOUND.replace("42.5,2.5", "43.5,3.5").replace("1,1,0", "1,2,0"), "the score is 43.5 here and 42.5"),
        (SOUND.replace("X1", "X9"), "the score is 42.5 here and nothing"),
    ],
)
def test_what_does_not_add_up_is_found(tmp_path: Path, row: str, problem: str) -> None:
    ((_, told),) = check_since(write(tmp_path, row))
    assert told.startswith(problem)


def test_the_way_from_the_first_build_adds_up_where_somebody_followed_it(tmp_path: Path) -> None:
    tables = write(tmp_path, "")
    causes = "rules,framework,errors,series,revised,new,others,later"
    head = f"area_code,node,score_old,score_new,change,{causes}\n"
    rows = ["X1,overall,40,42.5,2.5,0.5,1,-1,2,0,0,0,0", "X1,overall,40,42.5,2.5,,,,,,,,"]
    wrong = "X1,overall,40,42.5,2.5,0.5,1,-1,2,0,0,0,1"
    (tmp_path / "data/audit").mkdir()
    file = tmp_path / FIRST_FILE
    file.write_text(head + "\n".join(rows) + "\n", "utf-8")
    assert list(check_since(tables, FIRST_FILE)) == []
    file.write_text(head + wrong + "\n", "utf-8")
    ((place, told),) = check_since(tables, FIRST_FILE)
    assert place == "X1 overall"
    assert told == "the causes add up to 3.500000, the change is 2.500000"
