"""How a page or the data of an edition is cited: in plain words, as BibTeX, as RIS and as CSL-JSON.

All four say the same, from one record. A page is cited as a report: styles print a ``@techreport``, ``RPRT``
or ``report`` with its institution, number and address, and classic BibTeX knows no page of a website. The
tables are cited as data: ``DATA`` and ``dataset``; BibTeX has no type for data, so there it is ``@misc`` with
the words "Data set", which every style prints.

No library writes them for us: cffconvert asks for a jsonschema below 4, and converts a whole repository, not
one of its pages; citeproc prints references in a style, and does not write these formats.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.catalogue.citation_file import Author, CitationFile
from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.text.periods import describe_period

Kind = Literal["report", "dataset"]
BABEL = {"en": "english", "en-GB": "british", "cy": "welsh", "gd": "scottish", "ga": "irish"}
"""What LaTeX calls languages; any other has its tag."""
KEY_START = "ukpi"
RIGHTS = (
    "Text, scores and charts may be used by anybody who names the source. The published statistics keep their"
    " publishers' licences."
)
RIS_END = "\r\n"
"""The format asks for it."""

_BIBTEX_TYPES: dict[Kind, str] = {"report": "techreport", "dataset": "misc"}
_RIS_TYPES: dict[Kind, str] = {"report": "RPRT", "dataset": "DATA"}
_DCMI_TYPES: dict[Kind, str] = {"report": "Text", "dataset": "Dataset"}

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': "''",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "£": r"\pounds{}",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u0304": "=",
    "\u0307": ".",
    "\u030a": "r ",
    "\u030c": "v ",
    "\u0327": "c ",
}
_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Citation:
    """One page, or the data, of one edition.

    Attributes:
        index: title of the index.
        name: of the place or page; empty for the index itself.
        key: known by this in BibTeX and CSL, e.g. "ukpi-2026.1-blackpool".
        edition: name of the edition, e.g. "2026.1".
        date: ISO date of its publication.
        permalink: absolute address at which the page of this edition stays.
        language: tag, e.g. "en-GB".
        abstract: what it is; empty for a page.
    """

    index: str
    name: str
    key: str
    edition: str
    date: str
    authors: tuple[Author, ...]
    permalink: str
    publisher: str
    language: str
    kind: Kind = "report"
    abstract: str = ""
    rights: str = RIGHTS
    keywords: tuple[str, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """Place and index, such as "Blackpool: Our Index"."""
        return f"{self.name}: {self.index}" if self.name else self.index

    @property
    def year(self) -> str:
        """Year of publication."""
        return self.date[:4]

    @property
    def slashed_date(self) -> str:
        """The date as Highwire tags and RIS write it: YYYY/MM/DD."""
        return self.date.replace("-", "/")

    @property
    def dcmi_type(self) -> str:
        """The type in the words of the Dublin Core."""
        return _DCMI_TYPES[self.kind]

    @property
    def plain(self) -> str:
        """The citation for people, on one line."""
        name = f" {self.name}." if self.name else ""
        data = " [data set]" if self.kind == "dataset" else ""
        what = f"Edition {self.edition}, {describe_period(self.date)}{data}"
        return f"{self.index} ({self.year}).{name} {what}. Address: {self.permalink}"

    @property
    def bibtex(self) -> str:
        """The entry for BibTeX and BibLaTeX, in ASCII."""
        return write_bibtex(self)

    @property
    def ris(self) -> str:
        """The record for reference managers, with CRLF at the end of each line."""
        return write_ris(self)

    @property
    def csl(self) -> str:
        """The JSON of the Citation Style Language: a list of one item."""
        return write_csl(self)


def make_citation(
    file: CitationFile,
    settings: Settings,
    edition: Edition,
    *,
    name: str,
    path: str,
    permalink: str,
    kind: Kind = "report",
) -> Citation:
    """Return the citation of the page called ``name`` at ``path`` in this edition.

    Args:
        file: authors and abstract.
        settings: title, publisher and language.
        edition: whose name and date are the same as those of ``file``.
        name: of the place or page; empty for the whole.
        path: address under the site root, of which the key is made.
        permalink: absolute address of the page in this edition.
        kind: "dataset" for tables.
    """
    data = kind == "dataset"
    return Citation(
        index=settings.title,
        name=name,
        key=make_key(edition, path),
        edition=edition.name,
        date=edition.date,
        authors=file.authors,
        permalink=permalink,
        publisher=settings.contributors,
        language=settings.language,
        kind=kind,
        abstract=" ".join(file.abstract.split()) if data else "",
        keywords=file.keywords if data else (),
    )


def make_key(edition: Edition, path: str) -> str:
    """Return "ukpi-2026.1-blackpool" for "councils/blackpool/"; the same for ever, and legal in BibTeX.

    Other folders keep their name in the key, because a region or an element may be called as a council is.
    """
    parts = [part for part in path.split("/") if part]
    if len(parts) > 1 and parts[0] == "councils":
        parts = parts[1:]
    return _NOT_IN_A_KEY.sub("-", "-".join((KEY_START, edition.name, *parts)))


def write_bibtex(citation: Citation) -> str:
    """Return the entry.

    Values stand in quotation marks with braces inside: the braces keep capitals, and keep the name of an
    organisation whole. The address is not escaped, because styles print it with ``\\url``.
    """
    what = (
        {"type": "Report", "institution": citation.publisher, "number": f"Edition {citation.edition}"}
        if citation.kind == "report"
        else {"howpublished": "Data set", "note": f"Edition {citation.edition}"}
    )
    day = date.fromisoformat(citation.date)
    lines = [
        f'  author = "{" and ".join(_name_bibtex(author) for author in citation.authors)}"',
        *(
            f'  {key} = "{{{escape_latex(value)}}}"'
            for key, value in {"title": citation.title, **what}.items()
        ),
        f'  year = "{day.year}"',
        f"  month = {day.strftime('%b').lower()}",
        f'  url = "{citation.permalink}"',
        f'  language = "{BABEL.get(citation.language, citation.language)}"',
    ]
    return f"@{_BIBTEX_TYPES[citation.kind]}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _name_bibtex(author: Author) -> str:
    if author.name:
        return f"{{{escape_latex(author.name)}}}"
    return ", ".join(escape_latex(part) for part in (author.family, author.given) if part)


def escape_latex(text: str) -> str:
    """Return text as LaTeX sets it: special signs escaped, letters with accents as commands.

    A letter that has no command here stays as it is, which BibLaTeX and every LaTeX since 2018 read.
    """
    return "".join(_set_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _set_letter(letter: str) -> str:
    if letter in _LATEX:
        return _LATEX[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) != 2 or parts[1] not in _ACCENTS:
        return letter
    # An accent takes the place of the dot of an i.
    base = f"\\{parts[0]}" if parts[0] in "ij" else parts[0]
    return f"{{\\{_ACCENTS[parts[1]]}{base}}}"


def write_ris(citation: Citation) -> str:
    """Return the record: ``TY`` first, ``ER`` last, a tag, two spaces, a hyphen and a space on each line."""
    fields = [
        ("TY", _RIS_TYPES[citation.kind]),
        *(("AU", _name_ris(author)) for author in citation.authors),
        ("TI", citation.title),
        ("PY", citation.year),
        ("DA", citation.slashed_date),
        ("ET", citation.edition),
        ("PB", citation.publisher),
        ("AB", citation.abstract),
        *(("KW", word) for word in citation.keywords),
        ("LA", citation.language),
        ("UR", citation.permalink),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return RIS_END.join((*lines, "ER  - ", ""))


def _name_ris(author: Author) -> str:
    """An organisation has no comma: what stands before one is a family name."""
    return author.name.replace(",", "") or ", ".join(part for part in (author.family, author.given) if part)


def write_csl(citation: Citation) -> str:
    """Return the list with the one item, a field on each line, as people may want to read it."""
    item = {
        "id": citation.key,
        "type": citation.kind,
        "title": citation.title,
        "author": [_name_csl(author) for author in citation.authors],
        "issued": {"date-parts": [[int(part) for part in citation.date.split("-")]]},
        "edition" if citation.kind == "report" else "version": citation.edition,
        "publisher": citation.publisher,
        **({"abstract": citation.abstract} if citation.abstract else {}),
        "language": citation.language,
        "URL": citation.permalink,
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items()]
    return "[\n {\n" + ",\n".join(lines) + "\n }\n]\n"


def _name_csl(author: Author) -> dict[str, str]:
    if author.name:
        return {"literal": author.name}
    return {"family": author.family, **({"given": author.given} if author.given else {})}
