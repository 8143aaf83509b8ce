"""Look-ups of councils that share one published figure, such as those of a Community Safety Partnership."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.sources.rawfile import read_table

_COLUMNS = ("table", "csp_code", "csp_name", "lad_code", "lad_name")
_TABLE = re.compile(r"ye(?P<month>[A-Z][a-z]{2})(?P<year>\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Sharing = dict[tuple[str, int, int], str]
"""(current council, year and month in which the period ends) -> name of what shares the figure."""


def load_sharing(file: Path, resolve: Callable[[str], tuple[str, ...]]) -> Sharing:
    """Read a look-up ``table,csp_code,csp_name,lad_code,lad_name``; ``table`` is such as ``yeJun2025``.

    Councils that have since merged into one no longer share with each other: a partnership counts only where
    it spans at least two councils of today.

    Raises:
        ProsperityError: a table name that is not a year's end, or an unknown council.
    """
    table = read_table(file, columns=_COLUMNS)
    members: dict[tuple[str, str, str], set[str]] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        name, code, title, council = (row[table.columns[column]] for column in _COLUMNS[:4])
        if _TABLE.fullmatch(name) is None:
            raise ProsperityError(
                f"table {name!r} is not known", file=file, line=line, expected="such as yeJun2025"
            )
        try:
            members.setdefault((name, code, title), set()).update(resolve(council))
        except ProsperityError as reason:
            raise ProsperityError(
                reason.problem, file=file, line=line, field="lad_code", code=council
            ) from None
    sharing: Sharing = {}
    for (name, _, title), councils in sorted(members.items()):
        if len(councils) > 1:
            sharing.update({(council, *_end_of(name)): title for council in councils})
    return sharing


def find_sharing(sharing: Sharing, *, area_code: str, period: str) -> str | None:
    """Return the name of the partnership whose figure this is, or None."""
    last = parse_period(period).last
    return sharing.get((area_code, last.year, last.month))


def _end_of(table: str) -> tuple[int, int]:
    match = _TABLE.fullmatch(table)
    assert match is not None
    return int(match["year"]), _MONTHS.index(match["month"]) + 1
