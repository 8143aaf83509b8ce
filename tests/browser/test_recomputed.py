"""Every number of evidence and sentences of the built site, recomputed; and a wrong one is found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from generator.text.sentences import WRITERS
from generator.verify.checks import Fault
from generator.verify.evidence import Cells, Told
from generator.verify.printed import SAID, check_printed, find_misprint
from generator.verify.public_tables import PublicTables
from generator.verify.recomputed import RECOMPUTED, UNPUBLISHED, check_evidence, find_difference

EACH = 40
FREE = {"drivers"}
"""Kinds without a number of their own."""


@pytest.fixture(scope="module")
def samples(tables: PublicTables) -> dict[str, list[Told]]:
    """Findings spread over the table, some of each kind."""
    told: dict[str, list[Told]] = {}
    for each in tables.told:
        told.setdefault(each.kind, []).append(each)
    return {kind: found[:: max(1, len(found) // EACH)][:EACH] for kind, found in told.items()}


def word(told: Told, text: str) -> Told:
    """Return a finding with another sentence."""
    return replace(told, row={**told.row, "text": text})


def test_every_kind_of_finding_is_recomputed_and_read() -> None:
    assert set(RECOMPUTED) == set(SAID) == set(WRITERS)
    assert set(UNPUBLISHED) <= set(RECOMPUTED)


def test_every_number_is_that_of_the_tables(faults: tuple[Fault, ...]) -> None:
    assert [fault for fault in faults if fault.rule == "figures"] == []


def change(text: str, match: re.Match[str]) -> str:
    """Return the sentence with one numeral made larger by one in its last digit."""
    return f"{text[: match.end() - 1]}{(int(match[0][-1]) + 1) % 10}{text[match.end() :]}"


@pytest.mark.parametrize("kind", sorted(set(SAID) - FREE))
def test_a_wrong_numeral_is_found(kind: str, samples: dict[str, list[Told]], tables: PublicTables) -> None:
    tried: Counter[bool] = Counter()
    for told in samples[kind]:
        assert not find_misprint(told, tables)
        text = tables.spelt_names.sub(lambda match: "_" * len(match[0]), told.row["text"])
        numerals = list(re.finditer(r"\d(?:[\d,]*\d)?(?:\.\d+)?", text))
        for match in numerals:
            wrong = f"{match[0][:-1]}{(int(match[0][-1]) + 1) % 10}"
            if wrong in {each[0] for each in numerals}:
                # A number of the evidence may be said twice: one in the place of another is no misprint.
                continue
            assert find_misprint(word(told, change(told.row["text"], match)), tables), (match, text)
        tried[bool(numerals)] += 1
    assert tried[True] > len(samples[kind]) / 2


@pytest.mark.parametrize("kind", ["strength", "weakness", "context"])
def test_a_wrong_year_is_found(kind: str, tables: PublicTables) -> None:
    """Of the period and of prices, later and earlier, though the other one may be that very year."""
    told = [each for each in tables.told if each.kind == kind]
    priced = [each for each in told if "prices" in tables.units[each.word("indicator")]]
    for each in (*told[:: len(told) // EACH], *priced[:EACH]):
        for match in re.finditer(r"\b20\d\d\b", text := each.row["text"]):
            for year in (int(match[0]) - 1, int(match[0]) + 1):
                wrong = f"{text[: match.start()]}{year}{text[match.end() :]}"
                assert find_misprint(word(each, wrong), tables), (match[0], text)
    assert any("prices" in tables.units[each.word("indicator")] for each in tables.told if each.has("clause"))


@pytest.mark.parametrize("kind", sorted(RECOMPUTED))
def test_a_wrong_number_in_the_evidence_is_found(
    kind: str, samples: dict[str, list[Told]], tables: PublicTables
) -> None:
    """Each that the tables give; a wrong word too, and one that is missing or is too many."""
    tried = 0
    for told in samples[kind]:
        assert not find_difference(told, tables)
        given = RECOMPUTED[kind](told, tables)
        for key, cell in told.cells.items():
            if key in given and key[0] not in UNPUBLISHED.get(kind, ()):
                other = "other" if isinstance(cell, str) else cell + 0.01
                assert find_difference(replace(told, cells={**told.cells, key: other}), tables), key
                tried += 1
        more: Cells = {**told.cells, ("guess", ""): 1.0}
        assert find_difference(replace(told, cells=more), tables)
        assert find_difference(replace(told, cells={}), tables)
    assert tried > len(samples[kind])


def test_a_sentence_about_another_place_is_found(
    samples: dict[str, list[Told]], tables: PublicTables
) -> None:
    for kind in ("position", "trend"):
        first, *others = samples[kind]
        wrong = [word(each, first.row["text"]) for each in others if each.row["text"] != first.row["text"]]
        assert sum(bool(find_misprint(each, tables)) for each in wrong) > 0.8 * len(wrong)


def test_a_place_of_which_the_evidence_says_nothing_is_found(
    samples: dict[str, list[Told]], tables: PublicTables
) -> None:
    for kind in ("position", "exception", "learn_from", "improved"):
        for told in samples[kind]:
            assert find_misprint(word(told, f"{told.row['text']} So it is in Tewkesbury."), tables) or (
                "Tewkesbury" in told.row["text"]
            )
    for told in samples["exception"]:
        name = tables.areas[told.word("area")]["name"].replace("'", "\u2019")
        assert find_misprint(word(told, told.row["text"].replace(name, "Somewhere")), tables)


def test_a_place_outside_the_cluster_is_found(samples: dict[str, list[Told]], tables: PublicTables) -> None:
    fellows = [told for told in samples["learn_from"] if told.has("cluster")]
    assert fellows
    for told in fellows:
        places = {told.code, *told.list("places")}
        other = next(slug for slug in sorted(tables.titles) if not places <= tables.members[slug])
        assert find_difference(replace(told, cells={**told.cells, ("cluster", ""): other}), tables)
        title = tables.titles[told.word("cluster")]
        assert find_misprint(word(told, told.row["text"].replace(title, tables.titles[other])), tables)


def test_a_band_of_which_the_evidence_says_nothing_is_found(tables: PublicTables) -> None:
    told = [each for each in tables.told if each.kind == "position" and "middle fifth" in each.row["text"]]
    assert told
    for each in told[:EACH]:
        wrong = each.row["text"].replace("middle fifth", "highest fifth")
        assert find_misprint(word(each, wrong), tables)


def test_an_unknown_kind_is_a_fault(samples: dict[str, list[Told]], tables: PublicTables) -> None:
    told = samples["position"][0]
    rumour = replace(told, row={**told.row, "finding": "rumour"})
    assert find_difference(rumour, tables) and find_misprint(rumour, tables)


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_evidence(PublicTables(tmp_path))) == []
    assert list(check_printed(PublicTables(tmp_path))) == []
