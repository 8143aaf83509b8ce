"""What the robustness draws are made from: every figure's place, its errors, and its score on each scale.

Nearly every figure has an error (see ``errors``), and every guess has one. So a draw scores all of them anew,
as one table with a row for each indicator: those of a full register have errors of nought and stay put.

Places, errors and scores are whole thousandths of a point, and weights whole numbers, all held as floats:
their sums and products are exact in any order. So a draw has the same bits on every processor, whatever
routine multiplies the matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.low_rank import Guess, guess_missing
from generator.composite.ranking import count_thousandths
from generator.composite.scales import describe
from generator.index.apart import find_apart
from generator.index.normalisation import place_values
from generator.index.results import Errors, Goalposts, Level, Panel, Structure
from generator.index.structure import build_steps
from generator.index.workspace import Workspace

Cells = npt.NDArray[np.int64]

GOALPOSTS, Z_SCORE, PERCENTILE = range(3)
SCALES = ("goalposts", "z-score", "percentile rank")
_FURTHEST = (-50.0, 150.0)
_LARGEST_Z = 3.0
_HIGHEST = 100_000.0
_STEPS_PER_POINT = 4
_STEP = 1000 / _STEPS_PER_POINT
_STEPS = int((_FURTHEST[1] - _FURTHEST[0]) * _STEPS_PER_POINT) + 1
NORMAL_STEPS = 4096
"""Normal numbers are whole numbers of this fraction of a standard deviation."""
WEIGHT_STEPS = 1000
"""Nominal weights are whole numbers of this fraction."""
_SD_OF_UNIFORM = 100 / np.sqrt(12)


@dataclass(frozen=True)
class Model:
    """What is drawn from. A place runs from 0, the worse end, to 100 points; a score is a place on a scale.

    All places and scores are in whole thousandths of a point. The rows are the R indicators that count: first
    one of each element, then a second one of each that has two, and so on, elements with many first. So the
    indicators of a turn lie side by side, see ``turns``.

    Attributes:
        indicators: the indicator of each row, after the R that count those that do not, shape (I,).
        place: of each figure, shape (R, A).
        error: how far one step of a normal number moves a figure, shape (R, A).
        known: which figures are known; the others are missing and guessed, shape (R, A).
        nation: number of each area's nation, shape (A,).
        shift: the same of the error that all guesses of a nation share, 0 where they share none, shape
            (R, nations).
        gain, offset, floor, ceiling: a z-score is clip(place x gain + offset), shape (R, 1).
        percentiles: scores by percentile rank at quarter points of the place, shape (R, 801).
        weight: nominal weight of each row in its element, in whole thousandths, shape (R,).
        element_of: number of its element, shape (R,).
        element, pillar, top: nominal weights of the other three steps up the tree, as in ``structure``, in
            whole thousandths.
        apart, apart_of: size and numbers of the errors that nations share, see ``apart.Apart``.
    """

    indicators: Cells
    place: Floats
    error: Floats
    known: Bools
    nation: Ints
    shift: Floats
    gain: Floats
    offset: Floats
    floor: Floats
    ceiling: Floats
    percentiles: Floats
    weight: Floats
    element_of: Cells
    element: Floats
    pillar: Floats
    top: Floats
    apart: Floats
    apart_of: Ints

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """How many elements have one indicator or more, two or more, and so on."""
        sizes = np.bincount(self.element_of)
        return tuple(int((sizes > turn).sum()) for turn in range(int(sizes.max(initial=0))))

    @cached_property
    def runs(self) -> tuple[Ints, Cells]:
        """Nations of areas side by side, one after the other, and how many areas each run of them has."""
        starts = np.flatnonzero(np.diff(self.nation, prepend=-1))
        return self.nation[starts], np.diff(starts, append=len(self.nation))


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
    scales = _Scales.of(place, inside)
    to_element, to_pillar, to_domain, to_overall = (
        np.rint(WEIGHT_STEPS * step.matrix) for step in build_steps(structure)
    )
    apart = find_apart(panel, structure=structure, level=level)
    indicators, element_of = _order_rows(to_element)
    rows = indicators[: len(element_of)]
    return Model(
        indicators=indicators,
        place=places[rows],
        error=error[rows] / NORMAL_STEPS,
        known=~absent[rows],
        nation=panel.nation,
        shift=_share_errors(guess, panel.nation)[rows] / NORMAL_STEPS,
        gain=scales.gain[rows, None],
        offset=scales.offset[rows, None],
        floor=scales.floor[rows, None],
        ceiling=scales.ceiling[rows, None],
        percentiles=scales.percentiles[rows],
        weight=to_element[element_of, rows],
        element_of=element_of,
        element=to_pillar,
        pillar=to_domain,
        top=to_overall,
        apart=apart.size,
        apart_of=apart.number,
    )


def _order_rows(leaf: Floats) -> tuple[Cells, Cells]:
    """Return the order of the indicators as ``Model`` has them, and the element of each that counts.

    Args:
        leaf: weights of the indicators in the elements, shape (E, I).
    """
    taken = [np.flatnonzero(row).tolist() for row in leaf]
    by_size = sorted(range(len(taken)), key=lambda element: -len(taken[element]))
    turns = range(max(map(len, taken), default=0))
    pairs = [(taken[each][turn], each) for turn in turns for each in by_size if turn < len(taken[each])]
    counted = [indicator for indicator, _ in pairs]
    others = sorted(set(range(leaf.shape[1])) - set(counted))
    order = np.array(counted + others, dtype=np.int64)
    return order, np.array([element for _, element in pairs], dtype=np.int64)


def _share_errors(guess: Guess, nation: Ints) -> Floats:
    """Return the size of the error that each nation's guesses share, 0 where none, shape (I, nations)."""
    shared = np.zeros((guess.shared.shape[1], int(nation.max()) + 1))
    for number in np.unique(nation):
        shared[:, number] = guess.shared[nation == number].any(axis=0)
    return count_thousandths(shared * guess.shift[:, None])


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


def score_places(model: Model, places: Floats, scale: int, workspace: Workspace) -> Floats:
    """Return the scores of all figures on a scale, in thousandths, shape (R, A).

    Args:
        model: what is drawn from.
        places: of all figures, shape (R, A), written over.
        scale: position in ``SCALES``.
        workspace: memory to use.
    """
    if scale == Z_SCORE:
        places *= model.gain
        places += model.offset
        np.rint(places, out=places)
        # With ends that differ from row to row, ``clip`` takes much longer.
        np.maximum(places, model.floor, out=places)
        return np.asarray(np.minimum(places, model.ceiling, out=places))
    if scale == PERCENTILE:
        low, high = (1000.0 * end for end in _FURTHEST)
        np.clip(places, low, high, out=places)
        places /= _STEP
        # Half the words of positions, and the lower end taken away with the row: both spare much time.
        steps = workspace.take("steps", places.shape, np.int32)
        np.copyto(steps, np.rint(places, out=places), casting="unsafe")
        steps += (np.arange(len(places), dtype=np.int32) * _STEPS - round(low / _STEP))[:, None]
        # No step is outside the table; told to wrap, numpy need not look.
        return np.asarray(np.take(model.percentiles, steps, out=places, mode="wrap"))
    return np.asarray(np.clip(places, 0.0, _HIGHEST, out=places))
