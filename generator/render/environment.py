"""The Jinja environment of all pages, and what every template may ask of the page it draws.

Addresses are always relative and name their file, so that the same pages work from the top of a domain, from
a sub-path, and from a folder opened in a browser.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from generator.catalogue.citation_file import CitationFile
from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.charts.card import HEIGHT, WIDTH
from generator.errors import ProsperityError
from generator.export.release import Release, file_of, find_permalink
from generator.pages.page import Page
from generator.render.assets import Assets
from generator.render.linked_data import NO_CATALOG, Catalog, LinkedData
from generator.text.citation import Citation, Kind, make_citation

NOT_FOUND = "404.html"


# A report has nothing but its CSV and PDF beside it; what is for machines and other sites is the latest.
NOT_FROZEN = re.compile(
    r"^/?(?:embed|api)/|^/?(?:feed|sitemap)\.xml$|\.(?:xlsx|parquet)$|"
    r"^/?(?:councils|clusters|regions)/[^/]+/(?:data\.json|card\.png)$"
)


def make_environment(
    folders: Sequence[Path], *, finalize: Callable[[object], object] | None = None
) -> Environment:
    """Return an environment that escapes always and stops at anything undefined.

    Args:
        folders: template folders, the first one that has a template wins.
        finalize: what becomes of each value before it is printed; markup that it returns is escaped no more.
    """
    return Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


@dataclass(frozen=True)
class Address:
    """Where one page is, and how it refers to others.

    Attributes:
        path: address under the site root, e.g. "councils/blackpool/".
        site_url: absolute address of the site, with a slash at the end; used for canonical links only.
        latest: of a frozen copy the absolute address of the latest edition, where links to what a copy lacks
            lead; else empty.
    """

    path: str
    site_url: str
    assets: Assets
    latest: str = ""

    @property
    def root(self) -> str:
        """The way back to the site root: "", "../", "../../" ...

        The error page is shown at any depth, so it alone starts from the site's own path.
        """
        if self.path == NOT_FOUND:
            return urlsplit(self.site_url).path
        return "../" * self.path.count("/")

    @property
    def canonical(self) -> str:
        """The absolute address of the page."""
        return self.site_url + self.path

    def permalink(self, edition: Edition) -> str:
        """Return the address at which this page of this edition stays as it is."""
        return find_permalink(self.path, edition, site_url=self.latest or self.site_url)

    def href(self, target: str) -> str:
        """Return a relative link to a page, file or anchor: "", "councils/hull/#health", "data/a.csv"."""
        path, hash_sign, anchor = target.partition("#")
        if self.latest and NOT_FROZEN.search(path):
            return f"{self.latest}{target.lstrip('/')}"
        return f"{self.root}{file_of(path.lstrip('/'))}{hash_sign}{anchor}"

    @property
    def scripts(self) -> str:
        """The version of all scripts together, for those that other scripts load."""
        return self.assets.scripts_version

    def asset(self, name: str) -> str:
        """Return a relative link to an asset, with its version."""
        return self.root + self.assets.address(name)

    def absolute(self, target: str) -> str:
        """Return the absolute address of a page or file, for feeds, cards and citations."""
        return self.site_url + target.lstrip("/")


@dataclass(frozen=True)
class Renderer:
    """Draws pages: environment, assets and release in one place.

    Attributes:
        release: the edition that is built.
        catalog: what machines are told of the files.
        with_cards: reports have cards beside them, and pages name theirs.
        paper_kinds: kinds of pages that have a report on paper beside them.
        citation_file: what pages take their citations from; without it none can be cited.
    """

    environment: Environment
    assets: Assets
    release: Release
    catalog: Catalog = NO_CATALOG
    with_cards: bool = False
    paper_kinds: frozenset[str] = frozenset()
    citation_file: CitationFile | None = None

    @property
    def site_url(self) -> str:
        """Absolute address of the copy of the site that is built."""
        return self.release.site_url

    def page_context(self, path: str, kind: str = "") -> dict[str, Any]:
        """Return what every template knows of its page, by name."""
        release = self.release
        latest = release.home if release.frozen else ""
        address = Address(path, release.site_url, self.assets, latest)
        return {
            "path": path,
            "root": address.root,
            "href": address.href,
            "asset": address.asset,
            "scripts_version": address.scripts,
            "absolute": address.absolute,
            "canonical": address.canonical,
            "permalink": release.base + path,
            "cite": partial(self.cite, address),
            "settings": release.settings,
            "edition": release.edition,
            "site_url": release.site_url,
            "release": release,
            "linked_data": LinkedData(
                path, release.site_url, release.settings, release.edition, self.catalog
            ).tell,
            "has_pdf": kind in self.paper_kinds,
            "card_size": (WIDTH, HEIGHT) if self.with_cards else (),
        }

    def cite(self, address: Address, name: str, kind: Kind = "report", path: str | None = None) -> Citation:
        """Return the citation of the page at ``address``, or of another at ``path``.

        Templates call it with the name of what is cited.

        Raises:
            ProsperityError: there is nothing to take it from.
        """
        address = address if path is None else replace(address, path=path)
        return cite_page(
            self.citation_file, self.release.settings, self.release.edition, address, name=name, kind=kind
        )

    def render(self, page: Page) -> str:
        """Return the HTML of one page.

        Raises:
            ProsperityError: the template is missing or wrong, or asks for something it was not given.
        """
        return self.render_template(page.template, page.path, page.gather(), kind=page.kind)

    def render_template(self, template: str, path: str, context: Mapping[str, Any], kind: str = "") -> str:
        """Return ``template`` drawn for the page at ``path``; see ``render``."""
        try:
            told = {**self.page_context(path, kind), **context}
            return self.environment.get_template(template).render(told)
        except ProsperityError:
            raise
        except Exception as error:
            raise explain_template_error(error, template, path) from error


def cite_page(
    file: CitationFile | None,
    settings: Settings,
    edition: Edition,
    address: Address,
    *,
    name: str,
    kind: Kind = "report",
) -> Citation:
    """Return the citation of a page of this edition; the files beside a report say what the page says.

    Raises:
        ProsperityError: there is no citation file.
    """
    if file is None:
        raise ProsperityError("there is nothing to take a citation from", expected="CITATION.cff")
    permalink = address.permalink(edition)
    return make_citation(
        file, settings, edition, name=name, path=address.path, permalink=permalink, kind=kind
    )


def explain_template_error(error: Exception, template: str, path: str) -> ProsperityError:
    """Return an error that names the template and line where drawing the page at ``path`` stopped."""
    file, line = find_template_frame(error, template)
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or template, error.lineno
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    return ProsperityError(
        f"the template could not be drawn: {kind}{error}",
        file=Path(file).name if Path(file).is_absolute() else file,
        line=line,
        field=f"page {path or 'home'}",
    )


def find_template_frame(error: Exception, template: str) -> tuple[str, int | None]:
    """Return file and line of the innermost template frame of an error's traceback."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".html", ".md", ".xml", ".svg", ".txt")):
            return frame.filename, frame.lineno
    return template, None
