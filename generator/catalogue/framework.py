"""Checks of the framework that look across records: slugs, series, nations, clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.catalogue.records import Dataset, Framework, Indicator, SeriesRef
from generator.errors import ProsperityError
from generator.files.documents import find_text
from generator.files.faults import CORRECT, Faults


def check_framework(framework: Framework, *, datasets: Mapping[str, Dataset], file: Path) -> None:
    """Refuse a framework that does not hang together.

    Raises:
        ProsperityError: a slug used twice among domains, pillars, elements and indicators; a series that does
            not exist or does not cover the nations claimed for it; a nation covered twice in an indicator, or
            both covered and left out; a clause without ``{value}``; several series that cannot be compared
            without a word on what joins them; an element of which nothing counts for the score.
    """
    _refuse_repeats(framework, file=file)
    faults = Faults(file)
    parts = (framework.domains, framework.pillars, framework.elements, framework.indicators)
    for node in (node for nodes in parts for node in nodes):
        if not node.name.strip():
            faults.add(
                "the name is empty",
                line=find_text(file, f"slug: {node.slug}"),
                name="name",
                code=node.slug,
                expected="a name",
            )
    faults.check()
    for indicator in framework.indicators:
        with faults.catch():
            _check_indicator(indicator, datasets=datasets, file=file)
    for element in framework.elements:
        if element.claims is None:
            faults.add(
                "nothing says what a higher and a lower score mean",
                line=find_text(file, f"slug: {element.slug}"),
                name="claims",
                code=element.slug,
                expected="claims: {high: Less violent crime, low: More violent crime}",
            )
        if all(indicator.counts_for == "trend" for indicator in element.indicators):
            faults.add(
                "nothing in this element counts for the score",
                line=find_text(file, f"slug: {element.slug}"),
                name="counts_for",
                code=element.slug,
                expected="an indicator with counts_for: score",
            )
    faults.check()


def _refuse_repeats(framework: Framework, *, file: Path) -> None:
    slugs = [
        node.slug
        for nodes in (framework.domains, framework.pillars, framework.elements, framework.indicators)
        for node in nodes
    ]
    for slug, times in Counter(slugs).items():
        if times > 1:
            raise ProsperityError(
                f"slug {slug!r} is used {times} times",
                file=file,
                line=find_text(file, f"slug: {slug}", occurrence=2),
                field="slug",
                code=slug,
                expected="one slug for each domain, pillar, element and indicator",
                mend="rename one of them",
            )


def _check_indicator(indicator: Indicator, *, datasets: Mapping[str, Dataset], file: Path) -> None:
    def refuse(problem: str, *, field: str, expected: str) -> ProsperityError:
        line = find_text(file, f"slug: {indicator.slug}")
        return ProsperityError(
            problem, file=file, line=line, field=field, code=indicator.slug, expected=expected, mend=CORRECT
        )

    for name in ("reason", "subject", "unit"):
        if not getattr(indicator, name):
            raise refuse(f"the indicator has no {name}", field=name, expected="words")
    for clause in (indicator.clause, *(ref.clause for ref in indicator.series if ref.clause)):
        rest = clause.replace("{value}", "", 1)
        if rest == clause:
            raise refuse(
                "the clause has no place for the value", field="clause", expected="{value} in the clause"
            )
        if "{" in rest or "}" in rest:
            raise refuse(
                "the clause has other slots", field="clause", expected="{value} once, and no other brace"
            )
    if indicator.comparable != "uk" and len(indicator.series) > 1 and not indicator.joining:
        raise refuse(
            "it is not said what joins the series of several nations",
            field="joining",
            expected="one sentence",
        )
    for nation, times in Counter(n for ref in indicator.series for n in ref.nations).items():
        if times > 1:
            raise refuse(
                f"{nation} is covered {times} times", field="series", expected="one series per nation"
            )
    for nation in indicator.left_out:
        if nation in indicator.nations:
            raise refuse(
                f"{nation} is both covered and left out",
                field="left_out",
                expected="nations without a series",
            )
    if (indicator.reading == "context") != bool(indicator.reading_reason):
        raise refuse(
            "an indicator is read as context without a reason, or has a reason without that",
            field="reading_reason",
            expected="reading: context, and why",
        )
    if indicator.goalposts is not None and not indicator.goalposts[0] < indicator.goalposts[1]:
        raise refuse("the lower goalpost is not below the upper", field="goalposts", expected="low, high")
    for ref in indicator.series:
        problem = _find_gap(ref, datasets)
        if problem is not None:
            raise refuse(problem[0], field="series", expected=problem[1])


def _find_gap(ref: SeriesRef, datasets: Mapping[str, Dataset]) -> tuple[str, str] | None:
    """Return what is wrong with a reference and what would be right, or None."""
    dataset = datasets.get(ref.dataset)
    if dataset is None:
        return f"there is no dataset {ref.dataset!r}", f"one of data/datasets{_near(ref.dataset, datasets)}"
    series = {one.slug: one for one in dataset.series}.get(ref.series)
    if series is None:
        slugs = ", ".join(one.slug for one in dataset.series)
        return f"dataset {ref.dataset!r} has no series {ref.series!r}", f"one of: {slugs}"
    uncovered = [nation for nation in ref.nations if nation not in series.nations]
    if uncovered:
        return (
            f"series {ref.dataset}/{ref.series} does not cover {', '.join(uncovered)}",
            f"some of: {', '.join(series.nations)}",
        )
    return None


def _near(slug: str, known: Iterable[str]) -> str:
    """Return ", e.g. ..." with the known slugs that share a word with ``slug``."""
    words = set(slug.split("-"))
    near = sorted(name for name in known if words & set(name.split("-")))[:5]
    return f", e.g. {', '.join(near)}" if near else ""
