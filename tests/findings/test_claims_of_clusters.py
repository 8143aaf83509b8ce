"""Whether figures support what is said of a cluster, on a tiny country."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import CODES, EDITION, make_areas, make_framework, make_index

from generator.catalogue.cluster_claims import ClusterClaim, Expectation
from generator.catalogue.records import Cluster
from generator.findings.cluster_claims import find_claims, judge, place_in_nations
from generator.findings.clusters import find_cluster_findings
from generator.findings.evidence import ClaimOfCluster
from generator.findings.finding import Finding
from generator.findings.rules import failed_guards
from generator.index.results import Index

AREAS = make_areas()
LOWEST = Cluster(slug="low", title="Low", kind="places", rule="", source="", members=tuple(CODES[:6]))


@pytest.mark.parametrize(
    ("expects", "effect", "low", "high", "verdict"),
    [
        ("low", -0.8, -1.1, -0.5, "supported"),
        ("low", -0.5, -0.9, -0.01, "supported"),
        ("low", -0.5, -0.9, 0.0, "mixed"),
        ("low", -0.3, -0.6, 0.1, "mixed"),
        ("low", -0.2, -0.49, 0.1, "not_supported"),
        ("low", 0.9, 0.5, 1.2, "not_supported"),
        ("high", 0.8, 0.5, 1.1, "supported"),
        ("high", -0.8, -1.1, -0.5, "not_supported"),
        ("not_low", -0.2, -0.49, 0.1, "supported"),
        ("not_low", -0.8, -1.1, -0.5, "not_supported"),
        ("not_low", -0.3, -0.6, 0.1, "mixed"),
        ("alike", 0.1, -0.4, 0.4, "supported"),
        ("alike", 0.8, 0.5, 1.1, "not_supported"),
        ("alike", 0.4, 0.1, 0.7, "mixed"),
    ],
)
def test_a_verdict_follows_from_the_difference(
    expects: str, effect: float, low: float, high: float, verdict: str
) -> None:
    assert judge(expects, effect, low, high) == verdict


def answer(index: Index, *claims: ClusterClaim, cluster: Cluster = LOWEST) -> list[Finding[ClaimOfCluster]]:
    framework = make_framework()
    found = find_cluster_findings(index, AREAS, (cluster,), EDITION)
    said = find_claims(
        *(index, framework, AREAS, EDITION), clusters=(cluster,), claims={cluster.slug: claims}, found=found
    )
    for finding in said[cluster.slug]:
        assert failed_guards(finding) == ()
    return list(said[cluster.slug])


def claim(measure: str | None, expects: Expectation = "low") -> ClusterClaim:
    slug = f"{measure}-{expects}".replace("_", "-").lower()
    return ClusterClaim(cluster="low", slug=slug, says="it is so", measure=measure, expects=expects)


def test_members_that_stand_lowest_are_found_so() -> None:
    low, high, half, nothing = answer(
        make_index(), claim("risk"), claim("risk", "high"), claim("overall", "bottom_half"), claim(None)
    )
    assert (low.evidence.verdict, high.evidence.verdict) == ("supported", "not_supported")
    assert low.evidence.effect == high.evidence.effect and low.evidence.effect < -0.5
    assert (half.evidence.found, half.evidence.members_counted) == (6, 6)
    assert nothing.evidence.verdict == "untold" and nothing.evidence.effect is None
    assert nothing.node == "overall"


def test_too_few_members_tell_nothing() -> None:
    few = LOWEST.model_copy(update={"members": tuple(CODES[:4])})
    (found,) = answer(make_index(), claim("risk"), cluster=few)
    assert found.evidence.verdict == "untold" and found.evidence.members_counted == 4


def test_an_indicator_is_looked_at_by_the_place_of_its_figures() -> None:
    index = make_index()
    indicator = index.structure.indicators[0]
    nation = np.array(["A"] * 4 + ["B"] * 4 + ["C"] * (len(CODES) - 8))
    member = np.zeros(len(CODES), dtype=bool)
    member[[0, 5]] = True
    place = place_in_nations(index, indicator, nation, member)
    # Each stands among those of its nation alone, and a nation without a member is left out.
    for rows in (slice(0, 4), slice(4, 8)):
        assert sorted(place[rows].tolist()) == pytest.approx([12.5, 37.5, 62.5, 87.5])
        assert np.argsort(place[rows]).tolist() == np.argsort(index.level.value[rows, 0]).tolist()
    assert np.isnan(place[8:]).all()
