"""Readers of the two layouts: raw rows in, one tidy table per series out, every cell checked.

"els" is the layout of ONS Explore Local Statistics, "tidy" that of the collected tables of the other folders.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from generator.catalogue.observations import STATUSES
from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.sources.notes import read_remark
from generator.sources.rawfile import RawTable, read_table
from generator.sources.recipe import Recipe, SeriesRecipe, StatusWord

TIDY_COLUMNS = (
    "line",
    "area_code",
    "period",
    "value",
    "lower",
    "upper",
    "note",
    "shared",
    "reason",
    "status",
)

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_CODE = re.compile(r"[A-Z]\d{8}|TL[A-Z0-9]{1,3}|[A-Z]{2}|na", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
}


def read_raw(file: Path, layout: str) -> RawTable:
    """Read the file of a recipe as text; see ``rawfile.read_table`` for what is refused."""
    # ONS repeats the last column in one file and leaves the second empty.
    known = LAYOUTS[layout]
    return read_table(file, columns=known.columns, optional=known.optional, repeatable=frozenset({"notes"}))


def read_series(table: RawTable, *, recipe: Recipe, series: SeriesRecipe) -> pd.DataFrame:
    """Return the rows of one series with the columns of ``TIDY_COLUMNS``, in file order.

    ``value``, ``lower`` and ``upper`` are in the series' unit (scaled); a missing value is NaN and has its
    reason as a word in ``reason`` and in our words in ``note``; ``shared`` is True where the publisher gives
    several councils one figure. Rows that repeat another exactly are given once.

    Raises:
        ProsperityError: nothing matches the selection, the unit is another one, a cell cannot be read, an
            interval is turned round or open at one end, two rows of one area and period differ, or a row of
            any series does not begin with an area code.
    """
    cells = _Cells(table, LAYOUTS[recipe.layout])
    _refuse_shifted(cells, codes=recipe.codes)
    rows = [_read_row(cells, place, series=series, recipe=recipe) for place in _select(cells, series=series)]
    if not rows:
        raise _nothing_selected(cells, series=series)
    found = {row[2] for row in rows}
    for field, named in (("period_statuses", series.period_statuses), ("periods", series.periods.values())):
        never = sorted(set(named) - found)
        if never:
            raise ProsperityError(
                "the recipe names a period that has no rows",
                file=table.file,
                field=field,
                code=f"{series.slug} {never[0]}",
                expected="a period of the raw file",
                mend="correct the period in the recipe, or take it out",
            )
    kept = _drop_repeats(rows, file=table.file)
    return pd.DataFrame(kept, columns=list(TIDY_COLUMNS))


@dataclass(frozen=True)
class _Cells:
    """Cells of a table by row and column name."""

    table: RawTable
    layout: Layout

    def get(self, place: int, column: str) -> str:
        position = self.table.columns.get(column)
        return "" if position is None else self.table.rows[place][position]

    def refuse(
        self, place: int, problem: str, *, field: str, expected: str | None = None, mend: str | None = None
    ) -> ProsperityError:
        return ProsperityError(
            problem,
            file=self.table.file,
            line=self.table.lines[place],
            field=field,
            code=self.get(place, "areacd"),
            expected=expected,
            mend=mend,
        )


_Row = tuple[int, str, str, float, float, float, str, bool, str, str]


def _refuse_shifted(cells: _Cells, *, codes: dict[str, str]) -> None:
    """Refuse a row without an area code: its cells are shifted, so that it may belong to the series."""
    position = cells.table.columns["areacd"]
    known: set[str] = set()
    for place, row in enumerate(cells.table.rows):
        code = row[position]
        if code in known:
            continue
        if not _CODE.fullmatch(codes.get(code, code)):
            raise cells.refuse(
                place, f"{code!r} is not an area code", field="areacd", expected="such as E06000001"
            )
        known.add(code)


def _select(cells: _Cells, *, series: SeriesRecipe) -> list[int]:
    """Return the places of the rows of a series; refuse another unit."""
    wanted, columns, rows = series.select, cells.table.columns, cells.table.rows
    indicator = columns["indicator"]
    places = [place for place, row in enumerate(rows) if row[indicator] == wanted.indicator]
    if cells.layout.has_measure and wanted.measure is not None:
        measure = columns["measure"]
        places = [place for place in places if rows[place][measure] == wanted.measure]
    for place in places:
        if rows[place][columns["unit"]] != wanted.source_unit:
            raise cells.refuse(
                place,
                f"the unit is {rows[place][columns['unit']]!r}",
                field="unit",
                expected=f"{wanted.source_unit!r} (series {series.slug})",
            )
    if wanted.period_ends_with is not None:
        period = columns["period"]
        places = [place for place in places if rows[place][period].endswith(wanted.period_ends_with)]
    return places


def _nothing_selected(cells: _Cells, *, series: SeriesRecipe) -> ProsperityError:
    names = sorted(
        {f"{cells.get(p, 'indicator')} | {cells.get(p, 'measure')}" for p in range(len(cells.table.rows))}
    )
    return ProsperityError(
        "no row matches the selection of a series",
        file=cells.table.file,
        field="indicator",
        code=series.slug,
        expected=f"{series.select.indicator!r}, measure {series.select.measure!r}",
        mend=f"the file has: {'; '.join(names[:6])}",
    )


def _read_row(cells: _Cells, place: int, *, series: SeriesRecipe, recipe: Recipe) -> _Row:
    """Read and check every cell of one row."""
    code, name, period = (cells.get(place, column) for column in ("areacd", "areanm", "period"))
    code = recipe.codes.get(code, code)
    period = series.periods.get(period, period)
    if name.startswith(_FORMULA):
        raise cells.refuse(place, f"{name!r} begins like a formula", field="areanm", expected="a name")
    try:
        parse_period(period)
        period = series.relabel.apply(period) if series.relabel is not None else period
        parse_period(period)
    except ProsperityError as reason:
        raise cells.refuse(place, reason.problem, field="period", expected=reason.expected) from None
    value, lower, upper = (
        _number(cells, place, column) for column in (cells.layout.figure, "lci_95", "uci_95")
    )
    _check_interval(cells, place, lower=lower, upper=upper)
    mark = cells.get(place, "status").strip()
    word = recipe.status_words.get(mark)
    try:
        remark = read_remark(
            status="" if word else mark,
            notes=cells.get(place, "notes").strip(),
            has_value=not math.isnan(value),
        )
    except ProsperityError as reason:
        raise cells.refuse(
            place,
            reason.problem,
            field="status",
            expected=reason.expected,
            mend="say under status_words of the recipe what it means",
        ) from None
    if word and not math.isnan(value):
        remark = replace(remark, text=" ".join(filter(None, (word.note, remark.text))))
    if remark.text.startswith(_FORMULA):
        raise cells.refuse(place, f"{remark.text!r} begins like a formula", field="notes", expected="words")
    low, high = sorted((lower * series.scale, upper * series.scale)) if lower == lower else (lower, upper)
    return (
        cells.table.lines[place],
        code,
        period,
        value * series.scale,
        low,
        high,
        remark.text,
        remark.shared,
        remark.reason.word,
        _find_status(series, period, word),
    )


def _find_status(series: SeriesRecipe, period: str, word: StatusWord | None) -> str:
    """Return how a figure came about: the worst of what is said of its series, its period and itself."""
    said = (
        series.status,
        series.period_statuses.get(period, "observed"),
        word.status if word else "observed",
    )
    return max(said, key=STATUSES.index)


def _number(cells: _Cells, place: int, column: str) -> float:
    """Return the number of a cell; NaN where it is empty."""
    text = cells.get(place, column)
    if text == "":
        return math.nan
    if not _NUMBER.fullmatch(text) or math.isinf(float(text)):
        raise cells.refuse(place, f"{text!r} is not a number", field=column, expected="digits, or nothing")
    return float(text)


def _check_interval(cells: _Cells, place: int, *, lower: float, upper: float) -> None:
    if math.isnan(lower) != math.isnan(upper):
        raise cells.refuse(
            place, "an interval has one end only", field="lci_95", expected="both ends or none"
        )
    if lower > upper:
        raise cells.refuse(place, f"the interval {lower} to {upper} is turned round", field="lci_95")


def _drop_repeats(rows: list[_Row], *, file: Path) -> list[_Row]:
    """Keep the first of exact repeats; refuse two rows of one area and period that differ."""
    first: dict[tuple[str, str], _Row] = {}
    for row in rows:
        key = (row[1], row[2])
        known = first.setdefault(key, row)
        if known is not row and not all(map(_same, known[3:6], row[3:6])):
            raise ProsperityError(
                f"two rows for {key[0]} and {key[1]} differ: {known[3]} and {row[3]}",
                file=file,
                line=row[0],
                field="areacd, period",
                code=key[0],
                expected=f"one row (the first is in line {known[0]})",
                mend="ask the publisher which holds, or select by measure",
            )
    return list(first.values())


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
