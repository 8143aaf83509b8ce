"""What an import read, left out and changed, in words for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue.left_out import LeftOut
from generator.catalogue.records import Dataset
from generator.geography.importer import GeographyReport
from generator.sources.dataset_import import count_rows

REPORT = "import_report.md"
NOT_LOOKED_AT = "Not yet looked at"
_NOT_DATA = frozenset(("SOURCES.csv",))
_GEOGRAPHY = "geography"


@dataclass(frozen=True)
class ImportReport:
    """One run of the import.

    Attributes:
        datasets: what was made, by slug.
        geography: counts of areas, clusters and postcodes.
        left_out: raw tables that no recipe reads, with reasons.
        changes: one line per change against the data that was there.
        written: False where the run was only a check.
    """

    datasets: tuple[Dataset, ...]
    geography: GeographyReport
    left_out: LeftOut
    changes: tuple[str, ...]
    written: bool

    def summary(self) -> str:
        """Return what the command prints."""
        series = sum(len(dataset.series) for dataset in self.datasets)
        kept = sum(dataset.rows_kept for dataset in self.datasets)
        lines = [
            f"{len(self.datasets)} datasets, {series} series, {kept:,} observations.",
            describe_geography(self.geography),
            *(self.changes or ("No change of figures.",)),
            "Written." if self.written else "Nothing was written (--check).",
        ]
        return "\n".join(lines) + "\n"


def describe_geography(made: GeographyReport) -> str:
    """Return one sentence on the register."""
    return (
        f"{made.councils} councils, {made.former} former councils, {made.clusters} clusters, "
        f"{made.postcodes:,} postcodes of Great Britain."
    )


def find_unused(sources: Path, *, used: Collection[str]) -> tuple[str, ...]:
    """Return the raw tables that no recipe reads; the geography folder has an importer of its own."""
    tables = sorted(file.relative_to(sources).as_posix() for file in sources.rglob("*.csv"))
    return tuple(
        name
        for name in tables
        if name not in used
        and name.split("/")[0] != _GEOGRAPHY
        and name.rsplit("/", maxsplit=1)[-1] not in _NOT_DATA
    )


def write_report(report: ImportReport, file: Path) -> None:
    """Write the report as Markdown, without what depends on the data that was there before."""
    file.write_bytes(render_report(report).encode("utf-8"))


def render_report(report: ImportReport) -> str:
    """Return the report as Markdown."""
    left_out = _sum_left_out(report.datasets)
    lines = [
        "# What the import read, kept and left out",
        "",
        "Written by `prosperity import`; do not edit. One section per dataset follows the totals.",
        "",
        "| | |",
        "|---|---:|",
        f"| Datasets | {len(report.datasets)} |",
        f"| Series | {sum(len(dataset.series) for dataset in report.datasets)} |",
        f"| Observations kept | {sum(dataset.rows_kept for dataset in report.datasets):,} |",
        "",
        "## Geography",
        "",
        describe_geography(report.geography),
        "",
        "## Left out, over all datasets",
        "",
        *(f"- {count_rows(times, reason)}" for reason, times in left_out),
        "",
        "## Datasets",
        "",
        *(line for dataset in report.datasets for line in _section(dataset)),
        "## Raw tables that no recipe reads",
        "",
        *_tell_left_out(report.left_out),
    ]
    return "\n".join(lines)


def _tell_left_out(left_out: LeftOut) -> list[str]:
    """Return the tables with their reasons by group, then those without a reason."""
    lines: list[str] = []
    for group in left_out.groups:
        lines += [f"### {group.title}", ""]
        lines += [f"- `{name}`: {reason}" for name, reason in group.tables.items()]
        lines.append("")
    if left_out.unexplained:
        lines += [f"### {NOT_LOOKED_AT}", "", *(f"- `{name}`" for name in left_out.unexplained), ""]
    return lines


def _section(dataset: Dataset) -> list[str]:
    """Return the section of one dataset."""
    lines = [
        f"### {dataset.title}",
        "",
        f"`{dataset.slug}`, from `{dataset.raw_file}` ({dataset.publisher}): "
        f"{dataset.rows_read:,} rows read, {dataset.rows_kept:,} observations kept.",
        "",
    ]
    lines += [
        f"- `{series.slug}` ({series.unit}; {', '.join(series.nations)}): "
        f"{series.first_period} to {series.last_period}"
        for series in dataset.series
    ]
    lines += [f"- Left out: {reason}" for reason in dataset.left_out]
    return [*lines, ""]


def _sum_left_out(datasets: Iterable[Dataset]) -> list[tuple[str, int]]:
    """Return general reasons with their rows, most first; reasons about one area stay in its section."""
    total: Counter[str] = Counter()
    for dataset in datasets:
        for line in dataset.left_out:
            count, _, reason = line.partition(": ")
            if not reason.startswith("figures of "):
                total[reason] += int(count.split()[0].replace(",", ""))
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))
