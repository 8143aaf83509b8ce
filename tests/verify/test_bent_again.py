"""The check of moves reads the years to avoid from the published tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.public_tables import PublicTables

FRAMEWORK = """domain,pillar,element,indicator,counts_for
d,p,one,crime,score
d,p,two,births,score
d,p,two,loans,trend
"""
INDICATORS = """indicator,nations,bent_years
crime,England|Wales,2020|2021|2022
crime,Scotland,
births,England,2020|2021
loans,England,2021|2022
"""


@pytest.mark.parametrize(
    ("node", "nation", "years"),
    [
        ("one", "England", [2020, 2021, 2022]),
        ("one", "Wales", [2020, 2021, 2022]),
        ("one", "Scotland", []),
        # One of two stands in 2020 and in 2022.
        ("two", "England", [2021]),
        ("p", "England", [2021]),
        # A nation without any figure has no year to tell.
        ("two", "Wales", [2019, 2020, 2021, 2022, 2023]),
    ],
)
def test_years_that_bent_all_below_a_node(tmp_path: Path, node: str, nation: str, years: list[int]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "framework.csv").write_text(FRAMEWORK, "utf-8")
    (tmp_path / "data" / "indicators.csv").write_text(INDICATORS, "utf-8")
    tables = PublicTables(tmp_path)
    assert [year for year in range(2019, 2024) if tables.is_bent(node, nation, year)] == years
