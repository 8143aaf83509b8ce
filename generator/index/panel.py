"""The panel: one cell for each area, indicator and year, each with a value and a status."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.reasons import read_reason
from generator.catalogue.records import NATIONS, Area, Framework, Indicator
from generator.composite.arrays import Bools, Floats, Ints
from generator.errors import ProsperityError
from generator.index.gaps import give_reasons, leave_nations_out
from generator.index.results import Panel, Status, Structure

CARRY_YEARS = 5
_MEASURED = {
    status.label: int(status) for status in Status if status <= Status.UPPER_TIER
}  # what a publisher can give
_STATUSES = {**_MEASURED, Status.MISSING.label: int(Status.MISSING)}


def build_panel(
    observations: pd.DataFrame,
    *,
    areas: Sequence[Area],
    structure: Structure,
    years: Sequence[int],
    framework: Framework,
) -> Panel:
    """Lay observations out as arrays and fill inner gaps.

    The latest period wins where a year has several. Years between two measured years are interpolated on a
    straight line; after the last measured year its value is carried for at most 5 years. Nothing is filled
    before the first measured year. A year without a figure of its own has a reason: that of the latest row
    about it, else why there is no row.

    Args:
        observations: columns as ``catalogue.store.load_observations`` gives; rows of other areas, indicators
            or years are left out.
        areas: the councils, in the order of axis A.
        structure: the tree; its indicators are axis I.
        years: consecutive calendar years, axis Y.
        framework: says which nations an indicator covers and whether they are comparable.

    Raises:
        ProsperityError: two values for one area, indicator and period.
    """
    shape = (len(areas), len(structure.indicators), len(years))
    rows, periods, notes = _locate(observations, areas=areas, structure=structure, years=years)
    cells = tuple(rows[axis].to_numpy() for axis in ("a", "i", "y"))
    value, lower, upper = (np.full(shape, np.nan) for _ in range(3))
    status = np.full(shape, Status.MISSING, dtype=np.int8)
    period, note = (np.full(shape, -1, dtype=np.int32) for _ in range(2))
    filled = {
        "value": value,
        "lower": lower,
        "upper": upper,
        "status": status,
        "period": period,
        "note": note,
    }
    for name, array in filled.items():
        array[cells] = rows[name].to_numpy()
    indicators = framework.indicators
    group = _groups(indicators, areas)
    reason = give_reasons(rows, status=status, group=group)
    notes = leave_nations_out(indicators, areas, reason=reason, note=note, notes=notes)
    _fill(value, status=status, period=period)
    return Panel(
        areas=tuple(area.code for area in areas),
        indicators=structure.indicators,
        years=tuple(years),
        value=value,
        lower=lower,
        upper=upper,
        status=status,
        period=period,
        periods=periods,
        reason=reason,
        note=note,
        notes=notes,
        group=group,
        pooled=np.array([indicator.comparable == "uk" for indicator in indicators]),
        nation=number_nations(areas),
    )


def number_nations(areas: Sequence[Area]) -> Ints:
    """Return the position of each area's nation in ``NATIONS``, shape (A,)."""
    order: dict[str, int] = {name: number for number, name in enumerate(NATIONS)}
    return np.array([order[area.nation] for area in areas], dtype=np.int32)


def _locate(
    observations: pd.DataFrame, *, areas: Sequence[Area], structure: Structure, years: Sequence[int]
) -> tuple[pd.DataFrame, tuple[str, ...], tuple[str, ...]]:
    """Return one row a cell, the latest with a value, and the periods and notes that the rows number.

    Texts are numbered before anything is sorted: rows of numbers are moved many times faster.
    """
    place = {
        "a": _positions(observations["area_code"], [area.code for area in areas]),
        "i": _positions(observations["indicator"], structure.indicators),
        "y": observations["year"].to_numpy(dtype=np.int64) - years[0],
    }
    here = (place["a"] >= 0) & (place["i"] >= 0) & (place["y"] >= 0) & (place["y"] < len(years))
    used = observations.loc[here, ["value", "lower", "upper", "status", "period", "note", "reason"]]
    period, periods = _number(used["period"])
    note, notes = _number(used["note"])
    status = _translate(used["status"], lambda word: _STATUSES[word])
    rows = pd.DataFrame(
        {
            **{axis: positions[here] for axis, positions in place.items()},
            **{name: used[name].to_numpy(dtype=np.float64) for name in ("value", "lower", "upper")},
            "measured": (status <= Status.UPPER_TIER) & used["value"].notna().to_numpy(),
            "status": status,
            "reason": _translate(used["reason"], read_reason),
            "period": period,
            "note": note,
        }
    )
    rows = rows.sort_values(["a", "i", "y", "measured", "period"], kind="stable")
    _refuse_repeats(rows, areas=areas, structure=structure, periods=periods)
    return rows.drop_duplicates(["a", "i", "y"], keep="last"), periods, notes


def _refuse_repeats(
    rows: pd.DataFrame, *, areas: Sequence[Area], structure: Structure, periods: Sequence[str]
) -> None:
    measured = rows[rows["measured"]]
    twice = measured.duplicated(["a", "i", "period"])
    if twice.any():
        a, i, period = measured.loc[twice, ["a", "i", "period"]].iloc[0]
        raise ProsperityError(
            "One area has two values for one indicator and period.",
            code=f"{areas[a].code} {structure.indicators[i]} {periods[period]}",
            expected="one series per indicator and nation",
            mend="check the nations of the indicator's series in data/framework.yml",
        )


def _positions(names: pd.Series, axis: Sequence[str]) -> npt.NDArray[np.int64]:
    codes, found = pd.factorize(names)
    return np.asarray(pd.Index(axis).get_indexer(pd.Index(found))[codes], dtype=np.int64)


def _translate(words: pd.Series, translate: Callable[[str], int]) -> npt.NDArray[np.int8]:
    """Return the number of each word; each different word is looked up once."""
    codes, found = pd.factorize(words)
    return np.array([int(translate(str(word))) for word in found], dtype=np.int8)[codes]


def _number(texts: pd.Series) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    """Return the position of each text among the different ones, and those in order; -1 for no text."""
    codes, found = pd.factorize(texts, sort=True)
    known = tuple(str(text) for text in found)
    return (codes - 1, known[1:]) if known[:1] == ("",) else (codes, known)


def _fill(value: Floats, *, status: npt.NDArray[np.int8], period: Ints) -> None:
    """Interpolate between measured years and carry the last one on, in place."""
    measured = status <= Status.UPPER_TIER
    last, following = neighbours_in_time(measured)
    year = np.arange(value.shape[2])
    inside = ~measured & (last >= 0) & (following >= 0)
    carried = ~measured & (last >= 0) & (following < 0) & (year - last <= CARRY_YEARS)
    before = np.take_along_axis(value, np.maximum(last, 0), axis=2)
    after = np.take_along_axis(value, np.maximum(following, 0), axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        line = before + (after - before) * (year - last) / (following - last)
    source = np.take_along_axis(period, np.maximum(last, 0), axis=2)
    value[inside] = line[inside]
    status[inside] = Status.INTERPOLATED
    period[inside] = -1
    value[carried] = before[carried]
    period[carried] = source[carried]
    status[carried] = Status.CARRIED


def neighbours_in_time(measured: Bools) -> tuple[Ints, Ints]:
    """Return for each cell the last measured year at or before it and the next at or after it (-1: none).

    Args:
        measured: shape (..., Y).

    Returns:
        Two arrays of positions on axis Y, shape (..., Y).
    """
    count = measured.shape[-1]
    year = np.arange(count, dtype=np.int32)
    last = np.maximum.accumulate(np.where(measured, year, -1), axis=-1)
    following = np.minimum.accumulate(np.where(measured, year, count)[..., ::-1], axis=-1)[..., ::-1]
    return last.astype(np.int32), np.where(following == count, -1, following).astype(np.int32)


def _groups(indicators: Sequence[Indicator], areas: Sequence[Area]) -> npt.NDArray[np.int8]:
    """Standardisation group of each area and indicator, shape (A, I); -1 where its nation has no series."""
    table = np.full((len(areas), len(indicators)), -1, dtype=np.int8)
    nation = np.array([area.nation for area in areas], dtype=object)
    for place, indicator in enumerate(indicators):
        for number, name in enumerate(NATIONS):
            group = find_group(indicator, name, number=number)
            table[nation == name, place] = group
    return table


def find_group(indicator: Indicator, nation: str, *, number: int) -> int:
    """Return the standardisation group of a nation: 0 where all are comparable, else its series or itself."""
    for index, ref in enumerate(indicator.series):
        if nation in ref.nations:
            return {"uk": 0, "series": index, "nation": number}[indicator.comparable]
    return -1
