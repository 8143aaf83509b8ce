from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from blank_evidence import make_evidence

from generator.catalogue.records import Area, Cluster, Domain, Edition, Element, Framework, Indicator, Pillar
from generator.errors import ProsperityError
from generator.findings.evidence import (
    ChangeAgainstUk,
    ClusterEffect,
    ClusterException,
    ClusterShare,
    CoverageCount,
    ElementExtreme,
    ElementRelative,
    PillarDrivers,
    PositionBand,
    PositionUnranked,
)
from generator.findings.finding import AnyFinding, Comparison, Finding, Value
from generator.paths import find_root
from generator.text.bands import BANDS, load_bands
from generator.text.context import TextContext, make_context
from generator.text.rules import load_rules
from generator.text.sentences import (
    finish,
    render,
    render_answer,
    render_effect,
    render_named_share,
    render_since,
    render_trend_scope,
)
from generator.text.summary import summarise_cluster, summarise_council

TEMPLATES = find_root(Path(__file__)) / "templates"
RULES = load_rules(TEMPLATES / "text" / "findings.yml")
BAND_WORDS = load_bands(TEMPLATES / BANDS)
EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=10)


def make_area(code: str, name: str, *, short: str = "", article: str = "") -> Area:
    return Area.model_validate(
        {
            "code": code,
            "kind": "council",
            "name": name,
            "short_name": short or name,
            "official_name": name,
            "article": article,
            "slug": code.lower(),
            "population": 1,
            "population_year": 2024,
        }
    )


def make_indicator(slug: str, clause: str, unit: str, decimals: int) -> Indicator:
    return Indicator.model_validate(
        {
            "slug": slug,
            "name": slug,
            "direction": "higher",
            "weight": 1,
            "reason": "",
            "comparable": "uk",
            "clause": clause,
            "subject": slug,
            "claims": {"high": "Much", "low": "Little"},
            "unit": unit,
            "decimals": decimals,
            "series": [{"dataset": "d", "series": "s", "nations": ["England"]}],
        }
    )


def make_test_context() -> TextContext:
    indicators = (
        make_indicator("le", "a boy born here could expect to live {value} years", "years", 1),
        make_indicator("pay", "the median employee earned {value} a week", "£ a week", 0),
        make_indicator("gigabit", "{value} of premises could get gigabit broadband", "%", 1),
    )
    elements = (
        Element(slug="longevity", name="Longevity", about="", indicators=indicators),
        Element(slug="care", name="Care", about="", indicators=indicators),
        Element(slug="bread-and-butter", name="Bread and butter", about="", indicators=indicators),
        Element(slug="mental-health", name="Mental health", about="", indicators=indicators),
    )
    pillars = (
        Pillar(slug="health", name="Health", about="", elements=elements),
        Pillar(slug="governance", name="Governance", about="", elements=elements),
        Pillar(slug="safety-and-security", name="Safety and Security", about="", elements=elements),
    )
    areas = {
        area.code: area
        for area in (
            make_area("B", "Blackpool"),
            make_area("H", "Kingston upon Hull", short="Hull"),
            make_area("S", "Isles of Scilly", article="the"),
            make_area("C", "Bournemouth, Christchurch and Poole"),
        )
    }
    return make_context(
        framework=Framework(domains=(Domain(slug="people", name="People", about="", pillars=pillars),)),
        areas=areas,
        clusters=(),
        title="Open UK Prosperity Index",
        edition=EDITION,
        rules=RULES,
        bands=BAND_WORDS,
    )


CONTEXT = make_test_context()


def figure(
    kind: str = "weakness",
    *,
    indicator: str = "le",
    value: float = 73.4,
    period: str = "2020-01-01/P3Y",
    rank: int = 359,
    percentile: float = 0.8,
    ties: int = 1,
    interval: tuple[float, float] | None = None,
) -> Finding[ElementExtreme]:
    spec = CONTEXT.indicators[indicator]
    lower, upper = interval or (None, None)
    return Finding(
        id=f"B/{kind}/longevity",
        subject="B",
        kind=kind,
        node="longevity",
        indicator=indicator,
        value=Value(value, spec.unit, spec.decimals, period, "observed", "d", lower, upper),
        comparison=Comparison("uk", "the 361 councils of the UK", 361, 78.66, percentile, rank),
        evidence=make_evidence(ElementExtreme, ties=ties, clause=CONTEXT.indicators[indicator].clause),
    )


def test_weakness_with_a_three_year_period() -> None:
    assert render(figure(), CONTEXT) == (
        "In the three years 2020 to 2022, a boy born here could expect to live 73.4 years: "
        "the third lowest of the 361 councils of the UK. The middle council stood at 78.7 years."
    )


def test_published_interval_is_told() -> None:
    said = render(figure(indicator="pay", value=587.2, period="2025-04-01", interval=(552.4, 621.8)), CONTEXT)
    assert said == (
        "In April 2025, the median employee earned £587 a week: the third lowest of the 361 councils of the "
        "UK. The middle council stood at £79 a week. The published margin of error runs from £552 to "
        "£622 a week."
    )


@pytest.mark.parametrize(
    ("rank", "ties", "percentile", "words"),
    [
        (1, 1, 99.9, "the highest of the 361"),
        (1, 3, 99.6, "the joint highest of the 361"),
        (2, 1, 99.6, "the second highest of the 361"),
        (2, 2, 99.3, "the joint second highest of the 361"),
        (2, 3, 99.0, "among the highest tenth of the 361"),
        (4, 1, 99.0, "among the highest tenth of the 361"),
        (36, 1, 90.2, "among the highest tenth of the 361"),
        (37, 1, 89.9, "among the highest fifth of the 361"),
        (361, 1, 0.1, "the lowest of the 361"),
        (360, 2, 0.3, "the joint lowest of the 361"),
        (359, 1, 0.7, "the third lowest of the 361"),
        (326, 1, 9.8, "among the lowest tenth of the 361"),
        (325, 1, 10.1, "among the lowest fifth of the 361"),
    ],
)
def test_the_outer_three_are_named_and_the_outer_tenth_told(
    rank: int, ties: int, percentile: float, words: str
) -> None:
    assert words in render(figure(rank=rank, ties=ties, percentile=percentile), CONTEXT)


@pytest.mark.parametrize(("value", "printed"), [(0.0, "0% of"), (100.0, "100% of"), (99.96, "100.0% of")])
def test_none_and_all_carry_no_decimals(value: float, printed: str) -> None:
    assert f"In 2024, {printed} premises" in render(
        figure(indicator="gigabit", value=value, period="2024-01-01/P1Y"), CONTEXT
    )


def test_same_words_for_strength_and_weakness() -> None:
    assert render(figure("strength"), CONTEXT) == render(figure("weakness"), CONTEXT)


def relative(kind: str) -> Finding[ElementRelative]:
    return Finding(
        id=f"H/{kind}/mental-health",
        subject="H",
        kind=kind,
        node="mental-health",
        value=Value(48.2, "out of 100", 0, "2026", "computed", "index"),
        comparison=Comparison("uk", "the 361 councils of the UK", 361, 50.0, 44.6, 200),
        evidence=make_evidence(ElementRelative, percentile=44.6, own_median=12.2),
    )


def test_relative_findings() -> None:
    assert render(relative("relative_strength"), CONTEXT) == (
        "In the 2026.1 index, its score for mental health is 48 out of 100, higher than 45% of the 361 "
        "councils of the UK. Its middle policy area is higher than 12%."
    )
    assert render(relative("relative_weakness"), CONTEXT) == (
        "In the 2026.1 index, its score for mental health is 48 out of 100, lower than 55% of the 361 "
        "councils of the UK. Its middle policy area is lower than 88%."
    )


@pytest.mark.parametrize(
    ("kind", "rank", "ties", "told"),
    [
        ("relative_strength", 1, 1, "the highest of the 11 councils of Wales. Its middle"),
        ("relative_strength", 2, 2, "the joint second highest of the 11"),
        ("relative_weakness", 11, 1, "the lowest of the 11"),
        # Two share the ninth place: one stands below them.
        ("relative_weakness", 9, 2, "the joint second lowest of the 11"),
    ],
)  # fmt: skip
def test_relative_findings_in_a_nation_of_few(kind: str, rank: int, ties: int, told: str) -> None:
    low = kind == "relative_weakness"
    finding = replace(
        relative(kind),
        comparison=Comparison("nation:Wales", "the 11 councils of Wales", 11, 50.0, 0.0, rank),
        # The third, or third last, of 11.
        evidence=make_evidence(
            ElementRelative, rank_ties=ties, own_median=100 * (2.5 if low else 8.5) / 11, ranked=11
        ),
    )
    assert told in render(finding, CONTEXT)
    assert render(finding, CONTEXT).endswith(f"is about the third {'lowest' if low else 'highest'}.")


@pytest.mark.parametrize(
    ("rank", "ties", "percentile", "words"),
    [
        (1, 1, 97.7, "the highest of the 22 councils of Wales"),
        (4, 1, 84.1, "the fourth highest of the 22"),
        (3, 2, 86.4, "the joint third highest of the 22"),
        (22, 1, 2.3, "the lowest of the 22"),
        (20, 2, 9.1, "the joint second lowest of the 22"),
        (19, 1, 15.9, "the fourth lowest of the 22"),
    ],
)
def test_among_few_councils_it_is_counted(rank: int, ties: int, percentile: float, words: str) -> None:
    finding = figure(rank=rank, ties=ties, percentile=percentile)
    comparison = Comparison("nation:Wales", "the 22 councils of Wales", 22, 80.0, percentile, rank)
    text = render(replace(finding, comparison=comparison), CONTEXT)
    assert words in text and "fifth" not in text


def test_shares_at_the_ends() -> None:
    top = replace(
        relative("relative_strength"),
        evidence=make_evidence(ElementRelative, percentile=99.7, own_median=0.4),
    )
    assert render(top, CONTEXT).endswith(
        "higher than nearly all of the 361 councils of the UK. Its middle policy area is higher than "
        "hardly any."
    )


def position(
    subject: str = "B",
    node: str = "overall",
    *,
    ranks: tuple[int, int] = (290, 296),
    uk: tuple[int, int] = (355, 361),
    ranked: int = 296,
    band: tuple[int | None, int | None] = (1, 1),
    measured_here: float = 1.0,
) -> Finding[PositionBand]:
    return Finding(
        id=f"{subject}/position/{node}",
        subject=subject,
        kind="position",
        node=node,
        comparison=Comparison("nation:England", f"the {ranked} councils of England", ranked, 50.0, 1.0, 358),
        evidence=make_evidence(
            PositionBand,
            score=33.4,
            rank_low=ranks[0],
            rank_high=ranks[1],
            ranked=ranked,
            uk_rank_low=uk[0] if node == "overall" else None,
            uk_rank_high=uk[1] if node == "overall" else None,
            uk_ranked=361,
            uk_set_label="the 361 councils of the UK",
            band_low=band[0],
            band_high=band[1],
            measured_here=measured_here,
        ),
    )


def trend(
    subject: str = "B", node: str = "overall", *, category: str = "keeping_pace"
) -> Finding[ChangeAgainstUk]:
    return Finding(
        id=f"{subject}/trend/{node}",
        subject=subject,
        kind="trend",
        node=node,
        evidence=make_evidence(
            ChangeAgainstUk,
            category=category,
            start_year=2013,
            end_year=2024,
            change=3.14,
            uk_change=-0.96,
            nations=("England", "Wales", "Scotland", "Northern Ireland"),
        ),
    )


def test_answer_at_the_head_of_a_report() -> None:
    assert render_answer(position(), trend(), CONTEXT) == (
        "Blackpool scores 33 out of 100 for prosperity and ranks between 290th and 296th of the 296 councils "
        "of England. Among the 361 councils of the UK the range is 355th to 361st. "
        "Since 2013 it has kept pace with the UK."
    )
    assert render_answer(position(), None, CONTEXT).endswith("355th to 361st.")


def test_plural_names_agree() -> None:
    assert render_answer(position("S"), trend("S", category="losing_ground"), CONTEXT) == (
        "The Isles of Scilly score 33 out of 100 for prosperity and rank between 290th and 296th of the 296 "
        "councils of England. Among the 361 councils of the UK the range is 355th to 361st. "
        "Since 2013 they have lost ground against the UK."
    )


def test_rank_that_never_moves() -> None:
    assert render(position(ranks=(296, 296), uk=(361, 361)), CONTEXT) == (
        "Blackpool scores 33 out of 100 for prosperity and ranks 296th of the 296 councils of England in "
        "nearly every recalculation. Among the 361 councils of the UK the rank is nearly always 361st."
    )


def test_a_nation_of_few_councils_has_no_bands() -> None:
    few = position("H", "health", ranks=(2, 4), ranked=11, band=(None, None))
    assert render(few, CONTEXT) == (
        "For health, Hull scores 33 out of 100 and ranks between second and fourth of the 11 councils of "
        "England."
    )
    assert render(position("H", "health", ranks=(11, 11), ranked=11, band=(None, None)), CONTEXT).endswith(
        "ranks 11th of the 11 councils of England in nearly every recalculation."
    )


def test_pillar_positions() -> None:
    assert render(position("H", "safety-and-security", ranks=(200, 250), band=(2, 3)), CONTEXT) == (
        "For safety and security, Hull scores 33 out of 100, most likely in the second lowest to middle "
        "fifth. It ranks between 200th and 250th of the 296 councils of England."
    )
    assert render(position("H", "health", ranks=(9, 350), band=(1, 5)), CONTEXT) == (
        "For health, Hull scores 33 out of 100. It ranks between ninth and 350th of the 296 councils of "
        "England: too wide a range to name a band."
    )


def test_council_without_overall_score() -> None:
    finding = Finding(
        id="S/position/overall",
        subject="S",
        kind="position",
        node="overall",
        evidence=make_evidence(
            PositionUnranked,
            pillars=12,
            pillars_scored=8,
            pillars_needed=10,
            pillars_missing=("governance", "safety-and-security"),
        ),
    )
    assert render(finding, CONTEXT) == (
        "The Isles of Scilly have no overall score: only eight of the 12 pillars can be measured here, and "
        "10 are needed. Too little is measured to score governance, or safety and security."
    )
    assert render_answer(finding, trend("S"), CONTEXT) == render(finding, CONTEXT)
    assert summarise_council(finding, None, CONTEXT) == (
        "The Isles of Scilly in the Open UK Prosperity Index 2026.1: figures for 8 of 12 pillars, with "
        "sources and dates."
    )


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("keeping_pace", "too small a difference to call"),
        ("catching_up", "it is catching up"),
        ("falling_behind", "it is falling behind"),
        ("pulling_ahead", "it is pulling ahead"),
        ("losing_ground", "it is losing ground"),
    ],
)
def test_change_in_words(category: str, words: str) -> None:
    assert render(trend(category=category), CONTEXT) == (
        "On the trend index, its score rose by 3.1 points between 2013 and 2024 and the UK\u2019s fell by "
        f"1.0 point: {words}."
    )
    assert render_since(trend(category=category), CONTEXT).startswith("Since 2013 it has ")


def test_change_of_a_pillar_and_of_nothing() -> None:
    still = replace(trend(node="health"), evidence=replace(trend().evidence, change=0.02, uk_change=-0.01))
    assert render(still, CONTEXT) == (
        "On the trend index, its score for health and the UK\u2019s both hardly changed between 2013 and "
        "2024: too small a difference to call."
    )


def test_a_change_names_the_nations_it_is_set_against() -> None:
    two = replace(trend(), evidence=replace(trend().evidence, nations=("England", "Scotland")))
    assert "and England and Scotland\u2019s fell by" in render(two, CONTEXT)
    assert render_since(two, CONTEXT) == "Since 2013 it has kept pace with England and Scotland."
    assert render_trend_scope(two, CONTEXT).endswith("councils of England and Scotland.")


def drivers(up: str, down: str, scored: int = 3, *, shared: str = "", own: int = 1) -> Finding[PillarDrivers]:
    return Finding(
        id="B/drivers/health",
        subject="B",
        kind="drivers",
        node="health",
        evidence=make_evidence(
            PillarDrivers,
            up=tuple(up.split()),
            down=tuple(down.split()),
            shared=tuple(shared.split()),
            elements_scored=scored,
            elements_own=own,
            pull={"care": -1.0},
        ),
    )


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (
            drivers("mental-health", "longevity care"),
            "Against the middle council, the score is pulled down most by longevity and by care. It is "
            "pulled up most by mental health.",
        ),
        (drivers("", "care"), "Against the middle council, the score is pulled down most by care."),
        (
            drivers("care bread-and-butter", ""),
            "Against the middle council, the score is pulled up most by care, and by bread and butter.",
        ),
        (drivers("", ""), "None of its policy areas stands far from the middle council."),
        (drivers("", "care", 1), "It rests on one policy area that can be measured here, care."),
        (
            drivers("", "", 1, own=0),
            "It rests on one policy area, care, which is measured wholly or mainly for a larger area.",
        ),
        (
            drivers("", "care", shared="mental-health"),
            "Against the middle council, the score is pulled down most by care. Not counted here: mental "
            "health, measured wholly or mainly for a larger area.",
        ),
        (
            drivers("", "", shared="care mental-health"),
            "None of the policy areas that are measured here stands far from the middle council. Not counted "
            "here: care and mental health, measured wholly or mainly for a larger area.",
        ),
    ],
)
def test_drivers(finding: AnyFinding, words: str) -> None:
    assert render(finding, CONTEXT) == words


def test_a_score_of_shared_figures_says_so() -> None:
    told = render(position(node="health", measured_here=0.5), CONTEXT)
    assert told.endswith(
        "Half or more of this score rests on figures for a larger area, which several councils share."
    )
    assert "larger area" not in render(position(node="health", measured_here=0.51), CONTEXT)


def test_coverage() -> None:
    finding = Finding(
        id="H/coverage/overall",
        subject="H",
        kind="coverage",
        node="overall",
        evidence=make_evidence(
            CoverageCount,
            indicators=118,
            measured=96,
            shared=14,
            missing=10,
            elsewhere=2,
            old=12,
            pillars_missing=("governance", "health"),
            elements_missing=("care",),
        ),
    )
    assert render(finding, CONTEXT) == (
        "Of the 118 indicators, 96 are measured in Hull, 14 are shared with other councils at the source, "
        "eight are missing and two are not published for its nation. In all, 12 of the figures are more than "
        "six years old. There is no score for governance or health."
    )
    whole = replace(
        finding,
        node="health",
        evidence=replace(finding.evidence, shared=0, missing=1, elsewhere=0, old=1, pillars_missing=()),
    )
    assert render(whole, CONTEXT) == (
        "Of the 118 indicators of health, 96 are measured in Hull and one is missing. One of the figures is "
        "more than six years old. Policy areas without a score: care."
    )


def share(count: int, ranked: int = 42, members: int = 42) -> Finding[ClusterShare]:
    return Finding(
        id="cluster:red-wall/cluster_share/overall",
        subject="cluster:red-wall",
        kind="cluster_share",
        node="overall",
        evidence=make_evidence(
            ClusterShare,
            members=members,
            members_ranked=ranked,
            in_bottom_half=count,
            surely_in_bottom_half=max(count - 3, 0),
            perhaps_in_bottom_half=min(count + 2, ranked),
            in_bottom_half_of_nation=count,
            set_label="the 361 councils of the UK",
        ),
    )


@pytest.mark.parametrize(
    ("finding", "start"),
    [
        (
            share(35),
            "By overall score, 35 of its 42 areas are in the bottom half of the 361 councils of the UK "
            "(range 32 to 37), and 35 in that of their own nation.",
        ),
        (share(1), "By overall score, one of its 42 areas is in the bottom half"),
        (share(42), "By overall score, all its 42 areas are in the bottom half"),
        (share(0), "By overall score, none of its 42 areas is in the bottom half"),
        (share(8, 40), "By overall score, eight of its 40 ranked areas are in the bottom half"),
        (share(0, 0), "None of its areas has an overall score."),
    ],
)
def test_cluster_share(finding: AnyFinding, start: str) -> None:
    assert render(finding, CONTEXT).startswith(start)


def test_cluster_share_names_members_without_a_score() -> None:
    assert render(share(3, 10, 11), CONTEXT).endswith("One of its members has no overall score.")


def difference(kind: str, effect: float) -> Finding[ClusterEffect]:
    return Finding(
        id=f"cluster:red-wall/{kind}/health",
        subject="cluster:red-wall",
        kind=kind,
        node="health",
        evidence=make_evidence(
            ClusterEffect,
            effect=effect,
            effect_low=effect - 0.3,
            effect_high=effect + 0.3,
            mean=38.2,
            other_mean=52.4,
            members_ranked=42,
            compared="uk",
            in_bottom_half=36,
            others_label="the other 319 councils of the UK",
        ),
    )


def test_cluster_differences() -> None:
    assert render(difference("cluster_weakness", -1.2), CONTEXT) == (
        "For health, its members score 38 out of 100 on average in the 2026.1 index, against 52 for the "
        "other 319 councils of the UK. In the bottom half of the UK are 36 of the 42."
    )
    assert "In the top half of the UK are six of the 42." in render(
        difference("cluster_strength", 1.2), CONTEXT
    )
    assert "hardly differ from the other 319 councils" in render(difference("cluster_similar", 0.1), CONTEXT)
    assert render_effect(difference("cluster_weakness", -1.2), CONTEXT) == (
        "Effect size \u22121.2, 90% interval \u22121.5 to \u22120.9."
    )


def test_exception() -> None:
    finding = Finding(
        id="cluster:red-wall/exception/health/H",
        subject="cluster:red-wall",
        kind="exception",
        node="health",
        evidence=make_evidence(
            ClusterException, area="H", rank_low=20, rank_high=60, set_label="the 361 councils of the UK"
        ),
    )
    assert render(finding, CONTEXT) == (
        "Kingston upon Hull is an exception: for health it ranks between 20th and 60th of the 361 councils "
        "of the UK."
    )
    assert "overall it ranks" in render(replace(finding, node="overall"), CONTEXT)


def test_a_cluster_is_named_on_other_pages_than_its_own() -> None:
    assert render(share(35), CONTEXT).startswith("By overall score, 35 of its 42 areas are")
    named = render_named_share(share(35), "the Red Wall", CONTEXT)
    assert named.startswith("By overall score, 35 of the Red Wall’s 42 areas are")


def test_all_and_none_of_the_members() -> None:
    weak = difference("cluster_weakness", -1.2)
    whole = replace(weak, evidence=replace(weak.evidence, in_bottom_half=42))
    assert render(whole, CONTEXT).endswith(". In the bottom half of the UK are all 42.")
    strong = replace(difference("cluster_strength", 1.2), evidence=whole.evidence)
    assert render(strong, CONTEXT).endswith(". In the top half of the UK is none of the 42.")


def test_descriptions_stay_below_160_characters() -> None:
    for subject in ("B", "C", "S"):
        for category in ("keeping_pace", "falling_behind", "pulling_ahead"):
            said = summarise_council(position(subject), trend(subject, category=category), CONTEXT)
            assert len(said) < 160
            assert "290th to 296th" in said and "355th to 361st" in said
    assert summarise_council(position(), None, CONTEXT) == (
        "Blackpool scores 33 out of 100 and ranks 290th to 296th of the 296 councils of England "
        "(355th to 361st of 361 in the UK). Open UK Prosperity Index 2026.1."
    )
    cluster = Cluster(slug="red-wall", title="Red Wall", kind="political", rule="", source="", members=("B",))
    assert len(summarise_cluster(cluster, share(35), CONTEXT)) < 160


@pytest.mark.parametrize(
    "broken",
    [
        "It stood at nan.",
        "None",
        "It {has}.",
        "It stood. 35 of the 42 fell.",
        "12 of them rose.",
        "It..",
        "It , so",
        "",
    ],
)
def test_broken_sentences_are_refused(broken: str) -> None:
    with pytest.raises(ProsperityError, match="came out broken"):
        finish(broken, code="x")


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ProsperityError, match="no sentence is known"):
        render(replace(figure(), kind="praise"), CONTEXT)
