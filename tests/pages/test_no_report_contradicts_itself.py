"""No report says two things that cannot both be: over all councils, on the committed data."""

from __future__ import annotations

from collections import Counter

from generator.catalogue.records import Area
from generator.findings.evidence import ElementExtreme, LeadGap, LeadMarks
from generator.findings.finding import pick
from generator.findings.strengths import KIND
from generator.pages import council
from generator.pages.council import FIRST, choose_changes, list_extremes
from generator.pages.moves import list_moves
from generator.pages.site import Site
from generator.text.about_figures import print_value

SIDES = {kind: side for side, kind in KIND.items()}


def list_nodes(site: Site, area: Area, kind: str) -> list[str]:
    return [each.node for each in site.findings.council[area.code] if each.kind == kind]


def test_no_element_is_strength_and_weakness_or_one_to_learn(site: Site) -> None:
    for area in site.councils:
        strong, weak = (
            {*list_nodes(site, area, kind), *list_nodes(site, area, f"relative_{kind}")} for kind in SIDES
        )
        assert not strong & weak, area.name
        assert not strong & {each.node for each in site.findings.learning.get(area.code, ())}, area.name


def test_a_lead_names_what_its_lists_hold_and_their_figures(site: Site) -> None:
    named = 0
    for area in site.councils:
        listed = {
            (each.kind, each.node): each for each in pick(site.findings.council[area.code], ElementExtreme)
        }
        for mark in pick(site.findings.leads.get(area.code, ()), LeadMarks):
            kind = KIND[mark.evidence.side]
            assert mark.evidence.found == sum(key[0] == kind for key in listed), area.name
            for node, value in mark.evidence.figure.items():
                assert listed[kind, node].evidence.value == value, (area.name, node)
                named += 1
    assert named > len(site.councils)


def test_the_first_list_is_the_one_that_the_lead_begins_with(site: Site) -> None:
    for area in site.councils[::5]:
        marks = list(pick(site.findings.leads.get(area.code, ()), LeadMarks))
        lists = [each for each in list_extremes(site, area, site.findings.council[area.code]) if each.first]
        assert [KIND[mark.evidence.side] for mark in marks] == [each.kind for each in lists], area.name
        for each in lists:
            assert len(each.first) <= FIRST
            count = len(list_nodes(site, area, each.kind))
            assert len(each.first) + len(each.more) == count, area.name


def test_nothing_is_listed_as_improved_and_as_declined(site: Site) -> None:
    turned = 0
    for area in site.councils:
        names = Counter(
            view.name for kind in ("improved", "declined") for view in list_moves(site, area, kind)
        )
        assert max(names.values(), default=0) <= 1, area.name
        both = [{each.kind for each in site.findings.moves.get(area.code, ()) if each.node == node}
                for node in site.elements]  # fmt: skip
        told = [view.turned for kind in ("improved", "declined") for view in list_moves(site, area, kind)]
        assert sum(told) <= sum(len(kinds) > 1 for kinds in both), area.name
        turned += sum(told)
    # The test would pass for nothing if no element ever turned.
    assert turned > 0


def test_a_change_that_is_no_news_is_not_told_and_none_is_told_twice(site: Site) -> None:
    for area in site.councils:
        moved, still = choose_changes(site, area)
        assert all(each.evidence.category != "keeping_pace" for each in moved), area.name
        pillars = {pillar.slug for pillar in site.framework.pillars}
        known = pillars & site.findings.changes[area.code].keys()
        assert still + sum(each.node in pillars for each in moved) == len(known), area.name
        gaps = site.findings.gaps.get(area.code, {})
        assert "overall" not in gaps or all(each.node != "overall" for each in moved), area.name
        for lead in pick(site.findings.leads.get(area.code, ()), LeadGap):
            assert lead.evidence.category == gaps["overall"].evidence.category, area.name


def test_none_is_called_lowest_beside_another_that_looks_the_same(site: Site) -> None:
    alone = 0
    for area in site.councils:
        place = site.position[area.code]
        for each in pick(site.findings.council[area.code], ElementExtreme):
            evidence, column = each.evidence, site.indicator_position[each.evidence.indicator]
            if evidence.place != 1 or evidence.ties != 1:
                continue
            alone += 1
            indicator = site.indicators[evidence.indicator]
            rows = site.comparisons.members[int(site.comparisons.set_of[place, column])]
            shown = [
                print_value(value, indicator.unit, indicator.decimals)
                for value in site.index.level.value[rows, column].tolist()
            ]
            own = print_value(evidence.value, indicator.unit, indicator.decimals)
            assert shown.count(own) == 1, (area.name, evidence.indicator)
    assert alone > 20


def test_chapters_do_not_tell_of_changes_that_are_no_news(site: Site) -> None:
    words = site.words.rules.sentences["verdict.keeping_pace"]
    for area in site.councils[::40]:
        context = council.build_context(site, area)
        told = [
            sentence
            for domain in context["domains"]  # type: ignore[attr-defined]
            for pillar in domain.pillars
            for sentence in pillar.sentences
        ]
        assert told and not [sentence for sentence in told if words in sentence], area.name
