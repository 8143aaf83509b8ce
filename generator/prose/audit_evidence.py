"""The audit page on what the scores rest on: how much is known, how old it is, how far it tells apart."""

from __future__ import annotations

from typing import Any

from generator.export.markup import escape, write_table
from generator.index.audit.variation import LEAST_SPREAD
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

CLIPPED = 0.05
CEILING, FLOOR = 85.0, 15.0
_HALF = 0.5


def tell_coverage(audit: Audit) -> list[str]:
    """How much is known, by nation, pillar and council."""
    coverage, councils = audit.tables["coverage"], audit.tables["councils"]
    overall = take(coverage, level="overall").set_index("nation")["coverage"]
    nations = [name for name in overall.index if name != "UK"]
    shares = list_names([f"{percent(overall[name])} in {name}" for name in nations])
    without = councils[~councils["ranked"].astype(bool)]
    none = (
        f"{start(pluralise(len(without), 'council'))} of {len(councils)} "
        f"{'has' if len(without) == 1 else 'have'} no overall score: {_name_areas(without)}."
        if len(without)
        else f"All {len(councils)} councils have an overall score."
    )
    rows = [_cover(audit, key, ["UK", *nations]) for key in take(coverage, nation="UK")["node"]]
    fewest = councils.sort_values(["coverage", "area_code"]).head(5)
    return [
        "## How much is known of each council?",
        "",
        f"For the average council {percent(overall['UK'])} of the weight rests on a figure: {shares}. {none}",
        "",
        "The table gives the share of each part's weight that rests on a figure, for the average council of "
        "a nation. A dash says that no council of the nation has a score there.",
        "",
        *write_table(["Part of the index", *(f"{name}>" for name in ["UK", *nations])], rows),
        f"Least is known of {_name_areas(fewest)}: {_range(fewest['coverage'])} of the weight. "
        f"Every nation and node is in {link_table('coverage')}, every council in {link_table('councils')}.",
        "",
    ]


def _cover(audit: Audit, key: str, nations: list[str]) -> list[str]:
    cells = take(audit.tables["coverage"], node=key).set_index("nation")
    shares = [percent(cells["coverage"][n]) if cells["scored"][n] else GAP for n in nations]
    level = cells["level"].iloc[0]
    name = audit.nodes[key]
    return [f"**{name}**" if level != "pillar" else name, *shares]


def tell_ages(audit: Audit) -> list[str]:
    """How old the figures are."""
    councils, indicators = audit.tables["councils"], audit.tables["indicators"]
    ranked = councils[councils["ranked"].astype(bool)]
    mean = {name: float(ranked[name].mean()) for name in ("mean_age", "older_than_3", "older_than_6")}
    old = indicators[indicators["older_than_6"] > _HALF]
    oldest = indicators.sort_values(
        ["older_than_6", "median_age", "indicator"], ascending=[False, False, True]
    )
    rows = [
        [
            audit.indicators[row["indicator"]],
            _years(row),
            show(row["median_age"], 0),
            percent(row["older_than_3"]),
            percent(row["older_than_6"]),
        ]
        for _, row in oldest.head(SHORT).iterrows()
    ]
    told = (
        f"{start(pluralise(len(old), 'indicator'))} {'is' if len(old) == 1 else 'are'} older than six years "
        f"for most councils: {audit.name_all('indicator', old['indicator'])}."
        if len(old)
        else "No indicator is older than six years for most councils."
    )
    shared = float(ranked["upper_tier"].mean())
    return [
        "## How old are the figures?",
        "",
        f"A ranked council's figures are {show(mean['mean_age'], 1)} years old on average, by weight. Of the "
        f"weight, {percent(mean['older_than_3'])} rests on figures older than three years and "
        f"{percent(mean['older_than_6'], 1)} on figures older than six. {told}",
        "",
        f"Figures that a council shares with others, such as those of its county, carry {percent(shared)} of "
        "the weight.",
        "",
        *write_table(
            ["Indicator", "Years in use", "Median age>", "Older than 3 years>", "Older than 6 years>"], rows
        ),
        f"These are the oldest. Every indicator is in {link_table('indicators')}.",
        "",
    ]


def tell_clips(audit: Audit) -> list[str]:
    """Whether the ends of the scales cut off many councils."""
    table = audit.tables["indicators"]
    ends = table[["at_0", "at_100"]].max(axis=1)
    many = table[ends > CLIPPED]
    high, low = table[table["mean_score"] > CEILING], table[table["mean_score"] < FLOOR]
    crowded = table[(table["mean_score"] > CEILING) | (table["mean_score"] < FLOOR) | (ends > CLIPPED)]
    crowded = crowded.assign(end=ends).sort_values(["end", "indicator"], ascending=[False, True])
    rows = [
        [
            audit.indicators[row["indicator"]],
            str(row["councils"]),
            percent(row["at_0"], 1),
            percent(row["at_100"], 1),
            show(row["mean_score"]),
            show(row["score_spread"]),
        ]
        for _, row in crowded.iterrows()
    ]
    return [
        "## Are councils cut off at the ends of the scales?",
        "",
        f"The middle indicator has {percent(table['at_0'].median(), 1)} of its councils at 0 and "
        f"{percent(table['at_100'].median(), 1)} at 100. "
        f"{start(pluralise(len(many), 'indicator'))} of {len(table)} "
        f"{'has' if len(many) == 1 else 'have'} more than {percent(CLIPPED)} at one end. Where only "
        "the councils of one small nation have a figure, one or two of them reach that.",
        "",
        f"A scale can also be used at one end only. {start(pluralise(len(high), 'indicator'))} "
        f"{'has' if len(high) == 1 else 'have'} a mean score above {show(CEILING)} and "
        f"{spell_count(len(low)) if len(low) else 'none'} below {show(FLOOR)}. Either most councils have "
        "left the far end of the scale since 2011, or a few stretch it. Such an indicator moves scores "
        "less than its weight.",
        "",
        *write_table(
            ["Indicator", "Councils>", "At 0>", "At 100>", "Mean score>", "Spread in points>"], rows
        ),
        f"Every indicator is in {link_table('indicators')}.",
        "",
    ]


def tell_variation(audit: Audit) -> list[str]:
    """Indicators that do not tell the councils of a nation apart."""
    table = audit.tables["variation"]
    flagged = table[table["flag"] != ""]
    constant = take(table, flag="constant")
    rows = [
        [
            audit.indicators[row["indicator"]],
            row["nation"],
            str(row["councils"]),
            str(row["different_values"]),
            percent(row["commonest_share"]),
            show(row["score_spread"], 1),
            row["flag"],
        ]
        for _, row in flagged.sort_values(["flag", "score_spread", "indicator", "nation"]).iterrows()
    ]
    told = (
        "No indicator is the same for all councils of a nation."
        if constant.empty
        else f"{start(pluralise(len(constant), 'indicator'))} {'is' if len(constant) == 1 else 'are'} the "
        f"same for all councils of a nation: {audit.name_all('indicator', constant['indicator'])}."
    )
    hardly = len(flagged) - len(constant)
    return [
        "## Does every indicator tell councils apart?",
        "",
        f"{told} In {pluralise(hardly, 'case')} of {len(table)}, an indicator hardly varies inside one "
        f"nation: its scores spread less than {show(LEAST_SPREAD)} points there, or more than half of the "
        "councils share one figure.",
        "",
        *write_table(
            [
                "Indicator",
                "Nation",
                "Councils>",
                "Different figures>",
                "With the commonest>",
                "Spread in points>",
                "What it is",
            ],
            rows,
        ),
        f"Every indicator and nation is in {link_table('variation')}.",
        "",
    ]


def _name_areas(table: Any) -> str:
    return list_names([escape(name) for name in table["area_name"]])


def _range(shares: Any) -> str:
    low, high = percent(shares.min()), percent(shares.max())
    return low if low == high else f"{low} to {high}"


def _years(row: Any) -> str:
    oldest, latest = row["oldest_year"], row["latest_year"]
    return str(latest) if oldest == latest else f"{oldest} to {latest}"
