"""The build: the same bytes each time and from each executor, all or nothing, one page on demand."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, get_args

import pandas as pd
import pytest
from little_site import BAND_WORDS, SETTINGS

from generator.catalogue.quality import GateName, Tally, format_outcomes, format_tallies
from generator.catalogue.records import (
    Claims,
    Dataset,
    Domain,
    Edition,
    Element,
    Framework,
    Indicator,
    Pillar,
    Series,
    SeriesRef,
)
from generator.cli import main
from generator.commands.freeze import freeze
from generator.errors import ProsperityError
from generator.export import whole_tables
from generator.export.release import Release
from generator.files.documents import dump_record
from generator.files.writer import SiteWriter
from generator.index.audit.columns import TABLES as AUDIT_TABLES
from generator.pages.page import Page
from generator.paths import PROJECT, Paths
from generator.prose.reference import gather_changes
from generator.render.assets import Assets
from generator.render.markdown import FOLDER
from generator.site import build as building
from generator.site import drawing
from generator.site.build import BuildOptions, build_site, choose_pages, find_site_url
from generator.site.drawing import PageDrawer, draw_pages, split_pages
from generator.site.stand_ins import TEMPLATE as STAND_IN

PICTURE = b"\x89PNG\r\n\x1a\n\xff"
"""No text: it must reach the site as it is."""
EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
TEMPLATE = (
    "<h1>{{ name }}</h1><a href=\"{{ href('') }}\">Home</a>{% if zero is defined %}{{ 1 / zero }}{% endif %}"
)


# What make_tables and make_findings_table give below.
TABLES = """
name: forest
description: Trees.
licences: [{name: MIT, title: MIT License, path: "https://example.org/mit"}]
tables:
  - name: scores
    title: Scores
    row: place
    parquet: true
    columns: [{name: a, type: number, meaning: Number.}]
  - {name: findings, title: Findings, row: finding, columns: [{name: text, meaning: Words.}]}
  - {name: gaps, title: Gaps, row: gap, columns: [{name: gap, type: number, meaning: Points.}]}
  - {name: evidence, title: Evidence, row: number, columns: [{name: value, type: number, meaning: It.}]}
  - name: evidence_names
    title: Names
    row: name
    columns:
      - {name: rule, meaning: Rule.}
      - {name: name, meaning: Name.}
      - {name: item, meaning: Item.}
      - {name: kind, meaning: Kind.}
      - {name: unit, meaning: Unit.}
      - {name: meaning, meaning: Meaning.}
  - name: since_last_edition
    title: Since
    row: part
    columns:
      - {name: area_code, meaning: Place.}
      - {name: area_name, meaning: Name.}
      - {name: level, meaning: Level.}
      - {name: node, meaning: Part.}
      - {name: score_old, type: number, meaning: Then.}
      - {name: score_new, type: number, meaning: Now.}
      - {name: change, type: number, meaning: Change.}
      - {name: method, type: number, meaning: Cause.}
      - {name: revised, type: number, meaning: Cause.}
      - {name: new, type: number, meaning: Cause.}
      - {name: others, type: number, meaning: Cause.}
      - {name: rank_old, type: integer, meaning: Rank.}
      - {name: rank_new, type: integer, meaning: Rank.}
      - {name: rank_own, type: integer, meaning: Places.}
      - {name: rank_others, type: integer, meaning: Places.}
  - name: doubtful
    title: Doubtful
    row: figure
    columns:
      - {name: dataset, meaning: Dataset.}
      - {name: series, meaning: Series.}
      - {name: area_code, meaning: Area_code.}
      - {name: period, meaning: Period.}
      - {name: value, meaning: Value.}
      - {name: test, meaning: Test.}
      - {name: found, meaning: Found.}
      - {name: expected, meaning: Expected.}
      - {name: decision, meaning: Decision.}
      - {name: reason, meaning: Reason.}
      - {name: date, meaning: Date.}
  - name: quality
    title: Quality
    row: warning
    columns:
      - {name: gate, meaning: Gate.}
      - {name: severity, meaning: Severity.}
      - {name: dataset, meaning: Dataset.}
      - {name: series, meaning: Series.}
      - {name: area_code, meaning: Place.}
      - {name: period, meaning: Period.}
      - {name: found, meaning: Found.}
      - {name: expected, meaning: Expected.}
      - {name: reason, meaning: Reason.}
report: {name: data, title: Report, row: part, columns: [{name: a, meaning: Number.}]}
"""
INDICATOR = Indicator(
    slug="i", name="I", direction="higher", weight=1, reason="", comparable="uk", clause="{value}",
    subject="i", claims=Claims(high="Much", low="Little"),
        unit="%", decimals=0, series=(SeriesRef(dataset="d", series="s", nations=("England",)),),
)  # fmt: skip
DATASET = Dataset(
    slug="d", title="D", publisher="P", publication="P", link="", licence="O", nations=("England",),
    raw_file="", raw_sha256="", rows_read=0, rows_kept=0,
    series=(Series(slug="s", title="S", unit="%", decimals=0, nations=("England",), description=""),),
)  # fmt: skip
ELEMENT = Element(slug="e", name="E", about="", indicators=(INDICATOR,))
DOMAIN = Domain(
    slug="d", name="D", about="", pillars=(Pillar(slug="p", name="P", about="", elements=(ELEMENT,)),)
)


def make_pages(count: int) -> tuple[Page, ...]:
    return tuple(
        Page(f"councils/c{n}/", "page.html", {"name": f"Place {n}"}, kind="council") for n in range(count)
    )


def make_rows() -> list[tuple[str, str | bytes]]:
    """Return the files beside one page; at the top of the module, for it travels to other processes."""
    return [("councils/c0/data.csv", "a\r\n"), ("councils/c0/photo.png", PICTURE)]


def name_site(site: SimpleNamespace, edition: Edition) -> SimpleNamespace:
    """Return the site as another edition."""
    return SimpleNamespace(**{**vars(site), "edition": edition})


@dataclass(frozen=True)
class Press:
    """Stands in for the press: at the top of the module, for it travels to other processes."""

    base: str

    def make(self, path: str, page: str) -> bytes:
        return f"{self.base}{path} {len(page)}".encode()


def make_card() -> list[tuple[str, str | bytes]]:
    return [("councils/c0/card.png", PICTURE)]


def draw(drawer: PageDrawer, executor: str) -> dict[str, str]:
    """Draw all pages; return the text of each file, after a look that the writer knows what is on disk."""
    with (
        TemporaryDirectory() as folder,
        SiteWriter(Path(folder) / "public") as writer,
        draw_pages(drawer, writer, executor=executor) as finish,
    ):
        finish()
        tree = read_tree(writer.folder)
        assert writer.hashes == {path: hashlib.sha256(tree[path]).hexdigest() for path in sorted(tree)}
        return {path: content.decode() for path, content in tree.items()}


@pytest.fixture
def drawer(tmp_path: Path) -> PageDrawer:
    (tmp_path / "page.html").write_text(TEMPLATE, "utf-8")
    return PageDrawer(
        (tmp_path,), Assets({}, {}), Release(SETTINGS, EDITION, "https://example.org/"), make_pages(37)
    )


@pytest.mark.parametrize(("count", "parts"), [(0, 4), (1, 4), (7, 3), (8, 8), (100, 16)])
def test_every_page_is_in_one_share(count: int, parts: int) -> None:
    shares = split_pages(count, parts=parts)
    assert sorted(n for share in shares for n in share) == list(range(count))
    assert all(len(share) for share in shares)


def test_processes_draw_what_one_process_draws(drawer: PageDrawer, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = draw(drawer, executor="serial")
    assert set(alone) == {f"{page.path}index.html" for page in drawer.pages}
    assert alone["councils/c3/index.html"] == '<h1>Place 3</h1><a href="../../index.html">Home</a>'
    monkeypatch.setattr(drawing, "count_workers", lambda: 2)
    assert draw(drawer, executor="process") == alone


def test_a_context_is_gathered_only_when_its_page_is_drawn(drawer: PageDrawer) -> None:
    asked: list[int] = []

    def gather(number: int) -> dict[str, Any]:
        asked.append(number)
        return {"name": f"Place {number}"}

    pages = tuple(Page(f"c{n}/", "page.html", lambda n=n: gather(n), kind="council") for n in range(3))
    chosen = replace(drawer, pages=choose_pages(pages, ["c1"]))
    assert list(draw(chosen, executor="serial")) == ["c1/index.html"]
    assert asked == [1]


def test_executors_that_cannot_be_had_are_named(drawer: PageDrawer, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProsperityError, match="no executor 'threads'"):
        draw(drawer, executor="threads")

    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(drawing, "import_module", refuse)
    with pytest.raises(ProsperityError, match="Dask, which is not installed"):
        draw(drawer, executor="dask")


def test_a_page_that_is_not_there_is_refused() -> None:
    assert [page.path for page in choose_pages(make_pages(3), ["/councils/c2/", "councils/c0"])] == [
        "councils/c2/",
        "councils/c0/",
    ]
    with pytest.raises(ProsperityError, match="no page at 'councils/atlantis'"):
        choose_pages(make_pages(3), ["councils/atlantis"])


def test_the_address_comes_from_option_variable_or_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROSPERITY_SITE_URL", raising=False)
    options = BuildOptions(output=tmp_path / "public")
    settings = SETTINGS.model_copy(update={"address": "https://settings.example"})
    assert find_site_url(options, settings) == "https://settings.example/"
    monkeypatch.setenv("PROSPERITY_SITE_URL", "https://variable.example/sub")
    assert find_site_url(options, settings) == "https://variable.example/sub/"
    assert find_site_url(replace(options, site_url="https://o.example/"), settings) == "https://o.example/"
    for wrong in ("example.org", "http://a\x07.example", "https://", "https://a b.example/"):
        with pytest.raises(ProsperityError, match=r"address of the site(?s:.*)--site-url"):
            find_site_url(replace(options, site_url=wrong), settings)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """A whole tiny project; the rooms above this one are replaced by what they would hand over."""
    paths = Paths(tmp_path / "project")
    for folder in ("data", "templates", "site/theme", "site/docs", "site/assets/css", "generator"):
        (paths.root / folder).mkdir(parents=True)
    (paths.data / "edition.yml").write_text(
        'name: "2026.1"\nyear: 2026\ndate: "2026-11-23"\nseed: 1\ndraws: 1\n', "utf-8"
    )
    paths.settings.write_text(dump_record(SETTINGS), "utf-8")
    paths.citation.write_text(
        'cff-version: 1.2.0\ntype: dataset\ntitle: Index\nversion: "2026.1"\ndate-released: "2026-11-23"\n'
        "authors: [{name: Its makers}]\nabstract: All.\nlicense: MIT\n",
        "utf-8",
    )
    paths.quality.write_text(format_outcomes(()), "utf-8")
    paths.quality_summary.write_text(
        format_tallies(Tally(gate, 1, 1, 0) for gate in get_args(GateName)), "utf-8"
    )
    paths.licences.write_text(
        "licences: [{slug: o, title: O, link: https://l.example/, statement: Data., names: [O]}]\n", "utf-8"
    )
    paths.left_out.write_text("groups: []\n", "utf-8")
    paths.postcodes.mkdir()
    (paths.postcodes / "index.json").write_text('{"councils": [], "areas": []}', "utf-8")
    (paths.templates / "page.html").write_text(TEMPLATE, "utf-8")
    (paths.templates / "404.html").write_text("<h1>Gone</h1>", "utf-8")
    shutil.copyfile(PROJECT.templates / STAND_IN, paths.templates / STAND_IN)
    shutil.copytree(PROJECT.templates / FOLDER, paths.templates / FOLDER)
    (paths.site / "theme/main.html").write_text("{{ content }}", "utf-8")
    (paths.site / "docs/about.md").write_text(
        "# About\n\n<!-- title -->\n\n<!-- repository -->\n\n<!-- contact -->\n", "utf-8"
    )
    for asset in ("css/theme.css", "img/icon.svg", "js/stand-in.js"):
        (paths.site / "assets" / asset).parent.mkdir(exist_ok=True)
        shutil.copyfile(PROJECT.site / "assets" / asset, paths.site / "assets" / asset)
    (paths.site / "docs/data.md").write_text("# Data\n\n<!-- files -->\n", "utf-8")
    (paths.site / "docs/api.md").write_text("# API\n\n    curl <!-- address -->api/v1/index.json\n", "utf-8")
    (paths.site / "docs/editions.md").write_text(
        "# Editions\n\n<!-- editions -->\n\n<!-- corrections -->\n", "utf-8"
    )
    (paths.templates / "tables.yml").write_text(TABLES, "utf-8")
    (paths.site / "mkdocs.yml").write_text(
        "theme: {name: null, custom_dir: theme}\nplugins: []\n",
        "utf-8",
    )
    (paths.root / "CHANGELOG.md").write_text("# Changelog\n\nFirst.\n", "utf-8")
    site = SimpleNamespace(
        settings=SETTINGS,
        edition=EDITION,
        places={},
        clusters=(),
        councils=(),
        changes=(),
        coming=(),
        framework=Framework(domains=(DOMAIN,)),
        datasets={"d": DATASET},
        index=None,
        findings=SimpleNamespace(council={}),
        since=None,
        corrections=(),
        figure_names={},
        words=SimpleNamespace(bands=BAND_WORDS),
    )
    pages = [*make_pages(5), Page("", "page.html", {"name": "Home"}, kind="home")]
    # Other processes take seconds to begin, where they may not be forked.
    monkeypatch.setattr(drawing, "count_workers", lambda: 1)
    monkeypatch.setattr(building, "gather_site", lambda paths, edition, **helpers: name_site(site, edition))
    monkeypatch.setattr(building, "list_pages", lambda site: iter(pages))
    monkeypatch.setattr(
        whole_tables, "make_tables", lambda index, **more: {"scores": pd.DataFrame({"a": [0.1]})}
    )
    weights = next(table for table in AUDIT_TABLES if table.name == "weights")
    audited = {"weights": pd.DataFrame(columns=[column.name for column in weights.columns])}
    monkeypatch.setattr(building, "audit_all", lambda *args, **more: audited)
    monkeypatch.setattr(
        whole_tables, "make_evidence_table", lambda site: pd.DataFrame({"value": [0.1, None]})
    )
    monkeypatch.setattr(whole_tables, "make_findings_table", lambda site: pd.DataFrame({"text": ["é", None]}))
    monkeypatch.setattr(whole_tables, "make_gaps", lambda site: pd.DataFrame({"gap": [0.1]}))
    beside = {"councils/c0/": make_rows}
    monkeypatch.setattr(building, "plan_report_files", lambda site, scores, shared: beside)
    monkeypatch.setattr(building, "open_press", lambda paths, settings, edition, **more: Press(more["base"]))
    monkeypatch.setattr(building, "plan_cards", lambda site, cache: {"councils/c0/": make_card})
    monkeypatch.setattr(building, "write_api", lambda *args, **more: None)
    monkeypatch.setattr(building, "load_schemas", lambda folder, **more: iter(()))
    monkeypatch.setattr(building, "make_general_card", lambda site, cache: PICTURE)
    monkeypatch.setattr(building, "make_score_scripts", lambda site: {})
    monkeypatch.setattr(building, "gather_register", lambda site, paths: {})
    for module in (building, whole_tables):
        monkeypatch.setattr(module, "plan_parts", lambda folder, datasets: {})
    monkeypatch.setattr(building, "part_tables", lambda described, parts: described)
    monkeypatch.setattr(building, "gather_groups", lambda *args: None)
    monkeypatch.setattr(building, "make_scores", lambda *args: pd.DataFrame({"a": [0.1]}))
    changes = {"changes.md": gather_changes("# Changes\n")}
    monkeypatch.setattr(building, "gather_reference", lambda *args, **more: changes)
    monkeypatch.setattr("generator.render.assets.make_fonts", lambda cache: [])
    monkeypatch.delenv("PROSPERITY_SITE_URL", raising=False)
    yield paths


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_a_whole_build_has_every_promised_file_and_a_true_manifest(project: Paths) -> None:
    report = build_site(BuildOptions(output=project.public, executor="serial"), project)
    tree = read_tree(project.public)
    promised = {
        *(
            "index.html",
            "404.html",
            "sitemap.xml",
            "robots.txt",
            "feed.xml",
            "manifest.json",
            "about/index.html",
        ),
        *("changes/index.html", "councils/c0/index.html", "councils/c0/data.csv", "data/scores.csv"),
        *("data/index.html", "data/dictionary/index.html", "data/datapackage.json"),
        *("data/scores.parquet", "data/scores.csv-metadata.json", "data/findings.csv-metadata.json"),
        "data/audit/weights.csv-metadata.json",
        *(
            "data/findings.csv",
            "data/doubtful.csv",
            "data/quality.csv",
            "data/quality/index.html",
            "data/audit/weights.csv",
        ),
        "data/attribution.txt",
        *("assets/css/theme.css", "assets/js/search-index.js"),
    }
    assert promised <= set(tree)
    assert report.size == sum(map(len, tree.values()))
    tree = {path: content for path, content in tree.items() if not path.startswith("editions/2026.1/")}
    assert (report.pages, report.files) == (14, len(tree))
    manifest = json.loads(tree.pop("manifest.json"))
    assert (manifest["address"], manifest["frozen"]) == ("https://example.org/", False)
    assert manifest["files"] == {path: hashlib.sha256(tree[path]).hexdigest() for path in sorted(tree)}
    assert tree["data/findings.csv"] == 'text\né\n""\n'.encode()
    assert b"404" not in tree["sitemap.xml"]
    assert b"curl https://example.org/api/v1/index.json" in tree["api/index.html"]


def test_each_page_has_a_stand_in_at_its_permanent_address_until_the_edition_is_frozen(
    project: Paths,
) -> None:
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    stays = read_tree(project.public / "editions/2026.1")
    manifest = json.loads(stays.pop("manifest.json"))
    assert manifest["files"] == {path: hashlib.sha256(stays[path]).hexdigest() for path in sorted(stays)}
    assert (manifest["address"], manifest["frozen"]) == ("https://example.org/editions/2026.1/", False)
    page = stays["councils/c0/index.html"].decode()
    assert '<a href="../../../../councils/c0/index.html">the page as it is now</a>' in page
    assert '<link rel="canonical" href="https://example.org/councils/c0/">' in page
    assert '<meta http-equiv="refresh" content="0;url=../../../../councils/c0/index.html">' in page
    assert '<a href="../../index.html">' in stays["index.html"].decode()
    # No page of the frozen copy is missing before it is made, and none is left over after.
    make_frozen(project)
    copy = read_tree(project.frozen / "2026.1")
    assert set(stays) == {path for path in copy if path.endswith(".html")}
    assert read_tree(project.public / "editions/2026.1") == copy


def test_files_beside_a_page_keep_their_bytes(drawer: PageDrawer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "count_workers", lambda: 2)
    chosen = drawer.add_files(
        {"councils/c0/": make_rows}, {"councils/c0/": make_card, "councils/x/": make_card}
    )
    for executor in ("serial", "process"):
        with (
            TemporaryDirectory() as folder,
            SiteWriter(Path(folder) / "public") as writer,
            draw_pages(chosen, writer, executor=executor) as finish,
        ):
            finish()
            tree = read_tree(writer.folder)
        assert tree["councils/c0/card.png"] == tree["councils/c0/photo.png"] == PICTURE
        assert tree["councils/c0/data.csv"] == b"a\n"
        assert len(tree) == len(drawer.pages) + 3


def test_cards_are_made_unless_they_are_not_wanted(project: Paths) -> None:
    pictures = {"councils/c0/card.png", "assets/img/card.png"}
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    assert pictures <= set(read_tree(project.public))
    build_site(BuildOptions(output=project.public, executor="serial", cards=False), project)
    assert not pictures & set(read_tree(project.public))


def test_the_written_page_lists_the_files_and_the_dictionary_their_columns(project: Paths) -> None:
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    tree = read_tree(project.public)
    assert b'<a href="../data/scores.csv">scores.csv</a>' in tree["data/index.html"]
    assert b"<code>a</code>" in tree["data/dictionary/index.html"]


def test_a_column_that_nobody_described_stops_the_build(
    project: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pd.DataFrame({"a": [0.1], "b": [1]})
    monkeypatch.setattr(whole_tables, "make_tables", lambda index, **more: {"scores": table})
    with pytest.raises(ProsperityError, match="table 'scores' are not those described, first: 'b'"):
        build_site(BuildOptions(output=project.public, executor="serial"), project)
    assert not project.public.exists()


def test_two_builds_have_the_same_bytes(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    first = read_tree(project.public)
    monkeypatch.setattr(drawing, "count_workers", lambda: 2)
    build_site(BuildOptions(output=project.public, executor="process"), project)
    assert read_tree(project.public) == first


def test_the_data_cut_follows_the_data(project: Paths) -> None:
    def cut() -> str:
        build_site(BuildOptions(output=project.public, executor="serial"), project)
        return str(json.loads((project.public / "manifest.json").read_text("utf-8"))["data_cut"])

    first = cut()
    (project.data / "extra.csv").write_text("a\n", "utf-8")
    assert cut() != first


def test_a_page_that_fails_leaves_the_old_site(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    before = read_tree(project.public)
    broken = Page("councils/x/", "page.html", {"name": "X", "zero": 0}, kind="council")
    monkeypatch.setattr(building, "list_pages", lambda site: iter([*make_pages(2), broken]))
    with pytest.raises(ProsperityError, match="division by zero"):
        build_site(BuildOptions(output=project.public, executor="serial"), project)
    assert read_tree(project.public) == before
    assert [path.name for path in project.root.iterdir() if path.name.startswith(".public")] == []


def test_only_builds_the_page_asked_for(project: Paths) -> None:
    output = project.root / "preview"
    build_site(BuildOptions(output=output, only=("councils/c3",)), project)
    tree = read_tree(output)
    assert sorted(tree) == [
        "assets/css/theme.css",
        "assets/img/card.png",
        "assets/img/icon.svg",
        "assets/js/postcodes/places.js",
        "assets/js/search-index.js",
        "assets/js/stand-in.js",
        "councils/c3/index.html",
        "councils/c3/report.pdf",
        "manifest.json",
    ]
    manifest = json.loads(tree["manifest.json"])
    assert manifest["only"] == ["councils/c3"]
    assert sorted([*manifest["files"], "manifest.json"]) == sorted(tree)
    # By its manifest the next build knows it.
    build_site(BuildOptions(output=output, only=("councils/c2",)), project)
    assert "councils/c2/index.html" in read_tree(output)


def test_a_preview_takes_no_frozen_copy(project: Paths) -> None:
    build_site(BuildOptions(output=project.public, only=("councils/c3",)), project)
    assert "under editions/2026.1/" not in make_frozen(project)
    assert not (project.public / "editions").exists()


def test_reports_on_paper_stand_beside_their_pages_unless_they_are_not_wanted(project: Paths) -> None:
    build_site(BuildOptions(output=project.public, executor="process"), project)
    tree = read_tree(project.public)
    papers = {path for path in tree if path.endswith(".pdf")}
    assert papers == {f"councils/c{n}/report.pdf" for n in range(5)}
    told = f"https://example.org/editions/2026.1/councils/c0/ {len(tree['councils/c0/index.html'])}"
    assert tree["councils/c0/report.pdf"].decode() == told
    build_site(BuildOptions(output=project.public, executor="serial", papers=False), project)
    assert not any(path.endswith(".pdf") for path in read_tree(project.public))


def test_a_build_takes_the_name_of_the_edition(project: Paths) -> None:
    build_site(BuildOptions(output=project.public, executor="serial", edition="2026.2"), project)
    assert json.loads((project.public / "manifest.json").read_text("utf-8"))["edition"] == "2026.2"
    with pytest.raises(ProsperityError, match="cannot have this name"):
        build_site(BuildOptions(output=project.public, edition="next"), project)


def make_frozen(project: Paths, *, close: bool = False) -> str:
    return freeze(project, name=None, site_url=None, close=close)


def test_a_frozen_copy_is_light_and_goes_into_the_next_build(project: Paths) -> None:
    told = make_frozen(project)
    assert str(project.frozen / "2026.1") in told
    copy = read_tree(project.frozen / "2026.1")
    assert json.loads(copy["manifest.json"])["frozen"] is True
    assert {"index.html", "councils/c0/index.html", "councils/c0/report.pdf", "data/scores.csv"} <= set(copy)
    assert not {"sitemap.xml", "robots.txt", "feed.xml", "councils/c0/card.png"} & set(copy)
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    inside = read_tree(project.public / "editions/2026.1")
    assert inside == copy
    # The manifest of the site is about the site alone.
    assert not any(
        "editions/2026.1" in path
        for path in json.loads((project.public / "manifest.json").read_text("utf-8"))["files"]
    )


def test_a_copy_goes_into_the_site_that_stands_already_if_it_belongs_there(project: Paths) -> None:
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    before = read_tree(project.public)
    before = {path: content for path, content in before.items() if not path.startswith("editions/2026.1/")}
    assert "under editions/2026.1/" in make_frozen(project)
    copy = read_tree(project.frozen / "2026.1")
    inside = {f"editions/2026.1/{path}": content for path, content in copy.items()}
    assert read_tree(project.public) == {**before, **inside}
    # Again, in place of the first; and not beside a site of other data.
    assert "under editions/2026.1/" in make_frozen(project)
    assert read_tree(project.public) == {**before, **inside}
    (project.data / "extra.csv").write_text("a\n", "utf-8")
    assert "under editions/2026.1/" not in make_frozen(project)
    assert read_tree(project.public) == {**before, **inside}


@pytest.mark.parametrize("command", ["build", "freeze"])
def test_who_builds_for_the_address_of_an_example_is_told_once(
    project: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setattr("generator.paths.PROJECT", project)
    assert main([command]) == 0
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert told.err.startswith("warning: https://example.org/ is only an example")
    assert main([command, "--site-url", "https://owner.github.io/index/"]) == 0
    assert capsys.readouterr().err == ""


def is_frozen(project: Paths) -> bool:
    """Say whether a frozen copy stands in the site, and not stand-ins."""
    manifest = json.loads((project.public / "editions/2026.1/manifest.json").read_text("utf-8"))
    return bool(manifest["frozen"])


def test_a_copy_of_other_data_stays_out_of_the_site(project: Paths) -> None:
    make_frozen(project)
    (project.data / "extra.csv").write_text("a\n", "utf-8")
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    assert not is_frozen(project)


def test_a_copy_made_for_another_address_stays_out_of_the_site(project: Paths) -> None:
    make_frozen(project)
    elsewhere = BuildOptions(output=project.public, executor="serial", site_url="https://a.example/sub/")
    build_site(elsewhere, project)
    assert not is_frozen(project)
    assert "under editions/2026.1/" not in make_frozen(project)
    assert not is_frozen(project)
    told = freeze(project, name=None, site_url="https://a.example/sub/", close=False)
    assert "under editions/2026.1/" in told
    assert is_frozen(project)
    build_site(elsewhere, project)
    assert is_frozen(project)


def test_a_closed_edition_whose_copy_is_not_at_hand_has_stand_ins_and_later_ones_do_not_lead_there(
    project: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(project, monkeypatch)
    shutil.rmtree(project.frozen)
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    assert not is_frozen(project)
    assert b'href="../editions/2026.1/index.html"' in (project.public / "editions/index.html").read_bytes()
    build_site(BuildOptions(output=project.public, executor="serial", edition="2026.2"), project)
    page = (project.public / "editions/index.html").read_text("utf-8")
    assert "2026.1" in page and "editions/2026.1/" not in page
    assert not (project.public / "editions/2026.1").exists()


def close(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """Close the edition; the tiny project lacks the inputs of a real one."""
    monkeypatch.setattr("generator.catalogue.editions.INPUTS", ("edition.yml",))
    told = make_frozen(project, close=True)
    assert "the edition 2026.1 is closed" in told


def test_a_closed_edition_is_never_changed(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    close(project, monkeypatch)
    before = read_tree(project.frozen / "2026.1")
    assert sorted(file.name for file in project.editions.iterdir()) == ["2026.1.yml", "2026.1.zip"]
    # The same again is the same.
    assert "there already, byte for byte" in make_frozen(project)
    # Other pages under the same scores: the site may look better, the copy stays.
    (project.templates / "page.html").write_text(TEMPLATE + "!", "utf-8")
    with pytest.raises(ProsperityError, match=r"2026\.1 is closed, and this copy would be another one"):
        make_frozen(project)
    assert read_tree(project.frozen / "2026.1") == before
    assert [path.name for path in project.frozen.iterdir()] == ["2026.1"]
    build_site(BuildOptions(output=project.public, executor="serial"), project)
    assert read_tree(project.public / "editions/2026.1") == before
    # Other scores need another name.
    monkeypatch.setattr(
        whole_tables, "make_tables", lambda index, **more: {"scores": pd.DataFrame({"a": [0.2]})}
    )
    with pytest.raises(ProsperityError, match=r"2026\.1 is closed, and its scores would be others"):
        build_site(BuildOptions(output=project.public, executor="serial"), project)
    build_site(BuildOptions(output=project.public, executor="serial", edition="2026.2"), project)
    assert read_tree(project.public / "editions/2026.1") == before


def test_a_lost_copy_of_a_closed_edition_is_made_again(
    project: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(project, monkeypatch)
    before = read_tree(project.frozen / "2026.1")
    shutil.rmtree(project.frozen)
    assert "the same, byte for byte" in make_frozen(project)
    assert read_tree(project.frozen / "2026.1") == before
