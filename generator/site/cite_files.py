"""The files for reference managers: beside each report, and for the data of the edition as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.catalogue.citation_file import CitationFile
from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.pages.cluster import find_path
from generator.render.assets import Assets
from generator.render.environment import Address, cite_page
from generator.text.citation import Citation
from generator.text.told_edition import ToldEdition

BIBTEX_FILE, RIS_FILE, CSL_FILE = "cite.bib", "cite.ris", "cite.json"
EDITION_FOLDER = "cite/"
"""Where the files for the whole edition stand: beside the page on citing."""
DATA_PAGE = "data/"


def plan_cite_files(
    site: ToldEdition, file: CitationFile, site_url: str
) -> dict[str, Callable[[], Iterator[tuple[str, bytes]]]]:
    """Return for the folder of every report what makes its files.

    Args:
        site: the shared bundle.
        file: authors of the citations.
        site_url: absolute address of the site, with a slash at the end.
    """
    names = {f"councils/{council.slug}/": council.name for council in site.councils}
    names |= {find_path(cluster): cluster.title for cluster in site.clusters}
    return {
        path: partial(make_report_files, file, site.settings, site.edition, site_url, path=path, name=name)
        for path, name in names.items()
    }


def make_report_files(
    file: CitationFile, settings: Settings, edition: Edition, site_url: str, *, path: str, name: str
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the files of the report at ``path`` on the place called ``name``."""
    # The version of assets is no part of an address that is cited.
    address = Address(path, site_url, Assets({}, {}))
    yield from write_files(path, cite_page(file, settings, edition, address, name=name))


def make_edition_files(
    file: CitationFile, settings: Settings, edition: Edition, site_url: str
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the files that cite the data of the edition."""
    address = Address(DATA_PAGE, site_url, Assets({}, {}))
    yield from write_files(
        EDITION_FOLDER, cite_page(file, settings, edition, address, name="", kind="dataset")
    )


def write_files(folder: str, citation: Citation) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of a citation in each format."""
    texts = ((BIBTEX_FILE, citation.bibtex), (RIS_FILE, citation.ris), (CSL_FILE, citation.csl))
    for name, text in texts:
        yield f"{folder}{name}", text.encode("utf-8")
