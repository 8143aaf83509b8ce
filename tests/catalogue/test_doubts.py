"""Doubtful figures and their reviews: what counts, what is refused, and what the committed files say."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.catalogue.doubts import (
    Doubt,
    Judged,
    Review,
    find_stale,
    format_doubts,
    format_judged,
    judge,
    load_doubts,
    mark_doubts,
)
from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.paths import PROJECT, DataPaths

HOLE = Doubt("roads", "hurt", "E06000066", "2020-01-01/P3Y", 0.0, "zero", "0, the only one", "about 4.7")
LEAP = Doubt("roads", "hurt", "E06000067", "2020-01-01/P3Y", 9.25, "step", "9.3 after 4.1", "about 4.2")


def review(doubt: Doubt, decision: str = "stands", value: float | None = None) -> str:
    return (
        f"  - dataset: {doubt.dataset}\n    series: {doubt.series}\n    area_code: {doubt.area_code}\n"
        f'    period: "{doubt.period}"\n    value: {doubt.value if value is None else value}\n'
        f'    decision: {decision}\n    reason: Counted again.\n    date: "2026-11-30"\n'
    )


def write(folder: Path, reviews: str = "") -> DataPaths:
    paths = DataPaths(folder)
    paths.doubtful.write_text(format_doubts([HOLE, LEAP]), "utf-8")
    if reviews:
        paths.reviews.write_text(f"reviews:\n{reviews}", "utf-8")
    return paths


def test_without_a_file_nothing_is_doubtful(tmp_path: Path) -> None:
    assert judge(DataPaths(tmp_path)) == ()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    assert load_doubts(write(tmp_path)) == (HOLE, LEAP)


def test_a_doubtful_figure_does_not_count_until_somebody_decides(tmp_path: Path) -> None:
    hole, leap = judge(write(tmp_path, review(LEAP)))
    assert (hole.reason, leap.reason) == (Reason.DOUBTFUL, Reason.NONE)
    hole, leap = judge(write(tmp_path, review(LEAP) + review(HOLE, "wrong")))
    assert (hole.reason, leap.reason) == (Reason.WRONG, Reason.NONE)
    assert hole.note == (
        "The figure for 2020-01-01/P3Y is wrong and does not count: 0, the only one. Counted again."
    )


def test_a_figure_that_stays_open_after_a_look_does_not_count_either(tmp_path: Path) -> None:
    hole, leap = judge(write(tmp_path, review(HOLE, "open")))
    assert (hole.reason, leap.reason) == (Reason.DOUBTFUL, Reason.DOUBTFUL)
    assert hole.note == (
        "The figure for 2020-01-01/P3Y is doubtful and does not count: 0, the only one. Counted again."
    )


@pytest.mark.parametrize(
    ("reviews", "line", "problem", "expected"),
    [
        (review(LEAP, value=9.5), 2, "the figure was 9.5 when it was reviewed", "9.25, as it is now"),
        (
            review(HOLE) + review(LEAP).replace("E06000067", "E06000068"),
            10,
            "the figure is not doubtful",
            "a figure of doubtful.csv",
        ),
        (review(LEAP) + review(LEAP), 10, "the figure is reviewed twice", "one review"),
    ],
)
def test_a_review_that_does_not_fit_is_refused_with_its_line(
    tmp_path: Path, reviews: str, line: int, problem: str, expected: str
) -> None:
    paths = write(tmp_path, reviews)
    with pytest.raises(ProsperityError) as caught:
        judge(paths)
    error = caught.value
    assert (error.file, error.line, error.problem) == (str(paths.reviews), line, problem)
    assert error.expected == expected and error.mend


def test_an_import_passes_a_review_over_that_does_not_fit_and_tells_it(tmp_path: Path) -> None:
    paths = write(tmp_path, review(HOLE) + review(LEAP, value=9.5))
    hole, leap = judge(paths, stale="pass over")
    assert (hole.reason, leap.reason) == (Reason.NONE, Reason.DOUBTFUL)
    (stale,) = find_stale(paths)
    assert (stale.line, stale.code) == (10, "roads hurt E06000067 2020-01-01/P3Y")
    # What is wrong in any case an import refuses too.
    paths = write(tmp_path, review(HOLE) + review(HOLE))
    with pytest.raises(ProsperityError, match="reviewed twice"):
        judge(paths, stale="pass over")


def table(**changes: object) -> pd.DataFrame:
    row = {
        "series": "hurt", "area_code": "E06000066", "period": "2020-01-01/P3Y", "value": 0.0, "lower": np.nan,
        "upper": np.nan, "status": "observed", "note": "", "reason": "",
    }  # fmt: skip
    return pd.DataFrame([{**row, "area_code": "E06000001", "value": 5.0}, row | changes])


def test_a_figure_that_does_not_count_is_a_gap_with_its_reason(tmp_path: Path) -> None:
    marked = mark_doubts(table(), [Judged(HOLE, None)], file=tmp_path)
    assert marked["value"][0] == 5.0 and math.isnan(marked["value"][1])
    assert marked["status"].tolist() == ["observed", "doubtful"]
    assert marked["reason"].tolist() == ["", "doubtful"]
    assert (
        marked["note"][1] == "The figure for 2020-01-01/P3Y is doubtful and does not count: 0, the only one."
    )


def test_a_figure_that_stands_stays_as_it_is(tmp_path: Path) -> None:
    stands = Review(
        dataset="roads", series="hurt", area_code="E06000066", period="2020-01-01/P3Y", value=0.0,
        decision="stands", reason="Counted again.", date="2026-11-30",
    )  # fmt: skip
    pd.testing.assert_frame_equal(mark_doubts(table(), [Judged(HOLE, stands)], file=tmp_path), table())


def test_a_table_that_has_another_figure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="another one here"):
        mark_doubts(table(value=1.0), [Judged(HOLE, None)], file=tmp_path)


def test_the_published_table_has_the_decision_beside_each_figure(tmp_path: Path) -> None:
    head, hole, leap = format_judged(judge(write(tmp_path, review(LEAP, "wrong")))).splitlines()
    assert head.endswith("expected,decision,reason,date")
    assert hole.endswith(",about 4.7,,,") and leap.endswith(",about 4.2,wrong,Counted again.,2026-11-30")


def test_somersets_roads_do_not_count_and_few_figures_are_doubtful() -> None:
    judged = {one.doubt.key: one for one in judge(PROJECT)}
    roads = ("children-hurt-on-roads", "children-killed-or-seriously-hurt", "E06000066", "2020-01-01/P3Y")
    assert judged[roads].doubt.value == 0.0
    assert judged[roads].reason is Reason.WRONG
    # The number of active firms went with these births; nothing confirms this coverage yet.
    births = ("business-births", "births", "N09000005", "2024-01-01/P1Y")
    assert judged[births].reason is Reason.NONE
    coverage = ("5g-coverage", "5g", "S12000023", "2026-01-01")
    assert judged[coverage].reason is Reason.DOUBTFUL
    # Far fewer than 3 in 1,000 of more than 400,000 figures.
    assert 50 < len(judged) < 400
