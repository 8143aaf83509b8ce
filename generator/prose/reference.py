"""Pages that are made from ``data/`` and the index, so that they cannot differ from them.

Framework, sources and changes. Pure: records and tables in, Markdown out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.catalogue.left_out import LeftOut
from generator.catalogue.licences import Licences
from generator.catalogue.records import (
    NATIONS,
    Dataset,
    Element,
    Framework,
    Indicator,
    Nation,
    Pillar,
    Series,
)
from generator.export.attribution import LICENCES_PAGE, gather_uses, write_licences_page
from generator.export.markup import count, escape, list_items
from generator.text.periods import describe_period

FRAMEWORK_PAGE = "method/framework.md"
SOURCES_PAGE = "data/sources.md"
LEFT_OUT_PAGE = "data/left-out.md"
CHANGES_PAGE = "changes.md"
AREA_CODE = re.compile(r"\b[EWSNK]\d{8}\b")
FINGERPRINT = 12
"""Digits of a fingerprint that are printed; ``dataset.yml`` has all 64."""
COMPARABLE_WORDS = {
    "uk": "all nations together",
    "series": "each series on its own",
    "nation": "each nation on its own",
}


def write_generated_docs(
    framework: Framework,
    datasets: Mapping[str, Dataset],
    *,
    licences: Licences,
    changelog: str,
    names: Mapping[str, str],
    left_out: LeftOut | None = None,
) -> dict[str, str]:
    """Return Markdown by path under ``site/docs``: framework, sources and licences, changes.

    Args:
        framework: the tree.
        datasets: by slug.
        licences: of the datasets and of the geography.
        changelog: Markdown of the project's changelog.
        names: names of areas by code, put in the place of codes in notes.
        left_out: raw tables that nothing here rests on.
    """
    sources = write_sources(datasets, used=list_used_series(framework))
    return {
        FRAMEWORK_PAGE: write_framework(framework, datasets),
        SOURCES_PAGE: AREA_CODE.sub(lambda match: names.get(match[0], f"`{match[0]}`"), sources),
        LICENCES_PAGE: write_licences_page(gather_uses(licences, datasets)),
        LEFT_OUT_PAGE: write_left_out(left_out or LeftOut(), datasets),
        CHANGES_PAGE: write_changes(changelog),
    }


def list_used_series(framework: Framework) -> dict[tuple[str, str], list[Indicator]]:
    """Return the indicators that rest on each series, by dataset and series slug."""
    used: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in framework.indicators:
        for ref in indicator.series:
            used.setdefault((ref.dataset, ref.series), []).append(indicator)
    return used


def write_framework(framework: Framework, datasets: Mapping[str, Dataset]) -> str:
    """Return the page that lists every domain, pillar, element and indicator with weight and reason."""
    lines = [
        "# The framework",
        "",
        f"The index has {count(len(framework.domains), 'domain')}, "
        f"{count(len(framework.pillars), 'pillar')}, {count(len(framework.elements), 'element')} and "
        f"{count(len(framework.indicators), 'indicator')}. "
        "This page is made from the file that the index itself reads, so it cannot differ from it.",
        "",
        *say_trend_only(framework),
        "Pillars weigh the same. An indicator's weight counts within its element, an element's within its "
        "pillar. Compared says within what the values are put on one scale: where nations measure the same "
        "thing differently, each series stands on its own. Where a nation is not named, our sources hold no "
        "figure for it, though it may well be measured there.",
        "",
    ]
    for domain in framework.domains:
        lines += [f"## {escape(domain.name)}", "", escape(domain.about), ""]
        for pillar in domain.pillars:
            lines += write_pillar(pillar, datasets)
    return "\n".join(lines)


def say_trend_only(framework: Framework) -> list[str]:
    """Return a paragraph on indicators that have no weight in the score, or nothing where there are none."""
    number = sum(indicator.counts_for == "trend" for indicator in framework.indicators)
    if number == 0:
        return []
    return [
        f"{count(number, 'of them tells', 'of them tell')} the change on an older basis: they count for the "
        "trend and have no weight in the score. Figures on an older and a newer basis are never joined.",
        "",
    ]


def write_pillar(pillar: Pillar, datasets: Mapping[str, Dataset]) -> list[str]:
    """Return the lines of one pillar."""
    lines = [f"### {escape(pillar.name)} {{: #{pillar.slug} }}", "", escape(pillar.about), ""]
    lines += [f"[Where {escape(pillar.name)} stands high and low](/pillars/{pillar.slug}/)", ""]
    if pillar.not_measured:
        lines += [f"Not measured: {escape(pillar.not_measured)}", ""]
    for element in pillar.elements:
        lines += write_element(element, datasets)
    return lines


def write_element(element: Element, datasets: Mapping[str, Dataset]) -> list[str]:
    """Return the lines of one element: what it is about and a table of its indicators."""
    weight = "" if element.weight == 1 else f" Weight {element.weight:g} in its pillar: {element.reason}"
    lines = [
        f"#### {escape(element.name)} {{: #{element.slug} }}",
        "",
        escape(element.about + weight) + f" [Its page](/elements/{element.slug}/)",
        "",
        "| Indicator | Unit | Better | Weight | Why this weight | Nations | Compared | Source |",
        "|---|---|---|--:|---|---|---|---|",
    ]
    for indicator in element.indicators:
        cells = (
            indicator.unit,
            indicator.direction,
            f"{indicator.weight:g}" + (" (trend only)" if indicator.counts_for == "trend" else ""),
            indicator.reason,
            describe_nations(indicator),
            COMPARABLE_WORDS[indicator.comparable] + (f". {indicator.joining}" if indicator.joining else ""),
        )
        name = f"[{escape(indicator.name)}](/indicators/{indicator.slug}/)"
        lines.append(f"| {name} | {' | '.join(map(escape, cells))} | {link_sources(indicator, datasets)} |")
    return [*lines, ""]


def describe_nations(indicator: Indicator) -> str:
    """Return the nations of an indicator, and those that are left out with the reason."""
    left_out = (f"{nation} is left out: {why}" for nation, why in indicator.left_out.items())
    return ". ".join((name_nations(indicator.nations), *left_out)).rstrip(".")


def link_sources(indicator: Indicator, datasets: Mapping[str, Dataset]) -> str:
    """Return links to the entries of an indicator's datasets on the page of sources, in order, once each."""
    slugs = dict.fromkeys(ref.dataset for ref in indicator.series)
    return ", ".join(f"[{escape(datasets[slug].title)}](../data/sources.md#{slug})" for slug in slugs)


def write_sources(datasets: Mapping[str, Dataset], *, used: Mapping[tuple[str, str], list[Indicator]]) -> str:
    """Return the page that lists every dataset with publisher, link, licence, problems and series."""
    lines = [
        "# Sources",
        "",
        f"Every figure comes from one of {count(len(datasets), 'dataset')} below. Each is named with its "
        "publisher, its licence and what a careful reader should know of it. Other tables were read and not "
        "used: [what we read and left out](left-out.md).",
        "",
        "The words that licences and publishers ask for are on [Licences and attribution](licences.md).",
        "",
        "## Datasets",
        "",
    ]
    newer = find_newer(datasets)
    for slug in sorted(datasets, key=lambda slug: (datasets[slug].title.casefold(), slug)):
        lines += write_dataset(datasets[slug], used=used, newer=newer)
    return "\n".join(lines)


def find_newer(datasets: Mapping[str, Dataset]) -> dict[tuple[str, str], str]:
    """Return the title of the series that took the place of an older one, by its dataset and slug."""
    found = {}
    for dataset in datasets.values():
        for series in dataset.series:
            for one in series.breaks:
                older, _, slug = one.older.partition("/")
                found[older, slug] = series.title
    return found


def write_dataset(
    dataset: Dataset,
    *,
    used: Mapping[tuple[str, str], list[Indicator]],
    newer: Mapping[tuple[str, str], str],
) -> list[str]:
    """Return the lines of one dataset."""
    publication = escape(dataset.publication)
    lines = [
        f"### {escape(dataset.title)} {{: #{dataset.slug} }}",
        "",
        f"{escape(dataset.publisher)}: "
        + (f"[{publication}]({dataset.link})" if dataset.link else publication)
        + f". Licence: {escape(dataset.licence)}. Covers {name_nations(dataset.nations)}. "
        f"Kept {dataset.rows_kept:,} of {dataset.rows_read:,} rows read.",
        "",
        f"Read from the file `{dataset.raw_file}`, SHA-256 `{dataset.raw_sha256}`.",
        "",
    ]
    lines += [f"Read from {'; '.join(name_files(dataset))}.", ""]
    lines += list_items("Known problems", dataset.known_problems)
    lines += list_items("Left out", dataset.left_out)
    lines += ["| Series | Unit | Nations | Periods | What it is | Used for |", "|---|---|---|---|---|---|"]
    for series in dataset.series:
        key = (dataset.slug, series.slug)
        lines.append(write_series(series, used.get(key, []), newer=newer.get(key, "")))
    return [*lines, ""]


def name_files(dataset: Dataset) -> Iterable[str]:
    """Yield the raw files of a dataset with their fingerprints and what those besides the first are for."""
    yield f"`{dataset.raw_file}` (SHA-256 `{dataset.raw_sha256[:FINGERPRINT]}`)"
    for other in dataset.other_files:
        yield f"`{other.file}` (SHA-256 `{other.sha256[:FINGERPRINT]}`): {escape(other.use)}"


def write_series(series: Series, indicators: Iterable[Indicator], *, newer: str = "") -> str:
    """Return the table row of one series.

    Args:
        series: what it tells of itself.
        indicators: those that rest on it.
        newer: title of the series that has taken its place, if one has.
    """
    about = f"{series.description} {series.cautions}".strip()
    uses = ", ".join(indicator.name for indicator in indicators)
    uses = uses or (f"not scored: the older basis of {newer}" if newer else "context only")
    cells = (
        series.title,
        series.unit,
        name_nations(series.nations),
        describe_periods(series.first_period, series.last_period),
        about,
        uses,
    )
    return f"| {' | '.join(map(escape, cells))} |"


def describe_periods(first: str, last: str) -> str:
    """Return from when to when a series goes, e.g. "2011 to 2024"."""
    told = list(dict.fromkeys(describe_period(period) for period in (first, last) if period))
    if not told:
        return "not stated"
    # "April 2011 to March 2012 to April 2024 to March 2025" would be a riddle.
    return (" to " if not any(" to " in period for period in told) else "; latest ").join(told)


def write_left_out(left_out: LeftOut, datasets: Mapping[str, Dataset]) -> str:
    """Return the page that lists the raw tables that nothing rests on, with reasons."""
    files = {one.raw_file for one in datasets.values()}
    files |= {other.file for one in datasets.values() for other in one.other_files}
    lines = [
        "# What we read and left out",
        "",
        f"The figures here come from {count(len(files), 'table')} of those we collected. "
        f"{count(left_out.number, 'other table was', 'other tables were')} looked at and left out. Here is "
        "why, so that you can judge the choice.",
        "",
    ]
    for group in left_out.groups:
        lines += [f"## {escape(group.title)}", "", "| Table | Why it is left out |", "|---|---|"]
        lines += [f"| `{name}` | {escape(reason)} |" for name, reason in group.tables.items()]
        lines.append("")
    if left_out.unexplained:
        lines += ["## Not yet looked at", "", *(f"- `{name}`" for name in left_out.unexplained), ""]
    return "\n".join(lines)


def write_changes(changelog: str) -> str:
    """Return the page of changes: the changelog under a title of its own."""
    body = changelog.split("\n", 1)[1] if changelog.startswith("# ") else changelog
    return "# What changed\n" + body


def name_nations(nations: tuple[Nation, ...]) -> str:
    """Return "UK" for all four nations, else their names."""
    return "UK" if len(nations) == len(NATIONS) else ", ".join(nations)
