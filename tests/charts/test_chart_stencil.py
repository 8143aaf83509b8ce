"""Designs are read back as clean shapes, and ids, words and numbers are safe to inline."""

from __future__ import annotations

from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.charts.cache import Renderer
from generator.charts.stencil import Scale, Shape, frame, make_stencil, pair, scatter, short, text
from generator.charts.theme import plain
from generator.errors import ProsperityError

NOWHERE = Renderer(None)


def small_design(mark: str = "circle") -> dict[str, object]:
    data = pd.DataFrame({"x": [0.0, 25.0, 50.0], "y": [0, 1, 2]})
    chart = alt.Chart(data, name="places")
    drawn = chart.mark_circle() if mark == "circle" else chart.mark_area()
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 50], nice=False), axis=alt.Axis(values=[0, 50], grid=True))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, 2], nice=False), axis=None)
    return plain(drawn.encode(x=x, y=y), width=100, height=40)


def test_shapes_and_scales_are_read_back() -> None:
    stencil = make_stencil(small_design(), NOWHERE)
    assert stencil.scales["x"] == Scale((0, 50), (0, 100))
    assert [(dot.x, dot.y) for dot in stencil.shapes["places"]] == [(0, 40), (50, 20), (100, 0)]
    assert [label.text for label in stencil.shapes["axis-label"]] == ["0", "50"]
    assert stencil.svg("places", "dots") == '<path class="dots" d="M0 40h0m50-20h0m50-20h0"/>'
    assert stencil.svg("nothing", "dots") == ""


def test_a_mark_that_cannot_be_read_back_is_refused() -> None:
    with pytest.raises(ProsperityError, match="cannot be read back"):
        make_stencil(small_design("area"), NOWHERE)


def test_the_cache_changes_no_byte(tmp_path) -> None:
    spec = small_design()
    kept = Renderer(tmp_path / "charts")
    first, second = kept.render(spec), kept.render(spec)
    assert first == second == NOWHERE.render(spec)
    assert [file.suffix for file in (tmp_path / "charts").iterdir()] == [".json"]


def test_a_forked_process_refuses_to_render_instead_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.charts.cache._STARTED_IN", [1])
    with pytest.raises(ProsperityError, match="forked after the first chart"):
        NOWHERE.render(small_design())


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (12.04, "12"),
        (0.5, ".5"),
        (-0.25, "-.2"),
        (-0.01, "0"),
        (100.0, "100"),
        (10.06, "10.1"),
        (-3.5, "-3.5"),
    ],
)
def test_numbers_are_short(number: float, written: str) -> None:
    assert short(number) == written


@given(st.floats(-2000, 2000))
def test_a_short_number_is_within_half_a_tenth(number: float) -> None:
    assert abs(float(short(number)) - number) <= 0.0501


def test_pairs_need_no_space_before_a_minus() -> None:
    assert pair(3, -4) == "3-4"
    assert pair(3, 4) == "3 4"


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 200)), min_size=1, max_size=60))
def test_steps_between_dots_do_not_drift(points: list[tuple[float, float]]) -> None:
    path = scatter(points).replace("M", "m")
    x = y = 0.0
    for step in path.split("m")[1:]:
        numbers = step.removesuffix("h0").replace("-", " -").split()
        x, y = x + float(numbers[0]), y + float(numbers[1])
    assert abs(x - points[-1][0]) < 0.06
    assert abs(y - points[-1][1]) < 0.06


def test_a_value_beyond_the_scale_stands_at_its_edge() -> None:
    scale = Scale((20, 60), (0, 400))
    assert scale(30) == 100
    assert scale.clip(70) == 400
    assert scale.clip(10) == 0


def test_a_frame_has_title_description_and_ids_of_its_own() -> None:
    drawn = frame("<g/>", box=(0, 0, 10, 5), css="chart", prefix="a", title="Hull & <co>", desc="Seen")
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a-t"
    assert root.get("aria-describedby") == "a-d"
    assert [(child.get("id"), child.text) for child in root][:2] == [("a-t", "Hull & <co>"), ("a-d", "Seen")]


def test_a_frame_without_title_is_hidden_from_readers() -> None:
    assert ElementTree.fromstring(frame("<g/>", box=(0, 0, 1, 1), css="strip")).get("aria-hidden") == "true"


@pytest.mark.parametrize("prefix", ["", "1a", "A", "a b", 'a"'])
def test_a_bad_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(ProsperityError, match="prefix"):
        frame("", box=(0, 0, 1, 1), css="chart", prefix=prefix, title="T")


def test_words_are_escaped() -> None:
    assert text("<b>", 1, 2) == '<text x="1" y="2">&lt;b&gt;</text>'


def test_a_rect_keeps_its_corner() -> None:
    shape = Shape("rect", 1, 2, dx=3, dy=4)
    assert (shape.x, shape.dx) == (1, 3)
