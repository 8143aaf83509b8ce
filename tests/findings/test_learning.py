"""Places to learn from: who is named, who is not, and that each guard does its work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from blank_evidence import make_evidence
from tiny import CODES, EDITION, make_areas, make_framework, make_index, make_robustness

from generator.catalogue.records import Cluster
from generator.findings.evidence import Better, ElementExtreme, LearnFromNeighbours
from generator.findings.finding import Finding
from generator.findings.learning import find_places_to_learn_from
from generator.findings.rules import failed_guards
from generator.index.results import Index, Status
from generator.paths import PROJECT
from generator.text.bands import BANDS, load_bands
from generator.text.context import make_context
from generator.text.rules import load_rules
from generator.text.sentences import render

WEAK = "X02"


def weakness(node: str, kind: str = "weakness") -> Finding[ElementExtreme]:
    return Finding(f"{WEAK}/{kind}/{node}", WEAK, kind, node, make_evidence(ElementExtreme))


def cluster(slug: str, *members: str, kind: str = "places") -> Cluster:
    return Cluster(slug=slug, title=slug.title(), kind=kind, rule="", source="", members=members)


def learn(
    index: Index,
    *neighbours: str,
    node: str = "risk",
    kind: str = "weakness",
    clusters: Sequence[Cluster] = (),
) -> tuple[Finding[LearnFromNeighbours], ...]:
    found = {WEAK: (weakness(node, kind),)}
    areas = make_areas()
    return find_places_to_learn_from(index, areas, {WEAK: neighbours}, found=found, clusters=clusters)[WEAK]


def test_neighbours_surely_in_the_upper_half_are_named_the_surest_first() -> None:
    # Council 19 ranks 1st to 2nd, 11 ranks 8th to 10th, 10 ranks 9th to 11th of 20.
    (finding,) = learn(make_index(), "X10", "X11", "X19", "X03")
    assert (finding.kind, finding.node, finding.rule) == ("learn_from", "risk", "learn-from-neighbours")
    assert finding.evidence.places == ("X19", "X11")
    assert (finding.evidence.rank_low, finding.evidence.rank_high) == (17, 19)
    assert finding.evidence.named["X11"] == Better(rank_low=8, rank_high=10)
    assert finding.evidence.worst_high == 10


def test_fellow_members_are_as_urban_or_rural() -> None:
    coast = cluster("coast", WEAK, "X19", "X18")
    town, land = (
        cluster(slug, *members, kind="rural-urban")
        for slug, members in (("town", (WEAK, "X18")), ("land", ("X19",)))
    )
    (finding,) = learn(make_index(), clusters=[coast])
    assert finding.evidence.places == ("X19", "X18")
    (finding,) = learn(make_index(), clusters=[coast, town, land])
    assert finding.evidence.places == ("X18",)
    assert learn(make_index(), clusters=[cluster("coast", WEAK, "X19"), town, land]) == ()


def test_three_are_named_and_the_others_counted() -> None:
    (finding,) = learn(make_index(), "X15", "X16", "X17", "X18", "X19")
    assert finding.evidence.places == ("X19", "X18", "X17")
    assert finding.evidence.better == 5


def test_relative_weaknesses_count_and_strengths_do_not() -> None:
    assert len(learn(make_index(), "X19", kind="relative_weakness")) == 1
    assert learn(make_index(), "X19", kind="strength") == ()


def test_nothing_is_said_where_the_place_may_stand_in_the_upper_half() -> None:
    robust = make_robustness()
    low = robust.rank_low.copy()
    low[2] = 10
    assert learn(make_index(robustness={"rank_low": low}), "X19") == ()
    low[2] = 11
    assert len(learn(make_index(robustness={"rank_low": low}), "X19")) == 1


def test_a_figure_of_a_larger_area_teaches_nothing() -> None:
    status = np.full((20, 5), Status.OBSERVED, dtype=np.int8)
    for shared in (2, 19):
        changed = status.copy()
        changed[shared, 3] = Status.UPPER_TIER
        assert learn(make_index(level={"status": changed}), "X19") == ()
    # The other neighbour is still there to learn from.
    (finding,) = learn(make_index(level={"status": changed}), "X19", "X18")
    assert finding.evidence.places == ("X18",)


def test_another_nation_with_another_definition_teaches_nothing() -> None:
    # "care" has no rank in the UK: council 2 is English, 15 Welsh and 19 of Northern Ireland.
    assert learn(make_index(), "X19", "X15", node="care") == ()
    (finding,) = learn(make_index(), "X19", "X15", "X11", node="care")
    assert finding.evidence.places == ("X11",)
    assert (finding.evidence.ranked, finding.evidence.set_label) == (12, "the 12 councils of England")


def test_scores_on_other_indicators_cannot_be_compared() -> None:
    index = make_index()
    score = index.level.indicator_score.copy()
    # Life expectancy weighs 1, deaths 0.5: without the first, two thirds of what the other has is not shared.
    score[19, 0] = np.nan
    changed = replace(index, level=replace(index.level, indicator_score=score))
    assert learn(changed, "X19", node="longevity") == ()
    assert len(learn(index, "X19", node="longevity")) == 1


def test_members_of_a_cluster_are_named_only_where_no_neighbour_is() -> None:
    ports = cluster("ports", WEAK, "X18", "X19")
    (near,) = learn(make_index(), "X15", clusters=[ports])
    assert (near.rule, near.evidence.places) == ("learn-from-neighbours", ("X15",))
    # The neighbour in the lower half teaches nothing; the council itself is no place to learn from.
    (far,) = learn(make_index(), "X03", clusters=[ports])
    assert (far.rule, far.evidence.places) == ("learn-from-cluster", ("X19", "X18"))
    assert (far.evidence.cluster, far.evidence.members) == ("ports", 3)
    assert failed_guards(far) == ()
    wrong = replace(far, evidence=replace(far.evidence, neighbours_better=1))
    assert failed_guards(wrong) == ("no neighbour does",)


def test_the_smallest_cluster_with_an_example_comes_first() -> None:
    small, large = cluster("hamlets", WEAK, "X03"), cluster("towns", WEAK, "X03", "X18", "X19")
    larger = cluster("a-all", *CODES)
    (finding,) = learn(make_index(), clusters=[larger, large, small])
    assert (finding.evidence.cluster, finding.evidence.places) == ("towns", ("X19", "X18"))


@pytest.mark.parametrize("kind", ["region", "nation", "county", "council-type", "rural-urban", "ons"])
def test_clusters_of_administration_and_of_hundreds_do_not_count(kind: str) -> None:
    assert learn(make_index(), clusters=[cluster("ports", WEAK, "X19", kind=kind)]) == ()
    assert learn(make_index(), clusters=[cluster("ports", "X18", "X19")]) == ()


def test_a_neighbour_without_a_score_is_passed_over() -> None:
    robust = make_robustness()
    low, high = robust.rank_low.copy(), robust.rank_high.copy()
    low[19] = high[19] = 0
    (finding,) = learn(make_index(robustness={"rank_low": low, "rank_high": high}), "X19", "X18")
    assert finding.evidence.places == ("X18",)


@pytest.mark.parametrize(
    ("evidence", "guard"),
    [
        ({"rank_low": 10}, "surely in the lower half"),
        ({"worst_high": 11}, "others surely in the upper half"),
        ({"measured_here": 0.5}, "score is its own"),
        ({"least_measured_there": 0.5}, "others scores are their own"),
        ({"least_alike": 0.4}, "measured alike"),
    ],
)
def test_each_guard_shuts(evidence: dict[str, Any], guard: str) -> None:
    (finding,) = learn(make_index(), "X19")
    assert failed_guards(finding) == ()
    assert failed_guards(replace(finding, evidence=replace(finding.evidence, **evidence))) == (guard,)


def test_the_sentence_names_the_ranges_and_the_set() -> None:
    ports = cluster("ports", WEAK, "X18", "X19")
    words = make_context(
        framework=make_framework(),
        areas=make_areas(),
        clusters=[ports],
        title="Index",
        edition=EDITION,
        rules=load_rules(PROJECT.templates / "text" / "findings.yml"),
        bands=load_bands(PROJECT.templates / BANDS),
    )
    (one,), (several,) = learn(make_index(), "X19"), learn(make_index(), "X19", "X15", "X11")
    assert render(one, words) == (
        "For risk, Town 2 ranks 17th to 19th of the 20 councils of the UK. Its statistical neighbour Town 19"
        " (1st to 2nd) scores clearly better."
    )
    assert render(several, words).endswith(
        " Its statistical neighbours Town 19 (1st to 2nd), Town 15 (4th to 6th) and Town 11"
        " (8th to 10th) score clearly better."
    )
    (fellows,) = learn(make_index(), clusters=[ports])
    assert render(fellows, words) == (
        "For risk, Town 2 ranks 17th to 19th of the 20 councils of the UK. Town 19 (1st to 2nd) and Town 18"
        " (1st to 3rd), fellow members of the cluster \u201cPorts\u201d, score clearly better. None of its"
        " statistical neighbours surely does."
    )


@pytest.mark.parametrize(("times", "named"), [(3.0, True), (3.01, False), (0.34, True), (0.33, False)])
def test_a_place_of_quite_another_size_teaches_nothing(times: float, named: bool) -> None:
    areas = make_areas()
    areas["X19"] = areas["X19"].model_copy(update={"population": round(times * areas[WEAK].population)})
    found = find_places_to_learn_from(
        make_index(), areas, {WEAK: ("X19",)}, found={WEAK: (weakness("risk"),)}
    )
    assert bool(found[WEAK]) == named


def test_a_neighbour_is_as_urban_or_rural() -> None:
    apart = cluster("town", WEAK, kind="rural-urban")
    assert learn(make_index(), "X19", clusters=(apart,)) == ()
    both = cluster("town", WEAK, "X19", kind="rural-urban")
    assert learn(make_index(), "X19", clusters=(both,))
