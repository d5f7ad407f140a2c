"""Read units and their vectors side by side, a part at a time."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lasthope.streaming import ROWS_AT_ONCE, read_parts
from lasthope.tables import read_columns
from lasthope.topics.sampling import Part

# All that the topic step has to know of a document; not its text.
DOCUMENT_COLUMNS = (
    *("doc_id", "kind", "side", "organisation", "author", "is_public"),
    *("created_at", "created_precision", "copy_of", "weight"),
)


def read_documents(path: str) -> pd.DataFrame:
    """Read the documents without their texts.

    Raises:
        ValueError: if they break their contract, which is a fault of the step.
    """
    return read_columns(path, "documents", DOCUMENT_COLUMNS)


def units_with_vectors(units: str, vectors: str) -> Iterator[Part]:
    """Yield the units of one file with their vectors from another.

    Raises:
        ValueError: if a unit has no vector; both files are sorted by unit_id.
    """
    waiting = pa.table({"unit_id": pa.array([], pa.string())}).slice(0, 0)
    with pq.ParquetFile(vectors) as file:
        more = file.iter_batches(batch_size=ROWS_AT_ONCE)
        for part in read_parts(units, "units"):
            while len(waiting) < len(part):
                batch = next(more, None)
                if batch is None:
                    raise ValueError(f"{vectors} holds fewer units than {units}")
                read = pa.Table.from_batches([batch])
                waiting = pa.concat_tables([waiting, read]) if len(waiting) else read
            rows, waiting = waiting.slice(0, len(part)), waiting.slice(len(part))
            ids = rows["unit_id"]
            if not ids.equals(pa.chunked_array([part["unit_id"]], ids.type)):
                raise ValueError(f"{vectors} holds other units than {units}")
            yield Part(part, whole_vectors(rows))


def whole_vectors(rows: pa.Table) -> np.ndarray:
    """Return the column of vectors as a matrix."""
    column = rows["vector"].combine_chunks()
    flat = column.flatten().to_numpy(zero_copy_only=False)
    return flat.reshape(len(rows), column.type.list_size)
