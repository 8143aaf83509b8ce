"""Tables and report files: full precision, gaps that stay gaps, rows of one place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from generator.catalogue.records import Area
from generator.findings.records import Comparison, Finding, Value
from generator.paths import find_root
from generator.publish.downloads import (
    FINDINGS_COLUMNS,
    REPORT_COLUMNS,
    describe_finding,
    encode_csv,
    encode_json,
    encode_rows,
    group_rows,
    plan_report_files,
)
from generator.text.rules import load_rules

RULES = load_rules(find_root(Path(__file__)) / "templates" / "text" / "findings.yml")
HULL = Area(
    code="E06000010", kind="council", name="Kingston upon Hull", short_name="Hull", official_name="Hull",
    slug="kingston-upon-hull", nation="England", region_name="Yorkshire and The Humber", population=270_000,
    population_year=2024,
)  # fmt: skip


def make_site() -> SimpleNamespace:
    """One council, two nodes, two indicators (the second has no value), two years."""
    structure = SimpleNamespace(
        nodes=(SimpleNamespace(key="overall"), SimpleNamespace(key="health")), indicators=("life", "sleep")
    )
    level = SimpleNamespace(
        value=np.array([[79.25, np.nan]]),
        lower=np.array([[79.0, np.nan]]),
        upper=np.array([[79.5, np.nan]]),
        period=np.array([[0, -1]]),
        status=np.array([[1, 5]]),
        year=np.array([[2021, 0]]),
        reason=np.array([[0, 3]]),
        note=np.array([[0, -1]]),
        gap_period=np.array([[-1, -1]]),
        indicator_score=np.array([[100 / 3, np.nan]]),
    )
    indicators = tuple(
        SimpleNamespace(
            slug=slug,
            name=name,
            unit="years",
            decimals=1,
            comparable="uk",
            counts_for="score",
            series=(SimpleNamespace(dataset="ons", nations=("England",)),),
        )
        for slug, name in (("life", "Life expectancy"), ("sleep", "Sleep"))
    )
    datasets = {"ons": SimpleNamespace(publisher="ONS", slug="ons")}
    comparisons = SimpleNamespace(
        set_of=np.array([[0, -1]]),
        percentile=np.array([[30.0, np.nan]]),
        sets=(SimpleNamespace(middle=80.0, n=361),),
    )
    position = Finding(id="p", subject=HULL.code, kind="position", node="overall", rule="position-band")
    return SimpleNamespace(
        datasets=datasets,
        comparisons=comparisons,
        figure_changes=SimpleNamespace(start=np.zeros((1, 2), dtype=int)),
        figures={},
        indicators={indicator.slug: indicator for indicator in indicators},
        stories=SimpleNamespace(
            council={HULL.code: ()},
            positions={HULL.code: {"overall": position}},
            changes={},
            drivers={},
            coverage={},
            cluster={},
            learning={},
            moves={},
            levelling={},
        ),
        tell=lambda finding: f"Sentence of {finding.id}.",
        edition=SimpleNamespace(title="Index", name="2026.1"),
        councils=(HULL,),
        places={HULL.code: HULL},
        clusters=(),
        groups={},
        position={HULL.code: 0},
        indicator_position={"life": 0, "sleep": 1},
        node_names={"overall": "Overall", "health": "Health"},
        framework=SimpleNamespace(indicators=indicators),
        words=SimpleNamespace(rules=RULES, clusters={"red-wall": SimpleNamespace(kind="political")}),
        index=SimpleNamespace(
            structure=structure,
            level=level,
            panel=SimpleNamespace(periods=("2020-01-01/P3Y",), notes=("Mean of two.",)),
            trend=SimpleNamespace(years=(2023, 2024), score=np.array([[[40.0, np.nan], [np.nan, np.nan]]])),
        ),
    )


def make_tables() -> dict[str, pd.DataFrame]:
    scores = pd.DataFrame(
        {
            "area_code": [HULL.code, "E06000001", HULL.code],
            "level": ["overall", "overall", "pillar"],
            "node": ["overall", "overall", "health"],
            "score": [1 / 3, 50.0, np.nan],
            "rank": pd.array([355, 1, None], dtype="Int64"),
        }
    )
    return {"scores": scores}


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


def test_report_files_hold_scores_figures_trend_and_findings_of_the_place() -> None:
    plan = plan_report_files(make_site(), make_tables()["scores"])
    assert list(plan) == ["councils/kingston-upon-hull/"]
    files = dict(plan["councils/kingston-upon-hull/"]())
    assert list(files) == ["councils/kingston-upon-hull/data.csv", "councils/kingston-upon-hull/data.json"]
    rows = list(csv.DictReader(io.StringIO(files["councils/kingston-upon-hull/data.csv"])))
    assert tuple(rows[0]) == REPORT_COLUMNS
    assert [(row["level"], row["node"], row["name"]) for row in rows] == [
        ("overall", "overall", "Overall"),
        ("pillar", "health", "Health"),
        ("indicator", "life", "Life expectancy"),
        ("indicator", "sleep", "Sleep"),
    ]
    assert (rows[0]["score"], rows[0]["rank"]) == (repr(1 / 3), "355")
    life, sleep = rows[2:]
    assert (life["value"], life["lower"], life["period"]) == ("79.25", "79.0", "2020-01-01/P3Y")
    assert (life["status"], life["source"]) == ("recast", "ons")
    assert (sleep["value"], sleep["period"], sleep["status"]) == ("", "", "missing")
    assert (life["reason"], life["note"]) == ("", "Mean of two")
    assert (sleep["reason"], sleep["note"]) == ("unreliable", "Held back by the publisher as too unreliable")

    told = json.loads(files["councils/kingston-upon-hull/data.json"])
    assert told["place"]["name"] == "Kingston upon Hull"
    assert told["trend"] == {"years": [2023, 2024], "scores": {"overall": [40.0, None]}}
    assert told["findings"] == [
        {
            "finding": "position",
            "node": "overall",
            "comparison": None,
            "text": "Sentence of p.",
            "value": None,
            "period": None,
            "rule": "position-band",
        }
    ]
    assert [(row["reason"], row["note"]) for row in told["indicators"]] == [
        (None, "Mean of two"),
        ("unreliable", "Held back by the publisher as too unreliable"),
    ]


def test_a_finding_is_told_with_its_figure_or_without() -> None:
    figure = Finding(
        id="a", subject=HULL.code, kind="weakness", node="health", rule="r1",
        value=Value(79.25, "years", 1, "2020", "observed", "ons"),
        comparison=Comparison("uk", "the councils", 361, 81.0, 3.0, 355),
    )  # fmt: skip
    row = describe_finding(figure, make_site())
    assert tuple(row) == FINDINGS_COLUMNS
    assert row["kind"] == "council"
    assert (row["comparison"], row["value"], row["period"]) == ("uk", 79.25, "2020")
    share = Finding(id="b", subject="cluster:red-wall", kind="cluster_share", node="overall", rule="r2")
    assert [
        describe_finding(share, make_site())[name] for name in ("area_code", "kind", "value", "text")
    ] == [
        "red-wall",
        "cluster",
        None,
        "Sentence of b.",
    ]
