"""Sentences on levelling up: how mean and gap moved, the answer, and how far a place lies from its nation."""

from __future__ import annotations

from generator.findings.change_guards import ratio_is_told
from generator.findings.comparison import name_nations
from generator.findings.evidence import GapToNation, LevellingUpTest
from generator.findings.finding import Finding
from generator.index.scale import at_current_prices
from generator.text.about_places import CHANGE_DECIMALS
from generator.text.context import TextContext
from generator.text.numbers import format_difference, format_number, format_signed, pluralise, spell_count

RATIO_DECIMALS = 2
SLOPE_PER = 10
"""Points at the start for which a slope is told."""


def write_levelling(finding: Finding[LevellingUpTest], context: TextContext) -> str:
    """Return what moved and by how much, the answer, both ends in their own unit, and what was compared."""
    evidence = finding.evidence
    fill = context.rules.fill
    slots = {
        "start": str(evidence.start_year),
        "end": str(evidence.end_year),
        "node": context.node_names.get(finding.node, ""),
        "where": name_where(finding, context),
        "gap": fill(f"levelling.gap.{evidence.gap_side}", _ends(evidence.gap_start, evidence.gap_end)),
        "answer": fill(f"levelling.{evidence.category}", {}),
    }
    if evidence.mean_side == "untold":
        said = [fill("levelling.relative", slots)]
    else:
        rule = f"levelling.mean.{evidence.mean_side}"
        slots["mean"] = fill(rule, _ends(evidence.mean_start, evidence.mean_end))
        said = [fill("levelling.overall" if finding.node == "overall" else "levelling", slots)]
    if evidence.lead is not None:
        said.append(write_unit(evidence, context))
    if evidence.slope_side != "unclear":
        points = format_number(abs(evidence.slope) * SLOPE_PER, CHANGE_DECIMALS)
        said.append(fill(f"levelling.slope.{evidence.slope_side}", {"points": points}))
    councils, places = evidence.councils, evidence.places
    rule = "levelling.councils" if councils == places else "levelling.councils.shared"
    said.append(fill(rule, {"councils": spell_count(councils), "places": pluralise(places, "place")}))
    return " ".join(said)


def write_unit(evidence: LevellingUpTest, context: TextContext) -> str:
    """Return how far both ends lie apart in the unit of the heaviest indicator: difference and ratio.

    Money has the ratio alone, for prices moved; see ``ratio_is_told`` for what has none. Where one of them
    goes with a clear side of the gap and the other does not, the one that does is told first.
    """
    indicator = context.indicators[evidence.lead or ""]
    low_start, high_start = evidence.low_start or 0.0, evidence.high_start or 0.0
    low_end, high_end = evidence.low_end or 0.0, evidence.high_end or 0.0
    slots = {"subject": evidence.lead_subject or ""}
    rule = "levelling.unit.ratio"
    if not at_current_prices(indicator.unit):
        rule = "levelling.unit"
        for name, difference in (("from", high_start - low_start), ("to", high_end - low_end)):
            slots[name] = format_difference(difference, indicator.unit, indicator.decimals)
    if not ratio_is_told((low_start, low_end), (high_start, high_end)):
        return context.rules.fill("levelling.unit.apart", slots)
    before, after = high_start / low_start, high_end / low_end
    slots["ratio_from"], slots["ratio_to"] = (format_number(each, RATIO_DECIMALS) for each in (before, after))
    moves = after - before, high_end - low_end - (high_start - low_start)
    if rule == "levelling.unit" and evidence.gap_side != "unclear" and moves[0] * moves[1] < 0:
        ratio_goes_along = (moves[0] > 0) == (evidence.gap_side == "up")
        rule = "levelling.unit.though.apart" if ratio_goes_along else "levelling.unit.though.ratio"
    return context.rules.fill(rule, slots)


def name_where(finding: Finding[LevellingUpTest], context: TextContext) -> str:
    """Return whose change it is: "England", "its members"; the nations where only some have figures."""
    nations, whole = finding.evidence.nations, finding.evidence.whole
    scope = name_nations(nations)
    if finding.subject.startswith("cluster:"):
        rule = "levelling.members" if nations == whole else "levelling.members.in"
        return context.rules.fill(rule, {} if nations == whole else {"nations": scope})
    return context.grammar[finding.subject].name if nations == whole else scope


def write_gap(finding: Finding[GapToNation], context: TextContext) -> str:
    """Return how far a place lies from its nation then and now, what that did, and how sure it is."""
    evidence, fill = finding.evidence, context.rules.fill
    group = finding.subject.startswith("cluster:")
    low, high = (format_signed(end, "", CHANGE_DECIMALS) for end in (evidence.gap_low, evidence.gap_high))
    slots = {
        "node": context.node_names.get(finding.node, ""),
        "who": fill("levelling.members", {}) if group else context.grammar[finding.subject].name,
        "from": _gap("gap", evidence.gap_start, context),
        "to": _gap("gap.then", evidence.gap_end, context),
        "nation": evidence.nation,
        "start": str(evidence.start_year),
        "end": str(evidence.end_year),
        "course": fill(f"gap.{evidence.category}", {}),
    }
    small = evidence.gap_side == "unclear" and not evidence.gap_low <= 0 <= evidence.gap_high
    rule = "gap.interval.small" if small else "gap.interval"
    # Errors too small to be seen leave no interval to tell.
    slots["interval"] = fill(rule, {"low": low, "high": high}) if low != high else ""
    text = fill("gap.overall" if finding.node == "overall" else "gap", slots)
    return text.rstrip()


def _gap(rule: str, points: float, context: TextContext) -> str:
    """A gap in words, such as "3.3 points more than"."""
    size = format_number(abs(points), CHANGE_DECIMALS)
    if not size.strip("0."):
        return context.rules.fill(f"{rule}.level", {})
    return context.rules.fill(f"{rule}.{'above' if points > 0 else 'below'}", {"points": size})


def _ends(start: float, end: float) -> dict[str, str]:
    """Both ends of a change, as printed."""
    return {"from": format_number(start, CHANGE_DECIMALS), "to": format_number(end, CHANGE_DECIMALS)}
