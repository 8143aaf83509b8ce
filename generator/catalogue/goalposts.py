"""Checks of the fixed goalposts against the framework, and how they are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from generator.catalogue.records import FixedGoalposts, Framework
from generator.errors import ProsperityError

COLUMNS = tuple(FixedGoalposts.model_fields)
NARROWEST = 1e-9
"""Length of a scale as a part of its larger end, at least: less, and only rounding tells places apart."""
MEND = "run: prosperity goalposts --write"


def check_goalposts(
    row: FixedGoalposts, framework: Framework, *, earlier: Iterable[FixedGoalposts], file: Path, line: int
) -> None:
    """Refuse a row that does not fit the framework or the rows before it.

    Args:
        row: to check.
        framework: the tree.
        earlier: rows that stand above it.
        file, line: where it stands.

    Raises:
        ProsperityError: an indicator that the framework does not have, a nation that it does not read or that
            another row holds, a lower end that is not below the upper one or not above 0 on a logarithmic
            scale, ends other than those given in the framework.
    """

    def refuse(problem: str, field: str, expected: str) -> ProsperityError:
        return ProsperityError(
            problem, file=file, line=line, field=field, code=row.indicator, expected=expected, mend=MEND
        )

    indicator = next((one for one in framework.indicators if one.slug == row.indicator), None)
    if indicator is None:
        raise refuse("the framework has no such indicator", "indicator", "a slug of framework.yml")
    read = {nation for series in indicator.series for nation in series.nations}
    held = {nation for other in earlier if other.indicator == row.indicator for nation in other.nations}
    for nation in row.nations:
        if row.nations.count(nation) > 1:
            raise refuse(f"{nation} stands there twice", "nations", "each nation once")
        if nation not in read or nation in held:
            problem = "has its goalposts already" if nation in held else "has no series in this indicator"
            raise refuse(f"{nation} {problem}", "nations", "each nation of the indicator in one row")
    if not row.high - row.low > NARROWEST * max(abs(row.low), abs(row.high)) or (row.logged and row.low <= 0):
        expected = "a lower and a higher value; both above 0 where logged is true"
        raise refuse(f"goalposts {row.low:g} and {row.high:g} are not usable", "low", expected)
    if (row.basis == "given") != (indicator.goalposts is not None):
        raise refuse("the framework and this row disagree on who gives the goalposts", "basis", "agreement")
    if indicator.goalposts is not None and indicator.goalposts != (row.low, row.high):
        low, high = indicator.goalposts
        raise refuse("the framework gives other goalposts", "low", f"{low:g} and {high:g}")


def format_goalposts(rows: Iterable[FixedGoalposts]) -> str:
    """Return goalposts as CSV, in full precision."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = row.model_dump()
        cells["nations"] = "|".join(row.nations)
        cells["logged"] = str(row.logged).lower()
        writer.writerow([cells[name] for name in COLUMNS])
    return text.getvalue()
