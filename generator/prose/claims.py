"""What the page on claims prints: for editors, every claim with where it is in use.

Pure: records in, values out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from generator.catalogue.records import Framework, Indicator
from generator.findings.evidence import ElementExtreme
from generator.findings.finding import AnyFinding
from generator.prose.reference import name_nations
from generator.render.markdown import Sheet

CLAIMS_PAGE = "method/claims.md"


class Row(NamedTuple):
    """One indicator with its claims in some nations, high and low, and how many reports make each."""

    indicator: Indicator
    nations: str
    ends: list[tuple[str, int]]


def gather_claims(framework: Framework, findings: Iterable[AnyFinding]) -> Sheet:
    """Return the page of all claims.

    Args:
        framework: has the claims.
        findings: on councils; those that carry a figure tell how many reports make a claim.
    """
    made = Counter(
        (finding.evidence.indicator, finding.evidence.claim)
        for finding in findings
        if isinstance(finding.evidence, ElementExtreme)
    )
    rows: dict[str, list[Row]] = {
        element.slug: [
            Row(
                indicator,
                name_nations(nations),
                [(claim, made[indicator.slug, claim]) for claim in (claims.high, claims.low)],
            )
            for indicator in element.indicators
            for claims, nations in indicator.list_claims()
        ]
        for element in framework.elements
    }
    every = {claim for told in rows.values() for row in told for claim, _ in row.ends}
    used = {claim for _, claim in made}
    return Sheet("claims.md", {"framework": framework, "rows": rows, "used": len(used), "all": len(every)})
