"""Figures that repeat: a period that is another one again, councils with one history, no variation."""

from __future__ import annotations

import numpy as np

from generator.catalogue.quality import Outcome
from generator.sources.gates.measured import Bools, Floats, MeasuredSeries, Setting, list_nations
from generator.sources.gates.thresholds import (
    CHANCE_TWINS,
    FEWEST_COUNCILS,
    REPEATED_SHARE,
    REPEATED_VALUES,
    TWIN_FIGURES,
)


def check_repeats(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return the periods that repeat an earlier one for nearly all councils; None where there is but one."""
    grid = measured.councils
    if len(grid.periods) < 2 or len(grid.codes) < FEWEST_COUNCILS:
        return None
    outcomes = []
    for later in range(1, len(grid.periods)):
        earlier = _find_repeated(measured, later)
        if earlier is not None:
            outcomes.append(_tell_repeat(measured, earlier=earlier, later=later))
    return outcomes


def _find_repeated(measured: MeasuredSeries, later: int) -> int | None:
    """Return the nearest earlier period that period number ``later`` repeats."""
    values = measured.councils.values
    for earlier in range(later - 1, -1, -1):
        both = ~np.isnan(values[:, earlier]) & ~np.isnan(values[:, later])
        same = both & (values[:, earlier] == values[:, later])
        enough = both.sum() >= FEWEST_COUNCILS and same.sum() > REPEATED_SHARE * both.sum()
        if enough and len(np.unique(values[same, later])) > REPEATED_VALUES:
            return earlier
    return None


def _tell_repeat(measured: MeasuredSeries, *, earlier: int, later: int) -> Outcome:
    grid = measured.councils
    both = ~np.isnan(grid.values[:, earlier]) & ~np.isnan(grid.values[:, later])
    same = both & (grid.values[:, earlier] == grid.values[:, later])
    return measured.tell(
        "repeats",
        "blocker",
        period=grid.periods[later],
        found=f"{int(same.sum())} of {int(both.sum())} councils have their figure of {grid.periods[earlier]}",
        expected=f"the same figure for at most {REPEATED_SHARE:.0%} of councils",
    )


def check_twins(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return groups of councils that have the same figures in every period; None for short series.

    Figures known to be those of a larger area do not count, and neither do histories that two of so many
    councils may share by chance, such as whole numbers that hardly move.
    """
    grid = measured.councils
    if len(grid.periods) < 2:
        return None
    own = np.where(grid.shared, np.nan, grid.values)
    groups: dict[bytes, list[int]] = {}
    for row, history in enumerate(own):
        if len(np.unique(history[~np.isnan(history)])) >= TWIN_FIGURES:
            groups.setdefault(history.tobytes(), []).append(row)
    return [
        measured.tell(
            "twins",
            "warning",
            area_code=grid.codes[rows[0]],
            found="the same figures in every period as " + ", ".join(grid.codes[row] for row in rows[1:]),
            expected="figures of its own, or a mark that they are shared",
        )
        for rows in groups.values()
        if len(rows) > 1 and _count_by_chance(own, rows[0]) < CHANCE_TWINS
    ]


def _count_by_chance(own: Floats, row: int) -> float:
    """Return how many pairs of councils would share the history of ``row`` by chance.

    The chance of a period is the share of councils with the same figure; where the council has one in the
    period before too, it is the share with the same change since, for figures move little from year to year.
    """
    number = (~np.isnan(own)).any(axis=1).sum()
    chance = number * (number - 1) / 2
    for column, figure in enumerate(own[row]):
        if np.isnan(figure):
            continue
        steps = own[:, column]
        if column and not np.isnan(own[row, column - 1]):
            steps = np.round(steps - own[:, column - 1], 9)
        known = steps[~np.isnan(steps)]
        chance *= float((known == steps[row]).sum() / len(known))
    return float(chance)


def check_constant(measured: MeasuredSeries, setting: Setting) -> list[Outcome]:
    """Return nations all of whose councils have one figure in a period, and periods that are all zero."""
    grid = measured.councils
    outcomes = []
    for nation in list_nations(measured):
        rows = [row for row, code in enumerate(grid.codes) if setting.nations.get(code) == nation]
        flat = [
            column
            for column in range(len(grid.periods))
            if _is_flat(grid.values[rows, column], shared=grid.shared[rows, column])
        ]
        if flat:
            figure = float(np.nanmin(grid.values[rows, flat[-1]]))
            outcomes.append(
                measured.tell(
                    "constant",
                    "warning",
                    period=grid.periods[flat[-1]],
                    found=f"every council of {nation} has {measured.write(figure)} in {len(flat)} of "
                    f"{len(grid.periods)} periods",
                    expected="figures that differ" if figure else "figures that are not all zero",
                )
            )
    return outcomes


def _is_flat(values: Floats, *, shared: Bools) -> bool:
    present = values[~np.isnan(values) & ~shared]
    return len(present) >= FEWEST_COUNCILS and bool((present == present[0]).all())
