"""The scores of the first whole build of the open edition: ``data/first_build.csv``.

Written by ``scripts/first_build.py`` from the tables that the program of that day made, with the way from
there to the method of today; kept so that it can be told how far ranks moved and by what cause.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field, field_validator

from generator.catalogue.records import Record, Slug
from generator.files.tables import read_records, refuse_twins
from generator.paths import Paths

STEPS = ("rules", "framework", "errors", "series", "revised", "new", "others")
"""What was changed after the first build, one thing at a time and in this order:

    rules      the program of today on the old framework and figures: above all level-neutral means
    framework  the framework of today with its weights and the ends of its scales, on the old figures
    errors     what the errors of figures ask for: means of three periods, limits of weights
    series     series of which there was no figure before
    revised    figures that were known before, as they are now
    new        figures that came or went, and those that are doubtful or wrong
    others     the levels that means are neutral to, which the figures of all places make
"""


class FirstScore(Record):
    """One score of the first build. A node that had none has no row.

    Attributes:
        commit: of program and data.
        area_code: of a council of today.
        level, node: of the framework of then.
        score: in whole thousandths of a point, as ranks are made.
        rules, framework, errors, series, revised, new, others: the score after each of ``STEPS``, empty
            where there is none, and on elements, which the framework of today has others of.
    """

    commit: str = Field(pattern=r"^[0-9a-f]{7,40}$")
    area_code: str
    level: Literal["overall", "domain", "pillar", "element"]
    node: Slug
    score: float = Field(ge=0, le=100)
    rules: float | None = Field(default=None, ge=0, le=100)
    framework: float | None = Field(default=None, ge=0, le=100)
    errors: float | None = Field(default=None, ge=0, le=100)
    series: float | None = Field(default=None, ge=0, le=100)
    revised: float | None = Field(default=None, ge=0, le=100)
    new: float | None = Field(default=None, ge=0, le=100)
    others: float | None = Field(default=None, ge=0, le=100)

    @field_validator("score", *STEPS)
    @classmethod
    def _in_thousandths(cls, value: float | None) -> float | None:
        if value is not None and round(value, 3) != value:
            raise ValueError("a score has three digits after the point at most")
        return value


def load_first_build(paths: Paths, *, codes: Collection[str]) -> tuple[FirstScore, ...]:
    """Read the file; nothing is known of a first build where there is none.

    Args:
        paths: where it lies.
        codes: of the councils of today, and of those that they replaced.

    Raises:
        ProsperityError: a row that does not fit, a score twice, a council that is not known, rows of two
            builds.
    """
    file = paths.first_build
    if not file.is_file():
        return ()
    records = read_records(file, FirstScore)
    faults = records.faults
    refuse_twins(records, lambda row: (row.area_code, row.node), name="node", what="score", faults=faults)
    for line, row in records:
        if row.area_code not in codes:
            faults.add(
                "there is no such council",
                line=line,
                name="area_code",
                code=row.area_code,
                expected="the code of a council in areas.csv or area_changes.csv",
            )
        if row.commit != records.rows[0].commit:
            faults.add(
                "the rows are not of one build",
                line=line,
                name="commit",
                code=row.area_code,
                expected=records.rows[0].commit,
            )
    faults.check()
    return records.rows
