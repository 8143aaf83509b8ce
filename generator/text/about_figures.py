"""Sentences about one figure of a council, and about a score measured against the council's own middle."""

from __future__ import annotations

import math

from generator.errors import ProsperityError
from generator.findings.comparison import OUTERMOST, count_place, find_side, is_beyond_nine_in_ten
from generator.findings.evidence import ElementExtreme, ElementRelative
from generator.findings.finding import AnyFinding, Comparison, Finding, Value
from generator.findings.thresholds import SMALL_NATION
from generator.text.bands import FIFTHS
from generator.text.context import TextContext
from generator.text.numbers import (
    add_unit,
    format_figure,
    format_number,
    format_value,
    is_percentage,
    spell_ordinal,
)
from generator.text.periods import lead_in


def write_figure(finding: Finding[ElementExtreme], context: TextContext) -> str:
    """Return period, clause with the value, position in its set, then the middle council and the interval."""
    value, comparison = _need(finding)
    printed = print_in_clause(value)
    lead = lead_in(value.period)
    clause = finding.evidence.clause.replace("{value}", printed).rstrip(".")
    if "on average" in clause:
        # The mean of several periods is said once.
        lead = lead.replace("On average over", "Over")
    slots = {
        **context.grammar[finding.subject].slots,
        "lead": lead,
        "clause": clause,
        "place": write_place(comparison, finding.evidence.ties, context),
        "set": comparison.label,
    }
    middle = format_figure(comparison.middle, value.unit, value.decimals)
    parts = [
        context.rules.fill("figure", slots),
        context.rules.fill("figure.middle", {"middle": middle, "set": comparison.label}),
    ]
    if value.lower is not None and value.upper is not None:
        lower = format_value(value.lower, value.unit, value.decimals)
        upper = format_figure(value.upper, value.unit, value.decimals)
        if lower != printed or format_value(value.upper, value.unit, value.decimals) != printed:
            parts.append(context.rules.fill("figure.interval", {"lower": lower, "upper": upper}))
    return " ".join(parts)


def state_claim(finding: AnyFinding) -> str:
    """Return what a figure claims, and the figure: "Many adults smoke: 18.2%".

    Raises:
        ValueError: the finding carries no figure.
    """
    value, evidence = finding.value, finding.evidence
    if value is None or not isinstance(evidence, ElementExtreme):
        raise ValueError(f"{finding.id} carries no figure")
    return f"{evidence.claim}: {add_unit(print_in_clause(value), value.unit)}"


def print_in_clause(value: Value) -> str:
    """Return a value as running text has it: none and all are exact, so "0%" and "100%" carry no decimals."""
    return print_value(value.value, value.unit, value.decimals)


def print_value(value: float, unit: str, decimals: int) -> str:
    """Return a number of a unit as running text has it; see ``print_in_clause``."""
    whole = value == 0 or (value == 100 and is_percentage(unit))
    return format_value(value, unit, 0 if whole else decimals)


def write_place(comparison: Comparison, ties: int, context: TextContext, *, side: str = "") -> str:
    """Return where a figure stands in its set, up to the name of the set: "the second highest of".

    It is about the value, not about better or worse. In a set of many councils the outer three are counted;
    any other place is told by whether it lies beyond nine in ten councils, or else by its fifth. Where more
    figures are the same than there are such places, none is named by its place but the very first.

    Args:
        comparison: of the figure.
        ties: figures of the set that are the same, this one too.
        context: the words.
        side: the end from which to count, "highest" or "lowest"; the nearer one where it is empty.
    """
    side = side or find_side(comparison)
    place = count_place(comparison, ties, side)
    joint = "joint_" if ties > 1 else ""
    if place == 1:
        return context.rules.fill(f"place.{joint}{side}", {})
    if comparison.n < SMALL_NATION or place + ties - 1 <= OUTERMOST:
        return context.rules.fill(f"place.{joint}nth_{side}", {"nth": spell_ordinal(place)})
    if is_beyond_nine_in_ten(comparison, ties, side):
        return context.rules.fill(f"place.{side}_tenth", {})
    fifth = FIFTHS[-1] if side == "highest" else FIFTHS[0]
    return context.rules.fill(f"place.{side}_fifth", {"fifth": context.bands.name(fifth, fifth)})


def write_relative(finding: Finding[ElementRelative], context: TextContext) -> str:
    """Return the sentence about a score that lies far from the council's own middle."""
    value, comparison = _need(finding)
    place, own = finding.evidence.percentile, finding.evidence.own_median
    few, weak = comparison.n < SMALL_NATION, finding.kind == "relative_weakness"
    if weak:
        place, own = 100 - place, 100 - own
    # The own middle is that of all policy areas, some of which are ranked among fewer councils.
    nth = spell_ordinal(math.floor(comparison.n * (1 - own / 100) + 1))
    slots = {
        **context.grammar[finding.subject].slots,
        "edition": context.edition.name,
        "node": context.node_names[finding.node],
        "score": format_number(value.value, 0),
        "set": comparison.label,
        "share": write_share(place, context),
        "own": nth if few else write_share(own, context),
        "place": write_place(
            comparison, finding.evidence.rank_ties, context, side="lowest" if weak else "highest"
        ),
    }
    return context.rules.fill(f"{finding.kind}.few" if few else finding.kind, slots)


def write_share(percent: float, context: TextContext) -> str:
    """Return a share of councils in print: "55%", "hardly any", "nearly all"."""
    if percent < 1:
        return context.rules.sentences["relative.hardly_any"]
    if percent > 99:
        return context.rules.sentences["relative.nearly_all"]
    return f"{format_number(percent, 0)}%"


def _need(finding: AnyFinding) -> tuple[Value, Comparison]:
    if finding.value is None or finding.comparison is None:
        raise ProsperityError("the finding has no figure to speak of", code=finding.id)
    return finding.value, finding.comparison
