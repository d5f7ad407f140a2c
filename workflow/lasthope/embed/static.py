"""Give texts vectors of whole numbers from a static embedding, the same everywhere.

A text's vector is the sum of its tokens' vectors, brought to one length. The sum is of
whole numbers, so no order of adding changes it; one square root and one division
follow, which IEEE 754 rounds correctly.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lasthope.embed.known import KnownPieces
from lasthope.embed.model import Embedding

# Texts whose pieces are held at once.
BYTES_AT_ONCE = 1_000_000


class StaticEncoder:
    """Turn texts into vectors, and count the words that the embedding does not know.

    Args:
        embedding: vectors of the tokens.
        drop_stop_words: leave out English stop words, clitics and punctuation.

    Attributes:
        n_words: words read so far.
        n_unknown: those that the vocabulary has in pieces only, or not at all.
    """

    def __init__(self, embedding: Embedding, *, drop_stop_words: bool) -> None:
        self._pieces = KnownPieces(embedding, drop_stop_words=drop_stop_words)
        self._n_dimensions = embedding.rows.shape[1]
        self.n_words = self.n_unknown = 0

    def encode(self, texts: Sequence[str] | pa.Array) -> NDArray[np.int8]:
        """Return a vector for each text, whatever its neighbours.

        Args:
            texts: strings, or an array of Arrow of them, which is quicker.

        Returns:
            (n_texts, d), whole numbers from -127 to 127; zeros for a text without known
            tokens. Texts that differ in ``[sic]`` only have equal vectors.
        """
        content, offsets = _bytes_of(texts)
        vectors = np.empty((len(texts), self._n_dimensions), dtype=np.int8)
        for first, last in _batches(offsets):
            vectors[first:last], n_words, n_unknown = self._pieces.vectors(
                content, offsets[first : last + 1]
            )
            self.n_words += n_words
            self.n_unknown += n_unknown
        return vectors


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


def _batches(offsets: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Split texts into runs of, but for long ones, few bytes."""
    is_start = np.diff(offsets[1:] // BYTES_AT_ONCE, prepend=-1) > 0
    return pairwise([*np.flatnonzero(is_start).tolist(), len(offsets) - 1])
