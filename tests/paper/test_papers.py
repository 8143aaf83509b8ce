"""Reports on paper say what their pages say, can be read aloud, and are the same bytes each time."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from little_site import SETTINGS

from generator.catalogue.records import Edition
from generator.charts.intervals import Interval, draw_intervals
from generator.errors import ProsperityError
from generator.files.kept_files import KeptFiles
from generator.paper import papers
from generator.paper.paper_charts import ChartStyle, load_chart_style
from generator.paper.paper_tree import LEFT_OUT, Node, PaperReader, list_nodes, list_texts
from generator.paper.papers import PaperPress, collect_typefaces, draw_code, make_code, pack
from generator.paths import PROJECT
from generator.verify.own_addresses import read_links
from generator.verify.paper_checks import Imprint, check_paper, check_papers, says, squeeze

ADDRESS = "councils/north/"
BASE = "https://example.org/editions/2026.1/"
IMPRINT = Imprint("2026.1", BASE)
EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
CHART = (
    '<svg class="chart swarm roomy" viewBox="0 0 100 20" role="img" aria-labelledby="s-t">'
    '<title id="s-t">Where it stands</title><desc id="s-d">In the middle.</desc>'
    '<path class="axis" d="M0 10h100"/><text class="tick" x="5" y="18">40</text></svg>'
)
STRIP = (
    '<svg class="strip" viewBox="0 0 50 8" aria-hidden="true"><circle class="me" cx="9" cy="4" r="2"/></svg>'
)
MAP = '<svg class="map locator" viewBox="0 0 9 9" role="img"><title>Map</title></svg>'
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>North: Index 2026.1</title></head><body>
<header>Menu</header><main id="main">
<header class="head"><p class="crumb">Island &middot; Scotland</p><h1>North &amp; Isles</h1>
<p class="answer">It scores 41 out of 100.</p>
<details class="why"><summary>Why</summary><p>Hidden.</p></details>
<div class="head-map">{MAP}</div></header>
<figure>{CHART}<figcaption>All councils. <a href="../../rankings/index.html">See the table</a></figcaption>
</figure>
<ul class="acts"><li>Jump</li></ul>
<div class="two"><section><h2>Strengths</h2><ul class="findings">
<li><h3>Clean air</h3><p>It is non-toxic.</p>
{STRIP}</li></ul></section><section><h2>Weaknesses</h2><p class="empty">None.</p></section></div>
<section class="wide"><h2>Pillars</h2><div class="tw">
<table class="heat" data-note="Bold: at the top. Italics: not.">
<thead><tr><th>Place</th><th>Overall</th>
<th><a href="../../pillars/work/index.html">Work</a></th></tr></thead>
<tbody><tr class="me"><th>North</th><td class="f1">41</td><td class="f5">80</td></tr></tbody></table></div>
<details class="figures"><summary>Every figure</summary><p>9.1</p></details></section>
<section class="cite"><h2>About these figures</h2><p class="no-print">Click.</p>
<details><summary>What is missing</summary>
<dl class="gaps"><dt>Not asked here</dt><dd>Trust.</dd></dl></details>
<h3>How to cite</h3><p>Index (2026). <i>North</i>.</p></section>
</main></body></html>"""


@pytest.fixture(scope="module")
def style() -> ChartStyle:
    return load_chart_style(PROJECT.site / "assets" / "css")


@pytest.fixture
def press(tmp_path: Path, style: ChartStyle) -> PaperPress:
    return open_press(tmp_path, style)


def open_press(folder: Path, style: ChartStyle) -> PaperPress:
    return PaperPress(
        template=PROJECT.templates / papers.TEMPLATE,
        typefaces=collect_typefaces(folder),
        reader=PaperReader(style, BASE),
        settings=SETTINGS,
        edition=EDITION,
        base=BASE,
        kept=KeptFiles(folder / "papers", ".pdf"),
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, style: ChartStyle) -> bytes:
    return open_press(tmp_path_factory.mktemp("press"), style).make(ADDRESS, PAGE)


def read(style: ChartStyle) -> list[Node | str]:
    main: list[Node | str] = PaperReader(style, BASE).read(PAGE, ADDRESS)["main"]
    return main


def test_the_tree_has_the_words_of_the_page_in_its_order_and_none_that_a_printed_page_hides(
    style: ChartStyle,
) -> None:
    assert list(list_texts(read(style))) == [
        *("Island · Scotland", "North & Isles", "It scores 41 out of 100."),
        *("All councils. See the table", "Strengths", "Clean air", "It is non-toxic.", "Weaknesses", "None."),
        *("Pillars", "Place", "Overall", "Work", "North", "41", "80"),
        *("About these figures", "What is missing", "Not asked here", "Trust.", "How to cite"),
        "Index (2026). North.",
    ]


def test_links_lead_to_the_frozen_copy_but_for_heads_of_tables_which_are_drawn_again(
    style: ChartStyle,
) -> None:
    links = [node["to"] for node in list_nodes(read(style)) if "to" in node]
    assert links == [f"{BASE}rankings/"]


def test_charts_carry_their_words_and_the_colours_of_paper(style: ChartStyle) -> None:
    charts = [node for node in list_nodes(read(style)) if node["t"] == "svg"]
    assert [(chart["alt"], chart["about"]) for chart in charts] == [
        ("Where it stands. In the middle.", ""),
        ("", "Clean air"),
    ]
    sheet = (PROJECT.site / "assets/css/print.css").read_text("utf-8")
    colour = re.search(r"--g3:(#\w+)", sheet)
    assert colour is not None
    assert f".axis{{stroke:{colour[1]}}}" in charts[0]["svg"]
    # Only what the chart uses travels with it.
    assert ".land" not in charts[0]["svg"] and "var(" not in charts[0]["svg"]


def test_lines_of_intervals_are_drawn_on_paper(style: ChartStyle) -> None:
    row = Interval("Work", -1.5, -2.0, -1.0, "down")
    chart = draw_intervals((row,), sides=("lower", "higher"), prefix="p", title="T", desc="D.")
    used = frozenset(" ".join(re.findall(r'class="([^"]*)"', chart)).split())
    painted = style.style_of(used)
    assert all(f"{selector}{{" in painted for selector in (".intervals .iv-0", ".intervals .iv-dn path"))


def test_a_colour_that_nobody_sets_is_named(tmp_path: Path) -> None:
    (tmp_path / "theme.css").write_text(
        ":root{--ink:#000}\n.chart{width:1px}\n.axis{stroke:var(--gold)}\n@media x{}", "utf-8"
    )
    (tmp_path / "print.css").write_text(":root{--ink:#111}", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_chart_style(tmp_path)
    assert caught.value.code == "--gold"


def test_what_is_left_out_on_paper_is_hidden_by_the_print_style_too() -> None:
    sheet = (PROJECT.site / "assets/css/print.css").read_text("utf-8")
    hidden = {
        name
        for selectors, declared in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
        if "display:none" in declared
        for name in re.findall(r"\.([\w-]+)", selectors)
    }
    # Words for the ear alone are hidden from the eye everywhere; the map is set beside the head.
    assert LEFT_OUT - {"vh", "head-map"} <= hidden


def test_a_page_without_a_main_part_is_refused(style: ChartStyle) -> None:
    with pytest.raises(ProsperityError, match="no main part"):
        PaperReader(style, BASE).read("<html><body><p>x</p></body></html>", ADDRESS)


def test_a_report_says_what_its_page_says_and_can_be_read_aloud(paper: bytes) -> None:
    assert list(check_paper(paper, PAGE, ADDRESS, IMPRINT)) == []


def test_two_presses_make_the_same_bytes(paper: bytes, press: PaperPress) -> None:
    assert press.make(ADDRESS, PAGE) == paper


def test_a_report_that_says_the_same_is_set_once(press: PaperPress, monkeypatch: pytest.MonkeyPatch) -> None:
    set_for: list[str] = []

    def count(self: PaperPress, path: str, report: str) -> bytes:
        set_for.append(path)
        return b"%PDF"

    monkeypatch.setattr(PaperPress, "set_report", count)
    press.make(ADDRESS, PAGE)
    # What opens on a click is not on paper, so another text there changes nothing.
    press.make(ADDRESS, PAGE.replace("Hidden.", "Hidden, too."))
    assert set_for == [ADDRESS]
    press.make(ADDRESS, PAGE.replace("41 out of", "42 out of"))
    press.make("councils/south/", PAGE)
    assert set_for == [ADDRESS, ADDRESS, "councils/south/"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("It scores 41", "It scores 42", "it does not say: 'It scores 42 out of 100.'"),
        ("<p>It is non-toxic.</p>", "", "it says what its page does not: 'Itisnon-toxic.'"),
        ("<h2>Weaknesses</h2>", "<h2>Weaknesses</h2><p>More.</p>", "it does not say: 'More.'"),
        ("North: Index 2026.1", "South: Index 2026.1", "its title is"),
        (STRIP, STRIP + STRIP, "it has 3 charts, its page 4"),
        ("North &amp; Isles", "South &amp; Isles", "sheet 1 lacks its head or its foot"),
    ],
)
def test_a_report_of_another_page_is_found(paper: bytes, old: str, new: str, problem: str) -> None:
    assert old in PAGE
    told = list(check_paper(paper, PAGE.replace(old, new), ADDRESS, IMPRINT))
    assert any(each.startswith(problem) for each in told), told


def test_another_edition_or_address_is_found(paper: bytes) -> None:
    later = Imprint("2026.2", BASE)
    assert "sheet 1 lacks its head or its foot" in list(check_paper(paper, PAGE, ADDRESS, later))
    told = list(check_paper(paper, PAGE, "councils/south/", IMPRINT))
    assert told == [f"sheet 1 gives the address {BASE}{ADDRESS}"]
    moved = Imprint("2026.1", BASE.replace("example.org", "example.com"))
    assert list(check_paper(paper, PAGE, ADDRESS, moved)) == told


def test_a_code_of_another_address_or_none_is_found(
    press: PaperPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = draw_code(f"{BASE}councils/south/")
    blank = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    for code in (wrong, blank):
        monkeypatch.setattr(papers, "draw_code", lambda address, code=code: code)
        paper = press.set_report(ADDRESS, json.dumps(press.gather(ADDRESS, PAGE)))
        told = list(check_paper(paper, PAGE, ADDRESS, IMPRINT))
        assert told == [f"the code on sheet 1 is not that of {BASE}{ADDRESS}"]


def test_the_links_of_a_report_are_read(paper: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(paper)
    assert read_links(tmp_path / "report.pdf") == {f"{BASE}rankings/"}


def change(content: bytes, key: str) -> bytes:
    """Return a PDF without one thing that a reader who does not see it needs."""
    changed = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        if key == "/Alt":
            for item in document.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
                    del item["/Alt"]
        elif key == "pdfuaid":
            with document.open_metadata() as told:
                del told["{http://www.aiim.org/pdfua/ns/id/}part"]
        else:
            del document.Root[key]
        document.save(changed)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("/MarkInfo", "it is not tagged"),
        ("/StructTreeRoot", "it is not tagged"),
        ("/Lang", "its language is ''"),
        ("/ViewerPreferences", "a viewer would show the name of the file"),
        ("/Outlines", "it has no bookmarks"),
        ("/Alt", "3 of its 3 charts have no words"),
        ("pdfuaid", "it does not say that it is PDF/UA-1"),
    ],
)
def test_a_document_that_cannot_be_read_aloud_is_found(paper: bytes, key: str, problem: str) -> None:
    told = list(check_paper(change(paper, key), PAGE, ADDRESS, IMPRINT))
    assert any(each.startswith(problem) for each in told), told


def test_a_report_without_a_page_is_found(tmp_path: Path, paper: bytes) -> None:
    (tmp_path / ADDRESS).mkdir(parents=True)
    (tmp_path / ADDRESS / "report.pdf").write_bytes(paper)
    (fault,) = check_papers(tmp_path, [f"{ADDRESS}report.pdf"])
    assert fault.detail == "a report on paper without a page"


def test_a_chart_without_words_stops_the_build(press: PaperPress) -> None:
    # Without a title of its own, and under no heading that could name it.
    page = re.sub(r"<title id.*?</desc>", "", PAGE, flags=re.DOTALL)
    assert page != PAGE
    with pytest.raises(ProsperityError, match="could not be set on paper") as caught:
        press.make(ADDRESS, page)
    assert caught.value.field == f"page {ADDRESS}"


def test_packing_keeps_the_document_and_makes_it_smaller(press: PaperPress, paper: bytes) -> None:
    assert pack(paper) == paper
    with pikepdf.open(BytesIO(paper)) as document:
        assert len(document.pages) >= 1
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261123")


def test_the_code_of_an_address_is_a_picture_without_a_margin() -> None:
    code = draw_code(f"{BASE}{ADDRESS}")
    assert code.startswith("<svg") and 'viewBox="0 0 ' in code
    assert code == draw_code(f"{BASE}{ADDRESS}") != draw_code(BASE)


def test_a_hyphen_at_the_end_of_a_line_is_one() -> None:
    assert squeeze("non\x02\r\ntoxic air") == "non-toxicair"


def test_the_tail_of_a_letter_above_the_code_is_no_part_of_it() -> None:
    address = "https://example.org/editions/2026.1/councils/rother/"
    code = np.kron(np.array(make_code(address, mask=2).matrix, dtype=bool), np.ones((4, 4), dtype=bool))
    room = np.zeros((len(code) + 40, len(code) + 20), dtype=bool)
    room[30 : 30 + len(code), 10 : 10 + len(code)] = code
    assert says(room, address)
    room[0:2, 60:70] = True
    assert says(room, address)
    assert not says(room, f"{address}#other")
