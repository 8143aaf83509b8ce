"""What changed between two editions, or two states of the data: scores by cause, ranks by own and others.

A score depends on the method (framework and edition), on the area's own figures, and on the scale that the
figures of all areas make. From old to new one of them is replaced at a time, always in this order:

    0  the old edition
    1  method   the new framework and edition, on the old figures, with the scale that they make. A series of
                which the old data hold nothing comes with its new figures: the old index cannot have used it.
    2  revised  figures of a series, area and period that are in both, as they are now, on the scale of 1
    3  new      all figures as they are now: periods, areas and gaps that came or went, on the scale of 1
    4  others   the new edition: the area's figures are those of 3, the scale is the new one

and a cause is the score after its step less the score before it, so that the four add up to the change. The
order is part of the result, as in every account of this kind: another one would divide what two causes do
together otherwise. The method stands first because old figures can be scored by a new framework, but new
figures need not fit an old one; the figures come before the scale so that "others" is what happens to an area
whose own figures are held. A scale moves by figures of any area, a little by its own. Where a step leaves an
area without a score, what it did counts to the next step that gives it one. Both sides are computed by this
version of the program: what it changed in the rules themselves moves both alike and is no cause here.

The change of a rank has two parts: ``own`` leads from the old rank to the one that the area's new score has
among the old scores of the others, ``others`` from there to the new rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.catalogue.records import Area, Edition, Framework
from generator.composite.arrays import Floats, Ints
from generator.errors import ProsperityError
from generator.index.level import pick_scored
from generator.index.panel import number_nations
from generator.index.ranking import rank
from generator.index.results import Structure
from generator.index.run import lay_out, score_level
from generator.index.steps import Reading, read_on_scale, read_standing, take_apart

CAUSES = ("method", "revised", "new", "others")
_SERIES = ["dataset", "series"]
_FIGURE = ["indicator", *_SERIES, "area_code", "period"]
_MEASURES = ["value", "lower", "upper", "status", "note"]


@dataclass(frozen=True)
class State:
    """What an edition is computed from.

    Attributes:
        areas: areas of any kind; councils are scored.
        observations: from ``catalogue.store.load_observations``.
    """

    framework: Framework
    edition: Edition
    areas: Sequence[Area]
    observations: pd.DataFrame


@dataclass(frozen=True)
class Difference:
    """How two editions differ. Axis A holds the councils of both, N the nodes of both, new order first.

    Attributes:
        councils: axis A, as the new edition knows them, then those that only the old one has.
        nodes: level and key, axis N; the first is the overall score.
        score_old, score_new: shape (A, N), NaN where there is none.
        causes: points by each of ``CAUSES``, shape (A, N, 4), NaN where a score is missing on a side. They
            add up to ``score_new - score_old``.
        rank_old, rank_new: 0 where there is none, shape (A, N).
        rank_own, rank_others: places, 0 where a rank is missing on a side; they add up to
            ``rank_new - rank_old``, so that minus leads towards the first place.
        structure: the new tree.
        readings: the scores after steps 1 to 4, all by the new tree.
    """

    councils: tuple[Area, ...]
    nodes: tuple[tuple[str, str], ...]
    score_old: Floats
    score_new: Floats
    causes: Floats
    rank_old: Ints
    rank_new: Ints
    rank_own: Ints
    rank_others: Ints
    structure: Structure
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Source:
    """What one indicator did to one score, in points, by each of ``CAUSES`` after the method."""

    indicator: int
    points: tuple[float, ...]


def measure_difference(old: State, new: State, *, old_figures: pd.DataFrame) -> Difference:
    """Compare two editions.

    Args:
        old, new: what they are computed from.
        old_figures: the old data as the new framework reads them, without series of which they hold nothing.

    Raises:
        ProsperityError: a side cannot be scored, or the old figures cannot be by the new framework.
    """
    councils = _unite(old.areas, new.areas)
    before = read_standing(score_level(old.framework, old.observations, councils, edition=old.edition))
    readings = _read_steps(new, old_figures, councils)
    nodes = _list_nodes(readings[-1])
    nodes += [node for node in _list_nodes(before) if node not in nodes]
    scores = np.stack([_spread(reading, nodes) for reading in (before, *readings)], axis=2)
    score_old, score_new = scores[..., 0], scores[..., -1]
    rank_old, rank_new = rank(score_old), rank(score_new)
    own = _rank_among_old(score_old, score_new)
    both = (rank_old > 0) & (rank_new > 0)
    return Difference(
        councils=councils,
        nodes=tuple(nodes),
        score_old=score_old,
        score_new=score_new,
        causes=split_steps(scores),
        rank_old=rank_old,
        rank_new=rank_new,
        rank_own=np.where(both, own - rank_old, 0).astype(np.int32),
        rank_others=np.where(both, rank_new - own, 0).astype(np.int32),
        structure=readings[-1].structure,
        readings=readings,
    )


def find_sources(difference: Difference, *, area: int, node: int) -> tuple[tuple[Source, ...], float]:
    """Return what moved a score after the method, by indicator, the largest first, and by shares.

    All add up to the causes after the method. Where the method alone leaves no score there is nothing to
    compare with, and no indicator is named.

    Args:
        difference: of two editions.
        area, node: positions on axes A and N; a node of the new tree.

    Returns:
        The indicators, and the points by shares that changed because other figures came or went, and
        by an end of the scale.
    """
    count = len(difference.structure.indicators)
    points, shares = np.zeros((count, len(CAUSES) - 1)), 0.0
    last, *rest = difference.readings
    if np.isnan(last.score[area, node]) or np.isnan(difference.score_new[area, node]):
        return (), 0.0
    for place, reading in enumerate(rest):
        if np.isnan(reading.score[area, node]):
            continue
        step = take_apart(last, reading, area=area, node=node)
        points[:, place] = step.changed + step.presence
        shares += float(step.shares.sum()) + step.held
        last = reading
    found = [Source(k, tuple(points[k].tolist())) for k in np.flatnonzero(points.any(axis=1)).tolist()]
    return tuple(sorted(found, key=lambda source: -abs(sum(source.points)))), shares


def _unite(old: Sequence[Area], new: Sequence[Area]) -> tuple[Area, ...]:
    """Return the councils of both, as the new edition knows them."""
    here = {area.code for area in new}
    both = [*new, *(area for area in old if area.code not in here)]
    return tuple(area for area in both if area.kind == "council")


def _read_steps(new: State, old_figures: pd.DataFrame, councils: Sequence[Area]) -> tuple[Reading, ...]:
    """Return the scores after each step."""
    framework, edition = new.framework, new.edition
    end = score_level(framework, new.observations, councils, edition=edition)
    figures = _add_unheld(old_figures, new.observations)
    try:
        start = score_level(framework, figures, councils, edition=edition)
    except ProsperityError as reason:
        raise ProsperityError(
            f"the old figures cannot be scored by the new framework ({reason.problem})",
            code=reason.code,
            expected="old data that hold what the new framework reads, or nothing of it",
            mend="compare with an older framework, or with newer data",
        ) from None
    panel = lay_out(framework, revise(figures, new.observations), councils, edition=edition)
    revised = pick_scored(panel, framework, nation=number_nations(councils), edition_year=edition.year)[
        0
    ].value

    def read(values: Floats) -> Reading:
        return read_on_scale(
            values,
            panel=end.panel,
            structure=end.structure,
            old=start,
            otherwise=end.goalposts,
        )

    return read_standing(start), read(revised), read(end.level.value), read_standing(end)


def _add_unheld(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return the old figures, with the new ones of series of which there is no old one."""
    unheld = new[~_index(new, _SERIES).isin(_index(old, _SERIES))]
    return pd.concat([old, unheld], ignore_index=True) if len(unheld) else old


def revise(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return the old rows, with the new figure where both have one of the same series, area and period.

    Args:
        old, new: columns as ``catalogue.store.load_observations`` gives.
    """
    known = new[new["value"].notna()].drop_duplicates(_FIGURE, keep="last")
    place = _index(known, _FIGURE).get_indexer(_index(old, _FIGURE))
    met = (place >= 0) & old["value"].notna().to_numpy()
    result = old.copy()
    for name in _MEASURES:
        column = result[name].to_numpy(copy=True)
        column[met] = known[name].to_numpy()[place[met]]
        result[name] = column
    return result


def _index(rows: pd.DataFrame, columns: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[columns])


def _list_nodes(reading: Reading) -> list[tuple[str, str]]:
    return [(node.level, node.key) for node in reading.structure.nodes]


def _spread(reading: Reading, nodes: Sequence[tuple[str, str]]) -> Floats:
    """Return scores on the common axis of nodes, shape (A, N), NaN for a node that the tree lacks."""
    place = {node: position for position, node in enumerate(_list_nodes(reading))}
    nothing = np.full((len(reading.score), 1), np.nan)
    return np.hstack([reading.score, nothing])[:, [place.get(node, -1) for node in nodes]]


def split_steps(scores: Floats) -> Floats:
    """Return what each step on the way from the first to the last score did; they add up to the change.

    Where a step leaves no score, what it did counts to the next step that gives one.

    Args:
        scores: before the first step and after each, NaN where there is none, shape (..., steps + 1).

    Returns:
        Points, NaN where the first or the last score is missing, shape (..., steps).
    """
    held = scores.copy()
    for step in range(1, scores.shape[-1] - 1):
        held[..., step] = np.where(np.isnan(scores[..., step]), held[..., step - 1], scores[..., step])
    both = ~np.isnan(scores[..., :1]) & ~np.isnan(scores[..., -1:])
    return np.where(both, np.diff(held, axis=-1), np.nan)


def _rank_among_old(old: Floats, new: Floats) -> Ints:
    """Return the rank of each new score among the old scores of the others, shape (A, N)."""
    places = np.zeros(new.shape, dtype=np.int32)
    for node in range(new.shape[1]):
        known = np.sort(-old[~np.isnan(old[:, node]), node])
        above = np.searchsorted(known, -new[:, node], side="left")
        itself = old[:, node] > new[:, node]
        places[:, node] = above - itself + 1
    return places
