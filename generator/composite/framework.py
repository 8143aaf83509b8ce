"""The rows of a framework and what must hold between them before they make a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.errors import ProsperityError

DIRECTIONS = (1, -1)


@dataclass(frozen=True)
class Entry:
    """One row of a framework.

    Attributes:
        code: of the indicator or aggregate.
        parent: code of the aggregate that it counts in; None at the top.
        level: 1 for an indicator, one more for each step up.
        direction: 1 where higher is better, -1 where lower is better; 1 for aggregates.
        weight: among the children of its parent.
        target: value that distance-to-target aims at, in the indicator's unit.
        lower, upper: goalposts, in the indicator's unit.
        denominator: column of the values that the indicator is divided by.
        line: where it was read.
    """

    code: str
    parent: str | None
    level: int
    direction: int = 1
    weight: float = 1.0
    target: float | None = None
    lower: float | None = None
    upper: float | None = None
    denominator: str | None = None
    line: int | None = None


def check_entries(entries: Sequence[Entry], *, file: str | None) -> None:
    """Refuse rows that do not make one tree.

    Raises:
        ProsperityError: a code missing or given twice, an unknown parent, a circle, no top or several, a
            level that does not fit, an aggregate without children, a weight that cannot be used.
    """
    known: dict[str, Entry] = {}
    for entry in entries:
        _check_alone(entry, known, file=file)
        known[entry.code] = entry
    if not known:
        raise ProsperityError(
            "the framework has no rows", file=file, mend="add its indicators and aggregates"
        )
    for entry in entries:
        if entry.parent is not None and entry.parent not in known:
            raise _refuse(
                entry,
                f"the parent '{entry.parent}' is not in the framework",
                file=file,
                field="parent",
                expected="a code of the framework, or nothing for the top",
                mend=f"add a row for '{entry.parent}', or correct the parent",
            )
    _check_circles(entries, known, file=file)
    _check_top(entries, file=file)
    _check_levels(entries, known, file=file)
    _check_weights(entries, known, file=file)


def _refuse(
    entry: Entry, problem: str, *, file: str | None, field: str, expected: str, mend: str
) -> ProsperityError:
    return ProsperityError(
        problem, file=file, line=entry.line, field=field, code=entry.code, expected=expected, mend=mend
    )


def _check_alone(entry: Entry, before: Mapping[str, Entry], *, file: str | None) -> None:
    if not entry.code:
        raise _refuse(
            entry, "a row has no code", file=file, field="code", expected="a code", mend="give it one"
        )
    if entry.code in before:
        first = before[entry.code].line
        raise _refuse(
            entry,
            f"the code '{entry.code}' stands twice" + ("" if first is None else f" (first in line {first})"),
            file=file,
            field="code",
            expected="every code once",
            mend="remove or rename one of them",
        )
    if entry.level < 1:
        raise _refuse(
            entry,
            f"level {entry.level} does not exist",
            file=file,
            field="level",
            expected="1 for an indicator, 2 and more for aggregates",
            mend="correct the level",
        )
    if entry.direction not in DIRECTIONS or (entry.level > 1 and entry.direction != 1):
        raise _refuse(
            entry,
            f"direction {entry.direction} cannot be used here",
            file=file,
            field="direction",
            expected="1 (higher is better) or -1 (lower is better); 1 for an aggregate",
            mend="correct the direction: it turns indicators, so that in every aggregate higher is better",
        )


def _check_circles(entries: Iterable[Entry], known: Mapping[str, Entry], *, file: str | None) -> None:
    safe: set[str] = set()
    for entry in entries:
        way: list[str] = []
        here: str | None = entry.code
        while here is not None and here not in safe:
            if here in way:
                circle = [*way[way.index(here) :], here]
                raise _refuse(
                    known[here],
                    f"the parents go round in a circle: {' > '.join(circle)}",
                    file=file,
                    field="parent",
                    expected="every way up to end at the top",
                    mend="correct one of these parents",
                )
            way.append(here)
            here = known[here].parent
        safe.update(way)


def _check_top(entries: Iterable[Entry], *, file: str | None) -> None:
    tops = [entry for entry in entries if entry.parent is None]
    if len(tops) > 1:
        names = ", ".join(
            entry.code if entry.line is None else f"{entry.code} (line {entry.line})" for entry in tops
        )
        raise _refuse(
            tops[1],
            f"{len(tops)} rows have no parent: {names}",
            file=file,
            field="parent",
            expected="one top",
            mend="give all but the top a parent",
        )


def _check_levels(entries: Iterable[Entry], known: Mapping[str, Entry], *, file: str | None) -> None:
    parents = {entry.parent for entry in entries}
    for entry in entries:
        above = None if entry.parent is None else known[entry.parent]
        if above is not None and above.level != entry.level + 1:
            raise _refuse(
                entry,
                f"level {entry.level} does not fit the parent '{above.code}' at level {above.level}",
                file=file,
                field="level",
                expected=f"level {above.level - 1}, one below the parent",
                mend="correct one of the two levels, or add the aggregates between them",
            )
        if entry.level > 1 and entry.code not in parents:
            raise _refuse(
                entry,
                f"the aggregate '{entry.code}' has no children",
                file=file,
                field="parent",
                expected="at least one row that names it as its parent",
                mend="give it children, remove it, or make it an indicator (level 1)",
            )
        if above is None and entry.level == 1:
            raise _refuse(
                entry,
                f"the indicator '{entry.code}' has no parent",
                file=file,
                field="parent",
                expected="the aggregate that it counts in",
                mend="give it a parent; the top is at level 2 or higher",
            )
        if entry.level > 1 and entry.denominator is not None:
            raise _refuse(
                entry,
                f"the aggregate '{entry.code}' has a denominator",
                file=file,
                field="denominator",
                expected="denominators of indicators only",
                mend="empty the cell",
            )


def _check_weights(entries: Iterable[Entry], known: Mapping[str, Entry], *, file: str | None) -> None:
    total: dict[str, float] = {}
    for entry in entries:
        if not 0 <= entry.weight < float("inf"):
            raise _refuse(
                entry,
                f"the weight {entry.weight} cannot be used",
                file=file,
                field="weight",
                expected="0 or more",
                mend="correct the weight; to turn an indicator round use direction -1",
            )
        if entry.parent is not None:
            total[entry.parent] = total.get(entry.parent, 0.0) + entry.weight
    for code, weight in total.items():
        if not weight > 0:
            raise _refuse(
                known[code],
                f"the weights of the children of '{code}' add up to 0",
                file=file,
                field="weight",
                expected="a sum above 0",
                mend="give at least one of the children a weight",
            )
