"""What the pages on framework, sources, licences, tables left out and changes print.

Pure: records in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from generator.catalogue.left_out import LeftOut
from generator.catalogue.records import NATIONS, Dataset, Framework, Indicator, Nation, Series
from generator.export.attribution import LicenceUse
from generator.render.markdown import Sheet, escape, print_code
from generator.text.periods import describe_span

FRAMEWORK_PAGE = "method/framework.md"
SOURCES_PAGE = "data/sources.md"
LICENCES_PAGE = "data/licences.md"
LEFT_OUT_PAGE = "data/left-out.md"
CHANGES_PAGE = "changes.md"
AREA_CODE = re.compile(r"\b[EWSNK]\d{8}\b")
FINGERPRINT = 12
"""Digits of a fingerprint that are printed; ``dataset.yml`` has all 64."""

Used = Mapping[tuple[str, str], list[Indicator]]
"""The indicators that rest on each series, by dataset and series slug."""


def gather_framework(framework: Framework, datasets: Mapping[str, Dataset]) -> Sheet:
    """Return the page of every domain, pillar, element and indicator with weight and reason."""
    values = {
        "framework": framework,
        "trend_only": sum(indicator.counts_for == "trend" for indicator in framework.indicators),
        "weights": {element.slug: f"{round(element.weight, 2):g}" for element in framework.elements},
        "rows": {
            element.slug: [_gather_indicator(indicator, datasets) for indicator in element.indicators]
            for element in framework.elements
        },
    }
    return Sheet("framework.md", values)


def _gather_indicator(indicator: Indicator, datasets: Mapping[str, Dataset]) -> dict[str, object]:
    return {
        "indicator": indicator,
        "weight": f"{round(indicator.weight, 2):g}",
        "nations": name_nations(indicator.nations),
        "left_out": [(nation, why.rstrip(".")) for nation, why in indicator.left_out.items()],
        "datasets": [datasets[slug] for slug in dict.fromkeys(ref.dataset for ref in indicator.series)],
    }


def gather_sources(
    framework: Framework, datasets: Mapping[str, Dataset], *, names: Mapping[str, str]
) -> Sheet:
    """Return the page of every dataset with publisher, link, licence, problems and series.

    Args:
        framework: tells what each series is used for.
        datasets: by slug.
        names: names of areas by code, put in the place of codes in notes.
    """
    used, newer = list_used_series(framework), find_newer(datasets)
    told = [
        {
            "dataset": dataset,
            "nations": name_nations(dataset.nations),
            "kept": f"{dataset.rows_kept:,}",
            "read": f"{dataset.rows_read:,}",
            "fingerprint": dataset.raw_sha256[:FINGERPRINT],
            "others": [
                (other.file, other.sha256[:FINGERPRINT], name_places(other.use, names))
                for other in dataset.other_files
            ],
            "known_problems": [name_places(text, names) for text in dataset.known_problems],
            "left_out": [name_places(text, names) for text in dataset.left_out],
            "series": [
                _gather_series(dataset, series, used=used, newer=newer, names=names)
                for series in dataset.series
            ],
        }
        for dataset in sort_by_title(datasets.values())
    ]
    return Sheet("sources.md", {"rows": told})


def _gather_series(
    dataset: Dataset,
    series: Series,
    *,
    used: Used,
    newer: Mapping[tuple[str, str], str],
    names: Mapping[str, str],
) -> dict[str, object]:
    key = (dataset.slug, series.slug)
    return {
        "series": series,
        "nations": name_nations(series.nations),
        "periods": describe_span(series.first_period, series.last_period),
        "about": name_places(f"{series.description} {series.cautions}".strip(), names),
        "used_for": ", ".join(indicator.name for indicator in used.get(key, ())),
        "newer": newer.get(key, ""),
    }


def gather_licences(uses: Iterable[LicenceUse]) -> Sheet:
    """Return the page of licences, with what is used under each."""
    return Sheet("licences.md", {"uses": tuple(uses)})


def gather_left_out(left_out: LeftOut, datasets: Mapping[str, Dataset]) -> Sheet:
    """Return the page of the raw tables that nothing rests on, with reasons."""
    files = {one.raw_file for one in datasets.values()}
    files |= {other.file for one in datasets.values() for other in one.other_files}
    return Sheet("left-out.md", {"read": len(files), "left_out": left_out})


def gather_changes(changelog: str) -> Sheet:
    """Return the page of changes: the changelog, which is Markdown, without its title."""
    body = changelog.split("\n", 1)[1] if changelog.startswith("# ") else changelog
    return Sheet("changes.md", {"changes": Markup(body)})


def list_used_series(framework: Framework) -> Used:
    """Return the indicators that rest on each series."""
    used: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in framework.indicators:
        for ref in indicator.series:
            used.setdefault((ref.dataset, ref.series), []).append(indicator)
    return used


def find_newer(datasets: Mapping[str, Dataset]) -> dict[tuple[str, str], str]:
    """Return the title of the series that took the place of an older one, by its dataset and slug."""
    found = {}
    for dataset in datasets.values():
        for series in dataset.series:
            for one in series.breaks:
                older, _, slug = one.older.partition("/")
                found[older, slug] = series.title
    return found


def sort_by_title(datasets: Iterable[Dataset]) -> list[Dataset]:
    """Return datasets in the order in which pages list them."""
    return sorted(datasets, key=lambda dataset: (dataset.title.casefold(), dataset.slug))


def name_nations(nations: tuple[Nation, ...]) -> str:
    """Return "UK" for all four nations, else their names."""
    return "UK" if len(nations) == len(NATIONS) else ", ".join(nations)


def name_places(text: str, names: Mapping[str, str]) -> Markup:
    """Return a text as Markdown with names for the codes of areas; a code without a name is set as code."""

    def name(match: re.Match[str]) -> str:
        code = match[0]
        return escape(names[code]) if code in names else print_code(code)

    return Markup(AREA_CODE.sub(name, escape(text)))
