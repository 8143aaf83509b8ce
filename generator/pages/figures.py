"""Rows of tables: every figure of a place, worded for print. Computes nothing that the index did not."""

from __future__ import annotations

from typing import NamedTuple

from generator.catalogue.records import Area, Indicator
from generator.findings.comparison import Comparisons, ComparisonSet, count_place, find_side
from generator.findings.thresholds import SMALL_NATION
from generator.index.cells import Cell, read_level
from generator.index.results import Standing
from generator.index.scale import at_current_prices
from generator.pages.site import NodeRow, Site
from generator.text import numbers, periods
from generator.text.about_cells import describe_cell
from generator.text.bands import FIFTHS
from generator.text.told_edition import ToldEdition, known

TREND_ONLY = "for the trend only"


class IndicatorRow(NamedTuple):
    """One indicator of one council, as a table row. Empty strings where there is nothing to say.

    ``value`` stands in a column headed by the unit; ``figure`` stands alone and carries its unit. ``status``
    says how the figure came about, of what larger area it is, or why there is none. ``note`` says what the
    figure is for, where that is not the score.
    """

    slug: str
    name: str
    unit: str
    value: str
    figure: str
    period: str
    middle: str
    position: str
    change: str
    status: str
    source: str
    source_anchor: str
    note: str = ""


def describe_node(site: Site, council: Area, key: str) -> NodeRow:
    """Return score, rank range and band of a council on one node; worked out once, for many pages show it."""
    row = site.memo.get((council.code, key))
    if row is None:
        row = site.memo[(council.code, key)] = word_node(site, council, key)
    return row


def word_node(site: ToldEdition, council: Area, key: str) -> NodeRow:
    """Return score, rank range and band of a council on one node, worded."""
    place, node = site.position[council.code], site.node_position[key]
    standing = site.index.nation
    score = known(site.index.level.scores.score[place, node])
    change, side = describe_score_change(site, council, key)
    if score is None or standing.rank[place, node] == 0:
        return NodeRow(key, site.node_names[key], "–", "", "", "no score", 0, change, side)
    low, high = site.bands[place][node]
    return NodeRow(
        key=key,
        name=site.node_names[key],
        score=numbers.format_number(score, 0),
        ranks=_name_range(standing, place, node),
        uk_ranks=_name_range(site.index.uk, place, node),
        band="–"
        if standing.ranked[place, node] < SMALL_NATION
        else site.words.bands.name(low or FIFTHS[0], high or FIFTHS[-1]),
        fifth=site.fifth_of(place, node),
        change=change,
        change_side=side,
    )


def _name_range(standing: Standing, place: int, node: int) -> str:
    """Return "8 to 20 of 32", or nothing where there is no rank."""
    if standing.rank[place, node] == 0:
        return ""
    ends = (float(each[place, node]) for each in (standing.low, standing.high))
    ranks = numbers.format_range(*(numbers.format_number(end, 0) for end in ends))
    return f"{ranks} of {standing.ranked[place, node]}"


def list_heads(site: ToldEdition) -> list[tuple[str, str]]:
    """Return name and address of every pillar, for the head of a table."""
    return [(pillar.name, node_path(site, pillar.slug)) for pillar in site.framework.pillars]


def node_path(site: ToldEdition, key: str) -> str:
    """Return the address of the page of a pillar or element; a domain's is its part of the list."""
    if key in site.pillars:
        return f"pillars/{key}/"
    return f"elements/{key}/" if key in site.elements else f"pillars/#{key}"


def fifth_of_value(percentile: float) -> int:
    """Return the fifth of a figure among those compared: 1 the lowest values, 5 the highest."""
    return 1 + min(4, int(percentile // 20))


def name_position(site: ToldEdition, comparisons: Comparisons, place: int, column: int) -> str:
    """Return where a figure stands by value: the words of its fifth; among few councils "2nd highest".

    Args:
        site: the edition as it is told.
        comparisons: the sets, and where each figure stands.
        place: of the council on axis A.
        column: of the indicator on axis I.
    """
    if comparisons.sets[int(comparisons.set_of[place, column])].n >= SMALL_NATION:
        return site.words.bands.singles[fifth_of_value(float(comparisons.percentile[place, column])) - 1]
    comparison = comparisons.describe(place, column)
    side = find_side(comparison)
    nth = count_place(comparison, int(comparisons.ties[place, column]), side)
    return site.words.rules.fill(
        f"place.cell.{'' if nth == 1 else 'nth_'}{side}", {"nth": numbers.mark_ordinal(nth)}
    )


def describe_score_change(site: ToldEdition, council: Area, key: str) -> tuple[str, str]:
    """Return the change of a score as "+4.0 since 2013" and its side (up, dn, same), or two empty strings."""
    finding = site.findings.changes[council.code].get(key)
    if finding is None:
        return "", ""
    change, zone = finding.evidence.change, finding.evidence.zone
    side = "same" if abs(change) < zone else "up" if change > 0 else "dn"
    return f"{numbers.format_signed(change, '', 1)} since {finding.evidence.start_year}", side


def list_indicator_rows(
    site: ToldEdition, council: Area, indicators: tuple[Indicator, ...]
) -> tuple[IndicatorRow, ...]:
    """Return the rows of a council for the given indicators, gaps included."""
    return tuple(describe_indicator(site, council, indicator) for indicator in indicators)


def describe_indicator(site: ToldEdition, council: Area, indicator: Indicator) -> IndicatorRow:
    """Return one row; a gap says why there is nothing."""
    return describe_cell_of(site, council, indicator)[1]


def describe_cell_of(site: ToldEdition, council: Area, indicator: Indicator) -> tuple[Cell, IndicatorRow]:
    """Return an indicator's latest usable figure, as it is and as a row.

    Kept while the same council is asked for: its chapters, its strengths and its files show the same.
    """
    if council.code not in site.figures:
        site.figures.clear()
        cells = read_level(site.index, site.position[council.code])
        site.figures[council.code] = {
            slug: (cell, word_indicator(site, council, site.indicators[slug], cell))
            for slug, cell in zip(site.index.structure.indicators, cells, strict=True)
        }
    found: tuple[Cell, IndicatorRow] = site.figures[council.code][indicator.slug]
    return found


def word_indicator(site: ToldEdition, council: Area, indicator: Indicator, cell: Cell) -> IndicatorRow:
    """Return one row, worded."""
    place, column = site.position[council.code], site.indicator_position[indicator.slug]
    status = describe_cell(cell, nation=council.nation, rules=site.words.rules)
    ref = next((ref for ref in indicator.series if council.nation in ref.nations), None)
    dataset = site.datasets[ref.dataset] if ref else None
    source, anchor = (dataset.publisher, dataset.slug) if dataset else ("", "")
    if cell.value is None:
        return IndicatorRow(
            indicator.slug, indicator.name, indicator.unit, "–", "", "", "", "", "", status, source, anchor
        )
    peers = peers_of(site, place, column)
    where = (
        "at the middle"
        if cell.value == peers.middle
        else name_position(site, site.comparisons, place, column)
    )
    value = numbers.format_value(cell.value, indicator.unit, indicator.decimals)
    return IndicatorRow(
        slug=indicator.slug,
        name=indicator.name,
        unit=indicator.unit,
        value=value,
        figure=numbers.add_unit(value, indicator.unit),
        period=periods.describe_period(cell.period),
        middle=numbers.format_value(peers.middle, indicator.unit, indicator.decimals),
        position=f"{where} of {peers.n}",
        change=describe_change(site, place, column, indicator),
        status=status,
        source=source,
        source_anchor=anchor,
        note=TREND_ONLY if indicator.counts_for == "trend" else "",
    )


def peers_of(site: ToldEdition, place: int, column: int) -> ComparisonSet:
    """Return the set of councils that a council's figure is compared with."""
    return site.comparisons.sets[int(site.comparisons.set_of[place, column])]


def describe_change(site: ToldEdition, place: int, column: int, indicator: Indicator) -> str:
    """Return the change of a published figure over five to ten years, or nothing where an end is not.

    Money at current prices says that its change holds inflation. A measure of the place in a nation's own
    order has no change to state: it moves when others do.
    """
    start = int(site.figure_changes.start[place, column])
    if start == 0 or indicator.comparable == "nation":
        return ""
    change = float(site.figure_changes.change[place, column])
    difference = numbers.format_signed(change, indicator.unit, indicator.decimals)
    inflation = ", inflation included" if at_current_prices(indicator.unit) else ""
    return f"{difference} since {start}{inflation}"
