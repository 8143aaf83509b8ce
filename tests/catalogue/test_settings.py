"""``data/settings.yml``: what it says, and one clear message for each fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue.settings import Settings, load_settings
from generator.errors import ProsperityError
from generator.paths import PROJECT, Paths

GOOD = """\
title: Our Towns
contributors: The towns
address: https://towns.test/index/
repository: https://code.test/towns
contact: hello@towns.test
language: cy
"""


def load(folder: Path, text: str) -> Settings:
    (folder / "data").mkdir()
    (folder / "data/settings.yml").write_text(text, "utf-8")
    return load_settings(Paths(folder))


def test_the_committed_file_can_be_read() -> None:
    settings = load_settings(PROJECT)
    assert settings.title and settings.language == "en-GB"


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("hello@towns.test", "mailto:hello@towns.test"),
        ("https://towns.test/tell?from=us", "https://towns.test/tell?from=us"),
        ('""', ""),
    ],
)
def test_a_contact_is_a_link_or_nothing(tmp_path: Path, contact: str, link: str) -> None:
    settings = load(tmp_path, GOOD.replace("hello@towns.test", contact))
    assert settings.contact_link == link


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "problem"),
    [
        ("Our Towns", '""', 1, "title", "the title must not be empty"),
        ("Our Towns", '" "', 1, "title", "the title cannot be printed as given"),
        ("Our Towns", '"Our\\nTowns"', 1, "title", "the title cannot be printed as given"),
        ("Our Towns", "2026", 1, "title", "input should be a valid string"),
        ("title: Our Towns", "name: Our Towns", 1, "name", "this key is not known"),
        ("title: Our Towns\n", "", 1, "title", "a required key is missing"),
        ("The towns", '""', 2, "contributors", "the contributors must not be empty"),
        ("https://towns.test", "http://towns.test", 3, "address", "the address of the site is none"),
        ("https://towns.test/index/", "towns.test", 3, "address", "the address of the site is none"),
        (
            "https://towns.test/index/",
            "https://towns.test/?a=b",
            3,
            "address",
            "the address of the site is none",
        ),
        ("https://code.test", "javascript:code", 4, "repository", "the repository has no such address"),
        ("hello@towns.test", "javascript:alert(1)", 5, "contact", "nobody can be reached there"),
        ("hello@towns.test", "mailto:hello@towns.test", 5, "contact", "nobody can be reached there"),
        ("hello@towns.test", 'https://a.test/"><b>', 5, "contact", "nobody can be reached there"),
        ("language: cy", "language: British", 6, "language", "this is no tag of a language"),
        ("language: cy", 'language: "en\\" onload=\\""', 6, "language", "this is no tag of a language"),
        ("language: cy", "language: cy\ncolour: red", 7, "colour", "this key is not known"),
        ("language: cy", "language: [cy]", 6, "language", "input should be a valid string"),
    ],
)
def test_each_fault_has_one_message(
    tmp_path: Path, old: str, new: str, line: int, field: str, problem: str
) -> None:
    with pytest.raises(ProsperityError) as refused:
        load(tmp_path, GOOD.replace(old, new, 1))
    told = [refused.value, *refused.value.others]
    found = next(one for one in told if one.field == field)
    assert (found.problem, found.line) == (problem, line)
    assert found.file == str(tmp_path / "data/settings.yml") and found.expected and found.mend
    # A key under another name is also one that is missing; nothing else is told twice.
    assert len(told) == 1 + new.startswith("name:")
