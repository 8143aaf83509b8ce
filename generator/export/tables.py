"""The tables under ``data/`` of the site: scores, trend, values, framework, indicators, areas and clusters.

Pure functions from the results to data frames, in full precision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.bent_years import list_bent
from generator.catalogue.reasons import Reason
from generator.catalogue.records import Area, Cluster, Dataset, FixedGoalposts, Framework
from generator.composite.arrays import Bools, Floats, Ints
from generator.findings.position import count_bands
from generator.findings.thresholds import SMALL_NATION
from generator.index.groups import group_scores
from generator.index.results import Index, Standing, Status
from generator.index.structure import nominal_weights
from generator.index.trend import join_trends
from generator.text.bands import FIFTHS, BandWords

GROUP_KINDS = ("region", "nation", "cluster", "uk")


@dataclass(frozen=True)
class Groups:
    """Regions, nations, clusters and the UK over the councils.

    Attributes:
        codes: area code, or slug of a cluster.
        names: as printed.
        kinds: region, nation, cluster or uk.
        members: which councils belong, shape (G, A).
        population: people of each council, shape (A,).
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    members: Bools
    population: Floats


def gather_groups(index: Index, areas: Sequence[Area], clusters: Sequence[Cluster]) -> Groups:
    """Return all groups of councils, in the order region, nation, cluster, UK."""
    councils = list_councils(index, areas)
    found: list[tuple[str, str, str, list[bool]]] = []
    for area in areas:
        if area.kind != "council":
            found.append((area.code, area.name, area.kind, [_lies_in(council, area) for council in councils]))
    for cluster in clusters:
        inside = set(cluster.members)
        found.append((cluster.slug, cluster.title, "cluster", [c.code in inside for c in councils]))
    found.sort(key=lambda group: GROUP_KINDS.index(group[2]))
    return Groups(
        codes=tuple(group[0] for group in found),
        names=tuple(group[1] for group in found),
        kinds=tuple(group[2] for group in found),
        members=np.array([group[3] for group in found], dtype=bool).reshape(len(found), len(councils)),
        population=np.array([council.population for council in councils], dtype=np.float64),
    )


def list_councils(index: Index, areas: Sequence[Area]) -> list[Area]:
    """Return the councils in the order of axis A."""
    found = {area.code: area for area in areas}
    return [found[code] for code in index.panel.areas]


def _lies_in(council: Area, area: Area) -> bool:
    if area.kind == "region":
        return council.region_code == area.code
    return area.kind == "uk" or council.nation == area.name


def make_tables(
    index: Index,
    *,
    framework: Framework,
    areas: Sequence[Area],
    clusters: Sequence[Cluster],
    datasets: Mapping[str, Dataset],
    scores: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return all tables by the stem of their file name, in alphabetical order.

    Args:
        index, framework, areas, clusters, datasets: what the tables hold.
        scores: from ``make_scores``, which the files of reports need before the others.
    """
    groups = gather_groups(index, areas, clusters)
    return {
        "areas": make_areas(areas),
        "clusters": make_clusters(clusters),
        "framework": make_framework(framework, index),
        "goalposts": make_goalposts(framework),
        "indicators": make_indicators(framework, datasets),
        "scores": scores,
        "trend": make_trend(index, areas, groups),
        "values": make_values(index, framework=framework, areas=areas),
    }


def make_scores(index: Index, areas: Sequence[Area], groups: Groups, bands: BandWords) -> pd.DataFrame:
    """Return one row per area and node; ranks, bands and chances stand only for councils with a rank.

    Args:
        index, areas, groups: what the table holds.
        bands: words of the column ``band``.
    """
    scores = index.level.scores
    councils = list_councils(index, areas)
    table = _spread(index, [area.code for area in councils], [area.name for area in councils])
    table.insert(2, "kind", "council")
    table["score"] = scores.score.ravel()
    in_nation = _tell_standing(index.nation, bands, told=False).add_prefix("nation_")
    table = pd.concat([table, _tell_standing(index.uk, bands, told=True), in_nation], axis=1)
    table["uk_comparable_share"] = np.tile(index.structure.uk_share, len(councils))
    table["coverage"] = scores.coverage.ravel()
    return pd.concat([table, _score_groups(index, groups, list(table.columns))], ignore_index=True)


def _tell_standing(standing: Standing, bands: BandWords, *, told: bool) -> pd.DataFrame:
    """Return the columns on one standing; those of a few councils have no band unless ``told``."""
    ranked = standing.rank > 0
    named = (ranked & (told | (standing.ranked >= SMALL_NATION))).ravel().tolist()
    runs = count_bands(standing.p_fifth).reshape(-1, 2).tolist()
    return pd.DataFrame(
        {
            "rank": _whole(standing.rank, ranked),
            "n": _whole(standing.ranked, ranked),
            "rank_low": _whole(standing.low, ranked),
            "rank_high": _whole(standing.high, ranked),
            "rank_outside": _flags(standing.outside, ranked),
            "band": [
                bands.name(low or FIFTHS[0], high or FIFTHS[-1]) if held else ""
                for held, (low, high) in zip(named, runs, strict=True)
            ],
            "p_top_fifth": standing.p_fifth[..., 0].ravel(),
            "p_bottom_fifth": standing.p_fifth[..., 4].ravel(),
        }
    )


def _score_groups(index: Index, groups: Groups, columns: list[str]) -> pd.DataFrame:
    nodes = len(index.structure.nodes)
    table = _spread(index, groups.codes, groups.names)
    table.insert(2, "kind", np.repeat(np.array(groups.kinds, dtype=object), nodes))
    for name, values in (("score", index.level.scores.score), ("coverage", index.level.scores.coverage)):
        table[name] = group_scores(values, members=groups.members, population=groups.population).ravel()
    empty = pd.array([None] * len(table), dtype="Int64")
    for prefix in ("", "nation_"):
        for name in ("rank", "n", "rank_low", "rank_high"):
            table[f"{prefix}{name}"] = empty
        table[f"{prefix}rank_outside"] = empty.astype("boolean")
        table[f"{prefix}band"] = ""
        for name in ("p_top_fifth", "p_bottom_fifth"):
            table[f"{prefix}{name}"] = np.full(len(table), np.nan)
    table["uk_comparable_share"] = np.tile(index.structure.uk_share, len(groups.codes))
    return table[columns]


def _spread(index: Index, codes: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """Area and node columns, nodes fastest."""
    nodes, count = index.structure.nodes, len(codes)
    return pd.DataFrame(
        {
            "area_code": np.repeat(np.array(codes, dtype=object), len(nodes)),
            "area_name": np.repeat(np.array(names, dtype=object), len(nodes)),
            "level": [node.level for node in nodes] * count,
            "node": [node.key for node in nodes] * count,
        }
    )


def _whole(numbers: Ints, present: Bools) -> pd.api.extensions.ExtensionArray:
    """Whole numbers with gaps."""
    flat = pd.array(numbers.ravel().astype(np.int64), dtype="Int64")
    flat[~present.ravel()] = pd.NA
    return flat


def _flags(marked: Bools, present: Bools) -> pd.api.extensions.ExtensionArray:
    """Yes or no, with gaps."""
    flat = pd.array(marked.ravel(), dtype="boolean")
    flat[~present.ravel()] = pd.NA
    return flat


def make_trend(index: Index, areas: Sequence[Area], groups: Groups) -> pd.DataFrame:
    """Return one row per area, node and year of the trend index; rows without a score are left out."""
    both = index.trend.score, index.recent.score
    councils = list_councils(index, areas)
    grouped = [group_scores(part, members=groups.members, population=groups.population) for part in both]
    parts = [
        _years(
            index, [area.code for area in councils], ["council"] * len(councils), join_trends(index, *both)
        ),
        _years(index, groups.codes, groups.kinds, join_trends(index, *grouped)),
    ]
    return pd.concat(parts, ignore_index=True)


def _years(index: Index, codes: Sequence[str], kinds: Sequence[str], score: Floats) -> pd.DataFrame:
    nodes, years = index.structure.nodes, index.recent.years
    each = len(nodes) * len(years)
    table = pd.DataFrame(
        {
            "area_code": np.repeat(np.array(codes, dtype=object), each),
            "kind": np.repeat(np.array(kinds, dtype=object), each),
            "level": np.tile(
                np.repeat(np.array([n.level for n in nodes], dtype=object), len(years)), len(codes)
            ),
            "node": np.tile(
                np.repeat(np.array([n.key for n in nodes], dtype=object), len(years)), len(codes)
            ),
            "year": np.tile(np.array(years), len(codes) * len(nodes)),
            "score": score.ravel(),
        }
    )
    return table[table["score"].notna()].reset_index(drop=True)


def make_values(index: Index, *, framework: Framework, areas: Sequence[Area]) -> pd.DataFrame:
    """Return the value of each council and indicator that the level index uses, or ``missing`` and why.

    One row for every cell, also where our sources hold no figure for the council's nation.
    """
    councils = list_councils(index, areas)
    level, panel = index.level, index.panel
    source = _sources(framework, councils)
    a, i = np.indices(level.value.shape).reshape(2, -1)
    periods = np.array([*panel.periods, ""], dtype=object)
    year = level.year[a, i]
    return pd.DataFrame(
        {
            "area_code": np.array(panel.areas, dtype=object)[a],
            "indicator": np.array(panel.indicators, dtype=object)[i],
            "period": periods[level.period[a, i]],
            "year": _whole(year, year > 0),
            "value": level.value[a, i],
            "lower": level.lower[a, i],
            "upper": level.upper[a, i],
            "status": np.array([status.label for status in Status], dtype=object)[level.status[a, i]],
            "source": source[a, i],
            "reason": np.array([reason.word for reason in Reason], dtype=object)[level.reason[a, i]],
            "note": _notes(index).ravel(),
        }
    )


def _notes(index: Index) -> npt.NDArray[np.object_]:
    """What was done to each figure, or what is known of its lack, shape (A, I)."""
    level, panel = index.level, index.panel
    notes = np.array([*panel.notes, ""], dtype=object)[level.note]
    for a, i in np.argwhere(level.reason == Reason.TOO_OLD).tolist():
        told = f"Latest figure: {panel.periods[level.gap_period[a, i]]}."
        notes[a, i] = f"{told} {notes[a, i]}".strip()
    return notes


def _sources(framework: Framework, councils: Sequence[Area]) -> npt.NDArray[np.object_]:
    """Dataset of each council and indicator, shape (A, I), "" where its nation has none."""
    nations = sorted({council.nation for council in councils})
    table = {
        nation: [
            next((ref.dataset for ref in indicator.series if nation in ref.nations), "")
            for indicator in framework.indicators
        ]
        for nation in nations
    }
    return np.array([table[council.nation] for council in councils], dtype=object)


def make_framework(framework: Framework, index: Index) -> pd.DataFrame:
    """Return one row per indicator with its place in the tree and its share of the overall score."""
    overall = nominal_weights(index.structure)[0]
    rows = [
        (
            *(domain.slug, pillar.slug, element.slug, indicator.slug, indicator.direction),
            *(indicator.weight, element.weight),
        )
        for domain in framework.domains
        for pillar in domain.pillars
        for element in pillar.elements
        for indicator in element.indicators
    ]
    columns = ["domain", "pillar", "element", "indicator", "direction", "weight", "element_weight"]
    table = pd.DataFrame(rows, columns=columns)
    table["effective_weight"] = overall
    table["nations"] = ["|".join(indicator.nations) for indicator in framework.indicators]
    table["comparable"] = [indicator.comparable for indicator in framework.indicators]
    table["counts_for"] = [indicator.counts_for for indicator in framework.indicators]
    table["reading"] = [indicator.reading for indicator in framework.indicators]
    return table


def make_indicators(framework: Framework, datasets: Mapping[str, Dataset]) -> pd.DataFrame:
    """Return the data dictionary: a row per indicator and series, with definition, source and licence."""
    rows = []
    for indicator in framework.indicators:
        for ref in indicator.series:
            dataset = datasets[ref.dataset]
            series = next(one for one in dataset.series if one.slug == ref.series)
            rows.append(
                {
                    "indicator": indicator.slug,
                    "name": indicator.name,
                    "direction": indicator.direction,
                    "unit": indicator.unit,
                    "decimals": indicator.decimals,
                    "claim_high": (ref.claims or indicator.claims).high,
                    "claim_low": (ref.claims or indicator.claims).low,
                    "nations": "|".join(ref.nations),
                    "comparable": indicator.comparable,
                    "dataset": ref.dataset,
                    "series": ref.series,
                    "series_title": series.title,
                    "series_unit": series.unit,
                    "description": series.description,
                    "caveat": " ".join(text for text in (series.caveat, series.derivation) if text),
                    "first_period": series.first_period,
                    "last_period": series.last_period,
                    "publisher": dataset.publisher,
                    "publication": dataset.publication,
                    "link": dataset.link,
                    "licence": dataset.licence,
                    "raw_file": dataset.raw_file,
                    "raw_sha256": dataset.raw_sha256,
                    "raw_indicator": series.raw_indicator,
                    "raw_measure": series.raw_measure,
                    "raw_unit": series.raw_unit,
                    "scale": series.scale,
                    "kind": series.kind,
                    "denominator": series.denominator,
                    "known_problems": "|".join(dataset.known_problems),
                    "breaks": " | ".join(f"{one.period}: {one.words}" for one in series.breaks),
                    "bent_years": "|".join(map(str, list_bent(framework, ref.dataset, ref.series))),
                }
            )
    return pd.DataFrame(rows)


def make_goalposts(framework: Framework) -> pd.DataFrame:
    """Return the fixed ends of the scales, as they are kept."""
    rows = [{**row.model_dump(), "nations": "|".join(row.nations)} for row in framework.goalposts]
    return pd.DataFrame(rows, columns=list(FixedGoalposts.model_fields))


def make_areas(areas: Sequence[Area]) -> pd.DataFrame:
    """Return the register of areas, one row each."""
    return pd.DataFrame([area.model_dump() for area in areas])


def make_clusters(clusters: Sequence[Cluster]) -> pd.DataFrame:
    """Return one row per cluster and member."""
    rows = [
        (cluster.slug, code, cluster.shares.get(code)) for cluster in clusters for code in cluster.members
    ]
    table = pd.DataFrame(rows, columns=["cluster", "area_code", "share"])
    return table.astype({"share": "float64"})
