"""Tables for the pages on editions and on corrections, as Markdown. Pure: records in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.catalogue.editions import ClosedEdition, Correction, order_of
from generator.export.markup import escape
from generator.export.release import Release
from generator.files.ours import EDITIONS
from generator.text.periods import describe_period

EDITIONS_MARK = "<!-- editions -->"
CORRECTIONS_MARK = "<!-- corrections -->"
SHORT = 12
"""Digits of a fingerprint that are printed; the record of the edition has all 64."""


def write_editions(release: Release, closed: Iterable[ClosedEdition]) -> str:
    """Return the table of all editions: the one that is built, then the closed ones, the latest first.

    A frozen copy knows itself and what came before it, and nothing that happened later.
    """
    own = release.edition.name
    closed = tuple(each for each in closed if not release.frozen or order_of(each.name) < order_of(own))
    at_hand = {own, *(name for name, _ in release.older)}
    rows = [
        "| Edition | Date | State | Data cut | Program |",
        "| --- | --- | --- | --- | --- |",
    ]
    if own not in {each.name for each in closed}:
        state = "this copy" if release.frozen else "open"
        day = describe_period(release.edition.date)
        rows.append(f"| {own} | {day} | {state} | `{release.data_cut}` | {release.code_version} |")
    for each in closed:
        # A frozen copy leads to the published site; that leads nowhere where it lacks a copy.
        top = release.home if release.frozen else "/"
        name = f"[{each.name}]({top}{EDITIONS}{each.name}/)" if each.name in at_hand else each.name
        rows.append(
            f"| {name} | {describe_period(each.date)} | closed | `{each.data_cut[:SHORT]}` |"
            f" {escape(each.code_version)} |"
        )
    return "\n".join(rows)


def write_corrections(
    corrections: Iterable[Correction], *, names: Mapping[str, str], figures: Mapping[str, str]
) -> str:
    """Return the list of corrections, the latest first.

    Args:
        corrections: in the order of the list.
        names: names of areas by code.
        figures: names of indicators and parts of the framework by slug.
    """
    told = tuple(corrections)
    if not told:
        return "There are no corrections yet."
    parts = []
    for each in told:
        anchor = f"{{ #{each.date}-{each.figure} }}"
        parts += [f"### {escape(figures[each.figure])}, {describe_period(each.date)} {anchor}", ""]
        parts += [f"{escape(each.what)} Right since edition {escape(each.edition)}.", ""]
        if each.places:
            parts += ["| Place | It said | It says now |", "| --- | --- | --- |"]
            rows = ((names[place.code], place.old, place.new) for place in each.places)
            parts += ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in rows]
            parts.append("")
        if each.others:
            parts += [f"Also: {escape(each.others)}.", ""]
    return "\n".join(parts).rstrip()
