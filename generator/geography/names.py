"""What places are called: usual names, short names, articles, types and web addresses."""

from __future__ import annotations

import re
from typing import Literal

USUAL = {
    "E06000010": "Kingston upon Hull",
    "E06000019": "Herefordshire",
    "E06000023": "Bristol",
    "E08000013": "St Helens",
    "S12000033": "Aberdeen",
    "S12000036": "Edinburgh",
    "S12000042": "Dundee",
    "S12000049": "Glasgow",
    "E12000003": "Yorkshire and the Humber",
    "K02000001": "UK",
}
"""Usual names where the register's own name is a formal or an inverted one."""

SHORT = {
    "E06000010": "Hull",
    "E06000053": "Scilly",
    "E08000021": "Newcastle",
    "S12000023": "Orkney",
    "S12000027": "Shetland",
    "W06000001": "Anglesey",
}
"""Names people really say after the first mention. They stand without an article."""

WITH_ARTICLE = frozenset(
    {
        "Isles of Scilly",
        "City of London",
        "East Riding of Yorkshire",
        "Isle of Wight",
        "Derbyshire Dales",
        "South Hams",
        "Forest of Dean",
        "New Forest",
        "Ribble Valley",
        "Vale of White Horse",
        "Staffordshire Moorlands",
        "Malvern Hills",
        "Scottish Borders",
        "Orkney Islands",
        "Shetland Islands",
        "Isle of Anglesey",
        "Vale of Glamorgan",
        "North East",
        "North West",
        "East Midlands",
        "West Midlands",
        "East of England",
        "South East",
        "South West",
        "UK",
    }
)

COUNCIL_TYPES = {
    "unitary": "unitary authority",
    "non-metropolitan district": "district",
    "metropolitan borough": "metropolitan borough",
    "London borough": "London borough",
    "Scottish council area": "council area",
    "Welsh principal area": "principal area",
    "Northern Ireland district": "local government district",
    "City of London (sui generis)": "city corporation",
    "unitary (sui generis, Isles of Scilly)": "island council",
}

ALSO = {
    "E06000035": ("Medway Towns",),
    "S12000013": ("Na h-Eileanan an Iar",),
    "S12000017": ("Highlands",),
    "S12000018": ("Greenock",),
    "W06000011": ("City and County of Swansea",),
    "E12000003": ("Yorkshire and The Humber", "Yorkshire"),
    "K02000001": ("United Kingdom", "Britain"),
}
"""Further names that a reader may type into the search box."""

OFFICIAL = {
    "E06000024": "North Somerset Council",
    "E07000146": "Borough Council of King's Lynn and West Norfolk",
    "K02000001": "United Kingdom of Great Britain and Northern Ireland",
}
"""Official names where the raw register has a slip or none."""


def usual_name(code: str, name: str) -> str:
    """Return the name a reader knows a place by, e.g. "Bristol" for "Bristol, City of"."""
    return USUAL.get(code, name.strip())


def short_name(code: str, name: str) -> str:
    """Return what a sentence may call a place after the first mention."""
    return SHORT.get(code, usual_name(code, name))


def article(name: str) -> Literal["", "the"]:
    """Return "the" where grammar wants it before a usual name."""
    return "the" if name in WITH_ARTICLE else ""


def slugify(name: str) -> str:
    """Return a name in lower case with hyphens, e.g. "kings-lynn-and-west-norfolk"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "").replace("&", "and")).strip("-")


def join_names(names: list[str], *, known: str) -> str:
    """Return other names joined by "|", without repeats of each other or of ``known``."""
    seen = {known.casefold()}
    kept = []
    for name in (raw.strip() for raw in names):
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            kept.append(name)
    return "|".join(kept)
