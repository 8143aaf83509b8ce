"""The evidence of a finding in words: one line for each number or pair that its rule shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from generator.errors import ProsperityError
from generator.findings.evidence import list_cells
from generator.findings.records import AnyFinding
from generator.text.context import TextContext
from generator.text.evidence_kinds import KINDS, name_item, print_range
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
Cells = Mapping[str, Mapping[str, float | str]]
"""Name, then what a cell of it is of, as in ``list_cells``."""


def write_evidence(finding: AnyFinding, words: EvidenceWords, context: TextContext) -> tuple[Line, ...]:
    """Return the lines of a finding in the order of its rule.

    Raises:
        ProsperityError: the finding lacks a number that its rule shows always.
    """
    rule = words.rules[finding.rule]
    cells: dict[str, dict[str, float | str]] = defaultdict(dict)
    for name, item, value in list_cells(finding.evidence):
        cells[name][item] = value
    lines = ((label, _write(text, rule, finding, cells, context)) for label, text in rule.shown.items())
    return tuple((label, text) for label, text in lines if text)


def _write(text: str, rule: RuleEvidence, finding: AnyFinding, cells: Cells, context: TextContext) -> str:
    """Return one line, empty where it shows what this finding has not."""
    slots = read_slots(text)
    keys = [key for slot in slots for key in slot.keys]
    missing = [key for key in keys if key.removesuffix(EACH) not in cells]
    if set(missing) - set(rule.sometimes):
        raise ProsperityError(
            f"the finding has no {missing[0]!r}",
            code=finding.id,
            mend="correct templates/text/evidence.yml, or list the key there under sometimes",
        )
    if missing:
        return ""
    items = filter(None, cells[keys[0].removesuffix(EACH)]) if keys[0].endswith(EACH) else ("",)
    return "; ".join(
        "".join(slot.before + _print(slot, finding, cells, item, context) for slot in slots) for item in items
    )


def _print(slot: Slot, finding: AnyFinding, cells: Cells, item: str, context: TextContext) -> str:
    if not slot.keys:
        return name_item(item, context) if slot.sign == ITEM else ""
    values = [_read(cells[key.removesuffix(EACH)], item) for key in slot.keys]
    if slot.sign == RANGE:
        return print_range(slot.kind, values[0], values[1], finding, context)
    value = values[0] - values[1] if slot.sign == DIFFERENCE else values[0]
    return KINDS[slot.kind](value, finding, context)


def _read(cells: Mapping[str, float | str], item: str) -> Any:
    """Return the one cell of a name, or all of a list."""
    return cells[item] if item in cells else tuple(cells.values())
