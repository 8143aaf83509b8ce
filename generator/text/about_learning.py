"""Sentences about places to learn from."""

from __future__ import annotations

from generator.findings.records import Finding
from generator.text.context import TextContext
from generator.text.numbers import format_range, join_words, mark_ordinal


def write_places(finding: Finding, context: TextContext) -> str:
    """Return which similar places, of which set, stand high in a policy area, and where the place stands."""
    evidence = finding.evidence
    others = str(evidence["places"]).split("|")
    named = [
        _place("learn_from.place", code, evidence[f"rank_low:{code}"], evidence[f"rank_high:{code}"], context)
        for code in others
    ]
    cluster = evidence.get("cluster")
    slots = {
        **context.grammar[finding.subject].slots,
        "cluster": context.clusters[str(cluster)].title if cluster else "",
        "node": context.node_names[finding.node],
        "places": join_words(named),
        "scores": context.grammar[others[0]].slots["scores"],
        "own": _place(
            "learn_from.own", finding.subject, evidence["rank_low"], evidence["rank_high"], context
        ),
        "set": str(evidence["set_label"]),
    }
    rule = "learn_from.cluster" if cluster else "learn_from"
    return context.rules.fill(rule if len(others) == 1 else f"{rule}.several", slots)


def _place(rule: str, code: str, low: float | str, high: float | str, context: TextContext) -> str:
    """Return a place with the range of its rank."""
    ends = (mark_ordinal(int(end)) for end in (low, high))
    return context.rules.fill(rule, {**context.grammar[code].slots, "range": format_range(*ends)})
