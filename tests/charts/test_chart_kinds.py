"""Every kind of chart: whole, titled, colourless, the same twice, and each mark where the numbers say."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from markupsafe import Markup

from generator.charts import locator, map, trend
from generator.charts.cache import Renderer
from generator.charts.profile import ProfileStencil
from generator.charts.strip import StripStencil
from generator.charts.swarm import SwarmStencil
from generator.charts.trend import TrendStencil, sparkline, split_line, spread, wrap
from generator.errors import ProsperityError
from generator.geography.outline import Outline

NOWHERE = Renderer(None)
YEARS = (2011, 2012, 2013, 2014)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl|fill=|stroke=|style=|\bwhite\b|\bblack\b")


LAND = Outline(paths=("M0 0h9v9z", "M12 0h4v4z"), view_box="0 0 20 38", centroids={"A": (2.0, 2.0)})
COUNCILS = {"A": "M0 0h4v4z", "B": "M5 0h4v4z", "C": "M0 5h4v4z"}


@pytest.fixture(scope="module")
def swarm() -> SwarmStencil:
    return SwarmStencil.build(np.array([31.0, 41.0, 50.0, 50.1, 55.0, 69.0, np.nan]), renderer=NOWHERE)


@pytest.fixture(scope="module")
def profile() -> ProfileStencil:
    return ProfileStencil.build(np.column_stack([np.arange(101.0), np.full(101, 40.0)]), renderer=NOWHERE)


@pytest.fixture(scope="module")
def lines() -> TrendStencil:
    return TrendStencil.build(YEARS, np.array([[41.0, 58.0], [np.nan, 50.0]]), renderer=NOWHERE)


def strip() -> StripStencil:
    made = StripStencil.build(np.array([0.0, 2.0, 4.0, 6.0, 8.0, 10.0]), renderer=NOWHERE)
    assert made is not None
    return made


def test_every_kind_is_whole_titled_and_without_colour(
    swarm: SwarmStencil, profile: ProfileStencil, lines: TrendStencil
) -> None:
    run = np.array([42.0, 43.0, 44.0, 45.0])
    said = {"title": "A & B", "desc": "What <is> seen"}
    kinds: list[Callable[[str], Markup]] = [
        lambda p: swarm.draw(prefix=p, index=1, label="Hull & co", low=39, high=44, **said),
        lambda p: swarm.draw(prefix=p, region_mask=np.array([True] * 3 + [False] * 4), **said),
        lambda p: profile.row(0, prefix=p, score=33, low=30, high=37, region=50, **said),
        lambda p: strip().draw(3, prefix=p, **said),
        lambda p: lines.draw(
            prefix=p, label="Hull", place=run, region_label="X", region=run + 2, uk=run + 9, **said
        ),
        lambda p: sparkline(YEARS, run, prefix=p, **said),
        lambda p: locator.draw(LAND, "A", prefix=p, **said),
        lambda p: map.draw_members(LAND, COUNCILS, ["A"], prefix=p, **said),
        lambda p: map.draw_fifths(LAND, COUNCILS, {"A": 1, "B": 5}, prefix=p, **said),
    ]
    for draw in kinds:
        first, second = draw("one"), draw("two")
        assert first == draw("one")
        assert not COLOUR.search(first), first
        ids = re.findall(r' id="([^"]+)"', first) + re.findall(r' id="([^"]+)"', second)
        assert ids and len(ids) == len(set(ids))
        for picture in ElementTree.fromstring(f"<div>{first}</div>").iter("svg"):
            if picture.get("aria-hidden"):
                continue
            assert picture.get("role") == "img"
            assert picture.findtext("title") == "A & B"
            assert picture.findtext("desc") == "What <is> seen"


def test_a_place_in_the_swarm_stands_at_its_score(swarm: SwarmStencil) -> None:
    # Scores 31 to 69: the axis runs from 30 to 70, 1080 pixels: 41 is at 11 / 40 of it, 297; its range 39
    # to 44 runs from 243 to 378. The middle of the six is 50.05: 20.05 / 40 * 1080 = 541.35.
    wide = swarm.draw(prefix="s", title="T", desc="D", index=1, label="Hull", low=39, high=44).split(
        "</svg>"
    )[0]
    assert swarm.middle == pytest.approx(50.05)
    assert re.search(r'<path class="ci" d="M243 [\d.]+H378"/>', wide)
    assert re.search(r'<circle class="me" cx="297" cy="[\d.]+" r="6.5"/>', wide)
    assert '<path class="medl" d="M541.' in wide
    assert ">UK middle 50<" in wide
    assert [label for label in re.findall(r">(\d+)</text>", wide)] == ["30", "40", "50", "60", "70"]


def test_the_swarm_holds_every_council_with_a_score(swarm: SwarmStencil) -> None:
    everybody = re.search(r'class="dots" d="([^"]+)"', swarm.draw(prefix="s", title="T", desc="D"))
    assert everybody is not None
    assert everybody[1].count("h0") == 6


def test_only_scored_members_are_darker(swarm: SwarmStencil) -> None:
    mask = np.array([True, False, False, True, False, False, True])
    darker = re.search(
        r'class="dots-rg" d="([^"]+)"', swarm.draw(prefix="s", title="T", desc="D", region_mask=mask)
    )
    assert darker is not None
    assert darker[1].count("h0") == 2


def test_a_label_at_the_right_edge_turns_left(swarm: SwarmStencil) -> None:
    drawn = swarm.draw(
        prefix="s", title="T", desc="D", index=5, label="Somewhere with a long name", low=66, high=69
    )
    assert drawn.count('text-anchor="end"') == 2


def test_a_label_that_fits_on_neither_side_leaves_the_score(swarm: SwarmStencil) -> None:
    name = "Somewhere with a very long name 50"
    said = {"prefix": "s", "title": "T", "desc": "D", "label": name, "score": 50.0, "low": 45, "high": 55}
    both = re.findall(r'class="labme"[^>]*>([^<]+)<', swarm.draw(**said))  # type: ignore[arg-type]
    assert set(both) == {name, "50"}


def test_a_swarm_needs_two_different_scores() -> None:
    with pytest.raises(ProsperityError, match="two different"):
        SwarmStencil.build(np.array([50.0, 50.0, np.nan]), renderer=NOWHERE)


def test_a_profile_row_stands_on_0_to_100(profile: ProfileStencil) -> None:
    # 400 pixels for 100 points. Of 0, 1, .. 100 the percentiles are the numbers themselves.
    row = profile.row(0, score=33, low=30, high=37, region=50)
    assert '<path class="b90" d="M20 7H380v8H20z"/>' in row
    assert '<path class="b50" d="M100 7H300v8H100z"/>' in row
    assert '<path class="md" d="M200 4v14"/>' in row
    assert '<path class="ci" d="M120 11H148"/><circle class="me" cx="132"' in row
    assert '<path class="rg" d="M200 7' in row


def test_a_profile_row_without_a_score_shows_the_country_alone(profile: ProfileStencil) -> None:
    row = profile.row(0, score=None, region=float("nan"))
    assert "b50" in row
    assert 'class="me"' not in row
    assert 'class="rg"' not in row


def test_the_key_names_place_and_region(profile: ProfileStencil) -> None:
    key = profile.key(place_label="Hull & its range", region_label="Wales")
    assert "Hull &amp; its range" in key
    assert key.count("<li>") == 3
    assert profile.key(place_label="Hull").count("<li>") == 2


def test_a_strip_stands_where_its_value_is() -> None:
    # 0 to 10 over 240 pixels: 3 is at 72, the middle, 5, at 120; 12 stands at the edge.
    made = strip()
    assert '<circle class="me" cx="72" cy="17"' in made.draw(3)
    assert '<circle class="me" cx="240" cy="17"' in made.draw(12)
    assert '<path class="md" d="M120 0' in made.draw(None)
    assert 'class="me"' not in made.draw(float("nan"))
    # One council per bar: six bars of the smallest height, 48 pixels apart; the last bin ends the axis.
    assert 'd="M1.5 17v-2m48 2v-2m48 2v-2m48 2v-2m48 2v-2m45 2v-2"' in made.draw(3)


def test_an_outlier_does_not_squash_a_strip() -> None:
    made = StripStencil.build(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1000]), renderer=NOWHERE)
    assert made is not None
    assert made.scale.domain[1] < 30


@pytest.mark.parametrize("values", [[1.0, 2, 3, 4], [5.0] * 20, [np.nan] * 20])
def test_too_little_for_a_strip(values: list[float]) -> None:
    assert StripStencil.build(np.array(values), renderer=NOWHERE) is None


def test_a_hundred_strips_stay_light() -> None:
    random = np.random.default_rng(1)
    made = StripStencil.build(random.normal(50, 7, 361), renderer=NOWHERE)
    assert made is not None
    assert len(made.draw(44.0)) < 900


def test_lines_are_dotted_where_nothing_was_measured(lines: TrendStencil) -> None:
    # The narrow chart: 2011 to 2014 over 310 pixels, scores 40 to 60 over 190.
    _, narrow = lines.drawn[1]
    x, y = narrow.scales["x"], narrow.scales["y"]
    assert (x(2014), y(60), y(40)) == (310, 0, 190)
    firm, loose = split_line(np.array([40.0, 60, 60, 40]), np.array([0.2, 1, 1, 1]), YEARS, x, y)
    assert firm == "M103.3 0L206.7 0L310 190"
    assert loose == "M0 190L103.3 0"


def test_a_gap_stays_a_gap(lines: TrendStencil) -> None:
    _, narrow = lines.drawn[1]
    x, y = narrow.scales["x"], narrow.scales["y"]
    assert split_line(np.array([40.0, np.nan, 60, 40]), None, YEARS, x, y) == ("M206.7 0L310 190", "")


def test_labels_are_moved_apart() -> None:
    rows = [["UK"], ["North", "West"], ["Hull"]]
    moved = spread([10.0, 12.0, 14.0], rows)
    assert moved[1] - moved[0] >= trend.LINE
    assert moved[2] - moved[1] >= 2 * trend.LINE
    assert spread([0.0, 100.0, 200.0], rows) == [0.0, 100.0, 200.0]


def test_long_names_are_broken_between_words() -> None:
    assert wrap("Bournemouth, Christchurch and Poole") == ["Bournemouth,", "Christchurch and Poole"]


def test_a_line_without_figures_is_left_out(lines: TrendStencil) -> None:
    run = np.array([42.0, 43.0, 44.0, 45.0])
    drawn = lines.draw(prefix="t", title="T", desc="D", label="Hull", place=run, uk=run * np.nan)
    assert "ln-uk" not in drawn
    assert "t-uk" not in drawn


def test_noise_is_not_blown_up_in_a_sparkline() -> None:
    # One point of change on a scale of ten points and 34 pixels: 3.4 pixels, around the middle.
    drawn = sparkline((2011, 2012), np.array([50.0, 51.0]))
    assert 'd="M0 18.7L150 15.3"' in drawn


def test_the_locator_marks_the_place() -> None:
    assert '<circle class="me" cx="2" cy="2" r="1"' in locator.draw(LAND, "A", prefix="m", title="T")
    with pytest.raises(ProsperityError, match="where an area lies"):
        locator.draw(LAND, "Z", prefix="m", title="T")


def test_members_stand_apart_from_the_others() -> None:
    drawn = map.draw_members(LAND, COUNCILS, ["C", "A"], prefix="m", title="T", desc="D")
    assert '<path class="land" d="M0 0h9v9zM12 0h4v4z"/><path class="in" d="M0 0h4v4zM0 5h4v4z"/>' in drawn
    with pytest.raises(ProsperityError, match="no shape"):
        map.draw_members(LAND, COUNCILS, ["Z"], prefix="m", title="T", desc="D")


def test_fifths_have_a_class_each() -> None:
    drawn = map.draw_fifths(
        LAND,
        COUNCILS,
        {"A": 1, "B": 5},
        prefix="m",
        title="T",
        desc="D",
        links={"A": ("councils/a/index.html", "A & a")},
    )
    assert '<a href="councils/a/index.html" tabindex="-1"><path class="m1"' in drawn
    assert "<title>A &amp; a</title>" in drawn
    assert '<path class="m0" d="M0 5h4v4z"/>' in drawn
    with pytest.raises(ProsperityError, match="fifths"):
        map.draw_fifths(LAND, COUNCILS, {"A": 6}, prefix="m", title="T", desc="D")
