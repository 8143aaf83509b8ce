"""Can each figure be true, judged by its own past and by councils of its size in the same nation?

A figure is doubtful, for one of these reasons, named in ``catalogue.doubts.DoubtTest``:

* ``zero``: it is 0, the only one of its council, though several events are to be expected there: of the
  figures of councils of like size, or of these and smaller ones, that are as low as the one beside it none
  is 0, and there are many, or the number of people tells that there are more events than chance can hide;
* ``return``: it lies far from the figure before it and the next one is back;
* ``step``: it is the last one, lies farther from the one before than its council and those of its size ever
  move, and where its council never stood; nothing confirms it yet;
* ``first``: the same of the first one, where the later ones stay together.

A move is measured on the scale that fits the series, less the move of the middle council of the nation in the
same period: what all share, such as a shock, is no doubt. It is set against the widest of: the usual move of
councils of that size in all periods, that of all councils of the nation in this one, the council's own at
other times, the error that the published intervals or the number of events tell, and one step of the last
decimal. So what is noisy has to move far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.catalogue.doubts import Doubt, DoubtTest
from generator.catalogue.quality import Outcome
from generator.sources.gates.jumps import MAD, Scale, choose_scale, measure_spread
from generator.sources.gates.measured import Floats, MeasuredSeries, Setting, list_nations
from generator.sources.gates.thresholds import (
    DOUBT_BEYOND,
    DOUBT_EVENTS,
    DOUBT_FIRST,
    DOUBT_PAST,
    DOUBT_PEERS,
    DOUBT_SPREADS,
    DOUBT_UNTRIED,
    DOUBT_ZEROS,
    FEWEST_COUNCILS,
)

Place = tuple[int, int]
Places = npt.NDArray[np.int64]
_PER_PEOPLE = re.compile(r"per (?P<base>[\d,]+) people")
_INTERVAL_IN_ERRORS = 3.92
"""A 95 % interval is 2 x 1.96 standard errors wide."""


@dataclass(frozen=True)
class _Nation:
    """The councils of one nation in one series; A councils, T periods in which any has a figure.

    Attributes:
        codes: of the councils.
        periods: in order of time.
        values: shape (A, T), NaN where there is none.
        people: who live in each council, shape (A,).
        events: number of events that a value of 1 stands for, NaN where it is not known, shape (A,).
        scale: on which moves are measured.
        before: position of the figure before each one, -1 for none, shape (A, T).
        move: from the figure before, on the scale, less that of the middle council; shape (A, T).
        middle: move of the middle council, shape (T,).
        least: what a move is set against at least, without what other periods tell; shape (A, T).
        peers: positions of the councils of like size, nearest first, shape (A, P).
    """

    codes: tuple[str, ...]
    periods: tuple[str, ...]
    values: Floats
    people: Floats
    events: Floats
    scale: Scale
    before: Places
    move: Floats
    middle: Floats
    least: Floats
    peers: Places


def find_doubts(measured: MeasuredSeries, setting: Setting) -> list[Doubt]:
    """Return the doubtful figures of councils, by council and period."""
    scale = choose_scale(measured.councils.values, decimals=measured.series.decimals)
    errors = _measure_errors(measured, scale)
    found: list[Doubt] = []
    for nation in list_nations(measured):
        own = [setting.nations.get(code) == nation for code in measured.councils.codes]
        rows = np.flatnonzero(own)
        if len(rows):
            one = _lay_out(measured, rows, errors=errors[rows], scale=scale, setting=setting)
            places = dict(_find_moves(one, measured)) | dict(_find_zeros(one, measured))
            found += [doubt for place, doubt in places.items() if not _is_beside(place, places, one)]
    return sorted(found, key=lambda doubt: doubt.key)


def _is_beside(place: Place, places: Mapping[Place, Doubt], one: _Nation) -> bool:
    """Return whether a figure at an end is far from the one beside it only because that one is doubtful."""
    row, column = place
    held = np.flatnonzero(~np.isnan(one.values[row]))
    beside = {"step": held[held < column][-1:], "first": held[held > column][:1]}
    return any(
        (row, int(other)) in places and places[row, int(other)].test in ("return", "zero")
        for other in beside.get(places[place].test, ())
    )


def tell_doubts(measured: MeasuredSeries, doubts: list[Doubt]) -> list[Outcome]:
    """Return one warning for a series that has doubtful figures."""
    if not doubts:
        return []
    number = len(doubts)
    return [
        measured.tell(
            "doubtful",
            "warning",
            found=f"{number} doubtful {'figure' if number == 1 else 'figures'}",
            expected="figures that go with their past and with councils of like size",
        )
    ]


def _measure_errors(measured: MeasuredSeries, scale: Scale) -> Floats:
    """Return the standard error of each figure on the scale, by its interval; 0 where none is published."""
    grid = measured.councils
    if not {"lower", "upper"} <= set(measured.rows.columns):
        return np.zeros(grid.values.shape)
    ends = [
        measured.rows.pivot(index="area_code", columns="period", values=name)
        .reindex(index=list(grid.codes), columns=list(grid.periods))
        .to_numpy(dtype=np.float64)
        for name in ("lower", "upper")
    ]
    low, high = (scale.apply(end) for end in ends)
    return np.asarray(np.nan_to_num((high - low) / _INTERVAL_IN_ERRORS, nan=0.0))


def _lay_out(
    measured: MeasuredSeries, rows: Places, *, errors: Floats, scale: Scale, setting: Setting
) -> _Nation:
    grid = measured.councils
    known = np.flatnonzero(~np.isnan(grid.values[rows]).all(axis=0))
    values, errors = grid.values[np.ix_(rows, known)], errors[:, known]
    codes = tuple(grid.codes[row] for row in rows)
    people = np.array([setting.people[code] for code in codes])
    events = _count_events(measured, people)
    place = np.where(~np.isnan(values), np.arange(values.shape[1]), -1)
    before = np.full(values.shape, -1, dtype=np.int64)
    before[:, 1:] = np.maximum.accumulate(place, axis=1)[:, :-1]
    on_scale = scale.apply(values)
    sure = np.hypot(errors, _measure_chance(values, events, scale))
    move = np.where(before >= 0, on_scale - _take(on_scale, before), np.nan)
    middle = np.full(values.shape[1], np.nan)
    spread = np.zeros(values.shape[1])
    for column in np.flatnonzero((~np.isnan(move)).sum(axis=0) >= FEWEST_COUNCILS):
        middle[column] = np.nanmedian(move[:, column])
        spread[column] = measure_spread(np.abs(move[:, column] - middle[column]))
    move = move - middle
    chance = np.nan_to_num(np.hypot(sure, _take(sure, before)), nan=0.0)
    size = np.log(np.maximum(people, 1.0))
    apart = np.abs(size[:, None] - size[None, :])
    np.fill_diagonal(apart, np.inf)
    return _Nation(
        codes=codes,
        periods=tuple(grid.periods[column] for column in known),
        values=values,
        people=people,
        events=events,
        scale=scale,
        before=before,
        move=move,
        middle=middle,
        least=np.maximum(np.maximum(chance, spread), scale.step),
        peers=np.argsort(apart, axis=1, kind="stable")[:, : min(DOUBT_PEERS, len(codes) - 1)],
    )


def _take(table: Floats, places: npt.NDArray[np.integer]) -> Floats:
    return np.take_along_axis(table, np.maximum(places, 0), axis=1)


def _count_events(measured: MeasuredSeries, people: Floats) -> Floats:
    """Return how many events a value of 1 stands for in each council, NaN where nothing tells it.

    A rate over several years stands for more events than this, so the doubt errs on the side of none.
    """
    if measured.series.kind == "count":
        return np.ones(len(people))
    match = _PER_PEOPLE.fullmatch(measured.series.unit)
    return people / float(match["base"].replace(",", "")) if match else np.full(len(people), np.nan)


def _measure_chance(values: Floats, events: Floats, scale: Scale) -> Floats:
    """Return the standard error that so few events have by chance (Poisson), on the scale; else 0."""
    number = np.maximum(values * events[:, None], 1.0)
    error = np.sqrt(number) / events[:, None]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nan_to_num(scale.apply(values + error) - scale.apply(values), nan=0.0))


def _find_moves(one: _Nation, measured: MeasuredSeries) -> Iterator[tuple[Place, Doubt]]:
    """Yield place and what is said of every figure that is doubtful for the moves to and from it."""
    size = np.nan_to_num(np.abs(one.move), nan=0.0)
    for row in np.flatnonzero((size >= DOUBT_SPREADS * one.least).any(axis=1)):
        held = np.flatnonzero(~np.isnan(one.values[row]))
        usual = measure_spread(np.abs(one.move[one.peers[row]]).ravel())
        for number, column in enumerate(held):
            following = held[number + 1] if number + 1 < len(held) else None
            steps = [place for place in (column if number else None, following) if place is not None]
            moves = one.move[row, steps]
            others = np.abs(one.move[row, np.setdiff1d(held[1:], steps)])
            others = others[~np.isnan(others)]
            test = _name_test(moves, last=following is None)
            if test is None:
                continue
            own = MAD * float(np.median(others)) if len(others) >= DOUBT_PAST else 0.0
            width = np.maximum(one.least[row, steps], max(usual, own))
            times = float((np.abs(moves) / width).min())
            if test != "return" and not _is_new(one.move[row, held], number, float(width[0])):
                continue
            beyond = float(np.abs(moves).min()) / float(others.max(initial=0.0) or np.inf)
            if _is_far(test, times, beyond if len(others) else np.inf, past=len(others)):
                place = (int(row), int(column))
                yield place, _tell_move(one, measured, (*place, following), test, times)


def _name_test(moves: Floats, *, last: bool) -> DoubtTest | None:
    if not len(moves) or np.isnan(moves).any():
        return None
    if len(moves) == 1:
        return "step" if last else "first"
    return "return" if moves[0] * moves[1] < 0 else None


def _is_new(moves: Floats, place: int, width: float) -> bool:
    """Return whether a figure lies more than a usual move outside of where its council ever stood.

    Args:
        moves: of the council, from figure to figure, less those of the middle council; the first is unknown.
        place: of the figure.
        width: a usual move.
    """
    level = np.nancumsum(moves)
    others = np.delete(level, place)
    return bool(level[place] > others.max() + width or level[place] < others.min() - width)


def _is_far(test: DoubtTest, times: float, beyond: float, *, past: int) -> bool:
    """Return whether a figure lies too far away.

    Args:
        test: which.
        times: the move, in usual moves.
        beyond: the move, in the largest other move of the council.
        past: other moves of the council.
    """
    if test == "first":
        return times >= DOUBT_FIRST and past >= DOUBT_PAST and beyond >= DOUBT_BEYOND
    return times >= (DOUBT_SPREADS if past >= DOUBT_PAST else DOUBT_UNTRIED) and beyond >= 1.0


def _tell_move(
    one: _Nation, measured: MeasuredSeries, place: tuple[int, int, int | None], test: DoubtTest, times: float
) -> Doubt:
    row, column, following = place
    write = measured.write
    here = float(one.values[row, column])
    beside = [
        write(float(one.values[row, other]))
        for other in (int(one.before[row, column]), following)
        if other is not None and other >= 0
    ]
    where = {"return": "between {} and {}", "step": "after {}", "first": "before {}"}[test].format(*beside)
    source, way = (following, -1.0) if test == "first" else (int(one.before[row, column]), 1.0)
    assert source is not None
    start = one.scale.apply(one.values[row, source])
    expected = float(one.scale.invert(start + way * one.middle[following if test == "first" else column]))
    return _make(
        *(one, measured, row, column, test),
        found=f"{write(here)} {where}, {times:.1f} times the usual move",
        expected=f"about {write(expected)}, as the middle council moved",
    )


def _find_zeros(one: _Nation, measured: MeasuredSeries) -> Iterator[tuple[Place, Doubt]]:
    """Yield place and what is said of every lone zero where several events are to be expected."""
    if np.nanmin(measured.councils.values) < 0:
        return
    for row in np.flatnonzero((one.values == 0).sum(axis=1) == 1):
        column = int(np.flatnonzero(one.values[row] == 0)[0])
        held = np.flatnonzero(~np.isnan(one.values[row]))
        beside = [*held[held < column][-1:], *held[held > column][:1]]
        if not beside:
            continue
        figure = float(one.values[row, beside].min())
        events = figure * float(one.events[row])
        fewest = DOUBT_ZEROS if np.isnan(events) else 0
        if events < DOUBT_EVENTS or not _is_unheard_of(one, int(row), figure, fewest=fewest):
            continue
        told = f", about {events:,.0f} events" if not np.isnan(events) else ""
        yield (
            (int(row), column),
            _make(
                *(one, measured, int(row), column, "zero"),
                found="0, the only one of the council, and none in councils like it with figures as low",
                expected=f"a figure like the one beside it, {measured.write(figure)}{told}",
            ),
        )


def _is_unheard_of(one: _Nation, row: int, figure: float, *, fewest: int) -> bool:
    """Return whether councils of like size, or they and smaller ones, have figures as low and none of them 0.

    In smaller councils none at all is the likelier; where they know it, those of like size are asked alone.
    """
    peers = one.peers[row]
    smaller = np.flatnonzero(one.people <= one.people[peers].max(initial=0.0))
    for rows in (peers, np.setdiff1d(np.union1d(peers, smaller), [row])):
        figures = one.values[rows]
        near = figures[figures <= 2 * figure]  # what is not known is not near
        if len(near) >= fewest and not (near == 0).any():
            return True
    return False


def _make(
    one: _Nation,
    measured: MeasuredSeries,
    row: int,
    column: int,
    test: DoubtTest,
    *,
    found: str,
    expected: str,
) -> Doubt:
    return Doubt(
        dataset=measured.dataset,
        series=measured.series.slug,
        area_code=one.codes[row],
        period=one.periods[column],
        value=float(one.values[row, column]),
        test=test,
        found=found,
        expected=expected,
    )
