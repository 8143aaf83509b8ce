"""Figures in the tables of pages are those of the files, rounded; one that differs is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.public_tables import PublicTables
from generator.verify.shown_figures import check_shown, fits

AREAS = """code,kind,name,slug
E06000010,council,Hull,hull
E06000001,council,Hartlepool,hartlepool
"""
VALUES = """area_code,indicator,value
E06000010,smoking,19.85
E06000010,pay,-1234.4
E06000001,smoking,
E06000001,pay,30000.0
"""
INDICATORS = """indicator,decimals
smoking,1
pay,0
"""
NATION = "nation_rank,nation_n,nation_rank_low,nation_rank_high,nation_band"
SCORES = f"""area_code,node,score,rank,n,rank_low,rank_high,level,band,{NATION}
E06000010,longevity,33.4,8,12,7,9,element,lowish,3,9,2,4,low
E06000010,safety,33.4,,,,,element,,,,,,
"""


def make_row(path: str, name: str, *cells: str, unit: str = "") -> str:
    head = f'<a href="../../{path}/index.html">{name}</a>{f" <small>{unit}</small>" if unit else ""}'
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


REPORT = (
    make_row("indicators/smoking", "Smoking", "19.8%", "2020", unit="%")
    + make_row("indicators/pay", "Pay", "−£1,234", "2020")
    + make_row("elements/longevity", "Length of life", "33", "2 to 4 of 9", "low")
    + make_row("elements/safety", "Safety", "–", "–", "no score")
)
PAGE = """<table>
<tr><th scope="row"><a href="../../councils/hull/index.html">Hull</a></th><td class="num">19.9%</td></tr>
</table>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in (
        ("data/areas.csv", AREAS),
        ("data/values.csv", VALUES),
        ("data/indicators.csv", INDICATORS),
        ("data/scores.csv", SCORES),
        ("councils/hull/index.html", REPORT),
        ("indicators/smoking/index.html", PAGE),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_pages_that_show_the_figures_of_the_files_have_no_fault(site: Path) -> None:
    # 19.85 lies between two roundings: either may stand there.
    assert list(check_shown(PublicTables(site))) == []


@pytest.mark.parametrize(
    ("page", "old", "new", "about"),
    [
        ("councils/hull", "19.8%", "19.7%", "smoking"),
        ("councils/hull", "−£1,234", "£1,234", "pay"),
        ("councils/hull", "−£1,234", "–", "pay"),
        ("councils/hull", "indicators/pay", "indicators/smoking", "smoking"),
        ("councils/hull", ">33<", ">34<", "longevity"),
        ("councils/hull", "2 to 4 of 9", "2 to 5 of 9", "longevity"),
        ("councils/hull", "2 to 4 of 9", "2 to 4 of 8", "longevity"),
        ("councils/hull", "2 to 4 of 9", "7 to 9 of 12", "longevity"),
        ("councils/hull", ">low<", ">lowish<", "longevity"),
        ("councils/hull", "<td>–</td><td>–</td>", "<td>33</td><td>–</td>", "safety"),
        ("indicators/smoking", "19.9%", "20.0%", "hull"),
        ("indicators/smoking", "councils/hull", "councils/hartlepool", "hartlepool"),
    ],
)
def test_a_cell_that_differs_is_named(site: Path, page: str, old: str, new: str, about: str) -> None:
    file = site / page / "index.html"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    found = list(check_shown(PublicTables(site)))
    assert {path for path, _ in found} == {f"{page}/index.html"}
    assert about in {problem.split(":")[0] for _, problem in found}


FACT = '<ul><li><b>{}</b> per 1,000 people <a href="#{}">{}</a> <small>the highest of 9</small></li></ul>'


@pytest.mark.parametrize(
    ("shown", "element", "claim", "faults"),
    [
        ("19.8", "smoke", "Many adults smoke", 0),
        ("19.7", "smoke", "Many adults smoke", 1),
        ("19.8", "smoke", "Few adults smoke", 1),
        ("19.8", "longevity", "Many adults smoke", 1),
    ],
)
def test_a_large_figure_is_that_of_a_listed_finding(
    site: Path, shown: str, element: str, claim: str, faults: int
) -> None:
    (site / "data/findings.csv").write_text(
        "area_code,finding,node,value,text,finding_id\n"
        "E06000010,weakness,smoke,19.84,Text.,E06000010/weakness/smoke\n",
        "utf-8",
    )
    (site / "data/evidence.csv").write_text(
        "finding_id,name,item,value,text\n"
        "E06000010/weakness/smoke,claim,,,Many adults smoke\n"
        "E06000010/weakness/smoke,indicator,,,smoking\n",
        "utf-8",
    )
    file = site / "councils/hull/index.html"
    file.write_text(file.read_text("utf-8") + FACT.format(shown, element, claim), "utf-8")
    found = list(check_shown(PublicTables(site)))
    assert len(found) == faults, found
    assert all("no strength or weakness" in problem for _, problem in found)


def test_a_figure_that_is_left_out_is_named(site: Path) -> None:
    (site / "councils/hull/index.html").write_text("<table></table>", "utf-8")
    (site / "indicators/smoking/index.html").write_text("<table></table>", "utf-8")
    assert list(check_shown(PublicTables(site))) == [
        ("councils/hull/index.html", "pay: the figure is not on the page"),
        ("councils/hull/index.html", "smoking: the figure is not on the page"),
        ("indicators/smoking/index.html", "hull: the figure is not on the page"),
    ]


def test_nothing_fits_an_empty_value_alone() -> None:
    assert fits("–", "", 1) and not fits("–", "0", 1) and not fits("0", "", 1)
