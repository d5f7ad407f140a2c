"""Topics of lasthope beside those of other models, on texts with known labels.

``python tests/benchmarks/topics.py CORPUS [--models NAME ...] [--numbers 10 20 …]
[--runs N] [--short]`` reads a corpus of OCTIS (``.tsv``: text, partition, label) or the
units of a case (``.parquet``, no labels) and prints, for each model, means over all
numbers of topics and runs: NPMI of the ten top words of a topic over the whole corpus,
and the share of different words among all of them, after Grootendorst
(arXiv:2203.05794, table 1), a document being a window; the normalised mutual
information and the adjusted Rand index of topics and labels; the share of texts without
a topic; how many topics were returned for each asked for; and CPU seconds of a fit, the
vectors given, after a fit to some texts that is not timed. ``--short`` cuts the texts
into pieces of at most 22 words. Of pieces and units 5,000 are taken.

A peer that is not installed is left out: UMAP and HDBSCAN need umap-learn and hdbscan.
All but NMF and LDA get the vectors of the embedding that ships. "our words" is BERTopic
with its own groups and the words that lasthope would show for them.
"""

import argparse
import csv
import importlib.util
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import yaml
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.coherence import coherence
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
N_TEXTS, LONGEST, SHORTEST = 5_000, 22, 15
N_WARM = 500
with (ROOT / "config/config.yaml").open(encoding="utf-8") as file:
    # Fewer starts than for a small corpus, as in all cases of many texts.
    STEP = yaml.safe_load(file)["topics"] | {"n_starts": 2}


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


MODELS = {
    "lasthope": lasthope,
    "BERTopic": bertopic,
    "our words": umap_our_words,
    "UMAP+KMeans": umap_kmeans,
    "NMF": decomposed(NMF, TfidfVectorizer),
    "LDA": decomposed(LatentDirichletAllocation, CountVectorizer),
}
NEEDS = dict.fromkeys(("BERTopic", "our words", "UMAP+KMeans"), ("umap", "hdbscan"))


class Row(NamedTuple):
    """What a fit came to, and how each figure is printed."""

    npmi: float
    diversity: float
    nmi: float
    ari: float
    none: float
    topics: float
    seconds: float


HEADS = ("NPMI", "diversity", "NMI", "ARI", "none", "topics", "CPU s")
FORMATS = (".3f", ".3f", ".3f", ".3f", ".1%", ".0%", ".2f")


class Corpus(NamedTuple):
    """Texts, their labels if they have any, and the texts that coherence is of."""

    texts: list[str]
    labels: list[str] | None
    whole: list[str]


def read(path: Path, *, short: bool) -> Corpus:
    """Return the texts to group."""
    if path.suffix == ".parquet":
        whole = sorted(set(pd.read_parquet(path, columns=["text"])["text"]))
        return Corpus(some(whole), None, whole)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    whole = [row[0] for row in rows]
    if not short:
        return Corpus(whole, [row[2] for row in rows], whole)
    labels = {}
    for text, _, label in rows:
        words = text.split()
        for start in range(0, max(len(words) - SHORTEST, 0) + 1, LONGEST):
            labels[" ".join(words[start : start + LONGEST])] = label
    taken = some(labels)
    return Corpus(taken, [labels[piece] for piece in taken], whole)


def some(texts: Iterable[str]) -> list[str]:
    """Return as many texts as are grouped, drawn by hash."""
    return sorted(texts, key=lambda text: sha256(text.encode()).digest())[:N_TEXTS]


def measured(
    name: str, corpus: Corpus, vectors: Any, whole: Any, number: int, seed: int
) -> Row:
    """Fit a model once."""
    start = time.process_time()
    found = MODELS[name](corpus.texts, vectors, number, seed)
    seconds = time.process_time() - start
    npmi = [n for n in coherence(found.words, whole) if n == n]
    every = [word for words in found.words for word in words]
    labels = corpus.labels
    return Row(
        float(np.mean(npmi)),
        len(set(every)) / max(len(every), 1),
        normalized_mutual_info_score(labels, found.labels) if labels else np.nan,
        adjusted_rand_score(labels, found.labels) if labels else np.nan,
        float(np.mean(np.equal(found.labels, -1))),
        len(found.words) / number,
        seconds,
    )


def main() -> None:
    """Read the command line, fit every model, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--models", nargs="*", choices=[*MODELS], default=[*MODELS])
    parser.add_argument("--numbers", nargs="*", type=int, default=[10, 20, 30, 40, 50])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    corpus = read(given.corpus, short=given.short)
    whole = [topic_words(text) for text in corpus.whole]
    embedding = load_embedding(str(ROOT / "data/embedding"))
    vectors = StaticEncoder(embedding, drop_stop_words=True).encode(corpus.texts)
    vectors = centred(vectors, mean_of(vectors))
    print(f"{len(corpus.texts)} texts, {len(set(corpus.labels or ()))} labels")
    print(f"{'model':<12}" + "".join(f"{head:>10}" for head in HEADS))
    for name in given.models:
        missing = [m for m in NEEDS.get(name, ()) if not importlib.util.find_spec(m)]
        if missing:
            print(f"{name:<12} left out: {', '.join(missing)} not installed")
            continue
        # Code is compiled and libraries are loaded in the first fit.
        MODELS[name](corpus.texts[:N_WARM], vectors[:N_WARM], 5, 0)
        rows = [
            measured(name, corpus, vectors, whole, number, seed)
            for number in given.numbers
            for seed in range(given.runs)
        ]
        means = zip(np.mean(rows, axis=0), FORMATS, strict=True)
        told = "".join(f"{mean:>10{form}}" for mean, form in means)
        print(f"{name:<12}{told}", flush=True)


if __name__ == "__main__":
    main()
