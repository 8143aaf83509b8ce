"""Counts published for a Community Safety Partnership instead of for each of its councils."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.geography.register import Register
from generator.sources.rawfile import read_table

_COLUMNS = ("table", "csp_code", "csp_name", "lad_code", "lad_name")
_TABLE = re.compile(r"ye(?P<month>[A-Z][a-z]{2})(?P<year>\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Partnership:
    """Who a partnership is, in one year's table.

    Attributes:
        name: as the reader may see it.
        members: codes of its councils at the time, sorted.
        councils: the councils of today that they are or became, sorted.
    """

    name: str
    members: tuple[str, ...]
    councils: tuple[str, ...]


Partnerships = Mapping[tuple[str, int, int], Partnership]
"""By code, and by year and month in which the period ends."""
Sharers = dict[tuple[str, str], Partnership]
"""By council of today and period: the partnership whose count the cell holds."""


def load_partnerships(file: Path, register: Register) -> Partnerships:
    """Read a look-up ``table,csp_code,csp_name,lad_code,lad_name``; ``table`` is such as ``yeJun2025``.

    Raises:
        ProsperityError: a table name that is not a year's end, an unknown council, or a partnership of
            several councils of today that holds only a part of one of them.
    """
    found = {}
    for (name, code, title), members in sorted(_read_members(file).items()):
        councils: set[str] = set()
        for member, line in members.items():
            try:
                councils.update(register.resolve(member).targets)
            except ProsperityError as reason:
                raise ProsperityError(
                    reason.problem, file=file, line=line, field="lad_code", code=member
                ) from None
        if len(councils) > 1:
            _refuse_parts(councils, set(members), name=title, register=register, file=file)
        found[(code, *_end_of(name))] = Partnership(title, tuple(sorted(members)), tuple(sorted(councils)))
    return found


def _read_members(file: Path) -> dict[tuple[str, str, str], dict[str, int]]:
    """Return the members with their lines, by table, code and name of the partnership."""
    table = read_table(file, columns=_COLUMNS)
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        name, code, title, council = (row[table.columns[column]] for column in _COLUMNS[:4])
        if _TABLE.fullmatch(name) is None:
            raise ProsperityError(
                f"table {name!r} is not known", file=file, line=line, expected="such as yeJun2025"
            )
        found.setdefault((name, code, title), {})[council] = line
    return found


def _end_of(table: str) -> tuple[int, int]:
    match = _TABLE.fullmatch(table)
    assert match is not None
    return int(match["year"]), _MONTHS.index(match["month"]) + 1


def _refuse_parts(
    councils: set[str], members: set[str], *, name: str, register: Register, file: Path
) -> None:
    for council in sorted(councils):
        groups = (frozenset({council}), *register.predecessors.get(council, ()))
        if not any(group <= members for group in groups):
            raise ProsperityError(
                f"the partnership {name} holds only a part of a council",
                file=file,
                field="lad_code",
                code=council,
                expected="all councils that were merged into it",
            )


def spread_partnerships(rows: pd.DataFrame, known: Partnerships) -> tuple[pd.DataFrame, Sharers]:
    """Bring the counts of partnerships to councils.

    A partnership of several councils of today gives each of them its count, marked as shared: only with the
    people of the whole partnership does it make a rate. One that lies within a single council of today is a
    part of it, or the whole: its first member of then carries the count and the others nought, so that the
    sum of former councils is right.

    Args:
        rows: columns of ``readers.TIDY_COLUMNS``.
        known: from ``load_partnerships``.

    Returns:
        The rows on codes of councils, and which cells are shared.
    """
    own: list[int] = []
    parts: list[pd.DataFrame] = []
    sharers: Sharers = {}
    for place, (code, period) in enumerate(
        zip(rows["area_code"].tolist(), rows["period"].tolist(), strict=True)
    ):
        last = parse_period(period).last
        one = known.get((code, last.year, last.month))
        if one is None or code in one.councils:
            own.append(place)
        elif len(one.councils) > 1:
            sharers.update({(council, period): one for council in one.councils})
            parts += _share(rows.iloc[[place]], one)
        else:
            parts += _carry(rows.iloc[[place]], one)
    return pd.concat([rows.iloc[own], *parts], ignore_index=True), sharers


def _share(row: pd.DataFrame, one: Partnership) -> list[pd.DataFrame]:
    note = f"One figure for the {one.name} Community Safety Partnership."
    return [row.assign(area_code=council, note=note, shared=True) for council in one.councils]


def _carry(row: pd.DataFrame, one: Partnership) -> list[pd.DataFrame]:
    first, *others = one.members
    return [row.assign(area_code=first), *(row.assign(area_code=other, value=0.0) for other in others)]
