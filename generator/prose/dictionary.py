"""What the files to download hold, in Markdown: the list of files and the data dictionary.

Pure: the description of the tables and the framework in, Markdown out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.catalogue.period import parse_period
from generator.catalogue.records import Dataset, Framework, Indicator, Series
from generator.export.columns import Column, Table, Tables
from generator.export.descriptors import explain
from generator.export.markup import count, escape
from generator.prose.reference import name_nations
from generator.text.periods import describe_span

DICTIONARY_PAGE = "data/dictionary.md"
TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "date": "date",
    "boolean": "True or False",
}
FILES_MARK = "<!-- files -->"
"""Mark in ``site/docs/data.md`` whose place the list of files takes."""


def list_files(tables: Tables) -> str:
    """Return the table of the files under ``data/``: what a row is, and the columns."""
    lines = ["| File | One row for each | Columns |", "|---|---|---|"]
    for table in tables.tables:
        link = f"[{table.name}.csv](/data/{table.name}.csv)"
        if table.parquet:
            link += f", [Parquet](/data/{table.parquet_path})"
        heads = ", ".join(f"`{head}`" for head in table.heads)
        lines.append(f"| {link} | {escape(table.row)} | {heads} |")
    return "\n".join(lines)


def write_dictionary(tables: Tables, framework: Framework, datasets: Mapping[str, Dataset]) -> str:
    """Return the page of every column of every file, and of every indicator."""
    lines = [
        "---",
        "description: Every column of every file, and every indicator with its unit, nations and periods.",
        "---",
        "# Data dictionary",
        "",
        f"The index has {count(len(tables.tables), 'table')} under [Data and downloads](../data.md) and one "
        f"beside each report. This page says what their columns hold, then lists the "
        f"{count(len(framework.indicators), 'indicator')}. It is made from the file that also describes the "
        "tables for programs. [The audit](audit.md) has tables of its own.",
        "",
        "## Columns",
        "",
    ]
    for table in tables.tables:
        lines += _write_table(table, title=f"[{table.name}.csv](/data/{table.name}.csv)", slug=table.name)
    lines += _write_table(tables.report, title="data.csv beside each report", slug="report")
    lines += ["## Indicators", "", *_list_indicators(framework, datasets)]
    return "\n".join(lines)


def _write_table(table: Table, *, title: str, slug: str) -> list[str]:
    """Return the section of one table."""
    key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    about = f" {escape(table.about)}" if table.about else ""
    references = "".join(
        f" {', '.join(f'`{name}`' for name in one.columns)} stands in "
        f"`{', '.join(one.references)}` of {one.table}.csv."
        for one in table.foreign_keys
    )
    return [
        f"### {title} {{: #{slug} }}",
        "",
        f"{escape(table.title)}. One row for each {escape(table.row)}.{about}{key}{references}",
        "",
        "| Column | Type | Unit | Meaning |",
        "|---|---|---|---|",
        *(_write_column(column) for column in table.columns),
        "",
    ]


def _write_column(column: Column) -> str:
    meaning = escape(explain(column)) + _list_values(column) + _say_empty(column)
    return f"| `{column.name}` | {escape(TYPES[column.type])} | {escape(column.unit)} | {meaning} |"


def _list_values(column: Column) -> str:
    return f" One of: {', '.join(f'`{value}`' for value in column.values)}." if len(column.values) > 1 else ""


def _say_empty(column: Column) -> str:
    return " Never empty." if column.required else ""


def _list_indicators(framework: Framework, datasets: Mapping[str, Dataset]) -> Iterable[str]:
    """Return a table of the indicators of each pillar, in the order of the framework."""
    lines = []
    for pillar in framework.pillars:
        lines += [
            f"### {escape(pillar.name)} {{: #indicators-{pillar.slug} }}",
            "",
            "| Indicator | Name in files | Unit | Better | Nations | Periods |",
            "|---|---|---|---|---|---|",
        ]
        for element in pillar.elements:
            lines += [_write_indicator(indicator, datasets) for indicator in element.indicators]
        lines.append("")
    return lines


def _write_indicator(indicator: Indicator, datasets: Mapping[str, Dataset]) -> str:
    nations = escape(name_nations(indicator.nations))
    cells = (escape(indicator.name), f"`{indicator.slug}`", escape(indicator.unit), indicator.direction)
    return f"| {' | '.join(cells)} | {nations} | {escape(span_periods(indicator, datasets))} |"


def span_periods(indicator: Indicator, datasets: Mapping[str, Dataset]) -> str:
    """Return from when to when there are figures of an indicator, over all its series."""
    series = [_find_series(datasets[ref.dataset], ref.series) for ref in indicator.series]
    firsts = [parse_period(one.first_period) for one in series if one.first_period]
    lasts = [parse_period(one.last_period) for one in series if one.last_period]
    if not firsts or not lasts:
        return describe_span("", "")
    return describe_span(min(firsts).text, max(lasts).text)


def _find_series(dataset: Dataset, slug: str) -> Series:
    return next(one for one in dataset.series if one.slug == slug)
