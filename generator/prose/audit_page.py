"""The page of the audit: one section for each question that a critic asks, made from the tables alone.

Pure: tables in, Markdown out. No number is written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.catalogue.records import Framework
from generator.export.markup import escape, write_table
from generator.index.audit.columns import TABLES
from generator.prose.audit_choices import tell_choices, tell_dropping, tell_nations
from generator.prose.audit_evidence import tell_ages, tell_clips, tell_coverage, tell_variation
from generator.prose.audit_interplay import tell_interplay
from generator.prose.audit_parts import (
    tell_consistency,
    tell_contributions,
    tell_pulls,
    tell_twins,
    tell_weights,
)
from generator.prose.audit_words import gather_audit

AUDIT_PAGE = "method/audit.md"
TABLES_PAGE = "data/audit.md"
HEAD = """---
description: An audit of the index - coverage, age, twins, weights, and what other choices would change.
---
# Audit of this edition

Each section asks what a critic would ask and answers with numbers. The audit is computed with the index and
changes no score. This page is made from its tables, which are all [open to download](../data/audit.md).
"""
FOOT = """## What no audit can tell

* Whether the framework asks the right questions, and whether its directions are right.
* Whether the published figures are right. [The sources](../data/sources.md) list their known problems.
* How sure one rank is: [the ranges](uncertainty.md) say that.

## References

Cronbach, L. J. (1951), "Coefficient alpha and the internal structure of tests", *Psychometrika* 16, 297 to
334.

OECD and JRC (2008), *Handbook on Constructing Composite Indicators: Methodology and User Guide*. Paris:
OECD.

Paruolo, P., Saisana, M. and Saltelli, A. (2013), "Ratings and rankings: voodoo or science?", *Journal of the
Royal Statistical Society A* 176, 609 to 634.
"""
SECTIONS = (
    tell_coverage,
    tell_ages,
    tell_clips,
    tell_variation,
    tell_twins,
    tell_pulls,
    tell_consistency,
    tell_weights,
    tell_contributions,
    tell_interplay,
    tell_choices,
    tell_nations,
    tell_dropping,
)


def write_audit(tables: Mapping[str, pd.DataFrame], framework: Framework) -> str:
    """Return the Markdown of the page.

    Args:
        tables: of ``index.audit.run.audit``, by name.
        framework: gives nodes and indicators their names.
    """
    audit = gather_audit(tables, framework)
    lines = [line for tell in SECTIONS for line in tell(audit)]
    return "\n".join([HEAD, *lines, FOOT])


def write_audit_tables() -> str:
    """Return the Markdown of the page that lists the tables of the audit and what their columns mean."""
    lines = [
        "# Tables of the audit",
        "",
        "[The audit](../method/audit.md) of the edition rests on these tables. Shares run from 0 to 1. A "
        "part of the index is named as in the addresses of [the framework](../method/framework.md). An empty "
        "cell means that there is no value.",
        "",
    ]
    for table in TABLES:
        rows = [(f"`{column.name}`", column.kind, escape(column.meaning)) for column in table.columns]
        lines += [
            f"## {table.name.capitalize()} {{: #{table.name} }}",
            "",
            f"[{table.name}.csv](/data/audit/{table.name}.csv): one row for each {table.row}.",
            "",
            *write_table(["Column", "Holds", "Meaning"], rows),
        ]
    return "\n".join(lines)
