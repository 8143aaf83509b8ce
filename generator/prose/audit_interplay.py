"""The audit page on Sobol indices: which of the choices that vary together moves the ranks most."""

from __future__ import annotations

from typing import Any

from generator.export.markup import escape, write_table
from generator.prose.audit_words import Audit, link_table, percent, show, take


def tell_interplay(audit: Audit) -> list[str]:
    """Which choice explains how far ranks move in the draws; nothing where no indices were asked for."""
    table = audit.tables["sobol"]
    overall = take(table, node="overall").sort_values("total", ascending=False, kind="stable")
    if not len(overall):
        return []
    first, second = (overall.iloc[place] for place in (0, 1))
    return [
        "## Which choice moves the ranks most when all vary together?",
        "",
        f"In the draws an overall rank lies {show(first['mean_shift'], 1)} places from the published one on "
        f"average. The choice that matters most for that distance is: {escape(first['choice'])}. It has a "
        f"part in {percent(first['total'])} of the variance and explains {percent(first['first'])} alone. "
        f"Next: {escape(second['choice'])}, with a part in {percent(second['total'])}.",
        "",
        "These are Sobol indices, from two independent sets of "
        f"{int(first['base'])} draws; in brackets the ends of their 90 % intervals. "
        "[How they are made](uncertainty.md#which-choice-matters-most).",
        "",
        *write_table(["Choice", "Alone>", "With others>"], [_tell_row(row) for _, row in overall.iterrows()]),
        f"The same for every domain and pillar is in {link_table('sobol')}.",
        "",
    ]


def _tell_row(row: Any) -> list[str]:
    cells = [
        f"{percent(row[kind])} ({percent(row[f'{kind}_low'])} to {percent(row[f'{kind}_high'])})"
        for kind in ("first", "total")
    ]
    return [escape(row["choice"]), *cells]
