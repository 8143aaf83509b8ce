"""The level index: every indicator at its latest usable value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import Framework
from generator.composite.arrays import Floats, Ints
from generator.composite.scales import rank_percent
from generator.index.aggregation import aggregate, cover, find_reference
from generator.index.averages import average_periods, find_averaged, find_together
from generator.index.gaps import explain_gaps
from generator.index.normalisation import normalise
from generator.index.ranking import rank_areas
from generator.index.results import Goalposts, Level, Panel, Scores, Status, Structure

OLDEST_YEARS = 10


@dataclass(frozen=True)
class Latest:
    """The latest measured value of each area and indicator; all arrays of shape (A, I), as in ``Level``."""

    value: Floats
    lower: Floats
    upper: Floats
    status: npt.NDArray[np.int8]
    period: Ints
    year: Ints
    note: Ints


def pick_latest(panel: Panel, *, edition_year: int) -> Latest:
    """Return the latest value of a publisher (upper tier at worst) that is at most 10 years old."""
    years = np.array(panel.years, dtype=np.int32)
    usable = (
        (panel.status <= Status.UPPER_TIER) & (years >= edition_year - OLDEST_YEARS) & (years <= edition_year)
    )
    found = usable.any(axis=2)
    place = len(years) - 1 - np.argmax(usable[..., ::-1], axis=2)

    def take(cells: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        return np.take_along_axis(cells, place[..., None], axis=2)[..., 0]

    return Latest(
        value=np.where(found, take(panel.value), np.nan),
        lower=np.where(found, take(panel.lower), np.nan),
        upper=np.where(found, take(panel.upper), np.nan),
        status=np.where(found, take(panel.status), Status.MISSING).astype(np.int8),
        period=np.where(found, take(panel.period), -1).astype(np.int32),
        year=np.where(found, years[place], 0).astype(np.int32),
        note=np.where(found, take(panel.note), -1).astype(np.int32),
    )


def pick_scored(
    panel: Panel, framework: Framework, *, nation: npt.NDArray[np.integer], edition_year: int
) -> tuple[Latest, Panel]:
    """Return the values to score: the latest, or means of three periods; see ``averages.average_periods``.

    Args:
        panel: all cells.
        framework: says of which indicators means are scored.
        nation: number of each area's nation, shape (A,).
        edition_year: see ``pick_latest``.
    """
    latest = pick_latest(panel, edition_year=edition_year)
    return average_periods(latest, panel, find_averaged(framework), nation, together=find_together(framework))


def compute_level(
    panel: Panel, latest: Latest, *, structure: Structure, goalposts: Goalposts, edition_year: int
) -> Level:
    """Score every area.

    Args:
        panel: all cells.
        latest: the values to score, with the panel from ``pick_scored``.
        structure: the tree.
        goalposts: from ``normalisation.fit_goalposts``.
        edition_year: a value whose year is more than 10 years earlier is not used.
    """
    indicator_score = normalise(latest.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    reference = find_reference(indicator_score)
    score = aggregate(structure, indicator_score, reference=reference, offered=panel.group >= 0)
    known = ~np.isnan(latest.value)
    gaps = explain_gaps(panel, known, edition_year=edition_year)
    return Level(
        value=latest.value,
        lower=latest.lower,
        upper=latest.upper,
        status=latest.status,
        period=latest.period,
        year=latest.year,
        reason=gaps.reason,
        note=np.where(known, latest.note, gaps.note),
        gap_period=gaps.period,
        percentile=_percentiles(latest.value, panel),
        indicator_score=indicator_score,
        reference=reference,
        scores=Scores(
            score=score,
            coverage=cover(structure, ~np.isnan(indicator_score)),
            **rank_areas(score, structure=structure, nation=panel.nation),
        ),
    )


def _percentiles(value: Floats, panel: Panel) -> Floats:
    """Percentile of each value among comparable areas, shape (A, I)."""
    result = np.full(value.shape, np.nan)
    result[:, panel.pooled] = rank_percent(value[:, panel.pooled].T).T
    for place in np.flatnonzero(~panel.pooled):
        group = panel.group[:, place]
        for number in np.unique(group):
            inside = group == number
            result[inside, place] = rank_percent(value[inside, place])
    return result
