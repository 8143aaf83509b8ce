"""Values that are scored against the observations: a mean, a single one, and one that is neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.means_check import check_means
from generator.verify.public_tables import PublicTables

TABLES = {
    "areas": "code,kind,name,slug,nation\nE06000010,council,Hull,hull,England\n",
    "indicators": "indicator,nations,dataset,series\npay,England|Wales,d,s\nrent,England,e,t\n",
    "observations": "dataset,series,area_code,period,value\n"
    "d,s,E06000010,2021-01-01/P1Y,1.0\nd,s,E06000010,2022-01-01/P1Y,4.0\ne,t,E06000010,2022-04-01,7.5\n",
    "values": "area_code,indicator,period,value,source\n"
    "E06000010,pay,2021-01-01/P1Y|2022-01-01/P1Y,2.5,d\nE06000010,rent,2022-04-01,7.5,e\n",
}


def check(folder: Path, *swap: str) -> list[str]:
    (folder / "data").mkdir()
    for name, text in TABLES.items():
        (folder / "data" / f"{name}.csv").write_text(text.replace(*swap) if swap else text, "utf-8")
    return [problem for _, problem in check_means(PublicTables(folder))]


def test_a_mean_and_a_single_value_pass(tmp_path: Path) -> None:
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("swap", "problem"),
    [
        (("|2022-01-01/P1Y,2.5", "|2022-01-01/P1Y,2.6"), "pay is 2.6, and 2.5 by the observations"),
        (("2022-04-01,7.5,e", "2022-04-01,7.4,e"), "rent is 7.4, and 7.5 by the observations"),
        (("P1Y,1.0", "P1Y,"), "pay: there is no observation of 2021-01-01/P1Y"),
    ],
)
def test_another_value_is_named(tmp_path: Path, swap: tuple[str, str], problem: str) -> None:
    assert check(tmp_path, *swap) == [problem]
