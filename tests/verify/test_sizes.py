"""What a reader has to load is weighed page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify import sizes
from generator.verify.sizes import check_published, check_sizes, find_heaviest

CODE = {"assets/css/a.css": 100, "assets/css/embed.css": 900, "assets/js/b.js": 30, "assets/js/loaded.js": 7}
TARGETS = {
    "index.html": ["assets/css/a.css?v=1", "assets/js/b.js?v=2", "councils/index.html"],
    "councils/index.html": ["../assets/css/a.css?v=1", "../index.html#top"],
}


def test_a_page_weighs_what_it_loads_and_what_scripts_may_load() -> None:
    # Nobody names loaded.js: a script brings it. The embed has a style of its own and nothing else.
    named = {**TARGETS, "embed/x/index.html": ["../../assets/css/embed.css"]}
    assert find_heaviest(CODE, named) == ("embed/x/index.html", 907)
    lighter = {**CODE, "assets/css/embed.css": 20}
    assert find_heaviest(lighter, named) == ("index.html", 137)
    assert find_heaviest({}, {}) == ("no page", 0)


def test_what_is_too_heavy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("assets/css/a.css", "assets/js/b.js", "assets/js/search-index.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"/* {name} */", "utf-8")
    files = ["assets/css/a.css", "assets/js/b.js", "assets/js/search-index.js"]
    assert list(check_sizes(tmp_path, files, TARGETS)) == []
    monkeypatch.setattr(sizes, "CODE_LIMIT", 60)
    assert [(rule, name) for rule, name, _ in check_sizes(tmp_path, files, TARGETS)] == [
        ("size", "styles and scripts of index.html")
    ]
    monkeypatch.setattr(sizes, "CODE_LIMIT", 20_000)
    monkeypatch.setattr(sizes, "FIRST_LIMIT", 100)
    monkeypatch.setattr(sizes, "NAMES_LIMIT", 40)
    (tmp_path / "assets/js/names").mkdir()
    for name, text in (("aa", "a"), ("zz", "".join(map(chr, range(40, 120))))):
        (tmp_path / f"assets/js/names/{name}.js").write_text(text, "utf-8")
    named = [*files, "assets/js/names/aa.js", "assets/js/names/zz.js"]
    assert [name for _, name, _ in check_sizes(tmp_path, named, TARGETS)] == [
        "scripts of index.html and the index of the search box",
        "assets/js/names/zz.js",
    ]
    monkeypatch.setattr(sizes, "PUBLISHED_LIMIT", 100)
    assert list(check_published(tmp_path, files[:2])) == []
    monkeypatch.setattr(sizes, "PUBLISHED_LIMIT", 50)
    assert [found[1] for found in check_published(tmp_path, files)] == ["site and editions"]
    (tmp_path / "assets/css/a.css").write_text("@import 'https://example.org/x.css'", "utf-8")
    assert ("third-party", "assets/css/a.css") in {
        found[:2] for found in check_sizes(tmp_path, files, TARGETS)
    }
