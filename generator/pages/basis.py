"""What opens under a sentence, "Figures, source and rule": the same for every kind of finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import Indicator
from generator.findings.comparison import name_nations
from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import AnyFinding
from generator.pages import figures
from generator.pages.site import Site
from generator.text import numbers
from generator.text.about_evidence import Line, write_evidence
from generator.text.names import capitalise

FEW = 4
"""Indicators whose sources are named under a sentence; of more, the page of the policy area has the list."""
ALL_SOURCES = ("All sources", "data/sources/")


@dataclass(frozen=True)
class Ground:
    """One indicator that a finding rests on, and its datasets: nations that each covers, and its anchor."""

    name: str
    datasets: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Basis:
    """The evidence of one finding.

    Attributes:
        about: name of the part of the framework.
        lines: label and text of each number that the rule looked at.
        rule, rule_path: what the rule asks, and the section that states it.
        indicators: what the finding rests on; empty where that is more than a few.
        more: words and address of the list where it is.
    """

    about: str
    lines: tuple[Line, ...]
    rule: str
    rule_path: str
    indicators: tuple[Ground, ...]
    more: tuple[str, str] | None


def view_basis(site: Site, finding: AnyFinding, codes: Sequence[str]) -> Basis:
    """Return what opens under the sentence of a finding.

    Args:
        site: the shared bundle.
        finding: of any kind.
        codes: the councils it speaks of; indicators without a figure for any of them are left out.
    """
    rule = site.evidence.rules[finding.rule]
    listed = list_indicators(site, finding, codes) if finding.node in site.elements else []
    shown = listed if 0 < len(listed) <= FEW else []
    return Basis(
        about=site.node_names[finding.node],
        lines=write_evidence(finding, site.evidence, site.words),
        rule=rule.name,
        rule_path=rule.page,
        indicators=tuple(view_indicator(site, each, codes) for each in shown),
        more=None if shown else name_more(site, finding.node, len(listed)),
    )


def name_more(site: Site, node: str, count: int) -> tuple[str, str]:
    """Return words and address of the list of all indicators and sources below a node."""
    if node not in site.elements and node not in site.pillars:
        return ALL_SOURCES
    named = capitalise(numbers.pluralise(count, "indicator"))
    words = f"{named} and their sources" if count else "Indicators and sources"
    return words, f"{figures.node_path(site, node)}#sources"


def list_indicators(site: Site, finding: AnyFinding, codes: Sequence[str]) -> list[Indicator]:
    """Return the indicators below an element that count for the finding and have a figure in some council.

    A finding that knows its measures names them itself.
    """
    if isinstance(finding.evidence, LevellingUpTest):
        return [site.indicators[slug] for slug in finding.evidence.measures]
    rows = [site.position[code] for code in codes]
    if site.evidence.rules[finding.rule].basis == "trend":
        known = site.index.recent.in_trend[rows]
    else:
        known = ~np.isnan(site.index.level.value[rows]) & (site.index.structure.weight > 0)
    used: list[bool] = np.any(known, axis=0).tolist()
    below = site.elements[finding.node].indicators
    return [each for each in below if used[site.indicator_position[each.slug]]]


def view_indicator(site: Site, indicator: Indicator, codes: Sequence[str]) -> Ground:
    """Return one indicator with the datasets of the nations in which the councils lie."""
    nations = {site.places[code].nation for code in codes}
    covered: dict[str, list[str]] = {}
    for ref in indicator.series:
        if nations & set(ref.nations):
            covered.setdefault(ref.dataset, []).extend(ref.nations)
    return Ground(
        name=indicator.name,
        datasets=tuple((name_nations(present), slug) for slug, present in covered.items()),
    )


def list_datasets(site: Site, indicators: Sequence[Indicator]) -> list[tuple[str, str, str]]:
    """Return title, anchor, and publisher with publication of every dataset behind a policy area."""
    slugs = dict.fromkeys(ref.dataset for indicator in indicators for ref in indicator.series)
    found = (site.datasets[slug] for slug in slugs)
    return [(each.title, each.slug, f"{each.publisher}: {each.publication}") for each in found]
