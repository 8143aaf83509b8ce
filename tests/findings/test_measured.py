"""No finding presents the figure of a larger area as a council's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import (
    CODES,
    EDITION,
    ONE_NATION,
    STRUCTURE,
    A,
    N,
    make_areas,
    make_framework,
    make_index,
    make_scores,
    unite,
)

from generator.catalogue.records import Cluster
from generator.findings.change import find_changes
from generator.findings.clusters import find_cluster_findings
from generator.findings.drivers import find_drivers
from generator.findings.measured import share_measured_here, share_of_trend
from generator.findings.position import find_positions
from generator.findings.relative import find_relative
from generator.findings.rules import failed_guards
from generator.findings.strengths import find_strengths
from generator.index.results import Index, Status

FRAMEWORK, AREAS = make_framework(), make_areas()
SURE = {node: np.zeros(A) for node in range(N)}
"""Margins of changes without error."""
COLUMN = {slug: i for i, slug in enumerate(STRUCTURE.indicators)}
NODE = {node.key: n for n, node in enumerate(STRUCTURE.nodes)}


def share(index: Index, areas: list[int], *slugs: str, years: tuple[int, ...] = (0, 1, 2)) -> Index:
    """Return the index with figures of some areas upper tier."""
    level, panel = index.level.status.copy(), index.panel.status.copy()
    for slug in slugs:
        level[areas, COLUMN[slug]] = Status.UPPER_TIER
        for year in years:
            panel[areas, COLUMN[slug], year] = Status.UPPER_TIER
    return replace(index, level=replace(index.level, status=level), panel=replace(index.panel, status=panel))


def test_the_share_is_that_of_the_effective_weight() -> None:
    # Longevity: life expectancy weighs 1, deaths 0.5. Health: three elements of the same weight.
    shares = share_measured_here(share(make_index(), [3], "deaths"))
    assert shares[3, NODE["longevity"]] == pytest.approx(1 / 1.5)
    assert shares[3, NODE["health"]] == pytest.approx((1 / 1.5 + 1 + 1) / 3)
    assert shares[3, NODE["schools"]] == shares[4, NODE["longevity"]] == 1


def test_missing_figures_do_not_count_either_way() -> None:
    value = make_index().level.value.copy()
    value[3, COLUMN["le"]] = np.nan
    shares = share_measured_here(share(make_index(value=value), [3], "deaths"))
    # What is left of longevity is a third of its weight, less than a score needs; care and risk remain.
    assert np.isnan(shares[3, NODE["longevity"]])
    assert shares[3, NODE["health"]] == 1


def test_a_recast_figure_is_the_places_own() -> None:
    status = make_index().level.status.copy()
    status[:, COLUMN["gcse"]] = Status.RECAST
    assert (share_measured_here(make_index(level={"status": status}))[:, NODE["schools"]] == 1).all()


def test_the_trend_counts_a_figure_shared_in_any_year_as_shared() -> None:
    shares = share_of_trend(share(make_index(), [3], "le", years=(1,)), FRAMEWORK)
    assert shares[3, NODE["longevity"]] == pytest.approx(0.5 / 1.5)
    assert shares[4, NODE["longevity"]] == 1


def test_no_strength_rests_on_a_shared_figure() -> None:
    own, shared = make_index(), share(make_index(), [19], "gcse")
    assert "schools" in {each.node for each in find_strengths(own, FRAMEWORK, AREAS, EDITION)["X19"]}
    assert "schools" not in {each.node for each in find_strengths(shared, FRAMEWORK, AREAS, EDITION)["X19"]}


def test_no_relative_finding_rests_on_a_shared_score() -> None:
    score = make_index().level.scores.score.copy()
    score[9, NODE["schools"]] = 71.0
    robust = make_index().robustness
    low, high = robust.rank_low.copy(), robust.rank_high.copy()
    low[9, NODE["schools"]], high[9, NODE["schools"]] = 5, 8
    own = unite(
        make_index(level={"scores": make_scores(score)}, robustness={"rank_low": low, "rank_high": high})
    )
    found = {
        name: find_relative(
            index,
            FRAMEWORK,
            ONE_NATION,
            EDITION,
            absolute=find_strengths(index, FRAMEWORK, ONE_NATION, EDITION),
        )["X09"]
        for name, index in (("own", own), ("shared", share(own, [9], "gcse")))
    }
    assert [finding.node for finding in found["own"]] == ["schools"]
    assert found["shared"] == ()
    wrong = replace(found["own"][0], evidence=replace(found["own"][0].evidence, measured_here=0.5))
    assert failed_guards(wrong) == ("score is its own",)


def test_drivers_do_not_name_what_is_shared_but_admit_it() -> None:
    score = make_index().level.scores.score.copy()
    score[10, NODE["longevity"]], score[10, NODE["risk"]] = 0.5, 99.0
    own = unite(make_index(level={"scores": make_scores(score)}))
    finding = find_drivers(own, AREAS)["X10"]["health"]
    assert (finding.evidence.down, finding.evidence.up, finding.evidence.shared) == (
        *(("longevity",), ("risk",)),
        (),
    )
    shared = find_drivers(share(own, [10], "le", "deaths"), AREAS)["X10"]["health"]
    assert (shared.evidence.down, shared.evidence.up, shared.evidence.shared) == (
        *((), ("risk",)),
        ("longevity",),
    )
    assert shared.evidence.elements_own == 2


def test_a_shared_element_in_the_middle_is_not_told() -> None:
    finding = find_drivers(share(unite(make_index()), [10], "gp"), AREAS)["X10"]["health"]
    assert finding.evidence.shared == ()


def test_no_change_is_stated_of_shared_figures() -> None:
    own, shared = make_index(), share(make_index(), [5], "le", "deaths", "gp")
    assert "health" in find_changes(own, FRAMEWORK, AREAS, margins=SURE)["X05"]
    # Longevity and care, two of the three elements of health, are shared.
    assert "health" not in find_changes(shared, FRAMEWORK, AREAS, margins=SURE)["X05"]
    assert "health" in find_changes(shared, FRAMEWORK, AREAS, margins=SURE)["X06"]


def test_a_position_records_what_it_rests_on() -> None:
    found = find_positions(share(make_index(), [5], "le", "deaths", "gp"), AREAS, EDITION)
    assert found["X05"]["health"].evidence.measured_here == pytest.approx(1 / 3)
    assert found["X06"]["health"].evidence.measured_here == 1


def test_districts_of_one_county_are_not_so_many_councils() -> None:
    cluster = Cluster(slug="wall", title="Wall", kind="political", rule="", source="", members=CODES[:8])

    def low(index: Index) -> dict[str, float]:
        found = find_cluster_findings(index, AREAS, [cluster], EDITION)["wall"]
        return {f.node: f.evidence.members_ranked for f in found if f.kind == "cluster_weakness"}

    assert low(make_index())["schools"] == 8
    # Two members share the figure: six are left, and fewer than five would say nothing.
    assert low(share(make_index(), [0, 1], "gcse"))["schools"] == 6
    assert "schools" not in low(share(make_index(), [0, 1, 2, 3], "gcse"))


def test_no_member_bucks_a_pattern_with_a_shared_score() -> None:
    members = (*CODES[:8], CODES[18])
    cluster = Cluster(slug="wall", title="Wall", kind="political", rule="", source="", members=members)

    def nodes(index: Index) -> set[str]:
        found = find_cluster_findings(index, AREAS, [cluster], EDITION)["wall"]
        return {finding.node for finding in found if finding.kind == "exception"}

    assert nodes(make_index()) == {"overall", "health", "education"}
    # Education is all shared, and overall by half: health alone is left.
    assert nodes(share(make_index(), [18], "gcse")) == {"health"}
