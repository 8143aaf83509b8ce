"""The evidence of all findings as two tables: every number and word, and what each name of them means."""

from __future__ import annotations

import pandas as pd

from generator.export.downloads import list_findings, name_finding, name_subject
from generator.findings.evidence import list_cells
from generator.findings.rules import RULES
from generator.text.told_edition import ToldEdition

EVIDENCE_COLUMNS = ("finding_id", "name", "item", "value", "text")
NAMES_COLUMNS = ("rule", "name", "item", "kind", "unit", "meaning")


def make_evidence_table(site: ToldEdition) -> pd.DataFrame:
    """Return ``evidence.csv``: one row for each number or word that the rule of a finding looked at."""
    rows = []
    for finding in list_findings(site):
        code, _ = name_subject(finding, site)
        identifier = name_finding(finding, code)
        rows += [
            (identifier, name, item, *((None, value) if isinstance(value, str) else (value, None)))
            for name, item, value in list_cells(finding.evidence)
        ]
    return pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS), dtype=object)


def make_evidence_names() -> pd.DataFrame:
    """Return ``evidence_names.csv``: one row for each rule and name, those that are published."""
    rows = [
        (rule, key.name, key.item, key.kind.form, key.kind.unit, key.meaning)
        for rule, about in RULES.items()
        for key in about.evidence.keys
        if key.kind.form != "label"
    ]
    return pd.DataFrame(rows, columns=list(NAMES_COLUMNS), dtype=object)
