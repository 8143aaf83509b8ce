import numpy as np
import pytest
from little_world import make_flat_framework, make_framework, make_indicator

from generator.errors import ProsperityError
from generator.index.structure import build_structure, nominal_weights, restrict

TREE = {
    "p": {"e": [make_indicator("a"), make_indicator("b", weight=0.5)], "f": [make_indicator("c")]},
    "q": {"g": [make_indicator("d", direction="lower")]},
}


def test_nodes_stand_level_by_level_with_parents_before_children() -> None:
    structure = build_structure(make_framework(TREE))
    assert [node.key for node in structure.nodes] == ["overall", "domain", "p", "q", "e", "f", "g"]
    assert [node.parent for node in structure.nodes] == [-1, 0, 1, 1, 2, 2, 3]
    assert structure.element_of.tolist() == [4, 4, 5, 6]
    assert structure.sign.tolist() == [1, 1, 1, -1]


def test_nominal_weights_by_hand() -> None:
    shares = nominal_weights(build_structure(make_framework(TREE)))
    assert shares[0] == pytest.approx([1 / 6, 1 / 12, 1 / 4, 1 / 2])
    assert shares[2] == pytest.approx([1 / 3, 1 / 6, 1 / 2, 0])
    assert shares.sum(axis=1) == pytest.approx(np.ones(7))


def test_an_indicator_for_the_trend_alone_weighs_nothing_in_the_score() -> None:
    framework = make_flat_framework([make_indicator("new"), make_indicator("old", counts_for="trend")])
    assert build_structure(framework).weight.tolist() == [1, 0]
    assert build_structure(framework, trend=True).weight.tolist() == [1, 1]


def test_restrict_takes_weight_from_nodes_without_indicators() -> None:
    structure = build_structure(make_framework(TREE))
    shares = nominal_weights(restrict(structure, np.array([True, False, True, False])))
    assert shares[0] == pytest.approx([0.5, 0, 0.5, 0])
    assert shares[6].sum() == 0


def test_one_name_twice_is_refused() -> None:
    with pytest.raises(ProsperityError, match="indicator name 'a'"):
        build_structure(make_flat_framework([make_indicator("a"), make_indicator("a")]))
