"""The long table of all observations: its rows, its parts, and the same as Parquet."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from generator.catalogue.doubts import Doubt, Judged, format_judged
from generator.catalogue.observations import COLUMNS, STATUSES
from generator.catalogue.reasons import IMPORTED, REFUSED
from generator.export.columns import TABLES, Table, check_heads, load_tables
from generator.export.observations import (
    HEAD,
    NAME,
    encode_parquet,
    encode_part,
    part_tables,
    plan_parts,
)
from generator.paths import PROJECT
from generator.verify.observations_check import check_doubtful, check_observations

OAKS = "share,E06000001,2020-01-01/P1Y,1.5,1,2,derived,,\n"
TREES = 'share,E06000001,2020-01-01,,,,missing,"Held back, for now.",suppressed\n'
TABLES_FILE = PROJECT.templates / TABLES


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    for slug, row in (("oaks", OAKS), ("trees", TREES)):
        place = tmp_path / "datasets" / slug
        place.mkdir(parents=True)
        (place / "observations.csv").write_text(",".join(COLUMNS) + "\n" + row, "utf-8")
    return tmp_path / "datasets"


def describe() -> Table:
    return load_tables(TABLES_FILE).get(NAME)


def test_each_row_has_its_dataset_in_front(datasets: Path) -> None:
    told = encode_part(datasets, ["oaks", "trees"]).decode("utf-8")
    assert told == f"{HEAD}oaks,{OAKS}trees,{TREES}"


def test_the_description_is_that_of_the_rows() -> None:
    table = describe()
    assert ",".join(table.heads) + "\n" == HEAD
    statuses = set(next(one for one in table.columns if one.name == "status").values)
    assert statuses == {*STATUSES, *(reason.word for reason in REFUSED)}
    reasons = next(one for one in table.columns if one.name == "reason").values
    assert set(reasons) == {reason.word for reason in IMPORTED}


DOUBT = Doubt("oaks", "share", "E06000001", "2020-01-01/P1Y", 1.5, "step", "1.5 after 9", "about 9")
MARKED = (
    "oaks,share,E06000001,2020-01-01/P1Y,1.5,1,2,doubtful,"
    "The figure for 2020-01-01/P1Y is doubtful and does not count: 1.5 after 9.,\n"
)


PLACE = "oaks share E06000001 2020-01-01/P1Y"


def test_a_figure_that_does_not_count_has_its_mark(datasets: Path, tmp_path: Path) -> None:
    judged = (Judged(DOUBT, None),)
    told = encode_part(datasets, ["oaks", "trees"], judged).decode("utf-8")
    assert told == f"{HEAD}{MARKED}trees,{TREES}"
    site = publish(tmp_path / "site", told)
    found = list(check_observations(site, datasets))
    assert ("data/observations.csv", "row 1 of oaks differs in status") in found
    (site / "data" / "doubtful.csv").write_text(format_judged(judged), "utf-8")
    assert list(check_observations(site, datasets)) == []
    # A mark that lacks is found as well.
    publish(site, encode_part(datasets, ["oaks", "trees"]).decode("utf-8"))
    assert list(check_observations(site, datasets)) == [
        ("data/observations.csv", "row 1 of oaks is doubtful, and is not marked so")
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("1.5,", "2.5,", f"{PLACE} is 2.5, and 1.5 observed"),
        ("1.5,", ",", f"{PLACE} is , and 1.5 observed"),
        (",,,\n", ",stands,So.,2026-11-30\n", f"{PLACE}: stands here, doubtful in the observations"),
        (",,,\n", ",wrong,So.,2026-11-30\n", f"{PLACE}: wrong here, doubtful in the observations"),
        ("oaks,", "elms,", f"{PLACE} is doubtful, and is not in the table"),
    ],
)
def test_a_doubtful_figure_is_the_one_that_is_observed(
    datasets: Path, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    judged = (Judged(DOUBT, None),)
    site = publish(tmp_path / "site", encode_part(datasets, ["oaks"], judged).decode("utf-8"))
    assert list(check_doubtful(site)) == []
    file = site / "data" / "doubtful.csv"
    file.write_text(format_judged(judged), "utf-8")
    assert list(check_doubtful(site)) == []
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    found = list(check_doubtful(site))
    assert found[0] == ("data/doubtful.csv", problem)
    strange = ("data/doubtful.csv", f"there is no observation of {PLACE.replace('oaks', 'elms')}")
    assert found[1:] == ([strange] if new == "elms," else [])


def test_parquet_has_numbers_words_and_gaps(datasets: Path) -> None:
    table = pq.read_table(io.BytesIO(encode_parquet(encode_part(datasets, ["oaks", "trees"]), describe())))
    assert table.to_pylist()[0] == {
        "dataset": "oaks", "series": "share", "area_code": "E06000001", "period": "2020-01-01/P1Y",
        "value": 1.5, "lower": 1.0, "upper": 2.0, "status": "derived", "note": None, "reason": None,
    }  # fmt: skip
    assert table.to_pylist()[1]["value"] is None
    assert table.to_pylist()[1]["note"] == "Held back, for now."


def test_files_are_parted_between_datasets(datasets: Path) -> None:
    whole = len(encode_part(datasets, ["oaks", "trees"]))
    assert plan_parts(datasets, ["trees", "oaks"], largest=whole) == [["oaks", "trees"]]
    parts = plan_parts(datasets, ["trees", "oaks"], largest=whole - 1)
    assert parts == [["oaks"], ["trees"]]
    described = part_tables(load_tables(TABLES_FILE), parts)
    names = [table.name for table in described.tables if table.name.startswith(NAME)]
    assert names == ["observations", "observations_2"]
    assert described.get("observations_2").path == "observations_2.csv"
    heads = {table.name: table.heads for table in (*described.tables, *described.alone)}
    check_heads(described, heads, file=TABLES_FILE)


def test_the_committed_datasets_lie_whole_in_files_of_a_sane_size() -> None:
    slugs = sorted(place.name for place in PROJECT.datasets.iterdir())
    assert [slug for part in plan_parts(PROJECT.datasets, slugs) for slug in part] == slugs


def publish(site: Path, content: str) -> Path:
    (site / "data").mkdir(parents=True, exist_ok=True)
    (site / "data" / "observations.csv").write_text(content, "utf-8")
    return site


def test_the_checker_finds_nothing_wrong_with_what_is_published(datasets: Path, tmp_path: Path) -> None:
    site = publish(tmp_path / "site", encode_part(datasets, ["oaks"]).decode("utf-8"))
    (site / "data" / "observations_2.csv").write_bytes(encode_part(datasets, ["trees"]))
    assert list(check_observations(site, datasets)) == []
    assert list(check_observations(tmp_path / "elsewhere", datasets)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (",1.5,", ",1.6,", "row 1 of oaks differs in value"),
        ("derived", "observed", "row 1 of oaks differs in status"),
        (f"oaks,{OAKS}", "", "the dataset oaks is missing"),
        (f"oaks,{OAKS}", f"oaks,{OAKS}oaks,{OAKS}", "oaks has 2 rows, in data/ it has 1"),
        ("trees,share", "elms,share", "the dataset elms is not in data/"),
        (f"trees,{TREES}", f"trees,{TREES}oaks,{OAKS}", "the dataset oaks stands twice"),
    ],
)
def test_the_checker_finds_rows_that_are_more_less_or_otherwise(
    datasets: Path, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    whole = encode_part(datasets, ["oaks", "trees"]).decode("utf-8")
    assert old in whole
    found = list(check_observations(publish(tmp_path / "site", whole.replace(old, new, 1)), datasets))
    assert ("data/observations.csv", problem) in found
