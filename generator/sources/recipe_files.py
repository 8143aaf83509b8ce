"""Loads the recipes and checks what one record cannot see."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from generator.catalogue.yaml_files import find_text, load_record
from generator.errors import ProsperityError
from generator.sources.recipe import Recipe

RECIPES = Path(__file__).parent / "recipes"


def load_recipes(folder: Path = RECIPES) -> tuple[Recipe, ...]:
    """Return every recipe, sorted by dataset.

    Raises:
        ProsperityError: no recipes, a file whose name is not its dataset, a series slug used twice, a range
            turned round, a series of a nation that the dataset does not name.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise ProsperityError("there are no recipes", file=folder, expected="one .yml file per dataset")
    return tuple(_load_recipe(file) for file in files)


def _load_recipe(file: Path) -> Recipe:
    recipe = load_record(file, Recipe)
    if recipe.dataset != file.stem:
        raise ProsperityError(
            "the dataset is not the name of the file", file=file, field="dataset", expected=file.stem
        )
    for slug, times in Counter(series.slug for series in recipe.series).items():
        if times > 1:
            line = find_text(file, f"slug: {slug}", occurrence=2)
            raise ProsperityError(
                f"series {slug!r} is given {times} times", file=file, line=line, field="slug"
            )
    for series in recipe.series:
        line = find_text(file, f"slug: {series.slug}")
        if series.minimum >= series.maximum:
            raise ProsperityError("minimum is not below maximum", file=file, line=line, field="minimum")
        foreign = [nation for nation in series.nations if nation not in recipe.nations]
        if foreign:
            problem = f"series {series.slug!r} names {foreign[0]}, which the dataset does not"
            raise ProsperityError(
                problem, file=file, line=line, field="nations", expected=", ".join(recipe.nations)
            )
    return recipe
