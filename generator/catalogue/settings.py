"""What the index is called, where it is, and whom to write to: ``data/settings.yml``, kept by hand."""

from __future__ import annotations

import re

from generator.catalogue.records import Record
from generator.files.documents import read_document
from generator.files.faults import Faults
from generator.paths import Paths

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*(?::[1-9][0-9]{{0,4}})?"
WEB = re.compile(rf"https://{_HOST}(?:/[\w.~%/?=&#+,:@-]*)?")
HOME = re.compile(rf"https://{_HOST}(?:/[\w.~%/-]*)?")
MAIL = re.compile(rf"[\w+-]+(?:\.[\w+-]+)*@{_LABEL}(?:\.{_LABEL})+")
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")


class Settings(Record):
    """The file.

    Attributes:
        title: of the index.
        contributors: who publishes it.
        address: where the site will be published.
        repository: where data and program are; empty where that is not told.
        contact: where a reader reports a mistake: an e-mail address, or one of the web; empty where that is
            not told.
        language: of the words on pages, e.g. "en-GB".
    """

    title: str
    contributors: str
    address: str
    repository: str = ""
    contact: str = ""
    language: str

    @property
    def contact_link(self) -> str:
        """Where a link to the contact leads, or empty."""
        return f"mailto:{self.contact}" if MAIL.fullmatch(self.contact) else self.contact


def load_settings(paths: Paths) -> Settings:
    """Read ``settings.yml``.

    Raises:
        ProsperityError: a key that is missing or not known, or a value that is not what it should be.
    """
    document = read_document(paths.settings, Settings)
    settings, faults = document.record, Faults(paths.settings)

    def note(problem: str, name: str, expected: str) -> None:
        faults.add(
            problem,
            line=document.line(name),
            name=name,
            code=repr(getattr(settings, name)),
            expected=expected,
        )

    for name in ("title", "contributors"):
        text = getattr(settings, name)
        if text != " ".join(text.split()) or not text.isprintable():
            note(
                f"the {name} cannot be printed as given",
                name,
                "words on one line, with single spaces between",
            )
        elif not text:
            note(f"the {name} must not be empty", name, "words")
    if not HOME.fullmatch(settings.address):
        note("the address of the site is none", "address", "an address such as https://example.org/index/")
    if settings.repository and not WEB.fullmatch(settings.repository):
        note(
            "the repository has no such address",
            "repository",
            'an address such as https://example.org/code, or ""',
        )
    if settings.contact and not (MAIL.fullmatch(settings.contact) or WEB.fullmatch(settings.contact)):
        note(
            "nobody can be reached there",
            "contact",
            'an e-mail address, one that starts with https://, or ""',
        )
    if not TAG.fullmatch(settings.language):
        note("this is no tag of a language", "language", "a tag such as en-GB")
    faults.check()
    return settings
