"""One style sheet sets the colours of the site; embeds and cards take theirs from it."""

import re

import pytest

from generator.charts.card import COLOURS
from generator.charts.colours import fill_colours, find_colour, read_variables
from generator.errors import ProsperityError
from generator.paths import PROJECT

SHEET = ":root{--ink:#111;--me:#a3195b;--sans:Arial}@media x{:root{--ink:#eee;--me:#ff86b7}}"


def test_colours_of_light_and_dark_are_read() -> None:
    assert read_variables(SHEET) == {"--ink": "#111", "--me": "#a3195b", "--sans": "Arial"}
    assert read_variables(SHEET, "dark") == {"--ink": "#eee", "--me": "#ff86b7"}
    assert read_variables("a{color:red}", "dark") == {}


def test_marks_give_way_to_colours_and_nothing_else_does() -> None:
    style = ":root{{light ink me};margin:0}@media y{:root{{dark me}}}{title}"
    assert (
        fill_colours(style, SHEET)
        == ":root{--ink:#111;--me:#a3195b;margin:0}@media y{:root{--me:#ff86b7}}{title}"
    )


@pytest.mark.parametrize("name", ["gold", "sans"])
def test_a_colour_that_the_theme_does_not_set_is_refused(name: str) -> None:
    with pytest.raises(ProsperityError) as caught:
        fill_colours(f"{{light {name}}}", SHEET)
    assert (caught.value.code, caught.value.mend) == (name, "set it there")


def test_cards_and_embeds_have_no_colour_of_their_own() -> None:
    assert all(re.fullmatch("#[0-9a-f]{3,6}", find_colour(name)) for name in COLOURS)
    for file in (PROJECT.site / "assets/css/embed.css", PROJECT.root / "generator/charts/card.py"):
        assert not re.findall(r"#[0-9a-fA-F]{3,6}\b", file.read_text("utf-8")), file
