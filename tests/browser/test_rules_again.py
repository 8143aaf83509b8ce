"""Every finding of the built site passes its rule on the published tables; a false one does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.text.sentences import WRITERS
from generator.verify.checks import Fault
from generator.verify.contradictions import find_contradictions
from generator.verify.public_tables import PublicTables, Row, read_rows
from generator.verify.rules_again import AGAIN, check_rules, holds

EACH = 40
OPPOSITE = {
    "strength": "weakness",
    "relative_strength": "relative_weakness",
    "improved": "declined",
    "cluster_strength": "cluster_weakness",
}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}


@pytest.fixture(scope="module")
def rows(public: Path) -> list[Row]:
    return list(read_rows(public / "data/findings.csv"))


def some(rows: list[Row], kind: str) -> list[Row]:
    found = [row for row in rows if row["finding"] == kind]
    return found[:: max(1, len(found) // EACH)][:EACH]


def beside(row: Row, rows: list[Row]) -> list[Row]:
    return [other for other in rows if other["area_code"] == row["area_code"]]


def test_every_kind_of_finding_has_its_rule() -> None:
    assert set(AGAIN) == set(WRITERS)


def test_every_finding_passes_its_rule_again_and_none_contradicts_another(faults: tuple[Fault, ...]) -> None:
    assert [fault for fault in faults if fault.rule == "rules"] == []


@pytest.mark.parametrize("kind", sorted(OPPOSITE))
def test_the_opposite_does_not_hold(kind: str, rows: list[Row], tables: PublicTables) -> None:
    for row in some(rows, kind):
        assert holds(row, beside(row, rows), tables)
        assert not holds({**row, "finding": OPPOSITE[kind]}, beside(row, rows), tables)


def test_a_verdict_or_answer_that_does_not_follow_is_found(rows: list[Row], tables: PublicTables) -> None:
    for kind, one, other in (
        ("trend", "catching up", "falling behind"),
        ("trend", "pulling ahead", "losing ground"),
        ("levelling", "levelled up", "improved but diverged"),
    ):
        told = [row for row in rows if row["finding"] == kind and one in row["text"]][:EACH]
        assert told
        assert all(holds(row, (), tables) for row in told)
        assert not any(holds({**row, "text": row["text"].replace(one, other)}, (), tables) for row in told)


def test_a_place_in_an_end_fifth_must_be_there_surely(rows: list[Row], tables: PublicTables) -> None:
    told = [row for row in rows if row["finding"] == "position" and "middle fifth" in row["text"]][:EACH]
    assert told
    wrong = [{**row, "text": row["text"].replace("middle fifth", "highest fifth")} for row in told]
    assert not any(holds(row, (), tables) for row in wrong)


def test_nothing_is_learnt_where_the_place_is_not_weak(rows: list[Row], tables: PublicTables) -> None:
    for row in some(rows, "learn_from"):
        assert holds(row, beside(row, rows), tables)
        assert not holds(row, [row], tables)


def test_no_exception_is_far_down(rows: list[Row], tables: PublicTables) -> None:
    for row in some(rows, "exception"):
        words = row["text"].split(" between ")[0]
        assert not holds({**row, "text": f"{words} between 300th and 340th of the 361 councils."}, (), tables)


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_rules(PublicTables(tmp_path))) == []


def tell(finding: str, node: str = "longevity", text: str = "") -> Row:
    return {"area_code": "X", "finding": finding, "node": node, "text": text}


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
    rise = tell("improved", text="Between 2013 and 2023 its score rose")
    fall = tell("declined", text="Between 2013 and 2023 its score fell")
    later = tell("declined", text="Between 2018 and 2023 its score fell")
    assert list(find_contradictions([rise, fall]))
    assert not list(find_contradictions([rise, later]))
