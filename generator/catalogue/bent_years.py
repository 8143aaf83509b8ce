"""Years that bent a series, from and to which no change is told: ``data/bent_years.yml``, kept by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import NATIONS, BentSeries, Dataset, Framework, Record
from generator.files.documents import read_document
from generator.files.faults import Faults
from generator.paths import Paths


class BentYears(Record):
    """The file."""

    bent: tuple[BentSeries, ...] = ()


def load_bent(paths: Paths, datasets: Mapping[str, Dataset]) -> tuple[BentSeries, ...]:
    """Read ``bent_years.yml``; no year is avoided where there is no such file.

    Raises:
        ProsperityError: a dataset or series that is not there, or one that stands twice.
    """
    if not paths.bent_years.is_file():
        return ()
    document = read_document(paths.bent_years, BentYears)
    faults, seen = Faults(paths.bent_years), set[str]()
    known = {f"{slug}/{one.slug}" for slug, dataset in datasets.items() for one in dataset.series}
    for number, group in enumerate(document.record.bent):
        for place, name in enumerate(group.series):
            problem, expected = "", ""
            if name not in known and name not in datasets:
                problem, expected = (
                    f"there is no series {name!r}",
                    "dataset or dataset/series of data/datasets",
                )
            elif name in seen or name.partition("/")[0] in seen:
                problem, expected = "the series stands twice", "each series once"
            if problem:
                faults.add(
                    problem,
                    line=document.line("bent", number, "series", place),
                    name=f"bent.{number}.series.{place}",
                    code=name,
                    expected=expected,
                )
            seen.add(name)
    faults.check()
    return document.record.bent


def list_bent(framework: Framework, dataset: str, series: str) -> tuple[int, ...]:
    """Return the years that a series avoids as an end of a change."""
    avoided = {name: group.years for group in framework.bent for name in group.series}
    return avoided.get(f"{dataset}/{series}", avoided.get(dataset, ()))


def find_bent(framework: Framework, years: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Return the years that each indicator avoids as an end, by nation of ``NATIONS``, shape (I, 4, Y)."""
    found = np.zeros((len(framework.indicators), len(NATIONS), len(years)), dtype=bool)
    for place, indicator in enumerate(framework.indicators):
        for ref in indicator.series:
            bent = list_bent(framework, ref.dataset, ref.series)
            for nation in ref.nations:
                found[place, NATIONS.index(nation)] = np.isin(years, bent)
    return found
