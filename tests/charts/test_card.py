"""Cards for shared links: size, bytes, the mark on the map, words that fit or are refused."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from generator.charts import card, lettering
from generator.charts.card import CardMark, CardWords, draw_card
from generator.charts.lettering import SANS, SERIF_BOLD, fit_text, measure, wrap_words
from generator.errors import ProsperityError
from generator.geography.outline import Outline

# A square island of 100 by 200 in a sea of 100 by 200, so that the map is all land.
OUTLINE = Outline(paths=("M0 0l100 0 0 200-100 0z",), view_box="0 0 100 200", centroids={"E1": (50, 100)})
WORDS = CardWords(
    brand="Index",
    edition="2026.1",
    kind="Unitary authority · England",
    name="Hull",
    score="42",
    beside=("out of 100 overall", "rank 341 to 353 of 354", "lowest fifth"),
    heading="Strengths",
    items=("Work", "Broadband and mobile signal", "Equal chances"),
)
LAND, MARK, PAPER = (230, 230, 226), (163, 25, 91), (255, 255, 255)


def read(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def test_a_card_is_a_small_png_of_the_promised_size() -> None:
    png = draw_card(OUTLINE, WORDS, CardMark(dot=(50, 100)))
    assert Image.open(BytesIO(png)).format == "PNG"
    assert read(png).size == (1200, 630)
    assert len(png) < 60_000


def test_the_same_words_give_the_same_bytes() -> None:
    cards = []
    for _ in range(2):
        for memory in (card.draw_ground, card.make_palette, lettering.open_face):
            memory.cache_clear()
        cards.append(draw_card(OUTLINE, WORDS, CardMark(dot=(50, 100))))
    assert cards[0] == cards[1]
    assert draw_card(OUTLINE, replace(WORDS, score="43"), CardMark(dot=(50, 100))) != cards[0]
    # Words of one card are not left on the ground of the next.
    assert draw_card(OUTLINE, WORDS, CardMark(dot=(50, 100))) == cards[0]


def test_a_dot_lies_where_the_place_lies() -> None:
    # The map is 470 high and so 235 wide; it ends at 1136 and starts at 124: its middle is at 1018.5, 359.
    picture = read(draw_card(OUTLINE, WORDS, card.mark_council(OUTLINE, "E1")))
    assert picture.getpixel((1018, 359)) == MARK
    assert picture.getpixel((1018 + 12, 359)) == PAPER
    assert picture.getpixel((1018 + 16, 359)) == LAND
    assert picture.getpixel((2, 2)) == PAPER


def test_a_dot_at_the_edge_of_the_map_is_whole() -> None:
    picture = read(draw_card(OUTLINE, WORDS, CardMark(dot=(100, 200))))
    assert picture.getpixel((1136 + 8, 124 + 470)) == picture.getpixel((1136, 124 + 470 + 8)) == MARK


def test_members_are_filled() -> None:
    mark = card.mark_members({"b": "M50 0l50 0 0 200-50 0z", "a": "M0 0l10 0 0 10-10 0z"}, ["b"])
    picture = read(draw_card(OUTLINE, WORDS, mark))
    assert picture.getpixel((1136 - 30, 300)) == MARK
    assert picture.getpixel((1136 - 200, 300)) == LAND


def test_a_place_the_map_does_not_know_is_refused() -> None:
    with pytest.raises(ProsperityError, match="does not know where an area lies"):
        card.mark_council(OUTLINE, "E2")


def test_path_data_is_read_as_points() -> None:
    rings = list(card.read_rings(["M10 20l5-7 2 6zM1 2l3 4z"], (0, 0, 100, card.MAP_HEIGHT)))
    points = [[(x / card.FINE - card.MARGIN, y / card.FINE - card.MARGIN) for x, y in ring] for ring in rings]
    assert points == [[(10, 20), (15, 13), (17, 19)], [(1, 2), (4, 6)]]


def test_lines_break_at_words_and_are_about_as_wide() -> None:
    text = "By overall score, 35 of its 42 areas are in the bottom half of the 354 councils of the UK"
    lines = wrap_words(text, SANS, 30, width=700)
    assert " ".join(lines) == text
    assert all(measure(line, SANS, 30) <= 700 for line in lines)
    words = "one two three four five six seven eight nine ten eleven"
    width = measure("one two three four five six seven eight nine ten", SANS, 30)
    balanced = fit_text(words, SANS, width=width, tries=((30, 2),)).lines
    assert wrap_words(words, SANS, 30, width=width)[-1] == "eleven"
    assert " ".join(balanced) == words
    assert balanced[-1] != "eleven" and len(balanced) == 2


def test_the_first_size_that_fits_is_taken() -> None:
    width = measure("Kingston upon Hull", SERIF_BOLD, 60) + 1
    assert fit_text("Kingston upon Hull", SERIF_BOLD, width=width, tries=((90, 1), (60, 1))).size == 60
    with pytest.raises(ProsperityError, match="does not fit"):
        fit_text("Kingston upon Hull", SERIF_BOLD, width=width, tries=((90, 1), (61, 1)))


def test_words_that_run_out_of_the_card_are_refused() -> None:
    for wrong in (
        {"name": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"},
        {"kind": "very long " * 20},
        {"items": ("A policy area with a name that nobody could read on a card " * 2,)},
        {"beside": ("out of 100", "rank " * 40)},
    ):
        with pytest.raises(ProsperityError, match=r"does not fit|runs out"):
            draw_card(OUTLINE, replace(WORDS, **wrong), CardMark())  # type: ignore[arg-type]
