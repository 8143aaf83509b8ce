"""A hostile file in the folder of sources: one clear error, the data as it was, and nothing executed."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from test_division import PEOPLE, THEFTS, THEFTS_RECIPE
from tiny_sources import (
    TIDY_HEAD,
    TREES,
    TREES_RECIPE,
    import_no_geography,
    make_recipes,
    make_sources,
)

from generator.errors import ProsperityError
from generator.files import intake
from generator.files.intake import LARGEST_FILE, find_inside, refuse_large, refuse_outside
from generator.geography.importer import read_postcodes, write_clusters
from generator.geography.tables import read_json, read_rows
from generator.sources import importer
from generator.sources.importer import import_sources

GOOD = "E06000001,Sole,Trees,2019-04-01/P1Y,12.5,%,11,14"
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources, recipes and the data that was imported from them."""
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    make_sources(tmp_path)
    make_recipes(tmp_path)
    run(tmp_path)
    return tmp_path


def run(place: Path) -> None:
    import_sources(place / "sources", place / "data", recipes=place / "recipes")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def refuse(place: Path) -> ProsperityError:
    """Import, and be refused with everything but the error as it was."""
    before = snapshot(place)
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert snapshot(place) == before
    return caught.value


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    assert old in TREES
    return lambda raw: raw.replace(old.encode(), new.encode())


@pytest.mark.parametrize(
    ("spoil", "line", "field", "words"),
    [
        (lambda raw: raw.replace(b"Sole", "Sôle".encode("latin-1")), 2, None, "byte 0xf4 is not UTF-8"),
        (lambda raw: raw.decode().encode("utf-16"), 1, None, "UTF-16"),
        (swap(TIDY_HEAD, TIDY_HEAD.replace("period,", "")), 1, "period", "column 'period' is missing"),
        (swap(GOOD, "Sole,Trees,2019-04-01/P1Y,12.5,%,11,14,"), 3, "areacd", "'Sole' is not an area code"),
        (swap(GOOD, f",{GOOD[:-3]}"), 3, "areacd", "'' is not an area code"),
        (swap(GOOD, GOOD.replace("E06000001", "E06000999")), 3, "areacd", "unknown area code"),
        (swap(GOOD, GOOD.replace("E06000001", "E99000001")), 3, "areacd", "kind of this area is not known"),
        (swap(GOOD, GOOD.replace("12.5", "about 12")), 3, "value", "'about 12' is not a number"),
        (swap(GOOD, GOOD.replace("12.5", "12,5").replace(",11", "")), 3, "unit", "the unit is '5'"),
        (swap(GOOD, GOOD.replace("2019-04-01/P1Y", "2019/20")), 3, "period", "'2019/20' cannot be read"),
        (
            swap(GOOD, GOOD.replace("2019-04-01/P1Y", "01/04/2019")),
            3,
            "period",
            "'01/04/2019' cannot be read",
        ),
        (swap(GOOD, GOOD.replace("2019-04-01/P1Y", "Apr 2019")), 3, "period", "'Apr 2019' cannot be read"),
        (lambda raw: b"", None, None, "file is empty"),
        (lambda raw: PAGE, 1, None, "file is a web page"),
        (lambda raw: b"\n  " + PAGE, 1, None, "file is a web page"),
        (swap(GOOD, GOOD.replace("12.5", "=1+1")), 3, "value", "'=1+1' is not a number"),
        (swap(GOOD, GOOD.replace("Sole", "=1+1")), 3, "areanm", "begins like a formula"),
        (swap(GOOD, GOOD.replace("%,11", "%,=A1")), 3, "lci_95", "'=A1' is not a number"),
    ],
)
def test_a_hostile_table_is_refused_with_its_place(
    place: Path, spoil: Callable[[bytes], bytes], line: int | None, field: str | None, words: str
) -> None:
    file = place / "sources" / "green" / "trees.csv"
    file.write_bytes(spoil(file.read_bytes()))
    error = refuse(place)
    assert (error.file, error.line, error.field) == (str(file), line, field)
    assert words in error.problem


def test_nothing_in_a_table_or_a_recipe_is_executed(place: Path) -> None:
    marker = place / "executed"
    file = place / "sources" / "green" / "trees.csv"
    good = file.read_text("utf-8")
    python = f"__import__('os').mknod('{marker}')"
    for cell in (f"=cmd|' /C touch {marker}'!A0", f"$(touch {marker})", python):
        file.write_text(good.replace("12.5", cell), "utf-8")
        refuse(place)
    file.write_text(good, "utf-8")
    tag = f"title: !!python/object/apply:os.mknod [{marker}]\npub"
    (place / "recipes" / "trees.yml").write_text(TREES_RECIPE.replace("title: Trees\npub", tag), "utf-8")
    refuse(place)
    assert not marker.exists()


def test_a_file_of_100_mb_is_refused_before_it_is_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / "sources" / "green" / "trees.csv"
    with file.open("r+b") as stream:
        stream.truncate(100_000_000)  # a hole: takes no room on disk
    read = Path.read_bytes

    def never(self: Path) -> bytes:
        assert self.resolve() != file.resolve(), "the file is read"
        return read(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", never)
        with pytest.raises(ProsperityError) as caught:
            run(place)
    assert caught.value.file == str(file)
    assert caught.value.problem == "the file is too large: 100.0 MB"
    assert caught.value.expected == "at most 32 MB"


def test_the_largest_file_is_let_in(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    with file.open("wb") as stream:
        stream.truncate(LARGEST_FILE)
    refuse_large(file)
    with file.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    with pytest.raises(ProsperityError, match="too large"):
        refuse_large(file)


def test_a_pipe_or_a_folder_is_no_table(place: Path) -> None:
    file = place / "sources" / "green" / "trees.csv"
    file.unlink()
    os.mkfifo(file)
    assert "no ordinary file" in refuse(place).problem
    file.unlink()
    file.mkdir()
    assert "a folder stands" in refuse(place).problem


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "green/../../secret.csv",
        "/etc/passwd",
        "C:/secret.csv",
        "green\\..\\secret.csv",
        "..",
    ],
)
def test_a_recipe_cannot_name_a_file_outside_the_folder(place: Path, path: str) -> None:
    (place / "secret.csv").write_text(TREES, "utf-8")
    recipe = place / "recipes" / "trees.yml"
    recipe.write_text(TREES_RECIPE.replace("file: green/trees.csv", f"file: {path}"), "utf-8")
    error = refuse(place)
    assert (error.file, error.line) == (str(recipe), 3)
    assert "leads out of the folder" in error.problem
    recipe.write_text(TREES_RECIPE + f"    shared_within: {path}\n", "utf-8")
    error = refuse(place)
    assert (error.file, error.line) == (str(recipe), 21)
    assert "leads out of the folder" in error.problem


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_cannot_lead_out_of_the_folder(place: Path, link: str) -> None:
    green = place / "sources" / "green"
    if link == "file":
        (green / "trees.csv").rename(place / "secret.csv")
        (green / "trees.csv").symlink_to(place / "secret.csv")
    else:
        green.rename(place / "elsewhere")
        green.symlink_to(place / "elsewhere", target_is_directory=True)
    error = refuse(place)
    assert "a link leads out of the folder" in error.problem
    assert error.file in {str(green / "trees.csv"), str(green / "ferns.csv")}


def test_a_look_up_cannot_be_a_link_out_of_the_folder(place: Path) -> None:
    (place / "secret.csv").write_text("table,csp_code,csp_name,lad_code,lad_name\n", "utf-8")
    green = place / "sources" / "green"
    (green / "thefts.csv").write_text(THEFTS, "utf-8")
    (green / "people.csv").write_text(PEOPLE, "utf-8")
    (green / "look-up.csv").symlink_to(place / "secret.csv")
    (place / "recipes" / "thefts.yml").write_text(THEFTS_RECIPE, "utf-8")
    assert "a link leads out of the folder" in refuse(place).problem


def test_the_folder_itself_may_be_a_link_and_so_may_a_file_within(place: Path) -> None:
    green = place / "sources" / "green"
    (green / "trees.csv").rename(green / "old.csv")
    (green / "trees.csv").symlink_to(green / "old.csv")
    (place / "other").symlink_to(place / "sources", target_is_directory=True)
    import_sources(place / "other", place / "data", recipes=place / "recipes")


def test_names_inside_a_folder_are_found(tmp_path: Path) -> None:
    assert find_inside(tmp_path, "green/trees.csv") == tmp_path / "green" / "trees.csv"
    for name in ("", "\0", "./..", "a/..", "//a"):
        with pytest.raises(ProsperityError, match="leads out"):
            refuse_outside(name)


def test_a_cluster_cannot_be_read_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters" / "_index.csv").write_text(
        "slug,title,derived\n../../secret,Secret,False\n", "utf-8"
    )
    with pytest.raises(ProsperityError, match="leads out of the folder"):
        write_clusters(tmp_path, tmp_path / "made", [])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code,name\nE06000001,S\xf4le\n", "not UTF-8"),
        (b"code,name\nE06000001\n", "cells, the head has"),
        (b"code,name\nE06000001,Sole,x\n", "cells, the head has"),
        (b'code,name\n"E06000001,Sole\n', "cannot be read"),
    ],
)
def test_a_hostile_table_of_the_register_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "areas.csv").write_bytes(content)
    with pytest.raises(ProsperityError, match=words) as caught:
        read_rows(tmp_path / "areas.csv")
    assert caught.value.file == str(tmp_path / "areas.csv")


def test_a_hostile_map_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    for content, words in ((b"\xff{}", "not UTF-8"), (PAGE, "not a JSON file")):
        file.write_bytes(content)
        with pytest.raises(ProsperityError, match=words):
            read_json(file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PAGE, "cannot be unpacked"),
        (gzip.compress(b"pc,code\nHU1 2AA,E06000010\n")[:-9], "cannot be unpacked"),
        (gzip.compress(b"pc,code\nHU1 2AA,\xff\n"), "cannot be unpacked"),
        (gzip.compress(b"postcode,code\nHU1 2AA,E06000010\n"), "a column is missing"),
    ],
    ids=["web page", "cut off", "not UTF-8", "another column"],
)
def test_hostile_postcodes_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "postcodes.csv.gz"
    file.write_bytes(content)
    with pytest.raises(ProsperityError, match=words):
        read_postcodes(file)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "postcodes.csv.gz"
    file.write_bytes(gzip.compress(b"pc,code\n" + b"HU1 2AA,E06000010\n" * 1000))
    assert len(read_postcodes(file)) == 1000
    monkeypatch.setattr(intake, "LARGEST_UNPACKED", 10_000)
    with pytest.raises(ProsperityError, match="unpacks to too much"):
        read_postcodes(file)
