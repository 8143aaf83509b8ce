"""Reads the raw geography folder and writes the geography of ``data/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.geography import areas as register_areas
from generator.geography.tables import read_rows, write_rows

COUNCILS = 361


@dataclass(frozen=True)
class GeographyReport:
    """What was read and written.

    Attributes:
        lines: one sentence per output, for the import report.
        left_out: what was in the raw files and is not in the output, with the reason.
    """

    lines: tuple[str, ...]
    left_out: tuple[str, ...]


def import_geography(sources: Path, output: Path) -> GeographyReport:
    """Write areas, changes, neighbours, clusters, maps and postcodes under ``output``.

    Args:
        sources: folder of raw files, with ``geography`` and ``economy`` in it.
        output: the data folder, e.g. ``data``.

    Raises:
        ProsperityError: a file or column is missing, or the councils are not the 361 expected.
    """
    folder = sources / "geography"
    raw = read_rows(folder / "areas.csv", columns=register_areas.RAW_AREA)
    if len(raw) != COUNCILS:
        raise ProsperityError(
            f"{len(raw)} councils", file=folder / "areas.csv", expected=f"{COUNCILS} councils"
        )
    changes = register_areas.read_changes(sources)
    areas = register_areas.make_areas(
        raw, changes=changes, population=register_areas.read_population(sources)
    )
    lines = [_write_areas(output, areas, raw=raw, changes=changes, folder=folder)]
    return GeographyReport(lines=tuple(lines), left_out=())


def _write_areas(
    output: Path, areas: list[Area], *, raw: list[dict[str, str]], changes: list[dict[str, str]], folder: Path
) -> str:
    write_rows(
        output / "areas.csv",
        [area.model_dump() for area in areas],
        columns=register_areas.AREA_COLUMNS,
    )
    shares = {
        row["code"]: float(row["weight_in_current"])
        for row in read_rows(folder / "lad_to_current.csv", columns=("code", "weight_in_current"))
        if row["weight_in_current"]
    }
    former = register_areas.make_area_changes(changes, areas=areas, shares=shares)
    write_rows(output / "area_changes.csv", former, columns=register_areas.CHANGE_COLUMNS)
    lineage = register_areas.make_lineage(raw, changes)
    write_rows(output / "lineage.csv", lineage, columns=register_areas.LINEAGE_COLUMNS)
    return f"{len(areas)} areas, {len(former)} former councils and counties, {len(lineage)} steps between codes"
