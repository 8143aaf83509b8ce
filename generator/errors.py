"""The one error a user sees: what is wrong, where, what was expected and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SHOWN = 10
"""Faults of one file that an error tells; of the others it tells how many there are."""


class ProsperityError(Exception):
    """Bad input or a broken promise, told in one readable message.

    Args:
        problem: what is wrong, in one sentence.
        file: the file it was found in.
        line: line number in that file, counted from 1.
        field: column or key.
        code: area code, indicator or other identifier concerned.
        expected: what would have been right.
        mend: what the reader can do about it.
        others: what else is wrong with the same file.
        unlisted: how many more faults there are that ``others`` does not hold.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
        code: str | None = None,
        expected: str | None = None,
        mend: str | None = None,
        others: Sequence[ProsperityError] = (),
        unlisted: int = 0,
    ) -> None:
        """Keep the parts; the message is made from them."""
        self.problem = problem
        self.file = str(file) if file is not None else None
        self.line = line
        self.field = field
        self.code = code
        self.expected = expected
        self.mend = mend
        self.others = tuple(others)
        self.unlisted = unlisted
        super().__init__(self.render())

    @property
    def faults(self) -> int:
        """How many faults of the file it tells of."""
        return 1 + len(self.others) + self.unlisted

    def in_file(self, file: Path | str) -> ProsperityError:
        """Return the same error of another file, as where a copy was read."""
        return self._copy(file=str(file), mend=self.mend)

    def with_mend(self, mend: str) -> ProsperityError:
        """Return the same error with what the reader can do about it."""
        return self._copy(file=self.file, mend=mend)

    def _copy(self, *, file: str | None, mend: str | None) -> ProsperityError:
        return ProsperityError(
            self.problem,
            file=file,
            line=self.line,
            field=self.field,
            code=self.code,
            expected=self.expected,
            mend=mend,
            others=self.others,
            unlisted=self.unlisted,
        )

    def render(self) -> str:
        """Return the message as printed on standard error (several short lines, no traceback)."""
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        lines = [f"{place}: {self.problem}" if place else self.problem]
        for label, value in (
            ("field", self.field),
            ("code", self.code),
            ("expected", self.expected),
            ("mend", self.mend),
        ):
            if value is not None:
                lines.append(f"  {label}: {value}")
        if self.others:
            lines.append(f"  in all: {self.faults} faults in this file; the next ones:")
            shown = self.others[: SHOWN - 1]
            lines += [f"    {other._tell_short()}" for other in shown]
            if self.faults > 1 + len(shown):
                lines.append(f"    and {self.faults - 1 - len(shown)} more")
        return "\n".join(lines)

    def _tell_short(self) -> str:
        """Return the error in one line, for a list of errors of one file."""
        place = f"line {self.line}: " if self.line is not None else ""
        about = ", ".join(part for part in (self.field, self.code) if part)
        return f"{place}{about}: {self.problem}" if about else f"{place}{self.problem}"
