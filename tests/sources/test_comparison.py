"""What differs between two tables of one series: each kind of difference by itself, worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from generator.catalogue.records import Series
from generator.catalogue.store import OBSERVATION_COLUMNS
from generator.sources.comparison import Revision, SeriesChange, compare_series

NAN = math.nan
YEAR = "2024-01-01/P1Y"
Row = tuple[str, str, float]


def describe(kind: str = "rate") -> Series:
    return Series(
        slug="pay", title="Pay", unit="%", decimals=1, kind=kind, nations=("England",), description="Pay."
    )


def make_table(
    *rows: Row, lower: float = NAN, status: str = "observed", note: str = "", reason: str = ""
) -> pd.DataFrame:
    cells = [("pay", code, period, value, lower, lower, status, note, reason) for code, period, value in rows]
    return pd.DataFrame(cells, columns=list(OBSERVATION_COLUMNS))


def compare(old: pd.DataFrame, new: pd.DataFrame, *, kind: str = "rate") -> SeriesChange:
    return compare_series(old, new, about=describe(kind))


def test_equal_tables_have_no_change() -> None:
    table = make_table(("E06000001", YEAR, 1.0), ("E06000002", YEAR, NAN))
    assert compare(table, table.copy()) == SeriesChange(describe())


@pytest.mark.parametrize(("new", "notable"), [(10.1, 0), (10.11, 1), (9.89, 1), (9.91, 0)])
def test_a_revision_is_notable_beyond_one_per_cent_of_the_earlier_figure(new: float, notable: int) -> None:
    change = compare(make_table(("E06000001", YEAR, 10.0)), make_table(("E06000001", YEAR, new)))
    assert (change.revised, change.notable) == (1, notable)


def test_any_revision_of_nought_is_notable() -> None:
    change = compare(make_table(("E06000001", YEAR, 0.0)), make_table(("E06000001", YEAR, 0.1)))
    assert (change.revised, change.notable) == (1, 1)


OLD = [("E06000001", YEAR, 100.0), ("E06000002", YEAR, 10.0), ("E92000001", YEAR, 1000.0)]
NEW = [("E06000001", YEAR, 103.0), ("E06000002", YEAR, 12.0), ("E92000001", YEAR, 2000.0)]


def test_the_largest_are_councils_first_then_by_size() -> None:
    change = compare(make_table(*OLD), make_table(*NEW))
    assert [one.area_code for one in change.largest] == ["E06000001", "E06000002", "E92000001"]
    assert change.largest[0] == Revision("E06000001", YEAR, 100.0, 103.0)


def test_counts_are_ranked_by_share() -> None:
    change = compare(make_table(*OLD), make_table(*NEW), kind="count")
    # A fifth of ten is more than three of a hundred.
    assert [one.area_code for one in change.largest] == ["E06000002", "E06000001", "E92000001"]


def test_only_five_are_named() -> None:
    rows = [(f"E0600000{n}", YEAR, float(n)) for n in range(1, 8)]
    change = compare(make_table(*rows), make_table(*((code, year, 2 * value) for code, year, value in rows)))
    assert change.revised == 7
    assert [one.area_code for one in change.largest] == [f"E0600000{n}" for n in (7, 6, 5, 4, 3)]


def test_a_figure_that_is_withheld_changes_its_status_and_is_no_revision() -> None:
    old, new = make_table(("E06000001", YEAR, 1.0)), make_table(("E06000001", YEAR, NAN), status="missing")
    change = compare(old, new)
    assert (change.revised, change.statuses) == (0, (("observed", "missing", 1),))


def test_a_reason_counts_where_the_figure_is_missing_before_and_now() -> None:
    row = ("E06000001", YEAR, NAN)
    old = make_table(row, status="missing", reason="suppressed")
    assert compare(old, make_table(row, status="missing", reason="blank")).reasons == (
        ("suppressed", "blank", 1),
    )
    found = compare(old, make_table(("E06000001", YEAR, 1.0)))
    assert (found.statuses, found.reasons) == ((("missing", "observed", 1),), ())


def test_intervals_and_remarks_count_only_beside_the_same_figure() -> None:
    row = ("E06000001", YEAR, 1.0)
    assert compare(make_table(row), make_table(row, lower=0.5)).intervals == 1
    assert compare(make_table(row, note="a"), make_table(row, note="b")).notes == 1
    moved = compare(make_table(row, note="a"), make_table(("E06000001", YEAR, 2.0), lower=0.5, note="b"))
    assert (moved.revised, moved.intervals, moved.notes) == (1, 0, 0)


def test_rows_that_come_or_go_inside_known_periods_and_areas_are_counted() -> None:
    old = make_table(("E06000001", "2023", 1.0), ("E06000001", YEAR, 1.0), ("E06000002", "2023", 1.0))
    new = make_table(("E06000001", "2023", 1.0), ("E06000002", "2023", 1.0), ("E06000002", YEAR, 1.0))
    change = compare(old, new)
    assert (change.added, change.gone) == (1, 1)
    assert (change.new_periods, change.new_areas) == ((), ())
