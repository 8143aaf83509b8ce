"""What the sections of the audit page share: the tables with names for their keys, and numbers in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.catalogue.records import Framework
from generator.export.markup import escape
from generator.text.numbers import format_number, join_words

GAP = "–"
SHORT = 10
"""Rows of a table that is cut short."""


@dataclass(frozen=True)
class Audit:
    """The tables of the audit, with the names of what their keys stand for, as Markdown.

    Attributes:
        tables: by name, see ``index.audit.columns``.
        nodes: names of the overall score, domains, pillars and elements by key.
        indicators: names of indicators by slug.
    """

    tables: Mapping[str, pd.DataFrame]
    nodes: Mapping[str, str]
    indicators: Mapping[str, str]

    def name(self, level: str, key: str) -> str:
        """Return the name of an indicator or of a node."""
        return self.indicators[key] if level == "indicator" else self.nodes[key]

    def name_all(self, level: str, keys: Iterable[str]) -> str:
        """Return names in a sentence: "a, b and c"; with semicolons where a name has "and" or a comma."""
        return list_names([self.name(level, key) for key in keys])


def gather_audit(tables: Mapping[str, pd.DataFrame], framework: Framework) -> Audit:
    """Return the tables with the names of the framework."""
    nodes = {"overall": "Overall"}
    for branch in (framework.domains, framework.pillars, framework.elements):
        nodes |= {node.slug: escape(node.name) for node in branch}
    indicators = {indicator.slug: escape(indicator.name) for indicator in framework.indicators}
    return Audit(tables, nodes, indicators)


def list_names(names: Sequence[str]) -> str:
    """Return names in a sentence; with semicolons where a name itself has "and" or a comma."""
    if len(names) > 1 and any(" and " in name or "," in name for name in names):
        return "; ".join(names)
    return join_words(names)


def show(value: float, decimals: int = 0) -> str:
    """Return a number as printed in a table, a dash where there is none."""
    number = float(value)
    return GAP if math.isnan(number) else format_number(number, decimals)


def percent(share: float, decimals: int = 0) -> str:
    """Return a share from 0 to 1 as a percentage, a dash where there is none."""
    number = float(share)
    return GAP if math.isnan(number) else f"{format_number(100 * number, decimals)}%"


def link_table(name: str) -> str:
    """Return a link to one table of the audit."""
    return f"[{name}.csv](/data/audit/{name}.csv)"


def take(table: pd.DataFrame, **cells: object) -> pd.DataFrame:
    """Return the rows whose columns hold the given cells."""
    kept = table
    for column, cell in cells.items():
        kept = kept[kept[column] == cell]
    return kept


def start(words: str) -> str:
    """Return words that can begin a sentence: a word with a capital, a numeral after "In all,"."""
    return words[0].upper() + words[1:] if words[0].isalpha() else f"In all, {words}"
