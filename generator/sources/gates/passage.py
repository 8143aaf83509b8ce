"""The way of an import through the gates: a new data folder in, what was found out, or one error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from generator.catalogue.quality import Outcome
from generator.catalogue.records import Dataset
from generator.catalogue.store import load_areas, load_beside, load_datasets, read_observations
from generator.errors import ProsperityError
from generator.paths import Paths
from generator.sources.gates.inspection import Inspection, inspect_series
from generator.sources.gates.measured import MeasuredSeries, Setting, measure_series
from generator.sources.gates.schema import check_table
from generator.sources.recipe import Recipe

_NAMED = 4


def pass_gates(
    paths: Paths, *, recipes: Sequence[Recipe], edition_year: int | None, files: Mapping[str, Path]
) -> Inspection:
    """Put every dataset of a data folder through every gate, as it will be read.

    Args:
        paths: where the data folder is.
        recipes: one for each dataset, for ranges and acceptances.
        edition_year: year of the edition, None where there is none yet.
        files: where the figures of each dataset come from, to name the file in an error.

    Raises:
        ProsperityError: a gate found what must not be published; tells the first and how many more.
    """
    datasets = load_datasets(paths)
    tables = {slug: read_observations(paths.datasets / slug) for slug in datasets}
    _stop_at(check_table(join_tables(tables)), files=files)
    inspection = inspect_series(
        list(_measure(datasets, tables=tables, recipes=recipes)),
        setting=Setting.of(load_areas(paths), edition_year=edition_year, beside=load_beside(paths)),
        accepted={recipe.dataset: recipe.accepted for recipe in recipes if recipe.accepted},
    )
    _stop_at(inspection.blockers, files=files)
    return inspection


def join_tables(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the observations of all datasets in one table, with the slug of their dataset in front."""
    table = pd.concat(tables.values(), ignore_index=True)
    slugs = pd.Series(list(tables), dtype="str").repeat([len(one) for one in tables.values()])
    table.insert(0, "dataset", slugs.reset_index(drop=True))
    return table


def _measure(
    datasets: Mapping[str, Dataset], *, tables: Mapping[str, pd.DataFrame], recipes: Sequence[Recipe]
) -> Iterator[MeasuredSeries]:
    ranges = {
        (recipe.dataset, series.slug): (series.minimum, series.maximum)
        for recipe in recipes
        for series in recipe.series
    }
    for slug, dataset in datasets.items():
        parts = {str(name): rows for name, rows in tables[slug].groupby("series")}
        for series in dataset.series:
            low, high = ranges[slug, series.slug]
            yield measure_series(parts[series.slug], dataset=slug, series=series, minimum=low, maximum=high)


def _stop_at(blockers: Sequence[Outcome], *, files: Mapping[str, Path]) -> None:
    """Raise one error for all blockers, if there are any."""
    if not blockers:
        return
    first, others = blockers[0], blockers[1:]
    mend = (
        f"correct the recipe {first.dataset}.yml; if the figures are right, give the reason under `accepted`"
    )
    place = " ".join(word for word in (first.area_code, first.period) if word)
    raise ProsperityError(
        f"the quality gate {first.gate!r} is shut: {first.found}",
        file=files.get(first.dataset),
        field=f"series {first.series}",
        code=place or None,
        expected=first.expected,
        mend=f"{mend}; {_name(others)}" if others else mend,
    )


def _name(others: Sequence[Outcome]) -> str:
    """Return how many more problems there are, and the first of them."""
    count = "1 more problem stops" if len(others) == 1 else f"{len(others)} more problems stop"
    named = ", ".join(f"{one.dataset}/{one.series} ({one.gate})" for one in others[:_NAMED])
    return f"{count} the import: {named}" + (", and others" if len(others) > _NAMED else "")
