"""Give the bytes of many texts, some at a time."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

# Texts whose pieces are held at once.
BYTES_AT_ONCE = 1_000_000


class Batch(NamedTuple):
    """Some texts that follow each other.

    Attributes:
        first, last: number of the first text, and one past that of the last.
        content: the bytes of all texts in UTF-8.
        offsets: (n + 1,) where each of these texts begins, and where the last one ends.
    """

    first: int
    last: int
    content: NDArray[np.uint8]
    offsets: NDArray[np.int64]


def batches_of(texts: Sequence[str] | pa.Array) -> Iterator[Batch]:
    """Split texts into runs of, but for long ones, few bytes.

    Args:
        texts: strings, or an array of Arrow of them, which is quicker.

    Raises:
        ValueError: if one is missing.
    """
    content, offsets = _bytes_of(texts)
    is_start = np.diff(offsets[1:] // BYTES_AT_ONCE, prepend=-1) > 0
    edges = [*np.flatnonzero(is_start).tolist(), len(offsets) - 1]
    for first, last in pairwise(edges):
        yield Batch(first, last, content, offsets[first : last + 1])


def _bytes_of(
    texts: Sequence[str] | pa.Array,
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the bytes of all texts, and where each begins and the last one ends."""
    if not isinstance(texts, pa.Array):
        texts = pa.array(texts, pa.large_string())
    array = texts.cast(pa.large_string())
    if array.null_count:
        raise ValueError(f"{array.null_count} of {len(array)} texts are missing")
    _, places, content = array.buffers()
    if content is None or not len(array):
        return np.zeros(0, np.uint8), np.zeros(len(array) + 1, np.int64)
    offsets = np.frombuffer(places, np.int64)[array.offset :][: len(array) + 1]
    return np.frombuffer(content, np.uint8), offsets
