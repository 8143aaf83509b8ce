"""Makes the value of a merged council out of those of its former councils."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.catalogue.period import parse_period
from generator.catalogue.reasons import Reason
from generator.geography.register import Register
from generator.geography.weights import Weighting

ADDED = "sum of former councils"
AVERAGED = "mean of former councils, weighted by {weights}"
DIVIDED = "; of a council that was divided, the part by its people"
INCOMPLETE = "not every council that was merged into this one has a value"
NOT_MERGED = "index values of former councils cannot be merged"
ESTIMATES = "; some of their figures are estimates"
UNWEIGHTED = "how much each former council weighs is not known"


@dataclass(frozen=True)
class Row:
    """One observation; ``value`` is NaN where the source gives none, for the ``reason`` (a word)."""

    value: float
    lower: float
    upper: float
    note: str
    status: str = "observed"
    reason: str = ""

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return math.isnan(self.value)

    @property
    def blank(self) -> bool:
        """Whether there is neither a value nor a reason for its want, so that any other value may fill it."""
        return self.missing and (not self.note or self.reason == Reason.BLANK.word)


Key = tuple[str, str]
"""Area code and period."""
Rows = dict[Key, Row]


def merge_all(
    former: Mapping[str, Mapping[str, Row]], *, register: Register, kind: str, weighting: Weighting | None
) -> Rows:
    """Return one row per merged council and period in which any of its former councils has a row."""
    merged: Rows = {}
    for period, rows in former.items():
        for target in sorted({target for code in rows for target in register.resolve(code).targets}):
            groups = [
                sorted(group)
                for group in register.predecessors.get(target, ())
                if len(group) > 1 or group & set(register.divided)
            ]
            if any(code in rows for group in groups for code in group):
                parts = {code: register.part_of(code, target) for group in groups for code in group}
                merged[target, period] = merge(
                    rows, groups, parts, kind=kind, weighting=weighting, year=parse_period(period).year
                )
    return merged


def merge(
    rows: Mapping[str, Row],
    groups: Iterable[Sequence[str]],
    parts: Mapping[str, float],
    *,
    kind: str,
    weighting: Weighting | None,
    year: int,
) -> Row:
    """Return the value of a merged council from its newest complete set of former councils.

    Of a council that was divided the part counts that lies in the merged one: its share of the people, which
    ``parts`` has by code.
    """
    reason = INCOMPLETE
    for members in groups:
        present = [rows[code] for code in members if code in rows and not rows[code].missing]
        if len(present) < len(members):
            continue
        shares = [parts[code] for code in members]
        more = DIVIDED if any(share < 1 for share in shares) else ""
        if kind == "count":
            return combine(present, shares, note=ADDED + more)
        weights = weighting.find(members, shares, year=year) if weighting and kind != "index" else None
        if weights is not None:
            return combine(present, weights.factors, note=AVERAGED.format(weights=weights.words) + more)
        reason = NOT_MERGED if kind == "index" else UNWEIGHTED
    return Row(math.nan, math.nan, math.nan, reason, "missing")


def combine(rows: Sequence[Row], factors: Sequence[float], *, note: str) -> Row:
    """Return the weighted sum; 95 % intervals combine as independent errors where every row has one.

    Half-widths add in quadrature on each side, the usual propagation of independent errors.
    """
    pairs = list(zip(rows, factors, strict=True))
    value = math.fsum(factor * row.value for row, factor in pairs)
    if any(row.status == "estimated" for row in rows):
        note += ESTIMATES
    if any(math.isnan(row.lower) or math.isnan(row.upper) for row in rows):
        return Row(value, math.nan, math.nan, note, "recast")
    down = math.hypot(*(factor * (row.value - row.lower) for row, factor in pairs))
    up = math.hypot(*(factor * (row.upper - row.value) for row, factor in pairs))
    return Row(value, value - down, value + up, note, "recast")
