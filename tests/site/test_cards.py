"""The cache of cards: the same bytes with it, nothing drawn twice, one card for each page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.charts.card import CardMark, CardWords, draw_card
from generator.files.kept_files import KeptFiles, hash_said
from generator.geography.outline import Outline
from generator.site import cards
from generator.site.cards import CardCache, said_by

OUTLINE = Outline(paths=("M0 0l10 0 0 20z",), view_box="0 0 100 200", centroids={})
WORDS = CardWords(brand="Index", edition="1", kind="Region", name="North")
MARK = CardMark(dot=(5, 5))


def test_a_card_that_says_the_same_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(outline: Outline, words: CardWords, mark: CardMark) -> bytes:
        drawn.append(words.name)
        return draw_card(outline, words, mark)

    monkeypatch.setattr(cards, "draw_card", draw)
    cache = CardCache(KeptFiles(tmp_path / "cards", ".png"))
    first = cache.take("regions-north", OUTLINE, WORDS, MARK)
    assert cache.take("regions-north", OUTLINE, WORDS, MARK) == first == draw_card(OUTLINE, WORDS, MARK)
    assert drawn == ["North"]
    other = cache.take("regions-north", OUTLINE, replace(WORDS, score="5"), MARK)
    assert other != first and len(drawn) == 2
    # The one before is not kept, so that the folder does not grow; nor is anything left half written.
    assert len(list((tmp_path / "cards").iterdir())) == 1
    cache.take("regions-north-west", OUTLINE, WORDS, MARK)
    assert len(list((tmp_path / "cards").iterdir())) == 2


def test_what_a_card_shows_is_in_its_key() -> None:
    keys = {
        hash_said(said_by(OUTLINE, WORDS, MARK)),
        hash_said(said_by(OUTLINE, replace(WORDS, items=("Work",)), MARK)),
        hash_said(said_by(OUTLINE, WORDS, CardMark(dot=(5, 6)))),
        hash_said(said_by(OUTLINE, WORDS, CardMark(shapes=OUTLINE.paths))),
        hash_said(said_by(replace(OUTLINE, paths=("M0 0l10 0 0 21z",)), WORDS, MARK)),
    }
    assert len(keys) == 5
