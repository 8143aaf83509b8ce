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
    """Return groups of councils that have the same figures for some periods on end; None for short series.

    Figures known to be those of a larger area do not count, and neither do histories that two of so many
    councils may share by chance, such as whole numbers that hardly move. A period in which either has no
    figure is passed over.
    """
    grid = measured.councils
    if len(grid.periods) < 2:
        return None
    own = np.where(grid.shared, np.nan, grid.values)
    alike, moved = _share_alike(own)
    number = int((~np.isnan(own)).any(axis=1).sum())
    groups: dict[tuple[tuple[int, ...], bytes], set[int]] = {}
    for one, other in _list_tied(own):
        run, known = _find_run(own[one], own[other])
        history = own[one, list(run)]
        if len(np.unique(history)) < TWIN_FIGURES:
            continue
        # A figure that follows one of the period before is judged by its step: figures move little.
        follows = np.array([place > 0 and run[place - 1] == column - 1 for place, column in enumerate(run)])
        shares = np.where(follows, moved[one, list(run)], alike[one, list(run)])
        pairs = number * (number - 1) / 2 * (known - len(run) + 1)
        if pairs * float(np.prod(shares)) < CHANCE_TWINS:
            groups.setdefault((run, history.tobytes()), set()).update((one, other))
    return [_tell_twins(measured, own, sorted(rows), run) for (run, _), rows in groups.items()]


def _tell_twins(measured: MeasuredSeries, own: Floats, rows: list[int], run: tuple[int, ...]) -> Outcome:
    codes = measured.councils.codes
    whole = len(run) == int((~np.isnan(own[rows[0]])).sum())
    return measured.tell(
        "twins",
        "warning",
        area_code=codes[rows[0]],
        found=f"the same figures in {'every period' if whole else f'{len(run)} periods on end'} as "
        + ", ".join(codes[row] for row in rows[1:]),
        expected="figures of its own, or a mark that they are shared",
    )


def _list_tied(own: Floats) -> list[tuple[int, int]]:
    """Return pairs of councils that have one figure in enough periods, in order."""
    tied = np.zeros((len(own), len(own)), dtype=np.int64)
    for column in own.T:
        tied += column[:, None] == column[None, :]
    return [(int(one), int(other)) for one, other in np.argwhere(np.triu(tied, 1) >= TWIN_FIGURES)]


def _find_run(one: Floats, other: Floats) -> tuple[tuple[int, ...], int]:
    """Return the longest run of periods in which two have one figure, and in how many both have any."""
    known = np.flatnonzero(~np.isnan(one) & ~np.isnan(other))
    longest: list[int] = []
    run: list[int] = []
    for column in known.tolist():
        run = [*run, column] if one[column] == other[column] else []
        longest = max(longest, run, key=len)
    return tuple(longest), len(known)


def _share_alike(own: Floats) -> tuple[Floats, Floats]:
    """Return, for each council and period, the share of councils with its figure, and with its step since."""
    steps = np.round(np.diff(own, axis=1, prepend=np.nan), 9)
    return _share_of_same(own), _share_of_same(steps)


def _share_of_same(values: Floats) -> Floats:
    shares = np.ones_like(values)
    for place, column in enumerate(values.T):
        known = ~np.isnan(column)
        _, found, times = np.unique(column[known], return_inverse=True, return_counts=True)
        shares[known, place] = times[found] / max(int(known.sum()), 1)
    return shares


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
