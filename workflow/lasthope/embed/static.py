"""Give texts vectors of whole numbers from a static embedding, the same everywhere.

A text's vector is the sum of its tokens' vectors, brought to one length. The sum is of
whole numbers, so no order of adding changes it; one square root and one division
follow, which IEEE 754 rounds correctly.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lasthope.embed.batches import batches_of
from lasthope.embed.known import pieces_of_tokens
from lasthope.embed.model import Embedding


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
        self._pieces = pieces_of_tokens(embedding, drop_stop_words=drop_stop_words)
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
        vectors = np.empty((len(texts), self._n_dimensions), dtype=np.int8)
        for first, last, content, offsets in batches_of(texts):
            found, n_words, n_unknown = self._pieces.vectors(content, offsets)
            vectors[first:last] = found
            self.n_words += n_words
            self.n_unknown += n_unknown
        return vectors
