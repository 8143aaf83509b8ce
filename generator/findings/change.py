"""Change findings: a score against the country since the base year; for ten and five years see `windows`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import NATIONS, Area, Framework
from generator.composite.arrays import Floats, Ints
from generator.findings import tree
from generator.findings.change_guards import change_category
from generator.findings.evidence import ChangeAgainstUk
from generator.findings.finding import Finding
from generator.findings.measured import share_of_trend
from generator.findings.rules import passes
from generator.findings.thresholds import SMALLEST_MOVE
from generator.index.results import Index
from generator.index.trend import find_ends

LEVELS = ("overall", "pillar")
SCALE = 100.0
"""Points from the lowest score to the highest: no difference is beyond that."""


@dataclass(frozen=True)
class Span:
    """The years between which a node's change is stated, and the country's change over them.

    Attributes:
        start_year, end_year: first and last year in which the middle council has half of the node's weight
            measured.
        start, end: scores of all councils in those years, shape (A,).
        uk_start, uk_end: population-weighted mean score of the councils that have both ends.
        middle_start: median of ``start``.
        indicators: how many of the node's indicators are in the trend, shape (A,).
        nations: nations that have councils with both ends, in the usual order.
        measured_here: share of the node's trend weight on figures of the council's own, shape (A,).
        zone: half-width of "keeping pace": half the median absolute deviation of all councils' changes, at
            least one point.
    """

    node: int
    start_year: int
    end_year: int
    start: Floats
    end: Floats
    measured_start: Floats
    measured_end: Floats
    indicators: Ints
    measured_here: Floats
    uk_start: float
    uk_end: float
    middle_start: float
    nations: tuple[str, ...]
    zone: float


def find_changes(
    index: Index,
    framework: Framework,
    areas: Mapping[str, Area],
    *,
    margins: Mapping[int, Floats],
    levels: Sequence[str] = LEVELS,
) -> dict[str, dict[str, Finding[ChangeAgainstUk]]]:
    """Return area code -> node key -> trend finding, where a change can be stated.

    The country's change is the change of the population-weighted mean of the councils' scores, which is the
    line that charts draw for the UK. A change is stated only where at least half of the node's weight was
    measured (not interpolated or carried) in both years, more than half on the council's own figures, it
    rests on three or more indicators, and the years lie five or more years apart. Catching up and falling
    behind are said of councils that started below the middle council, pulling ahead and losing ground of
    the others, where the difference is beyond what errors of the figures allow.

    Args:
        index: results of one run.
        framework: the tree.
        areas: councils by code.
        margins: half-width of the 90 % interval of each council's change against the whole, shape (A,), by
            position of the node; of a node that is missing no difference is told.
        levels: of the nodes.
    """
    councils = [areas[code] for code in index.panel.areas]
    own = share_of_trend(index, framework)
    spans = [
        span
        for n, node in enumerate(index.structure.nodes)
        if node.level in levels
        for span in _span(index, n, councils, own)
    ]
    result: dict[str, dict[str, Finding[ChangeAgainstUk]]] = {code: {} for code in index.panel.areas}
    for a, code in enumerate(index.panel.areas):
        for span in spans:
            if np.isnan(span.start[a]) or np.isnan(span.end[a]):
                continue
            known = margins.get(span.node)
            margin = float(np.nan_to_num(known[a], nan=SCALE)) if known is not None else SCALE
            finding = _state(code, a, span, key=index.structure.nodes[span.node].key, margin=margin)
            if passes(finding):
                result[code][finding.node] = finding
    return result


def _span(index: Index, node: int, councils: Sequence[Area], own: Floats) -> list[Span]:
    trend = index.trend
    population = np.array([council.population for council in councils], dtype=np.float64)
    scored = np.asarray(~np.isnan(trend.score[:, node, :]).all(axis=1))
    ends = find_ends(trend, node, scored)
    if ends is None:
        return []
    first, last = ends
    start, end = trend.score[:, node, first], trend.score[:, node, last]
    both = ~(np.isnan(start) | np.isnan(end))
    if not both.any():
        return []
    changes = (end - start)[both]
    return [
        Span(
            node=node,
            start_year=trend.years[first],
            end_year=trend.years[last],
            start=start,
            end=end,
            measured_start=trend.measured[:, node, first],
            measured_end=trend.measured[:, node, last],
            indicators=trend.in_trend[:, tree.columns_under(index.structure, node)].sum(
                axis=1, dtype=np.int32
            ),
            measured_here=np.nan_to_num(own[:, node]),
            uk_start=float(np.average(start[both], weights=population[both])),
            uk_end=float(np.average(end[both], weights=population[both])),
            middle_start=float(np.median(start[both])),
            nations=tuple(
                nation
                for nation in NATIONS
                if any(council.nation == nation for council, has in zip(councils, both, strict=True) if has)
            ),
            zone=max(SMALLEST_MOVE, spread_of(changes) / 2),
        )
    ]


def spread_of(changes: Floats) -> float:
    """Return the median absolute deviation of changes, shape (C,), points."""
    return float(np.median(np.abs(changes - np.median(changes))))


def _state(code: str, a: int, span: Span, *, key: str, margin: float) -> Finding[ChangeAgainstUk]:
    start, end = float(span.start[a]), float(span.end[a])
    relative = (end - start) - (span.uk_end - span.uk_start)
    category = change_category(relative=relative, zone=span.zone, start=start, middle_start=span.middle_start)
    return Finding(
        id=f"{code}/trend/{key}",
        subject=code,
        kind="trend",
        node=key,
        evidence=ChangeAgainstUk(
            category=category,
            start_year=span.start_year,
            end_year=span.end_year,
            start=start,
            end=end,
            change=end - start,
            uk_start=span.uk_start,
            uk_end=span.uk_end,
            uk_change=span.uk_end - span.uk_start,
            relative=relative,
            zone=span.zone,
            margin=margin,
            middle_start=span.middle_start,
            nations=span.nations,
            measured_start=float(span.measured_start[a]),
            measured_end=float(span.measured_end[a]),
            indicators=int(span.indicators[a]),
            measured_here=float(span.measured_here[a]),
        ),
        weight=abs(relative),
    )
