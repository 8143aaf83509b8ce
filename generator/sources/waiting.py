"""Datasets of the feed that wait: they have figures of a council that the register does not know yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.errors import ProsperityError
from generator.geography.register import UNKNOWN
from generator.sources.codes import COUNCIL_PREFIXES

_CODE = re.compile(rf"(?:{'|'.join(sorted(COUNCIL_PREFIXES))})\d{{6}}", re.ASCII)


@dataclass(frozen=True)
class Waiting:
    """A dataset that stays as it was.

    Attributes:
        code: of the council.
        file: raw file that has it, and its line.
    """

    dataset: str
    code: str
    file: str
    line: int


def is_new_council(reason: ProsperityError) -> bool:
    """Whether an import was refused for a code that is one of a council, and that nobody has written down."""
    return reason.problem == UNKNOWN and _CODE.fullmatch(reason.code or "") is not None
