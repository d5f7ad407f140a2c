"""How many topics come back, by where the clusters start.

``python tests/benchmarks/stable_topics.py CASE [--numbers 10 20 50] [--refits N]``
reads the units and vectors that a case has made, draws the sample that topics are
found in, and prints for each number of topics, from the better of two random starts and
from centres that come back in samples of the texts, as the step ``topics`` starts: how
many topics there are, how many are stable, the share of the texts that these have, the
mean stability and agreement of topics, and CPU seconds of the fits and their refits.
Either is judged by its own refits to the same samples of authors.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.clusters import ExactKMeans, Rows, Whole
from lasthope.topics.clusterers import MAX_ITER, NeighbourKMeans
from lasthope.topics.placing import seen_by, turn_of
from lasthope.topics.reading import read_documents, units_with_vectors
from lasthope.topics.sampling import draw, told_of
from lasthope.topics.settings import Settings
from lasthope.topics.stability import consensus, stability

ROOT = Path(__file__).parents[2]
RANDOM_STARTS = 2
HEADS = ("topics", "stable", "of texts", "stability", "agreement", "CPU s")


class RandomStarts(NeighbourKMeans):
    """Clusters from the best of a few random starts."""

    def _grouped(self, rows: Rows) -> Whole:
        model = ExactKMeans(
            n_clusters=self.n_clusters,
            min_cluster_size=self.min_cluster_size,
            n_starts=RANDOM_STARTS,
            max_iter=MAX_ITER,
            random_state=self.random_state,
        )
        return model.best_fit(rows).labels


def settings(case: str) -> dict[str, Any]:
    """Return the configuration of a case, as far as topics ask for it."""
    with (ROOT / "config/config.yaml").open(encoding="utf-8") as file:
        config = yaml.safe_load(file)
    own = ROOT / f"config/cases/{case}.yaml"
    changes = yaml.safe_load(own.read_text("utf-8")) if own.exists() else {}
    return {**config["topics"], **changes.get("topics", {}), "seed": config["seed"]}


def main() -> None:
    """Read the command line, fit from either start, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case")
    parser.add_argument("--numbers", nargs="*", type=int, default=[10, 20, 50])
    parser.add_argument("--refits", type=int, default=10)
    given = parser.parse_args()
    chosen = Settings(**settings(given.case))
    made = ROOT / "results" / given.case
    told = told_of(read_documents(str(made / "clean/documents.parquet")))
    files = (str(made / "units/units.parquet"), str(made / "embed/vectors.parquet"))
    drawn = draw(
        lambda: units_with_vectors(*files), told, size=chosen.sample, seed=chosen.seed
    )
    texts = drawn.units["text"].tolist()
    authors = told.loc[drawn.units["doc_id"], "author"].to_numpy(dtype=object)
    turn = turn_of(
        texts,
        drawn.vectors,
        subtract_mean=chosen.subtract_mean,
        word_usage=chosen.word_usage,
        seed_topics=chosen.seed_topics,
    )
    rows, seen = turn(texts, drawn.vectors), seen_by(turn, texts, drawn.vectors)
    print(f"{len(texts)} texts")
    print(f"{'start':<10}" + "".join(f"{head:>10}" for head in HEADS))
    for number in given.numbers:
        for name, clusters in (
            ("random", RandomStarts),
            ("returning", NeighbourKMeans),
        ):
            model = clusters(
                n_clusters=number,
                n_neighbours=chosen.n_neighbours,
                min_cluster_size=chosen.min_topic_size,
                n_starts=chosen.n_starts,
                random_state=chosen.seed,
            )
            start = time.process_time()
            best = consensus(model, rows, model.near(rows), n_seeds=chosen.n_seeds)
            back = stability(best.clusters, rows, authors, seen, n_refits=given.refits)
            seconds = time.process_time() - start
            sizes = np.bincount(best.clusters.labels_)
            is_stable = np.minimum(back, best.returns) >= chosen.min_stability
            print(
                f"{name:<10}{len(sizes):>10}{is_stable.sum():>10}"
                f"{sizes[is_stable].sum() / sizes.sum():>10.3f}{back.mean():>10.3f}"
                f"{best.returns.mean():>10.3f}{seconds:>10.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
