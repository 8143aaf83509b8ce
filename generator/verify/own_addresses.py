"""The site's own absolute addresses: where built files name them, and whether each leads to a file.

Pages lead to each other by relative links, but what travels names whole addresses: citations, feeds,
workbooks, paper, what machines are told. Those that begin with the address of the site are looked up.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from generator.export.release import file_of


@dataclass(frozen=True)
class OwnAddresses:
    """Looks up the addresses that begin with that of the site.

    Attributes:
        address: of the site, with a slash at the end; empty where nobody says it, then none is its own.
        editions: folder of the permanent addresses of its edition, e.g. "editions/2026.1/".
        files: paths of all its files.
        ids: the parts that each page has, by its path.
    """

    address: str
    editions: str
    files: frozenset[str]
    ids: Mapping[str, frozenset[str]]

    def owns(self, address: str) -> bool:
        """Say whether an address is of this site."""
        return bool(self.address) and address.startswith(self.address)

    def find_problem(self, address: str) -> str | None:
        """Return what is wrong with an address of this site, or None."""
        path, _, anchor = address.removeprefix(self.address).partition("#")
        return self.find_missing(file_of(unquote(path.partition("?")[0])), anchor)

    def find_missing(self, file: str, anchor: str) -> str | None:
        """Return what is wrong with a link to a file, by its path, and to a part of it; or None."""
        if file not in self.files:
            return "leads to no file"
        # What stands at a permanent address is the page as it is now or a copy of it, with the same parts.
        page = file.removeprefix(self.editions)
        # With "=" it is the state of a page, such as the places compared, and no part of it.
        if anchor and "=" not in anchor and page in self.ids and unquote(anchor) not in self.ids[page]:
            return "there is no such place on the page"
        return None

    def list_named(self, folder: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the path of each file with each of the site's addresses that it names.

        Text and workbooks are read for addresses without parts of pages, for identifiers in linked data look
        like such parts and are none; PDFs for what their links lead to. What other files pack is not seen.
        """
        if not self.address:
            return
        # A dot at the end is that of a sentence. "<code>" stands for any code in an address of the interface.
        named = re.compile(re.escape(self.address.encode()) + rb"(?:[\w~%/-]|[.](?=\w))*+(?!<code>)")
        for path in paths:
            if path.endswith(".pdf"):
                yield from ((path, link) for link in read_links(folder / path) if self.owns(link))
                continue
            content = (folder / path).read_bytes()
            for part in unpack(content) if path.endswith(".xlsx") else (content,):
                yield from ((path, found.decode()) for found in set(named.findall(part)))


def unpack(workbook: bytes) -> Iterator[bytes]:
    """Yield the parts of a workbook."""
    with zipfile.ZipFile(BytesIO(workbook)) as parts:
        for name in parts.namelist():
            yield parts.read(name)


def read_links(file: Path) -> frozenset[str]:
    """Return the addresses that the links of a PDF lead to."""
    import pikepdf

    with pikepdf.open(file) as document:
        marks = (mark for sheet in document.pages for mark in sheet.get("/Annots", ()))
        return frozenset(str(mark.A.URI) for mark in marks if "/A" in mark and "/URI" in mark.A)
