"""The list of files and the data dictionary name every table, column and indicator."""

from __future__ import annotations

from little_site import draw

from generator.catalogue import store
from generator.catalogue.records import Claims, Dataset, Indicator, Series, SeriesRef
from generator.export.columns import TABLES, load_tables
from generator.paths import PROJECT
from generator.prose.dictionary import gather_dictionary, gather_files, span_periods
from generator.render.markdown import escape

LISTED = load_tables(PROJECT.templates / TABLES)


def test_the_list_names_every_file_and_column() -> None:
    lines = draw(gather_files(LISTED)).splitlines()[2:]
    assert len(lines) == len(LISTED.tables) + len(LISTED.alone)
    for line, table in zip(lines[len(LISTED.tables) :], LISTED.alone, strict=True):
        assert line.startswith(f"| [{table.name}.parquet](/data/{table.name}.parquet) | {table.row} | ")
        assert ", ".join(f"`{head}`" for head in table.heads) in line
    for line, table in zip(lines, LISTED.tables, strict=False):
        other = f", [Parquet](/data/{table.name}.parquet)" if table.parquet else ""
        assert line.startswith(f"| [{table.name}.csv](/data/{table.name}.csv){other} | {table.row} | ")
        assert ", ".join(f"`{head}`" for head in table.heads) in line
    assert 5 < sum(table.parquet for table in LISTED.tables) < len(LISTED.tables)


def test_the_dictionary_has_every_column_and_every_indicator() -> None:
    framework, datasets = store.load_framework(PROJECT), store.load_datasets(PROJECT)
    page = draw(gather_dictionary(LISTED, framework, datasets))
    sections = page.split("\n### ")[1:]
    for table, section in zip((*LISTED.tables, *LISTED.alone, LISTED.report), sections, strict=False):
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == list(table.heads)
    assert (
        "| `score` | number | points from 0 to 100 | Score, 100 the better end; of a group of councils, "
        "their mean by population. |" in page
    )
    assert "Key: `area_code`, `node`." in page
    assert "`indicator` stands in `indicator` of framework.csv." in page
    for indicator in framework.indicators:
        assert f"| {escape(indicator.name)} | `{indicator.slug}` | {escape(indicator.unit)} |" in page


def test_the_periods_of_an_indicator_span_all_its_series() -> None:
    def series(slug: str, first: str, last: str) -> Series:
        return Series(
            slug=slug, title="", unit="%", decimals=0, nations=("Wales",), description="",
            first_period=first, last_period=last,
        )  # fmt: skip

    dataset = Dataset(
        slug="d", title="D", publisher="", publication="", link="", licence="", nations=("Wales",),
        raw_file="", raw_sha256="", rows_read=0, rows_kept=0,
        series=(
            series("a", "2015-01-01/P1Y", "2020-01-01/P1Y"),
            series("b", "2012-01-01/P1Y", "2018-01-01/P1Y"),
            series("c", "", ""),
        ),
    )  # fmt: skip
    indicator = Indicator(
        slug="i", name="I", direction="higher", weight=1, reason="", comparable="uk", clause="{value}",
        subject="i", claims=Claims(high="Much", low="Little"), unit="%", decimals=0,
        series=tuple(SeriesRef(dataset="d", series=slug, nations=("Wales",)) for slug in "abc"),
    )  # fmt: skip
    assert span_periods(indicator, {"d": dataset}) == "2012 to 2020"
    alone = indicator.model_copy(update={"series": indicator.series[2:]})
    assert span_periods(alone, {"d": dataset}) == "not stated"
