"""Ten telling pages, word for word: a change of words, of a rule or of data shows here before readers see it.

The pages are kept as plain lines in ``tests/golden/``. After a change that is meant, read the difference and
keep the new lines with ``make golden``.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
from reading import read_page

from generator.paths import PROJECT

FOLDER = PROJECT.root / "tests" / "golden"
PAGES = (
    "councils/kingston-upon-hull",
    "councils/isles-of-scilly",
    "councils/city-of-london",
    "councils/armagh-city-banbridge-and-craigavon",
    "councils/na-h-eileanan-siar",
    "councils/cumberland",
    "councils/wokingham",
    "councils/blackpool",
    "councils/barnsley",
    "clusters/red-wall",
)
KEEP = "KEEP_GOLDEN"
"""Environment variable by which ``make golden`` asks to keep what the pages say now."""
SHOWN = 40


def kept(page: str) -> Path:
    return FOLDER / f"{page.rpartition('/')[2]}.txt"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_was_read_and_kept(public: Path, page: str) -> None:
    lines = read_page((public / page / "index.html").read_text("utf-8"))
    if os.environ.get(KEEP):
        FOLDER.mkdir(exist_ok=True)
        kept(page).write_text("\n".join(lines) + "\n", "utf-8")
    expected = kept(page).read_text("utf-8").splitlines()
    difference = list(difflib.unified_diff(expected, lines, "kept", "now", lineterm="", n=0))
    assert not difference, "\n".join([*difference[:SHOWN], "After a change that is meant: make golden"])


def test_every_kept_page_is_looked_at() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {kept(page).name for page in PAGES}
