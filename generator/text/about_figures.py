"""Sentences about one figure of a council, and about a score measured against the council's own middle."""

from __future__ import annotations

from generator.errors import ProsperityError
from generator.findings.evidence import ElementExtreme, ElementRelative
from generator.findings.finding import AnyFinding, Comparison, Finding, Value
from generator.text.bands import FIFTHS
from generator.text.context import TextContext
from generator.text.numbers import add_unit, format_figure, format_number, format_value, is_percentage
from generator.text.periods import lead_in


def write_figure(finding: Finding[ElementExtreme], context: TextContext) -> str:
    """Return period, clause with the value, position in its set, then the middle council and the interval."""
    value, comparison = _need(finding)
    printed = print_in_clause(value)
    lead, clause = lead_in(value.period), write_clause(finding.indicator or "", printed, context)
    if "on average" in clause:
        # The mean of several periods is said once.
        lead = lead.replace("On average over", "Over")
    slots = {
        **context.grammar[finding.subject].slots,
        "lead": lead,
        "clause": clause,
        "place": write_place(finding, context),
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
    whole = value.value == 0 or (value.value == 100 and is_percentage(value.unit))
    return format_value(value.value, value.unit, 0 if whole else value.decimals)


def write_clause(indicator: str, printed: str, context: TextContext) -> str:
    """Return an indicator's clause with the printed value in its place."""
    return context.indicators[indicator].clause.replace("{value}", printed).rstrip(".")


def write_place(finding: Finding[ElementExtreme], context: TextContext) -> str:
    """Return where the figure stands in its set, up to the name of the set: "the highest of"."""
    place = name_place(finding)
    fifth = FIFTHS[-1] if place.startswith("highest") else FIFTHS[0]
    return context.rules.fill(f"place.{place}", {"fifth": context.bands.name(fifth, fifth)})


def name_place(finding: Finding[ElementExtreme]) -> str:
    """Return where the figure stands in its set: "highest", "joint_highest", "highest_fifth" or the same
    lowest.

    It is about the value, not about better or worse; "highest" and "lowest" are said only of the very end.
    """
    _, comparison = _need(finding)
    ties = finding.evidence.ties
    side = "highest" if comparison.percentile >= 50 else "lowest"
    at_top = comparison.rank_from_top == 1
    at_bottom = comparison.rank_from_top + ties - 1 == comparison.n
    if (side == "highest" and at_top) or (side == "lowest" and at_bottom):
        return side if ties == 1 else f"joint_{side}"
    return f"{side}_fifth"


def write_relative(finding: Finding[ElementRelative], context: TextContext) -> str:
    """Return the sentence about a score that lies far from the council's own middle."""
    value, comparison = _need(finding)
    place, own = finding.evidence.percentile, finding.evidence.own_median
    if finding.kind == "relative_weakness":
        place, own = 100 - place, 100 - own
    slots = {
        **context.grammar[finding.subject].slots,
        "edition": context.edition.name,
        "node": context.node_names[finding.node],
        "score": format_number(value.value, 0),
        "set": comparison.label,
        "share": write_share(place, context),
        "own": write_share(own, context),
    }
    return context.rules.fill(finding.kind, slots)


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
