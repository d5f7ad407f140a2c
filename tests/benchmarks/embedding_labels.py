"""How well short pieces of labelled texts fall apart by label, by their vectors.

``python tests/benchmarks/embedding_labels.py corpus.tsv [folder]`` reads a corpus of
OCTIS (text, partition, label), cuts its texts into pieces of at most 22 words (shorter
than 15 only if the text is), takes 5,000 by hash, and prints the normalised mutual
information and adjusted Rand index of exact k-means with the labels, for the embedding
in a folder, data/embedding if none is named.
"""

import csv
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.clusters import ExactKMeans
from lasthope.embed import StaticEncoder, load_embedding
from lasthope.topics.placing import centred, mean_of

ROOT = Path(__file__).parents[2]
N_PIECES = 5_000
LONGEST, SHORTEST = 22, 15
N_CLUSTERS = (5, 20, 30)


def pieces(text: str) -> list[str]:
    """Cut a text; what is left at its end is a piece if it is long enough."""
    words = text.split()
    starts = range(0, max(len(words) - SHORTEST, 0) + 1, LONGEST)
    return [" ".join(words[start : start + LONGEST]) for start in starts]


def main(path: str, folder: str = str(ROOT / "data/embedding")) -> None:
    """Read the corpus, group its pieces, print."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {piece: row[2] for row in rows for piece in pieces(row[0])}
    taken = sorted(found, key=lambda piece: sha256(piece.encode()).digest())[:N_PIECES]
    labels = np.array([found[piece] for piece in taken])
    vectors = StaticEncoder(load_embedding(folder), drop_stop_words=True).encode(taken)
    is_known = vectors.any(axis=1)
    known = vectors[is_known]
    turned = centred(known, mean_of(known))
    print(
        f"{len(taken)} pieces, {len(set(labels))} labels, {(~is_known).sum()} not known"
    )
    for n_clusters in N_CLUSTERS:
        model = ExactKMeans(
            n_clusters=n_clusters,
            min_cluster_size=1,
            n_starts=2,
            max_iter=100,
            random_state=1,
        ).fit(turned)
        pair = labels[is_known], model.labels_
        nmi, ari = normalized_mutual_info_score(*pair), adjusted_rand_score(*pair)
        print(f"K = {n_clusters}: NMI {nmi:.3f}, ARI {ari:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
