"""Pages of pillars, elements and indicators on the committed data: what they say is what the files say."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from functools import partial

import numpy as np
import pytest

from generator.catalogue.citation_file import load_citation
from generator.charts import strip
from generator.charts.cache import Renderer
from generator.export.columns import TABLES, load_tables
from generator.export.indicator_files import make_indicator_file
from generator.export.release import Release
from generator.findings.thresholds import SURE
from generator.geography.areas import UK_CODE
from generator.index.cells import read_indicator, read_level
from generator.pages import indicator, league, policy, standings
from generator.pages.page import Page
from generator.pages.registry import list_pages
from generator.pages.site import Site
from generator.pages.slopes import draw_moves
from generator.paths import PROJECT
from generator.site.build import open_drawer
from generator.text import about_policy, numbers

GAP = re.compile(r"\b(nan|NaN|None|inf)\b(?! of\b)")
TRACED = (
    ("smoking", "Blackpool", "19.7%", "18.0% to 21.4%"),
    ("smoking", "Fenland", "19.8%", "15.7% to 23.9%"),
    ("gigabit-broadband", "Kingston upon Hull", "99.6%", ""),
    ("disposable-income", "Na h-Eileanan Siar", "£22,940", ""),
)
"""Read by hand from the datasets' observations.csv."""


@pytest.fixture(scope="module")
def drawn(site: Site) -> Mapping[str, Page]:
    return {page.path: page for module in (policy, indicator) for page in module.pages(site)}


def topic_of(site: Site, key: str) -> policy.Topic:
    return next(topic for topic in policy.list_topics(site) if topic.key == key)


def test_no_page_renders_a_chart_when_it_is_drawn(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Renderer, spec: object) -> None:
        raise AssertionError("a forked process cannot render")

    # Drawn once by the process that gathers the site, from which those that draw pages are forked.
    strip.design(None)
    monkeypatch.setattr(Renderer, "render", refuse)
    seen: Counter[str] = Counter()
    for page in list_pages(site):
        seen[page.kind] += 1
        if callable(page.context) and (page.kind == "policy" or seen[page.kind] <= 2):
            page.context()
    assert seen["policy"] == len(site.framework.pillars) + len(site.framework.elements)


def test_every_context_can_travel_to_another_process(site: Site) -> None:
    for page in list_pages(site):
        assert not callable(page.context) or isinstance(page.context, partial), page.path


def test_every_pillar_element_and_indicator_has_one_page(site: Site, drawn: Mapping[str, Page]) -> None:
    tree = site.framework
    wanted = {
        *(f"pillars/{one.slug}/" for one in tree.pillars),
        *(f"elements/{one.slug}/" for one in tree.elements),
        *(f"indicators/{one.slug}/" for one in tree.indicators),
    }
    assert set(drawn) == wanted | {"pillars/"}


@pytest.mark.parametrize(("slug", "name", "value", "interval"), TRACED)
def test_a_figure_is_that_of_the_publisher(
    site: Site, slug: str, name: str, value: str, interval: str
) -> None:
    rows = [row for group in league.list_groups(site, site.indicators[slug]) for row in group.rows]
    row = next(row for row in rows if row.name == name)
    assert row.value == value
    if interval:
        assert row.interval == interval


def test_every_figure_stands_once_and_every_gap_has_a_reason(site: Site) -> None:
    for one in site.framework.indicators:
        cells = read_indicator(site.index, site.indicator_position[one.slug])
        groups = league.list_groups(site, one)
        names = [row.name for group in groups for row in group.rows]
        held = [
            council.name for council, cell in zip(site.councils, cells, strict=True) if cell.value is not None
        ]
        assert sorted(names) == sorted(held), one.slug
        assert len(league.list_missing(site, one)) > 0 or len(held) == len(site.councils)


def test_a_column_holds_the_cells_of_the_rows(site: Site) -> None:
    columns = [read_indicator(site.index, place) for place in range(len(site.index.structure.indicators))]
    for place in (0, 100, 360):
        assert read_level(site.index, place) == [column[place] for column in columns]


def test_nations_on_separate_scales_never_share_a_table(site: Site) -> None:
    nation = {council.name: council.nation for council in site.councils}
    for one in site.framework.indicators:
        groups = league.list_groups(site, one)
        if one.comparable == "uk":
            assert len(groups) == 1, one.slug
            continue
        for group in groups:
            found = {nation[row.name] for row in group.rows}
            shared = [set(ref.nations) for ref in one.series] if one.comparable == "series" else []
            assert len(found) == 1 or any(found <= nations for nations in shared), one.slug


def test_tables_run_from_the_highest_value_down(site: Site) -> None:
    one = site.indicators["violence"]
    for group in league.list_groups(site, one):
        values = [float(row.value.replace(",", "")) for row in group.rows]
        assert values == sorted(values, reverse=True)


def test_blue_is_the_better_end_of_every_map(site: Site) -> None:
    lower, higher = site.indicators["violence"], site.indicators["gigabit-broadband"]
    assert [league.better_fifth(share, lower) for share in (0.5, 50.0, 100.0)] == [5, 3, 1]
    assert [league.better_fifth(share, higher) for share in (0.5, 50.0, 100.0)] == [1, 3, 5]


def test_scores_of_regions_are_those_of_the_groups(site: Site) -> None:
    for key in ("health", "work"):
        topic, node = topic_of(site, key), site.node_position[key]
        for group in standings.list_regions(site, key, pooled=topic.pooled):
            for row in group.rows:
                area = next(place for place in site.places.values() if f"regions/{place.slug}/" == row.path)
                score = float(site.groups[area.code].score[node])
                assert row.score == numbers.format_number(score, 0)


def test_nations_are_set_beside_regions_only_on_one_scale(site: Site) -> None:
    for topic in policy.list_topics(site):
        answer = policy.tell_answer(site, topic)[0]
        assert topic.pooled or "the other nations" not in answer, topic.key
        assert bool(policy.tell_separate(site, topic)) != topic.pooled


def test_a_page_that_ranks_across_nations_does_not_say_that_they_cannot_be_compared(site: Site) -> None:
    seen = set()
    for topic in policy.list_topics(site):
        if topic.pooled:
            continue
        across = site.index.structure.uk_share[site.node_position[topic.key]] >= 0.5
        told = policy.tell_separate(site, topic)
        assert ("cannot compare one nation" in told) != across, topic.key
        assert ("less sure than those within one" in told) == across, topic.key
        titles = [group.title for group in standings.list_regions(site, topic.key, pooled=False)]
        assert ("Nations, not on one scale" in titles) != across, topic.key
        assert ("Nations, for a part not on one scale" in titles) == across, topic.key
        seen.add(bool(across))
    assert seen == {True, False}


def test_only_sure_places_are_listed(site: Site) -> None:
    seen = set()
    for topic in policy.list_topics(site):
        node = site.node_position[topic.key]
        for highest, fifth in ((True, 0), (False, 4)):
            found = standings.list_sure(site, topic.key, highest=highest)
            # Fifths of the UK where half of the weight or more is measured alike everywhere, else of nations.
            alike = topic.key == "overall" or site.index.structure.uk_share[node] >= 0.5
            standing = site.index.uk if alike else site.index.nation
            assert found.title.endswith(" of their nation") != alike, topic.key
            sure = (standing.p_fifth[:, node, fifth] >= SURE) & (standing.rank[:, node] > 0)
            assert len(found.rows) + found.more == int(sure.sum()), topic.key
            assert len(found.rows) <= standings.MOST_SURE
            assert all(row.row.ranks for row in found.rows)
            seen.add(bool(alike))
    assert seen == {True, False}


def test_regions_within_a_point_are_not_told_apart(site: Site) -> None:
    places = [
        about_policy.RegionScore(name, score)
        for name, score in (("London", 44.0), ("the South East", 68.4), ("the South West", 69.0))
    ]
    told = about_policy.say_regions("work", places, whole=False, context=site.words)
    assert "the South West and the South East score highest for work, at 68 to 69 out of 100" in told
    assert told.endswith("on average. The lowest score, 44, is that of London.")


def test_certainty_is_counted_and_all_is_said_of_all(site: Site) -> None:
    told = about_policy.say_sure(294, 294, whole=True, context=site.words)
    assert told.startswith("All 294 councils with a score stay in one fifth of the UK in at least eight")
    told = about_policy.say_sure(1, 326, whole=False, context=site.words)
    assert "Of the 326 councils with a score, one stays in one fifth of their nation in at least" in told


def test_years_are_published_figures_or_the_middle_council(site: Site) -> None:
    years = league.tell_years(site, site.indicators["smoking"])
    assert years is not None
    assert {column.basis for column in years.columns} <= {"published figure", "middle council"}
    assert league.tell_years(site, site.indicators["crime-deprived-areas"]) is None
    one = site.indicators["disposable-income"]
    middles = league.find_middles(site, one, "England")
    place, column = site.index.panel.years.index(max(middles)), site.indicator_position[one.slug]
    inside = [council.nation == "England" for council in site.councils]
    assert middles[max(middles)] == np.nanmedian(site.index.panel.value[inside, column, place])


def test_the_file_beside_the_page_holds_what_the_page_prints(site: Site) -> None:
    one = site.indicators["smoking"]
    ((path, text),) = make_indicator_file(site, one)
    assert path == "indicators/smoking/data.csv"
    rows = {row["area_name"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == len(site.councils)
    for row in league.list_groups(site, one)[0].rows:
        kept = rows[row.name]
        assert row.value == numbers.format_value(float(kept["value"]), one.unit, one.decimals)


def test_no_page_prints_a_gap(site: Site, drawn: Mapping[str, Page]) -> None:
    release = Release(site.settings, site.edition, "https://example.org/")
    citation = load_citation(PROJECT, site.edition, site.settings)
    described = load_tables(PROJECT.templates / TABLES)
    drawer = open_drawer(site, (), PROJECT, release, described=described, citation=citation, cards=False)
    for path in (
        "pillars/",
        "pillars/health/",
        "elements/work/",
        "indicators/violence/",
        "indicators/smoking/",
    ):
        text = drawer.renderer.render(drawn[path])
        assert not GAP.search(re.sub(r"<[^>]*>", " ", text)), path


def test_slopes_hold_one_span_of_years_and_compare_nations_only_on_one_scale(site: Site) -> None:
    drawn = {
        node.key: view
        for node in site.index.structure.nodes
        if node.level in ("pillar", "element")
        and (view := draw_moves(site, node.key, site.words.node_names[node.key])) is not None
    }
    assert drawn
    for key, view in drawn.items():
        answered = site.findings.levelling[UK_CODE].get(key)
        assert ("Scotland" in view.picture) <= (answered is not None)
        assert view.picture.count("<g class=") > 3
