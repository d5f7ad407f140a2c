"""Topics of lasthope beside those of other models, on texts with known labels.

``python tests/benchmarks/topics.py CORPUS.tsv [--models NAME ...] [--numbers 10 20 …]
[--runs N] [--short]`` reads a corpus of OCTIS (text, partition, label) and prints, for
each model, means over all numbers of topics and runs: NPMI of the ten top words of a
topic over the whole corpus, and the share of different words among all of them, after
Grootendorst (arXiv:2203.05794, table 1), a document being a window; the normalised
mutual information of topics and labels; the share of texts without a topic; and CPU
seconds of a fit, the vectors given. ``--short`` cuts the texts into pieces of at most
22 words and takes 5,000 of them.

A peer that is not installed is left out: BERTopic's default needs umap-learn and
hdbscan. All but NMF and LDA get the vectors of the embedding that ships.
"""

import argparse
import csv
import importlib.util
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.clusters import ExactKMeans
from lasthope.coherence import coherence
from lasthope.embed import StaticEncoder, load_embedding
from lasthope.topics.placing import centred, mean_of
from lasthope.topics.stability import consensus
from lasthope.topics.stable_bertopic import topic_model
from lasthope.topics.terms import topic_words

ROOT = Path(__file__).parents[2]
TOP = 10
N_PIECES, LONGEST, SHORTEST = 5_000, 22, 15
# As in config/config.yaml.
N_SEEDS, N_STARTS, SMALLEST, DIVERSITY = 5, 10, 3, 0.2


class Found(NamedTuple):
    """The top words of each topic, and the topic of each text, -1 for none."""

    words: list[list[str]]
    labels: Any


def lasthope(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Group as the step ``topics`` does: the fit of several that agrees best."""
    clusters = ExactKMeans(
        n_clusters=number,
        min_cluster_size=SMALLEST,
        n_starts=N_STARTS,
        max_iter=300,
        random_state=seed,
    )
    best = consensus(clusters, vectors, n_seeds=N_SEEDS).clusters
    model = topic_model(
        best,
        analyzer=topic_words,
        top_words=TOP,
        diversity=DIVERSITY,
        shown=frozenset(word for text in texts for word in topic_words(text)),
    ).fit(texts, embeddings=vectors)
    words = [
        [word for word, _ in model.get_topic(n)] for n in sorted(model.topic_sizes_)
    ]
    return Found(words, model.topics_)


def bertopic(texts: Sequence[str], vectors: Any, number: int, seed: int) -> Found:
    """Group as BERTopic does if nothing is said, and reduce to so many topics."""
    from bertopic import BERTopic
    from umap import UMAP

    umap = UMAP(
        n_neighbors=15, n_components=5, min_dist=0, metric="cosine", random_state=seed
    )
    model = BERTopic(
        nr_topics=number,
        umap_model=umap,
        embedding_model=None,
        vectorizer_model=CountVectorizer(analyzer=topic_words),
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
    "NMF": decomposed(NMF, TfidfVectorizer),
    "LDA": decomposed(LatentDirichletAllocation, CountVectorizer),
}
NEEDS = {"BERTopic": ("umap", "hdbscan")}


def read(path: Path, *, short: bool) -> tuple[list[str], list[str]]:
    """Return texts and their labels."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not short:
        return [row[0] for row in rows], [row[2] for row in rows]
    labels = {}
    for text, _, label in rows:
        words = text.split()
        for start in range(0, max(len(words) - SHORTEST, 0) + 1, LONGEST):
            labels[" ".join(words[start : start + LONGEST])] = label
    taken = sorted(labels, key=lambda piece: sha256(piece.encode()).digest())[:N_PIECES]
    return taken, [labels[piece] for piece in taken]


def main() -> None:
    """Read the command line, fit every model, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--models", nargs="*", choices=[*MODELS], default=[*MODELS])
    parser.add_argument("--numbers", nargs="*", type=int, default=[10, 20, 30, 40, 50])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    texts, labels = read(given.corpus, short=given.short)
    # The reference of the coherence is the whole corpus, also of short pieces.
    whole = [topic_words(text) for text in read(given.corpus, short=False)[0]]
    embedding = load_embedding(str(ROOT / "data/embedding"))
    vectors = StaticEncoder(embedding, drop_stop_words=True).encode(texts)
    vectors = centred(vectors, mean_of(vectors))
    print(f"{len(texts)} texts, {len(set(labels))} labels")
    print(f"{'model':<10}{'NPMI':>8}{'diversity':>11}{'NMI':>7}{'none':>7}{'CPU s':>8}")
    for name in given.models:
        missing = [m for m in NEEDS.get(name, ()) if not importlib.util.find_spec(m)]
        if missing:
            print(f"{name:<10} left out: {', '.join(missing)} not installed")
            continue
        rows = []
        for number in given.numbers:
            for seed in range(given.runs):
                start = time.process_time()
                found = MODELS[name](texts, vectors, number, seed)
                seconds = time.process_time() - start
                npmi = [n for n in coherence(found.words, whole) if n == n]
                every = [word for words in found.words for word in words]
                rows.append(
                    (
                        np.mean(npmi),
                        len(set(every)) / max(len(every), 1),
                        normalized_mutual_info_score(labels, found.labels),
                        np.mean(np.equal(found.labels, -1)),
                        seconds,
                    )
                )
        npmi, diversity, nmi, none, seconds = np.mean(rows, axis=0)
        print(
            f"{name:<10}{npmi:>8.3f}{diversity:>11.3f}{nmi:>7.3f}{none:>7.1%}"
            f"{seconds:>8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
