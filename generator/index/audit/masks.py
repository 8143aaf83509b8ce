"""Do gaps move a rank? Councils of the nation that publishes most are given the gaps of the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS
from generator.composite.arrays import Bools, Floats
from generator.index.aggregation import aggregate
from generator.index.draw_model import build_model
from generator.index.ranking import rank, rank_areas
from generator.index.results import Index, Scores
from generator.index.robustness import measure_robustness
from generator.index.structure import OVERALL

COLUMNS = (
    *("gaps_of", "nation", "councils", "mean_moved", "mean_distance", "plain_moved", "plain_distance"),
    *("drawn", "held"),
)
_HALF = 0.5
EVERY = 5
"""Of so many councils one is masked at once where ranges are drawn: the others stay much as they are."""
DRAWS = 500
"""Enough for the 5th and 95th percentile of a rank to move by a place or two."""


def make_masks(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per other nation: how far ranks move if only what it publishes is known of a council.

    Each council of the nation with most figures loses, alone, the indicators that fewer than half of the
    other nation's councils have. References and the scores of all others stay. Then every fifth of them loses
    these at once, and the index is drawn: does the range of the masked rank hold the rank that all figures
    give?

    Args:
        index: one run.
        nation: of each council, shape (A,).
    """
    known = ~np.isnan(index.level.indicator_score)
    fullest = max(_present(nation), key=lambda name: known[nation == name].mean())
    rows = []
    for other in _present(nation):
        if other == fullest:
            continue
        has = known[nation == other].mean(axis=0) >= _HALF
        moved = [_move_ranks(index, nation == fullest, has, neutral=neutral) for neutral in (True, False)]
        rows.append(
            {"gaps_of": other, "nation": fullest, "councils": len(moved[0])}
            | {
                f"{kind}_{name}": float(of(one).mean()) if len(one) else float("nan")
                for kind, one in zip(("mean", "plain"), moved, strict=True)
                for name, of in (("moved", np.positive), ("distance", np.abs))
            }
            | _hold_ranks(index, nation == fullest, has)
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _hold_ranks(index: Index, some: Bools, has: Bools) -> dict[str, float]:
    """Return of how many masked councils the range of the rank was drawn, and the share that hold it."""
    level, structure, panel = index.level, index.structure, index.panel
    chosen = np.zeros(len(some), dtype=bool)
    chosen[np.flatnonzero(some & ~np.isnan(level.scores.score[:, OVERALL]))[::EVERY]] = True
    gone = chosen[:, None] & ~has
    leaf = np.where(gone, np.nan, level.indicator_score)
    panel = replace(panel, group=np.where(gone, -1, panel.group))
    score = aggregate(structure, leaf, reference=level.reference, offered=panel.group >= 0)
    scores = Scores(
        score=score,
        coverage=level.scores.coverage,
        **rank_areas(score, structure=structure, nation=panel.nation),
    )
    masked = replace(level, value=np.where(gone, np.nan, level.value), indicator_score=leaf, scores=scores)
    model = build_model(
        panel, structure=structure, goalposts=index.goalposts, level=masked, errors=index.errors
    )
    drawn = measure_robustness(
        model, structure=structure, scores=scores, draws=DRAWS, seed=index.robustness.seed
    )
    true = level.scores.rank[:, OVERALL]
    held = (drawn.rank_low[:, OVERALL] <= true) & (true <= drawn.rank_high[:, OVERALL])
    tried = chosen & ~np.isnan(score[:, OVERALL])
    share = float(held[tried].mean()) if tried.any() else float("nan")
    return {"drawn": int(tried.sum()), "held": share}


def _present(nation: npt.NDArray[np.object_]) -> list[str]:
    return [name for name in NATIONS if (nation == name).any()]


def _move_ranks(index: Index, some: Bools, has: Bools, *, neutral: bool) -> Floats:
    """Return how many places each of some councils falls, among those with a score both ways."""
    level, offered = index.level, index.panel.group >= 0
    reference = level.reference if neutral else None
    full = aggregate(index.structure, level.indicator_score, reference=reference, offered=offered)
    masked = aggregate(
        index.structure,
        np.where(has, level.indicator_score, np.nan),
        reference=reference,
        offered=offered & has,
    )
    before, after = full[:, OVERALL], masked[:, OVERALL]
    ranks = rank(full)[:, OVERALL]
    moved = []
    for place in np.flatnonzero(some & ~np.isnan(before) & ~np.isnan(after)).tolist():
        scores = before.copy()
        scores[place] = after[place]
        moved.append(float(rank(scores[:, None])[place, 0] - ranks[place]))
    return np.array(moved)
