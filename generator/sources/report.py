"""What an import read, left out and changed, in words for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.catalogue.doubts import Doubt
from generator.catalogue.inside import NO_SMALL_AREAS, Inside
from generator.catalogue.left_out import LeftOut
from generator.catalogue.quality import Outcome
from generator.catalogue.records import Dataset
from generator.errors import ProsperityError
from generator.geography.importer import GeographyReport
from generator.geography.succession_files import NONE, Succession
from generator.sources.accuracy import Accuracy, render_accuracy
from generator.sources.comparison import DatasetChange
from generator.sources.dataset_import import count_rows
from generator.sources.feed_dates import StaleDate
from generator.sources.gates.inspection import Inspection
from generator.sources.gates.thresholds import LONGEST_LIST
from generator.sources.inside import describe_inside, list_sections
from generator.sources.waiting import Waiting

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
        inspection: what the quality gates found.
        left_out: raw tables that no recipe reads, with reasons.
        changes: what differs from the data that was there.
        accuracy: how well values of mergers agree with published ones.
        written: False where the run was only a check.
        kept: datasets that stay as they were: not asked for, or their raw file is not in the feed.
        absent: raw files that belong in the feed and are not there.
        stale: recipes that cite an older publication than the feed has.
        differing: files kept by hand that are others than the import would have made, and what changes beside
            the datasets, each in a sentence.
        inside: the small areas inside councils.
        succession: councils that replaced others by the day of the edition, and were not in the data before.
        carried: datasets whose figures were carried over to them.
        new_doubts: doubtful figures that were not, or were others, in the data that was there.
        reviews: what is wrong with reviews of doubtful figures that no longer fit the figures.
        waiting: datasets of the feed that stay as they were, for they name a council that is not known.
    """

    datasets: tuple[Dataset, ...]
    geography: GeographyReport
    inspection: Inspection
    left_out: LeftOut
    changes: tuple[DatasetChange, ...]
    accuracy: tuple[Accuracy, ...]
    written: bool
    kept: int = 0
    absent: tuple[str, ...] = ()
    stale: tuple[StaleDate, ...] = ()
    differing: tuple[str, ...] = ()
    inside: Inside = NO_SMALL_AREAS
    succession: Succession = NONE
    carried: tuple[str, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    new_doubts: tuple[Doubt, ...] = ()
    reviews: tuple[ProsperityError, ...] = ()

    def summary(self) -> str:
        """Return what the command prints."""
        series = sum(len(dataset.series) for dataset in self.datasets)
        kept = sum(dataset.rows_kept for dataset in self.datasets)
        lines = [
            f"{len(self.datasets)} datasets, {series} series, {kept:,} observations.",
            describe_geography(self.geography),
            *([describe_inside(self.inside)] if self.inside.sets else ()),
            describe_gates(self.inspection),
            *([f"{self.kept} datasets were not imported and stay as they were."] if self.kept else ()),
            *describe_succession(self),
            *describe_waiting(self.waiting),
            *describe_new_doubts(self.new_doubts),
            *describe_reviews(self.reviews),
            "Written." if self.written else "Nothing was written (--check).",
        ]
        return "\n".join(lines) + "\n"


def describe_succession(report: ImportReport) -> list[str]:
    """Return a sentence on each new council, on what was carried over, and on clusters to look at."""
    names = report.succession.names
    lines = [
        f"{names[code]} ({code}) takes the place of {', '.join(map(names.__getitem__, sorted(made_of)))}."
        for code, made_of in report.succession.parts.items()
    ]
    if report.carried:
        lines.append(f"{len(report.carried)} datasets were carried over from councils that have ended.")
    return [*lines, *report.succession.clusters]


def describe_waiting(waiting: Iterable[Waiting]) -> list[str]:
    """Return a sentence on each dataset that waits."""
    return [
        f"{one.dataset} waits and stays as it was: {one.file}, line {one.line}, names {one.code}, which is no"
        " council that the register knows. If it is a new one, add it to data/council_changes.csv."
        for one in waiting
    ]


def describe_reviews(stale: Iterable[ProsperityError]) -> list[str]:
    """Return a sentence on each review that the new figures leave behind; a build stops at them."""
    return [
        f"A review no longer fits: {one.file}, line {one.line}, {one.code}: {one.problem}; expected:"
        f" {one.expected}. Before the next build {one.mend}."
        for one in stale
    ]


def describe_new_doubts(doubts: Sequence[Doubt]) -> list[str]:
    """Return a sentence on each figure that is doubtful and was not, or was another one, before."""
    told = [
        f"Doubtful: {one.dataset}/{one.series}, {one.area_code}, {one.period}: {one.found}; expected:"
        f" {one.expected}."
        for one in doubts[:LONGEST_LIST]
    ]
    if len(doubts) > LONGEST_LIST:
        told.append(f"{len(doubts) - LONGEST_LIST} more figures are doubtful, see data/doubtful.csv.")
    if told:
        told.append("Doubtful figures do not count until data/reviews.yml says that they stand.")
    return told


def describe_geography(made: GeographyReport) -> str:
    """Return one sentence on the register."""
    return (
        f"{made.councils} councils, {made.former} former councils, {made.clusters} clusters, "
        f"{made.postcodes:,} postcodes of Great Britain."
    )


def describe_gates(inspection: Inspection) -> str:
    """Return one sentence on the quality gates."""
    warnings = sum(tally.warnings for tally in inspection.tallies)
    accepted = sum(1 for outcome in inspection.outcomes if outcome.reason)
    return (
        f"{len(inspection.tallies)} quality gates: none shut, {warnings} warnings, {accepted} with a reason."
    )


def find_unused(tables: Iterable[str], *, used: Collection[str]) -> tuple[str, ...]:
    """Return the raw tables that no recipe reads; the geography folder has an importer of its own."""
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
        *(["## Inside the councils", "", *list_sections(report.inside)] if report.inside.sets else ()),
        "## Left out, over all datasets",
        "",
        *(f"- {count_rows(times, reason)}" for reason, times in left_out),
        "",
        *render_accuracy(report.accuracy),
        "## Quality gates",
        "",
        describe_gates(report.inspection) + " All are in `quality.csv`, and below with their dataset.",
        "",
        "| Gate | Series tested | Passed | Warnings |",
        "|---|---:|---:|---:|",
        *(
            f"| {tally.gate} | {tally.tested} | {tally.passed} | {tally.warnings} |"
            for tally in report.inspection.tallies
        ),
        "",
        *_tell_doubts(report.inspection.doubts),
        "## Datasets",
        "",
        *(
            line
            for dataset in report.datasets
            for line in _section(
                dataset, [one for one in report.inspection.outcomes if one.dataset == dataset.slug]
            )
        ),
        "## Raw tables that no recipe reads",
        "",
        *_tell_left_out(report.left_out),
    ]
    return "\n".join(lines)


def _tell_doubts(doubts: Sequence[Doubt]) -> list[str]:
    """Return how many figures are doubtful in each dataset, and each of them."""
    if not doubts:
        return []
    lines = [
        "### Doubtful figures",
        "",
        f"{len(doubts):,} figures do not count until `reviews.yml` says that they stand; see `doubtful.csv`.",
        "",
    ]
    for slug, group in groupby(doubts, key=lambda doubt: doubt.dataset):
        own = list(group)
        lines += [f"- `{slug}`: {len(own)}"]
        lines += [
            f"  - {doubt.series}, {doubt.area_code}, {doubt.period} ({doubt.test}): {doubt.found}; "
            f"expected: {doubt.expected}."
            for doubt in own
        ]
    return [*lines, ""]


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


def _section(dataset: Dataset, outcomes: Iterable[Outcome]) -> list[str]:
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
    lines += [f"- {_tell(outcome)}" for outcome in outcomes]
    return [*lines, ""]


def _tell(outcome: Outcome) -> str:
    """Return one line on a warning."""
    place = ", ".join(word for word in (outcome.series, outcome.area_code, outcome.period) if word)
    reason = f" Accepted: {outcome.reason}" if outcome.reason else ""
    return f"Warning ({outcome.gate}; {place}): {outcome.found}; expected: {outcome.expected}.{reason}"


def _sum_left_out(datasets: Iterable[Dataset]) -> list[tuple[str, int]]:
    """Return general reasons with their rows, most first; reasons about one area stay in its section."""
    total: Counter[str] = Counter()
    for dataset in datasets:
        for line in dataset.left_out:
            count, _, reason = line.partition(": ")
            if not reason.startswith("figures of "):
                total[reason] += int(count.split()[0].replace(",", ""))
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))
