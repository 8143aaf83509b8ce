"""The audit page on how the parts fit: twins, parts that pull apart, alpha, importance, contributions."""

from __future__ import annotations

from typing import Any

import pandas as pd

from generator.export.markup import write_table
from generator.index.audit.correlations import AGAINST, NEGATIVE, OPPOSITE, REDUNDANT, SAME
from generator.prose.audit_words import GAP, Audit, link_table, percent, show, start, take
from generator.text.numbers import MINUS, format_number, pluralise, spell_count

GOOD_ALPHA = 0.7
PAIRS = 12
PAIR_HEADS = ("One", "Other", "Councils>", "Pearson>", "Spearman>")


def tell_twins(audit: Audit) -> list[str]:
    """Pairs that are nearly the same."""
    table = audit.tables["correlations"]
    twins = table[table["flag"].isin([SAME, OPPOSITE])].sort_values("pearson", ascending=False)
    indicators = take(twins, level="indicator")
    number = len(audit.tables["indicators"])
    found = (
        f"{spell_count(len(indicators)) if len(indicators) else 'none'} "
        f"{'has' if len(indicators) < 2 else 'have'}"
    )
    wider = len(twins) - len(indicators)
    more = f" So {'has' if wider == 1 else 'have'} {pluralise(wider, 'pair')} of elements." if wider else ""
    return [
        "## Do some indicators say the same thing twice?",
        "",
        f"Of the {number * (number - 1) // 2:,} pairs of indicators, {found} a correlation above "
        f"{REDUNDANT:g} or below {MINUS}{REDUNDANT:g}.{more} Such a pair counts its subject twice, unless it "
        "weighs less: the weights and their reasons are in [the framework](framework.md).",
        "",
        *_write_pairs(audit, twins, title=""),
        "Pearson is the correlation of the scores, Spearman that of the ranks. Every pair inside a pillar is "
        f"in {link_table('correlations')}.",
        "",
    ]


def tell_pulls(audit: Audit) -> list[str]:
    """Parts that pull against each other."""
    table = audit.tables["correlations"]
    against = take(table, flag=AGAINST).sort_values("pearson")
    shares = {
        level: f"{len(take(against, level=level))} of {len(take(table, level=level)):,}"
        for level in ("pillar", "element", "indicator")
    }
    chance = len(take(table, flag=NEGATIVE))
    strongest = {level: take(against, level=level) for level in shares}
    return [
        "## Do parts of one pillar pull against each other?",
        "",
        f"Of the pairs of elements in one pillar, {shares['element']} have a negative correlation that "
        "chance does not explain (its 95% interval lies below 0). Of the pairs of indicators in one pillar "
        f"it is {shares['indicator']}, of the pairs of pillars {shares['pillar']}. "
        f"{start(pluralise(chance, 'more pair'))} {'is' if chance == 1 else 'are'} below 0 but may be so by "
        "chance.",
        "",
        "In a mean, such parts cancel out: two very different places can get the same score. That is no "
        "error where both parts matter, but the parts then say more than the whole. Of pairs that have "
        "nothing to do with each other, one in 40 would be counted here by chance.",
        "",
        *_write_pairs(audit, strongest["element"], title="Elements of one pillar:"),
        *_write_pairs(audit, strongest["pillar"], title="Pillars, strongest first:"),
        *_write_pairs(audit, strongest["indicator"], title="Indicators of one pillar, strongest first:"),
        f"Every pair is in {link_table('correlations')}.",
        "",
    ]


def _write_pairs(audit: Audit, table: pd.DataFrame, *, title: str) -> list[str]:
    """Return the first rows as a table under a line of its own; nothing where there are none."""
    rows = [
        [
            audit.nodes[row["under"]],
            audit.name(row["level"], row["first"]),
            audit.name(row["level"], row["second"]),
            str(row["councils"]),
            show(row["pearson"], 2),
            show(row["spearman"], 2),
        ]
        for _, row in table.head(PAIRS).iterrows()
    ]
    return [*([title, ""] if title and rows else []), *write_table(["Part of", *PAIR_HEADS], rows)]


def tell_consistency(audit: Audit) -> list[str]:
    """Whether the parts of each pillar move together."""
    table = audit.tables["consistency"]
    elements = take(table, level="pillar", parts="elements").set_index("node")
    indicators = take(table, level="pillar", parts="indicators").set_index("node")
    pillars = take(table, level="overall", parts="pillars")
    good = int((elements["alpha"] >= GOOD_ALPHA).sum())
    negative = elements.index[elements["alpha"] < 0].tolist()
    below = (
        f" It is below 0 in {audit.name_all('pillar', negative)}, where elements pull against each other."
        if negative
        else ""
    )
    whole = f" For the pillars of the overall score it is {show(pillars['alpha'].iloc[0], 2)}." * len(pillars)
    rows = [
        _consist(audit, node, row, indicators["alpha"].get(node, float("nan")))
        for node, row in elements.iterrows()
    ]
    return [
        "## Do the parts of a pillar belong together?",
        "",
        f"Cronbach's alpha of the elements is {GOOD_ALPHA:g} or more, the usual bar for a scale, in "
        f"{spell_count(good)} of {len(elements)} pillars.{below}{whole}",
        "",
        "Alpha is near 1 where the parts rise and fall together and 0 where they have nothing to do with "
        "each other. It asks whether parts measure one thing. A pillar need not: it gathers what belongs to "
        "one side of life. Where alpha is low, read the elements and not the pillar alone. "
        "The first component is the share of the differences between councils that one single line through "
        "the elements can show.",
        "",
        *write_table(
            [
                "Pillar",
                "Elements>",
                "Alpha of elements>",
                "Alpha of indicators>",
                "First component>",
                "Elements that point against it",
            ],
            rows,
        ),
        "Only parts that at least half of the councils have are counted. Every node is in "
        f"{link_table('consistency')}.",
        "",
    ]


def _consist(audit: Audit, node: Any, row: Any, alpha: Any) -> list[str]:
    against = [key for key in str(row["against_first"]).split("|") if key]
    return [
        audit.nodes[str(node)],
        str(row["number"]),
        show(row["alpha"], 2),
        show(alpha, 2),
        percent(row["first_component"]),
        audit.name_all("element", against) or GAP,
    ]


def tell_weights(audit: Audit) -> list[str]:
    """Whether what weighs the same also counts the same."""
    table = audit.tables["weights"]
    pillars = take(table, level="pillar").sort_values("importance", ascending=False)
    first, last = pillars.iloc[0], pillars.iloc[-1]
    against = pillars[pillars["correlation"] < 0]
    elements = take(table, level="element")
    idle = elements[elements["importance_in_parent"] < 0.05].sort_values("importance_in_parent")
    heavy = take(table, level="indicator").sort_values(["nominal_weight", "node"], ascending=[False, True])
    top = heavy[heavy["nominal_weight"] > heavy["nominal_weight"].iloc[0] - 1e-9]
    pulls = (
        f" {_pillars(audit, against)} {'goes' if len(against) == 1 else 'go'} against the overall score: "
        "where it is higher, the overall score tends to be lower."
        if len(against)
        else ""
    )
    heads = ("Weight>", "Correlation with overall>", "Importance>")
    return [
        "## Do the weights do what they say?",
        "",
        f"All pillars weigh {percent(first['nominal_weight'], 1)}, but "
        f"{audit.nodes[first['node']]} alone goes with {percent(first['importance'])} of the differences in "
        f"the overall score and {audit.nodes[last['node']]} with {percent(last['importance'])}.{pulls}",
        "",
        "Importance is the squared correlation of a part with the whole: the share of the whole's variance "
        "that would go if the part were the same everywhere, as far as the two are related on a straight "
        "line. Parts that move with others count for more than their weight. So the shares add up to more "
        "than 100%.",
        "",
        *write_table(["Pillar", *heads], [_weigh(audit, row) for _, row in pillars.iterrows()]),
        f"Inside their own pillar, {pluralise(len(idle), 'element')} of {len(elements)} "
        f"{'explains' if len(idle) == 1 else 'explain'} less than 5% of its differences"
        + (f": {audit.name_all('element', idle['node'])}." if len(idle) else "."),
        "",
        f"The heaviest single {'indicator carries' if len(top) == 1 else 'indicators carry'} "
        f"{percent(top['nominal_weight'].iloc[0], 1)} of the overall score{' each' * (len(top) > 1)}: "
        f"{audit.name_all('indicator', top['node'])}. An element with one indicator gives it all its weight.",
        "",
        f"Every pillar, element and indicator, with its weight for the median council, is in "
        f"{link_table('weights')}.",
        "",
    ]


def _pillars(audit: Audit, table: pd.DataFrame) -> str:
    return audit.name_all("pillar", table["node"])


def _weigh(audit: Audit, row: Any) -> list[str]:
    return [
        audit.nodes[row["node"]],
        percent(row["nominal_weight"], 1),
        show(row["correlation"], 2),
        percent(row["importance"]),
    ]


def tell_contributions(audit: Audit) -> list[str]:
    """Whether the contributions add up."""
    table = audit.tables["contributions"]
    checked = int(table["scores"].sum())
    holds = bool(table["within_limit"].all())
    worst = float(table["largest_residual"].max())
    return [
        "## Do the contributions add up?",
        "",
        f"{'Yes' if holds else 'No'}. For each of the {checked:,} scores of councils, the points that the "
        f"indicators add were summed and compared with the score. The largest difference is "
        f"{_tiny(worst)} points; the limit is a billionth of a point. Every level is in "
        f"{link_table('contributions')}.",
        "",
    ]


def _tiny(value: float) -> str:
    """Return a very small number as a power of ten: "4.3 x 10^-14" is set with <sup>."""
    if value == 0:
        return "0"
    digits, power = f"{value:.1e}".split("e")
    return f"{digits} × 10<sup>{format_number(int(power), 0)}</sup>"
