"""Names that people give count before those of the register, and only where they are names of a place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.catalogue.names import GivenNames, load_names
from generator.catalogue.records import Area
from generator.catalogue.store import load_areas
from generator.errors import ProsperityError
from generator.paths import PROJECT, DataPaths

HEAD = "code,field,value\n"
CODES = ("E06000010", "E12000007")


def load(folder: Path, *lines: str) -> GivenNames:
    file = folder / "names.csv"
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return load_names(file, codes=CODES)


def area(**more: str) -> Area:
    told = {"name": "Hull, City of", "short_name": "Hull, City of", "official_name": "Hull City Council"}
    return Area.model_validate(
        {"code": "E06000010", "kind": "council", "slug": "hull", "population": 1, "population_year": 2024}
        | told
        | more
    )


def test_given_names_take_the_place_of_others_and_addresses_stay(tmp_path: Path) -> None:
    given = load(
        tmp_path,
        "E06000010,name,Kingston upon Hull",
        "E06000010,article,the",
        "E06000010,also,Ull",
        "E12000007,name,Greater London",
    )
    council = area(search_names="Hull City", region_code="E12000007", region_name="London")
    region = area(code="E12000007", kind="region", name="London")
    (one, _) = given.put_on([council, region])
    assert (one.name, one.short_name, one.article) == ("Kingston upon Hull", "Kingston upon Hull", "the")
    assert (one.search_names, one.region_name, one.slug) == ("Hull City|Ull", "Greater London", "hull")
    assert given.put_on([one, region])[0] == one


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("E06000099,name,Nowhere", "there is no place"),
        ("E06000010,nickname,Ull", "field|name"),
        ("E06000010,article,a", "no article"),
        ("E06000010,also,Hull|Ull", "the mark that parts names"),
        ("E06000010,name,", "value"),
        ("E06000010,name,Ull", "stands twice"),
        ("E06000010,also,<b>Ull</b>", "value"),
    ],
)
def test_a_line_that_is_no_name_is_refused(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(ProsperityError, match=problem) as caught:
        load(tmp_path, "E06000010,name,Hull", line)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "names.csv"), 3)
    assert "an import leaves this file as it is" in (caught.value.mend or "")


def test_no_file_gives_no_names(tmp_path: Path) -> None:
    assert load_names(tmp_path / "names.csv", codes=CODES) == GivenNames()


def test_a_name_put_right_by_hand_is_right_at_the_next_reading(tmp_path: Path) -> None:
    for name in ("areas.csv", "names.csv", "area_changes.csv", "import.yml"):
        shutil.copy(PROJECT.data / name, tmp_path)
    file = tmp_path / "names.csv"
    text = file.read_text("utf-8").replace("E06000010,short_name,Hull", "E06000010,short_name,Ull")
    file.write_text(text, "utf-8")
    named = {one.code: one for one in load_areas(DataPaths(tmp_path))}
    assert named["E06000010"].short_name == "Ull"


def test_the_register_has_the_names_that_people_gave() -> None:
    with_names = {one.code: one for one in load_areas(PROJECT)}
    assert with_names["E06000023"].name == "Bristol"
    assert "Greater London" in with_names["E12000007"].search_names
