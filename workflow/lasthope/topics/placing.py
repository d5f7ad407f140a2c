"""Put every unit into a topic, a part at a time, whatever the other units are."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from lasthope.clusters import Rows, Whole, nearest, squares
from lasthope.compiling import compiled
from lasthope.embed import LENGTH, with_length
from lasthope.embed.length import scale
from lasthope.tables import check
from lasthope.topics.sampling import Part
from lasthope.topics.terms import has_topic_words, topic_words
from lasthope.topics.usage import Leaning, Usage, lean

NO_TOPIC = -1
DECIMALS = 6
# A mean of vectors is rounded to this part of a level.
MEAN_STEPS = 64
# A vector that is led to a seed topic keeps three quarters of itself, as in BERTopic.
OWN_PARTS = 3


@dataclass(frozen=True)
class Turn:
    """What is done to vectors before they are grouped.

    Attributes:
        mean: what all have in common, in 64ths, or None to subtract nothing.
        usage: how the words are used that texts lean on, or None to lean on nothing.
        seeds: the words of each seed topic.
        leads: the vector of each seed topic.
    """

    mean: Whole | None
    usage: Usage | None
    seeds: tuple[frozenset[str], ...]
    leads: Rows

    def __call__(self, texts: Sequence[str], vectors: Rows) -> Rows:
        """Return the turned vectors; zero vectors stay zero."""
        return self.read(pd.Series(texts, dtype="str"), vectors)[0]

    def read(self, texts: pd.Series, vectors: Rows) -> tuple[Rows, NDArray[np.bool_]]:
        """Return the turned vectors, and which texts have words that describe topics.

        A text whose words have a usage has such words; only others are read for them.
        """
        rows = centred(vectors, self.mean)
        has_words = np.zeros(len(texts), dtype=np.bool_)
        if self.usage is not None:
            usages = self.usage.of(pa.array(texts))
            rows = lean(rows, usages)
            has_words |= usages.any(axis=1)
        has_words[~has_words] = texts[~has_words].map(has_topic_words).to_numpy(bool)
        return led(rows, seeded(texts, self.seeds), self.leads), has_words


def turn_of(
    texts: Sequence[str],
    vectors: Rows,
    *,
    subtract_mean: bool,
    word_usage: bool,
    seed_topics: Sequence[Sequence[str]],
) -> Turn:
    """Return how to turn vectors, learnt from a sample.

    A seed topic's vector is the direction of the sum of the texts that hold one of its
    words; texts that hold them are led towards it. (BERTopic embeds the words instead
    and looks for near texts, which takes an embedding of words.)
    """
    mean = mean_of(vectors) if subtract_mean else None
    seeds = tuple(frozenset(map(str.lower, words)) for words in seed_topics)
    rows = centred(vectors, mean)
    usage = Usage.learnt(texts, rows) if word_usage else None
    rows = rows if usage is None else usage(texts, rows)
    return Turn(mean, usage, seeds, leads_of(rows, seeded(texts, seeds), len(seeds)))


def seen_by(
    turn: Turn, texts: Sequence[str], vectors: Rows
) -> Callable[[NDArray[Any]], Rows]:
    """Return what turns the vectors of a sample as some of its texts would.

    Whether topics come back from other texts is only told if mean, usage of words and
    seed topics are learnt from these alone: the vectors are those of a
    :func:`turn_of` that knows only them.
    """
    seed_of = seeded(texts, turn.seeds)
    leaning = None if turn.usage is None else Leaning(texts)

    def seen(chosen: NDArray[Any]) -> Rows:
        mean = None if turn.mean is None else mean_of(vectors[chosen])
        rows = centred(vectors, mean)
        rows = rows if leaning is None else leaning.seen_by(chosen, rows)
        leads = leads_of(rows[chosen], seed_of[chosen], len(turn.seeds))
        return led(rows, seed_of, leads)

    return seen


def leads_of(rows: Rows, seed_of: Whole, n_seeds: int) -> Rows:
    """Return the direction of the sum of the vectors of each seed topic's texts."""
    sums = np.zeros((n_seeds, rows.shape[1]), dtype=np.int64)
    np.add.at(sums, seed_of[seed_of >= 0], rows[seed_of >= 0])
    return with_length(sums, LENGTH).astype(np.int8)


def mean_of(vectors: Rows) -> Whole:
    """Return the mean of vectors in 64ths, rounded."""
    total = vectors.sum(axis=0, dtype=np.int64)
    mean: Whole = np.rint(MEAN_STEPS * total / max(len(vectors), 1)).astype(np.int64)
    return mean


def centred(vectors: Rows, mean: Whole | None) -> Rows:
    """Subtract a mean and restore the length; zero vectors stay zero."""
    if mean is None:
        return vectors
    if mean.shape != vectors.shape[1:]:
        raise ValueError(f"a mean of {mean.shape} is not that of {vectors.shape}")
    found = np.zeros_like(vectors)
    _centre(vectors, mean, found)
    return found


@compiled
def _centre(vectors, mean, found):
    """Write the vectors less their mean, but for zero ones."""
    moved = np.empty(vectors.shape[1], dtype=np.int64)
    for row in range(len(vectors)):
        is_zero = True
        for column in range(vectors.shape[1]):
            component = np.int64(vectors[row, column])
            is_zero &= component == 0
            moved[column] = MEAN_STEPS * component - mean[column]
        if not is_zero:
            scale(moved, LENGTH, found[row])


def seeded(texts: Sequence[str] | pd.Series, seeds: Sequence[frozenset[str]]) -> Whole:
    """Return which seed topic each text has most words of, the first of equals; or -1.

    >>> seeded(["Free speech", "hope"], [frozenset({"war"}), frozenset({"speech"})])
    array([ 1, -1])
    """
    if not seeds:
        return np.full(len(texts), -1)
    counts = np.array(
        [[len(words & set(topic_words(text))) for words in seeds] for text in texts]
    ).reshape(len(texts), len(seeds))
    return np.where(counts.any(axis=1), counts.argmax(axis=1), -1)


def led(rows: Rows, seed_of: Whole, leads: Rows) -> Rows:
    """Lead the vectors of texts with words of a seed topic towards that topic's."""
    is_led = (seed_of >= 0) & rows.any(axis=1)
    whole = OWN_PARTS * rows[is_led].astype(np.int64) + leads[seed_of[is_led]]
    moved = rows.copy()
    moved[is_led] = with_length(whole, LENGTH)
    return moved


class Placer:
    """Puts units with the nearest topic, and counts.

    A unit has no topic (-1) if its vector is zero, if no word of it could describe a
    topic, or if its cosine with the nearest topic's centre is below ``min_similarity``.
    Nothing else decides, so equal texts have equal topics.

    Args:
        turn: what is done to vectors first.
        centres: (k, d) whole numbers.
        topic_of: the topic of each of them.
        min_similarity: least cosine.
        doc_ids: of the documents.
        author_of: a number for the author of each of them.

    Attributes:
        n_units: counted so far, by topic.
    """

    def __init__(
        self,
        turn: Turn,
        centres: Whole,
        topic_of: NDArray[np.int64],
        min_similarity: float,
        *,
        doc_ids: pd.Index,
        author_of: NDArray[np.int64],
    ) -> None:
        self._turn = turn
        self._centres = centres
        self._topic_of = topic_of
        self._min_similarity = min_similarity
        self._doc_ids = doc_ids
        self._author_of = author_of
        self.n_units: Counter[int] = Counter()
        # The last row is that of NO_TOPIC.
        n_rows = int(topic_of.max(initial=NO_TOPIC)) + 2
        self._is_met = np.zeros((n_rows, author_of.max(initial=0) + 1), dtype=bool)

    def place(self, part: Part) -> pd.DataFrame:
        """Return the table ``unit_topics`` of a part, and count."""
        topic, similarity = self.nearest(part.units["text"], part.vectors)
        documents = self._doc_ids.get_indexer(pd.Index(part.units["doc_id"]))
        self.n_units.update(topic.tolist())
        self._is_met[topic, self._author_of[documents]] = True
        return check(
            pd.DataFrame(
                {
                    "unit_id": part.units["unit_id"].to_numpy(),
                    "topic": topic,
                    "similarity": similarity,
                }
            ).astype({"unit_id": "str"}),
            "unit_topics",
        )

    def nearest(
        self, texts: pd.Series, vectors: Rows
    ) -> tuple[Whole, NDArray[np.float64]]:
        """Return the topic of each text, or -1, and its cosine, or nan."""
        rows, has_words = self._turn.read(texts, vectors)
        labels, products = nearest(rows, self._centres)
        lengths = np.sqrt(squares(rows) * squares(self._centres)[labels])
        cosines = (products / np.maximum(lengths, 1)).round(DECIMALS)
        is_placed = rows.any(axis=1) & (cosines >= self._min_similarity) & has_words
        return (
            np.where(is_placed, self._topic_of[labels], np.int64(NO_TOPIC)),
            np.where(is_placed, cosines, np.nan),
        )

    def n_authors(self) -> dict[int, int]:
        """Return how many authors each topic has."""
        return dict(enumerate(self._is_met[:NO_TOPIC].sum(axis=1).tolist()))
