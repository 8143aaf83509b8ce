"""The evidence of all findings as two tables: every number and word, and what each name of them means."""

from __future__ import annotations

import pandas as pd

from generator.export.downloads import list_findings, name_finding, name_subject
from generator.findings.evidence import EACH, ITEMS, KEYS, LISTS, UNITS, WORDS, list_cells
from generator.pages.site import Site

EVIDENCE_COLUMNS = ("finding_id", "name", "item", "value", "text")
NAMES_COLUMNS = ("rule", "name", "item", "kind", "unit", "meaning")


def make_evidence_table(site: Site) -> pd.DataFrame:
    """Return ``evidence.csv``: one row for each number or word that the rule of a finding looked at."""
    rows = []
    for finding in list_findings(site):
        code, _ = name_subject(finding, site)
        identifier = name_finding(finding, code)
        rows += [(identifier, *cell) for cell in list_cells(finding.rule, finding.evidence)]
    return pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS), dtype=object)


def make_evidence_names() -> pd.DataFrame:
    """Return ``evidence_names.csv``: one row for each rule and name, those that are published."""
    rows = [
        (
            *(rule, key.name.removesuffix(EACH), ITEMS.get(key.name, "")),
            *(name_kind(key.kind), UNITS.get(key.kind, ""), key.meaning),
        )
        for rule, keys in KEYS.items()
        for key in keys
        if key.kind != "label"
    ]
    return pd.DataFrame(rows, columns=list(NAMES_COLUMNS), dtype=object)


def name_kind(kind: str) -> str:
    """Return where a value of this kind stands: in the column of numbers or of texts, once or as a list."""
    if kind in LISTS:
        return "list"
    return "text" if kind in WORDS else "number"
