"""How far values made from former councils lie from published ones, where a publisher gives both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.sources.dataset_import import ImportedDataset


@dataclass(frozen=True)
class Accuracy:
    """Differences of one series, in its unit.

    Attributes:
        series: slugs of dataset and series, joined by "/".
        cells: how many values could be compared.
        mean: mean of the differences without their signs.
        largest: the largest of them.
        where: area and period of the largest.
    """

    series: str
    unit: str
    cells: int
    mean: float
    largest: float
    where: str

    @property
    def dataset(self) -> str:
        """Slug of the dataset."""
        return self.series.split("/")[0]


def measure_accuracy(imported: ImportedDataset) -> Iterator[Accuracy]:
    """Yield the differences of every series in which former councils and their successor both have values."""
    for series in imported.dataset.series:
        compared = imported.compared[series.slug]
        if compared:
            differences = [
                (abs(one.recast - one.published), f"{one.area_code}, {one.period}") for one in compared
            ]
            largest, where = max(differences)
            yield Accuracy(
                series=f"{imported.dataset.slug}/{series.slug}",
                unit=series.unit,
                cells=len(compared),
                mean=math.fsum(difference for difference, _ in differences) / len(compared),
                largest=largest,
                where=where,
            )


def render_accuracy(measured: Iterable[Accuracy]) -> list[str]:
    """Return a section of the report, as lines of Markdown; none where nothing could be compared."""
    rows = [
        f"| `{one.series}` | {one.unit} | {one.cells} | {one.mean:.3f} | {one.largest:.3f} | {one.where} |"
        for one in measured
    ]
    if not rows:
        return []
    return [
        "## Values of merged councils beside published ones",
        "",
        "Where a publisher gives figures for former councils and for the one they became, the figure that",
        "the import would have made is compared with the published one, which is kept.",
        "",
        "| Series | Unit | Values | Mean difference | Largest | Where |",
        "|---|---|---:|---:|---:|---|",
        *rows,
        "",
    ]
