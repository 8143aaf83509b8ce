from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import CODES, EDITION, A, make_areas, make_index, make_scores

from generator.catalogue.records import Cluster
from generator.findings.clusters import find_cluster_findings, measure_effects
from generator.findings.finding import Finding
from generator.findings.rules import failed_guards, passes
from generator.index.results import Index
from generator.index.structure import share_alike

AREAS = make_areas()


def make_cluster(*members: str, kind: str = "political") -> Cluster:
    return Cluster(slug="wall", title="Wall", kind=kind, rule="", source="", members=members)


def find(index: Index, cluster: Cluster) -> tuple[Finding, ...]:
    return find_cluster_findings(index, AREAS, [cluster], EDITION)["wall"]


def of_kind(found: tuple[Finding, ...], kind: str) -> list[Finding]:
    return [finding for finding in found if finding.kind == kind]


LOW_SIX = CODES[:6]


def test_share_counts_members_in_the_bottom_half() -> None:
    share = of_kind(find(make_index(), make_cluster(*CODES[7:13])), "cluster_share")[0]
    # Ranks 13 down to 8 of 20: ranks above 10 are the bottom half.
    assert share.evidence.members_ranked == 6
    assert share.evidence.in_bottom_half == 3


def test_effect_is_cohens_d() -> None:
    scores = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [11.0], [12.0], [13.0], [14.0], [15.0]])
    member = np.array([True] * 5 + [False] * 5)
    effects = measure_effects(scores, member, seed=1)
    # Means 3 and 13, both variances 2.5: d = -10 / sqrt(2.5).
    assert effects.effect[0] == pytest.approx(-10 / np.sqrt(2.5))
    assert effects.low[0] < effects.effect[0] < effects.high[0] < 0


def test_effect_ignores_missing_scores_and_small_groups() -> None:
    scores = np.arange(20, dtype=np.float64)[:, None].repeat(2, axis=1)
    scores[:2, 1] = np.nan
    member = np.array([True] * 6 + [False] * 14)
    effects = measure_effects(scores, member, seed=1)
    assert not np.isnan(effects.effect[0])
    assert effects.members[1] == 4 and np.isnan(effects.effect[1]) and np.isnan(effects.low[1])


def test_bootstrap_interval_agrees_with_a_plain_loop() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(50, 10, (80, 1))
    member = np.arange(80) < 30
    effects = measure_effects(scores, member, seed=3)
    inside, outside = scores[:30, 0], scores[30:, 0]

    def cohen(a: np.ndarray, b: np.ndarray) -> float:
        pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (len(a) + len(b) - 2)
        return float((a.mean() - b.mean()) / np.sqrt(pooled))

    draws = [cohen(rng.choice(inside, 30), rng.choice(outside, 50)) for _ in range(2000)]
    assert effects.effect[0] == pytest.approx(cohen(inside, outside))
    assert effects.low[0] == pytest.approx(np.percentile(draws, 5), abs=0.07)
    assert effects.high[0] == pytest.approx(np.percentile(draws, 95), abs=0.07)


def test_low_members_share_weaknesses_and_all_pass_again() -> None:
    found = find(make_index(), make_cluster(*LOW_SIX))
    weak = of_kind(found, "cluster_weakness")
    assert {finding.node for finding in weak} >= {"overall", "health", "education", "longevity"}
    assert not of_kind(found, "cluster_strength")
    assert all(passes(finding) for finding in found)
    assert weak[0].evidence.others_label == "the other 14 councils of the UK"
    assert weak[0].evidence.in_bottom_half == 6


def test_findings_are_the_same_every_time() -> None:
    assert find(make_index(), make_cluster(*LOW_SIX)) == find(make_index(), make_cluster(*LOW_SIX))


def test_similar_needs_the_whole_interval_below_medium() -> None:
    # 2,000 areas would be needed for a narrow interval: repeat a balanced pattern instead.
    scores = np.tile(np.arange(20, dtype=np.float64), 100)[:, None]
    member = np.tile(np.arange(20) % 2 == 0, 100)
    effects = measure_effects(scores, member, seed=2)
    assert abs(effects.low[0]) < 0.5 and abs(effects.high[0]) < 0.5


def test_nations_are_not_compared_on_what_is_centred_within_them() -> None:
    index = make_index()
    shares = share_alike(index.structure, index.panel.pooled)
    keys = [node.key for node in index.structure.nodes]
    assert shares[keys.index("care")] == 0
    assert shares[keys.index("health")] == pytest.approx(2 / 3)
    found = find(index, make_cluster(*CODES[:12], kind="nation"))
    assert "care" not in {finding.node for finding in found}
    assert "longevity" in {finding.node for finding in found}


def test_exception_is_surely_high_where_the_cluster_is_low() -> None:
    members = (*CODES[:8], CODES[18])
    found = find(make_index(), make_cluster(*members))
    exceptions = of_kind(found, "exception")
    assert {finding.evidence.area for finding in exceptions} == {"X18"}
    assert {finding.node for finding in exceptions} <= {"overall", "health", "education"}
    unsure = replace(exceptions[0], evidence=replace(exceptions[0].evidence, probability=0.7))
    assert failed_guards(unsure) == ("two fifths at the top",)


def test_no_member_speaks_for_a_cluster_that_means_a_small_part_of_it() -> None:
    members = (*CODES[:8], CODES[18])
    shares = {**dict.fromkeys(members, 1.0), CODES[18]: 0.4, CODES[0]: 0.3}
    found = find(make_index(), make_cluster(*members).model_copy(update={"shares": shares}))
    assert not of_kind(found, "exception")
    assert of_kind(found, "cluster_share")[0].evidence.mainly == 7
    enough = make_cluster(*members).model_copy(update={"shares": {**shares, CODES[18]: 0.5}})
    told = of_kind(find(make_index(), enough), "exception")
    assert {each.evidence.people_share for each in told} == {0.5}
    assert of_kind(find(make_index(), make_cluster(*members)), "cluster_share")[0].evidence.mainly is None


def test_cluster_without_scores_says_so() -> None:
    score = np.full((A, 8), np.nan)
    score[10:] = 50.0 + np.arange(10)[:, None]
    share = find(make_index(level={"scores": make_scores(score)}), make_cluster(*LOW_SIX))
    assert [finding.kind for finding in share] == ["cluster_share"]
    assert share[0].evidence.members_ranked == 0
