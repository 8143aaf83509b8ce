"""The page modules on the committed data: what a page says is what the files say."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from generator.findings.rules import failed_guards
from generator.index.ranking import find_fifth
from generator.index.results import Status
from generator.pages import cluster, council, figures, levelling, lists, rankings
from generator.pages.site import Site
from generator.paths import PROJECT
from generator.text import numbers
from generator.text.evidence_kinds import count_recalculations
from generator.text.told_edition import known

TRACED = (
    ("blackpool", "gigabit-broadband", "93.6%"),
    ("kingston-upon-hull", "gigabit-broadband", "99.6%"),
    ("na-h-eileanan-siar", "gigabit-broadband", "12.0%"),
    ("gwynedd", "gigabit-broadband", "70.7%"),
    ("armagh-city-banbridge-and-craigavon", "disposable-income", "£20,019"),
    ("na-h-eileanan-siar", "disposable-income", "£22,940"),
    ("cumberland", "life-expectancy-males", "77.2"),
    ("gwynedd", "smoking", "14.4%"),
    ("glasgow", "neighbourhood-rating", "38.0%"),
    ("westminster", "road-collisions", "55.6"),
)
"""Read by hand from the publishers' files. Cumberland's is the mean of Allerdale 77.13, Carlisle 77.29 and
Copeland 77.16, weighted by their people; Westminster's 1,144 collisions over 205,759 people."""


def find(site: Site, slug: str) -> council.Area:
    return next(area for area in site.councils if area.slug == slug)


@pytest.mark.parametrize(
    ("rank", "ranked", "fifth"), [(1, 10, 5), (2, 10, 5), (3, 10, 4), (10, 10, 1), (0, 10, 0)]
)
def test_fifths_of_a_ranking(rank: int, ranked: int, fifth: int) -> None:
    assert find_fifth(rank, ranked) == fifth


def test_shading_goes_by_the_order_of_a_column() -> None:
    scores = [10.0, None, 50.0, 30.0, 40.0, 20.0]
    cells = lists.shade(scores, [True] * 6)
    assert [cell.fifth for cell in cells] == [1, 0, 5, 3, 4, 2]
    assert [cell.score for cell in cells] == ["10", "–", "50", "30", "40", "20"]
    # A nation on a scale of its own keeps its score, and has no place in the order of the others.
    apart = lists.shade([*scores, 60.0], [True] * 6 + [False])
    assert apart == [*cells, lists.Cell("60", 0)]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "all recalculations"),
        (0.999, "more than 99 of 100 recalculations"),
        (0.994, "99 of 100 recalculations"),
        (0.8, "80 of 100 recalculations"),
    ],
)
def test_all_recalculations_are_said_only_of_all(share: float, words: str) -> None:
    assert count_recalculations(share) == words


def test_ranks_stand_beside_the_number_of_ranked_councils(site: Site) -> None:
    row = figures.describe_node(site, find(site, "blackpool"), "education")
    scores = site.index.level.scores.score
    english = [council.nation == "England" for council in site.councils]
    ranked = int((~np.isnan(scores[english, site.node_position["education"]])).sum())
    assert row.ranks.endswith(f" of {ranked}")
    # Nations do not measure it alike: there is no rank among all councils.
    assert row.uk_ranks == ""
    whole = figures.describe_node(site, find(site, "blackpool"), "overall")
    assert whole.uk_ranks.endswith(f" of {int((~np.isnan(scores[:, site.node_position['overall']])).sum())}")


def test_money_of_the_time_says_that_its_change_holds_inflation(site: Site) -> None:
    hull = find(site, "kingston-upon-hull")
    pay = figures.describe_indicator(site, hull, site.indicators["weekly-pay"])
    assert pay.change.endswith(", inflation included")
    real = figures.describe_indicator(site, hull, site.indicators["gdp-per-head"])
    assert real.change and "inflation" not in real.change


def test_a_place_in_a_nations_own_order_has_no_change(site: Site) -> None:
    order = site.indicators["crime-deprived-areas"]
    assert order.comparable == "nation"
    assert figures.describe_indicator(site, find(site, "blackpool"), order).change == ""


def test_a_figure_equal_to_the_middle_is_at_the_middle(site: Site) -> None:
    row = figures.describe_indicator(site, find(site, "blackpool"), site.indicators["coverage-4g"])
    assert row.value == row.middle == "100.0%"
    # England has 296 councils; they are compared among themselves.
    assert row.position == "at the middle of 296"


def test_every_gap_is_listed_once_under_its_reason(site: Site) -> None:
    scilly = find(site, "isles-of-scilly")
    missing = np.isnan(site.index.level.value[site.position[scilly.code]])
    gaps = int((missing & (site.index.structure.weight > 0)).sum())
    listed = council.missing_names(site, scilly)
    assert sum(len(names) for _, names in listed) == gaps > 90
    reasons = [reason for reason, _ in listed]
    assert len(set(reasons)) == len(reasons)
    assert reasons[0] == "Our sources hold no figure for England"
    left_out = [place for place, reason in enumerate(reasons) if reason.startswith("Left out of the index.")]
    assert left_out == list(range(left_out[0], left_out[-1] + 1)) and len(left_out) > 5


@pytest.mark.parametrize(("slug", "indicator", "printed"), TRACED)
def test_printed_figures_are_those_of_the_publisher(
    site: Site, slug: str, indicator: str, printed: str
) -> None:
    row = figures.describe_indicator(site, find(site, slug), site.indicators[indicator])
    assert row.value == printed


def test_every_printed_figure_is_in_the_data(site: Site) -> None:
    """Read back from the committed files by another way than the index takes."""
    chosen = [
        find(site, slug)
        for slug in ("wokingham", "belfast", "cardiff", "highland", "westmorland-and-furness")
    ]
    averaged = {one.indicator for one in site.framework.averages}
    checked = means = 0
    for indicator in site.framework.indicators:
        for ref in indicator.series:
            with (PROJECT.datasets / ref.dataset / "observations.csv").open(encoding="utf-8") as stream:
                values = {
                    (row["area_code"], row["period"]): float(row["value"])
                    for row in csv.DictReader(stream)
                    if row["series"] == ref.series and row["value"]
                }
            for area in chosen:
                if area.nation not in ref.nations:
                    continue
                cell, row = figures.describe_cell_of(site, area, indicator)
                if not row.period:
                    continue
                # Of some indicators the mean of up to three periods is scored, which their period names.
                parts = cell.period.split("|")
                assert len(parts) == 1 or (indicator.slug in averaged and len(parts) <= 3), indicator.slug
                mean = sum(values[area.code, part] for part in parts) / len(parts)
                printed = numbers.format_value(mean, indicator.unit, indicator.decimals)
                assert row.value == printed, (area.name, indicator.slug)
                checked += 1
                means += len(parts) > 1
    assert checked > 300 and means > 20


def test_a_gap_says_why(site: Site) -> None:
    row = figures.describe_indicator(site, find(site, "gwynedd"), site.indicators["trust-in-neighbours"])
    assert (row.value, row.period, row.status) == ("–", "", "Our sources hold no figure for Wales")


@pytest.mark.parametrize(
    ("slug", "indicator", "status"),
    [
        ("blackpool", "gigabit-broadband", "Published"),
        (
            "hastings",
            "care-leavers-housing",
            "One figure for the county of East Sussex, shared by its districts",
        ),
        (
            "westmorland-and-furness",
            "low-birth-weight",
            "One figure for the former county of Cumbria, which this council was part of",
        ),
        (
            "worcester",
            "burglary",
            "One figure for the South Worcester Community Safety Partnership. Count divided by the mid-year"
            " population of 2024 of all its councils",
        ),
        ("isles-of-scilly", "heart-deaths", "One figure for Cornwall and the Isles of Scilly"),
        ("cambridge", "recycling", "The latest figure is for April 2015 to March 2016, too old to use"),
        ("isles-of-scilly", "gas-at-home", "Does not apply here"),
        (
            "city-of-london",
            "supermarkets",
            "Left out of the index. Shops there serve workers and visitors; few people live there",
        ),
        (
            "highland",
            "council-election-turnout",
            "Left out of the index. The figures found, of 2017, are under another licence",
        ),
    ],
)
def test_the_status_says_of_what_area_a_figure_is_or_why_there_is_none(
    site: Site, slug: str, indicator: str, status: str
) -> None:
    assert figures.describe_indicator(site, find(site, slug), site.indicators[indicator]).status == status


def test_every_figure_links_to_the_entry_of_its_source(site: Site) -> None:
    for area in site.councils[::9]:
        for indicator in site.framework.indicators:
            row = figures.describe_indicator(site, area, indicator)
            assert (row.source_anchor in site.datasets) == (area.nation in indicator.nations)
            assert not row.period or row.source_anchor


def test_a_shared_figure_always_names_what_shares_it(site: Site) -> None:
    shared = np.argwhere(site.index.level.status == Status.UPPER_TIER)
    assert len(shared) > 4000
    for place, column in shared[::25].tolist():
        indicator = site.framework.indicators[column]
        row = figures.describe_indicator(site, site.councils[place], indicator)
        assert row.status.startswith("One figure for "), (site.councils[place].name, indicator.slug)


def test_a_place_without_a_score_says_so(site: Site) -> None:
    context = council.build_context(site, find(site, "isles-of-scilly"))
    assert "no overall score" in str(context["answer"])
    assert str(context["neighbour_note"]).startswith("The Isles of Scilly and their nearest")


def test_every_council_has_a_whole_report(site: Site) -> None:
    for area in site.councils[::12]:
        context = council.build_context(site, area)
        assert len(str(context["description"])) < 160
        pillars = [pillar for domain in context["domains"] for pillar in domain.pillars]  # type: ignore[attr-defined]
        assert len(pillars) == 12
        assert all(sentence.endswith(".") for pillar in pillars for sentence in pillar.sentences)


def test_scores_of_groups_are_means_weighted_by_people(site: Site) -> None:
    group = site.groups["cluster:core-cities"]
    scores = site.index.level.scores.score[group.members, 0]
    people = np.array(
        [c.population for c, inside in zip(site.councils, group.members, strict=True) if inside]
    )
    assert not np.isnan(scores).any()
    assert known(group.score[0]) == pytest.approx(float((scores * people).sum() / people.sum()))


def test_members_of_the_red_wall_stand_in_order(site: Site) -> None:
    wall = next(one for one in site.clusters if one.slug == "red-wall")
    context = cluster.build_context(site, wall)
    rows = context["members"]
    assert len(rows) == 42  # type: ignore[arg-type]
    scores = [int(row.overall.score) for row in rows]  # type: ignore[attr-defined]
    assert scores == sorted(scores, reverse=True)
    # Of Redcar and Cleveland's people 64% live in the seat of Redcar.
    assert [row.part for row in rows if row.name == "Redcar and Cleveland"] == ["64%"]  # type: ignore[attr-defined]


def test_all_differences_of_a_cluster_stand_in_one_chart_by_size(site: Site) -> None:
    wall = next(one for one in site.clusters if one.slug == "red-wall")
    context = cluster.build_context(site, wall)
    found = site.findings.cluster["red-wall"]
    clear = {"cluster_strength", "cluster_weakness"}
    told = {one.node for one in found if one.kind in clear and one.node != "overall"}
    rows = context["all_differences"]
    assert {row.name for row in rows} == {site.node_names[node] for node in told}  # type: ignore[attr-defined]
    assert str(context["differences"]).count("<circle") == len(told) == len(rows)  # type: ignore[arg-type]
    effects = [float(row.effect.replace("\u2212", "-")) for row in rows]  # type: ignore[attr-defined]
    assert effects == sorted(effects)


def test_addresses_are_unique_and_former_councils_are_listed(site: Site) -> None:
    paths = [page.path for module in (council, cluster, lists) for page in module.pages(site)]
    assert len(paths) == len(set(paths))
    assert {
        "councils/kingston-upon-hull/",
        "clusters/red-wall/",
        "regions/wales/",
        "regions/north-east/",
    } <= set(paths)
    names = {
        item["name"]: item["note"]
        for group in lists.build_councils(site)["letters"]  # type: ignore[attr-defined]
        for item in group["items"]
    }
    assert names["Allerdale"] == "now part of Cumberland"
    assert names["Cumbria"] == "now part of Cumberland, and Westmorland and Furness"
    assert names["Shepway"] == "now Folkestone and Hythe"


def test_rankings_hold_every_council_once_and_no_rank_without_a_range(site: Site) -> None:
    rows = rankings.build_rankings(site)["rows"]
    assert len({row["path"] for row in rows}) == 361  # type: ignore[attr-defined]
    for row in rows:  # type: ignore[attr-defined]
        assert (row["rank"] == "–") == (row["ranks"] == "–")


def test_an_indicator_for_the_trend_alone_is_marked_and_not_missed(site: Site) -> None:
    place = find(site, "belfast")
    older = site.indicators["child-low-income"]
    row = figures.describe_indicator(site, place, older)
    assert row.note == "for the trend only"
    assert row.change.endswith("since 2014")
    assert figures.describe_indicator(site, place, site.indicators["child-poverty"]).note == ""
    missed = {name for _, names in council.missing_names(site, place) for name in names}
    assert "Adults qualified to level 3, older scale" not in missed
    assert "Vehicle crime" in missed


def test_clusters_that_are_the_same_in_a_nation_have_one_row(site: Site) -> None:
    rows = levelling.list_distances(site)
    numbers = [(row.nation, row.years, row.then, row.now, row.change) for row in rows]
    assert len(set(numbers)) == len(numbers)
    named = {row.name: row.note for row in rows}
    assert named["Red Wall"] == "also Red Wall with Wales, with the same members here"
    assert "Red Wall with Wales" not in named
    for slug, members in (("red-wall", ""), ("red-wall-with-wales", "42 members in England")):
        assert cluster.tell_gaps_of(site, site.words.clusters[slug]) == members


def test_every_answer_of_the_levelling_up_test_stands_on_its_page(site: Site) -> None:
    context = levelling.build_levelling(site)
    told = [
        f for by_node in site.findings.levelling.values() for f in by_node.values() if f.subject[0] != "c"
    ]
    views = [
        view
        for pillar in context["pillars"]  # type: ignore[attr-defined]
        for view in (pillar.own, *pillar.elements)
        if view
    ]
    if context["overall"]:
        views.append(context["overall"])
    assert sum(bool(cell.words) for view in views for cell in view.cells) == len(told)
    assert all(len(view.cells) == len(context["heads"]) == 14 for view in views)  # type: ignore[arg-type]
    air = next(view for view in views if view.key == "clean-air")
    # Fine particles are known of more than one year in England alone, so there is no answer for the UK.
    assert air.cells[0].words == "" and air.cells[1].words == "levelled up"
    # Worked out by hand from the figures of 294 councils: means by population of 39.11 and 67.24, and gaps
    # between the percentiles of 35.60 and 29.44, of which an error of 4.906 leaves the square roots of
    # 35.60² - (2.563 x 4.906)² and 29.44² - (2.563 x 4.906)².
    assert air.rows[0].mean.startswith("39.1 to 67.2: +28.1 (+")
    assert air.rows[0].gap.startswith("33.3 to 26.6: \u22126.7 (\u2212")
    assert air.cells[1].years == air.rows[0].years
    assert air.rows[0].measures == "Fine particles in the air"
    assert all(row.measures for view in views for row in view.rows)
    homes = next(view for view in views if view.key == "losing-a-home")
    assert homes.rows[0].place == "UK (England and Wales only)"


def test_every_answer_of_the_levelling_up_test_passes_its_rule_again_and_can_be_said(site: Site) -> None:
    for found in site.findings.levelling.values():
        for finding in found.values():
            assert failed_guards(finding) == ()
            assert site.tell(finding)


def test_no_heading_stands_in_two_lists_of_a_report(site: Site) -> None:
    shared = 0
    for area in site.councils[::7]:
        found = site.findings.council[area.code]
        context = council.build_context(site, area)
        headings = [item.heading for each in context["extremes"] for item in (*each.first, *each.more)]  # type: ignore[attr-defined]
        named = [name for name, *_ in context["context"]]  # type: ignore[attr-defined]
        assert len({*headings, *named}) == len(headings) + len(named), area.name
        told = {finding.node for finding in found if finding.kind in ("strength", "weakness")}
        shared += sum(finding.kind == "context" and finding.node in told for finding in found)
    # The same policy area is in both for some: the test would fail if its name were the heading there.
    assert shared > 0
