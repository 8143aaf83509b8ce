"""A report says no number that is not in the table of findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.public_tables import PublicTables
from generator.verify.report_sentences import check_report_sentences

TEXT = "For health, Hull's score rose by 4.0 points."


def write(root: Path, body: str) -> Path:
    (root / "data").mkdir()
    (root / "data/findings.csv").write_text(
        f'area_code,text\nX1,"{TEXT}"\nred-wall,"35 of its 42 areas."\n', "utf-8"
    )
    (root / "data/areas.csv").write_text("code,kind,slug\nX1,council,hull\n", "utf-8")
    (root / "data/clusters.csv").write_text("cluster,area_code\nred-wall,X1\n", "utf-8")
    for path in ("councils/hull", "clusters/red-wall"):
        (root / path).mkdir(parents=True)
    (root / "councils/hull/index.html").write_text(body, "utf-8")
    (root / "clusters/red-wall/index.html").write_text("<p>35 of its 42 areas.</p>", "utf-8")
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
    assert list(check_report_sentences(PublicTables(write(tmp_path, body)))) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>For health, Hull's score rose by 4.1 points.</p>",
        "<p>35 of its 42 areas.</p>",
        f"<p>{TEXT} It was 3rd.</p>",
        '<p class="answer">Hull ranks 3rd.</p>',
        '<details class="pillar"><p>It ranks 3rd.</p><details class="why"><p>Of 9.</p></details></details>',
        '<details class="pillar"><details class="why"><p>Of 9.</p></details><p>It ranks 3rd.</p></details>',
    ],
)
def test_what_none_says_is_a_fault(tmp_path: Path, body: str) -> None:
    assert [page for page, _ in check_report_sentences(PublicTables(write(tmp_path, body)))] == [
        "councils/hull/index.html"
    ]


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    assert list(check_report_sentences(PublicTables(tmp_path))) == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (f"<p>{TEXT}</p><p>In the North the gap is 5 points.</p>", []),
        ("<p>In the South the gap is 5 points.</p>", ["In the South the gap is 5 points."]),
        ("<p>Across the UK it fell by 3 points.</p><p>It rose by 9.</p>", ["It rose by 9."]),
        ('<p class="answer">In the North the gap is 5 points. So it is.</p>', None),
    ],
)
def test_a_brief_may_say_what_is_found_where_the_place_lies(
    tmp_path: Path, body: str, wrong: list[str] | None
) -> None:
    root = write(tmp_path, "<p>None.</p>")
    (root / "data/findings.csv").write_text(
        f'area_code,text\nX1,"{TEXT}"\nR1,In the North the gap is 5 points.\n'
        "R2,In the South the gap is 5 points.\nK1,Across the UK it fell by 3 points.\n"
        "red-wall,35 of its 42 areas.\n",
        "utf-8",
    )
    (root / "data/areas.csv").write_text(
        "code,kind,slug,name,nation,region_code\nX1,council,hull,Hull,England,R1\n"
        "R1,region,north,North,England,\nR2,region,south,South,England,\nK1,uk,uk,UK,,\n",
        "utf-8",
    )
    (root / "councils/hull/brief").mkdir()
    (root / "councils/hull/brief/index.html").write_text(body, "utf-8")
    found = [text for page, text in check_report_sentences(PublicTables(root)) if "brief" in page]
    assert found == (["In the North the gap is 5 points. So it is."] if wrong is None else wrong)
