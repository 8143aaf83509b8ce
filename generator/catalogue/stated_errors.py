"""What is known of the errors of series without an interval: ``data/errors.yml``, kept by hand.

A series that is not named there has the error of its published interval, or else one that is told from its
own past; see ``index.errors``. The file also says which series are rates of events, what speaks against
statements on some figures (``findings.cautions``), of which indicators the mean of three periods is scored
(``index.averages``) and which weigh little (``weight_limits``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from generator.catalogue.records import (
    NATIONS,
    Averaged,
    Caution,
    Dataset,
    EventRate,
    Framework,
    Limited,
    Record,
    StatedError,
)
from generator.files.documents import read_document
from generator.files.faults import Faults
from generator.paths import Paths

_T = TypeVar("_T")


class StatedErrors(Record):
    """The file."""

    errors: tuple[StatedError, ...] = ()
    events: tuple[EventRate, ...] = ()
    cautions: tuple[Caution, ...] = ()
    averages: tuple[Averaged, ...] = ()
    limits: tuple[Limited, ...] = ()


def load_stated(paths: Paths, datasets: Mapping[str, Dataset], framework: Framework) -> StatedErrors:
    """Read ``errors.yml``; nothing is stated where there is no such file.

    Raises:
        ProsperityError: a series that is not there or stands twice, or a kind without what it needs; an
            indicator that is not there, or not in its nation, or stands twice; a rate of events twice; a
            caution of an indicator that is not there.
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
    counted = {one.series for one in document.record.errors if one.kind == "count"}
    for number, rate in enumerate(document.record.events):
        for place, name in enumerate(rate.series):
            if name in counted or name not in known:
                faults.add(
                    "the series stands twice" if name in counted else f"there is no series {name!r}",
                    line=document.line("events", number, "series", place),
                    name=f"events.{number}.series.{place}",
                    code=name,
                    expected="each series once" if name in counted else "dataset/series of data/datasets",
                )
            counted.add(name)
    nations = {one.slug: one.nations for one in framework.indicators}
    for number, caution in enumerate(document.record.cautions):
        for field, slug in _name_indicators(caution, nations):
            faults.add(
                f"the framework has no indicator {slug!r}",
                line=document.line("cautions", number),
                name=f"cautions.{number}.{field}",
                code=slug,
                expected="a slug of data/framework.yml",
            )
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


def _name_indicators(caution: Caution, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield field and slug of each indicator of a caution that is not known."""
    named = [("indicators", slug) for slug in caution.indicators]
    if caution.where:
        named += [("where.of", caution.where.of), ("where.per", caution.where.per or caution.where.of)]
    yield from ((field, slug) for field, slug in named if slug not in known)


def find_stated(framework: Framework) -> dict[tuple[int, int], StatedError]:
    """Return what is stated of the framework's series, by position of the indicator and of the nation."""
    return _place(framework, {one.series: one for one in framework.errors})


def find_events(framework: Framework) -> dict[tuple[int, int], EventRate]:
    """Return the rates of events among the framework's series, by position of indicator and nation.

    Those whose error is that of a count are among them.
    """
    rates = {name: rate for rate in framework.events for name in rate.series}
    for one in framework.errors:
        if one.kind == "count":
            rates[one.series] = one.rate
    return _place(framework, rates)


def _place(framework: Framework, by_series: Mapping[str, _T]) -> dict[tuple[int, int], _T]:
    return {
        (place, NATIONS.index(nation)): by_series[name]
        for place, indicator in enumerate(framework.indicators)
        for ref in indicator.series
        if (name := f"{ref.dataset}/{ref.series}") in by_series
        for nation in ref.nations
    }
