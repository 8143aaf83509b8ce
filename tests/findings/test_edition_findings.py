"""Every finding of the committed data passes its own rule and can be said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from generator.catalogue.records import Area, Cluster, Edition, Framework
from generator.findings.change import find_changes
from generator.findings.clusters import find_cluster_findings
from generator.findings.comparison import compare
from generator.findings.coverage import find_coverage
from generator.findings.drivers import find_drivers
from generator.findings.finding import Finding
from generator.findings.gaps import find_margins
from generator.findings.position import find_positions
from generator.findings.relative import find_relative
from generator.findings.rules import failed_guards
from generator.findings.strengths import CONTEXT, find_strengths
from generator.findings.windows import find_moves, measure_windows
from generator.index.results import Index, Status
from generator.pages.site import Site
from generator.paths import Paths, find_root
from generator.text.context import TextContext
from generator.text.sentences import render, render_answer
from generator.text.summary import LIMIT, summarise_cluster, summarise_council

PATHS = Paths(find_root(Path(__file__)))
FEW_DRAWS = 20
# One worker runs the engine once for all tests here.
pytestmark = pytest.mark.xdist_group("edition-findings")


class Run:
    """One run of the engine with few draws, and what was found in it."""

    def __init__(self, site: Site) -> None:
        self.framework: Framework = site.framework
        self.edition: Edition = site.edition
        self.areas: dict[str, Area] = dict(site.places)
        self.clusters: tuple[Cluster, ...] = site.clusters
        self.index: Index = site.index
        run = (self.index, self.framework, self.areas, self.edition)
        self.strengths = find_strengths(*run)
        self.relative = find_relative(*run, absolute=self.strengths)
        self.positions = find_positions(self.index, self.areas, self.edition)
        margins = find_margins(site.findings.ends, site.councils)
        self.changes = find_changes(self.index, self.framework, self.areas, margins=margins)
        windows = measure_windows(self.index, self.framework, self.areas)
        self.moves = find_moves(self.index, windows, self.areas, self.edition)
        self.coverage = find_coverage(*run)
        self.drivers = find_drivers(self.index, self.areas)
        self.of_clusters = find_cluster_findings(self.index, self.areas, self.clusters, self.edition)
        self.context: TextContext = site.words

    def all_findings(self) -> list[Finding]:
        lists = [
            *self.strengths.values(),
            *self.relative.values(),
            *self.of_clusters.values(),
            *self.moves.values(),
        ]
        by_node = [
            tuple(found.values())
            for table in (self.positions, self.changes, self.coverage, self.drivers)
            for found in table.values()
        ]
        return [finding for found in (*lists, *by_node) for finding in found]


@pytest.fixture(scope="module")
def run(site: Site) -> Run:
    return Run(site)


def test_every_finding_passes_its_rule_and_can_be_said(run: Run) -> None:
    found = run.all_findings()
    assert {finding.id for finding in found if failed_guards(finding)} == set()
    assert len({finding.id for finding in found}) == len(found)
    assert all(render(finding, run.context) for finding in found)


def test_every_council_has_an_answer_and_a_short_description(run: Run) -> None:
    for code in run.index.panel.areas:
        position, trend = run.positions[code]["overall"], run.changes[code].get("overall")
        assert render_answer(position, trend, run.context)
        assert len(summarise_council(position, trend, run.context)) < LIMIT
    for cluster in run.clusters:
        found = run.of_clusters[cluster.slug]
        assert len(summarise_cluster(cluster, found[0], run.context)) < LIMIT


def test_no_element_is_both_strength_and_weakness_or_twice_in_a_list(run: Run) -> None:
    for code, found in run.strengths.items():
        both = [each for each in (*found, *run.relative[code]) if each.kind != CONTEXT]
        assert max(Counter(finding.node for finding in both).values(), default=0) <= 1
        counts = Counter((finding.kind, finding.node) for finding in found)
        assert max(counts.values(), default=0) <= 1


def test_places_agree_with_the_engine(run: Run) -> None:
    percentile = compare(run.index, run.areas, in_nations=False).percentile
    np.testing.assert_allclose(percentile, run.index.level.percentile, rtol=0, atol=1e-9)


def test_nothing_of_a_larger_area_is_presented_as_a_councils_own(run: Run) -> None:
    """Worked out anew from the statuses, by another way than the findings take."""
    row = {code: a for a, code in enumerate(run.index.panel.areas)}
    elements = {
        element.slug: [run.index.panel.indicators.index(each.slug) for each in element.indicators]
        for element in run.framework.elements
    }

    def is_shared(code: str, element: str) -> bool:
        statuses = run.index.level.status[row[code], elements[element]]
        present = statuses[statuses != Status.MISSING]
        return bool(len(present) and (present == Status.UPPER_TIER).all())

    named = [
        (finding.subject, element)
        for finding in run.all_findings()
        if finding.kind == "drivers"
        for element in (*finding.evidence.up, *finding.evidence.down)
    ]
    stated = [
        (finding.subject, finding.node)
        for found in (*run.strengths.values(), *run.relative.values())
        for finding in found
    ]
    assert [pair for pair in (*named, *stated) if is_shared(*pair)] == []
    assert len(named) > 5000 and len(stated) > 500
    # The county figures are there: the rules had something to hold back.
    assert sum(is_shared(code, element) for code in row for element in elements) > 1000


def test_figures_are_those_of_the_panel(run: Run) -> None:
    row = {code: a for a, code in enumerate(run.index.panel.areas)}
    column = {slug: i for i, slug in enumerate(run.index.panel.indicators)}
    for code, found in run.strengths.items():
        for finding in found:
            assert finding.value is not None and finding.indicator is not None
            assert finding.value.value == run.index.level.value[row[code], column[finding.indicator]]
            assert finding.value.source


def test_no_two_findings_of_a_place_contradict_each_other(run: Run) -> None:
    """What pulls a pillar up is no weakness, what pulls it down no strength; the same of clusters."""
    for code in run.index.panel.areas:
        told = [*run.strengths[code], *run.relative[code]]
        high = {each.node for each in told if each.kind.endswith("strength")}
        low = {each.node for each in told if each.kind.endswith("weakness")}
        assert not high & low
        for drivers in run.drivers[code].values():
            assert not low & set(drivers.evidence.up)
            assert not high & set(drivers.evidence.down)
    for found in run.of_clusters.values():
        weak = {each.node for each in found if each.kind == "cluster_weakness"}
        for each in found:
            if each.kind == "exception":
                assert each.node in weak | {"overall"}
                of_member = [*run.strengths[each.evidence.area]]
                assert (each.node, "weakness") not in {(one.node, one.kind) for one in of_member}


def test_one_pillar_does_not_improve_and_fall_behind_between_the_same_years(run: Run) -> None:
    opposite = {"improved": {"falling_behind", "losing_ground"}, "declined": {"catching_up", "pulling_ahead"}}
    compared = 0
    for code, found in run.moves.items():
        for move in found:
            trend = run.changes[code].get(move.node)
            if trend is None:
                continue
            compared += 1
            # The trend ends in years that bent much of a pillar, and moves do not: their years differ.
            same = all(
                getattr(trend.evidence, end) == getattr(move.evidence, end)
                for end in ("start_year", "end_year")
            )
            assert not (same and trend.evidence.category in opposite[move.kind])
    assert compared > 30


def test_few_moves_end_in_the_years_that_bent_most(run: Run) -> None:
    ends = [move.evidence.end_year for found in run.moves.values() for move in found]
    assert len(ends) > 1000
    assert sum(2020 <= year <= 2022 for year in ends) < len(ends) / 6
