"""What ``data/`` holds, loaded and checked: edition, framework, datasets, areas, clusters, observations."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from generator.catalogue.framework import check_framework
from generator.catalogue.goalposts import check_goalposts
from generator.catalogue.left_out import LeftOut
from generator.catalogue.period import parse_period
from generator.catalogue.reasons import IMPORTED
from generator.catalogue.records import (
    NATIONS,
    Area,
    Cluster,
    Dataset,
    Edition,
    FixedGoalposts,
    Framework,
    Indicator,
    Record,
    SeriesRef,
)
from generator.catalogue.yaml_files import load_model, load_record
from generator.errors import ProsperityError
from generator.paths import Paths

OBSERVATION_COLUMNS = ("series", "area_code", "period", "value", "lower", "upper", "status", "note", "reason")
STATUSES = ("observed", "recast", "upper_tier", "missing")
_REIMPORT = "run: prosperity import SOURCES_DIR"
_NUMBERS = ("value", "lower", "upper")


class Change(Record):
    """One predecessor of one current council.

    Attributes:
        change_date: full date, a year, or empty where it is not known.
        share: share of the successor's population that the predecessor made up, where known.
    """

    predecessor_code: str
    predecessor_name: str
    predecessor_slug: str
    successor_code: str
    change_date: str
    kind: str
    share: float | None = None


def load_edition(paths: Paths) -> Edition:
    """Read ``edition.yml``."""
    return load_record(paths.edition, Edition)


def load_framework(paths: Paths) -> Framework:
    """Read ``framework.yml`` with the goalposts, and check it against the datasets.

    Raises:
        ProsperityError: a slug used twice, a series that does not exist or does not cover the nations claimed
            for it, a nation covered twice, a clause without ``{value}``; goalposts that do not fit.
    """
    framework = load_tree(paths)
    return framework.model_copy(update={"goalposts": load_goalposts(paths, framework)})


def load_tree(paths: Paths) -> Framework:
    """Read ``framework.yml`` without the goalposts; errors as for ``load_framework``."""
    framework = load_record(paths.framework, Framework)
    if framework.goalposts:
        raise ProsperityError(
            "the fixed goalposts do not belong into this file",
            file=paths.framework,
            field="goalposts",
            mend=f"keep them in {paths.goalposts.name}; goalposts with a reason stand at their indicator",
        )
    check_framework(framework, datasets=load_datasets(paths), file=paths.framework)
    return framework


def load_goalposts(paths: Paths, framework: Framework) -> tuple[FixedGoalposts, ...]:
    """Read ``goalposts.csv``; none where there is no such file.

    Raises:
        ProsperityError: a row that does not fit the framework; see ``goalposts.check_goalposts``.
    """
    rows: list[FixedGoalposts] = []
    for line, row in _goalposts(paths):
        check_goalposts(row, framework, earlier=rows, file=paths.goalposts, line=line)
        rows.append(row)
    return tuple(rows)


def read_goalposts(paths: Paths) -> tuple[FixedGoalposts, ...]:
    """Read ``goalposts.csv`` as it stands, also where it does not fit the framework."""
    return tuple(row for _, row in _goalposts(paths))


def _goalposts(paths: Paths) -> Iterable[tuple[int, FixedGoalposts]]:
    """Yield line and row; nothing where there is no file."""
    file = paths.goalposts
    for line, row in _rows(file) if file.is_file() else ():
        nations = tuple(row.get("nations", "").split("|"))
        yield line, load_model({**row, "nations": nations}, model=FixedGoalposts, file=file, line=line)


def load_datasets(paths: Paths) -> dict[str, Dataset]:
    """Read every ``datasets/<slug>/dataset.yml``, by slug, sorted."""
    found = {}
    for file in sorted(paths.datasets.glob("*/dataset.yml")):
        dataset = load_record(file, Dataset)
        if dataset.slug != file.parent.name:
            raise ProsperityError(
                "the slug is not the name of the folder", file=file, field="slug", expected=file.parent.name
            )
        found[dataset.slug] = dataset
    return found


def load_left_out(paths: Paths) -> LeftOut:
    """Read ``left_out.yml``: raw tables that no recipe reads, with reasons."""
    return load_record(paths.left_out, LeftOut)


def load_areas(paths: Paths) -> tuple[Area, ...]:
    """Read ``areas.csv``: councils, regions, nations, UK, in file order (kind, then code)."""
    return tuple(load_model(row, model=Area, file=paths.areas, line=line) for line, row in _rows(paths.areas))


def load_changes(paths: Paths) -> tuple[Change, ...]:
    """Read ``area_changes.csv``: every predecessor of every current council."""
    file = paths.area_changes
    return tuple(load_model(row, model=Change, file=file, line=line) for line, row in _rows(file))


def load_clusters(paths: Paths) -> tuple[Cluster, ...]:
    """Read ``clusters/clusters.csv`` and ``clusters/members.csv``, in file order."""
    members: dict[str, list[str]] = {}
    for _, row in _rows(paths.clusters / "members.csv"):
        members.setdefault(row["cluster"], []).append(row["area_code"])
    file = paths.clusters / "clusters.csv"
    return tuple(
        load_model(
            {**row, "members": tuple(members.get(row["slug"], ()))}, model=Cluster, file=file, line=line
        )
        for line, row in _rows(file)
    )


def load_neighbours(paths: Paths) -> dict[str, tuple[str, ...]]:
    """Read ``neighbours.csv``: for each council its statistical neighbours, nearest first."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    for _, row in _rows(paths.neighbours):
        ranked.setdefault(row["code"], []).append((int(row["rank"]), row["neighbour_code"]))
    return {code: tuple(other for _, other in sorted(ranked[code])) for code in sorted(ranked)}


def load_observations(
    paths: Paths, framework: Framework, areas: Sequence[Area], *, partial: bool = False
) -> pd.DataFrame:
    """Return every observation the framework uses, one row per area, indicator and period.

    Columns: ``area_code, indicator, dataset, series, group, period, year, value, lower, upper, status, note``
    and ``reason``. ``group`` is the standardisation group within the indicator: 0 where all nations are
    comparable, the index of the series reference where each series stands on its own, the index of the nation
    where each nation does. ``year`` is the year of the period's midpoint. Only areas of the nations that the
    reference names are given: councils, and for context their regions and nations, and the UK where the
    indicator is comparable over all four nations. A missing value is NaN with its reason as a word of
    ``reasons.Reason`` in ``reason`` and in plain words in ``note``.

    Sorted by indicator (in framework order), area and period.

    Args:
        paths: the data folder.
        framework: which series are used.
        areas: areas of any kind.
        partial: leave out series that the folder does not hold, as data from before the framework do.

    Raises:
        ProsperityError: a series or dataset without observations, unless ``partial``; no series at all.
    """
    places = _Places.of(areas)
    slugs = sorted(slug for slug in _datasets_used(framework) if not partial or _is_held(paths, slug))
    frames = {slug: _split_by_series(paths.datasets / slug) for slug in slugs}
    parts = {
        indicator.slug: _gather(indicator, frames=frames, places=places, partial=partial)
        for indicator in framework.indicators
    }
    held = {slug: part for slug, part in parts.items() if part is not None}
    if not held:
        raise ProsperityError(
            "the data hold nothing of what the framework measures", file=paths.datasets, mend=_REIMPORT
        )
    table = pd.concat(held.values(), ignore_index=True)
    periods = pd.factorize(table["period"])
    years = np.array([parse_period(text).year for text in periods[1]], dtype=np.int32)
    number = np.repeat(np.arange(len(held)), [len(part) for part in held.values()])
    return table.assign(
        year=years[periods[0]],
        # Names that thousands of rows share are filled in once for all.
        indicator=pd.Series(list(held), dtype="str").array.take(number),
        dataset=pd.Series(slugs, dtype="str").array.take(table["dataset"].to_numpy()),
    )[list(_OUTPUT)]


_OUTPUT = (
    *("area_code", "indicator", "dataset", "series", "group", "period", "year"),
    *("value", "lower", "upper", "status", "note", "reason"),
)


@dataclass(frozen=True)
class _Places:
    """Codes of areas by the nation they lie in, and of the UK."""

    by_nation: dict[str, frozenset[str]]
    uk: frozenset[str]

    @classmethod
    def of(cls, areas: Sequence[Area]) -> _Places:
        return cls(
            by_nation={
                nation: frozenset(a.code for a in areas if _nation_of(a) == nation) for nation in NATIONS
            },
            uk=frozenset(a.code for a in areas if a.kind == "uk"),
        )


def _nation_of(area: Area) -> str:
    return area.name if area.kind == "nation" else area.nation


def _datasets_used(framework: Framework) -> set[str]:
    return {ref.dataset for indicator in framework.indicators for ref in indicator.series}


def _is_held(paths: Paths, slug: str) -> bool:
    return (paths.datasets / slug / "observations.csv").is_file()


def _split_by_series(folder: Path) -> dict[str, pd.DataFrame]:
    table = read_observations(folder)
    codes, names = pd.factorize(table["series"])
    if len(names) == 1:  # most datasets hold one series: nothing to copy
        return {str(names[0]): table}
    return {str(name): table[codes == code] for code, name in enumerate(names)}


def _gather(
    indicator: Indicator,
    *,
    frames: Mapping[str, Mapping[str, pd.DataFrame]],
    places: _Places,
    partial: bool,
) -> pd.DataFrame | None:
    """Return the rows of one indicator, by area and period; None if none of its series may be there."""
    parts = [
        _measure(indicator, index=index, frames=frames, places=places)
        for index, ref in enumerate(indicator.series)
        if not partial or ref.series in frames.get(ref.dataset, {})
    ]
    if not parts:
        return None
    if len(parts) == 1:  # the file is in this order already
        return parts[0]
    return pd.concat(parts, ignore_index=True).sort_values(["area_code", "period"], kind="stable")


def _measure(
    indicator: Indicator, *, index: int, frames: Mapping[str, Mapping[str, pd.DataFrame]], places: _Places
) -> pd.DataFrame:
    """Return the rows of one series reference, with group and the number of the dataset."""
    ref = indicator.series[index]
    rows = frames[ref.dataset].get(ref.series)
    if rows is None:
        raise ProsperityError(
            "a series has no observations", field="series", code=f"{ref.dataset}/{ref.series}", mend=_REIMPORT
        )
    groups = _groups(indicator, ref=ref, index=index, places=places)
    found = pd.Index(list(groups)).get_indexer(pd.Index(rows["area_code"]))
    numbers = np.array([*groups.values()], dtype=np.int8)
    covered = found >= 0
    rows, found = (rows, found) if covered.all() else (rows[covered], found[covered])
    return rows.assign(dataset=np.int16(list(frames).index(ref.dataset)), group=numbers[found])


def _groups(indicator: Indicator, *, ref: SeriesRef, index: int, places: _Places) -> dict[str, int]:
    """Return the group of every area that the reference covers."""
    groups = {}
    for number, nation in enumerate(NATIONS):
        if nation in ref.nations:
            group = {"uk": 0, "series": index, "nation": number}[indicator.comparable]
            groups.update(dict.fromkeys(places.by_nation[nation], group))
    if indicator.comparable == "uk" and set(ref.nations) == set(NATIONS):
        groups.update(dict.fromkeys(places.uk, 0))
    return groups


def read_observations(folder: Path) -> pd.DataFrame:
    """Read the ``observations.csv`` of one dataset's folder, with the columns of ``OBSERVATION_COLUMNS``.

    Raises:
        ProsperityError: the file is missing or is not what an import writes.
    """
    file = folder / "observations.csv"
    text = [name for name in OBSERVATION_COLUMNS if name not in _NUMBERS]
    try:
        table = pd.read_csv(
            file,
            dtype={**dict.fromkeys(text, "str"), **dict.fromkeys(_NUMBERS, "float64")},
            keep_default_na=False,
            na_values={name: [""] for name in _NUMBERS},
        )
    except FileNotFoundError:
        raise ProsperityError("a dataset has no observations", file=file, mend=_REIMPORT) from None
    except ValueError as reason:
        raise ProsperityError(f"observations cannot be read: {reason}", file=file, mend=_REIMPORT) from None
    if tuple(table.columns) != OBSERVATION_COLUMNS:
        raise ProsperityError(
            "columns differ", file=file, line=1, expected=",".join(OBSERVATION_COLUMNS), mend=_REIMPORT
        )
    _check_reasons(table, file=file)
    return table


def _check_reasons(table: pd.DataFrame, *, file: Path) -> None:
    """Refuse a missing row without a reason of the closed set, and a value with one."""
    missing = (table["status"] == "missing").to_numpy()
    words = table["reason"].to_numpy()
    known = np.isin(words[missing].astype(str), sorted(reason.word for reason in IMPORTED))
    wrong = np.concatenate(
        [np.flatnonzero(missing)[~known], np.flatnonzero(~missing)[words[~missing].astype(bool)]]
    )
    if len(wrong):
        place = int(wrong.min())
        raise ProsperityError(
            f"the reason {words[place]!r} does not fit the status {table['status'].iloc[place]!r}",
            file=file,
            line=place + 2,
            field="reason",
            code=str(table["area_code"].iloc[place]),
            expected="a word of catalogue/reasons.py exactly where a value is missing",
            mend=_REIMPORT,
        )


def _rows(file: Path) -> Iterable[tuple[int, dict[str, str]]]:
    """Yield line number and cells of every row of a small CSV file."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    raise ProsperityError(
                        "a row has more or fewer cells than the head",
                        file=file,
                        line=reader.line_num,
                        mend=_REIMPORT,
                    )
                yield reader.line_num, row
    except FileNotFoundError:
        raise ProsperityError("file is missing", file=file, mend=_REIMPORT) from None
