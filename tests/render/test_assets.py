"""Assets are found, versioned by content, and linked with the same version everywhere; fonts are small."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.errors import ProsperityError
from generator.render.assets import collect_assets, hash_short, version_links
from generator.render.fonts import CHARACTERS, list_faces, make_fonts, subset_face


@pytest.fixture(scope="module")
def fonts(fonts_cache: Path) -> dict[str, bytes]:
    return dict(make_fonts(fonts_cache))


def test_fonts_fit_the_budget_and_hold_every_letter(fonts: dict[str, bytes]) -> None:
    assert sorted(fonts) == ["sans-400.woff2", "sans-600.woff2", "serif-400.woff2", "serif-600.woff2"]
    assert sum(map(len, fonts.values())) <= 60_000
    # White space is set from the space glyph; browsers need no glyph of their own for it.
    letters = {ord(letter) for letter in CHARACTERS if not letter.isspace()}
    for name, packed in fonts.items():
        assert packed[:4] == b"wOF2"
        assert letters <= set(TTFont(BytesIO(packed)).getBestCmap()), name


def test_welsh_and_gaelic_names_can_be_set() -> None:
    assert set("Tŷ Gŵyr Ynys Môn Eilean Siar, Dùn Èideann, Comhairle Nam Fàil’ – 12 → 14 − 2 ≥ £5") <= set(
        CHARACTERS
    )


def test_a_font_has_the_same_bytes_each_time(fonts: dict[str, bytes]) -> None:
    face = list_faces()[0]
    assert subset_face(face.source) == fonts[face.name]


def test_fonts_come_from_the_cache_the_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.render.fonts.subset_face", lambda source: source.name.encode())
    first = dict(make_fonts(tmp_path))
    monkeypatch.setattr("generator.render.fonts.subset_face", lambda source: b"made again")
    assert dict(make_fonts(tmp_path)) == first


def test_assets_are_named_and_versioned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.render.assets.make_fonts", lambda cache: [("a.woff2", b"font")])
    (tmp_path / "css").mkdir()
    (tmp_path / "css/theme.css").write_text("@font-face{src:url(../fonts/a.woff2)}", "utf-8")
    (tmp_path / ".hidden").write_text("x", "utf-8")
    assets = collect_assets(tmp_path, tmp_path / "cache", {"js/index.js": b"1"}, title='A "B\\')
    assert list(assets.content) == ["css/theme.css", "fonts/a.woff2", "js/index.js"]
    assert assets.address("js/index.js") == f"assets/js/index.js?v={hash_short(b'1')}"
    assert f"url(../fonts/a.woff2?v={hash_short(b'font')})".encode() in assets.content["css/theme.css"]
    assert assets.versions["css/theme.css"] == hash_short(assets.content["css/theme.css"])
    with pytest.raises(ProsperityError, match="does not exist"):
        assets.address("css/other.css")


def test_links_that_are_not_assets_stay_as_they_are() -> None:
    style = b'a{b:url("data:image/svg+xml,x")} c{d:url(#clip)} e{f:url("gone.png")}'
    assert version_links("css/theme.css", style, versions={"img/a.png": "1"}) == style
