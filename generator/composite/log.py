"""What was done, step by step, and what a reader should know, as plain data and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from generator.composite import robustness
from generator.composite.aggregation import spread
from generator.composite.ranking import SAME_BITS
from generator.composite.robustness import Ranges
from generator.composite.run import Result
from generator.composite.treatment import Treated

_SHOWN = 10

Facts = dict[str, object]


def list_steps(result: Result, ranges: Ranges | None = None) -> list[Facts]:
    """Return every step in its order, with its parameters and what it did."""
    steps = [_denominate(result), _impute(result), _screen(result), *_treat(result), _normalise(result)]
    steps += [_aggregate(result), _rank(result)]
    if ranges is not None:
        steps.append(_draw(ranges, result))
    return steps


def _denominate(result: Result) -> Facts:
    tree = result.tree
    used = {c: name for c, name in zip(tree.indicators, tree.denominators, strict=True) if name is not None}
    return {"step": "denominate", "denominators": used}


def _impute(result: Result) -> Facts:
    filled = result.prepared.filled.sum(axis=0)
    codes = result.tree.indicators
    return {
        "step": "impute",
        "method": result.options.impute,
        "cells_filled": int(filled.sum()),
        "by_indicator": {code: int(count) for code, count in zip(codes, filled, strict=True) if count},
        "cells_still_missing": int(np.isnan(result.table.values).sum()),
    }


def _screen(result: Result) -> Facts:
    return {
        "step": "screen",
        "least_share": result.options.screen,
        "units_removed": list(result.prepared.removed),
    }


def _treat(result: Result) -> Iterator[Facts]:
    treatment = result.options.treat
    if treatment is None:
        yield {"step": "treat", "method": "none"}
        return
    periods: list[str | None] = [*dict.fromkeys(result.table.periods)]
    for period, done in zip(periods or [None], result.treatments, strict=True):
        yield {
            "step": "treat",
            "method": "winsorise-log",
            "winsorise_max": treatment.winsorise_max,
            "skew": treatment.skew,
            "kurtosis": treatment.kurtosis,
            "transform": treatment.transform,
            "box_cox_lambda": treatment.box_cox_lambda,
            "combine": treatment.combine,
            **({} if period is None else {"period": period}),
            "indicators": [_describe(done, place, code) for place, code in enumerate(result.tree.indicators)],
        }


def _describe(done: Treated, place: int, code: str) -> Facts:
    names = ("before", "after_winsorising", "after")
    return {
        "indicator": code,
        "outcome": done.outcome[place],
        "winsorised": int(done.winsorised[place]),
        "passes": bool(done.passes[place]),
        **{f"skew_{name}": _finite(done.skew[n, place]) for n, name in enumerate(names)},
        **{f"kurtosis_{name}": _finite(done.kurtosis[n, place]) for n, name in enumerate(names)},
    }


def _finite(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _normalise(result: Result) -> Facts:
    spec = result.options.normalise
    return {
        "step": "normalise",
        "method": spec.method,
        "scale": spec.ends,
        "cap": spec.cap if spec.method in ("distance-to-target", "distance-to-reference") else None,
        "ties": spec.ties if spec.method in ("rank", "percentile-rank", "borda") else None,
        "reference": spec.reference,
        "lower_is_better": [result.tree.indicators[p] for p in np.flatnonzero(result.tree.sign < 0)],
    }


def _aggregate(result: Result) -> Facts:
    tree = result.tree
    return {
        "step": "aggregate",
        "means": [str(mean) for mean in spread(result.options.aggregate, tree)],
        "missing_threshold": result.options.missing_threshold,
        "scores_missing": {
            code: int(np.isnan(scores[:, place]).sum())
            for codes, scores in zip(tree.levels[1:], result.levels[1:], strict=True)
            for place, code in enumerate(codes)
        },
    }


def _rank(result: Result) -> Facts:
    return {
        "step": "rank",
        "best": "highest score",
        "ties": "min",
        "same_within": 2.0**-SAME_BITS,
        "within": result.table.panel,
    }


def _draw(ranges: Ranges, result: Result) -> Facts:
    treated = result.options.treat is not None
    return {
        "step": "draw",
        "draws": ranges.draws,
        "seed": ranges.seed,
        "winsorise_max": list(robustness.WINSORISE_MAX) if treated else None,
        "normalise": [{"method": spec.method, "scale": spec.ends} for spec in robustness.NORMALISATIONS],
        "aggregate": [str(mean) for mean in robustness.MEANS],
        "weights_times": [1 - robustness.VARIATION, 1 + robustness.VARIATION],
        "percentiles": list(robustness.TAILS),
        "z_scores_raised_to_1": list(ranges.raised),
    }


def list_warnings(result: Result) -> Iterator[str]:
    """Yield what a reader of the results should know, in sentences."""
    prepared, table, tree = result.prepared, result.table, result.tree
    if prepared.unused:
        yield f"columns of the values left out: {_name(prepared.unused)}"
    if prepared.removed:
        yield f"units left out, for too little is known: {_name(prepared.removed)}"
    if prepared.flat:
        yield f"indicators that do not vary: {_name(prepared.flat)}"
    infinite = np.isinf(result.normalised).any(axis=0)
    if infinite.any():
        names = [tree.indicators[place] for place in np.flatnonzero(infinite)]
        yield f"indicators with infinite scores, for the formula divides by 0: {_name(names)}"
    if result.options.normalise.method == "distance-to-target":
        low = np.fmin.reduce(result.treated * tree.sign, axis=0)
        beyond = [tree.indicators[p] for p in np.flatnonzero(tree.target * tree.sign <= low)]
        if beyond:
            yield f"indicators whose target is no better than the worst value: {_name(beyond)}"
    lost = [outcome == "untestable" for done in result.treatments for outcome in done.outcome]
    if any(lost):
        places = sorted({number % len(tree.indicators) for number in np.flatnonzero(lost).tolist()})
        names = [tree.indicators[place] for place in places]
        yield f"indicators with too few different values to be treated: {_name(names)}"
    unscored = [table.name(int(row)) for row in np.flatnonzero(np.isnan(result.top))]
    if unscored:
        yield f"units without a score at the top: {_name(unscored)}"


def _name(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)} ({', '.join(names[:_SHOWN])}{more})"
