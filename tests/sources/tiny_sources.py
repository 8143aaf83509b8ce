"""A sources folder in miniature: four councils of today, one county, two councils that merged in 2019."""

from pathlib import Path

from generator.catalogue.records import Area
from generator.geography.importer import GeographyReport
from generator.geography.tables import write_rows
from generator.paths import Paths
from generator.sources.recipe import Recipe

TIDY_HEAD = "areacd,areanm,indicator,period,value,unit,lci_95,uci_95\n"
ELS_HEAD = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes\n"

AREAS = """\
code,code_2023,name,nation,county_code,county_name
E06000001,E06000001,Sole,England,,
E06000059,E06000059,Merged,England,,
E07000001,E07000001,North District,England,E10000001,The Shire
E07000002,E07000002,South District,England,E10000001,The Shire
W06000001,W06000001,Coed,Wales,,
"""
LAD_TO_CURRENT = """\
code,name,current_code,exact,pop_2020,pop_2019,weight_in_current
E06000001,,E06000001,True,100,100,
E07000050,,E06000059,True,,100,0.25
E07000051,,E06000059,True,,300,0.75
E07000001,,E07000001,True,50,50,
"""
LAD_CHANGES = """\
predecessor_code,predecessor_name,successor_code,successor_name,change_date,kind
E07000050,East,E06000059,Merged,2019-04-01,merge
E07000051,West,E06000059,Merged,2019-04-01,merge
"""

POPULATION = TIDY_HEAD + (
    "E06000001,Sole,Population (mid-year estimate),2019-06-30,100,people,,\n"
    "E07000050,East,Population (mid-year estimate),2018-06-30,500,people,,\n"
)
BUSINESSES = TIDY_HEAD + "E06000001,Sole,Active businesses (enterprises),2018-01-01/P1Y,9,count,,\n"
LARGER = TIDY_HEAD + "E06000001,Sole,Active enterprises with 10 or more employees,2018-01-01/P1Y,1,count,,\n"
BIRTHS = TIDY_HEAD + "E06000001,Sole,Business births as a share of active businesses,2018-01-01/P1Y,5,%,,\n"
LAND = TIDY_HEAD + (
    "E07000050,East,Land area,2019-06-30,10,sq km,,\nE07000051,West,Land area,2019-06-30,30,sq km,,\n"
)

TREES = TIDY_HEAD + "".join(
    f"{code},{name},Trees,{period},{value},%,{low},{high}\n"
    for code, name, period, value, low, high in (
        ("E06000001", "Sole", "2018-04-01/P1Y", 10, 9, 11),
        ("E06000001", "Sole", "2019-04-01/P1Y", 12.5, 11, 14),
        ("E06000001", "Sole", "2001-04-01/P1Y", 8, 7, 9),
        ("E07000050", "East", "2018-04-01/P1Y", 20, 17, 23),
        ("E07000051", "West", "2018-04-01/P1Y", 40, 36, 44),
        ("E06000059", "Merged", "2019-04-01/P1Y", 33, "", ""),
        ("E10000001", "The County", "2018-04-01/P1Y", 5, "", ""),
        ("E07000002", "South District", "2018-04-01/P1Y", 6, "", ""),
        ("E12000001", "North East", "2018-04-01/P1Y", 11, "", ""),
        ("E47000001", "Combined", "2018-04-01/P1Y", 13, "", ""),
        ("K02000001", "United Kingdom", "2018-04-01/P1Y", 14, "", ""),
        ("W06000001", "Coed", "2018-04-01/P1Y", 90, "", ""),
    )
)
FERNS = (
    "\ufeff"
    + ELS_HEAD
    + (
        "W06000001,Coed,Local Authority District,Ferns,2020-01-01,7,Count,Number,,,,\r\n"
        "W06000001,Coed,Local Authority District,Ferns,2021-01-01,,Count,Number,,,c,\r\n"
        "W06000001,Coed,Local Authority District,Ferns,2020-01-01,70,Percentage,%,,,,\r\n"
        "W92000004,Wales,Nation,Ferns,2020-01-01,7,Count,Number,,,,\r\n"
    )
)

TREES_RECIPE = """\
dataset: trees
layout: tidy
file: green/trees.csv
title: Trees
publisher: Office for Trees
publication: Tree census
link: https://example.org/
licence: Open Government Licence v3.0
nations: [England]
series:
  - slug: trees
    title: Trees
    select: {indicator: Trees, source_unit: "%"}
    unit: "%"
    decimals: 1
    denominator: land-area
    nations: [England]
    description: Land under trees.
    minimum: 0
    maximum: 50
"""
FERNS_RECIPE = """\
dataset: ferns
layout: els
file: green/ferns.csv
title: Ferns
publisher: Office for Ferns
publication: Fern census
link: https://example.org/
licence: Open Government Licence v3.0
nations: [Wales]
series:
  - slug: ferns
    title: Ferns
    select: {indicator: Ferns, measure: Count, source_unit: Number}
    unit: ferns
    decimals: 0
    kind: count
    nations: [Wales]
    description: Ferns seen.
    minimum: 0
    maximum: 100
"""


def make_sources(folder: Path) -> Path:
    """Write the raw files; return their folder."""
    sources = folder / "sources"
    for name, text in (
        ("geography/areas.csv", AREAS),
        ("geography/lad_to_current.csv", LAD_TO_CURRENT),
        ("geography/lad_changes.csv", LAD_CHANGES),
        ("society/population_support.csv", POPULATION),
        ("economy/active-businesses.csv", BUSINESSES),
        ("economy/enterprises-10plus-employees.csv", LARGER),
        ("economy/business-births.csv", BIRTHS),
        ("economy/land-area.csv", LAND),
        ("green/trees.csv", TREES),
        ("green/ferns.csv", FERNS),
        ("green/unread.csv", TIDY_HEAD),
        ("green/SOURCES.csv", "slug\n"),
    ):
        file = sources / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return sources


def make_recipes(folder: Path) -> Path:
    """Write the recipes; return their folder."""
    recipes = folder / "recipes"
    recipes.mkdir()
    (recipes / "trees.yml").write_text(TREES_RECIPE, "utf-8")
    (recipes / "ferns.yml").write_text(FERNS_RECIPE, "utf-8")
    return recipes


def import_no_geography(sources: Path, output: Path, *, kept: Paths) -> GeographyReport:
    """Stand in for the geography import, which insists on the 361 councils."""
    rows = [row.split(",") for row in AREAS.splitlines()[1:]]
    areas = [make_area(code=row[0], name=row[2], nation=row[3]) for row in rows]
    write_rows(output / "areas.csv", [area.model_dump() for area in areas], columns=tuple(Area.model_fields))
    beside = [("E07000001", "E07000002"), ("E07000002", "E07000001")]
    pairs = [{"code": one, "neighbour_code": other} for one, other in beside]
    write_rows(output / "contiguous.csv", pairs, columns=("code", "neighbour_code"))
    return GeographyReport(5, 2, 0, 0)


def make_area(*, code: str, name: str, nation: str, region_code: str = "", people: int = 100) -> Area:
    """Return a council."""
    return Area(
        code=code, kind="council", name=name, short_name=name, official_name=name, slug=code.lower(),
        nation=nation, region_code=region_code, population=people, population_year=2024,
    )  # fmt: skip


def make_recipe(**changes: object) -> Recipe:
    """Return a recipe of one series, with changes to the series."""
    series = {
        "slug": "trees",
        "title": "Trees",
        "select": {"indicator": "Trees", "source_unit": "%"},
        "unit": "%",
        "decimals": 1,
        "denominator": "land-area",
        "nations": ["England"],
        "description": "Land under trees.",
        "minimum": 0,
        "maximum": 50,
    }
    names = dict.fromkeys(("title", "publisher", "publication", "link", "licence"), "x")
    top = {
        key: changes.pop(key) for key in ("layout", "codes", "first_year", "status_words") if key in changes
    }
    recipe = {"dataset": "trees", "layout": "tidy", "file": "trees.csv", "nations": ["England", "Wales"]}
    return Recipe.model_validate({**recipe, **names, **top, "series": [{**series, **changes}]})
