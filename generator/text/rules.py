"""Sentence rules as data: loads ``templates/text/findings.yml``, refuses what could not be filled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from generator.catalogue.reasons import Reason
from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import find_key, load_record
from generator.findings.change_guards import ANSWERS, COURSES

PLACE = frozenset(
    (
        *("name", "Name", "names", "Names", "short", "Short", "shorts", "Shorts"),
        *("it", "It", "its", "Its", "has", "is", "scores", "ranks", "stands"),
    )
)
"""Slots of any rule about a place; see ``names.Grammar``."""


def _slots(needed: str, *, place: bool = False, optional: str = "") -> tuple[frozenset[str], frozenset[str]]:
    required = frozenset(needed.split())
    return required, required | frozenset(optional.split()) | (PLACE if place else frozenset())


_RANK = "score rank_low rank_high set"
_MOVED = "start end node own_change whole whole_change"
_CLUSTER = "node mean other others edition"
_GAP_SLOTS = {
    Reason.NO_SERIES: "nation",
    Reason.LEFT_OUT: "note",
    Reason.NOT_RECAST: "note",
    Reason.TOO_OLD: "period",
    Reason.DOUBTFUL: "note",
    Reason.WRONG: "note",
}
_SUMMARY = "Name score rank_range set uk_range uk_n title edition"
SLOTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "figure": _slots("lead clause place set", place=True),
    "figure.middle": _slots("middle", optional="set"),
    "figure.interval": _slots("lower upper"),
    **{f"place.{each}": _slots("") for each in ("highest", "joint_highest", "lowest", "joint_lowest")},
    **{
        f"place.{joint}nth_{side}": _slots("nth")
        for joint in ("", "joint_")
        for side in ("highest", "lowest")
    },
    **{f"place.cell.{side}": _slots("") for side in ("highest", "lowest")},
    **{f"place.cell.nth_{side}": _slots("nth") for side in ("highest", "lowest")},
    **{f"place.{side}_tenth": _slots("") for side in ("highest", "lowest")},
    "place.highest_fifth": _slots("fifth"),
    "place.lowest_fifth": _slots("fifth"),
    "relative_strength": _slots("edition node score share set own", place=True),
    "relative_weakness": _slots("edition node score share set own", place=True),
    "relative_strength.few": _slots("edition node score place set own", place=True),
    "relative_weakness.few": _slots("edition node score place set own", place=True),
    "relative.hardly_any": _slots(""),
    "relative.nearly_all": _slots(""),
    "position.overall": _slots(f"{_RANK} uk", place=True),
    "position.overall.single": _slots("score rank_low set uk", place=True),
    "position.uk": _slots("uk_low uk_high uk_set"),
    "position.uk.single": _slots("uk_low uk_set"),
    "position.node": _slots(f"node band {_RANK}", place=True),
    "position.node.few": _slots(f"node {_RANK}", place=True),
    "position.node.few.single": _slots("node score rank_low set", place=True),
    "position.node.unsure": _slots(f"node {_RANK}", place=True),
    "position.node.single": _slots("node score rank_low set", place=True, optional="band"),
    "position.shared": _slots("", place=True),
    "position.unranked": _slots("scored pillars needed", place=True),
    "position.unranked.missing": _slots("missing", place=True),
    "drivers.both": _slots("up down", place=True),
    "drivers.down": _slots("down", place=True),
    "drivers.up": _slots("up", place=True),
    "drivers.none": _slots("", place=True),
    "drivers.single": _slots("only", place=True),
    "drivers.single.shared": _slots("only", place=True),
    "drivers.none.shared": _slots("", place=True),
    "drivers.shared": _slots("shared", place=True),
    "drivers.pair": _slots("first second"),
    "drivers.pair.long": _slots("first second"),
    "trend": _slots("start end own_change wholes uk_change verdict", place=True),
    "trend.same": _slots("start end own_change wholes verdict", place=True),
    "trend.node": _slots("start end node own_change wholes uk_change verdict", place=True),
    "trend.node.same": _slots("start end node own_change wholes verdict", place=True),
    "trend.scope": _slots("nations"),
    "change.rose": _slots("size"),
    "change.fell": _slots("size"),
    "change.held": _slots(""),
    **{
        f"{part}.{each}": _slots("start whole" if part == "since" else "", place=True)
        for part in ("verdict", "since")
        for each in ("keeping_pace", "catching_up", "falling_behind", "pulling_ahead", "losing_ground")
    },
    "moved": _slots(_MOVED, place=True),
    "moved.region": _slots(f"{_MOVED} region region_change", place=True),
    "moved.overall": _slots(_MOVED.replace(" node", ""), place=True),
    "moved.overall.region": _slots(f"{_MOVED} region region_change".replace(" node", ""), place=True),
    "moved.margin.rise": _slots("low high"),
    "moved.margin.fall": _slots("low high"),
    "learn_from": _slots("node places scores own set", place=True),
    "learn_from.several": _slots("node places own set", place=True),
    "learn_from.cluster": _slots("node Places scores own set cluster", place=True),
    "learn_from.cluster.several": _slots("node Places own set cluster", place=True),
    "learn_from.place": _slots("range", place=True),
    "learn_from.own": _slots("range", place=True),
    "levelling": _slots("start end node where mean gap answer"),
    "levelling.overall": _slots("start end where mean gap answer"),
    "levelling.relative": _slots("start end node where gap answer"),
    "levelling.unit": _slots("subject from to ratio_from ratio_to"),
    "levelling.unit.though.apart": _slots("subject from to ratio_from ratio_to"),
    "levelling.unit.though.ratio": _slots("subject from to ratio_from ratio_to"),
    "levelling.unit.apart": _slots("subject from to"),
    "levelling.unit.ratio": _slots("subject ratio_from ratio_to"),
    **{f"levelling.slope.{side}": _slots("points") for side in ("caught_up", "drew_away")},
    **{f"levelling.{part}": _slots("from to") for part in ("mean.up", "mean.down", "gap.up", "gap.down")},
    **{f"levelling.{part}.unclear": _slots("from to") for part in ("mean", "gap")},
    **{f"levelling.{answer}": _slots("") for answer in ANSWERS},
    **{f"levelling.word.{answer}": _slots("") for answer in ANSWERS},
    **{f"levelling.word.slope.{side}": _slots("") for side in ("caught_up", "drew_away", "unclear")},
    "levelling.councils": _slots("councils"),
    "levelling.councils.shared": _slots("councils places"),
    "levelling.members": _slots(""),
    "levelling.members.in": _slots("nations"),
    "gap": _slots("node who from nation start to end course interval"),
    "gap.overall": _slots("who from nation start to end course interval"),
    **{f"gap.{then}{side}": _slots("points") for then in ("", "then.") for side in ("above", "below")},
    **{f"gap.{then}level": _slots("") for then in ("", "then.")},
    **{f"gap.{course}": _slots("") for course in COURSES},
    "gap.interval": _slots("low high"),
    "gap.interval.small": _slots("low high"),
    **{
        f"lead.{side}{then}": _slots("claims", place=True)
        for side in ("high", "low")
        for then in ("", ".then")
    },
    "lead.claim": _slots("claim figure"),
    **{f"lead.pair.{word}": _slots("First second", place=True) for word in ("and", "but")},
    **{
        f"lead.unlike.{side}{all_}": _slots(
            "node alike nation" if all_ else "node clear alike nation", place=True
        )
        for side in ("high", "low")
        for all_ in ("", ".all")
    },
    "lead.people.none": _slots("people nation year counted", place=True),
    **{
        f"lead.people.{part}": _slots("count people nation year counted", place=True)
        for part in ("tenth", "fifth")
    },
    **{
        f"lead.gap.{course}": _slots("start end nation from to", place=True)
        for course in COURSES
        if course != "no_clear_change"
    },
    "coverage": _slots("indicators node parts", place=True),
    "coverage.overall": _slots("indicators parts", place=True),
    "coverage.measured": _slots("count are", place=True),
    "coverage.shared": _slots("count are", place=True),
    "coverage.missing": _slots("count are", place=True),
    "coverage.elsewhere": _slots("count are", place=True),
    "coverage.old": _slots("Count are", place=True),
    "coverage.pillars": _slots("missing", place=True),
    "coverage.elements": _slots("missing", place=True),
    "status.observed": _slots(""),
    "status.derived": _slots(""),
    "status.estimated": _slots(""),
    "status.recast": _slots(""),
    "status.upper_tier": _slots(""),
    "status.interpolated": _slots(""),
    "status.carried": _slots("period"),
    **{f"gap.{reason.word}": _slots(_GAP_SLOTS.get(reason, "")) for reason in Reason if reason.word},
    "cluster.share": _slots("share whose areas are set least most in_nation"),
    "cluster.share.sure": _slots("share whose areas are set in_nation"),
    "cluster.of.uk": _slots(""),
    "cluster.of.nation": _slots(""),
    "cluster.whose": _slots(""),
    "cluster.areas": _slots("count"),
    "cluster.areas.ranked": _slots("count"),
    "share.some": _slots("count"),
    "share.all": _slots(""),
    "share.none": _slots(""),
    "share.nobody": _slots(""),
    "cluster.share.unranked": _slots(""),
    "cluster.share.some_unranked": _slots("Count has_no"),
    "cluster.share.mainly": _slots("half members"),
    "cluster.share.mainly.none": _slots(""),
    "cluster.weakness": _slots(f"{_CLUSTER} low_half are of_whom"),
    **{f"claim.{verdict}": _slots("says") for verdict in ("supported", "not_supported", "mixed", "untold")},
    "claim.half": _slots("Count are members least most"),
    "claim.exceptions": _slots("Count are members"),
    **{f"claim.{scale}": _slots("measure mean other") for scale in ("score", "percentile")},
    "cluster.strength": _slots(f"{_CLUSTER} top_half are of_whom"),
    "cluster.similar": _slots(_CLUSTER),
    "cluster.effect": _slots("effect effect_low effect_high"),
    "exception": _slots("node rank_low rank_high set", place=True),
    "exception.overall": _slots("rank_low rank_high set", place=True),
    "policy.regions": _slots("among high scores_high node high_score low low_score"),
    "policy.among.uk": _slots(""),
    "policy.among.england": _slots(""),
    "policy.scores.one": _slots(""),
    "policy.scores.more": _slots(""),
    "policy.nations": _slots("nations node"),
    "policy.sure": _slots("ranked sure stay whose"),
    "policy.sure.uk": _slots(""),
    "policy.sure.nation": _slots(""),
    "policy.sure.all": _slots("ranked whose"),
    "policy.sure.one": _slots(""),
    "policy.sure.more": _slots(""),
    "policy.separate": _slots(""),
    "policy.separate.less": _slots(""),
    "policy.separate.all": _slots(""),
    "indicator.spread": _slots("set low high middle"),
    "indicator.flat": _slots("set middle"),
    "indicator.period.all": _slots("period"),
    "indicator.period.most": _slots("period"),
    "indicator.margin": _slots("count"),
    "summary.full": _slots(f"{_SUMMARY} since", place=True),
    "summary.short": _slots(_SUMMARY, place=True),
    "summary.shortest": _slots(_SUMMARY.replace(" set", " n nation"), place=True),
    "summary.unranked": _slots("Name scored pillars title edition", place=True),
    "summary.unscored": _slots("Scored pillars needed"),
    "summary.cluster": _slots("title_cluster members title edition share"),
    "summary.cluster.short": _slots("title_cluster members title edition"),
}
"""Rule id -> slots its text must use, and slots it may use."""


class SentenceRules(Record):
    """The file: the text of every rule by its id."""

    sentences: dict[str, str]

    def fill(self, rule: str, slots: Mapping[str, str]) -> str:
        """Return the text of a rule with its slots filled."""
        return self.sentences[rule].format_map(slots)


def load_rules(path: Path) -> SentenceRules:
    """Read and check the sentence rules.

    Raises:
        ProsperityError: a rule that is missing or unknown, empty, or whose slots are not those the program
            fills; with file, line and rule.
    """
    rules = load_record(path, SentenceRules)
    missing = sorted(set(SLOTS) - set(rules.sentences))
    if missing:
        raise ProsperityError(
            f"{len(missing)} sentence rules are missing",
            file=path,
            field="sentences",
            expected=", ".join(missing),
        )
    for rule, text in rules.sentences.items():
        problem, expected = _examine(rule, text)
        if problem:
            raise ProsperityError(
                problem,
                file=path,
                line=find_key(path, "sentences", rule),
                field=f"sentences.{rule}",
                expected=expected,
            )
    return rules


def _examine(rule: str, text: str) -> tuple[str, str]:
    """Return problem and expectation of one rule, both empty where it is right."""
    if rule not in SLOTS:
        return "this sentence rule is not known", "a rule of generator/text/rules.py"
    if not text.strip():
        return "the text is empty", "words"
    required, allowed = SLOTS[rule]
    try:
        parsed = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text)]
    except ValueError as reason:
        return f"the braces do not match ({reason})", "each slot as {name}"
    used = {name for name, _, _ in parsed if name is not None}
    if any(spec or conversion for _, spec, conversion in parsed):
        return "a slot carries a format", "plain {name}: numbers are formatted before they get here"
    if used - allowed:
        return f"unknown slot {{{min(used - allowed)}}}", "only " + ", ".join(sorted(allowed))
    if required - used:
        return f"the slot {{{min(required - used)}}} is not used", "all of " + ", ".join(sorted(required))
    return "", ""
