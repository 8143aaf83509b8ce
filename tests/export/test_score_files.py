"""The files of ``prosperity score``: what is read, what is refused and where, what is written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.composite import Options, Result, build_tree, measure_ranges, run
from generator.errors import ProsperityError
from generator.export.score_input import read_framework, read_values
from generator.export.score_output import make_files, write_files, write_number
from generator.export.score_sheet import Sheet, read_sheet

VALUES = """unit,group,x,y,z
B,north,5,4,1
A,north,0,2,1
"C, the =1+1",south,10,6,4
D,,,10,5.5e0
"""
FRAMEWORK = """code,parent,level,direction,weight,name
x,P,1,1,1,Jobs
y,P,1.0,-1,3,Crime
z,Q,1,1,1,Pay
P,T,2,1,1,
Q,T,2,,1,
T,,3,,,Overall
"""


def write(folder: Path, *, values: str = VALUES, framework: str = FRAMEWORK) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("values.csv", values), ("framework.csv", framework)):
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder / "values.csv", folder / "framework.csv"


def compute(folder: Path, options: Options | None = None, **texts: str) -> tuple[Result, Sheet, Sheet]:
    values_file, framework_file = write(folder, **texts)
    entries, framework = read_framework(framework_file)
    table, values = read_values(values_file, build_tree(entries, file=str(framework_file)))
    return run(table, build_tree(entries, file=str(framework_file)), options), values, framework


def refuse(folder: Path, **texts: str) -> ProsperityError:
    with pytest.raises(ProsperityError) as caught:
        compute(folder, **texts)
    return caught.value


def test_what_is_read(tmp_path: Path) -> None:
    result, _, _ = compute(tmp_path)
    assert result.table.units == ("A", "B", "C, the =1+1", "D")
    assert result.table.groups == ("north", "north", "south", None)
    assert result.table.values[3].tolist() == pytest.approx([np.nan, 10, 5.5], nan_ok=True)
    assert result.tree.levels == (("x", "y", "z"), ("P", "Q"), ("T",))
    assert result.tree.weights[0].tolist() == [1, 3, 1]


def test_a_denominator_may_be_an_indicator_too(tmp_path: Path) -> None:
    framework = FRAMEWORK.replace("name\n", "denominator\n").replace("x,P,1,1,1,Jobs", "x,P,1,1,1,y")
    for name in ("Crime", "Pay", "Overall"):
        framework = framework.replace(name, "")
    result, _, _ = compute(tmp_path, framework=framework)
    assert result.table.values[:3, 0].tolist() == pytest.approx([0 / 2, 5 / 4, 10 / 6])
    assert result.table.values[:3, 1].tolist() == [2, 4, 6]


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    dressed = "\ufeff" + VALUES.replace("\n", "\r\n") + "\r\n\r\n"
    plain, _, _ = compute(tmp_path / "plain")
    found, _, _ = compute(tmp_path / "dressed", values=dressed)
    assert np.array_equal(found.top, plain.top)


@pytest.mark.parametrize(
    "values",
    [
        "unit,x,y,z,,\nA,0,2,1,,\n,,,,,\nB,5,4,3,,\n,,,,,\n",  # as spreadsheets leave it
        '"","unit","x","y","z"\n"1","A",0,2,1\n"2","B",5,4,3\n',  # as R's write.csv leaves it
    ],
)
def test_what_spreadsheets_and_r_leave_around_a_table_does_no_harm(tmp_path: Path, values: str) -> None:
    result, sheet, _ = compute(tmp_path, values=values)
    assert sheet.head == ("unit", "x", "y", "z")
    assert result.table.units == ("A", "B")
    assert result.table.values.tolist() == [[0, 2, 1], [5, 4, 3]]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ("unit,x,y,z,\nA,0,2,1,\nB,5,4,1,7\n", "column 5 has no name"),
        (",unit,x,y,z\n1,A,0,2,1\n3,B,5,4,1\n", "column 1 has no name"),
    ],
)
def test_a_column_without_a_name_that_says_something_is_refused(
    tmp_path: Path, values: str, problem: str
) -> None:
    assert refuse(tmp_path, values=values).problem == problem


@pytest.mark.parametrize(
    ("old", "new", "problem", "line", "field"),
    [
        ("B,north,5", "B,north,NA", "'NA' is not a number", 2, "x"),
        ("B,north,5", 'B,north,"1,200"', "'1,200' is not a number", 2, "x"),
        ("B,north,5", "B,north,1_200", "'1_200' is not a number", 2, "x"),
        ("B,north,5", "B,north, 5", "' 5' is not a number", 2, "x"),
        ("B,north,5", "B,north,٥", "'٥' is not a number", 2, "x"),
        ("B,north,5", "B,north,inf", "'inf' is not a number", 2, "x"),
        ("B,north,5", "B,north,1e999", "'1e999' is not a number", 2, "x"),
        ("B,north,5", "B,north,=1+1", "'=1+1' is not a number", 2, "x"),
        ("B,north,5", "B,north,5,6", "the row has 6 cells, the head has 5", 2, None),
        ("A,north", "B,north", "the unit 'B' stands twice (first in line 2)", 3, "unit"),
        ("A,north", ",north", "a row has no name", 3, "unit"),
        ("unit,group,x", "unit,x,x", "the column 'x' stands twice", 1, "x"),
        ("unit,group,x", "unit,group,", "column 3 has no name", 1, None),
        ("unit,group,x", "code,group,x", "the first column is 'code'", 1, "code"),
        ("unit,group,x", "unit,group,w", "the indicator 'x' has no column in the values", 2, "code"),
        ("z\n", "z,v,w\n", "the row has 5 cells, the head has 7", 2, None),
        ('"C, the', 'C, the "', "the row has 6 cells", 4, None),
    ],
)
def test_values_that_are_refused(
    tmp_path: Path, old: str, new: str, problem: str, line: int, field: str | None
) -> None:
    assert old in VALUES
    error = refuse(tmp_path, values=VALUES.replace(old, new, 1))
    assert problem in error.problem
    assert (error.line, error.field) == (line, field)
    assert Path(error.file).name == ("framework.csv" if field == "code" and line == 2 else "values.csv")
    assert error.mend


@pytest.mark.parametrize(
    ("old", "new", "problem", "line", "field"),
    [
        ("x,P,1,1,1", "x,P,1,1,one", "'one' is not a number", 2, "weight"),
        ("x,P,1,1,1", "x,P,1,1,", "the weight is missing", 2, "weight"),
        ("x,P,1,1,1", "x,P,1.5,1,1", "'1.5' is not a whole number", 2, "level"),
        ("x,P,1,1,1", "x,P,,1,1", "'' is not a whole number", 2, "level"),
        ("x,P,1,1,1", "x,P,1,,1", "the direction is missing", 2, "direction"),
        ("x,P,1,1,1", "x,P,1,up,1", "'up' is not a whole number", 2, "direction"),
        ("x,P,1,1,1", "x,P,1,2,1", "direction 2 cannot be used here", 2, "direction"),
        ("x,P,1,1,1", "x,R,1,1,1", "the parent 'R' is not in the framework", 2, "parent"),
        ("weight,name", "weights,name", "the column 'weight' is missing", 1, "weight"),
        ("weight,name", "weight,nmae", "a framework has no column 'nmae'", 1, "nmae"),
        ("z,Q,1,1,1,Pay\n", "z,Q,1,1,1,Pay\nunit,Q,1,1,1,\n", "'unit' is the name of a column", 5, "code"),
    ],
)
def test_frameworks_that_are_refused(
    tmp_path: Path, old: str, new: str, problem: str, line: int, field: str
) -> None:
    assert old in FRAMEWORK
    error = refuse(tmp_path, framework=FRAMEWORK.replace(old, new, 1))
    assert problem in error.problem
    assert (error.line, error.field) == (line, field)
    assert Path(error.file).name == "framework.csv"
    assert error.mend


def test_columns_that_are_not_in_the_framework_are_refused_with_their_names(tmp_path: Path) -> None:
    rows = VALUES.splitlines()
    wider = "\n".join([f"{rows[0]},v,w", *(f"{row},text,1" for row in rows[1:])])
    error = refuse(tmp_path, values=wider)
    assert error.problem == "2 columns of the values are not in the framework: v, w"
    assert error.line == 1
    found, _, _ = compute(tmp_path, Options(ignore_extra=True), values=wider)
    assert found.prepared.unused == ("v", "w")


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (b"", "the file is empty", None),
        (b"\xef\xbb\xbf\n", "the file is empty", None),
        (b"PK\x03\x04", "a spreadsheet", 1),
        (b"unit;x\nA;1\n", "not separated by commas", 1),
        (b"unit,x\nA,1\nB,\xff\n", "byte 0xff is not UTF-8", 3),
        (b'unit,x\nA,"1\nB,2\n', "the row cannot be read", 3),
    ],
)
def test_files_that_are_no_clean_table(
    tmp_path: Path, content: bytes, problem: str, line: int | None
) -> None:
    file = tmp_path / "values.csv"
    file.write_bytes(content)
    with pytest.raises(ProsperityError, match=problem) as caught:
        read_sheet(file)
    assert caught.value.line == line


def test_a_row_is_known_by_the_line_it_starts_on(tmp_path: Path) -> None:
    error = refuse(tmp_path, values='unit,x,y,z\n"A\nof two lines",1,1,1\nB,2,two,2\n')
    assert (error.line, error.field) == (4, "y")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="cannot be read"):
        read_sheet(tmp_path / "nowhere.csv")


def test_a_table_without_rows(tmp_path: Path) -> None:
    assert "has no units" in refuse(tmp_path, values="unit,x,y,z\n").problem


def test_a_word_for_missing_is_told_to_be_emptied(tmp_path: Path) -> None:
    assert "only an empty cell is missing" in (
        refuse(tmp_path, values=VALUES.replace("5,4", "N/A,4")).mend or ""
    )


def test_what_is_written(tmp_path: Path) -> None:
    result, values, framework = compute(tmp_path)
    files = make_files(result, values=values, framework=framework)
    assert sorted(files) == ["log.json", "normalised.csv", "ranks.csv", "scores.csv"]
    assert files["scores.csv"].decode().splitlines() == [
        "unit,x,y,z,P,Q,T",
        "A,0,100,0,75,0,37.5",
        "B,50,75,0,68.75,0,34.375",
        '"C, the =1+1",100,50,66.66666666666666,62.5,66.66666666666666,64.58333333333333',
        "D,,0,100,0,100,50",
    ]
    assert files["ranks.csv"].decode().splitlines()[-1] == "D,,4,1,4,1,2"
    assert files["normalised.csv"].decode().splitlines()[0] == "unit,x,y,z"


def test_the_log_names_inputs_steps_and_outputs(tmp_path: Path) -> None:
    result, values, framework = compute(tmp_path)
    log = json.loads(make_files(result, values=values, framework=framework)["log.json"])
    assert log["input"]["values"]["file"] == "values.csv"
    assert len(log["input"]["framework"]["sha256"]) == 64
    assert log["seed"] is None
    assert [step["step"] for step in log["steps"]][-1] == "rank"
    assert sorted(log["output"]) == ["normalised.csv", "ranks.csv", "scores.csv"]
    assert str(tmp_path) not in json.dumps(log)


def test_ranges_are_written_for_every_node_and_unit(tmp_path: Path) -> None:
    result, values, framework = compute(tmp_path)
    ranges = measure_ranges(result, draws=9, seed=4)
    files = make_files(result, values=values, framework=framework, ranges=ranges)
    lines = files["rank_ranges.csv"].decode().splitlines()
    assert lines[0] == "unit,level,node,rank,rank_low,rank_median,rank_high"
    assert [line.rsplit(",", 6)[0] for line in lines[1:5]] == ["A", "B", '"C, the =1+1"', "D"]
    assert len(lines) == 1 + 4 * 3
    assert lines[1].startswith("A,3,T,3,")
    assert json.loads(files["log.json"])["seed"] == 4


@given(st.floats(allow_nan=False))
def test_numbers_read_back_exactly(number: float) -> None:
    assert float(write_number(number)) == number


def test_numbers_without_a_value_and_without_a_fraction() -> None:
    assert [write_number(number) for number in (float("nan"), -0.0, 3.0, 1e22)] == ["", "0", "3", "1e+22"]


def test_the_output_is_all_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_files(out, {"a.csv": b"old", "b.csv": b"old"})
    (out / "c.csv").mkdir()
    with pytest.raises(ProsperityError, match="cannot be written"):
        write_files(out, {"a.csv": b"new", "b.csv": b"new", "c.csv": b"new"})
    assert {file.name: file.read_bytes() for file in out.glob("*") if file.is_file()} == {
        "a.csv": b"old",
        "b.csv": b"old",
    }


def test_ranges_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    write_files(tmp_path, {"rank_ranges.csv": b"old", "scores.csv": b"old"})
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    write_files(tmp_path, {"scores.csv": b"new"})
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes.txt", "scores.csv"]


def test_the_output_may_not_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(ProsperityError, match="cannot be written"):
        write_files(tmp_path / "out", {"scores.csv": b"new"})
