"""Councils that replace others: what an order fixes, what is only announced, and lines that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue.council_changes import (
    CouncilChange,
    Known,
    list_coming,
    list_in_force,
    load_council_changes,
    need_codes,
    refuse_ended,
)
from generator.catalogue.store import load_areas, load_succession
from generator.errors import ProsperityError
from generator.paths import PROJECT

HEAD = ",".join(CouncilChange.model_fields)
ORDER = "Shire Order 2030,https://example.org/order"
GOOD = (
    f"E07000001,E06000901,North Shire,unitary authority,2030-04-01,1,order,{ORDER},",
    f"E07000002,E06000901,North Shire,unitary authority,2030-04-01,0.4,order,{ORDER},",
    f"E07000002,,South Shire,unitary authority,2030-04-01,0.6,order,{ORDER},",
    "E07000003,,,,,,unchecked,A newspaper,,No order seen.",
)
KNOWN = Known(frozenset({"E07000001", "E07000002", "E07000003", "E06000001"}), frozenset({"E07000009"}))


def load(folder: Path, *lines: str) -> tuple[CouncilChange, ...]:
    file = folder / "council_changes.csv"
    file.write_text("\n".join((HEAD, *lines)) + "\n", "utf-8")
    return load_council_changes(file, KNOWN)


def test_what_an_order_fixes_is_told_from_its_day_on(tmp_path: Path) -> None:
    changes = load(tmp_path, *GOOD)
    assert [change.whole for change in changes] == [True, False, False, False]
    assert [len(list_coming(changes, day=day)) for day in ("2030-03-31", "2030-04-01")] == [3, 0]
    assert [len(list_in_force(changes, day=day)) for day in ("2030-03-31", "2030-04-01")] == [0, 3]
    refuse_ended(changes, KNOWN.councils, day="2030-03-31", file=tmp_path)
    with pytest.raises(ProsperityError, match="ended by the day") as caught:
        refuse_ended(changes, KNOWN.councils, day="2030-04-01", file=tmp_path)
    assert caught.value.mend == "run: prosperity import --changes"
    with pytest.raises(ProsperityError, match="South Shire has begun and has no code"):
        need_codes(list_in_force(changes, day="2030-04-01"), file=tmp_path)
    need_codes(changes[:2], file=tmp_path)


def test_no_file_is_no_change(tmp_path: Path) -> None:
    assert load_council_changes(tmp_path / "council_changes.csv", KNOWN) == ()


@pytest.mark.parametrize(
    ("place", "old", "new", "problem"),
    [
        (0, "E07000001", "E07000099", "there is no council"),
        (0, "E06000901", "E07000001", "replaces itself"),
        (0, "E06000901", "E06000902", "another successor_code"),
        (0, "unitary authority", "district", "another council_type"),
        (0, "2030-04-01", "2031-04-01", "another change_date"),
        (0, "2030-04-01", "2030-02-30", "day"),
        (0, ",1,order", ",0.5,order", "add up to 0.5"),
        (0, ",1,order", ",2,order", "less than or equal to 1"),
        (1, "0.4", "0.5", "add up to 1.1"),
        (2, "South Shire", "", "successor_name"),
        (2, ",https://example.org/order", ",", "link"),
        (3, "No order seen.", "", "why the change is not shown|note"),
        (3, "A newspaper", "", "source"),
        (3, "unchecked", "rumour", "order"),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    tmp_path: Path, place: int, old: str, new: str, problem: str
) -> None:
    lines = [line.replace(old, new) if number == place else line for number, line in enumerate(GOOD)]
    assert lines != list(GOOD)
    with pytest.raises(ProsperityError, match=problem) as caught:
        load(tmp_path, *lines)
    assert caught.value.file == str(tmp_path / "council_changes.csv")
    assert (caught.value.line, caught.value.mend is not None) != (None, False)


@pytest.mark.parametrize("code", ["E06000001", "E07000009", "E06000901"])
def test_a_code_that_another_council_has_or_had_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(ProsperityError, match="code"):
        load(tmp_path, *GOOD[:2], GOOD[2].replace(",,South", f",{code},South"))


def test_a_change_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="stands twice"):
        load(tmp_path, *GOOD, GOOD[3])


def test_only_surrey_is_fixed_by_an_order_and_all_else_has_its_reason() -> None:
    changes = load_succession(PROJECT)
    ordered = [change for change in changes if change.status == "order"]
    names = {area.code: area.name for area in load_areas(PROJECT)}
    assert {change.change_date for change in ordered} == {"2027-04-01"}
    found = {
        name: {names[change.predecessor_code] for change in ordered if change.successor_name == name}
        for name in ("East Surrey", "West Surrey")
    }
    assert found == {
        "East Surrey": {
            *("Elmbridge", "Epsom and Ewell", "Mole Valley", "Reigate and Banstead", "Tandridge"),
        },
        "West Surrey": {
            *("Guildford", "Runnymede", "Spelthorne", "Surrey Heath", "Waverley", "Woking"),
        },
    }
    assert len(changes) == 172
    assert all(change.note for change in changes if change.status == "unchecked")
