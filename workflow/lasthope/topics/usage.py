"""Texts that lean on how their words are used, in whole numbers.

A word has one vector in the embedding, whatever it means here; in a corpus, the texts
that hold it say what it is about. A word's usage is the mean of their vectors, and a
text gets the usages of its words added to its own vector. That is one step of
propagation through the words that texts share (Wu et al., "Simplifying graph
convolutional networks", ICML 2019; on a graph of texts and words, Yao, Mao and Luo,
"Graph convolutional networks for text classification", AAAI 2019), without anything to
train. What is learnt is a table of words, so any later text can lean on it, too.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from lasthope.clusters import Rows, Whole, different_rows
from lasthope.compiling import compiled
from lasthope.embed import LENGTH, with_length
from lasthope.embed.batches import batches_of
from lasthope.embed.known import Added, KnownPieces
from lasthope.embed.length import scale
from lasthope.embed.spellings import Spellings
from lasthope.topics.terms import topic_words

# A word of a single text would add that text to itself.
FEWEST_TEXTS = 2
# A mean of vectors is rounded to this part of a level.
STEPS = 64
# Of a number in 32 bits, but for its sign.
BITS = 31


class Usage:
    """How the words of a corpus are used.

    Args:
        number_of: of each word.
        means: (n_words, d) the mean vector of the texts that hold it, in 64ths.
    """

    def __init__(self, number_of: Mapping[str, int], means: NDArray[np.int32]) -> None:
        self._number_of = number_of
        self._means = means
        self._pieces = KnownPieces(means.shape[1], self._read, self._added)

    @classmethod
    def learnt(cls, texts: Sequence[str], rows: Rows) -> Self:
        """Learn it from some texts.

        Args:
            texts: different ones.
            rows: (n, d) whole numbers, their vectors.
        """
        counts, words = words_of(texts)
        used, means = means_of(counts, rows)
        return cls({words[old]: new for new, old in enumerate(used.tolist())}, means)

    def __call__(self, texts: Sequence[str], rows: Rows) -> Rows:
        """Return vectors of texts with the usages of their words added.

        Both have the same length before they are added, and their sum again. Zero
        vectors stay zero: nothing is said of a text that the embedding does not know.
        """
        return lean(rows, self.of(texts))

    def of(self, texts: Sequence[str] | pa.Array) -> Rows:
        """Return the direction of the sum of the usages of each text's words.

        Of a text without words whose usage is known, it is zero.
        """
        usages = np.empty((len(texts), self._means.shape[1]), dtype=np.int8)
        for first, last, content, offsets in batches_of(texts):
            usages[first:last], _, _ = self._pieces.vectors(content, offsets)
        return usages

    def _read(self, piece: str) -> str:
        """Return the words of a piece of text whose usage is known."""
        return " ".join(word for word in topic_words(piece) if word in self._number_of)

    def _added(self, sayings: Sequence[str]) -> Added:
        """Return the sums of the usages of the words in each of some sayings."""
        numbers = [[self._number_of[word] for word in said.split()] for said in sayings]
        held = _sparse(
            [number for some in numbers for number in some],
            [len(some) for some in numbers],
            len(self._number_of),
        )
        sums = held @ self._means.astype(np.int64)
        # A piece of 264,000 words or more may not fit; what is dropped does not matter.
        shift = max(int(np.abs(sums).max(initial=0)).bit_length() - BITS, 0)
        words = np.zeros((len(sayings), 2), dtype=np.int64)
        return Added((sums >> shift).astype(np.int32), words)


class Leaning:
    """Texts whose words may be known from some of them only.

    Args:
        texts: different ones.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counts, _ = words_of(texts)
        # What one text alone holds is no usage for any part of them.
        self._counts = counts[:, _is_shared(counts)]

    def seen_by(self, chosen: NDArray[Any], rows: Rows) -> Rows:
        """Return vectors of all texts that lean on what some of them tell.

        Args:
            chosen: the numbers of these texts, or whether each is chosen.
            rows: (n, d) whole numbers, the vectors of all texts.
        """
        used, means = means_of(self._counts[chosen], rows[chosen])
        usages = self._counts[:, used] @ means.astype(np.int64)
        return lean(rows, with_length(usages, LENGTH).astype(np.int8))


def means_of(counts: csr_array, rows: Rows) -> tuple[Whole, NDArray[np.int32]]:
    """Return the mean vector of the texts that hold each word, in 64ths.

    Texts of equal vectors count as one that holds the words of all.

    Args:
        counts: (n_texts, n_words), how often each text has each word.
        rows: (n_texts, d) whole numbers.

    Returns:
        The numbers of the words that two different vectors or more hold, and the means
        of these words.
    """
    different, number = different_rows(rows)
    place = (number, np.arange(len(rows)))
    ones = np.ones(len(rows), dtype=np.int64)
    member = csr_array((ones, place), shape=(len(different), len(rows)))
    holds = (member @ counts).sign()
    used = np.flatnonzero(_is_shared(holds))
    sums = holds[:, used].T @ different.astype(np.int64)
    n_texts = holds[:, used].sum(axis=0)[:, np.newaxis]
    return used, np.rint(STEPS * sums / n_texts).astype(np.int32)


def lean(rows: Rows, usages: Rows) -> Rows:
    """Add usages to vectors of the same length.

    Zero vectors stay zero, and a vector that its usage undoes stays as it is.
    """
    leaning = rows.copy()
    _lean(rows, usages, leaning)
    return leaning


@compiled
def _lean(rows, usages, leaning):
    """Write the sums at one length where neither a vector nor its sum is zero."""
    total = np.empty(rows.shape[1], dtype=np.int16)
    for row in range(len(rows)):
        total[:] = rows[row]
        if total.any():
            total += usages[row]
            if total.any():
                scale(total, LENGTH, leaning[row])


def words_of(texts: Sequence[str]) -> tuple[csr_array, list[str]]:
    """Return how often each text has each word, and the words.

    Returns:
        (n_texts, n_words), and the words of its columns.
    """
    spellings = Spellings()
    sayings: dict[tuple[str, ...], int] = {}

    def number(piece: str) -> int:
        return sayings.setdefault(tuple(topic_words(piece)), len(sayings))

    parts = [
        spellings.numbers_of(content, offsets, number)
        for _, _, content, offsets in batches_of(texts)
    ]
    pieces = np.concatenate([np.zeros(0, np.int32), *(part.numbers for part in parts)])
    n_pieces = [np.diff(part.ends, prepend=0) for part in parts]
    numbers: dict[str, int] = {}
    words = [
        numbers.setdefault(word, len(numbers)) for saying in sayings for word in saying
    ]
    of_texts = _sparse(pieces, np.concatenate([*n_pieces, []]), len(sayings))
    of_sayings = _sparse(words, [len(saying) for saying in sayings], len(numbers))
    return of_texts @ of_sayings, [*numbers]


def _is_shared(counts: csr_array) -> NDArray[np.bool_]:
    """Return of each word (column) whether enough texts hold it."""
    shared: NDArray[np.bool_] = counts.sign().sum(axis=0) >= FEWEST_TEXTS
    return shared


def _sparse(columns: ArrayLike, lengths: ArrayLike, n_columns: int) -> csr_array:
    """Return a matrix that counts, from the columns of each row and their number."""
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    ones = np.ones(ends[-1], dtype=np.int64)
    return csr_array((ones, columns, ends), shape=(len(ends) - 1, n_columns))
