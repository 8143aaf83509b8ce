"""What ``prosperity explain`` tells of the inside of a council: each figure back to its row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.catalogue.inside import Inside, SmallAreas
from generator.catalogue.inside_records import AnyVintage, IndexEdition
from generator.catalogue.records import Area, Dataset
from generator.errors import ProsperityError
from generator.geography.inside_spread import FEWEST, Spread, measure_spread

_NO_HEAD = 2
"""Line of the first row under the head."""


def explain_inside(council: Area, inside: Inside) -> Iterator[str]:
    """Yield the lines about a council from the inside: sources, spread by edition, and its small areas.

    Raises:
        ProsperityError: nothing is known of its small areas.
    """
    one = _find(council, inside)
    part = one.by_council[council.code]
    yield f"{council.name} ({council.code}), from the inside"
    for spread in measure_spread(inside, council.code, "council", [council.code]):
        yield ""
        yield from _tell_spread(spread, one)
    edition = one.about.editions[0]
    yield ""
    yield from _tell_source(inside.sources[edition.source])
    ranks = one.figures[f"rank_{edition.year}"]
    places = [place for place in range(part.start, part.stop) if not np.isnan(ranks[place])]
    yield f"its {one.about.called[1]} in {edition.publication}, the most deprived first:"
    for place in sorted(places, key=lambda place: (ranks[place], one.codes[place])):
        yield f"  {ranks[place]:.0f} {_name(one, place, inside)}, {_cite(one, place)}"


def explain_small_area(council: Area, code: str, inside: Inside) -> Iterator[str]:
    """Yield the lines about one small area of a council: every figure with its year, source and row.

    Raises:
        ProsperityError: the council has no small area with this code.
    """
    one = _find(council, inside)
    part = one.by_council[council.code]
    places = [place for place in range(part.start, part.stop) if one.codes[place] == code]
    if not places:
        raise ProsperityError(
            f"{council.name} has no small area {code!r}",
            expected=f"a code of {one.file.name} with the council {council.code}",
            mend=f"see: prosperity explain {council.slug} inside",
        )
    (place,) = places
    yield f"{_name(one, place, inside)}, in {council.name} ({council.code})"
    yield f"row: {_cite(one, place)}"
    yield from (f"corrected: {each.reason}" for each in one.about.corrections if each.code == code)
    used = []
    for vintage in one.about.vintages:
        figures = [f"  {told}" for told in _list_figures(one, vintage, place)]
        if figures:
            source = inside.sources[vintage.source]
            used += [source] if source not in used else []
            yield ""
            yield f"{vintage.publication}, {vintage.boundaries}"
            yield f"  raw row: {source.raw_file}, code {code}, year {vintage.year}"
            yield from figures
            if vintage.caveat:
                yield f"  note: {vintage.caveat}"
    yield ""
    for source in used:
        yield from _tell_source(source)


def _list_figures(one: SmallAreas, vintage: AnyVintage, place: int) -> Iterator[str]:
    """Yield the figures of one area and year, in words."""
    if isinstance(vintage, IndexEdition):
        after = {"rank": f"of {vintage.areas}", "people": vintage.people_are}
        after |= {"income": f"% {vintage.income_is}"}
    else:
        after = {"households": ""}
    for name in one.about.columns:
        measure, _, year = name.rpartition("_")
        value = one.figures[name][place]
        if year == str(vintage.year) and measure in vintage.told and not np.isnan(value):
            yield f"{measure}: {value:g} {after.get(measure, '%')}".rstrip()


def _find(council: Area, inside: Inside) -> SmallAreas:
    one = inside.find(council.code)
    if one is None:
        raise ProsperityError(
            f"nothing is known of small areas in {council.name}",
            expected="a table of its nation in data/inside/",
            mend="run: prosperity import SOURCES_DIR --only inside",
        )
    return one


def _tell_spread(spread: Spread, one: SmallAreas) -> Iterator[str]:
    edition = spread.edition
    yield f"{edition.publication}: {spread.areas} of {edition.areas} {one.about.called[1]} lie in it"
    for name, count, last, share in (
        ("tenth", spread.tenth, edition.tenth, spread.share_tenth),
        ("fifth", spread.fifth, edition.fifth, spread.share_fifth),
    ):
        yield f"  most deprived {name} (ranks 1 to {last}): 100 x {count} / {spread.areas} = {share:.4f} %"
    if spread.income_high is not None and spread.income_low is not None:
        sum_told = f"{spread.income_high:.4f} - {spread.income_low:.4f} = {spread.income_gap:.4f}"
        yield f"  deprived of income, the fifth with most less that with fewest: {sum_told} percentage points"
    elif edition.income_is:
        yield f"  deprived of income: fewer than {FEWEST} areas have a share"
    for note in (edition.cut, edition.caveat):
        if note:
            yield f"  note: {note}"


def _tell_source(source: Dataset) -> Iterator[str]:
    yield f"source: {source.publisher}, {source.publication}; {source.link}"
    yield f"licence: {source.licence}"
    yield f"raw file: {source.raw_file}, sha256 {source.raw_sha256}"
    yield from (f"known problem: {problem}" for problem in source.known_problems)


def _name(one: SmallAreas, place: int, inside: Inside) -> str:
    near = inside.neighbourhoods.get(one.neighbourhoods[place])
    named = " ".join(word for word in (one.codes[place], one.names[place]) if word)
    return f"{named} ({near.name})" if near is not None and near.name != one.names[place] else named


def _cite(one: SmallAreas, place: int) -> str:
    return f"data/inside/{one.file.name}:{place + _NO_HEAD}"
