"""The whole site as files: no fault, nothing missing, well-formed, the same when built again."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import html5lib
import pytest
from conftest import run_build

from generator.catalogue import store
from generator.pages.cluster import find_path
from generator.paths import PROJECT
from generator.verify.checks import Fault, describe_faults

TABLES = {
    "scores": "area_code,area_name,kind,level,node,score,rank,n,rank_low,rank_high,rank_outside,"
    "band,p_top_fifth,p_bottom_fifth,nation_rank,nation_n,nation_rank_low,nation_rank_high,"
    "nation_rank_outside,nation_band,"
    "nation_p_top_fifth,nation_p_bottom_fifth,uk_comparable_share,coverage",
    "trend": "area_code,kind,level,node,year,score",
    "gaps": "area_code,kind,compared_with,level,node,start_year,end_year,start,end,start_error,end_error,"
    "own_share,whole_start,whole_end,gap_start,gap_end,gap_change,gap_low,gap_high",
    "values": "area_code,indicator,period,year,value,lower,upper,status,source,reason,note",
    "findings": "area_code,kind,finding,node,comparison,text,value,period,rule,finding_id",
    "framework": "domain,pillar,element,indicator,direction,weight,element_weight,effective_weight,"
    "nations,comparable,counts_for,reading",
    "clusters": "cluster,area_code,share",
    "goalposts": "indicator,nations,low,high,logged,basis,edition",
}
PLAIN_TAG = b'<meta name="twitter:card" content="summary">\n'
CARD_TAG = re.compile(
    rb'<meta (?:name|property)="(?:(?:og|twitter):image[a-z:]*|twitter:card)" content="[^"]*">\n'
)
CARD_LINK = re.compile(rb'For posts there is <a href="[^"]*card\.png">a picture</a>, 1200 by 630 pixels\. ')
"""What a page of a site without cards has, and what all others have instead."""
REBUILT = ("councils/blackpool", "councils/na-h-eileanan-siar", "clusters/red-wall", "rankings")


def test_no_page_has_a_fault(faults: tuple[Fault, ...]) -> None:
    assert describe_faults(faults) == ""


def test_every_page_has_a_permanent_address(built: Path) -> None:
    stays = built / "editions" / store.load_edition(PROJECT).name
    pages = [page for page in built.rglob("*.html") if built / "embed" not in page.parents]
    live = {page.relative_to(built) for page in pages if stays not in page.parents}
    assert len(live) > 1000
    assert live == {page.relative_to(stays) for page in pages if stays in page.parents}


def test_every_place_has_its_report_and_files(public: Path) -> None:
    folders = [f"councils/{area.slug}" for area in store.load_areas(PROJECT) if area.kind == "council"]
    folders += [find_path(cluster).rstrip("/") for cluster in store.load_clusters(PROJECT)]
    assert len(folders) > 361
    names = ("index.html", "data.csv", "data.json", "data.xlsx", "data.parquet", "card.png")
    assert [f"{f}/{name}" for f in folders for name in names if not (public / f / name).is_file()] == []


def test_every_place_the_search_offers_has_a_page(public: Path) -> None:
    script = (public / "assets/js/search-index.js").read_text(encoding="utf-8")
    entries = json.loads(script.removeprefix("window.prosperitySearch=").partition(";\n")[0])
    assert len(entries) > 400
    assert [entry["s"] for entry in entries if not (public / entry["s"] / "index.html").is_file()] == []


@pytest.mark.parametrize("name", TABLES)
def test_tables_have_the_promised_columns(public: Path, name: str) -> None:
    raw = (public / f"data/{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.split(b"\n", 1)[0].decode() == TABLES[name]


@pytest.mark.parametrize("name", TABLES)
def test_the_pages_on_data_name_the_columns(public: Path, name: str) -> None:
    columns = TABLES[name].split(",")
    page = (public / "data/index.html").read_text(encoding="utf-8")
    assert f"<td>{', '.join(f'<code>{column}</code>' for column in columns)}</td>" in page
    page = (public / "data/dictionary/index.html").read_text(encoding="utf-8")
    section = page.split(f'<h3 id="{name}">')[1].split("<h3")[0]
    assert re.findall(r"<td><code>(\w+)</code></td>", section) == columns


def test_a_report_says_the_score_that_its_files_hold(public: Path) -> None:
    with (public / "data/scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if row["area_name"] == "Blackpool" and row["level"] == "overall"
        ]
    report = json.loads((public / "councils/blackpool/data.json").read_text(encoding="utf-8"))
    assert float(rows[0]["score"]) == report["scores"][0]["score"]
    page = (public / "councils/blackpool/index.html").read_text(encoding="utf-8")
    assert f">{report['scores'][0]['score']:.0f}" in page or f" {report['scores'][0]['score']:.0f} " in page


@pytest.mark.parametrize(
    "path", ["", "councils/blackpool/", "embed/clusters/red-wall/", "rankings/", "method/"]
)
def test_pages_are_sound_html(public: Path, path: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse((public / path / "index.html").read_text(encoding="utf-8"))
    assert [(place, code) for place, code, _ in parser.errors] == []


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some pages built again without cards: one build for both tests below."""
    folder = tmp_path_factory.mktemp("plain") / "site"
    run_build("--no-cards", "--output", str(folder), *(f"--only={path}" for path in REBUILT))
    return folder


def test_a_page_built_again_has_the_same_bytes(public: Path, again: Path) -> None:
    """All but what names a card."""
    for path in REBUILT:
        whole, plain = (site / path / "index.html" for site in (public, again))
        expected = CARD_TAG.sub(b"", CARD_LINK.sub(b"", whole.read_bytes()))
        assert expected != whole.read_bytes(), path
        assert plain.read_bytes().replace(PLAIN_TAG, b"") == expected, path


def test_a_site_without_cards_names_none(again: Path) -> None:
    assert list(again.rglob("*.png")) == []
    for path in REBUILT:
        text = (again / path / "index.html").read_bytes()
        assert b":image" not in text and b"card.png" not in text
        assert text.count(PLAIN_TAG) == 1
