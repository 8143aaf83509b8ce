"""What is known of the errors of series without an interval: ``data/errors.yml``, kept by hand.

A series that is not named there has the error of its published interval, or else one that is told from its
own past; see ``index.errors``.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.catalogue.records import NATIONS, Dataset, Framework, Record, StatedError
from generator.files.documents import read_document
from generator.files.faults import Faults
from generator.paths import Paths


class StatedErrors(Record):
    """The file."""

    errors: tuple[StatedError, ...] = ()


def load_stated(paths: Paths, datasets: Mapping[str, Dataset]) -> tuple[StatedError, ...]:
    """Read ``errors.yml``; nothing is stated where there is no such file.

    Raises:
        ProsperityError: a series that is not there or stands twice, or a kind without what it needs.
    """
    if not paths.errors.is_file():
        return ()
    document = read_document(paths.errors, StatedErrors)
    faults, seen = Faults(paths.errors), set[str]()
    known = {f"{slug}/{one.slug}" for slug, dataset in datasets.items() for one in dataset.series}
    for number, stated in enumerate(document.record.errors):
        problem, expected = _examine(stated, known)
        if stated.series in seen:
            problem, expected = "the series stands twice", "each series once"
        if problem:
            faults.add(
                problem,
                line=document.line("errors", number),
                name=f"errors.{number}",
                code=stated.series,
                expected=expected,
            )
        seen.add(stated.series)
    faults.check()
    return document.record.errors


def _examine(stated: StatedError, known: set[str]) -> tuple[str, str]:
    """Return problem and expectation, both empty where the statement is right."""
    if stated.series not in known:
        return f"there is no series {stated.series!r}", "dataset/series of data/datasets"
    if stated.kind == "count" and not stated.per:
        return "a count is not said per how many", "per, such as 1000"
    if stated.kind == "survey" and bool(stated.sample) == bool(stated.cv):
        return "of a survey either the sample or the coefficient of variation is known", "sample, or cv"
    return "", ""


def find_stated(framework: Framework) -> dict[tuple[int, int], StatedError]:
    """Return what is stated of the framework's series, by position of the indicator and of the nation."""
    by_series = {one.series: one for one in framework.errors}
    return {
        (place, NATIONS.index(nation)): by_series[name]
        for place, indicator in enumerate(framework.indicators)
        for ref in indicator.series
        if (name := f"{ref.dataset}/{ref.series}") in by_series
        for nation in ref.nations
    }
