"""One council with two nodes, two indicators and two years, as the makers of its files see it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from blank_evidence import make_evidence

from generator.catalogue.records import Area
from generator.catalogue.settings import Settings
from generator.findings.evidence import PositionBand
from generator.findings.finding import Finding
from generator.index.results import Status
from generator.paths import find_root
from generator.render.markdown import Sheet, draw_sheet, make_markdown_environment
from generator.text.bands import BANDS, load_bands
from generator.text.rules import load_rules

TEMPLATES = find_root(Path(__file__)) / "templates"
RULES = load_rules(TEMPLATES / "text" / "findings.yml")
BAND_WORDS = load_bands(TEMPLATES / BANDS)
MARKDOWN = make_markdown_environment([TEMPLATES])
SETTINGS = Settings(
    title="Index", contributors="Its makers", address="https://example.org/", language="en-GB"
)
HULL = Area(
    code="E06000010", kind="council", name="Kingston upon Hull", short_name="Hull", official_name="Hull",
    slug="kingston-upon-hull", nation="England", region_name="Yorkshire and The Humber", population=270_000,
    population_year=2024,
)  # fmt: skip


def draw(sheet: Sheet) -> str:
    """Return a page of text as Markdown, from the templates of the project."""
    return draw_sheet(MARKDOWN, sheet)


def make_site() -> SimpleNamespace:
    """One council, two nodes, two indicators (the second has no value), two years."""
    structure = SimpleNamespace(
        nodes=(SimpleNamespace(key="overall"), SimpleNamespace(key="health")),
        indicators=("life", "sleep"),
        places={"element": np.empty(0, dtype=np.int32)},
    )
    level = SimpleNamespace(
        value=np.array([[79.25, np.nan]]),
        lower=np.array([[79.0, np.nan]]),
        upper=np.array([[79.5, np.nan]]),
        period=np.array([[0, -1]]),
        status=np.array([[Status.RECAST, Status.MISSING]]),
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
    position = Finding(
        id=f"{HULL.code}/position/overall",
        subject=HULL.code,
        kind="position",
        node="overall",
        evidence=make_evidence(PositionBand),
    )
    return SimpleNamespace(
        datasets=datasets,
        comparisons=comparisons,
        figure_changes=SimpleNamespace(start=np.zeros((1, 2), dtype=int)),
        figures={},
        indicators={indicator.slug: indicator for indicator in indicators},
        findings=SimpleNamespace(
            council={HULL.code: ()},
            positions={HULL.code: {"overall": position}},
            changes={},
            drivers={},
            coverage={},
            cluster={},
            learning={},
            moves={},
            levelling={},
            gaps={},
            leads={},
        ),
        tell=lambda finding: f"Sentence of {finding.id.split('/')[1]}.",
        settings=SETTINGS,
        edition=SimpleNamespace(name="2026.1", date="2026-11-23"),
        councils=(HULL,),
        places={HULL.code: HULL},
        clusters=(),
        coming=(),
        groups={},
        position={HULL.code: 0},
        indicator_position={"life": 0, "sleep": 1},
        node_names={"overall": "Overall", "health": "Health"},
        framework=SimpleNamespace(indicators=indicators),
        words=SimpleNamespace(
            rules=RULES, bands=BAND_WORDS, clusters={"red-wall": SimpleNamespace(kind="political")}
        ),
        index=SimpleNamespace(
            structure=structure,
            level=level,
            panel=SimpleNamespace(periods=("2020-01-01/P3Y",), notes=("Mean of two.",)),
            trend=SimpleNamespace(years=(2023, 2024), score=np.array([[[40.0, np.nan], [np.nan, np.nan]]])),
            recent=SimpleNamespace(years=(2023, 2024, 2025), score=np.full((1, 2, 3), np.nan)),
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
