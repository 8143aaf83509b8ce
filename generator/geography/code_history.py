"""Every code that councils have or had since 2009: from when to when, and what became of its place.

For joins: a table on the codes of any year finds the councils of today by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.records import Area, Change
from generator.geography.register import PARTIAL, Register


@dataclass(frozen=True)
class CodeRow:
    """A code with one of the councils of today that its place belongs to.

    Attributes:
        code: official code.
        name: of the place at the time.
        kind: council or county.
        begins: first day of the code, or the year, where that is known and after 2009; else empty.
        ends: first day without it, or the year; empty where it is in use or that is not known.
        successor_code: code of the council of today; the same as ``code`` where that is in use.
        successor_name: its name.
        share: share of the people of the place who live in that council; None where that is not known.
        weight: share of that council's people who live in the place; None where that is not known.
    """

    code: str
    name: str
    kind: str
    begins: str
    ends: str
    successor_code: str
    successor_name: str
    share: float | None
    weight: float | None


def list_codes(
    areas: Iterable[Area],
    changes: Sequence[Change],
    register: Register,
    divided: Iterable[CouncilChange] = (),
) -> tuple[CodeRow, ...]:
    """Return every code with each council of today that its place belongs to, sorted by both.

    Args:
        areas: places of today.
        changes: former councils and counties, each with what became of it.
        register: which codes made up which council, step by step, and counties.
        divided: orders in force: they say which part of a council went where.
    """
    councils = {area.code: area for area in areas if area.kind == "council"}
    ends: dict[str, str] = {}
    into: dict[str, set[str]] = {}
    for change in changes:
        if change.predecessor_code not in councils:
            ends[change.predecessor_code] = max(ends.get(change.predecessor_code, ""), change.change_date)
            into.setdefault(change.predecessor_code, set()).add(change.successor_code)
    starts = _find_starts(changes, register, ends)
    parts = {(row.predecessor_code, row.successor_code): row.share for row in divided}
    rows = [
        CodeRow(code, area.name, "council", starts.get(code, ""), "", code, area.name, 1.0, 1.0)
        for code, area in councils.items()
    ]
    rows += [
        CodeRow(
            change.predecessor_code,
            change.predecessor_name,
            "county" if change.kind == "county" else "council",
            starts.get(change.predecessor_code, ""),
            change.change_date,
            change.successor_code,
            councils[change.successor_code].name,
            _share(change, into[change.predecessor_code], parts, councils),
            change.share,
        )
        for change in changes
        if change.predecessor_code not in councils
    ]
    rows += _list_counties(register, councils)
    return tuple(sorted(rows, key=lambda row: (row.code, row.successor_code)))


def _find_starts(changes: Iterable[Change], register: Register, ends: Mapping[str, str]) -> dict[str, str]:
    """Return the first day of each code that followed others, where all that it followed ended together.

    A step from one set of codes to the next newer tells who followed whom: what stands in the newer alone
    began when what stands in the older alone ended.
    """
    starts: dict[str, str] = {}
    told: dict[str, set[str]] = {}
    for change in changes:
        if change.predecessor_code in ends and change.kind in ("merge", "recode"):
            told.setdefault(change.successor_code, set()).add(change.predecessor_code)
    for code, found in told.items():
        groups = [frozenset((code,)), *(register.predecessors.get(code) or (frozenset(found),))]
        for newer, older in pairwise(groups):
            ended = {ends.get(each, "") for each in older - newer}
            if len(ended) == 1 and (day := ended.pop()):
                starts |= dict.fromkeys(sorted(newer - older), day)
    return starts


def _share(
    change: Change,
    successors: set[str],
    parts: Mapping[tuple[str, str], float | None],
    councils: Mapping[str, Area],
) -> float | None:
    """Return the share of the people of a former place who live in one of its successors."""
    if any(code == change.predecessor_code for code, _ in PARTIAL):
        return None
    if len(successors) == 1:
        return 1.0
    if change.kind == "county":
        return _part_of_people(change.successor_code, successors, councils)
    return parts.get((change.predecessor_code, change.successor_code))


def _part_of_people(code: str, all_of_them: Iterable[str], councils: Mapping[str, Area]) -> float:
    """Return the part that one council has of the people of several that make up a county."""
    total = sum(councils[each].population for each in all_of_them)
    return round(councils[code].population / total, 5)


def _list_counties(register: Register, councils: Mapping[str, Area]) -> list[CodeRow]:
    """Return the counties of today, each with its districts."""
    return [
        CodeRow(
            county,
            register.county_names[county],
            "county",
            "",
            "",
            code,
            councils[code].name,
            _part_of_people(code, register.counties[county], councils),
            1.0,
        )
        for county in sorted(register.counties_of_today)
        for code in register.counties[county]
    ]
