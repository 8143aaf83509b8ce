"""What is known of the errors of series without an interval: ``data/errors.yml``, kept by hand.

A series that is not named there has the error of its published interval, or else one that is told from its
own past; see ``index.errors``. The file also says of which indicators the mean of three periods is scored
(``index.averages``) and which weigh little (``weight_limits``).
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.catalogue.records import NATIONS, Averaged, Dataset, Framework, Limited, Record, StatedError
from generator.files.documents import read_document
from generator.files.faults import Faults
from generator.paths import Paths


class StatedErrors(Record):
    """The file."""

    errors: tuple[StatedError, ...] = ()
    averages: tuple[Averaged, ...] = ()
    limits: tuple[Limited, ...] = ()


def load_stated(paths: Paths, datasets: Mapping[str, Dataset], framework: Framework) -> StatedErrors:
    """Read ``errors.yml``; nothing is stated where there is no such file.

    Raises:
        ProsperityError: a series that is not there or stands twice, or a kind without what it needs; an
            indicator that is not there, or not in its nation, or stands twice.
    """
    if not paths.errors.is_file():
        return StatedErrors()
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
    nations = {one.slug: one.nations for one in framework.indicators}
    for field in ("averages", "limits"):
        named = set[str]()
        for number, one in enumerate(getattr(document.record, field)):
            problem, expected = "", ""
            if one.nation not in nations.get(one.indicator, ()):
                problem = f"the framework has no indicator {one.indicator!r} in {one.nation}"
                expected = "a slug of data/framework.yml and a nation that it covers"
            if one.indicator in named:
                problem, expected = "the indicator stands twice", "each indicator once"
            if problem:
                faults.add(
                    problem,
                    line=document.line(field, number),
                    name=f"{field}.{number}",
                    code=one.indicator,
                    expected=expected,
                )
            named.add(one.indicator)
    faults.check()
    return document.record


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
