"""Without any one cluster, some of the elements, or any one kind of page, the others are still made."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.catalogue import store
from generator.catalogue.citation_file import load_citation
from generator.catalogue.cluster_claims import CLAIMS
from generator.catalogue.pairs import PAIRS
from generator.catalogue.settings import load_settings
from generator.export.columns import TABLES, load_tables
from generator.export.release import Release
from generator.pages import lists, registry
from generator.pages.gather import gather_site
from generator.pages.page import Page
from generator.pages.site import Site
from generator.paths import PROJECT, Paths
from generator.site.build import open_drawer

ELEMENT = re.compile(r" {10}- slug: (\S+)")
LESS_INDENTED = re.compile(r" {0,8}[^ #\n]")


def without(site: Site, slug: str) -> Site:
    return replace(site, clusters=tuple(one for one in site.clusters if one.slug != slug))


def test_home_and_the_lists_need_no_cluster(site: Site) -> None:
    for slug in [cluster.slug for cluster in site.clusters]:
        left = without(site, slug)
        lists.build_home(left)
        listed = lists.build_clusters(left)
        assert f"clusters/{slug}/" not in str(listed["kinds"])


def test_home_names_what_is_there(site: Site) -> None:
    assert lists.build_home(site)["first_cluster"]["title"] == "Red Wall"  # type: ignore[index]
    bare = replace(site, clusters=tuple(c for c in site.clusters if c.kind != "political"))
    assert lists.build_home(bare)["first_cluster"] is None
    assert lists.gather_facts(site)["share"] and not lists.gather_facts(bare)["share"]


def draw_one_of_each(site: Site, paths: Paths, pages: Iterable[Page]) -> dict[str, str]:
    """Return the first page of each kind and template, by its path."""
    edition, settings = site.edition, load_settings(paths)
    drawer = open_drawer(
        site,
        (),
        paths,
        Release(settings, edition, settings.address, data_cut=""),
        described=load_tables(paths.templates / TABLES).name_bands(site.words.bands),
        citation=load_citation(paths, edition, settings),
        cards=False,
    )
    first = {(page.kind, page.template): page for page in reversed(list(pages))}
    return {page.path: drawer.renderer.render(page) for page in first.values()}


@pytest.mark.parametrize("module", registry.MODULES)
def test_each_module_of_pages_can_be_taken_out(site: Site, module: str) -> None:
    makers = dict(zip(registry.MODULES, registry.MAKERS, strict=True))
    gone = {page.path for page in makers.pop(module)(site)}
    drawn = draw_one_of_each(site, PROJECT, registry.list_pages(site, makers.values()))
    assert drawn and gone and not gone & set(drawn)


def cut_elements(text: str, slugs: set[str]) -> str:
    """Return the text of a framework without some of its elements."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        if found := ELEMENT.match(line):
            inside = found[1] in slugs
        elif LESS_INDENTED.match(line):
            inside = False
        kept += [] if inside else [line]
    return "".join(kept)


def test_elements_can_be_taken_out_of_the_framework(tmp_path: Path) -> None:
    for name in ("site", "CITATION.cff", "CHANGELOG.md"):
        (tmp_path / name).symlink_to(PROJECT.root / name)
    paths = Paths(tmp_path)
    pairs = PROJECT.templates / PAIRS
    for folder, own in (
        (PROJECT.data, (PROJECT.framework, PROJECT.goalposts, PROJECT.errors, PROJECT.clusters)),
        (PROJECT.clusters, (PROJECT.clusters / CLAIMS,)),
        (PROJECT.templates, (pairs.parent,)),
        (pairs.parent, (pairs,)),
    ):
        copy = tmp_path / folder.relative_to(PROJECT.root)
        copy.mkdir()
        for item in folder.iterdir():
            if item not in own:
                (copy / item.name).symlink_to(item)
    framework = store.load_framework(PROJECT)
    # The first of each domain, and all but one of a pillar.
    gone = {domain.pillars[0].elements[0].slug for domain in framework.domains}
    gone |= {element.slug for element in framework.pillars[-1].elements[1:]}
    paths.framework.write_text(cut_elements(PROJECT.framework.read_text("utf-8"), gone), "utf-8")
    named = {element.slug for element in framework.elements}
    left = {indicator.slug for indicator in store.load_tree(paths).indicators}
    with PROJECT.goalposts.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    with paths.goalposts.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *(row for row in rows if row[0] in left)])
    # What is said of an indicator goes with it: one that is not there is taken for a slip of the pen.
    stated = yaml.safe_load(PROJECT.errors.read_text("utf-8"))
    for field in ("averages", "limits"):
        stated[field] = [one for one in stated[field] if one["indicator"] in left]
    for caution in stated["cautions"]:
        caution["indicators"] = [slug for slug in caution["indicators"] if slug in left]
    stated["cautions"] = [caution for caution in stated["cautions"] if caution["indicators"]]
    paths.errors.write_text(yaml.safe_dump(stated), "utf-8")
    claims = yaml.safe_load((PROJECT.clusters / CLAIMS).read_text("utf-8"))["claims"]
    parts = {*left, "overall", *(pillar.slug for pillar in framework.pillars), *named - gone}
    tested = [claim for claim in claims if claim.get("measure", "overall") in parts]
    (paths.clusters / CLAIMS).write_text(yaml.safe_dump({"claims": tested}), "utf-8")
    told = yaml.safe_load(pairs.read_text("utf-8"))["pairs"]
    told = [pair for pair in told if not {pair[end]["element"] for end in ("first", "second")} & gone]
    (paths.templates / PAIRS).write_text(yaml.safe_dump({"pairs": told}), "utf-8")
    edition = store.load_edition(paths).model_copy(update={"draws": 20, "sobol": 8})
    site = gather_site(paths, edition)
    assert set(site.elements) == {element.slug for element in framework.elements} - gone
    drawn = draw_one_of_each(site, paths, registry.list_pages(site))
    assert {"", "councils/", "rankings/"} <= set(drawn)
    assert [path for path, page in drawn.items() for slug in gone if f"elements/{slug}/" in page] == []
