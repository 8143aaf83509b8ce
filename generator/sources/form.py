"""The form of a publisher's own file: which columns, lines and marks mean what. Part of a recipe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from generator.catalogue.period import parse_period
from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.sources.period_forms import check_form

Role = Literal[
    "area", "name", "indicator", "measure", "unit", "period", "value", "lower", "upper", "margin", "status"
]
"""What a column holds. ``margin`` is what has to be added to a value, and taken from it, for its interval."""
Gap = Literal["suppressed", "unreliable", "unavailable", "not_applicable", "blank"]
"""Words of ``catalogue.reasons`` that a mark in place of a figure can stand for."""
OWN = "own:"
"""What stands before the publisher's own name of a column, among the columns of a raw table."""


def _is_pattern(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as reason:
        raise ValueError(f"no regular expression ({reason})") from None
    if groups > 1:
        raise ValueError("one group at most, which holds the period")
    return text


def _is_period(text: str) -> str:
    try:
        return text and parse_period(text).text
    except ProsperityError as reason:
        raise ValueError(reason.expected) from None


def _as_lines(given: object) -> object:
    return (given,) if isinstance(given, int) else given


Pattern = Annotated[str, AfterValidator(_is_pattern)]
"""A regular expression for a whole text; its one group, if there is one, is the period."""
PeriodForm = Annotated[str, AfterValidator(check_form)]
Lines = Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(_as_lines), Field(min_length=1)]


class Across(Record):
    """Columns that each hold one period, by what stands at their head.

    Attributes:
        value: pattern of the heads of figures.
        lower, upper, margin, status: the same of what goes with them; empty where there is none.
    """

    value: Pattern
    lower: Pattern = ""
    upper: Pattern = ""
    margin: Pattern = ""
    status: Pattern = ""


class IntervalRows(Record):
    """Ends of intervals that stand in rows of their own, beside the row of their figure.

    Attributes:
        column: the publisher's column that tells these rows apart.
        lower, upper: what it says in them.
    """

    column: str
    lower: str
    upper: str


class Form(Record):
    """How a publisher's own file is to be read. Names of columns are the publisher's.

    Attributes:
        sheet: name of the sheet, of a workbook.
        encoding: of the text, of a CSV file.
        separator: what stands between the cells, of a CSV file.
        head: number of the line on which the names of the columns stand. Where they take several lines, all
            of them: the names are put together with " | " between, and what stands above several columns
            counts for each of them.
        columns: the publisher's column for each role.
        across: where each period has columns of its own.
        interval_rows: where ends of intervals are rows of their own.
        period: the one period of the whole file, in the form of ISO 8601, where no column holds it.
        period_text: which part of a cell is the period, where it is not the whole.
        periods: forms of the periods, in the order in which they are tried; see ``period_forms``.
        names: areas are given by name, not by code.
        not_areas: what stands in the column of areas, or that of their names, and is none, such as "Column
            Total"; its rows are left out.
        missing: marks that stand in place of a figure, and why there is none.
        thousands: figures have commas between thousands.
    """

    sheet: str = ""
    encoding: Literal["utf-8", "windows-1252"] = "utf-8"
    separator: Literal[",", ";", "\t"] = ","
    head: Lines = (1,)
    columns: Mapping[Role, str]
    across: Across | None = None
    interval_rows: IntervalRows | None = None
    period: Annotated[str, AfterValidator(_is_period)] = ""
    period_text: Pattern = ""
    periods: tuple[PeriodForm, ...] = ("iso",)
    names: bool = False
    not_areas: tuple[str, ...] = ()
    missing: dict[str, Gap] = Field(default_factory=dict)
    thousands: bool = False
