"""A small world for the tests of the engine: a tree, areas and observations made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from generator.catalogue.records import (
    NATIONS,
    Area,
    Claims,
    Domain,
    Edition,
    Element,
    Framework,
    Indicator,
    Nation,
    Pillar,
    SeriesRef,
)

Cell = tuple[str, str, int, float]


def make_indicator(
    slug: str,
    *,
    direction: str = "higher",
    weight: float = 1,
    comparable: str = "uk",
    series: Sequence[tuple[str, tuple[Nation, ...]]] = (("s", NATIONS),),
    unit: str = "%",
    goalposts: tuple[float, float] | None = None,
    left_out: Mapping[Nation, str] | None = None,
    counts_for: str = "score",
) -> Indicator:
    return Indicator(
        slug=slug,
        name=slug,
        direction=direction,
        weight=weight,
        reason="test",
        comparable=comparable,
        clause="{value}",
        subject=slug,
        claims=Claims(high="Much", low="Little"),
        unit=unit,
        decimals=1,
        series=tuple(SeriesRef(dataset="d", series=name, nations=nations) for name, nations in series),
        goalposts=goalposts,
        left_out=dict(left_out or {}),
        counts_for=counts_for,
    )


def make_framework(tree: Mapping[str, Mapping[str, Sequence[Indicator]]]) -> Framework:
    """One domain; pillars by slug, each with elements by slug."""
    pillars = tuple(
        Pillar(
            slug=slug,
            name=slug,
            about="",
            elements=tuple(
                Element(slug=name, name=name, about="", indicators=tuple(leaves))
                for name, leaves in elements.items()
            ),
        )
        for slug, elements in tree.items()
    )
    return Framework(domains=(Domain(slug="domain", name="domain", about="", pillars=pillars),))


def make_flat_framework(indicators: Sequence[Indicator], *, pillars: int = 1) -> Framework:
    """Pillars "p0", "p1", ... each with one element; indicators are dealt out in turn."""
    return make_framework(
        {
            f"p{n}": {f"e{n}": [one for k, one in enumerate(indicators) if k % pillars == n]}
            for n in range(pillars)
        }
    )


def make_area(code: str, nation: str = "England", population: int = 1000) -> Area:
    return Area(
        code=code,
        kind="council",
        name=code,
        short_name=code,
        official_name=code,
        slug=code.lower(),
        nation=nation,
        population=population,
        population_year=2024,
    )


def make_areas(count: int, nation: str = "England", prefix: str = "E") -> list[Area]:
    return [make_area(f"{prefix}{number:03d}", nation) for number in range(count)]


def make_observations(
    cells: Iterable[Cell],
    *,
    status: str = "observed",
    margin: float = np.nan,
    note: str = "",
    reason: str = "",
) -> pd.DataFrame:
    rows = [
        (area, slug, f"{year}-01-01/P1Y", year, value, value - margin, value + margin, status, note, reason)
        for area, slug, year, value in cells
    ]
    names = [
        "area_code",
        "indicator",
        "period",
        "year",
        "value",
        "lower",
        "upper",
        "status",
        "note",
        "reason",
    ]
    return pd.DataFrame(rows, columns=names)


def make_edition(*, year: int = 2024, first_year: int = 2011, draws: int = 40, seed: int = 7) -> Edition:
    return Edition(name="t", year=year, date="2024-01-01", first_year=first_year, seed=seed, draws=draws)
