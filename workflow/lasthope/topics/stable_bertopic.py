"""BERTopic without the places where its result depends on the machine.

BERTopic (Grootendorst, arXiv:2203.05794) orders topics of equal size, words of equal
weight and representative texts by sorts that leave ties, or the last bits of a sum, to
the processor. Here each order is total: numbers are exact or rounded, and ties are
broken by the text itself.
"""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.feature_extraction.text import CountVectorizer

from lasthope.topics.core import in_core
from lasthope.topics.labels import RankedWords, nearest_first

REPRESENTATIVES = 3


def topic_model(
    clusters: Any,
    *,
    analyzer: Callable[[str], list[str]],
    top_words: int,
    diversity: float,
    core: float,
    shown: frozenset[str],
) -> "StableBERTopic":
    """Return a BERTopic model for texts that come with whole vectors.

    Args:
        clusters: fitted to the vectors; no dimensions are reduced before.
        analyzer: returns the words of a text, or of several joined by a space.
        top_words: how many words represent a topic.
        diversity: how much less a word counts that stands where another does, 0 to 1.
        core: share of a topic's texts that its words are taken from, above 0, to 1.
        shown: the words that may be shown.
    """
    model = StableBERTopic(
        # "english" would strip every letter beyond a to z before words are counted.
        language="multilingual",
        top_n_words=top_words,
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=AlreadyFitted(clusters),
        vectorizer_model=CountVectorizer(analyzer=analyzer),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        representation_model=RankedWords(
            top_words=top_words, diversity=diversity, shown=shown
        ),
    )
    model.core = core
    return model


class StableBERTopic(BERTopic):
    """BERTopic whose topics and representative texts have one possible order.

    Topics are numbered by size, the largest first, equal ones by their alphabetically
    first text. Their words are taken from the cores of clusters
    (:mod:`lasthope.topics.core`).
    Representative texts are those nearest to the topic's centre, equally near ones in
    alphabetical order. The cluster model has to be
    :class:`AlreadyFitted`.

    Attributes:
        core: share of the texts of each cluster that words are taken from.
    """

    # BERTopic reads its parameters off its __init__, so this is none of them.
    core: float = 1.0

    def _extract_topics(
        self,
        documents: pd.DataFrame,
        embeddings: NDArray[Any] | None = None,
        mappings: Any = None,
        **settings: Any,
    ) -> None:
        """Find the words of the topics; BERTopic calls this when topics are known."""
        rows = documents["ID"].to_numpy(dtype=int)
        clusters = self.hdbscan_model
        # Of topics that were merged since, each cluster keeps its core.
        is_core = in_core(
            clusters.labels_[rows],
            clusters.cosines_[rows],
            documents["Document"],
            self.core,
        )
        super()._extract_topics(documents[is_core], embeddings, mappings, **settings)
        if embeddings is not None:
            # All texts of a topic have a say in where it lies.
            self._create_topic_vectors(documents, embeddings, mappings)

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


class AlreadyFitted(ClusterMixin, BaseEstimator):
    """Clusters that BERTopic may fit again to the same rows without any work.

    Args:
        clusters: fitted, with ``labels_`` and ``cosines_``.
    """

    def __init__(self, clusters: Any) -> None:
        self.clusters = clusters

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Take over what was found.

        Raises:
            ValueError: if X has another number of rows.
        """
        if len(np.asarray(X)) != len(self.clusters.labels_):
            raise ValueError("the clusters were fitted to other rows")
        self.labels_ = self.clusters.labels_
        self.cosines_ = self.clusters.cosines_
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """Return the cluster of each row."""
        return np.asarray(self.clusters.predict(X))
