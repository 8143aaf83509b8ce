"""Did what was found hold? Strengths chosen on figures up to the period before, looked at in the next one.

What is chosen, and by which rules, is what would have been chosen then: on the figures, errors and ranges
without the last period of each indicator. It is looked at in that period's own figure, which does not overlap
those before it, is not carried on from them and is no mean with them.

Beside it stands what errors alone predict. A figure is a true value and an error. Of a nation's councils the
true values are taken as normal, with the share of the variance that the reliability gives; so the true value
behind an extreme figure lies nearer to the middle, and the new figure has an error of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.catalogue.records import NATIONS, Area, Edition, Framework
from generator.composite.arrays import Floats, Ints
from generator.composite.scales import rank_percent
from generator.findings.comparison import Comparisons, compare
from generator.findings.evidence import ElementExtreme
from generator.findings.finding import Finding
from generator.findings.strengths import find_strengths
from generator.findings.thresholds import EXTREME, SMALLEST_SET
from generator.index.averages import JOINT
from generator.index.hindsight import Hindsight, hide_last, score_before
from generator.index.normalisation import place_values
from generator.index.results import Index, Status
from generator.index.run import tell_places

KINDS = ("strength", "weakness", "context")
COLUMNS = (
    *("nation", "kind", "chosen", "tested", "same_fifth", "outer_two"),
    *("expected_same_fifth", "expected_outer_two"),
)
_DIGITS = 4


@dataclass(frozen=True)
class _Look:
    """One finding in the next period: where it lay, and the chances that errors alone give it."""

    nation: str
    kind: str
    same: float
    outer: float
    likely_same: float
    likely_outer: float


def make_persistence(
    index: Index, framework: Framework, areas: Sequence[Area], *, edition: Edition
) -> pd.DataFrame:
    """Return one row per nation (and the UK) and kind: what was chosen, tested, and found again.

    Args:
        index: one run.
        framework: its tree.
        areas: areas of any kind; must hold all councils of the run.
        edition: year, and seed of the draws.
    """
    about = tell_places(framework, areas)
    councils = {area.code: area for area in areas if area.kind == "council"}
    hindsight = hide_last(index.panel, about.nation)
    before = score_before(index, framework, hindsight, about=about, edition=edition)
    then = edition.model_copy(update={"year": edition.year - 1})
    found = find_strengths(before, framework, councils, then)
    looks = list(_look(index, before, hindsight, found, councils, about.nation))
    rows = []
    for nation in ("UK", *NATIONS):
        for kind in KINDS:
            own = [one for one in looks if one.kind == kind and nation in ("UK", one.nation)]
            tested = [one for one in own if one.same == one.same]
            shares = [
                round(math.fsum(getattr(one, name) for one in tested) / max(len(tested), 1), _DIGITS)
                if tested
                else math.nan
                for name in ("same", "outer", "likely_same", "likely_outer")
            ]
            rows.append((nation, kind, len(own), len(tested), *shares))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _look(
    index: Index,
    before: Index,
    hindsight: Hindsight,
    found: Mapping[str, Sequence[Finding[ElementExtreme]]],
    councils: Mapping[str, Area],
    nation: Ints,
) -> list[_Look]:
    """Return each finding in the next period."""
    panel, structure = index.panel, index.structure
    own = np.where(panel.status <= Status.RECAST, panel.value, np.nan)
    sign = structure.sign
    new = place_values(
        hindsight.pick(own, nation, hindsight.last), panel=panel, goalposts=index.goalposts, sign=sign
    )
    old = place_values(before.level.value, panel=panel, goalposts=index.goalposts, sign=sign)
    base = place_values(
        hindsight.pick(own, nation, hindsight.base), panel=panel, goalposts=index.goalposts, sign=sign
    )
    comparisons = compare(before, councils)
    good = _place_again(new, comparisons)
    column = {slug: i for i, slug in enumerate(structure.indicators)}
    row = {code: a for a, code in enumerate(panel.areas)}
    looks = []
    for code in panel.areas:
        for finding in found[code]:
            a, i = row[code], column[finding.evidence.indicator]
            high = finding.evidence.side == "high"
            name = NATIONS[nation[a]]
            if np.isnan(good[a, i]):
                looks.append(_Look(name, finding.kind, *(math.nan,) * 4))
                continue
            place = good[a, i] if high else 100 - good[a, i]
            members = comparisons.members[int(comparisons.set_of[a, i])]
            inside = nation == nation[a]
            moved = new[inside, i] - base[inside, i]
            shift = float(np.median(moved[~np.isnan(moved)])) if (~np.isnan(moved)).any() else 0.0
            true, size = _expect(old, before, a, i, nation)
            others = new[members, i][~np.isnan(new[members, i])]
            chances = []
            for reach in (EXTREME, 2 * EXTREME):
                end = float(np.quantile(others, 1 - reach / 100 if high else reach / 100))
                apart = (true + shift - end) if high else (end - true - shift)
                chances.append(_chance(apart, size))
            looks.append(
                _Look(
                    name,
                    finding.kind,
                    float(place >= 100 - EXTREME),
                    float(place >= 100 - 2 * EXTREME),
                    *chances,
                )
            )
    return looks


def _expect(old: Floats, before: Index, a: int, i: int, nation: Ints) -> tuple[float, float]:
    """Return where a new figure is expected, and the standard deviation around that, in points."""
    share = before.errors.reliability[i, nation[a]]
    share = 1.0 if math.isnan(share) else float(share)
    inside = old[(nation == nation[a]) & ~np.isnan(old[:, i]), i]
    middle = float(inside.mean())
    error = float(before.errors.size[a, i])
    # What is looked at is one period; a mean of several has a smaller error.
    alone = error * math.sqrt(before.panel.periods[before.level.period[a, i]].count(JOINT) + 1)
    return middle + share * (float(old[a, i]) - middle), math.sqrt(share * error**2 + alone**2)


def _chance(apart: float, size: float) -> float:
    """Return the chance that a normal error of this size does not undo a distance."""
    return float(apart >= 0) if size <= 0 else 0.5 * math.erfc(-apart / size / math.sqrt(2.0))


def _place_again(new: Floats, comparisons: Comparisons) -> Floats:
    """Return percentiles from the worse end in the next period, among the sets of the one before, (A, I)."""
    good = np.full(new.shape, np.nan)
    for i in range(new.shape[1]):
        set_of = comparisons.set_of[:, i]
        for number in np.unique(set_of[set_of >= 0]).tolist():
            rows = comparisons.members[number]
            rows = rows[~np.isnan(new[rows, i])]
            if len(rows) >= SMALLEST_SET:
                here = set_of[rows] == number
                good[rows[here], i] = rank_percent(new[rows, i])[here]
    return good
