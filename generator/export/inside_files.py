"""What is published of small areas inside councils: two tables, and a document for each council; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from generator.catalogue.inside import WHOLE, Inside, SmallAreas
from generator.catalogue.records import Area
from generator.export.downloads import drop_gaps
from generator.geography.inside_spread import Spread

PEOPLE = ("people", "people_in_tenth", "people_in_fifth")
SPREAD_COLUMNS = (
    *("area_code", "kind", "nation", "year", "publication", "ranked", "small_areas", "in_tenth", "in_fifth"),
    *("share_tenth", "share_fifth", "income_low", "income_high", "income_gap"),
    *PEOPLE,
)
MEASURES = (
    *("rank", "people", "income", "employment"),
    *("households", "deprived", "overcrowded", "social_rented", "private_rented"),
)
SLICE_MEASURES = ("rank", "income")
"""What the document of a council tells of each small area: the rest is in the table of all."""

Json = dict[str, Any]


def make_spread_table(spreads: Iterable[Spread]) -> pd.DataFrame:
    """Return ``inside.csv``: a row for each place, nation and edition."""
    rows = [describe_spread(spread) for spread in spreads]
    table = pd.DataFrame(rows, columns=list(SPREAD_COLUMNS))
    return table.astype({name: "Int64" for name in PEOPLE})


def describe_spread(spread: Spread) -> Json:
    """Return a spread as a row."""
    people = spread.people or (None, None, None)
    return {
        "area_code": spread.code,
        "kind": spread.kind,
        "nation": spread.nation,
        "year": spread.edition.year,
        "publication": spread.edition.publication,
        "ranked": spread.edition.areas,
        "small_areas": spread.areas,
        "in_tenth": spread.tenth,
        "in_fifth": spread.fifth,
        "share_tenth": spread.share_tenth,
        "share_fifth": spread.share_fifth,
        "income_low": np.nan if spread.income_low is None else spread.income_low,
        "income_high": np.nan if spread.income_high is None else spread.income_high,
        "income_gap": np.nan if spread.income_gap is None else spread.income_gap,
        **dict(zip(PEOPLE, people, strict=True)),
    }


def make_small_areas(inside: Inside) -> pd.DataFrame:
    """Return ``small_areas.parquet``: a row for each small area and year in which it was measured.

    By nation, council, code and year, the latest first: what repeats stands together, so the file is small.
    """
    parts = []
    for one in inside.sets:
        years = sorted({each.year for each in one.about.vintages}, reverse=True)
        table = pd.concat([_list_year(one, year, inside) for year in years])
        # The index is the place of the area in its set.
        parts.append(table.iloc[np.argsort(table.index.to_numpy(), kind="stable")])
    if not parts:
        return pd.DataFrame(columns=[*_ABOUT, *MEASURES])
    return pd.concat(parts, ignore_index=True)


_ABOUT = (
    *("code", "name", "nation", "council_code", "neighbourhood_code", "neighbourhood", "lat", "lon"),
    *("year", "ranked", "in_tenth", "in_fifth"),
)


def _list_year(one: SmallAreas, year: int, inside: Inside) -> pd.DataFrame:
    """Return the rows of one nation and year, with the places of the areas as index."""
    edition = next((each for each in one.about.editions if each.year == year), None)
    known = {name: one.figures.get(f"{name}_{year}") for name in MEASURES}
    there = np.any([~np.isnan(column) for column in known.values() if column is not None], axis=0)
    places = np.flatnonzero(there)
    ranks = known["rank"][places] if known["rank"] is not None else np.full(len(places), np.nan)
    names = {code: near.name for code, near in inside.neighbourhoods.items()}

    def take(values: Sequence[str]) -> Any:
        return np.array(values, dtype=object)[places]

    table = {
        "code": take(one.codes),
        "name": take(one.names),
        "nation": one.about.nation,
        "council_code": take(one.councils),
        "neighbourhood_code": take(one.neighbourhoods),
        "neighbourhood": take([names.get(code, "") for code in one.neighbourhoods]),
        "lat": one.lat[places],
        "lon": one.lon[places],
        "year": year,
        "ranked": _whole(np.where(np.isnan(ranks), np.nan, edition.areas if edition else np.nan)),
        "in_tenth": _flag(ranks, edition.tenth if edition else 0),
        "in_fifth": _flag(ranks, edition.fifth if edition else 0),
    }
    for name, column in known.items():
        numbers = column[places] if column is not None else np.full(len(places), np.nan)
        table[name] = _whole(numbers) if name in WHOLE else numbers
    return pd.DataFrame(table, index=places)


def _whole(numbers: Any) -> Any:
    return pd.array(numbers, dtype="Int64")


def _flag(ranks: Any, last: int) -> Any:
    flags = pd.array(ranks <= last, dtype="boolean")
    flags[np.isnan(ranks)] = pd.NA
    return flags


def make_slices(
    inside: Inside, spreads: Iterable[Spread], councils: Iterable[Area]
) -> Iterator[tuple[str, Json]]:
    """Yield code and document of every council that has small areas.

    Args:
        inside: the small areas.
        spreads: of all places.
        councils: whose documents are wanted.
    """
    own: dict[str, list[Spread]] = {}
    for spread in spreads:
        if spread.kind == "council":
            own.setdefault(spread.code, []).append(spread)
    for council in councils:
        one = inside.find(council.code)
        if one is not None:
            yield council.code, make_slice(council, one, inside, own[council.code])


def make_slice(council: Area, one: SmallAreas, inside: Inside, spreads: Sequence[Spread]) -> Json:
    """Return the document of one council: its spread by edition, and its small areas in the latest one.

    Args:
        council: the council.
        one: the small areas of its nation.
        inside: has names of neighbourhoods and sources.
        spreads: of the council, the latest edition first.
    """
    edition = one.about.editions[0]
    part = one.by_council[council.code]
    ranks = one.figures[f"rank_{edition.year}"]
    places = [place for place in range(part.start, part.stop) if not np.isnan(ranks[place])]
    near = sorted({one.neighbourhoods[place] for place in places} - {""})
    order = {code: number for number, code in enumerate(near)}
    source = inside.sources[edition.source]
    measures = [name for name in SLICE_MEASURES if name == "rank" or name in edition.measures]
    return {
        "code": council.code,
        "name": council.name,
        "nation": council.nation,
        "year": edition.year,
        "ranked": edition.areas,
        "tenth": edition.tenth,
        "fifth": edition.fifth,
        "called": list(one.about.called),
        **drop_gaps({"income_is": edition.income_is, "caveat": edition.caveat}),
        "source": {
            "publisher": source.publisher,
            "publication": edition.publication,
            "link": source.link,
            "licence": source.licence,
        },
        "editions": [_tell_edition(spread) for spread in spreads],
        "neighbourhoods": [inside.neighbourhoods[code].name for code in near],
        "areas": {
            "code": [one.codes[place] for place in places],
            "name": [one.names[place] for place in places],
            **({"neighbourhood": [order.get(one.neighbourhoods[place]) for place in places]} if near else {}),
            **{name: _list_numbers(one.figures[f"{name}_{edition.year}"], places, name) for name in measures},
        },
    }


def _tell_edition(spread: Spread) -> Json:
    row = describe_spread(spread)
    left_out = ("area_code", "kind", "nation")
    return drop_gaps({name: cell for name, cell in row.items() if name not in left_out and cell == cell})


def _list_numbers(column: Any, places: Sequence[int], name: str) -> list[float | int | None]:
    numbers: Mapping[int, float] = {place: float(column[place]) for place in places}
    return [
        None if number != number else int(number) if name in WHOLE else number for number in numbers.values()
    ]
