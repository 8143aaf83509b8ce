from __future__ import annotations

import pytest

from generator.catalogue.records import Area
from generator.text import names


def make_area(name: str, *, kind: str = "council", article: str = "", short: str = "") -> Area:
    return Area.model_validate(
        {
            "code": "E06000001",
            "kind": kind,
            "name": name,
            "short_name": short or name,
            "official_name": name,
            "article": article,
            "slug": "x",
            "population": 1,
            "population_year": 2024,
            "council_type": "unitary authority",
        }
    )


@pytest.mark.parametrize(
    ("name", "possessive"),
    [
        ("Wokingham", "Wokingham\u2019s"),
        ("St Albans", "St Albans\u2019"),
        ("Tower Hamlets", "Tower Hamlets\u2019"),
        ("the Isles of Scilly", "the Isles of Scilly\u2019s"),
        ("Armagh City, Banbridge and Craigavon", "Armagh City, Banbridge and Craigavon\u2019s"),
        ("Na h-Eileanan Siar", "Na h-Eileanan Siar\u2019s"),
    ],
)
def test_possessives(name: str, possessive: str) -> None:
    assert names.possess(name) == possessive


def test_grammar_of_ordinary_short_and_plural_names() -> None:
    hull = names.read_grammar(make_area("Kingston upon Hull", short="Hull")).slots
    assert (hull["Name"], hull["short"], hull["shorts"]) == ("Kingston upon Hull", "Hull", "Hull\u2019s")
    assert (hull["has"], hull["its"]) == ("has", "its")
    vale = names.read_grammar(make_area("Vale of Glamorgan", article="the")).slots
    assert (vale["name"], vale["Name"]) == ("the Vale of Glamorgan", "The Vale of Glamorgan")
    scilly = names.read_grammar(make_area("Isles of Scilly", article="the", short="Scilly")).slots
    assert scilly["short"] == "the Isles of Scilly"
    assert (scilly["Name"], scilly["has"], scilly["its"]) == ("The Isles of Scilly", "have", "their")
    assert names.is_plural("Orkney Islands") and not names.is_plural("Scottish Borders")


@pytest.mark.parametrize(
    ("region", "inside"),
    [
        ("North West", "the North West"),
        ("East of England", "the East of England"),
        ("London", "London"),
        ("Yorkshire and the Humber", "Yorkshire and the Humber"),
        ("the South East", "the South East"),
        ("Wales", "Wales"),
    ],
)
def test_regions_in_sentences(region: str, inside: str) -> None:
    assert names.name_region(region) == inside
    assert names.read_grammar(make_area(region, kind="region")).name == inside


def test_nodes_in_sentences() -> None:
    assert names.lower_title("Safety and Security") == "safety and security"
    assert names.lower_first("Help from English councils") == "help from English councils"
    assert names.lower_first("GP access") == "GP access"


@pytest.mark.parametrize(
    ("noun", "phrase"),
    [
        ("unitary authority", "a unitary authority"),
        ("area", "an area"),
        ("metropolitan borough", "a metropolitan borough"),
        ("island council", "an island council"),
        ("11th place", "an 11th place"),
        ("85th place", "an 85th place"),
        ("12th place", "a 12th place"),
    ],
)
def test_indefinite_article(noun: str, phrase: str) -> None:
    assert names.with_indefinite(noun) == phrase


def test_kind_of_area() -> None:
    assert names.describe_kind(make_area("Hartlepool")) == "a unitary authority"
    assert names.describe_kind(make_area("North West", kind="region")) == "a region of England"
