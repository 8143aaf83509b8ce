"""What an edition is about: places, clusters, framework and datasets, with look-ups by code and slug."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.editions import Correction
from generator.catalogue.presets import Preset
from generator.catalogue.records import Area, Cluster, Dataset, Edition, Element, Framework, Indicator, Pillar
from generator.catalogue.settings import Settings
from generator.catalogue.store import Change


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What is known before anything is computed.

    Attributes:
        councils: in the order of axis A of the index.
        places: every area by code: councils, regions, nations, the UK.
        neighbours: nearest statistical neighbours of a council, best first.
        changes: former councils and what became of them.
        coming: what orders fix for councils after the day of the edition.
        presets: weights of pillars that readers may start from.
        corrections: mistakes that were mended, the latest first.
    """

    settings: Settings
    edition: Edition
    framework: Framework
    datasets: Mapping[str, Dataset]
    councils: tuple[Area, ...]
    places: Mapping[str, Area]
    clusters: tuple[Cluster, ...]
    neighbours: Mapping[str, tuple[str, ...]]
    changes: tuple[Change, ...]
    presets: tuple[Preset, ...] = ()
    corrections: tuple[Correction, ...] = ()
    coming: tuple[CouncilChange, ...] = ()

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Position of each council code on axis A."""
        return {council.code: place for place, council in enumerate(self.councils)}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicator records by slug."""
        return {indicator.slug: indicator for indicator in self.framework.indicators}

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Element records by slug."""
        return {element.slug: element for element in self.framework.elements}

    @cached_property
    def pillars(self) -> Mapping[str, Pillar]:
        """Pillar records by slug."""
        return {pillar.slug: pillar for pillar in self.framework.pillars}

    @cached_property
    def node_names(self) -> Mapping[str, str]:
        """Display name of every node."""
        names = {"overall": "Overall"}
        for branch in (self.framework.domains, self.framework.pillars, self.framework.elements):
            names |= {node.slug: node.name for node in branch}
        return names

    @cached_property
    def figure_names(self) -> Mapping[str, str]:
        """Display name of every node and indicator."""
        return {**self.node_names, **{slug: each.name for slug, each in self.indicators.items()}}

    @cached_property
    def clusters_of(self) -> Mapping[str, tuple[Cluster, ...]]:
        """Clusters each council belongs to, in the order of the list of clusters."""
        found: dict[str, list[Cluster]] = {council.code: [] for council in self.councils}
        for cluster in self.clusters:
            for code in cluster.members:
                found[code].append(cluster)
        return {code: tuple(items) for code, items in found.items()}

    @cached_property
    def nations(self) -> Mapping[str, Area]:
        """The four nations by name."""
        return {place.name: place for place in self.places.values() if place.kind == "nation"}

    def nation_of(self, council: Area) -> Area:
        """Return the nation a council lies in."""
        return self.nations[council.nation]


def place_of(cluster: Cluster, places: Mapping[str, Area]) -> Area | None:
    """Return the region or nation whose councils a cluster gathers; None for any other cluster."""
    if cluster.kind not in ("region", "nation"):
        return None
    slug = cluster.slug.removeprefix(f"{cluster.kind}-")
    return next(place for place in places.values() if (place.kind, place.slug) == (cluster.kind, slug))
