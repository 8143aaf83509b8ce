"""A guess at how a publisher's own file is to be read, with all that the guess is not sure of."""

from __future__ import annotations

from generator.files.sheets import Lines
from generator.geography.area_names import AreaNames
from generator.sources.guess_columns import (
    Grid,
    Guess,
    find_across,
    find_areas,
    find_head,
    find_periods,
    find_roles,
    is_area,
    note_names,
    note_uncoded,
    tell_head,
)
from generator.sources.guess_series import find_marks, find_series, find_status_words
from generator.sources.recipe_files import OPEN


def guess_form(lines: Lines, names: AreaNames) -> Guess:
    """Return how a file, or one sheet of a workbook, may be read.

    Args:
        lines: all of it.
        names: of areas, for files that have no codes.

    Raises:
        ProsperityError: no column holds areas, there is no head above them, or no column holds periods or
            figures.
    """
    area, by_name = find_areas(lines, names)
    guess = Guess({"sheet": lines.sheet} if lines.sheet else {})
    found = [place for place, row in enumerate(lines.rows) if is_area(row, area, names if by_name else None)]
    head, numbers = find_head(lines, found[0], area=area)
    guess.form["head"] = numbers if len(numbers) > 1 else numbers[0]
    width = len(head)
    grid = Grid(head, [(lines.rows[place] + [""] * width)[:width] for place in found], area, by_name)
    columns = {"area": tell_head(grid, area, guess)}
    if by_name:
        guess.form["names"] = True
        note_names(lines, grid, found, head=numbers[-1], names=names, guess=guess)
    roles = find_roles(grid, guess)
    if not by_name:
        note_uncoded(lines, found, area=area, name=roles.get("name"), guess=guess)
    guess.form["columns"] = columns | {role: tell_head(grid, place, guess) for role, place in roles.items()}
    if "value" not in roles:
        figures = find_across(grid, guess)
    else:
        figures = [place for role, place in roles.items() if role in ("value", "lower", "upper", "margin")]
        if "period" in roles:
            find_periods(grid.values(roles["period"]), guess)
        else:
            guess.form["period"] = OPEN
            guess.unsure.append(
                "No column holds periods: write the one of the whole file, such as 2024-04-01/P1Y."
            )
    find_marks(grid, figures, guess)
    if "status" in roles:
        find_status_words(grid, roles, guess)
    find_series(grid, roles, figures=figures, names=names, guess=guess)
    return guess
