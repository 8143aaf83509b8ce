"""Every finding of the built site passes its rule on its published evidence; a false one does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.text.sentences import WRITERS
from generator.verify.checks import Fault
from generator.verify.contradictions import find_contradictions
from generator.verify.evidence import Cell, Told, name_cells
from generator.verify.public_tables import PublicTables
from generator.verify.rules_again import AGAIN, check_rules, holds

EACH = 40
OPPOSITE = {
    "strength": "weakness",
    "relative_strength": "relative_weakness",
    "improved": "declined",
    "cluster_strength": "cluster_weakness",
}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}


def some(tables: PublicTables, kind: str) -> list[Told]:
    found = [told for told in tables.told if told.kind == kind]
    return found[:: max(1, len(found) // EACH)][:EACH]


def beside(told: Told, tables: PublicTables) -> Sequence[Told]:
    return tables.told_of[told.code]


def with_cells(told: Told, cells: Mapping[str, Cell]) -> Told:
    return replace(told, cells={**told.cells, **name_cells(**cells)})


def test_every_kind_of_finding_has_its_rule() -> None:
    assert set(AGAIN) == set(WRITERS)


def test_every_finding_passes_its_rule_again_and_none_contradicts_another(faults: tuple[Fault, ...]) -> None:
    assert [fault for fault in faults if fault.rule == "rules"] == []


@pytest.mark.parametrize("kind", sorted(OPPOSITE))
def test_the_opposite_does_not_hold(kind: str, tables: PublicTables) -> None:
    for told in some(tables, kind):
        assert holds(told, beside(told, tables))
        other = replace(told, row={**told.row, "finding": OPPOSITE[kind]})
        assert not holds(other, beside(told, tables))


def test_a_verdict_or_answer_that_does_not_follow_is_found(tables: PublicTables) -> None:
    for kind, one, other in (
        ("trend", "catching_up", "falling_behind"),
        ("trend", "pulling_ahead", "losing_ground"),
        ("levelling", "levelled_up", "improved_diverged"),
    ):
        told = [each for each in tables.told if each.kind == kind and each.word("category") == one][:EACH]
        assert told
        assert all(holds(each, ()) for each in told)
        assert not any(holds(with_cells(each, {"category": other}), ()) for each in told)


BREAKS: Mapping[str, Mapping[str, Cell]] = {
    "strength": {
        "probability": 0.79,
        "age": 7.0,
        "n": 9.0,
        "status": "upper_tier",
        "past_best": 1.0,
        "mad": 0.0,
    },
    "relative_weakness": {"measured_here": 0.5, "absolute_findings": 2.0, "population": 9_999.0},
    "position": {"band_probability": 0.79},
    "trend": {"measured_start": 0.49, "measured_end": 0.49, "indicators": 2.0, "measured_here": 0.5},
    "improved": {"margin": 99.0, "measured_end": 0.49, "measured_here": 0.5, "zone": 99.0, "indicators": 0.0},
    "levelling": {"places": 9.0, "people_share": 0.49, "measured_end": 0.4, "gap_low": "x"},
    "learn_from": {"least_alike": 0.5, "least_measured_there": 0.5, "measured_here": 0.5, "better": 0.0},
    "cluster_strength": {"effect_low": -0.1, "effect": 0.49},
    "cluster_similar": {"effect_low": -0.5, "effect_high": 0.5},
    "exception": {"probability": 0.79, "measured_here": 0.5},
}
"""What no finding of a kind may have, one at a time."""


@pytest.mark.parametrize("kind", sorted(BREAKS))
def test_evidence_that_its_rule_does_not_let_through_is_found(kind: str, tables: PublicTables) -> None:
    for told in some(tables, kind):
        if told.row["rule"] == "position-unranked":
            continue
        assert holds(told, beside(told, tables))
        for name, cell in BREAKS[kind].items():
            assert not holds(with_cells(told, {name: cell}), beside(told, tables)), name


def test_nothing_is_learnt_where_the_place_is_not_weak(tables: PublicTables) -> None:
    for told in some(tables, "learn_from"):
        assert not holds(told, [told])


def test_no_exception_is_far_down_or_where_the_cluster_is_not_weak(tables: PublicTables) -> None:
    for told in some(tables, "exception"):
        assert not holds(with_cells(told, {"rank_low": 300.0, "rank_high": 340.0}), beside(told, tables))
        assert not holds(told, [told])


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_rules(PublicTables(tmp_path))) == []


def tell(finding: str, node: str = "longevity", **cells: float) -> Told:
    return Told({"area_code": "X", "finding": finding, "node": node}, name_cells(**cells))


@pytest.mark.parametrize(
    "pair",
    [
        ("strength", "weakness"),
        ("strength", "relative_weakness"),
        ("relative_strength", "weakness"),
        ("cluster_strength", "cluster_weakness"),
        ("cluster_weakness", "cluster_similar"),
        ("strength", "learn_from"),
    ],
)
def test_two_findings_that_cannot_both_be_are_found(pair: tuple[str, str]) -> None:
    one, other = pair
    assert list(find_contradictions([tell(one), tell(other)]))
    assert not list(find_contradictions([tell(one), tell(other, node="smoking")]))


def test_no_rise_and_fall_between_the_same_years() -> None:
    rise = tell("improved", start_year=2013, end_year=2023)
    fall = tell("declined", start_year=2013, end_year=2023)
    later = tell("declined", start_year=2018, end_year=2023)
    assert list(find_contradictions([rise, fall]))
    assert not list(find_contradictions([rise, later]))
