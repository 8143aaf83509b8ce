"""A publisher's own file, read by its form, as the rows of text that the readers of all layouts take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ProsperityError
from generator.files.sheets import Lines, read_lines
from generator.sources.codes import CODE
from generator.sources.form import OWN, Form, IntervalRows
from generator.sources.rawfile import FETCH_AGAIN, RawTable

COLUMNS = {
    "area": "areacd",
    "name": "areanm",
    "indicator": "indicator",
    "measure": "measure",
    "unit": "unit",
    "period": "period",
    "value": "value",
    "lower": "lci_95",
    "upper": "uci_95",
    "margin": "margin",
    "status": "status",
}
"""What the readers call the column of each role."""
_FIGURES = ("value", "lower", "upper", "margin", "status")
_AMOUNT = re.compile(r"[+-]?[\d,]*\.?\d+")


@dataclass(frozen=True)
class _Head:
    """Names of the columns and where each stands."""

    names: tuple[str, ...]
    line: int

    def find(self, name: str, *, file: Path, key: str) -> int:
        places = [place for place, own in enumerate(self.names) if own == name]
        if len(places) == 1:
            return places[0]
        raise ProsperityError(
            f"the column {name!r} stands {len(places)} times" if places else f"there is no column {name!r}",
            file=file,
            line=self.line,
            field=key,
            expected=f"one of {', '.join(own for own in dict.fromkeys(self.names) if own)}",
            mend="correct the recipe, or see what the publisher changed",
        )


def read_form(file: Path, form: Form) -> RawTable:
    """Read a file by its form. Cells are as they stand; what they mean is worked out where they are used.

    Raises:
        ProsperityError: the file is missing or damaged, the head is not where the form says, a column is
            missing or stands twice, a row is longer than the head, no row follows, or the table goes on after
            the line at which it seems to end.
    """
    source = read_lines(
        file, sheet=form.sheet, encoding=form.encoding, separator=form.separator, mend=FETCH_AGAIN
    )
    head = _read_head(source, form)
    places = {
        COLUMNS[role]: head.find(name, file=file, key=f"form.columns.{role}")
        for role, name in sorted(form.columns.items())
    }
    groups = _group_periods(head, form, file=file)
    own = {OWN + name: place for place, name in enumerate(head.names) if name and head.names.count(name) == 1}
    figures = [group["value"] for _, group in groups] or [places["value"]]
    body = _cut_body(source, head, area=places["areacd"], figures=figures, names=form.names)
    skipped = set(form.not_areas)
    rows, lines = [], []
    for row, line in body:
        row += [""] * (len(head.names) - len(row))
        if skipped & {row[places[name]] for name in ("areacd", "areanm") if name in places}:
            continue
        for period, group in groups or [("", {})]:
            made = {name: row[place] for name, place in places.items()}
            made |= {COLUMNS[role]: row[place] for role, place in group.items()}
            if groups:
                made["period"] = period
            rows.append([*made.values(), *(row[place] for place in own.values())])
            lines.append(line)
    if not rows:
        raise ProsperityError(
            "there are no rows under the head", file=file, line=head.line, expected="a head and rows"
        )
    width = len(rows[0]) - len(own)
    columns = {name: place for place, name in enumerate(made)} | {
        name: width + place for place, name in enumerate(own)
    }
    named = {COLUMNS[role]: name for role, name in form.columns.items()}
    table = RawTable(file, source.sha256, columns, rows, lines, form=form, named=named)
    return table if form.interval_rows is None else _join_intervals(table, form.interval_rows)


def _read_head(source: Lines, form: Form) -> _Head:
    """Return the names of the columns, put together where they stand on several lines."""
    by_line = dict(zip(source.lines, source.rows, strict=True))
    parts = [by_line.get(line) for line in form.head]
    if not all(parts):
        raise ProsperityError(
            "the line of the head is empty, or there is none",
            file=source.file,
            line=form.head[[bool(part) for part in parts].index(False)],
            field="form.head",
            expected="the line with the names of the columns",
            mend="correct the recipe, or see what the publisher changed",
        )
    width = max(len(part) for part in parts if part)
    names = [""] * width
    for number, part in enumerate(parts):
        above = ""
        for place, cell in enumerate([*(part or []), *[""] * (width - len(part or []))]):
            # Above several columns a name stands once, over the first of them.
            above = cell or (above if number + 1 < len(parts) else "")
            names[place] = " | ".join(filter(None, (names[place], " ".join(above.split()))))
    return _Head(tuple(names), form.head[-1])


def _group_periods(head: _Head, form: Form, *, file: Path) -> list[tuple[str, dict[str, int]]]:
    """Return the periods that have columns of their own, each with the column of every role."""
    if form.across is None:
        return []
    found: dict[str, dict[str, int]] = {}
    for role in _FIGURES:
        pattern = getattr(form.across, role)
        for place, name in enumerate(head.names):
            match = re.fullmatch(pattern, name) if pattern and name else None
            if match is None:
                continue
            period = match[1] if match.re.groups else match[0]
            if role in found.setdefault(period, {}):
                raise ProsperityError(
                    f"two columns hold the {role} of {period}",
                    file=file,
                    line=head.line,
                    field=f"form.across.{role}",
                    expected="one column for each period",
                    mend="make the pattern narrower",
                )
            found[period][role] = place
    groups = [(period, group) for period, group in found.items() if "value" in group]
    if not groups:
        raise ProsperityError(
            "no column holds a period",
            file=file,
            line=head.line,
            field="form.across.value",
            expected=f"a pattern of some of {', '.join(name for name in head.names if name)}",
            mend="correct the pattern",
        )
    return groups


def _cut_body(
    source: Lines, head: _Head, *, area: int, figures: Sequence[int], names: bool
) -> Iterator[tuple[list[str], int]]:
    """Yield the rows of the table with their lines: up to an empty one, or one with a note alone.

    Where areas have names, a note could be one: there only an empty line ends the table.
    """
    ended = 0
    begun = False
    for row, line in zip(source.rows, source.lines, strict=True):
        if line <= head.line:
            continue
        if len(row) > len(head.names):
            raise ProsperityError(
                f"the row has {len(row)} cells, the head has {len(head.names)}",
                file=source.file,
                line=line,
                expected="one cell for each column",
                mend="correct form.head in the recipe, or see what the publisher changed",
            )
        told = [place for place, cell in enumerate(row) if cell]
        counts = area in told and any(_AMOUNT.fullmatch(row[place]) for place in figures if place < len(row))
        if ended and counts:
            raise ProsperityError(
                f"the table goes on after line {ended}, at which it seems to end",
                file=source.file,
                line=line,
                expected="one table, with nothing but notes below it",
                mend="take out the empty line or the heading, or name the sheet or file of one table",
            )
        if ended or not (told or begun):
            continue
        note = told == [0] and len(head.names) > 2 and not names and not CODE.fullmatch(row[0])
        if note and not begun:
            continue
        if not told or note:
            ended = line
            continue
        begun = True
        yield row, line


def _join_intervals(table: RawTable, told: IntervalRows) -> RawTable:
    """Put the ends of intervals, which have rows of their own, beside their figures."""
    apart, value = OWN + told.column, table.columns["value"]
    if apart not in table.columns:
        raise ProsperityError(
            f"there is no column {told.column!r}",
            file=table.file,
            field="form.interval_rows.column",
            expected=f"one of {', '.join(name.removeprefix(OWN) for name in table.columns if OWN in name)}",
        )
    kind = table.columns[apart]
    own_value = next(
        (place for name, place in table.columns.items() if name == OWN + table.named.get("value", "")), None
    )
    left_out = {kind, value, own_value}
    ends: dict[tuple[str, ...], dict[str, str]] = {}
    kept = []
    for place, row in enumerate(table.rows):
        key = tuple(cell for column, cell in enumerate(row) if column not in left_out)
        end = {told.lower: "lower", told.upper: "upper"}.get(row[kind])
        if end is None:
            kept.append((key, place))
        elif end in ends.setdefault(key, {}):
            raise ProsperityError(
                "an end of an interval stands twice", file=table.file, line=table.lines[place]
            )
        else:
            ends[key][end] = row[value]
    if not any(key in ends for key, _ in kept):
        raise ProsperityError(
            "no interval belongs to a figure",
            file=table.file,
            field="form.interval_rows",
            expected=f"{told.lower!r} and {told.upper!r} in {told.column!r}, in rows like the figure's",
        )
    columns = {**table.columns, "lci_95": len(table.columns), "uci_95": len(table.columns) + 1}
    rows = [
        [*table.rows[place], ends.get(key, {}).get("lower", ""), ends.get(key, {}).get("upper", "")]
        for key, place in kept
    ]
    lines = [table.lines[place] for _, place in kept]
    return RawTable(table.file, table.sha256, columns, rows, lines, form=table.form, named=table.named)
