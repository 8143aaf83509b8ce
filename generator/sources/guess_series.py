"""Which series a publisher's own file holds, and which marks stand in place of figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from generator.catalogue.records import NATIONS
from generator.geography.area_names import AreaNames
from generator.geography.names import slugify
from generator.sources.codes import COUNCIL_PREFIXES, describe_code
from generator.sources.guess_columns import NUMBER, Grid, Guess
from generator.sources.notes import MARKS_BY_REASON
from generator.sources.recipe_files import OPEN

MOST_SERIES = 8

_MOST_VALUES = 30

_MARKS = {
    "suppressed": ("*", "c", "[c]", "!", "s", "[s]", "suppressed", "<5", "#"),
    "unreliable": ("u", "[u]", "[w]"),
    "not_applicable": ("z", "[z]"),
    "unavailable": (
        "x",
        "[x]",
        ":",
        "..",
        "...",
        ".",
        "-",
        "–",
        "~",
        "n/a",
        "na",
        "#n/a",
        "[no data]",
        "null",
        "nan",
    ),
}

"""What marks in place of a figure usually mean. Publishers differ, so each is told."""

_NO_DIMENSION = re.compile(
    r".*(?:compared|trend|rank|sortable|new data|count|denominator|significan|parent|note|colou?r).*"
)

"""Columns that say something of a figure, and not what it is a figure of."""

_CONSTANT = ("all", "total", "persons", "people", "all ages", "both sexes")


def find_marks(grid: Grid, figures: Sequence[int], guess: Guess) -> None:
    """Note what stands in place of figures."""
    cells = Counter(cell for place in figures for cell in grid.column(place) if cell)
    if any("," in cell and NUMBER.fullmatch(cell) for cell in cells):
        guess.form["thousands"] = True
    found = {}
    for cell in sorted(cell for cell in cells if not NUMBER.fullmatch(cell)):
        found[cell] = next((why for why, marks in _MARKS.items() if cell.casefold() in marks), OPEN)
    if found:
        guess.form["missing"] = found
        told = ", ".join(f"{mark!r} {why}" for mark, why in found.items())
        guess.unsure.append(f"Marks in place of figures: {told}. See what the publisher's notes say of them.")


def find_status_words(grid: Grid, roles: Mapping[str, int], guess: Guess) -> None:
    """Note the words that stand beside figures and are no marks of official statistics."""
    value = roles.get("value")
    for row in grid.rows:
        word = row[roles["status"]]
        if word and (value is None or NUMBER.fullmatch(row[value])) and word not in MARKS_BY_REASON.values():
            known = {"e": "estimated", "p": "observed", "r": "observed"}.get(word.strip("[]").casefold())
            guess.status_words.setdefault(word, {"status": known or OPEN})
    if guess.status_words:
        told = ", ".join(f"{word!r} {one['status']}" for word, one in guess.status_words.items())
        guess.unsure.append(
            f"Words beside figures: {told}; each is observed, derived, estimated or upper_tier."
        )


def find_series(
    grid: Grid, roles: Mapping[str, int], *, figures: Sequence[int], names: AreaNames, guess: Guess
) -> None:
    """Note the series: one for each indicator, unit and value of the columns that tell rows apart."""
    _find_interval_rows(grid, roles, guess)
    codes = [names.find(cell) if grid.names else cell for cell in grid.column(grid.area)]
    kinds = {code: describe_code(code) for code in codes}
    nations = {nation for kind in kinds.values() if kind and kind.used for nation in kind.nations}
    guess.nations = [nation for nation in NATIONS if nation in nations]
    starts = sorted({code[:3] for code, kind in kinds.items() if kind})
    apart = _tell_rows_apart(grid, roles, figures=figures, guess=guess)
    council = [code[:3] in COUNCIL_PREFIXES for code in codes]
    by = [roles[role] for role in ("indicator", "unit") if role in roles] + apart
    found = dict.fromkeys(
        tuple(row[place] for place in by) for row, own in zip(grid.rows, council, strict=True) if own
    )
    order = sorted(
        found, key=lambda key: [key[: len(by) - len(apart)], *map(_rank_value, key[len(by) - len(apart) :])]
    )
    if guess.form.get("interval_rows"):
        ends = set(guess.form["interval_rows"].values())
        order = [key for key in order if not ends & set(key)]
    if len(order) > MOST_SERIES:
        guess.unsure.append(f"The file has {len(order)} series: the first {MOST_SERIES} are written.")
    for key in order[:MOST_SERIES]:
        told = dict(zip(by, key, strict=True))
        rows = [row for row in grid.rows if all(row[place] == cell for place, cell in told.items())]
        select: dict[str, Any] = {}
        if "indicator" in roles:
            select["indicator"] = told[roles["indicator"]]
        if apart:
            select["where"] = {grid.head[place]: told[place] for place in apart}
        if None in kinds.values():
            select["code_starts"] = starts
        if "unit" in roles:
            select["source_unit"] = told[roles["unit"]]
        _describe(select, rows, figures=figures, roles=roles, told=told, apart=apart, guess=guess)
    if None in kinds.values():
        strange = sorted({code[:3] for code, kind in kinds.items() if kind is None})
        guess.unsure.append(
            f"Kinds of areas that are not known are left out by code_starts: {', '.join(strange)}."
        )


def _rank_value(cell: str) -> tuple[bool, str]:
    return cell.casefold() not in _CONSTANT and cell != "", cell


def _describe(
    select: dict[str, Any],
    rows: Sequence[Sequence[str]],
    *,
    figures: Sequence[int],
    roles: Mapping[str, int],
    told: Mapping[int, str],
    apart: Sequence[int],
    guess: Guess,
) -> None:
    """Add one series, with what the file tells of it."""
    chosen = [told[place] for place in apart if told[place] and _rank_value(told[place])[0]]
    title = ", ".join([*filter(None, [select.get("indicator", "")]), *chosen])
    unit = select.get("source_unit", "") or (
        "%" if "%" in " ".join(guess.form.get("across", {}).values()) else ""
    )
    value = roles.get("value")
    digits = [
        len(match[1] or "")
        for row in rows
        for place in ([value] if value is not None else figures)
        if (match := NUMBER.fullmatch(row[place]))
    ]
    slug = slugify(title)[:60].strip("-") or "figures"
    taken = [one["slug"] for one in guess.series]
    percent = "%" in unit or unit.casefold().startswith("percent")
    guess.series.append(
        {
            "slug": slug if slug not in taken else f"{slug}-{len(taken) + 1}",
            "title": title or OPEN,
            **({"select": select} if select else {"select": {}}),
            "unit": "%" if percent else unit or OPEN,
            "decimals": min(max(digits, default=0), 4),
            "kind": OPEN,
            "denominator": OPEN,
            "nations": guess.nations,
            "description": OPEN,
            "minimum": 0 if percent else OPEN,
            "maximum": 100 if percent else OPEN,
        }
    )


def _find_interval_rows(grid: Grid, roles: Mapping[str, int], guess: Guess) -> None:
    """Note a column that tells ends of intervals from their figures."""
    for place, name in enumerate(grid.head):
        values = grid.values(place) if place not in (grid.area, *roles.values()) else []
        lower = [one for one in values if re.search("(?i)lower.*(confidence|limit|ci)", one)]
        upper = [one for one in values if re.search("(?i)upper.*(confidence|limit|ci)", one)]
        if len(lower) == len(upper) == 1:
            guess.form["interval_rows"] = {"column": name, "lower": lower[0], "upper": upper[0]}
            guess.unsure.append(
                f"Intervals are taken from the rows of {name!r} that say {lower[0]!r} and {upper[0]!r}."
            )
            return


def _tell_rows_apart(
    grid: Grid, roles: Mapping[str, int], *, figures: Sequence[int], guess: Guess
) -> list[int]:
    """Return columns, found one by one, by which rows of one area and period differ no more."""
    keys = [grid.area, *(roles[role] for role in ("period", "indicator", "unit") if role in roles)]
    used = {*keys, *roles.values(), *figures}
    free = [
        place
        for place, name in enumerate(grid.head)
        if place not in used
        and name
        and grid.head.count(name) == 1
        and not _NO_DIMENSION.fullmatch(name.casefold())
        and 1 < len(grid.values(place)) <= _MOST_VALUES
        and not all(NUMBER.fullmatch(cell) for cell in grid.values(place) if cell)
    ]
    chosen: list[int] = []
    clashes = _count_clashes(grid, keys, figures)
    while clashes:
        left = {
            place: _count_clashes(grid, [*keys, *chosen, place], figures)
            for place in free
            if place not in chosen
        }
        # The last of several that do the same: words stand after their codes.
        best = min(left, key=lambda place: (left[place], -place), default=None)
        if best is None or left[best] == clashes:
            guess.unsure.append(
                f"{clashes} rows have the area and period of another, with another figure, and no column "
                "tells them apart: choose the rows by where."
            )
            break
        chosen.append(best)
        clashes = left[best]
    return sorted(chosen)


def _count_clashes(grid: Grid, keys: Sequence[int], figures: Sequence[int]) -> int:
    """Return how many rows have the key of an earlier one, and other figures."""
    rows = sorted(
        (tuple(row[place] for place in keys), tuple(row[place] for place in figures)) for row in grid.rows
    )
    return sum(one[0] == other[0] and one[1] != other[1] for one, other in pairwise(rows))
