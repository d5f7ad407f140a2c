r"""Read and write tables: checked, atomic, and the same bytes everywhere.

Parquet between steps, CSV where a person reads. Neither carries a clock, a path or
the name of a library; floats are written as the shortest text that reads back the
same, lines end in ``\n``.
"""

import contextlib
import csv
import errno
import io
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.errors
import pandera.pandas
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import is_string_dtype

from lasthope.errors import UserError
from lasthope.handmade import HANDMADE, read_handmade
from lasthope.schemas import KEYS, SCHEMAS

# A spreadsheet runs a cell that starts with one of these (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def check(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table with the dtypes of its contract.

    Raises:
        ValueError: if it breaks the contract, which is a fault of the step.
    """
    return _checked(table, name, SCHEMAS[name])


def _checked(
    table: pd.DataFrame, name: str, contract: pandera.pandas.DataFrameSchema
) -> pd.DataFrame:
    try:
        return contract.validate(table, lazy=False)
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors) as error:
        raise ValueError(f"table {name!r} breaks its contract: {error}") from error


def empty(name: str) -> pd.DataFrame:
    """Return a table of contract ``name`` without rows."""
    return check(pd.DataFrame(columns=list(SCHEMAS[name].columns)), name)


def write_table(table: pd.DataFrame, path: str, name: str) -> None:
    """Write a table of contract ``name``, its rows in canonical order.

    The suffix of ``path`` (``.parquet`` or ``.csv``) tells the format.
    """
    rows = check(table, name).sort_values(KEYS[name], kind="stable", ignore_index=True)
    write_bytes(path, _parquet(rows) if path.endswith(".parquet") else to_csv(rows))


def read_table(path: str, name: str) -> pd.DataFrame:
    """Read a table of contract ``name``, by an earlier step or made by hand.

    Raises:
        UserError: for a mistake in a table that people make by hand, with its line.
        ValueError: if a table that a step wrote breaks its contract.
    """
    if path.endswith(".parquet"):
        return check(pd.read_parquet(path), name)
    if name in HANDMADE:
        return read_handmade(path, name)
    columns = SCHEMAS[name].columns
    texts = [
        column
        for column, contract in columns.items()
        if is_string_dtype(contract.dtype.type)
    ]
    return check(read_csv(path, dict.fromkeys(texts, "str")), name)


def read_columns(path: str, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """Read some columns of a Parquet table of contract ``name``, which hold to it.

    Raises:
        ValueError: if one of them breaks its contract, which is a fault of the step
            that wrote it.
    """
    with pq.ParquetFile(path) as file:
        # What the file lacks is left out, and told by the contract.
        table = file.read(columns=list(columns)).to_pandas()
    return _checked(table, name, SCHEMAS[name].select_columns(list(columns)))


def read_vectors(path: str) -> tuple[pd.Series, np.ndarray]:
    """Return unit ids and an int8 matrix, as lasthope.streaming wrote them."""
    table = pq.read_table(path)
    column = table["vector"].combine_chunks()
    flat = column.flatten().to_numpy(zero_copy_only=False)
    return table["unit_id"].to_pandas(), flat.reshape(len(table), column.type.list_size)


def to_csv(table: pd.DataFrame) -> bytes:
    r"""Return a table as CSV that no spreadsheet executes.

    >>> to_csv(pd.DataFrame({"word": ["=1+1", "hope"], "n": [-1, 2]})).decode()
    "word,n\n'=1+1,-1\nhope,2\n"
    """
    texts = table.select_dtypes(include=["str", "object"]).columns
    safe = table.assign(**{name: table[name].map(_disarm) for name in texts})
    text = safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return text.encode("utf-8")


def read_csv(path: str, dtypes: Mapping[str, str] | str = "str") -> pd.DataFrame:
    """Read a CSV of ours: empty cells are null, nothing else is; all cells are text.

    Columns that ``dtypes`` leaves out, if it names any, are read as what they look
    like.
    """
    return pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])


def write_text(path: str, text: str) -> None:
    """Write UTF-8 text atomically."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str, content: bytes) -> None:
    """Write a whole file or none of it."""
    write_with(path, lambda temporary: Path(temporary).write_bytes(content))


def write_with(path: str, write: Callable[[str], object]) -> None:
    """Call ``write`` on a temporary path, then rename it to ``path``.

    Raises:
        UserError: if the disk is full or the folder may not be written.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.part")
    try:
        write(temporary)
        os.replace(temporary, path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(
                f"{path}: the disk is full; nothing was written, so free some space "
                "and run again."
            ) from error
        raise UserError(
            f"{path}: cannot be written ({error.strerror}); "
            "make the folder writable and run again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _disarm(value: object) -> object:
    """Make text safe for a cell: no formula, and line ends of one kind."""
    if not isinstance(value, str):
        return value
    # Python versions differ in whether they quote a lone carriage return.
    safe = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{safe}" if value.startswith(FORMULA_STARTS) else safe


def _parquet(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet without pandas' own metadata."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    return _parquet_bytes(arrow.replace_schema_metadata(None))


def _parquet_bytes(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
