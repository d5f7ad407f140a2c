"""Look up what each word of many texts adds to a vector, once for every spelling.

Words repeat, and tokenising is what takes time. A text is cut at its spaces; no token
and no editorial insertion reaches across a space, so a text's vector is the sum of what
its pieces add, each tokenised by itself.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from tokenizers import Encoding, Tokenizer

from lasthope.embed.content import content_words
from lasthope.embed.length import LENGTH, with_length
from lasthope.embed.model import Embedding
from lasthope.embed.spellings import Pieces, Spellings, lengthened
from lasthope.embed.summing import add_up
from lasthope.text import mask_editorial

# What is remembered: a sum takes 4 bytes a column, a spelling its bytes and some 70.
MOST_SUMS = 100_000
MOST_SPELLINGS = 500_000
MOST_BYTES = 2**26
FIRST_SUMS = 1_024
SUMS_AT_ONCE = 4_096


class Added(NamedTuple):
    """What each of some pieces adds.

    Attributes:
        sums: (n, d) whole numbers, to a text's vector.
        words: (n, 2) how many words each is, and how many of them are not known whole.
    """

    sums: NDArray[np.int32]
    words: NDArray[np.int64]


class KnownPieces:
    """What pieces of text add to a vector, as far as they were seen.

    Args:
        n_dimensions: of a vector.
        read: what a piece says; pieces that say the same add the same, "" nothing.
        added: what each of several sayings adds.
    """

    def __init__(
        self,
        n_dimensions: int,
        read: Callable[[str], str],
        added: Callable[[Sequence[str]], Added],
    ) -> None:
        self._n_dimensions = n_dimensions
        self._read = read
        self._added = added
        self._forget()

    def vectors(
        self, content: NDArray[np.uint8], offsets: NDArray[np.int64]
    ) -> tuple[NDArray[np.int8], int, int]:
        """Return the vectors of texts, how many words, how many not known whole.

        Args:
            content: the bytes of texts in UTF-8.
            offsets: (n + 1,) where each text begins, and where the last one ends.

        Returns:
            (n, d) whole numbers, the sums of the texts' tokens at one length; the
            number of words; and the number of those that the vocabulary has in pieces
            only, or not at all.
        """
        pieces = self._numbers_of(content, offsets)
        vectors = np.empty((len(offsets) - 1, self._n_dimensions), dtype=np.int8)
        counted = np.zeros(2, dtype=np.int64)
        too_large = add_up(
            pieces.numbers,
            pieces.ends,
            self._sums,
            self._largest,
            self._words,
            vectors,
            counted,
        )
        for text in np.flatnonzero(too_large):
            first = pieces.ends[text - 1] if text else 0
            whole = self._sum(pieces.numbers[first : pieces.ends[text]])
            vectors[text] = with_length(whole[np.newaxis], LENGTH)[0]
        n_words, n_unknown = counted.tolist()
        return vectors, n_words, n_unknown

    def _sum(self, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the sum of a text of any length."""
        total = np.zeros(self._sums.shape[1], dtype=np.int64)
        different, counts = np.unique(numbers, return_counts=True)
        for start in range(0, len(different), SUMS_AT_ONCE):
            some = slice(start, start + SUMS_AT_ONCE)
            total += counts[some] @ self._sums[different[some]].astype(np.int64)
        return total

    def _numbers_of(
        self, content: NDArray[np.uint8], offsets: NDArray[np.int64]
    ) -> Pieces:
        """Return the numbers of the pieces of texts, once all of them are known."""
        remembered = self._spellings
        if (
            len(self._numbers) > MOST_SUMS
            or len(remembered) > MOST_SPELLINGS
            or remembered.n_bytes > MOST_BYTES
        ):
            self._forget()
        pieces = self._spellings.numbers_of(content, offsets, self._number)
        self._learn()
        return pieces

    def _forget(self) -> None:
        # Number 0 is that of all pieces that add nothing and are no words.
        self._numbers: dict[str, int] = {"": 0}
        self._new: list[str] = []
        self._spellings = Spellings()
        self._sums = np.zeros((FIRST_SUMS, self._n_dimensions), dtype=np.int32)
        self._words = np.zeros((FIRST_SUMS, 2), dtype=np.int64)
        self._largest = 0

    def _number(self, piece: str) -> int:
        """Return the number of what a piece says, and note it if it is new."""
        said = self._read(piece)
        if said not in self._numbers:
            self._numbers[said] = len(self._numbers)
            self._new.append(said)
        return self._numbers[said]

    def _learn(self) -> None:
        """Add the sums of what was noted."""
        if not self._new:
            return
        sums, words = self._added(self._new)
        start, end = len(self._numbers) - len(self._new), len(self._numbers)
        if end > len(self._sums):
            self._sums = lengthened(self._sums, 2 * end)
            self._words = lengthened(self._words, 2 * end)
        self._sums[start:end], self._words[start:end] = sums, words
        self._largest = max(self._largest, int(sums.max()), -int(sums.min()))
        self._new = []


def pieces_of_tokens(embedding: Embedding, *, drop_stop_words: bool) -> KnownPieces:
    """Return pieces that add the vectors of their tokens.

    Args:
        embedding: vectors of the tokens.
        drop_stop_words: leave out English stop words, clitics and punctuation.
    """
    rows = embedding.rows.astype(np.int32)

    def added(sayings: Sequence[str]) -> Added:
        encoded = _encoded(sayings, embedding.tokenizer)
        words = [_words(text.word_ids, text.ids, embedding.unknown) for text in encoded]
        return Added(_counts(encoded, len(rows)) @ rows, np.array(words, np.int64))

    read = _content if drop_stop_words else mask_editorial
    return KnownPieces(rows.shape[1], read, added)


def count_tokens(
    texts: Sequence[str], tokenizer: Tokenizer, n_tokens: int
) -> csr_array:
    """Return how often each text (row) has each token (column)."""
    return _counts(_encoded(texts, tokenizer), n_tokens)


def _encoded(texts: Sequence[str], tokenizer: Tokenizer) -> list[Encoding]:
    return tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)


def _counts(encoded: Sequence[Encoding], n_tokens: int) -> csr_array:
    ids = [np.asarray(text.ids, dtype=np.int64) for text in encoded]
    ends = np.cumsum([0, *map(len, ids)])
    column = np.concatenate(ids)
    ones = np.ones(len(column), dtype=np.int32)
    return csr_array((ones, column, ends), shape=(len(encoded), n_tokens))


def _content(piece: str) -> str:
    return " ".join(content_words(piece))


def _words(
    word_ids: Sequence[int | None], ids: Sequence[int], unknown: int | None
) -> tuple[int, int]:
    """Return how many words a text has, and how many of them are not known whole."""
    n_tokens: dict[int | None, int] = {}
    for word in word_ids:
        n_tokens[word] = n_tokens.get(word, 0) + 1
    n_split = sum(n > 1 for n in n_tokens.values())
    return len(n_tokens), n_split + sum(number == unknown for number in ids)
