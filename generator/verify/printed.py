"""Holds the numbers and names that a sentence prints against the evidence of its finding.

One mechanism for all kinds of finding, and none that reads English: of a sentence only its numbers are read,
and whether a name that the tables know stands in it. So a sentence may be worded in another way. The words
that tell a direction or a verdict are looked at by ``wording``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor
from statistics import StatisticsError

from generator.verify.evidence import Told
from generator.verify.public_tables import MANY, PublicTables
from generator.verify.sentence_numbers import Expected, expect, find_unexplained, read_printed

HARDLY = 0.5
"""Points below which a change is told without its size."""
OUTERMOST = 3
SCALE = 100
SCALES = expect(*(0, SCALE) * 4)
"""The ends of the scale, which any sentence may name a few times."""
WIDEST = 3
"""Fifths of a band that a sentence still names."""
UNITS = 4
"""How often a sentence on a figure may name its unit, such as "per 100,000 people"."""
TEN = 10
SMALLEST_PRINTED = 0.05
IN_HUNDRED = 90
"""Of the intervals, in percent."""
MANY_TIMES = 20
"""How many times the lower end the higher may be for that to be told."""
SLOT = "{value}"
_PERIOD = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:/P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?)?|(\d{4})")
_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\d)")
_CAPITAL = re.compile(r"\b[A-Z][\w-]*")
_GOES_ON = re.compile(r"[\w-]")


@dataclass(frozen=True)
class Said:
    """What a sentence has to print, and what it may print besides.

    Attributes:
        needed: numbers, each as often as it stands here.
        allowed: numbers that may stand there too.
        names: of each place, group or band that has to be named, the ways to name it.
        places: codes of the councils and regions that may be named.
        texts: words that are taken as they are, such as the definition of an indicator.
        bands: bands that may be named.
        years: years that it may name, each as often as it stands there, in one list or another; or any.
    """

    needed: tuple[Expected, ...]
    allowed: tuple[Expected, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    places: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    years: tuple[list[str], ...] = ()


def check_printed(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield place and problem of every sentence that prints something else than its evidence."""
    for told in tables.told:
        if problem := find_misprint(told, tables):
            yield told.code, f"{problem}: {told.row['text']}"


def find_misprint(told: Told, tables: PublicTables) -> str:
    """Return what a sentence prints that its evidence does not give, or lacks; empty where all is right."""
    say = SAID.get(told.kind)
    if say is None:
        return f"no finding is of the kind {told.kind!r}"
    try:
        said = say(told, tables)
    except (KeyError, ValueError, StatisticsError) as reason:
        return f"the evidence has not what it prints ({reason})"
    text = plain(told.row["text"])
    for ways in said.names:
        if not any(has_name(text, plain(way)) for way in ways):
            return f"does not name {ways[0]!r}"
    if said.years and sorted(_YEAR.findall(text)) not in said.years:
        return f"names other years than {join_years(said.years[0])}"
    problem = find_unexplained(
        read_printed(text, without=tables.spelt_names), said.needed, (*said.allowed, *SCALES)
    )
    return problem or find_stranger(text, told, said, tables)


def join_years(years: list[str]) -> str:
    """Return years as a message lists them."""
    return ", ".join(years) or "none"


def plain(text: str) -> str:
    """Return a text with plain apostrophes."""
    return text.replace("\u2019", "'")


def has_name(text: str, name: str) -> bool:
    """Say whether a name stands in a text, not as part of a longer word; its first letter may be large."""
    pattern = re.escape(name[1:]) + r"(?!\w)"
    return re.search(rf"(?<!\w)[{re.escape(name[0].lower() + name[0].upper())}]{pattern}", text) is not None


def find_stranger(text: str, told: Told, said: Said, tables: PublicTables) -> str:
    """Return which place or band a sentence names that its finding does not speak of; empty if none."""
    for part in filter(None, (*said.texts, tables.node_names.get(told.node, ""))):
        text = text.replace(plain(part), " _ ")
    for band in tables.bands_by_length:
        if band in text and band not in said.bands:
            return f"names the band {band!r}, of which its evidence says nothing"
        text = text.replace(band, " _ ")
    known, end = {told.code, *said.places}, 0
    for match in _CAPITAL.finditer(text):
        found = tables.named.get(match[0], ()) if match.start() >= end else ()
        for name, codes in found:
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and not _GOES_ON.match(text, end):
                if not codes & known:
                    return f"names {name!r}, of which its evidence says nothing"
                break
            end = match.start()
    return ""


def _sizes(told: Told, *names: str) -> list[Expected]:
    """Changes that are told with their size; the same change told of two is said once."""
    sizes = [round(told.number(name), 9) for name in names]
    return [Expected(abs(size), 1) for size in sizes if abs(size) >= HARDLY]


def _ranks(told: Told, item: str = "") -> list[Expected]:
    ends = (told.number("rank_low", item), told.number("rank_high", item))
    return expect(*dict.fromkeys(ends))


def name_place(code: str, tables: PublicTables) -> tuple[str, ...]:
    """Return what a place may be called."""
    area = tables.areas[code]
    return area["name"], area["short_name"]


def _edition(told: Told) -> list[Expected]:
    return [Expected(one.value, one.decimals) for one in read_printed(told.word("edition"))]


def say_position(told: Told, tables: PublicTables) -> Said:
    """Score, range of the rank, and number of councils; or the counts of pillars."""
    if told.row["rule"] == "position-unranked":
        scored, *others = told.numbers("pillars_scored", "pillars", "pillars_needed")
        return Said((*expect(*([scored] if scored else [])), *expect(*others)))
    needed = [*expect(told.number("score")), *_ranks(told), *expect(told.number("ranked"))]
    low, high = told.numbers("band_low", "band_high") if told.has("band_low") else (1, 5)
    band = tables.scores[told.code, told.node]["nation_band"]
    if told.node == "overall" and told.has("uk_rank_low"):
        ends = dict.fromkeys(told.numbers("uk_rank_low", "uk_rank_high"))
        needed += expect(*ends, told.number("uk_ranked"))
    named = band and told.node != "overall" and high - low < WIDEST
    return Said(tuple(needed), names=((band,),) if named else (), bands=(band,) if band else ())


def say_trend(told: Told, tables: PublicTables) -> Said:
    """Both years, the own change and that of all compared; what is the same of both may be said once."""
    own, whole = told.numbers("change", "uk_change")
    needed, both = _sizes(told, "change"), _sizes(told, "uk_change")
    if own * whole > 0 and needed and both and f"{abs(own):.1f}" == f"{abs(whole):.1f}":
        return Said((*expect(*told.years), *needed), tuple(both))
    return Said((*expect(*told.years), *needed, *both))


def say_move(told: Told, tables: PublicTables) -> Said:
    """Both years, the changes of the place, of all compared and of the region, and the margin of error."""
    needed = [*expect(*told.years), *_sizes(told, "change", "whole_change")]
    if told.has("region"):
        needed += _sizes(told, "region_change")
    if told.has("lower"):
        needed += expect(*map(abs, told.numbers("lower", "upper")), decimals=1)
    if not told.has("region"):
        return Said(tuple(needed))
    region = told.word("region")
    codes = {code for code, area in tables.areas.items() if area["name"] == region}
    return Said(tuple(needed), names=((region,),), places=frozenset(codes))


def say_levelling(told: Told, tables: PublicTables) -> Said:
    """Both years, mean and gap in each, both ends in their unit, the slope, and what was compared."""
    ends = [*told.numbers("gap_start", "gap_end")]
    if told.word("mean_side") != "untold":
        ends += told.numbers("mean_start", "mean_end")
    councils, places = told.numbers("councils", "places")
    counts = [councils] if councils == places else [councils, places]
    needed = [*expect(*told.years), *expect(*ends, decimals=1), *expect(*counts)]
    if told.word("slope_side") != "unclear":
        needed += [*expect(abs(told.number("slope")) * TEN, decimals=1), *expect(TEN)]
    if not told.has("lead"):
        return Said(tuple(needed), tuple(expect(1)))
    slug, subject = told.word("lead"), told.word("lead_subject")
    low, high = told.numbers("low_start", "low_end"), told.numbers("high_start", "high_end")
    unit = tables.units[slug]
    if not (unit.startswith("\u00a3") and "prices" not in unit):
        sizes = [abs(one - other) for one, other in zip(high, low, strict=True)]
        needed += expect(*sizes, decimals=tables.decimals[slug])
    times = [one / other for one, other in zip(high, low, strict=True)] if min(low) > 0 else []
    if times and max(times) <= MANY_TIMES:
        needed += expect(*times, decimals=2)
    allowed = [*expect(1), *numbers_of(subject), *(numbers_of(unit) * UNITS)]
    return Said(tuple(needed), tuple(allowed), texts=(subject,))


def say_gap(told: Told, tables: PublicTables) -> Said:
    """Both years, the gap unless it rounds to none, the interval unless it prints as one, and the nation."""
    gaps = [abs(gap) for gap in told.numbers("gap_start", "gap_end")]
    needed = [*expect(*told.years), *(Expected(gap, 1) for gap in gaps if gap >= SMALLEST_PRINTED)]
    ends = expect(*told.numbers("gap_low", "gap_high"), decimals=1)
    allowed = expect(IN_HUNDRED)
    if len({f"{end.value:.1f}" for end in ends}) > 1:
        needed += ends
    else:
        # Ends that print alike, or on the edge of it, may be left out.
        allowed += ends
    names: list[tuple[str, ...]] = [(told.word("nation"),)]
    if told.code in tables.areas:
        names.append(name_place(told.code, tables))
    return Said(tuple(needed), tuple(allowed), names=tuple(names))


def say_lead(told: Told, tables: PublicTables) -> Said:
    """The figures of what is named, whose claims may hold numbers too; or both years and both gaps."""
    if told.row["rule"] == "lead-gap":
        gaps = [abs(gap) for gap in told.numbers("gap_start", "gap_end")]
        needed = [*expect(*told.years), *expect(*gaps, decimals=1)]
        return Said(tuple(needed), names=((told.word("nation"),),))
    if told.row["rule"] == "lead-pair":
        return Said(())
    if told.row["rule"] == "lead-unlike":
        needed = expect(*dict.fromkeys(told.numbers("clear", "alike")))
        texts = tables.node_names.get(told.word("element"), "")
        return Said(tuple(needed), names=((told.word("nation"),),), texts=(texts,))
    if told.row["rule"] == "lead-people":
        counts = [
            told.number("people"),
            *([told.number("people_among")] if told.word("among") != "none" else []),
        ]
        needed = [*expect(*map(round_count, counts)), *expect(told.number("index_year"))]
        counted = told.word("counted")
        needed += numbers_of(counted)
        return Said(tuple(needed), names=((told.word("nation"),),), texts=(counted,))
    needed, allowed, claims = [], [], []
    for element in told.list("named"):
        slug, value = str(told.cells["carried_by", element]), told.number("figure", element)
        unit = tables.units[slug]
        whole = value == 0 or (value == SCALE and unit.startswith("%"))
        needed += expect(value, decimals=0 if whole else tables.decimals[slug])
        claims.append(str(told.cells["told_claim", element]))
        needed += numbers_of(claims[-1])
        allowed += numbers_of(unit)
    return Said(tuple(needed), tuple(allowed), texts=tuple(claims))


def round_count(people: float) -> float:
    """Return a count of people to two digits, halves up."""
    step = 1
    while people / step >= SCALE:
        step *= TEN
    return step * floor(people / step + 0.5)


def say_figure(told: Told, tables: PublicTables) -> Said:
    """The figure, the number compared, their middle and the interval; the definition and the period may."""
    digits = int(told.number("decimals"))
    value, middle, unit = told.number("value"), told.number("middle"), tables.units[told.word("indicator")]
    # None and all are exact, and have no digits after the point.
    whole = value == 0 or (value == SCALE and unit.startswith("%"))
    needed = [Expected(value, 0 if whole else digits), *expect(told.number("n"))]
    needed += expect(middle, decimals=digits)
    clause = told.word("clause")
    needed += numbers_of(clause.replace(SLOT, ""))
    allowed = [
        *(numbers_of(unit) * UNITS),
        *numbers_of_period(told.row["period"]),
    ]
    units = [1]
    if told.has("lower") and told.has("upper"):
        ends = expect(*told.numbers("lower", "upper"), decimals=digits)
        same = not whole and all(f"{end.value:.{digits}f}" == f"{value:.{digits}f}" for end in ends)
        # An end on the edge of rounding may or may not print as the figure does.
        needed, allowed = (needed, allowed + ends) if same else (needed + ends, allowed)
        units = [1, 2] if same else [2]
    low = 1 if told.number("percentile") < SCALE / 2 else 5
    band = next((word for word, ends_of in tables.band_ends.items() if ends_of == (low, low)), "")
    if place := count_place(told):
        needed, band = needed + expect(*([place] if place > 1 else [])), ""
    elif is_beyond_nine_in_ten(told):
        band = ""
    # A price has its year, and so has the period: neither may stand for the other.
    prices = _YEAR.findall(clause), _YEAR.findall(unit)
    years = tuple(
        sorted([*told_in, *prices[0], *(prices[1] * count)])
        for told_in in list_years(told.row["period"])
        for count in units
    )
    return Said(
        tuple(needed),
        tuple(allowed),
        texts=tuple(clause.split(SLOT)),
        bands=(band,) if band else (),
        years=years,
    )


def count_place(told: Told) -> int:
    """Return which a figure is from the nearer end: the outer three, and any among few councils; else 0."""
    n, place, ties = (int(number) for number in told.numbers("n", "place", "ties"))
    return place if n < MANY or place == 1 or place + ties - 1 <= OUTERMOST else 0


def is_beyond_nine_in_ten(told: Told) -> bool:
    """Say whether nine in ten of many councils have a figure on the inner side of this one."""
    n, place, ties = told.numbers("n", "place", "ties")
    return count_place(told) == 0 and 10 * (n - place + 1 - ties) >= 9 * n


def say_relative(told: Told, tables: PublicTables) -> Said:
    """Score, number of councils, and the shares below (or above) this and the own middle policy area.

    Of few councils, which of them both are, counted from the nearer end.
    """
    places = told.numbers("percentile", "own_median")
    n = told.number("ranked")
    if n < MANY:
        place, own = (n * (1 - each / SCALE) + 0.5 for each in places)
        if told.kind == "relative_weakness":
            place, own = n + 2 - place - told.number("rank_ties"), n + 1 - own
        said = expect(*([round(place)] if place > 1 else []), own)
        return Said((*_edition(told), *expect(told.number("score"), n), *said))
    shares = [place if told.kind == "relative_strength" else SCALE - place for place in places]
    # Hardly any and nearly all are told in words.
    told_shares = expect(*(share for share in shares if 1 <= share <= SCALE - 1))
    return Said((*_edition(told), *expect(told.number("score"), n), *told_shares))


def say_coverage(told: Told, tables: PublicTables) -> Said:
    """Indicators, and how many are measured, shared, missing and old; none is told in a word."""
    total, measured, shared, missing, elsewhere, old = told.numbers(
        "indicators", "measured", "shared", "missing", "elsewhere", "old"
    )
    counts = (total, measured, shared, missing - elsewhere, elsewhere, old)
    return Said(tuple(expect(*(count for count in counts if count))))


def say_drivers(told: Told, tables: PublicTables) -> Said:
    """No number."""
    return Said(())


def say_learning(told: Told, tables: PublicTables) -> Said:
    """The range of the place and of every other, the number of councils, and the cluster."""
    places = told.list("places")
    needed = [*_ranks(told), *expect(told.number("ranked"))]
    for place in places:
        needed += _ranks(told, place)
    names = [name_place(place, tables) for place in (told.code, *places)]
    title = (tables.titles[told.word("cluster")],) if told.has("cluster") else ()
    names += [title] if title else []
    return Said(tuple(needed), names=tuple(names), places=frozenset(places), texts=title)


def say_share(told: Told, tables: PublicTables) -> Said:
    """Members in the bottom half, members with a rank, and those without."""
    members, low, without, ranked = told.numbers(
        "members_ranked", "in_bottom_half", "members_unranked", "ranked"
    )
    if not members:
        return Said(())
    counts = [] if low in (0, members) else [low]
    counts += [members, ranked, *([without] if without else [])]
    ends = told.numbers("surely_in_bottom_half", "perhaps_in_bottom_half")
    at_home = told.number("in_bottom_half_of_nation")
    # None is told as a word.
    counts += [*(ends if ends[0] != ends[1] else ()), *([at_home] if at_home else [])]
    if told.has("mainly") and (part := told.number("mainly")):
        counts += [part, told.number("members")]
    return Said(tuple(expect(*counts)))


def say_difference(told: Told, tables: PublicTables) -> Said:
    """Mean scores of members and others, and members in one half."""
    needed = [*_edition(told), *expect(*told.numbers("mean", "other_mean", "others_ranked"))]
    if told.kind != "cluster_similar":
        part = told.number("in_top_half" if told.kind == "cluster_strength" else "in_bottom_half")
        ranked = told.number("members_ranked")
        needed += expect(*([] if part in (0, ranked) else [part]), ranked)
    return Said(tuple(needed))


def say_claim(told: Told, tables: PublicTables) -> Said:
    """What is said, and the means of members and others, or the members that are counted."""
    needed = numbers_of(told.word("says"))
    if told.has("mean"):
        needed += expect(*told.numbers("mean", "other_mean"))
    elif told.has("found"):
        needed += expect(*told.numbers("found", "members_counted"))
        needed += expect(*told.numbers("found_surely", "found_perhaps")) if told.has("found_surely") else []
    return Said(tuple(needed), texts=(told.word("says"),))


def say_exception(told: Told, tables: PublicTables) -> Said:
    """The member, the range of its rank, and the number of councils."""
    code = told.word("area")
    needed = (*_ranks(told), *expect(told.number("ranked")))
    return Said(needed, names=(name_place(code, tables),), places=frozenset({code}))


def numbers_of(text: str) -> list[Expected]:
    """Return the numbers that a text holds."""
    return [Expected(one.value, one.decimals) for one in read_printed(text)]


def numbers_of_period(period: str) -> list[Expected]:
    """Return the numbers by which a period may be told: years and days of its ends, and how long it is.

    Of several, whose mean is told, those of each.
    """
    if "|" in period:
        return [number for part in period.split("|") for number in numbers_of_period(part)]
    match = _PERIOD.fullmatch(period)
    if match is None:
        return []
    if match[7]:
        return expect(int(match[7]))
    year, month, day = (int(match[number]) for number in (1, 2, 3))
    years, months, days = (int(match[number] or 0) for number in (4, 5, 6))
    over = month - 1 + months
    end = date(year + years + over // 12, over % 12 + 1, day)
    last = date.fromordinal(end.toordinal() + days - (1 if years or months or days else 0))
    return expect(year, day, last.year, last.day, *(each for each in (years, months) if each))


def list_years(period: str) -> list[list[str]]:
    """Return the years that tell a period: those of its end, or of both ends; of a mean, of each part."""
    parts = [[int(number.value) for number in numbers_of_period(part)] for part in period.split("|")]
    first = [year for year, *_ in parts]
    last = [others[1] if len(others) > 1 else year for year, *others in parts]
    both = [year for ends in zip(first, last, strict=True) for year in dict.fromkeys(ends)]
    return [[str(year) for year in years] for years in (last, both)]


Say = Callable[[Told, PublicTables], Said]
SAID: Mapping[str, Say] = {
    "position": say_position,
    "trend": say_trend,
    "improved": say_move,
    "declined": say_move,
    "levelling": say_levelling,
    "gap": say_gap,
    "lead": say_lead,
    "strength": say_figure,
    "weakness": say_figure,
    "context": say_figure,
    "relative_strength": say_relative,
    "relative_weakness": say_relative,
    "coverage": say_coverage,
    "drivers": say_drivers,
    "learn_from": say_learning,
    "cluster_share": say_share,
    "cluster_strength": say_difference,
    "cluster_weakness": say_difference,
    "cluster_similar": say_difference,
    "exception": say_exception,
    "claim": say_claim,
}
"""What the sentence of each kind of finding prints."""
