"""What publishers' marks and remarks mean, in our own plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.errors import ProsperityError

_REASONS = {
    "": "No figure was published.",
    "c": "Held back by the publisher to keep people or firms from being recognised.",
    "u": "Held back by the publisher as too unreliable.",
    "x": "Not available from the publisher.",
    "z": "Does not apply here.",
}
"""Marks of the Government Statistical Service for a cell without a figure."""

_SHARED = re.compile(r"Value for .+ combined")
_REMARKS = (
    # The register tells what became of a code; the reader of a table need not.
    (re.compile(r"Obsolete code since \d{4} .*"), ""),
    (re.compile(r".+ renamed (?:from .+ as of|to .+ in) \d{4}"), ""),
    (
        re.compile(r"This data has been aggregated and may show differences to other published figures\.?"),
        "Added up by ONS from smaller areas; may differ from other published figures.",
    ),
    (
        re.compile(r"Estimate and confidence interval unreliable since the group sample size is small.*"),
        "Unreliable: very few people were asked.",
    ),
    (
        re.compile(r"(?:Value|Observation) suppressed due to a base (?:value|observation) of fewer than 5"),
        "Held back by the publisher: fewer than five people.",
    ),
    (re.compile(r"Data not available"), ""),
    (
        re.compile(r"Value for Hackney and City of London combined"),
        "One figure for Hackney and the City of London.",
    ),
    (
        re.compile(r"Value for Cornwall and Isles of Scilly combined"),
        "One figure for Cornwall and the Isles of Scilly.",
    ),
)


@dataclass(frozen=True)
class Remark:
    """What stands beside a figure.

    Attributes:
        text: plain words, or empty.
        shared: True where several councils share the one figure.
    """

    text: str
    shared: bool


@lru_cache(maxsize=4096)  # the same few marks stand beside hundreds of thousands of figures
def read_remark(*, status: str, notes: str, has_value: bool) -> Remark:
    """Return the remark of one row, from its ``status`` and ``notes``.

    A row without a figure always has a reason.

    Raises:
        ProsperityError: a status that is not known (field ``status``; the caller adds the place).
    """
    shared = any(_SHARED.fullmatch(text) for text in (status, notes))
    if status not in _REASONS and not shared:
        known = ", ".join(sorted(mark for mark in _REASONS if mark))
        raise ProsperityError(
            f"status {status!r} is not known", field="status", expected=f"{known} or nothing"
        )
    words = [
        text
        for text in (_reword(status) if shared and status not in _REASONS else "", _reword(notes))
        if text
    ]
    if not words and not has_value:
        words = [_REASONS.get(status, _REASONS[""])]
    if not words and status == "u":
        words = ["Unreliable, says the publisher."]
    return Remark(" ".join(dict.fromkeys(words)), shared)


def _reword(text: str) -> str:
    """Return known remarks in our words, others as they stand."""
    for pattern, ours in _REMARKS:
        if pattern.fullmatch(text):
            return ours
    return text
