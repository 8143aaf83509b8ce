"""Councils that replace others, coming and done: ``data/council_changes.csv``, kept by hand.

Only what an order fixes is told to readers. What has been announced, or is only expected, stands in the file
with the reason why it is not shown. An import carries the data over to new councils from the day on which
they begin, if the edition is of that day or a later one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from generator.catalogue.records import CODE, Code, Link, Name, Record, Text
from generator.errors import ProsperityError
from generator.files.faults import Faults
from generator.files.tables import Records, read_records, refuse_twins

MEND = "correct the line; an import leaves this file as it is"
CARRY = "run: prosperity import --changes"
SLACK = 0.0005
"""Shares are given with four digits, so that those of one council may miss 1 by this much."""
DAY = r"^((19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})?$"


class CouncilChange(Record):
    """One council, or a part of it, that another takes the place of.

    Attributes:
        successor_code: official code, empty as long as there is none.
        successor_name: usual name, empty where it is not known.
        council_type: of the successor, as in ``Area``.
        change_date: first day of the successor.
        share: share of the predecessor's people who live in the successor: 1 where all of it goes there.
        status: order, where an order fixes the change; unchecked, where nothing that was seen does.
        source, link: what says so, and where it can be read.
        note: why an unchecked change is not shown.
    """

    predecessor_code: Code
    successor_code: Annotated[str, Field(pattern=f"{CODE[:-1]}$|^$")] = ""
    successor_name: Name = ""
    council_type: Name = ""
    change_date: str = Field(default="", pattern=DAY)
    share: float | None = Field(default=None, gt=0, le=1)
    status: Literal["order", "unchecked"]
    source: Text
    link: Link = ""
    note: Text = ""

    @field_validator("change_date")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        if value:
            date.fromisoformat(value)
        return value

    @property
    def whole(self) -> bool:
        """Whether all of the predecessor goes to the successor."""
        return self.share == 1


@dataclass(frozen=True)
class Known:
    """What there is, to hold the file against.

    Attributes:
        councils: codes of the councils of today.
        former: codes of former councils.
    """

    councils: frozenset[str]
    former: frozenset[str]


def load_council_changes(file: Path, known: Known) -> tuple[CouncilChange, ...]:
    """Read ``council_changes.csv``, in file order; nothing where there is no such file.

    Raises:
        ProsperityError: a line that does not fit; a council that there is not; a change by order without
            name, kind, day, share, source or address; shares of a council that do not add up to 1; a
            successor with two codes, days or kinds, or with the code of another council.
    """
    if not file.exists():
        return ()
    rows = read_records(file, CouncilChange, mend=MEND, filled=False)
    faults = rows.faults
    for line, row in rows:
        _check_line(row, line, known=known, faults=faults)
    refuse_twins(
        rows,
        lambda row: (row.predecessor_code, row.successor_name),
        name="predecessor_code",
        what="change",
        faults=faults,
    )
    _check_shares(rows, faults)
    _check_successors(rows, known=known, faults=faults)
    faults.check()
    return rows.rows


def _check_line(row: CouncilChange, line: int, *, known: Known, faults: Faults) -> None:
    def note(problem: str, name: str, expected: str) -> None:
        faults.add(problem, line=line, name=name, code=row.predecessor_code, expected=expected)

    if row.predecessor_code not in known.councils and row.predecessor_code not in known.former:
        note(f"there is no council {row.predecessor_code!r}", "predecessor_code", "the code of a council")
    if row.successor_code == row.predecessor_code:
        note("a council replaces itself", "successor_code", "another code")
    if not row.source:
        note("the cell is empty", "source", "what says so")
    if row.status == "unchecked":
        if not row.note:
            note("the cell is empty", "note", "why the change is not shown")
        return
    for name in ("successor_name", "council_type", "change_date", "share", "link"):
        if not getattr(row, name):
            note("the cell is empty", name, "what the order says")


def list_ordered(changes: Iterable[CouncilChange]) -> tuple[CouncilChange, ...]:
    """Return what an order fixes, in file order."""
    return tuple(row for row in changes if row.status == "order")


def list_coming(changes: Iterable[CouncilChange], *, day: str) -> tuple[CouncilChange, ...]:
    """Return what an order fixes for a day after ``day`` (ISO), in file order."""
    return tuple(row for row in list_ordered(changes) if row.change_date > day)


def list_in_force(changes: Iterable[CouncilChange], *, day: str) -> tuple[CouncilChange, ...]:
    """Return what an order fixes for ``day`` (ISO) or a day before, the earliest first."""
    found = (row for row in list_ordered(changes) if row.change_date <= day)
    return tuple(sorted(found, key=lambda row: row.change_date))


def _check_shares(rows: Records[CouncilChange], faults: Faults) -> None:
    """Note councils of which an order leaves a part nowhere, or gives one away twice."""
    parts: dict[str, list[tuple[int, CouncilChange]]] = {}
    for line, row in rows:
        if row.status == "order":
            parts.setdefault(row.predecessor_code, []).append((line, row))
    for code, found in parts.items():
        line = found[-1][0]
        total = math.fsum(row.share or 0 for _, row in found)
        if abs(total - 1) > SLACK:
            faults.add(
                f"the shares of the council add up to {total:g}",
                line=line,
                name="share",
                code=code,
                expected="1, over all lines of the council",
            )
        if len({row.change_date for _, row in found}) > 1:
            faults.add(
                "the council ends on two days", line=line, name="change_date", code=code, expected="one day"
            )


def _check_successors(rows: Records[CouncilChange], *, known: Known, faults: Faults) -> None:
    """Note successors that contradict themselves, and codes and addresses that others have."""
    first: dict[str, tuple[int, CouncilChange]] = {}
    by_code: dict[str, str] = {}
    for line, row in rows:
        if row.status != "order" or not row.successor_name:
            continue
        before, told = first.setdefault(row.successor_name, (line, row))
        for name in ("successor_code", "council_type", "change_date"):
            if getattr(told, name) != getattr(row, name):
                faults.add(
                    f"{row.successor_name} has another {name} in line {before}",
                    line=line,
                    name=name,
                    code=row.predecessor_code,
                    expected="the same in all lines of a council",
                )
        code = row.successor_code
        if code and by_code.setdefault(code, row.successor_name) != row.successor_name:
            faults.add(
                f"{by_code[code]} has the same code",
                line=line,
                name="successor_code",
                code=code,
                expected="a code for one council",
            )
        done = row.predecessor_code in known.former
        if not done and code in known.councils | known.former:
            faults.add(
                "another council has or had this code",
                line=line,
                name="successor_code",
                code=code,
                expected="the code of the new council",
            )


def refuse_ended(changes: Iterable[CouncilChange], councils: Iterable[str], *, day: str, file: Path) -> None:
    """Refuse data in which a council stands that had ended by the day of the edition.

    Args:
        changes: all changes.
        councils: codes of the councils in the data.
        day: of the edition.
        file: the register, for the message.

    Raises:
        ProsperityError: with every such council.
    """
    there = set(councils)
    faults = Faults(file, CARRY)
    for code in sorted({row.predecessor_code for row in list_in_force(changes, day=day)} & there):
        faults.add(
            "the council has ended by the day of the edition", code=code, expected="the councils of that day"
        )
    faults.check()


def need_codes(changes: Iterable[CouncilChange], *, file: Path) -> None:
    """Refuse changes in force whose successor has no code yet.

    Raises:
        ProsperityError: with the first of them.
    """
    for row in changes:
        if not row.successor_code:
            raise ProsperityError(
                f"{row.successor_name} has begun and has no code",
                file=file,
                field="successor_code",
                code=row.predecessor_code,
                expected="the official code of the new council",
                mend="write it into every line of that council",
            )
