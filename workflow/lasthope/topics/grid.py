"""How many topics? The number that does best by three measures together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import fsum
from typing import Any

import numpy as np
import pandas as pd
from bertopic.vectorizers import ClassTfidfTransformer
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from lasthope.clusters import Rows
from lasthope.coherence import npmi
from lasthope.neighbours import Near
from lasthope.tables import check
from lasthope.topics.core import in_core
from lasthope.topics.stability import (
    DECIMALS,
    Seen,
    halves_of,
    refit,
    share_in_halves,
    watched,
)

MEASURES = ("coherence", "exclusivity", "stability")
# Machines differ from the 15th digit of a logarithm on.
WEIGHT_DECIMALS = 8


def topics_grid(
    make: Callable[[int], Any],
    numbers: Sequence[int],
    texts: Sequence[Sequence[str]],
    rows: Rows,
    authors: ArrayLike,
    near: Near | None = None,
    seen_by: Seen | None = None,
    *,
    top_words: int,
    core: float,
    min_stability: float,
) -> pd.DataFrame:
    """Return for each number of topics how good they are, and which number is chosen.

    * coherence: mean NPMI of the topics' words (:mod:`lasthope.coherence`);
    * exclusivity: mean share of a topic in the frequency of its words (Bischof and
      Airoldi, "Summarizing topical content with word frequency and exclusivity", ICML
      2012), less what any topic would have by chance, one over their number;
    * stability: the share of the texts whose topic comes back in two halves of the
      authors (:func:`~lasthope.topics.stability.share_in_halves`).

    Each measure ranks the numbers, and the ranks are added (Borda's count), so that no
    measure counts for more because it varies more. The largest sum wins, of equal ones
    the fewest topics.

    Args:
        make: gives the clusters to fit for a number of topics.
        numbers: of topics to try, at least one.
        texts: the words of each text.
        rows: (n, d) whole numbers, a vector of each text.
        authors: whose each text is.
        near: the neighbours of the rows, if the clusters ask for them.
        seen_by: as of :func:`~lasthope.topics.stability.stability`.
        top_words: how many words of a topic are judged.
        core: share of a topic's texts that its words are taken from.
        min_stability: least mean Jaccard of a topic that comes back.
    """
    counter = CountVectorizer(analyzer=list)
    counts = counter.fit_transform(texts)
    in_alphabet = [" ".join(words) for words in texts]
    vocabulary = counter.get_feature_names_out()
    tried, halves = [], halves_of(make(numbers[0]), rows, authors, seen_by)
    for number in watched(numbers, "grid"):
        model = make(number)
        fit = refit(model, rows, model.random_state, near)
        is_core = in_core(fit.labels_, fit.cosines_, in_alphabet, core)
        in_topics = counts_by(fit.labels_[is_core], counts[is_core])
        top = heaviest(in_topics, top_words)
        words = [[str(vocabulary[column]) for column in columns] for columns in top]
        held = windows(words, texts)
        known = [meeting(top_of, held, len(texts)) for top_of in words]
        tried.append(
            {
                "n_topics": number,
                "n_found": len(top),
                "coherence": fsum(known) / len(known),
                "exclusivity": exclusivity(in_topics, top),
                "stability": share_in_halves(fit, halves, least=min_stability),
            }
        )
    return check(ranked(pd.DataFrame(tried).round(DECIMALS)), "topics_grid")


def windows(
    topics: Iterable[Iterable[str]], texts: Iterable[Iterable[str]]
) -> dict[str, set[int]]:
    """Return in which texts each word of the topics stands."""
    held: dict[str, set[int]] = {word: set() for words in topics for word in words}
    for number, text in enumerate(texts):
        for word in held.keys() & set(text):
            held[word].add(number)
    return held


def meeting(words: Sequence[str], held: Mapping[str, set[int]], n_texts: int) -> float:
    """Return the mean NPMI of the words' pairs, as far as the texts can tell.

    Two words that never meet have an NPMI of -1; but where chance would not have
    brought them together once, that tells nothing, and counts as 0. Otherwise, in short
    texts, rare words would make every fine topic look worse than every coarse one.
    """
    values = [0.0]
    for a, b in combinations(words, 2):
        n_a, n_b, n_both = len(held[a]), len(held[b]), len(held[a] & held[b])
        tells = n_both > 0 or n_a * n_b >= n_texts
        values.append((npmi(n_a, n_b, n_both, n_texts) or 0.0) if tells else 0.0)
    return fsum(values) / max(len(values) - 1, 1)


def ranked(tried: pd.DataFrame) -> pd.DataFrame:
    """Add the sum of ranks, 1 for the worst, halves for ties, and what is chosen."""
    score = tried[list(MEASURES)].rank(method="average").sum(axis=1)
    order = tried.assign(score=score).sort_values(
        ["score", "n_topics"], ascending=[False, True]
    )
    return tried.assign(score=score, is_chosen=tried.index == order.index[0])


def counts_by(labels: ArrayLike, counts: csr_matrix) -> csr_matrix:
    """Return how often each word (column) stands in the texts of each topic (row)."""
    row = np.asarray(labels)
    place = (row, np.arange(len(row)))
    member = csr_array((np.ones(len(row), dtype=np.int64), place))
    return csr_matrix(member @ counts)


def heaviest(in_topics: csr_matrix, top: int) -> list[list[int]]:
    """Return the columns of largest c-TF-IDF of each row, equal ones in their order."""
    model = ClassTfidfTransformer(reduce_frequent_words=True)
    # Words that stand outside of all cores have no weight.
    held = np.flatnonzero(np.asarray(in_topics.sum(axis=0)))
    weights = csr_matrix(model.fit_transform(in_topics[:, held]))
    found = []
    for start, end in zip(weights.indptr, weights.indptr[1:], strict=False):
        data = weights.data[start:end].round(WEIGHT_DECIMALS)
        columns = held[weights.indices[start:end]]
        found.append(columns[np.lexsort((columns, -data))[:top]].tolist())
    return found


def exclusivity(in_topics: csr_matrix, top: Sequence[Sequence[int]]) -> float:
    """Return the mean share of topics in the frequency of their words, beyond chance.

    >>> exclusivity(csr_matrix([[2, 0, 1], [0, 2, 1]]), [[0, 2], [1, 2]])
    0.25
    """
    sizes = np.maximum(np.asarray(in_topics.sum(axis=1)), 1)
    frequencies = in_topics.toarray() / sizes
    shares = []
    for topic, columns in enumerate(top):
        for column in columns:
            of_word = frequencies[:, column].tolist()
            shares.append(of_word[topic] / fsum(of_word))
    return fsum(shares) / len(shares) - 1 / len(top) if shares else 0.0


def numbers_to_try(grid: Sequence[int], n_different: int, least: int) -> list[int]:
    """Return those numbers of a grid whose topics could have twice their least size.

    >>> numbers_to_try([2, 4, 8, 16], 35, 3), numbers_to_try([8, 16], 20, 3)
    ([2, 4], [3])
    """
    most = max(n_different // (2 * least), 2)
    return [number for number in sorted(set(grid)) if number <= most] or [most]
