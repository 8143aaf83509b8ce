"""Writes workbooks as the Government Analysis Function asks for: one marked table a sheet, no empty cells.

Knows nothing of the index: sheets in, the bytes of an XLSX file out, the same for the same sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.errors import ProsperityError

Cell = str | int | float
Form = Literal["text", "whole", "year", "points", "share", "free", "figure"]

# Raise it when the same sheets come to make other bytes.
RECIPE = "1"
COVER = "Cover"
FONT: Mapping[str, object] = {"font_name": "Arial", "font_size": 12, "font_scheme": None}
LONGEST_NAME = 31
"""Letters that Excel allows in the name of a sheet."""
FORMS: Mapping[Form, str] = {
    "whole": "#,##0",
    "year": "0",
    "points": "0.0",
    "share": "0%",
    "free": "#,##0.0###",
}


@dataclass(frozen=True)
class Head:
    """One column.

    Attributes:
        title: stands in the header row.
        width: in characters.
        form: "text" is wrapped; "figure" has as many decimals as its row says; other forms are fixed.
    """

    title: str
    width: int
    form: Form = "text"


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table.

    Attributes:
        name: of the sheet and of the table.
        title: what stands in A1.
        about: lines below it, each in a cell of its own.
        heads: columns.
        rows: cells, none of them None or empty.
        decimals: of each row, for columns of the form "figure".
    """

    name: str
    title: str
    about: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Cell]]
    decimals: Sequence[int] = ()


@dataclass(frozen=True)
class Book:
    """A workbook.

    Attributes:
        title: of the cover and of the document.
        about: lines of the cover: heading and text; a text that is an address becomes a link.
        sheets: after the cover.
        author: who is named as such.
        created: date that the document bears, ISO 8601.
        language: of its words, e.g. "en-GB".
    """

    title: str
    about: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    author: str
    created: str
    language: str


@dataclass(frozen=True)
class Formats:
    """The formats of one workbook."""

    title: Format
    heading: Format
    head: Format
    text: Format
    link: Format
    numbers: Mapping[Form, Format]
    figures: tuple[Format, ...]


class ExactWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet that writes numbers to the last bit; the library's own ends after 16 digits."""

    def _xml_number_element(self, number: float, attributes: Iterable[tuple[str, object]] = ()) -> None:
        told = "".join(f' {name}="{value}"' for name, value in attributes)
        self.fh.write(f"<c{told}><v>{number!r}</v></c>")


def make_workbook(book: Book) -> bytes:
    """Return the XLSX file.

    Raises:
        ProsperityError: a cell is empty, or two sheets share a name.
    """
    refuse_gaps(book.sheets)
    stream = BytesIO()
    options = {"in_memory": True, "default_format_properties": dict(FONT)}
    with Workbook(stream, options) as workbook:
        workbook.set_properties(
            {
                "title": book.title,
                "author": book.author,
                "company": book.author,
                "created": datetime.fromisoformat(book.created),
            }
        )
        workbook.set_custom_property("Language", book.language)
        formats = make_formats(workbook)
        write_cover(workbook.add_worksheet(COVER, ExactWorksheet), book, formats)
        for sheet in book.sheets:
            write_sheet(workbook.add_worksheet(sheet.name, ExactWorksheet), sheet, formats)
    return stream.getvalue()


def refuse_gaps(sheets: Iterable[Sheet]) -> None:
    """Stop if a cell is empty, or a name is used twice or too long."""
    names = {COVER.casefold()}
    for sheet in sheets:
        if sheet.name.casefold() in names or len(sheet.name) > LONGEST_NAME:
            raise ProsperityError(
                f"a sheet cannot be called {sheet.name!r}", expected="short names, each used once"
            )
        names.add(sheet.name.casefold())
        for number, row in enumerate(sheet.rows, start=1):
            if len(row) != len(sheet.heads) or any(cell is None or cell == "" for cell in row):
                raise ProsperityError(
                    f"a row of the sheet {sheet.name} has an empty cell",
                    line=number,
                    expected="a value or a shorthand such as [x] in every cell",
                )


def make_formats(workbook: Workbook) -> Formats:
    """Return the formats; none has a colour but links, which are underlined too."""

    def add(**more: object) -> Format:
        made: Format = workbook.add_format({**FONT, "valign": "top", **more})
        return made

    return Formats(
        title=add(bold=True, font_size=16),
        heading=add(bold=True),
        head=add(bold=True, text_wrap=True, bottom=1),
        text=add(text_wrap=True),
        link=add(underline=1, font_color="#0000EE"),
        numbers={form: add(num_format=code) for form, code in FORMS.items()},
        figures=tuple(add(num_format=f"#,##0{'.' + '0' * places if places else ''}") for places in range(5)),
    )


def write_cover(worksheet: Worksheet, book: Book, formats: Formats) -> None:
    """Write the cover, all in column A: what this is, then the sheets, each with a link."""
    worksheet.set_column(0, 0, 90, formats.text)
    worksheet.write_string(0, 0, book.title, formats.title)
    row = 1
    for heading, text in book.about:
        worksheet.write_string(row, 0, heading, formats.heading)
        if text.startswith(("https://", "http://")):
            worksheet.write_url(row + 1, 0, text, formats.link)
        else:
            worksheet.write_string(row + 1, 0, text, formats.text)
        row += 2
    worksheet.write_string(row, 0, "Contents", formats.heading)
    for place, sheet in enumerate(book.sheets, start=row + 1):
        worksheet.write_url(
            place, 0, f"internal:'{sheet.name}'!A1", formats.link, f"{sheet.name}: {sheet.title}"
        )
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)


def write_sheet(worksheet: Worksheet, sheet: Sheet, formats: Formats) -> None:
    """Write a sheet: title in A1, a line or two, then the table to the end."""
    worksheet.write_string(0, 0, sheet.title, formats.title)
    for line, text in enumerate(sheet.about, start=1):
        worksheet.write_string(line, 0, text)
    top = len(sheet.about) + 1
    for column, head in enumerate(sheet.heads):
        worksheet.set_column(column, column, head.width)
    # A table must have a row; without any there is none, and the lines above say so.
    if sheet.rows:
        worksheet.add_table(
            *(top, 0, top + len(sheet.rows), len(sheet.heads) - 1),
            {
                "name": sheet.name,
                "style": None,
                "autofilter": False,
                "columns": [{"header": head.title} for head in sheet.heads],
            },
        )
    for column, head in enumerate(sheet.heads):
        worksheet.write_string(top, column, head.title, formats.head)
    forms = [head.form for head in sheet.heads]
    fixed = [formats.numbers.get(form) for form in forms]
    write_string, write_number, plain = worksheet.write_string, worksheet.write_number, formats.text
    for number, cells in enumerate(sheet.rows):
        figure = formats.figures[sheet.decimals[number]] if sheet.decimals else None
        line = top + 1 + number
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                write_string(line, column, cell, plain)
            else:
                write_number(line, column, cell, fixed[column] or figure)
    worksheet.freeze_panes(top + 1, 0)
    worksheet.set_landscape()
    worksheet.repeat_rows(top)
    worksheet.fit_to_pages(1, 0)
