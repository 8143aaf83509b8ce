"""The register of areas: which codes are in use, which are not, and what became of former ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import ProsperityError
from generator.geography.tables import read_rows

COUNCIL_PREFIXES = ("E06", "E07", "E08", "E09", "W06", "S12", "N09")
CONTEXT_CODES = frozenset(
    ["K02000001", "K03000001", "K04000001", "E92000001", "W92000004", "S92000003", "N92000002"]
)
"""The UK, Great Britain, England and Wales, and the four nations: kept as context."""
CONTEXT_PREFIXES = ("E12",)
"""Regions of England: kept as context."""
NOT_USED = {
    "E11": "metropolitan counties",
    "E13": "Inner and Outer London",
    "E22": "community safety partnerships",
    "E23": "police force areas",
    "E47": "combined authorities",
    "E61": "the Greater London Authority",
    "E67": "two councils published as one",
    "GI": "Gibraltar",
    "K99": "figures that belong to no place in the UK",
    "N34": "city regions of Northern Ireland",
    "TL": "international territorial levels",
    "W14": "community safety partnerships",
    "W15": "police force areas",
    "W42": "city regions of Wales",
    "na": "rows without a code",
}
"""Known kinds of area that are not councils, by the start of their code."""

PARTIAL = frozenset({("E10000009", "E06000058")})
"""County and council of today where the county held only a small part of it: Dorset held Christchurch, but
not Bournemouth and Poole, so the county says little about the council they formed in 2019."""

UNKNOWN = "unknown area code"
UNTRACED = "councils that were merged into one that was divided later"
MISPRINTS = {"E066000065": "E06000065"}
"""Codes that a publisher misprinted: North Yorkshire in the table of long-term empty homes."""


@dataclass(frozen=True)
class Resolution:
    """What a code stands for today.

    Attributes:
        kind: current (a council of today), context (region, nation, UK), merged (it became one council with
            others), recoded (it is one council of today under a new code), county (its value is shown for its
            districts), whole_county (a former county that is one council of today), left_out (a known kind
            of area that the index does not use).
        targets: current codes; empty for left_out.
        reason: what kind of area is left out.
    """

    kind: str
    targets: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Register:
    """Codes of every year since 2009.

    Attributes:
        current: the 361 council codes.
        successor: former council code -> its one council of today.
        predecessors: current council -> the sets of former councils that made it up, oldest last; each set
            covers the whole council.
        counties: county code -> districts or councils of today inside its footprint.
        whole_counties: county codes whose footprint is exactly one council of today.
        county_names: name of each county by its code.
        counties_of_today: codes of the counties that still have districts.
        began: current council -> day on which its code began in a merger, as ISO text.
        divided: former council code -> share of its people by the council of today that a part of it is in.
        untraced: codes of councils that were merged into one that was divided later on.
    """

    current: frozenset[str]
    successor: Mapping[str, str]
    predecessors: Mapping[str, tuple[frozenset[str], ...]]
    counties: Mapping[str, tuple[str, ...]]
    whole_counties: frozenset[str]
    county_names: Mapping[str, str] = field(default_factory=dict)
    counties_of_today: frozenset[str] = frozenset()
    began: Mapping[str, str] = field(default_factory=dict)
    divided: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    untraced: frozenset[str] = frozenset()

    def describe_county(self, code: str) -> str:
        """Return the note of a figure that a council has from its county."""
        name = self.county_names.get(code)
        if name is None:
            return "One figure for the county, shared by its districts."
        if code in self.counties_of_today:
            return f"One figure for the county of {name}, shared by its districts."
        return f"One figure for the former county of {name}, which this council was part of."

    def part_of(self, code: str, target: str) -> float:
        """Return the share of a former council's people who live in one of the councils made from it."""
        return self.divided[code].get(target, 0.0) if code in self.divided else 1.0

    def resolve(self, code: str) -> Resolution:
        """Return what a code stands for.

        Raises:
            ProsperityError: nobody knows the code.
        """
        code = MISPRINTS.get(code, code)
        if code in self.current:
            return Resolution("current", (code,))
        if code in CONTEXT_CODES or code.startswith(CONTEXT_PREFIXES):
            return Resolution("context", (code,))
        if code in self.counties:
            kind = "whole_county" if code in self.whole_counties else "county"
            return Resolution(kind, self.counties[code])
        if code in self.divided:
            return Resolution("merged", tuple(sorted(self.divided[code])))
        if code in self.untraced:
            return Resolution("left_out", reason=UNTRACED)
        if code in self.successor:
            target = self.successor[code]
            alone = any(group == {code} for group in self.predecessors.get(target, ()))
            return Resolution("recoded" if alone else "merged", (target,))
        for prefix, reason in NOT_USED.items():
            if code.startswith(prefix):
                return Resolution("left_out", reason=reason)
        raise ProsperityError(
            UNKNOWN,
            code=code,
            field="areacd",
            expected="a council, county, region or nation code of 2009 or later",
            mend="correct the code, or add the change to data/council_changes.csv",
        )


def read_register(sources: Path) -> Register:
    """Read ``areas.csv``, ``lad_to_current.csv`` and ``lad_changes.csv`` of the raw geography folder."""
    folder = sources / "geography"
    areas = read_rows(folder / "areas.csv")
    current = frozenset(row["code"] for row in areas)
    successor: dict[str, str] = {}
    counties: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    whole: set[str] = set()
    for row in areas:
        if row["county_code"].startswith("E10"):
            counties.setdefault(row["county_code"], set()).add(row["code"])
            names[row["county_code"]] = row["county_name"]
        if row["code_2023"] != row["code"]:
            successor[row["code_2023"]] = row["code"]
    today = frozenset(counties)
    for row in read_rows(folder / "lad_to_current.csv"):
        if row["code"].startswith("E10"):
            if (row["code"], row["current_code"]) not in PARTIAL:
                counties.setdefault(row["code"], set()).add(row["current_code"])
                names.setdefault(row["code"], row["name"])
                if row["exact"] == "True":
                    whole.add(row["code"])
        elif row["code"] not in current:
            successor[row["code"]] = row["current_code"]
    changes = read_rows(folder / "lad_changes.csv")
    return Register(
        current=current,
        successor=successor,
        predecessors=gather_predecessors(changes, current),
        counties={code: tuple(sorted(places & current)) for code, places in sorted(counties.items())},
        whole_counties=frozenset(whole),
        county_names=names,
        counties_of_today=today,
        began={
            row["successor_code"]: row["change_date"]
            for row in sorted(changes, key=lambda row: row["change_date"])
            if row["kind"] == "merge" and row["successor_code"] in current
        },
    )


def gather_predecessors(
    changes: list[dict[str, str]], current: frozenset[str]
) -> dict[str, tuple[frozenset[str], ...]]:
    """Return for every current council the sets of former councils that made it up, newest set first.

    A set is found by replacing members of the newest set by their own predecessors, step by step.
    """
    direct: dict[str, set[str]] = {}
    for row in changes:
        before, after = row["predecessor_code"], row["successor_code"]
        if before != after and before.startswith(COUNCIL_PREFIXES):
            direct.setdefault(after, set()).add(before)
    result: dict[str, tuple[frozenset[str], ...]] = {}
    for code in sorted(current & set(direct)):
        groups = [frozenset(direct[code])]
        while True:
            older = frozenset(old for member in groups[-1] for old in direct.get(member, {member}))
            if older == groups[-1]:
                break
            groups.append(older)
        result[code] = tuple(groups)
    return result
