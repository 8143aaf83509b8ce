"""Faults in the published register are found: codes, coming changes, names of places, and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.register_checks import check_register

FILES = {
    "data/areas.csv": (
        "code,kind,slug\nE06000001,council,ash\nE06000002,council,birch\nE12000001,region,north\n"
    ),
    "data/area_codes.csv": (
        "code,from,until,successor_code,share\n"
        "E06000001,2023-04-01,,E06000001,1.0\nE06000002,,,E06000002,1.0\n"
        "E07000001,2009-04-01,2023-04-01,E06000001,0.25\nE07000001,2009-04-01,2023-04-01,E06000002,0.75\n"
        "E07000002,,2023-04-01,E06000001,\n"
    ),
    "data/council_changes.csv": (
        "predecessor_code,successor_name,change_date,share,link\n"
        "E06000001,Wood,2030-04-01,1.0,https://example.org/order\n"
    ),
    "data/place_names.csv": (
        "kind,name,code,council_code,share\nconstituency,Copse,E14000001,E06000001,0.4\n"
        "constituency,Copse,E14000001,E06000002,0.6\nparish,Glade,,E06000002,\n"
    ),
    "councils/ash/index.html": (
        '<p class="aka ends">Ash ends on 1 April 2030, when Wood takes its place. '
        '<a href="https://example.org/order">Order</a></p>'
    ),
    "councils/birch/index.html": "<p>Birch</p>",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_a_register_that_holds_together_has_no_faults(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert list(check_register(site)) == []
    assert list(check_register(tmp_path_factory.mktemp("empty"))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("data/area_codes.csv", "E06000002,,,E06000002,1.0\n", "", "leads to itself"),
        ("data/area_codes.csv", "E06000001,\n", "E06000009,\n", "is no council of today"),
        (
            "data/area_codes.csv",
            "2009-04-01,2023-04-01,E06000001",
            "2024-04-01,2023-04-01,E06000001",
            "before it begins",
        ),
        ("data/area_codes.csv", "0.25", "0.5", "add up to 1.25"),
        ("data/area_codes.csv", "E06000002,,,", "E06000002,,2020,", "is in use and has an end"),
        ("data/council_changes.csv", "E06000001,Wood", "E06000009,Wood", "is no council of today"),
        ("data/council_changes.csv", ",1.0,", ",0.5,", "add up to 0.5"),
        ("data/council_changes.csv", "Wood", "Grove", "does not name Grove"),
        (
            "data/council_changes.csv",
            "E06000001,Wood,2030-04-01,1.0,https://example.org/order\n",
            "",
            "unlike the table",
        ),
        ("data/place_names.csv", "E06000002,\n", "E07000001,\n", "is no council of today"),
        ("data/place_names.csv", "0.6", "0.9", "add up to 1.3"),
        ("councils/ash/index.html", "2030", "2031", "does not name Wood, its day"),
        ("councils/birch/index.html", "<p>", '<p class="aka ends">', "unlike the table"),
    ],
)
def test_a_fault_is_found(site: Path, file: str, old: str, new: str, told: str) -> None:
    text = (site / file).read_text("utf-8")
    assert old in text
    (site / file).write_text(text.replace(old, new, 1), "utf-8")
    assert any(told in detail for _, detail in check_register(site))
