"""Files as publishers hand them out: what is guessed of them, how they are read, and what is refused."""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import publisher_forms
import pytest
from tiny_sources import make_area

from generator.catalogue.records import Change
from generator.errors import ProsperityError
from generator.geography.area_names import AreaNames, gather_names
from generator.sources.draft import guess_file, read_first, write_draft
from generator.sources.readers import read_raw, read_series
from generator.sources.recipe import Recipe

NAMES = gather_names(
    [
        make_area(code="E06000023", name="Bristol", nation="England"),
        make_area(code="E08000013", name="St Helens", nation="England"),
        make_area(code="W06000016", name="Rhondda Cynon Taf", nation="Wales"),
        make_area(code="S12000049", name="Glasgow", nation="Scotland").model_copy(
            update={"official_name": "Glasgow City Council"}
        ),
        make_area(code="E06000066", name="Somerset", nation="England"),
    ],
    [
        Change(
            predecessor_code="E07000188", predecessor_name="Sedgemoor", predecessor_slug="sedgemoor",
            successor_code="E06000066", change_date="2023-04-01", kind="merge",
        )
    ],
    {"E10000016": "Kent", "E10000027": "Somerset"},
)  # fmt: skip


def save(folder: Path, text: str, name: str = "table.csv") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def first_rows(file: Path, *, sheet: str = "") -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every series as guessed: code, period, value, ends, status or reason."""
    found = read_first(file, guess_file(file, sheet=sheet, names=NAMES), names=NAMES)
    return {slug: flatten(rows) for slug, rows in found.items()}


def flatten(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        (
            row.area_code,
            row.period,
            *(
                None if math.isnan(number) else round(number, 9)
                for number in (row.value, row.lower, row.upper)
            ),
            row.reason or row.status,
        )
        for row in rows.itertuples()
    ]


def test_profiles_of_public_health_are_read_by_indicator_sex_and_period(tmp_path: Path) -> None:
    found = first_rows(save(tmp_path, publisher_forms.HEALTH_PROFILES))
    # The row under its second parent is the same again; the decile and the health area are no council.
    assert found == {
        "snoring-18": [
            ("E92000001", "2022-04-01/P1Y", 18.4, 18.3, 18.5, "observed"),
            ("E06000001", "2022-04-01/P1Y", 19.2, 18.1, 20.3, "observed"),
            ("E06000002", "2022-04-01/P1Y", None, None, None, "suppressed"),
        ],
        "snoring-18-male": [("E06000001", "2022-04-01/P1Y", 25.5, 24.0, 27.0, "observed")],
        "yawning": [("E06000001", "2020-01-01/P3Y", 7.5, 7.0, 8.0, "observed")],
    }


def test_statistics_of_the_labour_market_have_lines_around_them_and_margins(tmp_path: Path) -> None:
    found = first_rows(save(tmp_path, publisher_forms.LABOUR_MARKET))
    assert found["figures"] == [
        ("E06000001", "2022-01-01/P1Y", 71.5, 67.6, 75.4, "observed"),
        ("E06000001", "2023-01-01/P1Y", 70.1, 66.1, 74.1, "observed"),
        ("E06000053", "2022-01-01/P1Y", None, None, None, "suppressed"),
        ("E06000053", "2023-01-01/P1Y", None, None, None, "unavailable"),
        ("E09000033", "2022-01-01/P1Y", 1071.5, 1069.5, 1073.5, "observed"),
        ("E09000033", "2023-01-01/P1Y", 68.0, None, None, "observed"),
    ]


def test_statistics_of_wales_have_shorthand_and_years_as_codes(tmp_path: Path) -> None:
    assert first_rows(save(tmp_path, publisher_forms.WALES))["percentage-of-adults"] == [
        ("W92000004", "2022-04-01/P1Y", 12.4, None, None, "observed"),
        ("W06000001", "2022-04-01/P1Y", 14.1, None, None, "observed"),
        ("W06000002", "2022-04-01/P1Y", None, None, None, "unavailable"),
        ("W06000001", "2023-04-01/P1Y", 13.3, None, None, "estimated"),
    ]
    assert [row[1] for row in first_rows(save(tmp_path, publisher_forms.WALES_CODES))["figures"]] == [
        "2022-04-01/P1Y",
        "2023-04-01/P1Y",
    ]


def test_statistics_of_scotland_have_ends_of_intervals_in_rows(tmp_path: Path) -> None:
    assert first_rows(save(tmp_path, publisher_forms.SCOTLAND))["percent"] == [
        ("S92000003", "2021-01-01/P1Y", 22.0, None, None, "observed"),
        ("S12000049", "2021-01-01/P1Y", 24.5, 22.1, 26.9, "observed"),
        ("S12000023", "2021-01-01/P1Y", 18.0, None, None, "observed"),
    ]


def test_statistics_of_northern_ireland_take_words_before_codes(tmp_path: Path) -> None:
    found = first_rows(save(tmp_path, publisher_forms.NORTHERN_IRELAND))
    # "TLIST(A1)" says 2022, "Year" says 2022/23: the second says more.
    assert found["people-who-snore"] == [
        ("N92000002", "2022-04-01/P1Y", 20.5, None, None, "observed"),
        ("N09000003", "2022-04-01/P1Y", 22.5, None, None, "observed"),
        ("N09000010", "2022-04-01/P1Y", None, None, None, "blank"),
    ]
    assert found["people-who-yawn"] == [("N09000003", "2022-04-01/P1Y", 91.0, None, None, "observed")]


def test_names_in_place_of_codes_are_found_and_strange_ones_told(tmp_path: Path) -> None:
    file = save(tmp_path, publisher_forms.NAMES)
    assert first_rows(file)["figures"] == [
        ("E06000023", "2021-01-01/P1Y", 19.1, None, None, "observed"),
        ("E06000023", "2022-01-01/P1Y", 20.2, None, None, "observed"),
        ("E08000013", "2021-01-01/P1Y", 18.0, None, None, "observed"),
        ("E08000013", "2022-01-01/P1Y", None, None, None, "unavailable"),
    ]
    unsure = " ".join(guess_file(file, sheet="", names=NAMES).unsure)
    assert "'Rhondda Cynon Taff'" in unsure and "calendar year" in unsure and "'n/a' unavailable" in unsure


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bristol, City of", "E06000023"),
        ("  bristol ", "E06000023"),
        ("St. Helens", "E08000013"),
        ("Glasgow City", "S12000049"),
        ("Sedgemoor", "E07000188"),
        ("Kent", "E10000016"),
        ("Somerset", "E06000066"),  # of today, not the county before it
    ],
)
def test_a_name_stands_for_the_area_that_has_it_today_or_had_it(name: str, code: str) -> None:
    assert NAMES.find(name) == code


def test_a_name_of_nobody_or_of_two_is_refused() -> None:
    with pytest.raises(ProsperityError, match="no area 'Bristle'") as caught:
        NAMES.find("Bristle")
    assert "bristol" in (caught.value.expected or "")
    both = AreaNames({"newport": frozenset(("W06000022", "E06000999"))})
    with pytest.raises(ProsperityError, match="2 areas are called 'Newport'"):
        both.find("Newport")


# --- workbooks


def make_book(folder: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = folder / "table.xlsx"
    book.save(file)
    return file


def test_a_workbook_is_read_from_the_sheet_with_councils(tmp_path: Path) -> None:
    file = make_book(
        tmp_path,
        Notes=[["About"], ["These are rates."]],
        Data=[
            ["Snoring by council"],
            [],
            ["Code", "Area", "2021-22", "2022-23"],
            ["E06000001", "Hartlepool", 0.1 + 0.2, 12],
            ["E06000002", "Middlesbrough", "[c]", 13.5],
            [],
            ["Source: Office for Snoring"],
        ],
    )
    guess = guess_file(file, sheet="", names=NAMES)
    assert (guess.form["sheet"], guess.form["head"]) == ("Data", 3)
    assert any("'Data' is taken, not 'Notes'" in one for one in guess.unsure)
    assert first_rows(file)["figures"] == [
        ("E06000001", "2021-04-01/P1Y", 0.3, None, None, "observed"),
        ("E06000001", "2022-04-01/P1Y", 12.0, None, None, "observed"),
        ("E06000002", "2021-04-01/P1Y", None, None, None, "suppressed"),
        ("E06000002", "2022-04-01/P1Y", 13.5, None, None, "observed"),
    ]
    with pytest.raises(ProsperityError, match="no sheet 'Date'") as caught:
        read({"sheet": "Date", "columns": {"area": "Code"}}, file)
    assert caught.value.expected == "one of Notes, Data"


def test_a_formula_without_a_result_is_no_empty_cell(tmp_path: Path) -> None:
    file = make_book(tmp_path, Data=[["Code", "2021"], ["E06000001", "=1+1"]])
    with pytest.raises(ProsperityError, match="a formula has no result") as caught:
        guess_file(file, sheet="", names=NAMES)
    assert caught.value.line == 2


def test_workbooks_that_are_none_or_unpack_to_too_much_are_refused(tmp_path: Path) -> None:
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(make_book(tmp_path, Data=[["Code"]]).read_bytes()[:500])
    with pytest.raises(ProsperityError, match="no workbook, or is damaged"):
        guess_file(torn, sheet="", names=NAMES)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 101_000_000)
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(packed.getvalue())
    with pytest.raises(ProsperityError, match="unpacks to too much"):
        guess_file(bomb, sheet="", names=NAMES)
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "not a workbook")
    with pytest.raises(ProsperityError, match="cannot be read"):
        guess_file(other, sheet="", names=NAMES)


# --- what a form says

FORM = {"columns": {"area": "Code", "period": "Year", "value": "Rate"}, "periods": ["calendar-year"]}
ROWS = "Code,Year,Rate\nE06000001,2021,1.5\n"


def read(form: dict[str, Any], file: Path, **changes: Any) -> pd.DataFrame:
    series = {
        "slug": "rates", "title": "Rates", "unit": "%", "decimals": 1, "kind": "index", "select": {},
        "nations": ["England"], "description": "Rates.", "minimum": 0, "maximum": 100, **changes,
    }  # fmt: skip
    names = dict.fromkeys(("title", "publisher", "publication", "link", "licence", "file"), "x")
    recipe = Recipe.model_validate(
        {**names, "dataset": "x", "layout": "form", "nations": ["England"], "form": form, "series": [series]}
    )
    return read_series(
        read_raw(file, "form", recipe.form), recipe=recipe, series=recipe.series[0], names=NAMES
    )


@pytest.mark.parametrize(
    ("form", "text", "period"),
    [
        ({"periods": ["year-to-march"]}, "2021", "2020-04-01/P1Y"),
        ({"periods": ["year-from-april"]}, "2021", "2021-04-01/P1Y"),
        ({"periods": ["year-to-december"]}, "2021", "2021-01-01/P1Y"),
        ({"periods": ["on-31-march"]}, "2021", "2021-03-31"),
        ({"periods": ["school-year"]}, "Academic year 2016-17", "2016-09-01/P1Y"),
        ({"periods": ["financial-year"]}, "1999/00", "1999-04-01/P1Y"),
        ({"periods": ["years"]}, "2018 to 2020", "2018-01-01/P3Y"),
        ({"periods": ["month"]}, "Sept 2021", "2021-09-01/P1M"),
        ({"periods": ["month"]}, "2021-09", "2021-09-01/P1M"),
        ({"periods": ["months"]}, "Apr 2021-Mar 2022", "2021-04-01/P1Y"),
        ({"periods": ["months"]}, "Jan to Mar 2021", "2021-01-01/P3M"),
        ({"periods": ["quarter"]}, "2021 Q4", "2021-10-01/P3M"),
        ({"periods": ["year-ending"]}, "Year ending 31 March 2021", "2020-04-01/P1Y"),
        ({"periods": ["day"]}, "31/03/2021", "2021-03-31"),
        ({"periods": ["day"]}, "1st April 2021", "2021-04-01"),
        ({"periods": ["iso"]}, "2021-04-01/P1Y", "2021-04-01/P1Y"),
        (
            {"periods": ["year-to-march"], "period_text": r"(\d{4})-01-01/P1Y"},
            "2021-01-01/P1Y",
            "2020-04-01/P1Y",
        ),
    ],
)
def test_a_period_is_read_in_the_form_that_the_recipe_names(
    tmp_path: Path, form: dict[str, Any], text: str, period: str
) -> None:
    rows = read({**FORM, **form}, save(tmp_path, f"Code,Year,Rate\nE06000001,{text},1.5\n"))
    assert rows["period"].tolist() == [period]


@pytest.mark.parametrize(
    ("form", "text", "problem", "field", "line"),
    [
        ({}, "Code,Year,Rate\nE06000001,2021/22,1.5\n", "period '2021/22' cannot be read", "Year", 2),
        ({}, "Code,Year,Rate\nE06000001,2021,low\n", "'low' is not a number", "Rate", 2),
        ({}, 'Code,Year,Rate\nE06000001,2021,"1,500"\n', "'1,500' is not a number", "Rate", 2),
        ({}, "Code,Year,Value\nE06000001,2021,1\n", "there is no column 'Rate'", "form.columns.value", 1),
        ({}, "Code,Year,Rate,Rate\nE06000001,2021,1,2\n", "'Rate' stands 2 times", "form.columns.value", 1),
        ({"head": 3}, ROWS, "the line of the head is empty", "form.head", 3),
        ({}, ROWS + "E06000002,2021,1,2\n", "the row has 4 cells, the head has 3", None, 3),
        ({}, ROWS + "\nE06000002,2021,1\n", "the table goes on after line 3", None, 4),
        ({}, ROWS + "Hartlepool,2021,1\n", "'Hartlepool' is not an area code", "Code", 3),
        ({"names": True}, ROWS.replace("E06000001", "Bristle"), "there is no area 'Bristle'", "Code", 2),
    ],
)
def test_what_the_form_does_not_explain_is_refused_by_the_name_of_the_publisher(
    tmp_path: Path, form: dict[str, Any], text: str, problem: str, field: str | None, line: int
) -> None:
    with pytest.raises(ProsperityError) as caught:
        read({**FORM, **form}, save(tmp_path, text))
    error = caught.value
    assert problem in error.problem
    assert (error.field, error.line) == (field, line)
    assert error.expected


def test_one_period_for_the_file_other_separators_and_thousands(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes("Stra\u00dfe;Code;Rate\nx;E06000001;1,500\n".encode("windows-1252"))
    form = {
        "columns": {"area": "Code", "value": "Rate"}, "period": "2021-03-21", "separator": ";",
        "encoding": "windows-1252", "thousands": True,
    }  # fmt: skip
    assert flatten(read(form, file)) == [("E06000001", "2021-03-21", 1500.0, None, None, "observed")]
    with pytest.raises(ProsperityError, match="is not UTF-8"):
        read({**form, "encoding": "utf-8"}, file)


def test_rows_are_chosen_by_columns_of_the_publisher(tmp_path: Path) -> None:
    file = save(
        tmp_path, "Code,Year,Sex,Rate\nE06000001,2021,All,1\nE06000001,2021,Male,2\nW06000001,2021,All,3\n"
    )
    rows = read(FORM, file, select={"where": {"Sex": "All"}, "code_starts": ["E"]})
    assert rows["value"].tolist() == [1.0]
    with pytest.raises(ProsperityError, match="no row has 'Female' in the column 'Sex'") as caught:
        read(FORM, file, select={"where": {"Sex": ["All", "Female"]}})
    assert caught.value.expected == "one of 'All', 'Male'"
    with pytest.raises(ProsperityError, match="there is no column 'Gender' to choose by"):
        read(FORM, file, select={"where": {"Gender": "All"}})


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [("Rate", "18.2", "18.3"), ("Low", "18.1", "18"), ("High", "18.3", "nothing")],
)
def test_two_rows_that_differ_say_in_which_column(
    tmp_path: Path, column: str, first: str, second: str
) -> None:
    form = {**FORM, "columns": {**FORM["columns"], "lower": "Low", "upper": "High"}}
    cells = {"Rate": "18.2", "Low": "18.1", "High": "18.3"}
    other = {**cells, column: "" if second == "nothing" else second}
    if second == "nothing":
        other["Low"] = ""
        column, first = "Low", "18.1"
    text = "Code,Year,Rate,Low,High\n" + "".join(
        f"E06000001,2021,{row['Rate']},{row['Low']},{row['High']}\n" for row in (cells, other)
    )
    with pytest.raises(ProsperityError, match=f"differ in {column}: {first} and {second}") as caught:
        read(form, save(tmp_path, text))
    assert (caught.value.line, caught.value.field) == (3, column)


def test_a_draft_is_complete_but_for_what_the_file_does_not_say(tmp_path: Path) -> None:
    file = save(tmp_path, publisher_forms.NORTHERN_IRELAND)
    guess = guess_file(file, sheet="", names=NAMES)
    text = write_draft(
        guess, dataset="snoring", file="new/table.csv", told={"publisher": "Office for Snoring"}
    )
    open_keys = [line.split(":")[0].strip(" -") for line in text.splitlines() if line.endswith("'?'")]
    assert open_keys[:4] == ["title", "publication", "link", "licence"]
    assert set(open_keys[4:]) == {"kind", "denominator", "description"}
    assert "publisher: Office for Snoring" in text
