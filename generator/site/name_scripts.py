"""The register of names as scripts, which a browser loads one by one as somebody types.

What is loaded before the first letter is the list of councils and pages, ``search-index.js``. Here are all
other names, one script for each two letters that a telling word of a name begins with.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.catalogue.search_words import SearchWords
from generator.geography.place_register import KINDS, PlaceRow

FOLDER = "js/names"
SHOWN = KINDS[: KINDS.index("former council")]
"""Kinds in these scripts: former and coming councils stand with the councils of today."""
LARGER = ("county", "ceremonial county", "combined authority")
LETTERS = 2
_MARKS = re.compile(r"[\u0300-\u036f'’.]")
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Folding:
    """Names as they are compared: the same as ``plain`` and ``bare`` of ``search.js``."""

    words: SearchWords

    @cached_property
    def _idle(self) -> re.Pattern[str] | None:
        runs = sorted(self.words.idle, key=lambda run: (-len(run), run))
        return re.compile(rf"\b(?:{'|'.join(runs)})\b") if runs else None

    def plain(self, name: str) -> str:
        """Return a name in small letters without accents and signs."""
        letters = _MARKS.sub("", unicodedata.normalize("NFD", name)).lower().replace("&", " and ")
        return " ".join(self.words.same.get(word, word) for word in _OTHER.sub(" ", letters).split())

    def bare(self, name: str) -> str:
        """Return the same without idle words, unless nothing is left."""
        plain = self.plain(name)
        return " ".join(self._idle.sub(" ", plain).split()) or plain if self._idle else plain


def make_name_scripts(
    rows: Iterable[PlaceRow], *, councils: Sequence[str], words: SearchWords
) -> Mapping[str, bytes]:
    """Return name under ``assets/`` and content of every script.

    An entry is a list: name, number of its kind, numbers of its councils, the one with most of its people
    first, and, where there are any, people (0 where not known) and other names.

    Args:
        rows: of the register.
        councils: codes, in the order of the search index.
        words: what is passed over.
    """
    number = {code: place for place, code in enumerate(councils)}
    folding = Folding(words)
    entries: dict[tuple[str, str, str], list[PlaceRow]] = {}
    for row in rows:
        if row.kind in SHOWN:
            # A name that stands in several councils is one place where a code says so, and above councils.
            one = row.code or ("" if row.kind in LARGER else row.council_code)
            entries.setdefault((row.name, row.kind, one), []).append(row)
    shards: dict[str, list[list[object]]] = {}
    for (name, kind, _), found in sorted(entries.items()):
        found.sort(key=lambda row: (-(row.share or 0), row.council_code))
        places = [number[row.council_code] for row in found]
        entry: list[object] = [name, SHOWN.index(kind), places, found[0].people or 0, found[0].other_names]
        while not entry[-1] and len(entry) > len(("name", "kind", "places")):
            entry.pop()
        for shard in find_shards([name, *found[0].other_names.split("|")], folding):
            shards.setdefault(shard, []).append(entry)
    return {f"{FOLDER}/{shard}.js": _assign(shard, found) for shard, found in sorted(shards.items())}


def find_shards(names: Iterable[str], folding: Folding) -> tuple[str, ...]:
    """Return the first letters of every telling word of some names, each once, sorted."""
    words = {word for name in names for word in folding.bare(name).split()}
    return tuple(sorted({word[:LETTERS] for word in words if len(word) >= LETTERS}))


def _assign(shard: str, entries: object) -> bytes:
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'(window.prosperityNames=window.prosperityNames||{{}})["{shard}"]={text};\n'.encode()
