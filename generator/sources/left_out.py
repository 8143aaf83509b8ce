"""Reasons for the raw tables that no recipe reads, checked against the tables that are there."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.catalogue.left_out import LeftOut
from generator.errors import ProsperityError
from generator.files.documents import load_record

FILE = "left_out_reasons.yml"
"""Stands beside the folder of recipes."""
_SHORTEST = 10


def load_left_out(file: Path, *, unread: Collection[str], sources: Path) -> LeftOut:
    """Return the reasons, and which of the unread tables have none.

    Args:
        file: the hand-written reasons; without it every table is unexplained.
        unread: raw tables that no recipe reads, relative to ``sources``.
        sources: folder of raw files.

    Raises:
        ProsperityError: a reason for a table that a recipe reads or that is gone, two reasons for one table,
            a reason that says nothing.
    """
    given = load_record(file, LeftOut) if file.is_file() else LeftOut()
    known: set[str] = set()
    for group in given.groups:
        for name, reason in group.tables.items():
            problem = _find_problem(name, reason, known=known, unread=unread, sources=sources)
            if problem is not None:
                raise ProsperityError(
                    problem, file=file, line=_find_line(file, name), field="tables", code=name
                )
            known.add(name)
    return LeftOut(groups=given.groups, unexplained=tuple(sorted(set(unread) - known)))


def _find_problem(
    name: str, reason: str, *, known: Collection[str], unread: Collection[str], sources: Path
) -> str | None:
    if name in known:
        return "two reasons are given for one table"
    if name not in unread:
        gone = not (sources / name).is_file()
        return "this table is not among the raw files" if gone else "this table is read by a recipe"
    return "the reason says nothing" if len(reason.strip()) < _SHORTEST else None


def _find_line(file: Path, name: str) -> int | None:
    """Return the last line that names the table: the second one where it stands twice."""
    lines = file.read_text("utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if line.strip().startswith(f"{name}:")]
    return found[-1] if found else None
