"""Which scores move between two states of the data and by what, in Markdown for a reviewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalogue.records import Area, Dataset, Framework
from generator.index.movement import LEAST, Move, Movement
from generator.index.results import Structure
from generator.text.numbers import MINUS, format_number, join_words, pluralise

_CAUSES = 3
_DECIMALS = 2
_SMALL = 0.5 * 10.0**-_DECIMALS
_PARTS = ("own figure", "scale", "came or went")


@dataclass(frozen=True)
class MoveNames:
    """What the words need to know.

    Attributes:
        structure: names of the nodes.
        framework: names of the indicators and their series.
        councils: in the order of axis A.
        datasets: by slug.
        changed: slugs of the datasets that changed.
    """

    structure: Structure
    framework: Framework
    councils: Sequence[Area]
    datasets: Mapping[str, Dataset]
    changed: Collection[str]


def describe_movement(movement: Movement, names: MoveNames) -> list[str]:
    """Return two tables, of overall and of pillar scores, with what moved each."""
    least = format_number(LEAST, _DECIMALS)
    lines = [
        f"The overall score moves by {least} points or more in {pluralise(movement.moved, 'council')} of "
        f"{len(names.councils)}; the median move is {format_number(movement.median, _DECIMALS)} points.",
        "",
    ]
    for found, words in ((movement.gained, "gain"), (movement.lost, "lose")):
        if found:
            named = join_words([names.councils[place].name for place in found])
            lines += [f"Councils that {words} an overall score: {named}.", ""]
    if not movement.overall and not movement.pillars:
        return lines
    lines += [
        "Each move is the sum of what stands under By. Own figure: the council's own value changed. Scale: "
        "values of other places changed, so the same value scores otherwise.",
        "",
    ]
    if movement.overall:
        lines += ["| Council | Before | Now | Moved | By |", "|---|--:|--:|--:|---|"]
        lines += [_write_row(move, names, node="") for move in movement.overall]
        lines.append("")
    if movement.pillars:
        titles = {pillar.slug: pillar.name for pillar in names.framework.pillars}
        lines += ["| Council | Pillar | Before | Now | Moved | By |", "|---|---|--:|--:|--:|---|"]
        for move in movement.pillars:
            node = f" {titles[names.structure.nodes[move.node].key]} |"
            lines.append(_write_row(move, names, node=node))
        lines.append("")
    return lines


def _write_row(move: Move, names: MoveNames, *, node: str) -> str:
    council = names.councils[move.area].name
    scores = " | ".join(format_number(score, _DECIMALS) for score in (move.before, move.after))
    return f"| {council} |{node} {scores} | {sign(move.points)} | {'; '.join(list_causes(move, names))} |"


def list_causes(move: Move, names: MoveNames) -> Iterator[str]:
    """Yield what moved a score, by dataset, the largest first; the rest in one, so that all adds up."""
    found = [(cause.indicator, (cause.figure, cause.scale, cause.presence)) for cause in move.causes]
    nation = names.councils[move.area].nation
    return tell_datasets(found, words=_PARTS, shares=move.shares, nation=nation, names=names)


def tell_datasets(
    found: Iterable[tuple[int, Sequence[float]]],
    *,
    words: Sequence[str],
    shares: float,
    nation: str,
    names: MoveNames,
) -> Iterator[str]:
    """Yield what datasets did to a score, the largest first; the rest in one, so that all adds up.

    Args:
        found: position of an indicator, and its points by each of ``words``.
        words: what an indicator can do.
        shares: points by shares that changed because other figures came or went.
        nation: of the council.
        names: of the datasets.
    """
    sums: dict[str, list[float]] = {}
    for indicator, points in found:
        parts = sums.setdefault(_name_cause(indicator, nation, names), [0.0] * len(words))
        for place, number in enumerate(points):
            parts[place] += number
    ordered = sorted(sums.items(), key=lambda item: (-abs(sum(item[1])), item[0]))
    for title, parts in ordered[:_CAUSES]:
        yield f"{title} {sign(sum(parts))}{_split(parts, words)}"
    rest = sum(sum(parts) for _, parts in ordered[_CAUSES:])
    if abs(rest) >= _SMALL:
        yield f"{pluralise(len(ordered) - _CAUSES, 'other dataset')} {sign(rest)}"
    if abs(shares) >= _SMALL:
        yield f"other shares, because figures came or went {sign(shares)}"


def _split(parts: Sequence[float], words: Sequence[str]) -> str:
    """Return which parts a cause has, with points where there are several: " (own figure)"."""
    told = [(word, points) for word, points in zip(words, parts, strict=True) if abs(points) >= _SMALL]
    if len(told) == 1:
        return f" ({told[0][0]})"
    return f" ({', '.join(f'{word} {sign(points)}' for word, points in told)})" if told else ""


def _name_cause(indicator: int, nation: str, names: MoveNames) -> str:
    """Return the title of the dataset behind a cause.

    That of the council's own nation if it changed; else those that moved the common scale.
    """
    series = names.framework.indicators[indicator].series
    own = [ref.dataset for ref in series if nation in ref.nations]
    moved = [slug for slug in own if slug in names.changed]
    moved = moved or [ref.dataset for ref in series if ref.dataset in names.changed] or own
    return join_words([names.datasets[slug].title for slug in dict.fromkeys(moved)])


def sign(points: float) -> str:
    """Return points with their sign: "+0.31", a true minus sign, "0.00"."""
    number = format_number(abs(points), _DECIMALS)
    if not number.strip("0."):
        return number
    return f"{MINUS if points < 0 else '+'}{number}"
