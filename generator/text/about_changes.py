"""What new data changes, in Markdown for a reviewer: a table, then each series in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.catalogue.records import Series
from generator.sources.comparison import NOTABLE, DatasetChange, Revision, SeriesChange
from generator.text.numbers import format_number, format_value, join_words, pluralise, spell_count
from generator.text.periods import describe_period

_NAMED = 6
_MOST_DECIMALS = 6
_SHARE = format_value(100 * NOTABLE, "%", 0)


def tabulate_changes(changes: Sequence[DatasetChange]) -> list[str]:
    """Return a table with a row for each dataset."""
    lines = [
        f"| Dataset | New periods | Figures revised | by more than {_SHARE} | Gone |",
        "|---|---|--:|--:|---|",
    ]
    for change in changes:
        cells = (change.title, *_summarise(change))
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return lines


def _summarise(change: DatasetChange) -> tuple[str, str, str, str]:
    """Return the cells of one dataset: new periods, revised, notable, gone."""
    if change.kind == "vanished":
        return "", "", "", "the whole dataset"
    if change.kind != "changed":
        return "a new dataset" if change.kind == "new" else change.kind, "", "", ""
    new = sorted({period for one in change.series for period in one.new_periods})
    revised, notable = (sum(getattr(one, name) for one in change.series) for name in ("revised", "notable"))
    return _list_periods(new), _count(revised), _count(notable), "; ".join(_list_gone(change))


def _count(number: int) -> str:
    return format_number(number, 0) if number else ""


def _list_gone(change: DatasetChange) -> Iterator[str]:
    series = sum(one.kind == "vanished" for one in change.series)
    if series:
        yield pluralise(series, "series", "series")
    left = [one for one in change.series if one.kind == "changed"]
    for count, words in (
        (len({period for one in left for period in one.vanished_periods}), "period"),
        (len({area for one in left for area in one.vanished_areas}), "area"),
        (sum(one.gone for one in left), "figure"),
    ):
        if count:
            yield pluralise(count, words)


def describe_dataset(change: DatasetChange, *, names: Mapping[str, str]) -> list[str]:
    """Return the section of one dataset: a heading, then what each series changes.

    Args:
        change: of one dataset.
        names: names of areas by code.
    """
    lines = [f"### {change.title}", "", f"`{change.slug}`, {change.publisher}.", ""]
    if change.kind == "vanished":
        return [*lines, "- The whole dataset is gone.", ""]
    if change.kind == "not compared":
        return [*lines, "- Not compared: the data that was there has another layout.", ""]
    for series in change.series:
        lines.append(f"- {series.about.title} (`{series.about.slug}`, {series.about.unit})")
        lines += [_indent(words) for words in describe_series(series, names=names)]
    if not change.series:
        lines.append("- No figure changes: only what is told about the dataset, or its raw file.")
    return [*lines, ""]


def _indent(words: str) -> str:
    """Return a line as an item of the list below a series; an item already stands one step deeper."""
    return f"      {words}" if words.startswith("  - ") else f"    - {words}"


def describe_series(change: SeriesChange, *, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what one series changes, a line each, the gravest losses last."""
    if change.kind != "changed":
        periods = change.new_periods or change.vanished_periods
        word = "A new series" if change.kind == "new" else "The series is gone"
        yield f"{word}: {pluralise(change.rows, 'observation')}, {_list_periods(periods)}."
        return
    if change.new_periods:
        yield f"New: {_list_periods(change.new_periods)}."
    if change.new_areas:
        yield f"New areas: {_list_areas(change.new_areas, names)}."
    if change.added:
        yield f"{_capital(pluralise(change.added, 'more figure'))} in periods and areas known before."
    if change.revised:
        yield from _describe_revisions(change, names=names)
    for old, new, times in change.statuses:
        yield f"Status: {pluralise(times, 'observation')} from {_word(old)} to {_word(new)}."
    for old, new, times in change.reasons:
        yield f"Reason: {pluralise(times, 'missing figure')} from {_word(old)} to {_word(new)}."
    if change.intervals:
        yield f"{_capital(pluralise(change.intervals, 'interval'))} changed beside the same figure."
    if change.notes:
        yield f"{_capital(pluralise(change.notes, 'remark'))} changed beside the same figure."
    if change.vanished_periods:
        yield f"Gone: {_list_periods(change.vanished_periods)}."
    if change.vanished_areas:
        yield f"Gone areas: {_list_areas(change.vanished_areas, names)}."
    if change.gone:
        yield f"{_capital(pluralise(change.gone, 'figure'))} gone in periods and areas that are still there."


def _describe_revisions(change: SeriesChange, *, names: Mapping[str, str]) -> Iterator[str]:
    few = "none" if change.notable == 0 else spell_count(change.notable)
    notable = "all" if change.notable == change.revised > 1 else few
    figures = pluralise(change.revised, "figure")
    yield f"Revised: {figures}, {notable} of them by more than {_SHARE}. The largest:"
    for revision in change.largest:
        old, new = format_pair(revision, change.about)
        place = names.get(revision.area_code, revision.area_code)
        yield f"  - {place}, {describe_period(revision.period)}: {old} → {new}"


def format_pair(revision: Revision, series: Series) -> tuple[str, str]:
    """Return both figures with the series' decimals, or with as many more as it takes to see them differ."""
    for decimals in range(series.decimals, _MOST_DECIMALS + 1):
        old, new = (format_value(value, series.unit, decimals) for value in (revision.old, revision.new))
        if old != new:
            return old, new
    return repr(revision.old), repr(revision.new)


def _list_periods(periods: Sequence[str]) -> str:
    return _shorten([describe_period(period) for period in periods])


def _list_areas(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return _shorten([names.get(code, code) for code in codes])


def _shorten(words: Sequence[str]) -> str:
    if len(words) <= _NAMED:
        return join_words(words)
    return f"{', '.join(words[: _NAMED - 1])} and {format_number(len(words) - _NAMED + 1, 0)} more"


def _word(status: str) -> str:
    return status.replace("_", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
