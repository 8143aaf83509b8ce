"""The pages written in Markdown: MkDocs reads ``site/docs``, the site's own templates draw them.

Inside a page, ``[Health](health.md)`` leads to another written page and ``[Hull](/councils/hull/)`` to any
page of the site; both become relative links that also work from a folder.
"""

from __future__ import annotations

import html
import logging
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator.errors import ProsperityError
from generator.export.release import file_of
from generator.render.environment import Renderer
from generator.text.bands import BandWords

HREF = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)(")')
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
ELSEWHERE = re.compile(r"^(?:[a-z]+:|//|#)", re.IGNORECASE)
DESCRIPTION_LENGTH = 160
WIDE_FROM = 6
"""Columns from which a table takes the width of the page and not that of the text."""


class SitePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Gives MkDocs the generated pages, the site's environment and each page's context."""

    def __init__(
        self,
        renderer: Renderer,
        bands: BandWords,
        generated: Mapping[str, str],
        inserts: Mapping[str, str] | None = None,
    ) -> None:
        """Take renderer, words of bands, Markdown by path under ``site/docs``, and Markdown by mark."""
        super().__init__()
        self.renderer = renderer
        self.bands = bands
        self.generated = generated
        self.inserts = inserts or {}
        self.inserted: set[str] = set()
        self.pages: dict[str, str] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages; a written page of the same name is a mistake."""
        for path, text in sorted(self.generated.items()):
            if files.get_file_from_path(path) is not None:
                raise ProsperityError(
                    "a page is both written and generated",
                    file=f"site/docs/{path}",
                    mend="remove it: the build makes this page from data/",
                )
            files.append(File.generated(config, path, content=text))
        return files

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Put what is made from data in the place of its mark, e.g. ``<!-- tables -->``, and name bands."""
        for mark, text in self.inserts.items():
            if mark in markdown:
                self.inserted.add(mark)
                markdown = markdown.replace(mark, text)
        return self.bands.fill(markdown)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Replace the environment of MkDocs, which neither escapes nor stops at a gap."""
        return self.renderer.environment

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Return what ``prose.html`` prints."""
        path = "" if page.url in (".", "./") else page.url
        own = self.renderer.page_context(path)
        content = dress_content(page.content or "", href=own["href"])
        description = page.meta.get("description") or describe(content)
        given = {
            **own,
            "title": html.unescape(page.title or ""),
            "description": description,
            "content": Markup(content),
            "section": path.split("/")[0],
        }
        return cast(TemplateContext, given)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Keep the drawn page."""
        self.pages[page.url] = output
        return output


def dress_content(content: str, *, href: Any) -> str:
    """Return the HTML of a page with its links made to work from a folder and its tables framed."""

    def mend_link(match: re.Match[str]) -> str:
        return match[1] + html.escape(resolve_link(html.unescape(match[2]), href=href)) + match[3]

    # What is wider than the page scrolls, and by keyboard too.
    framed = TABLE.sub(partial(frame_table, number=count(1)), content).replace("<pre>", '<pre tabindex="0">')
    return HREF.sub(mend_link, framed)


def resolve_link(link: str, *, href: Any) -> str:
    """Return ``link`` as a relative link that names its file."""
    if not link or ELSEWHERE.match(link):
        return link
    if link.startswith("/"):
        return str(href(link))
    path, hash_sign, anchor = link.partition("#")
    if path in (".", "..") or path.endswith("/.."):
        path += "/"
    return f"{file_of(path)}{hash_sign}{anchor}"


def frame_table(match: re.Match[str], number: Iterator[int]) -> str:
    """Return a table in a frame that scrolls by keyboard, named by its heads, which get their scope.

    The number tells it from another table of the page with the same heads.
    """
    table = match[0].replace("<th>", '<th scope="col">').replace("<th style", '<th scope="col" style')
    # Alignment comes as an inline style, which the site's content policy forbids.
    table = re.sub(r' style="text-align: (?:right|center);"', ' class="num"', table)
    table = re.sub(r' style="text-align: left;"', "", table)
    heads = [html.unescape(TAG.sub("", head)).strip() for head in re.findall(r"<th\b[^>]*>(.*?)</th>", table)]
    label = html.escape(f"Table {next(number)}: " + ", ".join(head for head in heads if head), quote=True)
    frame = "tw wide" if len(heads) >= WIDE_FROM else "tw"
    return f'<div class="{frame}" tabindex="0" role="region" aria-label="{label}">{table}</div>'


def describe(content: str) -> str:
    """Return the first paragraph as plain text, cut at a word to the length of a search result."""
    match = FIRST_PARAGRAPH.search(content)
    text = " ".join(html.unescape(TAG.sub("", match[1])).split()) if match else ""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


class Complaints(logging.Handler):
    """Collects the warnings of MkDocs, so that they can be told in one error."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__(level=logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def build_prose(
    site: Path,
    bands: BandWords,
    *,
    renderer: Renderer,
    generated: Mapping[str, str],
    inserts: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield address and HTML of every written or generated page, sorted.

    Args:
        site: folder that holds ``mkdocs.yml`` and ``docs/``.
        bands: words that take the place of marks such as ``{band 1}``.
        generated: Markdown of pages made from data, by path under ``docs/``.
        inserts: Markdown made from data for the written pages, by the mark whose place it takes.

    Raises:
        ProsperityError: a page links to a page or heading that does not exist, or cannot be read; a mark
            stands in no page.
    """
    plugin = SitePlugin(renderer, bands, generated, inserts)
    complaints = Complaints()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    propagate, logger.propagate = logger.propagate, False
    try:
        with tempfile.TemporaryDirectory() as folder:
            config = load_config(
                str(site / "mkdocs.yml"),
                site_dir=folder,
                site_name=renderer.release.settings.title,
                site_url=renderer.site_url,
            )
            config.plugins["site"] = plugin
            config.theme.static_templates.clear()
            build(config)
    except Abort as error:
        problem = "; ".join(complaints.messages) or str(error)
        raise ProsperityError(f"the written pages are not right: {problem}", file="site/docs") from error
    finally:
        logger.removeHandler(complaints)
        logger.propagate = propagate
    for mark in sorted(set(plugin.inserts) - plugin.inserted):
        raise ProsperityError(f"no written page has the mark {mark}", file="site/docs")
    for url in sorted(plugin.pages):
        yield ("" if url in (".", "./") else url), plugin.pages[url]
