"""Loads the recipes and checks what one record cannot see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

from generator.catalogue.yaml_files import find_text, load_record
from generator.errors import ProsperityError
from generator.geography.denominators import load_denominators
from generator.intake import refuse_outside
from generator.sources.recipe import Acceptance, Recipe, SeriesRecipe

RECIPES = Path(__file__).parent / "recipes"
_STRICT = ("types", "keys", "acceptance")
"""Gates that no reason opens."""


def load_recipes(folder: Path = RECIPES) -> tuple[Recipe, ...]:
    """Return every recipe, sorted by dataset.

    Raises:
        ProsperityError: no recipes, a file whose name is not its dataset, a series slug used twice, a range
            turned round, a series of a nation that the dataset does not name, a rate or mean without a known
            denominator, an acceptance for a series that is not there or of a gate that takes none, a path
            that leads out of the folder of raw files.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise ProsperityError("there are no recipes", file=folder, expected="one .yml file per dataset")
    known = load_denominators()
    return tuple(_load_recipe(file, denominators=known) for file in files)


def _load_recipe(file: Path, *, denominators: Collection[str]) -> Recipe:
    recipe = load_record(file, Recipe)
    if recipe.dataset != file.stem:
        raise ProsperityError(
            "the dataset is not the name of the file", file=file, field="dataset", expected=file.stem
        )
    _check_paths(recipe, file=file)
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
        _check_denominator(series, file=file, known=denominators)
    for acceptance in recipe.accepted:
        _check_acceptance(acceptance, recipe=recipe, file=file)
    return recipe


def _check_denominator(series: SeriesRecipe, *, file: Path, known: Collection[str]) -> None:
    """Refuse a rate or mean that is per nothing we know, and a count or index that is per something."""
    given, averaged = series.denominator, series.kind in ("rate", "mean")
    if given in known if averaged else not given:
        return
    problem = f"denominator {given!r} is not known" if given else f"series {series.slug!r} is per nothing"
    if not averaged:
        problem = f"a series of kind {series.kind} has a denominator, but is never averaged"
    raise ProsperityError(
        problem,
        file=file,
        line=find_text(file, f"denominator: {given}" if given else f"slug: {series.slug}"),
        field="denominator",
        code=given or series.slug,
        expected=f"one of {', '.join(known)}" if averaged else "none",
        mend="say what the rate or mean is per; new ones go into geography/denominators.yml"
        if averaged
        else "take it out",
    )


def _check_paths(recipe: Recipe, *, file: Path) -> None:
    """Refuse a raw file or look-up outside the folder of raw files."""
    refuse_outside(recipe.file, file=file, line=find_text(file, recipe.file))
    for series in recipe.series:
        if series.shared_within is not None:
            line = find_text(file, series.shared_within)
            refuse_outside(series.shared_within, file=file, line=line)


def _check_acceptance(acceptance: Acceptance, *, recipe: Recipe, file: Path) -> None:
    slugs = [series.slug for series in recipe.series]
    if acceptance.series not in slugs:
        raise ProsperityError(
            f"a problem of series {acceptance.series!r} is accepted, which the recipe does not have",
            file=file,
            line=find_text(file, f"series: {acceptance.series}"),
            field="accepted",
            expected=", ".join(slugs),
        )
    if acceptance.gate in _STRICT:
        raise ProsperityError(
            f"the gate {acceptance.gate!r} takes no reason",
            file=file,
            line=find_text(file, f"gate: {acceptance.gate}"),
            field="accepted",
            mend="correct the data",
        )
