"""A report says no number that is not in the table of findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.public_tables import PublicTables
from generator.publish.spoken import check_spoken

TEXT = "For health, Hull's score rose by 4.0 points."


def write(root: Path, body: str) -> Path:
    (root / "data").mkdir()
    (root / "data/findings.csv").write_text(f'area_code,text\nX1,"{TEXT}"\nred-wall,"35 of its 42 areas."\n')
    (root / "data/areas.csv").write_text("code,kind,slug\nX1,council,hull\n")
    (root / "data/clusters.csv").write_text("cluster,area_code\nred-wall,X1\n")
    for path in ("councils/hull", "clusters/red-wall"):
        (root / path).mkdir(parents=True)
    (root / "councils/hull/index.html").write_text(body)
    (root / "clusters/red-wall/index.html").write_text("<p>35 of its 42 areas.</p>")
    return root


@pytest.mark.parametrize(
    "body",
    [
        "<p>For health, Hull&#39;s score rose by 4.0 points.</p>",
        f'<p class="answer">{TEXT} Since 2014 it has kept pace.</p>',
        "<p>No number here.</p>",
        f"<p>{TEXT}</p><details><p>The share of 100 people.</p></details><aside><p>In 8 of 10.</p></aside>",
        '<section class="cite"><p>Index (2026).</p></section>',
    ],
)
def test_what_a_finding_says_may_be_said(tmp_path: Path, body: str) -> None:
    assert list(check_spoken(PublicTables(write(tmp_path, body)))) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>For health, Hull's score rose by 4.1 points.</p>",
        "<p>35 of its 42 areas.</p>",
        f"<p>{TEXT} It was 3rd.</p>",
        '<p class="answer">Hull ranks 3rd.</p>',
    ],
)
def test_what_none_says_is_a_fault(tmp_path: Path, body: str) -> None:
    assert [page for page, _ in check_spoken(PublicTables(write(tmp_path, body)))] == [
        "councils/hull/index.html"
    ]


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_spoken(PublicTables(tmp_path))) == []
