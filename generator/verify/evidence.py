"""A finding as the published tables tell it: its row, and the numbers and words of its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Row = Mapping[str, str]
Cell = float | str
Cells = Mapping[tuple[str, str], Cell]
"""Numbers and words by name, and by what they are of: empty where there is one only."""


@dataclass(frozen=True)
class Told:
    """One finding: its row in ``findings.csv``, and its rows in ``evidence.csv``."""

    row: Row
    cells: Cells = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What kind of statement it is."""
        return self.row["finding"]

    @property
    def code(self) -> str:
        """The place that it is about."""
        return self.row["area_code"]

    @property
    def node(self) -> str:
        """The part of the framework that it is about."""
        return self.row["node"]

    def number(self, name: str, item: str = "") -> float:
        """Return a number; KeyError where there is none, ValueError where it is a word."""
        return float(self.cells[name, item])

    def numbers(self, *names: str) -> tuple[float, ...]:
        """Return several numbers."""
        return tuple(self.number(name) for name in names)

    def word(self, name: str) -> str:
        """Return a word or code; KeyError where there is none."""
        return str(self.cells[name, ""])

    def has(self, name: str) -> bool:
        """Say whether there is one cell of this name."""
        return (name, "") in self.cells

    def items(self, name: str) -> tuple[str, ...]:
        """Return what the numbers of a name are of."""
        return tuple(item for each, item in self.cells if each == name)

    def list(self, name: str) -> tuple[str, ...]:
        """Return the codes of a list in their order."""
        return tuple(str(cell) for (each, _), cell in self.cells.items() if each == name)

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of a change; KeyError where it is none."""
        return int(self.number("start_year")), int(self.number("end_year"))


def number_list(name: str, codes: Iterable[str]) -> dict[tuple[str, str], Cell]:
    """Return a list of codes as cells."""
    return {(name, str(place)): code for place, code in enumerate(codes, 1)}


def name_cells(**cells: Cell) -> dict[tuple[str, str], Cell]:
    """Return cells of which there is one each."""
    return {(name, ""): cell for name, cell in cells.items()}
