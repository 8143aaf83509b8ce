"""The evidence brief as a file: Markdown beside its page, and Markdown or HTML for ``prosperity brief``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from jinja2 import Environment

from generator.catalogue.citation_file import CitationFile
from generator.catalogue.records import Area
from generator.export.release import Release
from generator.pages.brief import Brief, find_path, make_brief
from generator.pages.site import Site
from generator.paths import Paths
from generator.render.assets import Assets
from generator.render.environment import Address, Renderer, cite_page, make_environment
from generator.render.markdown import Sheet, draw_sheet, make_markdown_environment

MARKDOWN_FILE = "brief.md"
ALONE = "brief_alone.html"
NO_ASSETS = Assets({}, {})


def plan_brief_files(
    site: Site, file: CitationFile, site_url: str, paths: Paths
) -> dict[str, Callable[[], Iterator[tuple[str, str]]]]:
    """Return for the folder of every brief what makes its Markdown.

    Args:
        site: the shared bundle.
        file: authors of the citation.
        site_url: absolute address of the site, with a slash at the end.
        paths: where templates are.
    """
    return {
        find_path(council): partial(make_brief_file, site, council, file, site_url, paths=paths)
        for council in site.councils
    }


def make_brief_file(
    site: Site, council: Area, file: CitationFile, site_url: str, *, paths: Paths
) -> Iterator[tuple[str, str]]:
    """Yield path and text of the Markdown of a council's brief."""
    brief = make_brief(site, council)
    yield f"{brief.path}{MARKDOWN_FILE}", render_markdown(site, brief, file, site_url, paths=paths)


def render_markdown(site: Site, brief: Brief, file: CitationFile, site_url: str, *, paths: Paths) -> str:
    """Return a brief as Markdown; its links lead to the pages of this edition."""
    citation = cite_page(
        file, site.settings, site.edition, Address(brief.report, site_url, NO_ASSETS), name=brief.name
    )
    values = {
        "brief": brief,
        "citation": citation.plain,
        "report": link_to(site, site_url, brief.report),
        "licences": link_to(site, site_url, "data/licences/"),
    }
    return draw_sheet(open_templates(paths.templates), Sheet("brief.md", values)) + "\n"


@lru_cache(maxsize=1)
def open_templates(folder: Path) -> Environment:
    """Return the templates of Markdown, compiled once for all briefs."""
    return make_markdown_environment([folder])


def render_alone(site: Site, brief: Brief, file: CitationFile, site_url: str, *, paths: Paths) -> str:
    """Return a brief as an HTML document of its own; its links lead to the pages of this edition."""
    renderer = Renderer(
        make_environment([paths.templates]),
        NO_ASSETS,
        Release(site.settings, site.edition, site_url),
        citation_file=file,
    )
    citation = cite_page(
        file, site.settings, site.edition, Address(brief.report, site_url, NO_ASSETS), name=brief.name
    )
    context = {
        "brief": brief,
        "citation": citation.plain,
        "permalink_of_report": citation.permalink,
        "link": partial(link_to, site, site_url),
    }
    return renderer.render_template(ALONE, brief.path, context)


def link_to(site: Site, site_url: str, path: str) -> str:
    """Return the absolute address of a page as it is in this edition."""
    return Address(path, site_url, NO_ASSETS).permalink(site.edition)
