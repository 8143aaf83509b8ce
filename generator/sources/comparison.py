"""What a new import changes against the data that is there: periods, areas, figures, statuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from generator.catalogue.records import Dataset, Series
from generator.catalogue.store import read_observations
from generator.errors import ProsperityError
from generator.files.documents import load_record
from generator.sources.codes import COUNCIL_PREFIXES
from generator.sources.written import ACCOUNTS, FILES, FOLDERS

NOTABLE = 0.01
"""A revision is notable where it is more than this share of the earlier figure."""
LARGEST = 5
"""Revisions of one series that are named."""

_KEY = ["series", "area_code", "period"]
Kind = Literal["new", "vanished", "changed", "not compared"]


@dataclass(frozen=True)
class Revision:
    """One figure before and now, in the series' unit."""

    area_code: str
    period: str
    old: float
    new: float


@dataclass(frozen=True)
class SeriesChange:
    """What differs in one series.

    Attributes:
        about: metadata of the series, as it is now where it still is.
        kind: a new or vanished series has only ``rows`` and its periods.
        rows: observations of a new or vanished series.
        new_periods, vanished_periods: sorted.
        new_areas, vanished_areas: codes, sorted.
        added, gone: observations that came and went in periods and areas that both have.
        revised: figures that changed.
        notable: how many of them by more than ``NOTABLE``.
        largest: the largest revisions, councils first; of counts by share of the earlier figure.
        statuses: old status, new status, observations.
        reasons: old and new reason of values that are missing before and now, observations.
        intervals, notes: observations of the same figure and status with another interval or remark.
    """

    about: Series
    kind: Kind = "changed"
    rows: int = 0
    new_periods: tuple[str, ...] = ()
    vanished_periods: tuple[str, ...] = ()
    new_areas: tuple[str, ...] = ()
    vanished_areas: tuple[str, ...] = ()
    added: int = 0
    gone: int = 0
    revised: int = 0
    notable: int = 0
    largest: tuple[Revision, ...] = ()
    statuses: tuple[tuple[str, str, int], ...] = ()
    reasons: tuple[tuple[str, str, int], ...] = ()
    intervals: int = 0
    notes: int = 0

    @property
    def has_figures(self) -> bool:
        """Say whether a figure came, went or changed, and not only what stands beside it."""
        periods_or_areas = (
            *(self.new_periods, self.vanished_periods),
            *(self.new_areas, self.vanished_areas),
        )
        gaps = any("missing" in (old, new) for old, new, _ in self.statuses)
        return (
            self.kind != "changed"
            or any(periods_or_areas)
            or bool(self.added + self.gone + self.revised)
            or gaps
        )


@dataclass(frozen=True)
class DatasetChange:
    """What differs in one dataset.

    Attributes:
        kind: as for a series; not compared where the old data has another layout.
        series: those that changed; empty where only the metadata did.
    """

    slug: str
    title: str
    publisher: str
    kind: Kind
    series: tuple[SeriesChange, ...]


def compare_datasets(old: Path, new: Path) -> tuple[DatasetChange, ...]:
    """Return what differs between two folders of datasets, sorted by dataset.

    Old data in another layout, from before a column was added, is not compared.

    Raises:
        ProsperityError: a table or the metadata of the new folder cannot be read.
    """
    slugs = {file.parent.name for folder in (old, new) for file in folder.glob("*/dataset.yml")}
    changes = (_compare_dataset(old / slug, new / slug) for slug in sorted(slugs))
    return tuple(change for change in changes if change is not None)


def _compare_dataset(old: Path, new: Path) -> DatasetChange | None:
    """Compare two folders of one dataset, either of which may be absent; None where all bytes are equal."""
    after = _read(new)
    try:
        before = _read(old)
    except ProsperityError:
        return None if after is None else _describe_change(after[0], "not compared")
    if before is not None and after is not None:
        names = ("observations.csv", "dataset.yml")
        if all((old / name).read_bytes() == (new / name).read_bytes() for name in names):
            return None
        kind: Kind = "changed"
    else:
        kind = "vanished" if after is None else "new"
    about = after or before
    assert about is not None
    return _describe_change(about[0], kind, tuple(_compare_all(before, after)))


def compare_tables(old: Path, new: Path) -> Iterator[str]:
    """Yield a sentence on what an import changes in a data folder beside the datasets and its accounts.

    Each table has a sentence of its own; maps and postcodes are told by folder. Nothing is told where there
    was no data before.
    """
    if not (old / "areas.csv").is_file():
        return
    others: Counter[str] = Counter()
    for name in sorted(_list_made(old) | _list_made(new)):
        before, after = (_count_lines(folder / name) for folder in (old, new))
        if before == after:
            continue
        if not name.endswith(".csv"):
            others[name.split("/", maxsplit=1)[0]] += 1
        elif not (new / name).is_file():
            yield f"{name} is gone, with {before.total():,} lines."
        else:
            yield (
                f"{name} changes: {(before - after).total():,} of its lines go,"
                f" {(after - before).total():,} are new."
            )
    yield from (
        f"{name} changes, in {times} files." for name, times in sorted(others.items()) if "." not in name
    )
    yield from (f"{name} changes." for name in sorted(others) if "." in name)


def _list_made(data: Path) -> set[str]:
    """Return the files of a data folder that an import makes beside datasets and accounts."""
    folders = sorted(set(FOLDERS) - {"datasets"})
    found = {file.relative_to(data).as_posix() for name in folders for file in (data / name).glob("*")}
    made = {name for name in found if FOLDERS[name.split("/")[0]].fullmatch(name.split("/")[1])}
    return made | {name for name in FILES if name not in ACCOUNTS and (data / name).is_file()}


def _count_lines(file: Path) -> Counter[bytes]:
    return Counter(file.read_bytes().splitlines() if file.is_file() else ())


def _describe_change(about: Dataset, kind: Kind, series: tuple[SeriesChange, ...] = ()) -> DatasetChange:
    return DatasetChange(about.slug, about.title, about.publisher, kind, series)


_Read = tuple[Dataset, pd.DataFrame]


def _read(folder: Path) -> _Read | None:
    if not folder.is_dir():
        return None
    return load_record(folder / "dataset.yml", Dataset), read_observations(folder)


def _compare_all(before: _Read | None, after: _Read | None) -> Iterator[SeriesChange]:
    """Yield the change of every series that changed, in alphabetical order."""
    old, new = (
        {} if side is None else {one.slug: (one, _rows_of(side[1], one.slug)) for one in side[0].series}
        for side in (before, after)
    )
    for name in sorted(set(old) | set(new)):
        if name not in old:
            about, rows = new[name]
            yield SeriesChange(about, "new", len(rows), new_periods=_sort(rows["period"]))
        elif name not in new:
            about, rows = old[name]
            yield SeriesChange(about, "vanished", len(rows), vanished_periods=_sort(rows["period"]))
        else:
            about, rows = new[name]
            change = compare_series(old[name][1], rows, about=about)
            if change != SeriesChange(about):
                yield change


def _rows_of(table: pd.DataFrame, series: str) -> pd.DataFrame:
    return table[table["series"] == series]


def compare_series(old: pd.DataFrame, new: pd.DataFrame, *, about: Series) -> SeriesChange:
    """Return what differs between two tables of one series.

    Args:
        old, new: columns as ``catalogue.store.OBSERVATION_COLUMNS``.
        about: metadata of the series.
    """
    both = old.merge(new, on=_KEY, how="outer", suffixes=("_old", "_new"), indicator=True)
    familiar = both["period"].isin(list(_words(old["period"]) & _words(new["period"])))
    familiar &= both["area_code"].isin(list(_words(old["area_code"]) & _words(new["area_code"])))
    matched = both[both["_merge"] == "both"]
    known = matched["value_old"].notna() & matched["value_new"].notna()
    moved = known & (matched["value_old"] != matched["value_new"])
    revised = matched[moved]
    size = (revised["value_new"] - revised["value_old"]).abs()
    share = size / revised["value_old"].abs()
    same = matched[~moved & (matched["status_old"] == matched["status_new"])]
    return SeriesChange(
        about,
        new_periods=_only(new["period"], old["period"]),
        vanished_periods=_only(old["period"], new["period"]),
        new_areas=_only(new["area_code"], old["area_code"]),
        vanished_areas=_only(old["area_code"], new["area_code"]),
        added=int(((both["_merge"] == "right_only") & familiar).sum()),
        gone=int(((both["_merge"] == "left_only") & familiar).sum()),
        revised=len(revised),
        notable=int((share > NOTABLE).sum()),
        largest=_pick_largest(revised.assign(size=share if about.kind == "count" else size)),
        statuses=_count_moves(matched, "status"),
        reasons=_count_moves(same, "reason"),
        intervals=int((_differ(same, "lower") | _differ(same, "upper")).sum()),
        notes=int((same["note_old"] != same["note_new"]).sum()),
    )


def _only(one: pd.Series, other: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(_words(one) - _words(other)))


def _sort(column: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(_words(column)))


def _words(column: pd.Series) -> set[str]:
    """Return the words of a column; to walk through its rows takes far longer."""
    return set(column.unique())


def _differ(rows: pd.DataFrame, name: str) -> pd.Series:
    old, new = rows[f"{name}_old"], rows[f"{name}_new"]
    return (old != new) & ~(old.isna() & new.isna())


def _pick_largest(revised: pd.DataFrame) -> tuple[Revision, ...]:
    """Return the largest revisions; councils come before regions and nations."""
    council = revised["area_code"].str[:3].isin(list(COUNCIL_PREFIXES))
    ordered = revised.assign(council=council).sort_values(
        ["council", "size", "area_code", "period"], ascending=[False, False, True, True], kind="stable"
    )
    cells = ordered.head(LARGEST)[["area_code", "period", "value_old", "value_new"]]
    return tuple(Revision(*row) for row in cells.itertuples(index=False, name=None))


def _count_moves(rows: pd.DataFrame, name: str) -> tuple[tuple[str, str, int], ...]:
    """Return how many observations went from one word of a column to another, in alphabetical order."""
    moved = rows[rows[f"{name}_old"] != rows[f"{name}_new"]]
    pairs = Counter(zip(moved[f"{name}_old"], moved[f"{name}_new"], strict=True))
    return tuple((old, new, times) for (old, new), times in sorted(pairs.items()))
