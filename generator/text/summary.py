"""One true sentence under 160 characters, for search engines and shared links."""

from __future__ import annotations

from generator.catalogue.records import Cluster
from generator.errors import ProsperityError
from generator.findings.evidence import ChangeAgainstUk, ClusterShare, PositionUnranked
from generator.findings.finding import Finding
from generator.findings.position import Position
from generator.text.context import TextContext
from generator.text.numbers import format_number, format_range, mark_ordinal, spell_count
from generator.text.sentences import finish, render, render_since

LIMIT = 160
"""Characters a description must stay below."""


def summarise_council(
    position: Finding[Position], trend: Finding[ChangeAgainstUk] | None, context: TextContext
) -> str:
    """Return the description of a council report: score and rank range, and change where there is room.

    Args:
        position: the overall position finding.
        trend: the overall trend finding, if there is one.
        context: names and rules.
    """
    evidence = position.evidence
    slots = {
        **context.grammar[position.subject].slots,
        "title": context.title,
        "edition": context.edition.name,
    }
    if isinstance(evidence, PositionUnranked):
        slots |= {"scored": str(evidence.pillars_scored), "pillars": str(evidence.pillars)}
        return _first_that_fits([("summary.unranked", slots)], context, code=position.id)
    ends = [mark_ordinal(end) for end in (evidence.rank_low, evidence.rank_high)]
    uk = [mark_ordinal(end) for end in (evidence.uk_rank_low, evidence.uk_rank_high) if end]
    slots |= {
        "score": format_number(evidence.score, 0),
        "rank_range": format_range(*ends),
        "set": position.comparison.label if position.comparison else "",
        "n": format_number(evidence.ranked, 0),
        "nation": position.comparison.key.partition(":")[2] if position.comparison else "",
        "uk_range": format_range(*uk) if len(uk) > 1 else "".join(uk),
        "uk_n": format_number(evidence.uk_ranked or 0, 0),
        "since": render_since(trend, context) if trend else "",
    }
    rules = ["summary.full"] if trend else []
    tries = [(rule, slots) for rule in (*rules, "summary.short", "summary.shortest")]
    return _first_that_fits(tries, context, code=position.id)


def summarise_cluster(cluster: Cluster, share: Finding[ClusterShare], context: TextContext) -> str:
    """Return the description of a cluster report."""
    slots = {
        "title_cluster": cluster.title,
        "members": spell_count(len(cluster.members)),
        "title": context.title,
        "edition": context.edition.name,
        "share": render(share, context),
    }
    rules = ("summary.cluster", "summary.cluster.short")
    return _first_that_fits([(rule, slots) for rule in rules], context, code=share.id)


def tell_unscored(position: Finding[PositionUnranked], context: TextContext) -> str:
    """Return why a council has no overall score, in the fewest words."""
    evidence = position.evidence
    scored = evidence.pillars_scored
    slots = {
        "Scored": f"Only {spell_count(scored)}" if scored else "None",
        "pillars": spell_count(evidence.pillars),
        "needed": spell_count(evidence.pillars_needed),
    }
    return finish(context.rules.fill("summary.unscored", slots), code=position.id)


def _first_that_fits(tries: list[tuple[str, dict[str, str]]], context: TextContext, *, code: str) -> str:
    for rule, slots in tries:
        text = finish(context.rules.fill(rule, slots), code=code)
        if len(text) < LIMIT:
            return text
    raise ProsperityError(
        f"no description is shorter than {LIMIT} characters: {text!r}",
        code=code,
        mend="shorten the summary rules in templates/text/findings.yml",
    )
