"""One register of all that people call places: each name with the councils of today that it lies in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.places import Places
from generator.catalogue.records import Change

KINDS = (
    *("settlement", "built-up area", "parish", "community", "ward", "electoral area", "neighbourhood"),
    *("constituency", "county", "ceremonial county", "combined authority"),
    *("former council", "former county", "coming council"),
)
"""All kinds of places beside councils, regions, nations and clusters."""


@dataclass(frozen=True)
class PlaceRow:
    """A name with one council of today.

    Attributes:
        code: official code where there is one.
        share: share of the place's people who live in the council, where it is told.
        people: of the whole place, where known.
    """

    kind: str
    name: str
    code: str
    council_code: str
    share: float | None = None
    people: int | None = None
    lat: float | None = None
    lon: float | None = None
    other_names: str = ""


def list_place_rows(
    places: Places,
    *,
    councils: Iterable[str],
    changes: Sequence[Change],
    coming: Sequence[CouncilChange],
) -> tuple[PlaceRow, ...]:
    """Return the register, sorted by kind in the order of ``KINDS``, then by name and council.

    Args:
        places: as an import made them, perhaps before councils ended.
        councils: codes of those of today.
        changes: former councils and counties, each with what became of it.
        coming: what orders fix for councils later on.
    """
    became: dict[str, list[str]] = {code: [code] for code in councils}
    today = frozenset(became)
    for change in changes:
        if change.predecessor_code not in today:
            became.setdefault(change.predecessor_code, []).append(change.successor_code)
    rows = {
        (row.kind, row.name, row.council_code): row
        for row in (*_list_own(places, became), *_list_councils(changes, coming, became))
    }
    return tuple(rows[key] for key in sorted(rows, key=lambda key: (KINDS.index(key[0]), *key[1:])))


def _list_own(places: Places, became: Mapping[str, Sequence[str]]) -> Iterator[PlaceRow]:
    """Yield what the import made, each row once for every council that its council became."""
    for name in places.names:
        for code in became[name.council_code]:
            yield PlaceRow(
                *(name.kind, name.name, name.code, code, None, name.people, name.lat, name.lon),
                name.other_names,
            )
    seats = {seat.code: seat for seat in places.constituencies}
    people: dict[str, int] = {}
    for overlap in places.overlaps:
        people[overlap.code] = people.get(overlap.code, 0) + overlap.people
    shares: dict[tuple[str, str], float | None] = {}
    for overlap in places.overlaps:
        after = became[overlap.council_code]
        for code in after:
            known = shares.get((overlap.code, code), 0.0)
            # Which part of a divided council a seat lies in, nobody says.
            whole = len(after) == 1 and known is not None
            shares[overlap.code, code] = (known or 0) + overlap.share_of_constituency if whole else None
    for (seat, code), share in shares.items():
        one = seats[seat]
        rounded = None if share is None else round(share, 4)
        yield PlaceRow(
            "constituency", one.name, seat, code, rounded, people[seat], other_names=one.welsh_name
        )
    for larger in places.larger:
        for code in became[larger.council_code]:
            yield PlaceRow(larger.kind, larger.name, larger.code, code)


def _list_councils(
    changes: Iterable[Change], coming: Iterable[CouncilChange], became: Mapping[str, Sequence[str]]
) -> Iterator[PlaceRow]:
    """Yield councils and counties that are no more, and councils that are to come."""
    for change in changes:
        kind = "former county" if change.kind == "county" else "former council"
        yield PlaceRow(kind, change.predecessor_name, change.predecessor_code, change.successor_code)
    for order in coming:
        for code in became[order.predecessor_code]:
            yield PlaceRow("coming council", order.successor_name, order.successor_code, code)
