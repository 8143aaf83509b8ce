"""What the pages on editions and on corrections take from records: a table and a list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.catalogue.editions import ClosedEdition, Correction, order_of
from generator.export.release import Release
from generator.files.ours import EDITIONS
from generator.render.markdown import Sheet
from generator.text.periods import describe_period

EDITIONS_MARK = "<!-- editions -->"
CORRECTIONS_MARK = "<!-- corrections -->"
SHORT = 12
"""Digits of a fingerprint that are printed; the record of the edition has all 64."""


def gather_editions(release: Release, closed: Iterable[ClosedEdition]) -> Sheet:
    """Return the table of all editions: the one that is built, then the closed ones, the latest first.

    A frozen copy knows itself and what came before it, and nothing that happened later.
    """
    own = release.edition.name
    closed = tuple(each for each in closed if not release.frozen or order_of(each.name) < order_of(own))
    at_hand = {own, *(name for name, _ in release.older)}
    rows = []
    if own not in {each.name for each in closed}:
        rows.append(
            {
                "name": own,
                "address": "",
                "date": describe_period(release.edition.date),
                "closed": False,
                "data_cut": release.data_cut,
                "program": release.code_version,
            }
        )
    # A frozen copy leads to the published site; that leads nowhere where it lacks a copy.
    top = release.home if release.frozen else "/"
    rows += [
        {
            "name": each.name,
            "address": f"{top}{EDITIONS}{each.name}/" if each.name in at_hand else "",
            "date": describe_period(each.date),
            "closed": True,
            "data_cut": each.data_cut[:SHORT],
            "program": each.code_version,
        }
        for each in closed
    ]
    return Sheet("editions.md", {"rows": rows, "frozen": release.frozen})


def gather_corrections(
    corrections: Iterable[Correction], *, names: Mapping[str, str], figures: Mapping[str, str]
) -> Sheet:
    """Return the list of corrections, the latest first.

    Args:
        corrections: in the order of the list.
        names: names of areas by code.
        figures: names of indicators and parts of the framework by slug.
    """
    told = [
        {
            "figure": figures[each.figure],
            "day": describe_period(each.date),
            "anchor": f"{each.date}-{each.figure}",
            "what": each.what,
            "edition": each.edition,
            "places": [
                {"name": names[place.code], "old": place.old, "new": place.new} for place in each.places
            ],
            "others": each.others,
        }
        for each in corrections
    ]
    return Sheet("corrections.md", {"corrections": told})
