"""Tell where in a text techniques stand: subtask 2 of SemEval-2021 task 6.

A word speaks for a technique by what :mod:`lasthope.benchmark.words` learned from
spans, as far as its text speaks for it (:mod:`lasthope.benchmark.techniques`). What
speaks loudly enough is a span; how loud, how much the text counts, over how many
neighbours one listens and how wide a gap is bridged is chosen on held-out texts.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lasthope.benchmark.semeval import Span, Text
from lasthope.benchmark.techniques import Model, Techniques, held_out_models
from lasthope.benchmark.words import WORD, Numbers
from lasthope.embed import Embedding
from lasthope.errors import UserError

Scores = NDArray[np.float64]


class Choice(NamedTuple):
    """What makes words a span.

    Attributes:
        text: power to which the probability of the text counts.
        reach: words on either side that are listened to.
        gap: words that may be missing within a span.
        loud: from which score on a word is in a span.
    """

    text: float
    reach: int
    gap: int
    loud: float


CHOICES = [
    Choice(*one)
    for one in product(
        (0.5, 1.0), (1, 3), (1, 3), (0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16)
    )
]


class Spans:
    """Finds spans of techniques.

    Args:
        embedding: vectors of words.

    Attributes:
        reached: F1 on the held-out texts that the choice was made by.
    """

    def __init__(self, embedding: Embedding) -> None:
        self._techniques = Techniques(embedding)
        self.reached = 0.0

    def fit(self, texts: Sequence[Text]) -> "Spans":
        """Learn from texts with spans.

        Raises:
            UserError: if there are too few.
        """
        # Of a text without techniques it is known where they stand: nowhere.
        marked = [text for text in texts if text.spans is not None or not text.labels]
        told = self._techniques.told(marked)
        if not told.of_words:
            raise UserError(
                "no text has spans to learn from; give the training data of subtask 2."
            )
        self._names = told.of_words
        columns = [told.known.index(name) for name in told.of_words]
        held_out: list[tuple[Text, Scores, Scores]] = []
        for model, places in held_out_models(told):
            vectors, dense = told.seen(places)
            scores = model.scores(told.texts[places], vectors, dense)[:, columns]
            loud = _loud(model, vectors)
            given = [marked[place] for place in places]
            held_out += zip(given, scores, loud, strict=True)
        expected = [text.spans or () for text, *_ in held_out]
        reached = [
            f1(
                expected,
                [
                    found(text.text, scores, loud, self._names, choice)
                    for text, scores, loud in held_out
                ],
            )
            for choice in CHOICES
        ]
        best = int(np.argmax(np.round(reached, 6)))
        self._choice, self.reached = CHOICES[best], reached[best]
        self._model, self._columns = Model(told, np.arange(len(marked))), columns
        return self

    def predict(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the spans of each text."""
        if not texts:
            return []
        vectors, dense = self._techniques.looked_at(texts)
        scores = self._model.scores(np.array(texts, dtype=object), vectors, dense)
        of_words = _loud(self._model, vectors)
        rows = zip(texts, scores[:, self._columns], of_words, strict=True)
        return [
            found(text, of_text, loud, self._names, self._choice)
            for text, of_text, loud in rows
        ]


def found(
    text: str, scores: Scores, loud: Scores, names: Sequence[str], choice: Choice
) -> list[Span]:
    """Return the spans of a text.

    Args:
        text: the text.
        scores: (techniques,) probability of each in the text.
        loud: (words, techniques) how much each word speaks for each.
        names: of the techniques.
        choice: what makes words a span.
    """
    words = [*WORD.finditer(text)]
    if not words:
        return []
    sizes = _heard(np.ones(len(words)), choice.reach)
    spans = []
    for name, of_text, of_words in zip(names, scores, loud.T, strict=True):
        heard = _heard(of_words, choice.reach) / sizes
        is_in = heard * of_text**choice.text >= choice.loud
        for first, last in runs(is_in, choice.gap):
            spans.append(Span(name, words[first].start(), words[last].end()))
    return sorted(spans, key=lambda span: (span.start, span.end, span.technique))


def runs(is_in: NDArray[np.bool_], gap: int) -> Iterator[tuple[int, int]]:
    """Yield first and last place of each run, over gaps of at most some places.

    >>> list(runs(np.array([True, False, True, False, False, True]), 1))
    [(0, 2), (5, 5)]
    """
    places = np.flatnonzero(is_in)
    if len(places):
        breaks = np.flatnonzero(np.diff(places) > gap + 1)
        firsts = places[np.concatenate([[0], breaks + 1])]
        lasts = places[np.concatenate([breaks, [len(places) - 1]])]
        yield from zip(firsts.tolist(), lasts.tolist(), strict=True)


def f1(expected: Sequence[Sequence[Span]], given: Sequence[Sequence[Span]]) -> float:
    """Return the measure of subtask 2, over all texts.

    What two spans of one technique have in common counts as a part of the one given for
    precision and of the one expected for recall: Da San Martino, G. et al. (2019).
    Fine-grained analysis of propaganda in news articles. EMNLP-IJCNLP, 5636-5646.

    >>> f1([[Span("Doubt", 0, 10)]], [[Span("Doubt", 5, 10), Span("Smears", 0, 10)]])
    0.5
    """
    precise = recalled = 0.0
    for right, ours in zip(expected, given, strict=True):
        for one, other in product(right, ours):
            common = min(one.end, other.end) - max(one.start, other.start)
            if one.technique == other.technique and common > 0:
                precise += common / (other.end - other.start)
                recalled += common / (one.end - one.start)
    n_expected, n_given = sum(map(len, expected)), sum(map(len, given))
    if not (n_expected and n_given and precise):
        return 0.0
    precision, recall = precise / n_given, recalled / n_expected
    return 2 * precision * recall / (precision + recall)


def _loud(model: Model, vectors: Sequence[Numbers]) -> list[Scores]:
    return [model.words.of_words(words) for words in vectors]


def _heard(values: Scores, reach: int) -> Scores:
    """Return for each place the sum over it and its neighbours."""
    sums = np.concatenate([[0], np.cumsum(values)])
    places = np.arange(len(values))
    after = np.minimum(places + reach + 1, len(values))
    heard: Scores = sums[after] - sums[np.maximum(places - reach, 0)]
    return heard
