"""Sentences of the lead of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.findings.evidence import LeadGap, LeadMarks, LeadPair, LeadPeople, LeadUnlike
from generator.findings.finding import Finding
from generator.text.about_figures import print_value
from generator.text.context import TextContext
from generator.text.names import capitalise, lower_first
from generator.text.numbers import add_unit, format_number, spell_count

GAP_DECIMALS = 1
COUNT_DIGITS = 2
"""Digits that a count of people keeps: the counts are estimates."""


def write_lead(finding: Finding[Any], context: TextContext) -> str:
    """Return one sentence of a lead, by its rule."""
    return _WRITERS[finding.rule](finding, context)


def write_marks(finding: Finding[LeadMarks], context: TextContext) -> str:
    """Return what marks a place most at one end: each claim with its figure."""
    evidence = finding.evidence
    claims = []
    for element in evidence.named:
        indicator = context.indicators[evidence.carried_by[element]]
        printed = print_value(evidence.figure[element], indicator.unit, indicator.decimals)
        words = {
            "claim": lower_first(evidence.told_claim[element]),
            "figure": add_unit(printed, indicator.unit),
        }
        claims.append(context.rules.fill("lead.claim", words))
    rule = f"lead.{evidence.side}" if evidence.first else f"lead.{evidence.side}.then"
    # Claims are whole clauses, some with commas: only semicolons keep them apart.
    return context.rules.fill(rule, {**context.grammar[finding.subject].slots, "claims": "; ".join(claims)})


def write_lead_gap(finding: Finding[LeadGap], context: TextContext) -> str:
    """Return how the gap of a place to its nation moved."""
    evidence = finding.evidence
    start, end = (format_number(abs(gap), GAP_DECIMALS) for gap in (evidence.gap_start, evidence.gap_end))
    slots = {
        **context.grammar[finding.subject].slots,
        "start": str(evidence.start_year),
        "end": str(evidence.end_year),
        "nation": evidence.nation,
        "from": start,
        "to": end,
    }
    return context.rules.fill(f"lead.gap.{evidence.category}", slots)


def write_pair(finding: Finding[LeadPair], context: TextContext) -> str:
    """Return two findings side by side."""
    evidence, pair = finding.evidence, context.pairs[finding.evidence.pair]
    slots = {
        **context.grammar[finding.subject].slots,
        "First": capitalise(pair.first.words),
        "second": pair.second.words,
    }
    return context.rules.fill(f"lead.pair.{evidence.joined_by}", slots)


def write_unlike(finding: Finding[LeadUnlike], context: TextContext) -> str:
    """Return on what a place clearly ranks beyond those that are most like it."""
    evidence = finding.evidence
    slots = {
        **context.grammar[finding.subject].slots,
        "node": context.node_names[evidence.element],
        "clear": spell_count(evidence.clear),
        "alike": spell_count(evidence.alike),
        "nation": evidence.nation,
    }
    every = ".all" if evidence.clear == evidence.alike else ""
    return context.rules.fill(f"lead.unlike.{evidence.side}{every}", slots)


def write_people(finding: Finding[LeadPeople], context: TextContext) -> str:
    """Return how many people live in the most deprived small areas of the nation."""
    evidence = finding.evidence
    slots = {
        **context.grammar[finding.subject].slots,
        "people": format_count(evidence.people),
        "nation": evidence.nation,
        "year": str(evidence.index_year),
        "counted": evidence.counted,
    }
    if evidence.among != "none":
        slots["count"] = format_count(evidence.people_among)
    return context.rules.fill(f"lead.people.{evidence.among}", slots)


def format_count(people: int) -> str:
    """Return a count of people, rounded to two digits: 13,627 gives "14,000"; halves go up."""
    step = 10 ** max(0, len(str(people)) - COUNT_DIGITS)
    return format_number((people + step // 2) // step * step, 0)


_WRITERS: Mapping[str, Callable[[Finding[Any], TextContext], str]] = {
    LeadMarks.rule: write_marks,
    LeadPair.rule: write_pair,
    LeadUnlike.rule: write_unlike,
    LeadPeople.rule: write_people,
    LeadGap.rule: write_lead_gap,
}
