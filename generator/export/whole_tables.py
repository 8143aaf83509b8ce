"""Writes the tables of the whole index under ``data/``: CSV, Parquet, their descriptors, the attribution."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from generator.catalogue.doubts import format_judged, judge
from generator.catalogue.licences import Licences
from generator.catalogue.quality import format_outcomes, load_outcomes
from generator.catalogue.records import Dataset
from generator.export.attribution import ATTRIBUTION_FILE, gather_uses, write_attribution
from generator.export.audit_columns import name_audit
from generator.export.closed import refuse_changed
from generator.export.columns import TABLES, Tables, check_heads
from generator.export.descriptors import About, make_descriptors
from generator.export.downloads import encode_csv, make_findings_table
from generator.export.evidence_tables import make_evidence_names, make_evidence_table
from generator.export.gap_tables import make_gaps
from generator.export.observations import NAME, encode_parquet, encode_part, plan_parts
from generator.export.parquet_files import encode_frame
from generator.export.tables import make_tables
from generator.files.writer import SiteWriter
from generator.findings.since import COLUMNS
from generator.paths import Paths
from generator.text.told_edition import ToldEdition

NO_SOURCES: Mapping[str, Dataset] = MappingProxyType({})


def write_downloads(
    writer: SiteWriter,
    site: ToldEdition,
    frames: Mapping[str, pd.DataFrame],
    described: Tables,
    paths: Paths,
    *,
    site_url: str,
    licences: Licences,
    sources: Mapping[str, Dataset] = NO_SOURCES,
    light: bool = False,
) -> None:
    """Write the tables of the whole index with their descriptors, its audit and the attribution.

    Args:
        writer: of the site.
        site: the shared bundle.
        frames: see ``gather_frames``.
        described: what they hold.
        paths: where the outcome of the quality gates and what was decided on doubtful figures is.
        site_url: absolute address of the site.
        licences: of everything.
        sources: what else than the datasets of the index the tables were made from, by slug.
        light: leave out Parquet, as for a frozen copy.

    Raises:
        ProsperityError: a table has other columns than are described, or scores of a closed edition changed.
    """
    title = f"{site.settings.title} {site.edition.name}"
    attribution = write_attribution(gather_uses(licences, {**site.datasets, **sources}), title=title)
    writer.write_text(ATTRIBUTION_FILE, attribution)
    judged = judge(paths)
    content = {
        "quality": format_outcomes(load_outcomes(paths)).encode("utf-8"),
        "doubtful": format_judged(judged).encode("utf-8"),
    }
    if not light:
        for number, slugs in enumerate(plan_parts(paths.datasets, site.datasets), start=1):
            content[NAME if number == 1 else f"{NAME}_{number}"] = encode_part(paths.datasets, slugs, judged)
    heads = {name: list(map(str, frame.columns)) for name, frame in frames.items()}
    check_heads(described, heads | read_heads(content), file=paths.templates / TABLES)
    parquet = {table.name: encode_frame(frames[table.name], table) for table in described.alone if not light}
    for name, packed in parquet.items():
        writer.write_bytes(f"data/{described.get(name).parquet_path}", packed)
    for table in described.tables:
        frame = frames.get(table.name)
        if frame is not None:
            content[table.name] = encode_csv(frame).encode("utf-8")
            if table.name == "scores":
                refuse_changed(paths, site.edition.name, content[table.name])
            if table.parquet and not light:
                parquet[table.name] = encode_frame(frame, table)
        elif table.parquet and not light:
            parquet[table.name] = encode_parquet(content[table.name], table)
        if table.name in parquet:
            writer.write_bytes(f"data/{table.parquet_path}", parquet[table.name])
        writer.write_bytes(f"data/{table.path}", content[table.name])
    about = About(site.settings, site.edition, site_url, {**site.datasets, **sources})
    for path, text in make_descriptors(described, content, about, parquet=parquet):
        writer.write_text(path, text)


def gather_frames(
    site: ToldEdition, scores: pd.DataFrame, audited: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return every table that is made as a frame, by name."""
    frames = make_tables(
        site.index,
        framework=site.framework,
        areas=tuple(site.places.values()),
        clusters=site.clusters,
        datasets=site.datasets,
        scores=scores,
    )
    frames["gaps"] = make_gaps(site)
    frames["findings"] = make_findings_table(site)
    frames["evidence"] = make_evidence_table(site)
    frames["evidence_names"] = make_evidence_names()
    frames["since_last_edition"] = list_since(site)
    return frames | {name_audit(name): table for name, table in audited.items()}


def list_since(site: ToldEdition) -> pd.DataFrame:
    """Return the comparison with the last edition, without rows where this is the first."""
    return site.since.table if site.since else pd.DataFrame(columns=list(COLUMNS))


def read_heads(content: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the names of the columns of tables, by the name of the table."""
    # None needs quotes: each is the name of a field in the code.
    return {name: text[: text.index(b"\n")].decode("utf-8").split(",") for name, text in content.items()}
