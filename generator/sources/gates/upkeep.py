"""Does the data carry the decimals claimed for it, and is it still current?"""

from __future__ import annotations

import numpy as np

from generator.catalogue.period import parse_period
from generator.catalogue.quality import Outcome
from generator.sources.gates.measured import MeasuredSeries, Setting
from generator.sources.gates.thresholds import FEWEST_COUNCILS, FEWEST_ROUNDED, SLACK, STALE_YEARS


def check_decimals(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return decimals claimed that the data does not carry, or too few to keep councils apart."""
    rows = measured.rows
    published = (rows["status"] != "recast") & rows["value"].notna()
    values = rows.loc[published, "value"].to_numpy()
    if len(values) < FEWEST_COUNCILS:
        return None
    claimed = measured.series.decimals
    carried = next((digits for digits in range(claimed) if _is_rounded(values, digits)), claimed)
    if carried < claimed:
        return [
            measured.tell(
                "decimals",
                "warning",
                found=f"{claimed} decimals are claimed, the data carries {carried}",
                expected=f"{carried} decimals",
            )
        ]
    return _check_too_few(measured)


def _check_too_few(measured: MeasuredSeries) -> list[Outcome]:
    """Return a latest period in which rounding leaves only a few different figures."""
    latest = measured.councils.values[:, -1]
    latest = latest[~np.isnan(latest)]
    told = len(np.unique(np.round(latest, measured.series.decimals)))
    carried = len(np.unique(latest))
    if told >= FEWEST_ROUNDED or carried < 2 * FEWEST_ROUNDED:
        return []
    return [
        measured.tell(
            "decimals",
            "warning",
            period=measured.councils.periods[-1],
            found=f"{measured.series.decimals} decimals leave {told} different figures of {carried}",
            expected=f"at least {FEWEST_ROUNDED}",
        )
    ]


def _is_rounded(values: np.ndarray, digits: int) -> bool:
    scaled = values * 10.0**digits
    return bool((np.abs(scaled - np.round(scaled)) <= SLACK * np.maximum(1, np.abs(scaled))).all())


def check_stale(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return a series whose latest period is too old for the edition; None where there is no edition."""
    if setting.edition_year is None:
        return None
    latest = measured.councils.periods[-1]
    age = setting.edition_year - parse_period(latest).year
    if age <= STALE_YEARS:
        return []
    return [
        measured.tell(
            "stale",
            "warning",
            period=latest,
            found=f"the latest figures are {age} years older than the edition",
            expected=f"at most {STALE_YEARS} years",
        )
    ]
