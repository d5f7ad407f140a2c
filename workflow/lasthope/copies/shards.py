"""Read columns and rows of many tables as if they were one, a table at a time."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lasthope.copies.folding import Places
from lasthope.copies.shingles import Hashes


class Shard(NamedTuple):
    """Two tables with the same rows in the same order, or the paths of their files.

    Attributes:
        documents: with ``doc_id``, ``created_at`` and ``text``.
        keys: as :func:`lasthope.copies.shingles.keys` makes them of ``text``.
    """

    documents: str | pa.Table
    keys: str | pa.Table


def as_integers(column: pa.Array | pa.ChunkedArray) -> Hashes:
    """Return a column of hashes, which may be nulls, as numbers of 64 bits."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    width = column.type.bit_width // 64
    numbers = np.frombuffer(column.buffers()[1] or b"", "<u8")
    return numbers[width * column.offset : width * (column.offset + len(column))]


def n_rows(table: str | pa.Table) -> int:
    """Return how many rows a table has."""
    if isinstance(table, pa.Table):
        return table.num_rows
    return pq.read_metadata(table).num_rows


def read(table: str | pa.Table, names: list[str]) -> pa.Table:
    """Return some columns of a table."""
    if isinstance(table, pa.Table):
        return table.select(names)
    return pq.read_table(table, columns=names)


def _widened(table: pa.Table) -> pa.Table:
    """Return a table whose text may be longer than two gigabytes in all."""
    columns = {
        name: column.cast(pa.large_string())
        if pa.types.is_string(column.type) or pa.types.is_string_view(column.type)
        else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)


def take(
    tables: Sequence[str | pa.Table], sizes: list[int], names: list[str], rows: Places
) -> pa.Table:
    """Return some rows, given in ascending order, of tables counted as one."""
    return pa.concat_tables(parts(tables, sizes, names, rows))


def parts(
    tables: Sequence[str | pa.Table], sizes: list[int], names: list[str], rows: Places
) -> Iterator[pa.Table]:
    """Yield of each table the rows that are wanted."""
    offset = 0
    for table, size in zip(tables, sizes, strict=True):
        begin, end = np.searchsorted(rows, [offset, offset + size])
        yield _widened(read(table, names)).take(rows[begin:end] - offset)
        offset += size
