"""The tables of the audit among those described for programs: from the list of their columns in the index."""

from __future__ import annotations

from collections.abc import Collection

from generator.errors import ProsperityError
from generator.export.columns import Column, Table, Type
from generator.index.audit import columns as audit

AUDIT = "audit"
_TYPES: dict[audit.Kind, Type] = {
    "text": "string",
    "whole": "integer",
    "number": "number",
    "yes or no": "boolean",
}


def name_audit(name: str) -> str:
    """Return the name of a table of the audit among all tables: "audit-weights"."""
    return f"{AUDIT}-{name}"


def describe_audit(names: Collection[str]) -> tuple[Table, ...]:
    """Return the descriptions of tables of the audit, in the order of the list.

    Raises:
        ProsperityError: one of them is not in the list.
    """
    known = {table.name: table for table in audit.TABLES}
    for name in sorted(set(names) - set(known)):
        raise ProsperityError(
            f"table {name!r} of the audit is published but not described",
            file="generator/index/audit/columns.py",
            field=name,
        )
    return tuple(_describe(table) for name, table in known.items() if name in names)


def _describe(table: audit.Table) -> Table:
    return Table(
        name=name_audit(table.name),
        file=f"{AUDIT}/{table.name}.csv",
        title=f"Audit: {table.name}",
        row=table.row,
        columns=tuple(
            Column(name=one.name, type=_TYPES[one.kind], meaning=_write(one.meaning)) for one in table.columns
        ),
    )


def _write(meaning: str) -> str:
    """Return a meaning as a sentence."""
    return f"{meaning[:1].upper()}{meaning[1:]}."
