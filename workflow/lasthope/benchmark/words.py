"""Learn from marked spans how much each word speaks for each technique.

A ridge regression of "the word lies in a span of the technique" on the vectors of the
word, its neighbours and its text. What it finds in a text (the most, the mean of the
three most, the mean) are features of the text.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lasthope.benchmark.semeval import Text
from lasthope.embed import LENGTH, Embedding, StaticEncoder

WORD = re.compile(r"\w[\w']*|[!?#]")
PENALTY = 20.0
HIGHEST = 3
# How much a word, a neighbour, its text and its shape weigh in what is regressed on.
OWN, NEIGHBOUR, WHOLE, SHAPE = 1.5, 0.5, 0.5, 0.3

Numbers = NDArray[np.float32]


class WordVectors:
    """What the words of a text look like, each with its neighbours."""

    def __init__(self, embedding: Embedding) -> None:
        self._encoder = StaticEncoder(embedding, drop_stop_words=False)
        self._n_dimensions = embedding.rows.shape[1]
        self._known: dict[str, Numbers] = {}

    @property
    def n_features(self) -> int:
        """How many numbers there are for each word."""
        return 4 * self._n_dimensions + 5

    def learn(self, texts: Sequence[str]) -> None:
        """Look up the vectors of all words of some texts at once."""
        words = {word for text in texts for word in WORD.findall(text.lower())}
        new = sorted(words - self._known.keys())
        vectors = self._encoder.encode(new).astype(np.float32) / LENGTH
        self._known.update(zip(new, vectors, strict=True))

    def of(self, text: str) -> Numbers:
        """Return a row for each word; :meth:`learn` must have met the text."""
        found = [*WORD.finditer(text)]
        if not found:
            return np.zeros((0, self.n_features), dtype=np.float32)
        own = np.array([self._vector(word[0].lower()) for word in found])
        nothing = np.zeros((1, own.shape[1]), dtype=np.float32)
        shape = np.array(
            [
                [
                    word[0].isupper(),
                    word[0][0].isupper(),
                    len(word[0]) / 10,
                    place / len(found),
                    1,
                ]
                for place, word in enumerate(found)
            ],
            dtype=np.float32,
        )
        return np.hstack(
            [
                OWN * own,
                NEIGHBOUR * np.vstack([nothing, own[:-1]]),
                NEIGHBOUR * np.vstack([own[1:], nothing]),
                WHOLE * np.repeat(own.mean(axis=0, keepdims=True), len(own), axis=0),
                SHAPE * shape,
            ]
        )

    def _vector(self, word: str) -> Numbers:
        # Lower case can change what is a word: "İ" becomes two characters.
        if word not in self._known:
            self._known[word] = np.zeros(self._n_dimensions, dtype=np.float32)
        return self._known[word]


def marked(text: Text, techniques: Sequence[str]) -> Numbers:
    """Return for each word (row) whether it lies in a span of each technique."""
    spans = text.spans or ()
    words = [*WORD.finditer(text.text)]
    rows = [
        [
            any(
                span.technique == technique
                and span.start < word.end()
                and word.start() < span.end
                for span in spans
            )
            for technique in techniques
        ]
        for word in words
    ]
    return np.array(rows, dtype=np.float32).reshape(len(words), len(techniques))


class WordScores:
    """How much words speak for techniques, and what that says of a text."""

    def __init__(self, vectors: Sequence[Numbers], marks: Sequence[Numbers]) -> None:
        """Learn from texts whose spans are known.

        Args:
            vectors: per text (words, features).
            marks: per text (words, techniques).
        """
        x, y = np.vstack(vectors).astype(np.float64), np.vstack(marks)
        self._mean = y.mean(axis=0)
        kernel = x.T @ x + PENALTY * np.eye(x.shape[1])
        self._weights = np.linalg.solve(kernel, x.T @ (y - self._mean))

    def of_words(self, words: Numbers) -> NDArray[np.float64]:
        """Return how much each word of a text (row) speaks for each technique."""
        scores: NDArray[np.float64] = words @ self._weights + self._mean
        return scores

    def of(self, vectors: Sequence[Numbers]) -> NDArray[np.float64]:
        """Return the features of texts, (texts, 3 * techniques)."""
        n = len(self._mean)
        rows = np.zeros((len(vectors), 3 * n))
        for row, words in zip(rows, vectors, strict=True):
            if len(words):
                scores = np.sort(self.of_words(words), axis=0)[::-1]
                row[:n] = scores[0]
                row[n : 2 * n] = scores[:HIGHEST].mean(axis=0)
                row[2 * n :] = scores.mean(axis=0)
        return rows
