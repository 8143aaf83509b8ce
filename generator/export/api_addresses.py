"""The addresses of the interface for programs, and of the schemas of what stands there."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "v1"
API = f"api/{VERSION}/"
SCHEMAS = f"{API}schema/"
INSIDE = "inside/"
"""Folder of the documents on small areas, one for each council."""


@dataclass(frozen=True)
class Endpoint:
    """One address of the interface.

    Attributes:
        path: below ``/api/v1/``; one in angle brackets stands for many.
        schema: name of its schema.
        about: what it holds.
    """

    path: str
    schema: str
    about: str


ENDPOINTS = (
    Endpoint("index.json", "index", "What there is: version, edition, licences, addresses and schemas."),
    Endpoint("areas.json", "areas", "Every council, region, nation and cluster, and the UK, with its score."),
    Endpoint("areas/<code>.json", "area", "One of them: scores and ranges, what it lies in, its files."),
    Endpoint("indicators.json", "indicators", "Every indicator with its sources, and the framework."),
    Endpoint("scores.json", "scores", "All scores and ranks."),
    Endpoint("findings.json", "findings", "All findings, sentence by sentence."),
    Endpoint(f"{INSIDE}<code>.json", "inside", "One council from the inside: its small areas."),
)
PLACE_SCHEMA = "place"
"""Schema of ``data.json`` beside each report."""


def find_schema(name: str, site_url: str) -> str:
    """Return the absolute address of a schema."""
    return f"{site_url}{SCHEMAS}{name}.schema.json"
