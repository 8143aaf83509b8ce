"""What opens under a finding, as data: loads ``templates/text/evidence.yml``, refuses what has no sense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal

from pydantic import Field

from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import find_key, load_record
from generator.findings.rules import RULES
from generator.text.bands import BandWords
from generator.text.evidence_kinds import KINDS

EACH = "*"
"""Ends a key of which there is one number for each place or policy area."""
ITEM = "item"
RANGE, DIFFERENCE = "..", "-"


@dataclass(frozen=True)
class Slot:
    """One number of a text.

    Attributes:
        before: the words between the slot before and this one.
        keys: one key, or two joined by ``sign``.
        sign: ".." for a range, "-" for a difference, "item" for the name of the item, empty for one number.
        kind: how it is printed; empty where no number is.
    """

    before: str
    keys: tuple[str, ...] = ()
    sign: str = ""
    kind: str = ""


class RuleEvidence(Record):
    """What one rule shows; see the head of the file."""

    name: str
    page: str
    basis: Literal["score", "trend"] = "score"
    shown: dict[str, str]
    hidden: dict[str, str] = Field(default_factory=dict)

    @property
    def shown_keys(self) -> frozenset[str]:
        """Keys of the evidence that some line prints."""
        return frozenset(
            key for text in self.shown.values() for slot in read_slots(text) for key in slot.keys
        )


class EvidenceWords(Record):
    """The file: rule of ``findings.rules`` -> what it shows."""

    rules: dict[str, RuleEvidence]

    def name_bands(self, bands: BandWords) -> EvidenceWords:
        """Return the same with the words of bands in names and labels."""
        rules = {
            slug: rule.model_copy(
                update={
                    "name": bands.fill(rule.name),
                    "shown": {bands.fill(label): text for label, text in rule.shown.items()},
                }
            )
            for slug, rule in self.rules.items()
        }
        return self.model_copy(update={"rules": rules})


@lru_cache(maxsize=512)
def read_slots(text: str) -> tuple[Slot, ...]:
    """Return a text as its slots, each with the words before it; the last may hold words alone.

    Raises:
        ValueError: the braces do not match.
    """
    return tuple(_read_slots(text))


def _read_slots(text: str) -> Iterator[Slot]:
    for before, name, kind, _ in Formatter().parse(text):
        if name is None or name == ITEM:
            yield Slot(before, (), "" if name is None else ITEM)
            continue
        sign = next((sign for sign in (RANGE, DIFFERENCE) if sign in name), "")
        keys = tuple(name.split(sign)) if sign else (name,)
        yield Slot(before, keys, sign, kind or "")


def load_evidence_words(path: Path) -> EvidenceWords:
    """Read and check the file.

    Raises:
        ProsperityError: a rule that is missing or unknown, an empty text, a slot of no known kind, or a key
            both shown and hidden; with file, line and rule.
    """
    words = load_record(path, EvidenceWords)
    for rule in sorted(set(RULES) ^ set(words.rules)):
        missing = rule in RULES
        raise ProsperityError(
            "the evidence of a rule is missing" if missing else "this rule is not known",
            file=path,
            line=None if missing else find_key(path, "rules", rule),
            field=f"rules.{rule}",
            expected="one entry for each rule of generator/findings/rules.py",
        )
    for rule, evidence in words.rules.items():
        for label, text in {"name": evidence.name, **evidence.shown, **evidence.hidden}.items():
            problem = "the text is empty" if not text.strip() else ""
            _refuse(problem, path, rule, label)
        for label, text in evidence.shown.items():
            _refuse(_examine(text), path, rule, label)
        for key in (*(evidence.shown_keys & set(evidence.hidden)),):
            _refuse("a key is both shown and hidden", path, rule, key)
        known = {f"{key.name}{EACH}" if key.item else key.name for key in RULES[rule].evidence.keys}
        for key in sorted(known ^ (evidence.shown_keys | set(evidence.hidden))):
            problem = "is neither shown nor hidden" if key in known else "is no name of its evidence"
            _refuse(f"{key} {problem}", path, rule, key)
    return words


def _examine(text: str) -> str:
    """Return the problem of one text, empty where it is right."""
    try:
        slots = read_slots(text)
    except ValueError as reason:
        return f"the braces do not match ({reason})"
    unknown = [slot.kind for slot in slots if slot.keys and slot.kind not in KINDS]
    if unknown:
        return f"the kind {unknown[0]!r} of a number is not known"
    if not any(slot.keys for slot in slots):
        return "the text shows no number"
    each = {key.endswith(EACH) for slot in slots for key in slot.keys}
    return "a line holds both single numbers and one for each" if len(each) > 1 else ""


def _refuse(problem: str, path: Path, rule: str, label: str) -> None:
    if problem:
        raise ProsperityError(
            problem,
            file=path,
            line=find_key(path, "rules", rule, "shown", label),
            field=f"rules.{rule}.{label}",
            expected="a slot such as {effect:effect}; kinds: " + ", ".join(KINDS),
        )
