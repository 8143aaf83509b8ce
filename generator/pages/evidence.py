"""Findings as a page shows them: the sentence, and its strip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.catalogue.records import Area
from generator.findings.evidence import ElementExtreme
from generator.findings.finding import AnyFinding, Finding, pick
from generator.findings.strengths import KIND
from generator.pages import figures
from generator.pages.basis import Basis, view_basis
from generator.pages.figures import IndicatorRow
from generator.pages.site import Site
from generator.text.about_figures import print_in_clause, state_claim, write_place
from generator.text.numbers import unit_words

FACTS = 3
"""Figures that stand large at the head of a report."""


@dataclass(frozen=True)
class FindingView:
    """One strength or weakness with its evidence.

    Attributes:
        heading: what the figure claims, and the figure.
        anchor: id of the element's row in the chapter below.
        rows: the indicators of the element that count for the score.
        basis: the numbers that the rule looked at.
        direction: "Higher is better." or "Lower is better.".
    """

    heading: str
    anchor: str
    sentence: str
    strip: Markup
    rows: tuple[IndicatorRow, ...]
    direction: str
    basis: Basis
    definition: str
    dataset: str
    dataset_anchor: str


@dataclass(frozen=True)
class FactView:
    """One strength or weakness as a large figure: the figure, its unit, the claim, and where it stands."""

    figure: str
    unit: str
    claim: str
    place: str
    anchor: str


def list_facts(site: Site, findings: Iterable[AnyFinding]) -> list[FactView]:
    """Return the weightiest strengths and weaknesses of a place, up to ``FACTS``, the weightiest first."""
    chosen = sorted(pick(findings, ElementExtreme), key=lambda each: (-each.weight, each.id))
    return [view_fact(site, each) for each in chosen if each.kind in KIND.values()][:FACTS]


def view_fact(site: Site, finding: Finding[ElementExtreme]) -> FactView:
    """Return one of them."""
    if finding.value is None or finding.comparison is None:
        raise ValueError(f"{finding.id} carries no figure")
    place = write_place(finding.comparison, finding.evidence.ties, site.words)
    return FactView(
        figure=print_in_clause(finding.value),
        unit=unit_words(finding.value.unit),
        claim=finding.evidence.claim,
        place=f"{place} {finding.comparison.label}",
        anchor=finding.node,
    )


def list_views(site: Site, council: Area, findings: Iterable[AnyFinding]) -> list[FindingView]:
    """Return the views of element findings that carry an indicator."""
    return [view_finding(site, council, finding) for finding in findings]


def view_finding(site: Site, council: Area, finding: AnyFinding) -> FindingView:
    """Return one finding with everything that opens beneath it."""
    if finding.indicator is None or finding.value is None:
        raise ValueError(f"{finding.id} carries no figure")
    place, column = site.position[council.code], site.indicator_position[finding.indicator]
    strip = site.stencils.strips.get((column, int(site.comparisons.set_of[place, column])))
    element = site.elements[finding.node]
    indicator = site.indicators[finding.indicator]
    dataset = site.datasets[finding.value.source]
    ref = next(ref for ref in indicator.series if council.nation in ref.nations)
    series = next(series for series in dataset.series if series.slug == ref.series)
    return FindingView(
        heading=state_claim(finding),
        anchor=element.slug,
        sentence=site.tell(finding),
        strip=strip.draw(finding.value.value) if strip else Markup(""),
        rows=figures.list_indicator_rows(
            site, council, tuple(one for one in element.indicators if one.counts_for == "score")
        ),
        direction=f"{names_direction(indicator.direction)} is better.",
        basis=view_basis(site, finding, [council.code]),
        definition=f"{series.description} {series.cautions}".strip(),
        dataset=f"{dataset.publisher}: {dataset.publication}",
        dataset_anchor=dataset.slug,
    )


def names_direction(direction: str) -> str:
    """Return "Higher" or "Lower"."""
    return direction.capitalize()
