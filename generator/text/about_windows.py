"""Sentences about change over about ten and about five years, and the cells of the table that lists them."""

from __future__ import annotations

from generator.findings.comparison import name_nations
from generator.findings.evidence import ChangeOverYears
from generator.findings.finding import Finding
from generator.text.about_places import CHANGE_DECIMALS, write_change
from generator.text.context import TextContext
from generator.text.names import name_region
from generator.text.numbers import format_number


def write_move(finding: Finding[ChangeOverYears], context: TextContext) -> str:
    """Return the change of a score, of the country and of the region, and the margin if one is published."""
    evidence = finding.evidence
    rule = "moved.overall" if finding.node == "overall" else "moved"
    slots = {
        **context.grammar[finding.subject].slots,
        "start": str(evidence.start_year),
        "end": str(evidence.end_year),
        "node": context.node_names.get(finding.node, ""),
        "own_change": write_change(evidence.change, context),
        "whole": name_nations(evidence.nations),
        "whole_change": write_change(evidence.whole_change, context),
    }
    if evidence.region is not None and evidence.region_change is not None:
        rule += ".region"
        slots["region"] = name_region(evidence.region)
        slots["region_change"] = write_change(evidence.region_change, context)
    said = [context.rules.fill(rule, slots)]
    if evidence.lower is not None and evidence.upper is not None:
        ends = sorted((abs(evidence.lower), abs(evidence.upper)))
        low, high = (format_number(end, CHANGE_DECIMALS) for end in ends)
        side = "rise" if evidence.change > 0 else "fall"
        said.append(context.rules.fill(f"moved.margin.{side}", {"low": low, "high": high}))
    return " ".join(said)
