"""The levelling-up test: what moved and how, which places caught up, and all answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from generator.catalogue.records import Area, Pillar
from generator.charts.intervals import Interval, draw_intervals
from generator.findings.change_guards import ANSWERS
from generator.findings.comparison import name_nations
from generator.findings.evidence import GapToNation, LevellingUpTest, Move, Slope
from generator.findings.finding import Finding
from generator.findings.thresholds import SMALLEST_MOVE, SMALLEST_SLOPE
from generator.geography.areas import UK_CODE
from generator.pages.page import Page
from generator.pages.site import Site
from generator.text import numbers
from generator.text.about_levelling import write_unit

PATH = "levelling-up/"
SLOPE_DECIMALS = 2
SHADES: Mapping[str, int] = {
    "levelled_up": 5,
    "improved": 4,
    "improved_diverged": 4,
    "narrowed": 4,
    "no_clear_change": 3,
    "widened": 2,
    "narrowed_falling": 2,
    "fell": 2,
    "fell_diverged": 1,
}
"""Answer -> its shade, best first."""
SIGNS: Mapping[str, Mapping[str, str]] = {
    "mean": {"up": "▲", "down": "▼", "unclear": "–", "untold": ""},
    "gap": {"up": "←→", "down": "→←", "unclear": "–"},
}


@dataclass(frozen=True)
class AnswerCell:
    """The answer for one place, or none: then the words are empty.

    ``scope`` names the nations where only some of the place's have figures.
    """

    words: str
    sign: str
    shade: int
    scope: str = ""
    years: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """The numbers behind one answer, worded; ``measures`` names those of the part that carry it."""

    place: str
    years: str
    measures: str
    mean: str
    gap: str
    councils: str
    answer: str


@dataclass(frozen=True)
class Moved:
    """A policy area on which something clearly moved in a nation, worded.

    Attributes:
        unit: how far both ends lay apart in the unit of the heaviest indicator, then and now.
        gap: the true gap in points with the interval of its change.
        slope: what places that began behind did.
    """

    key: str
    name: str
    years: str
    unit: str
    gap: str
    slope: str
    answer: str
    shade: int


@dataclass(frozen=True)
class NationView:
    """What moved in one nation, the largest changes of the gap first."""

    name: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Distance:
    """How far a region or cluster lies from its nation, worded.

    ``note`` names clusters that are the same in that nation, and says where members elsewhere are left out.
    """

    name: str
    note: str
    path: str
    nation: str
    years: str
    then: str
    now: str
    change: str
    course: str


@dataclass(frozen=True)
class NodeView:
    """A pillar or a policy area with at least one answer.

    Attributes:
        sentence: of the largest place that has an answer.
        measures: name and dataset of every indicator that carries an answer somewhere.
    """

    key: str
    name: str
    cells: tuple[AnswerCell, ...]
    sentence: str
    rows: tuple[AnswerRow, ...]
    measures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PillarView:
    """A pillar and its policy areas."""

    name: str
    own: NodeView | None
    elements: tuple[NodeView, ...]
    untold: str


@dataclass(frozen=True)
class Counts:
    """How many policy areas gave which answer in a place.

    Attributes:
        where: the place, as a sentence has it.
        in_part: some answers are of those of its nations that have figures.
        tested: policy areas with an answer, in words, ``of`` all.
        answers: each with its number, in words.
    """

    where: str
    in_part: bool
    tested: str
    of: int
    answers: str


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of the test."""
    yield Page(PATH, "levelling.html", partial(build_levelling, site), kind="list")


def build_levelling(site: Site) -> dict[str, object]:
    """Return the context of the page."""
    places = list_places(site)
    overall = view_node(site, "overall", places)
    nations = [view_nation(site, code) for code in nation_codes(site)]
    return {
        "section": "levelling-up",
        "answers": [
            count_answers(site, code) for code in (UK_CODE, *nation_codes(site)[:1]) if has_any(site, code)
        ],
        "nations": [nation for nation in nations if nation.moved],
        "picture": draw_gaps(site, nation_codes(site)[0]),
        "distances": list_distances(site),
        "keys": [AnswerCell(word_of(site, answer), "", shade) for answer, shade in SHADES.items()],
        "heads": [short_name(place) for place in places],
        "overall": overall,
        "pillars": [view_pillar(site, pillar, places) for pillar in site.framework.pillars],
    }


def list_elements(site: Site, code: str) -> list[Finding[LevellingUpTest]]:
    """Return the answers on policy areas in a place, the largest changes of the gap first."""
    found = site.findings.levelling.get(code, {})
    told = [found[element.slug] for element in site.framework.elements if element.slug in found]
    return sorted(told, key=lambda finding: -finding.weight)


def view_nation(site: Site, code: str) -> NationView:
    """Return the policy areas of a nation on which the mean, the gap or the order of places clearly moved."""
    clear = [
        finding
        for finding in list_elements(site, code)
        if finding.evidence.category != "no_clear_change" or finding.evidence.slope_side != "unclear"
    ]
    return NationView(site.places[code].name, tuple(view_moved(site, finding) for finding in clear))


def view_moved(site: Site, finding: Finding[LevellingUpTest]) -> Moved:
    """Return one of them in words."""
    evidence = finding.evidence
    slope = (evidence.slope, evidence.slope_low, evidence.slope_high)
    told, low, high = (numbers.format_signed(each, "", SLOPE_DECIMALS) for each in slope)
    why = say_why_unclear(*slope, side=evidence.slope_side, smallest=SMALLEST_SLOPE)
    return Moved(
        key=finding.node,
        name=site.node_names[finding.node],
        years=tell_years(evidence),
        unit=write_unit(evidence, site.words) if evidence.lead is not None else "",
        gap=tell_move(
            (evidence.gap_start, evidence.gap_end),
            (evidence.gap_change, evidence.gap_low, evidence.gap_high),
            evidence.gap_side,
        ),
        slope=f"{word_of_slope(site, evidence.slope_side)}: {told} ({low} to {high}){why}",
        answer=word_of(site, evidence.category),
        shade=SHADES[evidence.category],
    )


def draw_gaps(site: Site, code: str) -> Markup | None:
    """Return the changes of the true gap in a nation as a chart, None without any."""
    told = sorted(list_elements(site, code), key=lambda finding: finding.evidence.gap_change)
    if not told:
        return None
    name = site.places[code].name
    sides = Counter(finding.evidence.gap_side for finding in told)
    rows = [
        Interval(
            site.node_names[finding.node],
            finding.evidence.gap_change,
            finding.evidence.gap_low,
            finding.evidence.gap_high,
            finding.evidence.gap_side,
        )
        for finding in told
    ]
    return draw_intervals(
        rows,
        sides=("gap narrowed", "gap widened"),
        prefix="gaps",
        title=f"How the true gap between councils of {name} changed, in points",
        desc=f"Of {len(told)} policy areas the gap clearly narrowed in {sides['down']} and widened in "
        f"{sides['up']}. Lines show 90% intervals.",
    )


def list_distances(site: Site) -> list[Distance]:
    """Return how far regions and clusters lie from their nation on the overall score, the furthest first.

    Those with the same councils in a nation have one row, that of the one with the fewest elsewhere.
    """
    told = [
        (key, gaps["overall"])
        for key, gaps in site.findings.gaps.items()
        if key in site.groups and "overall" in gaps
    ]
    told.sort(key=lambda one: (one[1].evidence.gap_end, int(site.groups[one[0]].members.sum())))
    rows: dict[tuple[str, tuple[bool, ...]], list[tuple[str, Finding[GapToNation]]]] = {}
    for key, finding in told:
        inside = find_inside(site, key, finding.evidence.nation)
        rows.setdefault((finding.evidence.nation, inside), []).append((key, finding))
    return [
        view_distance(site, *same[0], same=[name_group(site, key) for key, _ in same[1:]])
        for same in rows.values()
    ]


def find_inside(site: Site, key: str, nation: str) -> tuple[bool, ...]:
    """Return for each council whether it is of a region or cluster and lies in a nation."""
    members = site.groups[key].members.tolist()
    return tuple(
        member and council.nation == nation for member, council in zip(members, site.councils, strict=True)
    )


def name_group(site: Site, key: str) -> str:
    """Return the name of a region or cluster by the key of its group."""
    cluster = site.words.clusters.get(key.removeprefix("cluster:"))
    return cluster.title if cluster else site.places[key].name


def view_distance(site: Site, key: str, finding: Finding[GapToNation], *, same: Sequence[str]) -> Distance:
    """Return the distance of a region or cluster in words.

    Args:
        site: the shared bundle.
        key: of its group.
        finding: on its overall score.
        same: names of others with the same councils in the nation.
    """
    evidence = finding.evidence
    inside = sum(find_inside(site, key, evidence.nation))
    notes = [f"also {numbers.join_words(same)}, with the same members here"] if same else []
    if inside < int(site.groups[key].members.sum()):
        notes.append(f"the {numbers.pluralise(inside, 'member')} there")
    cluster = site.words.clusters.get(key.removeprefix("cluster:"))
    place = site.places.get(key)
    change = (evidence.gap_change, evidence.gap_low, evidence.gap_high)
    moved, low, high = (numbers.format_signed(each, "", 1) for each in change)
    return Distance(
        name=name_group(site, key),
        note="; ".join(notes),
        path=f"clusters/{cluster.slug}/" if cluster else f"regions/{place.slug if place else ''}/",
        nation=evidence.nation,
        years=tell_years(evidence),
        then=numbers.format_signed(evidence.gap_start, "", 1),
        now=numbers.format_signed(evidence.gap_end, "", 1),
        change=f"{moved} ({low} to {high})"
        + say_why_unclear(*change, side=evidence.gap_side, smallest=evidence.zone),
        course=site.words.rules.sentences[f"gap.{evidence.category}"],
    )


def word_of_slope(site: Site, side: str) -> str:
    """Return what places that began behind did, as a table says it."""
    return site.words.rules.sentences[f"levelling.word.slope.{side}"]


def word_of(site: Site, answer: str) -> str:
    """Return an answer as a table says it."""
    return site.words.rules.sentences[f"levelling.word.{answer}"]


def has_any(site: Site, code: str) -> bool:
    """Say whether anything can be tested in a place."""
    return bool(site.findings.levelling.get(code))


def nation_codes(site: Site) -> list[str]:
    """Return the nations, the one with most people first."""
    nations = [place for place in site.places.values() if place.kind == "nation"]
    return [place.code for place in sorted(nations, key=lambda place: -place.population)]


def list_places(site: Site) -> list[Area]:
    """Return the UK, the nations, and the regions of England, as columns of the table."""
    regions = sorted((p for p in site.places.values() if p.kind == "region"), key=lambda p: p.name)
    return [site.places[UK_CODE], *(site.places[code] for code in nation_codes(site)), *regions]


def short_name(place: Area) -> str:
    """Return the head of a column."""
    return "UK" if place.kind == "uk" else place.name


def count_answers(site: Site, code: str) -> Counts:
    """Return how many policy areas gave which answer in a place."""
    slugs = {element.slug for element in site.framework.elements}
    found = [f for node, f in site.findings.levelling[code].items() if node in slugs]
    counts = Counter(finding.evidence.category for finding in found)
    parts = [
        f"{numbers.spell_count(counts[answer])} {word_of(site, answer)}"
        for answer in ANSWERS
        if counts[answer] and answer != "no_clear_change"
    ]
    if counts["no_clear_change"]:
        unclear = counts["no_clear_change"]
        parts.append(f"{numbers.spell_count(unclear)} {'gives' if unclear == 1 else 'give'} no clear answer")
    return Counts(
        where=site.words.grammar[code].name,
        in_part=any(name_scope(finding) for finding in found),
        tested=numbers.spell_count(len(found)),
        of=len(slugs),
        answers=numbers.join_words(parts),
    )


def view_pillar(site: Site, pillar: Pillar, places: list[Area]) -> PillarView:
    """Return a pillar with the policy areas that have an answer, and the names of the others."""
    views = {element.slug: view_node(site, element.slug, places) for element in pillar.elements}
    untold = [site.words.node_names[slug] for slug, view in views.items() if view is None]
    return PillarView(
        name=pillar.name,
        own=view_node(site, pillar.slug, places),
        elements=tuple(view for view in views.values() if view is not None),
        untold=numbers.join_words(untold),
    )


def view_node(site: Site, key: str, places: list[Area]) -> NodeView | None:
    """Return the answers of one node in all places, None where there is none."""
    found = [(place, site.findings.levelling.get(place.code, {}).get(key)) for place in places]
    told = [(place, finding) for place, finding in found if finding is not None]
    if not told:
        return None
    slugs = dict.fromkeys(slug for _, finding in told for slug in finding.evidence.measures)
    measures = [site.indicators[slug] for slug in slugs] if key in site.elements else []
    return NodeView(
        key=key,
        name=site.node_names[key],
        cells=tuple(view_cell(site, finding) for _, finding in found),
        sentence=site.tell(told[0][1]),
        rows=tuple(view_row(site, place, finding, slugs) for place, finding in told),
        measures=tuple((each.name, each.series[0].dataset) for each in measures),
    )


def view_cell(site: Site, finding: Finding[LevellingUpTest] | None) -> AnswerCell:
    """Return the answer for one place."""
    if finding is None:
        return AnswerCell("", "", 0)
    answer = finding.evidence.category
    moves = sign(finding.evidence.mean_side, finding.evidence.gap_side)
    years = tell_years(finding.evidence)
    return AnswerCell(word_of(site, answer), moves, SHADES[answer], name_scope(finding), years)


def tell_years(evidence: LevellingUpTest | GapToNation) -> str:
    """Return both years of a change."""
    return f"{evidence.start_year} to {evidence.end_year}"


def tell_measures(site: Site, finding: Finding[LevellingUpTest], slugs: Collection[str]) -> str:
    """Return which measures carry an answer: their names where they are not all of the policy area's.

    Args:
        site: names the measures.
        finding: the answer; of a pillar or the whole it is only told how many there are.
        slugs: measures that carry an answer on the same part somewhere.
    """
    measures = finding.evidence.measures
    if finding.node not in site.elements:
        return str(len(measures))
    if len(measures) == len(slugs):
        return "the one below" if len(slugs) == 1 else f"all {numbers.spell_count(len(slugs))} below"
    return "; ".join(site.indicators[slug].name for slug in measures)


def name_scope(finding: Finding[LevellingUpTest]) -> str:
    """Return the nations that an answer speaks of, nothing where it speaks of the whole place."""
    nations, whole = finding.evidence.nations, finding.evidence.whole
    return "" if nations == whole else name_nations(nations)


def name_place(place: Area, finding: Finding[LevellingUpTest]) -> str:
    """Return a place as its line of an answer says it, with the nations where only some have figures."""
    scope = name_scope(finding)
    return f"{short_name(place)} ({scope} only)" if scope else short_name(place)


def sign(mean: str, gap: str) -> str:
    """Return the sign of how the mean and the gap moved."""
    return f"{SIGNS['mean'][mean]} {SIGNS['gap'][gap]}".strip()


def view_row(site: Site, place: Area, finding: Finding[LevellingUpTest], slugs: Collection[str]) -> AnswerRow:
    """Return the numbers behind an answer; ``slugs`` as for ``tell_measures``."""
    evidence = finding.evidence
    councils, spots = evidence.councils, evidence.places
    return AnswerRow(
        place=name_place(place, finding),
        years=tell_years(evidence),
        measures=tell_measures(site, finding, slugs),
        mean=""
        if evidence.mean_side == "untold"
        else tell_move(
            (evidence.mean_start, evidence.mean_end),
            (evidence.mean_change, evidence.mean_low, evidence.mean_high),
            evidence.mean_side,
        ),
        gap=tell_move(
            (evidence.gap_start, evidence.gap_end),
            (evidence.gap_change, evidence.gap_low, evidence.gap_high),
            evidence.gap_side,
        ),
        councils=str(councils) if councils == spots else f"{councils} ({spots} places)",
        answer=word_of(site, evidence.category),
    )


def tell_move(ends: tuple[float, float], moved: tuple[float, float, float], side: Move) -> str:
    """Return both ends of the mean or the gap, its change and the interval of that.

    For example "41.2 to 37.0: −4.2 (−5.1 to −3.0)".
    """
    start, end = (numbers.format_number(each, 1) for each in ends)
    change, low, high = (numbers.format_signed(each, "", 1) for each in moved)
    why = say_why_unclear(*moved, side=side, smallest=SMALLEST_MOVE)
    return f"{start} to {end}: {change} ({low} to {high}){why}"


def say_why_unclear(change: float, low: float, high: float, *, side: Move | Slope, smallest: float) -> str:
    """Return why a change counts as none though its interval lies on one side of nought; else nothing."""
    if side != "unclear" or low <= 0 <= high:
        return ""
    return ", too small to count" if abs(change) < smallest else ", mostly error"


def list_clear(site: Site, key: str) -> list[Finding[LevellingUpTest]]:
    """Return the clear answers on policy areas for a group of councils."""
    found = site.findings.levelling.get(key, {})
    told = (found[element.slug] for element in site.framework.elements if element.slug in found)
    return [finding for finding in told if finding.evidence.category != "no_clear_change"]
