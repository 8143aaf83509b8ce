"""What became of every former council and county: raw rows in, the table of changes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from generator.catalogue.names import GivenNames
from generator.errors import ProsperityError
from generator.geography import names
from generator.geography.former_districts import list_districts
from generator.geography.register import PARTIAL
from generator.geography.tables import read_rows

CHANGE_COLUMNS = (
    *("predecessor_code", "predecessor_name", "predecessor_slug", "successor_code"),
    *("change_date", "kind", "share"),
)
NAME_KEPT = "E07000083"
"""Tewkesbury: the register still uses this name, so its new one is only a search name."""
DIVIDED = "split"
"""Kind of the change by which a part of a district went to another council than the rest."""

_KINDS = {"merge": "merge", "rename": "rename", DIVIDED: DIVIDED}
Row = dict[str, str]


def read_changes(sources: Path) -> list[Row]:
    """Return the raw changes between codes and those of Northern Ireland's districts.

    The part of old Dorset that went to its neighbour is left out.
    """
    columns = ("predecessor_code", "predecessor_name", "successor_code", "change_date", "kind")
    rows = read_rows(sources / "geography" / "lad_changes.csv", columns=columns)
    kept = [row for row in rows if (row["predecessor_code"], row["successor_code"]) not in PARTIAL]
    return kept + list_districts()


def read_shares(sources: Path) -> dict[str, float]:
    """Return the share of today's council that each former council made up, by its code, where known."""
    rows = read_rows(sources / "geography" / "lad_to_current.csv", columns=("code", "weight_in_current"))
    return {row["code"]: float(row["weight_in_current"]) for row in rows if row["weight_in_current"]}


def read_ends(sources: Path) -> dict[str, set[str]]:
    """Return the councils of today that each code of any year ended at, as the raw look-up has them."""
    ends: dict[str, set[str]] = {}
    for row in read_rows(sources / "geography" / "lad_to_current.csv", columns=("code", "current_code")):
        if (row["code"], row["current_code"]) not in PARTIAL:
            ends.setdefault(row["code"], set()).add(row["current_code"])
    return ends


def find_successors(changes: Iterable[Row]) -> dict[str, str]:
    """Return the next code of every former council; counties are not councils."""
    return {row["predecessor_code"]: row["successor_code"] for row in changes if not is_county(row)}


def follow(code: str, successors: Mapping[str, str]) -> str:
    """Return the code of today, over any number of changes (a renamed council succeeds itself).

    Raises:
        ProsperityError: codes that succeed each other in a circle.
    """
    seen = {code}
    while successors.get(code, code) != code:
        code = successors[code]
        if code in seen:
            raise ProsperityError(
                "codes succeed each other in a circle", file="geography/lad_changes.csv", code=code
            )
        seen.add(code)
    return code


def is_county(row: Row) -> bool:
    """Whether a change ended a county council."""
    return row["predecessor_code"].startswith("E10")


def make_area_changes(
    changes: Sequence[Row], *, shares: Mapping[str, float], given: GivenNames
) -> list[dict[str, object]]:
    """Return every former council and county with the councils of today that it became."""
    successors = find_successors(changes)
    rows: list[dict[str, object]] = []
    for row in changes:
        code, kind = row["predecessor_code"], _reader_kind(row)
        if code == NAME_KEPT:
            continue
        successor = follow(row["successor_code"], successors)
        name = row["predecessor_name"]
        name = given.pick(successor, "name", name) if kind == "recode" else name
        share = 1.0 if kind == "recode" else shares.get(code)
        rows.append(
            {
                "predecessor_code": code,
                "predecessor_name": name,
                "predecessor_slug": names.slugify(name),
                "successor_code": successor,
                "change_date": row["change_date"],
                "kind": kind,
                "share": share if kind != "county" else None,
            }
        )
    return sorted(rows, key=lambda row: (str(row["successor_code"]), str(row["predecessor_code"])))


def _reader_kind(row: Row) -> str:
    return "county" if is_county(row) else _KINDS.get(row["kind"], "recode")


def check_changes(
    rows: Iterable[Mapping[str, object]], *, ends: Mapping[str, set[str]], current: Collection[str]
) -> None:
    """Refuse a table of changes that does not lead every code of the raw look-up where the look-up does.

    Args:
        rows: see ``make_area_changes``.
        ends: see ``read_ends``.
        current: codes of the councils of today.

    Raises:
        ProsperityError: a change that ends at no council of today, a former code without a change, or one
            whose changes end elsewhere.
    """
    found: dict[str, set[str]] = {}
    for row in rows:
        code, successor = str(row["predecessor_code"]), str(row["successor_code"])
        found.setdefault(code, set()).add(successor)
        if successor not in current:
            raise ProsperityError(
                f"a change ends at {successor}, which is no council of today",
                file="geography/lad_changes.csv",
                code=code,
            )
    for code, expected in sorted(ends.items()):
        if code not in current and found.get(code) != expected:
            raise ProsperityError(
                "a former code ends at other councils than in the look-up",
                file="geography/lad_changes.csv",
                code=code,
                expected=", ".join(sorted(expected)),
                mend="add the change, or correct geography/lad_to_current.csv",
            )
