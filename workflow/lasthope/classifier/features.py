"""What a classifier looks at in a unit, in whole numbers: the same on every machine.

Five blocks stand side by side: TF-IDF of words and of characters, each of length
``UNIT``; the vectors of the shipped embedding, with stop words and without, as long;
style, in standard deviations; and for every category whether the rules found it. Only
sums and products of whole numbers below 2^53 occur, and square roots and quotients that
IEEE 754 rounds correctly, so that no order of adding and no processor changes a bit.
"""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer

from lasthope.classifier.ngrams import vectorizers
from lasthope.classifier.style import FARTHEST, STYLE, style
from lasthope.embed import LENGTH, Embedding, StaticEncoder
from lasthope.errors import UserError

# What stands for 1; a power of two, so that dividing by it is exact.
UNIT = 2**12
# What stands for 1 in frequencies of terms and documents, before lengths are evened.
PART = 2**8
# Of an n-gram that occurs more often, more says no more.
MOST_OFTEN = 64
# Logarithms differ from the 15th digit on between machines.
DECIMALS = 8

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Analyze = Callable[[str], list[str]]
# Given n-grams and what makes them, returns those that may be kept.
Shown = Callable[[Collection[str], Analyze], Collection[str]]


class Learned(NamedTuple):
    """What is learned of the features from the units that a classifier is taught with.

    Attributes:
        ngrams: words and pairs of words; pieces of two to five characters.
        frequencies: (MOST_OFTEN + 1,) weight of an n-gram by how often it occurs, in
            parts.
        rarities: (n-grams,) inverse document frequency of each, in parts.
        moments: (2, style features) mean and standard deviation.
        rules: the categories that the rules look for.
    """

    ngrams: tuple[tuple[str, ...], tuple[str, ...]]
    frequencies: Whole
    rarities: Whole
    moments: Numbers
    rules: tuple[str, ...]


def learn(texts: Sequence[str], rules: Sequence[str], shown: Shown) -> Learned:
    """Return what is learned of the features.

    Args:
        texts: of the units.
        rules: the categories that the rules look for.
        shown: which n-grams may be kept, of some and of what makes them.

    Raises:
        UserError: if the units have no words in common.
    """
    kept, rarities = [], []
    for vectorizer in vectorizers():
        try:
            fitted = vectorizer.fit(texts)
        except ValueError as error:
            raise UserError(
                f"of {len(texts)} coded units too few have words in common to learn "
                "from; code more of them or keep tags.tagger: rules."
            ) from error
        known = fitted.vocabulary_
        allowed = sorted(shown(known, fitted.build_analyzer()))
        kept.append(tuple(allowed))
        rarities.append(fitted.idf_[[known[ngram] for ngram in allowed]])
    often = np.arange(1, MOST_OFTEN + 1)
    frequencies = np.concatenate([[0], np.rint(PART * (1 + np.log(often)))])
    of_style = style(texts).round(DECIMALS)
    spread = of_style.std(axis=0)
    moments = np.stack([of_style.mean(axis=0), np.where(spread > 0, spread, 1)])
    return Learned(
        (kept[0], kept[1]),
        frequencies.astype(np.int64),
        np.rint(PART * np.concatenate(rarities)).astype(np.int64),
        moments.round(DECIMALS),
        tuple(rules),
    )


class Features:
    """Turns units into rows of whole numbers.

    Args:
        learned: what was learned of them.
        embedding: vectors of words.
    """

    def __init__(self, learned: Learned, embedding: Embedding) -> None:
        self._learned = learned
        self._counters = [
            CountVectorizer(analyzer=one.build_analyzer(), vocabulary=ngrams)
            for one, ngrams in zip(vectorizers(), learned.ngrams, strict=True)
            if ngrams
        ]
        n_words = len(learned.ngrams[0])
        parts = learned.rarities[:n_words], learned.rarities[n_words:]
        self._rarities = [part for part in parts if len(part)]
        self._encoders = [
            StaticEncoder(embedding, drop_stop_words=drops) for drops in (True, False)
        ]
        n_dimensions = embedding.rows.shape[1]
        self.n = len(learned.rarities) + 2 * n_dimensions + learned.moments.shape[1]
        self.n += len(learned.rules)

    def matrix(self, texts: Sequence[str], found: Flags) -> csr_matrix:
        """Return a row per unit, (units, n), whole numbers as floats.

        Args:
            texts: of the units.
            found: (units, rules) whether the rules found each category.
        """
        lower = [text.lower() for text in texts]
        blocks = [
            *(
                _weighted(counter.transform(texts), self._learned.frequencies, rarities)
                for counter, rarities in zip(
                    self._counters, self._rarities, strict=True
                )
            ),
            *(
                csr_matrix(encoder.encode(lower).astype(np.float64) * (UNIT // LENGTH))
                for encoder in self._encoders
            ),
            csr_matrix(self._style(texts)),
            csr_matrix(found.astype(np.float64) * UNIT),
        ]
        return hstack(blocks).tocsr()

    def _style(self, texts: Sequence[str]) -> Numbers:
        mean, spread = self._learned.moments
        deviations = (style(texts).round(DECIMALS) - mean) / spread
        return np.rint(STYLE * UNIT * np.clip(deviations, -FARTHEST, FARTHEST))


def _weighted(counts: csr_matrix, frequencies: Whole, rarities: Whole) -> csr_matrix:
    """Return TF-IDF with rows of length ``UNIT``, rounded to whole numbers."""
    often = np.minimum(counts.data, MOST_OFTEN)
    weights = frequencies[often] * rarities[counts.indices]
    squares = csr_matrix((weights**2, counts.indices, counts.indptr), counts.shape)
    lengths = np.sqrt(np.asarray(squares.sum(axis=1)).ravel().astype(np.float64))
    length_of = np.repeat(lengths, np.diff(counts.indptr))
    # Both factors are whole and their product is below 2^53.
    scaled = np.rint((weights * UNIT).astype(np.float64) / length_of)
    return csr_matrix((scaled, counts.indices, counts.indptr), counts.shape)
