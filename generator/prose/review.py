"""The page that answers the steps of a review one by one: what its template ``review.md`` prints.

The steps are those of the handbook of OECD and JRC, and the questions those of JRC's audits. Pure: tables of
the audit in, values out. No number is written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.catalogue.records import NATIONS, Framework
from generator.index.ranking import BAND_CERTAINTY, UK_SHARE
from generator.prose.audit import Audit, Values, gather_sections
from generator.prose.cells import percent, show, take
from generator.prose.reliability import gather_calibration, gather_lasting
from generator.render.markdown import Sheet

REVIEW_PAGE = "method/review.md"


def gather_review(tables: Mapping[str, pd.DataFrame], framework: Framework) -> Sheet:
    """Return the page.

    Args:
        tables: of ``findings.audited.audit_all``, by name.
        framework: what is measured.
    """
    audit = Audit.of(tables, framework)
    values = gather_sections(audit) | {
        "framework": _count_framework(framework),
        "calibration": gather_calibration(audit),
        "lasting": gather_lasting(audit),
        "outside": _tell_logged(audit),
        "trial": _tell_masks(audit),
    }
    return Sheet("review.md", values)


def _count_framework(framework: Framework) -> Values:
    """How much is measured, and how much of it alike in all nations."""
    scored = [one for one in framework.indicators if one.counts_for == "score"]
    return {
        "domains": len(framework.domains),
        "pillars": len(framework.pillars),
        "elements": len(framework.elements),
        "indicators": len(scored),
        "context": sum(one.reading == "context" for one in scored),
        "by_nation": [(sum(name in one.nations for one in scored), name) for name in NATIONS],
        "share": percent(UK_SHARE),
        "sure": f"{BAND_CERTAINTY:g}",
    }


def _tell_logged(audit: Audit) -> Values:
    """How many indicators stand on a logarithmic scale."""
    return {"logged": int(audit.tables["indicators"]["logged"].astype(bool).sum())}


def _tell_masks(audit: Audit) -> Values:
    """How far the gaps of another nation move ranks at most, on average, and how far plain means would."""
    table = take(audit.tables["masks"])
    if table.empty:
        return {"most": ""}
    return {
        "nation": str(table["nation"].iloc[0]),
        "most": show(float(table["mean_moved"].abs().max()), 1),
        "plain": show(float(table["plain_moved"].abs().max()), 1),
        "drawn": int(table["drawn"].sum()),
        "held": percent(float((table["held"] * table["drawn"]).sum() / table["drawn"].sum())),
    }
