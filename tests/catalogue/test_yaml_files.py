"""YAML: errors name file, line and key; dumps come back the same."""

from pathlib import Path

import pytest

from generator.catalogue.records import Dataset, Record, Series
from generator.errors import ProsperityError
from generator.files.documents import dump_record, load_record
from generator.files.tables import read_records


class Leaf(Record):
    name: str
    size: int


class Tree(Record):
    title: str
    leaves: tuple[Leaf, ...]


class Row(Record):
    code: str
    share: float | None = None


GOOD = "title: Oak\nleaves:\n  - name: one\n    size: 1\n  - name: two\n    size: 2\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "tree.yml"
    file.write_bytes(text.encode())
    return file


def refuse(folder: Path, text: str) -> ProsperityError:
    with pytest.raises(ProsperityError) as caught:
        load_record(write(folder, text), Tree)
    assert caught.value.file == str(folder / "tree.yml")
    return caught.value


def test_a_good_file_loads(tmp_path: Path) -> None:
    tree = load_record(write(tmp_path, GOOD), Tree)
    assert [leaf.size for leaf in tree.leaves] == [1, 2]


def test_a_wrong_value_is_told_with_line_and_key(tmp_path: Path) -> None:
    error = refuse(tmp_path, GOOD.replace("size: 2", "size: many"))
    assert (error.line, error.field) == (6, "leaves.1.size")


def test_an_unknown_key_is_told_with_its_line(tmp_path: Path) -> None:
    error = refuse(tmp_path, GOOD.replace("    size: 1\n", "    size: 1\n    colour: red\n"))
    assert (error.line, error.field) == (5, "leaves.0.colour")
    assert "not known" in error.problem


def test_a_missing_key_is_told_with_the_line_of_its_parent(tmp_path: Path) -> None:
    error = refuse(tmp_path, GOOD.replace("  - name: two\n    size: 2\n", "  - name: two\n"))
    assert (error.line, error.field) == (5, "leaves.1.size")
    assert "missing" in error.problem


def test_every_other_problem_is_named(tmp_path: Path) -> None:
    error = refuse(tmp_path, GOOD.replace("size: 1", "size: a").replace("size: 2", "size: b"))
    assert error.line == 4
    assert [(other.line, other.field) for other in error.others] == [(6, "leaves.1.size")]
    assert "in all: 2 faults in this file" in error.render()


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, GOOD + "title: Elm\n")
    assert (error.line, error.field) == (7, "title")
    assert "line 1" in (error.mend or "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: [\n", None),
        ("title: a\n\tleaves: b\n", 2),
        ("title: !!python/object/apply:os.getcwd []\nleaves: []\n", 1),
        ("title: a\n---\ntitle: b\n", 2),
    ],
)
def test_what_is_not_plain_yaml_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    error = refuse(tmp_path, text)
    assert "not valid YAML" in error.problem
    assert line is None or error.line == line


def test_an_empty_file_and_no_file_are_refused(tmp_path: Path) -> None:
    assert "empty" in refuse(tmp_path, "# nothing\n").problem
    with pytest.raises(ProsperityError, match="cannot be read"):
        load_record(tmp_path / "absent.yml", Tree)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "tree.yml"
    file.write_bytes(b"title: caf\xe9\n")
    with pytest.raises(ProsperityError, match="not UTF-8"):
        load_record(file, Tree)


def test_text_that_yaml_takes_for_something_else_is_explained(tmp_path: Path) -> None:
    error = refuse(tmp_path, GOOD.replace("name: one", "name: no"))
    assert error.line == 3
    assert "quotes" in (error.expected or "")


def test_empty_cells_of_number_columns_are_no_value(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("code,share\n,\nb,0.5\n", "utf-8")
    assert read_records(file, Row).rows == (Row(code="", share=None), Row(code="b", share=0.5))
    file.write_text("code,share\na,half\nb,\nc,1_0\n", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        read_records(file, Row)
    assert (caught.value.line, caught.value.field, caught.value.faults) == (2, "share", 2)


def test_a_dump_comes_back_and_is_stable(tmp_path: Path) -> None:
    dataset = Dataset(
        slug="trees",
        title="Trees: how many",
        publisher="Office for Trees",
        publication="Tree census",
        link="https://example.org/",
        licence="Open Government Licence v3.0",
        nations=("Wales",),
        known_problems=("Counted by eye - “roughly”.", "no"),
        raw_file="a/trees.csv",
        raw_sha256="0" * 64,
        rows_read=2,
        rows_kept=1,
        series=(
            Series(
                slug="all", title="All", unit="%", decimals=1, nations=("Wales",), description="Coed tâl."
            ),
        ),
    )
    text = dump_record(dataset)
    file = tmp_path / "dataset.yml"
    file.write_text(text, "utf-8")
    assert load_record(file, Dataset) == dataset
    assert dump_record(load_record(file, Dataset)) == text
    assert "tâl" in text
    assert "&id" not in text
