"""From the loaded catalogue and the index to the shared bundle that pages are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd

from generator.catalogue import store
from generator.catalogue.cluster_claims import CLAIMS, ClusterClaim, load_cluster_claims
from generator.catalogue.council_changes import list_coming, refuse_ended
from generator.catalogue.editions import load_corrections
from generator.catalogue.inside import load_inside
from generator.catalogue.pairs import PAIRS, Pair, load_pairs
from generator.catalogue.presets import load_presets
from generator.catalogue.records import Area, Cluster, Edition, Framework
from generator.catalogue.settings import load_settings
from generator.charts.profile import ProfileStencil
from generator.charts.strip import StripStencil
from generator.charts.swarm import SwarmStencil
from generator.charts.trend import TrendStencil
from generator.composite.arrays import Bools
from generator.findings.cautions import list_place_cautions
from generator.findings.change import find_changes
from generator.findings.cluster_claims import find_claims
from generator.findings.clusters import find_cluster_findings
from generator.findings.comparison import Comparisons, compare, rank_where_comparable
from generator.findings.coverage import find_coverage
from generator.findings.drivers import find_drivers
from generator.findings.gaps import find_gaps, find_margins
from generator.findings.lead import Alike, find_leads
from generator.findings.learning import find_places_to_learn_from
from generator.findings.levelling import find_levelling
from generator.findings.position import find_positions
from generator.findings.relative import find_relative
from generator.findings.strengths import find_strengths
from generator.findings.windows import find_moves, measure_windows
from generator.geography.inside_spread import Spread, find_latest
from generator.geography.light_map import lighten_map
from generator.geography.outline import load_council_paths, load_hexes, load_outline
from generator.index.ends import measure_ends
from generator.index.groups import group_scores
from generator.index.memory import DrawsMemory
from generator.index.results import Estimate, Index
from generator.index.run import begin_index
from generator.index.scale import refuse_lacking
from generator.pages.hand_over import hand_over
from generator.pages.last_edition import measure_since
from generator.pages.site import Site, Stencils
from generator.paths import Paths
from generator.text.bands import BANDS, load_bands
from generator.text.context import make_context
from generator.text.evidence_rules import load_evidence_words
from generator.text.rules import load_rules
from generator.text.told_edition import EditionFindings, Group

TESTED_KINDS = ("political", "places")
"""Kinds of clusters that take the levelling-up test."""


def gather_site(
    paths: Paths,
    edition: Edition,
    *,
    executor: Executor | None = None,
    shares: int = 1,
    memory: DrawsMemory | None = None,
) -> Site:
    """Load ``data/``, compute the index and its findings, and draw the stencils.

    Args:
        paths: where the data is.
        edition: name, year, draws and seed.
        executor, shares: other processes to help, and how many; the result is the same.
        memory: where draws are kept; the result is the same.

    Raises:
        ProsperityError: whatever is wrong with the data or the framework.
    """
    since = executor.submit(measure_since, paths, edition.name) if executor else None
    settings = load_settings(paths)
    framework = store.load_framework(paths)
    areas = store.load_areas(paths)
    clusters = store.load_clusters(paths)
    store.refuse_orphans(areas, clusters, paths)
    succession = store.load_succession(paths)
    refuse_ended(succession, (area.code for area in areas), day=edition.date, file=paths.areas)
    observations = store.load_observations(paths, framework, areas)
    published = gather_published(observations, areas)
    estimate, finish = begin_index(
        framework,
        observations,
        areas,
        edition=edition,
        executor=executor,
        shares=shares,
        memory=memory,
    )
    del observations  # no page reads them, and they are large
    refuse_lacking(estimate.panel, framework, latest=estimate.level.value)
    # Everything up to the findings is done while the draws go on.
    councils = tuple(area for area in areas if area.kind == "council")
    places = {area.code: area for area in areas}
    by_code = {council.code: council for council in councils}
    decimals = {indicator.slug: indicator.decimals for indicator in framework.indicators}
    comparisons, widest = (
        compare(estimate, by_code, in_nations=told, decimals=decimals) for told in (True, False)
    )
    groups = make_groups(estimate, areas, clusters)
    stencils = draw_stencils(estimate, comparisons, groups, paths)
    claims = load_cluster_claims(paths.clusters / CLAIMS, framework, clusters)
    pairs = load_pairs(paths.templates / PAIRS, framework)
    words = make_context(
        framework=framework,
        areas=places,
        clusters=clusters,
        title=settings.title,
        edition=edition,
        rules=load_rules(paths.templates / "text" / "findings.yml"),
        bands=load_bands(paths.templates / BANDS),
        pairs=pairs,
    )
    datasets, neighbours = store.load_datasets(paths), store.load_neighbours(paths)
    named = {
        node.slug for part in (framework.domains, framework.pillars, framework.elements) for node in part
    }
    corrections = load_corrections(
        paths, codes=set(places), figures={"overall", *named, *(one.slug for one in framework.indicators)}
    )
    inside = load_inside(paths, areas)
    spreads = {council.code: found for council in councils if (found := find_latest(inside, council.code))}
    del inside  # the pages need what was counted alone
    index = finish()
    return Site(
        settings=settings,
        edition=edition,
        framework=framework,
        datasets=datasets,
        councils=councils,
        places=places,
        clusters=clusters,
        neighbours=neighbours,
        changes=store.load_changes(paths),
        coming=list_coming(succession, day=edition.date),
        index=index,
        comparisons=comparisons,
        widest=widest,
        findings=tell_stories(
            index,
            framework,
            councils,
            clusters,
            edition,
            tested=choose_tested(groups, clusters),
            neighbours=neighbours,
            spreads=spreads,
            pairs=pairs,
            claims=claims,
            executor=executor,
        ),
        groups=groups,
        words=words,
        evidence=load_evidence_words(paths.templates / "text" / "evidence.yml").name_bands(words.bands),
        beside=gather_beside(paths),
        comparable=rank_where_comparable(index, by_code),
        stencils=stencils,
        published=published,
        presets=load_presets(paths.presets, framework),
        since=since.result() if since else measure_since(paths, edition.name),
        corrections=corrections,
    )


def gather_beside(paths: Paths) -> dict[str, tuple[str, ...]]:
    """Return the codes of the councils that share a border with each, in their order."""
    found: dict[str, list[str]] = {}
    for code, other in sorted(store.load_beside(paths)):
        found.setdefault(code, []).append(other)
    return {code: tuple(others) for code, others in found.items()}


def gather_published(
    observations: pd.DataFrame, areas: Iterable[Area]
) -> dict[str, dict[str, dict[int, float]]]:
    """Return what publishers give for areas above councils: value by indicator, area code and year.

    The latest period wins where a year has several, as in the panel.
    """
    above = {area.code for area in areas if area.kind != "council"}
    rows = observations[observations["area_code"].isin(above) & observations["value"].notna()]
    rows = rows.sort_values("period", kind="stable")
    found: dict[str, dict[str, dict[int, float]]] = {}
    for slug, code, year, value in zip(
        *(rows[name].tolist() for name in ("indicator", "area_code", "year", "value")), strict=True
    ):
        found.setdefault(slug, {}).setdefault(code, {})[year] = value
    return found


def tell_stories(
    index: Index,
    framework: Framework,
    councils: Sequence[Area],
    clusters: Sequence[Cluster],
    edition: Edition,
    *,
    neighbours: Mapping[str, Sequence[str]],
    tested: Mapping[str, Bools],
    spreads: Mapping[str, Spread],
    pairs: Sequence[Pair],
    claims: Mapping[str, Sequence[ClusterClaim]],
    executor: Executor | None = None,
) -> EditionFindings:
    """Return all findings; those on groups are found in another process where there is one.

    ``tested`` holds the members of the groups that take the levelling-up test, by key; ``spreads`` how far
    the small areas of councils lie apart; ``pairs`` are what belongs together, and ``claims`` what is said of
    clusters.
    """
    ends = measure_ends(index, framework, councils)
    levelling = (
        hand_over(executor, find_levelling, index, framework, councils, tested, ends) if executor else None
    )
    areas = {council.code: council for council in councils}
    apart = hand_over(executor, find_cluster_findings, index, areas, clusters, edition) if executor else None
    absolute = find_strengths(index, framework, areas, edition)
    relative = find_relative(index, framework, areas, edition, absolute=absolute)
    windows = measure_windows(index, framework, areas)
    found = {code: (*absolute[code], *relative.get(code, ())) for code in areas}
    gaps = find_gaps(index, councils, choose_set_apart(tested), ends)
    of_clusters = apart.result() if apart else find_cluster_findings(index, areas, clusters, edition)
    said = find_claims(index, framework, areas, edition, clusters=clusters, claims=claims, found=of_clusters)
    return EditionFindings(
        council=found,
        positions=find_positions(index, areas, edition),
        changes=find_changes(index, framework, areas, margins=find_margins(ends, councils)),
        windows=windows,
        moves=find_moves(index, windows, areas, edition),
        drivers=find_drivers(index, areas),
        coverage=find_coverage(index, framework, areas, edition),
        cautions=list_place_cautions(index, framework),
        learning=find_places_to_learn_from(index, areas, neighbours, found=found, clusters=clusters),
        ends=ends,
        gaps=gaps,
        leads=find_leads(
            tuple(areas),
            found=absolute,
            gaps=gaps,
            spreads=spreads,
            pairs=pairs,
            alike=Alike(index, areas, neighbours),
        ),
        levelling=levelling.result()
        if levelling
        else find_levelling(index, framework, councils, tested, ends),
        cluster={slug: (*stated, *said[slug]) for slug, stated in of_clusters.items()},
    )


def choose_tested(groups: Mapping[str, Group], clusters: Iterable[Cluster]) -> dict[str, Bools]:
    """Return the members of the groups that take the levelling-up test: the UK, nations, regions, clusters.

    Of the clusters those that public debate names: most others are too small or no aim of levelling up.
    """
    named = {f"cluster:{cluster.slug}" for cluster in clusters if cluster.kind in TESTED_KINDS}
    return {
        key: group.members for key, group in groups.items() if key in named or not key.startswith("cluster:")
    }


def choose_set_apart(tested: Mapping[str, Bools]) -> dict[str, Bools]:
    """Return the regions and clusters of those that take the test: what can lie apart from its nation."""
    return {key: members for key, members in tested.items() if key.startswith(("cluster:", "E12"))}


def make_groups(index: Estimate, areas: Sequence[Area], clusters: Iterable[Cluster]) -> dict[str, Group]:
    """Return regions, nations, the UK and clusters with their population-weighted scores."""
    councils = [area for area in areas if area.kind == "council"]
    members: dict[str, np.ndarray] = {}
    for area in areas:
        if area.kind == "region":
            members[area.code] = np.array([council.region_code == area.code for council in councils])
        elif area.kind == "nation":
            members[area.code] = np.array([council.nation == area.name for council in councils])
        elif area.kind == "uk":
            members[area.code] = np.ones(len(councils), dtype=bool)
    for cluster in clusters:
        codes = set(cluster.members)
        members[f"cluster:{cluster.slug}"] = np.array([council.code in codes for council in councils])
    table = np.array(list(members.values()))
    people = np.array([council.population for council in councils], dtype=np.float64)
    level, trend, recent = (
        group_scores(score, members=table, population=people)
        for score in (index.level.scores.score, index.trend.score, index.recent.score)
    )
    return {
        key: Group(key=key, members=inside, score=level[row], trend=trend[row], recent=recent[row])
        for row, (key, inside) in enumerate(members.items())
    }


def draw_stencils(
    index: Estimate, comparisons: Comparisons, groups: Mapping[str, Group], paths: Paths
) -> Stencils:
    """Return every chart that is designed once and marked per place."""
    scores = index.level.scores.score
    strips: dict[tuple[int, int], StripStencil | None] = {}
    for column in range(len(index.structure.indicators)):
        for number in sorted(set(comparisons.set_of[:, column].tolist()) - {-1}):
            values = index.level.value[comparisons.members[number], column]
            strips[(column, number)] = StripStencil.build(values)
    lines = np.vstack([index.trend.score[:, 0], [group.trend[0] for group in groups.values()]])
    outline, shapes = load_outline(paths), load_council_paths(paths)
    return Stencils(
        swarm=SwarmStencil.build(scores[:, 0]),
        # Here and not beside their pages: a process that was forked after the first chart cannot render one.
        pillar_swarms={
            node.key: SwarmStencil.build(scores[:, number])
            for number, node in enumerate(index.structure.nodes)
            if node.level == "pillar"
        },
        profile=ProfileStencil.build(scores),
        trend=TrendStencil.build(index.trend.years, lines),
        strips=strips,
        outline=outline,
        council_paths=shapes,
        light=lighten_map(outline, shapes),
        hexes=load_hexes(paths),
    )
