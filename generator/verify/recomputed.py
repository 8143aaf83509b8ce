"""Recomputes the numbers of every sentence from the published tables alone.

The path is independent of the one that made the sentences: it reads ``data/*.csv`` as any reader may, and
shares no code with the engine, the findings or the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from statistics import StatisticsError, fmean, median, quantiles

from generator.verify.public_tables import PublicTables, Row, nations_of
from generator.verify.sentence_numbers import Expected, agree, expect, hold, read_numbers

HARDLY = 0.5
SCALE = 100.0
OLD = 6
PILLARS_NEEDED = 10
_MOVED = re.compile(r"(both )?(rose|fell) by ([\d.]+) points?|(both )?(hardly changed)")
_OWN_RANGE = re.compile(r" ranks? (\d+)\w\w(?: to (\d+)\w\w)? of ")
_RANGE = re.compile(r" \((\d+)\w\w(?: to (\d+)\w\w)?\)")


def check_findings(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield place and sentence of every finding whose numbers are not those of the tables."""
    for row in tables.findings:
        if not agrees(row, tables):
            yield row["area_code"], row["text"]


def agrees(row: Row, tables: PublicTables) -> bool:
    """Say whether the numbers of a finding are those of the tables; no table that lacks what it names is."""
    check = CHECKS.get(row["finding"])
    try:
        return check is not None and check(row, tables)
    except (KeyError, ValueError, ZeroDivisionError, StatisticsError):
        return False


def _numbers(row: Row, tables: PublicTables) -> list[float]:
    """Numbers of the sentence; of the names, only those of policy areas hold any."""
    return read_numbers(row["text"], without=tables.spelt_names)


def _ranks(row: Row) -> list[Expected]:
    ends = [row["rank_low"], row["rank_high"]]
    return expect(*(float(end) for end in dict.fromkeys(ends)))


def check_position(row: Row, tables: PublicTables) -> bool:
    """Score, range of the rank, and number of councils."""
    numbers, score = _numbers(row, tables), tables.scores[row["area_code"], row["node"]]
    if row["rule"] == "position-unranked":
        pillars = [node for node, level in tables.level.items() if level == "pillar"]
        scored = sum(bool(tables.scores[row["area_code"], pillar]["score"]) for pillar in pillars)
        counts = [scored] if scored else []
        return agree(numbers, expect(*counts, len(pillars), PILLARS_NEEDED))
    return agree(numbers, [*expect(float(score["score"]), 100), *_ranks(score), *expect(float(score["n"]))])


def check_trend(row: Row, tables: PublicTables) -> bool:
    """Own change and that of the councils with both years, by population, in size and direction."""
    start, end = (int(year) for year in re.findall(r"\b(20\d\d)\b", row["text"])[:2])
    ends = [tables.trend.get((row["area_code"], row["node"], year)) for year in (start, end)]
    if ends[0] is None or ends[1] is None:
        return False
    printed = [match.groups() for match in _MOVED.finditer(row["text"])]
    expected = [ends[1] - ends[0], tables.country_change(row["node"], start, end)]
    if len(printed) == 1 and (printed[0][0] or printed[0][3]):
        printed *= 2
    return len(printed) == 2 and all(
        _says(word, size, change) for (_, word, size, _, _), change in zip(printed, expected, strict=True)
    )


def check_move(row: Row, tables: PublicTables) -> bool:
    """Own change, that of the councils of the nations compared, and that of those in the region."""
    start, end = (int(year) for year in re.findall(r"\b(20\d\d)\b", row["text"])[:2])
    nations = nations_of(row["comparison"])
    here = tables.councils[row["area_code"]]
    changes, mean = tables.changes_in(row["node"], start, end, nations)
    if row["area_code"] not in changes:
        return False
    expected = [changes[row["area_code"]], mean]
    printed = [match.groups() for match in _MOVED.finditer(row["text"])]
    if len(printed) == 3:
        region = {code for code in changes if tables.councils[code]["region_code"] == here["region_code"]}
        if not here["region_code"]:
            region = {code for code in changes if tables.councils[code]["nation"] == here["nation"]}
        expected.append(tables.mean_by_people({code: changes[code] for code in region}))
    margins = re.search(
        r"margins of error put the (?:rise|fall) between ([\d.]+) and ([\d.]+) points", row["text"]
    )
    return (
        len(printed) == len(expected)
        and (row["finding"] == "improved") == (expected[0] > 0)
        and all(
            _says(word, size, moved) for (_, word, size, _, _), moved in zip(printed, expected, strict=True)
        )
        # The margins of past years are in no table: here only that the change lies in their middle.
        and (margins is None or _lies_in_the_middle(abs(expected[0]), *map(float, margins.groups())))
    )


def _lies_in_the_middle(change: float, low: float, high: float) -> bool:
    """A margin that reaches the end of the scale stops there."""
    return Expected(change, 1).fits((low + high) / 2) or (high == SCALE and low <= change <= high)


def _says(word: str | None, size: str | None, change: float) -> bool:
    if word is None or size is None:
        return abs(change) < HARDLY + 1e-9
    return (word == "rose") == (change > 0) and Expected(abs(change), 1).fits(float(size))


def check_levelling(row: Row, tables: PublicTables) -> bool:
    """Mean by population and gap between percentiles of the same councils in both years, and their number."""
    start, end = (int(year) for year in re.findall(r"\b(20\d\d)\b", row["text"])[:2])
    kind = tables.areas.get(row["area_code"], {}).get("kind")
    group = set(tables.councils) if kind == "uk" else tables.members[row["area_code"]]
    ends = tables.both_ends(row["node"], start, end, group)
    people = {code: float(tables.councils[code]["population"]) for code in ends}
    expected = expect(start, end)
    for year in (0, 1):
        mean = sum(ends[code][year] * people[code] for code in ends) / sum(people.values())
        expected += expect(mean, decimals=1)
    expected += expect(100)
    # Districts that share a county's figures count as one place.
    shared = "count as one" in row["text"]
    places = tables.gather_counties(ends) if shared else {code: [code] for code in ends}
    for year in (0, 1):
        scores = [
            sum(ends[code][year] * people[code] for code in place) / sum(people[code] for code in place)
            for place in places.values()
        ]
        low, *_, high = quantiles(scores, n=10, method="inclusive")
        expected += expect(high - low, decimals=1)
    numbers = _numbers(row, tables)
    expected += expect(len(ends), *([1, len(places)] if shared else []))
    if shared and len(places) < numbers[-1] < len(ends):
        # Some districts of a county stand for themselves; the tables do not say which, so the gap stays open.
        expected[5:7] = expect(*numbers[5:7], decimals=1)
        expected[-1] = Expected(numbers[-1], 0)
    return agree(numbers, expected)


def check_figure(row: Row, tables: PublicTables) -> bool:
    """Value, number compared, the middle of them, and the published interval."""
    nations = nations_of(row["comparison"])
    # Figures are never spelt out; the words of a definition may be, as in "for three years".
    numbers = read_numbers(row["text"], spelt=False)
    for indicator in tables.indicators_under[row["node"]]:
        value = tables.values[row["area_code"], indicator]
        if not value["value"] or value["value"] != row["value"] or value["period"] != row["period"]:
            continue
        count, middle = tables.compare(indicator, nations)
        digits = tables.decimals[indicator]
        expected = [*expect(float(value["value"]), decimals=digits), *expect(count)]
        expected += expect(middle, decimals=digits)
        if "margin of error" in row["text"]:
            expected += expect(float(value["lower"]), float(value["upper"]), decimals=digits)
        if hold(numbers, expected):
            return True
    return False


def check_relative(row: Row, tables: PublicTables) -> bool:
    """Score, share of the councils that it is above or below, and the same of the council's own middle."""

    def percentile(node: str) -> float | None:
        score = tables.scores[row["area_code"], node]
        return 100 * (1 - (float(score["rank"]) - 0.5) / float(score["n"])) if score["rank"] else None

    elements = [node for node, level in tables.level.items() if level == "element"]
    own = median(place for node in elements if (place := percentile(node)) is not None)
    here = percentile(row["node"])
    if here is None:
        return False
    score = tables.scores[row["area_code"], row["node"]]
    turn = row["finding"] == "relative_weakness"
    place, middle = (100 - each if turn else each for each in (here, own))
    expected = [*expect(float(tables.edition[0]), decimals=1), *expect(float(score["score"]), 100)]
    expected += _share(place) + expect(float(score["n"])) + _share(middle)
    return agree(_numbers(row, tables), expected)


def _share(percent: float) -> list[Expected]:
    return expect(percent) if 1 <= percent <= 99 else []


def check_coverage(row: Row, tables: PublicTables) -> bool:
    """Indicators, and how many are measured, shared, missing and old."""
    rows = [tables.values[row["area_code"], slug] for slug in tables.indicators_under[row["node"]]]
    status = Counter(value["status"] for value in rows)
    measured = status["observed"] + status["recast"]
    old = sum(bool(value["value"]) and tables.edition[1] - int(value["year"]) > OLD for value in rows)
    counts = [len(rows), measured, status["upper_tier"], status["missing"], old, OLD if old else 0]
    return agree(_numbers(row, tables), expect(*(count for count in counts if count)))


def check_drivers(row: Row, tables: PublicTables) -> bool:
    """No number, but that there is one policy area only."""
    return all(number == 1 for number in _numbers(row, tables))


def check_learning(row: Row, tables: PublicTables) -> bool:
    """The range of every place that is named, the number of councils, and that all share a named cluster."""
    codes = {row["area_code"]}
    for match in _RANGE.finditer(row["text"]):
        before = row["text"][: match.start()].replace("\u2019", "'")
        name = max((each for each in tables.codes if before.endswith(each)), key=len, default="")
        if not name:
            return False
        codes.add(tables.codes[name])
        score = tables.scores[tables.codes[name], row["node"]]
        printed = [float(match[1]), float(match[2] or match[1])]
        if printed != [float(score["rank_low"]), float(score["rank_high"])]:
            return False
    own = tables.scores[row["area_code"], row["node"]]
    here = _OWN_RANGE.search(row["text"])
    if here is None or [here[1], here[2] or here[1]] != [own["rank_low"], own["rank_high"]]:
        return False
    if row["rule"] == "learn-from-cluster" and not codes <= _members_of_named(row["text"], tables):
        return False
    counted = re.search(r" of the (\d+) councils", row["text"])
    return len(codes) >= 2 and counted is not None and counted[1] == own["n"]


def _members_of_named(text: str, tables: PublicTables) -> set[str]:
    """Return the members of the cluster whose title stands in quotes."""
    return tables.members[tables.clusters[text.partition("\u201c")[2].partition("\u201d")[0]]]


def check_share(row: Row, tables: PublicTables) -> bool:
    """Members in the bottom half by overall rank, members ranked, and those without a rank."""
    members = tables.members[row["area_code"]]
    scores = [tables.scores[code, "overall"] for code in members]
    ranks = [float(score["rank"]) for score in scores if score["rank"]]
    if not ranks:
        return _numbers(row, tables) == []
    count = max(float(score["n"]) for score in scores if score["rank"])
    low = sum(rank > count / 2 for rank in ranks)
    expected = [] if low in (0, len(ranks)) else expect(low)
    expected += expect(len(ranks), count)
    if len(ranks) < len(members):
        expected += expect(len(members) - len(ranks))
    return agree(_numbers(row, tables), expected)


def check_difference(row: Row, tables: PublicTables) -> bool:
    """Mean scores of members and others that rest on their own figures, and members in one half."""
    members = tables.members[row["area_code"]]
    own = tables.own_scores(row["node"])
    inside = [score for code, score in own.items() if code in members]
    outside = [score for code, score in own.items() if code not in members]
    ranked = [tables.scores[code, row["node"]] for code in own if code in members]
    edition = expect(float(tables.edition[0]), decimals=1)
    mean, other = expect(fmean(inside)), expect(fmean(outside))
    others = expect(len(outside))
    if row["finding"] == "cluster_similar":
        return agree(_numbers(row, tables), [*others, *edition, *mean, *expect(100), *other])
    low = sum(float(score["rank"]) > float(score["n"]) / 2 for score in ranked)
    shown = len(ranked) - low if row["finding"] == "cluster_strength" else low
    part = [] if shown in (0, len(ranked)) else expect(shown)
    expected = [*mean, *expect(100), *edition, *other, *others, *part, *expect(len(ranked))]
    return agree(_numbers(row, tables), expected)


def check_exception(row: Row, tables: PublicTables) -> bool:
    """Range of the rank of the member that is named, and the number of councils."""
    name = re.split(r" (?:is|are) an exception", row["text"])[0].removeprefix("The ")
    codes = [code for code, area in tables.councils.items() if name in (area["name"], area["short_name"])]
    if len(codes) != 1 or codes[0] not in tables.members[row["area_code"]]:
        return False
    score = tables.scores[codes[0], row["node"]]
    return agree(_numbers(row, tables), [*_ranks(score), *expect(float(score["n"]))])


CHECKS: Mapping[str, Callable[[Row, PublicTables], bool]] = {
    "position": check_position,
    "trend": check_trend,
    "improved": check_move,
    "declined": check_move,
    "levelling": check_levelling,
    "strength": check_figure,
    "weakness": check_figure,
    "relative_strength": check_relative,
    "relative_weakness": check_relative,
    "coverage": check_coverage,
    "drivers": check_drivers,
    "learn_from": check_learning,
    "cluster_share": check_share,
    "cluster_strength": check_difference,
    "cluster_weakness": check_difference,
    "cluster_similar": check_difference,
    "exception": check_exception,
}
"""What is recomputed for each kind of finding. A finding of any other kind is a fault."""
