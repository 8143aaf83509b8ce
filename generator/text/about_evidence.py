"""The evidence of a finding in words: one line for each number or pair that its rule shows."""

from __future__ import annotations

from generator.errors import ProsperityError
from generator.findings.records import Finding
from generator.text.context import TextContext
from generator.text.evidence_kinds import KINDS, Raw, name_item, print_range
from generator.text.evidence_rules import (
    DIFFERENCE,
    EACH,
    ITEM,
    RANGE,
    EvidenceWords,
    RuleEvidence,
    Slot,
    read_slots,
)

Line = tuple[str, str]
"""Label and text."""


def write_evidence(finding: Finding, words: EvidenceWords, context: TextContext) -> tuple[Line, ...]:
    """Return the lines of a finding in the order of its rule.

    Raises:
        ProsperityError: the finding lacks a number that its rule shows always.
    """
    rule = words.rules[finding.rule]
    lines = ((label, _write(text, rule, finding, context)) for label, text in rule.shown.items())
    return tuple((label, text) for label, text in lines if text)


def _write(text: str, rule: RuleEvidence, finding: Finding, context: TextContext) -> str:
    """Return one line, empty where it shows what this finding has not."""
    slots = read_slots(text)
    items = _list_items(slots, finding)
    if items is not None:
        return "; ".join(_fill(slots, finding, context, item=item) for item in items)
    missing = [key for slot in slots for key in slot.keys if finding.evidence.get(key, "") == ""]
    if set(missing) - set(rule.sometimes):
        raise ProsperityError(
            f"the finding has no {missing[0]!r}",
            code=finding.id,
            mend="correct templates/text/evidence.yml, or list the key there under sometimes",
        )
    return "" if missing else _fill(slots, finding, context)


def _list_items(slots: tuple[Slot, ...], finding: Finding) -> list[str] | None:
    """Return what a line is repeated for, None where it is not repeated."""
    first = next(key for slot in slots for key in slot.keys)
    if not first.endswith(EACH):
        return None
    start = f"{first.removesuffix(EACH)}:"
    return [key.removeprefix(start) for key in finding.evidence if key.startswith(start)]


def _fill(slots: tuple[Slot, ...], finding: Finding, context: TextContext, *, item: str = "") -> str:
    return "".join(slot.before + _print(slot, finding, context, item) for slot in slots)


def _print(slot: Slot, finding: Finding, context: TextContext, item: str) -> str:
    if not slot.keys:
        return name_item(item, context) if slot.sign == ITEM else ""
    values: list[Raw] = [
        finding.evidence[f"{key.removesuffix(EACH)}:{item}" if key.endswith(EACH) else key]
        for key in slot.keys
    ]
    if slot.sign == RANGE:
        return print_range(slot.kind, values[0], values[1], finding, context)
    value = float(values[0]) - float(values[1]) if slot.sign == DIFFERENCE else values[0]
    return KINDS[slot.kind](value, finding, context)
