"""Read and write tables that are too large to hold, a part at a time.

What :mod:`lasthope.tables` promises holds here too: written whole or not at all, by the
contract of the table, the same bytes everywhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lasthope.schemas import SCHEMAS
from lasthope.tables import FORMULA_STARTS, check, write_with

# A row group is what a reader holds at once.
ROWS_AT_ONCE = 20_000
USUAL = {"compression": "zstd"}
# Hashes neither repeat nor shrink.
RANDOM = {"compression": "none", "use_dictionary": False, "write_statistics": False}
# Of the table ``documents``: dictionaries only where values repeat, no statistics, as
# nobody here asks for them, hashes as they are, and for texts what is quick.
REPEATED = (
    *("source", "kind", "side", "organisation", "author", "role", "addressee"),
    *("medium", "venue", "cited_from", "created_precision", "language"),
    *("quoted_author", "repairs", "file_sha256"),
)
# What lasthope.tables makes harmless in a CSV.
FORMULA = f"^[{''.join(map(re.escape, FORMULA_STARTS))}]"
# Of all columns that are no text.
ARROW_TYPES = {
    "int64": pa.int64(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "datetime64[us, UTC]": pa.timestamp("us", "UTC"),
}


def arrow_schema(name: str) -> pa.Schema:
    """Return the Arrow types of the table of contract ``name``."""
    columns = SCHEMAS[name].columns
    return pa.schema(
        (column, ARROW_TYPES.get(str(contract.dtype), pa.string()))
        for column, contract in columns.items()
    )


DOCUMENTS: dict[str, Any] = {
    "use_dictionary": REPEATED,
    "write_statistics": False,
    "compression": {
        column: {"text": "snappy", "text_sha256": "none"}.get(column, "zstd")
        for column in SCHEMAS["documents"].columns
    },
}

# Of documents as they were read, which are read once more to be cleaned.
READ: dict[str, Any] = {
    **DOCUMENTS,
    "compression": {**DOCUMENTS["compression"], "text": "none"},
}


def write_parts(
    path: str, parts: Iterable[pa.Table], schema: pa.Schema, **settings: Any
) -> int:
    """Write the parts of a table one after the other and return the number of rows.

    Args:
        path: the file.
        parts: with the columns of the schema.
        schema: of the table.
        settings: of the Parquet file, if not the usual ones.

    Raises:
        UserError: if the disk is full or the folder may not be written.
    """
    n_rows = 0

    def write(temporary: str) -> None:
        nonlocal n_rows
        with pq.ParquetWriter(temporary, schema, **{**USUAL, **settings}) as writer:
            for rows in _evenly(part.cast(schema) for part in parts):
                writer.write_table(rows)
                n_rows += len(rows)

    write_with(path, write)
    return n_rows


def write_csv_parts(path: str, parts: Iterable[pa.Table], columns: list[str]) -> None:
    """Write the parts of a table as lasthope.tables.to_csv writes a whole one.

    Args:
        path: the file.
        parts: with these columns and without nulls.
        columns: of the table.

    Raises:
        UserError: if the disk is full or the folder may not be written.
    """

    def write(temporary: str) -> None:
        with open(temporary, "wb") as file:
            file.write(",".join(columns).encode() + b"\n")
            for part in parts:
                file.write(_csv_lines(part))

    write_with(path, write)


def _csv_lines(table: pa.Table) -> bytes:
    """Return the rows of a table as lines."""
    cells = [_cells(column.combine_chunks()) for column in table.columns]
    lines = pc.binary_join_element_wise(*cells, ",")
    return "".join(f"{line}\n" for line in lines.to_pylist()).encode()


def _cells(column: pa.Array) -> pa.Array:
    """Return the cells of a column as they stand in a CSV that nothing executes."""
    if not pa.types.is_string(column.type):
        return pa.array(map(str, column.to_pylist()), pa.string())
    is_formula = pc.match_substring_regex(column, FORMULA)
    safe = pc.if_else(is_formula, pc.binary_join_element_wise("'", column, ""), column)
    plain = pc.replace_substring_regex(safe, r"\r\n?", "\n")
    quoted = pc.replace_substring(plain, '"', '""')
    is_quoted = pc.match_substring_regex(plain, '[",\n]')
    return pc.if_else(
        is_quoted, pc.binary_join_element_wise('"', quoted, '"', ""), plain
    )


def write_vectors(
    path: str, parts: Iterable[tuple[pa.Array, np.ndarray]], n_dimensions: int
) -> int:
    """Write one int8 vector per unit, and return how many.

    Args:
        path: the file.
        parts: unit ids and (n, n_dimensions) vectors, in the order of the ids.
        n_dimensions: of a vector.
    """
    vector = pa.list_(pa.int8(), n_dimensions)
    schema = pa.schema([("unit_id", pa.string()), ("vector", vector)])

    def tables() -> Iterator[pa.Table]:
        for unit_ids, vectors in parts:
            flat = pa.array(np.ascontiguousarray(vectors, dtype=np.int8).reshape(-1))
            column = pa.FixedSizeListArray.from_arrays(flat, type=vector)
            yield pa.table([unit_ids.cast(pa.string()), column], schema=schema)

    return write_parts(path, tables(), schema)


def _evenly(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Cut parts anew, as long as a row group each, so that the file is the same."""
    waiting: list[pa.Table] = []
    n_waiting = 0
    for part in parts:
        waiting.append(part)
        n_waiting += len(part)
        while n_waiting >= ROWS_AT_ONCE:
            rows = pa.concat_tables(waiting)
            yield rows.slice(0, ROWS_AT_ONCE).combine_chunks()
            waiting = [rows.slice(ROWS_AT_ONCE)]
            n_waiting -= ROWS_AT_ONCE
    if n_waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def read_parts(path: str, name: str) -> Iterator[pd.DataFrame]:
    """Yield a table of contract ``name`` in parts, each checked."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            yield check(batch.to_pandas(), name)


def column_parts(path: str, column: str) -> Iterator[pa.Array]:
    """Yield one column of a table in parts."""
    for (part,) in columns_parts(path, [column]):
        yield part


def columns_parts(path: str, columns: list[str]) -> Iterator[list[pa.Array]]:
    """Yield some columns of a table in parts."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=columns):
            yield [batch.column(column) for column in columns]


def table_parts(path: str, columns: list[str]) -> Iterator[pa.Table]:
    """Yield some columns of a table in parts, each a table."""
    for part in columns_parts(path, columns):
        yield pa.table(part, names=columns)


def as_part(table: pd.DataFrame, name: str) -> pa.Table:
    """Return a table of contract ``name`` as a part to write."""
    return pa.Table.from_pandas(
        check(table, name), schema=arrow_schema(name), preserve_index=False
    ).replace_schema_metadata(None)


def in_parts(
    paths: Iterable[str], name: str, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> Iterator[pa.Table]:
    """Yield the parts of several tables, changed."""
    for path in paths:
        for part in read_parts(path, name):
            yield as_part(change(part), name)
