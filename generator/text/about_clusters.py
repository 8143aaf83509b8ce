"""Sentences about clusters: members in the bottom half, what sets them apart, who bucks the pattern."""

from __future__ import annotations

from generator.findings.evidence import ClaimOfCluster, ClusterDifference, ClusterException, ClusterShare
from generator.findings.finding import Finding
from generator.text.context import TextContext
from generator.text.names import capitalise
from generator.text.numbers import format_number, spell_count, spell_ordinal

RULE = {"cluster_strength": "strength", "cluster_weakness": "weakness", "cluster_similar": "similar"}
OVERALL = "prosperity overall"


def write_share(finding: Finding[ClusterShare], context: TextContext, *, whose: str | None = None) -> str:
    """Return how many of the members are in the bottom half.

    Args:
        finding: a ``cluster_share``.
        context: words and names.
        whose: possessive of the cluster, where the page does not name it; else "its".
    """
    evidence = finding.evidence
    ranked, count = evidence.members_ranked, evidence.in_bottom_half
    if ranked == 0:
        return context.rules.fill("cluster.share.unranked", {})
    unranked = evidence.members - ranked
    areas = "cluster.areas.ranked" if unranked else "cluster.areas"
    slots = {
        "whose": context.rules.sentences["cluster.whose"] if whose is None else whose,
        "share": _part_of(count, ranked, context),
        "areas": context.rules.fill(areas, {"count": spell_count(ranked)}),
        "are": _are(count),
        "set": evidence.set_label,
        "least": spell_count(evidence.surely_in_bottom_half),
        "most": spell_count(evidence.perhaps_in_bottom_half),
        "in_nation": spell_count(evidence.in_bottom_half_of_nation)
        if evidence.in_bottom_half_of_nation
        else context.rules.sentences["share.nobody"],
    }
    sure = evidence.surely_in_bottom_half == evidence.perhaps_in_bottom_half
    parts = [context.rules.fill("cluster.share.sure" if sure else "cluster.share", slots)]
    if unranked:
        words = {"Count": _start_with_count(unranked), "has_no": "has" if unranked == 1 else "have"}
        parts.append(context.rules.fill("cluster.share.some_unranked", words))
    if evidence.mainly is not None:
        words = {"half": spell_count(evidence.mainly), "members": spell_count(evidence.members)}
        rule = "cluster.share.mainly" if evidence.mainly else "cluster.share.mainly.none"
        parts.append(context.rules.fill(rule, words if evidence.mainly else {}))
    return " ".join(parts)


def write_difference(finding: Finding[ClusterDifference], context: TextContext) -> str:
    """Return members against others on one node: strength, weakness or similarity."""
    evidence = finding.evidence
    ranked, low_half = evidence.members_ranked, evidence.in_bottom_half
    shown = ranked - low_half if finding.kind == "cluster_strength" else low_half
    count = spell_count(ranked)
    share = _part_of(shown, ranked, context)
    slots = {
        "node": OVERALL if finding.node == "overall" else context.node_names[finding.node],
        "edition": context.edition.name,
        "mean": format_number(evidence.mean, 0),
        "other": format_number(evidence.other_mean, 0),
        "others": evidence.others_label,
        "low_half": f"{share} the {count}" if shown < ranked else f"{share} {count}",
        "are": _are(shown),
        "of_whom": context.rules.sentences[f"cluster.of.{evidence.compared}"],
    }
    slots["top_half"] = slots["low_half"]
    return context.rules.fill(f"cluster.{RULE[finding.kind]}", slots)


def write_claim(finding: Finding[ClaimOfCluster], context: TextContext) -> str:
    """Return what is said of a cluster, whether figures support it, and the figures."""
    evidence = finding.evidence
    said = [context.rules.fill(f"claim.{evidence.verdict}", {"says": evidence.says})]
    if evidence.found is not None:
        rule = "claim.half" if evidence.expects == "bottom_half" else "claim.exceptions"
        slots = {
            "Count": _start_with_count(evidence.found),
            "are": _are(evidence.found),
            "members": spell_count(evidence.members_counted),
            "least": spell_count(evidence.found_surely or 0),
            "most": spell_count(evidence.found_perhaps or 0),
        }
        said.append(context.rules.fill(rule, slots))
    elif evidence.mean is not None and evidence.other_mean is not None:
        slots = {
            "measure": name_measure(evidence, context),
            "mean": format_number(evidence.mean, 0),
            "other": format_number(evidence.other_mean, 0),
        }
        said.append(context.rules.fill(f"claim.{evidence.scale}", slots))
    return " ".join(said)


def name_measure(evidence: ClaimOfCluster, context: TextContext) -> str:
    """Return the name of what tests a claim, as it stands inside a sentence; empty where nothing does."""
    if evidence.measure is None:
        return ""
    if evidence.measure == "overall":
        return OVERALL
    if evidence.measure in context.node_names:
        return context.node_names[evidence.measure]
    return context.indicators[evidence.measure].subject


def _part_of(count: int, whole: int, context: TextContext) -> str:
    """ "32 of", "all" or "none of"."""
    if count == whole:
        return context.rules.sentences["share.all"]
    if count == 0:
        return context.rules.sentences["share.none"]
    return context.rules.fill("share.some", {"count": spell_count(count)})


def _are(count: int) -> str:
    return "is" if count <= 1 else "are"


def write_effect(finding: Finding[ClusterDifference], context: TextContext) -> str:
    """Return the effect size with its interval."""
    evidence = finding.evidence
    slots = {
        "effect": format_number(evidence.effect, 1),
        "effect_low": format_number(evidence.effect_low, 1),
        "effect_high": format_number(evidence.effect_high, 1),
    }
    return context.rules.fill("cluster.effect", slots)


def write_exception(finding: Finding[ClusterException], context: TextContext) -> str:
    """Return which member stands high where the cluster as a whole stands low."""
    evidence = finding.evidence
    slots = {
        **context.grammar[evidence.area].slots,
        "node": context.node_names.get(finding.node, ""),
        "rank_low": spell_ordinal(evidence.rank_low),
        "rank_high": spell_ordinal(evidence.rank_high),
        "set": evidence.set_label,
    }
    return context.rules.fill("exception.overall" if finding.node == "overall" else "exception", slots)


def _start_with_count(count: int) -> str:
    return capitalise(spell_count(count)) if count < 10 else f"A further {spell_count(count)}"
