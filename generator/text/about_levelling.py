"""Sentences of the levelling-up test: how the mean and the gap moved, and which of the answers follows."""

from __future__ import annotations

from generator.findings.comparison import name_nations
from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import Finding
from generator.text.about_places import CHANGE_DECIMALS
from generator.text.context import TextContext
from generator.text.numbers import format_number, pluralise, spell_count


def write_levelling(finding: Finding[LevellingUpTest], context: TextContext) -> str:
    """Return what moved and by how much, the answer, and what was compared."""
    evidence = finding.evidence
    fill = context.rules.fill
    slots = {
        "start": str(evidence.start_year),
        "end": str(evidence.end_year),
        "node": context.node_names.get(finding.node, ""),
        "where": name_where(finding, context),
        "mean": fill(f"levelling.mean.{evidence.mean_side}", _ends(evidence.mean_start, evidence.mean_end)),
        "gap": fill(f"levelling.gap.{evidence.gap_side}", _ends(evidence.gap_start, evidence.gap_end)),
        "answer": fill(f"levelling.{evidence.category}", {}),
    }
    said = [fill("levelling.overall" if finding.node == "overall" else "levelling", slots)]
    councils, places = evidence.councils, evidence.places
    rule = "levelling.councils" if councils == places else "levelling.councils.shared"
    said.append(fill(rule, {"councils": spell_count(councils), "places": pluralise(places, "place")}))
    return " ".join(said)


def name_where(finding: Finding[LevellingUpTest], context: TextContext) -> str:
    """Return whose change it is: "England", "its members"; the nations where only some have figures."""
    nations, whole = finding.evidence.nations, finding.evidence.whole
    scope = name_nations(nations)
    if finding.subject.startswith("cluster:"):
        rule = "levelling.members" if nations == whole else "levelling.members.in"
        return context.rules.fill(rule, {} if nations == whole else {"nations": scope})
    return context.grammar[finding.subject].name if nations == whole else scope


def _ends(start: float, end: float) -> dict[str, str]:
    """Both ends of a change, as printed."""
    return {"from": format_number(start, CHANGE_DECIMALS), "to": format_number(end, CHANGE_DECIMALS)}
