"""Agreement with COINr on its own example; its results are no part of the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.index.composite import Mean, Normalisation, Options, Treatment, compose
from generator.paths import PROJECT

ARITHMETIC, GEOMETRIC = Mean("arithmetic"), Mean("geometric")
CASES = {
    "a_minmax_amean": Options(),
    "b_treat_minmax_amean_gmeanTop": Options(
        treat=Treatment(), aggregate=(ARITHMETIC, ARITHMETIC, GEOMETRIC)
    ),
    "c_zscore_amean": Options(normalise=Normalisation("z-score", scale=(0, 1))),
    "d6_goalposts_p5p95_amean": Options(normalise=Normalisation("goalposts", scale=(0, 100))),
    "h3_minmax1_gmean_weightsAlt": Options(
        normalise=Normalisation("min-max", scale=(1, 100)), aggregate=(GEOMETRIC,)
    ),
}
TOLERANCE = 1e-9


def find_oracle() -> Path | None:
    for folder in (PROJECT.root, *PROJECT.root.parents):
        if (folder / "shared" / "oracle" / "asem").is_dir():
            return folder / "shared" / "oracle" / "asem"
    return None


def read(file: Path) -> pd.DataFrame:
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    return frame.apply(lambda column: column.map(as_number))


def as_number(cell: str | float) -> str | float:
    """Return the exact number that a text stands for, or the text."""
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.fixture(scope="module")
def oracle() -> Path:
    folder = find_oracle()
    if folder is None:
        pytest.skip("the results of COINr are not here")
    return folder


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


@pytest.mark.parametrize("case", CASES)
def test_scores_and_ranks_are_those_of_coinr(oracle: Path, case: str) -> None:
    framework = read_framework(oracle, alternative="weightsAlt" in case)
    indicators = framework.loc[framework["level"] == 1, "code"]
    values = read(oracle / "iData.csv").rename(columns={"uCode": "unit"})[["unit", *indicators]]
    result = compose(values, framework, CASES[case])
    for name, frame, tolerance in (
        ("Normalised", result.normalised_frame(), TOLERANCE),
        ("Aggregated", result.scores_frame(), TOLERANCE),
        ("Ranks", result.ranks_frame(), 0),
    ):
        expected = read(oracle / case / f"{name}.csv")
        assert frame.columns[1:].tolist() == expected.columns[1:].tolist()
        assert frame["unit"].tolist() == expected["uCode"].tolist()
        np.testing.assert_allclose(
            frame.iloc[:, 1:], expected.iloc[:, 1:], rtol=tolerance, atol=tolerance * 1e-3
        )
