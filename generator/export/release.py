"""Which edition is built, and at which addresses its pages and files stand."""

from __future__ import annotations

from dataclasses import dataclass

from generator import __version__
from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.files.ours import EDITIONS

PAPER = "report.pdf"
"""Name of the report on paper, beside its page."""


def file_of(path: str) -> str:
    """Return the file a page address stands for: "councils/" -> "councils/index.html", "" -> "index.html"."""
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def find_permalink(path: str, edition: Edition, *, site_url: str) -> str:
    """Return the absolute address at which a page of an edition stays as it is."""
    return f"{site_url}{EDITIONS}{edition.name}/{path}"


@dataclass(frozen=True)
class Release:
    """The edition that is built, and which copy of it.

    Attributes:
        settings: title and publisher.
        edition: its name and date.
        home: absolute address of the latest edition, with a slash at the end.
        data_cut: fingerprint of the data, shortened.
        code_version: version of the program.
        older: closed editions before it, the latest first: name and the pages of each. A frozen copy does not
            know the pages: None.
        frozen: whether this is the frozen copy.
    """

    settings: Settings
    edition: Edition
    home: str
    data_cut: str = ""
    code_version: str = __version__
    older: tuple[tuple[str, frozenset[str] | None], ...] = ()
    frozen: bool = False

    @property
    def base(self) -> str:
        """Absolute address of the frozen copy of the edition."""
        return f"{self.home}{EDITIONS}{self.edition.name}/"

    @property
    def site_url(self) -> str:
        """Absolute address of the copy that is built."""
        return self.base if self.frozen else self.home

    def list_older(self, path: str) -> list[tuple[str, str]]:
        """Return name and address of older editions of a page: relative to the root, but in a frozen copy."""
        found = []
        for name, pages in self.older:
            if pages is None:
                found.append((name, f"{self.home}{EDITIONS}{name}/"))
            elif file_of(path) in pages:
                found.append((name, f"/{EDITIONS}{name}/{path}"))
        return found
