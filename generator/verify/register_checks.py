"""Holds codes of every year, councils that will change and names of places against the places of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.verify.evidence import Row
from generator.verify.public_tables import PublicTables, read_rows

Found = tuple[str, str]
"""Path of a file and what is wrong with it."""
CODES, CHANGES, NAMES = "area_codes.csv", "council_changes.csv", "place_names.csv"
SLACK = 0.002
"""Shares are rounded: those of one place may miss 1 by so much."""
ENDS = 'class="aka ends"'
"""What the page of a council that will end has in its head, and no other page."""


def check_register(folder: Path) -> Iterator[Found]:
    """Yield every fault of the tables of the register; a site without them has nothing to check."""
    if not (folder / "data" / "areas.csv").is_file():
        return
    councils = {
        code: row["slug"] for code, row in PublicTables(folder).areas.items() if row["kind"] == "council"
    }
    for name, check in ((CODES, _check_codes), (CHANGES, _check_changes), (NAMES, _check_names)):
        file = folder / "data" / name
        if file.is_file():
            rows = list(read_rows(file))
            yield from ((f"data/{name}", detail) for detail in check(rows, councils))
            if name == CHANGES:
                yield from _check_pages(folder, rows, councils)


def _check_codes(rows: list[Row], councils: dict[str, str]) -> Iterator[str]:
    """Each code of today leads to itself, each other one to councils of today; shares and days fit."""
    own = {row["code"] for row in rows if row["code"] == row["successor_code"]}
    for code in sorted(own ^ councils.keys()):
        yield f"{code}: a council of today leads to itself, and nothing else does"
    for row in rows:
        if row["successor_code"] not in councils:
            yield f"{row['code']}: {row['successor_code']} is no council of today"
        if row["from"] and row["until"] and row["until"] < row["from"]:
            yield f"{row['code']}: it ends before it begins"
        if row["until"] and row["code"] in councils:
            yield f"{row['code']}: it is in use and has an end"
    yield from _check_shares(rows, "code")


def _check_changes(rows: list[Row], councils: dict[str, str]) -> Iterator[str]:
    """Only councils of today will end, each whole."""
    for row in rows:
        if row["predecessor_code"] not in councils:
            yield f"{row['predecessor_code']} is no council of today"
    yield from _check_shares(rows, "predecessor_code")


def _check_names(rows: list[Row], councils: dict[str, str]) -> Iterator[str]:
    """Every place lies in councils of today, and a constituency whole."""
    for row in rows:
        if row["council_code"] not in councils:
            yield f"{row['name']}: {row['council_code']} is no council of today"
    yield from _check_shares([row for row in rows if row["kind"] == "constituency"], "code")


def _check_shares(rows: Iterable[Row], key: str) -> Iterator[str]:
    """Yield each place whose shares do not add up to 1, where all are known."""
    shares: dict[str, list[str]] = {}
    for row in rows:
        shares.setdefault(row[key], []).append(row["share"])
    for code, found in shares.items():
        if all(found) and abs(sum(map(float, found)) - 1) > SLACK:
            yield f"{code}: its shares add up to {sum(map(float, found)):g}"


def _check_pages(folder: Path, rows: list[Row], councils: dict[str, str]) -> Iterator[Found]:
    """The page of a council says that it will end, by which order and what follows, if the table does."""
    told: dict[str, list[Row]] = {}
    for row in rows:
        told.setdefault(row["predecessor_code"], []).append(row)
    for code, slug in councils.items():
        page = folder / "councils" / slug / "index.html"
        if not page.is_file():
            continue
        text = page.read_text("utf-8")
        path = page.relative_to(folder).as_posix()
        if (ENDS in text) is not (code in told):
            yield path, "says that the council ends, or does not, unlike the table of changes"
            continue
        said = text.partition(ENDS)[2].partition("</p>")[0]
        for row in told.get(code, ()):
            year = row["change_date"][:4]
            if not all(part in said for part in (row["successor_name"], row["link"], year)):
                yield path, f"does not name {row['successor_name']}, its day or the order"
