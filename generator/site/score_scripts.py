"""Scores as scripts, for the pages that compute in the browser: one's own weights, and places side by side.

Scripts and not JSON, because a browser does not read JSON from a plain folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from generator.catalogue.records import NATIONS
from generator.index.aggregation import find_levels
from generator.index.apart import find_apart, list_errors
from generator.index.ranking import UK_SHARE
from generator.pages.figures import node_path
from generator.text.numbers import format_number
from generator.text.told_edition import ToldEdition

WEIGHTS = "js/weights-data.js"
COMPARE = "js/compare-data.js"
_TO_SD = 2 * 1.645
"""Widths of a 90 % interval in standard deviations."""


def make_score_scripts(site: ToldEdition) -> Mapping[str, bytes]:
    """Return name under ``assets/`` and content of both scripts."""
    return {
        WEIGHTS: _assign("prosperityWeights", describe_weights(site)),
        COMPARE: _assign("prosperityCompare", describe_places(site)),
    }


def describe_weights(site: ToldEdition) -> dict[str, object]:
    """Return pillars with their reference levels, and every council's score of each pillar and its spread.

    Scores are not rounded, so that the page computes what the engine does. The spread is the standard
    deviation that the published range of a pillar's score stands for. Each pillar has the share of its weight
    that is measured alike in all nations, and the errors that nations have on the rest.
    """
    index = site.index
    robust, scores = index.robustness, index.level.scores
    apart = find_apart(index.panel, structure=index.structure, level=index.level)
    pillars = [(pillar, site.node_position[pillar.slug]) for pillar in site.framework.pillars]
    columns = [column for _, column in pillars]
    levels = find_levels(index.structure, index.level.reference)
    spread = (robust.score_high[:, columns] - robust.score_low[:, columns]) / _TO_SD
    return {
        "pillars": [
            {
                "k": pillar.slug,
                "n": pillar.name,
                "w": index.structure.nodes[column].weight,
                "m": _number(levels[column]),
                "a": float(index.structure.uk_share[column]),
                "e": [[round(size, 3), who] for size, who in list_errors(apart, column)],
            }
            for pillar, column in pillars
        ],
        "nations": list(NATIONS),
        "half": UK_SHARE,
        "places": [
            {
                "n": council.name,
                "s": council.slug,
                "i": council.nation,
                "l": [int(each.low[a, 0]) for each in (index.nation, index.uk)],
                "h": [int(each.high[a, 0]) for each in (index.nation, index.uk)],
                "v": [_number(scores.score[a, column]) for column in columns],
                "d": [_number(one, 2) for one in spread[a].tolist()],
            }
            for a, council in enumerate(site.councils)
        ],
    }


def describe_places(site: ToldEdition) -> dict[str, object]:
    """Return the tree, and every council's score, range of the rank and fifth on each node; 0 for none.

    Ranks are those in the nation. On nodes that have a count of all councils, where nations can be compared,
    there are those in the UK too, in the order of these nodes.
    """
    tree = [("overall", "overall", "Overall")]
    for pillar in site.framework.pillars:
        tree.append((pillar.slug, "pillar", pillar.name))
        tree += [(element.slug, "element", element.name) for element in pillar.elements]
    columns = [site.node_position[key] for key, _, _ in tree]
    scores, nation, uk = site.index.level.scores, site.index.nation, site.index.uk
    ranked = [int(scores.ranked[column]) for column in columns]
    wide = [column for column, count in zip(columns, ranked, strict=True) if count]
    return {
        "nodes": [
            {
                "k": key,
                "l": level,
                "n": name,
                "c": count,
                "m": site.ranked_in_nations(site.node_position[key]),
                "p": "" if key == "overall" else node_path(site, key),
            }
            for (key, level, name), count in zip(tree, ranked, strict=True)
        ],
        "places": [
            {
                "n": council.name,
                "s": council.slug,
                "i": council.region_name or council.nation,
                "v": [_print(scores.score[a, column]) for column in columns],
                "g": council.nation,
                "l": nation.low[a, columns].tolist(),
                "h": nation.high[a, columns].tolist(),
                "ul": uk.low[a, wide].tolist(),
                "uh": uk.high[a, wide].tolist(),
                "f": [site.fifth_of(a, column) for column in columns],
            }
            for a, council in enumerate(site.councils)
        ],
    }


def _number(value: float | np.floating, digits: int | None = None) -> float | None:
    """Return a plain number, rounded where asked, or None for a gap."""
    if np.isnan(value):
        return None
    return float(value) if digits is None else round(float(value), digits)


def _print(score: float | np.floating) -> int | None:
    """Return a score as all pages print it, or None for a gap: rounded once, from full precision."""
    return None if np.isnan(score) else int(format_number(float(score), 0))


def _assign(name: str, content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"window.{name}={text};\n".replace("</", "<\\/").encode()
