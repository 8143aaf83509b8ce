"""Tables and report files: full precision, gaps that stay gaps, rows of one place."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from blank_evidence import make_evidence
from little_site import HULL, make_site, make_tables

from generator.export.downloads import (
    FINDINGS_COLUMNS,
    describe_finding,
    describe_report,
    drop_gaps,
    encode_csv,
    encode_json,
    encode_rows,
    gather_content,
    group_rows,
    list_reports,
)
from generator.findings.evidence import ClusterShare, ElementExtreme
from generator.findings.finding import Comparison, Finding, Value


def test_csv_keeps_full_precision_and_leaves_gaps_empty() -> None:
    table = pd.DataFrame({"score": [0.1 + 0.2, np.nan], "rank": pd.array([1, None], dtype="Int64")})
    assert encode_csv(table) == "score,rank\n0.30000000000000004,1\n,\n"
    assert encode_rows(("a", "b"), [{"a": "x, y", "b": None}]) == 'a,b\n"x, y",\n'


def test_csv_has_the_bytes_that_pandas_writes() -> None:
    table = pd.DataFrame(
        {
            "text": ['é, "x"', None, "", "two\nlines"],
            "score": [1e-7, np.nan, 1 / 3, 1e22],
            "count": [1, 2, 3, 4],
            "rank": pd.array([1, None, 3, 4], dtype="Int64"),
            "true": [True, False, True, False],
            "mixed": [None, 1.5, "a", 2],
        }
    )
    assert encode_csv(table) == table.to_csv(index=False, lineterminator="\n")
    assert encode_csv(table[["text"]]) == table[["text"]].to_csv(index=False, lineterminator="\n")
    assert encode_csv(table[:0]) == table[:0].to_csv(index=False, lineterminator="\n")


def test_json_refuses_what_is_not_a_number() -> None:
    assert encode_json({"a": None, "é": 1.5}) == '{"a":null,"é":1.5}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode_json({"a": float("nan")})


def test_rows_are_grouped_by_place_with_gaps_as_none() -> None:
    rows = group_rows(make_tables()["scores"])
    assert rows["E06000001"] == [{"level": "overall", "node": "overall", "score": 50.0, "rank": 1}]
    assert rows[HULL.code][1]["score"] is None
    assert rows[HULL.code][1]["rank"] is None


def test_a_report_holds_scores_figures_trend_and_findings_of_the_place() -> None:
    site = make_site()
    (report,) = list_reports(site)
    content = gather_content(site, report, group_rows(make_tables()["scores"])[HULL.code])
    assert report.folder == "councils/kingston-upon-hull/"
    assert content.rows == (*content.scores, *content.figures)
    assert [(row["level"], row["node"], row["name"]) for row in content.rows] == [
        ("overall", "overall", "Overall"),
        ("pillar", "health", "Health"),
        ("indicator", "life", "Life expectancy"),
        ("indicator", "sleep", "Sleep"),
    ]
    assert (content.scores[0]["score"], content.scores[0]["rank"]) == (1 / 3, 355)
    life, sleep = content.figures
    assert (life["value"], life["lower"], life["period"]) == (79.25, 79.0, "2020-01-01/P3Y")
    assert (life["status"], life["source"]) == ("recast", "ons")
    assert (sleep["value"], sleep["period"], sleep["status"]) == (None, None, "missing")
    assert (life["reason"], life["note"]) == (None, "Mean of two")
    assert (sleep["reason"], sleep["note"]) == ("unreliable", "Held back by the publisher as too unreliable")


def test_the_json_of_a_report_leaves_out_what_is_not_there() -> None:
    site = make_site()
    (report,) = list_reports(site)
    content = gather_content(site, report, group_rows(make_tables()["scores"])[HULL.code])
    told = json.loads(encode_json(describe_report(site, content)))
    assert told["place"]["name"] == "Kingston upon Hull"
    assert told["scores"] == [
        {"level": "overall", "node": "overall", "name": "Overall", "score": 1 / 3, "rank": 355},
        {"level": "pillar", "node": "health", "name": "Health"},
    ]
    assert told["trend"] == {"years": [2023, 2024, 2025], "scores": {"overall": [40.0, None, None]}}
    assert told["findings"] == [
        {
            "finding_id": f"{HULL.code}/position/overall",
            "finding": "position",
            "node": "overall",
            "text": "Sentence of position.",
            "rule": "position-band",
        }
    ]
    assert told["indicators"][1] == {
        "node": "sleep",
        "name": "Sleep",
        "unit": "years",
        "status": "missing",
        "source": "ons",
        "reason": "unreliable",
        "note": "Held back by the publisher as too unreliable",
    }
    assert drop_gaps({"a": 0, "b": None, "c": "", "d": False, "e": 1}, but=("e",)) == {"a": 0, "d": False}


def test_a_finding_is_told_with_its_figure_or_without() -> None:
    figure = Finding(
        id=f"{HULL.code}/weakness/health", subject=HULL.code, kind="weakness", node="health",
        evidence=make_evidence(ElementExtreme),
        value=Value(79.25, "years", 1, "2020", "observed", "ons"),
        comparison=Comparison("uk", "the councils", 361, 81.0, 3.0, 355),
    )  # fmt: skip
    row = describe_finding(figure, make_site())
    assert tuple(row) == FINDINGS_COLUMNS
    assert row["kind"] == "council"
    assert (row["comparison"], row["value"], row["period"]) == ("uk", 79.25, "2020")
    assert row["finding_id"] == f"{HULL.code}/weakness/health"
    share = Finding(
        id="cluster:red-wall/share",
        subject="cluster:red-wall",
        kind="cluster_share",
        node="overall",
        evidence=make_evidence(ClusterShare),
    )
    assert [
        describe_finding(share, make_site())[name]
        for name in ("finding_id", "area_code", "kind", "value", "text")
    ] == [
        "red-wall/share",
        "red-wall",
        "cluster",
        None,
        "Sentence of share.",
    ]
