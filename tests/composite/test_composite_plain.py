"""The engine against the same formulas written cell by cell: many random tables, every option."""

from __future__ import annotations

import numpy as np
import plain_composite as plain
import pytest

from generator.composite import (
    Entry,
    Normalisation,
    Options,
    Table,
    Treatment,
    build_tree,
    parse_mean,
    run,
)

UNITS, INDICATORS = 25, 9
METHODS = (
    ("min-max", (0.0, 100.0)),
    ("min-max", (1.0, 100.0)),
    ("z-score", (100.0, 15.0)),
    ("rank", None),
    ("percentile-rank", (0.0, 1.0)),
    ("borda", None),
    ("distance-to-maximum", (0.0, 1.0)),
    ("distance-to-target", (0.0, 1.0)),
    ("distance-to-reference", (0.0, 1.0)),
    ("goalposts", (0.0, 100.0)),
)


def make_world(seed: int) -> tuple[np.ndarray, list[Entry], list[str | None]]:
    """Return values with gaps, ties and outliers, a framework of four levels, and groups."""
    random = np.random.default_rng(seed)
    values = random.lognormal(sigma=random.uniform(0.2, 2, INDICATORS), size=(UNITS, INDICATORS)).round(2)
    values[:, 0] *= -1
    values[random.random(values.shape) < 0.08] = np.nan
    values[0] = np.nan_to_num(values[0], nan=1.0)
    low, high = np.nanquantile(values, 0.1, axis=0), np.nanquantile(values, 0.9, axis=0)
    leaves = [
        Entry(
            f"i{n}",
            f"p{n // 3}",
            1,
            int(random.choice([1, -1])),
            float(random.uniform(0.5, 2)),
            target=float(high[n]),
            lower=float(low[n]),
            upper=float(high[n]),
        )
        for n in range(INDICATORS)
    ]
    above = [Entry("p0", "q0", 2, weight=2), Entry("p1", "q0", 2), Entry("p2", "q1", 2)]
    above += [Entry("q0", "top", 3), Entry("q1", "top", 3, weight=0.5), Entry("top", None, 4)]
    groups = [None if n == 5 else "gh"[n % 2] for n in range(UNITS)]
    return values, [*leaves, *above], groups


def cells_of(values: np.ndarray) -> list[plain.Column]:
    return [[None if np.isnan(cell) else float(cell) for cell in column] for column in values.T]


def array_of(columns: list[plain.Column]) -> np.ndarray:
    return np.array([[np.nan if cell is None else cell for cell in column] for column in columns]).T


def make_table(values: np.ndarray, groups: list[str | None]) -> Table:
    units = tuple(f"u{n:02d}" for n in range(UNITS))
    return Table(units, tuple(f"i{n}" for n in range(INDICATORS)), values, groups=tuple(groups))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("method", ["mean", "median", "group-mean", "group-median"])
def test_imputation(seed: int, method: str) -> None:
    values, entries, groups = make_world(seed)
    found = run(make_table(values, groups), build_tree(entries), Options(impute=method)).prepared.table.values
    expected = array_of([plain.impute(column, method, groups) for column in cells_of(values)])
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"winsorise_max": 1},
        {"winsorise_max": 3, "combine": True, "skew": 1.0, "kurtosis": 1.0},
        {"winsorise_max": 0, "transform": "box-cox", "box_cox_lambda": 0.25},
        {"winsorise_max": 2, "transform": "log-ct-plus", "skew": 0.8, "kurtosis": 1.5},
    ],
    ids=str,
)
def test_treatment(seed: int, choices: dict[str, object]) -> None:
    values, entries, groups = make_world(seed)
    found = run(make_table(values, groups), build_tree(entries), Options(treat=Treatment(**choices))).treated
    names = {
        "winsorise_max": "winmax",
        "kurtosis": "kurt",
        "transform": "kind",
        "box_cox_lambda": "power",
    }
    given = {names.get(name, name): choice for name, choice in choices.items()}
    expected = array_of([plain.treat(column, **given) for column in cells_of(values)])
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("method", METHODS, ids=str)
@pytest.mark.parametrize("cap", [True, False])
@pytest.mark.parametrize("ties", ["min", "average"])
def test_normalisation(
    seed: int, method: tuple[str, tuple[float, float] | None], cap: bool, ties: str
) -> None:
    values, entries, groups = make_world(seed)
    name, scale = method
    reference = "u00" if name == "distance-to-reference" else None
    spec = Normalisation(name, scale=scale, cap=cap, ties=ties, reference=reference)
    found = run(make_table(values, groups), build_tree(entries), Options(normalise=spec)).normalised
    expected = [
        plain.normalise(
            column,
            entry.direction,
            name,
            scale=scale or (0, 1),
            target=entry.target,
            posts=(entry.lower, entry.upper),
            cap=cap,
            average=ties == "average",
        )
        for column, entry in zip(cells_of(values), entries, strict=False)
    ]
    np.testing.assert_allclose(found, array_of(expected), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("threshold", [None, 0.6, 1.0])
@pytest.mark.parametrize(
    "means",
    [
        ("arithmetic",),
        ("geometric",),
        ("harmonic",),
        ("power:0.5",),
        ("power:-2",),
        ("arithmetic", "harmonic", "geometric"),
        ("geometric", "arithmetic", "power:3"),
    ],
    ids="-".join,
)
def test_aggregation(seed: int, threshold: float | None, means: tuple[str, ...]) -> None:
    values, entries, groups = make_world(seed)
    options = Options(
        normalise=Normalisation("min-max", scale=(1, 100)),
        aggregate=tuple(parse_mean(mean) for mean in means),
        missing_threshold=threshold,
    )
    result = run(make_table(values, groups), build_tree(entries), options)
    leaves = dict(zip(result.tree.indicators, cells_of(result.normalised), strict=True))
    rows = [(entry.code, entry.parent, entry.level, entry.weight) for entry in entries]
    expected = plain.aggregate(leaves, rows, means, threshold=threshold)
    for codes, scores in zip(result.tree.levels, result.levels, strict=True):
        np.testing.assert_allclose(scores, array_of([expected[code] for code in codes]), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "means", [("copeland", "arithmetic", "arithmetic"), ("arithmetic", "copeland", "copeland")]
)
def test_copeland(seed: int, means: tuple[str, ...]) -> None:
    values, entries, groups = make_world(seed)
    options = Options(impute="mean", aggregate=tuple(parse_mean(mean) for mean in means))
    result = run(make_table(values, groups), build_tree(entries), options)
    leaves = dict(zip(result.tree.indicators, cells_of(result.normalised), strict=True))
    rows = [(entry.code, entry.parent, entry.level, entry.weight) for entry in entries]
    expected = plain.aggregate(leaves, rows, means)
    np.testing.assert_allclose(result.top, array_of([expected["top"]])[:, 0], rtol=1e-9)
