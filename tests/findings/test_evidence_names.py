"""Every name of the evidence of every rule has a kind and a meaning, and every finding holds what it says."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_type_hints

import pytest
from blank_evidence import make_evidence
from pydantic import TypeAdapter

from generator.export.downloads import list_findings
from generator.export.evidence_tables import make_evidence_names, make_evidence_table
from generator.findings.evidence import (
    Better,
    ChangeOverYears,
    ClusterShare,
    Evidence,
    LearnFromCluster,
    PillarDrivers,
    list_cells,
)
from generator.findings.rules import RULES
from generator.pages.site import Site


def list_classes(base: type[Evidence] = Evidence) -> list[type[Evidence]]:
    return [one for each in base.__subclasses__() for one in (each, *list_classes(each))]


def test_every_rule_has_one_class_and_every_class_a_rule_of_its_own() -> None:
    assert [RULES[rule].evidence.rule for rule in RULES] == list(RULES)
    assert sorted(each.rule for each in list_classes() if each.rule) == sorted(RULES)


def test_every_field_has_a_kind_and_a_meaning() -> None:
    for each in list_classes():
        names = {key.name for key in each.keys}
        # Of places that are named, what is told of each is published.
        assert names >= {field.name for field in fields(each)} - {"named"}
        for key in each.keys:
            assert re.fullmatch(r"[A-Z0-9a-z].*\.", key.meaning), (each, key.name)
        assert len({(key.name, key.item) for key in each.keys}) == len(each.keys), each


def test_every_finding_holds_what_its_class_says(site: Site) -> None:
    types = {
        (each.rule, name): TypeAdapter(hint)
        for each in list_classes()
        for name, hint in get_type_hints(each).items()
        if name not in ("rule", "keys")
    }
    units = {rule: {key.name: key.kind.unit for key in about.evidence.keys} for rule, about in RULES.items()}
    seen: dict[str, set[tuple[str, bool]]] = {rule: set() for rule in RULES}
    for finding in list_findings(site):
        for name, value in vars(finding.evidence).items():
            types[finding.rule, name].validate_python(value, strict=True)
        for name, item, value in list_cells(finding.evidence):
            unit = units[finding.rule][name]
            assert unit != "share from 0 to 1" or 0 <= float(value) <= 1, (finding.id, name)
            assert unit not in ("points from 0 to 100", "percent") or 0 <= float(value) <= 100, finding.id
            seen[finding.rule].add((name, bool(item)))
    # What may be missing is there in some finding.
    assert seen == {
        rule: {
            (key.name, bool(key.item or key.kind.form == "list"))
            for key in about.evidence.keys
            if key.kind.form != "label"
        }
        for rule, about in RULES.items()
    }


def test_cells_are_numbers_words_or_lists() -> None:
    drivers = make_evidence(PillarDrivers, pull={"work": 1.5}, elements=2, up=("work", "pay"))
    assert [cell for cell in list_cells(drivers) if cell[2]] == [
        ("pull", "work", 1.5),
        ("elements", "", 2),
        ("up", "1", "work"),
        ("up", "2", "pay"),
    ]
    share = make_evidence(ClusterShare, members=3, set_label="the councils")
    assert next(list_cells(share)) == ("members", "", 3)
    assert "the councils" not in {value for _, _, value in list_cells(share)}
    # What a finding has not is no cell, and nought is one.
    still = make_evidence(ChangeOverYears, region=None)
    assert ("margin", "", 0.0) in set(list_cells(still))
    assert not {"region", "lower"} & {name for name, _, _ in list_cells(still)}


def test_what_is_told_of_other_places_comes_last() -> None:
    named = {"X2": Better(rank_low=1, rank_high=4), "X1": Better(rank_low=2, rank_high=3)}
    cells = list(list_cells(make_evidence(LearnFromCluster, named=named, members=7)))
    assert cells[-6:-4] == [("members", "", 7), ("neighbours_better", "", 0)]
    assert cells[-4:] == [
        ("rank_low", "X2", 1),
        ("rank_high", "X2", 4),
        ("rank_low", "X1", 2),
        ("rank_high", "X1", 3),
    ]


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="guess"):
        make_evidence(ClusterShare, guess=1)


def test_the_tables_join(site: Site) -> None:
    table, names = make_evidence_table(site), make_evidence_names()
    assert not table.duplicated(["finding_id", "name", "item"]).any()
    assert not names.duplicated(["rule", "name", "item"]).any()
    assert set(names["kind"]) == {"number", "text", "list"}
    assert set(table["name"]) == set(names["name"])
    assert (table["value"].isna() != table["text"].isna()).all()
