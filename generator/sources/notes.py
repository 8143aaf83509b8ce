"""What publishers' marks and remarks mean, in our own plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError

_MARKS = {
    "": (Reason.BLANK, "No figure was published."),
    "c": (
        Reason.SUPPRESSED,
        "Held back by the publisher to keep people or firms from being recognised.",
    ),
    "u": (Reason.UNRELIABLE, "Held back by the publisher as too unreliable."),
    "x": (Reason.UNAVAILABLE, "Not available from the publisher."),
    "z": (Reason.NOT_APPLICABLE, "Does not apply here."),
}
"""Marks of the Government Statistical Service for a cell without a figure."""

MARKS_BY_REASON = {reason.word: mark for mark, (reason, _) in _MARKS.items()}
"""The mark for each reason why a cell has no figure."""

_SHARED = re.compile(r"Value for .+ combined")
_TELLING = (
    (re.compile(r"(?:Value|Observation) suppressed .*"), Reason.SUPPRESSED),
    (re.compile(r"Estimate and confidence interval unreliable .*"), Reason.UNRELIABLE),
    (re.compile(r"Data not available"), Reason.UNAVAILABLE),
)
"""Remarks that say why a cell without a mark has no figure."""
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
        reason: why there is no figure; ``Reason.NONE`` where there is one.
    """

    text: str
    shared: bool
    reason: Reason = Reason.NONE


@lru_cache(maxsize=4096)  # the same few marks stand beside hundreds of thousands of figures
def read_remark(*, status: str, notes: str, has_value: bool) -> Remark:
    """Return the remark of one row, from its ``status`` and ``notes``.

    A row without a figure always has a reason.

    Raises:
        ProsperityError: a status that is not known (field ``status``; the caller adds the place).
    """
    shared = any(_SHARED.fullmatch(text) for text in (status, notes))
    if status not in _MARKS and not shared:
        known = ", ".join(sorted(mark for mark in _MARKS if mark))
        raise ProsperityError(
            f"status {status!r} is not known", field="status", expected=f"{known} or nothing"
        )
    words = [
        text for text in (_reword(status) if shared and status not in _MARKS else "", _reword(notes)) if text
    ]
    if not words and not has_value:
        words = [_MARKS.get(status, _MARKS[""])[1]]
    if not words and status == "u":
        words = ["Unreliable, says the publisher."]
    reason = Reason.NONE if has_value else _find_reason(status, notes)
    return Remark(" ".join(dict.fromkeys(words)), shared, reason)


def _find_reason(status: str, notes: str) -> Reason:
    """Return why a cell has no figure: by the publisher's mark, but a remark on small numbers says more."""
    told = next((reason for pattern, reason in _TELLING if pattern.fullmatch(notes)), Reason.BLANK)
    if told is Reason.SUPPRESSED or status not in _MARKS or not status:
        return told
    return _MARKS[status][0]


def _reword(text: str) -> str:
    """Return known remarks in our words, others as they stand."""
    for pattern, ours in _REMARKS:
        if pattern.fullmatch(text):
            return ours
    return text
