"""The records that every sentence is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from generator.findings.evidence import Evidence

E = TypeVar("E", bound=Evidence, covariant=True)


@dataclass(frozen=True)
class Value:
    """One figure with what is needed to print it and to trace it.

    Attributes:
        value: full precision, in ``unit``.
        unit: as in the indicator, e.g. "%", "£ a week", "per 1,000 people".
        decimals: digits the data carries.
        period: ISO 8601 period of the observation.
        status: label of the cell status.
        source: dataset slug.
        lower, upper: published 95 % interval, where there is one.
    """

    value: float
    unit: str
    decimals: int
    period: str
    status: str
    source: str
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Comparison:
    """What a figure is compared with.

    Attributes:
        key: "uk", "nation:England", "group:England+Wales", "region:E12000002", "cluster:red-wall", "own".
        label: as a sentence says it, e.g. "the 361 councils of the UK", "the 22 councils of Wales".
        n: councils in the set that have a figure.
        middle: median of the set, in the figure's unit.
        percentile: share of the set with a lower value, plus half of ties, 0 to 100.
        rank_from_top: 1 = highest value of the set.
    """

    key: str
    label: str
    n: int
    middle: float
    percentile: float
    rank_from_top: int


@dataclass(frozen=True)
class Finding(Generic[E]):
    """One structured, checkable statement, with what its rule looked at.

    Attributes:
        id: stable within an edition, e.g. "E06000009/weakness/longevity".
        subject: area code or "cluster:<slug>".
        kind: strength, weakness, relative_strength, relative_weakness, position, trend, improved,
            declined, levelling, coverage, lead, learn_from, cluster_share, claim, cluster_strength,
            cluster_weakness, exception.
        node: key of the node it is about.
        evidence: all that its rule looked at, so that it can be applied again.
        indicator: slug of the indicator that carries the evidence, if one does.
        value, comparison: the figure and what it is compared with, if there is one.
        probability: share of robustness draws that agree, if the rule uses one.
        weight: for sorting, larger first.
    """

    id: str
    subject: str
    kind: str
    node: str
    evidence: E
    indicator: str | None = None
    value: Value | None = None
    comparison: Comparison | None = None
    probability: float | None = None
    weight: float = 0.0

    @property
    def rule(self) -> str:
        """Identifier of the rule that let it through; described in the method pages."""
        return self.evidence.rule


AnyFinding = Finding[Evidence]


def pick(findings: Iterable[AnyFinding], kind: type[E]) -> Iterator[Finding[E]]:
    """Yield those whose evidence is of one class, in the order they come."""
    return (cast(Finding[E], each) for each in findings if isinstance(each.evidence, kind))
