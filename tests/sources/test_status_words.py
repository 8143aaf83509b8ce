"""How a figure came about: what a recipe says of series, periods and words of the raw file."""

from pathlib import Path

import pandas as pd
import pytest
from tiny_sources import TIDY_HEAD, make_recipe, make_sources

from generator.catalogue.denominators import load_denominators
from generator.errors import ProsperityError
from generator.geography.recast import recast
from generator.geography.register import read_register
from generator.geography.weights import load_weightings
from generator.sources.readers import read_raw, read_series

HEAD = TIDY_HEAD.replace("\n", ",status\n")
ROWS = (
    "E06000001,Sole,Trees,2018-01-01/P1Y,10,%,,,\n"
    "E06000001,Sole,Trees,2019-01-01/P1Y,11,%,,,whole\n"
    "E07000050,East,Trees,2018-01-01/P1Y,20,%,,,shared out\n"
    "E07000051,West,Trees,2018-01-01/P1Y,40,%,,,whole\n"
    "E07000001,North District,Trees,2018-01-01/P1Y,,%,,,c\n"
)
WORDS = {
    "whole": {"status": "observed"},
    "shared out": {"status": "estimated", "note": "Shared out by population."},
}


def read(tmp_path: Path, text: str = HEAD + ROWS, **changes: object) -> pd.DataFrame:
    file = tmp_path / "trees.csv"
    file.write_text(text, "utf-8")
    recipe = make_recipe(**{"status_words": WORDS, **changes})
    return read_series(read_raw(file, "tidy"), recipe=recipe, series=recipe.series[0])


def test_words_of_the_raw_column_become_a_status_and_a_note(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert rows["status"].tolist() == ["observed", "observed", "estimated", "observed", "observed"]
    assert rows["note"].tolist()[:4] == ["", "", "Shared out by population.", ""]
    assert rows["reason"].tolist()[4] == "suppressed"  # a mark of official statistics still says so


def test_the_worst_of_series_period_and_word_counts(tmp_path: Path) -> None:
    derived = read(tmp_path, status="derived")
    assert derived["status"].tolist()[:4] == ["derived", "derived", "estimated", "derived"]
    one = read(tmp_path, period_statuses={"2019-01-01/P1Y": "derived"})
    assert one["status"].tolist()[:4] == ["observed", "derived", "estimated", "observed"]


def test_a_file_without_the_column_has_figures_as_published(tmp_path: Path) -> None:
    text = TIDY_HEAD + "E06000001,Sole,Trees,2018-01-01/P1Y,10,%,,\n"
    assert read(tmp_path, text)["status"].tolist() == ["observed"]


def test_a_word_that_the_recipe_does_not_explain_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError) as caught:
        read(tmp_path, HEAD + ROWS, status_words={"whole": {"status": "observed"}})
    error = caught.value
    assert (error.line, error.field, error.code) == (4, "status", "E07000050")
    assert "'shared out'" in error.problem
    assert "status_words" in (error.mend or "")


def test_a_period_that_the_file_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="no rows") as caught:
        read(tmp_path, period_statuses={"2017-01-01/P1Y": "derived"})
    assert caught.value.code == "trees 2017-01-01/P1Y"


def test_periods_that_the_table_labels_in_its_own_way_become_those_of_the_source(tmp_path: Path) -> None:
    rule = {"years": -1, "starts": "04-01", "lasts": "P1Y"}
    rows = read(tmp_path, relabel=rule, period_statuses={"2018-04-01/P1Y": "derived"})
    assert rows["period"].tolist() == ["2017-04-01/P1Y", "2018-04-01/P1Y", *["2017-04-01/P1Y"] * 3]
    assert rows["status"].tolist()[:2] == ["observed", "derived"]
    days = read(tmp_path, relabel={"starts": "09-30"})
    assert days["period"].tolist()[:2] == ["2018-09-30", "2019-09-30"]


def test_two_labels_that_would_become_one_period_are_refused(tmp_path: Path) -> None:
    text = HEAD + ROWS + "E06000001,Sole,Trees,2018-07-01/P3M,10,%,,,\n"
    with pytest.raises(ProsperityError, match="both for 2018-09-30") as caught:
        read(tmp_path, text, relabel={"starts": "09-30"})
    assert (caught.value.line, caught.value.field, caught.value.code) == (7, "period", "E06000001")


def test_a_merger_of_estimates_says_that_they_are(tmp_path: Path) -> None:
    sources = make_sources(tmp_path)
    register = read_register(sources)
    weightings = load_weightings(sources, load_denominators(), former=register.successor)
    rows = read(tmp_path, status="derived").drop(columns=["line", "shared"])
    made = recast(rows, register=register, kind="rate", weighting=weightings["land-area"]).observations
    by_place = {(row.area_code, row.period[:4]): row for row in made.itertuples()}
    merged = by_place["E06000059", "2018"]
    assert (merged.value, merged.status) == (35.0, "recast")  # 20 on a quarter of the land, 40 on the rest
    assert str(merged.note).endswith("some of their figures are estimates")
    assert by_place["E06000001", "2018"].status == "derived"
    assert by_place["E07000001", "2018"].status == "missing"
