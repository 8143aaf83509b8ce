"""What a council page says of change over about ten and about five years. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import Area
from generator.findings import tree
from generator.findings.comparison import name_nations
from generator.findings.evidence import ChangeOverYears
from generator.findings.finding import Finding
from generator.findings.windows import SPANS, Window
from generator.pages.basis import Basis, view_basis
from generator.pages.figures import node_path
from generator.pages.site import Site
from generator.text import names, numbers

MOST_MOVES = 3
"""Policy areas that improved, and that declined, on a page."""
MOST_MEASURES = 4
"""Indicators behind a change that are named; a page of its own names more."""


@dataclass(frozen=True)
class MoveView:
    """A policy area that moved further than the country: what is said of it, and what it rests on.

    Attributes:
        turned: whether it moved the other way over the shorter window, which is told last.
        measures: name and address of the indicators behind it; empty where there are too many.
        basis: what opens under the sentences, one for each.
    """

    name: str
    path: str
    sentences: tuple[str, ...]
    turned: bool
    measures: tuple[tuple[str, str], ...]
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class ChangeRow:
    """One line of the table of changes; ``against`` says how the change compares, ``side`` shades it."""

    name: str
    level: str
    years: str
    here: str
    region: str
    whole: str
    nations: str
    against: str
    side: str


def list_moves(site: Site, council: Area, kind: str) -> list[MoveView]:
    """Return the policy areas that improved ("improved") or declined ("declined") most against the country.

    What a policy area did over the longer window says where it is listed; the shorter one is told after it.
    """
    told: dict[str, list[Finding[ChangeOverYears]]] = {}
    for finding in site.findings.moves.get(council.code, ()):
        if finding.node in site.elements:
            told.setdefault(finding.node, []).append(finding)
    one_way = [(key, found) for key, found in told.items() if found[0].kind == kind]
    furthest = sorted(one_way, key=lambda item: -item[1][0].weight)[:MOST_MOVES]
    return [
        MoveView(
            name=site.node_names[key],
            path=node_path(site, key),
            sentences=tuple(site.tell(finding) for finding in found),
            turned=len({finding.kind for finding in found}) > 1,
            measures=tuple(name_measures(site, council, key)),
            basis=tuple(view_basis(site, finding, [council.code]) for finding in found),
        )
        for key, found in furthest
    ]


def name_measures(site: Site, council: Area, key: str) -> list[tuple[str, str]]:
    """Return name and address of the indicators that carry an element's trend, none if they are many."""
    columns = tree.columns_under(site.index.structure, site.node_position[key])
    used = site.index.recent.in_trend[site.position[council.code], list(columns)].tolist()
    slugs = [
        site.index.structure.indicators[column] for column, does in zip(columns, used, strict=True) if does
    ]
    if len(slugs) > MOST_MEASURES:
        return []
    return [(site.indicators[slug].name, f"indicators/{slug}/") for slug in slugs]


def list_changes(site: Site, council: Area) -> list[tuple[int, list[ChangeRow]]]:
    """Return the years of each window and the changes of all nodes over it, in framework order."""
    found = []
    for span in SPANS:
        rows = list(_rows(site, council, [each for each in site.findings.windows if each.span == span]))
        if rows:
            found.append((span, rows))
    return found


def _rows(site: Site, council: Area, windows: Iterable[Window]) -> Iterable[ChangeRow]:
    """Yield the rows of one window; a pillar without a change heads its policy areas all the same."""
    place = site.position[council.code]
    by_key = {site.index.structure.nodes[each.node].key: each for each in windows if each.stated[place]}
    if "overall" in by_key:
        yield _row(site, by_key["overall"], place, key="overall", level="overall")
    for pillar in site.framework.pillars:
        below = [element.slug for element in pillar.elements if element.slug in by_key]
        if pillar.slug in by_key:
            yield _row(site, by_key[pillar.slug], place, key=pillar.slug, level="pillar")
        elif below:
            yield ChangeRow(pillar.name, "pillar", "", "–", "–", "–", "", "not stated", "same")
        for slug in below:
            yield _row(site, by_key[slug], place, key=slug, level="element")


def _row(site: Site, window: Window, place: int, *, key: str, level: str) -> ChangeRow:
    region = float(window.region_change[place])
    side, against = _compare(window, place)
    return ChangeRow(
        name=site.node_names[key],
        level=level,
        years=f"{window.start_year} to {window.end_year}",
        here=_sign(float(window.change[place])),
        region="–" if np.isnan(region) else _sign(region),
        whole=_sign(window.whole_change),
        nations=names.capitalise(name_nations(window.nations).removeprefix("the ")),
        against=against,
        side=side,
    )


def _compare(window: Window, place: int) -> tuple[str, str]:
    """Return the side for shading and the words: how a change compares with that of the whole."""
    relative, margin = float(window.change[place]) - window.whole_change, float(window.margin[place])
    if abs(relative) <= window.zone:
        return "same", "about the same"
    if abs(relative) <= margin:
        return "same", "within the margin of error"
    return ("up", "better") if relative > 0 else ("dn", "worse")


def _sign(points: float) -> str:
    return numbers.format_signed(points, "", 1)
