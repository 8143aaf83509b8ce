"""Slopes: every line is named, names do not touch, and clear changes are told apart."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.charts.slope import LINE, Slope, draw_slopes, space_labels

LINES = [
    Slope("UK", 50.0, 52.0, "up", whole=True),
    Slope("North East", 41.0, 47.2, "up"),
    Slope("London & more", 54.2, 49.2, "down"),
    Slope("Wales", 46.9, 47.0, "unclear"),
]


def draw(slopes: list[Slope] = LINES) -> str:
    return str(draw_slopes(slopes, years=("2014", "2023"), prefix="s", title="T", desc="D"))


def test_every_place_is_named_with_both_ends() -> None:
    svg = draw()
    assert re.findall(r'<text x="188" y="[^"]+">([^<]+)</text>', svg) == [
        "52 UK",
        "47 North East",
        "49 London &amp; more",
        "47 Wales",
    ]
    assert re.findall(r'text-anchor="end">(\d+)</text>', svg) == ["2014", "50", "41", "54", "47"]


def test_a_rise_rises_and_each_side_has_its_class() -> None:
    svg = draw()
    ends = [tuple(map(float, pair)) for pair in re.findall(r'<path d="M40 ([\d.]+)L170 ([\d.]+)"', svg)]
    assert [end < start for start, end in ends] == [True, True, False, True]
    assert re.findall(r'<g class="([^"]+)"', svg) == ["sl-up sl-whole", "sl-up", "sl-dn", "sl"]


def test_equal_scores_are_drawn_flat_within_the_picture() -> None:
    svg = draw([Slope("A", 50.0, 50.0, "unclear"), Slope("B", 50.0, 50.0, "unclear")])
    (y0, y1), *_ = re.findall(r'<path d="M40 ([\d.]+)L170 ([\d.]+)"', svg)
    assert y0 == y1


@given(st.lists(st.floats(0, 300), min_size=1, max_size=15))
def test_labels_keep_order_and_distance(heights: list[float]) -> None:
    spaced = space_labels(heights, least=LINE)
    by_wish = [spaced[place] for place in sorted(range(len(heights)), key=lambda place: heights[place])]
    ordered = sorted(spaced)
    assert by_wish == ordered
    assert all(b - a >= LINE - 1e-6 for a, b in pairwise(ordered))


def test_labels_that_fit_stay_where_they_are() -> None:
    assert space_labels([10.0, 100.0, 50.0], least=15) == pytest.approx([10, 100, 50])
    assert space_labels([50.0, 50.0], least=10) == pytest.approx([45, 55])
