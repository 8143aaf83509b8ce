"""The figures of one dataset: ``observations.csv`` read fast and checked whole; errors name every line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from generator.catalogue.period import parse_period
from generator.catalogue.reasons import IMPORTED
from generator.catalogue.records import CODE, Dataset, Series
from generator.errors import ProsperityError
from generator.files.documents import load_record
from generator.files.faults import Faults
from generator.files.intake import refuse_large
from generator.files.tables import Table, read_table
from generator.files.texts import read_bytes

COLUMNS = ("series", "area_code", "period", "value", "lower", "upper", "status", "note", "reason")
STATUSES = ("observed", "derived", "estimated", "recast", "upper_tier", "missing")
"""How a figure came about, from best to worst; what each means is told in ``site/docs/method/data.md``."""
GREATER = frozenset(("K03000001", "K04000001"))
"""Great Britain, and England and Wales: totals that have no page, and that no score is made of."""
REIMPORT = "run: prosperity import SOURCES_DIR"
_NUMBERS = ("value", "lower", "upper")
_KEY = ("series", "area_code", "period")
_REASONS = frozenset(reason.word for reason in IMPORTED)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_CODE = re.compile(CODE, re.ASCII)
_CATEGORY = pa.dictionary(pa.int32(), pa.string())
_TYPES = {name: pa.float64() if name in _NUMBERS else _CATEGORY for name in COLUMNS}
_AHEAD = 10
_LAST_YEAR = 2100
Places = dict[str, np.ndarray[tuple[int], np.dtype[np.int32]]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def read_observations(folder: Path, *, kinds: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Read the ``observations.csv`` of one dataset's folder, with the columns of ``COLUMNS``.

    Args:
        folder: of the dataset; the file is held against its ``dataset.yml``, where there is one.
        kinds: of all areas that there are, by code; any code goes where it is None.

    Raises:
        ProsperityError: the file is missing or is not what an import writes: a cell that cannot be read, a
            row twice or out of order, a value outside its interval, a missing value without its reason; other
            series, periods or another number of rows than the metadata say, an unknown area. All faults
            together.
    """
    file = folder / "observations.csv"
    if not file.is_file():
        raise ProsperityError(
            "a dataset has no observations", file=file, expected="the figures of the dataset", mend=REIMPORT
        )
    refuse_large(file)
    described = folder / "dataset.yml"
    dataset = read_dataset(described) if described.is_file() else None
    try:
        read = _read_fast(file)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        read = None
    if read is None or not _is_right(read, dataset=dataset, kinds=kinds):
        raise _explain(file, dataset=dataset, kinds=kinds)
    return pd.DataFrame({name: _lay_out(read.column(name)) for name in COLUMNS}, copy=False)


def read_dataset(file: Path) -> Dataset:
    """Read one ``dataset.yml``; of the same bytes only once.

    Raises:
        ProsperityError: it cannot be read, or says what cannot be.
    """
    return _read_dataset(file, sha256(read_bytes(file, mend=REIMPORT)).digest())


@lru_cache(maxsize=1024)
def _read_dataset(file: Path, _: bytes) -> Dataset:
    return load_record(file, Dataset, mend=REIMPORT)


def _read_fast(file: Path) -> pa.Table | None:
    """Return the file as one chunk, its words numbered; None where its head is another."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(max(0, size - 1))
        if stream.read(1) != b"\n":
            return None
    table = pa.csv.read_csv(
        file,
        read_options=pa.csv.ReadOptions(use_threads=False, block_size=size + 1),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=_TYPES, null_values=[""], strings_can_be_null=False, auto_dict_encode=False
        ),
    )
    if tuple(table.column_names) != COLUMNS or not table.num_rows:
        return None
    return table.combine_chunks()


def _lay_out(column: pa.ChunkedArray) -> object:
    array = column.chunk(0)
    if pa.types.is_floating(array.type):
        return array.to_numpy(zero_copy_only=False)
    words = array.dictionary.cast(pa.large_string()).take(array.indices)
    return pd.arrays.ArrowStringArray(pa.chunked_array([words]), dtype=_TEXT)  # type: ignore[call-arg]


def _is_right(table: pa.Table, *, dataset: Dataset | None, kinds: Mapping[str, str] | None) -> bool:
    """Say whether all is as an import writes it; for the many files in which it is, fast."""
    words: dict[str, list[str]] = {}
    places: Places = {}
    for name in COLUMNS:
        if name not in _NUMBERS:
            array = table.column(name).chunk(0)
            if array.null_count:
                return False
            words[name] = array.dictionary.to_pylist()
            places[name] = array.indices.to_numpy()
    value, lower, upper = (table.column(name).chunk(0).to_numpy(zero_copy_only=False) for name in _NUMBERS)
    if not _are_words_right(words, dataset=dataset, kinds=kinds):
        return False
    order = np.zeros(len(value), dtype=np.int64)
    for name in _KEY:
        ranks = np.argsort(np.argsort(np.array(words[name])))
        order = order * len(ranks) + ranks[places[name]]
    if len(order) > 1 and not (np.diff(order) > 0).all():
        return False
    missing = np.isin(np.array(words["status"]), "missing")[places["status"]]
    given = ~np.isin(np.array(words["reason"]), "")[places["reason"]]
    empty, without = np.isnan(value), np.isnan(lower)
    right = (
        (missing == empty).all()
        and (missing == given).all()
        and (without == np.isnan(upper)).all()
        and not (empty & ~without).any()
        and not np.isinf(value).any()
        # Not a number is neither above nor below.
        and not ((lower > value) | (value > upper)).any()
        and not (np.isinf(lower) | np.isinf(upper)).any()
    )
    if not right or dataset is None:
        return bool(right)
    low, high = _find_bounds(words["series"], dataset)
    inside = (value >= low[places["series"]]) & (value <= high[places["series"]])
    return (
        len(value) == dataset.rows_kept
        and bool((inside | empty).all())
        and (kinds is None or _are_spans_right(words, places, ~empty, dataset=dataset, kinds=kinds))
    )


def _find_bounds(series: list[str], dataset: Dataset) -> tuple[Floats, Floats]:
    """Return the least and the largest plausible value of each series."""
    told = {one.slug: one for one in dataset.series}
    low = [told[slug].minimum for slug in series]
    high = [told[slug].maximum for slug in series]
    return (
        np.array([-np.inf if one is None else one for one in low]),
        np.array([np.inf if one is None else one for one in high]),
    )


def _are_words_right(
    words: dict[str, list[str]], *, dataset: Dataset | None, kinds: Mapping[str, str] | None
) -> bool:
    if not set(words["status"]) <= set(STATUSES) or not set(words["reason"]) <= {"", *_REASONS}:
        return False
    if not all(map(_is_period, words["period"])):
        return False
    if kinds is None:
        known = all(map(_CODE.fullmatch, words["area_code"]))
    else:
        known = all(code in kinds or code in GREATER for code in words["area_code"])
    if dataset is not None:
        return known and set(words["series"]) == {series.slug for series in dataset.series}
    return known


def _are_spans_right(
    words: dict[str, list[str]], places: Places, figured: Bools, *, dataset: Dataset, kinds: Mapping[str, str]
) -> bool:
    """Say whether the first and the last period with a council's figure are those of the metadata."""
    periods = sorted(words["period"], key=parse_period)
    ranks = np.array([periods.index(text) for text in words["period"]])[places["period"]]
    councils = np.array([kinds.get(code) == "council" for code in words["area_code"]])[places["area_code"]]
    for series in dataset.series:
        own = ranks[(places["series"] == words["series"].index(series.slug)) & councils & figured]
        if (
            len(own)
            and series.first_period
            and (periods[own.min()], periods[own.max()]) != (series.first_period, series.last_period)
        ):
            return False
    return parse_period(periods[-1]).year <= _find_last_year(dataset)


def _find_last_year(dataset: Dataset) -> int:
    """Return the last year for which a dataset may say anything, if only that a figure is missing."""
    years = [parse_period(one.last_period).year for one in dataset.series if one.last_period]
    return max(years, default=_LAST_YEAR - _AHEAD) + _AHEAD


@lru_cache(maxsize=4096)
def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ProsperityError:
        return False
    return True


def _explain(file: Path, *, dataset: Dataset | None, kinds: Mapping[str, str] | None) -> ProsperityError:
    """Return what is wrong with a file, row by row."""
    try:
        table = read_table(file, columns=COLUMNS, others="refuse", filled=True, whole=True, mend=REIMPORT)
        faults = Faults(file, REIMPORT)
        if table.head != COLUMNS:
            faults.add("columns differ: they stand in another order", line=1, expected=",".join(COLUMNS))
        _note_rows(table, dataset=dataset, kinds=kinds, faults=faults)
        if dataset is not None:
            _note_spans(table, dataset, kinds, faults)
        if not faults.found:
            faults.add("observations cannot be read", expected="what an import writes")
        faults.check()
    except ProsperityError as error:
        return error
    raise AssertionError("a file was refused without a reason")


def _note_rows(
    table: Table, *, dataset: Dataset | None, kinds: Mapping[str, str] | None, faults: Faults
) -> None:
    series = {one.slug for one in dataset.series} if dataset is not None else None
    before: tuple[str, ...] | None = None
    seen: dict[tuple[str, ...], int] = {}
    for line, row in zip(table.lines, table.by_name(), strict=True):
        key = tuple(row[name] for name in _KEY)
        for name, problem, expected in _find_wrong(row, series=series, kinds=kinds):
            faults.add(problem, line=line, name=name, code=row["area_code"] or None, expected=expected)
        if key in seen:
            faults.add(
                f"the row stands twice (first in line {seen[key]})",
                line=line,
                name="period",
                code=row["area_code"],
                expected="one row for each series, area and period",
            )
        elif before is not None and key < before:
            faults.add(
                "the row stands out of order",
                line=line,
                name="area_code",
                code=row["area_code"],
                expected="rows sorted by series, area and period",
            )
        seen.setdefault(key, line)
        before = key


def _find_wrong(
    row: dict[str, str], *, series: Collection[str] | None, kinds: Mapping[str, str] | None
) -> Iterator[tuple[str, str, str]]:
    """Yield column, problem and what was expected for everything that is wrong in one row."""
    if series is not None and row["series"] not in series:
        yield "series", f"there is no series {row['series']!r}", "a series of dataset.yml"
    code = row["area_code"]
    if kinds is None:
        if not _CODE.fullmatch(code):
            yield "area_code", f"{code!r} is no code", "an area code"
    elif code not in kinds and code not in GREATER:
        yield "area_code", f"there is no area {code!r}", "a code of areas.csv"
    if not _is_period(row["period"]):
        yield "period", f"period {row['period']!r} cannot be read", "a date and an optional duration"
    numbers: dict[str, float] = {}
    for name in _NUMBERS:
        cell = row[name]
        if cell and _NUMBER.fullmatch(cell) and np.isfinite(float(cell)):
            numbers[name] = float(cell)
        elif cell:
            yield name, f"{cell!r} is not a number", "a number, in digits and a point only"
            return
    yield from _find_odd(row, numbers)


def _find_odd(row: dict[str, str], numbers: dict[str, float]) -> Iterator[tuple[str, str, str]]:
    """Yield what does not go together in a row of which every number can be read."""
    status, reason = row["status"], row["reason"]
    if status not in STATUSES:
        yield "status", f"there is no status {status!r}", ", ".join(STATUSES)
    elif (status == "missing") != ("value" not in numbers):
        problem = "a missing value has a figure" if "value" in numbers else "a figure is missing"
        yield "value", f"{problem}, and the status is {status!r}", "no figure exactly where it is missing"
    elif (reason in _REASONS) != (status == "missing") or (reason and reason not in _REASONS):
        yield (
            "reason",
            f"the reason {reason!r} does not fit the status {status!r}",
            "a word of catalogue/reasons.py exactly where a value is missing",
        )
    if ("lower" in numbers) != ("upper" in numbers):
        name = "upper" if "lower" in numbers else "lower"
        yield name, "an interval is open at one end", "both ends or none"
    elif "lower" in numbers and "value" not in numbers:
        yield "lower", "an interval has no value", "an interval with its value"
    elif "lower" in numbers and not numbers["lower"] <= numbers["value"] <= numbers["upper"]:
        told = f"{row['value']} is outside its interval from {row['lower']} to {row['upper']}"
        yield "lower", told, "lower, value and upper in this order"


def _note_spans(table: Table, dataset: Dataset, kinds: Mapping[str, str] | None, faults: Faults) -> None:
    """Note another number of rows or other periods than the metadata say."""
    last = table.lines[-1]
    if len(table.rows) != dataset.rows_kept:
        faults.add(
            f"the file has {len(table.rows):,} rows",
            line=last,
            expected=f"{dataset.rows_kept:,} rows, as rows_kept of dataset.yml says",
        )
    rows = [(line, row) for line, row in zip(table.lines, table.by_name(), strict=True)]
    latest = _find_last_year(dataset)
    for line, row in rows:
        if _is_period(row["period"]) and parse_period(row["period"]).year > latest:
            faults.add(
                f"the period {row['period']} is far after the last one of the dataset",
                line=line,
                name="period",
                code=row["area_code"],
                expected="a period that dataset.yml names",
            )
    for one in dataset.series:
        own = [(line, row) for line, row in rows if row["series"] == one.slug]
        _note_outside(own, one, faults)
        if not own:
            faults.add(f"the series {one.slug!r} has no rows", line=last, name="series", expected="some rows")
        if kinds is not None:
            _note_ends(own, one, kinds, faults)


def _note_outside(rows: list[tuple[int, dict[str, str]]], series: Series, faults: Faults) -> None:
    low = -np.inf if series.minimum is None else series.minimum
    high = np.inf if series.maximum is None else series.maximum
    for line, row in rows:
        if _NUMBER.fullmatch(row["value"]) and not low <= float(row["value"]) <= high:
            faults.add(
                f"{row['value']} is not plausible",
                line=line,
                name="value",
                code=row["area_code"],
                expected=f"{low:g} to {high:g}, as dataset.yml says",
            )


def _note_ends(
    rows: list[tuple[int, dict[str, str]]], series: Series, kinds: Mapping[str, str], faults: Faults
) -> None:
    figures = sorted(
        (parse_period(row["period"]), line)
        for line, row in rows
        if row["value"] and kinds.get(row["area_code"]) == "council" and _is_period(row["period"])
    )
    for word, place in (("first", 0), ("last", -1)):
        told = getattr(series, f"{word}_period")
        if figures and told and figures[place][0].text != told:
            period, line = figures[place]
            faults.add(
                f"the {word} period of {series.slug} with a figure is {period.text}",
                line=line,
                name="period",
                expected=f"{told}, as {word}_period of dataset.yml says",
            )
