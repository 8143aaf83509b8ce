"""Strengths of the poorest, counted by how their elements run with material resources, in a tiny country."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import CODES, EDITION, make_areas, make_framework, make_index

from generator.catalogue.records import Cluster
from generator.findings.inverse import COLUMNS, POOREST, count_strengths
from generator.findings.strengths import find_strengths
from generator.index.results import Index

RISK = 6
"""Position of the element that runs against the others here."""
POOR = Cluster(slug=POOREST, title="Poorest", kind="deprivation", rule="r", source="s", members=CODES[:4])


@pytest.fixture
def index() -> Index:
    index = make_index()
    score = index.level.scores.score.copy()
    score[:, RISK] = 100 - score[:, RISK]
    return replace(index, level=replace(index.level, scores=replace(index.level.scores, score=score)))


def test_strengths_are_counted_by_element_and_for_the_poorest(index: Index) -> None:
    """The lowest four have no strength at all; then two of the highest four are called the poorest."""
    found = find_strengths(index, make_framework(), make_areas(), EDITION)
    table = count_strengths(index, make_framework(), found, [POOR], means="longevity").set_index("element")
    strong = [code for code, each in found.items() if any(one.kind == "strength" for one in each)]
    assert table["strengths"].sum() == sum(one.kind == "strength" for each in found.values() for one in each)
    assert table["strengths"].sum() > 0
    assert table["among_poorest"].sum() == 0
    some = POOR.model_copy(update={"members": tuple(strong[:2])})
    table = count_strengths(index, make_framework(), found, [some], means="longevity").set_index("element")
    for element, row in table.iterrows():
        mine = [one for code in strong[:2] for one in found[code] if one.kind == "strength"]
        assert row["among_poorest"] == sum(one.node == element for one in mine)
    assert 0 < table["among_poorest"].sum() < table["strengths"].sum()


def test_an_element_that_runs_against_material_resources_is_seen(index: Index) -> None:
    table = count_strengths(index, make_framework(), {}, [POOR], means="longevity").set_index("element")
    assert table["correlation"].to_dict() == pytest.approx(
        {"longevity": 1.0, "care": 1.0, "risk": -1.0, "schools": 1.0}
    )
    assert not np.isnan(table["correlation"]).any()


@pytest.mark.parametrize("clusters", [[], [POOR.model_copy(update={"slug": "others"})]])
def test_without_the_poorest_there_is_nothing_to_say(index: Index, clusters: list[Cluster]) -> None:
    table = count_strengths(index, make_framework(), {}, clusters, means="longevity")
    assert table.empty
    assert tuple(table.columns) == COLUMNS


def test_without_material_resources_there_is_nothing_to_say(index: Index) -> None:
    assert count_strengths(index, make_framework(), {}, [POOR]).empty
