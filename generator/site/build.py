"""The whole build: data in, a site out, all or nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from generator.catalogue import store
from generator.catalogue.citation_file import CitationFile, load_citation
from generator.catalogue.coherence import load_coherence_before
from generator.catalogue.copies import load_copies
from generator.catalogue.council_changes import list_in_force
from generator.catalogue.doubts import judge
from generator.catalogue.editions import ClosedEdition, Correction, load_closed, name_edition, order_of
from generator.catalogue.first_build import FirstScore, load_first_build
from generator.catalogue.inside import load_inside, load_sources
from generator.catalogue.licences import Licences, load_licences
from generator.catalogue.places import load_places
from generator.catalogue.quality import load_outcomes, load_tallies
from generator.catalogue.search_words import load_search_words
from generator.catalogue.settings import Settings, load_settings
from generator.errors import ProsperityError
from generator.export.api_files import SCHEMA_FOLDER, load_schemas, write_api
from generator.export.attribution import gather_uses
from generator.export.audit_columns import describe_audit
from generator.export.columns import TABLES, Tables, load_tables
from generator.export.indicator_files import plan_indicator_files
from generator.export.inside_files import make_slices, make_small_areas, make_spread_table
from generator.export.observations import NAME, part_tables, plan_parts
from generator.export.register_tables import make_register_tables
from generator.export.release import Release, file_of
from generator.export.tables import gather_groups, make_scores
from generator.export.whole_tables import gather_frames, write_downloads
from generator.files.kept_files import KeptFiles
from generator.files.ours import MANIFEST
from generator.files.writer import SiteWriter
from generator.findings.audited import audit_all
from generator.geography.inside_spread import measure_all
from generator.geography.lookup import LOOKUP, load_lookup
from generator.geography.place_register import PlaceRow, list_place_rows
from generator.pages.gather import gather_site
from generator.pages.page import Page
from generator.pages.registry import KINDS, list_pages
from generator.pages.site import Site
from generator.paper.papers import open_press
from generator.paths import Paths
from generator.prose.audit import AUDIT_PAGE, TABLES_PAGE, gather_audit, gather_audit_tables
from generator.prose.claims import CLAIMS_PAGE, gather_claims
from generator.prose.dictionary import (
    ADDRESS_MARK,
    DICTIONARY_PAGE,
    FIELDS_PAGE,
    FILES_MARK,
    gather_dictionary,
    gather_fields,
    gather_files,
)
from generator.prose.editions import CORRECTIONS_MARK, EDITIONS_MARK, gather_corrections, gather_editions
from generator.prose.first_build import FIRST_BUILD_PAGE, gather_first_build
from generator.prose.prose import build_prose
from generator.prose.quality import QUALITY_PAGE, gather_quality
from generator.prose.reference import (
    CHANGES_PAGE,
    FRAMEWORK_PAGE,
    LEFT_OUT_PAGE,
    LICENCES_PAGE,
    SOURCES_PAGE,
    gather_changes,
    gather_framework,
    gather_left_out,
    gather_licences,
    gather_sources,
)
from generator.prose.reliability import RELIABILITY_PAGE, gather_reliability_page
from generator.prose.review import REVIEW_PAGE, gather_review
from generator.prose.settings_words import gather_settings
from generator.render.assets import ASSETS, collect_assets
from generator.render.linked_data import make_catalog
from generator.render.markdown import Sheet, draw_sheet, make_markdown_environment
from generator.site.brief_files import plan_brief_files
from generator.site.cards import GENERAL_CARD, make_general_card, plan_cards
from generator.site.cite_files import make_edition_files, plan_cite_files
from generator.site.drawing import PageDrawer, draw_pages, open_helpers
from generator.site.draws_cache import open_memory
from generator.site.former import FormerCouncil, list_former, make_redirects
from generator.site.frozen import FrozenCopy, add_copies, find_copies, find_open_copy
from generator.site.listings import (
    list_succession,
    make_feed,
    make_robots,
    make_search_index,
    make_sitemap,
)
from generator.site.manifest import hash_code, hash_data, make_manifest
from generator.site.name_scripts import make_name_scripts
from generator.site.postcode_scripts import make_postcode_scripts
from generator.site.report_files import ReportFiles, plan_report_files
from generator.site.score_scripts import make_score_scripts
from generator.site.stand_ins import write_stand_ins

SITE_URL_VARIABLE = "PROSPERITY_SITE_URL"
ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w.~%/-]*)?")
SEARCH_INDEX = "js/search-index.js"
FINGERPRINT = 12
"""Digits of the data cut that are printed; the manifest has all 64."""


@dataclass(frozen=True)
class BuildOptions:
    """How to build.

    Attributes:
        output: folder to replace.
        force: replace an old site of ours also where it holds files that it does not name.
        only: addresses to build, e.g. "councils/blackpool"; everything when empty.
        executor, scheduler: see ``drawing.draw_pages``.
        site_url: absolute address of the site; from ``data/settings.yml`` when None.
        cards: make the pictures for shared links; without them pages name none.
        papers: make the reports on paper; without them pages name none.
        edition: name of the edition in place of that in ``data/edition.yml``.
        frozen: build the frozen copy of the edition: pages, reports on paper and CSV, without cards and what
            else is for the latest edition alone.
    """

    output: Path
    only: tuple[str, ...] = ()
    executor: str = "process"
    scheduler: str | None = None
    site_url: str | None = None
    cards: bool = True
    papers: bool = True
    edition: str | None = None
    frozen: bool = False
    force: bool = False


@dataclass(frozen=True)
class BuildReport:
    """What was built: numbers of pages and files, and their size in bytes."""

    output: Path
    pages: int
    files: int
    size: int

    def summary(self) -> str:
        """Return one line for the terminal."""
        return f"{self.pages:,} pages, {self.files:,} files, {self.size / 1e6:.1f} MB in {self.output}\n"


def build_site(options: BuildOptions, paths: Paths) -> BuildReport:
    """Build the site into ``options.output``; a failure leaves what was there before.

    Raises:
        ProsperityError: whatever is wrong with data, templates or pages; an output that may not be replaced,
            or that another build is at work on.
    """
    with SiteWriter(options.output, force=options.force, frozen=options.frozen) as writer:
        return fill_site(writer, options, paths)


def fill_site(writer: SiteWriter, options: BuildOptions, paths: Paths) -> BuildReport:
    """Gather, draw and write everything, and put it in the place of the old site; see ``build_site``."""
    executor = "serial" if options.only else options.executor
    settings, edition = load_settings(paths), store.load_edition(paths)
    # Read before the long work: a citation of another edition stops the build at once.
    citation = load_citation(paths, edition, settings)
    with open_helpers(options.executor) as (helpers, count):
        edition = name_edition(edition, options.edition)
        site = gather_site(paths, edition, executor=helpers, shares=count, memory=open_memory(paths))
    cut, code = hash_data(paths), hash_code(paths)
    described = load_tables(paths.templates / TABLES).name_bands(site.words.bands)
    # A frozen copy is light: all observations of all years are in the site that it stands beside.
    parts = plan_parts(paths.datasets, site.datasets)
    described = described.leave_out(NAME) if options.frozen else part_tables(described, parts)
    closed = load_closed(paths)
    copies = {} if options.frozen else find_copies(paths, closed)
    release = Release(
        settings=settings,
        edition=edition,
        home=find_site_url(options, settings),
        data_cut=cut[:FINGERPRINT],
        older=list_older(edition.name, closed, None if options.frozen else copies),
        frozen=options.frozen,
    )
    with_cards = options.cards and not options.frozen
    former = list_former(site.changes, site.councils)
    drawer = open_drawer(
        site, former, paths, release, described=described, citation=citation, cards=with_cards
    )
    if options.papers:
        press = open_press(paths, settings, edition, base=release.base)
        drawer = replace(drawer, press=press)
    if options.only:
        drawer = replace(drawer, pages=choose_pages(drawer.pages, options.only))
    areas = tuple(site.places.values())
    groups = gather_groups(site.index, areas, site.clusters)
    scores = make_scores(site.index, areas, groups, site.words.bands)
    cards = plan_cards(site, paths.cache) if with_cards else {}
    kept = KeptFiles(paths.cache / "workbooks", ".xlsx")
    shared = ReportFiles(release.home, described.report, kept, light=options.frozen)
    drawer = drawer.add_files(
        plan_report_files(site, scores, shared),
        plan_indicator_files(site),
        cards,
        plan_cite_files(site, citation, release.home),
        plan_brief_files(site, citation, release.home, paths),
    )
    addresses = [page.path for page in drawer.pages if page.in_sitemap]
    with draw_pages(drawer, writer, executor=executor, scheduler=options.scheduler) as finish:
        for name, content in drawer.assets.content.items():
            writer.write_bytes(f"{ASSETS}/{name}", content)
        if not options.only:
            # Done here while other processes draw.
            codes = {council.code for council in site.councils}
            codes |= {change.predecessor_code for change in site.changes}
            first = load_first_build(paths, codes=codes)
            publication = Publication(site, scores, described, citation, closed, paths, first)
            addresses += write_whole(writer, drawer, publication)
        finish()
    latest = not options.only and not options.frozen
    if latest:
        write_listings(writer, drawer, addresses, corrections=site.corrections)
    stamp = partial(make_manifest, settings, edition, data_cut=cut, code_hash=code)
    written = writer.hashes
    manifest = stamp(address=release.site_url, hashes=written, frozen=options.frozen, only=options.only)
    writer.write_text(MANIFEST, manifest)
    if latest:
        own = find_open_copy(paths, edition.name, address=release.base, data_cut=cut, code_sha256=code)
        if own is not None and edition.name not in copies:
            copies[edition.name] = own
        add_copies(writer.folder, copies.values())
        if edition.name not in copies:
            write_stand_ins(writer.folder, drawer.renderer, written, stamp)
    files = len(writer.hashes)
    size = sum(file.stat().st_size for file in writer.folder.rglob("*") if file.is_file())
    writer.commit()
    return BuildReport(output=options.output, pages=len(addresses), files=files, size=size)


@dataclass(frozen=True)
class Publication:
    """What is told of the whole index and not of one page.

    Attributes:
        scores: the table of that name.
        described: what the tables hold.
        closed: closed editions.
        first: scores of the first build of the edition.
    """

    site: Site
    scores: pd.DataFrame
    described: Tables
    citation: CitationFile
    closed: Sequence[ClosedEdition]
    paths: Paths
    first: Sequence[FirstScore]


def write_whole(writer: SiteWriter, drawer: PageDrawer, publication: Publication) -> list[str]:
    """Write tables, the interface for programs and the written pages; return the addresses of these."""
    site, paths, release = publication.site, publication.paths, drawer.release
    areas = tuple(site.places.values())
    inside = load_inside(paths, areas)
    licences = load_licences(paths, {**site.datasets, **inside.sources})
    spreads = tuple(measure_all(inside, areas, site.clusters))
    audited = audit_all(
        site.index,
        site.framework,
        areas,
        edition=site.edition,
        clusters=site.clusters,
        found=site.findings.council,
        first=publication.first,
    )
    frames = gather_frames(site, publication.scores, audited)
    if inside.sets:
        frames |= {"inside": make_spread_table(spreads), "small_areas": make_small_areas(inside)}
    frames |= gather_register(site, paths)
    tables = publication.described.add(describe_audit(audited))
    url, light = release.site_url, release.frozen
    write_downloads(
        writer,
        site,
        frames,
        tables,
        paths,
        site_url=url,
        licences=licences,
        sources=inside.sources,
        light=light,
    )
    if not light:
        papers = drawer.press is not None
        slices = make_slices(inside, spreads, site.councils)
        write_api(
            writer,
            site,
            frames,
            tables,
            templates=paths.templates,
            site_url=url,
            papers=papers,
            slices=slices,
        )
    for path, content in make_edition_files(
        publication.citation, release.settings, release.edition, release.home
    ):
        writer.write_bytes(path, content)
    return write_prose(writer, drawer, publication, audited, licences=licences)


def find_site_url(options: BuildOptions, settings: Settings) -> str:
    """Return where the site will be published, with a slash at the end.

    The option counts before the environment variable, and that before the settings.
    """
    stated = ("--site-url", options.site_url), (SITE_URL_VARIABLE, os.environ.get(SITE_URL_VARIABLE))
    where, url = next(((where, url) for where, url in stated if url), ("", settings.address))
    if where and not ADDRESS.fullmatch(url):
        raise ProsperityError(
            f"the address of the site is {url!r}",
            field=where,
            expected="an address such as https://example.org/index/",
            mend="correct it there",
        )
    return url.rstrip("/") + "/"


def list_older(
    name: str, closed: Iterable[ClosedEdition], copies: Mapping[str, FrozenCopy] | None
) -> tuple[tuple[str, frozenset[str] | None], ...]:
    """Return the closed editions before the one called ``name``, see ``Release``.

    Args:
        name: of the edition that is built.
        closed: all closed editions.
        copies: those at hand, for a site leads to no other; None for a frozen copy, which must not depend on
            what is at hand.
    """
    earlier = [each.name for each in closed if order_of(each.name) < order_of(name)]
    if copies is None:
        return tuple((each, None) for each in earlier)
    return tuple((each, copies[each].files) for each in earlier if each in copies)


def open_drawer(
    site: Site,
    former: Iterable[FormerCouncil],
    paths: Paths,
    release: Release,
    *,
    described: Tables,
    citation: CitationFile,
    cards: bool,
) -> PageDrawer:
    """Return all pages with what is needed to draw them."""
    former = tuple(former)
    made = {
        **make_search_scripts(site, former, paths),
        **make_postcode_scripts(paths, site.councils, site.changes),
    }
    if cards:
        made[GENERAL_CARD] = make_general_card(site, paths.cache)
    made |= make_score_scripts(site)
    assets = collect_assets(paths.site / ASSETS, paths.cache, made, title=release.settings.title)
    drawer = PageDrawer(
        folders=(paths.site / "theme", paths.templates),
        assets=assets,
        release=release,
        catalog=make_catalog(described, light=release.frozen),
        with_cards=cards,
        citation_file=citation,
    )
    not_found = Page("404.html", "404.html", {}, kind="error", in_sitemap=False)
    pages = (*list_pages(site), *make_redirects(former, site.councils), not_found)
    if release.frozen:
        pages = tuple(page for page in pages if KINDS[page.kind].frozen)
    return replace(drawer, pages=pages)


def list_names(site: Site, paths: Paths) -> tuple[PlaceRow, ...]:
    """Return the register of names of places."""
    codes = [council.code for council in site.councils]
    return list_place_rows(load_places(paths), councils=codes, changes=site.changes, coming=site.coming)


def gather_register(site: Site, paths: Paths) -> dict[str, pd.DataFrame]:
    """Return the tables of the register beyond the places of today, by name."""
    register, _ = load_lookup(paths.data / LOOKUP)
    in_force = list_in_force(store.load_succession(paths), day=site.edition.date)
    return make_register_tables(site, register, list_names(site, paths), in_force)


def make_search_scripts(site: Site, former: Iterable[FormerCouncil], paths: Paths) -> dict[str, bytes]:
    """Return what the search box knows: its index, and the scripts of further names."""
    words = load_search_words(paths.search_words)
    codes = [council.code for council in site.councils]
    scripts = make_name_scripts(list_names(site, paths), councils=codes, words=words)
    index = make_search_index(
        site.places.values(),
        clusters=site.clusters,
        former=former,
        framework=site.framework,
        succession=list_succession(site.changes, site.coming),
        words=words,
        scripts=(Path(name).stem for name in scripts),
    )
    return {SEARCH_INDEX: index.encode("utf-8"), **scripts}


def choose_pages(pages: Iterable[Page], only: Iterable[str]) -> tuple[Page, ...]:
    """Return the pages at the addresses ``only``.

    Raises:
        ProsperityError: there is no page at one of them.
    """
    by_path = {page.path.strip("/"): page for page in pages}
    wanted = [address.strip("/") for address in only]
    for address in wanted:
        if address not in by_path:
            raise ProsperityError(
                f"there is no page at {address!r}",
                expected="an address such as councils/blackpool or clusters/red-wall",
                mend="the list of councils is in data/areas.csv, in the column slug",
            )
    return tuple(by_path[address] for address in dict.fromkeys(wanted))


def gather_reference(
    publication: Publication,
    audited: Mapping[str, pd.DataFrame],
    *,
    names: Mapping[str, str],
    licences: Licences,
) -> dict[str, Sheet]:
    """Return the pages on framework, sources, licences, changes and audit, by path under ``site/docs``."""
    site, paths = publication.site, publication.paths
    datasets = {**site.datasets, **load_sources(paths)}
    changelog = (paths.root / "CHANGELOG.md").read_text(encoding="utf-8")
    commit = next((score.commit for score in publication.first), "")
    return {
        FRAMEWORK_PAGE: gather_framework(site.framework, site.datasets),
        CLAIMS_PAGE: gather_claims(
            site.framework, (each for found in site.findings.council.values() for each in found)
        ),
        SOURCES_PAGE: gather_sources(site.framework, datasets, names=names),
        LICENCES_PAGE: gather_licences(gather_uses(licences, datasets)),
        LEFT_OUT_PAGE: gather_left_out(store.load_left_out(paths), datasets),
        CHANGES_PAGE: gather_changes(changelog),
        AUDIT_PAGE: gather_audit(
            audited, site.framework, before=load_coherence_before(paths, site.framework)
        ),
        TABLES_PAGE: gather_audit_tables(),
        FIRST_BUILD_PAGE: gather_first_build(audited, site.framework, commit=commit),
        REVIEW_PAGE: gather_review(audited, site.framework),
        RELIABILITY_PAGE: gather_reliability_page(audited, site.framework),
    }


def write_prose(
    writer: SiteWriter,
    drawer: PageDrawer,
    publication: Publication,
    audited: Mapping[str, pd.DataFrame],
    *,
    licences: Licences,
) -> list[str]:
    """Write the written and generated pages; return their addresses."""
    site, paths, described = publication.site, publication.paths, publication.described
    names = {code: place.name for code, place in site.places.items()}
    pages = {
        **gather_reference(publication, audited, names=names, licences=licences),
        QUALITY_PAGE: gather_quality(
            load_outcomes(paths, site.datasets),
            load_tallies(paths),
            judged=judge(paths),
            copies=load_copies(paths.copies, site.datasets),
            datasets=site.datasets,
            names=names,
        ),
        DICTIONARY_PAGE: gather_dictionary(described, site.framework, site.datasets),
        FIELDS_PAGE: gather_fields(
            load_schemas(
                paths.templates / SCHEMA_FOLDER,
                site_url=drawer.release.site_url,
                bands=site.words.bands,
            )
        ),
    }
    parts = {
        **gather_settings(drawer.release.settings),
        FILES_MARK: gather_files(described),
        EDITIONS_MARK: gather_editions(drawer.release, publication.closed),
        CORRECTIONS_MARK: gather_corrections(site.corrections, names=names, figures=site.figure_names),
    }
    environment = make_markdown_environment(drawer.folders)
    draw = partial(draw_sheet, environment)
    generated = {path: draw(sheet) for path, sheet in pages.items()}
    inserts = {ADDRESS_MARK: drawer.release.home} | {mark: draw(part) for mark, part in parts.items()}
    addresses = []
    prose = build_prose(
        paths.site, site.words.bands, renderer=drawer.renderer, generated=generated, inserts=inserts
    )
    for path, text in prose:
        writer.write_text(file_of(path), text)
        addresses.append(path)
    return addresses


def write_listings(
    writer: SiteWriter,
    drawer: PageDrawer,
    addresses: Iterable[str],
    *,
    corrections: Sequence[Correction] = (),
) -> None:
    """Write sitemap, robots and feed."""
    url = drawer.release.site_url
    summary = "Scores, ranks with their ranges, and trends for every council area of the United Kingdom."
    writer.write_text("sitemap.xml", make_sitemap(addresses, site_url=url))
    writer.write_text("robots.txt", make_robots(site_url=url))
    writer.write_text(
        "feed.xml",
        make_feed(
            drawer.release.settings,
            drawer.release.edition,
            site_url=url,
            summary=summary,
            corrections=corrections,
        ),
    )
