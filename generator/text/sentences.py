"""Findings into sentences: one entry for every kind, and the last look before a sentence leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from generator.errors import ProsperityError
from generator.findings.evidence import ChangeAgainstUk, ClusterDifference, ClusterShare, PositionBand
from generator.findings.finding import AnyFinding, Finding
from generator.findings.position import Position
from generator.text import (
    about_clusters,
    about_figures,
    about_lead,
    about_learning,
    about_levelling,
    about_places,
    about_windows,
)
from generator.text.context import TextContext
from generator.text.names import possess

Writer = Callable[[Finding[Any], TextContext], str]
WRITERS: Mapping[str, Writer] = {
    "strength": about_figures.write_figure,
    "weakness": about_figures.write_figure,
    "context": about_figures.write_figure,
    "relative_strength": about_figures.write_relative,
    "relative_weakness": about_figures.write_relative,
    "position": about_places.write_position,
    "trend": about_places.write_trend,
    "improved": about_windows.write_move,
    "declined": about_windows.write_move,
    "levelling": about_levelling.write_levelling,
    "gap": about_levelling.write_gap,
    "lead": about_lead.write_lead,
    "drivers": about_places.write_drivers,
    "coverage": about_places.write_coverage,
    "learn_from": about_learning.write_places,
    "cluster_share": about_clusters.write_share,
    "cluster_strength": about_clusters.write_difference,
    "cluster_weakness": about_clusters.write_difference,
    "cluster_similar": about_clusters.write_difference,
    "claim": about_clusters.write_claim,
    "exception": about_clusters.write_exception,
}
_FORBIDDEN = re.compile(r"\b(nan|NaN|None(?! of\b)|inf)\b|[{}]|\.\.| [,.:;]")
_NUMERAL_START = re.compile(r"(?:^|[.!?] )[\d£\u2212]")


def render(finding: AnyFinding, context: TextContext) -> str:
    """Return the sentence, or few sentences, that say a finding. Same finding, same words.

    Raises:
        ProsperityError: the kind is not known, or the words came out broken (a gap printed, a numeral first).
    """
    if finding.kind not in WRITERS:
        raise ProsperityError(
            f"no sentence is known for a finding of kind {finding.kind!r}",
            code=finding.id,
            expected=", ".join(WRITERS),
        )
    return finish(WRITERS[finding.kind](finding, context), code=finding.id)


def render_since(finding: Finding[ChangeAgainstUk], context: TextContext) -> str:
    """Return the short form of a trend finding: "Since 2013 it has kept pace with the country."."""
    return finish(about_places.write_since(finding, context), code=finding.id)


def render_effect(finding: Finding[ClusterDifference], context: TextContext) -> str:
    """Return the effect size of a cluster finding with its interval, for the small print."""
    return finish(about_clusters.write_effect(finding, context), code=finding.id)


def render_trend_scope(trend: Finding[ChangeAgainstUk], context: TextContext) -> str:
    """Return which councils the lines of the region and the UK stand for on the trend chart."""
    return finish(about_places.write_trend_scope(trend, context), code=trend.id)


def render_named_share(finding: Finding[ClusterShare], name: str, context: TextContext) -> str:
    """Return how many members are in the bottom half, the cluster named: for pages other than its own."""
    return finish(about_clusters.write_share(finding, context, whose=possess(name)), code=finding.id)


def render_answer(
    position: Finding[Position], trend: Finding[ChangeAgainstUk] | None, context: TextContext
) -> str:
    """Return the answer at the head of a report: overall position, then change where it can be stated."""
    parts = [render(position, context)]
    if trend is not None and isinstance(position.evidence, PositionBand):
        parts.append(render_since(trend, context))
    return " ".join(parts)


def finish(text: str, *, code: str) -> str:
    """Return the text with typographic apostrophes and single spaces.

    Raises:
        ProsperityError: it holds a gap, an unfilled slot, or starts a sentence with a numeral.
    """
    whole = " ".join(text.split()).replace("'", "\u2019")
    if _FORBIDDEN.search(whole) or _NUMERAL_START.search(whole) or not whole:
        raise ProsperityError(
            f"a sentence came out broken: {whole!r}",
            code=code,
            mend="look at the clause in the framework and the rule in templates/text/findings.yml",
        )
    return whole
