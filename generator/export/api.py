"""The documents of the interface for programs under ``/api/v1/``; pure, from the tables that are published.

Their schemas are written by hand in ``templates/api/``. Version 1 only grows: see ``site/docs/api.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator.catalogue.contents import place_of
from generator.catalogue.records import Edition
from generator.export.api_addresses import API, ENDPOINTS, PLACE_SCHEMA, VERSION, find_schema
from generator.export.api_places import ApiArea, list_former
from generator.export.columns import Licence
from generator.export.downloads import drop_gaps, group_rows
from generator.export.release import PAPER, find_permalink
from generator.text.told_edition import ToldEdition

FILES = (("csv", "data.csv"), ("json", "data.json"), ("xlsx", "data.xlsx"), ("parquet", "data.parquet"))
SCORE_CELLS = (
    *("score", "rank", "rank_low", "rank_high"),
    *("nation_rank", "nation_n", "nation_rank_low", "nation_rank_high", "coverage"),
)
"""Columns of ``scores.json``; those on ranks stand for councils only."""
OVERALL_CELLS = (
    *("score", "rank", "n", "rank_low", "rank_high"),
    *("nation_rank", "nation_n", "nation_rank_low", "nation_rank_high", "uk_comparable_share"),
)
UNTOLD = (
    *("area_name", "kind", "p_top_fifth", "p_bottom_fifth"),
    *("nation_p_top_fifth", "nation_p_bottom_fifth"),
)
"""Columns of ``scores.csv`` that the document of a place leaves out."""
DEFINITION = (
    *("dataset", "series", "series_title", "series_unit", "description", "caveat", "first_period"),
    *("last_period", "publisher", "publication", "link", "licence"),
)
"""Columns of ``indicators.csv`` that tell of one series."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Interface:
    """Makes the documents.

    Attributes:
        site: the shared bundle.
        site_url: absolute address of the site.
        scores: rows of ``scores.csv`` by area.
        places: all areas.
        papers: reports have a PDF beside them.
    """

    site: ToldEdition
    site_url: str
    scores: Mapping[str, list[Json]]
    places: tuple[ApiArea, ...]
    papers: bool = False

    @property
    def edition(self) -> Edition:
        """The edition."""
        return self.site.edition

    def list_documents(
        self, frames: Mapping[str, pd.DataFrame], licences: Iterable[Licence]
    ) -> Iterator[tuple[str, Json]]:
        """Yield path below ``/api/v1/`` and content of every document.

        Args:
            frames: the published tables "framework", "indicators" and "findings".
            licences: those of the index.
        """
        yield "index.json", self.describe_whole(licences)
        yield "areas.json", {**self.name_edition(), "areas": [self.list_area(one) for one in self.places]}
        named = {place.code: place for place in self.places}
        for place in self.places:
            yield f"areas/{place.code}.json", self.describe_place(place, named)
        yield "indicators.json", self.describe_indicators(frames["framework"], frames["indicators"])
        yield "scores.json", self.describe_scores()
        yield "findings.json", self.describe_findings(frames["findings"])

    def name_edition(self) -> Json:
        """Return what every document begins with."""
        return {"version": VERSION, "edition": self.edition.name}

    def describe_whole(self, licences: Iterable[Licence]) -> Json:
        """Return ``index.json``."""
        return {
            **self.name_edition(),
            "name": self.site.settings.title,
            "date": self.edition.date,
            "year": self.edition.year,
            "home": self.site_url,
            "documentation": f"{self.site_url}api/",
            "licences": [{"name": one.name, "title": one.title, "url": one.path} for one in licences],
            "endpoints": [
                {
                    "url": f"{self.site_url}{API}{one.path}",
                    "about": one.about,
                    "schema": find_schema(one.schema, self.site_url),
                }
                for one in ENDPOINTS
            ],
            "report_schema": find_schema(PLACE_SCHEMA, self.site_url),
        }

    def list_area(self, place: ApiArea) -> Json:
        """Return one area of ``areas.json``."""
        overall = self.scores.get(place.code, [{}])[0]
        told = ("code", "kind", "name", "slug", "population", "population_year")
        return {
            **{name: place.about[name] for name in told if name in place.about},
            "parents": list(place.parents),
            **drop_gaps({name: overall.get(name) for name in OVERALL_CELLS}),
            "url": f"{self.site_url}{API}areas/{place.code}.json",
            "page": f"{self.site_url}{place.folder or ''}",
        }

    def describe_place(self, place: ApiArea, named: Mapping[str, ApiArea]) -> Json:
        """Return ``areas/<code>.json``.

        Args:
            place: the area.
            named: all areas by code.
        """

        def name(codes: Iterable[str]) -> list[Json]:
            return [{"code": code, "name": named[code].about["name"]} for code in codes]

        site = self.site
        clusters = (
            cluster.slug
            for cluster in site.clusters_of.get(place.code, ())
            if place_of(cluster, site.places) is None
        )
        return {
            **self.name_edition(),
            **place.about,
            "parents": name(place.parents),
            "clusters": name(clusters),
            "neighbours": name(site.neighbours.get(place.code, ())),
            "former": list_former(site, place.code),
            "members": name(place.members),
            "scores": [drop_gaps(row, but=UNTOLD) for row in self.scores.get(place.code, [])],
            "links": self.list_links(place),
        }

    def list_links(self, place: ApiArea) -> Json:
        """Return where page and files of an area are; the UK has neither of its own."""
        page = {"page": f"{self.site_url}{place.folder or ''}"}
        if place.folder is None:
            return page
        files = {kind: f"{self.site_url}{place.folder}{name}" for kind, name in FILES}
        stays = find_permalink(place.folder, self.edition, site_url=self.site_url)
        paper = {"pdf": f"{self.site_url}{place.folder}{PAPER}"} if self.papers else {}
        return {**page, "permalink": stays, **paper, **files}

    def describe_indicators(self, framework: pd.DataFrame, indicators: pd.DataFrame) -> Json:
        """Return ``indicators.json`` from the tables of these names."""
        series = group_rows(indicators, "indicator")
        told = []
        for slug, (row,) in group_rows(framework, "indicator").items():
            first = series[slug][0]
            told.append(
                {
                    "indicator": slug,
                    **{name: first[name] for name in ("name", "unit", "decimals")},
                    **drop_gaps(row, but=("nations",)),
                    "nations": row["nations"].split("|"),
                    "series": [
                        {
                            **drop_gaps({name: one[name] for name in DEFINITION}),
                            "nations": one["nations"].split("|"),
                        }
                        for one in series[slug]
                    ],
                }
            )
        return {**self.name_edition(), "nodes": self.list_nodes(), "indicators": told}

    def list_nodes(self) -> list[Json]:
        """Return the parts of the framework above the indicators, each with the one that it belongs to."""
        nodes = self.site.index.structure.nodes
        return [
            drop_gaps(
                {
                    "node": node.key,
                    "level": node.level,
                    "name": self.site.node_names[node.key],
                    "parent": nodes[node.parent].key if node.parent >= 0 else None,
                }
            )
            for node in nodes
        ]

    def describe_scores(self) -> Json:
        """Return ``scores.json``: for each area and column a list as long as the list of nodes."""
        ranked: dict[str, int] = {}
        for place in self.places:
            for row in self.scores.get(place.code, []):
                if row["n"] is not None:
                    ranked[row["node"]] = row["n"]
        nodes = [node.key for node in self.site.index.structure.nodes]
        return {
            **self.name_edition(),
            "nodes": nodes,
            "ranked": [ranked.get(node, 0) for node in nodes],
            "areas": {place.code: self.list_scores(place) for place in self.places},
        }

    def list_scores(self, place: ApiArea) -> Json:
        """Return the columns of one area; a gap is null."""
        ranked = place.about["kind"] == "council"
        rows = self.scores.get(place.code, [])
        return {
            name: [row[name] for row in rows]
            for name in SCORE_CELLS
            if ranked or not name.startswith(("rank", "nation_"))
        }

    def describe_findings(self, findings: pd.DataFrame) -> Json:
        """Return ``findings.json``: the rows of the table by area, without their empty cells."""
        rows_of = group_rows(findings)
        told = {code: [drop_gaps(row, but=("kind",)) for row in rows] for code, rows in rows_of.items()}
        return {**self.name_edition(), "findings": told}
