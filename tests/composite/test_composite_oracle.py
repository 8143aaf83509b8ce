"""Agreement with COINr, an independent program: on a small table of our own, and on COINr's own example.

``coinr/`` holds the small table, what COINr 1.1.14 made of it, and ``make.R``, which had COINr make it.
The example of COINr is no part of the project. Where its results are, the full comparison is run by
``pytest -m outside tests/composite/test_composite_oracle.py``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.composite import Mean, Normalisation, Options, Treatment, compose
from generator.paths import PROJECT

FOLDER = Path(__file__).parent / "coinr"
ARITHMETIC, GEOMETRIC, HARMONIC = Mean("arithmetic"), Mean("geometric"), Mean("harmonic")
FROM_1 = Normalisation("min-max", scale=(1, 100))
CASES = {
    "plain": Options(),
    "threshold": Options(missing_threshold=0.8),
    "treated": Options(treat=Treatment(), aggregate=(ARITHMETIC, ARITHMETIC, GEOMETRIC)),
    "strict": Options(treat=Treatment(winsorise_max=1, skew=1.5, kurtosis=3, transform="log-ct-plus")),
    "deviations": Options(normalise=Normalisation("z-score", scale=(0, 1))),
    "targets": Options(normalise=Normalisation("distance-to-target")),
    "reference": Options(normalise=Normalisation("distance-to-reference", reference="u04", cap=False)),
    "goalposts": Options(normalise=Normalisation("goalposts", scale=(0, 100))),
    "percentiles": Options(normalise=Normalisation("percentile-rank")),
    "geometric": Options(normalise=FROM_1, aggregate=(GEOMETRIC,)),
    "harmonic": Options(normalise=FROM_1, aggregate=(HARMONIC,)),
    "filled": Options(impute="group-mean"),
}
OUTSIDE = {
    "a_minmax_amean": Options(),
    "b_treat_minmax_amean_gmeanTop": Options(
        treat=Treatment(), aggregate=(ARITHMETIC, ARITHMETIC, GEOMETRIC)
    ),
    "c_zscore_amean": Options(normalise=Normalisation("z-score", scale=(0, 1))),
    "d6_goalposts_p5p95_amean": Options(normalise=Normalisation("goalposts", scale=(0, 100))),
    "h3_minmax1_gmean_weightsAlt": Options(normalise=FROM_1, aggregate=(GEOMETRIC,)),
}
TOLERANCE = 1e-9


def read(file: Path) -> pd.DataFrame:
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    return frame.apply(lambda column: column.map(as_number))


def as_number(cell: str | float) -> str | float:
    """Return the exact number that a text stands for, or the text."""
    try:
        return float(cell)
    except ValueError:
        return cell


def agree(frame: pd.DataFrame, expected: pd.DataFrame, *, tolerance: float) -> None:
    """Compare two tables that begin with the unit."""
    assert frame.columns[1:].tolist() == expected.columns[1:].tolist()
    assert frame["unit"].tolist() == expected.iloc[:, 0].tolist()
    np.testing.assert_allclose(
        frame.iloc[:, 1:].astype(float),
        expected.iloc[:, 1:].astype(float),
        rtol=tolerance,
        atol=tolerance * 1e-3,
    )


@pytest.mark.parametrize("case", CASES)
def test_a_small_table_has_the_scores_and_ranks_of_coinr(case: str) -> None:
    framework = pd.read_csv(FOLDER / "framework.csv")
    result = compose(pd.read_csv(FOLDER / "values.csv"), framework, CASES[case])
    agree(result.scores_frame(), read(FOLDER / f"results/{case}-scores.csv"), tolerance=TOLERANCE)
    agree(result.ranks_frame(), read(FOLDER / f"results/{case}-ranks.csv"), tolerance=0)


def test_every_kept_table_is_compared() -> None:
    kept = {file.stem.partition("-")[0] for file in (FOLDER / "results").iterdir()}
    assert kept == set(CASES)


def find_outside() -> Path:
    """Return the folder with COINr's example, beside the project or further up."""
    tried = [folder / "shared" / "oracle" / "asem" for folder in PROJECT.root.parents]
    found = next((folder for folder in tried if folder.is_dir()), None)
    assert found is not None, f"the results of COINr are in none of {', '.join(map(str, tried))}"
    return found


def read_framework(oracle: Path, *, alternative: bool) -> pd.DataFrame:
    meta, posts = read(oracle / "iMeta.csv"), read(oracle / "goalposts.csv").set_index("iCode")
    meta = meta[meta["Type"].isin(["Indicator", "Aggregate"])]
    frame = meta.rename(columns={"iCode": "code"}).rename(columns=str.lower)
    frame["lower"], frame["upper"] = (
        frame["code"].map(posts[f"goalpost_{end}"]) for end in ("lower", "upper")
    )
    if alternative:
        frame["weight"] = frame["code"].map(read(oracle / "weights_Alt.csv").set_index("iCode")["Weight"])
    return frame[["code", "parent", "level", "direction", "weight", "target", "lower", "upper"]]


@pytest.mark.outside
@pytest.mark.parametrize("case", OUTSIDE)
def test_the_example_has_the_scores_and_ranks_of_coinr(case: str) -> None:
    oracle = find_outside()
    framework = read_framework(oracle, alternative="weightsAlt" in case)
    indicators = framework.loc[framework["level"] == 1, "code"]
    values = read(oracle / "iData.csv").rename(columns={"uCode": "unit"})[["unit", *indicators]]
    result = compose(values, framework, OUTSIDE[case])
    agree(result.normalised_frame(), read(oracle / case / "Normalised.csv"), tolerance=TOLERANCE)
    agree(result.scores_frame(), read(oracle / case / "Aggregated.csv"), tolerance=TOLERANCE)
    agree(result.ranks_frame(), read(oracle / case / "Ranks.csv"), tolerance=0)
