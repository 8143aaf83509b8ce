"""One recipe's raw file made into one dataset: metadata and observations on current codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from generator.catalogue.period import parse_period
from generator.catalogue.records import Dataset, Series
from generator.catalogue.store import OBSERVATION_COLUMNS
from generator.errors import ProsperityError
from generator.geography.recast import Comparison, recast
from generator.geography.register import Register
from generator.geography.weights import Weighting
from generator.intake import find_inside
from generator.sources.codes import COUNCIL_PREFIXES
from generator.sources.rawfile import RawTable
from generator.sources.readers import read_series
from generator.sources.recipe import Recipe, SeriesRecipe
from generator.sources.selection import settle_series
from generator.sources.shared import Sharing, find_sharing, load_sharing

NOT_SELECTED = "of other measures or spans than those selected, or repeated"


@dataclass(frozen=True)
class Geography:
    """What carries figures to the councils of today.

    Attributes:
        register: areas and their changes.
        weightings: weights of former councils by denominator.
    """

    register: Register
    weightings: Mapping[str, Weighting]


@dataclass(frozen=True)
class ImportedDataset:
    """One dataset as it will be written.

    Attributes:
        dataset: content of ``dataset.yml``.
        observations: content of ``observations.csv``, with the columns of ``OBSERVATION_COLUMNS``, sorted.
        compared: by series, values of mergers that stand beside a published one.
    """

    dataset: Dataset
    observations: pd.DataFrame
    compared: Mapping[str, Sequence[Comparison]]


def import_dataset(
    recipe: Recipe, *, table: RawTable, sources: Path, geography: Geography
) -> ImportedDataset:
    """Select, check and recast every series of a recipe.

    Raises:
        ProsperityError: anything wrong in the raw file; with file, line and field.
    """
    left_out: Counter[str] = Counter({NOT_SELECTED: len(table.rows)})
    parts = []
    described = []
    compared = {}
    for series in recipe.series:
        rows, compared[series.slug] = _import_series(
            series, recipe=recipe, table=table, sources=sources, geography=geography, left_out=left_out
        )
        described.append(_describe(series, rows))
        parts.append(rows.assign(series=series.slug))
    observations = pd.concat(parts, ignore_index=True)[list(OBSERVATION_COLUMNS)]
    observations = observations.sort_values(
        ["series", "area_code", "period"], kind="stable", ignore_index=True
    )
    dataset = Dataset(
        **recipe.model_dump(include={"title", "publisher", "publication", "link", "licence", "nations"}),
        slug=recipe.dataset,
        known_problems=recipe.known_problems,
        raw_file=recipe.file,
        raw_sha256=table.sha256,
        rows_read=len(table.rows),
        rows_kept=len(observations),
        left_out=tuple(count_rows(times, reason) for reason, times in sorted(left_out.items()) if times > 0),
        series=tuple(described),
    )
    return ImportedDataset(dataset, observations, compared)


def count_rows(times: int, reason: str) -> str:
    """Return one line of ``Dataset.left_out``, such as "1,200 rows: before 2009"."""
    return f"{times:,} {'row' if times == 1 else 'rows'}: {reason}"


def _import_series(
    series: SeriesRecipe,
    *,
    recipe: Recipe,
    table: RawTable,
    sources: Path,
    geography: Geography,
    left_out: Counter[str],
) -> tuple[pd.DataFrame, Sequence[Comparison]]:
    """Return the observations of one series on current codes, and what proves the mergers among them."""
    read = read_series(table, recipe=recipe, series=series)
    left_out[NOT_SELECTED] -= len(read)
    settled = settle_series(read, recipe=recipe, series=series, file=table.file)
    left_out.update(settled.left_out)
    rows = settled.observations
    _check_codes(rows, register=geography.register, file=table.file)
    result = recast(
        rows.drop(columns=["line", "shared"]),
        register=geography.register,
        kind=series.kind,
        weighting=geography.weightings.get(series.denominator),
    )
    for reason in result.left_out:
        times, _, words = reason.partition(" ")
        left_out[words.removeprefix("rows of ").removeprefix("values of ")] += int(times)
    observations = _mark_shared(result.observations, rows)
    if series.shared_within is not None:
        observations = _mark_sharing(
            observations,
            load_sharing(
                find_inside(sources, series.shared_within),
                lambda code: geography.register.resolve(code).targets,
            ),
        )
    if not (observations["area_code"].str[:3].isin(COUNCIL_PREFIXES) & observations["value"].notna()).any():
        raise ProsperityError("no council has a figure in a series", file=table.file, code=series.slug)
    return observations, result.compared


def _check_codes(rows: pd.DataFrame, *, register: Register, file: Path) -> None:
    """Refuse a code that the register does not know, with its line."""
    first = rows.drop_duplicates("area_code")
    for code, line in zip(first["area_code"], first["line"], strict=True):
        try:
            register.resolve(code)
        except ProsperityError as reason:
            raise ProsperityError(
                reason.problem,
                file=file,
                line=int(line),
                field="areacd",
                code=code,
                expected=reason.expected,
                mend=reason.mend,
            ) from None


def _mark_shared(observations: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Mark observed figures that the publisher gives for several councils together as ``upper_tier``."""
    together = rows[rows["shared"]]
    if together.empty:
        return observations
    keys = set(zip(together["area_code"], together["period"], strict=True))
    places = zip(observations["area_code"], observations["period"], strict=True)
    shared = pd.Series([key in keys for key in places]) & (observations["status"] == "observed")
    observations = observations.copy()
    observations.loc[shared, "status"] = "upper_tier"
    return observations


def _mark_sharing(observations: pd.DataFrame, sharing: Sharing) -> pd.DataFrame:
    """Mark figures that a partnership of several councils shares as ``upper_tier``."""
    observations = observations.copy()
    names = [
        find_sharing(sharing, area_code=code, period=period)
        for code, period in zip(observations["area_code"], observations["period"], strict=True)
    ]
    shared = pd.Series([name is not None for name in names]) & observations["value"].notna()
    observations.loc[shared, "status"] = "upper_tier"
    observations.loc[shared, "note"] = [
        f"One figure for the {name} Community Safety Partnership."
        for name, chosen in zip(names, shared, strict=True)
        if chosen
    ]
    return observations


def _describe(series: SeriesRecipe, observations: pd.DataFrame) -> Series:
    """Return the metadata of a series, with the first and last period in which a council has a figure."""
    councils = observations["area_code"].str[:3].isin(COUNCIL_PREFIXES) & observations["value"].notna()
    periods = sorted({parse_period(text) for text in observations.loc[councils, "period"]})
    return Series(
        **series.model_dump(
            include={
                "slug",
                "title",
                "unit",
                "decimals",
                "kind",
                "denominator",
                "nations",
                "description",
                "caveat",
            }
        ),
        first_period=periods[0].text,
        last_period=periods[-1].text,
        raw_indicator=series.select.indicator,
        raw_measure=series.select.measure or "",
        raw_unit=series.select.source_unit,
        scale=series.scale,
    )
