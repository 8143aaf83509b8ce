"""How the means of regions and nations moved on one policy area, drawn as slopes. Computes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from generator.catalogue.records import Area
from generator.charts.slope import Slope, draw_slopes
from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import Finding
from generator.geography.areas import UK_CODE
from generator.pages.levelling import name_place, short_name
from generator.pages.standings import regions_and_nations
from generator.text.numbers import join_words
from generator.text.told_edition import ToldEdition

FEWEST = 3
"""Lines below which there is nothing to compare."""


@dataclass(frozen=True)
class SlopeView:
    """The chart of one part of the framework.

    Attributes:
        name: of the part, as a sentence has it.
        years: the first and the last.
        others: places that it leaves out, for their figures are of other years ("" for none).
    """

    name: str
    years: tuple[str, str]
    picture: Markup
    others: str


def draw_moves(site: ToldEdition, key: str, name: str) -> SlopeView | None:
    """Return the slopes of one node, None where too few places have an answer.

    Nations stand beside England's regions only where the whole UK can be answered: else each nation has a
    scale of its own. All lines have the same two years.
    """
    told = {code: found[key] for code, found in site.findings.levelling.items() if key in found}
    places = regions_and_nations(site)
    whole = site.places[UK_CODE]
    if UK_CODE not in told:
        places = [place for place in places if place.kind == "region"]
        whole = next(
            place for place in site.places.values() if (place.kind, place.name) == ("nation", "England")
        )
    if whole.code not in told:
        return None
    years = _years(told[whole.code])
    shown = [place for place in places if place.code in told]
    drawn = [place for place in (whole, *shown) if _years(told[place.code]) == years]
    if len(drawn) <= FEWEST:
        return None
    others = [short_name(place) for place in shown if place not in drawn]
    return SlopeView(
        name=name,
        years=years,
        picture=draw_slopes(
            [_slope(place, told[place.code], whole=place is whole) for place in drawn],
            years=years,
            prefix="slope",
            title=f"Mean scores for {name} in {years[0]} and {years[1]}",
            desc=site.tell(told[whole.code]),
        ),
        others=join_words(others),
    )


def _years(finding: Finding[LevellingUpTest]) -> tuple[str, str]:
    return str(finding.evidence.start_year), str(finding.evidence.end_year)


def _slope(place: Area, finding: Finding[LevellingUpTest], *, whole: bool) -> Slope:
    evidence = finding.evidence
    return Slope(
        name=name_place(place, finding),
        start=evidence.mean_start,
        end=evidence.mean_end,
        side=evidence.mean_side,
        whole=whole,
    )
