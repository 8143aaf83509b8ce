"""The page of an indicator: what it is, where it is high and low, and every council's figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from generator.catalogue.records import (
    NATIONS,
    Dataset,
    Domain,
    Element,
    FixedGoalposts,
    Indicator,
    Pillar,
    Series,
)
from generator.charts.map import draw_fifths
from generator.pages import league
from generator.pages.page import Page
from generator.pages.site import Site
from generator.text import numbers
from generator.text.periods import describe_span


@dataclass(frozen=True)
class SourceView:
    """Where the figures of one or more nations come from."""

    nations: str
    dataset: Dataset
    series: Series
    periods: str


@dataclass(frozen=True)
class Scale:
    """How values become scores.

    Attributes:
        nations: those that share the scale, or "" for all.
        worse, better: the values that score 0 and 100, with their unit.
        logged: equal shares count the same, and not equal steps.
    """

    nations: str
    worse: str
    better: str
    logged: bool


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of every indicator."""
    for domain in site.framework.domains:
        for pillar in domain.pillars:
            for element in pillar.elements:
                for indicator in element.indicators:
                    context = partial(build_context, site, domain, pillar, element, indicator)
                    yield Page(find_path(indicator.slug), "indicator.html", context, kind="indicator")


def find_path(slug: str) -> str:
    """Return the address of an indicator's page."""
    return f"indicators/{slug}/"


def build_context(
    site: Site, domain: Domain, pillar: Pillar, element: Element, indicator: Indicator
) -> dict[str, object]:
    """Return the context of one page."""
    return {
        "section": "pillars",
        "domain": domain,
        "pillar": pillar,
        "element": element,
        "indicator": indicator,
        "nations": numbers.join_words(indicator.nations),
        "answer": league.tell_answer(site, indicator),
        "cited": indicator.name,
        "map": draw_map(site, indicator),
        "map_key": word_map_key(site, indicator),
        "groups": league.list_groups(site, indicator),
        "missing": league.list_missing(site, indicator),
        "years": league.tell_years(site, indicator),
        "sources": list_sources(site, indicator),
        "goalposts": [
            view_scale(row, indicator) for row in site.framework.goalposts if row.indicator == indicator.slug
        ],
        "only_for_trend": indicator.counts_for == "trend",
        "weight": f"{indicator.weight:g}",
        "path_csv": f"{find_path(indicator.slug)}data.csv",
    }


def draw_map(site: Site, indicator: Indicator) -> Markup:
    """Return the map of councils by the fifth of their figure within the set it can be compared with.

    The better end is blue, as on every map. Areas do not lead to reports here: the same links stand in the
    table, and a map with links is twice as heavy.
    """
    percentile = site.widest.percentile[:, site.indicator_position[indicator.slug]]
    return draw_fifths(
        site.stencils.light.outline,
        site.stencils.light.paths,
        {
            council.code: league.better_fifth(float(share), indicator)
            for council, share in zip(site.councils, percentile, strict=True)
            if share == share  # a gap stays blank
        },
        prefix="map",
        title=f"{indicator.name} in every council area, by fifth",
        desc="Map of the UK; each council area is shaded by the fifth its figure is in among those it can be"
        " compared with; blank where there is no figure.",
    )


def word_map_key(site: Site, indicator: Indicator) -> list[str]:
    """Return what each shade of the map stands for, the worse end first."""
    first, *inner, last = site.words.bands.singles
    words = [f"{first} of values", *inner, f"{last} of values"]
    return words if indicator.direction == "higher" else words[::-1]


def list_sources(site: Site, indicator: Indicator) -> list[SourceView]:
    """Return every series of the indicator with its dataset."""
    found = []
    for ref in indicator.series:
        dataset = site.datasets[ref.dataset]
        series = next(one for one in dataset.series if one.slug == ref.series)
        nations = [nation for nation in NATIONS if nation in ref.nations]
        periods = describe_span(series.first_period, series.last_period)
        found.append(SourceView(numbers.join_words(nations), dataset, series, periods))
    return found


def view_scale(row: FixedGoalposts, indicator: Indicator) -> Scale:
    """Return which values score 0 and 100, for the nations that share the scale."""
    low, high = (print_goalpost(end, indicator) for end in (row.low, row.high))
    worse, better = (low, high) if indicator.direction == "higher" else (high, low)
    nations = "" if len(row.nations) == len(NATIONS) else numbers.join_words(row.nations)
    return Scale(nations, worse, better, row.logged)


def print_goalpost(value: float, indicator: Indicator) -> str:
    """Return an end of the scale with its unit, with one digit more than the figures: it is no figure."""
    decimals = indicator.decimals if abs(value) >= 100 else min(indicator.decimals + 1, 4)
    return numbers.format_figure(value, indicator.unit, decimals)
