"""Do councils agree with the total that the same file gives for their region or nation?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.catalogue.quality import Outcome
from generator.sources.gates.measured import Floats, MeasuredSeries, Setting
from generator.sources.gates.thresholds import COUNT_TOLERANCE, RATE_TOLERANCE, WEIGHED_SHARE


@dataclass(frozen=True)
class TotalCheck:
    """One published total beside what its councils give.

    Attributes:
        excess: difference over what is tolerated; a problem above 1.
    """

    area_code: str
    period: str
    published: float
    made: float
    excess: float


def check_totals(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return the furthest total of a series that its councils do not bear out; None where none is published.

    A count is compared with the sum of its councils, where all have a figure; a rate or mean with the mean of
    the councils weighted by people, where nearly all people are covered.
    """
    if measured.series.kind == "index":
        return None
    compared = list(_compare(measured, setting))
    if not compared:
        return None
    wrong = [one for one in compared if one.excess > 1]
    if not wrong:
        return []
    worst = max(wrong, key=lambda one: one.excess)
    return [_tell(measured, worst=worst, share=f"{len(wrong)} of {len(compared)} comparisons are out")]


def _tell(measured: MeasuredSeries, *, worst: TotalCheck, share: str) -> Outcome:
    counted = measured.series.kind == "count"
    name = "sum" if counted else "mean"
    made, published = measured.write(worst.made), measured.write(worst.published)
    return measured.tell(
        "totals",
        "blocker" if counted else "warning",
        area_code=worst.area_code,
        period=worst.period,
        found=f"{made} is the {name} of the councils, {published} is published; {share}",
        expected=f"within {COUNT_TOLERANCE:.1%}"
        if counted
        else f"within {RATE_TOLERANCE:g} standard deviations of the councils",
    )


def _compare(measured: MeasuredSeries, setting: Setting) -> Iterator[TotalCheck]:
    """Yield every comparison that can be made, by area and period."""
    councils, totals = measured.councils, measured.totals
    counted = measured.series.kind == "count"
    place = {code: row for row, code in enumerate(councils.codes)}
    column = {period: number for number, period in enumerate(councils.periods)}
    spread = np.nanstd(councils.values, axis=0)
    for row, code in enumerate(totals.codes):
        members = setting.members.get(code, ())
        rows = [place[member] for member in members if member in place]
        people = np.array([setting.people[councils.codes[number]] for number in rows])
        everyone = sum(setting.people[member] for member in members)
        made = (
            _add(councils.values[rows], expected=len(members))
            if counted
            else _average(councils.values[rows], people=people, everyone=everyone)
        )
        for number, period in enumerate(totals.periods):
            published = float(totals.values[row, number])
            there = column.get(period)
            if there is None or np.isnan(published) or np.isnan(made[there]):
                continue
            allowed = COUNT_TOLERANCE * abs(published) if counted else RATE_TOLERANCE * float(spread[there])
            if allowed > 0:
                excess = abs(float(made[there]) - published) / allowed
                yield TotalCheck(code, period, published, float(made[there]), excess)


def _add(values: Floats, *, expected: int) -> Floats:
    """Return the sum over councils for every period, NaN where one has no figure."""
    return values.sum(axis=0) if len(values) == expected else np.full(values.shape[1], np.nan)


def _average(values: Floats, *, people: Floats, everyone: float) -> Floats:
    """Return the mean over councils weighted by people for every period, NaN where too few have a figure."""
    there = ~np.isnan(values)
    weight = people @ there
    enough = (weight >= WEIGHED_SHARE * everyone) & (weight > 0)
    mean = np.full(values.shape[1], np.nan)
    mean[enough] = (people[:, None] * np.where(there, values, 0.0)).sum(axis=0)[enough] / weight[enough]
    return mean
