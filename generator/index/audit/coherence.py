"""Do the elements of a pillar move together? Each is held against the rest of its pillar, nation by nation.

The item-rest correlation of classical test theory (Nunnally and Bernstein 1994, *Psychometric Theory*): an
element with the weighted mean of the other elements of its pillar, which it is no part of.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS, Framework, Pillar
from generator.composite.arrays import Bools, Floats
from generator.index.aggregation import find_reference
from generator.index.audit.consistency import FEWEST_HAVE, measure_alpha
from generator.index.audit.pairs import FEWEST_PAIRS, correlate
from generator.index.results import Snapshot

Names = npt.NDArray[np.object_]
COLUMNS = ("nation", "pillar", "element", "councils", "item_rest", "pillar_alpha")

TOGETHER = 0.2
"""Item-rest correlation above which an element is said to move with the rest of its pillar."""
UK = "UK"
"""All councils, each measured from the mean of its own nation."""


def make_coherence(index: Snapshot, framework: Framework, nation: Names) -> pd.DataFrame:
    """Return one row per element with a correlation, for the UK and each nation with at least 20 councils.

    Args:
        index: scores of the councils.
        framework: pillars, elements and their weights.
        nation: name of each area's nation, shape (A,).
    """
    place = {node.key: number for number, node in enumerate(index.structure.nodes)}
    rows: list[dict[str, object]] = []
    for pillar in framework.pillars:
        score = index.level.scores.score[:, [place[element.slug] for element in pillar.elements]]
        for name, values in _by_nation(score, nation):
            rows.extend({"nation": name} | row for row in _describe(pillar, values))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _by_nation(score: Floats, nation: Names) -> Iterator[tuple[str, Floats]]:
    """Yield scores less the mean of the nation: for all councils, then for those of each large nation."""
    centred = np.full_like(score, np.nan)
    for name in NATIONS:
        here = nation == name
        if here.any():
            centred[here] = score[here] - find_reference(score[here])
    yield UK, centred
    for name in NATIONS:
        if (nation == name).sum() >= FEWEST_PAIRS:
            yield name, centred[nation == name]


def _describe(pillar: Pillar, values: Floats) -> Iterator[dict[str, object]]:
    """Yield what is known of each element of a pillar, from deviations of shape (A, E)."""
    known: Bools = ~np.isnan(values)
    alpha = measure_alpha(values[:, known.mean(axis=0) >= FEWEST_HAVE])
    weights = [element.weight for element in pillar.elements]
    for number, element in enumerate(pillar.elements):
        total, weight = np.zeros(len(values)), np.zeros(len(values))
        # One by one, so that every sum is taken in one order.
        for other, its_weight in enumerate(weights):
            if other != number:
                total += np.where(known[:, other], its_weight * values[:, other], 0.0)
                weight += np.where(known[:, other], its_weight, 0.0)
        rest = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
        item_rest = correlate(values[:, number], rest)
        if np.isfinite(item_rest):
            yield {
                "pillar": pillar.slug,
                "element": element.slug,
                "councils": int((known[:, number] & (weight > 0)).sum()),
                "item_rest": item_rest,
                "pillar_alpha": alpha,
            }
