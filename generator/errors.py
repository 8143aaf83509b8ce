"""The one error a user sees: what is wrong, where, what was expected and how to mend it."""

from __future__ import annotations

from pathlib import Path


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
    ) -> None:
        """Keep the parts; the message is made from them."""
        self.problem = problem
        self.file = str(file) if file is not None else None
        self.line = line
        self.field = field
        self.code = code
        self.expected = expected
        self.mend = mend
        super().__init__(self.render())

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
        return "\n".join(lines)
