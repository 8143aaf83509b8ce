"""Markdown made from data: plain text that means just itself, tables, counts with their noun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def escape(text: str) -> str:
    """Return plain text as Markdown that means just that, on one line, safe in a table cell."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    for sign in ("\\", "|", "*", "_", "`", "[", "]"):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def list_items(title: str, items: Iterable[str]) -> list[str]:
    """Return a titled list, or nothing where there are no items."""
    lines = [f"- {escape(item)}" for item in items]
    return [f"{title}:", "", *lines, ""] if lines else []


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, e.g. "12 pillars"."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table and an empty one after it; nothing where there are no rows.

    Args:
        heads: of the columns; one that ends in ">" holds numbers and is set to the right.
        rows: cells, already escaped.
    """
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return []
    names = [head.removesuffix(">").strip() for head in heads]
    rule = ["--:" if head.endswith(">") else "---" for head in heads]
    return [f"| {' | '.join(names)} |", f"|{'|'.join(rule)}|", *lines, ""]
