"""Loads the recipes and checks what one record cannot see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.catalogue.denominators import find_wrong_denominator, load_denominators
from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.files.documents import find_key, find_text, load_record
from generator.files.faults import Faults
from generator.files.intake import refuse_outside
from generator.files.texts import read_text
from generator.paths import PROJECT
from generator.sources.recipe import Acceptance, Recipe, SeriesRecipe

RECIPES = PROJECT.recipes
OPEN = "?"
"""What stands in a recipe where a person has still to say something."""
_STRICT = ("types", "keys", "acceptance")
"""Gates that no reason opens."""


def load_recipes(folder: Path = RECIPES) -> tuple[Recipe, ...]:
    """Return every recipe, sorted by dataset.

    Raises:
        ProsperityError: no recipes, a file whose name is not its dataset, what a person has still to fill in,
            a form that does not tell how its file is read, a series slug used twice, a range turned round, a
            series of a nation that the dataset does not name, a rate or mean without a known denominator, an
            acceptance for a series that is not there or of a gate that takes none, a path that leads out of
            the folder of raw files, a ``per`` without ``divided_by`` or the other way round, or one that the
            unit or the kind contradicts, a break whose period cannot be read or whose older series is not
            there.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise ProsperityError("there are no recipes", file=folder, expected="one .yml file per dataset")
    denominators = load_denominators()
    with _mend_recipe():
        recipes = tuple(_load_recipe(file, denominators=denominators) for file in files)
        known = {f"{recipe.dataset}/{series.slug}" for recipe in recipes for series in recipe.series}
        for recipe, file in zip(recipes, files, strict=True):
            _check_breaks(recipe, known=known, file=file)
    return recipes


@contextmanager
def _mend_recipe() -> Iterator[None]:
    """Say of every refusal what can be done, where it does not say so itself."""
    try:
        yield
    except ProsperityError as error:
        raise error if error.mend else error.with_mend("correct the recipe") from None


def _load_recipe(file: Path, *, denominators: Collection[str]) -> Recipe:
    _refuse_unfinished(file)
    recipe = load_record(file, Recipe)
    if recipe.dataset != file.stem:
        raise ProsperityError(
            "the dataset is not the name of the file", file=file, field="dataset", expected=file.stem
        )
    _check_paths(recipe, file=file)
    _check_form(recipe, file=file)
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
    _check_division(recipe, file=file)
    return recipe


def _refuse_unfinished(file: Path) -> None:
    """Refuse a recipe that a person has still to finish."""
    faults = Faults(file, "fill it in, then run the import again")
    for number, line in enumerate(read_text(file, what="YAML").content.splitlines(), start=1):
        key, _, given = line.strip().removeprefix("- ").partition(": ")
        if given.split(" #")[0].strip().strip("'\"") == OPEN:
            faults.add("this is still open", line=number, name=key, expected="what the source says")
    faults.check()


def _check_form(recipe: Recipe, *, file: Path) -> None:
    """Refuse a form that is missing, not wanted or incomplete, and selections that do not go with it."""
    faults = Faults(file, "correct the recipe")
    form = recipe.form
    line = find_key(file, "layout")
    if (form is None) == (recipe.layout == "form"):
        expected = "a form exactly where the layout is form"
        faults.add(f"the layout is {recipe.layout}", line=line, name="form", expected=expected)
    elif form is not None:
        needed = {
            "area": ("area" in form.columns, "the column of the areas"),
            "value": (
                ("value" in form.columns) != (form.across is not None),
                "a column of figures, or across",
            ),
            "period": (
                ("period" in form.columns) + bool(form.period) + (form.across is not None) == 1,
                "a column of periods, the one period of the file, or across",
            ),
        }
        for role, (given, expected) in needed.items():
            if not given:
                faults.add(f"the form does not tell one {role}", line=line, name="form", expected=expected)
    for series in recipe.series:
        wanted = series.select
        has = {name: form is None or name in form.columns for name in ("indicator", "unit")}
        for name, told in (("indicator", wanted.indicator), ("unit", wanted.source_unit)):
            if has[name] != bool(told):
                faults.add(
                    f"the rows are chosen by {name}, which the form does not name"
                    if told
                    else f"it is not said which {name} the rows have",
                    line=find_text(file, f"slug: {series.slug}"),
                    name="select",
                    code=series.slug,
                    expected=f"{name} exactly where a column holds it",
                )
        if form is None and (wanted.where or wanted.code_starts):
            faults.add(
                "rows are chosen by columns of a form",
                line=find_text(file, f"slug: {series.slug}"),
                name="select",
                code=series.slug,
                expected="where and code_starts in the layout form only",
            )
    faults.check()


def _check_denominator(series: SeriesRecipe, *, file: Path, known: Collection[str]) -> None:
    """Refuse a rate or mean that is per nothing we know, and a count or index that is per something."""
    given = series.denominator
    wrong = find_wrong_denominator(series.kind, given, known)
    if wrong is None:
        return
    problem, expected = wrong
    raise ProsperityError(
        problem,
        file=file,
        line=find_text(file, f"denominator: {given}" if given else f"slug: {series.slug}"),
        field="denominator",
        code=given or series.slug,
        expected=expected,
        mend="take it out"
        if expected == "none"
        else "say what the rate or mean is per; new ones go into catalogue/denominators.yml",
    )


def _check_paths(recipe: Recipe, *, file: Path) -> None:
    """Refuse a raw file or look-up outside the folder of raw files."""
    refuse_outside(recipe.file, file=file, line=find_text(file, recipe.file))
    for beside in (recipe.divided_by, recipe.share_of):
        if beside is not None:
            refuse_outside(beside.file, file=file, line=find_text(file, beside.file))
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


def _check_breaks(recipe: Recipe, *, known: Collection[str], file: Path) -> None:
    """Refuse a break at no period, or one that sends the reader to a series that is not there."""
    for series in recipe.series:
        for one in series.breaks:
            line = find_text(file, f"period: {one.period}")
            try:
                parse_period(one.period)
            except ProsperityError as reason:
                raise ProsperityError(
                    reason.problem, file=file, line=line, field="breaks", expected=reason.expected
                ) from None
            if one.older and one.older not in known:
                raise ProsperityError(
                    f"there is no series {one.older!r}",
                    file=file,
                    line=find_text(file, f"older: {one.older}"),
                    field="breaks",
                    code=series.slug,
                    expected="dataset/series of another recipe",
                )


def _check_division(recipe: Recipe, *, file: Path) -> None:
    """Refuse rates that could not be made, or would not be what their unit says."""
    divided = [series for series in recipe.series if series.per is not None]
    for series in recipe.series:
        if series.shared_within is not None and series.per is None:
            line = find_text(file, f"slug: {series.slug}")
            problem = "only counts can be shared: a rate of a partnership is published for each council"
            raise ProsperityError(problem, file=file, line=line, field="shared_within", code=series.slug)
    if recipe.divided_by is not None and not divided:
        raise ProsperityError(
            "counts are divided, but no series says per how many", file=file, field="divided_by"
        )
    if recipe.share_of is not None and recipe.divided_by is None:
        raise ProsperityError(
            "shares make counts, but nothing says what the counts are divided by",
            file=file,
            line=find_text(file, "share_of:"),
            field="share_of",
            expected="divided_by beside it",
        )
    for series in divided:
        wrong = _find_wrong_division(series, recipe)
        if wrong is not None:
            line = find_text(file, f"slug: {series.slug}")
            raise ProsperityError(wrong[1], file=file, line=line, field=wrong[0], code=series.slug)


def _find_wrong_division(series: SeriesRecipe, recipe: Recipe) -> tuple[str, str] | None:
    """Return field and problem of a series whose counts are divided, or None."""
    if recipe.divided_by is None:
        return "per", "the recipe does not say what the counts are divided by"
    if series.kind != "rate":
        return "kind", f"a count per {series.per:,} is a rate, not a {series.kind}"
    if series.per == 100 and "%" not in series.unit:
        return "unit", "a count per 100 has a unit with %"
    if series.per != 100 and f"{series.per:,}" not in series.unit:
        return "unit", f"the unit does not say {series.per:,}"
    return None
