"""Hash many texts, and tell from their hashes which are the same."""

from binascii import hexlify, unhexlify
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Copied and fed, instead of made anew, which for a short text takes twice as long.
EMPTY = sha256()
HEX_DIGITS = 64
# Later than any time.
UNKNOWN = np.iinfo(np.int64).max


def hex_digests(texts: pa.StringArray) -> pa.StringArray:
    """Return the SHA-256 of each text in UTF-8, in hexadecimal."""
    ends, content = text_buffers(texts)
    view, digests = content.data, []
    for start, end in pairwise(ends.tolist()):
        digest = EMPTY.copy()
        digest.update(view[start:end])
        digests.append(digest.digest())
    return as_strings(b"".join(digests))


def as_strings(digests: bytes) -> pa.StringArray:
    """Return digests that stand one after the other, in hexadecimal."""
    n_digests = len(digests) * 2 // HEX_DIGITS
    # One string, cut every 64 digits, is an array without a string made for each.
    cuts = np.arange(n_digests + 1, dtype=np.int32) * HEX_DIGITS
    return pa.StringArray.from_buffers(
        n_digests, pa.py_buffer(cuts), pa.py_buffer(hexlify(digests))
    )


def text_buffers(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    """Return where texts start and end, one number more than texts, and the bytes."""
    _, places, content = texts.buffers()
    if not len(texts):
        return np.zeros(1, np.int32), np.empty(0, np.uint8)
    ends = np.frombuffer(places, np.int32)[texts.offset :][: len(texts) + 1]
    return ends, np.frombuffer(content or b"", np.uint8)


def exact_copies(
    text_sha256: pa.StringArray, created_at: pa.TimestampArray, doc_id: pa.StringArray
) -> np.ndarray:
    """Return for each document the place of the first one with the same text.

    The first is the one with the earliest ``created_at``, unknown ones last, then the
    one with the lowest ``doc_id``.
    """
    ends, digits = text_buffers(text_sha256)
    digests = np.frombuffer(
        unhexlify(digits[ends[0] : ends[-1]].data), np.uint64
    ).reshape(-1, 4)
    first = np.arange(len(digests))
    # A quarter of the digest tells who may be a copy, and they are few.
    order = np.argsort(digests[:, 0])
    is_first, is_last = _ends_of_runs(digests[order, :1])
    among = np.sort(order[~(is_first & is_last)])
    table = pa.table(
        {
            "digest": text_sha256.take(among),
            "created_at": created_at.take(among).cast(pa.int64()).fill_null(UNKNOWN),
            "doc_id": doc_id.take(among),
        }
    )
    keys = [(name, "ascending") for name in table.column_names]
    ranked = among[pc.sort_indices(table, keys).to_numpy()]
    is_first, _ = _ends_of_runs(digests[ranked])
    first[ranked] = ranked[is_first][np.cumsum(is_first) - 1]
    return first


def _ends_of_runs(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell which rows are the first and which the last of a run of equal ones."""
    is_first = np.ones(len(rows), bool)
    is_first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return is_first, np.append(is_first[1:], True)[: len(rows)]
