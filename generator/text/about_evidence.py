"""The evidence of a finding in words: one line for each number or pair that its rule shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from generator.findings.evidence import list_cells
from generator.findings.finding import AnyFinding
from generator.text.context import TextContext
from generator.text.evidence_kinds import KINDS, name_item, print_range
from generator.text.evidence_rules import (
    DIFFERENCE,
    EACH,
    ITEM,
    RANGE,
    EvidenceWords,
    Slot,
    read_slots,
)

Line = tuple[str, str]
"""Label and text."""
Cells = Mapping[str, Mapping[str, float | str]]
"""Name, then what a cell of it is of, as in ``list_cells``."""


def write_evidence(finding: AnyFinding, words: EvidenceWords, context: TextContext) -> tuple[Line, ...]:
    """Return the lines of a finding in the order of its rule, without those that show what it has not."""
    cells: dict[str, dict[str, float | str]] = defaultdict(dict)
    for name, item, value in list_cells(finding.evidence):
        cells[name][item] = value
    shown = words.rules[finding.rule].shown
    lines = ((label, _write(read_slots(text), finding, cells, context)) for label, text in shown.items())
    return tuple((label, text) for label, text in lines if text)


def _write(slots: tuple[Slot, ...], finding: AnyFinding, cells: Cells, context: TextContext) -> str:
    keys = [key for slot in slots for key in slot.keys]
    if any(key.removesuffix(EACH) not in cells for key in keys):
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
