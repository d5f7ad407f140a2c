"""The words and phrases that describe a topic, each telling something new."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.representation import BaseRepresentation
from scipy.sparse import csr_matrix

from lasthope.topics.terms import is_same

# Machines differ from the 15th digit of a logarithm on.
DECIMALS = 8
# What stands for the words of a topic whose words are those of private people alone.
PRIVATE = "(words of private people)"
# Terms looked at for each one that is kept.
CANDIDATES = 5


class RankedWords(BaseRepresentation):
    """A topic's terms by c-TF-IDF, rounded, and by maximal marginal relevance.

    Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998:
    each next term is the one of largest ``(1 - diversity) * relevance - diversity *
    similarity``. Relevance is the c-TF-IDF over the topic's largest, similarity the
    largest Jaccard coefficient of the texts that hold the term and those that hold one
    taken before. A word that stands in one phrase at least half of the time is told by
    the phrase; inflections and parts of what was taken are passed over.

    Of terms of equal weight, as most are in a small corpus, that comes first which is
    met first when the topic's texts are read from its centre outwards.

    Args:
        top_words: how many terms.
        diversity: from 0, the heaviest terms, to 1.
        shown: the terms that may be shown; others describe nothing.
    """

    def __init__(
        self, *, top_words: int, diversity: float, shown: frozenset[str]
    ) -> None:
        self.top_words = top_words
        self.diversity = diversity
        self.shown = shown

    def extract_topics(
        self,
        topic_model: BERTopic,
        documents: pd.DataFrame,
        c_tf_idf: csr_matrix,
        topics: Mapping[str, Any],
    ) -> dict[Any, list[tuple[str, float]]]:
        """Return the terms and weights of each topic; see BERTopic's base class."""
        names = topic_model.vectorizer_model.get_feature_names_out()
        analyze = topic_model.vectorizer_model.build_analyzer()
        texts = nearest_first(topic_model, documents).groupby("Topic")["Document"]
        found = {}
        for row, (topic, in_order) in enumerate(texts.agg(list).to_dict().items()):
            in_topic = c_tf_idf[row]
            rounded = np.round(in_topic.data, DECIMALS).tolist()
            pairs = zip(names[in_topic.indices], rounded, strict=True)
            weights = {term: weight for term, weight in pairs if term in self.shown}
            if not weights:
                found[topic] = [(PRIVATE, 0.0)]
                continue
            terms = [analyze(text) for text in in_order]
            ranked = rank(weights, terms, CANDIDATES * self.top_words)
            found[topic] = marginal(
                ranked, holding(ranked, terms), self.top_words, self.diversity
            )
        return found


def rank(
    weights: Mapping[str, float], texts: Iterable[Iterable[str]], top: int
) -> list[tuple[str, float]]:
    """Return the heaviest terms with their weights, equal ones as first met in texts.

    >>> rank({"hope": 1, "last": 2, "win": 1}, [["a", "win"], ["hope", "last"]], 2)
    [('last', 2), ('win', 1)]
    """
    heaviest = sorted(weights.values(), reverse=True)[:top]
    wanted = {word for word, weight in weights.items() if weight >= heaviest[-1]}
    met: dict[str, float] = {}
    for text in texts:
        met |= {word: weights[word] for word in text if word in wanted}
        if len(met) == len(wanted):
            break
    return sorted(met.items(), key=lambda item: -item[1])[:top]


def holding(
    ranked: Iterable[tuple[str, float]], texts: Iterable[Iterable[str]]
) -> dict[str, set[int]]:
    """Return in which texts each term stands."""
    held: dict[str, set[int]] = {term: set() for term, _ in ranked}
    for number, terms in enumerate(texts):
        for term in held.keys() & set(terms):
            held[term].add(number)
    return held


def marginal(
    ranked: Sequence[tuple[str, float]],
    held: Mapping[str, set[int]],
    top: int,
    diversity: float,
) -> list[tuple[str, float]]:
    """Return the terms of largest marginal relevance, in the order they are taken.

    Args:
        ranked: terms and weights, the heaviest first.
        held: the texts of the topic that hold each.
        top: how many to take.
        diversity: see :class:`RankedWords`.
    """
    left = told_by_phrases(ranked, held)
    # Nothing weighs in a model of one topic; then all are equally relevant.
    heaviest = ranked[0][1] or 1.0
    likeness = dict.fromkeys((term for term, _ in left), 0.0)
    taken: list[tuple[str, float]] = []
    while left and len(taken) < top:
        best = max(
            left,
            key=lambda item: (
                (1 - diversity) * (item[1] / heaviest) - diversity * likeness[item[0]]
            ),
        )
        taken.append(best)
        left = [item for item in left if not is_same(item[0], best[0])]
        for term, _ in left:
            both = len(held[term] & held[best[0]])
            either = len(held[term] | held[best[0]])
            likeness[term] = max(likeness[term], both / either)
    return taken


def told_by_phrases(
    ranked: Sequence[tuple[str, float]], held: Mapping[str, set[int]]
) -> list[tuple[str, float]]:
    """Return the terms, each word that mostly stands in one phrase replaced by that.

    >>> texts = {"speech": {1, 2, 3}, "free": {1, 2}, "free speech": {1, 2}}
    >>> told_by_phrases([("speech", 3.0), ("free", 2.0), ("free speech", 1.0)], texts)
    [('free speech', 3.0)]
    """
    # A phrase that one text holds may be anything.
    phrases = [term for term, _ in ranked if " " in term and len(held[term]) > 1]
    kept: dict[str, float] = {}
    for term, weight in ranked:
        if " " in term:
            if term in phrases:
                kept.setdefault(term, weight)
            continue
        around = (phrase for phrase in phrases if term in phrase.split())
        is_mostly = (p for p in around if 2 * len(held[p]) >= len(held[term]))
        kept.setdefault(next(is_mostly, term), weight)
    return list(kept.items())


def nearest_first(model: BERTopic, documents: pd.DataFrame) -> pd.DataFrame:
    """Return different texts by their cosine with their topic's centre, then by text.

    Where BERTopic does not say which of the fitted texts these are, as in its topics
    over time, the order is alphabetical.
    """
    columns = ["Document"]
    if "ID" in documents:
        cosines = model.hdbscan_model.cosines_[documents["ID"].to_numpy(dtype=int)]
        documents, columns = documents.assign(away=-cosines), ["away", "Document"]
    return documents.drop_duplicates(["Topic", "Document"]).sort_values(columns)
