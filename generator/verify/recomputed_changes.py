"""Recomputes the evidence of findings on change from the published tables alone; see ``recomputed``."""

from __future__ import annotations

from statistics import median, quantiles

from generator.verify.evidence import Cells, Told, name_cells, number_list
from generator.verify.public_tables import PublicTables

POINT = 1.0
SCALE = 100.0
FEWEST_IN_REGION = 3
TOLD_YEARS = "the years are not those of the other findings on this part"


def recompute_trend(told: Told, tables: PublicTables) -> Cells:
    """Own change, that of all councils with both years, by population, and what tells them apart."""
    start, end = tables.usual_years(told)
    first, changes = tables.all_changes(told.node, start, end)
    before, after = (tables.trend[told.code, told.node, year] for year in (start, end))
    people = {code: float(tables.councils[code]["population"]) for code in changes}
    whole = [
        sum(tables.trend[code, told.node, year] * people[code] for code in changes) / sum(people.values())
        for year in (start, end)
    ]
    relative = (after - before) - (whole[1] - whole[0])
    zone = max(POINT, tables.spread(told.node, start, end, None) / 2)
    here = {tables.councils[code]["nation"] for code in changes}
    return {
        **name_cells(
            category=name_verdict(relative, zone, below=before < median(first.values())),
            start_year=start,
            end_year=end,
            start=before,
            end=after,
            change=after - before,
            uk_start=whole[0],
            uk_end=whole[1],
            uk_change=whole[1] - whole[0],
            relative=relative,
            zone=zone,
            middle_start=median(first.values()),
        ),
        **number_list("nations", [nation for nation in tables.nations if nation in here]),
    }


def name_verdict(relative: float, zone: float, *, below: bool) -> str:
    """Return the verdict on a change less that of the country; ``below``: it began below the middle."""
    if abs(relative) <= zone:
        return "keeping_pace"
    if below:
        return "catching_up" if relative > 0 else "falling_behind"
    return "pulling_ahead" if relative > 0 else "losing_ground"


def recompute_move(told: Told, tables: PublicTables) -> Cells:
    """Own change, that of the councils of the nations compared, and that of those in the region."""
    start, end = tables.usual_years(told)
    nations = tables.nations_of(told.row["comparison"])
    changes, mean = tables.changes_in(told.node, start, end, nations)
    here, change = tables.councils[told.code], changes[told.code]
    covered = {tables.councils[code]["nation"] for code in changes}
    if covered != nations:
        raise ValueError("the nations compared are not those with figures")
    found = name_cells(
        level=tables.level[told.node],
        span=float(told.row["finding_id"].rpartition("/")[2]),
        start_year=start,
        end_year=end,
        start=tables.trend[told.code, told.node, start],
        end=tables.trend[told.code, told.node, end],
        change=change,
        whole_change=mean,
        relative=change - mean,
        zone=max(POINT, tables.spread(told.node, start, end, nations)),
        population=float(here["population"]),
    )
    found |= number_list("nations", [nation for nation in tables.nations if nation in nations])
    # The margins of past years are in no table: here only that both ends lie as far from the change.
    if (margin := told.number("margin")) > 0:
        found |= name_cells(lower=max(change - margin, -SCALE), upper=min(change + margin, SCALE))
    region = tables.region_change(told.code, told.node, start, end, nations)
    if region is not None:
        found |= name_cells(region=here["region_name"] or here["nation"], region_change=region)
    return found


def recompute_levelling(told: Told, tables: PublicTables) -> Cells:
    """Mean by population and gap between percentiles of the same councils in both years, and the answer.

    Where some districts that share a county's figures count as one place and others do not, the tables do not
    tell which; then the gap stays as it is told.
    """
    start, end = told.years
    kind = tables.areas.get(told.code, {}).get("kind")
    group = set(tables.councils) if kind == "uk" else tables.members[told.code]
    ends = tables.both_ends(told.node, start, end, group)
    people = {code: float(tables.councils[code]["population"]) for code in group}

    def mean(codes: list[str], year: int) -> float:
        return sum(ends[code][year] * people[code] for code in codes) / sum(people[code] for code in codes)

    before, after = (mean(list(ends), year) for year in (0, 1))
    sides = {
        name: name_side(*told.numbers(f"{name}_change", f"{name}_low", f"{name}_high"))
        for name in ("mean", "gap")
    }
    within = {tables.councils[code]["nation"] for code in ends}
    whole = {tables.councils[code]["nation"] for code in group}
    found = {
        **name_cells(
            category=ANSWERS.get((sides["mean"], sides["gap"]), "no_clear_change"),
            level=tables.level[told.node],
            start_year=start,
            end_year=end,
            mean_start=before,
            mean_end=after,
            mean_change=after - before,
            mean_side=sides["mean"],
            gap_side=sides["gap"],
            zone=POINT,
            councils=len(ends),
            people_share=sum(people[code] for code in ends) / sum(people.values()),
            indicators=len(told.list("measures")),
        ),
        **number_list("nations", [nation for nation in tables.nations if nation in within]),
        **number_list("whole", [nation for nation in tables.nations if nation in whole]),
    }
    if told.number("places") == len(ends):
        places = [[code] for code in ends]
    else:
        places = list(tables.gather_counties(ends).values())
    if told.number("places") == len(places):
        for year, name in enumerate(("start", "end")):
            low, *_, high = quantiles([mean(each, year) for each in places], n=10, method="inclusive")
            found |= name_cells(**{f"p10_{name}": low, f"p90_{name}": high})
        found |= name_cells(places=len(places))
    else:
        found |= name_cells(**{f"{part}_{name}": told.number(f"{part}_{name}") for part, name in OPEN})
    gaps = [float(found[f"p90_{name}", ""]) - float(found[f"p10_{name}", ""]) for name in ("start", "end")]
    return found | name_cells(gap_start=gaps[0], gap_end=gaps[1], gap_change=gaps[1] - gaps[0])


OPEN = [(part, name) for part in ("p10", "p90") for name in ("start", "end")]
ANSWERS = {
    ("up", "down"): "levelled_up",
    ("up", "up"): "improved_diverged",
    ("down", "down"): "narrowed_falling",
    ("down", "up"): "fell_diverged",
}


def name_side(change: float, low: float, high: float) -> str:
    """Return up or down for a change of a point or more whose interval does not hold zero, else unclear."""
    if abs(change) < POINT or low <= 0 <= high:
        return "unclear"
    return "up" if change > 0 else "down"
