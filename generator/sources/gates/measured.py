"""What a gate looks at: one series as a table and as a grid of councils and periods, and the places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.period import parse_period
from generator.catalogue.quality import GateName, Outcome, Severity
from generator.catalogue.records import NATIONS, Area, Series
from generator.sources.codes import COUNCIL_PREFIXES, describe_code

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Grid:
    """Figures by area and period.

    Attributes:
        codes: areas, sorted.
        periods: in order of time.
        values: areas x periods; NaN where there is no figure.
        shared: areas x periods; True where the figure is that of a larger area.
    """

    codes: tuple[str, ...]
    periods: tuple[str, ...]
    values: Floats
    shared: Bools


@dataclass(frozen=True)
class MeasuredSeries:
    """One series with its metadata.

    Attributes:
        dataset: slug.
        series: metadata.
        minimum, maximum: plausible range of the recipe.
        rows: observations of the series.
        councils: figures of councils.
        totals: figures of regions, nations and nations together.
    """

    dataset: str
    series: Series
    minimum: float
    maximum: float
    rows: pd.DataFrame
    councils: Grid
    totals: Grid

    def tell(
        self,
        gate: GateName,
        severity: Severity,
        *,
        found: str,
        expected: str,
        area_code: str = "",
        period: str = "",
    ) -> Outcome:
        """Return an outcome on this series."""
        return Outcome(gate, severity, self.dataset, self.series.slug, area_code, period, found, expected)

    def write(self, number: float) -> str:
        """Return a figure with the decimals of the series."""
        text = f"{number:,.{self.series.decimals}f}"
        return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


@dataclass(frozen=True)
class Setting:
    """What a series is judged against.

    Attributes:
        nations: nation of every council of today by code.
        members: councils of every region, nation and group of nations by its code.
        people: population of every council by code.
        beside: pairs of councils that share a boundary, each in both orders.
        edition_year: year of the edition, or None where there is no edition yet.
    """

    nations: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    people: Mapping[str, float]
    beside: frozenset[tuple[str, str]]
    edition_year: int | None

    @classmethod
    def of(
        cls,
        areas: Sequence[Area],
        *,
        edition_year: int | None,
        beside: frozenset[tuple[str, str]] = frozenset(),
    ) -> Setting:
        """Gather what the register says."""
        councils = [area for area in areas if area.kind == "council"]
        return cls(
            nations={area.code: area.nation for area in councils},
            members={
                **{
                    area.code: tuple(c.code for c in councils if c.region_code == area.code)
                    for area in areas
                    if area.kind == "region"
                },
                **{code: _members_of_nations(code, councils) for code in _TOTALS},
            },
            people={area.code: float(area.population) for area in councils},
            beside=beside,
            edition_year=edition_year,
        )

    def councils_of(self, nation: str) -> tuple[str, ...]:
        """Return the codes of a nation's councils, sorted."""
        return tuple(sorted(code for code, name in self.nations.items() if name == nation))


_TOTALS = ("K02000001", "K03000001", "K04000001", "E92000001", "W92000004", "S92000003", "N92000002")


def _members_of_nations(code: str, councils: Sequence[Area]) -> tuple[str, ...]:
    place = describe_code(code)
    nations = place.nations if place else frozenset()
    return tuple(council.code for council in councils if council.nation in nations)


def measure_series(
    rows: pd.DataFrame, *, dataset: str, series: Series, minimum: float, maximum: float
) -> MeasuredSeries:
    """Return a series ready for the gates; ``rows`` are its observations, as they will be written."""
    grid = make_grid(rows)
    council = np.array([code[:3] in COUNCIL_PREFIXES for code in grid.codes], dtype=np.bool_)
    return MeasuredSeries(
        dataset=dataset,
        series=series,
        minimum=minimum,
        maximum=maximum,
        rows=rows,
        councils=_choose_areas(grid, council),
        totals=_choose_areas(grid, ~council),
    )


def make_grid(rows: pd.DataFrame) -> Grid:
    """Return the figures of a table by area and period."""
    areas, codes = pd.factorize(rows["area_code"], sort=True)
    found, texts = pd.factorize(rows["period"])
    order = sorted(range(len(texts)), key=lambda place: parse_period(str(texts[place])))
    place_of = np.empty(len(texts), dtype=np.int64)
    place_of[order] = np.arange(len(texts))
    values = np.full((len(codes), len(texts)), np.nan)
    shared = np.zeros((len(codes), len(texts)), dtype=np.bool_)
    values[areas, place_of[found]] = rows["value"].to_numpy()
    shared[areas, place_of[found]] = (rows["status"] == "upper_tier").to_numpy()
    return Grid(
        codes=tuple(map(str, codes)),
        periods=tuple(str(texts[place]) for place in order),
        values=values,
        shared=shared,
    )


def _choose_areas(grid: Grid, chosen: Bools) -> Grid:
    """Return some areas of a grid, without the areas and periods that then have no figure."""
    known = ~np.isnan(grid.values)
    rows = np.flatnonzero(chosen & known.any(axis=1))
    columns = np.flatnonzero(known[rows].any(axis=0))
    return Grid(
        codes=tuple(grid.codes[row] for row in rows),
        periods=tuple(grid.periods[column] for column in columns),
        values=grid.values[np.ix_(rows, columns)],
        shared=grid.shared[np.ix_(rows, columns)],
    )


def list_nations(measured: MeasuredSeries) -> tuple[str, ...]:
    """Return the nations that a series claims, in the usual order."""
    return tuple(nation for nation in NATIONS if nation in measured.series.nations)
