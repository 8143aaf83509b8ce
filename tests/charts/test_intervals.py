"""Changes and differences with their intervals."""

from __future__ import annotations

import re

from generator.charts.intervals import Interval, draw_intervals

ROWS = (
    Interval("Work", -1.5, -2.0, -1.0, "down"),
    Interval("Air", 0.5, 0.0, 1.0, "up"),
)


def read_classes(better: str | None) -> list[str]:
    chosen = {} if better is None else {"better": better}
    drawn = draw_intervals(ROWS, sides=("lower", "higher"), prefix="p", title="T", desc="D.", **chosen)
    return re.findall(r'<g class="([^"]+)"', drawn)


def test_the_side_that_is_better_has_its_colour() -> None:
    # Of the gap between councils a fall is good; of scores a rise.
    assert read_classes(None) == read_classes("down") == ["iv-dn", "iv-up"]
    assert read_classes("up") == ["iv-up", "iv-dn"]


def test_rows_stand_in_their_order_on_one_scale() -> None:
    drawn = draw_intervals(ROWS, sides=("lower", "higher"), prefix="p", title="T", desc="D.")
    across = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn)]
    # From -2 to 1 on 280 wide: -1.5 is a sixth of the way, 0.5 five sixths.
    assert [round(x) for x in across] == [237, 423]
    assert drawn.index("Work") < drawn.index("Air")
