"""Look up what each word of many texts adds to a vector, once for every spelling.

Words repeat, and tokenising is what takes time. A text is cut at its spaces; no token
and no editorial insertion reaches across a space, so a text's vector is the sum of what
its pieces add, each tokenised by itself.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from tokenizers import Encoding, Tokenizer

from lasthope.embed.content import content_words
from lasthope.embed.model import Embedding
from lasthope.text import mask_editorial

# What is remembered: a sum takes 4 bytes a column, a spelling about 150 in all.
MOST_SUMS = 100_000
MOST_SPELLINGS = 500_000
FIRST_SUMS = 1_024


class KnownPieces:
    """What pieces of text add to a vector, as far as they were seen.

    Args:
        embedding: vectors of the tokens.
        drop_stop_words: leave out English stop words, clitics and punctuation.
    """

    def __init__(self, embedding: Embedding, *, drop_stop_words: bool) -> None:
        self._embedding = embedding
        self._rows = embedding.rows.astype(np.int32)
        self._read = _content if drop_stop_words else mask_editorial
        self._forget()

    def sums(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], int, int]:
        """Return the sums of texts' tokens, how many words, how many not known whole.

        Args:
            texts: as many as are to be held at once.

        Returns:
            (n, d) whole numbers; the number of words; and the number of those that the
            vocabulary has in pieces only, or not at all.
        """
        if len(self._numbers) > MOST_SUMS or len(self._spellings) > MOST_SPELLINGS:
            self._forget()
        number = self._spellings.__getitem__
        found: list[int] = []
        ends = [0]
        for text in texts:
            found += map(number, text.split(" "))
            ends.append(len(found))
        self._learn()
        columns = np.array(found, dtype=np.int32)
        says_something = columns > 0
        starts = np.concatenate([[0], np.cumsum(says_something)])[ends]
        columns = columns[says_something]
        known = len(self._numbers)
        # Sums of a text of 2^20 tokens fit 32 bits; longer ones are rare and slow.
        is_short = np.diff(starts).max(initial=0) * self._largest < 2**31
        whole = np.int32 if is_short else np.int64
        counts = csr_array(
            (np.ones(len(columns), whole), columns, starts), shape=(len(texts), known)
        )
        n_words, n_unknown = self._words[columns].sum(axis=0).tolist()
        return counts @ self._sums[:known].astype(whole, copy=False), n_words, n_unknown

    def _forget(self) -> None:
        # Number 0 is that of all pieces that add nothing and are no words.
        self._numbers: dict[str, int] = {"": 0}
        self._new: list[str] = []
        self._spellings = _Spellings(self._number)
        self._sums = np.zeros((FIRST_SUMS, self._rows.shape[1]), dtype=np.int32)
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
        encoded = _encoded(self._new, self._embedding.tokenizer)
        unknown = self._embedding.unknown
        words = [_words(text.word_ids, text.ids, unknown) for text in encoded]
        sums = _counts(encoded, len(self._rows)) @ self._rows
        start, end = len(self._numbers) - len(self._new), len(self._numbers)
        if end > len(self._sums):
            self._sums = _with_rows(self._sums, 2 * end)
            self._words = _with_rows(self._words, 2 * end)
        self._sums[start:end], self._words[start:end] = sums, words
        self._largest = max(self._largest, int(sums.max()), -int(sums.min()))
        self._new = []


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


class _Spellings(dict[str, int]):
    """The number of each spelling; a new one is asked for once."""

    def __init__(self, ask: Callable[[str], int]) -> None:
        self._ask = ask

    def __missing__(self, piece: str) -> int:
        number = self[piece] = self._ask(piece)
        return number


def _with_rows(table: NDArray[Any], n_rows: int) -> NDArray[Any]:
    """Return a table with room for more rows."""
    longer = np.zeros((n_rows, table.shape[1]), dtype=table.dtype)
    longer[: len(table)] = table
    return longer


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
