"""Recomputes the evidence of findings on change from the published tables alone; see ``recomputed``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import NormalDist, covariance, fmean, median, quantiles, variance

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
    if any(tables.is_bent(told.node, here["nation"], year) for year in (start, end)):
        raise ValueError("something bent all its figures in the first or the last year")
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
        age=tables.edition[1] - end,
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
    """Mean by population and true gap between percentiles of the same councils in both years, and the answer.

    Districts whose scores rest mainly on figures of their county count as one place.
    """
    kind = tables.areas.get(told.code, {}).get("kind")
    group = set(tables.councils) if kind == "uk" else tables.members[told.code]
    rows = tables.then_and_now(told.node, group)
    people = {code: float(tables.councils[code]["population"]) for code in group}
    start, end = (int(next(iter(rows.values()))[f"{name}_year"]) for name in ENDS)

    def mean(codes: Sequence[str], column: str) -> float:
        held = sum(people[code] for code in codes)
        return sum(float(rows[code][column]) * people[code] for code in codes) / held

    places: dict[str, list[str]] = {}
    for code, row in rows.items():
        shared = tables.councils[code]["county_name"] if float(row["own_share"]) <= HALF else ""
        places.setdefault(shared or code, []).append(code)
    before, after = (mean(list(rows), name) for name in ENDS)
    gaps: list[float] = []
    found: dict[str, float] = {}
    for name in ENDS:
        low, *_, high = quantiles([mean(codes, name) for codes in places.values()], n=10, method="inclusive")
        noise = fmean(mean(codes, f"{name}_error") ** 2 for codes in places.values())
        gaps.append(max((high - low) ** 2 - SPREAD_OF_TENTHS**2 * noise, 0) ** 0.5)
        real = (gaps[-1] / (high - low)) ** 2 if high > low else 0.0
        cells = {"p10": low, "p90": high, "error": noise**0.5, "real": real, "gap": gaps[-1]}
        found |= {f"{part}_{name}": number for part, number in cells.items()}
    first = [mean(codes, "start") for codes in places.values()]
    moved = [mean(codes, "end") - mean(codes, "start") for codes in places.values()]
    noise, spread = found["error_start"] ** 2, variance(first)
    together = covariance(first, moved) + noise
    sides = name_sides(told)
    return {
        **name_cells(
            **found,
            category=ANSWERS.get((sides[0], sides[1]), "no_clear_change"),
            level=tables.level[told.node],
            start_year=start,
            end_year=end,
            mean_start=before,
            mean_end=after,
            mean_change=after - before,
            mean_side=sides[0],
            gap_change=gaps[1] - gaps[0],
            gap_side=sides[1],
            slope=together / (spread - noise) if spread > noise else 0.0,
            slope_side=name_slope(told),
            reliability=max(0.0, 1 - noise / spread) if spread else 0.0,
            zone=POINT,
            councils=len(rows),
            places=len(places),
            people_share=sum(people[code] for code in rows) / sum(people.values()),
            indicators=len(told.list("measures")),
        ),
        **number_list("nations", _nations(rows, tables)),
        **number_list("whole", _nations(group, tables)),
    }


def _nations(codes: Iterable[str], tables: PublicTables) -> list[str]:
    within = {tables.councils[code]["nation"] for code in codes}
    return [nation for nation in tables.nations if nation in within]


def recompute_gap(told: Told, tables: PublicTables) -> Cells:
    """Own mean by population and that of the nation, the gaps, and what the errors leave open."""
    nation = told.word("nation")
    council = told.code in tables.councils
    inside = {told.code} if council else tables.members[told.code]
    people = {code: float(area["population"]) for code, area in tables.councils.items()}
    here = {code for code in inside if tables.councils[code]["nation"] == nation}
    if sum(people[code] for code in here) < sum(people[code] for code in inside) / 2:
        raise ValueError("most of its people live elsewhere")
    rows = {c: row for c, row in tables.gaps[told.node, nation].items() if row["kind"] == "council"}
    own = [code for code in sorted(here) if code in rows]
    held, whole = (sum(people[code] for code in some) for some in (own, rows))
    share = {code: (people[code] / held if code in own else 0) - people[code] / whole for code in rows}
    ends = {
        f"{part}{name}": sum(float(rows[code][name]) * people[code] for code in some) / size
        for name in ENDS
        for part, some, size in (("", own, held), ("nation_", rows, whole))
    }
    gaps = [ends[name] - ends[f"nation_{name}"] for name in ENDS]
    error = 0.0
    for name in ENDS:
        sums: dict[str, float] = {}
        for code, row in rows.items():
            shared = tables.councils[code]["county_name"] if float(row["own_share"]) <= HALF else ""
            place = shared or code
            sums[place] = sums.get(place, 0.0) + share[code] * float(row[f"{name}_error"])
        error += sum(each**2 for each in sums.values())
    change, margin = gaps[1] - gaps[0], IN_90 * error**0.5
    side = name_side(change, change - margin, change + margin)
    row = next(iter(rows.values()))
    listed = tables.gaps[told.node, nation].get(told.code)
    if listed is None or abs(float(listed["gap_change"]) - change) > NEAR:
        raise ValueError("the table of gaps has another change")
    return name_cells(
        **ends,
        category=name_course(gaps[0], gaps[1], side),
        level=tables.level[told.node],
        nation=nation,
        start_year=int(row["start_year"]),
        end_year=int(row["end_year"]),
        gap_start=gaps[0],
        gap_end=gaps[1],
        gap_change=change,
        gap_low=change - margin,
        gap_high=change + margin,
        gap_side=side,
        zone=POINT,
        councils=len(own),
        people_share=held / sum(people[code] for code in here),
    )


def name_course(before: float, after: float, side: str) -> str:
    """Return what the gap of a place to its nation did: below it, above it, or across."""
    if side == "unclear":
        return "no_clear_change"
    if before * after < 0:
        return "overtook" if after > 0 else "fell_below"
    ahead = before + after >= 0
    return ("lead_grew" if ahead else "narrowed") if side == "up" else ("lead_shrank" if ahead else "widened")


ENDS = ("start", "end")
HALF = 0.5
TENTH = 0.1
NEAR = 1e-6
IN_90 = 1.645
"""Standard errors in half of a 90% interval."""
SPREAD_OF_TENTHS = 2 * NormalDist().inv_cdf(0.9)
"""Standard deviations between the percentiles of a normal distribution that the gap is told of."""
ANSWERS = {
    ("up", "down"): "levelled_up",
    ("up", "unclear"): "improved",
    ("up", "up"): "improved_diverged",
    ("unclear", "down"): "narrowed",
    ("untold", "down"): "narrowed",
    ("unclear", "up"): "widened",
    ("untold", "up"): "widened",
    ("down", "down"): "narrowed_falling",
    ("down", "unclear"): "fell",
    ("down", "up"): "fell_diverged",
}


def name_sides(told: Told) -> tuple[str, str]:
    """Return the sides of the mean and of the gap: what errors may have made is unclear."""
    mean = name_side(*told.numbers("mean_change", "mean_low", "mean_high"))
    gap = name_side(*told.numbers("gap_change", "gap_low", "gap_high"))
    real = min(told.numbers("real_start", "real_end"))
    return "untold" if told.number("relative") >= HALF else mean, gap if real >= HALF else "unclear"


def name_slope(told: Told) -> str:
    """Return what places that began low did, where that is clear and not made by errors."""
    slope, low, high = told.numbers("slope", "slope_low", "slope_high")
    if told.number("reliability") < HALF or abs(slope) < TENTH or low <= 0 <= high:
        return "unclear"
    return "caught_up" if slope < 0 else "drew_away"


def name_side(change: float, low: float, high: float) -> str:
    """Return up or down for a change of a point or more whose interval does not hold zero, else unclear."""
    if abs(change) < POINT or low <= 0 <= high:
        return "unclear"
    return "up" if change > 0 else "down"
