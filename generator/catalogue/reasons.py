"""Why a cell has no figure: a closed set, one word for files; the words for readers are sentence rules."""

from __future__ import annotations

from enum import IntEnum

from generator.errors import ProsperityError


class Reason(IntEnum):
    """Why there is no figure, for one area, indicator and year or for the latest state.

    The first is that of a cell with a figure of its own. What a reader is told stands under ``gap.<word>`` in
    ``templates/text/findings.yml``.
    """

    NONE = 0
    """There is a figure."""
    NO_SERIES = 1
    """None of the datasets holds a figure for the nation; the thing may well be measured there."""
    SUPPRESSED = 2
    """The publisher holds it back: the number is so small that people or firms could be recognised."""
    UNRELIABLE = 3
    """The publisher holds it back as too unreliable."""
    NOT_APPLICABLE = 4
    """It does not apply to the place, says the publisher."""
    UNAVAILABLE = 5
    """The publisher marks it as not available for this place."""
    BLANK = 6
    """The publisher lists the place, leaves the cell empty and does not say why."""
    LEFT_OUT = 7
    """There is a figure, and the index does not use it, for the reason in the note."""
    NOT_RECAST = 8
    """It could not be made from the former councils: one of them has none, or such values do not merge."""
    TOO_OLD = 9
    """The latest figure is older than the index uses."""
    NOT_LISTED = 10
    """The source has no row for the place."""
    OTHER_YEARS = 11
    """The source has rows for the place, but none for this year; never the reason of the latest state."""
    DOUBTFUL = 12
    """There is a figure that can hardly be true, and nobody has decided on it yet."""
    WRONG = 13
    """There is a figure, and somebody found that it is wrong."""

    @property
    def word(self) -> str:
        """The word used in files; empty where there is a figure."""
        return "" if self is Reason.NONE else self.name.lower()


IMPORTED = frozenset(
    (
        *(Reason.SUPPRESSED, Reason.UNRELIABLE, Reason.NOT_APPLICABLE, Reason.UNAVAILABLE, Reason.BLANK),
        *(Reason.LEFT_OUT, Reason.NOT_RECAST),
    )
)
"""Reasons that a row of ``observations.csv`` can carry; the index adds the others."""

REFUSED = frozenset((Reason.DOUBTFUL, Reason.WRONG))
"""Reasons of figures that are there and do not count."""
STATED = IMPORTED | REFUSED
"""Reasons that a row can have."""

_BY_WORD = {reason.word: reason for reason in Reason}


def read_reason(word: str) -> Reason:
    """Return the reason that a word of a file stands for.

    Raises:
        ProsperityError: the word is not known.
    """
    if word not in _BY_WORD:
        known = ", ".join(reason.word for reason in sorted(IMPORTED))
        raise ProsperityError(f"the reason {word!r} is not known", field="reason", expected=known)
    return _BY_WORD[word]
