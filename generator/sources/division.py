"""Rates made here: a published count divided by the published people of the same council and year.

For counts whose published rates rest on a population that has since been revised, or that have none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from generator.catalogue.observations import STATUSES
from generator.catalogue.period import parse_period
from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.sources.partnerships import Sharers
from generator.sources.recipe import Division, SeriesRecipe, ShareOf

WHOLE = 1e-6
"""A count worked out from a share with all its digits lies no further from a whole number."""


@dataclass(frozen=True)
class People:
    """What counts are divided by.

    Attributes:
        division: what it is.
        figures: by area and calendar year.
        statuses: how each of them came about.
    """

    division: Division
    figures: Mapping[tuple[str, int], float]
    statuses: Mapping[tuple[str, int], str]

    @property
    def last_year(self) -> int:
        """The latest year with any figure."""
        return max(year for _, year in self.figures)


def as_counts(series: SeriesRecipe) -> SeriesRecipe:
    """Return the series as the counts that are read: they add when councils merge."""
    return series.model_copy(
        update={"kind": "count", "minimum": 0.0, "maximum": math.inf, "decimals": 0, "per": None}
    )


def as_people(series: SeriesRecipe, source: Division | ShareOf) -> SeriesRecipe:
    """Return the series that reads what is divided by, or what the shares are of."""
    return as_counts(series).model_copy(update={"select": source.select, "scale": 1.0})


def count_shares(rows: pd.DataFrame, wholes: pd.DataFrame, *, share_of: ShareOf, file: Path) -> pd.DataFrame:
    """Return the rows with the counts that their shares stand for: per cent x count of that area and period.

    Args:
        rows: per cent, with columns ``area_code``, ``period``, ``value`` and ``line``.
        wholes: counts, with the same columns.
        share_of: what they count.
        file: for messages.

    Raises:
        ProsperityError: a share without its count, or that makes no whole number.
    """
    keys = ["area_code", "period"]
    known = wholes.drop_duplicates(keys).set_index(keys)["value"]
    whole = known.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy()
    counts = rows["value"] * whole / 100
    wrong = rows["value"].notna() & ~((counts - counts.round()).abs() <= WHOLE)
    if wrong.any():
        first = rows[wrong].iloc[0]
        raise ProsperityError(
            f"{first['value']:g} % of the {share_of.name} of {first['period']} is no whole number",
            file=file,
            line=int(first["line"]),
            field="value",
            code=str(first["area_code"]),
            expected=f"a share, with all its digits, of a count in {share_of.file}",
        )
    return rows.assign(value=counts.round())


def refuse_fractions(rows: pd.DataFrame, *, file: Path) -> None:
    """Refuse a count that is not a whole number.

    Raises:
        ProsperityError: with the line of the first one.
    """
    broken = rows["value"].notna() & (rows["value"] % 1 != 0)
    if broken.any():
        first = rows[broken].iloc[0]
        raise ProsperityError(
            f"the count {first['value']:g} is not a whole number",
            file=file,
            line=int(first["line"]),
            field="value",
            code=str(first["area_code"]),
            mend="divide counts only; a published rate needs no `per`",
        )


def gather_people(observations: pd.DataFrame, division: Division, *, file: Path) -> People:
    """Return the figures by area and year of the period's middle.

    Args:
        observations: columns of ``geography.recast.COLUMNS``, on the codes of today.
        division: what they are.
        file: for messages.

    Raises:
        ProsperityError: an area has two figures for one year.
    """
    figures: dict[tuple[str, int], float] = {}
    statuses: dict[tuple[str, int], str] = {}
    known = observations[observations["value"].notna()]
    columns = ["area_code", "period", "value", "status"]
    for code, period, value, status in known[columns].itertuples(index=False, name=None):
        key = (code, parse_period(period).year)
        if key in figures:
            raise ProsperityError(
                f"two figures of {key[1]} to divide by", file=file, field="period", code=code
            )
        figures[key] = float(value)
        statuses[key] = status
    return People(division, figures, statuses)


def divide_counts(
    observations: pd.DataFrame, people: People, *, series: SeriesRecipe, sharers: Sharers, file: Path
) -> pd.DataFrame:
    """Return the rates: count / people of the year of the period's middle x ``per``.

    A count newer than the last figure to divide by takes that one, if it is at most ``years_ahead`` older.
    What several councils share is divided by the people of all of them. A count whose people are not known
    or nought becomes missing, with the reason. A rate is derived, or what its worst part is, such as recast.

    Args:
        observations: counts, with the columns of ``geography.recast.COLUMNS``, on the codes of today.
        people: what to divide by.
        series: gives ``per`` and the plausible range of the rate.
        sharers: the cells that hold the count of a partnership.
        file: for messages.

    Raises:
        ProsperityError: a rate outside ``minimum`` to ``maximum``; a count shared by nobody knows whom.
    """
    rows = [
        _divide(row, people, series=series, sharers=sharers, file=file)
        for row in observations.itertuples(index=False, name=None)
    ]
    return pd.DataFrame(rows, columns=list(observations.columns))


_Cell = tuple[str, str, float, float, float, str, str, str]


def _divide(cell: _Cell, people: People, *, series: SeriesRecipe, sharers: Sharers, file: Path) -> _Cell:
    code, period, count, lower, upper, status, note, _ = cell
    if status == "missing":
        return cell
    one = sharers.get((code, period))
    if status == "upper_tier" and one is None:
        problem = "a count is shared, but it is not known by whom"
        raise ProsperityError(problem, file=file, field="areacd", code=code)
    councils = one.councils if one is not None else (code,)
    year = parse_period(period).year
    base = _find_base(people, year)
    total = sum(people.figures.get((council, base), math.nan) for council in councils)
    if not total > 0:
        told = f"There is no {people.division.name} of {year} to divide the count by."
        return code, period, math.nan, math.nan, math.nan, "missing", told, Reason.LEFT_OUT.word
    factor = (series.per or 1) / total
    _check_rate(count * factor, series=series, file=file, code=code, period=period)
    parts = (status, *(people.statuses[council, base] for council in councils))
    status = max("derived", *parts, key=STATUSES.index)
    whose = " of all its councils" if one is not None else ""
    told = _tell(note, by=f"{people.division.name} of {base}{whose}", late=base < year)
    return code, period, count * factor, lower * factor, upper * factor, status, told, ""


def _find_base(people: People, year: int) -> int:
    """Return the year whose people a count of ``year`` is divided by."""
    last = people.last_year
    return last if last < year <= last + people.division.years_ahead else year


def _tell(note: str, *, by: str, late: bool) -> str:
    """Return the note of a rate: where the count comes from, then what it was divided by."""
    first = note[:1].upper() + note[1:] + ("" if note == "" or note.endswith(".") else ".")
    ending = ", the latest there is" if late else ""
    return f"{first} Count divided by the {by}{ending}.".strip()


def _check_rate(value: float, *, series: SeriesRecipe, file: Path, code: str, period: str) -> None:
    if not series.minimum <= value <= series.maximum:
        raise ProsperityError(
            f"the rate {value:g} of {period} is not plausible",
            file=file,
            field="value",
            code=code,
            expected=f"{series.minimum:g} to {series.maximum:g}",
            mend="if it is right, widen the range in the recipe, or drop the area with a reason",
        )
