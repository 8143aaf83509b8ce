"""All faults of one file, told together in one error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import ProsperityError

KEPT = 200
"""Faults of one file that are kept; of the others only the number is."""
CORRECT = "correct the file"


@dataclass
class Faults:
    """Collects what is wrong with one file, and refuses it once all has been looked at.

    Attributes:
        file: the file.
        mend: what the reader can do about any of its faults, unless one says something better.
    """

    file: Path
    mend: str = CORRECT
    found: list[ProsperityError] = field(default_factory=list)
    number: int = 0

    def add(
        self,
        problem: str,
        *,
        expected: str,
        line: int | None = None,
        name: str | None = None,
        code: str | None = None,
        mend: str | None = None,
    ) -> None:
        """Note one fault.

        Args:
            problem: what is wrong, in one sentence.
            expected: what would have been right.
            line, name, code: where: line of the file, column or key, and what the row or record is about.
            mend: what can be done about it, if not what can be done about all.
        """
        self.note(
            ProsperityError(
                problem,
                file=self.file,
                line=line,
                field=name,
                code=code,
                expected=expected,
                mend=mend or self.mend,
            )
        )

    def note(self, error: ProsperityError) -> None:
        """Note a fault that was found elsewhere."""
        self.number += error.faults
        self.found += [error, *error.others][: max(0, KEPT - len(self.found))]

    @contextmanager
    def catch(self) -> Iterator[None]:
        """Note the error that is raised inside, and go on."""
        try:
            yield
        except ProsperityError as error:
            self.note(error)

    def check(self) -> None:
        """Refuse the file if anything is wrong with it.

        Raises:
            ProsperityError: the first fault by line, with the others.
        """
        if not self.found:
            return
        first, *others = sorted(self.found, key=lambda error: error.line or 0)
        raise ProsperityError(
            first.problem,
            file=first.file,
            line=first.line,
            field=first.field,
            code=first.code,
            expected=first.expected,
            mend=first.mend or self.mend,
            others=others,
            unlisted=self.number - len(self.found),
        )
