"""The commands index and explain on the committed data, with one draw."""

import argparse
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from little_site import draw
from small_project import make_small_project

from generator.catalogue import store
from generator.commands import index as index_command
from generator.commands.explain import Report, find_council
from generator.errors import ProsperityError
from generator.findings.inverse import count_strengths
from generator.findings.per_council import count_findings
from generator.findings.strengths import find_strengths
from generator.index.aggregation import contributions, effective_weights, level_points
from generator.index.audit.columns import TABLES
from generator.index.audit.dropping import drop
from generator.index.audit.run import audit
from generator.index.audit.scenarios import score_overall
from generator.index.audit.shares import find_held
from generator.pages.site import Site
from generator.paths import PROJECT, Paths
from generator.prose.audit import gather_audit
from generator.text.rules import load_rules


@pytest.fixture(scope="module")
def reports(site: Site) -> list[Report]:
    rules = load_rules(PROJECT.templates / "text" / "findings.yml")
    return [
        Report(site.index, site.framework, site.datasets, council, place, rules=rules, changes=site.changes)
        for place, council in enumerate(site.councils)
    ]


def report_on(reports: list[Report], name: str) -> Report:
    return reports[find_council([report.council for report in reports], name)]


def test_councils_are_found_by_code_slug_and_name(reports: list[Report]) -> None:
    names = ("E06000009", "blackpool", "Blackpool")
    assert {report_on(reports, name).council.code for name in names} == {"E06000009"}
    with pytest.raises(ProsperityError, match="No council is called 'blackpond'"):
        report_on(reports, "blackpond")


@pytest.mark.parametrize("name", ["blackpool", "gwynedd", "belfast", "shetland-islands", "isles-of-scilly"])
def test_the_printed_points_add_up_to_the_score(reports: list[Report], name: str) -> None:
    report = report_on(reports, name)
    lines = list(report.explain("overall"))
    points = [float(match[1]) for line in lines if (match := re.search(r"^ .* = ([\d.]+) points$", line))]
    told = "\n".join(lines)
    points += [float(x) for x in re.findall(r"^(?:For indicators|Held).*?: ([+-][\d.]+)", told, re.MULTILINE)]
    score = report.index.level.scores.score[report.place, 0]
    assert sum(points) == pytest.approx(0 if np.isnan(score) else score, abs=0.01)
    assert not any("nan" in line.split() for line in lines)


def test_every_contribution_adds_up_within_a_billionth(reports: list[Report]) -> None:
    index = reports[0].index
    level, offered = index.level, index.panel.group >= 0
    points = contributions(index.structure, level.indicator_score, offered=offered).sum(axis=2)
    shares = effective_weights(index.structure, ~np.isnan(level.indicator_score), offered=offered)
    points += level_points(index.structure, shares, level.reference)
    apart = np.abs(points - np.nan_to_num(level.scores.score)) >= 1e-9
    assert not (apart & ~find_held(index)).any()
    assert apart.mean() < 0.02


@pytest.fixture(scope="module")
def audited(reports: list[Report]) -> dict[str, pd.DataFrame]:
    index, framework, areas = reports[0].index, reports[0].framework, store.load_areas(PROJECT)
    found = find_strengths(index, framework, {area.code: area for area in areas}, store.load_edition(PROJECT))
    strengths = count_strengths(index, framework, found, store.load_clusters(PROJECT))
    told = {"strengths": strengths, "findings": count_findings(found, areas)}
    return audit(index, framework, areas) | told


def test_the_audit_checks_every_contribution(reports: list[Report], audited: dict[str, pd.DataFrame]) -> None:
    table, score = audited["contributions"], reports[0].index.level.scores.score
    assert table["scores"].sum() == (~np.isnan(score)).sum()
    assert table[["scores", "without_score"]].to_numpy().sum() == score.size
    assert table["largest_residual"].max() < 1e-9
    assert table["within_limit"].all()


def test_the_published_choices_give_the_published_scores(reports: list[Report]) -> None:
    index = reports[0].index
    score = index.level.scores.score[:, 0]
    assert np.array_equal(score_overall(index), score, equal_nan=True)
    nothing = np.zeros(len(index.structure.indicators), dtype=bool)
    assert np.array_equal(drop(index, nothing), score, equal_nan=True)


def test_every_single_choice_could_be_computed(audited: dict[str, pd.DataFrame]) -> None:
    table = audited["sensitivity"]
    assert table["mean_shift"].notna().all()
    assert (table["ranked"] + table["lost"] == audited["councils"]["ranked"].sum()).all()
    assert (table["spearman"] < 1).all()


def test_the_audit_page_is_that_of_the_data(reports: list[Report], audited: dict[str, pd.DataFrame]) -> None:
    page = draw(gather_audit(audited, reports[0].framework))
    score = reports[0].index.level.scores.score[:, 0]
    assert f"among {(~np.isnan(score)).sum()}." in page
    assert f"Each of the {int((reports[0].index.structure.weight > 0).sum())} indicators was left out" in page
    assert re.search(r"\bnan\b", page) is None
    assert re.search(r"\d\.\d{5}", page) is None


def test_an_indicator_is_explained_from_value_to_score(reports: list[Report]) -> None:
    text = "\n".join(report_on(reports, "blackpool").explain("life-expectancy-males"))
    for word in ("source:", "series: data/datasets/", "value:", "goalposts,", "score: 100 x ("):
        assert word in text


def explain(reports: list[Report], name: str, key: str) -> str:
    return "\n".join(report_on(reports, name).explain(key))


def test_a_value_is_traced_to_the_rows_of_the_publishers_file(reports: list[Report]) -> None:
    text = explain(reports, "blackpool", "life-expectancy-males")
    dataset = reports[0].datasets["life-expectancy-male"]
    assert f"raw file: people/life_expectancy_male.csv, sha256 {dataset.raw_sha256}" in text
    assert "raw rows: indicator 'Life expectancy at birth, males', unit 'years'" in text
    assert "licence: Open Government Licence v3.0" in text
    assert "how: Published" in text


def test_a_merged_value_names_its_former_councils(reports: list[Report]) -> None:
    text = explain(reports, "cumberland", "life-expectancy-males")
    (line,) = [line for line in text.splitlines() if "former councils:" in line]
    assert (
        re.sub(r" \([\d.]+% of the people\)", "", line) == "  former councils: Allerdale, Carlisle, Copeland"
    )
    shares = [float(share) for share in re.findall(r"([\d.]+)%", line)]
    assert sum(shares) == pytest.approx(100, abs=0.2)


def test_a_shared_value_names_the_county(reports: list[Report]) -> None:
    text = explain(reports, "hastings", "care-leavers-housing")
    assert "how: One figure for the county of East Sussex, shared by its districts" in text


@pytest.mark.parametrize(
    ("name", "key", "told"),
    [
        ("gwynedd", "fuel-poverty", "no value (no_series): Our sources hold no figure for Wales"),
        ("highland", "council-election-turnout", "no value (left_out): Left out of the index."),
        ("cambridge", "recycling", "no value (too_old): The latest figure is for April 2015 to March 2016"),
        ("isles-of-scilly", "gas-at-home", "no value (not_applicable): Does not apply here"),
    ],
)
def test_a_gap_is_explained(reports: list[Report], name: str, key: str, told: str) -> None:
    assert told in explain(reports, name, key)


def test_every_year_is_told_once(reports: list[Report]) -> None:
    text = explain(reports, "cambridge", "recycling").partition("by year:")[2]
    spans = re.findall(r"^ +(\d{4})(?: to (\d{4}))? (?=no value|[-\d.])", text, re.MULTILINE)
    years = [year for first, last in spans for year in range(int(first), int(last or first) + 1)]
    assert years == list(reports[0].index.panel.years)


def test_every_cell_of_every_council_has_words(reports: list[Report]) -> None:
    from generator.index.cells import read_level
    from generator.text.about_cells import describe_cell

    for report in reports[::20]:
        cells = read_level(report.index, report.place)
        assert len(cells) == len(report.index.structure.indicators)
        for cell in cells:
            words = describe_cell(cell, nation=report.council.nation, rules=report.rules)
            assert words and not words.endswith(".")
            assert bool(cell.reason) == (cell.value is None)


def test_an_unknown_node_is_refused(reports: list[Report]) -> None:
    with pytest.raises(ProsperityError, match="no node 'happy'"):
        list(report_on(reports, "blackpool").explain("happy"))


def test_index_writes_its_tables(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of twelve elements: the tables of all are what the site is made of, and read above."""
    small = make_small_project(tmp_path_factory.mktemp("small") / "project")
    monkeypatch.setattr("generator.paths.PROJECT", Paths(small))
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    given = argparse.Namespace(output=tmp_path, draws=2, seed=None, force=False)
    assert index_command.run(given) == 0
    written = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert written == {*index_command.FILES, "notes.txt"}
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"
    # By the log the next run knows its files.
    index_command.choose(given)
    (tmp_path / "trend.csv").write_text("mine", "utf-8")
    with pytest.raises(ProsperityError, match=r"did not write as they are: trend\.csv"):
        index_command.choose(given)
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert scores.loc[scores["kind"] == "council", "area_code"].nunique() == 361
    audited = {file.stem: pd.read_csv(file) for file in (tmp_path / "audit").iterdir()}
    assert {name: list(table.columns) for name, table in audited.items()} == {
        table.name: [column.name for column in table.columns] for table in TABLES
    }
    assert "scores.csv" in capsys.readouterr().out
    assert b"\r" not in (tmp_path / "scores.csv").read_bytes()
