"""The look-up that carries figures to the councils of today, as one file of ``data/``.

An import from a feed alone has no raw tables of the register. So a full import writes down what it made of
them: codes, mergers, and the weights of former councils.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.errors import ProsperityError
from generator.files.documents import read_json
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
    if not file.is_file():
        raise ProsperityError(
            "the data folder does not hold what an import from a feed alone needs",
            file=file,
            expected="the look-up that a full import writes there",
            mend=_REIMPORT,
        )
    try:
        content = read_json(file, mend=_REIMPORT)
        register = Register(
            current=frozenset(content["current"]),
            successor=content["successor"],
            predecessors={
                code: tuple(frozenset(group) for group in groups)
                for code, groups in content["predecessors"].items()
            },
            counties={code: tuple(places) for code, places in content["counties"].items()},
            whole_counties=frozenset(content["whole_counties"]),
            county_names=content["county_names"],
            counties_of_today=frozenset(content["counties_of_today"]),
            divided=content["divided"],
            untraced=frozenset(content["untraced"]),
        )
        tables = [{int(year): known for year, known in table.items()} for table in content["tables"]]
        weightings = {
            slug: Weighting(one["words"], tuple((words, tables[number]) for words, number in one["tables"]))
            for slug, one in content["weightings"].items()
        }
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as reason:
        raise ProsperityError(
            f"look-up cannot be read: {reason}",
            file=file,
            expected="what a full import writes",
            mend=_REIMPORT,
        ) from None
    return register, weightings
