"""All tables of the audit: those of the index, and that of its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from generator.catalogue.first_build import FirstScore
from generator.catalogue.records import Area, Cluster, Edition, Framework
from generator.findings.finding import AnyFinding
from generator.findings.inverse import count_strengths
from generator.findings.looked_again import make_persistence
from generator.findings.per_council import count_findings
from generator.index.audit.columns import TABLES
from generator.index.audit.run import audit
from generator.index.results import Index


def audit_all(
    index: Index,
    framework: Framework,
    areas: Sequence[Area],
    *,
    edition: Edition,
    clusters: Sequence[Cluster],
    found: Mapping[str, Sequence[AnyFinding]],
    first: Sequence[FirstScore] = (),
) -> dict[str, pd.DataFrame]:
    """Return all tables by name, in the order of ``columns.TABLES``.

    Args:
        index: one run.
        framework: its tree.
        areas: areas of any kind; must hold all councils of the run.
        edition: year, and seed of the draws.
        clusters: all clusters, among them the most deprived councils.
        found: strengths and weaknesses of each council.
        first: scores of the first build of the edition.
    """
    tables = audit(index, framework, areas, first=first)
    tables["strengths"] = count_strengths(index, framework, found, clusters)
    tables["findings"] = count_findings(found, areas)
    tables["persistence"] = make_persistence(index, framework, areas, edition=edition)
    return {table.name: tables[table.name] for table in TABLES}
