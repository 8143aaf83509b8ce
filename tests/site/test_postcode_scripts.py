"""Scripts of the postcode look-up: what they hold, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.paths import Paths
from generator.site.postcode_scripts import make_postcode_scripts

HULL = Area(
    code="E06000010",
    kind="council",
    name="Kingston upon Hull",
    short_name="Hull",
    official_name="Kingston upon Hull City Council",
    slug="kingston-upon-hull",
    nation="England",
    council_type="unitary authority",
    population=275_000,
    population_year=2024,
)


def write(root: Path, councils: list[str]) -> Paths:
    paths = Paths(root)
    paths.postcodes.mkdir(parents=True)
    (paths.postcodes / "index.json").write_text(json.dumps({"councils": councils, "areas": ["HU"]}), "utf-8")
    (paths.postcodes / "HU.json").write_text('{"HU1":{"1":[0,"gA"]}}', "utf-8")
    return paths


def test_each_area_is_a_script_and_so_is_the_list_of_places(tmp_path: Path) -> None:
    made = make_postcode_scripts(write(tmp_path, ["E06000010"]), [HULL])
    start = "(window.prosperityPostcodes=window.prosperityPostcodes||{})"
    assert {name: content.decode() for name, content in made.items()} == {
        "js/postcodes/places.js": (
            f'{start}.places={{"areas":["HU"],"places":["councils/kingston-upon-hull/"]}};\n'
        ),
        "js/postcodes/HU.js": f'{start}.HU={{"HU1":{{"1":[0,"gA"]}}}};\n',
    }


def test_a_council_that_is_not_in_the_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="not in the register"):
        make_postcode_scripts(write(tmp_path, ["E06000010", "E99999999"]), [HULL])


def test_without_the_look_up_the_build_stops(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="No such file"):
        make_postcode_scripts(Paths(tmp_path), [HULL])
