"""Workbooks: one marked table a sheet, title in A1, no empty or merged cell, numbers as numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from generator.errors import ProsperityError
from generator.export.workbook import Book, Head, Sheet, make_workbook

TREES = Sheet(
    "Trees",
    "Trees of the forest",
    ("This worksheet contains one table.", "Oaks first."),
    (Head("Tree", 20), Head("Height", 10, "figure"), Head("Share", 10, "share"), Head("Rank", 8, "whole")),
    [["Oak", 0.1 + 0.2, 0.5, 1], ["=Ash", "[x]", 1, "[z]"]],
    decimals=(2, 0),
)
EMPTY = Sheet("None", "Nothing", ("There is nothing.",), (Head("Tree", 20),), [])
BOOK = Book(
    "Forest",
    (("What this is", "All trees."), ("Address", "https://example.org/forest/")),
    (TREES, EMPTY),
    author="Index",
    created="2026-11-23",
    language="cy",
)


def test_a_sheet_has_title_lines_and_one_marked_table() -> None:
    opened = load_workbook(BytesIO(make_workbook(BOOK)))
    assert opened.sheetnames == ["Cover", "Trees", "None"]
    sheet = opened["Trees"]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [TREES.title, *TREES.about, "Tree"]
    assert [table.ref for table in sheet.tables.values()] == ["A4:D6"]
    assert sheet.merged_cells.ranges == set()
    assert sheet.freeze_panes == "A5"
    rows = [[cell.value for cell in row] for row in sheet["A5:D6"]]
    assert rows == [["Oak", 0.30000000000000004, 0.5, 1], ["=Ash", "[x]", 1, "[z]"]]
    # What starts like a formula is text all the same.
    assert sheet["A6"].data_type == "s"
    assert [sheet[place].number_format for place in ("B5", "C5", "D5")] == ["#,##0.00", "0%", "#,##0"]
    assert sheet["A5"].alignment.wrap_text and sheet["A4"].font.bold
    assert {(cell.font.name, cell.font.sz) for row in sheet["A4:D6"] for cell in row} == {("Arial", 12)}
    assert not opened["None"].tables


def test_the_cover_leads_to_the_sheets_and_the_document_is_named() -> None:
    opened = load_workbook(BytesIO(make_workbook(BOOK)))
    cover = opened["Cover"]
    lines = [row[0].value for row in cover.iter_rows()]
    assert lines == [
        *("Forest", "What this is", "All trees.", "Address", "https://example.org/forest/", "Contents"),
        *("Trees: Trees of the forest", "None: Nothing"),
    ]
    assert cover.max_column == 1
    links = {cell.ref: cell.location or cell.target for cell in (c.hyperlink for (c,) in cover) if cell}
    assert links == {"A5": "https://example.org/forest/", "A7": "'Trees'!A1", "A8": "'None'!A1"}
    about = opened.properties
    assert (about.title, about.creator, about.created) == ("Forest", "Index", datetime(2026, 11, 23))
    assert opened.custom_doc_props["Language"].value == "cy"


def test_the_same_book_has_the_same_bytes() -> None:
    assert make_workbook(BOOK) == make_workbook(BOOK)
    assert make_workbook(replace(BOOK, title="Wood")) != make_workbook(BOOK)


@pytest.mark.parametrize(
    "sheet",
    [
        replace(TREES, rows=[["Oak", 1, 1, ""]]),
        replace(TREES, rows=[["Oak", 1, 1]]),
        replace(TREES, name="cover"),
        replace(TREES, name="A name that is much too long for Excel"),
    ],
)
def test_an_empty_cell_or_an_odd_name_is_refused(sheet: Sheet) -> None:
    with pytest.raises(ProsperityError, match=r"empty cell|cannot be called"):
        make_workbook(replace(BOOK, sheets=(sheet,)))
