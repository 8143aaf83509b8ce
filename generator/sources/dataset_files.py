"""Writes datasets, always the same bytes for the same content."""

from __future__ import annotations

import io
import math
from pathlib import Path

from generator.catalogue.store import OBSERVATION_COLUMNS
from generator.files.documents import dump_record
from generator.sources.dataset_import import ImportedDataset

_SIGNIFICANT_DIGITS = 12


def write_dataset(imported: ImportedDataset, folder: Path) -> None:
    """Write ``observations.csv`` and ``dataset.yml`` into ``folder``."""
    folder.mkdir(parents=True)
    (folder / "observations.csv").write_bytes(format_observations(imported).encode("utf-8"))
    (folder / "dataset.yml").write_bytes(dump_record(imported.dataset).encode("utf-8"))


def format_observations(imported: ImportedDataset) -> str:
    """Return the text of ``observations.csv``: shortest numbers, "\\n" line ends."""
    table = imported.observations.copy()
    for column in ("value", "lower", "upper"):
        table[column] = [format_number(number) for number in table[column]]
    text = io.StringIO()
    table.to_csv(text, index=False, columns=list(OBSERVATION_COLUMNS), lineterminator="\n")
    return text.getvalue()


def format_number(number: float) -> str:
    """Return the shortest decimal that keeps 12 significant digits; nothing for NaN.

    >>> format_number(12.30), format_number(5.0), format_number(0.1 + 0.2)
    ('12.3', '5', '0.3')
    """
    if math.isnan(number):
        return ""
    text = f"{number:.{_SIGNIFICANT_DIGITS}g}"
    return "0" if text == "-0" else text
