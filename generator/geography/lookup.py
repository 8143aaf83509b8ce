"""The look-up that carries figures to the councils of today, as one file of ``data/``.

An import from a feed alone has no raw tables of the register. So a full import writes down what it made of
them: codes, mergers, and the weights of former councils.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from generator.files.documents import read_json_record
from generator.files.faults import Faults
from generator.geography.register import Register
from generator.geography.weights import Weighting

LOOKUP = "lookup.json"
_REIMPORT = "run once: prosperity import SOURCES_DIR"


def format_lookup(register: Register, weightings: dict[str, Weighting]) -> str:
    """Return the register and the weights as JSON, always the same text for the same content.

    A table of weights that several denominators share is written once.
    """
    tables: list[dict[str, Any]] = []
    numbers: dict[int, int] = {}
    described: dict[str, Any] = {}
    for slug, weighting in weightings.items():
        used = []
        for words, years in weighting.tables:
            if id(years) not in numbers:
                numbers[id(years)] = len(tables)
                tables.append(
                    {str(year): dict(sorted(known.items())) for year, known in sorted(years.items())}
                )
            used.append([words, numbers[id(years)]])
        described[slug] = {"words": weighting.words, "tables": used}
    content = {
        "current": sorted(register.current),
        "successor": dict(sorted(register.successor.items())),
        "predecessors": {
            code: [sorted(group) for group in groups]
            for code, groups in sorted(register.predecessors.items())
        },
        "counties": {code: list(places) for code, places in sorted(register.counties.items())},
        "whole_counties": sorted(register.whole_counties),
        "county_names": dict(sorted(register.county_names.items())),
        "counties_of_today": sorted(register.counties_of_today),
        "began": dict(sorted(register.began.items())),
        "divided": {code: dict(sorted(parts.items())) for code, parts in sorted(register.divided.items())},
        "untraced": sorted(register.untraced),
        "tables": tables,
        "weightings": described,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def load_lookup(file: Path) -> tuple[Register, dict[str, Weighting]]:
    """Read what ``format_lookup`` wrote.

    Raises:
        ProsperityError: the file is missing or is not what an import writes.
    """
    content = read_json_record(file, _Content, mend=_REIMPORT, missing=_REIMPORT)
    faults = Faults(file, _REIMPORT)
    known = {*content.current, *content.counties_of_today, *content.counties}
    for name, named in (
        ("successor", content.successor.values()),
        ("predecessors", content.predecessors),
        ("counties", [council for places in content.counties.values() for council in places]),
        ("whole_counties", content.whole_counties),
        ("began", content.began),
        ("divided", [code for parts in content.divided.values() for code in parts]),
    ):
        for code in sorted({*named} - known):
            faults.add(f"{code} is no area of today", name=name, code=code, expected="a code of current")
    for slug, one in content.weightings.items():
        for _, number in one.tables:
            if number >= len(content.tables):
                faults.add(
                    f"there is no table number {number}",
                    name=f"weightings.{slug}",
                    expected=f"less than {len(content.tables)}",
                )
    faults.check()
    register = Register(
        current=frozenset(content.current),
        successor=content.successor,
        predecessors={
            code: tuple(frozenset(group) for group in groups) for code, groups in content.predecessors.items()
        },
        counties={code: tuple(places) for code, places in content.counties.items()},
        whole_counties=frozenset(content.whole_counties),
        county_names=content.county_names,
        counties_of_today=frozenset(content.counties_of_today),
        began=content.began,
        divided=content.divided,
        untraced=frozenset(content.untraced),
    )
    tables = [{int(year): known for year, known in table.items()} for table in content.tables]
    weightings = {
        slug: Weighting(one.words, tuple((words, tables[number]) for words, number in one.tables))
        for slug, one in content.weightings.items()
    }
    return register, weightings


_Year = Annotated[str, Field(pattern=r"^(1[89]|20)[0-9]{2}$")]
_Day = Annotated[str, Field(pattern=r"^(1[89]|20)[0-9]{2}(-[0-9]{2}-[0-9]{2})?$")]
_Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Weights(BaseModel):
    """Weights of one denominator: words of each table, and its number."""

    model_config = ConfigDict(extra="forbid")

    words: str
    tables: list[tuple[str, Annotated[int, Field(ge=0, strict=True)]]]


class _Content(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid")

    current: Annotated[list[str], Field(min_length=1)]
    successor: dict[str, str]
    predecessors: dict[str, list[list[str]]]
    counties: dict[str, list[str]]
    whole_counties: list[str]
    county_names: dict[str, str]
    counties_of_today: list[str]
    began: dict[str, _Day]
    divided: dict[str, dict[str, _Weight]]
    untraced: list[str]
    tables: list[dict[_Year, dict[str, _Weight]]]
    weightings: dict[str, _Weights]
