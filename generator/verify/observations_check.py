"""Holds the long table of all observations against the datasets it was made from, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from math import isclose
from pathlib import Path

FILES = "data/observations*.csv"
DOUBTFUL = "data/doubtful.csv"
MARKS = ("doubtful", "wrong")
"""Statuses of figures that do not count."""
KEY = ("dataset", "series", "area_code", "period")
Found = tuple[str, str]
"""Path of a file and what is wrong with it."""


def check_observations(folder: Path, datasets: Path) -> Iterator[Found]:
    """Yield what the published rows have more, less or otherwise than the datasets.

    Args:
        folder: root of a built site; one without the table has nothing to check.
        datasets: the folder with one folder for each dataset, each with its ``observations.csv``.
    """
    files = sorted(folder.glob(FILES))
    if not files:
        return
    held = {place.parent.name: place for place in datasets.glob("*/observations.csv")}
    refused = read_refused(folder)
    told: dict[str, str] = {}
    for file in files:
        path = file.relative_to(folder).as_posix()
        with file.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            for slug, own in _group(rows):
                if slug in told or slug not in held:
                    yield path, f"the dataset {slug} {'stands twice' if slug in told else 'is not in data/'}"
                    continue
                told[slug] = path
                yield from ((path, words) for words in _compare(slug, own, held[slug], refused))
    for slug in sorted(set(held) - set(told)):
        yield files[0].relative_to(folder).as_posix(), f"the dataset {slug} is missing"


def check_doubtful(folder: Path) -> Iterator[Found]:
    """Yield doubtful figures that the observations do not have so, and marks that nobody explains.

    Args:
        folder: root of a built site; one without both tables has nothing to check.
    """
    files = sorted(folder.glob(FILES))
    if not files or not (folder / DOUBTFUL).is_file():
        return
    with (folder / DOUBTFUL).open(encoding="utf-8", newline="") as stream:
        told = {tuple(row[name] for name in KEY): row for row in csv.DictReader(stream)}
    missing = dict.fromkeys(told)
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                key = tuple(row[name] for name in KEY)
                marked = row["status"] if row["status"] in MARKS else ""
                if key not in told:
                    if marked:
                        yield DOUBTFUL, f"{' '.join(key)} is {marked}, and is not in the table"
                    continue
                missing.pop(key, None)
                decision = _tell_status(told[key]["decision"])
                if marked != decision.replace("stands", ""):
                    yield DOUBTFUL, f"{' '.join(key)}: {decision} here, {row['status']} in the observations"
                elif not _is_same(told[key]["value"], row["value"]):
                    yield DOUBTFUL, f"{' '.join(key)} is {told[key]['value']}, and {row['value']} observed"
    yield from ((DOUBTFUL, f"there is no observation of {' '.join(key)}") for key in missing)


def _tell_status(decision: str) -> str:
    """Return the mark of a figure by what was decided on it: nothing, or open, leaves it doubtful."""
    return "doubtful" if decision in ("", "open") else decision


def _is_same(one: str, other: str) -> bool:
    """Say whether two cells hold one number, but for the last digits that a table keeps."""
    try:
        return isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


def _group(rows: Iterator[dict[str, str]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield the rows of one dataset after the other."""
    slug = ""
    own: list[dict[str, str]] = []
    for row in rows:
        if row["dataset"] != slug and own:
            yield slug, own
            own = []
        slug = row.pop("dataset")
        own.append(row)
    if own:
        yield slug, own


def read_refused(folder: Path) -> dict[tuple[str, ...], str]:
    """Return the status of each figure that does not count, by where it stands, as the site tells it."""
    file = folder / DOUBTFUL
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as stream:
        return {
            tuple(row[name] for name in KEY): _tell_status(row["decision"])
            for row in csv.DictReader(stream)
            if row["decision"] != "stands"
        }


def _compare(
    slug: str, told: list[dict[str, str]], file: Path, refused: Mapping[tuple[str, ...], str]
) -> Iterator[str]:
    """Yield the first difference between the published rows of a dataset and its own.

    A figure that does not count has another status, and a note behind its own.
    """
    with file.open(encoding="utf-8", newline="") as stream:
        held = list(csv.DictReader(stream))
    for number, (one, other) in enumerate(zip(told, held, strict=False), start=1):
        status = refused.get((slug, *(other[name] for name in KEY[1:])))
        if status and (one["status"] != status or not one["note"].startswith(other["note"])):
            yield f"row {number} of {slug} is {status}, and is not marked so"
            return
        if status:
            other |= {"status": status, "note": one["note"]}
        if one != other:
            names = [name for name in other if one.get(name) != other[name]] or ["the columns"]
            yield f"row {number} of {slug} differs in {names[0]}"
            return
    if len(told) != len(held):
        yield f"{slug} has {len(told):,} rows, in data/ it has {len(held):,}"
