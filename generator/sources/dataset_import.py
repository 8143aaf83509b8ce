"""One recipe's raw file made into one dataset: metadata and observations on current codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from generator.catalogue.period import parse_period
from generator.catalogue.records import Dataset, RawFile, Series
from generator.catalogue.store import OBSERVATION_COLUMNS
from generator.errors import ProsperityError
from generator.files.intake import find_inside
from generator.geography.area_names import NO_NAMES, AreaNames
from generator.geography.recast import RecastCheck, recast
from generator.geography.register import Register
from generator.geography.weights import Weighting
from generator.sources.codes import COUNCIL_PREFIXES
from generator.sources.division import (
    People,
    as_counts,
    as_people,
    count_shares,
    divide_counts,
    gather_people,
    refuse_fractions,
)
from generator.sources.partnerships import Sharers, load_partnerships, spread_partnerships
from generator.sources.rawfile import RawTable, hash_file
from generator.sources.readers import read_raw, read_series
from generator.sources.recipe import Division, Recipe, SeriesRecipe, ShareOf
from generator.sources.selection import settle_series

NOT_SELECTED = "of other measures or spans than those selected, or repeated"


@dataclass(frozen=True)
class Geography:
    """What carries figures to the councils of today.

    Attributes:
        register: areas and their changes.
        weightings: weights of former councils by denominator.
        names: codes of areas by name, for files that have no codes.
    """

    register: Register
    weightings: Mapping[str, Weighting]
    names: AreaNames = NO_NAMES


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
    compared: Mapping[str, Sequence[RecastCheck]]


def import_dataset(
    recipe: Recipe, *, table: RawTable, sources: Path, geography: Geography
) -> ImportedDataset:
    """Select, check and recast every series of a recipe.

    Raises:
        ProsperityError: anything wrong in the raw file; with file, line and field.
    """
    left_out: Counter[str] = Counter({NOT_SELECTED: len(table.rows)})
    people = _load_people(recipe, sources=sources, geography=geography)
    parts = []
    described = []
    compared: dict[str, Sequence[RecastCheck]] = {}
    for series in recipe.series:
        rows, compared[series.slug] = _import_series(
            series,
            recipe=recipe,
            table=table,
            sources=sources,
            geography=geography,
            people=people,
            left_out=left_out,
        )
        described.append(_describe(series, rows, recipe=recipe))
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
        other_files=_list_other_files(recipe, sources=sources),
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
    people: People | None,
    left_out: Counter[str],
) -> tuple[pd.DataFrame, Sequence[RecastCheck]]:
    """Return the observations of one series on current codes, and what proves the mergers among them."""
    read_as = series if people is None or series.per is None else as_counts(series)
    rows = read_series(table, recipe=recipe, series=read_as, names=geography.names)
    left_out[NOT_SELECTED] -= len(rows)
    if recipe.share_of is not None and series.per is not None:
        wholes = _read_beside(recipe.share_of, series, recipe=recipe, sources=sources)[1]
        rows = count_shares(rows, wholes, share_of=recipe.share_of, file=table.file)
    sharers: Sharers = {}
    if series.shared_within is not None:
        known = load_partnerships(find_inside(sources, series.shared_within), geography.register)
        rows, sharers = spread_partnerships(rows, known)
    settled = settle_series(rows, recipe=recipe, series=read_as, file=table.file)
    left_out.update(settled.left_out)
    observations, compared = _bring_to_today(
        settled.observations,
        kind=read_as.kind,
        denominator=series.denominator,
        file=table.file,
        geography=geography,
        left_out=left_out,
    )
    if people is not None and series.per is not None:
        refuse_fractions(rows, file=table.file)
        observations = divide_counts(observations, people, series=series, sharers=sharers, file=table.file)
    if not (observations["area_code"].str[:3].isin(COUNCIL_PREFIXES) & observations["value"].notna()).any():
        raise ProsperityError("no council has a figure in a series", file=table.file, code=series.slug)
    return observations, compared


def _bring_to_today(
    rows: pd.DataFrame,
    *,
    kind: str,
    denominator: str = "",
    file: Path,
    geography: Geography,
    left_out: Counter[str],
) -> tuple[pd.DataFrame, Sequence[RecastCheck]]:
    """Return the observations on the areas of today, with their remarks, and what proves the mergers."""
    _check_codes(rows, register=geography.register, file=file)
    result = recast(
        rows.drop(columns=["line", "shared"]),
        register=geography.register,
        kind=kind,
        weighting=None if kind == "count" else geography.weightings.get(denominator),
    )
    for reason in result.left_out:
        times, _, words = reason.partition(" ")
        left_out[words.removeprefix("rows of ").removeprefix("values of ")] += int(times)
    return _mark_shared(result.observations, rows), result.compared


def _load_people(recipe: Recipe, *, sources: Path, geography: Geography) -> People | None:
    """Return what the recipe's counts are divided by, on the areas of today, or None where nothing is."""
    division = recipe.divided_by
    if division is None:
        return None
    file, rows = _read_beside(division, recipe.series[0], recipe=recipe, sources=sources)
    early = {text: parse_period(text).year < recipe.first_year for text in rows["period"].unique()}
    rows = rows[~rows["period"].map(early).astype(bool)]
    observations, _ = _bring_to_today(rows, kind="count", file=file, geography=geography, left_out=Counter())
    return gather_people(observations, division, file=file)


def _read_beside(
    source: Division | ShareOf, series: SeriesRecipe, *, recipe: Recipe, sources: Path
) -> tuple[Path, pd.DataFrame]:
    """Return the other raw file that rates of a recipe are made from, and its rows."""
    table = read_raw(find_inside(sources, source.file), source.layout)
    read_as = recipe.model_copy(update={"layout": source.layout, "codes": {}})
    return table.file, read_series(table, recipe=read_as, series=as_people(series, source))


def _list_other_files(recipe: Recipe, *, sources: Path) -> tuple[RawFile, ...]:
    """Return the raw files that a recipe needs besides its own, with what each is for."""
    uses: dict[str, str] = {}
    if recipe.divided_by is not None:
        uses[recipe.divided_by.file] = f"the {recipe.divided_by.name}, which counts are divided by"
    if recipe.share_of is not None:
        uses[recipe.share_of.file] = f"the number of {recipe.share_of.name}, which shares make counts of"
    for series in recipe.series:
        if series.shared_within is not None:
            uses[series.shared_within] = "which councils share a figure"
    return tuple(
        RawFile(file=name, sha256=hash_file(sources / name), use=use) for name, use in sorted(uses.items())
    )


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
    """Mark figures that the publisher gives for several councils together as ``upper_tier``."""
    together = rows[rows["shared"]]
    if together.empty:
        return observations
    keys = set(zip(together["area_code"].tolist(), together["period"].tolist(), strict=True))
    places = zip(observations["area_code"].tolist(), observations["period"].tolist(), strict=True)
    own = observations["status"].isin(["observed", "derived", "estimated"])
    shared = pd.Series([key in keys for key in places]) & own
    observations = observations.copy()
    observations.loc[shared, "status"] = "upper_tier"
    return observations


def _describe(series: SeriesRecipe, observations: pd.DataFrame, *, recipe: Recipe) -> Series:
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
                "minimum",
                "maximum",
                "breaks",
            }
        ),
        first_period=periods[0].text,
        last_period=periods[-1].text,
        raw_indicator=series.select.indicator,
        raw_measure=series.select.measure or _tell_where(series),
        raw_unit=series.select.source_unit,
        scale=series.scale,
        derivation=_tell_derivation(series, recipe),
    )


def _tell_where(series: SeriesRecipe) -> str:
    """Return by which other columns the rows were chosen, or nothing."""
    told = []
    for name, chosen in series.select.where.items():
        values = (chosen,) if isinstance(chosen, str) else chosen
        told.append(f"{name} {' or '.join(map(repr, values))}")
    return ", ".join(told)


def _tell_derivation(series: SeriesRecipe, recipe: Recipe) -> str:
    """Return how rates were made and periods put right here, or nothing where both are as published."""
    told = []
    if series.per is not None and recipe.divided_by is not None:
        name, share_of = recipe.divided_by.name, recipe.share_of
        counts = f"counts, from published shares of {share_of.name}," if share_of else "published counts"
        told.append(f"Made here: {counts} divided by the {name} of the year of the period's middle.")
    if series.relabel is not None:
        told.append(series.relabel.words)
    return " ".join(filter(None, told))
