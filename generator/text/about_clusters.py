"""Sentences about clusters: members in the bottom half, what sets them apart, who bucks the pattern."""

from __future__ import annotations

from generator.findings.records import Finding
from generator.text.context import TextContext
from generator.text.names import capitalise
from generator.text.numbers import format_number, spell_count, spell_ordinal

RULE = {"cluster_strength": "strength", "cluster_weakness": "weakness", "cluster_similar": "similar"}
OVERALL = "prosperity overall"


def write_share(finding: Finding, context: TextContext) -> str:
    """Return how many of the members are in the bottom half."""
    evidence = finding.evidence
    ranked, count = int(evidence["members_ranked"]), int(evidence["in_bottom_half"])
    if ranked == 0:
        return context.rules.fill("cluster.share.unranked", {})
    rule = {0: "cluster.share.none", ranked: "cluster.share.all"}.get(count, "cluster.share")
    slots = {
        "ranked": spell_count(ranked),
        "count": spell_count(count),
        "are": "is" if count == 1 else "are",
        "set": str(evidence["set_label"]),
    }
    parts = [context.rules.fill(rule, slots)]
    unranked = int(evidence["members"]) - ranked
    if unranked:
        words = {"Count": _start_with_count(unranked), "has_no": "has" if unranked == 1 else "have"}
        parts.append(context.rules.fill("cluster.share.some_unranked", words))
    return " ".join(parts)


def write_difference(finding: Finding, context: TextContext) -> str:
    """Return members against others on one node: strength, weakness or similarity."""
    evidence = finding.evidence
    ranked, low_half = int(evidence["members_ranked"]), int(evidence["in_bottom_half"])
    slots = {
        "node": OVERALL if finding.node == "overall" else context.node_names[finding.node],
        "edition": context.edition.name,
        "mean": format_number(float(evidence["mean"]), 0),
        "other": format_number(float(evidence["other_mean"]), 0),
        "others": str(evidence["others_label"]),
        "ranked": spell_count(ranked),
        "low_half": spell_count(low_half),
        "top_half": spell_count(ranked - low_half),
    }
    return context.rules.fill(f"cluster.{RULE[finding.kind]}", slots)


def write_effect(finding: Finding, context: TextContext) -> str:
    """Return the effect size with its interval."""
    keys = ("effect", "effect_low", "effect_high")
    slots = {key: format_number(float(finding.evidence[key]), 1) for key in keys}
    return context.rules.fill("cluster.effect", slots)


def write_exception(finding: Finding, context: TextContext) -> str:
    """Return which member stands high where the cluster as a whole stands low."""
    evidence = finding.evidence
    slots = {
        **context.grammar[str(evidence["area"])].slots,
        "node": context.node_names.get(finding.node, ""),
        "rank_low": spell_ordinal(int(evidence["rank_low"])),
        "rank_high": spell_ordinal(int(evidence["rank_high"])),
        "set": str(evidence["set_label"]),
    }
    return context.rules.fill("exception.overall" if finding.node == "overall" else "exception", slots)


def _start_with_count(count: int) -> str:
    return capitalise(spell_count(count)) if count < 10 else f"A further {spell_count(count)}"
