"""What opens under findings, on the committed data: nothing is held back unsaid, and sources are right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.export.downloads import list_findings
from generator.findings.evidence import ClusterDifference, LearnFromCluster, LevellingUpTest
from generator.findings.finding import AnyFinding, pick
from generator.pages import basis, cluster, council
from generator.pages.basis import Basis
from generator.pages.site import Site
from generator.text.about_evidence import write_evidence

GAP = re.compile(r"\b(nan|None|inf)\b|[{}*|]")


def place(site: Site, slug: str) -> council.Area:
    return next(area for area in site.councils if area.slug == slug)


def group(site: Site, slug: str) -> cluster.Cluster:
    return next(each for each in site.clusters if each.slug == slug)


def find(site: Site, kind: str, node: str, subject: str) -> AnyFinding:
    return next(
        each for each in list_findings(site) if (each.kind, each.node, each.subject) == (kind, node, subject)
    )


def test_every_finding_can_be_opened(site: Site) -> None:
    for finding in list_findings(site):
        lines = write_evidence(finding, site.evidence, site.words)
        assert lines, finding.id
        assert all(text and not GAP.search(text) for _, text in lines), finding.id


def test_the_numbers_are_those_of_the_finding(site: Site) -> None:
    wall = group(site, "red-wall")
    finding = find(site, "cluster_weakness", "longevity", "cluster:red-wall")
    lines = dict(basis.view_basis(site, finding, wall.members).lines)
    evidence = finding.evidence
    assert isinstance(evidence, ClusterDifference)
    assert lines["Mean score of members"].startswith(f"{evidence.mean:.1f}, from ")
    assert lines["Members in the bottom half"] == (f"{evidence.in_bottom_half} of {evidence.members_ranked}")


def test_a_few_indicators_are_named_with_the_sources_of_the_nations_asked_about(site: Site) -> None:
    weakness = find(site, "weakness", "smoking-alcohol-and-drugs", place(site, "blackpool").code)
    found = basis.view_basis(site, weakness, [weakness.subject])
    # No figure for England is held for the other two of its indicators.
    assert [each.name for each in found.indicators] == ["Adults who smoke", "Hospital admissions for alcohol"]
    assert [len(each.datasets) for each in found.indicators] == [1, 1]
    assert found.more is None
    everywhere = [area.code for area in site.councils]
    early = basis.view_indicator(site, site.indicators["heart-deaths"], everywhere)
    assert [nations for nations, _ in early.datasets] == ["England", "Scotland", "Northern Ireland"]
    anchors = [anchor for _, anchor in early.datasets]
    assert len(set(anchors)) == 3 and set(anchors) <= set(site.datasets)
    fife = basis.view_indicator(site, site.indicators["heart-deaths"], [place(site, "fife").code])
    assert fife.datasets == (("Scotland", "cardiovascular-mortality-scotland"),)


def test_of_many_indicators_the_page_of_the_policy_area_has_the_list(site: Site) -> None:
    wall = group(site, "red-wall")
    early = basis.view_basis(
        site, find(site, "cluster_weakness", "early-years", "cluster:red-wall"), wall.members
    )
    assert early.indicators == ()
    assert early.more == ("Five indicators and their sources", "elements/early-years/#sources")
    share = basis.view_basis(site, find(site, "cluster_share", "overall", "cluster:red-wall"), wall.members)
    assert share.more == basis.ALL_SOURCES


def test_an_answer_of_the_levelling_up_test_rests_on_its_measures(site: Site) -> None:
    wall = group(site, "red-wall")
    for view in cluster.list_levelling(site, wall):
        assert view.basis.indicators or view.basis.more
    # Of the element's indicators those with figures of both years: of absence one goes back to 2009, and is
    # half of what is followed there; in early life one of the others begins in 2016, two end before 2024.
    for node, years, names in (
        ("attendance-and-schools", (2009, 2025), ["Pupils often absent"]),
        ("early-life", (2015, 2024), ["Children living with obesity at 4 to 5", "Tooth decay at age 5"]),
    ):
        finding = find(site, "levelling", node, "E12000001")
        assert isinstance(finding.evidence, LevellingUpTest)
        assert (finding.evidence.start_year, finding.evidence.end_year) == years
        opened = basis.view_basis(site, finding, group(site, "region-north-east").members)
        assert [each.name for each in opened.indicators] == names


def test_everything_told_on_a_council_page_opens(site: Site) -> None:
    context = council.build_context(site, place(site, "blackpool"))
    assert all(context[key] for key in ("head_basis", "change", "coverage_basis"))
    assert all(opened for _, opened in context["change"])  # type: ignore[attr-defined]

    def opened() -> Iterator[tuple[int, int]]:
        for domain in context["domains"]:  # type: ignore[attr-defined]
            for pillar in domain.pillars:
                yield len(pillar.sentences), len(pillar.basis)

    assert all(told == opens for told, opens in opened())
    assert all(isinstance(item.basis, Basis) for item in context["learning"])  # type: ignore[attr-defined]
    assert all(item.basis.lines for each in context["extremes"] for item in (*each.first, *each.more))  # type: ignore[attr-defined]


def test_relative_findings_open_too(site: Site) -> None:
    code = next(
        code
        for code, found in site.findings.council.items()
        if any(each.kind == "relative_weakness" for each in found)
    )
    context = council.build_context(site, site.places[code])
    assert all(opened[0].lines for _, _, opened in context["relative"])  # type: ignore[attr-defined]


def test_places_from_a_cluster_say_that_no_neighbour_qualifies(site: Site) -> None:
    told = [each for found in site.findings.learning.values() for each in found]
    fellows = list(pick(told, LearnFromCluster))
    assert len(fellows) > 100
    for each in fellows:
        members = site.words.clusters[each.evidence.cluster].members
        assert {each.subject, *each.evidence.places} <= set(members)
        assert site.words.clusters[each.evidence.cluster].kind in ("political", "places")
        assert (
            dict(write_evidence(each, site.evidence, site.words))["Statistical neighbours that do so"] == "0"
        )
    near = [each for each in told if each.rule == "learn-from-neighbours"]
    for each in near:
        assert set(each.evidence.places) <= set(site.neighbours[each.subject])
    assert len({each.id for each in told}) == len(told)
