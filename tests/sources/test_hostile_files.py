"""Every way a raw file can be wrong, one by one: refused with file, line and field."""

from pathlib import Path

import pandas as pd
import pytest
from tiny_sources import ELS_HEAD, TIDY_HEAD, make_recipe

from generator.errors import ProsperityError
from generator.sources.readers import read_raw, read_series

GOOD = "E06000001,Hartlepool,Trees,2020-01-01/P1Y,10,%,9,11\n"
OTHER = "E06000002,Middlesbrough,Trees,2020-01-01/P1Y,20,%,,\n"
ELS_GOOD = "E06000001,Hartlepool,LAD,Trees,2020-01-01,10,Percentage,%,9,11,,\n"


def read(folder: Path, text: str | bytes, **changes: object) -> pd.DataFrame:
    recipe = make_recipe(**changes)
    file = folder / "trees.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_series(read_raw(file, recipe.layout), recipe=recipe, series=recipe.series[0])


def refuse(folder: Path, text: str | bytes, **changes: object) -> ProsperityError:
    with pytest.raises(ProsperityError) as caught:
        read(folder, text, **changes)
    assert caught.value.file == str(folder / "trees.csv")
    return caught.value


def test_a_good_file_is_read(tmp_path: Path) -> None:
    rows = read(tmp_path, TIDY_HEAD + GOOD + OTHER)
    assert rows.loc[0, ["line", "area_code", "value", "lower", "upper"]].to_list() == [
        2,
        "E06000001",
        10,
        9,
        11,
    ]
    assert rows["value"].to_list() == [10, 20]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_either_line_end_do_no_harm(tmp_path: Path, mark: str, end: str) -> None:
    rows = read(tmp_path, mark + (TIDY_HEAD + GOOD).replace("\n", end))
    assert rows["value"].to_list() == [10]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "web page"),
        (b'{"error": "moved"}', "JSON"),
        (b"PK\x03\x04rest", "zip archive or a spreadsheet"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer"),
        ((TIDY_HEAD + GOOD).encode("utf-16"), "UTF-16"),
        (TIDY_HEAD.encode(), "no rows"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refuse(tmp_path, content).problem


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    error = refuse(tmp_path, (TIDY_HEAD + GOOD).encode() + GOOD.replace("Hart", "Hârt").encode("latin-1"))
    assert error.line == 3
    assert "0xe2" in error.problem


def test_a_nul_byte_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, (TIDY_HEAD + GOOD).encode() + b"E06\0").line == 3


@pytest.mark.parametrize(
    ("head", "field", "words"),
    [
        (TIDY_HEAD.replace("value,", ""), "value", "missing"),
        (TIDY_HEAD.replace("value", "Value"), "value", "missing"),
        (TIDY_HEAD.replace("uci_95", "uci_95,colour"), "colour", "unknown"),
        (TIDY_HEAD.replace("uci_95", "uci_95,unit"), "unit", "twice"),
    ],
)
def test_another_head_is_refused(tmp_path: Path, head: str, field: str, words: str) -> None:
    error = refuse(tmp_path, head + GOOD)
    assert (error.line, error.field) == (1, field)
    assert words in error.problem


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    text = "value,areacd,areanm,indicator,period,unit,lci_95,uci_95\n10,E06000001,H,Trees,2020-01-01,%,,\n"
    assert read(tmp_path, text)["value"].to_list() == [10]


@pytest.mark.parametrize("row", ["E06000002,short\n", OTHER.strip() + ",more\n", "\n"])
def test_a_row_of_another_length_is_refused(tmp_path: Path, row: str) -> None:
    error = refuse(tmp_path, TIDY_HEAD + GOOD + row)
    assert error.line == 3
    assert "cells" in error.problem


def test_a_quotation_mark_that_is_not_closed_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refuse(tmp_path, TIDY_HEAD + '"E06000001,Hart\n').problem


def test_lines_are_counted_over_quoted_line_breaks(tmp_path: Path) -> None:
    error = refuse(
        tmp_path, TIDY_HEAD + GOOD.replace("Hartlepool", '"Hartle\npool"') + OTHER.replace("20,", "x,")
    )
    assert error.line == 4


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (",20,", ",many,", "value"),
        (",20,", ",1\xa0000,", "value"),
        (",20,", ',"1,000",', "value"),
        (",20,", ",nan,", "value"),
        (",20,", ",inf,", "value"),
        (",20,", ",1e999,", "value"),
        (",20,", ", 20,", "value"),
        (",20,", ",=1+1,", "value"),
        (",20,", ",-,", "value"),
        (",20,", ",[c],", "value"),
        ("%,,", "%,1,", "lci_95"),
        ("%,,", "%,21,19", "lci_95"),
        ("%,,", "%,low,high", "lci_95"),
        ("2020-01-01/P1Y", "2020", "period"),
        ("E06000002", "E0600002", "areacd"),
        ("E06000002", " E06000002", "areacd"),
        ("E06000002", "=HYPERLINK()", "areacd"),
        ("Middlesbrough", "=cmd|' /C calc'!A0", "areanm"),
        ("Middlesbrough", "@SUM(1)", "areanm"),
    ],
)
def test_a_cell_that_is_wrong_is_told_with_line_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    error = refuse(tmp_path, TIDY_HEAD + GOOD + OTHER.replace(old, new, 1))
    assert (error.line, error.field) == (3, field)


def test_a_shifted_column_is_refused(tmp_path: Path) -> None:
    shifted = "Middlesbrough,Trees,2020-01-01/P1Y,20,%,,,\n"
    error = refuse(
        tmp_path, TIDY_HEAD + GOOD + shifted.replace(",Trees,", ",x,Trees,").replace(",,,\n", ",,\n")
    )
    assert (error.line, error.field) == (3, "areacd")


def test_a_unit_that_changed_is_refused(tmp_path: Path) -> None:
    error = refuse(
        tmp_path, TIDY_HEAD + GOOD + OTHER.replace("%", "per 1,000 people").replace("r 1,0", "r 10")
    )
    assert (error.line, error.field) == (3, "unit")
    assert "'%'" in (error.expected or "")


def test_two_rows_that_differ_are_refused_and_repeats_count_once(tmp_path: Path) -> None:
    assert len(read(tmp_path, TIDY_HEAD + GOOD + GOOD + OTHER)) == 2
    error = refuse(tmp_path, TIDY_HEAD + GOOD + OTHER + GOOD.replace(",10,", ",10.5,"))
    assert error.line == 4
    assert "line 2" in (error.expected or "")
    assert refuse(tmp_path, TIDY_HEAD + GOOD + GOOD.replace("9,11", "8,11")).line == 3


def test_rows_of_other_series_are_not_looked_at(tmp_path: Path) -> None:
    text = TIDY_HEAD + GOOD + OTHER.replace("Trees", "Shrubs").replace("20,%", "lots,acres")
    assert len(read(tmp_path, text)) == 1


def test_a_selection_without_rows_is_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, TIDY_HEAD + GOOD.replace("Trees", "Tree cover"))
    assert "no row matches" in error.problem
    assert "Tree cover" in (error.mend or "")


def test_a_mistyped_code_can_be_put_right_by_the_recipe(tmp_path: Path) -> None:
    text = TIDY_HEAD + GOOD.replace("E06000001", "E066000001")
    assert read(tmp_path, text, codes={"E066000001": "E06000001"})["area_code"].to_list() == ["E06000001"]


def test_a_scale_changes_value_and_interval(tmp_path: Path) -> None:
    rows = read(tmp_path, TIDY_HEAD + GOOD, scale=-0.5)
    assert rows.loc[0, ["value", "lower", "upper"]].to_list() == [-5, -5.5, -4.5]


def test_els_rows_are_chosen_by_measure_and_span(tmp_path: Path) -> None:
    text = (
        ELS_HEAD
        + ELS_GOOD
        + ELS_GOOD.replace("Percentage", "Count").replace("%", "Number")
        + ELS_GOOD.replace("2020-01-01", "2019-01-01/P3Y")
    )
    select = {"indicator": "Trees", "measure": "Percentage", "source_unit": "%"}
    assert len(read(tmp_path, text, layout="els", select=select)) == 2
    select["period_ends_with"] = "P3Y"
    assert read(tmp_path, text, layout="els", select=select)["period"].to_list() == ["2019-01-01/P3Y"]


def test_els_marks_become_reasons(tmp_path: Path) -> None:
    empty = ELS_GOOD.replace(",10,", ",,").replace(",9,11,,", ",,,{},{}")
    obsolete = "Obsolete code since 2025 (replaced by E08000039 Sheffield)"
    rows = "".join(
        row.replace("2020", str(2010 + number))
        for number, row in enumerate(
            (
                empty.format("c", ""),
                empty.format("z", ""),
                empty.format("", ""),
                empty.format("u", obsolete),
                ELS_GOOD.replace(",,\n", f",,{obsolete}\n"),
                ELS_GOOD.replace(",,\n", ",Value for Hackney and City of London combined,\n"),
                ELS_GOOD.replace(",,\n", ",,Provisional\n"),
            )
        )
    )
    read_rows = read(tmp_path, ELS_HEAD + rows, layout="els")
    assert read_rows["reason"].to_list() == [
        "suppressed",
        "not_applicable",
        "blank",
        "unreliable",
        "",
        "",
        "",
    ]
    assert read_rows["note"].to_list() == [
        "Held back by the publisher to keep people or firms from being recognised.",
        "Does not apply here.",
        "No figure was published.",
        "Held back by the publisher as too unreliable.",
        "",
        "One figure for Hackney and the City of London.",
        "Provisional",
    ]
    assert read_rows["shared"].to_list() == [False] * 5 + [True, False]
    assert read_rows["value"].isna().to_list() == [True] * 4 + [False] * 3


def test_an_els_mark_that_is_not_known_is_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, ELS_HEAD + ELS_GOOD + ELS_GOOD.replace(",,\n", ",q,\n"), layout="els")
    assert (error.line, error.field) == (3, "status")
    formula = ELS_GOOD.replace(",,\n", ",,=1+1\n")
    assert refuse(tmp_path, ELS_HEAD + formula, layout="els").field == "notes"


def test_a_second_notes_column_must_be_empty(tmp_path: Path) -> None:
    head = ELS_HEAD.replace("notes", "notes,notes")
    assert len(read(tmp_path, head + ELS_GOOD.replace("\n", ",\n"), layout="els")) == 1
    assert refuse(tmp_path, head + ELS_GOOD.replace("\n", ",words\n"), layout="els").line == 2


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="cannot be read"):
        read_raw(tmp_path / "absent.csv", "tidy")
