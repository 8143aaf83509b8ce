"""Reads a built site as a stern reader would: links, names, words, numbers, content policy, sizes."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from generator.errors import ProsperityError
from generator.export.release import PAPER
from generator.export.site_address import MEND, is_example
from generator.files.ours import EDITIONS, MANIFEST, read_json
from generator.verify.brief_numbers import check_briefs
from generator.verify.cited import check_citations
from generator.verify.inside_check import check_inside
from generator.verify.means_check import check_means
from generator.verify.observations_check import check_doubtful, check_observations
from generator.verify.own_addresses import OwnAddresses
from generator.verify.paper_checks import check_papers
from generator.verify.printed import check_printed
from generator.verify.public_tables import PublicTables
from generator.verify.recomputed import check_evidence
from generator.verify.register_checks import check_register
from generator.verify.report_sentences import check_report_sentences
from generator.verify.rules_again import check_rules
from generator.verify.same_figures import check_copies
from generator.verify.scan import Scanned, scan_page, shorten
from generator.verify.shown_figures import check_shown
from generator.verify.since_check import CAUSES, check_since
from generator.verify.sizes import check_published, check_sizes
from generator.verify.standings_check import check_gaps, check_standings
from generator.verify.wording import check_wording

FROZEN = re.compile(rf"{EDITIONS}\d{{4}}\.\d+/")
EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
GAP_WORDS = re.compile(r"\b(?:nan|NaN|NaT|inf|undefined|None(?! (?:of|is|are|was|were)\b))\b|<NA>|\{\{|\}\}")
LONG_FLOAT = re.compile(r"\d\.\d{5,}")
AREA_CODE = re.compile(r"\b[EWSNK]\d{8}\b")
BROKEN_SENTENCE = re.compile(r" [.,;:!?](?=\s|$)|,,|,\.|(?<!\.)\.\.(?!\.)|\(\s*\)")
LONG = 200
"""Signs of an address that a fault tells; the end of one says most."""
PARALLEL_FROM = 60
PAGE_LIMIT = 60_000
REFERENCE = ("data/", "method/framework/")
"""Pages that list everything there is, to be looked up and searched."""
REFERENCE_LIMIT = 100_000
DESCRIPTION_LIMIT = 160


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        rule: name of the check, e.g. "link".
        path: page or file concerned.
        detail: what is wrong, for a person.
    """

    rule: str
    path: str
    detail: str


@dataclass(frozen=True)
class PageResult:
    """What one page told, in a form that travels between processes."""

    path: str
    faults: tuple[Fault, ...]
    ids: frozenset[str]
    targets: tuple[str, ...]
    title: str
    language: str
    listed: bool


def check_site(folder: Path, datasets: Path | None = None) -> tuple[Fault, ...]:
    """Return every fault of the site in ``folder``, sorted by rule and page.

    Args:
        folder: of the site.
        datasets: the datasets that it was built from, to hold the published observations against; where it is
            None they are not looked at.

    Raises:
        ProsperityError: there is no site in the folder.
    """
    if not (folder / "index.html").is_file():
        raise ProsperityError("there is no built site here", file=folder, mend="run: prosperity build")
    present = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    # Frozen copies are sites of their own, read by themselves; here only whether they are as they were, and
    # whether what the copy of the same edition names is there. Its stand-ins are pages as all others.
    files = [path for path in present if not FROZEN.match(path)]
    manifest = read_manifest(folder)
    base = f"{EDITIONS}{manifest.get('edition')}/"
    stays = [path for path in present if path.startswith(base)]
    frozen = read_manifest(folder / base).get("frozen", False)
    pages = [path for path in (files if frozen else files + stays) if path.endswith(".html")]
    results = read_pages(folder, pages)
    faults = [fault for result in results for fault in result.faults]
    ids = {result.path: result.ids for result in results}
    own = OwnAddresses(manifest.get("address", ""), base, frozenset(present), ids)
    faults += check_links(results, own)
    faults += check_addresses(own.list_named(folder, files + stays), own)
    faults += check_titles(results)
    faults += check_languages(results)
    targets = {result.path: result.targets for result in results}
    faults += [Fault(*found) for found in check_sizes(folder, files, targets)]
    faults += [Fault(*found) for found in check_published(folder, present)]
    faults += check_manifest(folder, files)
    faults += [Fault("files", *found) for found in check_copies(folder)]
    faults += [Fault("figures", *found) for found in check_inside(folder)]
    faults += [Fault("register", *found) for found in check_register(folder)]
    faults += [Fault("observations", *found) for found in check_doubtful(folder)]
    if datasets is not None:
        faults += [Fault("observations", *found) for found in check_observations(folder, datasets)]
    for name in sorted({match[0] for path in present if (match := FROZEN.match(path))}):
        inside = [path.removeprefix(name) for path in present if path.startswith(name)]
        found = check_manifest(folder / name, inside)
        faults += [replace(fault, path=f"{name}{fault.path}") for fault in found]
    faults += read_papers(folder, [path for path in files if path.endswith(f"/{PAPER}")])
    faults += check_told(PublicTables(folder))
    return tuple(sorted(set(faults)))


def read_papers(folder: Path, paths: list[str]) -> list[Fault]:
    """Check every report on paper, in processes where that pays."""
    if len(paths) < PARALLEL_FROM:
        return list_paper_faults(folder, paths)
    count = os.cpu_count() or 1
    shares = [paths[start::count] for start in range(count)]
    with ProcessPoolExecutor(max_workers=count, mp_context=get_context("spawn")) as pool:
        return [fault for found in pool.map(partial(list_paper_faults, folder), shares) for fault in found]


def list_paper_faults(folder: Path, paths: list[str]) -> list[Fault]:
    """Return what is wrong with some reports on paper."""
    return [Fault("paper", fault.path, fault.detail) for fault in check_papers(folder, paths)]


def check_told(tables: PublicTables) -> Iterator[Fault]:
    """Yield what is told and is not so.

    Evidence of a finding that the published tables do not give, and a number or name in its sentence that the
    evidence does not; a number in a table of a page that the tables do not give; a value that no observations
    give; a rank, band or gap that the scores do not; a finding that fails its rule, or contradicts another; a
    sentence with a number on a report that no finding says; a citation of another page or edition.
    """
    table = "data/findings.csv"
    for finding, problem in check_evidence(tables):
        yield Fault("figures", "data/evidence.csv", f"{finding}: {shorten(problem, LONG)}")
    for place, problem in check_printed(tables):
        yield Fault("figures", table, f"{place}: {shorten(problem, LONG)}")
    for place, problem in check_wording(tables):
        yield Fault("words", table, f"{place}: {shorten(problem, LONG)}")
    for place, problem in check_rules(tables):
        yield Fault("rules", table, f"{place}: {shorten(problem)}")
    for page, problem in check_shown(tables):
        yield Fault("figures", page, shorten(problem))
    for page, text in check_report_sentences(tables):
        yield Fault("words", page, f"no finding on the place says: {shorten(text)}")
    for page, text in check_briefs(tables):
        yield Fault("figures", page, f"not what the tables give: {shorten(text)}")
    for place, problem in check_means(tables):
        yield Fault("figures", "data/values.csv", f"{place}: {problem}")
    for check in (check_standings, check_gaps):
        for path, place, problem in check(tables):
            yield Fault("figures", path, f"{place}: {problem}")
    for name in CAUSES:
        for place, problem in check_since(tables, name):
            yield Fault("figures", name, f"{place}: {problem}")
    for page, problem in check_citations(tables):
        yield Fault("citation", page, shorten(problem, 200))


def read_pages(folder: Path, paths: list[str]) -> list[PageResult]:
    """Read every page, in processes where that pays."""
    work = [(folder, path) for path in paths]
    if len(paths) < PARALLEL_FROM:
        return [read_page(item) for item in work]
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(read_page, work, chunksize=16))


def read_page(work: tuple[Path, str]) -> PageResult:
    """Read one page and check all that can be told from it alone."""
    folder, path = work
    raw = (folder / path).read_bytes()
    page = scan_page(raw.decode("utf-8"))
    found = [Fault(rule, path, detail) for rule, detail in page.faults]
    for rule, check in PAGE_CHECKS.items():
        found += [Fault(rule, path, detail) for detail in check(page)]
    weight = len(gzip.compress(raw, compresslevel=6, mtime=0))
    limit = REFERENCE_LIMIT if path.startswith(REFERENCE) else PAGE_LIMIT
    if weight > limit:
        found.append(Fault("size", path, f"{weight:,} bytes compressed; the limit is {limit:,}"))
    return PageResult(
        path=path,
        faults=tuple(found),
        ids=frozenset(page.ids),
        targets=tuple(dict.fromkeys(page.links + page.loads)),
        title=page.title,
        language=page.language,
        listed="noindex" not in page.robots,
    )


def check_words(page: Scanned) -> Iterator[str]:
    """Yield words that show a gap in the data."""
    for text, _ in page.texts:
        if match := GAP_WORDS.search(text):
            yield f"{match[0]!r} in: {shorten(text)}"


def check_numbers(page: Scanned) -> Iterator[str]:
    """Yield numbers that nobody rounded."""
    for text, in_code in page.texts:
        if not in_code and LONG_FLOAT.search(text):
            yield f"an unrounded number in: {shorten(text)}"


def check_codes(page: Scanned) -> Iterator[str]:
    """Yield area codes where a reader expects a name."""
    for text, in_code in page.texts:
        if not in_code and (match := AREA_CODE.search(text)):
            yield f"the code {match[0]} stands where a name belongs: {shorten(text)}"


def check_sentences(page: Scanned) -> Iterator[str]:
    """Yield sentences with a hole in them."""
    for text, in_code in page.texts:
        if not in_code and BROKEN_SENTENCE.search(text):
            yield f"a broken sentence: {shorten(text)}"


def check_headings(page: Scanned) -> Iterator[str]:
    """Yield what is wrong with the outline."""
    if page.headings.count(1) != 1:
        yield f"{page.headings.count(1)} first-level headings instead of one"
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        if after > before + 1:
            yield f"heading level {after} follows level {before}"


def check_head(page: Scanned) -> Iterator[str]:
    """Yield what is missing from the head of the page."""
    if not page.title:
        yield "the page has no title"
    if not page.language:
        yield "the page names no language"
    if not page.description:
        yield "the page has no description"
    elif len(page.description) > DESCRIPTION_LIMIT:
        yield f"the description has {len(page.description)} characters: {shorten(page.description)}"


def check_names(page: Scanned) -> Iterator[str]:
    """Yield form fields without a label and references to ids that are not there."""
    for identifier, named in page.fields:
        if not named and identifier not in page.labelled - {""}:
            yield f"a form field has no label: {identifier or 'without id'}"
    for identifier in sorted(set(page.refers) - page.ids):
        yield f"an element refers to the id {identifier!r}, which is not there"


def check_loads(page: Scanned) -> Iterator[str]:
    """Yield what the page would fetch from elsewhere."""
    for address in page.loads:
        if EXTERNAL.match(address) and not address.startswith("data:"):
            yield f"the page loads {shorten(address)}"


PAGE_CHECKS: dict[str, Callable[[Scanned], Iterable[str]]] = {
    "words": check_words,
    "number": check_numbers,
    "code": check_codes,
    "sentence": check_sentences,
    "heading": check_headings,
    "head": check_head,
    "label": check_names,
    "third-party": check_loads,
}


def check_links(results: Iterable[PageResult], own: OwnAddresses) -> Iterator[Fault]:
    """Yield links that lead nowhere, or to a folder, which only a server could open."""
    for page in results:
        for target in page.targets:
            if problem := check_target(page.path, target, own):
                yield Fault("link", page.path, f"{shorten(target, LONG)}: {problem}")


def check_addresses(named: Iterable[tuple[str, str]], own: OwnAddresses) -> Iterator[Fault]:
    """Yield addresses of the site that lead nowhere, of those that files name: path of each and address."""
    for path, address in named:
        if problem := own.find_problem(address):
            yield Fault("link", path, f"{shorten(address, LONG)}: {problem}")


def check_publishable(folder: Path) -> Iterator[Fault]:
    """Yield what must not be published though it is right by itself: a site for the address of an example."""
    address = str(read_manifest(folder).get("address", ""))
    if is_example(address):
        yield Fault("address", MANIFEST, f"the site is built for {address}, which is only an example: {MEND}")


def check_target(path: str, target: str, own: OwnAddresses) -> str | None:
    """Return what is wrong with one link, or None."""
    if own.owns(target):
        return own.find_problem(target)
    if EXTERNAL.match(target):
        return None
    if target.startswith("/"):
        # The error page is served at any depth and has to start from the top.
        return None if path == "404.html" else "starts at the top of the domain"
    address, _, anchor = target.partition("#")
    address = unquote(address.partition("?")[0])
    file = normpath(join(dirname(path), address)) if address else path
    if address.endswith("/") or address in (".", ".."):
        return "leads to a folder, not to a file"
    return own.find_missing(file, anchor)


def check_titles(results: Iterable[PageResult]) -> Iterator[Fault]:
    """Yield pages that share their title with another."""
    listed = [result for result in results if result.listed and result.title]
    counts = Counter(result.title for result in listed)
    for result in listed:
        if counts[result.title] > 1:
            yield Fault("title", result.path, f"{counts[result.title]} pages are called {result.title!r}")


def check_languages(results: Iterable[PageResult]) -> Iterator[Fault]:
    """Yield pages in another language than the home page."""
    languages = {result.path: result.language for result in results}
    home = languages["index.html"]
    for path, language in languages.items():
        if language and language != home:
            yield Fault("head", path, f"the language is {language!r}, that of the home page {home!r}")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a site, empty where there is none.

    Raises:
        ProsperityError: what has its name is not one.
    """
    file = folder / MANIFEST
    if not file.exists():
        return {}
    try:
        told = read_json(file)
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        raise ProsperityError("this is no manifest of a site", file=file, mend="run: prosperity build")
    return told


def check_manifest(folder: Path, files: Iterable[str]) -> Iterator[Fault]:
    """Yield files that are not those the manifest names."""
    manifest = read_manifest(folder)
    if not manifest:
        yield Fault("manifest", MANIFEST, "there is none")
        return
    if not manifest.get("address"):
        yield Fault("manifest", MANIFEST, "does not tell the address of the site")
    listed: dict[str, str] = manifest["files"]
    present = set(files) - {MANIFEST}
    for path in sorted(present - set(listed)):
        yield Fault("manifest", path, "is not in the manifest")
    for path in sorted(listed):
        if path not in present:
            yield Fault("manifest", path, "is in the manifest but not in the site")
        elif hashlib.sha256((folder / path).read_bytes()).hexdigest() != listed[path]:
            yield Fault("manifest", path, "differs from its hash in the manifest")


def describe_faults(faults: Iterable[Fault], *, examples: int = 8) -> str:
    """Return the faults for a terminal: by rule, with the number and the first few of each."""
    by_rule: dict[str, list[Fault]] = {}
    for fault in faults:
        by_rule.setdefault(fault.rule, []).append(fault)
    lines: list[str] = []
    for rule, found in sorted(by_rule.items()):
        lines.append(f"{rule}: {len(found)}")
        lines += [f"  {fault.path}: {fault.detail}" for fault in found[:examples]]
        if len(found) > examples:
            lines.append(f"  and {len(found) - examples} more")
    return "\n".join(lines) + "\n" if lines else ""
