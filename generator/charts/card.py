"""The picture that stands for a page where its address is shared: name, score, map, 1200 by 630 pixels.

Drawn with Pillow over one ground with the frame and the map of the UK. The same words give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from generator.charts.colours import find_colour
from generator.charts.lettering import (
    SANS,
    SANS_BOLD,
    SERIF,
    SERIF_BOLD,
    Setting,
    fit_text,
    measure,
    open_face,
)
from generator.charts.locator import box_of
from generator.errors import ProsperityError
from generator.geography.outline import Outline

RECIPE = "1"
"""Part of what a kept card is known by: raise it when the way of drawing changes."""
WIDTH, HEIGHT = 1200, 630
COLOURS = ("paper", "ink", "soft", "line", "g1", "g3", "me")
"""Names of colours of the site, as they are on white paper."""
PAPER, INK, SOFT, LINE, LAND, COAST, MARK = COLOURS
BLENDS = (
    *((PAPER, INK, 24), (PAPER, MARK, 24), (PAPER, SOFT, 12), (PAPER, LINE, 2), (PAPER, LAND, 4)),
    *((LAND, MARK, 10), (LAND, COAST, 10), (PAPER, COAST, 6), (COAST, MARK, 5)),
)
"""Colours that meet on a card, and in how many steps their edges are smoothed."""
LEFT, RIGHT, BRAND_LINE, RULE, KIND_LINE, BOTTOM = 64, 1136, 76, 96, 147, 586
TEXT_WIDTH = 770
MAP_HEIGHT, MAP_TOP, MARGIN = 470, 124, 16
FINE = 4
"""The map is drawn this much larger and made smaller, which smooths its lines."""
DOT, HALO = 11, 13.5
"""Radius of a dot and of the paper around it; the map has a margin, for some places lie at its edge."""
NAME_SIZES = ((78, 1), (70, 1), (64, 1), (56, 2), (50, 2), (46, 2))
SENTENCE_SIZES = ((33, 2), (31, 2), (31, 3), (28, 4))
ITEM_SIZES = ((30, 1), (26, 1), (23, 1), (21, 1))
SCORE_SIZE, VERDICT_SIZE, SMALL = 112, 50, 28
ITEM_STEP, BESIDE_STEP, SCORE_HEIGHT = 36, 36, 104
_STEP = re.compile(r"([Mlz])|(-?\d+) ?(-?\d+)")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class CardWords:
    """What a card says, worded and formatted.

    Attributes:
        brand, edition: head of the card.
        kind: small line above the name.
        name: of the place or page.
        score: rounded, or empty.
        beside: with a score up to three short lines beside it, the second a heavy one; without a score what
            is said in its place, and why.
        sentence: at the foot, or empty.
        heading, items: list at the foot, up to three names.
    """

    brand: str
    edition: str
    kind: str
    name: str
    score: str = ""
    beside: tuple[str, ...] = ()
    sentence: str = ""
    heading: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardMark:
    """What is marked on the map: a dot where one council lies, or the shapes (path data) of several."""

    dot: tuple[float, float] | None = None
    shapes: tuple[str, ...] = ()


def mark_council(outline: Outline, code: str) -> CardMark:
    """Return the mark of one council.

    Raises:
        ProsperityError: the map does not know where it lies.
    """
    if code not in outline.centroids:
        raise ProsperityError("the map does not know where an area lies", code=code)
    return CardMark(dot=outline.centroids[code])


def mark_members(councils: Mapping[str, str], members: Collection[str]) -> CardMark:
    """Return the mark of several councils, by their codes."""
    return CardMark(shapes=tuple(councils[code] for code in sorted(members)))


def draw_card(outline: Outline, words: CardWords, mark: CardMark) -> bytes:
    """Return the card as PNG.

    Raises:
        ProsperityError: words do not fit.
    """
    box = box_of(outline)
    picture = draw_ground(outline.paths, box, words.brand, words.edition).copy()
    draw_mark(picture, box, mark)
    write_words(ImageDraw.Draw(picture), words)
    packed = BytesIO()
    picture.quantize(palette=make_palette(), dither=Image.Dither.NONE).save(packed, "PNG", compress_level=4)
    return packed.getvalue()


@lru_cache(maxsize=1)
def make_palette() -> Image.Image:
    """Return the colours of all cards: a file with few colours is light."""
    colours: dict[tuple[int, ...], None] = {}
    for start, end, steps in BLENDS:
        first, last = (ImageColor.getrgb(find_colour(name)) for name in (start, end))
        for step in range(steps + 1):
            mixed = (round(a + (b - a) * step / steps) for a, b in zip(first, last, strict=True))
            colours[tuple(mixed)] = None
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in colours for channel in colour])
    return palette


@lru_cache(maxsize=2)
def draw_ground(paths: tuple[str, ...], box: Box, brand: str, edition: str) -> Image.Image:
    """Return what all cards share: paper, head and the UK."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), find_colour(PAPER))
    pen = ImageDraw.Draw(picture)
    write(pen, LEFT, BRAND_LINE, brand, face=SERIF_BOLD, size=32, colour=INK)
    end = LEFT + measure(f"{brand} ", SERIF_BOLD, 32)
    write(pen, end, BRAND_LINE, f"edition {edition}", face=SANS, size=SMALL, colour=SOFT)
    pen.rectangle((LEFT, RULE, RIGHT, RULE + 1), find_colour(INK))
    width, height = size_map(box)
    fine = Image.new("RGB", (width * FINE, height * FINE), find_colour(PAPER))
    brush = ImageDraw.Draw(fine)
    for ring in read_rings(paths, box):
        brush.polygon(ring, find_colour(LAND), find_colour(COAST), width=3)
    picture.paste(fine.reduce(FINE), (RIGHT + MARGIN - width, MAP_TOP - MARGIN))
    return picture


def draw_mark(picture: Image.Image, box: Box, mark: CardMark) -> None:
    """Mark a place on the map."""
    width, height = size_map(box)
    left, top = RIGHT + MARGIN - width, MAP_TOP - MARGIN
    if mark.shapes:
        mask = Image.new("L", (width * FINE, height * FINE), 0)
        brush = ImageDraw.Draw(mask)
        for ring in read_rings(mark.shapes, box):
            brush.polygon(ring, 255)
        picture.paste(find_colour(MARK), (left, top), mask.reduce(FINE))
    if mark.dot is not None:
        x, y = place_on_map(*mark.dot, box)
        # Only a patch of the fine map, with the point in the middle but for what lies between two pixels.
        across, down = int(x / FINE) - MARGIN, int(y / FINE) - MARGIN
        centre = (x - FINE * across, y - FINE * down)
        for colour, radius in ((PAPER, HALO), (MARK, DOT)):
            patch = Image.new("L", (2 * MARGIN * FINE, 2 * MARGIN * FINE), 0)
            ImageDraw.Draw(patch).circle(centre, radius * FINE, 255)
            picture.paste(find_colour(colour), (left + across, top + down), patch.reduce(FINE))


def size_map(box: Box) -> tuple[int, int]:
    """Return width and height of the map with its margins, in pixels."""
    return round(MAP_HEIGHT * box[2] / box[3]) + 2 * MARGIN, MAP_HEIGHT + 2 * MARGIN


def place_on_map(x: float, y: float, box: Box) -> tuple[float, float]:
    """Return where a point of the outline lies on the map as it is drawn, fine."""
    scale = MAP_HEIGHT / box[3]
    return FINE * (x * scale + MARGIN), FINE * (y * scale + MARGIN)


def read_rings(paths: Collection[str], box: Box) -> Iterator[list[tuple[float, float]]]:
    """Yield the rings of path data (``M``, ``l`` and ``z`` only) as points of the map as it is drawn."""
    for path in paths:
        x = y = 0
        ring: list[tuple[float, float]] = []
        starts = False
        for command, across, down in _STEP.findall(path):
            if command == "z":
                yield ring
                ring = []
            elif command:
                starts = command == "M"
            else:
                x, y = (int(across), int(down)) if starts else (x + int(across), y + int(down))
                ring.append(place_on_map(x, y, box))


def write(
    pen: ImageDraw.ImageDraw, x: float, y: float, text: str, *, face: str, size: int, colour: str
) -> None:
    """Write one line that stands on ``y``.

    Raises:
        ProsperityError: it runs out of the picture.
    """
    if x + measure(text, face, size) > RIGHT or y > BOTTOM:
        raise ProsperityError(f"a line runs out of the picture: {text!r}", mend="shorten it")
    pen.text((x, y), text, find_colour(colour), open_face(face, size), anchor="ls")


def write_words(pen: ImageDraw.ImageDraw, words: CardWords) -> None:
    """Write what one card says: name at the top, list or sentence at the foot, score between them."""
    write(pen, LEFT, KIND_LINE, words.kind, face=SANS, size=SMALL, colour=SOFT)
    name = fit_text(words.name, SERIF_BOLD, width=TEXT_WIDTH, tries=NAME_SIZES)
    y = KIND_LINE + 8
    for line in name.lines:
        y += round(name.size * 1.07)
        write(pen, LEFT, y, line, face=SERIF_BOLD, size=name.size, colour=INK)
    foot = write_foot(pen, words)
    middle = (y + round(name.size * 0.24) + foot) // 2
    if words.score:
        write_score(pen, words, middle - SCORE_HEIGHT // 2)
    elif words.beside:
        write_verdict(pen, words, middle)


def write_score(pen: ImageDraw.ImageDraw, words: CardWords, top: int) -> None:
    """Write the score, its top at ``top``, and what stands beside it."""
    write(pen, LEFT, top + 91, words.score, face=SERIF_BOLD, size=SCORE_SIZE, colour=MARK)
    x = LEFT + measure(words.score, SERIF_BOLD, SCORE_SIZE) + 30
    styles = ((SANS, SOFT), (SANS_BOLD, INK), (SANS, SOFT))
    for row, ((face, colour), line) in enumerate(zip(styles, words.beside, strict=False)):
        write(pen, x, top + 23 + BESIDE_STEP * row, line, face=face, size=30, colour=colour)


def write_verdict(pen: ImageDraw.ImageDraw, words: CardWords, middle: int) -> None:
    """Write what is said in the place of a score."""
    first, *rest = words.beside
    y = middle + (VERDICT_SIZE // 3 if not rest else -4)
    write(pen, LEFT, y, first, face=SERIF_BOLD, size=VERDICT_SIZE, colour=MARK)
    for row, line in enumerate(rest, start=1):
        write(pen, LEFT, y + 6 + BESIDE_STEP * row, line, face=SANS, size=SMALL, colour=SOFT)


def write_foot(pen: ImageDraw.ImageDraw, words: CardWords) -> int:
    """Write list or sentence so that it ends at the foot of the card; return where it starts."""
    if words.items:
        settings = [fit_text(item, SANS_BOLD, width=TEXT_WIDTH, tries=ITEM_SIZES) for item in words.items]
        top = BOTTOM - ITEM_STEP * len(settings)
        for row, item in enumerate(settings, start=1):
            write_lines(pen, top + ITEM_STEP * row - 4, item, face=SANS_BOLD, step=0)
        write(pen, LEFT, top - 10, words.heading, face=SANS, size=SMALL, colour=SOFT)
        top -= 50
    elif words.sentence:
        said = fit_text(words.sentence, SERIF, width=TEXT_WIDTH, tries=SENTENCE_SIZES)
        step = round(said.size * 1.34)
        top = BOTTOM - step * len(said.lines)
        write_lines(pen, top + said.size, said, face=SERIF, step=step)
        top -= 18
    else:
        return BOTTOM
    pen.rectangle((LEFT, top, LEFT + TEXT_WIDTH, top + 1), find_colour(LINE))
    return top


def write_lines(pen: ImageDraw.ImageDraw, y: int, setting: Setting, *, face: str, step: int) -> None:
    """Write the lines of a text, the first of them on ``y``."""
    for row, line in enumerate(setting.lines):
        write(pen, LEFT, y + step * row, line, face=face, size=setting.size, colour=INK)
