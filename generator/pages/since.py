"""What changed since the last edition, as a report shows it, and corrections that touch it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.catalogue.records import Area
from generator.index.difference import CAUSES
from generator.index.movement import LEAST
from generator.text import numbers
from generator.text.periods import describe_period
from generator.text.told_edition import ToldEdition

HEADS = {
    "method": "Method",
    "revised": "Revised figures",
    "new": "New figures",
    "others": "Other places",
}
"""Column head of each cause, in the order in which they are taken apart."""


@dataclass(frozen=True)
class ShiftRow:
    """One line: a score then and now, and points by each cause."""

    name: str
    old: str
    new: str
    change: str
    causes: tuple[str, ...]


@dataclass(frozen=True)
class SinceView:
    """What changed since the last edition.

    Attributes:
        edition: its name; empty where this is the first.
        rows: scores that moved, the overall one first.
        heads: of the causes.
        held: scores that read the same as before.
    """

    edition: str
    rows: tuple[ShiftRow, ...] = ()
    heads: tuple[str, ...] = tuple(HEADS[cause] for cause in CAUSES)
    held: tuple[str, ...] = ()


@dataclass(frozen=True)
class CorrectionNote:
    """A correction that touches a place: day, name of the figure, what stood and what stands there."""

    day: str
    figure: str
    old: str
    new: str
    what: str


def view_since(site: ToldEdition, codes: Sequence[str]) -> SinceView:
    """Return what changed for a council, or for the councils of a group taken together."""
    if site.since is None:
        return SinceView("")
    nodes = ["overall", *(pillar.slug for pillar in site.framework.pillars)]
    people = {code: float(site.places[code].population) for code in codes}
    shifts = site.since.shifts_of(codes, nodes, people)
    return SinceView(
        edition=site.since.edition,
        rows=tuple(
            ShiftRow(
                name=site.node_names[shift.node],
                old=numbers.format_number(shift.old, 1),
                new=numbers.format_number(shift.new, 1),
                change=numbers.format_signed(shift.change, "", 1),
                causes=tuple(numbers.format_signed(shift.causes[cause], "", 1) for cause in CAUSES),
            )
            for shift in shifts
            if abs(shift.change) >= LEAST or any(abs(points) >= LEAST for points in shift.causes.values())
        ),
        held=tuple(
            site.node_names[shift.node]
            for shift in shifts
            if abs(shift.change) < LEAST and all(abs(points) < LEAST for points in shift.causes.values())
        ),
    )


def list_corrections(site: ToldEdition, areas: Iterable[Area]) -> tuple[CorrectionNote, ...]:
    """Return the corrections that name one of the areas."""
    codes = {area.code for area in areas}
    return tuple(
        CorrectionNote(
            day=describe_period(each.date),
            figure=site.figure_names[each.figure],
            old=place.old,
            new=place.new,
            what=each.what,
        )
        for each in site.corrections
        for place in each.places
        if place.code in codes
    )
