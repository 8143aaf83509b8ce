"""Sentences about places to learn from."""

from __future__ import annotations

from generator.findings.evidence import LearnFromCluster, LearnFromNeighbours
from generator.findings.finding import Finding
from generator.text.context import TextContext
from generator.text.names import capitalise
from generator.text.numbers import format_range, join_words, mark_ordinal


def write_places(finding: Finding[LearnFromNeighbours], context: TextContext) -> str:
    """Return which similar places, of which set, stand high in a policy area, and where the place stands."""
    evidence = finding.evidence
    cluster = evidence.cluster if isinstance(evidence, LearnFromCluster) else ""
    named = [
        _place("learn_from.place", code, there.rank_low, there.rank_high, context)
        for code, there in evidence.named.items()
    ]
    slots = {
        **context.grammar[finding.subject].slots,
        "cluster": context.clusters[cluster].title if cluster else "",
        "node": context.node_names[finding.node],
        "places": join_words(named),
        "Places": capitalise(join_words(named)),
        "scores": context.grammar[evidence.places[0]].slots["scores"],
        "own": _place("learn_from.own", finding.subject, evidence.rank_low, evidence.rank_high, context),
        "set": evidence.set_label,
    }
    rule = "learn_from.cluster" if cluster else "learn_from"
    return context.rules.fill(rule if len(named) == 1 else f"{rule}.several", slots)


def _place(rule: str, code: str, low: int, high: int, context: TextContext) -> str:
    """Return a place with the range of its rank."""
    ends = (mark_ordinal(end) for end in (low, high))
    return context.rules.fill(rule, {**context.grammar[code].slots, "range": format_range(*ends)})
