"""Give texts vectors of whole numbers from a static embedding, the same everywhere.

A text's vector is the sum of its tokens' vectors, brought to one length. The sum is of
whole numbers, so no order of adding changes it; one square root and one division
follow, which IEEE 754 rounds correctly.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lasthope.embed.known import KnownPieces
from lasthope.embed.length import LENGTH, with_length
from lasthope.embed.model import Embedding

# Characters and texts whose pieces are held at once.
CHARACTERS_AT_ONCE = 200_000
TEXTS_AT_ONCE = 2_000


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

    def encode(self, texts: Sequence[str]) -> NDArray[np.int8]:
        """Return a vector for each text, whatever its neighbours.

        Returns:
            (n_texts, d), whole numbers from -127 to 127; zeros for a text without known
            tokens. Texts that differ in ``[sic]`` only have equal vectors.
        """
        vectors = np.empty((len(texts), self._n_dimensions), dtype=np.int8)
        for first, last in _batches(texts):
            sums, n_words, n_unknown = self._pieces.sums(texts[first:last])
            vectors[first:last] = with_length(sums, LENGTH)
            self.n_words += n_words
            self.n_unknown += n_unknown
        return vectors


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Split texts into runs of few texts and, but for long ones, few characters."""
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    by_length, by_number = ends // CHARACTERS_AT_ONCE, np.arange(len(texts))
    runs = np.stack([by_length, by_number // TEXTS_AT_ONCE])
    is_start = np.diff(runs, axis=1, prepend=-1).any(axis=0)
    return pairwise([*np.flatnonzero(is_start).tolist(), len(texts)])
