"""The figures as they were known one period earlier: what was said then can be held against what came.

For each indicator and nation the last period is hidden, with all that overlaps it, so that the newest figures
left do not overlap those hidden. Where there is no such earlier period nothing is hidden, and nothing can be
tested.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.catalogue.records import NATIONS, Edition, Framework
from generator.composite.arrays import Floats, Ints
from generator.index.averages import find_lag
from generator.index.draw_model import build_model
from generator.index.errors import Places, estimate_errors
from generator.index.level import compute_level, pick_scored
from generator.index.results import Index, Panel, Status
from generator.index.robustness import measure_robustness

DRAWS = 1000
"""Draws for what would have been said: chances are known to about one in a hundred."""
_HALF = 0.5


@dataclass(frozen=True)
class Hindsight:
    """What is hidden.

    Attributes:
        panel: all cells without what is hidden.
        base, last: positions on axis Y of the newest period left and of the one hidden, by indicator and
            nation, -1 where nothing is hidden, shape (I, 4).
    """

    panel: Panel
    base: Ints
    last: Ints

    def pick(self, values: Floats, nation: Ints, when: Ints) -> Floats:
        """Return what each area has in a period of its nation, NaN where it has no figure of its own.

        Args:
            values: shape (A, I, Y).
            nation: number of each area's nation, shape (A,).
            when: ``base`` or ``last``.
        """
        year = when.T[nation]
        found = np.take_along_axis(values, np.maximum(year, 0)[..., None], axis=2)[..., 0]
        return np.where(year >= 0, found, np.nan)


def hide_last(panel: Panel, nation: Ints) -> Hindsight:
    """Hide the last period of each indicator and nation.

    Args:
        panel: all cells.
        nation: number of each area's nation, shape (A,).
    """
    measured = panel.status <= Status.UPPER_TIER
    shape = (len(panel.indicators), len(NATIONS))
    base, last = (np.full(shape, -1, dtype=np.int32) for _ in range(2))
    hidden = np.zeros(panel.value.shape, dtype=bool)
    years = np.arange(len(panel.years))
    for i, n in np.ndindex(shape):
        inside = nation == n
        cells = measured[inside, i]
        usual = np.flatnonzero(cells.sum(axis=0) >= _HALF * max(int(cells.any(axis=1).sum()), 1))
        earlier = usual[usual <= usual[-1] - find_lag(panel, i)] if len(usual) else usual
        if len(earlier):
            base[i, n], last[i, n] = earlier[-1], usual[-1]
            hidden[np.ix_(inside, [i], years > earlier[-1])] = True
    before = replace(
        panel,
        value=np.where(hidden, np.nan, panel.value),
        lower=np.where(hidden, np.nan, panel.lower),
        upper=np.where(hidden, np.nan, panel.upper),
        status=np.where(hidden, np.int8(Status.MISSING), panel.status),
        period=np.where(hidden, np.int32(-1), panel.period),
    )
    return Hindsight(before, base, last)


def score_before(
    index: Index, framework: Framework, hindsight: Hindsight, *, about: Places, edition: Edition
) -> Index:
    """Return the index as it would have been without what is hidden, on the same scale.

    Its trend is that of ``index``: nothing of it is asked for.

    Args:
        index: one run.
        framework: its tree.
        hindsight: what is hidden.
        about: of the areas.
        edition: seed of the draws, of which there are ``DRAWS``; and the year.
    """
    structure, goalposts = index.structure, index.goalposts
    latest, panel = pick_scored(hindsight.panel, framework, nation=about.nation, edition_year=edition.year)
    level = compute_level(panel, latest, structure=structure, goalposts=goalposts, edition_year=edition.year)
    errors = estimate_errors(panel, structure=structure, goalposts=goalposts, level=level, about=about)
    model = build_model(panel, structure=structure, goalposts=goalposts, level=level, errors=errors)
    robustness = measure_robustness(
        model, structure=structure, scores=level.scores, draws=DRAWS, seed=edition.seed
    )
    return replace(index, panel=panel, level=level, errors=errors, robustness=robustness, sobol=None)
