"""Names of places in sentences: articles, possessives, short names, singular or plural, regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.catalogue.records import Area

APOSTROPHE = "\u2019"
REGIONS_WITHOUT_ARTICLE = (
    "London",
    "Yorkshire and the Humber",
    "England",
    "Wales",
    "Scotland",
    "Northern Ireland",
)
AN_BEFORE = ("a", "e", "i", "o", "u")
A_DESPITE_VOWEL = ("uni", "use", "euro", "one")
AN_NUMBERS = ("8", "11", "18")


@dataclass(frozen=True)
class Grammar:
    """How one place behaves in a sentence.

    Attributes:
        name: with its article, inside a sentence ("the Isles of Scilly").
        short: what it is called on later mention ("Hull"), with its article.
        plural: True where the name takes a plural verb ("the Isles of Scilly have").
    """

    name: str
    short: str
    plural: bool

    @cached_property
    def slots(self) -> Mapping[str, str]:
        """The words that sentence rules may ask for."""
        plural = self.plural
        return {
            "name": self.name,
            "Name": capitalise(self.name),
            "names": possess(self.name),
            "Names": capitalise(possess(self.name)),
            "short": self.short,
            "Short": capitalise(self.short),
            "shorts": possess(self.short),
            "Shorts": capitalise(possess(self.short)),
            "it": "they" if plural else "it",
            "It": "They" if plural else "It",
            "its": "their" if plural else "its",
            "Its": "Their" if plural else "Its",
            "has": "have" if plural else "has",
            "is": "are" if plural else "is",
            "scores": "score" if plural else "scores",
            "ranks": "rank" if plural else "ranks",
            "stands": "stand" if plural else "stands",
        }


def read_grammar(area: Area) -> Grammar:
    """Return how sentences speak of an area."""
    article = f"{area.article} " if area.article else ""
    if area.kind == "region":
        name = name_region(area.name)
        return Grammar(name, name, plural=False)
    if area.kind == "uk":
        return Grammar("the UK", "the UK", plural=False)
    plural = is_plural(area.name)
    # "Scilly" would want another verb than "the Isles of Scilly"; and "the" belongs to the full name alone.
    short = area.name if plural else area.short_name or area.name
    return Grammar(area.in_sentence, f"{article}{short}" if short == area.name else short, plural=plural)


def is_plural(name: str) -> bool:
    """Say whether a place takes a plural verb: groups of islands do."""
    words = name.split()
    return words[-1:] == ["Islands"] or words[:1] == ["Isles"]


def name_region(name: str) -> str:
    """Return a region inside a sentence: "the North West", "the East of England", "London"."""
    bare = name.removeprefix("the ").removeprefix("The ")
    return bare if bare in REGIONS_WITHOUT_ARTICLE else f"the {bare}"


def possess(name: str) -> str:
    """Return the possessive: "Wokingham\u2019s", "St Albans\u2019", "the Isles of Scilly\u2019s".

    One style throughout: a name that ends in s takes the apostrophe alone.
    """
    return f"{name}{APOSTROPHE}" if name.endswith(("s", "S")) else f"{name}{APOSTROPHE}s"


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def lower_first(name: str) -> str:
    """Return a name in sentence case inside a sentence: "Violent crime" gives "violent crime"; "GP" stays."""
    first, space, rest = name.partition(" ")
    return f"{lower_title(first)}{space}{rest}"


def lower_title(name: str) -> str:
    """Return a name in title case inside a sentence: "Safety and Security" gives "safety and security".

    Abbreviations ("GP") keep their capitals.
    """
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in name.split(" "))


def with_indefinite(noun: str) -> str:
    """Return a noun with "a" or "an" as it is spoken: "a unitary authority", "an area", "an 11th place"."""
    start = noun.lower()
    if start.startswith(AN_NUMBERS):
        return f"an {noun}"
    vowel = start.startswith(AN_BEFORE) and not start.startswith(A_DESPITE_VOWEL)
    return f"an {noun}" if vowel else f"a {noun}"


def describe_kind(area: Area) -> str:
    """Return what an area is, with its article: "a unitary authority", "a region of England"."""
    if area.kind == "region":
        return "a region of England"
    if area.kind == "nation":
        return "a nation of the UK"
    return with_indefinite(area.council_type or "council area")
