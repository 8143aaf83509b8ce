"""A tiny country to reason about by hand: 20 councils, 5 indicators, 4 elements, 2 pillars."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from generator.catalogue.reasons import Reason
from generator.catalogue.records import (
    NATIONS,
    Area,
    Domain,
    Edition,
    Element,
    Framework,
    Indicator,
    Pillar,
    SeriesRef,
)
from generator.index.ranking import rank_areas
from generator.index.results import (
    ErrorKind,
    Errors,
    Goalposts,
    Index,
    Level,
    Node,
    Panel,
    Robustness,
    Scores,
    Status,
    Structure,
    Trend,
)

A = 20
NATION = ["England"] * 12 + ["Wales"] * 4 + ["Scotland"] * 2 + ["Northern Ireland"] * 2
CODES = tuple(f"X{a:02d}" for a in range(A))
EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=100)


def make_areas() -> dict[str, Area]:
    return {
        code: Area(
            code=code,
            kind="council",
            name=f"Town {a}",
            short_name=f"Town {a}",
            official_name=f"Town {a} Council",
            slug=f"town-{a}",
            nation=NATION[a],
            council_type="unitary authority",
            population=100_000,
            population_year=2024,
        )
        for a, code in enumerate(CODES)
    }


ONE_NATION = {code: area.model_copy(update={"nation": "England"}) for code, area in make_areas().items()}


def make_indicator(slug: str, direction: str, *, comparable: str = "uk", weight: float = 1) -> Indicator:
    return Indicator.model_validate(
        {
            "slug": slug,
            "name": slug,
            "direction": direction,
            "weight": weight,
            "reason": "",
            "comparable": comparable,
            "clause": "{value} of people were counted",
            "subject": f"the share of {slug}",
            "claims": {"high": "Much", "low": "Little"},
            "unit": "%",
            "decimals": 1,
            "series": (
                SeriesRef(
                    dataset=f"set-{slug}",
                    series=slug,
                    nations=("England", "Wales", "Scotland", "Northern Ireland"),
                ),
            ),
        }
    )


def make_framework() -> Framework:
    def element(slug: str, *indicators: Indicator) -> Element:
        return Element(slug=slug, name=slug.title(), about="", indicators=indicators)

    health = Pillar(
        slug="health",
        name="Health",
        about="",
        elements=(
            element(
                "longevity", make_indicator("le", "higher"), make_indicator("deaths", "lower", weight=0.5)
            ),
            element("care", make_indicator("gp", "lower", comparable="series")),
            element("risk", make_indicator("smoking", "lower")),
        ),
    )
    education = Pillar(
        slug="education",
        name="Education",
        about="",
        elements=(element("schools", make_indicator("gcse", "higher")),),
    )
    return Framework(domains=(Domain(slug="people", name="People", about="", pillars=(health, education)),))


STRUCTURE = Structure(
    nodes=(
        Node("overall", "overall", -1, 1.0),
        Node("people", "domain", 0, 1.0),
        Node("health", "pillar", 1, 1.0),
        Node("education", "pillar", 1, 1.0),
        Node("longevity", "element", 2, 1.0),
        Node("care", "element", 2, 1.0),
        Node("risk", "element", 2, 1.0),
        Node("schools", "element", 3, 1.0),
    ),
    indicators=("le", "deaths", "gp", "smoking", "gcse"),
    element_of=np.array([4, 4, 5, 6, 7], dtype=np.int32),
    weight=np.array([1.0, 0.5, 1.0, 1.0, 1.0]),
    sign=np.array([1.0, -1.0, -1.0, -1.0, 1.0]),
    # Care rests on an indicator that each nation measures in its own way.
    uk_share=np.array([5 / 6, 5 / 6, 2 / 3, 1, 1, 0, 1, 1]),
)
NATION_OF = np.array([NATIONS.index(nation) for nation in NATION], dtype=np.int32)
N = len(STRUCTURE.nodes)
I = len(STRUCTURE.indicators)  # noqa: E741
YEARS = (2013, 2018, 2024)


def make_index(**changes: Any) -> Index:
    """The country: council 19 is best on everything, council 0 worst; every figure observed in 2024."""
    ladder = np.arange(A, dtype=np.float64)
    value = np.column_stack([60 + ladder, 50 - ladder, 50 - ladder, 40 - ladder, 30 + ladder])
    value = changes.pop("value", value)
    score = np.column_stack([100 * ladder / (A - 1)] * N)
    group = (np.array([0] * 12 + [0] * 4 + [1] * 2 + [2] * 2, dtype=np.int8))[:, None].repeat(I, axis=1)
    missing = np.isnan(value)
    status = np.where(missing, Status.MISSING, Status.OBSERVED).astype(np.int8)
    level = Level(
        value=value,
        lower=np.full((A, I), np.nan),
        upper=np.full((A, I), np.nan),
        status=status,
        period=np.where(missing, -1, 0).astype(np.int32),
        year=np.where(missing, 0, 2024).astype(np.int32),
        reason=np.where(missing, Reason.NOT_LISTED, Reason.NONE).astype(np.int8),
        note=np.full((A, I), -1, dtype=np.int32),
        gap_period=np.full((A, I), -1, dtype=np.int32),
        percentile=np.full((A, I), np.nan),
        indicator_score=np.where(missing, np.nan, np.column_stack([100 * ladder / (A - 1)] * I)),
        reference=np.full(I, 50.0),
        scores=make_scores(score),
    )
    panel = Panel(
        areas=CODES,
        indicators=STRUCTURE.indicators,
        years=YEARS,
        value=np.repeat(value[:, :, None], 3, axis=2),
        lower=np.full((A, I, 3), np.nan),
        upper=np.full((A, I, 3), np.nan),
        status=np.zeros((A, I, 3), dtype=np.int8),
        period=np.zeros((A, I, 3), dtype=np.int32),
        periods=("2024-01-01/P1Y",),
        reason=np.zeros((A, I, 3), dtype=np.int8),
        note=np.full((A, I, 3), -1, dtype=np.int32),
        notes=(),
        group=group,
        pooled=np.array([True, True, False, True, True]),
        nation=NATION_OF,
    )
    index = Index(
        structure=STRUCTURE,
        panel=panel,
        goalposts=Goalposts(np.zeros((I, 3)), np.ones((I, 3)), np.zeros(I, dtype=bool)),
        level=replace(level, **changes.pop("level", {})),
        trend=make_trend(score),
        recent=make_trend(score),
        errors=Errors(
            size=np.where(missing, np.nan, 0.0),
            kind=np.where(missing, ErrorKind.NONE, ErrorKind.COMPLETE).astype(np.int8),
            like=np.full((I, 4), -1, dtype=np.int32),
            triples=np.zeros((I, 4), dtype=np.int32),
            reliability=np.ones((I, 4)),
            single=np.ones((I, 4)),
        ),
        robustness=replace(make_robustness(), **changes.pop("robustness", {})),
    )
    return replace(index, **changes)


def make_scores(score: np.ndarray) -> Scores:
    return Scores(
        score=score,
        coverage=np.where(np.isnan(score), 0.0, 1.0),
        **rank_areas(score, structure=STRUCTURE, nation=NATION_OF),
    )


def make_robustness() -> Robustness:
    """Every council surely in its own fifth, ranks one place either side."""
    rank = np.arange(A, 0, -1, dtype=np.int32)[:, None].repeat(N, axis=1)
    fifths = np.zeros((A, N, 5))
    for a in range(A):
        fifths[a, :, 4 - a // 4] = 1.0
    low, high, in_nation = np.zeros((A, N), np.int32), np.zeros((A, N), np.int32), np.zeros((A, N, 5))
    for number in range(len(NATIONS)):
        rows = np.flatnonzero(number == NATION_OF)
        for place, a in enumerate(rows[::-1], 1):
            low[a], high[a] = max(place - 1, 1), min(place + 1, len(rows))
            in_nation[a, :, (place - 1) * 5 // len(rows)] = 1.0
    return Robustness(
        rank_low=np.maximum(rank - 1, 1),
        rank_high=np.minimum(rank + 1, A),
        score_low=np.zeros((A, N)),
        score_high=np.full((A, N), 100.0),
        score_mean=np.full((A, N), 50.0),
        p_fifth=fifths,
        outside=np.zeros((A, N), dtype=bool),
        nation_low=low,
        nation_high=high,
        nation_p_fifth=in_nation,
        nation_outside=np.zeros((A, N), dtype=bool),
        draws=100,
        seed=1,
    )


def unite(index: Index) -> Index:
    """Return the country as one nation, in which places stand as among all; its areas are ``ONE_NATION``."""
    scores, robust = index.level.scores, index.robustness
    rank = rank_areas(scores.score, structure=index.structure, nation=np.zeros(A, dtype=np.int32))
    return replace(
        index,
        panel=replace(index.panel, nation=np.zeros(A, dtype=np.int32)),
        level=replace(index.level, scores=replace(scores, **rank)),
        robustness=replace(
            robust,
            nation_low=robust.rank_low,
            nation_high=robust.rank_high,
            nation_p_fifth=robust.p_fifth,
        ),
    )


def make_trend(score: np.ndarray) -> Trend:
    return Trend(
        years=YEARS,
        score=np.repeat(score[:, :, None], 3, axis=2),
        measured=np.ones((A, N, 3)),
        straight=np.ones((A, N, 3)),
        carried=np.zeros((A, N, 3)),
        in_trend=np.ones((A, I), dtype=bool),
        base_year=2013,
    )
