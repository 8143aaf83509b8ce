"""Tables as Parquet: the columns of the CSV file beside it with their types, and what each means.

Pure: columns of plain values in, bytes out, the same for the same table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from generator.errors import ProsperityError
from generator.export.columns import Column, Table
from generator.export.descriptors import describe_rows, explain

TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.string(),
}


def encode_frame(frame: pd.DataFrame, table: Table) -> bytes:
    """Return a table of the whole index as Parquet.

    Args:
        frame: the table, as it is written as CSV.
        table: what it holds; its columns are those of the frame.

    Raises:
        ProsperityError: a cell is not of the type described.
    """
    return encode_columns([frame[column.name] for column in table.columns], table)


def encode_report(rows: Sequence[Mapping[str, Any]], table: Table) -> bytes:
    """Return the table beside a report as Parquet; what a row has not is a gap."""
    return encode_columns(
        [[row.get(column.name) for row in rows] for column in table.columns], table, small=True
    )


def encode_columns(columns: Iterable[Iterable[Any]], table: Table, *, small: bool = False) -> bytes:
    """Return columns as Parquet, with title and meanings as metadata; an empty text is a gap.

    Args:
        columns: in the order of the table.
        table: what they hold.
        small: leave out what helps only to search large files.
    """
    arrays = [
        make_array(cells, column, table=table) for cells, column in zip(columns, table.columns, strict=True)
    ]
    fields = [
        pa.field(column.name, TYPES[column.type], metadata={"description": explain(column)})
        for column in table.columns
    ]
    about = {"title": table.title, "description": describe_rows(table)}
    made = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about))
    numbers = [column.name for column in table.columns if column.type == "number"]
    sink = pa.BufferOutputStream()
    pq.write_table(
        made,
        sink,
        compression="zstd",
        compression_level=9,
        # Numbers hardly ever repeat: their bytes compress better taken apart than in a dictionary.
        use_dictionary=[column.name for column in table.columns if column.type != "number"],
        use_byte_stream_split=numbers,
        write_statistics=not small,
        store_schema=not small,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def make_array(cells: Iterable[Any], column: Column, *, table: Table) -> pa.Array:
    """Return one column with its type; NaN, NA and the empty text are gaps."""
    kind = TYPES[column.type]
    try:
        if isinstance(cells, pd.Series):
            if cells.dtype == np.float64:
                return pa.array(cells.to_numpy(), type=kind, from_pandas=True)
            cells = cells.astype(object).where(cells.notna(), None)
        if column.type in ("string", "date"):
            return pa.array([cell or None for cell in cells], type=kind)
        return pa.array([None if cell == "" else cell for cell in cells], type=kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as reason:
        raise ProsperityError(
            f"a cell of the table {table.name!r} is not of the type described ({reason})",
            field=column.name,
            expected=column.type,
        ) from None
