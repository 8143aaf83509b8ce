"""The page of questions: its numbers are those of the published tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.verify.public_tables import PublicTables


@pytest.fixture(scope="module")
def page(public: Path) -> str:
    return (public / "questions/index.html").read_text("utf-8")


def rows_of(page: str, section: str) -> list[str]:
    body = page.split(f'id="{section}"')[1].split("<tbody>")[1].split("</tbody>")[0]
    return body.split("<tr>")[1:]


def test_the_changes_are_those_of_the_trend_and_the_largest(page: str, tables: PublicTables) -> None:
    slugs = {area["slug"]: code for code, area in tables.councils.items()}
    pillars = [node for node, level in tables.level.items() if level == "pillar"]
    named = 0
    for row, pillar in zip(rows_of(page, "improved"), pillars, strict=True):
        years = re.search(r"<td>(\d{4}) to (\d{4})</td>", row)
        if years is None:
            assert "no change can be stated" in row
            continue
        start, end = int(years[1]), int(years[2])
        told = re.findall(r'councils/([a-z-]+)/index.html">[^<]+</a> ([+\u2212])([\d.]+)', row)
        changes = []
        for slug, sign, size in told:
            code = slugs[slug]
            change = tables.trend[code, pillar, end] - tables.trend[code, pillar, start]
            assert abs(abs(change) - float(size)) <= 0.05 + 1e-9
            assert (change > 0) == (sign == "+")
            changes.append(change)
        assert changes == sorted(changes, reverse=True)
        country = re.search(r'<td class="num">([+\u2212]?)([\d.]+) <span', row)
        assert country is not None
        own = tables.country_change(pillar, start, end)
        assert abs(abs(own) - float(country[2])) <= 0.05 + 1e-9
        assert all(change > own for change in changes)
        named += len(told)
    assert named >= 20


def test_every_region_is_there_and_names_what_its_report_names(page: str, public: Path) -> None:
    rows = rows_of(page, "regions")
    assert len(rows) == 12
    for row in rows:
        slug = re.search(r"regions/([a-z-]+)/index.html", row)
        assert slug is not None
        report = (public / "regions" / slug[1] / "index.html").read_text("utf-8")
        names = re.findall(r"([A-Z][a-z][^(;<>]*) \([\u2212\d]", row)
        assert names
        listed = report.split('id="differences-t"')[1].split("Where it does not differ")[0]
        assert [name for name in names if f">{name}<" not in listed] == []
