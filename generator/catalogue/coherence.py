"""How the framework hung together before its parts were looked at: ``data/coherence_before.csv``.

Computed once, by ``prosperity index`` on an older framework; kept so that what the rework did can be told.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.catalogue.records import Framework, Nation, Record, Slug
from generator.files.tables import read_records, refuse_twins
from generator.paths import Paths

Correlation = Annotated[float, Field(ge=-1, le=1)]


class CoherenceBefore(Record):
    """One element of the older framework in one nation; columns as in ``audit/coherence.csv``.

    Attributes:
        date: day on which it was computed.
        commit: of the framework.
        pillar_alpha: empty where a pillar had too few elements.
    """

    date: str = Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
    commit: str = Field(pattern=r"^[0-9a-f]{7,40}$")
    nation: Nation | Literal["UK"]
    pillar: Slug
    element: Slug
    councils: int = Field(ge=1)
    item_rest: Correlation
    pillar_alpha: float | None = Field(default=None, le=1)


def load_coherence_before(paths: Paths, framework: Framework) -> tuple[CoherenceBefore, ...]:
    """Read the file; nothing is known of an older framework where there is none.

    Raises:
        ProsperityError: a row that does not fit, an element twice in a nation, a pillar that the framework
            does not have, or rows of several days or frameworks.
    """
    file = paths.coherence_before
    if not file.is_file():
        return ()
    records = read_records(file, CoherenceBefore)
    faults = records.faults
    refuse_twins(records, lambda row: (row.nation, row.element), name="element", what="row", faults=faults)
    pillars = {pillar.slug for pillar in framework.pillars}
    first = records.rows[0]
    for line, row in records:
        if row.pillar not in pillars:
            faults.add(
                f"there is no pillar {row.pillar!r}",
                line=line,
                name="pillar",
                code=row.element,
                expected="a pillar of framework.yml",
            )
        for name in ("date", "commit"):
            if getattr(row, name) != getattr(first, name):
                faults.add(
                    "the rows are not of one framework",
                    line=line,
                    name=name,
                    code=row.element,
                    expected=getattr(first, name),
                )
    faults.check()
    return records.rows
