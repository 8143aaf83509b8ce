"""What an import from a feed alone has to know of the import before it; it lies in ``data/import.yml``.

The feed holds tables of figures only. The look-up of codes and weights is in ``data/lookup.json``, see
``geography.lookup``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import dump_record, load_record
from generator.geography.importer import GeographyReport
from generator.sources.accuracy import Accuracy

COUNTS = "import.yml"


class LastImport(Record):
    """What the last import counted and measured, for ``import_report.md``.

    Attributes:
        councils, former, clusters, postcodes: see ``geography.importer.GeographyReport``.
        unused: raw tables that no recipe reads.
        accuracy: how far values of mergers lie from published ones.
    """

    councils: int
    former: int
    clusters: int
    postcodes: int
    unused: tuple[str, ...]
    accuracy: tuple[Accuracy, ...]

    @property
    def geography(self) -> GeographyReport:
        """The counts of the register."""
        return GeographyReport(self.councils, self.former, self.clusters, self.postcodes)


def keep_counts(
    geography: GeographyReport, *, unused: tuple[str, ...], accuracy: tuple[Accuracy, ...], made: Path
) -> None:
    """Write what an import counted and measured into the new data folder."""
    counts = LastImport(
        councils=geography.councils,
        former=geography.former,
        clusters=geography.clusters,
        postcodes=geography.postcodes,
        unused=unused,
        accuracy=accuracy,
    )
    (made / COUNTS).write_bytes(dump_record(counts).encode("utf-8"))


def load_counts(data: Path) -> LastImport:
    """Read what the last import counted and measured.

    Raises:
        ProsperityError: the data folder holds none.
    """
    file = data / COUNTS
    if not file.is_file():
        raise ProsperityError(
            "the data folder does not hold what an import from a feed alone needs",
            file=file,
            expected="the counts that a full import keeps there",
            mend="run once: prosperity import SOURCES_DIR",
        )
    return load_record(file, LastImport)


def copy_data(data: Path, made: Path) -> None:
    """Start the new data folder as a copy of the old one."""
    shutil.copytree(data, made, dirs_exist_ok=True)
