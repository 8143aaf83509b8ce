"""A number on an evidence brief that the published tables do not give is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.verify.brief_numbers import check_briefs
from generator.verify.public_tables import PublicTables

PAGE = """<h1>Hull: evidence brief</h1>
<h2 id="health">Health</h2>
<p class="score">Score 14 out of 100 in the 2026.1 index, rank 281 to 293 of 294 in England, lowest fifth.</p>
<tr><th scope="row"><a href="../../../indicators/smoking/index.html">Smoking</a></th><td>19.7%</td><td>2020 to 2024</td><td>11.5% (the 3 councils of the UK)</td><td>highest fifth of 3</td><td>–</td><td>Published</td></tr>
<tr><th scope="row"><a href="../../../indicators/deaths/index.html">Deaths</a></th><td>–</td><td>–</td><td>–</td><td>–</td><td>–</td><td>Held back</td></tr>
<h2 id="work">Work</h2>
<p class="score">No score: too little of this is measured here.</p>
"""  # noqa: E501
FILES = {
    "findings": "area_code,text\nX1,Words.\n",
    "areas": (
        "code,kind,slug,nation\nX1,council,hull,England\nX2,council,b,Wales\nX3,council,c,Scotland\n"
        "X4,council,d,England\n"
    ),
    "scores": (
        "area_code,node,level,score,rank,rank_low,rank_high,n,band,"
        "nation_rank,nation_rank_low,nation_rank_high,nation_n,nation_band\n"
        "X1,health,element,13.6,350,341,360,361,second lowest fifth,290,281,293,294,lowest fifth\n"
        "X1,work,element,,,,,300,,,,,294,\n"
    ),
    "values": (
        "area_code,indicator,value\nX1,smoking,19.74\nX2,smoking,11.46\nX3,smoking,9\nX4,smoking,\n"
        "X1,deaths,\n"
    ),
    "indicators": "indicator,decimals\nsmoking,1\ndeaths,0\n",
}


def write(root: Path, page: str) -> PublicTables:
    (root / "data").mkdir()
    for name, text in FILES.items():
        (root / f"data/{name}.csv").write_text(text, "utf-8")
    (root / "manifest.json").write_text(json.dumps({"edition": "2026.1", "date": "2026-11-23"}), "utf-8")
    (root / "indicators/smoking").mkdir(parents=True)
    (root / "indicators/smoking/data.csv").write_text(
        "area_code,compared_with\nX1,uk\nX2,uk\nX3,uk\n", "utf-8"
    )
    (root / "councils/hull/brief").mkdir(parents=True)
    (root / "councils/hull/brief/index.html").write_text(page, "utf-8")
    return PublicTables(root)


def test_numbers_that_the_tables_give_pass(tmp_path: Path) -> None:
    assert list(check_briefs(write(tmp_path, PAGE))) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<td>19.7%</td>", "<td>19.8%</td>", "smoking: 19.8%"),
        ("11.5% (the 3", "11.4% (the 3", "smoking: 11.4% (the 3 councils of the UK)"),
        ("fifth of 3<", "fifth of 4<", "smoking: highest fifth of 4"),
        ("Score 14", "Score 15", "Score 15 out of 100"),
        ("England, lowest fifth", "England, second lowest fifth", "rank 281 to 293"),
        ("281 to 293", "281 to 292", "rank 281 to 292"),
        ("293 of 294", "293 of 295", "rank 281 to 293 of 295"),
        ("281 to 293 of 294 in England", "341 to 360 of 361 in the UK", "rank 341 to 360"),
        ("294 in England", "294 in Wales", "294 in Wales"),
        ("in the 2026.1", "in the 2026.2", "in the 2026.2 index"),
        ("</a></th><td>–</td>", "</a></th><td>5</td>", "deaths: 5"),
        ("No score: too", "Score 5: too", "Score 5: too little"),
        ('<p class="score">No', "<p>No", "no score of work"),
    ],
)
def test_each_planted_number_is_found(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert PAGE.count(old) == 1
    ((page, text),) = check_briefs(write(tmp_path, PAGE.replace(old, new)))
    assert page == "councils/hull/brief/index.html" and told in text


def test_a_site_without_findings_has_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/areas.csv").write_text(FILES["areas"], "utf-8")
    assert list(check_briefs(PublicTables(tmp_path))) == []
