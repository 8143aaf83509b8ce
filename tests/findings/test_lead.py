"""The lead of a report: what it names and in which order, and that it says nothing which the lists do not."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from blank_evidence import make_evidence

from generator.catalogue.inside_records import IndexEdition
from generator.catalogue.pairs import Pair, PairEnd
from generator.findings.evidence import (
    ElementExtreme,
    End,
    GapToNation,
    LeadGap,
    LeadMarks,
    LeadPair,
    LeadPeople,
    LeadUnlike,
)
from generator.findings.finding import AnyFinding, Finding, pick
from generator.findings.lead import Alike, find_leads
from generator.findings.rules import passes
from generator.geography.inside_spread import Spread
from generator.index.results import Index, Node
from generator.pages.site import Site
from generator.text.about_figures import state_claim
from generator.text.about_lead import format_count
from generator.text.names import lower_first

POOR = PairEnd(element="poverty", end="low", words="many are poor")
WORK = PairEnd(element="work", end="high", indicators=("jobs",), words="many work")
SHORT = PairEnd(element="longevity", end="low", words="lives are short")
PAIRS = (
    Pair(slug="poor-but-in-work", first=WORK, second=POOR),
    Pair(slug="poor-and-short-lived", first=POOR, second=SHORT),
)


def make_extreme(node: str, side: End, weight: float, indicator: str = "") -> AnyFinding:
    slug = indicator or f"{node}-rate"
    evidence = make_evidence(ElementExtreme, side=side, indicator=slug, claim=f"Much {node}", value=weight)
    kind = "strength" if side == "high" else "weakness"
    return Finding(f"X/{kind}/{node}", "X", kind, node, evidence, indicator=slug, weight=weight)


def make_spread(people: tuple[int, int, int] | None, tenth: int = 1, fifth: int = 2) -> Spread:
    edition = IndexEdition.model_construct(year=2025, people_are="residents in mid-2020")
    return Spread("X", "council", "England", edition, 10, tenth, fifth, people, None, None)


def tell(*found: AnyFinding, spread: Spread | None = None) -> tuple[AnyFinding, ...]:
    spreads = {"X": spread} if spread else {}
    return find_leads(["X"], found={"X": found}, gaps={}, spreads=spreads, pairs=PAIRS)["X"]


def test_what_weighs_most_is_named_up_to_three_of_a_kind() -> None:
    weak = [make_extreme(name, "low", weight) for name, weight in zip("abcde", (3, 9, 1, 7, 5), strict=True)]
    low, high = pick(tell(make_extreme("f", "high", 2), *weak), LeadMarks)
    assert low.evidence.named == ("b", "d", "e") and low.evidence.found == 5
    assert dict(low.evidence.consequence) == {"b": 9, "d": 7, "e": 5}
    assert (low.evidence.first, high.evidence.first, high.evidence.named) == (1, 0, ("f",))


@pytest.mark.parametrize(("weak", "strong", "first"), [(4, 2, "low"), (3, 2, "high"), (1, 0, "low")])
def test_weaknesses_come_first_where_they_are_twice_as_many(weak: int, strong: int, first: str) -> None:
    found = [make_extreme(f"w{n}", "low", n) for n in range(weak)]
    found += [make_extreme(f"s{n}", "high", n) for n in range(strong)]
    assert next(pick(tell(*found), LeadMarks)).evidence.side == first


def test_where_nothing_stands_out_nothing_is_told() -> None:
    assert tell() == ()


def test_a_pair_is_told_only_where_both_ends_hold() -> None:
    poor, work = make_extreme("poverty", "low", 5), make_extreme("work", "high", 1, "jobs")
    assert not [*pick(tell(poor), LeadPair)]
    assert not [*pick(tell(poor, make_extreme("work", "low", 1, "jobs")), LeadPair)]
    assert not [*pick(tell(poor, make_extreme("work", "high", 1, "pay")), LeadPair)]
    (but,) = pick(tell(poor, work), LeadPair)
    assert (but.evidence.pair, but.evidence.joined_by) == ("poor-but-in-work", "but")
    # Of several the weightiest.
    (both,) = pick(tell(poor, work, make_extreme("longevity", "low", 2)), LeadPair)
    assert (both.evidence.pair, both.evidence.joined_by) == ("poor-and-short-lived", "and")
    assert both.evidence.consequence == 7
    wrong = replace(both, evidence=replace(both.evidence, joined_by="but"))
    assert passes(both) and not passes(wrong)


@pytest.mark.parametrize(
    ("people", "fifth", "among", "count"),
    [((1000, 100, 300), 3, "tenth", 100), ((1000, 99, 300), 3, "fifth", 300), ((1000, 0, 0), 0, "none", 0)],
)
def test_people_are_counted_in_the_tenth_or_the_fifth(
    people: tuple[int, int, int], fifth: int, among: str, count: int
) -> None:
    (told,) = pick(tell(spread=make_spread(people, tenth=min(fifth, 1), fifth=fifth)), LeadPeople)
    assert (told.evidence.among, told.evidence.people_among, told.evidence.people) == (among, count, 1000)


def test_no_count_is_told_where_none_is_known() -> None:
    assert tell(spread=make_spread(None)) == ()


@pytest.mark.parametrize(
    ("people", "printed"),
    [(13_627, "14,000"), (2_050, "2,100"), (99_500, "100,000"), (99_499, "99,000"), (87, "87"), (145, "150")],
)
def test_a_count_keeps_two_digits(people: int, printed: str) -> None:
    assert format_count(people) == printed


@pytest.mark.parametrize(
    ("side", "rank", "clear", "told"),
    [
        ("high", (1, 2), 10, True),
        # The ranges of the first two neighbours begin at 3 and 4: the range of the place has to end before.
        ("high", (1, 4), 8, True),
        ("high", (1, 5), 7, False),
        ("low", (15, 20), 10, True),
        ("low", (1, 2), 0, False),
    ],
)
def test_a_place_is_unlike_those_beyond_whose_ranges_it_lies(
    side: End, rank: tuple[int, int], clear: int, told: bool
) -> None:
    codes = tuple(f"X{n}" for n in range(11))
    lows = np.array([[rank[0]], *([n + 3] for n in range(10))])
    highs = np.array([[rank[1]], *([n + 5] for n in range(10))])
    standing = SimpleNamespace(rank=np.ones((11, 1)), low=lows, high=highs)
    index = SimpleNamespace(
        panel=SimpleNamespace(areas=codes),
        nation=standing,
        structure=SimpleNamespace(nodes=(Node("a", "element", 0, 1.0),)),
    )
    areas = {code: SimpleNamespace(nation="England") for code in codes}
    alike = Alike(cast(Index, index), cast(Any, areas), {"X0": codes[1:]})
    found = alike.compare("X0", cast(Any, make_extreme("a", side, 3)))
    assert (found.evidence.clear, found.evidence.alike, passes(found)) == (clear, 10, told)
    leads = find_leads(["X0"], found={"X0": [make_extreme("a", side, 3)]}, gaps={}, spreads={}, alike=alike)
    assert bool([*pick(leads["X0"], LeadUnlike)]) == told


def test_neighbours_of_other_nations_or_without_a_rank_are_not_compared(site: Site) -> None:
    told = [lead for leads in site.findings.leads.values() for lead in pick(leads, LeadUnlike)]
    assert told
    for lead in told:
        row = site.node_position[lead.evidence.element]
        for code in lead.evidence.places:
            assert site.places[code].nation == lead.evidence.nation
            assert site.index.nation.rank[site.position[code], row] > 0


@pytest.mark.parametrize(("category", "told"), [("widened", True), ("no_clear_change", False)])
def test_a_gap_is_told_where_it_clearly_moved(category: str, told: bool) -> None:
    gap = Finding("X/gap/overall", "X", "gap", "overall", make_evidence(GapToNation, category=category))
    found = find_leads(["X"], found={}, gaps={"X": {"overall": gap}}, spreads={})["X"]
    assert bool([*pick(found, LeadGap)]) == told


def test_every_lead_of_the_edition_says_what_its_lists_say(site: Site) -> None:
    """Each claim and figure stands in a list of the place, and every council counts people."""
    for council in site.councils:
        leads = site.findings.leads[council.code]
        listed = {each.node: each for each in site.findings.council[council.code] if each.kind != "context"}
        ranked = {
            side: [each.node for each in site.findings.council[council.code] if each.kind == kind]
            for side, kind in (("high", "strength"), ("low", "weakness"))
        }
        for lead in pick(leads, LeadMarks):
            # The lists of the page begin with what the lead names.
            assert list(lead.evidence.named) == ranked[lead.evidence.side][: len(lead.evidence.named)]
            for element in lead.evidence.named:
                claim, _, figure = state_claim(listed[element]).rpartition(": ")
                assert f"{lower_first(claim)} ({figure})" in site.tell(lead).replace("\u2019", "'")
        assert len([*pick(leads, LeadPeople)]) == 1, council.name
        assert all(passes(lead) for lead in leads)
