"""The shape of the table of observations, as a pandera schema: types, statuses, intervals, unique keys."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from generator.catalogue.period import parse_period
from generator.catalogue.quality import Outcome
from generator.catalogue.store import STATUSES
from generator.errors import ProsperityError

KEY = ["dataset", "series", "area_code", "period"]
_CODE = r"^[EWSNK]\d{8}$"


def _are_periods(texts: pd.Series) -> pd.Series:
    known = {text: _is_period(text) for text in texts.unique()}
    return texts.map(known).astype(bool)


def _is_period(text: object) -> bool:
    try:
        parse_period(str(text))
    except ProsperityError:
        return False
    return True


def _missing_as_said(table: pd.DataFrame) -> pd.Series:
    return table["value"].isna() == (table["status"] == "missing")


def _with_reason(table: pd.DataFrame) -> pd.Series:
    return table["value"].notna() | (table["note"] != "")


def _both_ends(table: pd.DataFrame) -> pd.Series:
    return table["lower"].isna() == table["upper"].isna()


def _in_order(table: pd.DataFrame) -> pd.Series:
    return ~(table["lower"] > table["upper"])


def _finite(numbers: pd.Series) -> pd.Series:
    return ~numbers.isin([float("inf"), float("-inf")])


_FINITE = pa.Check(_finite, name="finite", error="a number that is not infinite")

OBSERVATIONS = pa.DataFrameSchema(
    {
        "dataset": pa.Column("str"),
        "series": pa.Column("str"),
        "area_code": pa.Column(
            "str", pa.Check.str_matches(_CODE, name="code", error="a code such as E06000001")
        ),
        "period": pa.Column(
            "str", pa.Check(_are_periods, name="period", error="a period such as 2024-01-01/P1Y")
        ),
        "value": pa.Column("float64", _FINITE, nullable=True),
        "lower": pa.Column("float64", _FINITE, nullable=True),
        "upper": pa.Column("float64", _FINITE, nullable=True),
        "status": pa.Column(
            "str", pa.Check.isin(STATUSES, name="status", error=f"one of {', '.join(STATUSES)}")
        ),
        "note": pa.Column("str"),
    },
    checks=[
        pa.Check(_missing_as_said, name="missing", error="a figure, or the status missing", ignore_na=False),
        pa.Check(_with_reason, name="reason", error="a reason where a figure is missing", ignore_na=False),
        pa.Check(_both_ends, name="ends", error="both ends of an interval, or none", ignore_na=False),
        pa.Check(_in_order, name="order", error="an interval from low to high", ignore_na=False),
    ],
    unique=KEY,
)
"""All observations of an import, with the slug of their dataset. ``store.read_observations`` sees to the
number and order of columns."""


def check_table(table: pd.DataFrame) -> list[Outcome]:
    """Return what is wrong with the observations of all datasets, one blocker for each kind and series.

    Args:
        table: the columns of ``OBSERVATIONS``, with an index from 0.
    """
    try:
        OBSERVATIONS.validate(table, lazy=True)
    except pa.errors.SchemaErrors as reason:
        return _tell(reason.failure_cases, table)
    return []


def _tell(cases: pd.DataFrame, table: pd.DataFrame) -> list[Outcome]:
    found: dict[tuple[str, str, str], tuple[Outcome, int]] = {}
    columns = (cases["check"].astype(str), cases["failure_case"].astype(str), cases["index"])
    for check, case, index in zip(*columns, strict=True):
        outcome = _judge_table(f"{check}: {case}") if pd.isna(index) else _judge_row(check, table.iloc[index])
        key = (check, outcome.dataset, outcome.series)
        first, times = found.get(key, (outcome, 0))
        found[key] = (first, times + 1)
    return [first for first, _ in found.values()]


def _judge_table(problem: str) -> Outcome:
    """Return the blocker of a table that fails as a whole, such as one that lacks a column."""
    return Outcome("types", "blocker", "", "", "", "", f"the table fails: {problem}", "the usual columns")


def _judge_row(check: str, row: pd.Series) -> Outcome:
    """Return the blocker of a row that fails a check."""
    unique = check == "multiple_fields_uniqueness"
    numbers = ", ".join(f"{name} {row[name]}" for name in ("value", "lower", "upper", "status"))
    return Outcome(
        "keys" if unique else "types",
        "blocker",
        str(row["dataset"]),
        str(row["series"]),
        str(row["area_code"]),
        str(row["period"]),
        "the place and period are there twice" if unique else numbers,
        "one figure for each place and period" if unique else check,
    )
