"""The page on how sure a figure is: what its template ``reliability.md`` prints.

Pure: tables of the audit in, values out. No number is written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from generator.catalogue.records import NATIONS, Framework
from generator.catalogue.weight_limits import MOST as MOST_WEIGHT
from generator.charts.reliability import draw_reliability
from generator.index.audit.calibration import FEW, FEWEST, LEAST, MOST
from generator.index.averages import SOUND
from generator.prose.audit import Audit
from generator.prose.cells import list_names, number, percent, show, tabulate, take
from generator.render.markdown import Sheet

RELIABILITY_PAGE = "method/reliability.md"
_KINDS = ("published", "count", "survey", "series", "assumed", "complete")


def gather_reliability_page(tables: Mapping[str, pd.DataFrame], framework: Framework) -> Sheet:
    """Return the page.

    Args:
        tables: of ``findings.audited.audit_all``, by name.
        framework: names, and which indicators are averaged and limited.
    """
    audit = Audit.of(tables, framework)
    table = tables["reliability"].dropna(subset=["reliability"])
    weak = table[table["reliability"] < SOUND].sort_values(["reliability", "indicator", "nation"])
    values = {
        "picture": draw_picture(table),
        "nations": [_tell_nation(take(table, nation=name), name) for name in _list_nations(table)],
        "kinds": {kind: int((tables["reliability"]["kind"] == kind).sum()) for kind in _KINDS},
        **_gather_choices(audit, framework),
        **gather_calibration(audit),
        "lasting": gather_lasting(audit),
        "sound": f"{SOUND:g}",
        "rows": tabulate(
            weak,
            audit.indicator,
            lambda row: str(row["nation"]),
            lambda row: str(row["kind"]),
            number("reliability", 2),
        ),
    }
    return Sheet("reliability.md", values)


def draw_picture(table: pd.DataFrame) -> Markup:
    """Return the picture in its frame, on one line, as Markdown leaves it alone."""
    rows = {name: take(table, nation=name)["reliability"].tolist() for name in _list_nations(table)}
    svg = draw_reliability(rows, prefix="rel")
    return Markup("<figure>{}</figure>").format(svg)


def _list_nations(table: pd.DataFrame) -> list[str]:
    return [name for name in NATIONS if name in set(table["nation"])]


def _tell_nation(table: pd.DataFrame, nation: str) -> dict[str, object]:
    return {
        "nation": nation,
        "figures": len(table),
        "sound": int((table["reliability"] >= SOUND).sum()),
        "middle": show(float(table["reliability"].median()), 2),
    }


def _gather_choices(audit: Audit, framework: Framework) -> dict[str, object]:
    """Which indicators are averaged and limited, and where the rule would choose otherwise today."""
    by_rule = audit.tables["reliability"].groupby("indicator")["averaged_by_rule"].any()
    weighed = {one.slug for one in framework.indicators if one.counts_for == "score"}
    kept = {one.indicator for one in framework.averages}
    due = [slug for slug, chosen in by_rule.items() if slug in weighed and chosen != (slug in kept)]
    limited = [one.indicator for one in framework.limits]
    held = audit.tables["reliability"]
    held = held[held["over_limit"] > 0]
    return {
        "averaged": [
            (audit.indicators[one.indicator], one.nation, show(row["single"], 2), show(row["reliability"], 2))
            for one in framework.averages
            for _, row in take(
                audit.tables["reliability"], indicator=one.indicator, nation=one.nation
            ).iterrows()
        ],
        "due": list_names([audit.indicators[slug] for slug in due]),
        "limited": [(audit.indicators[one.indicator], one.nation, one.reason) for one in framework.limits],
        "limit": percent(MOST_WEIGHT),
        "over": int(held["over_limit"].sum()),
        "of": int(take(audit.tables["reliability"], limited=True)["councils"].sum()),
        "over_in": list_names(list(dict.fromkeys(held["nation"]))),
        "over_points": show(100 * float(held["largest_weight"].max() - MOST_WEIGHT), 2) if len(held) else "",
        "beyond": list_names(
            [
                f"{audit.indicators[slug]} ({percent(row['largest_weight'], 1)} in {row['nation']})"
                for slug in limited
                for _, row in take(held, indicator=slug).nlargest(1, "largest_weight").iterrows()
            ]
        ),
    }


def gather_calibration(audit: Audit) -> dict[str, object]:
    """How many new figures lie where the errors put them, and where too few or too many do."""
    table = audit.tables["calibration"].dropna(subset=["within"])
    found = []
    for name in _list_nations(table):
        own = take(table, nation=name)
        count = int(own["differences"].sum())
        share = float((own["within"] * own["differences"]).sum()) / count
        found.append({"nation": name, "share": percent(share), "differences": f"{count:,}"})
    missing = table[~table["verdict"].isin(["", FEW])].sort_values(["within", "element", "nation"])
    return {
        "calibrated": found,
        "fewest": FEWEST,
        "least": percent(LEAST),
        "most": percent(MOST),
        "missing": tabulate(
            missing,
            lambda row: audit.nodes[row["element"]],
            lambda row: str(row["nation"]),
            number("differences"),
            lambda row: percent(row["within"]),
            lambda row: str(row["verdict"]),
        ),
    }


def gather_lasting(audit: Audit) -> dict[str, object]:
    """How many strengths and weaknesses were found again, and how many errors alone predict."""
    table = audit.tables["persistence"]
    both = take(table, nation="UK")
    both = both[both["kind"] != "context"]
    tested = int(both["tested"].sum())

    def mean(column: str) -> str:
        return percent(float((both[column] * both["tested"]).sum()) / tested, 1) if tested else "–"

    return {
        "chosen": f"{int(both['chosen'].sum()):,}",
        "tested": f"{tested:,}",
        "same": mean("same_fifth"),
        "outer": mean("outer_two"),
        "likely_same": mean("expected_same_fifth"),
        "likely_outer": mean("expected_outer_two"),
        "rows": tabulate(
            table[table["tested"] > 0],
            lambda row: str(row["nation"]),
            lambda row: str(row["kind"]),
            number("chosen"),
            number("tested"),
            *(
                (lambda row, name=name: percent(row[name]))
                for name in ("same_fifth", "expected_same_fifth", "outer_two", "expected_outer_two")
            ),
        ),
    }
