"""Recomputes the evidence of the lead of a report from what is published alone; see ``recomputed``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.verify.evidence import Cell, Cells, Told, name_cells, number_list
from generator.verify.public_tables import PublicTables
from generator.verify.recomputed_changes import recompute_gap

NAMED = 3
TWICE = 2
LISTED = ("strength", "weakness", "context")
ENDS = {"high": "strength", "low": "weakness"}


def recompute_lead(told: Told, tables: PublicTables) -> Cells:
    """One sentence of a lead, by its rule."""
    return LEAD[told.row["rule"]](told, tables)


def weigh(told: Told) -> float:
    """Return the weight of a strength or weakness by which a lead chooses."""
    element, indicator, distance = told.numbers("element_weight", "indicator_weight", "distance")
    return element * indicator * distance


def recompute_marks(told: Told, tables: PublicTables) -> Cells:
    """The weightiest strengths, or weaknesses, of the place, with their figures."""
    side = told.row["finding_id"].rpartition("/")[2]
    listed = {
        end: [each for each in tables.told_of[told.code] if each.kind == kind] for end, kind in ENDS.items()
    }
    chosen = sorted(listed[side], key=lambda each: (-weigh(each), each.row["finding_id"]))[:NAMED]
    weak_first = len(listed["low"]) >= TWICE * len(listed["high"])
    first = "low" if weak_first else "high"
    found: dict[tuple[str, str], Cell] = {}
    for each in chosen:
        slug = each.word("indicator")
        direction = tables.framework[slug]["direction"] == "higher"
        nation = tables.councils[told.code]["nation"]
        found |= {
            ("carried_by", each.node): slug,
            ("told_claim", each.node): tables.claim(slug, nation, high=(side == "high") == direction),
            ("figure", each.node): float(tables.values[told.code, slug]["value"]),
            ("consequence", each.node): weigh(each),
        }
    return {
        **name_cells(side=side, first=float(side == first or not listed[first]), found=len(listed[side])),
        **number_list("named", [each.node for each in chosen]),
        **found,
    }


def recompute_pair(told: Told, tables: PublicTables) -> Cells:
    """Both findings stand in the lists of the place at the end that is told."""
    found = name_cells(joined_by="and" if told.word("first_side") == told.word("second_side") else "but")
    weights = 0.0
    for end in ("first", "second"):
        one = next(
            each
            for each in tables.told_of[told.code]
            if each.kind in LISTED
            and each.node == told.word(f"{end}_element")
            and each.word("indicator") == told.word(f"{end}_indicator")
        )
        found[f"{end}_element", ""], found[f"{end}_side", ""] = one.node, one.word("side")
        found[f"{end}_indicator", ""] = one.word("indicator")
        weights += weigh(one)
    return {**found, **name_cells(consequence=weights)}


def recompute_unlike(told: Told, tables: PublicTables) -> Cells:
    """Places of the same nation whose whole range of ranks lies beyond that of the place."""
    element, places = told.word("element"), told.list("places")
    kind = ENDS[told.word("side")]
    if not any(each.kind == kind and each.node == element for each in tables.told_of[told.code]):
        raise ValueError(f"{element} is no {kind} of the place")
    nation = tables.councils[told.code]["nation"]
    if told.code in places or any(tables.councils[code]["nation"] != nation for code in places):
        raise ValueError("a place is itself, or lies in another nation")
    ranges = {
        code: [int(tables.scores[code, element][f"nation_rank_{end}"]) for end in ("low", "high")]
        for code in (told.code, *places)
    }
    low, high = ranges.pop(told.code)
    strong = kind == "strength"
    return name_cells(
        element=element,
        side="high" if strong else "low",
        nation=nation,
        rank_low=low,
        rank_high=high,
        alike=len(ranges),
        clear=sum(high < one[0] if strong else low > one[1] for one in ranges.values()),
    )


def recompute_people(told: Told, tables: PublicTables) -> Cells:
    """People in the most deprived tenth, or fifth, of small areas, by the latest index that counts them."""
    row = max(tables.counted_inside[told.code], key=lambda one: int(one["year"]))
    people, most, more = (int(row[name]) for name in ("people", "people_in_tenth", "people_in_fifth"))
    among = "tenth" if 10 * most >= people else "fifth" if int(row["in_fifth"]) else "none"
    part = "tenth" if among == "tenth" else "fifth"
    return name_cells(
        among=among,
        nation=row["nation"],
        index_year=int(row["year"]),
        small_areas=int(row["small_areas"]),
        areas_among=int(row[f"in_{part}"]),
        people=people,
        people_among=most if among == "tenth" else more,
    )


def recompute_lead_gap(told: Told, tables: PublicTables) -> Cells:
    """The gap to the nation as the table of gaps gives it."""
    found = recompute_gap(told, tables)
    return {key: cell for key, cell in found.items() if key[0] in GAP}


GAP = ("category", "nation", "start_year", "end_year", "gap_start", "gap_end")
LEAD: Mapping[str, Callable[[Told, PublicTables], Cells]] = {
    "lead-marks": recompute_marks,
    "lead-pair": recompute_pair,
    "lead-unlike": recompute_unlike,
    "lead-people": recompute_people,
    "lead-gap": recompute_lead_gap,
}
"""What is recomputed for each rule of a lead."""
