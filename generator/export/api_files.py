"""Writes the interface for programs under ``/api/v1/``: its documents and their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from generator.errors import ProsperityError
from generator.export.api import Interface
from generator.export.api_addresses import API, ENDPOINTS, INSIDE, PLACE_SCHEMA, SCHEMAS, find_schema
from generator.export.api_places import list_places
from generator.export.columns import Tables
from generator.export.downloads import encode_json, group_rows
from generator.files.writer import SiteWriter
from generator.text.bands import BandWords
from generator.text.told_edition import ToldEdition

SCHEMA_FOLDER = "api"
"""Folder of the schemas, under the templates."""


def write_api(
    writer: SiteWriter,
    site: ToldEdition,
    frames: Mapping[str, pd.DataFrame],
    tables: Tables,
    *,
    templates: Path,
    site_url: str,
    papers: bool = False,
    slices: Iterable[tuple[str, dict[str, Any]]] = (),
) -> None:
    """Write every document and every schema.

    Args:
        writer: of the site.
        site: the shared bundle.
        frames: the published tables by name.
        tables: what they hold; its licences are those of the whole.
        templates: folder of templates.
        site_url: absolute address of the site.
        papers: reports have a PDF beside them.
        slices: code of each council with what is told of its small areas.

    Raises:
        ProsperityError: a schema is missing or is no JSON.
    """
    interface = Interface(site, site_url, group_rows(frames["scores"]), list_places(site), papers)
    for path, content in interface.list_documents(frames, tables.licences):
        writer.write_text(f"{API}{path}", encode_json(content))
    for code, told in slices:
        writer.write_text(f"{API}{INSIDE}{code}.json", encode_json({**interface.name_edition(), **told}))
    schemas = load_schemas(templates / SCHEMA_FOLDER, site_url=site_url, bands=site.words.bands)
    for name, schema in schemas:
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        writer.write_text(f"{SCHEMAS}{name}.schema.json", text)


def load_schemas(folder: Path, *, site_url: str, bands: BandWords) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and content of every schema, with its address on this site as ``$id``, and bands in words.

    Raises:
        ProsperityError: a schema is missing or is no JSON.
    """
    for name in dict.fromkeys((*(one.schema for one in ENDPOINTS), PLACE_SCHEMA)):
        file = folder / f"{name}.schema.json"
        try:
            schema = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ProsperityError("a schema of the interface is missing", file=file) from None
        except json.JSONDecodeError as reason:
            raise ProsperityError(
                f"the schema cannot be read ({reason.msg})", file=file, line=reason.lineno
            ) from None
        yield name, {**name_bands(schema, bands), "$id": find_schema(name, site_url)}


def name_bands(content: Any, bands: BandWords) -> Any:
    """Return JSON with the words of bands in its texts."""
    if isinstance(content, dict):
        return {key: name_bands(value, bands) for key, value in content.items()}
    if isinstance(content, list):
        return [name_bands(value, bands) for value in content]
    return bands.fill(content) if isinstance(content, str) else content
