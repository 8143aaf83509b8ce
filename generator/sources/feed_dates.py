"""Dates of publication: which recipes cite an older one than the feed has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.errors import ProsperityError
from generator.sources.origins import Origins
from generator.sources.recipe import Recipe

_CITED = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
_KEY = "sourceDate"
_SEVERAL = "|"


@dataclass(frozen=True)
class StaleDate:
    """A recipe that cites another date of publication than its raw file now has.

    Attributes:
        dataset: slug.
        publication: what the recipe says.
        published: what the feed says, newest first; nothing where its metadata cannot be read.
    """

    dataset: str
    publication: str
    published: tuple[date, ...]


def find_stale_dates(cookbook: Sequence[Recipe], origins: Origins) -> tuple[StaleDate, ...]:
    """Return the recipes that cite a day of publication which the feed does not know, by dataset.

    A recipe that cites no day is not looked at, nor is a file without metadata beside it. Metadata that
    cannot be read is told like another date: it is no reason to refuse the figures.
    """
    stale = []
    for recipe in cookbook:
        table = origins.find_in_feed(recipe.file)
        cited = set(_read_cited(recipe.publication))
        file = table.with_suffix(".json") if table is not None and cited else None
        if file is None or not file.is_file():
            continue
        try:
            published = read_published(file)
        except ProsperityError:
            published = ()
        if not cited & set(published):
            stale.append(StaleDate(recipe.dataset, recipe.publication, published))
    return tuple(sorted(stale, key=lambda one: one.dataset))


def read_published(file: Path) -> tuple[date, ...]:
    """Return every day of publication in a metadata file of the feed, newest first.

    A file on several indicators has metadata for each, and one indicator may have several sources
    ("01/04/2026|15/01/2026").

    Raises:
        ProsperityError: not JSON, or a date that is not day/month/year.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        texts = {part.strip() for text in _find_values(content) for part in text.split(_SEVERAL)}
        days = {datetime.strptime(text, "%d/%m/%Y").date() for text in texts if text}
    except ValueError as reason:  # JSONDecodeError and UnicodeDecodeError are such too
        raise ProsperityError(
            f"metadata cannot be read: {reason}",
            file=file,
            field=_KEY,
            expected="JSON with dates such as 31/01/2026",
        ) from None
    return tuple(sorted(days, reverse=True))


def _find_values(content: object) -> Iterator[str]:
    """Yield the text of every ``sourceDate`` at any depth."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key == _KEY and isinstance(value, str):
                yield value
            else:
                yield from _find_values(value)
    elif isinstance(content, list):
        for value in content:
            yield from _find_values(value)


def _read_cited(publication: str) -> Iterator[date]:
    for text in _CITED.findall(publication):
        try:
            yield datetime.strptime(text, "%d %B %Y").date()
        except ValueError:  # "12 Table 2024" is no date
            continue
