"""The tables of the audit and what each of their columns means: the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "number", "yes or no"]


@dataclass(frozen=True)
class Column:
    """One column: its name, what kind of cell it holds and what it means. An empty cell is a gap."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row stands for and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]


AREA = (
    Column("area_code", "text", "code of the council"),
    Column("area_name", "text", "name of the council"),
)
SHIFTS = (
    Column("lost", "whole", "councils that have an overall score in the index but not with this change"),
    Column("gained", "whole", "councils that have an overall score with this change only"),
    Column("mean_shift", "number", "mean of the places that councils move, up or down"),
)
LARGEST = (
    Column("largest_shift", "whole", "most places that any council moves"),
    Column("spearman", "number", "rank correlation of the overall scores with and without the change"),
)

SINCE = "part of the change, in points, "

TABLES: tuple[Table, ...] = (
    Table(
        "coverage",
        "nation (and the UK) and node above the elements",
        (
            Column("nation", "text", "nation, or UK"),
            Column("level", "text", "overall, domain or pillar"),
            Column("node", "text", "part of the framework"),
            Column("councils", "whole", "councils in the nation"),
            Column("scored", "whole", "of these, councils with a score"),
            Column("coverage", "number", "mean share of the node's weight that rests on a figure"),
            Column("least_coverage", "number", "the lowest such share among the councils"),
        ),
    ),
    Table(
        "councils",
        "council",
        (
            *AREA,
            Column("nation", "text", "its nation"),
            Column("published", "whole", "indicators that have a source for its nation"),
            Column("indicators", "whole", "of these, indicators with a figure for the council"),
            Column("pillars", "whole", "pillars with a score"),
            Column("ranked", "yes or no", "whether it has an overall score"),
            Column("coverage", "number", "share of the overall weight that rests on a figure"),
            Column("recast", "number", "share of its figures, by weight, made from merged councils"),
            Column("upper_tier", "number", "share of its figures, by weight, shared with other councils"),
            Column("mean_age", "number", "mean age of its figures, by weight, in years at the edition"),
            Column("older_than_3", "number", "share of its figures, by weight, older than 3 years"),
            Column("older_than_6", "number", "share of its figures, by weight, older than 6 years"),
        ),
    ),
    Table(
        "indicators",
        "indicator",
        (
            Column("indicator", "text", "indicator"),
            Column("councils", "whole", "councils with a figure; the shares below are of these"),
            Column("nations", "text", "nations with a source, separated by |"),
            Column("comparable", "text", "compared across the UK, within each series or within each nation"),
            Column("oldest_year", "whole", "year of the oldest figure in use"),
            Column("latest_year", "whole", "year of the latest figure in use"),
            Column("median_age", "number", "median age of the figures, in years at the edition"),
            Column("older_than_3", "number", "share of the figures older than 3 years"),
            Column("older_than_6", "number", "share of the figures older than 6 years"),
            Column("recast", "number", "share made from councils that were merged"),
            Column("upper_tier", "number", "share published for a larger area and shown for its councils"),
            Column("logged", "yes or no", "whether it is compared on a logarithmic scale"),
            Column("at_0", "number", "share at or beyond the worse goalpost"),
            Column("at_100", "number", "share at or beyond the better goalpost"),
            Column("mean_score", "number", "mean score"),
            Column("score_spread", "number", "standard deviation of the scores, in points"),
            Column("pillar_correlation", "number", "correlation with the rest of its pillar"),
            Column("constant_in", "text", "nations in which all councils have the same figure"),
        ),
    ),
    Table(
        "reliability",
        "indicator and nation",
        (
            Column("indicator", "text", "indicator"),
            Column("nation", "text", "nation"),
            Column("councils", "whole", "its councils with a figure"),
            Column(
                "kind",
                "text",
                "how the error is known: published, count, survey, series, assumed or complete",
            ),
            Column("like", "text", "indicator that an assumed error is taken from, if any"),
            Column("triples", "whole", "of values in a row, from which the scatter can be told"),
            Column("error", "number", "standard error of the middle council, in points of the scale"),
            Column("spread", "number", "standard deviation between the councils, in points"),
            Column("reliability", "number", "1 less the mean of the squared errors by the squared spread"),
            Column("single", "number", "the same of single periods, also where the mean of three is scored"),
            Column("averaged", "yes or no", "whether the mean of the last three periods is scored"),
            Column("averaged_by_rule", "yes or no", "whether the figures of today ask for that here"),
            Column("limited", "yes or no", "whether the indicator is held to a hundredth of the weight"),
            Column("limited_by_rule", "yes or no", "whether the figures of today ask for that here"),
            Column("largest_weight", "number", "largest share of the overall weight in any of its councils"),
            Column("over_limit", "whole", "its councils in which a limited one weighs more than a hundredth"),
        ),
    ),
    Table(
        "calibration",
        "element and nation",
        (
            Column("element", "text", "element of the framework"),
            Column("nation", "text", "nation"),
            Column("indicators", "whole", "indicators with a weight in the score"),
            Column("tested", "whole", "of these, indicators with a period that its errors do not know"),
            Column("differences", "whole", "differences of that period to the one before, in all councils"),
            Column("within", "number", "share of them within the range that holds nine in ten"),
            Column("verdict", "text", "errors too small, errors too large, too few, or empty"),
        ),
    ),
    Table(
        "persistence",
        "nation (and the UK) and kind of finding",
        (
            Column("nation", "text", "nation, or UK"),
            Column("kind", "text", "strength, weakness or context"),
            Column("chosen", "whole", "findings on the figures up to the period before"),
            Column("tested", "whole", "of these, findings whose figure has a new period of its own"),
            Column("same_fifth", "number", "share of the tested still in the same fifth"),
            Column("outer_two", "number", "share of the tested still in the outer two fifths"),
            Column("expected_same_fifth", "number", "the first share, as the errors alone predict it"),
            Column("expected_outer_two", "number", "the second share, as the errors alone predict it"),
        ),
    ),
    Table(
        "findings",
        "nation (and the UK) and kind of finding",
        (
            Column("nation", "text", "nation, or UK"),
            Column("kind", "text", "strength, weakness, either of the two, or context"),
            Column("councils", "whole", "its councils"),
            Column("findings", "whole", "findings of that kind on them"),
            Column("per_council", "number", "mean number for each council"),
            Column("none", "number", "share of the councils without any"),
            Column("few", "number", "share of the councils with fewer than two"),
        ),
    ),
    Table(
        "variation",
        "indicator and nation with at least two figures",
        (
            Column("indicator", "text", "indicator"),
            Column("nation", "text", "nation"),
            Column("councils", "whole", "councils with a figure"),
            Column("different_values", "whole", "different figures among them"),
            Column("commonest_share", "number", "share of the councils with the commonest figure"),
            Column("lowest", "number", "lowest figure, in the indicator's unit"),
            Column("highest", "number", "highest figure, in the indicator's unit"),
            Column("score_spread", "number", "standard deviation of the scores, in points"),
            Column("flag", "text", "constant, one value for most, little variation, or empty"),
        ),
    ),
    Table(
        "testable",
        "element and nation",
        (
            Column("element", "text", "element of the framework"),
            Column("nation", "text", "nation"),
            Column("indicators", "whole", "indicators that half of its councils have, in some year"),
            Column("first_year", "whole", "first year of the longest span that can be tested"),
            Column("last_year", "whole", "last year of that span"),
            Column(
                "obstacle",
                "text",
                "why there is none: no figure, one year, years too close, years to avoid or "
                "not in the same years",
            ),
            Column("in_trend", "yes or no", "whether the trend index has two years of it, 5 or more apart"),
        ),
    ),
    Table(
        "correlations",
        "pair of parts under one node, and pair anywhere that is nearly the same or opposite",
        (
            Column("level", "text", "what is paired: pillars, elements or indicators"),
            Column("under", "text", "the node that both are part of"),
            Column("first", "text", "one of the pair"),
            Column("second", "text", "the other"),
            Column("councils", "whole", "councils that have both"),
            Column("pearson", "number", "correlation of the scores"),
            Column("spearman", "number", "correlation of the ranks"),
            Column("flag", "text", "nearly the same, opposite, against, negative, or empty"),
        ),
    ),
    Table(
        "consistency",
        "node and kind of part, where at least half of the councils have two parts or more",
        (
            Column("level", "text", "overall, domain, pillar or element"),
            Column("node", "text", "part of the framework"),
            Column("parts", "text", "what is compared: its pillars, elements or indicators"),
            Column("number", "whole", "how many of these at least half of the councils have"),
            Column("left_out", "whole", "how many fewer councils have"),
            Column("alpha", "number", "Cronbach's alpha"),
            Column("mean_correlation", "number", "mean of the correlations between the parts"),
            Column("councils_with_all", "whole", "councils that have all parts, used for the components"),
            Column("first_component", "number", "share of the variance in the first principal component"),
            Column("second_component", "number", "share of the variance in the second"),
            Column("large_components", "whole", "components that explain more than one part on average"),
            Column(
                "against_first",
                "text",
                "parts with a loading below -0.3 on the first component, separated by |",
            ),
        ),
    ),
    Table(
        "coherence",
        "element, for the UK and each nation in which at least 20 councils have it and another of its pillar",
        (
            Column("nation", "text", "nation; UK means all councils, each from the mean of its nation"),
            Column("pillar", "text", "pillar"),
            Column("element", "text", "element of it"),
            Column("councils", "whole", "councils that have it and another element of the pillar"),
            Column("item_rest", "number", "correlation with the weighted mean of the others"),
            Column("pillar_alpha", "number", "Cronbach's alpha of the pillar's elements there"),
        ),
    ),
    Table(
        "weights",
        "pillar, element and indicator",
        (
            Column("level", "text", "pillar, element or indicator"),
            Column("node", "text", "part of the framework"),
            Column("parent", "text", "what it is part of"),
            Column("weight_in_parent", "number", "its share of the weight there, nothing missing"),
            Column("correlation_in_parent", "number", "correlation of its score with its parent's"),
            Column("importance_in_parent", "number", "the square: share of the parent's variance"),
            Column("nominal_weight", "number", "its share of the overall weight, nothing missing"),
            Column("median_weight", "number", "its share for the median council that has it"),
            Column("correlation", "number", "correlation of its score with the overall score"),
            Column("importance", "number", "the square: share of the variance of the overall score"),
        ),
    ),
    Table(
        "contributions",
        "level of the framework",
        (
            Column("level", "text", "overall, domain, pillar or element"),
            Column("scores", "whole", "scores that were compared with the sum of their contributions"),
            Column("without_score", "whole", "nodes without a score, whose contributions must be 0"),
            Column("held", "whole", "scores held at 0 or 100, or made of one; they are not compared"),
            Column("largest_residual", "number", "largest difference, in points"),
            Column("area_code", "text", "council with the largest difference"),
            Column("node", "text", "node with the largest difference"),
            Column("within_limit", "yes or no", "whether it is below a billionth of a point"),
        ),
    ),
    Table(
        "sensitivity",
        "choice made differently",
        (
            Column("scenario", "text", "short name"),
            Column("choice", "text", "what it is about"),
            Column("change", "text", "what is done instead"),
            Column("ranked", "whole", "councils ranked both ways; ranks are among these"),
            *SHIFTS,
            Column("shift_of_nine_in_ten", "number", "places that nine of ten councils do not exceed"),
            *LARGEST,
            Column("lost_in", "text", "nations of the councils that lose their score, separated by |"),
        ),
    ),
    Table(
        "nations",
        "choice made differently and nation",
        (
            Column("scenario", "text", "short name, as in sensitivity"),
            Column("nation", "text", "nation"),
            Column("ranked", "whole", "its councils that are ranked both ways"),
            Column("lost", "whole", "its councils that lose their overall score"),
            Column("gained", "whole", "its councils that gain one"),
            Column("mean_moved", "number", "mean of the places its councils gain, negative where they lose"),
        ),
    ),
    Table(
        "movers",
        "choice made differently and each of the five councils that move most",
        (
            Column("scenario", "text", "short name, as in sensitivity"),
            Column("place", "whole", "1 moves most"),
            *AREA,
            Column("rank", "whole", "rank as published, among the councils ranked both ways"),
            Column("rank_then", "whole", "rank with the change"),
            Column("moved", "whole", "places gained, negative where lost"),
        ),
    ),
    Table(
        "masks",
        "nation whose gaps are given to councils of another",
        (
            Column("gaps_of", "text", "nation whose gaps they are"),
            Column("nation", "text", "nation of the councils: the one with most figures"),
            Column("councils", "whole", "its councils with an overall score both ways"),
            Column("mean_moved", "number", "mean of the places they move down, negative where up"),
            Column("mean_distance", "number", "mean distance that they move, up or down"),
            Column("plain_moved", "number", "the same as mean_moved, with plain means of what is there"),
            Column("plain_distance", "number", "the same as mean_distance, with plain means"),
            Column("drawn", "whole", "councils whose range of ranks was drawn with these gaps"),
            Column("held", "number", "share of them whose range holds the rank that all figures give"),
        ),
    ),
    Table(
        "ranges",
        "nation (and the UK) and node whose councils have a rank there",
        (
            Column("nation", "text", "nation, or UK"),
            Column("level", "text", "overall, domain, pillar or element"),
            Column("node", "text", "part of the framework"),
            Column("ranges", "whole", "councils with a rank and its range"),
            Column("outside", "whole", "of these, ranges that were widened to hold the published rank"),
            Column("wide", "whole", "ranges of more than one rank"),
            Column("place", "number", "mean place of the rank in these, 0 the better end and 1 the worse"),
            Column("median_apart", "number", "median of the scores less the mean of their draws, in points"),
            Column("largest_apart", "number", "the largest such difference, up or down; elements have none"),
            Column(
                "missing_slope",
                "number",
                "the difference for each point that missing weight lends to the distance from the level",
            ),
            Column("missing_share", "number", "share of the variance of the differences that this explains"),
        ),
    ),
    Table(
        "dropping",
        "indicator, left out of the framework",
        (
            Column("indicator", "text", "indicator that is left out"),
            *SHIFTS,
            *LARGEST,
            Column("droppable", "yes or no", "whether no council moves more than two places"),
            Column("dropped_as", "whole", "its number among those that can go together"),
            Column("together_mean", "number", "mean shift when it goes with all before it"),
            Column("together_largest", "whole", "largest shift when it goes with all before it"),
        ),
    ),
    Table(
        "sobol",
        "overall score, domain or pillar and choice of the draws",
        (
            Column("node", "text", "part of the framework"),
            Column("choice", "text", "what varies from draw to draw"),
            Column("first", "number", "share of the variance of the mean rank shift that it explains alone"),
            Column("first_low", "number", "lower end of the 90 % interval of that share"),
            Column("first_high", "number", "upper end of that interval"),
            Column("total", "number", "share in which it has a part, alone or with other choices"),
            Column("total_low", "number", "lower end of the 90 % interval of that share"),
            Column("total_high", "number", "upper end of that interval"),
            Column("mean_shift", "number", "mean places between a drawn and the published rank of the node"),
            Column("base", "whole", "draws in each of the two sets that the shares rest on"),
        ),
    ),
    Table(
        "rework",
        "council and part of the framework that has a score, or had one in the first build of the edition",
        (
            *AREA,
            Column("nation", "text", "its nation"),
            Column("level", "text", "overall, domain, pillar or element"),
            Column("node", "text", "part of the framework of today or of then"),
            Column("score_old", "number", "score in the first build, in whole thousandths"),
            Column("score_new", "number", "score now"),
            Column("change", "number", "score now less the score then"),
            Column("rules", "number", f"{SINCE}by rules of the program, such as level-neutral means"),
            Column("framework", "number", f"{SINCE}by the framework, its weights and scales"),
            Column("errors", "number", f"{SINCE}by means of three periods and limits of weights"),
            Column("series", "number", f"{SINCE}by series of which there was no figure before"),
            Column("revised", "number", f"{SINCE}by figures that were revised"),
            Column("new", "number", f"{SINCE}by figures that came or went"),
            Column("others", "number", f"{SINCE}by the levels that the figures of all places make"),
            Column("later", "number", f"{SINCE}by what changed after the way was followed"),
            Column("rank_old", "whole", "rank among all councils in the first build"),
            Column("rank_new", "whole", "rank in the UK now; empty where nations cannot be compared"),
            Column(
                "inside",
                "yes or no",
                "whether the rank of then lies in the range of today, where both are",
            ),
            Column("nation_rank_old", "whole", "rank in the nation by the scores of the first build"),
            Column("nation_rank_new", "whole", "rank in the nation now"),
        ),
    ),
    Table(
        "strengths",
        "element",
        (
            Column("element", "text", "element of the framework"),
            Column("correlation", "number", "correlation of its scores with those of material resources"),
            Column("strengths", "whole", "strengths of councils that lie in it"),
            Column("among_poorest", "whole", "of these, strengths of councils of the most deprived fifth"),
        ),
    ),
)
