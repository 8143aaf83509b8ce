"""A draft of a recipe out of a guess, and the first rows as it would read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from generator.files.sheets import list_sheets, read_lines
from generator.geography.area_names import AreaNames
from generator.sources.codes import CODE
from generator.sources.form_reader import read_form
from generator.sources.guess import guess_form
from generator.sources.guess_columns import Guess
from generator.sources.rawfile import FETCH_AGAIN
from generator.sources.readers import read_series
from generator.sources.recipe import Recipe
from generator.sources.recipe_files import OPEN

SOURCE_KEYS = ("title", "publisher", "publication", "link", "licence")
"""What no file tells of itself."""
_STAND_INS: dict[str, object] = {
    "unit": "x",
    "title": "x",
    "description": "x",
    "kind": "index",
    "denominator": "",
    "minimum": -1e300,
    "maximum": 1e300,
}
"""What stands for what is open, while the first rows are read."""


class _Plain(yaml.SafeDumper):
    """Writes the same list twice where it stands twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Return True: a person reads this."""
        return True


def guess_file(file: Path, *, sheet: str, names: AreaNames) -> Guess:
    """Look at a file and return how it may be read; of the sheets of a workbook, the one with most councils.

    Raises:
        ProsperityError: the file cannot be read as a table, or nothing in it says what it is about.
    """
    sheets = (sheet,) if sheet else list_sheets(file, mend=FETCH_AGAIN) or ("",)
    tables = {}
    for name in sheets:
        tables[name] = read_lines(file, sheet=name, separator=_find_separator(file), mend=FETCH_AGAIN)
    best = max(sheets, key=lambda name: sum(len(row) for row in tables[name].rows if _holds_area(row, names)))
    guess = guess_form(tables[best], names)
    if _find_separator(file) != ",":
        guess.form["separator"] = _find_separator(file)
    if len(sheets) > 1:
        others = ", ".join(repr(name) for name in sheets if name != best)
        guess.unsure.append(f"The sheet {best!r} is taken, not {others}.")
    return guess


def _find_separator(file: Path) -> str:
    """Return what stands between the cells of a CSV file."""
    if list_sheets(file, mend=FETCH_AGAIN):
        return ","
    text = file.read_bytes()[:4096].decode("utf-8", errors="replace")
    return max(",;\t", key=text.count)


def _holds_area(row: Sequence[str], names: AreaNames) -> bool:
    return any(cell and (names.knows(cell) or (CODE.fullmatch(cell) and len(cell) > 3)) for cell in row)


def write_draft(guess: Guess, *, dataset: str, file: str, told: Mapping[str, str]) -> str:
    """Return the text of a recipe; what neither the file nor ``told`` says is open.

    Args:
        guess: from ``guess_file``.
        dataset, file: as in ``Recipe``.
        told: values of ``SOURCE_KEYS``, where they are known.
    """
    recipe: dict[str, Any] = {
        "dataset": dataset,
        "layout": "form",
        "file": file,
        **{key: told.get(key) or OPEN for key in SOURCE_KEYS},
        "nations": guess.nations,
        "form": guess.form,
    }
    if guess.status_words:
        recipe["status_words"] = guess.status_words
    recipe["series"] = guess.series
    text: str = yaml.dump(
        recipe, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
    )
    return text


def read_first(file: Path, guess: Guess, *, names: AreaNames) -> dict[str, pd.DataFrame]:
    """Return the rows of every series as the guess reads them; columns of ``readers.TIDY_COLUMNS``.

    Raises:
        ProsperityError: a cell cannot be read so.
    """
    open_form = {key: given for key, given in guess.form.items() if given != OPEN}
    missing = guess.form.get("missing", {})
    open_form["missing"] = {mark: "blank" if why == OPEN else why for mark, why in missing.items()}
    if "period" in guess.form:
        open_form["period"] = "2000-01-01"
    series = [
        {key: _STAND_INS.get(key, given) if given == OPEN else given for key, given in one.items()}
        for one in guess.series
    ]
    recipe = Recipe.model_validate(
        {
            **dict.fromkeys((*SOURCE_KEYS, "file"), "x"),
            "dataset": "x",
            "layout": "form",
            "nations": guess.nations,
            "form": open_form,
            "status_words": {
                word: {"status": "observed" if one["status"] == OPEN else one["status"]}
                for word, one in guess.status_words.items()
            },
            "series": series,
        }
    )
    assert recipe.form is not None
    table = read_form(file, recipe.form)
    return {one.slug: read_series(table, recipe=recipe, series=one, names=names) for one in recipe.series}
