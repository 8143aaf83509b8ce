"""What changed between two editions, in Markdown: scores by cause and dataset, ranks by own and others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.catalogue.records import Edition
from generator.index.difference import CAUSES, Difference, find_sources
from generator.index.difference_totals import Totals, find_gained, sum_up
from generator.index.movement import LEAST, MOST
from generator.index.structure import OVERALL
from generator.text.about_moves import MoveNames, sign, tell_datasets
from generator.text.numbers import MINUS, format_number, join_words, pluralise, spell_count

_DECIMALS = 2
_NAMED = 12
TITLES = {"method": "Method", "revised": "Revised data", "new": "New data", "others": "Others"}
MEANINGS = (
    "Method: framework, weights or edition changed.",
    "Revised data: figures that were known before are others now.",
    "New data: the council's own figures came or went.",
    "Others: values of other places changed, so that the same figures score otherwise.",
)


def describe_difference(
    difference: Difference, names: MoveNames, *, editions: tuple[Edition, Edition], most: int = MOST
) -> str:
    """Return the account.

    Args:
        difference: of two editions.
        names: of the new edition; its councils are those of ``difference``.
        editions: old and new.
        most: rows of each table of councils.
    """
    totals = sum_up(difference)["overall"]
    lines = [f"# From {_name(editions[0])} to {_name(editions[1])}", ""]
    if editions[0].name == editions[1].name:
        lines += ["Both call themselves one edition: these are two states of it.", ""]
    lines += [*_tell_moves(totals), "", *_tell_gained(difference), *_tell_datasets(names), ""]
    if totals.moved:
        lines += _tabulate_causes(totals)
    rows = _list_largest(difference, most)
    if rows:
        lines += _tabulate_scores(difference, names, rows)
    ranks = _list_rank_moves(difference, most)
    if ranks:
        lines += _tabulate_ranks(difference, ranks)
    return "\n".join(lines).rstrip("\n") + "\n"


def _name(edition: Edition) -> str:
    return f"{edition.name} ({edition.date})"


def _tell_moves(totals: Totals) -> Iterator[str]:
    if not totals.scores:
        yield "No council has an overall score in both."
        return
    least = format_number(LEAST, _DECIMALS)
    yield (
        f"The overall score moves by {least} points or more in {pluralise(totals.moved, 'council')} of the "
        f"{totals.scores} that have one in both, by one point or more in "
        f"{pluralise(totals.moved_whole, 'council')}. The median move is "
        f"{format_number(totals.median, _DECIMALS)} points, the largest "
        f"{format_number(totals.largest, _DECIMALS)}."
    )


def _tell_gained(difference: Difference) -> Iterator[str]:
    for found, words in zip(find_gained(difference), ("gain", "lose"), strict=True):
        if found:
            named = join_words([difference.councils[place].name for place in found])
            yield f"Councils that {words} an overall score: {named}."
            yield ""


def _tell_datasets(names: MoveNames) -> Iterator[str]:
    """Yield in which datasets figures changed; those that are gone by their slug."""
    if not names.changed:
        yield "No figure changed in any dataset."
        return
    titles = [
        names.datasets[slug].title if slug in names.datasets else f"{slug} (gone)"
        for slug in sorted(names.changed)
    ]
    more = len(titles) - _NAMED
    listed = [*titles[:_NAMED], *([f"{spell_count(more)} more"] if more > 0 else [])]
    yield f"Figures changed in {pluralise(len(titles), 'dataset')}: {join_words(listed)}."


def _tabulate_causes(totals: Totals) -> Iterator[str]:
    yield f"Each move is the sum of four causes. {' '.join(MEANINGS)}"
    yield ""
    yield f"| Cause | Councils moved by {format_number(LEAST, _DECIMALS)} or more | Mean | Largest |"
    yield "|---|--:|--:|--:|"
    for cause in CAUSES:
        part = totals.causes[cause]
        sizes = " | ".join(format_number(size, _DECIMALS) for size in (part.mean, part.largest))
        yield f"| {TITLES[cause]} | {part.moved} | {sizes} |"
    yield ""


def _list_largest(difference: Difference, most: int) -> list[int]:
    """Return the councils whose overall score moved most, by ``LEAST`` points or more, largest first."""
    size = np.abs(np.nan_to_num((difference.score_new - difference.score_old)[:, OVERALL]))
    order = np.argsort(-size, kind="stable")[:most].tolist()
    return [place for place in order if size[place] >= LEAST]


def _tabulate_scores(difference: Difference, names: MoveNames, rows: list[int]) -> Iterator[str]:
    yield f"| Council | Before | Now | Moved | {' | '.join(TITLES[cause] for cause in CAUSES)} | By dataset |"
    yield f"|---|{'--:|' * (3 + len(CAUSES))}---|"
    for area in rows:
        old, new = (float(side[area, OVERALL]) for side in (difference.score_old, difference.score_new))
        points = [sign(float(part)) for part in (new - old, *difference.causes[area, OVERALL])]
        scores = [format_number(score, _DECIMALS) for score in (old, new)]
        found, shares = find_sources(difference, area=area, node=OVERALL)
        council = difference.councils[area]
        told = tell_datasets(
            [(source.indicator, source.points) for source in found],
            words=[TITLES[cause].lower() for cause in CAUSES[1:]],
            shares=shares,
            nation=council.nation,
            names=names,
        )
        yield f"| {' | '.join([council.name, *scores, *points, '; '.join(told)])} |"
    yield ""


def _list_rank_moves(difference: Difference, most: int) -> list[int]:
    """Return the councils whose overall rank moved most, largest first."""
    size = np.abs(_rank_moves(difference))
    order = np.argsort(-size, kind="stable")[:most].tolist()
    return [place for place in order if size[place]]


def _rank_moves(difference: Difference) -> np.ndarray:
    return np.asarray((difference.rank_own + difference.rank_others)[:, OVERALL])


def _tabulate_ranks(difference: Difference, rows: list[int]) -> Iterator[str]:
    moved = int((_rank_moves(difference) != 0).sum())
    who = pluralise(moved, "council").capitalize()
    yield (
        f"{who} {'has' if moved == 1 else 'have'} another overall rank. Own score: where the new score would "
        "stand among the old scores of the others. Others: what their new scores do to that place. A minus "
        "leads towards the first place."
    )
    yield ""
    yield "| Council | Rank before | Now | Moved | Own score | Others |"
    yield "|---|--:|--:|--:|--:|--:|"
    for area in rows:
        own, others = (int(part[area, OVERALL]) for part in (difference.rank_own, difference.rank_others))
        ranks = [str(int(side[area, OVERALL])) for side in (difference.rank_old, difference.rank_new)]
        steps = [_sign_places(step) for step in (own + others, own, others)]
        yield f"| {' | '.join([difference.councils[area].name, *ranks, *steps])} |"
    yield ""


def _sign_places(places: int) -> str:
    return f"{MINUS if places < 0 else '+' if places > 0 else ''}{abs(places)}"
