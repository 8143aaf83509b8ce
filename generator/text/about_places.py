"""Sentences about where a council stands, how it moved, what pulls its score and what is measured there."""

from __future__ import annotations

from collections.abc import Sequence

from generator.findings.comparison import name_nations
from generator.findings.evidence import (
    ChangeAgainstUk,
    CoverageCount,
    PillarDrivers,
    PositionUnranked,
)
from generator.findings.finding import Finding
from generator.findings.position import Position
from generator.findings.thresholds import MEASURED_HERE
from generator.text.context import TextContext
from generator.text.names import capitalise, possess
from generator.text.numbers import format_number, join_words, spell_count, spell_ordinal

CHANGE_DECIMALS = 1
WIDEST_NAMED = 3
"""Fifths of a band that a sentence still names."""
HARDLY = 0.5
"""Points below which a change of score is not worth a number: half of what tells a change from the UK's."""


def write_position(finding: Finding[Position], context: TextContext) -> str:
    """Return score and rank range, overall or for a pillar or domain; or that there is no overall score."""
    evidence = finding.evidence
    if isinstance(evidence, PositionUnranked):
        return _write_unranked(finding.subject, evidence, context)
    low, high = evidence.band_low, evidence.band_high
    few = low is None or high is None
    # Four or five fifths say next to nothing.
    band = "" if low is None or high is None or high - low >= WIDEST_NAMED else context.bands.name(low, high)
    single = evidence.rank_low == evidence.rank_high
    if finding.node == "overall":
        rule = "position.overall"
    else:
        # A fifth of few councils is a handful: the rank says more.
        rule = "position.node.few" if few else "position.node" if single or band else "position.node.unsure"
    if single:
        rule = f"{rule}.single"
    slots = {
        **context.grammar[finding.subject].slots,
        "node": context.node_names.get(finding.node, ""),
        "score": format_number(evidence.score, 0),
        "rank_low": spell_ordinal(evidence.rank_low),
        "rank_high": spell_ordinal(evidence.rank_high),
        "set": finding.comparison.label if finding.comparison else "",
        "band": band,
        "uk": "",
    }
    if finding.node == "overall" and evidence.uk_rank_low and evidence.uk_rank_high:
        ends = evidence.uk_rank_low, evidence.uk_rank_high
        name = "position.uk.single" if ends[0] == ends[1] else "position.uk"
        uk = {
            "uk_low": spell_ordinal(ends[0]),
            "uk_high": spell_ordinal(ends[1]),
            "uk_set": evidence.uk_set_label,
        }
        slots["uk"] = context.rules.fill(name, uk)
    said = [context.rules.fill(rule, slots)]
    if evidence.measured_here <= MEASURED_HERE:
        said.append(context.rules.fill("position.shared", slots))
    return " ".join(said)


def _write_unranked(subject: str, evidence: PositionUnranked, context: TextContext) -> str:
    scored = evidence.pillars_scored
    slots = {
        **context.grammar[subject].slots,
        "scored": f"only {spell_count(scored)}" if scored else "none",
        "pillars": spell_count(evidence.pillars),
        "needed": spell_count(evidence.pillars_needed),
        "missing": _name_nodes(evidence.pillars_missing, context, last="or"),
    }
    parts = [context.rules.fill("position.unranked", slots)]
    if slots["missing"]:
        parts.append(context.rules.fill("position.unranked.missing", slots))
    return " ".join(parts)


def write_trend(finding: Finding[ChangeAgainstUk], context: TextContext) -> str:
    """Return the change of a score against the UK's, with the verdict."""
    evidence, grammar = finding.evidence, context.grammar[finding.subject].slots
    own, uk = (write_change(change, context) for change in (evidence.change, evidence.uk_change))
    rule = "trend" if finding.node == "overall" else "trend.node"
    slots = {
        **grammar,
        "wholes": possess(name_whole(finding)),
        "start": str(evidence.start_year),
        "end": str(evidence.end_year),
        "node": context.node_names.get(finding.node, ""),
        "own_change": own,
        "uk_change": uk,
        "verdict": context.rules.fill(f"verdict.{evidence.category}", grammar),
    }
    return context.rules.fill(f"{rule}.same" if own == uk else rule, slots)


def name_whole(finding: Finding[ChangeAgainstUk]) -> str:
    """Return what a change is set against: "the UK", or the nations whose councils have figures."""
    return name_nations(finding.evidence.nations)


def write_trend_scope(finding: Finding[ChangeAgainstUk], context: TextContext) -> str:
    """Return which councils the lines of the region and the UK stand for."""
    return context.rules.fill("trend.scope", {"nations": name_whole(finding)})


def write_change(change: float, context: TextContext) -> str:
    """Return the size and direction of a change: "rose by 4.2 points", "hardly changed"."""
    size = format_number(abs(change), CHANGE_DECIMALS)
    if abs(change) < HARDLY:
        return context.rules.sentences["change.held"]
    points = f"{size} point" if size == "1.0" else f"{size} points"
    return context.rules.fill("change.rose" if change > 0 else "change.fell", {"size": points})


def write_since(finding: Finding[ChangeAgainstUk], context: TextContext) -> str:
    """Return the short form of a trend finding, for the head of a report."""
    slots = {
        **context.grammar[finding.subject].slots,
        "start": str(finding.evidence.start_year),
        "whole": name_whole(finding),
    }
    return context.rules.fill(f"since.{finding.evidence.category}", slots)


def write_drivers(finding: Finding[PillarDrivers], context: TextContext) -> str:
    """Return which elements pull a pillar's score up and down, and which are not the place's own."""
    evidence = finding.evidence
    grammar = context.grammar[finding.subject].slots
    shared = _name_nodes(evidence.shared, context)
    if evidence.elements_scored == 1:
        (only,) = evidence.pull
        rule = "drivers.single" if evidence.elements_own else "drivers.single.shared"
        return context.rules.fill(rule, {**grammar, "only": context.node_names[only]})
    sides = {"up": _pair(evidence.up, context), "down": _pair(evidence.down, context)}
    told = [side for side, names in sides.items() if names]
    rule = "drivers." + ("both" if len(told) == 2 else (told or ["none"])[0])
    slots = {**grammar, "shared": shared, **sides}
    if not shared:
        return context.rules.fill(rule, slots)
    rule = "drivers.none.shared" if not told else rule
    return " ".join(context.rules.fill(each, slots) for each in (rule, "drivers.shared"))


def _pair(slugs: Sequence[str], context: TextContext) -> str:
    names = [context.node_names[slug] for slug in slugs]
    if len(names) < 2:
        return "".join(names)
    rule = "drivers.pair.long" if any(" and " in name for name in names) else "drivers.pair"
    return context.rules.fill(rule, {"first": names[0], "second": names[1]})


def write_coverage(finding: Finding[CoverageCount], context: TextContext) -> str:
    """Return how many indicators are measured, shared and missing, and what has no score."""
    evidence, grammar = finding.evidence, context.grammar[finding.subject].slots
    parts = []
    counts = {
        "measured": evidence.measured,
        "shared": evidence.shared,
        "missing": evidence.missing - evidence.elsewhere,
        "elsewhere": evidence.elsewhere,
    }
    for key, count in counts.items():
        if count or key == "measured":
            words = {**grammar, "count": spell_count(count) if count else "none", "are": _are(count)}
            parts.append(context.rules.fill(f"coverage.{key}", words))
    slots = {
        **grammar,
        "indicators": spell_count(evidence.indicators),
        "node": context.node_names.get(finding.node, ""),
        "parts": join_words(parts),
    }
    overall = finding.node == "overall"
    said = [context.rules.fill("coverage.overall" if overall else "coverage", slots)]
    if evidence.old:
        words = {**grammar, "Count": _start_with_count(evidence.old), "are": _are(evidence.old)}
        said.append(context.rules.fill("coverage.old", words))
    gaps = evidence.pillars_missing if overall else evidence.elements_missing
    if gaps:
        missing = _name_nodes(gaps, context, last="or" if overall else "and")
        rule = "coverage.pillars" if overall else "coverage.elements"
        said.append(context.rules.fill(rule, {**grammar, "missing": missing}))
    return " ".join(said)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _start_with_count(count: int) -> str:
    """A count that starts a sentence: in words, or led in, because no sentence starts with a numeral."""
    return capitalise(spell_count(count)) if count < 10 else f"In all, {spell_count(count)}"


def _name_nodes(slugs: Sequence[str], context: TextContext, *, last: str = "and") -> str:
    return join_words([context.node_names[slug] for slug in slugs], last=last)
