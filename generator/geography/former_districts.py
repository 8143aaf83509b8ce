"""The 26 districts of Northern Ireland that became 11 councils on 1 April 2015.

The raw register of changes holds English, Scottish and Welsh changes only. Names, codes and the last day (31
March 2015) are those of mySociety's register of councils, from which the raw register of areas is made too.
Which district went where is in the Local Government (Boundaries) Act (Northern Ireland) 2008; Belfast City
Council says of its new boundary that it took in parts of three others. Smaller exchanges of land are left
out. No figure in our sources stands under these codes, and as districts were divided none could be carried
over: these rows lead readers, not figures.
"""

from __future__ import annotations

ENDED = "2015-04-01"

BECAME: dict[str, tuple[str, tuple[str, ...]]] = {
    "N09000001": ("Antrim and Newtownabbey", ("T Antrim", "U Newtownabbey")),
    "N09000002": (
        "Armagh City, Banbridge and Craigavon",
        ("N Craigavon", "O Armagh", "Q Banbridge"),
    ),
    "N09000003": ("Belfast", ("Z Belfast",)),
    "N09000004": (
        "Causeway Coast and Glens",
        ("B Limavady", "C Coleraine", "D Ballymoney", "E Moyle"),
    ),
    "N09000005": ("Derry City and Strabane", ("A Derry", "J Strabane")),
    "N09000006": ("Fermanagh and Omagh", ("K Omagh", "L Fermanagh")),
    "N09000007": ("Lisburn and Castlereagh", ("S Lisburn", "Y Castlereagh")),
    "N09000008": ("Mid and East Antrim", ("F Larne", "G Ballymena", "V Carrickfergus")),
    "N09000009": ("Mid Ulster", ("H Magherafelt", "I Cookstown", "M Dungannon and South Tyrone")),
    "N09000010": ("Newry, Mourne and Down", ("P Newry and Mourne", "R Down")),
    "N09000011": ("Ards and North Down", ("W North Down", "X Ards")),
}
"""Council of today -> its name and the districts it was made of, each with the last letter of its code."""

TO_BELFAST = ("S Lisburn", "W North Down", "Y Castlereagh")
"""Districts of which Belfast took a part."""


def list_districts() -> list[dict[str, str]]:
    """Return the changes as rows of ``lad_changes.csv``; a part that went elsewhere is a "split"."""
    rows = [
        _make_row(district, code, name, "merge")
        for code, (name, districts) in BECAME.items()
        for district in districts
    ]
    return rows + [_make_row(district, "N09000003", "Belfast", "split") for district in TO_BELFAST]


def _make_row(district: str, code: str, successor: str, kind: str) -> dict[str, str]:
    letter, _, name = district.partition(" ")
    return {
        "predecessor_code": f"95{letter}",
        "predecessor_name": name,
        "successor_code": code,
        "successor_name": successor,
        "change_date": ENDED,
        "kind": kind,
    }
