"""How the numbers of a finding are printed where its evidence opens: one entry for each kind of number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.findings.finding import AnyFinding
from generator.text.context import TextContext
from generator.text.numbers import (
    format_difference,
    format_number,
    format_range,
    format_signed,
    join_words,
    mark_ordinal,
    pluralise,
)

Print = Callable[[Any, AnyFinding, TextContext], str]

ALMOST_ALL = 0.995
"""Share of the draws that prints as 100 of 100."""
SCORE_DECIMALS, EFFECT_DECIMALS = 1, 2


def count_recalculations(share: float) -> str:
    """Return a share of the draws in words; "all" is said only of all."""
    if share == 1:
        return "all recalculations"
    if share >= ALMOST_ALL:
        return "more than 99 of 100 recalculations"
    return f"{format_number(100 * share, 0)} of 100 recalculations"


def print_percent(percent: float) -> str:
    """Return a part of a whole: "62%"; "all" and "none" are not said of what only rounds to it."""
    if 0 < percent < 1:
        return "less than 1%"
    if 99 < percent < 100:
        return "more than 99%"
    return f"{format_number(percent, 0)}%"


def print_of_hundred(percent: float) -> str:
    """Return how many of 100 that is: "62", "fewer than 1"."""
    if 0 < percent < 1:
        return "fewer than 1"
    return "more than 99" if 99 < percent < 100 else format_number(percent, 0)


def print_difference(value: float, finding: AnyFinding, context: TextContext) -> str:
    """Return a distance in the unit of the indicator, with a digit more where it would print as 0."""
    indicator = context.indicators[str(finding.indicator)]
    rounds_away = round(value, indicator.decimals) == 0
    return format_difference(value, indicator.unit, indicator.decimals + rounds_away)


def name_nodes(slugs: Iterable[str], context: TextContext) -> str:
    """Return the names of pillars or policy areas."""
    return join_words([context.node_names[slug] for slug in slugs])


def name_item(key: str, context: TextContext) -> str:
    """Return the name of the place, policy area or indicator that a number is of."""
    if key in context.grammar:
        return context.grammar[key].name
    return context.node_names[key] if key in context.node_names else context.indicators[key].name


KINDS: Mapping[str, Print] = {
    "score": lambda value, _, __: format_number(value, SCORE_DECIMALS),
    "points": lambda value, _, __: f"{format_signed(value, '', SCORE_DECIMALS)} points",
    "signed": lambda value, _, __: format_signed(value, "", SCORE_DECIMALS),
    "distance": lambda value, _, __: f"{format_number(abs(value), SCORE_DECIMALS)} points",
    "effect": lambda value, _, __: format_number(value, EFFECT_DECIMALS),
    "rank": lambda value, _, __: mark_ordinal(value),
    "count": lambda value, _, __: format_number(value, 0),
    "councils": lambda value, _, __: _count(value, "council"),
    "indicators": lambda value, _, __: _count(value, "indicator"),
    "half": lambda value, _, __: mark_ordinal(value // 2),
    "year": lambda value, _, __: str(value),
    "share": lambda value, _, __: print_percent(100 * value),
    "percent": lambda value, _, __: print_percent(value),
    "chance": lambda value, _, __: count_recalculations(value),
    "difference": print_difference,
    "fifth": lambda value, _, context: context.bands.name(value, value),
    "hundred": lambda value, _, __: print_of_hundred(value),
    "least": lambda value, _, __: f"{'at least ' if value < 1 else ''}{print_percent(100 * value)}",
    "nodes": lambda value, _, context: name_nodes(value, context),
}
"""Kind -> how it is printed.

* score: 0 to 100; points: a change of a score with its sign; signed: the same without the word; distance:
  points without a sign
* effect: Cohen's d; difference: in the unit of the indicator
* rank: "3rd"; half: the last rank of the upper half; fifth: 1 to 5, lowest first
* count, councils, indicators: how many; year
* share: a part of a whole, 0 to 1; least: the same as "at least"; percent: the same, 0 to 100
* hundred: how many of 100; chance: a share of the recalculations
* nodes: names of pillars or policy areas
"""


def print_range(kind: str, low: Any, high: Any, finding: AnyFinding, context: TextContext) -> str:
    """Return "low to high", or one of them where both print the same; fifths have words of their own."""
    if kind == "fifth":
        return context.bands.name(low, high)
    return format_range(*(KINDS[kind](end, finding, context) for end in (low, high)))


def _count(count: int, noun: str) -> str:
    return f"{count:,} {pluralise(count, noun).rpartition(' ')[2]}"
