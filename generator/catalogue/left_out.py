"""What was read and left out: raw tables that no recipe reads, each with its reason."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import Field

from generator.catalogue.records import Record


class LeftOutGroup(Record):
    """Tables that were left out for reasons of one kind.

    Attributes:
        title: the kind of reason, in plain words.
        tables: reasons by raw file, relative to the sources folder.
    """

    title: str = Field(min_length=5)
    tables: dict[str, str] = Field(min_length=1)


class LeftOut(Record):
    """Every raw table that no recipe reads.

    Attributes:
        groups: by kind of reason, in reading order.
        unexplained: tables that nobody has looked at yet.
    """

    groups: tuple[LeftOutGroup, ...] = ()
    unexplained: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many tables have a reason."""
        return sum(len(group.tables) for group in self.groups)

    def restrict(self, unread: Collection[str]) -> LeftOut:
        """Return the reasons of those tables alone, and which of them have none."""
        kept = (
            LeftOutGroup(title=group.title, tables=tables)
            for group in self.groups
            if (tables := {name: why for name, why in group.tables.items() if name in unread})
        )
        groups = tuple(kept)
        known = {name for group in groups for name in group.tables}
        return LeftOut(groups=groups, unexplained=tuple(sorted(set(unread) - known)))
