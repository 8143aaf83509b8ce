"""Position findings: score, rank range and band of a council, overall and by domain and pillar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from generator.catalogue.records import Area, Edition
from generator.composite.arrays import Floats, Ints
from generator.findings import tree
from generator.findings.comparison import Standings, count_ties, rank_in_nations, rank_in_uk
from generator.findings.evidence import PositionBand, PositionUnranked
from generator.findings.finding import Comparison, Finding, Value
from generator.findings.measured import share_measured_here
from generator.findings.thresholds import SMALL_NATION
from generator.index.ranking import find_bands
from generator.index.results import Index
from generator.index.structure import OVERALL_NEEDS

LEVELS = ("overall", "domain", "pillar")
Position = PositionBand | PositionUnranked


def count_bands(p_fifth: Floats) -> Ints:
    """Return the narrowest run of neighbouring fifths that holds at least 0.8 of the probability.

    Args:
        p_fifth: probability of being in each fifth, best first, shape (..., 5).

    Returns:
        Low and high end with fifths counted from the lowest (1) to the highest (5), e.g. 1 and 1, or
        2 and 3, shape (..., 2). Of several equally narrow runs the likeliest.
        Zeros where the area has no probabilities.
    """
    bands = find_bands(p_fifth)
    return np.where(bands < 0, 0, 5 - bands[..., ::-1])


def band_probability(p_fifth: Sequence[float] | Floats, band: tuple[int, int]) -> float:
    """Return the probability that the rank lies in the fifths of ``band``, counted as in ``count_bands``."""
    lowest_first = [float(p) for p in p_fifth][::-1]
    return min(1.0, round(sum(lowest_first[band[0] - 1 : band[1]]), 12))


def find_positions(
    index: Index, areas: Mapping[str, Area], edition: Edition, *, levels: Sequence[str] = LEVELS
) -> dict[str, dict[str, Finding[Position]]]:
    """Return area code -> node key -> position finding.

    Every council has one for ``overall``: with the rule ``position-unranked`` where too few pillars have a
        score. Other nodes without a score have none.
    """
    nodes = {n: node.key for n, node in enumerate(index.structure.nodes) if node.level in levels}
    places, own = rank_in_nations(index, areas), share_measured_here(index)
    uk = rank_in_uk(index, areas)
    bands = count_bands(places.standing.p_fifth).tolist()
    result: dict[str, dict[str, Finding[Position]]] = {}
    for a, code in enumerate(index.panel.areas):
        result[code] = {}
        for n, key in nodes.items():
            if places.standing.rank[a, n] > 0:
                low, high = bands[a][n]
                result[code][key] = _ranked(
                    *(index, edition, a, n),
                    places=places,
                    uk=uk,
                    own=float(own[a, n]),
                    band=(low or 1, high or 5),
                )
            elif key == "overall":
                result[code][key] = _unranked(index, a)
    return result


def _ranked(
    index: Index,
    edition: Edition,
    a: int,
    n: int,
    *,
    places: Standings,
    uk: Standings,
    own: float,
    band: tuple[int, int],
) -> Finding[PositionBand]:
    scores, robust, code = index.level.scores, index.robustness, index.panel.areas[a]
    key = index.structure.nodes[n].key
    here, everywhere = places.standing, uk.standing
    rank, ranked = int(here.rank[a, n]), int(here.ranked[a, n])
    label, in_uk = places.name(a, n), bool(everywhere.rank[a, n] > 0)
    # A fifth of few councils is a handful: the rank says more.
    low, high = (None, None) if ranked < SMALL_NATION else band
    evidence = PositionBand(
        score=float(scores.score[a, n]),
        score_low=float(robust.score_low[a, n]),
        score_high=float(robust.score_high[a, n]),
        rank=rank,
        rank_ties=count_ties(index, a, n),
        rank_low=int(here.low[a, n]),
        rank_high=int(here.high[a, n]),
        ranked=ranked,
        uk_rank=int(everywhere.rank[a, n]) if in_uk else None,
        uk_rank_low=int(everywhere.low[a, n]) if in_uk else None,
        uk_rank_high=int(everywhere.high[a, n]) if in_uk else None,
        uk_ranked=int(everywhere.ranked[a, n]) if in_uk else None,
        uk_set_label=uk.name(a, n)[1],
        uk_comparable_share=float(index.structure.uk_share[n]),
        band_low=low,
        band_high=high,
        band_probability=None if low is None else band_probability(here.p_fifth[a, n], band),
        coverage=float(scores.coverage[a, n]),
        measured_here=own,
    )
    return Finding(
        id=f"{code}/position/{key}",
        subject=code,
        kind="position",
        node=key,
        value=Value(
            value=float(scores.score[a, n]),
            unit="out of 100",
            decimals=0,
            period=str(edition.year),
            status="computed",
            source="index",
            lower=float(robust.score_low[a, n]),
            upper=float(robust.score_high[a, n]),
        ),
        comparison=Comparison(
            key=label[0],
            label=label[1],
            n=ranked,
            middle=places.find_middle(a, n),
            percentile=100 * (1 - (rank - 0.5) / ranked),
            rank_from_top=rank,
        ),
        probability=evidence.band_probability,
        evidence=evidence,
    )


def _unranked(index: Index, a: int) -> Finding[PositionUnranked]:
    code = index.panel.areas[a]
    pillars = tree.node_numbers(index.structure, level="pillar")
    missing = [key for key, n in pillars.items() if np.isnan(index.level.scores.score[a, n])]
    return Finding(
        id=f"{code}/position/overall",
        subject=code,
        kind="position",
        node="overall",
        evidence=PositionUnranked(
            pillars=len(pillars),
            pillars_scored=len(pillars) - len(missing),
            pillars_needed=math.ceil(round(OVERALL_NEEDS * len(pillars), 9)),
            pillars_missing=tuple(missing),
        ),
    )
