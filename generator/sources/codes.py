"""Which area a publisher's code stands for: its kind, its nation, and whether the index uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.catalogue.records import NATIONS, Nation

CODE = re.compile(r"[A-Z]\d{8}|TL[A-Z0-9]{1,3}|[A-Z]{2}|na", re.ASCII)
"""What the code of an area looks like."""
_NATION_LETTERS: dict[str, Nation] = {
    "E": "England",
    "W": "Wales",
    "S": "Scotland",
    "N": "Northern Ireland",
}

USED_PREFIXES = frozenset(
    (
        "E06",
        "E07",
        "E08",
        "E09",
        "W06",
        "S12",
        "N09",
        "E10",
        "E12",
        "E92",
        "W92",
        "S92",
        "N92",
        "K02",
        "K03",
        "K04",
    )
)
"""Councils, counties (for their districts), regions, nations, the UK, Great Britain, England and Wales."""

COUNCIL_PREFIXES = frozenset(("E06", "E07", "E08", "E09", "W06", "S12", "N09"))

OTHER_KINDS: dict[str, str] = {
    "E11": "metropolitan counties",
    "E13": "Inner and Outer London",
    "E22": "Community Safety Partnerships",
    "E23": "police forces",
    "E47": "combined authorities",
    "E61": "Greater London Authority",
    "GI": "Gibraltar",
    "K99": "outside the UK or not known",
    "N34": "city regions",
    "TL": "statistical regions (ITL)",
    "W14": "Community Safety Partnerships",
    "W15": "police forces",
    "W42": "city regions",
    "na": "city regions",
}
"""Areas that statistics are published for and the index does not report on, by start of the code."""

SHARED_CODES: dict[str, tuple[str, ...]] = {
    "E67000001": ("E09000001", "E09000012"),
    "E67000002": ("E06000052", "E06000053"),
}
"""Codes for two councils together: City of London and Hackney, Cornwall and Isles of Scilly."""

_TOGETHER: dict[str, frozenset[Nation]] = {
    "K02": frozenset(NATIONS),
    "K03": frozenset(("England", "Wales", "Scotland")),
    "K04": frozenset(("England", "Wales")),
}


@dataclass(frozen=True)
class CodedArea:
    """What a code tells by itself.

    Attributes:
        used: False for kinds of areas that the index leaves out.
        kind: name of the left-out kind.
        nations: the nations the area lies in.
    """

    used: bool
    kind: str
    nations: frozenset[Nation]


def describe_code(code: str) -> CodedArea | None:
    """Return what the code stands for, or None where its kind is unknown."""
    if code in SHARED_CODES or code[:3] in USED_PREFIXES:
        nations = _TOGETHER.get(code[:3]) or frozenset((_NATION_LETTERS[code[0]],))
        return CodedArea(True, "", nations)
    kind = OTHER_KINDS.get(code[:3]) or OTHER_KINDS.get(code[:2])
    return CodedArea(False, kind, frozenset()) if kind else None
