"""Recomputes the evidence of every finding from the published tables alone.

The path is independent of the one that made the findings: it reads ``data/*.csv`` as any reader may, and
shares no code with the engine, the findings or the words. It reads no sentence: what stands in a sentence is
held against the evidence by ``printed``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from math import isclose
from statistics import StatisticsError, fmean, stdev

from generator.verify.evidence import Cell, Cells, Told, name_cells, number_list
from generator.verify.public_tables import OWN_FIGURES, PublicTables
from generator.verify.recomputed_changes import (
    recompute_gap,
    recompute_levelling,
    recompute_move,
    recompute_trend,
)
from generator.verify.recomputed_lead import recompute_lead

OLD = 6
PILLARS_NEEDED = 10
FEW_ABSOLUTE = 2
OWN = HALF = 0.5
FEWEST_MEMBERS = 5
MOST_TIMES = 3
SETTLEMENT = "ruc-"
"""How the names of clusters start that sort councils by how urban or rural they are."""
OUTER = 100 / 3
NAMED = 2
NEAR = 1e-6

Recompute = Callable[[Told, PublicTables], Cells]


def check_evidence(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield finding and problem of all evidence that is not what the tables give."""
    told_of, twice = tables.evidence
    known = Counter(told.row.get("finding_id", "") for told in tables.told)
    yield from ((each, "there is evidence, but no such finding") for each in told_of if each not in known)
    yield from ((each, "a name of its evidence stands there twice") for each in twice)
    yield from ((each, "two findings have this id") for each, count in known.items() if count > 1)
    for told in tables.told:
        if problem := find_difference(told, tables):
            yield told.row["finding_id"], problem


def find_difference(told: Told, tables: PublicTables) -> str:
    """Return what is wrong with the evidence of a finding, empty where it is what the tables give.

    Every cell has to be recomputed, or to be listed in ``UNPUBLISHED``; no table that lacks what a cell names
    can give it.
    """
    recompute = RECOMPUTED.get(told.kind)
    if recompute is None:
        return f"no finding is of the kind {told.kind!r}"
    if told.row["finding_id"].split("/")[:3] != [told.code, told.kind, told.node]:
        return "the id is that of another finding"
    try:
        found = recompute(told, tables)
    except (KeyError, ValueError, ZeroDivisionError, StatisticsError, StopIteration) as reason:
        return f"the tables do not give what it names ({type(reason).__name__}: {reason})"
    for key, cell in found.items():
        name = " of ".join(filter(None, key))
        if key not in told.cells:
            return f"it has no {name}"
        if not same(told.cells[key], cell):
            return f"{name} is {told.cells[key]}, and {cell} by the tables"
    if told.has("score") and told.row["value"] and not same(float(told.row["value"]), told.number("score")):
        return f"the figure in findings.csv is {told.row['value']}"
    for key in told.cells:
        if key not in found and key[0] not in UNPUBLISHED.get(told.kind, ()):
            return f"the tables give no {' of '.join(filter(None, key))}"
    return ""


def same(one: Cell, other: Cell) -> bool:
    """Say whether two cells are the same word, or the same number but for the order of a sum."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return isclose(one, other, rel_tol=1e-9, abs_tol=NEAR)


def recompute_figure(told: Told, tables: PublicTables) -> Cells:
    """Where a figure stands among those compared, and what else the rule on figures looks at."""
    slug, council = told.word("indicator"), tables.councils[told.code]
    about, cell = tables.framework[slug], tables.values[told.code, slug]
    if about["element"] != told.node or (cell["value"], cell["period"]) != (
        told.row["value"],
        told.row["period"],
    ):
        raise ValueError("the figure is not that of the indicator")
    value, nations = float(cell["value"]), tables.nations_of(told.row["comparison"])
    compared = tables.compared_with(slug, council["nation"])
    if nations != {nation for nation in compared if tables.figures(slug, frozenset({nation}))}:
        raise ValueError("the councils compared are not those of the indicator")
    others = tables.figures(slug, nations)
    _, middle = tables.compare(slug, nations)
    high = told.word("side") == "high"
    reading = "context" if about["reading"] == "context" else "strength" if high else "weakness"
    if told.kind != reading:
        raise ValueError(f"the kind is that of a {reading}")
    standing = tables.standing(told.code, told.node, few=True)
    better = {
        each: _good_percentile(told.code, each, tables)
        for each in tables.indicators_under[told.node]
        if tables.values[told.code, each]["value"]
    }
    good = better.pop(slug)
    percentile = good if about["direction"] == "higher" else 100 - good
    printed = tables.print_figures(slug, nations)
    own = printed[others.index(value)]
    lower, upto = bisect_left(printed, own), bisect_right(printed, own)
    found = name_cells(
        side="high" if high else "low",
        claim=tables.claim(slug, council["nation"], high=high == (about["direction"] == "higher")),
        status=cell["status"],
        age=tables.edition[1] - int(cell["year"]),
        value=value,
        decimals=tables.decimals[slug],
        percentile=percentile,
        good_percentile=good,
        n=len(others),
        population=float(council["population"]),
        place=1 + (lower if percentile < 50 else len(printed) - upto),
        ties=upto - lower,
        middle=middle,
        mad=tables.scatter(slug, nations),
        distinct_in_nation=len(set(tables.figures(slug, frozenset({council["nation"]})))),
        probability=standing.top if high else standing.bottom,
        element_weight=float(about["element_weight"]),
        indicator_weight=float(about["weight"]),
        others=len(better),
    )
    error = tables.reliability[slug, council["nation"]]
    found |= name_cells(error_kind=error["kind"], reliability=float(error["reliability"] or 1))
    if cell["lower"] and cell["upper"]:
        found |= name_cells(lower=float(cell["lower"]), upper=float(cell["upper"]))
    opposite = {each: place for each, place in better.items() if (place < 50) == high and place != 50}
    return found | {("opposite", each): place for each, place in opposite.items()}


def _good_percentile(code: str, indicator: str, tables: PublicTables) -> float:
    """Share of the councils compared with a worse figure, and half of those with the same, 0 to 100."""
    value = float(tables.values[code, indicator]["value"])
    others = tables.figures(indicator, tables.compared_with(indicator, tables.councils[code]["nation"]))
    lower, upto = bisect_left(others, value), bisect_right(others, value)
    higher = tables.framework[indicator]["direction"] == "higher"
    worse = lower if higher else len(others) - upto
    return 100 * (worse + (upto - lower) / 2) / len(others)


def recompute_relative(told: Told, tables: PublicTables) -> Cells:
    """Where a score stands, and where the middle one of the council's own."""
    high = told.kind == "relative_strength"
    score = tables.scores[told.code, told.node]
    beside = tables.told_of.get(told.code, ())
    return name_cells(
        side="high" if high else "low",
        edition=tables.edition[0],
        score=float(score["score"]),
        ranked=float(score["nation_n"]),
        rank_ties=tables.count_rank(told.code, told.node),
        percentile=_percentile(score, "rank"),
        percentile_low=_percentile(score, "rank_high"),
        percentile_high=_percentile(score, "rank_low"),
        own_median=tables.own_median(told.code),
        measured_here=tables.own_share(told.code, told.node),
        population=float(tables.councils[told.code]["population"]),
        absolute_findings=sum(each.kind == ("strength" if high else "weakness") for each in beside),
        few_below=FEW_ABSOLUTE,
    )


def _percentile(score: Mapping[str, str], rank: str) -> float:
    return 100 * (1 - (float(score[f"nation_{rank}"]) - 0.5) / float(score["nation_n"]))


def recompute_position(told: Told, tables: PublicTables) -> Cells:
    """Score, rank and their ranges; or how many pillars have a score."""
    if told.row["rule"] == "position-unranked":
        pillars = [node for node, level in tables.level.items() if level == "pillar"]
        missing = [pillar for pillar in pillars if not tables.scores[told.code, pillar]["score"]]
        scored = len(pillars) - len(missing)
        found = name_cells(pillars=len(pillars), pillars_scored=scored, pillars_needed=PILLARS_NEEDED)
        return found | number_list("pillars_missing", missing)
    score = tables.scores[told.code, told.node]
    found = _place(score)
    found |= name_cells(
        coverage=float(score["coverage"]),
        rank_ties=tables.count_rank(told.code, told.node),
        uk_comparable_share=float(score["uk_comparable_share"]),
        measured_here=tables.own_share(told.code, told.node),
    )
    if not (band := score["nation_band"]):
        if any(name.startswith("band_") for name, _ in told.cells):
            raise ValueError("there is no band among few councils")
        return found
    low, high = told.numbers("band_low", "band_high")
    if tables.band_ends[band] != (low, high):
        raise ValueError(f"the band is {band!r}")
    if low == high and low in (1, 5):
        chance = score["nation_p_bottom_fifth" if low == 1 else "nation_p_top_fifth"]
        found |= name_cells(band_probability=float(chance))
    return found


def _place(score: Mapping[str, str]) -> dict[tuple[str, str], Cell]:
    names = {
        "score": "score",
        "rank": "nation_rank",
        "rank_low": "nation_rank_low",
        "rank_high": "nation_rank_high",
        "ranked": "nation_n",
    }
    if score["rank"]:
        names |= {f"uk_{name}": name for name in ("rank", "rank_low", "rank_high")} | {"uk_ranked": "n"}
    return {(name, ""): float(score[column]) for name, column in names.items()}


def recompute_coverage(told: Told, tables: PublicTables) -> Cells:
    """How many indicators are measured, shared, missing and old, and which parts have no score."""
    slugs = tables.indicators_under[told.node]
    rows = [tables.values[told.code, slug] for slug in slugs]
    status = Counter(row["status"] for row in rows)
    parts = {level: tables.parts_under(told.node, level) for level in ("element", "pillar")}
    missing = {
        level: [each for each in found if not tables.scores[told.code, each]["score"]]
        for level, found in parts.items()
    }
    return {
        **name_cells(
            indicators=len(rows),
            measured=sum(status[word] for word in OWN_FIGURES),
            shared=status["upper_tier"],
            missing=status["missing"],
            elsewhere=sum(row["reason"] == "no_series" for row in rows),
            old=sum(bool(row["value"]) and tables.edition[1] - int(row["year"]) > OLD for row in rows),
            elements=len(parts["element"]),
            coverage=float(tables.scores[told.code, told.node]["coverage"] or 0),
        ),
        **number_list("elements_missing", missing["element"]),
        **number_list("pillars_missing", missing["pillar"]),
    }


def recompute_drivers(told: Told, tables: PublicTables) -> Cells:
    """The pull of every element with a score, and which of them are named."""
    scored = {
        element: weight
        for element, weight in tables.children[told.node]
        if tables.scores[told.code, element]["score"]
    }
    pull = {
        element: weight
        / sum(scored.values())
        * (float(tables.scores[told.code, element]["score"]) - tables.middle_score(told.code, element))
        for element, weight in scored.items()
    }
    standings = {element: tables.standing(told.code, element, few=True) for element in scored}
    place = {element: standing.percentile(standing.rank) for element, standing in standings.items()}
    own = {element for element in scored if tables.own_share(told.code, element) > OWN}
    up = sorted((e for e in scored if place[e] >= 100 - OUTER and pull[e] > 0), key=lambda e: (-pull[e], e))
    down = sorted((e for e in scored if place[e] <= OUTER and pull[e] < 0), key=lambda e: (pull[e], e))
    shared = sorted((e for e in (*up, *down) if e not in own), key=lambda e: -abs(pull[e]))
    return {
        **{("pull", element): points for element, points in pull.items()},
        **{("percentile", element): percent for element, percent in place.items()},
        **name_cells(
            elements=len(tables.children[told.node]), elements_scored=len(scored), elements_own=len(own)
        ),
        **number_list("up", [element for element in up if element in own][:NAMED]),
        **number_list("down", [element for element in down if element in own][:NAMED]),
        **number_list("shared", shared[:NAMED]),
    }


def recompute_learning(told: Told, tables: PublicTables) -> Cells:
    """The ranges of the place and of all that are named; and that they are in the cluster that is named."""
    here, places = tables.standing(told.code, told.node), told.list("places")
    there = {place: tables.standing(place, told.node) for place in places}
    if (
        not tables.scores[told.code, told.node]["rank"]
        and len({tables.councils[code]["nation"] for code in (told.code, *places)}) != 1
    ):
        raise ValueError("a place lies in another nation, with which it cannot be compared")
    people = [float(tables.councils[code]["population"]) for code in (told.code, *places)]
    if any(not people[0] / MOST_TIMES <= other <= people[0] * MOST_TIMES for other in people[1:]):
        raise ValueError("a place is of quite another size")
    for slug, group in tables.members.items():
        if slug.startswith(SETTLEMENT) and told.code in group and not set(places) <= group:
            raise ValueError("a place is more urban, or more rural")
    found = name_cells(
        ranked=here.n,
        rank_low=here.low,
        rank_high=here.high,
        measured_here=tables.own_share(told.code, told.node),
        worst_high=max(score.high for score in there.values()),
        least_measured_there=min(tables.own_share(place, told.node) for place in places),
    )
    for place, score in there.items():
        found |= {("rank_low", place): score.low, ("rank_high", place): score.high}
    if told.row["rule"] == "learn-from-cluster":
        members = tables.members[told.word("cluster")]
        if not {told.code, *places} <= members:
            raise ValueError("a place is no member of the cluster")
        if any((tables.part_of(told.word("cluster"), place) or 1.0) < HALF for place in places):
            raise ValueError("of a place the cluster means the smaller part")
        found |= name_cells(members=len(members), neighbours_better=0)
    return found


def recompute_share(told: Told, tables: PublicTables) -> Cells:
    """Members in the bottom half and in the fifths at the ends by overall rank, and those without a rank."""
    members = tables.members[told.code]
    scores = [score for code in members if (score := tables.scores[code, "overall"])["rank"]]
    ranks = [float(score["rank"]) for score in scores]
    count = tables.ranked["overall"]
    parts = [share for code in members if (share := tables.part_of(told.code, code)) is not None]
    return name_cells(
        **({"mainly": sum(share >= HALF for share in parts)} if parts else {}),
        members=len(members),
        members_ranked=len(ranks),
        members_unranked=len(members) - len(ranks),
        in_bottom_half=sum(rank > count / 2 for rank in ranks),
        surely_in_bottom_half=sum(float(score["rank_low"]) > count / 2 for score in scores),
        perhaps_in_bottom_half=sum(float(score["rank_high"]) > count / 2 for score in scores),
        in_bottom_half_of_nation=sum(
            float(score["nation_rank"]) > float(score["nation_n"]) / 2 for score in scores
        ),
        in_bottom_fifth=sum(rank > count * 4 / 5 for rank in ranks),
        in_top_fifth=sum(rank <= count / 5 for rank in ranks),
        ranked=count,
    )


def set_apart(own: Mapping[str, float], members: Collection[str]) -> tuple[float, float, float]:
    """Return the means of members and of others, and their difference over the pooled deviation."""
    inside = [score for code, score in own.items() if code in members]
    outside = [score for code, score in own.items() if code not in members]
    freedom = len(inside) + len(outside) - 2
    squares = (len(inside) - 1) * stdev(inside) ** 2 + (len(outside) - 1) * stdev(outside) ** 2
    mean, other = fmean(inside), fmean(outside)
    return mean, other, float((mean - other) / (squares / freedom) ** 0.5)


def recompute_difference(told: Told, tables: PublicTables) -> Cells:
    """Scores of members and of others that rest on their own figures: means, effect, members in one half."""
    members = tables.members[told.code]
    own = tables.own_scores(told.node)
    mean, other, effect = set_apart(own, members)
    ranked = [score for code in own if code in members and (score := tables.standing(code, told.node)).rank]
    low = sum(score.rank > score.n / 2 for score in ranked)
    return name_cells(
        side="high" if effect > 0 else "low",
        level=tables.level[told.node],
        edition=tables.edition[0],
        effect=effect,
        mean=mean,
        other_mean=other,
        members_ranked=len(ranked),
        others_ranked=sum(code not in members for code in own),
        compared="uk" if tables.ranked.get(told.node) else "nation",
        in_bottom_half=low,
        in_top_half=len(ranked) - low,
    )


def recompute_exception(told: Told, tables: PublicTables) -> Cells:
    """Score and rank of the member that is named."""
    code = told.word("area")
    if code not in tables.members[told.code]:
        raise ValueError(f"{code} is no member")
    here = tables.standing(code, told.node)
    found = name_cells(
        score=float(tables.scores[code, told.node]["score"]),
        rank=here.rank,
        rank_low=here.low,
        rank_high=here.high,
        ranked=here.n,
    )
    if (part := tables.part_of(told.code, code)) is not None:
        found |= name_cells(people_share=part)
    return found | name_cells(area=code, measured_here=tables.own_share(code, told.node))


def recompute_claim(told: Told, tables: PublicTables) -> Cells:
    """Means of members and of others on the scale of the claim, and their difference; or members counted."""
    members, expects = tables.members[told.code], told.word("expects")
    found = name_cells(claim=told.row["finding_id"].rpartition("/")[2])
    if not told.has("measure"):
        return found | name_cells(members_counted=len(members))
    beside = tables.told_of.get(told.code, ())
    if expects == "bottom_half":
        share = next(each for each in beside if each.kind == "cluster_share")
        low, sure, may, ranked = share.numbers(
            *("in_bottom_half", "surely_in_bottom_half", "perhaps_in_bottom_half", "members_ranked")
        )
        return found | name_cells(found=low, found_surely=sure, found_perhaps=may, members_counted=ranked)
    if expects == "exceptions":
        named = {each.word("area") for each in beside if each.kind == "exception"}
        return found | name_cells(found=len(named), members_counted=len(members))
    if told.word("scale") == "score":
        own = tables.own_scores(told.word("measure"))
    else:
        own = {}
        for nation in {tables.councils[code]["nation"] for code in members}:
            value = {
                code: float(row["value"])
                for code, area in tables.councils.items()
                if area["nation"] == nation
                and (row := tables.values[code, told.word("measure")])["value"]
                and row["status"] in OWN_FIGURES
            }
            ordered = sorted(value.values())
            for code, each in value.items():
                own[code] = 50.0 * (bisect_left(ordered, each) + bisect_right(ordered, each)) / len(ordered)
    inside = sum(code in members for code in own)
    found |= name_cells(members_counted=inside, others_counted=len(own) - inside)
    if min(inside, len(own) - inside) < FEWEST_MEMBERS:
        return found
    mean, other, effect = set_apart(own, members)
    return found | name_cells(mean=mean, other_mean=other, effect=effect)


RECOMPUTED: Mapping[str, Recompute] = {
    "position": recompute_position,
    "trend": recompute_trend,
    "improved": recompute_move,
    "declined": recompute_move,
    "levelling": recompute_levelling,
    "gap": recompute_gap,
    "lead": recompute_lead,
    "strength": recompute_figure,
    "weakness": recompute_figure,
    "context": recompute_figure,
    "relative_strength": recompute_relative,
    "relative_weakness": recompute_relative,
    "coverage": recompute_coverage,
    "drivers": recompute_drivers,
    "learn_from": recompute_learning,
    "cluster_share": recompute_share,
    "cluster_strength": recompute_difference,
    "cluster_weakness": recompute_difference,
    "cluster_similar": recompute_difference,
    "exception": recompute_exception,
    "claim": recompute_claim,
}
"""What is recomputed for each kind of finding. A finding of any other kind is a fault."""

_TREND = frozenset({"measured_start", "measured_end", "indicators", "measured_here"})
_FIGURE = frozenset(
    {"indicator", "clause", "past_best", "beyond", "distance", "periods", "periods_in_fifth"}
) | {"events", "lasting", "cautions"}
_EFFECT = frozenset({"effect_low", "effect_high"})
UNPUBLISHED: Mapping[str, frozenset[str]] = {
    "position": frozenset({"score_low", "score_high", "band_low", "band_high", "band_probability"}),
    "trend": _TREND | {"margin"},
    "improved": _TREND | {"margin"},
    "declined": _TREND | {"margin"},
    "levelling": _TREND
    | {"mean_low", "mean_high", "gap_low", "gap_high", "slope_low", "slope_high"}
    | {"pooled", "relative", "measures", "lead", "lead_subject"}
    | {f"{side}_{end}" for side in ("low", "high") for end in ("start", "end")},
    "gap": _TREND,
    "strength": _FIGURE,
    "weakness": _FIGURE,
    "context": _FIGURE,
    "lead": frozenset({"pair", "counted", "places"}),
    "learn_from": frozenset({"places", "better", "least_alike", "cluster"}),
    "cluster_strength": _EFFECT,
    "cluster_weakness": _EFFECT,
    "cluster_similar": _EFFECT,
    "exception": frozenset({"probability"}),
    "claim": _EFFECT | {"says", "expects", "verdict", "measure", "scale"},
}
"""Names that no published table gives, or not always: the rules are applied to them as they are told."""
