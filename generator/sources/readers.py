"""Readers of all layouts: raw rows in, one tidy table per series out, every cell checked.

"els" is the layout of ONS Explore Local Statistics, "tidy" that of the collected tables of the other folders.
Of a publisher's own file the recipe tells the form.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd

from generator.catalogue.observations import STATUSES
from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.geography.area_names import AreaNames
from generator.sources.cells import LAYOUTS, Cells
from generator.sources.codes import CODE
from generator.sources.form import OWN, Form
from generator.sources.form_reader import read_form
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

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_raw(file: Path, layout: str, form: Form | None = None) -> RawTable:
    """Read the file of a recipe as text; see ``rawfile`` and ``form_reader`` for what is refused."""
    if form is not None:
        return read_form(file, form)
    # ONS repeats the last column in one file and leaves the second empty.
    known = LAYOUTS[layout]
    return read_table(file, columns=known.columns, optional=known.optional, repeatable=frozenset({"notes"}))


def read_series(
    table: RawTable, *, recipe: Recipe, series: SeriesRecipe, names: AreaNames | None = None
) -> pd.DataFrame:
    """Return the rows of one series with the columns of ``TIDY_COLUMNS``, in file order.

    ``value``, ``lower`` and ``upper`` are in the series' unit (scaled); a missing value is NaN and has its
    reason as a word in ``reason`` and in our words in ``note``; ``shared`` is True where the publisher gives
    several councils one figure. Rows that repeat another exactly are given once.

    Args:
        table: from ``read_raw``.
        recipe, series: what to read.
        names: of areas, for files that have no codes.

    Raises:
        ProsperityError: nothing matches the selection, the unit is another one, a cell cannot be read, an
            interval is turned round or open at one end, two rows of one area and period differ, or a row of
            any series does not begin with an area code.
    """
    cells = Cells(table, LAYOUTS[recipe.layout], names)
    if table.form is None:
        _refuse_shifted(cells, codes=recipe.codes)
    places = _select(cells, series=series)
    rows = [_read_row(cells, place, series=series, recipe=recipe) for place in places]
    if not rows:
        raise _nothing_selected(cells, series=series)
    if series.relabel is not None:
        _refuse_merged_periods(cells, places, rows)
    never = sorted(set(series.period_statuses) - {row[2] for row in rows})
    if never:
        raise ProsperityError(
            "the recipe names a period that has no rows",
            file=table.file,
            field="period_statuses",
            code=f"{series.slug} {never[0]}",
            expected="a period of the raw file",
            mend="correct the period in the recipe, or take it out",
        )
    kept = _drop_repeats(rows, cells)
    return pd.DataFrame(kept, columns=list(TIDY_COLUMNS))


_Row = tuple[int, str, str, float, float, float, str, bool, str, str]


def _refuse_shifted(cells: Cells, *, codes: dict[str, str]) -> None:
    """Refuse a row without an area code: its cells are shifted, so that it may belong to the series."""
    position = cells.table.columns["areacd"]
    known: set[str] = set()
    for place, row in enumerate(cells.table.rows):
        code = row[position]
        if code in known:
            continue
        if not CODE.fullmatch(codes.get(code, code)):
            raise cells.refuse(
                place, f"{code!r} is not an area code", field="areacd", expected="such as E06000001"
            )
        known.add(code)


def _refuse_merged_periods(cells: Cells, places: list[int], rows: list[_Row]) -> None:
    """Refuse two labels of an area that a recipe takes for one period, such as a year and a month of it."""
    labels: dict[tuple[str, str], str] = {}
    for place, row in zip(places, rows, strict=True):
        label = cells.read_period(place)
        first = labels.setdefault((row[1], row[2]), label)
        if label != first:
            raise cells.refuse(
                place,
                f"the recipe takes {first} and {label} both for {row[2]}",
                field="period",
                expected="one label for each period",
                mend="choose one span by period_ends_with, or correct relabel in the recipe",
            )


def _select(cells: Cells, *, series: SeriesRecipe) -> list[int]:
    """Return the places of the rows of a series; refuse another unit."""
    wanted, columns, rows = series.select, cells.table.columns, cells.table.rows
    indicator = columns.get("indicator")
    places = [
        place for place, row in enumerate(rows) if indicator is None or row[indicator] == wanted.indicator
    ]
    for name, chosen in wanted.where.items():
        places = _choose(cells, places, name=name, chosen=chosen, series=series)
    if wanted.code_starts:
        places = [place for place in places if rows[place][columns["areacd"]].startswith(wanted.code_starts)]
    if cells.layout.has_measure and wanted.measure is not None:
        measure = columns["measure"]
        places = [place for place in places if rows[place][measure] == wanted.measure]
    for place in places if "unit" in columns else ():
        if cells.get(place, "unit") != wanted.source_unit:
            raise cells.refuse(
                place,
                f"the unit is {cells.get(place, 'unit')!r}",
                field="unit",
                expected=f"{wanted.source_unit!r} (series {series.slug})",
            )
    if wanted.period_ends_with is not None:
        period = columns["period"]
        places = [place for place in places if rows[place][period].endswith(wanted.period_ends_with)]
    return places


def _choose(
    cells: Cells, places: list[int], *, name: str, chosen: str | tuple[str, ...], series: SeriesRecipe
) -> list[int]:
    """Return the places of rows with one of the chosen values in a column of the publisher's."""
    table = cells.table
    column = table.columns.get(OWN + name)
    if column is None:
        raise ProsperityError(
            f"there is no column {name!r} to choose by",
            file=table.file,
            field="where",
            code=series.slug,
            expected=f"one of {', '.join(one.removeprefix(OWN) for one in table.columns if OWN in one)}",
            mend="correct the recipe, or see what the publisher changed",
        )
    rows = table.rows
    wanted = {chosen} if isinstance(chosen, str) else set(chosen)
    found = [place for place in places if rows[place][column] in wanted]
    absent = sorted(wanted - {rows[place][column] for place in found})
    if absent:
        values = sorted({rows[place][column] for place in places})
        raise ProsperityError(
            f"no row has {absent[0]!r} in the column {name!r}",
            file=table.file,
            field="where",
            code=series.slug,
            expected=f"one of {', '.join(map(repr, values[:12]))}",
            mend="correct the recipe, or see what the publisher changed",
        )
    return found


def _nothing_selected(cells: Cells, *, series: SeriesRecipe) -> ProsperityError:
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


def _read_row(cells: Cells, place: int, *, series: SeriesRecipe, recipe: Recipe) -> _Row:
    """Read and check every cell of one row."""
    code, period, name = (
        cells.read_code(place, codes=recipe.codes),
        cells.read_period(place),
        cells.get(place, "areanm"),
    )
    try:
        period = series.relabel.apply(period) if series.relabel is not None else period
        parse_period(period)
    except ProsperityError as reason:
        raise cells.refuse(place, reason.problem, field="period", expected=reason.expected) from None
    if name.startswith(_FORMULA):
        raise cells.refuse(place, f"{name!r} begins like a formula", field="areanm", expected="a name")
    value, lower, upper, margin = (
        cells.read_number(place, column) for column in (cells.layout.figure, "lci_95", "uci_95", "margin")
    )
    if not math.isnan(margin):
        lower, upper = value - margin, value + margin
    if math.isnan(value) and cells.table.form is not None:
        # An interval of a figure that is held back says nothing that may be told.
        lower = upper = math.nan
    _check_interval(cells, place, lower=lower, upper=upper)
    mark, word = cells.read_mark(place, words=recipe.status_words)
    try:
        remark = read_remark(
            status=mark,
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


def _check_interval(cells: Cells, place: int, *, lower: float, upper: float) -> None:
    if math.isnan(lower) != math.isnan(upper):
        raise cells.refuse(
            place, "an interval has one end only", field="lci_95", expected="both ends or none"
        )
    if lower > upper:
        raise cells.refuse(place, f"the interval {lower} to {upper} is turned round", field="lci_95")


def _drop_repeats(rows: list[_Row], cells: Cells) -> list[_Row]:
    """Keep the first of exact repeats; refuse two rows of one area and period that differ."""
    first: dict[tuple[str, str], _Row] = {}
    columns = {3: cells.layout.figure, 4: "lci_95", 5: "uci_95", 9: "status"}
    for row in rows:
        key = (row[1], row[2])
        known = first.setdefault(key, row)
        differing = next((place for place in columns if not _same(known[place], row[place])), None)
        if known is not row and differing is not None:
            column = cells.table.named.get(columns[differing], columns[differing])
            raise ProsperityError(
                f"two rows for {key[0]} and {key[1]} differ in {column}: "
                f"{_tell(known[differing])} and {_tell(row[differing])}",
                file=cells.table.file,
                line=row[0],
                field=column,
                code=key[0],
                expected=f"one row (the first is in line {known[0]})",
                mend="ask the publisher which holds, or select by measure or where",
            )
    return list(first.values())


def _tell(cell: object) -> str:
    return "nothing" if isinstance(cell, float) and math.isnan(cell) else str(cell)


def _same(one: object, other: object) -> bool:
    return one == other or (_tell(one) == _tell(other) == "nothing")
