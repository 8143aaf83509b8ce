"""What is to be downloaded: the findings of the whole index, and all that the files beside a report hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from generator.catalogue.contents import place_of
from generator.catalogue.records import Area
from generator.composite.arrays import Floats
from generator.findings.finding import AnyFinding
from generator.index.trend import join_trends
from generator.pages.figures import describe_cell_of
from generator.text.told_edition import ToldEdition

FINDINGS_COLUMNS = (
    *("area_code", "kind", "finding", "node", "comparison", "text", "value", "period", "rule", "finding_id"),
)
NATION_COLUMNS = ("nation_rank", "nation_n", "nation_rank_low", "nation_rank_high", "nation_band")
SCORE_COLUMNS = (
    "level",
    "node",
    "name",
    "score",
    "rank",
    "n",
    "rank_low",
    "rank_high",
    "band",
    *NATION_COLUMNS,
    "coverage",
)
FIGURE_COLUMNS = ("value", "lower", "upper", "unit", "period", "status", "source", "reason", "note")
# Regions and nations are areas and clusters too; their report stands under regions/.
AREA_KINDS = ("region", "nation")
REPORT_COLUMNS = (*SCORE_COLUMNS, *FIGURE_COLUMNS)


def encode_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV with "\\n" line ends and full precision; a gap is an empty cell.

    The same bytes as ``DataFrame.to_csv`` gives, in half the time.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(list_cells(table[name]) for name in table.columns), strict=True))
    return text.getvalue()


def list_cells(column: pd.Series) -> list[Any]:
    """Return the cells of a column as plain values, gaps as None."""
    if column.dtype == np.float64:
        return [None if number != number else number for number in column.tolist()]
    if column.hasnans:
        column = column.astype(object).where(column.notna(), None)
    cells: list[Any] = column.tolist()
    return cells


def encode_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV, for tables too small to need a frame; what a row has not is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name) for name in columns] for row in rows)
    return text.getvalue()


def encode_json(content: object) -> str:
    """Return JSON on one line: indented, it takes ten times as long and twice the room.

    Raises:
        ValueError: a number is not finite; a gap must be null.
    """
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def list_findings(site: ToldEdition) -> Iterator[AnyFinding]:
    """Yield every finding once, by place in the order of the register, then by kind."""
    for council in site.councils:
        yield from findings_of(site, council.code)
    for cluster in site.clusters:
        yield from site.findings.cluster.get(cluster.slug, ())
    for answers in site.findings.levelling.values():
        yield from answers.values()
    for key, gaps in site.findings.gaps.items():
        if key not in site.position:
            yield from gaps.values()


def findings_of(site: ToldEdition, code: str) -> Iterator[AnyFinding]:
    """Yield every finding of a council, by kind."""
    findings = site.findings
    yield from findings.leads.get(code, ())
    yield from findings.council[code]
    for told in (findings.positions, findings.changes, findings.gaps, findings.drivers, findings.coverage):
        yield from told.get(code, {}).values()
    yield from findings.moves.get(code, ())
    yield from findings.learning.get(code, ())


def make_findings_table(site: ToldEdition) -> pd.DataFrame:
    """Return ``findings.csv``: one row per finding, in the columns of ``FINDINGS_COLUMNS``."""
    rows = [describe_finding(finding, site) for finding in list_findings(site)]
    return pd.DataFrame(rows, columns=list(FINDINGS_COLUMNS))


def describe_finding(finding: AnyFinding, site: ToldEdition) -> dict[str, object]:
    """Return a finding as a row: its sentence, and the figure it rests on where it rests on one."""
    code, kind = name_subject(finding, site)
    return {
        "area_code": code,
        "kind": kind,
        "finding": finding.kind,
        "node": finding.node,
        "comparison": finding.comparison.key if finding.comparison else None,
        "text": site.tell(finding),
        "value": finding.value.value if finding.value else None,
        "period": finding.value.period if finding.value else None,
        "rule": finding.rule,
        "finding_id": name_finding(finding, code),
    }


def name_finding(finding: AnyFinding, code: str) -> str:
    """Return what tells a finding apart in all files: its id, begun with the published code of the place."""
    return f"{code}/{finding.id.partition('/')[2]}"


def name_subject(finding: AnyFinding, site: ToldEdition) -> tuple[str, str]:
    """Return code and kind of what a finding is about; regions and nations are places with a code."""
    subject, _, slug = finding.subject.partition(":")
    if not slug:
        return subject, site.places[subject].kind
    place = place_of(site.words.clusters[slug], site.places)
    return (place.code, place.kind) if place else (slug, "cluster")


def group_rows(table: pd.DataFrame, key: str = "area_code") -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a table by the value of ``key``, gaps as None, the key itself left out."""
    names = [name for name in table.columns if name != key]
    columns = [list_cells(table[name]) for name in names]
    found: dict[str, list[dict[str, Any]]] = {}
    for code, *cells in zip(table[key].tolist(), *columns, strict=True):
        found.setdefault(code, []).append(dict(zip(names, cells, strict=True)))
    return found


def list_figures(site: ToldEdition, council: Area) -> Iterator[dict[str, Any]]:
    """Yield the latest usable value of every indicator of a council, in framework order; gaps too.

    ``reason`` is the word of a gap, ``note`` what the page says of the figure or of the gap.
    """
    scores = site.index.level.indicator_score[site.position[council.code]]
    for indicator in site.framework.indicators:
        cell, row = describe_cell_of(site, council, indicator)
        yield {
            "level": "indicator",
            "node": indicator.slug,
            "name": indicator.name,
            "score": none_if_gap(scores[site.indicator_position[indicator.slug]]),
            "value": cell.value,
            "lower": cell.lower,
            "upper": cell.upper,
            "unit": indicator.unit,
            "period": cell.period if cell.value is not None else None,
            "status": cell.status.label,
            "source": row.source_anchor or None,
            "reason": cell.reason.word or None,
            "note": row.status,
        }


def none_if_gap(value: float) -> float | None:
    """Return a plain float, or None for NaN."""
    number = float(value)
    return None if number != number else number


@dataclass(frozen=True)
class Report:
    """One report that has files of its own.

    Attributes:
        folder: address of the report, e.g. "councils/blackpool/".
        about: what the JSON file says of the place itself.
        trend: scores of the trend index, shape (N, Y), see ``index.trend.join_trends``.
        council: the council, None for groups of councils.
        findings: everything told of the place.
        members: the councils of a group.
    """

    folder: str
    about: Mapping[str, object]
    trend: Floats
    council: Area | None
    findings: tuple[AnyFinding, ...]
    members: tuple[Area, ...] = ()


def list_reports(site: ToldEdition) -> Iterator[Report]:
    """Yield every council, region, nation and cluster."""
    for council in site.councils:
        about = {
            "code": council.code,
            "name": council.name,
            "kind": "council",
            "nation": council.nation,
            "region": council.region_name or None,
            "population": council.population,
            "population_year": council.population_year,
            "ends": describe_end(site, council.code),
        }
        row = site.position[council.code]
        trend = join_trends(site.index, site.index.trend.score[row], site.index.recent.score[row])
        told = tuple(findings_of(site, council.code))
        yield Report(f"councils/{council.slug}/", about, trend, council, told)
    for place in site.places.values():
        if place.kind in AREA_KINDS:
            about = {"code": place.code, "name": place.name, "kind": place.kind}
            told = (*site.findings.cluster.get(f"{place.kind}-{place.slug}", ()), *tested(site, place.code))
            group = site.groups[place.code]
            trend = join_trends(site.index, group.trend, group.recent)
            yield Report(f"regions/{place.slug}/", about, trend, None, told, members_of(site, place.code))
    for cluster in site.clusters:
        if cluster.kind in AREA_KINDS:
            continue
        named = {"code": cluster.slug, "name": cluster.title, "kind": "cluster"}
        rule = {"rule": cluster.rule, "source": cluster.source, "members": list(cluster.members)}
        key = f"cluster:{cluster.slug}"
        told = (*site.findings.cluster.get(cluster.slug, ()), *tested(site, key))
        trend = join_trends(site.index, site.groups[key].trend, site.groups[key].recent)
        yield Report(f"clusters/{cluster.slug}/", {**named, **rule}, trend, None, told, members_of(site, key))


def describe_end(site: ToldEdition, code: str) -> dict[str, Any] | None:
    """Return when a council ends by an order, and what takes its place, or None."""
    found = [change for change in site.coming if change.predecessor_code == code]
    if not found:
        return None
    return {
        "date": found[0].change_date,
        "successors": [
            drop_gaps({"code": one.successor_code, "name": one.successor_name, "share": one.share})
            for one in sorted(found, key=lambda one: one.successor_name)
        ],
        "source": found[0].source,
        "link": found[0].link,
    }


def members_of(site: ToldEdition, key: str) -> tuple[Area, ...]:
    """Return the councils of a group by its key, see ``site.Group``."""
    inside = site.groups[key].members.tolist()
    return tuple(council for council, member in zip(site.councils, inside, strict=True) if member)


def tested(site: ToldEdition, key: str) -> tuple[AnyFinding, ...]:
    """Return the answers of the levelling-up test of a group of councils, and its gaps to its nation."""
    findings = site.findings
    return (*findings.levelling.get(key, {}).values(), *findings.gaps.get(key, {}).values())


@dataclass(frozen=True)
class Content:
    """What the files of one report hold, gathered once for all of them; gaps are None.

    Attributes:
        report: whose files.
        scores: rows of nodes, in the columns of ``SCORE_COLUMNS``.
        figures: rows of indicators, see ``list_figures``; none for groups of councils.
        trend: see ``describe_trend``.
        findings: rows in the columns of ``FINDINGS_COLUMNS``.
    """

    report: Report
    scores: tuple[Mapping[str, Any], ...]
    figures: tuple[Mapping[str, Any], ...]
    trend: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The rows of the table beside the report: nodes, then indicators."""
        return (*self.scores, *self.figures)


def gather_content(site: ToldEdition, report: Report, scores: Iterable[Mapping[str, Any]]) -> Content:
    """Return what the files of a report hold.

    Args:
        site: the shared bundle.
        report: whose files.
        scores: its rows of ``scores.csv``.
    """
    named = ({**row, "name": site.node_names[row["node"]]} for row in scores)
    return Content(
        report=report,
        scores=tuple({name: row.get(name) for name in SCORE_COLUMNS} for row in named),
        figures=tuple(list_figures(site, report.council)) if report.council else (),
        trend=describe_trend(site, report.trend),
        findings=tuple(describe_finding(finding, site) for finding in report.findings),
    )


def describe_report(site: ToldEdition, content: Content) -> dict[str, object]:
    """Return what ``data.json`` of a report holds; a key whose cell is empty is left out.

    The schema of ``/api/v1/`` for places describes it.
    """
    return {
        "title": site.settings.title,
        "edition": site.edition.name,
        "place": drop_gaps(content.report.about),
        "scores": [drop_gaps(row) for row in content.scores],
        "indicators": [drop_gaps(row, but=("level",)) for row in content.figures],
        "trend": content.trend,
        "findings": [drop_gaps(row, but=("area_code", "kind")) for row in content.findings],
    }


def describe_trend(site: ToldEdition, trend: Floats) -> dict[str, object]:
    """Return the years and, for each node with any score, a list as long; a gap is null."""
    scores = (
        (node.key, [none_if_gap(score) for score in line])
        for node, line in zip(site.index.structure.nodes, trend.tolist(), strict=True)
    )
    told = {key: line for key, line in scores if any(score is not None for score in line)}
    return {"years": list(site.index.recent.years), "scores": told}


def drop_gaps(row: Mapping[str, Any], *, but: Iterable[str] = ()) -> dict[str, Any]:
    """Return a row without its empty cells, and without the cells named."""
    return {name: cell for name, cell in row.items() if cell is not None and cell != "" and name not in but}
