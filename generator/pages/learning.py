"""Places to learn from, as a council page shows them. Computes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from generator.catalogue.records import Area
from generator.findings.evidence import LearnFromNeighbours
from generator.findings.finding import Finding
from generator.pages.basis import Basis, view_basis
from generator.pages.site import Site

LEARNING_SHOWN = 6
"""Policy areas with places to learn from on a council page."""


@dataclass(frozen=True)
class LearningView:
    """Places to learn from in one policy area, with their addresses."""

    sentence: str
    places: tuple[tuple[str, str], ...]
    basis: Basis


def list_learning(site: Site, council: Area) -> list[LearningView]:
    """Return what is said of places to learn from, most telling first."""
    return [
        view_learning(site, council, each) for each in site.findings.learning[council.code][:LEARNING_SHOWN]
    ]


def view_learning(site: Site, council: Area, finding: Finding[LearnFromNeighbours]) -> LearningView:
    """Return the places to learn from in one policy area."""
    codes = finding.evidence.places
    return LearningView(
        sentence=site.tell(finding),
        places=tuple((site.places[code].name, f"councils/{site.places[code].slug}/") for code in codes),
        basis=view_basis(site, finding, [council.code, *codes]),
    )
