"""What sentences need to know besides the finding: names of places, nodes and indicators, rules and bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.catalogue.pairs import Pair
from generator.catalogue.records import Area, Cluster, Edition, Framework, Indicator
from generator.text.bands import BandWords
from generator.text.names import Grammar, lower_first, lower_title, read_grammar
from generator.text.rules import SentenceRules


@dataclass(frozen=True)
class TextContext:
    """Look-ups for one edition; build it once with ``make_context``.

    Attributes:
        title: of the index.
        node_names: name of every pillar, element and domain as it stands inside a sentence.
        grammar: how sentences speak of each area, by code.
        pairs: the reviewed list of what belongs together, by name.
    """

    rules: SentenceRules
    bands: BandWords
    title: str
    edition: Edition
    node_names: Mapping[str, str]
    indicators: Mapping[str, Indicator]
    grammar: Mapping[str, Grammar]
    clusters: Mapping[str, Cluster]
    pairs: Mapping[str, Pair] = field(default_factory=dict)


def make_context(
    *,
    framework: Framework,
    areas: Mapping[str, Area],
    clusters: Iterable[Cluster],
    title: str,
    edition: Edition,
    rules: SentenceRules,
    bands: BandWords,
    pairs: Iterable[Pair] = (),
) -> TextContext:
    """Gather the look-ups of one edition."""
    return TextContext(
        rules=rules,
        bands=bands,
        title=title,
        edition=edition,
        node_names={
            **{domain.slug: lower_title(domain.name) for domain in framework.domains},
            **{pillar.slug: lower_title(pillar.name) for pillar in framework.pillars},
            **{element.slug: lower_first(element.name) for element in framework.elements},
        },
        indicators={indicator.slug: indicator for indicator in framework.indicators},
        grammar={code: read_grammar(area) for code, area in areas.items()},
        clusters={cluster.slug: cluster for cluster in clusters},
        pairs={pair.slug: pair for pair in pairs},
    )
