"""Tables of the register beyond the places of today: codes of every year, and councils that will change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields

import pandas as pd

from generator.catalogue.council_changes import CouncilChange
from generator.geography.code_history import list_codes
from generator.geography.place_register import PlaceRow
from generator.geography.register import Register
from generator.text.told_edition import ToldEdition

CODE_COLUMNS = (
    *("code", "name", "kind", "from", "until", "successor_code", "successor_name", "share", "weight"),
)
CHANGE_COLUMNS = (
    *("predecessor_code", "predecessor_name", "successor_code", "successor_name", "change_date", "share"),
    *("source", "link"),
)


def make_register_tables(
    site: ToldEdition,
    register: Register,
    names: Sequence[PlaceRow],
    divided: Sequence[CouncilChange] = (),
) -> dict[str, pd.DataFrame]:
    """Return ``area_codes``, ``council_changes`` and ``place_names``, by name.

    Args:
        site: places of today, former councils and orders.
        register: which codes made up which council.
        names: of places of all other kinds.
        divided: orders that are in force.
    """
    cells = [
        (
            *(row.code, row.name, row.kind, row.begins, row.ends),
            *(row.successor_code, row.successor_name, row.share, row.weight),
        )
        for row in list_codes(site.places.values(), site.changes, register, divided)
    ]
    codes = pd.DataFrame(cells, columns=list(CODE_COLUMNS))
    return {
        "area_codes": codes,
        "council_changes": make_council_changes(site),
        "place_names": make_place_names(names),
    }


def make_place_names(names: Sequence[PlaceRow]) -> pd.DataFrame:
    """Return the register of names, one row for each place and council."""
    table = pd.DataFrame([astuple(row) for row in names], columns=[one.name for one in fields(PlaceRow)])
    return table.astype({"people": "Int64", **dict.fromkeys(("share", "lat", "lon"), "float64")})


def make_council_changes(site: ToldEdition) -> pd.DataFrame:
    """Return what orders fix after the day of the edition, a row for each pair of councils."""
    rows = [
        (
            *(row.predecessor_code, site.places[row.predecessor_code].name, row.successor_code),
            *(row.successor_name, row.change_date, row.share, row.source, row.link),
        )
        for row in sorted(site.coming, key=lambda row: (row.predecessor_code, row.successor_name))
    ]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))
