"""Hash many texts."""

from binascii import hexlify
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pyarrow as pa

# Copied and fed, instead of made anew, which for a short text takes twice as long.
EMPTY = sha256()
HEX_DIGITS = 64
# From so many texts on, compiled code is worth its loading.
MANY = 10_000


def hex_digests(texts: pa.StringArray) -> pa.StringArray:
    """Return the SHA-256 of each text in UTF-8, in hexadecimal."""
    ends, content = text_buffers(texts)
    if len(texts) >= MANY:
        from lasthope.ingest.sha256_lanes import digests_at_once

        return as_strings(digests_at_once(content, ends).tobytes())
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
