"""Datasets that are not imported anew, carried to the councils of the edition's day from what they hold."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from generator.catalogue.observations import COLUMNS, read_dataset, read_observations
from generator.catalogue.period import parse_period
from generator.catalogue.reasons import Reason
from generator.catalogue.records import Dataset, Series
from generator.geography.mergers import INCOMPLETE, NOT_MERGED, UNWEIGHTED, Row, merge
from generator.geography.recast import FROM_WHOLE_COUNTY
from generator.geography.register import Register
from generator.geography.weights import Weighting
from generator.paths import Paths
from generator.sources.codes import COUNCIL_PREFIXES
from generator.sources.dataset_files import write_dataset
from generator.sources.dataset_import import Geography, ImportedDataset

SHARED = "; some of them share a figure of a larger area"
SHARED_COUNT = "former councils share a count of a larger area"
_LACKING = (INCOMPLETE, NOT_MERGED, UNWEIGHTED)
Cells = dict[tuple[str, str], Row]
"""Rows by area code and period."""


def carry_datasets(paths: Paths, geography: Geography) -> tuple[str, ...]:
    """Carry every dataset of a folder that holds figures of councils that have ended; return their slugs.

    A figure of the new council's own stays. Otherwise counts add up and means are weighted, as when an import
    meets former councils; what all predecessors share with a larger area, the new council shares too.

    Raises:
        ProsperityError: a dataset cannot be read.
    """
    carried = []
    for folder in sorted(paths.datasets.glob("*")):
        if (folder / "dataset.yml").is_file() and _carry(folder, geography):
            carried.append(folder.name)
    return tuple(carried)


def _carry(folder: Path, geography: Geography) -> bool:
    """Carry one dataset; False where it holds nothing to carry."""
    table = read_observations(folder)
    former = {code for code in table["area_code"].unique() if _is_former(code, geography.register)}
    if not former:
        return False
    dataset = read_dataset(folder / "dataset.yml")
    parts = []
    for series in dataset.series:
        rows = table[table["series"] == series.slug]
        made = _carry_series(_unpack(rows), series, geography)
        columns = [(series.slug, *key, *_pack(row)) for key, row in sorted(made.items())]
        parts.append(pd.DataFrame(columns, columns=list(COLUMNS)))
    whole = pd.concat(parts, ignore_index=True).sort_values(
        ["series", "area_code", "period"], kind="stable", ignore_index=True
    )
    shutil.rmtree(folder)
    write_dataset(ImportedDataset(_describe(dataset, whole), whole, {}), folder)
    return True


def _is_former(code: str, register: Register) -> bool:
    return code not in register.current and (code in register.successor or code in register.divided)


def _unpack(rows: pd.DataFrame) -> Cells:
    return {
        (code, period): Row(value, lower, upper, note, status, reason)
        for code, period, value, lower, upper, status, note, reason in zip(
            *(rows[name].tolist() for name in COLUMNS[1:]), strict=True
        )
    }


def _pack(row: Row) -> tuple[float, float, float, str, str, str]:
    return row.value, row.lower, row.upper, row.status, row.note, row.reason


def _carry_series(cells: Cells, series: Series, geography: Geography) -> Cells:
    """Return the rows of one series on the codes of the day."""
    register = geography.register
    kept = {key: row for key, row in cells.items() if not _is_former(key[0], register)}
    former: dict[str, dict[str, Row]] = {}
    for (code, period), row in cells.items():
        if (code, period) not in kept:
            former.setdefault(period, {})[code] = row
    weighting = None if series.kind == "count" else geography.weightings.get(series.denominator)
    maker = _Maker(register, weighting, series.kind, _list_county_notes(register))
    for period, rows in former.items():
        for target in sorted({target for code in rows for target in register.resolve(code).targets}):
            own = kept.get((target, period))
            if own is None or own.blank:
                kept[target, period] = maker.make(rows, target, year=parse_period(period).year)
    return kept


@dataclass(frozen=True)
class _Maker:
    """Makes the row of a new council.

    Attributes:
        notes: what was said of figures of counties that had districts, and what is said now that they have
            none, by code of the county.
    """

    register: Register
    weighting: Weighting | None
    kind: str
    notes: Mapping[str, tuple[str, str]]

    def make(self, rows: Mapping[str, Row], target: str, *, year: int) -> Row:
        """Return the row of ``target`` out of those of its predecessors, in one period."""
        groups = [sorted(group) for group in self.register.predecessors[target]]
        for members in groups:
            found = [rows[code] for code in members if code in rows]
            if len(found) == len(members) and (one := self._take_common(found, target)) is not None:
                return one
        parts = {code: self.register.part_of(code, target) for group in groups for code in group}
        made = merge(rows, groups, parts, kind=self.kind, weighting=self.weighting, year=year)
        if made.missing:
            return replace(made, reason=Reason.NOT_RECAST.word)
        if not any(row.status == "upper_tier" for row in rows.values() if not row.missing):
            return made
        shared = any(rows[code].status == "upper_tier" for group in groups for code in group if code in rows)
        if shared and self.kind == "count":
            return Row(math.nan, math.nan, math.nan, SHARED_COUNT, "missing", Reason.NOT_RECAST.word)
        return replace(made, status="upper_tier", note=made.note + SHARED) if shared else made

    def _take_common(self, found: list[Row], target: str) -> Row | None:
        """Return the row that all predecessors have, where it says the same of the new council."""
        first = found[0]
        if any(_key(row) != _key(first) for row in found):
            return None
        if first.missing:
            return first
        if first.status != "upper_tier":
            return None
        for county, (before, now) in self.notes.items():
            if first.note.startswith(before):
                rest = first.note.removeprefix(before)
                if county in self.register.whole_counties and self.register.counties[county] == (target,):
                    return replace(first, status="observed", note=f"{FROM_WHOLE_COUNTY}{rest}")
                return replace(first, note=f"{now}{rest}")
        return first


def _key(row: Row) -> tuple[object, ...]:
    """Return what two rows agree in; figures that are not there agree."""
    figures = (None if math.isnan(number) else number for number in (row.value, row.lower, row.upper))
    return (*figures, row.status, row.note, row.reason)


def _list_county_notes(register: Register) -> dict[str, tuple[str, str]]:
    """Return the notes of counties before and after their districts were gone, by code."""
    with_districts = replace(register, counties_of_today=frozenset(register.counties))
    return {
        code: (with_districts.describe_county(code), register.describe_county(code))
        for code in register.counties
        if code not in register.counties_of_today
    }


def _describe(dataset: Dataset, table: pd.DataFrame) -> Dataset:
    """Return the metadata of the carried figures: the same source, other rows and perhaps other periods."""
    return dataset.model_copy(
        update={
            "rows_kept": len(table),
            "series": tuple(_describe_series(series, table) for series in dataset.series),
        }
    )


def _describe_series(series: Series, table: pd.DataFrame) -> Series:
    rows = table[(table["series"] == series.slug) & table["value"].notna()]
    periods = _order(set(rows["period"][rows["area_code"].str[:3].isin(COUNCIL_PREFIXES)].unique()))
    first, last = (periods[0], periods[-1]) if periods else ("", "")
    return series.model_copy(update={"first_period": first, "last_period": last})


def _order(periods: Iterable[str]) -> list[str]:
    return [period.text for period in sorted(map(parse_period, periods))]
