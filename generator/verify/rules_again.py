"""Applies the rules of the findings again, to their published evidence, and looks for contradictions.

As in ``recomputed``, which holds the evidence against the other tables, nothing here is shared with the code
that made the findings: the thresholds are those that the method pages state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.verify.contradictions import find_contradictions
from generator.verify.evidence import Told
from generator.verify.public_tables import MANY, OWN_FIGURES, PublicTables
from generator.verify.recomputed_changes import (
    ANSWERS,
    name_course,
    name_side,
    name_sides,
    name_slope,
    name_verdict,
)
from generator.verify.recomputed_lead import weigh

OLD = 6
SMALLEST_SET = 10
FIFTH = 20
SURE = 0.8
FEW_PEOPLE = 10_000
HALF = 0.5
RELATIVE_GAP = 20
POINT = 1.0
LONG = 5
SPANS = {10: 2, 5: 1}
MEDIUM = 0.5
INDICATORS = 3
HIGH_FIFTHS = 0.4
PERIODS, STEADY = 3, 2
SOUND = 0.7
FEW_EVENTS = 20
LEAD_NAMES = 3
FEWEST_ALIKE = 8
UNSURE = ("survey", "assumed")
NEAR = 1e-9

Rule = Callable[[Told, Sequence[Told]], bool]


def check_rules(tables: PublicTables) -> Iterator[tuple[str, str]]:
    """Yield place and problem of every finding that fails its rule, and of every contradiction."""
    for place, told in tables.told_of.items():
        for each in told:
            if not holds(each, told):
                yield place, f"the rule {each.row['rule']} does not hold: {each.row['text']}"
        for problem in find_contradictions(told):
            yield place, problem


def holds(told: Told, beside: Sequence[Told]) -> bool:
    """Say whether a finding passes its rule again; one whose evidence lacks what the rule asks does not.

    Args:
        told: the finding.
        beside: all findings of the same place.
    """
    rule = AGAIN.get(told.kind)
    try:
        return rule is not None and rule(told, beside)
    except (KeyError, ValueError, ZeroDivisionError):
        return False


def _extreme(told: Told, beside: Sequence[Told]) -> bool:
    """The figure lies in the fifth at one end, beyond the usual spread, and the policy area stays there."""
    value, middle, spread, good = told.numbers("value", "middle", "mad", "good_percentile")
    digits, high = int(told.number("decimals")), told.word("side") == "high"
    published = told.has("lower") and told.has("upper")
    return (
        told.kind in ("context", "strength" if high else "weakness")
        and told.word("status") in OWN_FIGURES
        and told.number("age") <= OLD
        and told.number("n") >= SMALLEST_SET
        and (good >= 100 - FIFTH if high else good <= FIFTH)
        and abs(value - middle) > spread > 0
        and round(value, digits) != round(middle, digits)
        and not (published and told.number("lower") <= middle <= told.number("upper"))
        and (published or told.number("population") >= FEW_PEOPLE)
        and told.number("probability") >= SURE - NEAR
        and (told.number("periods") < PERIODS or told.number("periods_in_fifth") >= STEADY)
        and told.number("beyond") >= -NEAR
        and not (told.has("events") and told.number("events") < FEW_EVENTS)
        and not (told.has("lasting") and told.number("lasting") < SOUND - NEAR)
        and told.number("cautions") == 0
        and told.number("reliability") >= SOUND
        and (told.number("periods") > 1 or told.word("error_kind") not in UNSURE)
        and told.number("distinct_in_nation") > 1
        and not (high and told.number("past_best"))
    )


def _relative(told: Told, beside: Sequence[Told]) -> bool:
    """Far from the own middle, which lies outside the drawn range; and few absolute findings of the kind."""
    high = told.kind == "relative_strength"
    place, own = told.numbers("percentile", "own_median")
    nearest = told.number("percentile_low" if high else "percentile_high")
    turn = 1 if high else -1
    return (
        (place - own) * turn >= RELATIVE_GAP - NEAR
        and (nearest - own) * turn > 0
        and told.number("measured_here") > HALF
        and told.number("population") >= FEW_PEOPLE
        and told.number("absolute_findings") < told.number("few_below")
    )


def _position(told: Told, beside: Sequence[Told]) -> bool:
    """The rank surely lies in the band, which few councils have not; without a rank too little is scored."""
    if told.row["rule"] == "position-unranked":
        return told.number("pillars_scored") < told.number("pillars_needed")
    if told.number("ranked") < MANY:
        return not (told.has("band_low") or told.has("band_probability"))
    low, high = told.numbers("band_low", "band_high")
    return 1 <= low <= high <= 5 and told.number("band_probability") >= SURE - NEAR


def _measured(told: Told, *, indicators: int = INDICATORS) -> bool:
    """Half of the weight is measured in both years, and it rests on several indicators."""
    return (
        min(told.numbers("measured_start", "measured_end")) >= HALF
        and told.number("indicators") >= indicators
    )


def _trend(told: Told, beside: Sequence[Told]) -> bool:
    """The verdict follows from where the place and the middle council started, and from both changes."""
    start, end = told.years
    relative, zone, before, middle = told.numbers("relative", "zone", "start", "middle_start")
    return (
        end - start >= LONG
        and _measured(told)
        and told.number("measured_here") > HALF
        and told.word("category") == name_verdict(relative, zone, below=before < middle)
        and (abs(relative) <= zone or abs(relative) > told.number("margin"))
    )


def _moved(told: Told, beside: Sequence[Told]) -> bool:
    """It moved a point or more, and further than the mean of those compared by more than their spread."""
    start, end = told.years
    change, margin, relative, zone = told.numbers("change", "margin", "relative", "zone")
    up = 1 if told.kind == "improved" else -1
    span = int(told.number("span"))
    published = told.has("lower") and told.has("upper")
    return (
        abs(end - start - span) <= SPANS[span]
        and told.number("age") <= OLD
        and _measured(told, indicators=1 if told.word("level") == "element" else INDICATORS)
        and told.number("measured_here") > HALF
        and change * up >= POINT
        and change * up > margin
        and relative * up > max(zone, margin)
        and (not told.has("region_change") or (change - told.number("region_change")) * up > 0)
        and (published or told.number("population") >= 2 * FEW_PEOPLE)
    )


def _levelling(told: Told, beside: Sequence[Told]) -> bool:
    """The answer is that of both moves, which the tables can tell, and of the whole of the group."""
    start, end = told.years
    sides = name_sides(told)
    nations, whole = told.list("nations"), told.list("whole")
    return (
        end - start >= LONG
        and _measured(told, indicators=1 if told.word("level") == "element" else INDICATORS)
        and told.number("places") >= SMALLEST_SET
        and told.number("people_share") >= HALF
        and (len(nations) > 1 or len(whole) == 1)
        and (len(nations) == 1 or told.number("pooled") > HALF)
        and (told.word("mean_side"), told.word("gap_side")) == sides
        and told.word("slope_side") == name_slope(told)
        and told.word("category") == ANSWERS.get(sides, "no_clear_change")
        and _unit_goes_along(told)
    )


def _unit_goes_along(told: Told) -> bool:
    """What is told in a unit does not go against a clear gap both as a difference and as a ratio."""
    if not told.has("lead"):
        return True
    before, after = (told.numbers(f"low_{end}", f"high_{end}") for end in ("start", "end"))
    moves = [(after[1] - after[0]) - (before[1] - before[0])]
    if min(before[0], after[0]) > 0:
        moves.append(after[1] / after[0] - before[1] / before[0])
    way = {"up": 1, "down": -1}.get(told.word("gap_side"), 0)
    return any(move * way >= 0 for move in moves)


def _gap(told: Told, beside: Sequence[Told]) -> bool:
    """The course is that of the gaps and their interval; below the whole only clear ones are told."""
    start, end = told.years
    side = name_side(*told.numbers("gap_change", "gap_low", "gap_high"))
    before, after = told.numbers("gap_start", "gap_end")
    return (
        end - start >= LONG
        and _measured(told, indicators=1 if told.word("level") == "element" else INDICATORS)
        and told.number("people_share") >= HALF
        and told.word("gap_side") == side
        and told.word("category") == name_course(before, after, side)
        and (told.node == "overall" or side != "unclear")
    )


def _lead(told: Told, beside: Sequence[Told]) -> bool:
    """What is named is listed, and nothing that weighs more is left out; a gap moved; people are counted."""
    if told.row["rule"] == "lead-gap":
        return told.word("category") != "no_clear_change"
    if told.row["rule"] == "lead-pair":
        return (told.word("first_side") == told.word("second_side")) == (told.word("joined_by") == "and")
    if told.row["rule"] == "lead-unlike":
        clear, alike = told.numbers("clear", "alike")
        return alike >= FEWEST_ALIKE and clear >= SURE * alike
    if told.row["rule"] == "lead-people":
        within = 0 <= told.number("people_among") <= told.number("people")
        return within and (told.word("among") == "none") == (told.number("areas_among") == 0)
    kind = "strength" if told.word("side") == "high" else "weakness"
    listed = [weigh(each) for each in beside if each.kind == kind]
    named = [told.number("consequence", element) for element in told.list("named")]
    heaviest = sorted(listed, reverse=True)[: len(named)]
    other = "weakness" if kind == "strength" else "strength"
    return (
        len(named) == min(LEAD_NAMES, len(listed))
        and all(abs(one - other) < NEAR for one, other in zip(named, heaviest, strict=True))
        and (told.number("first") == 1 or any(each.kind == other for each in beside))
    )


def _learning(told: Told, beside: Sequence[Told]) -> bool:
    """The own range lies in the lower half, every other in the upper; the policy area is a weakness here."""
    half = told.number("ranked") / 2
    places = told.list("places")
    weak = {each.node for each in beside if each.kind in ("weakness", "relative_weakness")}
    return (
        told.node in weak
        and told.number("rank_low") > half
        and 1 <= len(places) <= told.number("better")
        and all(told.number("rank_high", place) <= half for place in places)
        and told.number("measured_here") > HALF
        and told.number("least_measured_there") > HALF
        and told.number("least_alike") > HALF
        and (told.row["rule"] != "learn-from-cluster" or told.number("neighbours_better") == 0)
    )


def _difference(told: Told, beside: Sequence[Told]) -> bool:
    """A medium effect in the direction told, surely beyond zero; of what hardly differs, a smaller one."""
    effect, low, high = told.numbers("effect", "effect_low", "effect_high")
    if told.kind == "cluster_similar":
        return max(abs(effect), abs(low), abs(high)) < MEDIUM
    return effect >= MEDIUM and low > 0 if told.kind == "cluster_strength" else effect <= -MEDIUM and high < 0


def _exception(told: Told, beside: Sequence[Told]) -> bool:
    """The member surely lies in the two fifths at the top, and the cluster is weak in the matter."""
    weak = {each.node for each in beside if each.kind == "cluster_weakness"}
    low, ranked = told.numbers("rank_low", "ranked")
    return (
        told.node in weak
        and low <= HIGH_FIFTHS * ranked
        and told.number("probability") >= SURE - NEAR
        and told.number("measured_here") > HALF
        and (not told.has("people_share") or told.number("people_share") >= HALF)
    )


def _claim(told: Told, beside: Sequence[Told]) -> bool:
    """The verdict follows from the difference and its interval, or from how many members are counted."""
    expects = told.word("expects")
    if not told.has("measure"):
        return told.word("verdict") == "untold"
    if expects == "exceptions":
        return told.word("verdict") == ("supported" if told.number("found") else "not_supported")
    if expects == "bottom_half":
        half = told.number("members_counted") / 2
        yes, no = told.number("found_surely") > half, told.number("found_perhaps") <= half
        untold = half == 0
    else:
        untold = not told.has("effect")
        effect, low, high = (0.0,) * 3 if untold else told.numbers("effect", "effect_low", "effect_high")
        low_there, high_there = effect <= -MEDIUM and high < 0, effect >= MEDIUM and low > 0
        no_low, no_high = low > -MEDIUM, high < MEDIUM
        yes, no = {
            "low": (low_there, no_low),
            "high": (high_there, no_high),
            "not_low": (no_low, low_there),
            "alike": (no_low and no_high, low_there or high_there),
        }[expects]
    right = "untold" if untold else "supported" if yes else "not_supported" if no else "mixed"
    return told.word("verdict") == right


def _counted(told: Told, beside: Sequence[Told]) -> bool:
    """Counts have no rule beyond their numbers, which ``recomputed`` looks at."""
    return True


AGAIN: Mapping[str, Rule] = {
    "strength": _extreme,
    "weakness": _extreme,
    "context": _extreme,
    "relative_strength": _relative,
    "relative_weakness": _relative,
    "position": _position,
    "trend": _trend,
    "improved": _moved,
    "declined": _moved,
    "levelling": _levelling,
    "gap": _gap,
    "lead": _lead,
    "drivers": _counted,
    "coverage": _counted,
    "learn_from": _learning,
    "cluster_share": _counted,
    "cluster_strength": _difference,
    "cluster_weakness": _difference,
    "cluster_similar": _difference,
    "exception": _exception,
    "claim": _claim,
}
"""The rule of each kind of finding."""
