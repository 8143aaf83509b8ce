"""Pairs of findings that say more side by side: ``templates/text/pairs.yml``, kept by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from generator.catalogue.records import Framework, Record, Slug, Words
from generator.files.documents import read_document
from generator.files.faults import Faults

PAIRS = Path("text") / "pairs.yml"
"""The file, under the templates."""


class PairEnd(Record):
    """One of both findings.

    Attributes:
        element, end: what it is about, and the end at which the place stands: "high" is the better.
        indicators: which of the element's may carry it; any where none is named.
        words: what it says, as a clause.
    """

    element: Slug
    end: Literal["high", "low"]
    indicators: tuple[Slug, ...] = ()
    words: Words

    def fits(self, element: str, end: str, indicator: str) -> bool:
        """Say whether a finding is this one."""
        return (element, end) == (self.element, self.end) and (
            not self.indicators or indicator in self.indicators
        )


class Pair(Record):
    """Two findings."""

    slug: Slug
    first: PairEnd
    second: PairEnd

    @property
    def alike(self) -> bool:
        """Whether both stand at the same end, so that "and" joins them and not "but"."""
        return self.first.end == self.second.end


class Pairs(Record):
    """The file."""

    pairs: tuple[Pair, ...]


def load_pairs(file: Path, framework: Framework) -> tuple[Pair, ...]:
    """Read the pairs.

    Raises:
        ProsperityError: an element or indicator that the framework does not have, both ends on one element,
            two pairs of one name or with the same ends; all together, with file, line and pair.
    """
    document = read_document(file, Pairs)
    pairs = document.record.pairs
    known = {element.slug: {one.slug for one in element.indicators} for element in framework.elements}
    faults = Faults(file)
    names: set[str] = set()
    both: set[frozenset[PairEnd]] = set()
    for number, pair in enumerate(pairs):
        ends = frozenset((pair.first, pair.second))
        problem, expected = _examine(pair, known)
        if pair.slug in names or ends in both:
            problem, expected = "the name, or both ends, stand in a pair before", "each pair once"
        if problem:
            faults.add(
                problem,
                line=document.line("pairs", number),
                name=f"pairs.{pair.slug}",
                code=pair.slug,
                expected=expected,
            )
        names.add(pair.slug)
        both.add(ends)
    faults.check()
    return pairs


def _examine(pair: Pair, known: Mapping[str, set[str]]) -> tuple[str, str]:
    """Return problem and expectation, both empty where the pair is right."""
    for end in (pair.first, pair.second):
        if end.element not in known:
            return f"there is no element {end.element!r}", "an element of the framework"
        if unknown := sorted(set(end.indicators) - known[end.element]):
            return f"{end.element} has no indicator {unknown[0]!r}", ", ".join(sorted(known[end.element]))
    if pair.first.element == pair.second.element:
        return "both ends are about the same element", "two elements"
    return "", ""
