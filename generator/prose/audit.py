"""The page of the audit: what its template ``audit.md`` prints, taken from the tables alone.

Pure: tables in, values out. No number is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator.catalogue.coherence import CoherenceBefore
from generator.catalogue.records import NATIONS, Framework
from generator.index.audit.coherence import TOGETHER, UK
from generator.index.audit.columns import TABLES
from generator.index.audit.correlations import AGAINST, NEGATIVE, OPPOSITE, REDUNDANT, SAME
from generator.index.audit.dropping import BAR
from generator.index.audit.testable import BENT, NO_FIGURE, NOT_TOGETHER, ONE_YEAR, TOO_CLOSE
from generator.index.audit.variation import LEAST_SPREAD
from generator.index.averages import SOUND
from generator.prose.cells import GAP, Rows, list_names, number, percent, share, show, tabulate, take, text
from generator.render.markdown import Sheet
from generator.text.numbers import MINUS, format_number, format_range

AUDIT_PAGE = "method/audit.md"
TABLES_PAGE = "data/audit.md"
SHORT, PAIRS = 10, 12
"""Rows of tables that are cut short."""
CLIPPED = 0.05
CEILING, FLOOR = 85.0, 15.0
GOOD_ALPHA = 0.7
_HALF = 0.5
_IDLE = 0.05
_INVERSE = (-0.3, -0.2, -0.1)
"""Correlations with material resources at or below which an element is said to run against them."""
_INVERSE_AIM = 0.15
"""Share of the strengths of the poorest that should at most lie in the first of these."""

Values = dict[str, object]


@dataclass(frozen=True)
class Audit:
    """The tables of the audit, with the names of what their keys stand for.

    Attributes:
        tables: by name, see ``index.audit.columns``.
        nodes: names of the overall score, domains, pillars and elements by key.
        indicators: names of indicators by slug.
        formative: pillars whose elements need not move together, by slug.
        before: how an older framework hung together; with the columns of ``coherence`` and ``date``.
    """

    tables: Mapping[str, pd.DataFrame]
    nodes: Mapping[str, str]
    indicators: Mapping[str, str]
    formative: frozenset[str]
    before: pd.DataFrame

    @classmethod
    def of(
        cls,
        tables: Mapping[str, pd.DataFrame],
        framework: Framework,
        *,
        before: Sequence[CoherenceBefore] = (),
    ) -> Audit:
        """Return the tables with the names that the framework gives, and how an older one hung together."""
        nodes = {"overall": "Overall"}
        for branch in (framework.domains, framework.pillars, framework.elements):
            nodes |= {node.slug: node.name for node in branch}
        return cls(
            tables,
            nodes,
            {each.slug: each.name for each in framework.indicators},
            formative=frozenset(pillar.slug for pillar in framework.pillars if pillar.formative),
            before=pd.DataFrame([dict(row) for row in before], columns=list(CoherenceBefore.model_fields)),
        )

    def name(self, level: str, key: str) -> str:
        """Return the name of an indicator or of a node."""
        return self.indicators[key] if level == "indicator" else self.nodes[key]

    def indicator(self, row: Any) -> str:
        """Return the name of the indicator that a row is about."""
        return self.indicators[row["indicator"]]

    def node(self, row: Any) -> str:
        """Return the name of the node that a row is about."""
        return self.nodes[row["node"]]

    def name_all(self, level: str, keys: Iterable[str]) -> str:
        """Return names in a sentence, see ``list_names``."""
        return list_names([self.name(level, key) for key in keys])


def gather_audit(
    tables: Mapping[str, pd.DataFrame], framework: Framework, *, before: Sequence[CoherenceBefore] = ()
) -> Sheet:
    """Return the page, with what each of its sections prints.

    Args:
        tables: of ``index.audit.run.audit`` and ``findings.inverse.count_strengths``, by name.
        framework: gives nodes and indicators their names.
        before: how an older framework hung together, if that is known.
    """
    return Sheet("audit.md", gather_sections(Audit.of(tables, framework, before=before)))


def gather_sections(audit: Audit) -> Values:
    """Return what each section of the page prints, by its name."""
    sections = {
        "coverage": gather_coverage,
        "ages": gather_ages,
        "ends": gather_ends,
        "reliability": gather_reliability,
        "variation": gather_variation,
        "testable": gather_testable,
        "twins": gather_twins,
        "pulls": gather_pulls,
        "alpha": gather_alpha,
        "coherence": gather_coherence,
        "findings": gather_findings,
        "poorest": gather_poorest,
        "weights": gather_weights,
        "sums": gather_sums,
        "interplay": gather_interplay,
        "choices": gather_choices,
        "nations": gather_nations,
        "masks": gather_masks,
        "ranges": gather_ranges,
        "dropping": gather_dropping,
    }
    return {name: gather(audit) for name, gather in sections.items()}


def gather_audit_tables() -> Sheet:
    """Return the page that lists the tables of the audit and what their columns mean."""
    return Sheet("audit-tables.md", {"tables": TABLES})


def gather_coverage(audit: Audit) -> Values:
    """How much is known, by nation, pillar and council."""
    coverage, councils = audit.tables["coverage"], audit.tables["councils"]
    overall = take(coverage, level="overall").set_index("nation")["coverage"]
    nations = [name for name in overall.index if name != "UK"]
    without = councils[~councils["ranked"].astype(bool)]
    fewest = councils.sort_values(["coverage", "area_code"]).head(5)
    return {
        "overall": percent(overall["UK"]),
        "heads": [f"{name}>" for name in ("UK", *nations)],
        "shares": [(percent(overall[name]), name) for name in nations],
        "councils": len(councils),
        "without": len(without),
        "names_without": list_names(without["area_name"]),
        "parts": [_cover(audit, key, ["UK", *nations]) for key in take(coverage, nation="UK")["node"]],
        "fewest": list_names(fewest["area_name"]),
        "fewest_shares": format_range(percent(fewest["coverage"].min()), percent(fewest["coverage"].max())),
    }


def _cover(audit: Audit, key: str, nations: list[str]) -> Values:
    cells = take(audit.tables["coverage"], node=key).set_index("nation")
    shares = [percent(cells["coverage"][n]) if cells["scored"][n] else GAP for n in nations]
    return {"name": audit.nodes[key], "is_pillar": cells["level"].iloc[0] == "pillar", "shares": shares}


def gather_ages(audit: Audit) -> Values:
    """How old the figures are."""
    councils, indicators = audit.tables["councils"], audit.tables["indicators"]
    mean = councils[councils["ranked"].astype(bool)].mean(numeric_only=True)
    old = indicators[indicators["older_than_6"] > _HALF]
    oldest = indicators.sort_values(
        ["older_than_6", "median_age", "indicator"], ascending=[False, False, True]
    )
    return {
        "mean": show(mean["mean_age"], 1),
        "older_than_3": percent(mean["older_than_3"]),
        "older_than_6": percent(mean["older_than_6"], 1),
        "old": len(old),
        "names": audit.name_all("indicator", old["indicator"]),
        "shared": percent(mean["upper_tier"]),
        "oldest": tabulate(
            oldest.head(SHORT),
            audit.indicator,
            lambda row: format_range(str(row["oldest_year"]), str(row["latest_year"])),
            number("median_age"),
            share("older_than_3"),
            share("older_than_6"),
        ),
    }


def gather_ends(audit: Audit) -> Values:
    """Whether the ends of the scales cut off many councils."""
    table = audit.tables["indicators"]
    ends = table[["at_0", "at_100"]].max(axis=1)
    high, low = table["mean_score"] > CEILING, table["mean_score"] < FLOOR
    crowded = table[high | low | (ends > CLIPPED)].assign(end=ends)
    return {
        "at_0": percent(table["at_0"].median(), 1),
        "at_100": percent(table["at_100"].median(), 1),
        "many": int((ends > CLIPPED).sum()),
        "indicators": len(table),
        "limit": percent(CLIPPED),
        "high": int(high.sum()),
        "low": int(low.sum()),
        "ceiling": show(CEILING),
        "floor": show(FLOOR),
        "crowded": tabulate(
            crowded.sort_values(["end", "indicator"], ascending=[False, True]),
            *(audit.indicator, text("councils"), share("at_0", 1), share("at_100", 1)),
            *(number("mean_score"), number("score_spread")),
        ),
    }


def gather_variation(audit: Audit) -> Values:
    """Indicators that do not tell the councils of a nation apart."""
    table = audit.tables["variation"]
    flagged = table[table["flag"] != ""].sort_values(["flag", "score_spread", "indicator", "nation"])
    constant = take(table, flag="constant")
    return {
        "constant": len(constant),
        "names": audit.name_all("indicator", constant["indicator"]),
        "hardly": len(flagged) - len(constant),
        "cases": len(table),
        "least_spread": show(LEAST_SPREAD),
        "flagged": tabulate(
            flagged,
            *(audit.indicator, text("nation"), text("councils"), text("different_values")),
            *(share("commonest_share"), number("score_spread", 1), text("flag")),
        ),
    }


OBSTACLES = (NO_FIGURE, ONE_YEAR, TOO_CLOSE, BENT, NOT_TOGETHER)


def gather_testable(audit: Audit) -> Values:
    """Which elements can be tested over time, in which nation."""
    table = audit.tables["testable"]
    nations = [name for name in NATIONS if name in set(table["nation"])]
    told = {(row["element"], row["nation"]): _tell_span(row) for _, row in table.iterrows()}
    spanned = table[table["obstacle"] == ""]
    elements = list(dict.fromkeys(table["element"]))
    everywhere = spanned.groupby("element").size()
    return {
        "elements": len(elements),
        "counts": [(len(take(spanned, nation=name)), name) for name in nations],
        "everywhere": int((everywhere == len(nations)).sum()),
        "obstacles": [
            [name, *(str(len(take(table, nation=name, obstacle=each))) for each in OBSTACLES)]
            for name in nations
        ],
        "kinds": [f"{each.capitalize()}>" for each in OBSTACLES],
        "beyond": int((~spanned["in_trend"].astype(bool)).sum()),
        "heads": nations,
        "rows": [(audit.nodes[key], [told[key, name] for name in nations]) for key in elements],
    }


def _tell_span(row: Any) -> tuple[str, bool]:
    """Return the span of a row or why there is none, and whether the trend lacks a span."""
    if row["obstacle"]:
        return str(row["obstacle"]), False
    span = format_range(f"{int(row['first_year'])}", f"{int(row['last_year'])}")
    return span, not row["in_trend"]


def gather_twins(audit: Audit) -> Values:
    """Pairs that are nearly the same."""
    table = audit.tables["correlations"]
    twins = table[table["flag"].isin([SAME, OPPOSITE])].sort_values("pearson", ascending=False)
    indicators = take(twins, level="indicator")
    size = len(audit.tables["indicators"])
    return {
        "all": f"{size * (size - 1) // 2:,}",
        "found": len(indicators),
        "wider": len(twins) - len(indicators),
        "limits": (f"{REDUNDANT:g}", f"{MINUS}{REDUNDANT:g}"),
        "pairs": _list_pairs(audit, twins),
    }


def gather_pulls(audit: Audit) -> Values:
    """Parts that pull against each other."""
    table = audit.tables["correlations"]
    against = take(table, flag=AGAINST).sort_values("pearson")
    values: Values = {"chance": len(take(table, flag=NEGATIVE))}
    for level in ("pillar", "element", "indicator"):
        pairs = take(against, level=level)
        values[level] = {
            "number": len(pairs),
            "of": f"{len(take(table, level=level)):,}",
            "pairs": _list_pairs(audit, pairs),
        }
    return values


def _list_pairs(audit: Audit, table: pd.DataFrame) -> Rows:
    return tabulate(
        table.head(PAIRS),
        lambda row: audit.nodes[row["under"]],
        lambda row: audit.name(row["level"], row["first"]),
        lambda row: audit.name(row["level"], row["second"]),
        *(text("councils"), number("pearson", 2), number("spearman", 2)),
    )


def gather_alpha(audit: Audit) -> Values:
    """Whether the parts of each pillar move together."""
    table = audit.tables["consistency"]
    elements = take(table, level="pillar", parts="elements").set_index("node")
    indicators = take(table, level="pillar", parts="indicators").set_index("node")["alpha"]
    pillars = take(table, level="overall", parts="pillars")["alpha"]
    negative = elements.index[elements["alpha"] < 0].tolist()
    return {
        "bar": f"{GOOD_ALPHA:g}",
        "good": int((elements["alpha"] >= GOOD_ALPHA).sum()),
        "pillars": len(elements),
        "negative": audit.name_all("pillar", negative),
        "overall": show(pillars.iloc[0], 2) if len(pillars) else "",
        "rows": tabulate(
            elements.assign(indicators=indicators).reset_index(),
            *(audit.node, text("number"), number("alpha", 2), number("indicators", 2)),
            share("first_component"),
            lambda row: audit.name_all("element", filter(None, str(row["against_first"]).split("|"))) or GAP,
        ),
    }


def gather_coherence(audit: Audit) -> Values:
    """Whether the elements of each pillar move with the rest of it, now and with an older framework."""
    table = audit.tables["coherence"]
    alone = table[table["nation"] != UK]
    if alone.empty:
        return {"nation": ""}
    # The nation with most councils tells best.
    nation = str(alone.sort_values(["councils", "nation"], ascending=[False, True])["nation"].iloc[0])
    now, before = take(table, nation=nation), take(audit.before, nation=nation)
    formative = now["pillar"].isin(audit.formative)
    apart = now[(now["item_rest"] <= TOGETHER) & ~formative]
    return {
        "nation": nation,
        "bar": f"{TOGETHER:g}",
        "now": _count_together(now),
        "before": _count_together(before),
        "date": str(before["date"].iloc[0]) if len(before) else "",
        "formative": len(audit.formative),
        "pillars": now["pillar"].nunique(),
        "apart": len(apart),
        "names_apart": audit.name_all("element", apart["element"]),
        "rows": [_cohere(audit, pillar, now, before) for pillar in dict.fromkeys(now["pillar"])],
    }


def _count_together(table: pd.DataFrame) -> Values:
    """Return how many elements there are, how many move with the rest of their pillar, how many against."""
    known = table["item_rest"]
    return {"of": len(table), "above": int((known > TOGETHER).sum()), "below": int((known < 0).sum())}


def _cohere(audit: Audit, pillar: str, now: pd.DataFrame, before: pd.DataFrame) -> list[str]:
    """Return one row: the pillar, its alpha and its lowest element, before and now."""
    cells = [audit.nodes[pillar]]
    mine, then = take(now, pillar=pillar), take(before, pillar=pillar)
    for column, find in (("pillar_alpha", pd.Series.max), ("item_rest", pd.Series.min)):
        cells += [show(find(table[column]), 2) if len(table) else GAP for table in (then, mine)]
    lowest = mine.sort_values(["item_rest", "element"])["element"].iloc[0]
    return [*cells, audit.nodes[lowest], "yes" if pillar in audit.formative else ""]


def gather_findings(audit: Audit) -> Values:
    """Whether a nation has too few strengths and weaknesses to read."""
    table = audit.tables["findings"].set_index(["nation", "kind"])
    nations = [name for name in NATIONS if name in table.index]
    if not nations:
        return {"rows": []}
    each = {name: float(table["per_council"][name, "either"]) for name in (UK, *nations)}
    fewest = min(nations, key=lambda name: (each[name], name))
    return {
        "each": show(each[UK], 1),
        "fewest": {"nation": fewest, "each": show(each[fewest], 1)},
        **{f"few_{kind}": percent(table["few"][UK, kind]) for kind in ("strength", "weakness", "either")},
        "rows": [
            [
                name,
                show(table["councils"][name, "either"]),
                *(show(table["per_council"][name, kind], 1) for kind in ("strength", "weakness")),
                *(percent(table["few"][name, kind]) for kind in ("strength", "weakness")),
                percent(table["none"][name, "either"]),
            ]
            for name in (UK, *nations)
        ],
    }


def gather_poorest(audit: Audit) -> Values:
    """Whether the strengths of the poorest councils lie in what runs against material resources."""
    table = audit.tables["strengths"]
    total = int(table["among_poorest"].sum())
    if not total:
        return {"total": 0}
    shares = [float(take_below(table, limit)["among_poorest"].sum()) / total for limit in _INVERSE]
    against = take_below(table, _INVERSE[-1]).sort_values(["correlation", "element"])
    return {
        "total": total,
        "limits": [show(limit, 1) for limit in _INVERSE],
        "shares": [percent(each) for each in shares],
        "aim": percent(_INVERSE_AIM),
        "held": shares[0] < _INVERSE_AIM,
        "rows": tabulate(
            against,
            lambda row: audit.nodes[row["element"]],
            number("correlation", 2),
            *(text("strengths"), text("among_poorest")),
        ),
    }


def take_below(table: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Return the elements whose correlation with material resources is at or below a limit."""
    return table[table["correlation"] <= limit]


def gather_weights(audit: Audit) -> Values:
    """Whether what weighs the same also counts the same."""
    table = audit.tables["weights"]
    pillars = take(table, level="pillar").sort_values("importance", ascending=False)
    against = pillars[pillars["correlation"] < 0]
    elements = take(table, level="element")
    idle = elements[elements["importance_in_parent"] < _IDLE].sort_values("importance_in_parent")
    heavy = take(table, level="indicator").sort_values(["nominal_weight", "node"], ascending=[False, True])
    top = heavy[heavy["nominal_weight"] > heavy["nominal_weight"].iloc[0] - 1e-9]
    cells = (audit.node, share("nominal_weight", 1), number("correlation", 2), share("importance"))
    rows = tabulate(pillars, *cells)
    first, last = ({"name": row[0], "importance": row[-1]} for row in (rows[0], rows[-1]))
    return {
        "equal": rows[0][1],
        "first": first,
        "last": last,
        "rows": rows,
        "against": len(against),
        "names_against": audit.name_all("pillar", against["node"]),
        "elements": len(elements),
        "limit": percent(_IDLE),
        "idle": len(idle),
        "names_idle": audit.name_all("element", idle["node"]),
        "heaviest": len(top),
        "names_heaviest": audit.name_all("indicator", top["node"]),
        "weight_heaviest": percent(top["nominal_weight"].iloc[0], 1),
    }


def gather_sums(audit: Audit) -> Values:
    """Whether the contributions add up."""
    table = audit.tables["contributions"]
    worst = float(table["largest_residual"].max())
    digits, power = f"{worst:.1e}".split("e")
    return {
        "checked": f"{int(table['scores'].sum()):,}",
        "held": int(table["held"].sum()),
        "hold": bool(table["within_limit"].all()),
        "digits": digits if worst else "",
        "power": format_number(int(power), 0),
    }


def gather_interplay(audit: Audit) -> Values:
    """Which choice explains how far ranks move in the draws; no rows where no indices were asked for."""
    overall = take(audit.tables["sobol"], node="overall").sort_values("total", ascending=False, kind="stable")
    if not len(overall):
        return {"rows": []}
    first, second = overall.iloc[0], overall.iloc[1]
    return {
        "shift": show(first["mean_shift"], 1),
        "base": int(first["base"]),
        "first": {
            "choice": first["choice"],
            "alone": percent(first["first"]),
            "total": percent(first["total"]),
        },
        "second": {"choice": second["choice"], "total": percent(second["total"])},
        "rows": [
            {
                "choice": row["choice"],
                "shares": [
                    [percent(row[column]) for column in (kind, f"{kind}_low", f"{kind}_high")]
                    for kind in ("first", "total")
                ],
            }
            for _, row in overall.iterrows()
        ],
    }


def gather_reliability(audit: Audit) -> Values:
    """How errors are known, and which figures hardly tell councils apart."""
    table = audit.tables["reliability"].dropna(subset=["reliability"])
    least = table.sort_values(["reliability", "indicator", "nation"]).head(SHORT)
    return {
        "figures": len(table),
        "bar": f"{SOUND:g}",
        "sound": int((table["reliability"] >= SOUND).sum()),
        "weak": int((table["reliability"] < _HALF).sum()),
        "kinds": [
            (word, int((table["kind"] == word).sum()))
            for word in ("published", "count", "survey", "series", "assumed", "complete")
        ],
        "rows": tabulate(
            least,
            audit.indicator,
            lambda row: str(row["nation"]),
            lambda row: str(row["kind"]),
            number("error", 1),
            number("spread", 1),
            number("reliability", 2),
        ),
    }


def gather_masks(audit: Audit) -> Values:
    """What the gaps of other nations do to the ranks of the nation with most figures."""
    table = audit.tables["masks"]
    return {
        "nation": str(table["nation"].iloc[0]) if len(table) else "",
        "rows": tabulate(
            table,
            lambda row: str(row["gaps_of"]),
            number("mean_moved", 1),
            number("mean_distance", 1),
            number("plain_moved", 1),
            text("drawn"),
            share("held"),
        ),
    }


def gather_ranges(audit: Audit) -> Values:
    """How many ranges were widened, where ranks lie in them, and how far scores lie from their draws."""
    table = audit.tables["ranges"]
    rows = []
    for name in dict.fromkeys(table["nation"]):
        own = take(table, nation=name)
        told = own.dropna(subset=["place"])
        overall, apart = take(own, node="overall"), own.dropna(subset=["largest_apart"])
        furthest = apart.sort_values("largest_apart", key=abs).iloc[-1]
        missing = own.loc[own["level"] == "pillar"].dropna(subset=["missing_share"])
        rows.append(
            {
                "nation": "the UK" if name == UK else name,
                "ranges": int(own["ranges"].sum()),
                "outside": int(own["outside"].sum()),
                "of_overall": int(overall["outside"].sum()),
                "place": float((told["place"] * told["wide"]).sum() / told["wide"].sum()),
                "place_overall": float(overall["place"].iloc[0]),
                "median": float(overall["median_apart"].iloc[0]),
                "largest": float(overall["largest_apart"].iloc[0]),
                "furthest": float(furthest["largest_apart"]),
                "node": audit.node(furthest),
                "slope": float(missing["missing_slope"].median()),
                "explained": float(missing["missing_share"].median()),
            }
        )
    found = pd.DataFrame(rows)
    return {
        "widened": tabulate(
            found,
            text("nation"),
            number("ranges"),
            number("outside"),
            lambda row: percent(row["outside"] / row["ranges"], 1),
            number("of_overall"),
            number("place_overall", 2),
            number("place", 2),
        ),
        "apart": tabulate(
            found,
            text("nation"),
            number("median", 1),
            number("largest", 1),
            number("furthest", 1),
            text("node"),
            number("slope", 2),
            lambda row: percent(row["explained"]),
        ),
    }


def gather_choices(audit: Audit) -> Values:
    """What each single choice does to the ranks."""
    table = audit.tables["sensitivity"]
    methods = table[table["choice"] != "pillars"].dropna(subset=["mean_shift"])
    pillars = take(table, choice="pillars").dropna(subset=["mean_shift"])
    order = methods.sort_values("mean_shift")
    return {
        "middle": show(methods["mean_shift"].median()),
        "ranked": int(table["ranked"].max()),
        "least": _choose(audit, order.iloc[0]),
        "most": _choose(audit, order.iloc[-1]),
        "methods": [_choose(audit, row) for _, row in methods.iterrows()],
        "pillars": [_choose(audit, row) for _, row in pillars.iterrows()],
        "failed": list_names(table[table["mean_shift"].isna()]["change"]),
    }


def _choose(audit: Audit, row: Any) -> Values:
    movers = take(audit.tables["movers"], scenario=row["scenario"], place=1)
    moved = int(movers["moved"].iloc[0]) if len(movers) else 0
    return {
        "change": row["change"],
        "mean": show(row["mean_shift"], 1),
        "nine": show(row["shift_of_nine_in_ten"]),
        "largest": show(row["largest_shift"]),
        "spearman": show(row["spearman"], 3),
        "mover": movers["area_name"].iloc[0] if len(movers) else "",
        "places": abs(moved),
        "up": moved > 0,
        "lost": int(row["lost"]),
        "lost_in": ", ".join(row["lost_in"].split("|")) if row["lost"] else "",
    }


def gather_nations(audit: Audit) -> Values:
    """Whether a choice favours one nation."""
    moved = audit.tables["nations"].pivot(index="scenario", columns="nation", values="mean_moved")
    moved = moved[[name for name in NATIONS if name in moved.columns]].dropna(how="all")
    changes = audit.tables["sensitivity"].set_index("scenario")["change"]
    order = moved.assign(most=moved.abs().max(axis=1)).sort_values("most", ascending=False, kind="stable")
    key, furthest = str(order.index[0]), order.iloc[0].drop("most")
    nation = str(furthest.abs().idxmax())
    comparable = audit.tables["indicators"].set_index("indicator")["comparable"]
    weights = take(audit.tables["weights"], level="indicator").set_index("node")["nominal_weight"]
    return {
        "change": changes[key],
        "nation": nation,
        "places": show(abs(furthest[nation])),
        "up": bool(furthest[nation] > 0),
        "alike": percent(weights[comparable.reindex(weights.index) == "uk"].sum()),
        "heads": [f"{name}>" for name in moved.columns],
        "rows": [
            [changes[str(scenario)], *(_sign(row[name]) for name in moved.columns)]
            for scenario, row in order.head(SHORT).iterrows()
        ],
    }


def _sign(places: float) -> str:
    return f"+{show(places, 1)}" if round(places, 1) > 0 else show(places, 1)


def gather_dropping(audit: Audit) -> Values:
    """Whether there are too many indicators."""
    table = audit.tables["dropping"]
    alone = table[table["droppable"].astype(bool)]
    least = table.sort_values(["largest_shift", "mean_shift", "indicator"])
    most = table.sort_values(["mean_shift", "indicator"], ascending=[False, True])
    return {
        "indicators": len(table),
        "alone": len(alone),
        "names": audit.name_all("indicator", alone["indicator"]) if len(alone) <= SHORT else "",
        "together": int(table["dropped_as"].notna().sum()),
        "bar": BAR,
        "small": int(((table["mean_shift"] < _HALF) & (table["lost"] == 0)).sum()),
        "short": SHORT,
        "least": _list_drops(audit, least.head(SHORT)),
        "most": _list_drops(audit, most.head(SHORT)),
    }


def _list_drops(audit: Audit, table: pd.DataFrame) -> Rows:
    weights = take(audit.tables["weights"], level="indicator").set_index("node")["nominal_weight"]
    return tabulate(
        table.assign(weight=table["indicator"].map(weights)),
        *(audit.indicator, share("weight", 1)),
        *(number("mean_shift", 1), number("largest_shift"), number("lost")),
    )
