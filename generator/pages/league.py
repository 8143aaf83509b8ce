"""Every council's figure of one indicator: in sets that can be compared, and over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from generator.catalogue.reasons import Reason
from generator.catalogue.records import NATIONS, Area, Indicator
from generator.findings.comparison import ComparisonSet
from generator.geography.areas import UK_CODE
from generator.index.cells import Cell, read_indicator
from generator.index.results import Status
from generator.pages.figures import fifth_of_value, name_position
from generator.text import about_policy, numbers
from generator.text.about_cells import describe_cell
from generator.text.periods import describe_period, name_periods
from generator.text.told_edition import ToldEdition

ENOUGH = 0.5
"""Share of a nation's councils that must have a figure before their middle is told for a year."""


class LeagueRow(NamedTuple):
    """One council's figure. A named tuple: there are fifty thousand of them."""

    name: str
    path: str
    where: str
    value: str
    interval: str
    period: str
    position: str
    fifth: int
    status: str


@dataclass(frozen=True)
class LeagueGroup:
    """The councils that can be compared with each other, by value, highest first."""

    title: str
    middle: str
    margins: bool
    rows: tuple[LeagueRow, ...]


@dataclass(frozen=True)
class YearColumn:
    """A nation, or the UK, over the years; ``basis`` says what its figures are."""

    name: str
    basis: str


@dataclass(frozen=True)
class Years:
    """Figures by year, latest first: cells in the order of the columns, a dash where there is none."""

    columns: tuple[YearColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def better_fifth(percentile: float, indicator: Indicator) -> int:
    """Return the fifth of a figure among those compared: 5 is the better end, whichever way that lies."""
    fifth = fifth_of_value(percentile)
    return fifth if indicator.direction == "higher" else 6 - fifth


def sets_of(site: ToldEdition, indicator: Indicator) -> list[tuple[ComparisonSet, list[int]]]:
    """Return the comparison sets of an indicator, each with the positions of its councils on axis A."""
    chosen = site.widest.set_of[:, site.indicator_position[indicator.slug]]
    numbered = [number for number in dict.fromkeys(chosen.tolist()) if number >= 0]
    found = [(site.widest.sets[number], np.flatnonzero(chosen == number).tolist()) for number in numbered]
    order: list[str] = list(NATIONS)  # as everywhere
    return sorted(found, key=lambda item: min(order.index(site.councils[place].nation) for place in item[1]))


def tell_answer(site: ToldEdition, indicator: Indicator) -> list[str]:
    """Return where the middle half of each set lies, of when the figures are, and how many have a margin."""
    column = site.indicator_position[indicator.slug]
    level = site.index.level
    told = []
    for one, places in sets_of(site, indicator):
        ends = np.percentile(level.value[places, column], [25, 50, 75])
        middle, high = (
            numbers.format_figure(float(end), indicator.unit, indicator.decimals) for end in ends[1:]
        )
        # "between 21.6 and 35.2 per 1,000 people": the unit once, after the second number.
        low = numbers.format_value(float(ends[0]), indicator.unit, indicator.decimals)
        told.append(about_policy.say_spread(about_policy.Spread(one.label, low, middle, high), site.words))
    held = np.flatnonzero(level.period[:, column] >= 0)
    periods = Counter(level.period[held, column].tolist())
    if periods:
        period, count = min(periods.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count > len(held):
            text = name_periods(site.index.panel.periods[period])
            told.append(about_policy.say_period(text, all_of_them=count == len(held), context=site.words))
    margins = int(np.isfinite(level.lower[:, column]).sum())
    return [*told, about_policy.say_margin(margins, len(held), site.words)] if margins else told


def list_groups(site: ToldEdition, indicator: Indicator) -> list[LeagueGroup]:
    """Return the table of every set; nations on separate scales never share one."""
    cells = read_indicator(site.index, site.indicator_position[indicator.slug])
    groups = []
    for one, places in sets_of(site, indicator):
        ordered = sorted(
            places, key=lambda place: (-float(cells[place].value or 0), site.councils[place].name)
        )
        rows = tuple(league_row(site, indicator, place, cells[place]) for place in ordered)
        groups.append(
            LeagueGroup(
                title=one.label,
                middle=numbers.format_figure(one.middle, indicator.unit, indicator.decimals),
                margins=any(row.interval for row in rows),
                rows=rows,
            )
        )
    return groups


def league_row(site: ToldEdition, indicator: Indicator, place: int, cell: Cell) -> LeagueRow:
    """Return one council's row; only cells with a value have one."""
    council = site.councils[place]
    column = site.indicator_position[indicator.slug]
    value, lower, upper = (
        "" if number is None else numbers.format_value(number, indicator.unit, indicator.decimals)
        for number in (cell.value, cell.lower, cell.upper)
    )
    plain = cell.status == Status.OBSERVED and not cell.note
    return LeagueRow(
        name=council.name,
        path=f"councils/{council.slug}/",
        where=council.region_name or council.nation,
        value=value,
        interval=numbers.format_range(lower, upper) if lower and upper else "",
        period=describe_period(cell.period),
        position=name_position(site, site.widest, place, column),
        fifth=better_fifth(float(site.widest.percentile[place, column]), indicator),
        # The words above the table say that a figure without a remark is as published.
        status="" if plain else describe_cell(cell, nation=council.nation, rules=site.words.rules),
    )


def list_missing(site: ToldEdition, indicator: Indicator) -> list[tuple[str, str]]:
    """Return why councils have no figure, each reason with their names, or with how many of a nation."""
    cells = read_indicator(site.index, site.indicator_position[indicator.slug])
    found: dict[tuple[int, str], list[Area]] = {}
    for council, cell in zip(site.councils, cells, strict=True):
        if cell.value is None and cell.reason != Reason.NONE:
            words = describe_cell(cell, nation=council.nation, rules=site.words.rules)
            found.setdefault((int(cell.reason), words), []).append(council)
    return [
        (words, name_all(site, councils))
        for (_, words), councils in sorted(found.items(), key=lambda item: item[0])
    ]


def name_all(site: ToldEdition, councils: Sequence[Area]) -> str:
    """Return the councils by name; a whole nation is named as such."""
    nations = {council.nation for council in councils}
    if len(nations) == 1:
        (nation,) = nations
        total = sum(council.nation == nation for council in site.councils)
        if len(councils) == total:
            return f"All {total} councils of {nation}"
    return "; ".join(council.name for council in councils)


def tell_years(site: ToldEdition, indicator: Indicator) -> Years | None:
    """Return nations and the UK by year: the published figure, else the middle council of a nation.

    A middle is told only of years in which half of the nation's councils have a figure of that year. A place
    in a nation's own order is not followed over years: it moves when others do.
    """
    if indicator.comparable == "nation":
        return None
    lines: list[tuple[YearColumn, dict[int, float]]] = []
    published = site.published.get(indicator.slug, {})
    nations = {area.name: code for code, area in site.places.items() if area.kind == "nation"}
    for nation in indicator.nations:
        line = dict(published.get(nations[nation], {}))
        basis = "published figure"
        middles = find_middles(site, indicator, nation)
        # The publisher's own series counts only where it reaches as far as the councils' figures do.
        if not line or (middles and max(line) < max(middles)):
            line, basis = middles, "middle council"
        if line:
            lines.append((YearColumn(nation, basis), line))
    if published.get(UK_CODE):
        lines.append((YearColumn("UK", "published figure"), dict(published[UK_CODE])))
    years = sorted(
        {year for _, line in lines for year in line if year in site.index.panel.years}, reverse=True
    )
    if len(years) < 2:
        return None
    return Years(
        columns=tuple(column for column, _ in lines),
        rows=tuple(
            (year, tuple(print_year(line.get(year), indicator) for _, line in lines)) for year in years
        ),
    )


def print_year(value: float | None, indicator: Indicator) -> str:
    """Return a cell of the table of years; a dash for a gap."""
    return "–" if value is None else numbers.format_value(value, indicator.unit, indicator.decimals)


def find_middles(site: ToldEdition, indicator: Indicator, nation: str) -> dict[int, float]:
    """Return the median of a nation's councils by year, measured figures only."""
    panel, column = site.index.panel, site.indicator_position[indicator.slug]
    inside = np.array([council.nation == nation for council in site.councils])
    values = np.where(panel.status[inside, column] <= Status.UPPER_TIER, panel.value[inside, column], np.nan)
    held = np.isfinite(values).sum(axis=0)
    return {
        year: float(np.nanmedian(values[:, place]))
        for place, year in enumerate(panel.years)
        if held[place] >= max(1.0, ENOUGH * inside.sum())
    }
