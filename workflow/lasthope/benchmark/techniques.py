"""Tell which techniques a text uses: one classifier for each, one threshold for all.

Features are TF-IDF of words and characters, the vectors of the shipped embedding,
style, words of :mod:`lasthope.benchmark.word_lists`, and what
:mod:`lasthope.benchmark.words` learned from spans. Every number below was fixed by
cross-validation on the published training and development data, before any test.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.preprocessing import StandardScaler

from lasthope.benchmark.semeval import Text, labels_of, micro_f1
from lasthope.benchmark.word_lists import listed
from lasthope.benchmark.words import Numbers, WordScores, WordVectors, marked
from lasthope.classifier.groups import FOLDS, copies, folds
from lasthope.classifier.ngrams import regression, vectorizers
from lasthope.classifier.style import FARTHEST, STYLE, style
from lasthope.embed import LENGTH, Embedding, StaticEncoder
from lasthope.errors import UserError

# How much what words tell, and a standard deviation of a list's words, weigh beside
# n-grams and vectors, whose length is 1.
WORDS = 0.15
LISTS = 0.3
# Of a technique in fewer texts no classifier is learned, nor is it ever found.
FEWEST = 2
# Of one in fewer texts no words are learned.
FEWEST_FOR_WORDS = 18
THRESHOLDS = np.arange(8, 60) / 100

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]


class Techniques:
    """A classifier of techniques.

    Args:
        embedding: vectors of words.
    """

    def __init__(self, embedding: Embedding) -> None:
        self._vectors = WordVectors(embedding)
        self._encoders = [
            StaticEncoder(embedding, drop_stop_words=drops) for drops in (True, False)
        ]

    def fit(self, texts: Sequence[Text]) -> "Techniques":
        """Learn from texts with labels and, where they are known, spans.

        Raises:
            UserError: if the texts are too few to choose a threshold by, or have no
                words in common.
        """
        told = self.told(texts)
        unseen = np.zeros(told.labels.shape)
        for model, held_out in held_out_models(told):
            unseen[held_out] = model.scores(told.texts[held_out], *told.seen(held_out))
        self._threshold = best_threshold(labels_of(texts), unseen, told.known)
        self._known, self._model = told.known, Model(told, np.arange(len(texts)))
        return self

    def told(self, texts: Sequence[Text]) -> "Told":
        """Return what is known of texts that are to be learned from.

        Raises:
            UserError: if they are too few.
        """
        groups = copies([text.text for text in texts])
        if groups.max(initial=-1) + 1 < 2 * FOLDS:
            raise UserError(
                f"{len(texts)} texts are too few to learn from; give the published "
                "training data."
            )
        known = sorted({label for text in texts for label in text.labels})
        labels = np.array([[name in text.labels for name in known] for text in texts])
        of_words = [
            name
            for name, n in zip(known, labels.sum(axis=0), strict=True)
            if n >= FEWEST_FOR_WORDS and any(text.spans for text in texts)
        ]
        vectors, dense = self.looked_at([text.text for text in texts])
        return Told(
            known,
            of_words,
            np.array([text.text for text in texts], dtype=object),
            vectors,
            [marked(text, of_words) for text in texts],
            np.array([text.spans is not None or not text.labels for text in texts]),
            dense,
            labels,
            groups,
        )

    def looked_at(self, texts: Sequence[str]) -> tuple[list[Numbers], Scores]:
        """Return the vectors of the words of each text, and numbers of the whole."""
        self._vectors.learn(texts)
        return [self._vectors.of(text) for text in texts], self._dense(texts)

    def predict(self, texts: Sequence[str]) -> list[set[str]]:
        """Return the techniques of each text."""
        if not texts:
            return []
        seen = self.looked_at(texts)
        scores = self._model.scores(np.array(texts, dtype=object), *seen)
        return above(scores, self._threshold, self._known)

    def _dense(self, texts: Sequence[str]) -> Scores:
        lower = [text.lower() for text in texts]
        encoded = [encoder.encode(lower) / LENGTH for encoder in self._encoders]
        return np.hstack([*encoded, style(texts), listed(texts)])


class Told(NamedTuple):
    """What is known of the texts that are learned from, a row each.

    Attributes:
        known: all techniques.
        of_words: those whose words are learned.
        texts: the texts.
        vectors: per text a row for each word.
        marks: per text whether each word lies in a span of each of ``of_words``.
        has_spans: whether its spans are known.
        dense: numbers of the whole text.
        labels: (texts, known) whether it uses each technique.
        groups: which texts are held out together.
    """

    known: list[str]
    of_words: list[str]
    texts: NDArray[np.object_]
    vectors: list[Numbers]
    marks: list[Numbers]
    has_spans: Flags
    dense: Scores
    labels: Flags
    groups: NDArray[np.int64]

    def seen(self, places: NDArray[np.int64]) -> tuple[list[Numbers], Scores]:
        """Return what is looked at in some of the texts."""
        return [self.vectors[place] for place in places], self.dense[places]

    def word_scores(self, places: NDArray[np.int64]) -> WordScores:
        """Learn from the words of some of the texts."""
        some = places[self.has_spans[places]]
        return WordScores(
            [self.vectors[place] for place in some],
            [self.marks[place] for place in some],
        )


class Model:
    """Classifiers learned from some of the texts."""

    def __init__(self, told: Told, places: NDArray[np.int64]) -> None:
        texts, labels = told.texts[places], told.labels[places]
        try:
            self._tfidf = [one.fit(texts) for one in vectorizers()]
        except ValueError as error:
            raise UserError(
                f"of {len(texts)} texts too few have words in common to learn from; "
                "give the published training data."
            ) from error
        self._has_words = told.marks[0].shape[1] > 0
        n_style, n_lists = style([""]).shape[1], listed([""]).shape[1]
        self._weights = np.repeat([STYLE, LISTS], [n_style, n_lists])
        scored = np.zeros((len(places), 0))
        if self._has_words:
            # Each text by words learned from others, as those that come later will be.
            n_techniques = told.marks[0].shape[1]
            scored = np.zeros((len(places), 3 * n_techniques))
            for learned, held_out in folds(told.groups[places], np.arange(len(places))):
                scores = told.word_scores(places[learned])
                some = [told.vectors[place] for place in places[held_out]]
                scored[held_out] = scores.of(some)
            self.words = told.word_scores(places)
        dense = told.dense[places]
        self._of_counts = StandardScaler().fit(dense[:, -len(self._weights) :])
        self._of_words = StandardScaler().fit(scored) if self._has_words else None
        features = self._features(texts, dense, scored)
        self._classifiers = [
            regression().fit(features, of_label)
            if FEWEST <= of_label.sum() < len(of_label)
            else None
            for of_label in labels.T
        ]

    def scores(
        self, texts: NDArray[np.object_], vectors: list[Numbers], dense: Scores
    ) -> Scores:
        """Return the probability of each technique (column) for each text."""
        scored = (
            self.words.of(vectors) if self._has_words else np.zeros((len(texts), 0))
        )
        features = self._features(texts, dense, scored)
        found = np.zeros((len(texts), len(self._classifiers)))
        for column, classifier in zip(found.T, self._classifiers, strict=True):
            if classifier is not None:
                column[:] = classifier.predict_proba(features)[:, 1]
        return found

    def _features(
        self, texts: NDArray[np.object_], dense: Scores, scored: Scores
    ) -> csr_matrix:
        n = len(self._weights)
        of_counts = self._of_counts.transform(dense[:, -n:])
        parts = [
            *(tfidf.transform(texts) for tfidf in self._tfidf),
            csr_matrix(dense[:, :-n]),
            csr_matrix(self._weights * np.clip(of_counts, -FARTHEST, FARTHEST)),
        ]
        if self._of_words is not None:
            of_words = self._of_words.transform(scored)
            parts.append(csr_matrix(WORDS * np.clip(of_words, -FARTHEST, FARTHEST)))
        return hstack(parts).tocsr()


def held_out_models(told: Told) -> Iterator[tuple[Model, NDArray[np.int64]]]:
    """Yield models with the texts that were held out, each text once."""
    for learned, held_out in folds(told.groups, np.arange(len(told.texts))):
        yield Model(told, learned), held_out


def best_threshold(
    expected: Sequence[set[str]], scores: Scores, names: Sequence[str]
) -> float:
    """Return the threshold of the best micro-F1, the middle one of equal ones."""
    reached = [micro_f1(expected, above(scores, limit, names)) for limit in THRESHOLDS]
    best = [
        limit
        for limit, measure in zip(THRESHOLDS.tolist(), reached, strict=True)
        if measure == max(reached)
    ]
    return float(best[len(best) // 2])


def above(scores: Scores, limit: float, names: Sequence[str]) -> list[set[str]]:
    """Return, for each row of scores, the names whose score reaches a limit."""
    return [
        {name for name, score in zip(names, row, strict=True) if score >= limit}
        for row in scores.tolist()
    ]
