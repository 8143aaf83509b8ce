"""From the rows of a series to the observations the index can use, with a count of what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from generator.catalogue.period import parse_period
from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.sources.codes import COUNCIL_PREFIXES, SHARED_CODES, describe_code
from generator.sources.recipe import Recipe, SeriesRecipe

OTHER_NATIONS = "areas outside the nations of the series"
OTHER_TOTALS = "totals over nations that the series does not all cover"


@dataclass(frozen=True)
class Settled:
    """Observations of one series on publishers' codes.

    Attributes:
        observations: line, area_code, period, value, lower, upper, note, shared, reason.
        left_out: reasons and how many rows each took away.
    """

    observations: pd.DataFrame
    left_out: Counter[str]


def settle_series(rows: pd.DataFrame, *, recipe: Recipe, series: SeriesRecipe, file: Path) -> Settled:
    """Keep areas the index knows, of the series' nations, from the first year on; check ranges.

    Areas of ``drop_areas`` stay as missing, with the reason as note; those of ``shared_areas`` are marked.

    Raises:
        ProsperityError: a code of an unknown kind, a value outside ``minimum`` to ``maximum`` or outside its
            own interval, a dropped or shared area that is not in the file, or a shared one without a figure
            in a period that is named.
    """
    left_out: Counter[str] = Counter()
    rows = _keep_areas(rows, series=series, file=file, left_out=left_out)
    early = rows["period"].map(
        {text: parse_period(text).year < recipe.first_year for text in rows["period"].unique()}
    )
    early = early.astype(bool)
    if early.any():
        left_out[f"before {recipe.first_year}"] += int(early.sum())
    rows = _blank_dropped(rows[~early], series=series, file=file, left_out=left_out)
    rows = _mark_shared_areas(rows, series=series, file=file)
    _check_ranges(rows, series=series, file=file)
    return Settled(_spread_shared(rows), left_out)


def _keep_areas(
    rows: pd.DataFrame, *, series: SeriesRecipe, file: Path, left_out: Counter[str]
) -> pd.DataFrame:
    """Drop kinds of areas that the index does not report on, and other nations."""
    wanted = set(series.select.nations or series.nations) & set(series.nations)
    verdicts: dict[str, str] = {}
    for code in sorted(rows["area_code"].unique()):
        place = describe_code(code)
        if place is None:
            first = rows[rows["area_code"] == code].iloc[0]
            raise ProsperityError(
                "the kind of this area is not known",
                file=file,
                line=int(first["line"]),
                field="areacd",
                code=code,
                expected="a council, county, region, nation, or a kind that is listed as left out",
            )
        if not place.used:
            verdicts[code] = f"areas the index does not report on: {place.kind}"
        elif not place.nations <= wanted:
            verdicts[code] = OTHER_NATIONS if len(place.nations) == 1 else OTHER_TOTALS
    reasons = rows["area_code"].map(verdicts)
    left_out.update(reasons.dropna().to_list())
    return rows[reasons.isna()]


def _blank_dropped(
    rows: pd.DataFrame, *, series: SeriesRecipe, file: Path, left_out: Counter[str]
) -> pd.DataFrame:
    """Make the figures of ``drop_areas`` missing, with the reason."""
    rows = rows.copy()
    for code, reason in sorted(series.drop_areas.items()):
        chosen = _find_figures(rows, code, field="drop_areas", series=series, file=file)
        rows.loc[chosen, ["value", "lower", "upper"]] = np.nan
        rows.loc[chosen, "note"] = reason
        rows.loc[chosen, "reason"] = Reason.LEFT_OUT.word
        left_out[f"figures of {code} made missing: {reason}"] += int(chosen.sum())
    return rows


def _mark_shared_areas(rows: pd.DataFrame, *, series: SeriesRecipe, file: Path) -> pd.DataFrame:
    """Mark the figures of ``shared_areas`` as shared, with the note that says with whom."""
    rows = rows.copy()
    for code, figure in sorted(series.shared_areas.items()):
        chosen = _find_figures(rows, code, field="shared_areas", series=series, file=file)
        absent = sorted(set(figure.periods) - set(rows.loc[chosen, "period"]))
        if absent:
            raise ProsperityError(
                f"series {series.slug!r} names a period in which the area has no figure: {absent[0]}",
                file=file,
                field="shared_areas",
                code=code,
                mend="take it out of the recipe, or correct the period",
            )
        if figure.periods:
            chosen &= rows["period"].isin(figure.periods)
        rows.loc[chosen, "shared"] = True
        rows.loc[chosen, "note"] = figure.note
    return rows


def _find_figures(
    rows: pd.DataFrame, code: str, *, field: str, series: SeriesRecipe, file: Path
) -> pd.Series:
    """Return which rows hold the figures of an area that a recipe names."""
    own = rows["area_code"] == code
    if not own.any():
        raise ProsperityError(
            f"series {series.slug!r} names an area that has no rows",
            file=file,
            field=field,
            code=code,
            mend="take it out of the recipe, or correct the code",
        )
    return own & rows["value"].notna()


def _check_ranges(rows: pd.DataFrame, *, series: SeriesRecipe, file: Path) -> None:
    """Refuse an implausible value; counts are checked for councils only, for a nation's are larger."""
    value = rows["value"]
    outside = (value < series.minimum) | (value > series.maximum)
    if series.kind == "count":
        outside &= rows["area_code"].str[:3].isin(COUNCIL_PREFIXES)
    if outside.any():
        raise _implausible(
            rows[outside].iloc[0],
            what="is not plausible",
            expected=_range(series.minimum, series.maximum),
            file=file,
        )
    slack = 0.5000001 * 10.0**-series.decimals  # a rounded figure may fall just outside a rounded interval
    outside = (value < rows["lower"] - slack) | (value > rows["upper"] + slack)
    if outside.any():
        first = rows[outside].iloc[0]
        raise _implausible(
            first,
            what="lies outside its interval",
            expected=_range(first["lower"], first["upper"]),
            file=file,
        )


def _range(low: float, high: float) -> str:
    return f"{low:g} to {high:g}"


def _implausible(row: pd.Series, *, what: str, expected: str, file: Path) -> ProsperityError:
    return ProsperityError(
        f"value {row['value']:g} {what}",
        file=file,
        line=int(row["line"]),
        field="value",
        code=str(row["area_code"]),
        expected=expected,
        mend="if it is right, widen the range in the recipe, or drop the area with a reason",
    )


def _spread_shared(rows: pd.DataFrame) -> pd.DataFrame:
    """Give a figure published for two councils together to each of them, unless it has its own."""
    joint = rows["area_code"].isin(list(SHARED_CODES))
    if not joint.any():
        return rows
    spread = rows[joint].assign(area_code=rows.loc[joint, "area_code"].map(SHARED_CODES), shared=True)
    spread = spread.explode("area_code")
    spread["area_code"] = spread["area_code"].astype("str")
    both = pd.concat([rows[~joint], spread], ignore_index=True)
    return both.drop_duplicates(["area_code", "period"], keep="first", ignore_index=True)
