"""Small pieces of Markdown that generated pages share."""

from __future__ import annotations

from collections.abc import Iterable


def list_items(title: str, items: Iterable[str]) -> list[str]:
    """Return a titled list, or nothing where there are no items."""
    lines = [f"- {escape(item)}" for item in items]
    return [f"{title}:", "", *lines, ""] if lines else []


def count(number: int, noun: str) -> str:
    """Return a number with its noun, e.g. "12 pillars"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def escape(text: str) -> str:
    """Return plain text as Markdown that means just that, on one line, safe in a table cell."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    for sign in ("\\", "|", "*", "_", "`", "[", "]"):
        plain = plain.replace(sign, f"\\{sign}")
    return plain
