"""The whole account of an import for a reviewer: what changes in the data, and what that does to scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.sources.comparison import DatasetChange
from generator.sources.feed_dates import StaleDate
from generator.sources.report import (
    ImportReport,
    describe_new_doubts,
    describe_reviews,
    describe_succession,
    describe_waiting,
)
from generator.text.about_changes import describe_dataset, tabulate_changes
from generator.text.numbers import join_words, pluralise, spell_count

LONGEST = 60_000
"""Characters of an account: a pull request takes 65,536."""

_TOGETHER = {"K03000001": "Great Britain", "K04000001": "England and Wales"}


def describe_refresh(
    report: ImportReport, *, names: Mapping[str, str], movement: Sequence[str] = (), longest: int = LONGEST
) -> str:
    """Return the account as Markdown.

    Args:
        report: of the import.
        names: names of areas by code.
        movement: lines on the scores, from ``about_moves``, or why there are none.
        longest: characters; sections of datasets that go beyond are left out, and their number is told.
    """
    lines = ["# What the new data changes", "", _count_datasets(report), ""]
    lines += [f"- {words}" for words in _warn(report)]
    if lines[-1]:
        lines.append("")
    if not report.changes:
        return "\n".join(lines)
    lines += [*tabulate_changes(report.changes), ""]
    if movement:
        lines += ["## Scores", "", *movement]
    lines += ["## Datasets", ""]
    sections = [
        "\n".join(describe_dataset(change, names={**names, **_TOGETHER})) for change in report.changes
    ]
    return "\n".join([*lines, *_fit(sections, longest - len("\n".join(lines)))])


def _count_datasets(report: ImportReport) -> str:
    changed = sum(1 for change in report.changes if change.kind != "vanished")
    gone = len(report.changes) - changed
    if not report.changes:
        return "No dataset changes." if report.differing else "Nothing changes."
    verb = "changes" if changed == 1 else "change"
    words = f"{pluralise(changed, 'dataset')} of {spell_count(len(report.datasets))} {verb}."
    if gone:
        words += f" {pluralise(gone, 'dataset')} {'is' if gone == 1 else 'are'} gone."
    return words[:1].upper() + words[1:]


def _warn(report: ImportReport) -> list[str]:
    """Return what the reader of the account has to see to beside the datasets."""
    lines = []
    if report.absent:
        files = ", ".join(f"`{name}`" for name in report.absent)
        lines.append(f"Not in the feed, so kept as before: {files}. Did ONS rename it?")
    lines += [*report.differing, *describe_waiting(report.waiting), *describe_succession(report)]
    lines += [*describe_new_doubts(report.new_doubts), *describe_reviews(report.reviews)]
    changed = {change.slug: change for change in report.changes}
    return lines + [_ask(one, changed[one.dataset]) for one in report.stale if one.dataset in changed]


def _ask(stale: StaleDate, change: DatasetChange) -> str:
    days = join_words([f"{day.day} {day:%B %Y}" for day in stale.published])
    given = f"gives its publication as {days}" if days else "gives no readable day of its publication"
    return (
        f"{change.title}: the feed {given}, the recipe cites "
        f'"{stale.publication}". Correct the recipe\'s `publication`.'
    )


def _fit(sections: Sequence[str], room: int) -> list[str]:
    """Return as many sections as there is room for, and how many are left out."""
    kept: list[str] = []
    for section in sections:
        room -= len(section) + 1
        if room < 0:
            left = len(sections) - len(kept)
            return [*kept, f"{pluralise(left, 'more dataset')} {'changes' if left == 1 else 'change'}.", ""]
        kept.append(section)
    return kept
