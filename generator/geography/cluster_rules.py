"""Who is in which cluster, in plain words, and where the lists come from."""

from __future__ import annotations

from collections.abc import Mapping

KIND_BY_PREFIX = {
    "red-wall": "political",
    "nation-": "nation",
    "region-": "region",
    "ca-": "combined-authority",
    "county-": "county",
    "type-": "council-type",
    "ruc-": "rural-urban",
    "ons-": "ons",
    "uk-imd-": "deprivation",
    "core-cities": "places",
    "key-cities": "places",
    "london-": "places",
    "coastal": "places",
    "new-towns": "places",
}

TITLES = {
    "red-wall-with-wales": "Red Wall with Wales",
    "type-unitary-authorities": "Unitary authorities of England",
    "type-non-metropolitan-districts": "Districts of England",
    "type-metropolitan-boroughs": "Metropolitan boroughs",
    "type-london-boroughs": "London boroughs",
    "ruc-urban": "Urban areas",
    "ruc-urban-with-rural-areas": "Urban areas with rural parts",
    "ruc-rural": "Rural areas",
    "ruc-sparse-and-rural": "Sparse and rural areas",
    "coastal": "Coastal areas",
    "uk-imd-quintile-1": "Most deprived fifth",
    "uk-imd-quintile-2": "Second most deprived fifth",
    "uk-imd-quintile-3": "Middle fifth by deprivation",
    "uk-imd-quintile-4": "Second least deprived fifth",
    "uk-imd-quintile-5": "Least deprived fifth",
}

RULES = {
    "red-wall": (
        "Councils of the North and Midlands of England that hold any part of the 44 parliamentary seats which went"
        " from Labour to the Conservatives in December 2019. They were 43 councils then and are 42 since the mergers"
        " of 2023. The phrase has no official list; this is ours, and the seats and wards it follows are public."
    ),
    "red-wall-with-wales": (
        "The Red Wall councils and the Welsh councils that hold any part of the six Welsh seats which went from Labour"
        " to the Conservatives in December 2019."
    ),
    "core-cities": "The twelve large cities whose councils work together as Core Cities UK.",
    "key-cities": "Members of the Key Cities network of mid-sized cities and urban places, as listed for 2024.",
    "london-inner": "The City of London and the boroughs that official statistics count as Inner London.",
    "london-outer": "The boroughs that official statistics count as Outer London.",
    "coastal": (
        "Councils with at least three kilometres of boundary on open water: the sea, or an estuary wider than about"
        " a kilometre and a half. Measured here on simplified boundaries of 2016."
    ),
    "new-towns": "Councils that hold one of the 32 New Towns designated in the United Kingdom since 1946.",
    "type-unitary-authorities": "Councils of England outside London that run all local services by themselves.",
    "type-non-metropolitan-districts": "Districts of England whose county council runs schools, roads and social care.",
    "type-metropolitan-boroughs": "Boroughs of the six former metropolitan counties of England.",
    "type-london-boroughs": "The 32 boroughs of London; the City of London is not one of them.",
    "ruc-urban": "Councils whose people live mostly in towns and cities, by a classification that covers the whole UK.",
    "ruc-urban-with-rural-areas": "Councils whose people live mostly in towns, with a sizeable rural part.",
    "ruc-rural": "Councils whose people live mostly in rural neighbourhoods.",
    "ruc-sparse-and-rural": "Councils with many people in highly rural neighbourhoods, far from larger places.",
}

SOURCES = {
    "political": "House of Commons Library, general election 2019 results; ONS look-up of wards, seats and councils, 2019",
    "nation": "ONS area codes",
    "region": "ONS area codes",
    "combined-authority": "ONS register of combined authorities, 2026",
    "county": "ONS area codes",
    "council-type": "ONS area codes",
    "rural-urban": "mySociety, UK composite rural-urban classification (CC BY 4.0)",
    "ons": "ONS, Clustering similar local authorities in the UK",
    "deprivation": "mySociety, UK composite Index of Multiple Deprivation (CC BY 4.0)",
    "core-cities": "Core Cities UK, list of members",
    "key-cities": "Local Government Association, Key Cities annual report, 2024",
    "london-inner": "ONS look-up of councils to statistical regions, 2018",
    "london-outer": "ONS look-up of councils to statistical regions, 2018",
    "coastal": "Worked out here from ONS boundaries, December 2016",
    "new-towns": "Town and Country Planning Association, 2021; towns matched to councils here",
}

_ONS_MODELS = {
    "global": "on measures of the economy, health, education and people taken together",
    "economic": "on measures of the economy and connectivity",
    "demographic": "on the make-up of the population",
}
_FIFTHS = {"1": "most", "2": "second most", "3": "middle", "4": "second least", "5": "least"}


def find_kind(slug: str) -> str:
    """Return the kind of a cluster by its slug."""
    return next(kind for prefix, kind in KIND_BY_PREFIX.items() if slug.startswith(prefix))


def name_cluster(row: Mapping[str, str]) -> str:
    """Return the title of a cluster as readers see it."""
    slug, title = row["slug"], row["title"]
    if slug.startswith("county-"):
        return f"{title.split(' (')[0]} (county)"
    if slug.startswith("ons-"):
        _, model, letter = slug.split("-")
        return f"ONS {model} cluster {letter.upper()}"
    if slug.startswith("region-yorkshire"):
        return "Yorkshire and the Humber"
    return TITLES.get(slug, title)


def describe_rule(row: Mapping[str, str]) -> str:
    """Return who is a member, in one or two plain sentences."""
    slug, title, kind = row["slug"], name_cluster(row), find_kind(row["slug"])
    if slug in RULES:
        return RULES[slug]
    if kind == "nation":
        return f"All councils of {title}."
    if kind == "region":
        article = "" if title in ("London", "Yorkshire and the Humber") else "the "
        return f"All councils of {article}{title}."
    if kind == "combined-authority":
        return f"The councils in the area of the {title}, as it stands in 2026."
    if kind == "county":
        return f"The districts of {title.removesuffix(' (county)')}, where a county council runs the larger services."
    if kind == "ons":
        _, model, letter = slug.split("-")
        return (
            f"Group {letter.upper()} of the four into which the Office for National Statistics sorted similar councils"
            f" {_ONS_MODELS[model]}."
        )
    number = slug.rsplit("-", 1)[1]
    if number == "3":
        return "Councils in the middle fifth by an index of deprivation that joins the four nations' own."
    return f"Councils in the {_FIFTHS[number]} deprived fifth by an index of deprivation that joins the four nations' own."


def cite_source(slug: str) -> str:
    """Return where the list of members comes from."""
    return SOURCES.get(slug) or SOURCES[find_kind(slug)]
