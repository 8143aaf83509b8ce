"""What the robustness draws are made from: every cell's place, its errors, and its score on each scale.

Cells with an error (see ``errors``), or that of a guess, are scored anew in each draw, as flat arrays. Those
of a full register never move: their score on each of the three scales is worked out once.

Places, errors and scores are whole thousandths of a point, and weights whole numbers, all held as floats:
their sums and products are exact in any order. So a draw has the same bits on every processor, whatever
routine multiplies the matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Floats, Ints
from generator.composite.low_rank import Guess, guess_missing
from generator.composite.ranking import count_thousandths
from generator.composite.scales import describe
from generator.index.apart import find_apart
from generator.index.normalisation import place_values
from generator.index.results import Errors, Goalposts, Level, Panel, Structure
from generator.index.structure import build_steps

Cells = npt.NDArray[np.int64]

GOALPOSTS, Z_SCORE, PERCENTILE = range(3)
SCALES = ("goalposts", "z-score", "percentile rank")
_FURTHEST = (-50.0, 150.0)
_LARGEST_Z = 3.0
_HIGHEST = 100_000.0
_STEPS_PER_POINT = 4
_STEP = 1000 / _STEPS_PER_POINT
_STEPS = int((_FURTHEST[1] - _FURTHEST[0]) * _STEPS_PER_POINT) + 1
WEIGHT_STEPS = 1000
"""Nominal weights are whole numbers of this fraction."""
_SD_OF_UNIFORM = 100 / np.sqrt(12)


@dataclass(frozen=True)
class Model:
    """What is drawn from. A place runs from 0, the worse end, to 100 points; a score is a place on a scale.

    All places, errors and scores are in whole thousandths of a point.

    Attributes:
        fixed: scores of all cells on each scale, missing cells at their guess, shape (3, I, A).
        cells: the cells that move, as positions in a flat (I, A), ascending, shape (C,).
        known: how many of the moving cells are known, shape (C,) of bool; the others are missing and guessed.
        place, error: place of each moving cell and the standard deviation of its own error, shape (C,).
        common, shift: number of the error that a cell shares with others of its nation, and that error's
            standard deviation, 0 where there is none, shape (C,).
        gain, offset, floor, ceiling: the z-score of a moving cell is clip(place x gain + offset), shape (C,).
        percentiles: scores by percentile rank at quarter points of the place, flat; ``row`` is where each
            moving cell's indicator begins.
        leaf, element, pillar, top: nominal weights of the four steps up the tree, as in ``structure``, in
            whole thousandths.
        nation: number of each area's nation, shape (A,).
        apart, apart_of: size and numbers of the errors that nations share, see ``apart.Apart``.
    """

    fixed: Floats
    cells: Cells
    known: npt.NDArray[np.bool_]
    place: Floats
    error: Floats
    common: Cells
    shift: Floats
    gain: Floats
    offset: Floats
    floor: Floats
    ceiling: Floats
    percentiles: Floats
    row: Floats
    leaf: Floats
    element: Floats
    pillar: Floats
    top: Floats
    nation: Ints
    apart: Floats
    apart_of: Ints

    @cached_property
    def rounds(self) -> tuple[tuple[Cells, Cells], ...]:
        """Elements, and of each an indicator that counts: the first of all, the second of those with two."""
        taken = [np.flatnonzero(row) for row in self.leaf]
        return tuple(
            (
                np.array([element for element, found in enumerate(taken) if len(found) > turn]),
                np.array([found[turn] for found in taken if len(found) > turn]),
            )
            for turn in range(max(map(len, taken), default=0))
        )


def build_model(
    panel: Panel,
    *,
    structure: Structure,
    goalposts: Goalposts,
    level: Level,
    errors: Errors,
) -> Model:
    """Gather what the draws need from the point estimate."""
    place = np.clip(
        place_values(level.value, panel=panel, goalposts=goalposts, sign=structure.sign), *_FURTHEST
    )
    inside = np.clip(place, 0.0, 100.0)
    guess = guess_missing(inside, group=panel.nation, pooled=panel.pooled)
    absent = np.isnan(place).T
    error = np.nan_to_num(errors.size).T
    error = count_thousandths(np.where(absent, guess.spread[:, None], error))
    places = count_thousandths(np.where(absent, np.clip(guess.mean, 0, 100).T, place.T))
    cells = np.flatnonzero(error > 0)
    common, shift = _share_errors(guess, panel.nation, cells=cells)
    scales = _Scales.of(place, inside)
    column = cells // places.shape[1]
    to_element, to_pillar, to_domain, to_overall = (
        np.rint(WEIGHT_STEPS * step.matrix) for step in build_steps(structure)
    )
    apart = find_apart(panel, structure=structure, level=level)
    return Model(
        fixed=scales.score_all(places),
        cells=cells,
        known=~absent.ravel()[cells],
        place=places.ravel()[cells],
        error=error.ravel()[cells],
        common=common,
        shift=shift,
        gain=scales.gain[column],
        offset=scales.offset[column],
        floor=scales.floor[column],
        ceiling=scales.ceiling[column],
        percentiles=scales.percentiles.ravel(),
        row=(column * _STEPS).astype(np.float64),
        leaf=to_element,
        element=to_pillar,
        pillar=to_domain,
        top=to_overall,
        nation=panel.nation,
        apart=apart.size,
        apart_of=apart.number,
    )


def _share_errors(guess: Guess, nation: Ints, *, cells: Cells) -> tuple[Cells, Floats]:
    """Number and size of the error that each cell shares with its nation where that has no value at all."""
    indicators, nations = guess.shared.shape[1], int(nation.max()) + 1
    number = np.arange(indicators)[:, None] * nations + nation[None, :]
    size = np.where(guess.shared.T, guess.shift[:, None], 0.0)
    return number.ravel()[cells].astype(np.int64), count_thousandths(size.ravel()[cells])


@dataclass(frozen=True)
class _Scales:
    """How a place becomes a score on each scale, per indicator. Each indicator keeps its centre.

    Z-scores and percentiles are brought to the typical spread of all indicators, so that the scale does not
    change how much an indicator weighs on the whole.
    """

    gain: Floats
    offset: Floats
    floor: Floats
    ceiling: Floats
    percentiles: Floats

    @classmethod
    def of(cls, place: Floats, inside: Floats) -> _Scales:
        centre, spread = describe(inside, always=True)
        typical = float(spread.mean())
        gain = typical / spread
        middle = centre[:, None]
        percentiles = middle + (_tabulate_percentiles(place) - 50.0) * (typical / _SD_OF_UNIFORM)
        return cls(
            gain=gain,
            offset=1000.0 * (centre - centre * gain),
            floor=count_thousandths(np.maximum(centre - _LARGEST_Z * typical, 0.0)),
            ceiling=count_thousandths(np.minimum(centre + _LARGEST_Z * typical, 100.0)),
            percentiles=count_thousandths(np.clip(percentiles, 0.0, 100.0)),
        )

    def score_all(self, places: Floats) -> Floats:
        """Return the scores of all cells on the three scales, (I, A) to (3, I, A)."""
        shape, column = places.shape, np.arange(len(places))[:, None]
        scales = [
            _score_linear(places),
            _score_z(places, *(each[:, None] for each in (self.gain, self.offset, self.floor, self.ceiling))),
            _score_percentile(places, self.percentiles.ravel(), np.broadcast_to(column * _STEPS, shape)),
        ]
        return np.stack(scales)


def _score_linear(places: Floats) -> Floats:
    return np.asarray(np.clip(places, 0.0, _HIGHEST))


def _score_z(places: Floats, gain: Floats, offset: Floats, floor: Floats, ceiling: Floats) -> Floats:
    scores = places * gain
    scores += offset
    return np.asarray(np.clip(np.rint(scores, out=scores), floor, ceiling, out=scores))


def _score_percentile(places: Floats, percentiles: Floats, row: npt.NDArray[np.integer] | Floats) -> Floats:
    low, high = (1000.0 * end for end in _FURTHEST)
    steps = np.clip(places, low, high)
    steps -= low
    steps /= _STEP
    np.rint(steps, out=steps)
    steps += row
    return np.asarray(np.take(percentiles, steps.astype(np.int64)))


def _tabulate_percentiles(place: Floats) -> Floats:
    """Mid-rank percentile at every quarter point of the scale, per indicator, shape (I, 801)."""
    grid = np.linspace(*_FURTHEST, _STEPS)
    half = 0.5 / _STEPS_PER_POINT
    table = np.zeros((place.shape[1], len(grid)))
    for column in range(place.shape[1]):
        known = np.sort(place[~np.isnan(place[:, column]), column])
        below = np.searchsorted(known, grid - half, side="left")
        upto = np.searchsorted(known, grid + half, side="right")
        table[column] = 100.0 * (below + upto) / (2 * max(len(known), 1))
    return table


def score_moving(model: Model, places: Floats, scale: int) -> Floats:
    """Return the scores of the moving cells at these places, in thousandths, shape (C,)."""
    if scale == Z_SCORE:
        return _score_z(places, model.gain, model.offset, model.floor, model.ceiling)
    if scale == PERCENTILE:
        return _score_percentile(places, model.percentiles, model.row)
    return _score_linear(places)
