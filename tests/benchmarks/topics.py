"""Topics of lasthope beside those of other models, on texts with known labels.

``python tests/benchmarks/topics.py CORPUS [--models NAME ...] [--numbers 10 20 …]
[--runs N] [--short] [--texts N]`` reads a corpus of OCTIS (``.tsv``: text, partition,
label) or the units of a case (``.parquet``, no labels) and prints for each model means
over all numbers of topics and runs: NPMI of the ten top words of a topic over the whole
corpus, and the share of different words among all of them, after Grootendorst
(arXiv:2203.05794, table 1), a document being a window; the normalised mutual
information and the adjusted Rand index of topics and labels; the share of texts without
a topic; how many topics were returned for each asked for; and CPU seconds of a fit, the
vectors given, after a fit to some texts that is not timed. ``--short`` cuts the texts
into pieces of at most 22 words. Of pieces and units 5,000 are taken, drawn by hash;
``--texts`` takes so many of a corpus, too.

A peer that is not installed is left out: UMAP and HDBSCAN need umap-learn and hdbscan,
KeyNMF turftopic, FASTopic fastopic, MiniLM what requirements-distil.txt lists. All but
NMF, LDA and tomotopy get the vectors of the embedding that ships, or where it says
MiniLM those of all-MiniLM-L6-v2, whose making is not timed, nor is that of the vectors
of words alone that KeyNMF compares with texts. Those that count words leave a text
without a topic if they count none of its words. "one fit" is lasthope without other
seeds to agree with, "our words" BERTopic with its own groups and the words that
lasthope would show for them.
"""

import argparse
import csv
import importlib.util
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from topic_models import MODELS, NEEDS, make_vectors

from lasthope.coherence import coherence
from lasthope.embed import StaticEncoder, load_embedding
from lasthope.topics.placing import centred, mean_of
from lasthope.topics.terms import topic_words

ROOT = Path(__file__).parents[2]
N_TEXTS, LONGEST, SHORTEST = 5_000, 22, 15
# UMAP looks for neighbours in another way from 4,096 texts on.
N_WARM = 5_000


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


def read(path: Path, *, short: bool, n_texts: int | None = None) -> Corpus:
    """Return the texts to group, of a corpus all or so many."""
    if path.suffix == ".parquet":
        whole = sorted(set(pd.read_parquet(path, columns=["text"])["text"]))
        return Corpus(some(whole), None, whole)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    whole = [row[0] for row in rows]
    if not short:
        order = sorted(range(len(rows)), key=lambda row: hashed(rows[row][0]))
        taken = [rows[row] for row in sorted(order[:n_texts])]
        return Corpus([row[0] for row in taken], [row[2] for row in taken], whole)
    labels = {}
    for text, _, label in rows:
        words = text.split()
        for start in range(0, max(len(words) - SHORTEST, 0) + 1, LONGEST):
            labels[" ".join(words[start : start + LONGEST])] = label
    taken = some(labels)
    return Corpus(taken, [labels[piece] for piece in taken], whole)


def some(texts: Iterable[str]) -> list[str]:
    """Return as many texts as are grouped, drawn by hash."""
    return sorted(texts, key=hashed)[:N_TEXTS]


def hashed(text: str) -> bytes:
    """Return what texts are drawn by."""
    return sha256(text.encode()).digest()


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
    parser.add_argument("--texts", type=int)
    given = parser.parse_args()
    corpus = read(given.corpus, short=given.short, n_texts=given.texts)
    whole = [topic_words(text) for text in corpus.whole]
    embedding = load_embedding(str(ROOT / "data/embedding"))
    vectors = StaticEncoder(embedding, drop_stop_words=True).encode(corpus.texts)
    vectors = centred(vectors, mean_of(vectors))
    print(f"{len(corpus.texts)} texts, {len(set(corpus.labels or ()))} labels")
    print(f"{'model':<15}" + "".join(f"{head:>10}" for head in HEADS))
    for name in given.models:
        missing = [m for m in NEEDS.get(name, ()) if not importlib.util.find_spec(m)]
        if missing:
            print(f"{name:<15} left out: {', '.join(missing)} not installed")
            continue
        make_vectors(name, corpus.texts)
        # Code is compiled and libraries are loaded in the first fit.
        MODELS[name](corpus.texts[:N_WARM], vectors[:N_WARM], 5, 0)
        rows = [
            measured(name, corpus, vectors, whole, number, seed)
            for number in given.numbers
            for seed in range(given.runs)
        ]
        means = zip(np.mean(rows, axis=0), FORMATS, strict=True)
        told = "".join(f"{mean:>10{form}}" for mean, form in means)
        print(f"{name:<15}{told}", flush=True)


if __name__ == "__main__":
    main()
