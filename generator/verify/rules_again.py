"""Applies the rules of the findings again, to the published tables alone, and looks for contradictions.

As in ``recomputed``, nothing here is shared with the code that made the findings: the thresholds are those
that the method pages state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from statistics import StatisticsError, fmean, median, stdev

from generator.verify.contradictions import find_contradictions, read_years
from generator.verify.public_tables import PublicTables, Row, nations_of
from generator.verify.sentence_numbers import read_numbers

OLD = 6
SMALLEST_SET = 10
FIFTH = 0.2
SURE = 0.8
ENDS = ("p_top_fifth", "p_bottom_fifth")
FEW_PEOPLE = 10_000
OWN = 0.5
RELATIVE_GAP = 20
POINT = 1.0
LONG = 5
MEDIUM = 0.5
_RANGE = re.compile(r" \((\d+)\w\w(?: to (\d+)\w\w)?\)")
VERDICTS = (
    "too small a difference to call",
    "catching up",
    "falling behind",
    "pulling ahead",
    "losing ground",
)


def check_rules(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield place and problem of every finding that fails its rule, and of every contradiction."""
    places: dict[str, list[Row]] = defaultdict(list)
    for row in tables.findings:
        places[row["area_code"]].append(row)
    for place, rows in places.items():
        for row in rows:
            if not holds(row, rows, tables):
                yield place, f"the rule {row['rule']} does not hold: {row['text']}"
        for problem in find_contradictions(rows):
            yield place, problem


def holds(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """Say whether a finding passes its rule again; one whose figures the tables lack does not.

    Args:
        row: the finding.
        beside: all findings of the same place.
        tables: the published tables.
    """
    rule = AGAIN.get(row["finding"])
    try:
        return rule is not None and rule(row, beside, tables)
    except (KeyError, ValueError, ZeroDivisionError, StatisticsError):
        return False


def _extreme(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """Some indicator of the policy area carries the strength or weakness, and the area stays in its fifth."""
    high = row["finding"] == "strength"
    score = tables.scores[row["area_code"], row["node"]]
    if not _is_sure(score, ENDS[not high]):
        return False
    return any(
        _is_extreme(row, indicator, tables, high=high)
        for indicator in tables.indicators_under[row["node"]]
        if tables.values[row["area_code"], indicator]["value"] == row["value"]
    )


def _is_extreme(row: Row, indicator: str, tables: PublicTables, *, high: bool) -> bool:
    cell = tables.values[row["area_code"], indicator]
    nations = nations_of(row["comparison"])
    value = float(cell["value"])
    others = tables.figures(indicator, nations)
    better = tables.framework[indicator]["direction"] == "higher"
    ahead = sum((other < value) if better else (other > value) for other in others)
    alike = sum(other == value for other in others)
    place = (ahead + alike / 2) / len(others)
    middle = median(others)
    spread = median(abs(other - middle) for other in others)
    published = bool(cell["lower"] and cell["upper"])
    return (
        cell["status"] in ("observed", "recast")
        and tables.edition[1] - int(cell["year"]) <= OLD
        and len(others) >= SMALLEST_SET
        and (place >= 1 - FIFTH if high else place <= FIFTH)
        and abs(value - middle) > spread > 0
        and not (published and float(cell["lower"]) <= middle <= float(cell["upper"]))
        and (published or float(tables.councils[row["area_code"]]["population"]) >= FEW_PEOPLE)
    )


def _relative(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """Far from the own middle, which lies outside the drawn range; and few absolute findings of the kind."""
    code, high = row["area_code"], row["finding"] == "relative_strength"
    absolute = "strength" if high else "weakness"
    elements = [node for node, level in tables.level.items() if level == "element"]
    ranked = [score for node in elements if (score := tables.scores[code, node])["rank"]]
    own = median(_percentile(score, "rank") for score in ranked)
    score = tables.scores[code, row["node"]]
    gap = _percentile(score, "rank") - own
    nearest = _percentile(score, "rank_high" if high else "rank_low") - own
    if not high:
        gap, nearest = -gap, -nearest
    return (
        gap >= RELATIVE_GAP - 1e-9
        and nearest > 0
        and tables.own_share(code, row["node"]) > OWN
        and sum(other["finding"] == absolute for other in beside) < 2
    )


def _percentile(score: Row, rank: str) -> float:
    return 100 * (1 - (float(score[rank]) - 0.5) / float(score["n"]))


def _position(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """The band is that of the table, and that of an end fifth if the place is there in eight draws of ten."""
    if row["rule"] == "position-unranked":
        return not tables.scores[row["area_code"], row["node"]]["rank"]
    score = tables.scores[row["area_code"], row["node"]]
    return tables.find_band(row["text"]) in ("", score["band"]) and all(
        _is_sure(score, end) == (score["band"] == band) for end, band in _end_bands(tables).items()
    )


@lru_cache(maxsize=8)
def _end_bands(tables: PublicTables) -> Mapping[str, str]:
    """The band of a place that is surely in the fifth at one end, by the column of that chance."""
    sure = [(end, row["band"]) for row in tables.scores.values() for end in ENDS if _is_sure(row, end)]
    return dict(sure)


def _is_sure(score: Row, end: str) -> bool:
    return bool(score[end]) and float(score[end]) >= SURE - 1e-9


def _trend(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """The verdict follows from where the place and the middle council started, and from both changes."""
    start, end = read_years(row)
    before, changes = _moves(tables, row["node"], start, end, None)
    spread, mean = _summary(tables, row["node"], start, end, None)
    relative = changes[row["area_code"]] - mean
    low = before[row["area_code"]] < median(before.values())
    verdict = VERDICTS[0]
    if abs(relative) > max(POINT, spread / 2):
        verdict = VERDICTS[(1 if relative > 0 else 2) if low else (3 if relative > 0 else 4)]
    return end - start >= LONG and verdict in row["text"]


@lru_cache(maxsize=1024)
def _moves(
    tables: PublicTables, node: str, start: int, end: int, nations: frozenset[str] | None
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """First score and change by council: of all with both years, or of nations in which most people have."""
    if nations is None:
        ends = {
            code: (before, after)
            for code in tables.councils
            if (before := tables.trend.get((code, node, start))) is not None
            and (after := tables.trend.get((code, node, end))) is not None
        }
    else:
        compared = {code for code, area in tables.councils.items() if area["nation"] in nations}
        ends = tables.both_ends(node, start, end, compared)
    first = {code: before for code, (before, _) in ends.items()}
    return first, {code: after - before for code, (before, after) in ends.items()}


@lru_cache(maxsize=1024)
def _summary(
    tables: PublicTables, node: str, start: int, end: int, nations: frozenset[str] | None
) -> tuple[float, float]:
    """Median absolute deviation of the changes, and their mean by population."""
    _, changes = _moves(tables, node, start, end, nations)
    middle = median(changes.values())
    return median(abs(change - middle) for change in changes.values()), tables.mean_by_people(changes)


def _moved(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """It moved a point or more, and further than the mean of those compared by more than their spread."""
    start, end = read_years(row)
    nations = nations_of(row["comparison"])
    _, changes = _moves(tables, row["node"], start, end, nations)
    spread, mean = _summary(tables, row["node"], start, end, nations)
    own, here = changes[row["area_code"]], tables.councils[row["area_code"]]
    beyond = (own - mean) * (1 if own > 0 else -1)
    told = re.search(r", in [^,.]* it (rose|fell) by ([\d.]+) point", row["text"])
    region = float(told[2]) * (1 if told[1] == "rose" else -1) if told else 0.0
    further = told is None or (own - region) * (1 if own > 0 else -1) > -0.05
    return (
        min(abs(end - start - 10) - 1, abs(end - start - 5)) <= 1
        and abs(own) >= POINT
        and (own > 0) == (row["finding"] == "improved")
        and beyond > max(POINT, spread)
        and further
        and ("margins of error" in row["text"] or float(here["population"]) >= 2 * FEW_PEOPLE)
    )


def _levelling(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """The answer is that of both moves as the sentence tells them."""
    text = row["text"]
    moved = ("rose from" in text) - ("fell from" in text), ("widened" in text) - ("narrowed from" in text)
    answers = {
        (1, -1): "they levelled up",
        (1, 1): "they improved but diverged",
        (-1, -1): "they narrowed the gap by falling",
        (-1, 1): "they fell and diverged",
    }
    return answers.get(moved, "the test gives no clear answer") in text


def _learning(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """The own range lies in the lower half, every other in the upper; the policy area is a weakness here."""
    half = float(tables.scores[row["area_code"], row["node"]]["n"]) / 2
    others = [match.groups() for match in _RANGE.finditer(row["text"])]
    own = float(tables.scores[row["area_code"], row["node"]]["rank_low"])
    weak = {each["node"] for each in beside if each["finding"] in ("weakness", "relative_weakness")}
    return (
        row["node"] in weak
        and own > half
        and all(float(high or low) <= half for low, high in others)
        and tables.own_share(row["area_code"], row["node"]) > OWN
    )


def _effect(row: Row, tables: PublicTables) -> float:
    """Cohen's d of the members against all other councils, on scores that are mainly their own."""
    members = tables.members[row["area_code"]]
    own = tables.own_scores(row["node"])
    inside = [score for code, score in own.items() if code in members]
    outside = [score for code, score in own.items() if code not in members]
    freedom = len(inside) + len(outside) - 2
    squares = (len(inside) - 1) * stdev(inside) ** 2 + (len(outside) - 1) * stdev(outside) ** 2
    return float((fmean(inside) - fmean(outside)) / (squares / freedom) ** 0.5)


def _difference(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """A medium effect in the direction told, or for "hardly differs" a smaller one."""
    effect = _effect(row, tables)
    if row["finding"] == "cluster_similar":
        return abs(effect) < MEDIUM
    return effect >= MEDIUM if row["finding"] == "cluster_strength" else effect <= -MEDIUM


def _exception(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """The member's range reaches into the two fifths at the top, and the cluster is weak in the matter."""
    low, _, count = read_numbers(row["text"], without=tables.spelt_names)[-3:]
    return low <= 2 * FIFTH * count


def _counted(row: Row, beside: Sequence[Row], tables: PublicTables) -> bool:
    """Counts have no rule beyond their numbers, which ``recomputed`` looks at."""
    return True


Rule = Callable[[Row, Sequence[Row], PublicTables], bool]
AGAIN: Mapping[str, Rule] = {
    "strength": _extreme,
    "weakness": _extreme,
    "relative_strength": _relative,
    "relative_weakness": _relative,
    "position": _position,
    "trend": _trend,
    "improved": _moved,
    "declined": _moved,
    "levelling": _levelling,
    "drivers": _counted,
    "coverage": _counted,
    "learn_from": _learning,
    "cluster_share": _counted,
    "cluster_strength": _difference,
    "cluster_weakness": _difference,
    "cluster_similar": _difference,
    "exception": _exception,
}
"""The rule of each kind of finding, as far as the published tables hold what it looks at."""
