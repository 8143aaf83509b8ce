"""Every number of every sentence of the built site, recomputed; and a wrong one is found."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from generator.text.sentences import WRITERS
from generator.verify.checks import Fault
from generator.verify.public_tables import PublicTables, Row, read_rows
from generator.verify.recomputed import CHECKS, agrees, check_findings

EACH = 40
FREE = {"drivers"}
"""Kinds without a number of their own."""
PARTLY = {"strength": 3, "weakness": 3}
"""Kinds with other numbers, of the period and of the definition; so many at least are checked."""
CARRIED = {"levelling": 2, "improved": 2, "declined": 2}
"""Kinds with two years, which may have the same scores as the years beside them where values are carried.

Margins of error of past years are in no table: of these only the middle is checked.
"""


@pytest.fixture(scope="module")
def samples(public: Path) -> dict[str, list[Row]]:
    """Findings spread over the table, some of each kind."""
    rows: dict[str, list[Row]] = {}
    for row in read_rows(public / "data/findings.csv"):
        rows.setdefault(row["finding"], []).append(row)
    return {kind: found[:: max(1, len(found) // EACH)][:EACH] for kind, found in rows.items()}


def test_every_kind_of_finding_is_recomputed() -> None:
    assert set(CHECKS) == set(WRITERS)


def test_every_number_is_that_of_the_tables(faults: tuple[Fault, ...]) -> None:
    assert [fault for fault in faults if fault.rule == "figures"] == []


def change(text: str, match: re.Match[str]) -> str:
    """Return the sentence with one numeral made larger by one in its last digit."""
    return f"{text[: match.end() - 1]}{(int(match[0][-1]) + 1) % 10}{text[match.end() :]}"


@pytest.mark.parametrize("kind", sorted(set(CHECKS) - FREE))
def test_a_wrong_numeral_is_found(kind: str, samples: dict[str, list[Row]], tables: PublicTables) -> None:
    tried: Counter[bool] = Counter()
    for row in samples[kind]:
        found = 0
        text = tables.spelt_names.sub(lambda match: "_" * len(match[0]), row["text"])
        numerals = list(re.finditer(r"\d(?:[\d,]*\d)?(?:\.\d+)?", text))
        for match in numerals:
            wrong = {**row, "text": change(row["text"], match)}
            found += not agrees(wrong, tables)
        tried[bool(numerals)] += 1
        unpublished = 2 * ("margins of error put" in row["text"])
        allowed = CARRIED.get(kind, 0) + unpublished
        assert found >= PARTLY.get(kind, len(numerals) - allowed), row["text"]
    assert tried[True] > len(samples[kind]) / 2


def test_a_sentence_about_another_place_is_found(samples: dict[str, list[Row]], tables: PublicTables) -> None:
    for kind in ("position", "trend"):
        first, *others = samples[kind]
        wrong = [{**row, "text": first["text"]} for row in others if row["text"] != first["text"]]
        assert sum(not agrees(row, tables) for row in wrong) > 0.8 * len(wrong)


def test_a_place_outside_the_cluster_is_found(samples: dict[str, list[Row]], tables: PublicTables) -> None:
    fellows = [row for row in samples["learn_from"] if row["rule"] == "learn-from-cluster"]
    assert fellows
    for row in fellows:
        title = row["text"].partition("\u201c")[2].partition("\u201d")[0]
        other = "Inner London" if title != "Inner London" else "Red Wall"
        assert not agrees({**row, "text": row["text"].replace(title, other)}, tables), row["text"]
        assert not agrees({**row, "text": row["text"].replace(title, "Seaside")}, tables)


def test_an_unknown_kind_is_a_fault(samples: dict[str, list[Row]], tables: PublicTables) -> None:
    assert not agrees({**samples["position"][0], "finding": "rumour"}, tables)


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_findings(PublicTables(tmp_path))) == []
