"""A band reworded in its one file is reworded wherever a reader or a program meets it."""

from __future__ import annotations

import csv
import html
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from little_site import draw

from generator.catalogue.records import Area
from generator.export.api import Interface
from generator.export.api_files import SCHEMA_FOLDER, load_schemas
from generator.export.api_places import list_places
from generator.export.columns import TABLES, load_tables
from generator.export.downloads import encode_csv, encode_json, group_rows
from generator.export.release import PAPER
from generator.export.tables import gather_groups, make_scores
from generator.pages.brief import make_brief
from generator.pages.figures import describe_node
from generator.pages.share import share_council, word_card
from generator.pages.site import Site
from generator.paths import PROJECT, Paths
from generator.prose.dictionary import gather_dictionary
from generator.site import build as building
from generator.site.build import BuildOptions, build_site
from generator.text.bands import BANDS, load_bands
from generator.verify.paper_checks import check_paper, read_imprint, read_sheets

OLD, NEW = "second lowest", "next to last"
BAND = f"{NEW} to middle fifth"
PAGES = (
    "",
    "rankings",
    "councils",
    "elements/work",
    "indicators/smoking",
    "clusters/red-wall",
    "compare",
    "weights",
)


@dataclass(frozen=True)
class Reworded:
    """A part of a site made with another word for one fifth.

    Attributes:
        templates: folder with that word.
        output: what was built.
        site: the bundle it was made from.
        place: a council whose overall band is ``BAND``.
    """

    templates: Path
    output: Path
    site: Site
    place: Area

    def read(self, path: str) -> str:
        return (self.output / path).read_text("utf-8")


@pytest.fixture(scope="module")
def reworded(site: Site, fonts_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reworded]:
    """Build from the committed data with few draws; only the file of bands is not the project's own."""
    root = tmp_path_factory.mktemp("project")
    for name in ("generator", "site", "CITATION.cff", "CHANGELOG.md"):
        (root / name).symlink_to(PROJECT.root / name)
    (root / "data").mkdir()
    for item in PROJECT.data.iterdir():
        (root / "data" / item.name).symlink_to(item)
    paths = Paths(root)
    shutil.copytree(fonts_cache, paths.cache)
    shutil.copytree(PROJECT.templates, paths.templates)
    words = (paths.templates / BANDS).read_text("utf-8")
    assert words.count(f": {OLD}\n") == 1
    (paths.templates / BANDS).write_text(words.replace(f": {OLD}\n", f": {NEW}\n"), "utf-8")
    site = replace(site, words=replace(site.words, bands=load_bands(paths.templates / BANDS)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "gather_site", lambda *args, **more: site)
        place = next(
            council
            for council in site.councils
            if site.bands[site.position[council.code]][0] == [2, 3]
            and NEW in repr(make_brief(site, council, None))
        )
        report = f"councils/{place.slug}"
        only = (*PAGES, report, f"{report}/brief", f"embed/{report}")
        build_site(BuildOptions(root / "out", only=only, executor="serial"), paths)
    yield Reworded(paths.templates, root / "out", site, place)


def test_the_pages_say_the_new_word_and_none_the_old(reworded: Reworded) -> None:
    report = f"councils/{reworded.place.slug}/"
    for path, words in (
        ("", f"{NEW} fifth"),
        ("councils/", f"{NEW} fifth"),
        ("elements/work/", f"{NEW} fifth"),
        ("indicators/smoking/", f"{NEW} fifth"),
        (report, BAND),
        (f"{report}brief/", NEW),
    ):
        assert words in html.unescape(reworded.read(f"{path}index.html")), path
    # In a sentence, in a table, and where the rule of a sentence opens.
    page = reworded.read(f"{report}index.html")
    assert (
        f", most likely in the {NEW}" in page
        and f"<td>{NEW}" in page
        and f"Band in the nation: {NEW}" in page
    )


def test_no_file_of_the_part_says_the_old_word(reworded: Reworded) -> None:
    texts = [
        file for file in reworded.output.rglob("*") if file.suffix in (".html", ".csv", ".json", ".md", ".js")
    ]
    assert len(texts) > 20
    for file in texts:
        text = file.read_text("utf-8")
        assert OLD not in text and "{band" not in text, file


def test_the_files_beside_a_report_say_what_its_page_says(reworded: Reworded) -> None:
    folder = reworded.output / "councils" / reworded.place.slug
    with (folder / "data.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.DictReader(stream))["band"] == BAND
    assert json.loads((folder / "data.json").read_text("utf-8"))["scores"][0]["band"] == BAND
    assert pq.read_table(folder / "data.parquet").column("band")[0].as_py() == BAND
    with zipfile.ZipFile(folder / "data.xlsx") as book:
        told = "".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))
    assert BAND in told and OLD not in told
    paper, page = (folder / PAPER).read_bytes(), (folder / "index.html").read_text("utf-8")
    told = " ".join(" ".join(read_sheets(paper)[0]).split())
    assert BAND in told and OLD not in told
    imprint = read_imprint(reworded.output)
    assert list(check_paper(paper, page, f"councils/{reworded.place.slug}/", imprint)) == []


def test_card_embed_and_rankings_give_both_ranks_and_no_band(reworded: Reworded) -> None:
    site, place = reworded.site, reworded.place
    share, row = share_council(site, place), describe_node(site, place, "overall")
    ranks = (f"rank {row.ranks} in {place.nation}", f"rank {row.uk_ranks} in the UK")
    beside = word_card(share, "", site.edition).beside
    assert beside[1:] == ranks and all(each in share.alt for each in ranks)
    assert (reworded.output / "councils" / place.slug / "card.png").is_file()
    embed = html.unescape(reworded.read(f"embed/councils/{place.slug}/index.html"))
    assert all(each in embed for each in ranks)
    rankings = html.unescape(reworded.read("rankings/index.html"))
    assert f">{row.ranks}</td>" in rankings and f">{row.uk_ranks.partition(' of ')[0]}</td>" in rankings
    for text in (*beside, share.alt, embed, rankings):
        assert BAND not in text and NEW not in text


def test_tables_and_interface_say_it(reworded: Reworded) -> None:
    site, place = reworded.site, reworded.place
    areas, bands = tuple(site.places.values()), site.words.bands
    scores = make_scores(site.index, areas, gather_groups(site.index, areas, site.clusters), bands)
    text = encode_csv(scores)
    assert f",{BAND}," in text and OLD not in text
    interface = Interface(site, "https://example.org/", group_rows(scores), list_places(site))
    named = {one.code: one for one in interface.places}
    text = encode_json(interface.describe_place(named[place.code], named))
    assert f'"band":"{BAND}"' in text and OLD not in text
    schemas = json.dumps(dict(load_schemas(reworded.templates / SCHEMA_FOLDER, site_url="", bands=bands)))
    tables = load_tables(reworded.templates / TABLES).name_bands(bands)
    dictionary = draw(gather_dictionary(tables, site.framework, site.datasets))
    method = bands.fill((PROJECT.site / "docs" / "method" / "uncertainty.md").read_text("utf-8"))
    for text in (schemas, dictionary, method):
        assert f"{NEW} fifth" in text and BAND in text and OLD not in text and "{band" not in text
