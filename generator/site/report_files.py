"""The files beside each report: CSV, JSON, Parquet and a workbook, all of the same content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import xlsxwriter

from generator.export.columns import Table
from generator.export.downloads import (
    REPORT_COLUMNS,
    Report,
    describe_report,
    encode_json,
    encode_rows,
    gather_content,
    group_rows,
    list_reports,
)
from generator.export.parquet_files import encode_report
from generator.export.release import find_permalink
from generator.export.report_workbook import describe_book
from generator.export.workbook import RECIPE, make_workbook
from generator.files.kept_files import KeptFiles
from generator.text.told_edition import ToldEdition

CONTACT_PAGE = "corrections/"
NAMES = ("data.csv", "data.json", "data.parquet", "data.xlsx")
"""Files beside every report."""


@dataclass(frozen=True)
class ReportFiles:
    """What the files of all reports have in common.

    Attributes:
        site_url: absolute address of the latest edition.
        table: what the table beside a report holds.
        kept: workbooks made before; they are dear.
        light: make the CSV alone, as for a frozen copy.
    """

    site_url: str
    table: Table
    kept: KeptFiles
    light: bool = False


def plan_report_files(
    site: ToldEdition, scores: pd.DataFrame, shared: ReportFiles
) -> dict[str, Callable[[], Iterable[tuple[str, str | bytes]]]]:
    """Return for the folder of every report what makes its files; see ``make_report_files``.

    Args:
        site: the shared bundle.
        scores: the table of that name as it stands under ``data/``.
        shared: what they have in common.
    """
    rows = group_rows(scores)
    return {
        report.folder: partial(
            make_report_files, site, report, rows.get(str(report.about["code"]), []), shared
        )
        for report in list_reports(site)
    }


def make_report_files(
    site: ToldEdition, report: Report, scores: Iterable[Mapping[str, Any]], shared: ReportFiles
) -> Iterator[tuple[str, str | bytes]]:
    """Yield path and content of the files of a report.

    Args:
        site: the shared bundle.
        report: whose files.
        scores: its rows of ``scores.csv``.
        shared: what the files of all reports have in common.
    """
    content = gather_content(site, report, scores)
    yield f"{report.folder}data.csv", encode_rows(REPORT_COLUMNS, content.rows)
    if shared.light:
        return
    yield f"{report.folder}data.json", encode_json(describe_report(site, content))
    yield f"{report.folder}data.parquet", encode_report(content.rows, shared.table)
    book = describe_book(
        content,
        site.settings,
        site.edition,
        permalink=find_permalink(report.folder, site.edition, site_url=shared.site_url),
        contact=f"{shared.site_url}{CONTACT_PAGE}",
        decimals={indicator.slug: indicator.decimals for indicator in site.framework.indicators},
    )
    # Every cell is in the text of the record, which is made in a third of the time that its copy would take.
    said = (RECIPE, xlsxwriter.__version__, repr(book))
    name = report.folder.strip("/").replace("/", "-")
    yield f"{report.folder}data.xlsx", shared.kept.take(name, said, partial(make_workbook, book))
