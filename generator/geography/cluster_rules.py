"""Who is in which cluster, in plain words, and where the lists come from."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import ProsperityError

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
    "region-yorkshire-and-the-humber": "Yorkshire and the Humber",
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
    "ons-global-a": "ONS remote rural areas",
    "ons-global-b": "ONS towns and cities with lower employment",
    "ons-global-c": "ONS commuter areas",
    "ons-global-d": "ONS London and similar centres",
    "ons-economic-a": "ONS lower-pay economies",
    "ons-economic-b": "ONS house-building economies",
    "ons-economic-c": "ONS commuter economies",
    "ons-economic-d": "ONS service economies",
    "ons-demographic-a": "ONS diverse, working-age populations",
    "ons-demographic-b": "ONS large, growing populations",
    "ons-demographic-c": "ONS small, fast-growing populations",
    "ons-demographic-d": "ONS small, slow-growing populations",
}

RULES = {
    "red-wall": (
        "Councils of the North and Midlands of England that hold any part of the 44 parliamentary seats"
        " which went from Labour to the Conservatives in December 2019. They were 43 councils then and"
        " are 42 since the mergers of 2023. The phrase has no official list; this is ours, from public"
        " lists of seats and wards. Some hold a small part of such a seat: only those with half of their"
        " people in one count as exceptions."
    ),
    "red-wall-with-wales": (
        "The Red Wall councils, and the Welsh councils that hold any part of the six Welsh seats which"
        " went from Labour to the Conservatives in December 2019."
    ),
    "core-cities": "The 12 large cities whose councils work together as Core Cities UK.",
    "key-cities": (
        "Members of the Key Cities network of mid-sized cities and urban places, as listed in 2024."
    ),
    "london-inner": "The City of London and the boroughs that official statistics count as Inner London.",
    "london-outer": "The boroughs that official statistics count as Outer London.",
    "coastal": (
        "Councils with at least three kilometres of boundary on open water: the sea, or an estuary wider"
        " than about a kilometre and a half. Measured for this index on simplified boundaries of 2016."
    ),
    "new-towns": (
        "Councils that hold one of the 32 New Towns designated between 1946 and 1970. A large area such"
        " as Fife or Powys holds much else besides."
    ),
    "type-unitary-authorities": (
        "Councils of England, outside London and the metropolitan counties, that run all local services;"
        " the Isles of Scilly among them."
    ),
    "type-non-metropolitan-districts": (
        "Districts of England in which a county council runs the schools, roads and social care."
    ),
    "type-metropolitan-boroughs": (
        "Boroughs of England's six metropolitan counties, such as Greater Manchester; each runs all"
        " local services."
    ),
    "type-london-boroughs": "The 32 boroughs of London; the City of London is not one of them.",
    "ruc-urban": (
        "Councils whose people live mostly in towns and cities, by a classification of the whole UK."
    ),
    "ruc-urban-with-rural-areas": (
        "Councils whose people live mostly in towns, with a sizeable rural part, by a classification of"
        " the whole UK."
    ),
    "ruc-rural": "Councils whose people live mostly in rural places, by a classification of the whole UK.",
    "ruc-sparse-and-rural": (
        "Councils with many people in very rural places, far from larger ones, by a classification of"
        " the whole UK."
    ),
}

_ONS_MODELS = {
    "global": "a wide range of measures, of the economy, people, housing, wellbeing and connections",
    "economic": "measures of the economy",
    "demographic": "measures of the population",
}
_ONS_MEMBERS = {
    "ons-global-a": (
        "These are remote and rural, with few people of working age for each child and pensioner, high"
        " wellbeing, high emissions and slow connections."
    ),
    "ons-global-b": (
        "These are mostly urban, many on the coast, with more child poverty, fewer people in work and"
        " fewer businesses than elsewhere, but fast broadband."
    ),
    "ons-global-c": (
        "These lie mostly within reach of large cities, with a fast-growing population, many people in"
        " work, much new housing and little child poverty."
    ),
    "ons-global-d": (
        "These are most of London and a few other cities: many service jobs, private tenants and"
        " fast-growing businesses, high pay, and a diverse population mostly of working age."
    ),
    "ons-economic-a": (
        "These have lower pay, output and employment, fewer businesses, more child poverty and little"
        " new housing."
    ),
    "ons-economic-b": (
        "These have much new housing and many building jobs, and fewer service jobs, private tenants and"
        " fast-growing businesses."
    ),
    "ons-economic-c": "These have many people in work, high output and pay, and little child poverty.",
    "ons-economic-d": (
        "These are mostly in London, with many businesses, service jobs and fast-growing firms, and high pay."
    ),
    "ons-demographic-a": (
        "These are mostly in London: large and diverse populations, with many people of working age for"
        " each child and pensioner."
    ),
    "ons-demographic-b": "These have large and growing populations that are more diverse than most.",
    "ons-demographic-c": (
        "These have small populations that grow fast, with many children and pensioners for each person"
        " of working age."
    ),
    "ons-demographic-d": (
        "These are mostly rural, with small populations that grow slowly and are less diverse."
    ),
}

SOURCES = {
    "political": (
        "House of Commons Library, general election results of 2019; ONS, small areas, wards, seats and"
        " councils, December 2019; people as in the Indices of Deprivation of 2019"
    ),
    "nation": "ONS area codes",
    "region": "ONS area codes",
    "combined-authority": "ONS area codes, combined authorities of 2025",
    "county": "ONS area codes",
    "council-type": "ONS area codes",
    "rural-urban": "mySociety, UK composite rural-urban classification (CC BY 4.0)",
    "ons": "ONS, Clustering similar local authorities in the UK",
    "deprivation": "mySociety, UK composite Index of Multiple Deprivation (CC BY 4.0)",
    "core-cities": "Core Cities UK, list of members",
    "key-cities": "Local Government Association, Key Cities annual report, 2024",
    "london-inner": "ONS, councils and statistical regions, December 2018",
    "london-outer": "ONS, councils and statistical regions, December 2018",
    "coastal": "Worked out for this index from ONS boundaries, December 2016",
    "new-towns": "Town and Country Planning Association, 2021; towns matched to councils for this index",
}

_FIFTHS = {"1": "most deprived", "2": "second most deprived", "3": "middle"}
_FIFTHS |= {"4": "second least deprived", "5": "least deprived"}


def find_kind(slug: str) -> str:
    """Return the kind of a cluster by its slug.

    Raises:
        ProsperityError: a slug of no known kind.
    """
    for prefix, kind in KIND_BY_PREFIX.items():
        if slug.startswith(prefix):
            return kind
    raise ProsperityError(
        "a cluster is of no known kind",
        file="geography/clusters/_index.csv",
        field="slug",
        code=slug,
        expected=", ".join(KIND_BY_PREFIX),
    )


def name_cluster(row: Mapping[str, str]) -> str:
    """Return the title of a cluster as readers see it."""
    slug, title = row["slug"], row["title"]
    if slug.startswith("county-"):
        return f"{title.split(' (')[0]} (county)"
    return TITLES.get(slug, title)


def describe_rule(row: Mapping[str, str]) -> str:
    """Return who is a member, in a few plain sentences."""
    slug, title, kind = row["slug"], name_cluster(row), find_kind(row["slug"])
    if slug in RULES:
        return RULES[slug]
    if kind == "nation":
        return f"All councils of {title}."
    if kind == "region":
        article = "" if title in ("London", "Yorkshire and the Humber") else "the "
        return f"All councils of {article}{title}."
    if kind == "combined-authority":
        return f"The councils in the area of the {title}, as it stood in May 2025."
    if kind == "county":
        place = title.removesuffix(" (county)")
        return f"The districts of {place}, where a county council runs the schools, roads and social care."
    if kind == "ons":
        return f"{_describe_sorting(slug)} {_ONS_MEMBERS[slug]}"
    fifth = _FIFTHS[slug.rsplit("-", 1)[1]]
    return f"Councils in the {fifth} fifth, by an index of deprivation that joins those of the four nations."


def _describe_sorting(slug: str) -> str:
    model = slug.split("-")[1]
    measures = _ONS_MODELS[model]
    return f"One of four groups into which the Office for National Statistics sorts councils by {measures}."


def cite_source(slug: str) -> str:
    """Return where the list of members comes from."""
    return SOURCES.get(slug) or SOURCES[find_kind(slug)]
