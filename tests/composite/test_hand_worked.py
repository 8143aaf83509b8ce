"""Small cases worked with pencil and fractions, each held to both doors of the engine.

One door is what the index calls: functions of arrays, with the rules of the edition. The other is
``prosperity score``: two files in, tables out, with the rules of COINr. Where the two rules differ, the case
says so and works both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from math import log, nan, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.cli import main
from generator.composite import Entry, Mean, Normalisation, Options, build_tree, compose, contribute
from generator.composite.imputation import fill_columns, fill_rows
from generator.composite.means import average
from generator.composite.scales import describe, rank_percent
from generator.composite.step import make_step
from generator.composite.treatment import (
    Treatment,
    is_skewed,
    log_columns,
    measure_shape,
    transform,
    winsorise,
)
from generator.index.aggregation import aggregate, contributions
from generator.index.normalisation import normalise, place_values
from generator.index.ranking import rank
from generator.index.results import Goalposts, Node, Panel, Structure

Cells = Sequence[float | None]
Row = tuple[str, str, int, int, float]
Score = Callable[..., dict[str, list[float]]]

# Overall
#   p  1/2    e  1/4    a 1/3, b 2/3
#             f  3/4    c
#   q  1/2    g         d
TREE = Structure(
    nodes=(
        Node("overall", "overall", -1, 1.0),
        Node("all", "domain", 0, 2.0),
        *(Node("p", "pillar", 1, 1.0), Node("q", "pillar", 1, 1.0)),
        *(Node("e", "element", 2, 1.0), Node("f", "element", 2, 3.0), Node("g", "element", 3, 1.0)),
    ),
    indicators=("a", "b", "c", "d"),
    element_of=np.array([4, 4, 5, 6], dtype=np.int32),
    weight=np.array([1.0, 2.0, 1.0, 1.0]),
    sign=np.ones(4),
    uk_share=np.ones(7),
)
ROWS: tuple[Row, ...] = (
    *(("a", "e", 1, 1, 1), ("b", "e", 1, 1, 2), ("c", "f", 1, 1, 1), ("d", "g", 1, 1, 1)),
    *(("e", "p", 2, 1, 1), ("f", "p", 2, 1, 3), ("g", "q", 2, 1, 1)),
    *(("p", "overall", 3, 1, 1), ("q", "overall", 3, 1, 1), ("overall", "", 4, 1, 1)),
)
FULL = {"a": [60.0], "b": [30.0], "c": [80.0], "d": [10.0]}
AS_THEY_ARE = ("--normalise", "goalposts")


@pytest.fixture
def score(tmp_path: Path) -> Score:
    """The door of ``prosperity score``: its scores, or its ranks, by code. Goalposts are 0 and 100."""

    def run(
        values: Mapping[str, Cells],
        *options: str,
        rows: Sequence[Row] = ROWS,
        posts: tuple[float, float] = (0, 100),
        groups: Sequence[str] = (),
        read: str = "scores",
    ) -> dict[str, list[float]]:
        count = len(next(iter(values.values())))
        units = {"unit": list("ABCDEFGHIJ"[:count]), **({"group": list(groups)} if groups else {})}
        pd.DataFrame({**units, **values}).to_csv(tmp_path / "v.csv", index=False)
        framework = pd.DataFrame(rows, columns=["code", "parent", "level", "direction", "weight"])
        ends = [[end if level == 1 else None for level in framework["level"]] for end in posts]
        framework.assign(lower=ends[0], upper=ends[1]).to_csv(tmp_path / "f.csv", index=False)
        files = [str(tmp_path / name) for name in ("v.csv", "f.csv", "out")]
        assert main(["score", *files[:2], "--output", files[2], "--force", *options]) == 0
        return pd.read_csv(tmp_path / f"out/{read}.csv").drop(columns="unit").to_dict("list")

    return run


def by_index(
    values: Mapping[str, Cells], structure: Structure = TREE, **rules: object
) -> dict[str, list[float]]:
    """The door of the index: scores of the nodes by key."""
    leaves = np.array([values[code] for code in structure.indicators], dtype=float).T
    scores = aggregate(structure, leaves, **rules)
    return {node.key: scores[:, place].tolist() for place, node in enumerate(structure.nodes)}


def one(direction: int = 1) -> tuple[Row, ...]:
    """A framework of one indicator."""
    return (("x", "T", 1, direction, 1), ("T", "", 2, 1, 1))


def column(values: Cells) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def same(expected: Sequence[float | None]) -> object:
    return pytest.approx([nan if cell is None else cell for cell in expected], nan_ok=True)


def same_all(found: Mapping[str, Sequence[float]], **expected: Sequence[float | None]) -> None:
    for code, cells in expected.items():
        assert list(found[code]) == same(cells), code


def test_weighted_means_up_the_tree(score: Score) -> None:
    # e = (60 + 2 x 30) / 3 = 40, p = (40 + 3 x 80) / 4 = 70, q = 10, overall = (70 + 10) / 2 = 40.
    for found in (by_index(FULL), score(FULL, *AS_THEY_ARE)):
        same_all(found, e=[40], f=[80], g=[10], p=[70], q=[10], overall=[40])


def test_the_weight_of_a_gap_goes_to_its_sibling(score: Score) -> None:
    # Without a, b is all of e: 30. p = (30 + 3 x 80) / 4 = 67.5, overall = (67.5 + 10) / 2 = 38.75.
    values = {**FULL, "a": [None]}
    for found in (by_index(values), score(values, *AS_THEY_ARE)):
        same_all(found, e=[30], p=[67.5], overall=[38.75])


def test_enough_is_weighed_in_the_index_and_counted_by_score(score: Score) -> None:
    # Without b, e has one child of two, and a third of its weight.
    values = {**FULL, "b": [None]}
    # The index needs half of the weight. e has no score; p keeps f, three quarters; overall (80 + 10) / 2.
    same_all(by_index(values), e=[None], p=[80], overall=[45])
    # score needs half of the children: e = 60, p = (60 + 3 x 80) / 4 = 75, overall = (75 + 10) / 2.
    same_all(score(values, *AS_THEY_ARE, "--missing-threshold", "0.5"), e=[60], p=[75], overall=[42.5])
    # With six tenths e falls, then p, which has f alone, then the top, which has q alone.
    same_all(
        score(values, *AS_THEY_ARE, "--missing-threshold", "0.6"), e=[None], p=[None], q=[10], overall=[None]
    )


def test_what_a_nation_does_not_publish(score: Score) -> None:
    # Four indicators that weigh the same; two are published, one of these is there: 40.
    four = Structure(
        nodes=(*TREE.nodes[:3], Node("e", "element", 2, 1.0)),
        indicators=("a", "b", "c", "d"),
        element_of=np.full(4, 3, dtype=np.int32),
        weight=np.ones(4),
        sign=np.ones(4),
        uk_share=np.ones(4),
    )
    values = {"a": [40.0], "b": [None], "c": [None], "d": [None]}
    offered = np.array([True, True, False, False])
    # Half of what is published, a quarter of all: enough for the element. A pillar needs two indicators.
    same_all(by_index(values, four, offered=offered), e=[40], p=[None])
    # Half of all there is: not enough.
    same_all(by_index(values, four), e=[None])
    # One child of four is a quarter.
    rows = (*(("abcd"[n], "e", 1, 1, 1.0) for n in range(4)), ("e", "", 2, 1, 1))
    same_all(score(values, *AS_THEY_ARE, "--missing-threshold", "0.25", rows=rows), e=[40])
    same_all(score(values, *AS_THEY_ARE, "--missing-threshold", "0.26", rows=rows), e=[None])


def test_ten_pillars_of_twelve(score: Score) -> None:
    codes = [f"i{n:02d}" for n in range(12)]
    twelve = Structure(
        nodes=(
            *(Node("overall", "overall", -1, 1.0), Node("all", "domain", 0, 12.0)),
            *(Node(f"p{n}", "pillar", 1, 1.0) for n in range(12)),
            *(Node(f"e{n}", "element", 2 + n, 1.0) for n in range(12)),
        ),
        indicators=tuple(codes),
        element_of=np.arange(14, 26, dtype=np.int32),
        weight=np.ones(12),
        sign=np.ones(12),
        uk_share=np.ones(26),
    )
    # A lacks 0 and 1: (2 + 3 + ... + 11) / 10 = 65 / 10. B lacks three.
    values = {code: [None if n < 2 else n, None if n < 3 else n] for n, code in enumerate(codes)}
    same_all(by_index(values, twelve), overall=[6.5, None])
    rows = (*((code, "overall", 1, 1, 1.0) for code in codes), ("overall", "", 2, 1, 1))
    found = score(values, *AS_THEY_ARE, "--missing-threshold", str(10 / 12), rows=rows)
    same_all(found, overall=[6.5, None])


def test_geometric_means(score: Score) -> None:
    # On a scale from 1 to 100 (1 + 0.99 s): a 1, b 8, c 4, d 100; B lacks a.
    values = {"a": [0.0, None], "b": [700 / 99] * 2, "c": [300 / 99] * 2, "d": [100.0] * 2}
    # A: e = (1 x 8^2)^(1/3) = 4, p = (4 x 4^3)^(1/4) = 4, overall = (4 x 100)^(1/2) = 20.
    # B: e = 8, p = (8 x 4^3)^(1/4) = 2^(9/4), overall = (2^(9/4) x 100)^(1/2) = 10 x 2^(9/8).
    expected = {"e": [4, 8], "p": [4, 2 ** (9 / 4)], "q": [100, 100], "overall": [20, 10 * 2 ** (9 / 8)]}
    same_all(score(values, *AS_THEY_ARE, "--scale", "1", "100", "--aggregate", "geometric"), **expected)
    # The index goes to that scale and back, so that the 0 of a does not decide.
    found = by_index(values, geometric=("element", "pillar", "overall"))
    same_all(found, **{code: [(cell - 1) / 0.99 for cell in cells] for code, cells in expected.items()})


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        # Weights 1 and 2. A: 3 / (1/2 + 2/8) = 4. B has 8 alone.
        ("harmonic", [4, 8]),
        # A: ((4 + 2 x 64) / 3)^(1/2) = 44^(1/2). In a power mean a gap makes a gap.
        ("power:2", [sqrt(44), None]),
        # A: (2^-1 + 2 x 8^-1) / 3 = 1/4, so 4, as the harmonic mean.
        ("power:-1", [4, None]),
    ],
)
def test_other_means_of_two_and_eight(mean: str, expected: Cells, score: Score) -> None:
    values = {"a": [2.0, None], "b": [8.0, 8.0]}
    rows = (("a", "e", 1, 1, 1), ("b", "e", 1, 1, 2), ("e", "", 2, 1, 1))
    same_all(score(values, *AS_THEY_ARE, "--aggregate", mean, rows=rows), e=expected)
    name, _, power = mean.partition(":")
    step = make_step([[0, 1]], np.array([1.0, 2.0]))
    children = np.array([values["a"], values["b"]], dtype=float)
    assert average(step, children, Mean(name, float(power or 1)))[0].tolist() == same(expected)


def test_points_that_each_indicator_gives() -> None:
    # As above without a: b is all of e, a quarter of p, half of overall: 30 / 8. c: 80 x 3 / 8. d: 10 / 2.
    expected = [0, 3.75, 30, 5]
    leaves = np.array([nan, 30, 80, 10])
    assert contributions(TREE, leaves)[0].tolist() == same(expected)
    entries = [Entry(code, parent or None, level, weight=weight) for code, parent, level, _, weight in ROWS]
    posts = [Entry(**{**vars(entry), "lower": 0.0, "upper": 100.0}) for entry in entries if entry.level == 1]
    values = pd.DataFrame({"unit": ["A"], **FULL, "a": [None]})
    result = compose(
        values, [*posts, *entries[4:]], Options(normalise=Normalisation("goalposts"), allow_constant=True)
    )
    assert contribute(build_tree(entries), result.normalised, table=result.table)[0].tolist() == same(
        expected
    )


def make_panel(areas: int) -> Panel:
    """One indicator that is measured alike everywhere; of the cells only the groups are looked at."""
    shape, none = (areas, 1, 1), np.zeros((areas, 1, 1), dtype=np.int32)
    empty = np.full(shape, nan)
    return Panel(
        *(tuple("ABCDEFGHIJ"[:areas]), ("x",), (2026,), empty, empty, empty, none.astype(np.int8), none, ()),
        *(none.astype(np.int8), none, (), np.zeros((areas, 1), dtype=np.int8), np.ones(1, dtype=bool)),
        nation=np.zeros(areas, dtype=np.int32),
    )


def make_goalposts(low: float, high: float, *, logged: bool = False) -> Goalposts:
    return Goalposts(low=np.array([[low]]), high=np.array([[high]]), logged=np.array([logged]))


def test_goalposts_and_direction(score: Score) -> None:
    # Between 25 and 75: 20 is -5/50 = -0.1, 50 is 25/50 = 0.5, 90 is 65/50 = 1.3.
    values, higher, lower = [20.0, 50.0, 90.0, None], [-10, 50, 130, None], [110, 50, -30, None]
    for sign, places in ((1, higher), (-1, lower)):
        # Clipped: what is beyond an end counts as the end.
        expected = [None if cell is None else min(max(cell, 0), 100) for cell in places]
        given = {"panel": make_panel(4), "goalposts": make_goalposts(25, 75), "sign": np.array([float(sign)])}
        assert place_values(column(values), **given)[:, 0].tolist() == same(places)
        assert normalise(column(values), **given)[:, 0].tolist() == same(expected)
        found = score({"x": values}, *AS_THEY_ARE, rows=one(sign), posts=(25, 75))
        assert found["x"] == same(expected)


def test_the_lowest_and_the_highest_value_as_ends(score: Score) -> None:
    # 2, 4 and 12, lower is better: 12 is 0, 2 is 100, and 4 is 8/10 of the way.
    values, expected = [2.0, 4.0, 12.0], [100, 80, 0]
    given = {"panel": make_panel(3), "goalposts": make_goalposts(2, 12), "sign": np.array([-1.0])}
    assert normalise(column(values), **given)[:, 0].tolist() == same(expected)
    assert score({"x": values}, rows=one(-1))["x"] == same(expected)


def test_spreads_from_the_mean(score: Score) -> None:
    # 1, 3, 8: mean 4, deviations -3, -1, 4, squares 9 + 1 + 16 = 26.
    values = [1.0, 3.0, None, 8.0]
    # score takes the spread of a sample, the root of 26/2, and puts it at 20 around 50.
    found = score({"x": values}, "--normalise", "z-score", "--scale", "50", "20", rows=one(-1))
    assert found["x"] == same([50 + 60 / sqrt(13), 50 + 20 / sqrt(13), None, 50 - 80 / sqrt(13)])
    assert [float(each[0]) for each in describe(column(values), lost=1)] == same([4, sqrt(13)])
    # The draws of the index take that of all there are, the root of 26/3.
    assert [float(each[0]) for each in describe(column(values), always=True)] == same([4, sqrt(26 / 3)])


def test_percentiles_of_values_with_ties(score: Score) -> None:
    values = [1.0, 2.0, 2.0, None, 4.0]
    # The index: lower ones plus half of equal ones: 0.5, 1 + 1, 1 + 1 and 3.5 of 4.
    assert rank_percent(np.array(values, dtype=float)).tolist() == same([12.5, 50, 50, None, 87.5])
    # score: places 1 2 2 4, less 1, of 3; with shared places 1 2.5 2.5 4.
    options = ("--normalise", "percentile-rank", "--ties")
    assert score({"x": values}, *options, "min", rows=one())["x"] == same([0, 1 / 3, 1 / 3, None, 1])
    assert score({"x": values}, *options, "average", rows=one())["x"] == same([0, 1 / 2, 1 / 2, None, 1])


def test_ranks_of_scores_with_ties(score: Score) -> None:
    # Two share the second place; the third is left out.
    values, expected = [50.0, 70.0, 50.0, None, 10.0], [2, 1, 2, None, 4]
    assert rank(column(values))[:, 0].tolist() == [cell or 0 for cell in expected]
    assert score({"x": values}, *AS_THEY_ARE, rows=one(), read="ranks")["T"] == same(expected)
    # 50 and 50.0004 are the same in thousandths of a point, which the index counts in; 50.0006 is one more.
    near = [50.0, 50.0004, 50.0006, 40.0]
    assert rank(column(near))[:, 0].tolist() == [2, 2, 1, 4]
    assert score({"x": near}, *AS_THEY_ARE, rows=one(), read="ranks")["T"] == same([3, 2, 1, 4])


def test_gaps_filled_from_the_group(score: Score) -> None:
    values, groups = [1.0, 3.0, None, 10.0, 20.0, 60.0, None], "ggghhhh"
    # g: (1 + 3) / 2 = 2 both ways. h: mean 90 / 3 = 30, the middle one is 20.
    for method, guess in (("mean", 30.0), ("median", 20.0)):
        filled = [1, 3, 2, 10, 20, 60, guess]
        found = score(
            {"x": values}, *AS_THEY_ARE, "--impute", f"group-{method}", rows=one(), groups=list(groups)
        )
        assert found["x"] == same(filled)
        parts = (column(values[:3]), column(values[3:]))
        done = np.concatenate([fill_columns(part, median=method == "median") for part in parts])
        assert done[:, 0].tolist() == same(filled)


def test_gaps_filled_from_the_row(score: Score) -> None:
    values = {"x": [0.0, 10.0, None], "y": [0.0, 100.0, 25.0]}
    # y, lower is better, from 100 to 0: 25 is three quarters of the way. So is the guess: 7.5 of 0 to 10.
    rows = (("x", "T", 1, 1, 1), ("y", "T", 1, -1, 5), ("T", "", 2, 1, 1))
    assert score(values, *AS_THEY_ARE, "--impute", "row-mean", rows=rows)["x"] == same([0, 10, 7.5])
    step = make_step([[0, 1]], np.array([1.0, 5.0]))
    table = np.array([values["x"], values["y"]], dtype=float).T
    assert fill_rows(table, np.array([1.0, -1.0]), step)[:, 0].tolist() == same([0, 10, 7.5])


def test_a_shape_that_is_too_skewed(score: Score, tmp_path: Path) -> None:
    # 1 1 1 1 6: mean 2, deviations -1 (four times) and 4. Mean powers: 20/5 = 4, 60/5 = 12, 260/5 = 52.
    # g1 = 12 / 8 = 3/2, G1 = 3/2 x (5 x 4)^(1/2) / 3 = 5^(1/2).
    # g2 = 52/16 - 3 = 1/4, G2 = 4/6 x (6 x 1/4 + 6) = 5.
    skew, kurtosis = measure_shape(column([1, 1, 1, 1, 6]))
    assert (skew[0], kurtosis[0]) == pytest.approx((sqrt(5), 5))
    assert is_skewed(skew, kurtosis, 2, 3.5).tolist() == [True]
    assert is_skewed(skew, kurtosis, 2, 3.5, tail="upper").tolist() == [True]
    # The same turned round: COINr treats it, the index does not, for a logarithm would lengthen the tail.
    assert is_skewed(-skew, kurtosis, 2, 3.5).tolist() == [True]
    assert is_skewed(-skew, kurtosis, 2, 3.5, tail="upper").tolist() == [False]
    # score measures the same. With a limit of 2.3 the column passes; else 6 becomes 1: that has no shape.
    for limit, outcome in (("2.3", "passed"), ("2.2", "untestable")):
        values = {"x": [1.0, 1, 1, 1, 6]}
        score(values, "--treat", "winsorise-log", "--skew", limit, "--kurtosis", "4.9", rows=one())
        steps = json.loads((tmp_path / "out/log.json").read_text("utf-8"))["steps"]
        done = next(step for step in steps if step["step"] == "treat")["indicators"][0]
        assert (done["skew_before"], done["kurtosis_before"]) == pytest.approx((sqrt(5), 5))
        assert done["outcome"] == outcome


def test_an_outlier_is_pulled_in_to_the_next_value(score: Score) -> None:
    # One cell far from nine others has a skewness near 10^(1/2) = 3.2 and a kurtosis near 10: 50 becomes 3.
    values = [1.0, 2, 3, 1, 2, 3, 1, 2, 3, 50]
    shape = measure_shape(column(values))
    pulled, count, _ = winsorise(column(values), Treatment(), shape=shape)
    assert (pulled[:, 0].tolist(), count.tolist()) == ([*values[:-1], 3], [1])
    found = score({"x": values}, "--treat", "winsorise-log", rows=one())["x"]
    assert found == same([0, 50, 100, 0, 50, 100, 0, 50, 100, 100])


def test_logarithms(score: Score) -> None:
    # The index: 10 is half of the way from 1 to 100 in logarithms, 1000 beyond the end.
    values = column([1, 10, 100, 1000])
    given = {"panel": make_panel(4), "goalposts": make_goalposts(0.0, log(100), logged=True)}
    assert normalise(values, sign=np.ones(1), **given)[:, 0].tolist() == same([0, 50, 100, 100])
    assert log_columns(values, np.array([True]))[:, 0].tolist() == same(
        [0, log(10), 2 * log(10), 3 * log(10)]
    )
    # COINr's log-ct of 0, 9 and 100: the shift is 1 % of 100, so ln 1, ln 10, ln 101. Limits that none meets.
    moved = [0, log(10), log(101), 0]
    assert transform(column([0, 9, 100, 0]), Treatment())[:, 0].tolist() == same(moved)
    options = ("--treat", "winsorise-log", "--winsorise-max", "0", "--skew", "0.01", "--kurtosis", "-99")
    found = score({"x": [0.0, 9, 100, 0]}, *options, rows=one())
    assert found["x"] == same([100 * cell / log(101) for cell in moved])
