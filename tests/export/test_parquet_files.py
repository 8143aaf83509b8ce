"""Parquet: the types described, gaps that stay gaps, every number to the last bit, the same bytes twice."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.errors import ProsperityError
from generator.export.columns import Column, Table
from generator.export.parquet_files import encode_frame, encode_report

TABLE = Table(
    name="trees",
    title="Trees",
    row="tree",
    columns=(
        Column(name="place", meaning="Where."),
        Column(name="height", type="number", unit="metres", meaning="How high."),
        Column(name="rank", type="integer", meaning="Rank."),
        Column(name="old", type="boolean", meaning="Whether old."),
        Column(name="kinds", separator="|", meaning="Kinds."),
    ),
)
FRAME = pd.DataFrame(
    {
        "place": ["Épping", "", None],
        "height": [0.1 + 0.2, np.nan, 1e-7],
        "rank": pd.array([1, None, 3], dtype="Int64"),
        "old": [True, False, True],
        "kinds": ["oak|ash", "", "elm"],
    }
)
EXPECTED = {
    "place": ["Épping", None, None],
    "height": [0.30000000000000004, None, 1e-7],
    "rank": [1, None, 3],
    "old": [True, False, True],
    "kinds": ["oak|ash", None, "elm"],
}


def read(content: bytes) -> pa.Table:
    return pq.read_table(pa.BufferReader(content))


def test_a_frame_keeps_its_cells_and_gets_the_types_described() -> None:
    content = encode_frame(FRAME, TABLE)
    table = read(content)
    assert table.to_pydict() == EXPECTED
    assert [str(field.type) for field in table.schema] == ["string", "double", "int64", "bool", "string"]
    assert table.schema.field("height").metadata[b"description"] == b"How high."
    assert table.schema.metadata == {b"title": b"Trees", b"description": b"One row for each tree."}
    assert encode_frame(FRAME.copy(), TABLE) == content


def test_rows_of_a_report_are_read_alike() -> None:
    rows = [{name: cells[number] for name, cells in EXPECTED.items()} for number in range(3)]
    del rows[1]["rank"]
    content = encode_report(rows, TABLE)
    assert read(content).to_pydict() == EXPECTED
    assert encode_report(rows, TABLE) == content
    assert read(encode_report([], TABLE)).num_rows == 0


def test_numbers_come_back_to_the_last_bit() -> None:
    numbers = np.random.default_rng(1).normal(size=500) * 10.0 ** np.arange(-250, 250)
    frame = pd.DataFrame({"height": numbers})
    table = TABLE.model_copy(update={"columns": (TABLE.columns[1],)})
    found = read(encode_frame(frame, table)).column("height").to_pylist()
    assert all(math.isclose(a, b, rel_tol=0, abs_tol=0) for a, b in zip(found, numbers, strict=True))


def test_a_cell_of_another_type_is_refused() -> None:
    with pytest.raises(ProsperityError, match="'trees' is not of the type described"):
        encode_report([{"rank": "third"}], TABLE)


def test_the_file_stands_beside_the_csv() -> None:
    assert TABLE.parquet_path == "trees.parquet"
    assert TABLE.model_copy(update={"file": "audit/weights.csv"}).parquet_path == "audit/weights.parquet"
