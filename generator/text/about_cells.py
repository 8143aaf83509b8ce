"""Words for one cell: how its value came about, or why there is none."""

from __future__ import annotations

from generator.catalogue.reasons import REFUSED
from generator.index.cells import Cell
from generator.index.results import Status
from generator.text.names import APOSTROPHE, capitalise
from generator.text.periods import describe_period, reword_periods
from generator.text.rules import SentenceRules


def describe_cell(cell: Cell, *, nation: str, rules: SentenceRules) -> str:
    """Return the status of a cell as a table says it: a capital first, no stop at the end.

    Args:
        cell: from ``index.cells``.
        nation: name of the council's nation, for what our sources lack there.
        rules: the words.
    """
    note = reword_periods(capitalise(cell.note.rstrip(".")))
    if cell.value is None:
        slots = {"nation": nation, "note": note, "period": _tell_period(cell)}
        text = rules.fill(f"gap.{cell.reason.word}", slots)
    elif cell.status in (Status.INTERPOLATED, Status.CARRIED):
        text = rules.fill(f"status.{cell.status.label}", {"period": _tell_period(cell)})
        text = f"{text}. {note}" if cell.reason in REFUSED else text
    elif note and cell.status in (Status.RECAST, Status.UPPER_TIER):
        # The note says of what area, or from which councils: the general words would only repeat it.
        text = note
    else:
        words = rules.sentences[f"status.{cell.status.label}"]
        text = f"{words}. {note}" if note else words
    return text.replace("'", APOSTROPHE)


def _tell_period(cell: Cell) -> str:
    return describe_period(cell.period) if cell.period else ""
