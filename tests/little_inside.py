"""Small areas in miniature, made up: two councils of one nation and one of another, with ranks by hand.

Alder (E06000001) has 12 small areas in 2020, Birch (E06000002) 8, Coed (W06000001) 10 in 2019. In 2010 the
first six of Alder and four of Birch were ranked, two of them tied.
"""

from __future__ import annotations

from pathlib import Path

from generator.catalogue.inside import Inside
from generator.catalogue.records import Area, Cluster
from generator.paths import Paths
from generator.sources.inside import import_inside
from generator.sources.inside_recipe import load_inside_recipe

ALDER_RANKS = (1, 3, 4, 6, 8, 10, 12, 14, 16, 18, 19, 20)
ALDER_INCOME = (50, 40, 38, 30, 25, 20, 15, 12, 10, 8, 6, 4)
BIRCH_RANKS = (2, 5, 7, 9, 11, 13, 15, 17)
OLDER = (1, 2, 2, 4, 5, 6), (7, 8, 9, 10)
RECIPE = """\
places: places
neighbourhoods: near
sources:
  - slug: places
    file: inside/places.csv
    title: Places
    publisher: Office for Trees
    publication: Look-up
    link: https://example.org/places
    licence: Open
    nations: [England, Wales]
    columns: {code: area, name: label, council: lad, neighbourhood: parent, lat: lat, lon: lon}
    unread: {ward: Wards change.}
  - slug: near
    file: inside/near.csv
    title: Names
    publisher: Library
    publication: Names
    link: https://example.org/names
    licence: Open
    nations: [England]
    columns: {code: msoa, name: label, council: lad}
  - slug: ranks
    file: inside/ranks.csv
    title: Ranks
    publisher: Office for Trees
    publication: Index of 2010 and 2020
    link: https://example.org/ranks
    licence: Open
    nations: [England]
    columns: {code: area, name: label, council: lad, year: year, rank: rank, people: pop, income: poor}
    known_problems: [A copy.]
  - slug: welsh-ranks
    file: inside/welsh_ranks.csv
    title: Welsh ranks
    publisher: Office for Trees
    publication: Index of 2019
    link: https://example.org/welsh
    licence: Open
    nations: [Wales]
    columns: {code: area, name: label, council: lad, year: year, rank: rank}
  - slug: homes
    file: inside/homes.csv
    title: Homes
    publisher: Office for Trees
    publication: Census 2021
    link: https://example.org/homes
    licence: Open
    nations: [England]
    columns: {code: area, council: lad, year: year, households: homes, overcrowded: full}
sets:
  - slug: england
    nation: England
    called: [small area, small areas]
    editions:
      - year: 2020
        source: ranks
        publication: Index of 2020
        boundaries: the areas of 2020
        areas: 20
        tenth: 2
        fifth: 4
        measures: [people, income]
        people: 2000
        people_are: residents
        income_is: poor people
        most_deprived: E01000001
      - year: 2010
        source: ranks
        publication: Index of 2010
        boundaries: the areas of 2010
        areas: 10
        tenth: 1
        fifth: 2
        most_deprived: E01000001
    censuses:
      - year: 2021
        source: homes
        publication: Census 2021
        boundaries: the areas of 2020
        areas: 20
        measures: [households, overcrowded]
        households: 800
  - slug: wales
    nation: Wales
    called: [small area, small areas]
    editions:
      - year: 2019
        source: welsh-ranks
        publication: Index of 2019
        boundaries: the areas of 2010
        areas: 10
        tenth: 1
        fifth: 2
        most_deprived: W01000001
"""


def _council(code: str, name: str, nation: str, region: str = "") -> Area:
    return Area(
        code=code, kind="council", name=name, short_name=name, official_name=name, slug=name.lower(),
        nation=nation, region_code=region, population=1000, population_year=2024,
    )  # fmt: skip


ALDER = _council("E06000001", "Alder", "England", "E12000001")
BIRCH = _council("E06000002", "Birch", "England", "E12000001")
COED = _council("W06000001", "Coed", "Wales")
WOODS = Area(
    code="E12000001", kind="region", name="Woods", short_name="Woods", official_name="Woods", slug="woods",
    nation="England", population=2000, population_year=2024,
)  # fmt: skip
AREAS = (ALDER, BIRCH, COED, WOODS)
BORDER = Cluster(
    slug="border", title="Border", kind="places", rule="r", source="s", members=("E06000002", "W06000001")
)
REGION = Cluster(
    slug="region-woods",
    title="Woods",
    kind="region",
    rule="r",
    source="s",
    members=("E06000001", "E06000002"),
)


def list_codes(council: Area) -> list[str]:
    """Return the codes of the small areas of Alder or Birch."""
    first, last = (1, 12) if council is ALDER else (13, 20)
    return [f"E010000{number:02d}" for number in range(first, last + 1)]


def make_raw(folder: Path) -> None:
    """Write the raw tables and the recipe: ``sources/inside/*.csv`` and ``inside_recipe.yml``."""
    (folder / "sources" / "inside").mkdir(parents=True)
    places, ranks, homes = [], [], []
    for council, now, shares, old, near in (
        (ALDER, ALDER_RANKS, ALDER_INCOME, OLDER[0], "E02000001"),
        (BIRCH, BIRCH_RANKS, (20,) * 8, OLDER[1], "E02000002"),
    ):
        for place, code in enumerate(list_codes(council)):
            name = f"{council.name} {place + 1}"
            places.append(f"{code},{name},{council.code},{near if place < 6 else ''},52.5,-1.25,Ward")
            ranks.append(f"{code},{name},{council.code},2020,100.0,{now[place]}.0,{shares[place]}.0")
            homes.append(f"{code},{council.code},2021,40,2.5")
            if place < len(old):
                ranks.append(f"{code},Old {name},{council.code},2010,,{old[place]},")
    welsh = [f"W010000{number:02d},Coed {number},W06000001,2019,{number}" for number in range(1, 11)]
    tables = {
        "places": ("area,label,lad,parent,lat,lon,ward", places),
        "near": ("msoa,label,lad", ["E02000001,Old Town,E06000001", "E02000002,Riverside,E06000002"]),
        "ranks": ("area,label,lad,year,pop,rank,poor", ranks),
        "homes": ("area,lad,year,homes,full", homes),
        "welsh_ranks": ("area,label,lad,year,rank", welsh),
    }
    for name, (head, rows) in tables.items():
        text = "\n".join([head, *rows, ""])
        (folder / "sources" / "inside" / f"{name}.csv").write_text(text, "utf-8")
    (folder / "inside_recipe.yml").write_text(RECIPE, "utf-8")


def import_little(folder: Path) -> Inside:
    """Import what ``make_raw`` wrote into ``data/inside/`` of the folder."""
    recipe = load_inside_recipe(folder / "inside_recipe.yml")
    return import_inside(recipe, folder / "sources", Paths(folder), AREAS)


def make_inside(folder: Path) -> Inside:
    """Write the raw tables and import them."""
    make_raw(folder)
    return import_little(folder)


def change(file: Path, old: str, new: str) -> None:
    """Put other text in the place of some in a file; it has to be there."""
    text = file.read_text("utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), "utf-8")
