"""Every name of the evidence of every finding is listed, with the kind of what it holds."""

from __future__ import annotations

import re

import pytest

from generator.export.downloads import list_findings
from generator.export.evidence_tables import make_evidence_names, make_evidence_table
from generator.findings.evidence import EACH, ITEMS, KEYS, LISTS, UNITS, WORDS, Key, list_cells
from generator.findings.rules import RULES
from generator.pages.site import Site

WHOLE = {"count", "rank", "year", "years", "people", "fifth", "digits", "flag"}


def test_every_rule_has_its_names_and_each_a_meaning() -> None:
    assert set(KEYS) == set(RULES)
    for rule, keys in KEYS.items():
        assert len({key.name for key in keys}) == len(keys), rule
        for key in keys:
            assert re.fullmatch(r"[A-Z0-9a-z].*\.", key.meaning), (rule, key.name)
            assert re.fullmatch(r"[a-z0-9_]+\*?", key.name), (rule, key.name)


def test_every_finding_holds_what_is_listed_and_nothing_else(site: Site) -> None:
    kinds = {rule: {key.name: key for key in keys} for rule, keys in KEYS.items()}
    seen: dict[str, set[str]] = {rule: set() for rule in KEYS}
    for finding in list_findings(site):
        for name, value in finding.evidence.items():
            general = re.sub(":.*", EACH, name)
            key: Key = kinds[finding.rule][general]
            seen[finding.rule].add(general)
            if key.kind in WORDS | {"label"}:
                assert isinstance(value, str), (finding.id, name)
            else:
                assert not isinstance(value, str), (finding.id, name)
                assert key.kind not in WHOLE or value == int(value), (finding.id, name)
                assert key.kind != "share" or 0 <= value <= 1, (finding.id, name)
                assert key.kind not in ("score", "percent") or 0 <= value <= 100, (finding.id, name)
    assert seen == {rule: set(names) for rule, names in kinds.items()}


def test_cells_are_numbers_words_or_lists() -> None:
    assert list(
        list_cells("pillar-drivers", {"pull:work": 1.5, "elements": 2, "up": "work|pay", "down": ""})
    ) == [
        ("pull", "work", 1.5, None),
        ("elements", "", 2, None),
        ("up", "1", None, "work"),
        ("up", "2", None, "pay"),
    ]
    assert list(list_cells("cluster-share", {"members": 3, "set_label": "the councils"})) == [
        ("members", "", 3, None)
    ]
    assert list(list_cells("change-against-uk", {"category": "keeping_pace"})) == [
        ("category", "", None, "keeping_pace")
    ]
    with pytest.raises(KeyError):
        list(list_cells("cluster-share", {"guess": 1}))


def test_the_tables_join(site: Site) -> None:
    table, names = make_evidence_table(site), make_evidence_names()
    assert not table.duplicated(["finding_id", "name", "item"]).any()
    assert not names.duplicated(["rule", "name", "item"]).any()
    assert set(ITEMS) == {key.name for keys in KEYS.values() for key in keys if key.name.endswith(EACH)}
    assert set(table["name"]) <= set(names["name"])
    assert (table["value"].isna() != table["text"].isna()).all()
    assert set(UNITS) & LISTS == set()
