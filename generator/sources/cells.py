"""Cells of a raw table by row and column, each read as what it is: a code, a period, a number, a mark."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.geography.area_names import AreaNames
from generator.sources.codes import CODE
from generator.sources.notes import MARKS_BY_REASON
from generator.sources.period_forms import read_period_text
from generator.sources.rawfile import RawTable
from generator.sources.recipe import StatusWord

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Layout:
    """Columns of a layout, those it may lack, and which of them holds the figure."""

    columns: tuple[str, ...]
    figure: str
    has_measure: bool
    optional: frozenset[str] = frozenset()


LAYOUTS = {
    "els": Layout(
        columns=(
            *("areacd", "areanm", "geography", "indicator", "period", "observation", "measure", "unit"),
            *("lci_95", "uci_95", "status", "notes"),
        ),
        figure="observation",
        has_measure=True,
    ),
    "tidy": Layout(
        columns=("areacd", "areanm", "indicator", "period", "value", "unit", "lci_95", "uci_95"),
        figure="value",
        has_measure=False,
        optional=frozenset(("status",)),
    ),
    "form": Layout(columns=("areacd",), figure="value", has_measure=True),
}


@dataclass(frozen=True)
class Cells:
    """Cells of a table by row and column name."""

    table: RawTable
    layout: Layout
    names: AreaNames | None = None

    def get(self, place: int, column: str) -> str:
        """Return a cell as it stands; nothing where there is no such column."""
        position = self.table.columns.get(column)
        return "" if position is None else self.table.rows[place][position]

    def refuse(
        self, place: int, problem: str, *, field: str, expected: str | None = None, mend: str | None = None
    ) -> ProsperityError:
        """Return the error about a cell."""
        return ProsperityError(
            problem,
            file=self.table.file,
            line=self.table.lines[place],
            field=self.tell_column(field, place),
            code=self.get(place, "areacd"),
            expected=expected,
            mend=mend,
        )

    def tell_column(self, column: str, place: int) -> str:
        """Return what the publisher calls a column; of several periods it is the one at hand."""
        form = self.table.form
        if form is not None and form.across is not None and column not in self.table.named:
            return f"{column}, {self.get(place, 'period')}"
        return self.table.named.get(column, column)

    def read_code(self, place: int, *, codes: dict[str, str]) -> str:
        """Return the code of the area of a row."""
        given, form = self.get(place, "areacd"), self.table.form
        code = codes.get(given, given)
        if form is None:
            return code
        if form.names and self.names is not None and given not in codes:
            try:
                return self.names.find(given)
            except ProsperityError as reason:
                raise self.refuse(
                    place, reason.problem, field="areacd", expected=reason.expected, mend=reason.mend
                ) from None
        if not CODE.fullmatch(code):
            raise self.refuse(
                place,
                f"{code!r} is not an area code",
                field="areacd",
                expected="such as E06000001",
                mend="choose rows by where or code_starts, or name what is no area under not_areas",
            )
        return code

    def read_period(self, place: int) -> str:
        """Return the period of a row in the form of ISO 8601."""
        form = self.table.form
        given = self.get(place, "period") if form is None or not form.period else form.period
        try:
            if form is None or form.period:
                return parse_period(given).text
            if form.period_text:
                found = re.fullmatch(form.period_text, given)
                given = (found[1] if found.re.groups else found[0]) if found else given
            return read_period_text(given, form.periods)
        except ProsperityError as reason:
            raise self.refuse(
                place, reason.problem, field="period", expected=reason.expected, mend=reason.mend
            ) from None

    def read_number(self, place: int, column: str) -> float:
        """Return the number of a cell; NaN where it is empty, or has a mark that says why there is none."""
        text, form = self.get(place, column), self.table.form
        if form is not None:
            if text in form.missing:
                return math.nan
            if form.thousands and _THOUSANDS.fullmatch(text):
                text = text.replace(",", "")
        if text == "":
            return math.nan
        if not _NUMBER.fullmatch(text) or math.isinf(float(text)):
            raise self.refuse(
                place,
                f"{text!r} is not a number",
                field=column,
                expected="digits, or nothing",
                mend=None if form is None else "say under form.missing what the mark means, or set thousands",
            )
        return float(text)

    def read_mark(self, place: int, *, words: dict[str, StatusWord]) -> tuple[str, StatusWord | None]:
        """Return the mark of official statistics that a row bears, and what the recipe says of its status."""
        form, mark = self.table.form, self.get(place, "status").strip()
        figure = self.get(place, self.layout.figure)
        if form is not None and figure in form.missing:
            return MARKS_BY_REASON[form.missing[figure]], None
        word = words.get(mark)
        return ("" if word else mark), word
