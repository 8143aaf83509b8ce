"""Sentences at the head of a page on a pillar, an element or an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.text.context import TextContext
from generator.text.numbers import format_number, format_range, join_words, spell_count
from generator.text.sentences import finish

SIMILAR = 1.0
"""Points within which mean scores of regions are not told apart."""


@dataclass(frozen=True)
class RegionScore:
    """A region or nation, as a sentence names it, with its score out of 100."""

    name: str
    score: float


@dataclass(frozen=True)
class Spread:
    """The middle half of one comparison set, printed in the indicator's unit.

    Attributes:
        label: "the 361 councils of the UK".
        low, middle, high: lower quartile, median and upper quartile, with their units.
    """

    label: str
    low: str
    middle: str
    high: str


def say_regions(node: str, places: Sequence[RegionScore], *, whole: bool, context: TextContext) -> str:
    """Return which regions score highest and lowest; those within a point of the end stand together.

    Args:
        node: slug of the pillar or element.
        places: at least two, any order.
        whole: nations are among them; else they are England's regions alone.
        context: names and rules.
    """
    fill = context.rules.fill
    ordered = sorted(places, key=lambda place: -place.score)
    top, bottom = ordered[0].score, ordered[-1].score
    high = [place for place in ordered if top - place.score < SIMILAR]
    low = [place for place in ordered if place.score - bottom < SIMILAR]
    slots = {
        "among": fill("policy.among.uk" if whole else "policy.among.england", {}),
        "node": context.node_names[node],
        "high": join_words([place.name for place in high]),
        "scores_high": fill("policy.scores.one" if len(high) == 1 else "policy.scores.more", {}),
        "low": join_words([place.name for place in low]),
        "high_score": _span(high),
        "low_score": _span(low),
    }
    return finish(fill("policy.regions", slots), code=f"policy/{node}")


def _span(places: Sequence[RegionScore]) -> str:
    """Return the scores of places that stand together: "68 to 69", highest place first in ``places``."""
    return format_range(format_number(places[-1].score, 0), format_number(places[0].score, 0))


def say_nations(node: str, nations: Sequence[str], context: TextContext) -> str:
    """Return the nations whose councils have a score, where regions cannot be set side by side."""
    slots = {"nations": join_words(nations), "node": context.node_names[node]}
    return finish(context.rules.fill("policy.nations", slots), code=f"policy/{node}")


def say_sure(sure: int, ranked: int, *, whole: bool, context: TextContext) -> str:
    """Return how many of the ranked councils surely lie in one fifth, of all councils or of their nation."""
    fill = context.rules.fill
    whose = context.rules.sentences["policy.sure.uk" if whole else "policy.sure.nation"]
    if sure == ranked:
        told = fill("policy.sure.all", {"ranked": spell_count(ranked), "whose": whose})
        return finish(told, code="policy/sure")
    slots = {
        "ranked": spell_count(ranked),
        "sure": spell_count(sure),
        "whose": whose,
        "stay": fill("policy.sure.one" if sure == 1 else "policy.sure.more", {}),
    }
    return finish(fill("policy.sure", slots), code="policy/sure")


def say_separate(*, all_of_it: bool, within: bool, context: TextContext) -> str:
    """Return that nations stand on scales of their own, wholly or for a part, and what that means.

    Args:
        all_of_it: whether nothing is on one scale.
        within: whether councils are ranked within their nation alone.
        context: of the sentence.
    """
    rule = "policy.separate.all" if all_of_it else "policy.separate" if within else "policy.separate.less"
    return finish(context.rules.fill(rule, {}), code=rule)


def say_spread(spread: Spread, context: TextContext) -> str:
    """Return where the middle half of a comparison set lies."""
    slots = {"set": spread.label, "middle": spread.middle}
    if spread.high in (spread.low, f"{spread.low} {spread.high.partition(' ')[2]}"):
        text = context.rules.fill("indicator.flat", slots)
    else:
        text = context.rules.fill("indicator.spread", {**slots, "low": spread.low, "high": spread.high})
    return finish(text, code=f"indicator/{spread.label}")


def say_period(period: str, *, all_of_them: bool, context: TextContext) -> str:
    """Return the period of all, or of most, of the figures."""
    rule = "indicator.period.all" if all_of_them else "indicator.period.most"
    return finish(context.rules.fill(rule, {"period": period}), code=rule)


def say_margin(count: int, total: int, context: TextContext) -> str:
    """Return for how many of the councils with a figure a margin of error is published."""
    words = "all" if count == total else spell_count(count)
    return finish(context.rules.fill("indicator.margin", {"count": words}), code="indicator/margin")
