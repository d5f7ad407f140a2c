"""BERTopic without the places where its result depends on the machine.

BERTopic (Grootendorst, arXiv:2203.05794) orders topics of equal size, words of equal
weight and representative texts by sorts that leave ties, or the last bits of a sum, to
the processor. Here each order is total: numbers are exact or rounded, and ties are
broken by the text itself.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.representation import BaseRepresentation
from bertopic.vectorizers import ClassTfidfTransformer
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from lasthope.clusters import ExactKMeans

# Machines differ from the 15th digit of a logarithm on.
DECIMALS = 8
REPRESENTATIVES = 3


def topic_model(
    clusters: ExactKMeans, *, analyzer: Callable[[str], list[str]], top_words: int
) -> "StableBERTopic":
    """Return a BERTopic model for texts that come with whole vectors.

    Args:
        clusters: groups the vectors; no dimensions are reduced before.
        analyzer: returns the words of a text, or of several joined by a space.
        top_words: how many words represent a topic.
    """
    return StableBERTopic(
        # "english" would strip every letter beyond a to z before words are counted.
        language="multilingual",
        top_n_words=top_words,
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=clusters,
        vectorizer_model=CountVectorizer(analyzer=analyzer),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        representation_model=RankedWords(top_words=top_words),
    )


class StableBERTopic(BERTopic):
    """BERTopic whose topics and representative texts have one possible order.

    Topics are numbered by size, the largest first, equal ones by their alphabetically
    first text. Representative texts are those nearest to the topic's centre, equally
    near ones in alphabetical order. The cluster model has to be an
    :class:`~lasthope.clusters.ExactKMeans`.
    """

    def _sort_mappings_by_frequency(self, documents: pd.DataFrame) -> pd.DataFrame:
        """Number the topics; BERTopic calls this after clustering."""
        clusters = (
            documents.groupby("Topic")["Document"]
            .agg(["size", "min"])
            .sort_values(["size", "min"], ascending=[False, True])
        )
        number = {int(old): new for new, old in enumerate(clusters.index)}
        self.topic_mapper_.add_mappings(number, topic_model=self)
        numbered = documents.assign(Topic=documents["Topic"].map(number))
        self._update_topic_size(numbered)
        return numbered

    def _save_representative_docs(self, documents: pd.DataFrame) -> None:
        """Keep a few texts per topic; BERTopic calls this last."""
        by_topic = nearest_first(self, documents).groupby("Topic")["Document"]
        self.representative_docs_ = {
            topic: texts[:REPRESENTATIVES]
            for topic, texts in by_topic.agg(list).to_dict().items()
        }


class RankedWords(BaseRepresentation):
    """A topic's words by c-TF-IDF, rounded.

    Of words of equal weight, as most are in a small corpus, that comes first which is
    met first when the topic's texts are read from its centre outwards.

    Args:
        top_words: how many.
    """

    def __init__(self, *, top_words: int) -> None:
        self.top_words = top_words

    def extract_topics(
        self,
        topic_model: BERTopic,
        documents: pd.DataFrame,
        c_tf_idf: csr_matrix,
        topics: Mapping[str, Any],
    ) -> dict[Any, list[tuple[str, float]]]:
        """Return the words and weights of each topic; see BERTopic's base class."""
        names = topic_model.vectorizer_model.get_feature_names_out()
        analyze = topic_model.vectorizer_model.build_analyzer()
        texts = nearest_first(topic_model, documents).groupby("Topic")["Document"]
        ranked = {}
        for row, (topic, in_order) in enumerate(texts.agg(list).to_dict().items()):
            in_topic = c_tf_idf[row]
            rounded = np.round(in_topic.data, DECIMALS).tolist()
            weights = dict(zip(names[in_topic.indices], rounded, strict=True))
            ranked[topic] = rank(weights, map(analyze, in_order), self.top_words)
        return ranked


def rank(
    weights: Mapping[str, float], texts: Iterable[Iterable[str]], top: int
) -> list[tuple[str, float]]:
    """Return the heaviest words with their weights, equal ones as first met in texts.

    >>> rank({"hope": 1, "last": 2, "win": 1}, [["a", "win"], ["hope", "last"]], 2)
    [('last', 2), ('win', 1)]
    """
    least = sorted(weights.values(), reverse=True)[:top][-1]
    wanted = {word for word, weight in weights.items() if weight >= least}
    met: dict[str, float] = {}
    for text in texts:
        met |= {word: weights[word] for word in text if word in wanted}
        if len(met) == len(wanted):
            break
    return sorted(met.items(), key=lambda item: -item[1])[:top]


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
