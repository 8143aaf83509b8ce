"""What pages tell machines about themselves, in the words of schema.org, as JSON-LD.

Search engines for data ask for a name, a description of 50 to 5,000 characters, a licence, a creator, what
time and place the data covers and where to fetch it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.export.api_addresses import API
from generator.export.columns import Tables
from generator.export.descriptors import DATAPACKAGE, PARQUET_TYPE, describe_rows
from generator.pages.share import DescribedPlace, Share

CONTEXT = "https://schema.org"
DATA_PAGE = "data/"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COUNTRY = "United Kingdom"
KEYWORDS = ("composite index", "prosperity", "local authorities", COUNTRY, "open data")
SECTIONS = {
    "councils": ("Councils", "councils/"),
    "clusters": ("Clusters", "clusters/"),
    "regions": ("Regions", "regions/"),
    "pillars": ("Pillars", "pillars/"),
    "elements": ("Pillars", "pillars/"),
    "indicators": ("Pillars", "pillars/"),
    "method": ("Method", "method/"),
    "data": ("Data", DATA_PAGE),
    "api": ("Data", DATA_PAGE),
}
"""The list that leads to the pages of a folder, as the navigation names it."""

Json = dict[str, Any]


@dataclass(frozen=True)
class CatalogFile:
    """One file to download: its name, its address under the site root, what it holds, its media type."""

    name: str
    path: str
    description: str
    media: str


REPORT_FILES = (
    CatalogFile("Figures of the report", "data.csv", "", "text/csv"),
    CatalogFile("Figures, findings and trend", "data.json", "", "application/json"),
    CatalogFile("Workbook of the report", "data.xlsx", "", XLSX_TYPE),
    CatalogFile("Figures of the report", "data.parquet", "", PARQUET_TYPE),
)


@dataclass(frozen=True)
class Catalog:
    """What machines are told of the files of the whole index.

    Attributes:
        description: of the whole.
        licences: addresses of the licences.
        files: those to download.
        report_files: those beside every report, by their path from there.
    """

    description: str = ""
    licences: tuple[str, ...] = ()
    files: tuple[CatalogFile, ...] = ()
    report_files: tuple[CatalogFile, ...] = REPORT_FILES


NO_CATALOG = Catalog()


def make_catalog(tables: Tables, *, light: bool = False) -> Catalog:
    """Return the catalogue of the tables under ``data/``.

    Args:
        tables: what they hold.
        light: only the CSV is there, as in a frozen copy.
    """
    files = [
        CatalogFile(table.title, f"data/{table.path}", describe_rows(table), "text/csv")
        for table in tables.tables
    ]
    files += [
        CatalogFile(table.title, f"data/{table.parquet_path}", describe_rows(table), PARQUET_TYPE)
        for table in (*(one for one in tables.tables if one.parquet), *tables.alone)
        if not light
    ]
    about = "All tables with the types and meanings of their columns, as a Data Package."
    files.append(CatalogFile("Data Package", DATAPACKAGE, about, "application/json"))
    if not light:
        about = "Fixed addresses of JSON files for programs, with their schemas."
        files.append(CatalogFile("Interface for programs", f"{API}index.json", about, "application/json"))
    return Catalog(
        description=" ".join(tables.description.split()),
        licences=tuple(licence.path for licence in tables.licences),
        files=tuple(files),
        report_files=REPORT_FILES[:1] if light else REPORT_FILES,
    )


@dataclass(frozen=True)
class LinkedData:
    """Writes the block of one page; templates call ``tell``."""

    path: str
    site_url: str
    settings: Settings
    edition: Edition
    catalog: Catalog

    def tell(self, title: str, description: str, share: Share | None = None) -> Markup:
        """Return the block for the head of the page, or nothing where there is nothing to tell.

        Args:
            title: of the page, as its ``<title>``.
            description: one sentence.
            share: of a report, with its place.
        """
        title, description = (Markup(text).unescape() for text in (title, description))
        name = title.removesuffix(f" {self.edition.name}").removesuffix(f": {self.settings.title}")
        graph = list(self._describe_parts(name, description, share))
        if not graph:
            return Markup("")
        text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
        # "</script>" or "<!--" in a name would end the block or change how it is read.
        safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        return Markup(f'<script type="application/ld+json">{safe}</script>')

    def _describe_parts(self, name: str, description: str, share: Share | None) -> Iterator[Json]:
        if share is not None:
            yield self.describe_place(share.place)
            yield self.describe_report(share, description)
        elif self.path == DATA_PAGE:
            yield self.describe_whole()
        if self.path.endswith("/"):
            yield self.describe_trail(name)

    def describe_trail(self, name: str) -> Json:
        """Return the way from the home page to this one."""
        section = SECTIONS.get(self.path.split("/")[0])
        steps = [(self.settings.title, ""), *([section] if section else []), (name, self.path)]
        if section and section[1] == self.path:
            steps.pop()
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": step, "item": self.site_url + path}
                for number, (step, path) in enumerate(steps, start=1)
            ],
        }

    def describe_place(self, place: DescribedPlace) -> Json:
        """Return the place of a report."""
        told: Json = {"@type": place.kind, "@id": self._at("#place"), "name": place.name}
        if place.other_names:
            told["alternateName"] = list(place.other_names)
        if place.code:
            told["identifier"] = {"@type": "PropertyValue", "propertyID": "ONS code", "value": place.code}
        if place.point:
            latitude, longitude = place.point
            told["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
        around: Json = {"@type": "Country", "name": COUNTRY}
        for name, path in reversed(place.within):
            around = {
                "@type": "AdministrativeArea",
                "name": name,
                "url": self.site_url + path,
                "containedInPlace": around,
            }
        return {**told, "url": self._at(), "containedInPlace": around}

    def describe_report(self, share: Share, description: str) -> Json:
        """Return the figures of a report as a dataset."""
        return {
            **self._describe_dataset(
                f"{share.name}: {self.settings.title} {self.edition.name}",
                f"{description} Scores and ranks with their ranges, the latest figure of every indicator"
                " with its period, status and source, and the trend of every score.",
            ),
            "spatialCoverage": {"@type": share.place.kind, "@id": self._at("#place"), "name": share.name},
            "distribution": [self._describe_file(file, self._at()) for file in self.catalog.report_files],
        }

    def describe_whole(self) -> Json:
        """Return the tables of the whole index as a dataset."""
        return {
            **self._describe_dataset(f"{self.settings.title} {self.edition.name}", self.catalog.description),
            "spatialCoverage": {"@type": "Country", "name": COUNTRY},
            "distribution": [self._describe_file(file, self.site_url) for file in self.catalog.files],
        }

    def _describe_dataset(self, name: str, description: str) -> Json:
        edition = self.edition
        maker = {"@type": "Organization", "name": self.settings.contributors, "url": self.site_url}
        return {
            "@type": "Dataset",
            "@id": self._at("#dataset"),
            "name": name,
            "description": description,
            "url": self._at(),
            "version": edition.name,
            "datePublished": edition.date,
            "temporalCoverage": f"{edition.first_year}/{edition.year}",
            "inLanguage": self.settings.language,
            "isAccessibleForFree": True,
            "license": list(self.catalog.licences),
            "creator": maker,
            "publisher": maker,
            "keywords": list(KEYWORDS),
            "measurementTechnique": f"{self.site_url}method/",
            "includedInDataCatalog": {
                "@type": "DataCatalog",
                "name": self.settings.title,
                "url": f"{self.site_url}{DATA_PAGE}",
            },
        }

    def _describe_file(self, file: CatalogFile, base: str) -> Json:
        about = {"description": file.description} if file.description else {}
        return {
            "@type": "DataDownload",
            "name": file.name,
            **about,
            "encodingFormat": file.media,
            "contentUrl": base + file.path,
        }

    def _at(self, anchor: str = "") -> str:
        return f"{self.site_url}{self.path}{anchor}"
