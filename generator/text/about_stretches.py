"""Sentences about change over about ten and about five years, and the cells of the table that lists them."""

from __future__ import annotations

from generator.findings.comparison import name_nations
from generator.findings.records import Finding
from generator.text.about_places import CHANGE_DECIMALS, write_change
from generator.text.context import TextContext
from generator.text.names import name_region
from generator.text.numbers import format_number


def write_move(finding: Finding, context: TextContext) -> str:
    """Return the change of a score, of the country and of the region, and the margin if one is published."""
    evidence = finding.evidence
    has_region = "region" in evidence
    rule = "moved" + (".overall" if finding.node == "overall" else "") + (".region" if has_region else "")
    slots = {
        **context.grammar[finding.subject].slots,
        "start": str(evidence["start_year"]),
        "end": str(evidence["end_year"]),
        "node": context.node_names.get(finding.node, ""),
        "own_change": write_change(float(evidence["change"]), context),
        "whole": name_nations(str(evidence["nations"]).split("|")),
        "whole_change": write_change(float(evidence["whole_change"]), context),
    }
    if has_region:
        slots["region"] = name_region(str(evidence["region"]))
        slots["region_change"] = write_change(float(evidence["region_change"]), context)
    said = [context.rules.fill(rule, slots)]
    if "lower" in evidence:
        ends = sorted(abs(float(evidence[end])) for end in ("lower", "upper"))
        low, high = (format_number(end, CHANGE_DECIMALS) for end in ends)
        side = "rise" if float(evidence["change"]) > 0 else "fall"
        said.append(context.rules.fill(f"moved.margin.{side}", {"low": low, "high": high}))
    return " ".join(said)
