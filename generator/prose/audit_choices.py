"""The audit page on choices: what another one would change, and which indicators could go."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from generator.catalogue.records import NATIONS
from generator.export.markup import escape, write_table
from generator.index.audit.dropping import BAR
from generator.prose.audit_words import (
    GAP,
    SHORT,
    Audit,
    link_table,
    list_names,
    percent,
    show,
    start,
    take,
)
from generator.text.numbers import pluralise, spell_count

HEADS = (
    "Mean shift>",
    "Nine of ten at most>",
    "Largest shift>",
    "Spearman>",
    "Moves most",
    "Lose their rank>",
)


def tell_choices(audit: Audit) -> list[str]:
    """What each single choice does to the ranks."""
    table = audit.tables["sensitivity"]
    methods = table[table["choice"] != "pillars"].dropna(subset=["mean_shift"])
    pillars = take(table, choice="pillars").dropna(subset=["mean_shift"])
    failed = table[table["mean_shift"].isna()]
    most, least = (methods.sort_values("mean_shift").iloc[place] for place in (-1, 0))
    middle = float(methods["mean_shift"].median())
    ranked = int(table["ranked"].max())
    return [
        "## Would another choice change the order?",
        "",
        f"Each row makes one choice of the method differently and leaves all else as published. The "
        f"middle one of {len(methods)} such changes moves the average council {show(middle)} places among "
        f"{ranked}. Least comes of {quote(least['change'])} ({show(least['mean_shift'], 1)} places), most of "
        f"{quote(most['change'])} ({show(most['mean_shift'], 1)} places, and "
        f"{show(most['largest_shift'])} for the council that moves most).",
        "",
        "[The ranges of ranks](uncertainty.md) vary choices together; this table takes them apart. Spearman "
        "is the rank correlation with the published order: 1 is the same order.",
        "",
        *write_table(["Instead", *HEADS], [_choose(audit, row) for _, row in methods.iterrows()]),
        "Without one of the pillars:",
        "",
        *write_table(["Instead", *HEADS], [_choose(audit, row) for _, row in pillars.iterrows()]),
        *(
            [f"Could not be computed: {list_names([escape(c) for c in failed['change']])}.", ""]
            if len(failed)
            else []
        ),
        "Ranks are compared among the councils that have one both ways. Every change is in "
        f"{link_table('sensitivity')}, the five councils that each moves most in {link_table('movers')}.",
        "",
    ]


def _choose(audit: Audit, row: Any) -> list[str]:
    movers = take(audit.tables["movers"], scenario=row["scenario"], place=1)
    mover = GAP
    if len(movers):
        moved = int(movers["moved"].iloc[0])
        mover = f"{escape(movers['area_name'].iloc[0])} ({abs(moved)} {'up' if moved > 0 else 'down'})"
    return [
        escape(row["change"]),
        show(row["mean_shift"], 1),
        show(row["shift_of_nine_in_ten"]),
        show(row["largest_shift"]),
        show(row["spearman"], 3),
        mover,
        f"{row['lost']} ({', '.join(row['lost_in'].split('|'))})" if row["lost"] else "0",
    ]


def tell_nations(audit: Audit) -> list[str]:
    """Whether a choice favours one nation."""
    moved = audit.tables["nations"].pivot(index="scenario", columns="nation", values="mean_moved")
    moved = moved[[name for name in NATIONS if name in moved.columns]].dropna(how="all")
    changes = audit.tables["sensitivity"].set_index("scenario")["change"]
    order = moved.assign(most=moved.abs().max(axis=1)).sort_values("most", ascending=False, kind="stable")
    key, furthest = str(order.index[0]), order.iloc[0].drop("most")
    nation = str(furthest.abs().idxmax())
    places = float(furthest[nation])
    indicators = audit.tables["indicators"].set_index("indicator")["comparable"]
    weights = take(audit.tables["weights"], level="indicator").set_index("node")["nominal_weight"]
    alike = float(weights[indicators.reindex(weights.index) == "uk"].sum())
    rows = [
        [escape(changes[str(scenario)]), *(_sign(row[name]) for name in moved.columns)]
        for scenario, row in order.head(SHORT).iterrows()
    ]
    return [
        "## Does a choice favour one nation?",
        "",
        f"Most of all, {quote(changes[key])}: it moves the councils of {nation} "
        f"{show(abs(places))} places {'up' if places > 0 else 'down'} on average. Indicators that are "
        f"measured alike in all nations carry {percent(alike)} of the weight. On the others each nation has "
        "the same centre, and [how far its councils lie from it]"
        "(index-method.md#nations-that-cannot-be-compared) hangs on the scale. So compare councils within a "
        "nation first.",
        "",
        "The table gives the mean of the places that a nation's councils move, for the changes that move a "
        "nation most. A minus means down.",
        "",
        *write_table(["Instead", *(f"{name}>" for name in moved.columns)], rows),
        f"Every change and nation is in {link_table('nations')}.",
        "",
    ]


def _sign(places: float) -> str:
    if math.isnan(places):
        return GAP
    return f"+{show(places, 1)}" if round(places, 1) > 0 else show(places, 1)


def quote(text: str) -> str:
    """Return words of a table as a quotation in a sentence."""
    return f'"{escape(text)}"'


def tell_dropping(audit: Audit) -> list[str]:
    """Whether there are too many indicators."""
    table = audit.tables["dropping"]
    alone = table[table["droppable"].astype(bool)]
    together = table[table["dropped_as"].notna()].sort_values("dropped_as")
    small = table[(table["mean_shift"] < 0.5) & (table["lost"] == 0)]
    order = table.sort_values(["largest_shift", "mean_shift", "indicator"])
    single = pluralise(len(alone), "indicator")
    names = f" ({audit.name_all('indicator', alone['indicator'])})" if 0 < len(alone) <= SHORT else ""
    joint = ""
    if len(alone) > 1:
        number = spell_count(len(together)) if len(together) > 1 else "no two"
        joint = f" Of these, {number} can go together."
    return [
        "## Are there too many indicators?",
        "",
        f"Each of the {len(table)} indicators was left out in turn. {start(single)} could go without any "
        f"council moving more than {spell_count(BAR)} places{names}.{joint} That is a hard test, for it asks "
        "about the one council that moves most. By the average council, "
        f"{pluralise(len(small), 'indicator')} could go one at a time with a mean shift of less than half a "
        "place.",
        "",
        "An indicator that moves little is not useless: it can tell much about one place. The ones that move "
        "most are worth a second look as well: much rests on each alone.",
        "",
        f"The {SHORT} that matter least:",
        "",
        *_write_drops(audit, order.head(SHORT)),
        f"The {SHORT} that matter most:",
        "",
        *_write_drops(
            audit, table.sort_values(["mean_shift", "indicator"], ascending=[False, True]).head(SHORT)
        ),
        f"Every indicator is in {link_table('dropping')}.",
        "",
    ]


def _write_drops(audit: Audit, table: pd.DataFrame) -> list[str]:
    weights = take(audit.tables["weights"], level="indicator").set_index("node")["nominal_weight"]
    rows = [
        [
            audit.indicators[row["indicator"]],
            f"{show(100 * weights[row['indicator']], 1)}%",
            show(row["mean_shift"], 1),
            show(row["largest_shift"]),
            show(row["lost"]),
        ]
        for _, row in table.iterrows()
    ]
    return write_table(["Without", "Weight>", "Mean shift>", "Largest shift>", "Lose their rank>"], rows)
