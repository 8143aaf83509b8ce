"""Words that the search box passes over or takes for others: ``data/search_words.yml``, kept by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from generator.catalogue.records import Record
from generator.files.documents import read_document
from generator.files.faults import Faults

Plain = Annotated[str, Field(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$", max_length=60)]
"""Small letters and digits, as typed text is compared."""


class SearchWords(Record):
    """The file.

    Attributes:
        idle: words and runs of words that are passed over where something else is left.
        same: words and what each stands for.
    """

    idle: tuple[Plain, ...] = ()
    same: dict[Plain, Plain] = Field(default_factory=dict)


def load_search_words(file: Path) -> SearchWords:
    """Read the words; none where there is no such file.

    Raises:
        ProsperityError: words in another form, a word twice, a word that stands for itself.
    """
    if not file.exists():
        return SearchWords()
    document = read_document(file, SearchWords)
    faults = Faults(file)
    for number, word in enumerate(document.record.idle):
        if word in document.record.idle[:number]:
            faults.add(
                f"{word!r} stands twice",
                line=document.line("idle", number),
                name="idle",
                code=word,
                expected="every one once",
            )
    for word, other in document.record.same.items():
        if word == other:
            faults.add(
                "a word stands for itself",
                line=document.line("same", word),
                name="same",
                code=word,
                expected="another word",
            )
    faults.check()
    return document.record
